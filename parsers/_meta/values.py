"""Single values of a Meta download: clocks, numbers, and whatever has no place of its own in a record."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from archive.records import Time
from parsers._clock import from_datetime, from_epoch_ms, from_epoch_s, unreadable
from parsers._meta.words import Words
from parsers._text import scrub

_OPENED = 1_075_593_600_000  # 2004-02-01, when Facebook began
_FAR = 4_102_444_800_000  # 2100-01-01
_SECONDS_END = 100_000_000_000  # more than this many seconds would be after the year 5000: it is milliseconds
_DEEPEST = 4


class Clock(NamedTuple):
    """A time and the warnings it deserves."""

    time: Time
    warnings: tuple[str, ...] = ()


def clock_ms(value: object) -> Clock:
    """Milliseconds since 1970 UTC. 0 means that there is none (it would be New Year 1970)."""
    if value is None:
        return Clock(Time(), ("no-time",))
    raw, number = _raw(value), whole(value)
    if number is None:
        return Clock(unreadable(raw), ("time-unreadable",))
    if number == 0:
        return Clock(unreadable(raw), ("no-time",))
    time = from_epoch_ms(raw, number)
    if time.utc is None:
        return Clock(time, ("time-unreadable",))
    return Clock(time) if _OPENED <= number < _FAR else Clock(time, ("time-implausible",))


def clock_s(value: object) -> Clock:
    """Seconds since 1970 UTC, as everywhere outside messages; milliseconds where the number is too large for that."""
    number = whole(value)
    if number is None or number == 0 or number >= _SECONDS_END:
        return clock_ms(value)
    time = from_epoch_s(_raw(value), number)
    plausible = _OPENED <= number * 1000 < _FAR
    return Clock(time, () if plausible else ("time-implausible",) if time.utc else ("time-unreadable",))


def clock_iso(value: object) -> Clock:
    """ISO 8601 with an offset and microseconds (Instagram 2018-2020)."""
    if value is None or value == "":
        return Clock(Time(), ("no-time",))
    raw = _raw(value)
    try:
        moment = datetime.fromisoformat(raw)
    except ValueError:
        return Clock(unreadable(raw), ("time-unreadable",))
    return Clock(from_datetime(raw, moment, "ms" if moment.microsecond else "s"))


def _raw(value: object) -> str:
    return scrub(shown(value))[0] if isinstance(value, str) else shown(value)


def whole(value: object) -> int | None:
    """A whole number, or None. True and false are none, though Python counts with them."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float) and value.is_integer():  # false for NaN and infinity
        return int(value)
    return None


def shown(value: object) -> str:
    """A value as JSON writes it; a text without its quotes."""
    if isinstance(value, str):
        return value
    if type(value) is int:
        return str(value)
    try:
        return json.dumps(value, ensure_ascii=False)
    except RecursionError:
        return "(nested too deeply to be shown)"


def leaves(name: str, value: object, words: Words, depth: int = 0) -> Iterator[tuple[str, str]]:
    """A value as named texts: the parts of an object or list by name or number. What says nothing is left out.

    Null, false and empty texts, lists and objects say nothing: newer downloads put two `false` at every message.
    """
    if value is None or value is False or value in ("", [], {}):
        return
    if isinstance(value, dict) and depth < _DEEPEST:
        for key, inner in value.items():
            yield from leaves(f"{name}.{words.read(key)}" if name else words.read(key), inner, words, depth + 1)
    elif isinstance(value, list) and depth < _DEEPEST:
        for number, inner in enumerate(value):
            yield from leaves(f"{name}.{number}", inner, words, depth + 1)
    else:
        yield name, words.read(shown(value))
