"""The chronology as a spreadsheet (XLSX): every cell a text, no formula, no link, nothing cut off silently."""

from datetime import datetime
from pathlib import Path

from archive.handover import cell
from archive.handover.columns import COLUMNS, HELD, MARKS, NUMBER, cells
from archive.handover.entry import Entry, Summary
from archive.handover.pages import Page, Pages
from archive.handover.sheet_about import about

_NAMES = tuple(HELD)
_PRINTED = COLUMNS.index("text")  # the last column that fits on paper
_WIDE = {"number": 8, "zone basis": 18, "direction": 10, "kind": 10, "service": 10, "from": 24, "to": 24, "text": 70,
         "details": 40, "attachments": 40, "screenshot": 30, "notes": 30, "corrections": 40, "clock": 10, "day": 11}  # fmt: skip
_LABEL = 255  # characters of a property, by the format's own limit
_LONG = ("number", "column", "part", "of", "text")


class Sheet:
    """Writes `1-chronology/chronology.xlsx`. Rows go to the disk as they come, so memory does not grow with their number."""

    def __init__(self, data: Path) -> None:
        folder = data / "1-chronology"
        folder.mkdir(exist_ok=True)
        self._pages = Pages(folder / "chronology.xlsx")
        self._entries = self._chronology("Chronology")
        self._about = {name: self._pages.add(name, wide) for name, wide in _ABOUT.items()}
        self._long = self._pages.add("Long texts", (8, 16, 6, 6, 120))
        self._long.write(_LONG, bold=True)
        self._count = 1

    def add(self, entry: Entry) -> None:
        if self._entries.full:
            self._count += 1
            self._entries = self._chronology(f"Chronology {self._count}")
        exact = cells(entry)
        fitting = self._row(exact)
        self._entries.write(fitting, number=entry.number)

    def finish(self, summary: Summary) -> None:
        for name, rows in about(summary, HELD | MARKS).items():
            self._about[name].write_all(rows)
        # Properties of a file are labels, and short; the sheet “Summary” has the whole title.
        label = cell.shown_in_sheet(f"Chronology: {summary.title}")[:_LABEL]
        created = datetime.fromisoformat(summary.as_of.removesuffix("Z"))
        author = cell.shown_in_sheet(summary.actor)[:_LABEL]
        self._pages.close(footer=summary.name, created=created, title=label, author=author)

    def _chronology(self, name: str) -> Page:
        page = self._pages.add(name, [_WIDE.get(column, 14) for column in COLUMNS], printed=_PRINTED)
        page.write(COLUMNS, bold=True)
        return page

    def _row(self, exact: list[str]) -> list[str]:
        """The cells of one row as a spreadsheet can hold them, and the marks that say what was changed."""
        shown, ends, long = [], [], []
        for place, text in enumerate(exact):
            if not text:
                continue
            seen, was = cell.line_ends(text) if "\r" in text else (text, "")
            if was:
                ends.append(f"{_NAMES[place]}: {was}")
            text, seen = seen, cell.shown_in_sheet(seen)
            if seen is not text:
                shown.append(_NAMES[place])
            if cell.is_long(seen):
                long.append(_NAMES[place])
                seen = self._put_aside(exact[NUMBER], _NAMES[place], seen)
            exact[place] = seen
        return [*exact, "", ", ".join(shown), ", ".join(ends), ", ".join(long)]

    def _put_aside(self, number: str, column: str, text: str) -> str:
        """Write a long text in parts into its own sheet; what to say in its place."""
        found = cell.parts(text)
        first = self._long.rows + 1
        for place, part in enumerate(found, 1):
            self._long.write((number, column, str(place), str(len(found)), part))
        where = f"rows {first} to {self._long.rows}"
        return f"{text[: cell.BEGINNING]}…\n[This is only the beginning of {len(text):,} characters. They stand whole in the sheet “Long texts”, {where}.]"


_ABOUT = {
    "Summary": (30, 100),
    "People": (26, 30, 20, 8, 8, 10, 12, 12),
    "Exhibits": (12, 50, 60, 66, 14, 40, 26, 10),
    "Problems": (60, 100),
    "Totals": (20, 30, 12),
    "Columns": (30, 120),
}
