"""The columns of the chronology as a table: what each cell of an entry says, the same in CSV and spreadsheet.

Cells are exact texts. Where a format cannot hold a text as it is, its writer changes the cell in a way that can be undone, and
names it in one of the last columns (MARKS). What is not named there is exact.
"""

from collections.abc import Iterator

from archive.handover.details import in_words, moment
from archive.handover.entry import Enclosed, Entry, Screen, Seen
from archive.handover.plain import LINKS, OWNER, service, way
from archive.lines import CorrectionLine

HELD = {
    "number": "Number of the entry, the same in every file of this hand-over.",
    "day": "Day as shown: in the zone of the case where the moment is known, else as the source wrote it.",
    "clock": "Clock, shown likewise.",
    "zone": "Zone of the clock.",
    "zone basis": "Who vouches for the zone, and from what a day such as “Today” was counted.",
    "precision": "How exact the time is.",
    "UTC": "The moment in UTC, where it is known.",
    "time as the source wrote it": "Exactly what the source wrote.",
    "direction": f"Received or sent, seen from the {OWNER}; direction not known where nobody said who that is. What was not sent, and what was "
    "enclosed in another mail, is said to be that.",
    "kind": "What happened: message, call, email and so on.",
    "service": "Through what.",
    "from": "Number or address of the sender, and the name beside it.",
    "to": "The same of the recipients.",
    "thread": "The conversation.",
    "subject": "Subject, exactly.",
    "text": "Text, exactly; for a machine's reading that a person corrected, the corrected text.",
    "status": "What the source says became of it.",
    "details": "What else the source says, one thing a line: calls, diary, earlier texts, reactions.",
    "attachments": "What came with it: exhibit, name, and where its bytes are or why they are not here.",
    "screenshot": "The screenshot that it was read from: place, how sure the reading is, and what exports say about it.",
    "corrections": "What a person said the machine misread, who and when, with what stood there before.",
    "notes": "What is odd about it.",
    "times seen": "In how many places it was seen.",
    "exhibits": "The originals in which it was seen.",
    "locators": "Where in them it stands.",
    "object SHA-256": "The fingerprint of those originals.",
    "record id": "Its name in the archive.",
    "log entry": "The entry of the custody log with which it was taken in.",
}
MARKS = {
    "guarded cells": "Columns of this row that a spreadsheet could take for a formula. They begin with an apostrophe (') that is not "
    "part of the text: take one away. Only in the CSV.",
    "shown characters": "Columns of this row with characters that a cell cannot hold. They are written as their code, as ⟨U+0000⟩: put the "
    "character back for each such code.",
    "line ends": "Columns of this row whose line ends were carriage returns (CR) or both (CR LF), and are line feeds here: put them back. "
    "Only in the spreadsheet.",
    "long cells": "Columns of this row with more than fits a spreadsheet's cell (32,767 characters). The CSV has them whole; in the "
    "spreadsheet they stand whole, in parts, in the sheet “Long texts”.",
}
COLUMNS = (*HELD, *MARKS)
NUMBER = COLUMNS.index("number")


def cells(entry: Entry) -> list[str]:
    """The exact texts of an entry, one for each column but the MARKS."""
    when, shown = entry.when, entry.shown
    return [
        str(entry.number), when.day, when.clock, when.zone, " ".join(filter(None, (when.basis, when.counted_from))), when.precision, when.utc, when.raw,
        way(shown), shown.kind, service(shown.service), entry.sender, entry.recipients, entry.thread,
        shown.subject or "", shown.text or "", ", ".join(shown.status), in_words(shown),
        "\n".join(map(_enclosed, entry.enclosed)), _screen(entry.screen, shown.text) if entry.screen else "",
        "\n".join(map(_correction, entry.corrections)), "\n".join(entry.notes), str(len(entry.seen)),
        ", ".join(exhibits(entry)), "\n".join(_places(entry.seen)), "\n".join(dict.fromkeys(seen.object for seen in entry.seen)),
        shown.id, str(entry.log_entry or ""),
    ]  # fmt: skip


def exhibits(entry: Entry) -> tuple[str, ...]:
    """The numbers of the originals in which an entry was seen, each once."""
    return tuple(dict.fromkeys(seen.exhibit for seen in entry.seen))


def _places(seen: tuple[Seen, ...]) -> Iterator[str]:
    return (f"{one.exhibit}: {one.locator}" for one in seen)


def _enclosed(one: Enclosed) -> str:
    size = f"{one.size:,} bytes" if one.size is not None else ""
    kind = ", ".join(part for part in (one.media, size) if part)
    where = one.path or one.why_not or (f"inside {one.inside}" if one.inside else "not here")
    return f"{one.exhibit or 'no exhibit'}: {one.name}{f' ({kind})' if kind else ''}: {where}"


def _screen(screen: Screen, text: str | None) -> str:
    left, top, right, bottom = screen.box
    lines = [
        f"{screen.picture.exhibit}: {screen.picture.name}",
        f"pixels {left},{top} to {right},{bottom}",
        f"{f'confidence {screen.confidence:.2f}' if text else 'no words in it'}, read by {screen.engine or 'a machine'}",
    ]
    if screen.link:
        lines.append(f"{LINKS.get(screen.link, screen.link)}: {screen.reason}")
    return "\n".join([*lines, f"see entry {screen.other}"] if screen.other else lines)


def _correction(line: CorrectionLine) -> str:
    time = moment(line.time) if line.time else None
    said = {"text": line.text, "sender": line.sender, "time": time, "note": line.note or None}
    words = [_change(name, value, line.was) for name, value in said.items() if value is not None]
    return f"{line.by}, {line.at}: {'; '.join(words)}"


def _change(name: str, value: str, was: dict[str, str]) -> str:
    return f"{name}: “{value}”" + (f", read as “{was[name]}”" if name in was else "")
