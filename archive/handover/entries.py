"""Turns the records of a case into numbered entries: everything a reader needs beside the record, put into words."""

from collections.abc import Callable, Iterator, Mapping

import msgspec
from msgspec import Struct

from archive.case import Case
from archive.handover import codes
from archive.handover.clean import ALONE
from archive.handover.entry import Enclosed, Entry, Screen, Seen
from archive.handover.moments import when
from archive.handover.selection import Selection
from archive.handover.shelf import Shelf
from archive.links import Links
from archive.listing import Listing, Shown
from archive.names import form
from archive.records import Attachment, Party, PhotoDetails, Record, ScreenDetails


class Judged(Struct, frozen=True):
    """What was found about a message in a picture: the link, its reason, and the record it was compared with."""

    link: str
    reason: str
    other: str


def judged(found: Links) -> dict[str, Judged]:
    """For each record read in a picture, what the comparison with exports says; all pictures of one message share it."""
    out: dict[str, Judged] = {}
    for link in found.links:
        if link.link in ("same-screen", "same-message"):
            continue
        said = Judged(link.link, link.reason, link.other or "")
        for name in (link.record, *(place["record"] for place in link.sightings)):
            out.setdefault(name, said)
    return out


class Telling:
    """Makes the entries of one hand-over. `numbers` gives the number of each record id, for entries that name each other."""

    def __init__(self, case: Case, selection: Selection, shelf: Shelf, links: Mapping[str, Judged]) -> None:
        self._listing, self._zone = Listing(case), case.declared.zone
        self._selection, self._shelf, self._links = selection, shelf, links
        self.numbers: dict[str, int] = {}
        self.without_place = False
        self.people: frozenset[str] = frozenset()  # forms of who was chosen, and the owner's; empty when everybody was

    def count(self, look: Callable[[Entry], None]) -> None:
        """Go through all entries once, to number them, and let somebody look at each."""
        for entry in self.entries():
            if isinstance(entry.record.details, ScreenDetails) or entry.record.id in self._wanted:
                self.numbers[entry.record.id] = entry.number
            look(entry)

    @property
    def _wanted(self) -> set[str]:
        if not hasattr(self, "_others"):
            self._others = {said.other for said in self._links.values()}
        return self._others

    def entries(self) -> Iterator[Entry]:
        for number, (_, seq, shown) in enumerate(self._listing.in_order(self._selection.rows), 1):
            yield self._entry(number, seq, shown)

    def _entry(self, number: int, seq: int, shown: Shown) -> Entry:
        record = _without_place(shown.record) if self.without_place else shown.record
        if self.people and record.reactions:
            record = self._without_others(record)
        better = shown.corrected if shown.corrections else None
        now = better or record
        return Entry(
            number=number, record=record, when=when(now.time, self._zone, _day_from(record, shown)), sender=name(now.sender),
            recipients=", ".join(map(name, now.recipients)), thread=now.conversation.title or now.conversation.key,
            seen=tuple(self._seen(place) for place in shown.sightings), enclosed=tuple(self._enclosed(record)),
            screen=self._screen(record), corrected=better, corrections=shown.corrections,
            notes=tuple(dict.fromkeys(codes.said(code) for code in record.warnings)), log_entry=seq,
        )  # fmt: skip

    def _without_others(self, record: Record) -> Record:
        """The record without what people who were not chosen said about it."""
        kept = tuple(
            one
            for one in record.reactions
            if one.actor.owner or {form(one.actor.id), form(one.actor.name)} & self.people
        )
        if len(kept) == len(record.reactions):
            return record
        return msgspec.structs.replace(record, reactions=kept, warnings=(*record.warnings, "reactions-left-out"))

    def _seen(self, place: Mapping[str, str]) -> Seen:
        spot = self._shelf.spot(place["object"])
        return Seen(
            exhibit=spot.exhibit,
            source=place["source"],
            object=place["object"],
            locator=place["locator"],
            path=spot.path,
        )

    def _enclosed(self, record: Record) -> Iterator[Enclosed]:
        if record.kind in ALONE:
            yield self._shelf.enclosed(record.content, "", "")
        for part in record.attachments:
            yield self._attachment(part)

    def _attachment(self, part: Attachment) -> Enclosed:
        if part.sha256:
            return self._shelf.enclosed(part.sha256, part.name, part.found or part.declared)
        why = (
            "The source names it, but it is not there."
            if part.missing
            else part.note or "Its bytes were not kept apart."
        )
        return Enclosed(exhibit="", name=part.name, media=part.found or part.declared, size=part.size, why_not=why)

    def _screen(self, record: Record) -> Screen | None:
        if not isinstance(record.details, ScreenDetails):
            return None
        found = record.details
        said = self._links.get(record.id, Judged("", "", ""))
        other = self.numbers.get(said.other, 0)
        reason = said.reason
        if said.other and not other:  # its words stay with it
            reason = "It was compared with a record that is not part of this hand-over."
        picture = self._shelf.enclosed(record.content, "", "")
        return Screen(picture=picture, box=found.box, confidence=found.confidence, engine=found.engine, link=said.link, reason=reason, other=other)  # fmt: skip


def _day_from(record: Record, shown: Shown) -> str:
    """What the machine counted the day from; nothing where a person stated the time."""
    if not isinstance(record.details, ScreenDetails) or any(line.time for line in shown.corrections):
        return ""
    return record.details.day_from


def name(party: Party | None) -> str:
    """A person for print: the identifier as written, and the name beside it."""
    if party is None:
        return ""
    if party.id and party.name and party.id != party.name:
        return f"{party.id} ({party.name})"
    return party.id or party.name


def _without_place(record: Record) -> Record:
    """The record without the position at which a photo was taken. What else it says stays."""
    if not isinstance(record.details, PhotoDetails):
        return record
    exif = {key: value for key, value in record.details.exif.items() if "gps" not in key.lower()}
    if record.details.latitude is None and len(exif) == len(record.details.exif):
        return record
    kept = msgspec.structs.replace(record.details, latitude=None, longitude=None, altitude_m=None, exif=exif)
    return msgspec.structs.replace(record, details=kept, warnings=(*record.warnings, "position-left-out"))
