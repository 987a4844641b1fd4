"""Shows one record whole: `fullpicture show`. A message read in a picture is shown with everything behind it."""

import json
from collections.abc import Iterator
from pathlib import Path

import msgspec

from archive.case import Case
from archive.earlier import Earlier
from archive.lines import CorrectionLine
from archive.links import links
from archive.links.seen import Link
from archive.listing import Listing, Shown
from archive.records import Record, ScreenDetails, Time
from importer.linking import as_item
from importer.wording import moment, plain

_SIDES = {"in": "left: written to the holder of the phone", "out": "right: written by the holder of the phone"}
_BASES = {
    "stated": "the picture itself says the day",
    "derived": "worked out from what the picture shows and a day that is known",
    "declared": "the zone was declared by a person",
    "unknown": "the zone is not known",
}
_MEANING = {
    "later-than-its-picture": "Careful: by this time the message lies later than its picture was taken (by the picture's name, "
    "its notes, its file, or the phone's clock in it). The day may be the one before, or a clock was wrong.",
    "phone-clock-differs": "Careful: the phone's clock in the picture is hours from the time that its name or notes tell.",
}


def shown_lines(case: Path, record_id: str, *, as_json: bool) -> Iterator[str]:
    """Everything about a record, as lines. JSON, unless it is a message read in a picture and a person asks."""
    with Case.open(case) as opened:
        shown = Listing(opened).show(record_id)
        screen = shown.record.details
        before = Earlier(opened).of(shown)
        earlier = {"earlier": [msgspec.to_builtins(record) for record in before]}
        if not isinstance(screen, ScreenDetails):
            item = shown.as_json() | (earlier if before else {})
            yield json.dumps(item, ensure_ascii=False, indent=2)
            return
        found = _links(opened, shown.record.id)
        if as_json:
            item = shown.as_json() | {"links": [as_item(link) for link in found]} | earlier
            yield json.dumps(item, ensure_ascii=False, indent=2)
            return
        yield from _message(shown, screen, opened.declared.zone)
        yield from _earlier(before)
        yield from _linked(found, shown.record.id)


def _links(case: Case, record_id: str) -> list[Link]:
    """The links of the message that this record shows, also those that name another sighting of it."""
    return [link for link in links(case, record_id).links if record_id in {seen["record"] for seen in link.sightings}]


def _linked(found: list[Link], record_id: str) -> Iterator[str]:
    yield "Compared with everything else in the case" if found else "Compared with everything else: nothing was found"
    for link in found:
        yield f"  {link.link.upper().replace('-', ' ')} (score {link.score:.2f}): {plain(link.reason)}"
        if link.other:
            yield f"      the other record: {link.record if link.other == record_id else link.other}"
        if link.day_from:
            yield f"      its day, {link.day}, is derived from record {link.day_from}"


def _message(shown: Shown, screen: ScreenDetails, zone: str) -> Iterator[str]:
    record = shown.corrected
    yield f"A {record.kind} read by a machine in a picture. The picture is the evidence, not these words."
    yield from _told(
        ("Record", record.id),
        ("Says", plain(record.text or "") or "(no words)"),
        ("Answers", plain(screen.quote)),
        ("Conversation", f"{plain(record.conversation.title) or 'no title in the picture'} ({plain(record.service)})"),
        ("From", _who(record, screen)),
        ("Side", _SIDES.get(screen.side, "not clear")),
        ("Time", moment(record.time, zone)),
        ("  how", _how(shown.record.time, screen, corrected=record.time != shown.record.time)),
    )
    yield from _evidence(shown, screen)
    yield from _corrections(shown)


def _told(*pairs: tuple[str, str]) -> Iterator[str]:
    return (f"  {name:13} {value}" for name, value in pairs if value)


def _who(record: Record, screen: ScreenDetails) -> str:
    if record.sender:
        return plain(record.sender.name or record.sender.id)
    return "the holder of the phone" if screen.side == "out" else "the picture does not say"


def _how(time: Time, screen: ScreenDetails, *, corrected: bool) -> str:
    """How the machine came to the time."""
    clock = f"clock “{plain(screen.clock)}”" if screen.clock else "no clock at the message"
    stamp = f", line above “{plain(screen.stamp)}”" if screen.stamp else ", no date above it"
    known = f"; the day counted from {plain(screen.day_from)}" if screen.day_from else ""
    basis = _BASES[time.basis] if time.local else "the day is not known"
    lead = "as corrected; the machine read " if corrected else ""
    return f"{lead}{clock}{stamp}{known}; {basis}; precision: {time.precision}"


def _evidence(shown: Shown, screen: ScreenDetails) -> Iterator[str]:
    record = shown.record
    left, top, right, bottom = screen.box
    yield "In the picture"
    for place in shown.sightings:
        yield from _told(
            ("Picture", plain(place["source"])),
            ("  SHA-256", record.content),
            ("  kept as", f"objects/{place['object'][:2]}/{place['object']}"),
            ("  place", plain(place["locator"])),
        )
    yield from _told(
        ("Pixels", f"from left {left}, top {top} to right {right}, bottom {bottom}; message {screen.order} from the top"),
        ("Read by", f"{plain(screen.engine) or 'engine not named'}; {record.parser} version {record.version}"),
        ("Confidence", _confidence(screen, record)),
        ("Cut off", _cut(screen)),
        ("Remarks", ", ".join(record.warnings)),
        ("Emoji", f"about {screen.emoji} in it that were not read" if screen.emoji else ""),
        ("App", f"named by {plain(screen.service_from)}, not by what it shows" if screen.service_from else ""),
    )  # fmt: skip
    yield from (f"  {_MEANING[code]}" for code in record.warnings if code in _MEANING)


def _confidence(screen: ScreenDetails, record: Record) -> str:
    if not record.text:
        return "there are no words in it"
    percent = round(screen.confidence * 100)
    meaning = f"of 100 messages read with this confidence, about {percent} have every word right (docs/screenshots.md)"
    unsure = ". UNCERTAIN: look at the picture before you rely on the words" if "uncertain" in record.warnings else ""
    return f"{percent} %: {meaning}{unsure}"


def _cut(screen: ScreenDetails) -> str:
    return f"the message goes on beyond the {' and the '.join(screen.cut)} of the picture" if screen.cut else ""


def _corrections(shown: Shown) -> Iterator[str]:
    yield "Corrections" if shown.corrections else "Corrections: none"
    for line in shown.corrections:
        yield f"  {line.at[:19].replace('T', ' ')} UTC, {plain(line.by)}: {'; '.join(_changes(line))}"


def _earlier(before: list[Record]) -> Iterator[str]:
    """What was read at this place before, by which engine."""
    if before:
        yield "Read otherwise before"
    for record in before:
        who = f"{plain(record.sender.name or record.sender.id)}: " if record.sender else ""
        when = plain(record.time.local or record.time.raw) or "no time"
        engine = record.details.engine if isinstance(record.details, ScreenDetails) else ""
        by = plain(engine) or f"{record.parser} version {record.version}"
        yield f"  {who}“{plain(record.text or '')}” ({when}), by {by}"


def _changes(line: CorrectionLine) -> Iterator[str]:
    time = (line.time.local or line.time.raw) if line.time else None
    said = {"text": line.text, "sender": line.sender, "time": time}
    for name, value in said.items():
        if value is not None:
            yield f"{name} “{plain(line.was.get(name, ''))}” should read “{plain(value)}”"
    if line.note:
        yield f"note: {plain(line.note)}"
