"""The entries for Timesketch, a program in which investigators lay timelines over each other: a CSV that it imports.

Its importer drops silently what it cannot read as a moment, and takes the format of all moments from the first. So here all are
UTC with six decimals, and what has no moment is not made to look as if it had one: it is listed beside, with the reason.
It also takes bare numbers and words such as NA for something else than text; quotes around all names prevent that.
"""

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, Any

from archive.handover import cell
from archive.handover.columns import exhibits
from archive.handover.entry import Entry, Summary

COLUMNS = (
    "message", "timestamp", "datetime", "timestamp_desc", "entry", "kind", "service", "direction", "sender", "recipients", "thread",
    "time_as_written", "zone_basis", "exhibits", "record", "object_sha256",
)  # fmt: skip
_YEARS = range(1678, 2262)  # what its importer can hold
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DESCRIPTIONS = {"diary": "Diary entry: when it happened", "photo": "Picture taken", "email": "Mail dated"}
_FOLDER = "5-other-formats"


class Timesketch:
    """Writes `5-other-formats/timesketch.csv` and `timesketch-left-out.csv`."""

    def __init__(self, data: Path) -> None:
        folder = data / _FOLDER
        folder.mkdir(exist_ok=True)
        self._files = [_open(folder / name) for name in ("timesketch.csv", "timesketch-left-out.csv")]
        self._taken, self._left = (csv.writer(file, lineterminator="\r\n") for file in self._files)
        self._taken.writerow(COLUMNS)
        self._left.writerow(("number", "reason"))

    def add(self, entry: Entry) -> None:
        reason = why_not(entry)
        if reason:
            self._left.writerow((entry.number, reason))
        else:
            self._taken.writerow(_row(entry))

    def finish(self, summary: Summary) -> None:  # noqa: ARG002 - a timeline has nothing to say about all entries
        for file in self._files:
            file.close()


def why_not(entry: Entry) -> str:
    """Why an entry cannot stand in a timeline of moments; "" when it can."""
    if not entry.when.day:
        return "It has no time."
    if entry.shown.time.precision == "day":
        return "Only its day is known."
    if not entry.when.utc:
        return "Nobody states the zone of its time."
    return "" if int(entry.when.utc[:4]) in _YEARS else "Timesketch cannot hold its year."


def _row(entry: Entry) -> tuple[object, ...]:
    shown = entry.shown
    moment = datetime.fromisoformat(entry.when.utc)
    who = f"from {entry.sender or 'unknown'} to {entry.recipients or 'unknown'}"
    words = ": ".join(text for text in (shown.subject, shown.text) if text) or "(no words)"
    named = (shown.kind, shown.service, shown.direction)
    written = (entry.sender, entry.recipients, entry.thread, entry.when.raw)
    return (
        cell.shown_in_table(f"Entry {entry.number}: {shown.service} {shown.kind} {who}: {words}"),
        (moment - _EPOCH) // timedelta(microseconds=1), moment.isoformat(timespec="microseconds"),
        _DESCRIPTIONS.get(shown.kind, f"{shown.kind.capitalize()} time"), entry.number, *named, *map(_quoted, written),
        entry.when.basis, ", ".join(exhibits(entry)), shown.id, ", ".join(dict.fromkeys(seen.object for seen in entry.seen)),
    )  # fmt: skip


def _quoted(text: str) -> str:
    return f"“{cell.shown_in_table(text)}”" if text else ""


def _open(path: Path) -> IO[Any]:
    return path.open("w", encoding="utf-8", newline="")
