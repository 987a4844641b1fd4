"""Picture, group and RCS messages: an element with parts (what was said and shown) and addresses (by whom, to whom).

Who sent it stands in the address of type 137, never in the attribute `address`, which lists everybody of the thread
but the owner. Numbers of Android's Telephony.Mms and PduHeaders: 137 from, 151 to, 130 copy, 129 blind copy.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from archive.records import Attachment, Conversation, Direction, MessageDetails, Party, Record
from parsers._smsbr.fields import line_of, name_of, place, prefixed, present, rest, subject_of
from parsers._smsbr.payload import Payload, Payloads
from parsers._smsbr.time import moment, sent
from parsers._smsbr.value import Values

OWN_NUMBER = "insert-address-token"
"""What Android writes in place of the sender's number where the sender is the phone itself."""

_FROM, _TO = "137", ("151", "130", "129")
_BOXES: dict[str, tuple[Direction, str]] = {
    "1": ("incoming", "received"),
    "2": ("outgoing", "sent"),
    "3": ("outgoing", "draft"),
    "4": ("outgoing", "outbox"),
    "5": ("outgoing", "failed"),
}
_TYPES: dict[str, tuple[Direction, str]] = {
    "128": ("outgoing", "sent"),
    "130": ("incoming", "received"),
    "132": ("incoming", "received"),
}
_ANNOUNCED = "130"  # the phone was told of the message and never fetched it
_RCS_DOMAINS = ("@rbm.goog", "@rcs.google.com")
_STAND_INS = ("google@rbm.goog",)  # Google's own service in place of the person who wrote
_HELD = frozenset(("date", "date_sent", "m_id", "sub", "contact_name"))
_LAYOUT = "application/smil"


class Part(NamedTuple):
    """A part of an MMS as read: its attributes, and what its `data` holds."""

    values: Values
    payload: Payload | None


@dataclass
class Mms:
    """An MMS as it is put together while its elements go by."""

    values: Values
    start: int
    raw: str  # its opening tag as it stands in the file
    parts: list[Part] = field(default_factory=list)
    addrs: list[Values] = field(default_factory=list)
    others: list[tuple[str, Values]] = field(default_factory=list)  # elements that we do not know, by name
    warnings: list[str] = field(default_factory=list)
    held: int = 0  # bytes of payloads in memory


@dataclass
class _Envelope:
    """Who sent a message to whom, as far as the source says."""

    service: str = "mms"
    direction: Direction = "unknown"
    status: tuple[str, ...] = ()
    sender: Party | None = None
    recipients: list[Party] = field(default_factory=list)
    title: str = ""
    named: bool = False  # the contact's name went to a party
    warnings: list[str] = field(default_factory=list)


class _Content(NamedTuple):
    """What a message says and shows."""

    texts: list[str]
    attachments: list[Attachment]
    fields: dict[str, str]
    warnings: list[str]


def mms(found: Mms, end: int, payloads: Payloads) -> Record:
    """The record of a whole MMS."""
    given = found.values.given
    time, odd = moment(given.get("date", ""), given.get("readable_date", ""))
    arrived = sent(given.get("date_sent"))
    envelope = _envelope(found)
    content = _content(found.parts, payloads)
    unused = not envelope.named and name_of(given.get("contact_name"))
    fields = rest(found.values, _HELD - {"contact_name"} if unused else _HELD)
    used = {party.id for party in _everyone(envelope)}
    for index, addr in enumerate(found.addrs):
        fields |= prefixed(f"addr[{index}].", rest(addr, ("address",) if addr.given.get("address") in used else ()))
    for index, (name, values) in enumerate(found.others):
        fields |= prefixed(f"{name}[{index}].", rest(values, ()))
    warnings = [
        *found.values.warnings, *odd, *(arrived[1] if arrived else ()), *envelope.warnings, *found.warnings,
        *(code for values in found.addrs for code in values.warnings), *content.warnings,
    ]  # fmt: skip
    message_id = present(given.get("m_id"))
    return Record(
        kind="message", service=envelope.service, locator=place(found.start, end),
        conversation=Conversation(title=envelope.title), sender=envelope.sender,
        recipients=tuple(envelope.recipients), direction=envelope.direction, time=time,
        text="\n".join(content.texts) if content.texts else None, subject=subject_of(given.get("sub")),
        status=envelope.status, attachments=tuple(content.attachments),
        details=MessageDetails(id=message_id, sent=arrived[0] if arrived else None) if message_id or arrived else None,
        fields=fields | content.fields, warnings=tuple(dict.fromkeys(warnings)),
    )  # fmt: skip


def _envelope(found: Mms) -> _Envelope:
    given = found.values.given
    thread = [number for number in present(given.get("address")).split("~") if number]
    made = _Envelope()
    _direct(made, given)
    _address(made, found.addrs, thread)
    if present(given.get("tr_id")).startswith("proto:") or any(
        address.endswith(_RCS_DOMAINS) for address in (*thread, *(party.id for party in _everyone(made)))
    ):
        made.service = "rcs"
    if made.sender and made.sender.id in _STAND_INS:
        made.warnings.append("rcs-stand-in-address")
    _own(made, thread)
    _name(made, thread, name_of(given.get("contact_name")))
    return made


def _direct(made: _Envelope, given: dict[str, str]) -> None:
    """Direction and status: by the box it lies in; where there is none, by the type of the message."""
    box, kind = _BOXES.get(given.get("msg_box", "")), _TYPES.get(given.get("m_type", ""))
    if chosen := box or kind:
        made.direction, word = chosen
        made.status = (word, "not-downloaded") if given.get("m_type") == _ANNOUNCED else (word,)
    if box and kind and box[0] != kind[0]:
        made.warnings.append("direction-disagrees")


def _address(made: _Envelope, addrs: list[Values], thread: list[str]) -> None:
    """Sender and recipients as the addresses state them; without addresses, as far as the thread leaves no doubt."""
    stated = [(addr.given.get("type"), present(addr.given.get("address"))) for addr in addrs]
    senders = [address for kind, address in stated if kind == _FROM and address]
    made.recipients = [Party(address) for kind, address in stated if kind in _TO and address]
    if OWN_NUMBER in senders and made.direction == "unknown":
        made.direction = "outgoing"
    if made.direction == "unknown":
        made.warnings.append("unknown-type")
    if senders and senders[0] != OWN_NUMBER:
        made.sender = Party(senders[0])
    elif made.direction == "outgoing":
        made.sender = Party(owner=True) if senders else None
    elif made.direction == "incoming" and len(thread) == 1:
        made.sender = Party(thread[0])
    elif made.direction == "incoming":
        made.warnings.append("sender-not-stated")
    if len(senders) > 1:
        made.warnings.append("several-senders")
    if made.direction == "outgoing" and not made.recipients:
        made.recipients = [Party(number) for number in thread]


def _own(made: _Envelope, thread: list[str]) -> None:
    """Mark the owner: the one party whom the list of the others leaves out, while it holds all the rest."""
    listed = {line_of(number) for number in thread}
    outside = [party for party in _everyone(made) if party.id and line_of(party.id) not in listed]
    if len(outside) != 1 or not thread:
        return
    (own,) = outside
    if made.direction == "outgoing" and own is made.sender:
        made.sender = Party(own.id, owner=True)
    elif made.direction == "incoming" and own is not made.sender:
        made.recipients = [Party(own.id, owner=True) if party is own else party for party in made.recipients]


def _name(made: _Envelope, thread: list[str], name: str) -> None:
    """Give the contact's name to the other side. In a group it names all of them, and becomes the title."""
    if len(thread) == 1 and name:
        if made.sender and line_of(made.sender.id) == line_of(thread[0]):
            made.sender, made.named = Party(made.sender.id, name), True
        elif [line_of(party.id) for party in made.recipients] == [line_of(thread[0])]:
            made.recipients, made.named = [Party(made.recipients[0].id, name)], True
    nobody = not _everyone(made)
    if not made.named:
        made.title = name or ("~".join(thread) if nobody else "")


def _everyone(made: _Envelope) -> list[Party]:
    return [*([made.sender] if made.sender else []), *made.recipients]


def _content(parts: list[Part], payloads: Payloads) -> _Content:
    """Texts in order, and attachments: all parts that are neither text nor layout."""
    content = _Content([], [], {}, [])
    many = sum(_text(part) is not None for part in parts) > 1
    for index, part in enumerate(parts):
        given, held = part.values.given, {"data"}
        content.warnings.extend(part.values.warnings)
        text = _text(part)
        if text is not None:
            content.texts.append(text)
            held |= set() if many else {"text"}
        if part.payload or (text is None and _kind(part) not in (_LAYOUT, "text/plain", "")):
            name = next((key for key in ("name", "fn", "cl") if present(given.get(key))), "")
            content.attachments.append(_attachment(part, given.get(name, ""), payloads))
            held |= {"ct", name}
        if part.payload and not part.payload.base64.valid:
            content.warnings.append("bad-base64")
        content.fields.update(prefixed(f"part[{index}].", rest(part.values, held)))
    return content


def _attachment(part: Part, name: str, payloads: Payloads) -> Attachment:
    declared = present(part.values.given.get("ct"))
    if part.payload:
        return payloads.attachment(part.payload, name, declared)
    return Attachment(name, declared, missing=True, note="The backup names it and does not hold it.")


def _text(part: Part) -> str | None:
    """The text of a part, or None. In a text part the word "null" may be what somebody wrote."""
    text = part.values.given.get("text")
    if text is None or _kind(part) == _LAYOUT:
        return None
    if text == "null":
        return text if _kind(part) == "text/plain" and part.payload is None else None
    return None if part.payload and not text else text


def _kind(part: Part) -> str:
    """The media type of a part without its parameters."""
    return present(part.values.given.get("ct")).partition(";")[0].strip().lower()
