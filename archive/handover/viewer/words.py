"""Values of a record in plain words."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import msgspec
from msgspec import NODEFAULT, Struct

from archive.handover.plain import OWNER
from archive.records import Party, PhotoDetails, Time

_BASES = {
    "stated": "the source states the zone",
    "derived": "zone or day worked out",
    "declared": "a person declared the zone",
    "unknown": "zone unknown",
}
_PRECISIONS = {
    "ms": "to the thousandth of a second",
    "s": "to the second",
    "min": "to the minute",
    "day": "the day only",
    "none": "",
}
_LABELS = {
    "id": "Number in the source",
    "reply_to": "Answers to",
    "quote": "Answers the message",
    "read": "Read",
    "unsent_length": "Characters of the text that was taken back",
    "expires_s": "Disappears after (seconds)",
    "message_id": "Message-ID",
    "cc": "Copy to",
    "bcc": "Blind copy to",
    "arrived": "Taken in by the provider",
    "body": "Text taken from the part",
    "body_sha256": "SHA-256 of the mail's body",
    "body_matches": "The body has the hash that its signature names",
    "signed_by": "Signed by",
    "remote_content": "Addresses that opening the mail would have called",
    "duration_s": "Length (seconds)",
    "video": "Video call",
    "withheld": "Number withheld",
    "altitude_m": "Altitude (metres)",
    "exif": "EXIF",
    "disagreements": "Where two readings of the EXIF differ",
    "name_time": "Time in the file name",
    "screenshot": "Looks like a screenshot (0 to 1)",
    "screenshot_reasons": "Why it looks like one",
    "confidence": "Confidence",
    "written": "Says it was written",
    "day_from": "Day counted from",
    "box": "Place in the picture (left, top, right, bottom)",
    "order": "Place from the top",
    "side": "Side of the screen",
    "cut": "Goes on beyond the picture's edge",
    "emoji": "About how many emoji",
    "nested_in": "Enclosed in the mail at",
    "engine": "Read by",
}
# Labels in details of one kind.
_ALSO: dict[tuple[type[Struct], str], str] = {(PhotoDetails, "read"): "Read by a machine in the picture"}


def time_words(time: Time) -> str:
    """A time of a record, its zone and how exact it is; "" where nothing is known."""
    shown = time.local or time.utc or time.raw
    if not shown:
        return ""
    also = (
        f"UTC {time.utc}" if time.utc and time.utc != shown else "",
        f"{time.offset} minutes east of UTC" if time.offset is not None else "",
        time.zone or "",
        _BASES[time.basis],
        _PRECISIONS[time.precision],
        f"written as {time.raw}" if time.raw not in ("", shown) else "",
    )
    return "; ".join((shown, *filter(None, also)))


def party_words(party: Party) -> str:
    """A party as written, with the form used for matching where that is another."""
    written = f"{party.id} ({party.name})" if party.id and party.name else party.id or party.name
    normal = f"also written {party.normal}" if party.normal not in ("", party.id, party.name) else ""
    return "; ".join(filter(None, (written, normal, OWNER if party.owner else "")))


def size_words(size: int | None) -> str:
    """A number of bytes; "" when it is not known."""
    return "" if size is None else f"{size:,} bytes"


def values(value: Any) -> list[str]:
    """One value of a record as texts, one for each thing it says."""
    if isinstance(value, str):
        return [value] if value else []
    if value is None:
        return []
    say = _SAY.get(type(value))
    return say(value) if say else [str(value)]


def structure(details: Struct) -> list[tuple[str, list[str]]]:
    """Every field that says something, with its label and its values."""
    held = ((name, getattr(details, name), default) for name, default in _fields(type(details)))
    said = ((name, values(value)) for name, value, default in held if value != default)
    return [(_label(type(details), name), items) for name, items in said if items]


def _label(kind: type[Struct], name: str) -> str:
    return _ALSO.get((kind, name)) or _LABELS.get(name) or name.replace("_", " ").capitalize()


@lru_cache
def _fields(kind: type[Struct]) -> list[tuple[str, Any]]:
    return [(field.name, _default(field)) for field in msgspec.structs.fields(kind)]


def _default(field: msgspec.structs.FieldInfo) -> Any:
    return field.default_factory() if field.default_factory is not NODEFAULT else field.default


def _several(value: tuple[Any, ...]) -> list[str]:
    if value and all(isinstance(part, int) for part in value):
        return [", ".join(map(str, value))]
    if len(value) == 2 and all(isinstance(part, str) for part in value):
        return list(value)
    return [text for part in value for text in (_pair(part) if _is_pair(part) else values(part))]


def _is_pair(part: Any) -> bool:
    return isinstance(part, tuple) and len(part) == 2


def _pair(part: tuple[str, str]) -> list[str]:
    return [f"{part[0]}: {part[1]}"]


_SAY: dict[type, Callable[[Any], list[str]]] = {
    bool: lambda value: ["yes" if value else "no"],
    Time: lambda value: [said] if (said := time_words(value)) else [],
    Party: lambda value: [said] if (said := party_words(value)) else [],
    dict: lambda value: [f"{name}: {said}" for name, said in value.items()],
    tuple: _several,
}
