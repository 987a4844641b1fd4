"""The dates of mail headers: exactly RFC 5322, or read leniently and said so; no zone is ever made up.

The standard library reads `8:04:54 PM` as morning, `Eastern Daylight Time` as UTC and a missing zone as local; none
of that may happen to evidence.
"""

import re
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from archive.records import Precision, Time
from parsers._clock import from_datetime, unreadable

UNCERTAIN, UNREADABLE, WEEKDAY = "date-uncertain", "date-unreadable", "weekday-differs"

_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = {name: at for at, name in enumerate(_MONTH_NAMES, 1)}
_DAYS = {name: at for at, name in enumerate(_DAY_NAMES)}
_MONTH = "(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_STRICT = re.compile(
    rf"(?:(Mon|Tue|Wed|Thu|Fri|Sat|Sun),\s*)?(\d{{1,2}})\s+{_MONTH}\s+(\d{{4}})\s+(\d\d):(\d\d)(?::(\d\d))?"
    r"\s+([+-]\d{4}|GMT|UT|UTC)(?:\s*\(.*\))?",
    re.IGNORECASE | re.DOTALL,
)
_WEEKDAY = re.compile(r"\W*(Mon|Tue|Wed|Thu|Fri|Sat|Sun)", re.IGNORECASE)
_CLOCK = re.compile(r"(?<!\d)(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?(?:[.,]\d+)?(?:\s*([ap])\.?m\b\.?)?", re.IGNORECASE)
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?[\s,./-]+{_MONTH}[a-z]*[\s,./-]+(\d{{2,4}})\b", re.IGNORECASE)
_MONTH_FIRST = re.compile(
    rf"\b{_MONTH}[a-z]*[\s,./-]+(\d{{1,2}})(?:st|nd|rd|th)?[\s,./-]+(?:(?:[A-Z]{{1,5}}|[+-]\d{{4}})\s+)?(\d{{4}})\b",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_NUMERIC_ZONE = re.compile(r"(?:\b(?:GMT|UTC?|Z))?\s*(?<![\d+-])([+-])(\d\d):?(\d\d)(?!\d)", re.IGNORECASE)
_ZONE_NAME = re.compile(r"\s*(?:AM|PM)?\s*\(?([A-Za-z]{1,5})\)?(?![A-Za-z0-9+-])(?:\s+\d{4})?\s*", re.IGNORECASE)
_COMMENT = re.compile(r"\([^()]*\)")
_ZONES = {
    "ut": 0, "gmt": 0, "utc": 0, "z": 0, "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360,
    "pst": -480, "pdt": -420, "cet": 60, "cest": 120, "met": 60, "mest": 120, "eet": 120, "eest": 180,
}  # fmt: skip
_LONGEST = 200
_FIRST_YEAR = 1900  # RFC 5322, 3.3
_LAST_YEAR = 9999  # where a shift by the zone can leave the calendar
_At = tuple[int, int, int, int, int, int]  # year, month, day, hour, minute, second


class Read(NamedTuple):
    """A time, and the codes of what is odd about it."""

    time: Time
    odd: tuple[str, ...] = ()


class _Zone(NamedTuple):
    """Minutes east of UTC; whether it is known at all; whether the sender hides the local zone (`-0000`)."""

    minutes: int = 0
    known: bool = False
    hidden: bool = False


class _Written(NamedTuple):
    """The clock as written: how sharp it is, and which weekday it names."""

    at: _At
    precision: Precision
    weekday: str | None = None


def read_date(raw: str) -> Read:
    """The time that a Date header states. `raw` is kept whatever it says."""
    found = _STRICT.fullmatch(raw) if len(raw) <= _LONGEST else None
    if found is None:
        return _lenient(raw)
    weekday, day, month, year, hour, minute, second, zone = found.groups()
    at = (int(year), _MONTHS[month.lower()], int(day), int(hour), int(minute), int(second or 0))
    return _time(raw, _Written(at, "s" if second else "min", weekday), _zone(zone))


def _lenient(raw: str) -> Read:
    """Anything else that names a day, a month and a year. What it leaves open stays open."""
    text = _COMMENT.sub(" ", raw[:_LONGEST])
    clock = _CLOCK.search(text)
    day = _day(text[: clock.start()] + " " + text[clock.end() :] if clock else text)
    if day is None:
        return Read(unreadable(raw), (UNREADABLE,))
    if clock is None:
        return _time(raw, _Written((*day, 0, 0, 0), "day"), _Zone(), UNCERTAIN)
    at = (*day, _hour(int(clock[1]), clock[4]), int(clock[2]), int(clock[3] or 0))
    weekday = _WEEKDAY.match(text)
    written = _Written(at, "s" if clock[3] else "min", weekday[1] if weekday else None)
    return _time(raw, written, _zone_in(text[clock.end() :]), UNCERTAIN)


def _day(text: str) -> tuple[int, int, int] | None:
    if found := _DAY_FIRST.search(text):
        return _year(found[3]), _MONTHS[found[2].lower()], int(found[1])
    if found := _MONTH_FIRST.search(text):
        return int(found[3]), _MONTHS[found[1].lower()], int(found[2])
    if found := _YEAR_FIRST.search(text):
        return int(found[1]), int(found[2]), int(found[3])
    return None


def _year(text: str) -> int:
    """Short years as RFC 5322, 4.3 reads them: 00-49 is 20xx, 50-99 is 19xx, three digits count from 1900."""
    number = int(text)
    if len(text) == 2:
        return number + (2000 if number < 50 else 1900)
    return number + 1900 if len(text) == 3 else number


def _hour(hour: int, half: str | None) -> int:
    if half is None or hour > 12:
        return hour
    return hour % 12 + (12 if half in "pP" else 0)


def _zone_in(text: str) -> _Zone:
    """The zone behind a clock: a number, or one of the few names that mean one thing in mail."""
    if found := _NUMERIC_ZONE.search(text):
        return _zone(found[1] + found[2] + found[3])
    found = _ZONE_NAME.fullmatch(text)
    return _zone(found[1]) if found else _Zone()


@lru_cache(512)
def _zone(text: str) -> _Zone:
    if text[0] not in "+-":
        minutes = _ZONES.get(text.lower())
        return _Zone(minutes or 0, minutes is not None)
    minutes = int(text[1:3]) * 60 + int(text[3:5])
    if minutes >= 24 * 60 or int(text[3:5]) > 59:
        return _Zone()
    return _Zone(-minutes if text[0] == "-" else minutes, True, text == "-0000")


def _time(raw: str, written: _Written, zone: _Zone, *odd: str) -> Read:
    """Put the pieces together. A leap second is told as the second before it.

    A weekday that is not that of the date is told: one of them was not written by a clock.
    """
    at, precision, weekday = written
    if at[5] == 60:
        at, odd = (*at[:5], 59), (UNCERTAIN,)
    moment = _moment(at)
    if moment is None:
        return Read(unreadable(raw), (UNREADABLE,))
    if not zone.known and not odd:
        odd = (UNCERTAIN,)
    if weekday and moment.weekday() != _DAYS[weekday.lower()]:
        odd = (*odd, WEEKDAY)
    return Read(_told(raw, moment, zone, precision), odd)


def _told(raw: str, moment: datetime, zone: _Zone, precision: Precision) -> Time:
    """What `parsers._clock.from_datetime` makes of it, at a third of its cost: every mail has two such times."""
    if not zone.known or moment.year == _LAST_YEAR:
        return from_datetime(raw, moment, precision)
    utc = (moment - timedelta(minutes=zone.minutes) if zone.minutes else moment).isoformat() + "Z"
    if zone.hidden:
        return Time(raw=raw, utc=utc, basis="stated", precision=precision)
    local = moment.isoformat()
    return Time(raw=raw, utc=utc, local=local, offset=zone.minutes, basis="stated", precision=precision)


def _moment(at: _At) -> datetime | None:
    try:
        return datetime(*at) if at[0] >= _FIRST_YEAR else None  # noqa: DTZ001 - a wall clock; the zone is apart
    except ValueError:
        return None
