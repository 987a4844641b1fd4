"""The chronology as a CSV: one row an entry, UTF-8 with a byte order mark, every cell a text that nothing runs."""

import csv
from pathlib import Path
from typing import IO, Any

from archive.handover import cell
from archive.handover.columns import COLUMNS, HELD, MARKS, cells
from archive.handover.entry import Entry, Summary

_NAMES = tuple(HELD)
_FOLDER = "1-chronology"


class Table:
    """Writes `1-chronology/chronology.csv`, and beside it `chronology-columns.csv`, which says what each column holds."""

    def __init__(self, data: Path) -> None:
        self._folder = data / _FOLDER
        self._folder.mkdir(exist_ok=True)
        self._file = _open(self._folder / "chronology.csv")
        self._rows = csv.writer(self._file, lineterminator="\r\n")
        self._rows.writerow(COLUMNS)

    def add(self, entry: Entry) -> None:
        self._rows.writerow(row(cells(entry)))

    def finish(self, summary: Summary) -> None:  # noqa: ARG002 - a table of entries has nothing to say about all of them
        self._file.close()
        with _open(self._folder / "chronology-columns.csv") as file:
            rows = csv.writer(file, lineterminator="\r\n")
            rows.writerow(("column", "what it holds"))
            rows.writerows((HELD | MARKS).items())


def row(exact: list[str]) -> list[str]:
    """The cells of one row as a CSV can hold them, and the marks that say what was changed."""
    guarded, shown, long = [], [], []
    for place, text in enumerate(exact):
        if not text:
            continue
        seen = cell.shown_in_table(text)
        if seen is not text:
            shown.append(_NAMES[place])
        if cell.runs(seen):
            guarded.append(_NAMES[place])
            seen = "'" + seen
        if cell.is_long(text):
            long.append(_NAMES[place])
        exact[place] = seen
    return [*exact, ", ".join(guarded), ", ".join(shown), "", ", ".join(long)]


def _open(path: Path) -> IO[Any]:
    return path.open("w", encoding="utf-8-sig", newline="")
