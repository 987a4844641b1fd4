"""An opened entry: headed groups of labelled lines. All of it is text, but for links inside the hand-over.

An item of a line is text, or one of `[PICTURE, where, words]`, `[OPEN, where, words]` and `[ENTRY, number, words]`.
"""

from collections.abc import Iterable
from itertools import chain

from archive.handover.entry import Enclosed, Entry, Screen, Seen
from archive.handover.plain import LINKS, clock, read_in_picture, service, way
from archive.handover.viewer.places import beside, opens
from archive.handover.viewer.shards import Node
from archive.handover.viewer.words import size_words, structure, time_words, values
from archive.lines import CorrectionLine
from archive.records import Attachment, Party, Record

PICTURE, OPEN, ENTRY = "picture", "open", "entry"
Rows = list[Node]


def sections(entry: Entry) -> list[Node]:
    """All that an entry holds, as `[heading, line, line, …]`; a line is `[label, item, item, …]`."""
    record = entry.record
    made = (
        ("When", _when(entry)),
        ("Who", _who(entry)),
        ("What it says", _said(entry)),
        ("Earlier versions", [["Before", "(the text was not kept)" if v.text is None else v.text, *values(v.time)] for v in record.versions]),
        ("Reactions", [["Reaction", r.text, *values(r.actor), *values(r.time), *(["taken back"] if r.removed else [])] for r in record.reactions]),
        ("Details", _details(record)),
        ("Attachments", list(chain(map(_enclosed, entry.enclosed), map(_declared, record.attachments)))),
        ("Screenshot", _screen(entry.screen, entry.shown.text) if entry.screen else []),
        ("Corrected by a person", list(chain.from_iterable(map(_correction, entry.corrections)))),
        ("Notes", _lines(("Note", entry.notes), ("Warning", record.warnings))),
        ("Where it was seen", list(chain.from_iterable(map(_seen, entry.seen)))),
        ("In the archive", _origin(entry)),
    )  # fmt: skip
    return [[heading, *rows] for heading, rows in made if rows]


def _lines(*said: tuple[str, str | Iterable[str]]) -> Rows:
    """One line for each label that has something to say."""
    listed = ((label, [value] if isinstance(value, str) else list(value)) for label, value in said)
    return [[label, *items] for label, items in listed if any(items)]


def _when(entry: Entry) -> Rows:
    when, read = entry.when, entry.record.time
    shown = " ".join(part for part in (when.day, clock(when, entry.shown.time), when.zone) if part)
    same = (read.raw, read.utc or "", read.local or "", read.offset) == (when.raw, when.utc, when.local, when.offset)
    return _lines(
        ("Date and time", shown or "not known"),
        ("Who says so", when.basis),
        ("The day", when.counted_from),
        ("How exact", when.precision),
        ("As the source wrote it", when.raw),
        ("In UTC", when.utc),
        ("Clock of the source", when.local),
        ("Minutes east of UTC", "" if when.offset is None else str(when.offset)),
        ("Time zone", read.zone or ""),
        ("Time in the record", "" if same else time_words(read)),
    )


def _who(entry: Entry) -> Rows:
    record = entry.record
    people = [*([record.sender] if record.sender else []), *record.recipients]
    printed = f"{entry.sender}\n{entry.recipients}"
    return _lines(
        ("From", entry.sender),
        ("To", entry.recipients),
        ("Conversation", entry.thread),
        ("Conversation in the source", _unlike(entry.thread, record.conversation.title, record.conversation.key)),
        ("Direction", way(entry.shown)),
        ("The same, in full", [party for p in people for party in values(p) if _adds(p, printed)]),
    )


def _adds(party: Party, printed: str) -> bool:
    return not all(part in printed for part in (party.id, party.name, party.normal))


def _unlike(printed: str, *parts: str) -> list[str]:
    return [part for part in parts if part and part != printed]


def _said(entry: Entry) -> Rows:
    record, corrected = entry.record, entry.corrected
    misread = corrected is not None and corrected.text != record.text
    label = (
        "Text as a person corrected it"
        if misread
        else "Text that a machine read in the picture"
        if read_in_picture(record)
        else "Text"
    )
    text = _text_row(label, entry.shown.text)
    return [
        *_lines(("Subject", entry.shown.subject or "")),
        *text,
        *(_text_row("As the machine read it", record.text) if misread else []),
        *_lines(("Status", record.status)),
    ]


def _text_row(label: str, text: str | None) -> Rows:
    return [] if text is None else [[label, text or "(an empty text)"]]


def _details(record: Record) -> Rows:
    about: Rows = [["Kind", record.kind], ["Service", service(record.service)]]
    found = structure(record.details) if record.details else []
    return [*about, *([label, *items] for label, items in found), *_lines(("Other fields, as written", [f"{k}: {v}" for k, v in record.fields.items()]))]  # fmt: skip


def _enclosed(thing: Enclosed) -> Node:
    words = f"{thing.name}, exhibit {thing.exhibit}" if thing.exhibit else thing.name
    picture = beside(thing.thumbnail)
    said = (
        thing.name,
        thing.media,
        size_words(thing.size),
        f"SHA-256 {thing.sha256}" if thing.sha256 else "",
        f"inside {thing.inside}" if thing.inside else "",
        thing.path,
        thing.why_not,
    )
    shown = [[PICTURE, picture, f"Picture: {words}"]] if picture else []
    link = [[OPEN, beside(thing.path), "Open the original picture"]] if opens(thing.path, thing.media) else []
    return [f"Exhibit {thing.exhibit}" if thing.exhibit else "Attachment", *shown, *filter(None, said), *link]


def _declared(thing: Attachment) -> Node:
    """An attachment as its record names it, which may be otherwise than what was found."""
    said = (
        thing.name,
        f"said to be {thing.declared}" if thing.declared else "",
        f"found to be {thing.found}" if thing.found else "",
        size_words(thing.size),
        f"SHA-256 {thing.sha256}" if thing.sha256 else "",
        "missing" if thing.missing else "",
        thing.locator,
        thing.note,
    )
    return ["As the record names it", *filter(None, said)]


def _screen(screen: Screen, text: str | None) -> Rows:
    left, top, right, bottom = screen.box
    other = [["Compared with", [ENTRY, str(screen.other), f"entry {screen.other}"]]] if screen.other else []
    return [
        _enclosed(screen.picture),
        *_lines(
            ("Place in the picture", f"from {left}, {top} to {right}, {bottom} (pixels from the left and the top)"),
            ("Confidence in the words", f"{screen.confidence:.0%} ({screen.confidence:g} of 1)" if text else "no words in it"),
            ("Read by", screen.engine),
            ("Beside the exports", (LINKS.get(screen.link, screen.link), screen.reason) if screen.link else screen.reason),
        ),
        *other,
    ]  # fmt: skip


def _correction(line: CorrectionLine) -> Rows:
    return _lines(
        ("By", f"{line.by}, {line.at}"),
        ("Text", line.text if line.text is not None else ""),
        ("Sender", line.sender or ""),
        ("Time", time_words(line.time) if line.time else ""),
        ("Why", line.note),
        ("What stood there", [f"{name}: {was}" for name, was in line.was.items()]),
        ("Which reading", (line.id, line.content, line.locator)),
    )


def _seen(place: Seen) -> Rows:
    return _lines(
        (f"Exhibit {place.exhibit}" if place.exhibit else "Source", place.source),
        ("File in this hand-over", place.path or "not part of this hand-over"),
        ("Place in the file", place.locator),
        ("SHA-256 of the file", place.object),
    )


def _origin(entry: Entry) -> Rows:
    record = entry.record
    return _lines(
        ("Put into the archive with log entry", str(entry.log_entry) if entry.log_entry else ""),
        ("Record", record.id),
        ("Read from", _unlike("", record.locator, record.object, *_unlike(record.object, record.content))),
        ("Read by", f"{record.parser}, version {record.version}" if record.parser else ""),
    )
