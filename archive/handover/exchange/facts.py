"""What is said of an entry beside its text, as pairs of name and words: for formats that have no field of their own for it."""

from collections.abc import Iterator

from archive.handover.details import in_words
from archive.handover.entry import Enclosed, Entry
from archive.handover.exchange.stamps import entry_stamp
from archive.records import CallDetails, Record, SystemDetails

Facts = Iterator[tuple[str, str]]
NO_ZONE = "not given as a moment: nobody states the zone"
NO_CLOCK = "not given as a moment: only the day is known"
NO_TIME = "not known"


def facts(entry: Entry) -> Facts:
    """All pairs of an entry that say something, in a fixed order."""
    groups = (_name, _time, _seen, _record, _screen, _corrections)
    return ((name, words) for group in groups for name, words in group(entry) if words)


def shown_time(entry: Entry) -> str:
    """Day, clock and zone as the chronology prints them; "" when nothing is known."""
    return " ".join(part for part in (entry.when.day, entry.when.clock, entry.when.zone) if part)


def not_here(thing: Enclosed) -> str:
    """Why the bytes of something enclosed are not here, and where they are."""
    lies = [f"in the hand-over as {thing.path}"] * bool(thing.path) + [thing.why_not] * bool(thing.why_not)
    place = "; ".join(lies) or "its bytes are not in this hand-over"
    exhibit = f"{thing.exhibit}, " if thing.exhibit else ""
    digest = f" (SHA-256 {thing.sha256})" if thing.sha256 else ""
    return f"{exhibit}{thing.name or 'without a name'}{digest}: {place}"


def _name(entry: Entry) -> Facts:
    yield "Entry", str(entry.number)
    yield "Record", entry.record.id
    yield "Kind", "" if entry.record.kind == "message" else entry.record.kind
    yield "Custody log entry", str(entry.log_entry or "")


def _time(entry: Entry) -> Facts:
    when = entry.when
    yield "Time shown", shown_time(entry)
    yield "Time as written", when.raw
    if not entry_stamp(entry):
        day_only = entry.shown.time.precision == "day"
        yield "Timestamp", NO_CLOCK if day_only else NO_ZONE if when.day else NO_TIME
    yield "Zone", when.basis
    yield "Precision", when.precision


def _seen(entry: Entry) -> Facts:
    yield "Sightings", str(len(entry.seen))
    for number, place in enumerate(entry.seen, 1):
        behind = f" ({number})" if number > 1 else ""
        yield f"Exhibit{behind}", place.exhibit
        yield f"Exhibit SHA-256{behind}", place.object
        yield f"Source{behind}", place.source
        yield f"Place in the source{behind}", place.locator


def _record(entry: Entry) -> Facts:
    record = entry.shown
    yield "Subject", record.subject or ""
    yield "Status", ", ".join(record.status)
    yield "Read by", f"{record.parser} {record.version}" if record.parser else ""
    yield "Details", in_words(record)
    yield from (("Note", note) for note in entry.notes)


def _screen(entry: Entry) -> Facts:
    screen = entry.screen
    if screen is None:
        return
    picture = screen.picture
    yield "Read from a picture", ", ".join(part for part in (picture.exhibit, picture.path or picture.name) if part)
    yield "Picture SHA-256", picture.sha256
    yield "Box in the picture", ", ".join(map(str, screen.box))
    yield "Confidence", f"{screen.confidence:.2f} of 1"
    yield "Read by machine", screen.engine
    compared = f" (entry {screen.other})" if screen.other else ""
    yield "Compared with exports", f"{screen.link}{compared}: {screen.reason}" if screen.link else ""


def _corrections(entry: Entry) -> Facts:
    for line in entry.corrections:
        yield "Corrected", f"by {line.by}, {line.at}" + (f": {line.note}" if line.note else "")
    if entry.corrected and entry.corrected.text != entry.record.text:
        yield "As the machine read it", entry.record.text or "(no text)"


def call_words(record: Record) -> str:
    """One line for a call or event that has no text of its own."""
    match record.details:
        case CallDetails(outcome=outcome, duration_s=seconds):
            lasted = f", {seconds} seconds" if seconds is not None else ""
            return f"[{record.kind}: {outcome}{lasted}]"
        case SystemDetails(event=event) if event:
            return f"[{event}]"
        case _:
            return ""
