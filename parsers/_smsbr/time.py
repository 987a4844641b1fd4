"""The clocks of SMS Backup & Restore: `date` is an instant; `readable_date` shows what the phone's own clock said.

`date` is milliseconds since 1970 UTC (synctech.com.au, "Fields in XML backup files"). Android keeps MMS times in
seconds, and not every writer turned them, so size decides. `readable_date` is written in the phone's language and
zone: where it can be read, its difference to `date` is the phone's offset from UTC at that moment.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from archive.records import Time
from parsers._clock import from_epoch_ms, from_epoch_s, unreadable

Read = tuple[Time, tuple[str, ...]]
"""A time, and the codes of what is odd about it."""

_FROM_S, _FROM_MS = 10**8, 10**11  # 1973 in seconds; 1973 in milliseconds
_DIGITS = 18
_WIDEST_OFFSET_S = 14 * 3600
_EPOCH_DAY = date(1970, 1, 1).toordinal()

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = (
    r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|january|february|march|april|june|july|august|sept"
    r"|september|october|november|december)\.?"
)
_WEEKDAY = r"\s*(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+)?"
_DAY_MONTH = re.compile(rf"{_WEEKDAY}(\d{{1,2}})[\s-]{_MONTH},?[\s-](\d{{4}})", re.IGNORECASE)
_MONTH_DAY = re.compile(rf"{_WEEKDAY}{_MONTH}\s(\d{{1,2}}),?\s(\d{{4}})", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_YEAR_LAST = re.compile(r"\s*(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})")
_READABLE = re.compile(
    r"([^:]{6,40}?)(?:,?\s+(?:at\s+)?|T)(\d{1,2}):(\d\d)(?::(\d\d))?(?:\s*([ap])\.?\s?m\.?)?"
    r"(?:\s+(?:[A-Z]{2,5}|(?:GMT|UTC)?[+-]\d\d:?\d\d))?\s*",
    re.IGNORECASE,
)


def moment(raw: str, readable: str = "") -> Read:
    """The time of a message or call. Without a readable time of day it stays an instant with no local time."""
    if len(raw) > _DIGITS or not raw.isascii() or not raw.isdigit() or (number := int(raw)) < _FROM_S:
        return unreadable(raw), ("no-time",)
    if number < _FROM_MS:
        offset, odd = phone_offset(number * 1000, readable)
        return from_epoch_s(raw, number, offset), ("time-read-as-seconds", *odd)
    offset, odd = phone_offset(number, readable)
    time = from_epoch_ms(raw, number, offset)
    return time, odd if time.utc else ("no-time",)


def sent(raw: str | None) -> Read | None:
    """`date_sent`, the sender's or the network's clock. 0 means that nobody set it."""
    if raw is None or raw in ("null", "", "0"):
        return None
    time, odd = moment(raw)
    return time, tuple(f"sent-{code}" for code in odd) if odd else ()


def phone_offset(ms: int, readable: str) -> tuple[int | None, tuple[str, ...]]:
    """Minutes that the phone's clock was ahead of UTC, as `readable_date` shows; and a warning where it cannot be.

    A form that we do not read (another language, "n/a") tells nothing and is no cause for a warning.
    """
    if not 12 <= len(readable) <= 60 or (found := _READABLE.fullmatch(readable)) is None:
        return None, ()
    day, hour, minute, second, half = found.groups()
    clock = _seconds(int(hour), int(minute), int(second or 0), half)
    days = _days(day)
    if clock < 0 or not days:
        return None, ()
    instant = ms // 1000 if second else ms // 60_000 * 60
    for number in days:
        ahead = number * 86400 + clock - instant
        if ahead % 900 == 0 and -_WIDEST_OFFSET_S <= ahead <= _WIDEST_OFFSET_S:
            return ahead // 60, ()
    return None, ("readable-date-disagrees",)


def _seconds(hour: int, minute: int, second: int, half: str | None) -> int:
    """Seconds since midnight, or -1 where the figures are no time of day."""
    if half:
        hour = hour % 12 + (12 if half in "pP" else 0) if 1 <= hour <= 12 else 24
    return hour * 3600 + minute * 60 + second if hour < 24 and minute < 60 and second < 61 else -1


@lru_cache(4096)
def _days(text: str) -> tuple[int, ...]:
    """The days that a written date can mean, counted from 1970; none when it cannot be read. 3/4/2024 means two."""
    days = []
    for year, month, day in _dates(text):
        try:
            number = date(year, month, day).toordinal() - _EPOCH_DAY
        except ValueError:
            continue
        if 1970 <= year < 2200:  # other calendars count other years
            days.append(number)
    return tuple(days)


def _dates(text: str) -> Iterator[tuple[int, int, int]]:
    """Year, month and day in every order that the form allows."""
    if found := _DAY_MONTH.fullmatch(text):
        yield int(found[3]), _month(found[2]), int(found[1])
    elif found := _MONTH_DAY.fullmatch(text):
        yield int(found[3]), _month(found[1]), int(found[2])
    elif found := _YEAR_FIRST.fullmatch(text):
        yield int(found[1]), int(found[2]), int(found[3])
    elif found := _YEAR_LAST.fullmatch(text):
        year = int(found[3]) + (2000 if len(found[3]) == 2 else 0)
        yield year, int(found[2]), int(found[1])
        yield year, int(found[1]), int(found[2])


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1
