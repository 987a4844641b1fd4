"""When two records are the same happening: the key, the id made of it, and what of a record the catalogue indexes.

Identity = (key, k): the key says what happened, k counts repeats inside one content. So the order of import does not
matter, importing again adds nothing, and three identical texts in one minute stay three.
"""

import hashlib
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

from archive.records import Attachment, CallDetails, MailDetails, Party, PhotoDetails, Record, ScreenDetails, Time

_UNIT, _LIST = "\x1f", "\x1e"
_BY_CONTENT = ("photo", "video", "audio", "document")
_TELEPHONE = {"sms", "mms", "rcs", "imessage", "call", "phone", "voicemail", "facetime"}
_FAMILY = {"facebook": "meta", "instagram": "meta", "messenger": "meta"}  # a lone file cannot always tell which


class Indexed(NamedTuple):
    """A record ready for the archive: its key, its JSON, and what the catalogue looks it up by."""

    key: bytes
    json: bytes
    locator: str
    kind: str
    service: str
    direction: str
    sort: int | None  # milliseconds since 1970 on the best clock there is; for order and ranges only
    thread: tuple[str, str]  # key, title
    text: str
    people: str
    files: str
    parties: tuple[tuple[str, str, str, str], ...]  # role, normal, id, name
    attachments: tuple[tuple[str, str], ...]  # sha256 or "", name


def key_of(record: Record) -> bytes:
    """20 bytes: the minute it happened (so that neighbours in time are neighbours on disk), then 16 of SHA-256.

    Counted in: service, thread, who to whom, the time at the source's own precision, exact text and subject,
    attachment hashes; for mail also Message-ID and body hash (either alone may be re-used); for calls outcome and
    length. Pictures and documents are what their bytes are; what a machine read in a picture is where it stands in those
    bytes, since two pictures may show one message or two alike: that is for links to say.
    """
    minute = max(0, (sort_ms(record.time) or 0) // 60_000)
    shown = record.kind in _BY_CONTENT or isinstance(record.details, ScreenDetails)
    parts = _by_content(record) if shown else _by_words(record)
    digest = hashlib.sha256(_UNIT.join(parts).encode("utf-8", "surrogatepass")).digest()
    return min(minute, 0xFFFFFFFF).to_bytes(4, "big") + digest[:16]


def id_of(key: bytes, k: int) -> str:
    """The name of a record: 40 hex digits, and `.k` for the second and later repeats."""
    return key.hex() if k == 1 else f"{key.hex()}.{k}"


def parse_id(text: str) -> tuple[bytes, int]:
    """The key and k that a whole record id names. Raises ValueError when it is none."""
    key, _, k = text.partition(".")
    raw = bytes.fromhex(key)
    if len(raw) != 20:
        raise ValueError("a record id has 40 hex digits")
    return raw, int(k or 1)


def _by_content(record: Record) -> list[str]:
    return [record.kind, record.content, record.locator]


def _by_words(record: Record) -> list[str]:
    return [
        record.kind, _FAMILY.get(record.service, record.service), record.conversation.key, _who(record),
        _moment(record.time), "" if record.text is None else f"t{record.text}", record.subject or "",
        _LIST.join(sorted(_file(attachment) for attachment in record.attachments)),
        *_more(record),
    ]  # fmt: skip


def _who(record: Record) -> str:
    """Who to whom, told alike whether or not a profile or a person has said which of the names is the owner's.

    On telephone services the owner's own number may be stated in one export and absent in the next: there it is "me".
    """
    sender = record.sender or Party()
    if record.direction == "outgoing" and (record.service in _TELEPHONE or not _name(sender)):
        who = "me"
    else:
        who = _name(sender) if record.sender else record.direction
    if record.conversation.key:  # the thread says to whom
        return who
    return _LIST.join([who, *sorted(_name(party) for party in record.recipients if not party.owner)])


def _more(record: Record) -> list[str]:
    match record.details:
        case MailDetails(message_id=name, body_sha256=body):
            return [name, body]
        case CallDetails(outcome=outcome, duration_s=seconds):
            return [outcome, str(seconds)]
    return []


def _name(party: Party) -> str:
    return party.normal or party.id or party.name


def _file(attachment: Attachment) -> str:
    return attachment.sha256 or f"missing:{attachment.name}"


def _moment(time: Time) -> str:
    """The time as the source itself has it: a zone that a person declares later must not make another record of it."""
    if time.utc and time.basis == "stated":
        return f"{time.utc}/{time.precision}"
    return f"{time.local or time.raw}/{time.precision}"


def sort_ms(time: Time) -> int | None:
    """Where a time stands in the order of all: UTC if known, else the wall clock as if it were UTC."""
    text = time.utc or time.local
    return None if text is None else _milliseconds(text)


@lru_cache(64)  # asked twice of every record
def _milliseconds(text: str) -> int | None:
    try:
        moment = datetime.fromisoformat(text.removesuffix("Z")).replace(tzinfo=UTC)
    except ValueError:
        return None
    return int(moment.timestamp() * 1000)


def indexed(key: bytes, json: bytes, record: Record) -> Indexed:
    """Everything the archive needs to take a record in. Pure: workers do this, and so does a rebuild."""
    parties = tuple(dict.fromkeys(_parties(record)))
    return Indexed(
        key, json, record.locator, record.kind, record.service, record.direction, sort_ms(record.time),
        (record.conversation.key, record.conversation.title),
        _words(record), _people(record, parties), " ".join(part.name for part in record.attachments),
        parties, tuple((part.sha256 or "", part.name) for part in record.attachments),
    )  # fmt: skip


def _parties(record: Record) -> list[tuple[str, str, str, str]]:
    found = [("sender", record.sender)] if record.sender else []
    found += [("recipient", party) for party in record.recipients]
    if isinstance(record.details, MailDetails):
        found += [("cc", party) for party in (*record.details.cc, *record.details.bcc)]
        found += [("reply-to", party) for party in record.details.reply_to]
    return [(role, party.normal, party.id, party.name) for role, party in found]


def _words(record: Record) -> str:
    """What a search looks through: the text, its earlier versions, the subject, and what was read in a picture."""
    if not record.versions and record.subject is None and record.details is None:
        return record.text or ""
    parts = [record.subject, record.text, *(version.text for version in record.versions)]
    if isinstance(record.details, PhotoDetails):
        parts += record.details.read
    return "\n".join(part for part in parts if part)


def _people(record: Record, parties: tuple[tuple[str, str, str, str], ...]) -> str:
    words = [word for _, normal, name, shown in parties for word in (name, normal if normal != name else "", shown)]
    return " ".join(word for word in (*words, record.conversation.title) if word)
