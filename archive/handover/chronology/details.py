"""The words on what only some kinds of records have: calls, mails, diary entries, places, earlier versions, reactions."""

from collections.abc import Iterator

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


def details(record: Record) -> Iterator[Line]:
    """The lines on a record below its text."""
    yield from _of_kind(record)
    for number, version in enumerate(record.versions, 1):
        yield "s", (f"Earlier version {number}{_at(version.time)}:",)
        yield "q", (version.text or "(no text)",)
    for reaction in record.reactions:
        taken = ", taken back" if reaction.removed else ""
        yield "s", ("Reaction: ", reaction.text, f" by {who(reaction.actor)}{_at(reaction.time)}{taken}")


def who(party: Party | None) -> str:
    """A party for print: identifier and name."""
    if party is None or not (party.id or party.name):
        return "unknown"
    return f"{party.id} ({party.name})" if party.id and party.name else party.id or party.name


def moment(time: Time) -> str:
    """A second clock of a record, as it is known: wall clock and offset, else UTC, else as written."""
    if time.local:
        said = time.local[: {"day": 10, "min": 16}.get(time.precision, 19)].replace("T", " ")
        return f"{said} {_offset(time.offset)}".strip()
    return f"{time.utc[:19].replace('T', ' ')} UTC" if time.utc else time.raw or "at an unknown time"


def _offset(minutes: int | None) -> str:
    if minutes is None:
        return ""
    return f"UTC{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def _at(time: Time) -> str:
    return f", {moment(time)}" if time != Time() else ""


def _people(label: str, parties: tuple[Party, ...]) -> Iterator[Line]:
    if parties:
        yield "s", (f"{label}: {', '.join(who(party) for party in parties)}",)


def _of_kind(record: Record) -> Iterator[Line]:
    match record.details:
        case MessageDetails() as found:
            yield from _message(found)
        case MailDetails() as found:
            yield from _mail(found)
        case CallDetails() as found:
            yield _call(found, record.kind)
        case DiaryDetails() as found:
            yield from _diary(found)
        case PhotoDetails() as found:
            yield from _photo(found, record.text)
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


def _message(found: MessageDetails) -> Iterator[Line]:
    if found.quote:
        yield "s", ("In answer to:",)
        yield "q", (found.quote,)
    clocks = {"sent": found.sent, "received": found.received, "delivered": found.delivered, "read": found.read, "edited": found.edited, "deleted": found.deleted}  # fmt: skip
    if said := [f"{name} {moment(time)}" for name, time in clocks.items() if time]:
        yield "s", (f"Other clocks: {', '.join(said)}",)
    if found.unsent_length is not None:
        yield "s", (f"A text of {found.unsent_length:,} characters was taken back.",)
    if found.expires_s:
        yield "s", (f"Set to vanish after {found.expires_s:,} seconds.",)
    yield from _place(found.latitude, found.longitude)
    if found.link:
        yield "s", (f"Link: {found.link}",)


def _mail(found: MailDetails) -> Iterator[Line]:
    yield from _people("Cc", found.cc)
    yield from _people("Bcc", found.bcc)
    yield from _people("Answers go to", found.reply_to)
    if found.message_id:
        yield "s", (f"Message-ID: {found.message_id}",)
    if found.arrived:
        yield "s", (f"Arrived at the provider: {moment(found.arrived)}",)
    if found.remote_content:
        yield (
            "s",
            (
                f"Opening this mail would have told {len(found.remote_content)} addresses on the internet; they were not called.",
            ),
        )


def _call(found: CallDetails, kind: Kind) -> Line:
    long = f", {found.duration_s // 60} min {found.duration_s % 60:02d} s" if found.duration_s is not None else ""
    extra = f"{', video' if found.video else ''}{', number withheld' if found.withheld else ''}"
    label = "Voicemail" if kind == "voicemail" else "Call"
    return "c", (f"{label} ", found.outcome if found.outcome != "unknown" else "with unknown outcome", f"{long}{extra}")


def _diary(found: DiaryDetails) -> Iterator[Line]:
    parts = (
        f"Written down {moment(found.written)}" if found.written else "When it was written down is not known",
        f"by {found.author}" if found.author else "",
    )
    yield "s", (" ".join(filter(None, parts)),)
    if found.place:
        yield "s", (f"Place: {found.place}",)
    if found.witnesses:
        yield "s", (f"Witnesses: {', '.join(found.witnesses)}",)


def _photo(found: PhotoDetails, shown: str | None) -> Iterator[Line]:
    if device := " ".join(filter(None, (found.make, found.model))):
        yield "s", (f"Taken with: {device}",)
    yield from _place(found.latitude, found.longitude)
    for page, text in enumerate(found.read, 1):
        if text and text != shown:
            sure = f", {found.confidence:.0f} % sure" if found.confidence is not None else ""
            yield (
                "s",
                (f"Text that a machine read in the picture{f', page {page}' if len(found.read) > 1 else ''}{sure}:",),
            )
            yield "q", (text,)


def _screen(found: ScreenDetails) -> Iterator[Line]:
    if found.quote:
        yield "s", (f"In answer to{f' {found.quote_sender}' if found.quote_sender else ''}:",)
        yield "q", (found.quote,)
    read = [f"clock “{found.clock}”" if found.clock else "", f"line above it “{found.stamp}”" if found.stamp else ""]
    if said := ", ".join(filter(None, read)):
        yield "s", (f"In the picture: {said}",)
    if found.cut:
        yield "s", (f"The message goes on beyond the picture ({' and '.join(found.cut)}).",)
    if found.emoji:
        yield "s", (f"About {found.emoji} emoji stand in it that were not read.",)


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
