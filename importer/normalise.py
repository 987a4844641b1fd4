"""Adds to records what they can be matched and sorted by: zones that a person declared, numbers in E.164, directions.

It adds and never replaces: the raw value stays beside every interpretation. Pure functions, run in the workers.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import msgspec
import phonenumbers
from msgspec import Struct

from archive.identity import Indexed, id_of, indexed, key_of
from archive.records import Conversation, MailDetails, Party, Record, Time
from parsers._text import scrub

_DOUBTFUL = "owner-name-shared"  # somebody else in the thread goes by the owner's name: a name proves nothing there
_BY_NUMBER = {"sms", "mms", "rcs", "call", "phone", "voicemail", "facetime"}


class Declared(Struct, frozen=True):
    """What a person says about a drop: its time zone, the country of its numbers, and which names are their own."""

    zone: str = ""
    region: str = "GB"
    me: tuple[str, ...] = ()


class Origin(Struct, frozen=True):
    """Where a record came from: the hash of the bytes that were parsed, and by which parser and version."""

    content: str
    parser: str
    version: int


_encode = msgspec.json.Encoder().encode
_replace = msgspec.structs.replace


def normalise(record: Record, declared: Declared, origin: Origin) -> Indexed:
    """Complete a parser's record and make it ready for the archive.

    The identity is computed before a declared zone or a `--me` can touch the record, so that declaring more about
    the same evidence later does not make new records of it.
    """
    try:
        return _normalised(record, declared, origin)
    except UnicodeEncodeError:  # half characters, which no file can hold; parsers replace them, this is their belt
        clean = msgspec.convert(_scrubbed(msgspec.to_builtins(record)), Record)
        return _normalised(_replace(clean, warnings=(*clean.warnings, "half-character")), declared, origin)


def _normalised(record: Record, declared: Declared, origin: Origin) -> Indexed:
    record = _with_parties(record, declared.region, origin)
    key = key_of(record)
    said = _direction(record, _mine(declared.me, declared.region))
    record = _replace(record, id=id_of(key, 1), time=_in_zone(record.time, declared.zone), **said)
    if _is_ambiguous(record.time):
        record = _replace(record, warnings=(*record.warnings, "clock-went-back"))
    return indexed(key, _encode(record), record)


def _scrubbed(value: object) -> object:
    if isinstance(value, str):
        return scrub(value)[0]
    if isinstance(value, list | tuple):
        return [_scrubbed(item) for item in value]
    if isinstance(value, Mapping):
        return {_scrubbed(name): _scrubbed(item) for name, item in value.items()}
    return value


def _with_parties(record: Record, region: str, origin: Origin) -> Record:
    sender = _matched(record.sender, region) if record.sender else None
    recipients = tuple(_matched(party, region) for party in record.recipients)
    thread = record.conversation
    if not thread.key and record.service in _BY_NUMBER:
        thread = _thread(thread.title, sender, recipients)
    details = record.details
    if isinstance(details, MailDetails) and (details.cc or details.bcc or details.reply_to):
        groups = {name: getattr(details, name) for name in ("cc", "bcc", "reply_to")}
        details = _replace(details, **{name: tuple(_matched(p, region) for p in who) for name, who in groups.items()})
    return _replace(
        record, sender=sender, recipients=recipients, conversation=thread, details=details,
        content=origin.content, parser=origin.parser, version=origin.version,
    )  # fmt: skip


@lru_cache(10_000)
def _thread(title: str, sender: Party | None, recipients: tuple[Party, ...]) -> Conversation:
    """The thread of a text or call is who it was with: everybody but the owner."""
    everyone = [party for party in (sender, *recipients) if party and not party.owner]
    others = sorted({party.normal or party.id or party.name for party in everyone})
    shown = [party.name or party.id for party in everyone]
    title = title or ", ".join(dict.fromkeys(name for name in shown if name))
    return Conversation(key=",".join(others), title=title)


@lru_cache(10_000)
def _matched(party: Party, region: str) -> Party:
    return _replace(party, normal=normal_form(party.id, region)) if party.id and not party.normal else party


@lru_cache(100_000)
def normal_form(identifier: str, region: str) -> str:
    """What an identifier is matched by: a number in E.164, an address or handle in lower case.

    Short codes and alphanumeric senders ("VODAFONE") are no numbers and stay as they are, lower-cased.
    """
    text = identifier.strip()
    if "@" not in text and sum(c.isdigit() for c in text) >= 7 and not any(c.isalpha() for c in text):
        try:
            number = phonenumbers.parse(text, region)
        except phonenumbers.NumberParseException:
            return text.casefold()
        if phonenumbers.is_possible_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return text.casefold()


@lru_cache(16)
def _mine(me: tuple[str, ...], region: str) -> frozenset[str]:
    return frozenset(name for text in me for name in (text.strip().casefold(), normal_form(text, region)))


def _is_mine(party: Party, mine: frozenset[str]) -> bool:
    return any(
        name and name in mine for name in (party.normal, party.id.strip().casefold(), party.name.strip().casefold())
    )


def _direction(record: Record, mine: frozenset[str]) -> dict[str, object]:
    """Direction and owner by what the person said of themselves; what the source itself says is left alone."""
    if not mine or record.direction != "unknown" or record.sender is None or _DOUBTFUL in record.warnings:
        return {}
    if _is_mine(record.sender, mine):
        return {"direction": "outgoing", "sender": _replace(record.sender, owner=True)}
    recipients = tuple(_replace(p, owner=True) if _is_mine(p, mine) else p for p in record.recipients)
    named = _has_name(record.sender) and record.kind != "system"
    return {"direction": "incoming" if named else "unknown", "recipients": recipients}


def _has_name(party: Party) -> bool:
    return bool(party.id or party.name)


def _in_zone(time: Time, zone: str) -> Time:
    """A wall clock without a zone, in the zone that a person declared. What is less than a minute sharp has no instant."""
    if time.utc or not time.local or not zone or time.precision in ("day", "none"):
        return time
    there = _zone(zone)
    try:
        moment = datetime.fromisoformat(time.local).replace(tzinfo=there)
        utc = moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return time
    offset = moment.utcoffset() or timedelta(0)
    text = utc.replace(tzinfo=None).isoformat(timespec="milliseconds" if time.precision == "ms" else "seconds")
    basis = "derived" if time.basis == "derived" else "declared"  # a day that was worked out stays so in any zone
    return _replace(time, utc=f"{text}Z", zone=zone, offset=int(offset.total_seconds()) // 60, basis=basis)


def _is_ambiguous(time: Time) -> bool:
    """Whether a declared zone's clock showed this time twice, or never: the hour of the clock change."""
    if time.basis != "declared" or not time.zone or not time.local:
        return False
    moment = datetime.fromisoformat(time.local).replace(tzinfo=_zone(time.zone))
    return moment.utcoffset() != moment.replace(fold=1).utcoffset()


@lru_cache(16)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
