"""An entry as it stands in the timeline: what is listed, searched, filtered and printed of it."""

from collections.abc import Iterator

from archive.counting import counted
from archive.handover.entry import Entry
from archive.handover.plain import clock, outcome, read_in_picture, service, way
from archive.handover.viewer.places import beside
from archive.handover.viewer.shards import Node, trimmed
from archive.records import (
    AccountDetails,
    CallDetails,
    ContactDetails,
    DiaryDetails,
    MailDetails,
    Party,
    PhotoDetails,
    Record,
    SystemDetails,
)


def listed(entry: Entry) -> Node:
    """The row of an entry. Its fields are read in the same order by `take` of viewer.js."""
    shown, when = entry.shown, entry.when
    row: list[Node] = [
        str(entry.number),
        when.day,
        clock(when, shown.time),
        when.zone,
        shown.kind,
        service(shown.service),
        way(shown),
        entry.sender,
        entry.recipients,
        entry.thread,
        ", ".join(dict.fromkeys(place.exhibit for place in entry.seen)),
        sorted(set(_people(entry))),
        shown.text or "",
        shown.subject or "",
        _gist(shown),
        list(_marks(entry)),
        list(_pictures(entry)),
        "\n".join(_hidden(entry)),
    ]
    return trimmed(row)


def _people(entry: Entry) -> Iterator[str]:
    """Every way in which the people of this entry are written."""
    for record in {id(r): r for r in (entry.record, entry.shown)}.values():
        copied = (*record.details.cc, *record.details.bcc) if isinstance(record.details, MailDetails) else ()
        for party in (*([record.sender] if record.sender else []), *record.recipients, *copied):
            yield from _written(party)


def _written(party: Party) -> Iterator[str]:
    yield from filter(None, (party.id or party.name, party.normal))


def _gist(record: Record) -> str:
    """What happened, where a text may not say it."""
    about = record.details
    match about:
        case CallDetails():
            length = counted(about.duration_s, "second", "seconds") if about.duration_s is not None else ""
            parts = ["" if about.outcome == "unknown" else outcome(about, record.kind), length, "video" if about.video else "", "number withheld" if about.withheld else ""]  # fmt: skip
        case PhotoDetails():
            parts = [about.format, f"{about.width} × {about.height} pixels" if about.width else ""]
        case SystemDetails():
            parts = [about.event, about.title]
        case AccountDetails():
            parts = [about.event, about.device, about.place, about.address]
        case ContactDetails():
            parts = [about.event, *about.numbers, *about.addresses]
        case DiaryDetails():
            said = record.text or ""
            parts = [f"at {place}" for place in (about.place,) if place not in said]
            parts += [f"witness {name}" for name in about.witnesses if name not in said]
        case _:
            parts = []
    return ", ".join(filter(None, parts))


def _marks(entry: Entry) -> Iterator[str]:
    record = entry.record
    yield from record.status
    if entry.screen:
        yield f"read from a screenshot, {f'confidence {entry.screen.confidence:.0%}' if entry.shown.text else 'no words in it'}"
    if read_in_picture(record):
        yield "text read by a machine in the picture"
    if entry.when.counted_from:
        yield "day counted from another day"
    if entry.corrected is not None:
        yield "corrected by a person"
    things = max(len(entry.enclosed), len(record.attachments))
    for count, word in ((things, "attachment"), (len(record.versions), "earlier version"), (len(record.reactions), "reaction"), (len(entry.notes), "note")):  # fmt: skip
        if count:
            yield counted(count, word, f"{word}s")


def _pictures(entry: Entry) -> Iterator[Node]:
    for thing in (*entry.enclosed, *([entry.screen.picture] if entry.screen else [])):
        if picture := beside(thing.thumbnail):
            yield [picture, f"Picture: {thing.name}" + (f", exhibit {thing.exhibit}" if thing.exhibit else "")]


def _hidden(entry: Entry) -> Iterator[str]:
    """What a search finds as well, though the timeline does not show it."""
    record = entry.record
    yield from (version.text for version in record.versions if version.text)
    yield from (reaction.text for reaction in record.reactions)
    yield from (thing.name for thing in entry.enclosed)
    yield from (thing.name for thing in record.attachments)
    yield from (line.note for line in entry.corrections)
    yield from entry.notes
    if entry.corrected is not None:
        yield record.text or ""
