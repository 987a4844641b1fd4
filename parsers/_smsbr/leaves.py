"""Text messages and calls: one element each, all in its attributes.

What the numbers mean: synctech.com.au, "Fields in XML backup files"; Android's Telephony.TextBasedSmsColumns and
CallLog.Calls.
"""

from typing import Literal

from archive.records import CallDetails, Direction, MessageDetails, Record
from parsers._smsbr.fields import name_of, place, present, rest, roles, subject_of, values_of
from parsers._smsbr.markup import Tag
from parsers._smsbr.time import moment, sent
from parsers._smsbr.units import Encoding

Outcome = Literal["answered", "missed", "rejected", "blocked", "voicemail", "elsewhere", "unknown"]

_OTHER_SIDE = {"address", "number", "contact_name"}
_SMS_HELD = frozenset(("address", "body", "date", "date_sent", "subject", "contact_name"))
_SMS_TYPES: dict[str, tuple[Direction, tuple[str, ...]]] = {
    "1": ("incoming", ("received",)),
    "2": ("outgoing", ("sent",)),
    "3": ("outgoing", ("draft",)),
    "4": ("outgoing", ("outbox",)),
    "5": ("outgoing", ("failed",)),
    "6": ("outgoing", ("queued",)),
}
_CALL_HELD = frozenset(("number", "date", "duration", "contact_name"))
_CALL_TYPES: dict[str, tuple[Direction, Outcome]] = {
    "1": ("incoming", "answered"),
    "2": ("outgoing", "answered"),
    "3": ("incoming", "missed"),
    "4": ("incoming", "voicemail"),
    "5": ("incoming", "rejected"),
    "6": ("incoming", "blocked"),
    "7": ("incoming", "elsewhere"),
}
_CALL_STATUS = {"missed": "missed", "rejected": "rejected", "blocked": "blocked", "elsewhere": "answered-elsewhere"}
_WITHHELD_NUMBERS = ("", "-1", "-2", "-3")  # unknown, private, pay phone: older Android


def sms(tag: Tag, end: int, encoding: Encoding) -> Record:
    """A text message. `end` is where its element ends, which for `<sms …></sms>` is behind its tag."""
    values = values_of(tag, encoding)
    given = values.given
    address = present(given.get("address"))
    direction, status = _SMS_TYPES.get(given.get("type", ""), ("unknown", ()))
    sender, recipients, thread = roles(direction, address, name_of(given.get("contact_name")))
    time, odd = moment(given.get("date", ""), given.get("readable_date", ""))
    arrived = sent(given.get("date_sent"))
    if arrived:
        odd = (*odd, *arrived[1])
    if direction == "unknown":
        odd = (*odd, "unknown-type")
    elif not address and status != ("draft",):
        odd = (*odd, "no-number")
    return Record(
        kind="message", service="sms", locator=place(tag.start, end), conversation=thread, sender=sender,
        recipients=recipients, direction=direction, time=time, text=given.get("body"),
        subject=subject_of(given.get("subject")), status=status,
        details=MessageDetails(sent=arrived[0]) if arrived else None,
        fields=rest(values, _SMS_HELD if direction != "unknown" else _SMS_HELD - _OTHER_SIDE),
        warnings=(*values.warnings, *odd),
    )  # fmt: skip


def call(tag: Tag, end: int, encoding: Encoding) -> Record:
    """A call, or a message left on the mailbox. Who called is left out where the number was withheld."""
    values = values_of(tag, encoding)
    given = values.given
    withheld = given.get("presentation") == "2" or given.get("number") in _WITHHELD_NUMBERS
    number = present(given.get("number"))
    number = "" if number in _WITHHELD_NUMBERS else number
    direction, outcome = _CALL_TYPES.get(given.get("type", ""), ("unknown", "unknown"))
    sender, recipients, thread = roles(direction, number, name_of(given.get("contact_name")))
    time, odd = moment(given.get("date", ""), given.get("readable_date", ""))
    duration = _whole(given.get("duration", ""))
    if direction == "unknown":
        odd = (*odd, "unknown-type")
    if not number and not withheld:
        odd = (*odd, "no-number")
    held = _CALL_HELD - (_OTHER_SIDE if direction == "unknown" else {"number"} if not number else set())
    return Record(
        kind="voicemail" if outcome == "voicemail" else "call", service="call", locator=place(tag.start, end),
        conversation=thread, sender=sender, recipients=recipients, direction=direction, time=time,
        status=(_CALL_STATUS[outcome],) if outcome in _CALL_STATUS else (),
        details=CallDetails(outcome=_happened(outcome, duration), duration_s=duration, withheld=withheld),
        fields=rest(values, held - {"duration"} if duration is None else held),
        warnings=(*values.warnings, *odd),
    )  # fmt: skip


def _happened(outcome: Outcome, duration: int | None) -> Outcome:
    """The types "incoming" and "outgoing" do not say whether anybody answered; a call with a length was answered."""
    return "unknown" if outcome == "answered" and not duration else outcome


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
