"""Words that the PDF, the page and the tables share, so that one thing has one name in all of them; and what the totals count."""

from collections import Counter
from datetime import datetime, timedelta

import msgspec

from archive.counting import counted
from archive.handover.entry import Entry, Person, Summary, When
from archive.records import CallDetails, MailDetails, PhotoDetails, Record, Time

DIRECTIONS = {"incoming": "received", "outgoing": "sent", "unknown": "direction not known"}
OWNER = "owner of the phone or account"
LINKS = {  # what exports say about a message in a screenshot
    "corroborated": "An export has the same message",
    "only-in-screenshot": "Seen in the screenshot only",
    "contradicted": "An export has other words at this place",
    "unsure": "Compared with an export, without a clear result",
}
_NOT_SENT = {"failed": "sending failed", "queued": "not sent (waiting)", "outbox": "not sent (waiting)"}
_SERVICES = {
    "sms": "SMS", "mms": "MMS", "rcs": "RCS", "imessage": "iMessage", "whatsapp": "WhatsApp", "facebook": "Facebook",
    "instagram": "Instagram", "image": "photo", "pdf": "PDF", "unknown-chat": "app not known", "unknown": "service not known",
    "telegram": "Telegram", "signal": "Signal", "messenger": "Messenger", "viber": "Viber", "snapchat": "Snapchat", "discord": "Discord",
    "slack": "Slack", "teams": "Teams", "linkedin": "LinkedIn", "wechat": "WeChat", "kakaotalk": "KakaoTalk", "line": "LINE", "tiktok": "TikTok",
}  # fmt: skip
_KINDS_ALONE = ("", "call", "diary", "email", "image")  # services that say no more than the kind does
_OUTCOMES = {
    "unknown": "with unknown outcome", "voicemail": "that went to voicemail", "elsewhere": "answered on another device",
}  # fmt: skip
_LETTERS = {"day": 10, "min": 16, "ms": 23}  # of an ISO moment, by how exact it is


def way(record: Record) -> str:
    """Which way it went: "received", "sent" or "direction not known"; or why none of these can be said as a fact."""
    if "draft" in record.status:
        return "not sent (draft)"
    unsent = [words for status, words in _NOT_SENT.items() if status in record.status]
    if unsent and record.direction != "incoming":
        return unsent[0]
    if isinstance(record.details, MailDetails) and record.details.nested_in:
        return "enclosed in another mail"
    return DIRECTIONS[record.direction]


def is_unsent(words: str) -> bool:
    """Whether these words of `way` say that it was never sent."""
    return words == "not sent (draft)" or words in _NOT_SENT.values()


def service(name: str) -> str:
    """A service for people."""
    return _SERVICES.get(name, name)


def happening(record: Record) -> str:
    """Service and kind: "WhatsApp message", "photo", "message in a chat (app not known)"."""
    name = service(record.service)
    if record.service == "unknown-chat":
        return f"{record.kind} in a chat ({name})"
    if record.service == "unknown":
        return f"{record.kind} ({name})"
    return record.kind if record.service in (*_KINDS_ALONE, record.kind) else f"{name} {record.kind}"


def outcome(details: CallDetails, kind: str) -> str:
    """What became of a call; "" where its kind says that."""
    return "" if details.outcome == kind else _OUTCOMES.get(details.outcome, details.outcome)


def read_in_picture(record: Record) -> bool:
    """Whether the text of a photo is what a machine read in it."""
    return isinstance(record.details, PhotoDetails) and bool(record.text)


def clock(when: When, time: Time) -> str:
    """The clock that is shown, to the thousandth of a second where the record has that."""
    parts = (when.utc or when.local).rstrip("Z").partition(".")
    return f"{when.clock}.{parts[2]}" if time.precision == "ms" and len(when.clock) == 8 and parts[2] else when.clock


def moment(time: Time, beside: When) -> str:
    """A further clock of a record: on the same wall as the time `beside` it, else with its own zone, or that nobody states one."""
    letters = _LETTERS.get(time.precision, 19)
    if time.precision == "day" and time.local:
        return time.local[:10]
    if time.utc:
        zone, shift = (beside.zone, beside.offset) if beside.utc and beside.offset is not None else ("UTC", 0)
        return f"{_shifted(time.utc.rstrip('Z'), shift)[:letters]} {zone}"
    if time.local:
        return f"{time.local[:letters].replace('T', ' ')} (zone unknown)"
    return time.raw or "at an unknown time"


def _shifted(utc: str, minutes: int) -> str:
    there = datetime.fromisoformat(utc) + timedelta(minutes=minutes)
    return there.isoformat(" ", "milliseconds")


def _with_services(person: Person) -> Person:
    return msgspec.structs.replace(person, services=tuple(dict.fromkeys(map(service, person.services))))


class Counted:
    """Counts, while entries come, what totals must say: which way they went as `way` says it, and which were read in screenshots."""

    def __init__(self) -> None:
        self._ways: Counter[str] = Counter()
        self._read = self._exported = 0

    def add(self, entry: Entry) -> None:
        self._ways[way(entry.shown)] += 1
        if entry.screen:
            self._read += 1
            self._exported += entry.screen.link == "corroborated"

    def told(self, summary: Summary) -> Summary:
        """The summary with its directions and services in words, also those of people."""
        services: Counter[str] = Counter()
        for name, count in summary.tally.services.items():
            services[service(name)] += count
        tally = msgspec.structs.replace(
            summary.tally, services=dict(services), directions=dict(self._ways.most_common())
        )
        people = tuple(_with_services(person) for person in summary.people)
        return msgspec.structs.replace(summary, tally=tally, people=people)

    @property
    def sentence(self) -> str:
        """What to know beside totals; "" where nothing was read in a screenshot."""
        if not self._read:
            return ""
        read = counted(
            self._read, "entry that a machine read in a screenshot is", "entries that a machine read in screenshots are"
        )
        both = f"An export has {self._exported:,} of them too: these messages are counted more than once."
        return f"{read} counted as well. {both if self._exported else 'No export was found to have them too.'}"
