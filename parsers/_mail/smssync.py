"""Text messages, picture messages and calls that the Android app SMS Backup+ stored as mails.

Facts from jberkel/sms-backup-plus (HeaderGenerator.java, MessageGenerator.java): X-smssync-datatype is SMS, MMS,
CALLLOG (WHATSAPP in versions of 2013 to 2019); X-smssync-address is the other side; X-smssync-date is milliseconds
since 1970 UTC, for MMS seconds; X-smssync-type is Android's own number for the direction.
"""

from typing import Literal

from archive.records import CallDetails, Direction, Kind, Party, Record, Time
from parsers._clock import from_epoch_ms, from_epoch_s
from parsers._mail.addresses import addresses
from parsers._mail.headers import Headers
from parsers._mail.open import Opened
from parsers._mail.words import words

Outcome = Literal["answered", "missed", "rejected", "blocked", "voicemail", "elsewhere", "unknown"]

_SMS: dict[str, tuple[Direction, str]] = {
    "1": ("incoming", "received"),
    "2": ("outgoing", "sent"),
    "3": ("outgoing", "draft"),
    "4": ("outgoing", "outbox"),
    "5": ("outgoing", "failed"),
    "6": ("outgoing", "queued"),
}
_MMS: dict[str, tuple[Direction, str]] = {  # message types of the MMS standard (OMA-TS-MMS_ENC, 7.3.30)
    "128": ("outgoing", "sent"),
    "130": ("incoming", "not-downloaded"),
    "132": ("incoming", "received"),
}
_CALLS: dict[str, tuple[Direction, Outcome]] = {
    "1": ("incoming", "answered"),
    "2": ("outgoing", "answered"),
    "3": ("incoming", "missed"),
    "4": ("incoming", "voicemail"),
    "5": ("incoming", "rejected"),
    "6": ("incoming", "blocked"),
    "7": ("incoming", "elsewhere"),
}
_CALL_STATUS = {"missed": "missed", "rejected": "rejected", "blocked": "blocked", "elsewhere": "answered-elsewhere"}
_SERVICES = {"sms": "sms", "mms": "mms", "calllog": "call", "whatsapp": "whatsapp"}
_PREFIX = "x-smssync-"
_FROM_MS = 10**11  # 1973 in milliseconds; as seconds, the year 5138


def is_from_phone(headers: Headers) -> bool:
    return headers.has("x-smssync-datatype")


def phone_record(opened: Opened) -> Record | None:
    """The message or call that the mail holds, or None where its fields do not say enough: then it is a mail."""
    headers = opened.headers
    service = _SERVICES.get(headers.get(_PREFIX + "datatype").lower(), "")
    number, time = headers.get(_PREFIX + "address"), _time(headers.get(_PREFIX + "date"))
    if not service or not number or time is None:
        opened.odd["text-message-unclear"] = None
        return None
    return _call(opened, number, time) if service == "call" else _message(opened, service, number, time)


def _message(opened: Opened, service: str, number: str, time: Time) -> Record:
    headers = opened.headers
    types = _SMS if service == "sms" else _MMS if service == "mms" else {}
    direction, status = types.get(headers.get(_PREFIX + "type"), ("unknown", ""))
    sender, recipients = _sides(headers, direction, number)
    odd = dict(opened.odd)
    if direction == "unknown":
        odd["unknown-type"] = None
    if service == "mms":
        odd["parties-may-be-swapped"] = None
    return Record(
        kind="message", service=service, locator=opened.mail.locator, sender=sender, recipients=recipients,
        direction=direction, time=time, text=opened.body.text, status=(status,) if status else (),
        attachments=tuple(opened.enclosed.attachments), fields=_fields(opened), warnings=tuple(odd),
    )  # fmt: skip


def _call(opened: Opened, number: str, time: Time) -> Record:
    headers = opened.headers
    direction, outcome = _CALLS.get(headers.get(_PREFIX + "type"), ("unknown", "unknown"))
    sender, recipients = _sides(headers, direction, number)
    duration = _whole(headers.get(_PREFIX + "duration"))
    if outcome == "answered" and not duration:  # the types "incoming" and "outgoing" do not say that anybody answered
        outcome = "unknown"
    odd = opened.odd if direction != "unknown" else {**opened.odd, "unknown-type": None}
    kind: Kind = "voicemail" if outcome == "voicemail" else "call"
    return Record(
        kind=kind, service="call", locator=opened.mail.locator, sender=sender, recipients=recipients,
        direction=direction, time=time, status=(_CALL_STATUS[outcome],) if outcome in _CALL_STATUS else (),
        attachments=tuple(opened.enclosed.attachments), details=CallDetails(outcome=outcome, duration_s=duration),
        fields=_fields(opened) | ({"text": opened.body.text} if opened.body.text else {}), warnings=tuple(odd),
    )  # fmt: skip


def _sides(headers: Headers, direction: Direction, number: str) -> tuple[Party | None, tuple[Party, ...]]:
    """The other side, by its number, with the name that the mail gives it. The owner stands in no field for sure."""
    shown = addresses(headers.get("to" if direction == "outgoing" else "from"))
    name = shown[0].name if shown else ""
    other = Party(number, "" if name == number else name)
    if direction == "outgoing":
        return None, (other,)
    return (other, ()) if direction == "incoming" else (None, (Party(number),))


def _time(raw: str) -> Time | None:
    number = _whole(raw)
    if not number:
        return None
    return from_epoch_ms(raw, number) if number >= _FROM_MS else from_epoch_s(raw, number)


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _fields(opened: Opened) -> dict[str, str]:
    """What the app says in fields of its own, and those of the mail around the message, as written."""
    kept = {name: words(value)[0] for name, value in opened.headers.pairs[:200] if _is_kept(name.lower())}
    return {**opened.fields, **kept}


def _is_kept(name: str) -> bool:
    return name.startswith(_PREFIX) or name in ("message-id", "subject", "from", "to", "date")
