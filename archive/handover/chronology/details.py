"""The words on what only some kinds of records have: calls, mails, diary entries, places, earlier versions, reactions."""

from collections.abc import Callable, Iterator

from archive.counting import counted
from archive.handover import plain
from archive.handover.entry import Entry
from archive.handover.plain import outcome
from archive.records import (
    AccountDetails,
    CallDetails,
    ContactDetails,
    DiaryDetails,
    Kind,
    MailDetails,
    MessageDetails,
    Party,
    PhotoDetails,
    Record,
    ScreenDetails,
    SystemDetails,
    Time,
)

Line = tuple[str, tuple[str, ...]]
"""A style and the parts of a paragraph, every second one bold. Styles: h head, t the text, q other texts of the evidence, w who, c and s words of ours."""


Say = Callable[[Time], str]
"""Says a further clock of an entry."""


def details(entry: Entry) -> Iterator[Line]:
    """The lines on an entry below its text."""
    record = entry.shown

    def say(time: Time) -> str:
        return plain.moment(time, entry.when)

    if isinstance(record.details, DiaryDetails):
        yield from _diary(record.details, record.text or "", say)
        if entry.log_entry:
            yield "s", (f"Put into the archive with log entry {entry.log_entry:,}.",)
    yield from _of_kind(record, say)
    for number, version in enumerate(record.versions, 1):
        yield "s", (f"Earlier version {number}{_at(version.time, say)}:",)
        yield "q", (version.text or "(no text)",)
    for reaction in record.reactions:
        taken = ", taken back" if reaction.removed else ""
        yield "s", ("Reaction: ", reaction.text, f" by {who(reaction.actor)}{_at(reaction.time, say)}{taken}")


def who(party: Party | None) -> str:
    """A party for print: identifier and name."""
    if party is None or not (party.id or party.name):
        return "unknown"
    return f"{party.id} ({party.name})" if party.id and party.name else party.id or party.name


def read_by_machine(found: PhotoDetails) -> str:
    """What stands above words that a machine read in a picture."""
    sure = f", {found.confidence:.0f} % sure" if found.confidence is not None else ""
    by = f", by {found.engine}" if found.engine else ""
    return f"Text that a machine read in the picture{sure}{by}:"


def _at(time: Time, say: Say) -> str:
    return f", {say(time)}" if time != Time() else ""


def _people(label: str, parties: tuple[Party, ...]) -> Iterator[Line]:
    if parties:
        yield "s", (f"{label}: {', '.join(who(party) for party in parties)}",)


def _of_kind(record: Record, say: Say) -> Iterator[Line]:
    match record.details:
        case MessageDetails() as found:
            yield from _message(found, say)
        case MailDetails() as found:
            yield from _mail(found, say)
        case CallDetails() as found:
            yield _call(found, record.kind)
        case PhotoDetails() as found:
            yield from _photo(found)
        case ScreenDetails() as found:
            yield from _screen(found)
        case SystemDetails() as found:
            yield from _system(found)
        case AccountDetails() as found:
            names = ", ".join(found.names)
            yield from _named(
                {
                    "Event": found.event,
                    "Address": found.address,
                    "Device": found.device,
                    "Place": found.place,
                    "Names": names,
                }
            )
        case ContactDetails() as found:
            yield from _named(
                {"Event": found.event, "Numbers": ", ".join(found.numbers), "Addresses": ", ".join(found.addresses)}
            )


def _named(facts: dict[str, str]) -> Iterator[Line]:
    yield from (("s", (f"{label}: {said}",)) for label, said in facts.items() if said)


def _message(found: MessageDetails, say: Say) -> Iterator[Line]:
    if found.quote:
        yield "s", ("In answer to:",)
        yield "q", (found.quote,)
    clocks = {"sent": found.sent, "received": found.received, "delivered": found.delivered, "read": found.read, "edited": found.edited, "deleted": found.deleted}  # fmt: skip
    if said := [f"{name} {say(time)}" for name, time in clocks.items() if time]:
        yield "s", (f"Other clocks: {', '.join(said)}",)
    if found.unsent_length is not None:
        yield "s", (f"A text of {found.unsent_length:,} characters was taken back.",)
    if found.expires_s:
        yield "s", (f"Set to vanish after {found.expires_s:,} seconds.",)
    yield from _place(found.latitude, found.longitude)
    if found.link:
        yield "s", (f"Link: {found.link}",)


def _mail(found: MailDetails, say: Say) -> Iterator[Line]:
    yield from _people("Cc", found.cc)
    yield from _people("Bcc", found.bcc)
    yield from _people("Answers go to", found.reply_to)
    if found.message_id:
        yield "s", (f"Message-ID: {found.message_id}",)
    if found.arrived:
        yield "s", (f"Arrived at the provider: {say(found.arrived)}",)
    if found.remote_content:
        told = counted(len(found.remote_content), "address", "addresses")
        yield "s", (f"Opening this mail would have called {told} on the internet. Nothing was called.",)


def _call(found: CallDetails, kind: Kind) -> Line:
    long = f", {found.duration_s // 60} min {found.duration_s % 60:02d} s" if found.duration_s is not None else ""
    extra = f"{', video' if found.video else ''}{', number withheld' if found.withheld else ''}"
    became = outcome(found, kind)
    return "c", (f"{kind.capitalize()}{' ' if became else ''}", became, f"{long}{extra}")


def _diary(found: DiaryDetails, text: str, say: Say) -> Iterator[Line]:
    """What the entry says of itself. When it was written is a claim, and is printed as one."""
    by = f", by {found.author}" if found.author else ""
    written = f"Says it was written {say(found.written)}" if found.written else "Does not say when it was written"
    yield "s", (f"{written}{by}.",)
    if found.place and found.place not in text:
        yield "s", (f"Place: {found.place}",)
    if witnesses := ", ".join(name for name in found.witnesses if name not in text):
        yield "s", (f"Witnesses: {witnesses}",)


def _photo(found: PhotoDetails) -> Iterator[Line]:
    if device := " ".join(filter(None, (found.make, found.model))):
        yield "s", (f"Taken with: {device}",)
    yield from _place(found.latitude, found.longitude)


def _screen(found: ScreenDetails) -> Iterator[Line]:
    if found.quote:
        yield "s", (f"In answer to{f' {found.quote_sender}' if found.quote_sender else ''}".rstrip(": ") + ":",)
        yield "q", (found.quote,)
    read = [f"clock “{found.clock}”" if found.clock else "", f"line above it “{found.stamp}”" if found.stamp else ""]
    if said := ", ".join(filter(None, read)):
        yield "s", (f"In the picture: {said}",)
    if found.cut:
        yield "s", (f"The message goes on beyond the picture ({' and '.join(found.cut)}).",)
    if found.emoji:
        one = "About 1 emoji stands in it that was not read."
        yield "s", (one if found.emoji == 1 else f"About {found.emoji} emoji stand in it that were not read.",)


def _system(found: SystemDetails) -> Iterator[Line]:
    parts = [
        found.event,
        f"by {who(found.actor)}" if found.actor else "",
        f"about {who(found.target)}" if found.target else "",
        found.title,
    ]
    if said := ", ".join(filter(None, parts)):
        yield "s", (f"Event: {said}",)


def _place(latitude: float | None, longitude: float | None) -> Iterator[Line]:
    if latitude is not None and longitude is not None:
        yield "s", (f"Place: {latitude}, {longitude}",)
