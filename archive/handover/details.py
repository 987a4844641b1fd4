"""The details of a record in words: what its other columns do not say, one thing a line.

Every field that says something is printed, also one that this module has never heard of: then its name is its label. Long
lists for programs (mail headers, EXIF) are only counted here; the records in JSON Lines have them whole.
"""

from collections.abc import Iterator, Mapping

import msgspec
from msgspec import Struct

from archive.handover.plain import read_in_picture
from archive.records import Party, PhotoDetails, Reaction, Record, ScreenDetails, Time, Version

_LABELS = {
    "id": "id at the source", "quote": "quotes", "duration_s": "duration in seconds", "expires_s": "disappears after seconds",
    "unsent_length": "characters taken back", "cc": "copy to", "bcc": "blind copy to", "written": "says it was written",
    "references": "refers to", "body_sha256": "SHA-256 of the body", "body_matches": "body fits its signature's hash",
    "signed_by": "names signatures of", "remote_content": "would have called", "nested_in": "enclosed in the mail at",
    "screenshot": "score as a screenshot", "name_time": "time in the file name", "name_app": "app in the file name",
    "altitude_m": "altitude in metres", "side": "side of the screen", "cut": "goes on beyond the picture at the",
    "emoji": "about so many emoji, not in the text", "stamp": "line above it", "day_from": "day counted from",
    "not_after": "not later than", "clock": "clock as read", "service_from": "service known from",
}  # fmt: skip
# Labels in details of one kind.
_ALSO: dict[type[Struct], dict[str, str]] = {
    PhotoDetails: {
        "read": "read in the picture by a machine",
        "confidence": "how sure the machine was, in per cent",
        "engine": "read by",
    }
}
# What stands in the column of the screenshot already.
_ELSEWHERE: dict[type[Struct], set[str]] = {ScreenDetails: {"box", "confidence", "engine"}}


def in_words(record: Record) -> str:
    """What a record's details, earlier texts and reactions say; "" when there are none."""
    if not (record.details or record.versions or record.reactions):
        return ""
    lines = list(_fields(record.details)) if record.details else []
    if read_in_picture(record):
        lines.insert(0, "text: read in the picture by a machine")
    lines += [_version(place, one) for place, one in enumerate(record.versions, 1)]
    lines += map(_reaction, record.reactions)
    return "\n".join(lines)


def moment(time: Time) -> str:
    """A time for people, with what the source wrote: `2024-04-01T09:00:00 (zone unknown), written as “1/4 9am”`."""
    read = time.utc or (f"{time.local} (zone unknown)" if time.local else "")
    if time.precision == "day":
        read = (time.local or read)[:10]
    written = f"written as “{time.raw}”" if time.raw else ""
    return ", ".join(part for part in (read, written) if part) or "no time"


def name(party: Party) -> str:
    """A party for people: identifier and name, whichever there are."""
    return f"{party.id} ({party.name})" if party.id and party.name else party.id or party.name or "unknown"


def _fields(details: Struct) -> Iterator[str]:
    elsewhere, labels = _ELSEWHERE.get(type(details), set()), _LABELS | _ALSO.get(type(details), {})
    for field in msgspec.structs.fields(type(details)):
        value = getattr(details, field.name)
        silent = value in (None, "", (), {}, field.default)
        # An outcome is never left out: that nobody knows it is worth reading too.
        if field.name in elsewhere or (silent and field.name != "outcome"):
            continue
        yield f"{labels.get(field.name, field.name.replace('_', ' '))}: {_said(field.name, value)}"


def _said(field: str, value: object) -> str:
    if field == "headers" or isinstance(value, Mapping):
        count = len(value) if isinstance(value, (tuple, Mapping)) else 0
        return f"{count}; they stand in records.jsonl"
    if isinstance(value, tuple):
        return ", ".join(_said("", one) for one in value)
    if isinstance(value, Time):
        return moment(value)
    if isinstance(value, Party):
        return name(value)
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _version(place: int, version: Version) -> str:
    words = "not kept" if version.text is None else f"“{version.text}”"
    return f"earlier text {place} ({moment(version.time)}): {words}"


def _reaction(reaction: Reaction) -> str:
    when = f", {moment(reaction.time)}" if reaction.time != Time() else ""
    return f"reaction: {reaction.text} by {name(reaction.actor)}{when}{', taken back' if reaction.removed else ''}"
