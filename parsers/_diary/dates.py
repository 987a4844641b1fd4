"""Reads the dates and times that people write: `Sunday 3rd March`, `4/3/24 9pm`, `2024-03-03T21:15`."""

import re
from datetime import date, datetime, time, timedelta, timezone
from typing import NamedTuple

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ZONES = {"gmt": 0, "utc": 0, "z": 0, "bst": 60}

_WEEKDAY = (
    r"(?:mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)\b\.?"
)
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_FULL_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
_CLOCK = r"\d{1,2}[:.]\d\d|\d{1,2}\s?[ap]\.?\s?m\b"
_CLOSED = rf"\s*(?:$|[-–—:,;.)|*]|{_CLOCK}|at\s)"  # what follows a date that stands for itself
_DATE = rf"""
    (?P<y1>(?:19|20)\d\d)(?P<s1>[-/.])(?P<m1>\d{{1,2}})(?P=s1)(?P<d1>\d{{1,2}})(?!\d|[-/.]\d)
  | (?P<a2>\d{{1,2}})\s?(?P<s2>[-/.])\s?(?P<b2>\d{{1,2}})\s?(?P=s2)\s?(?P<y2>(?:19|20)\d\d|\d\d)(?!\d|[-/.:]\d)
  | (?P<d3>\d{{1,2}})(?:st|nd|rd|th)?[\s./-]{{0,2}}(?:of\s+)?(?P<m3>{MONTH})
      (?: [\s,./-]{{0,3}}(?P<y3>(?:19|20)\d\d)(?!\d)
        | (?:[-/.]|,?\s'|,?\s(?=\d\d{_CLOSED}))(?P<z3>\d\d)(?!\d|[:.]\d|\s?[ap]\.?\s?m) )?
  | (?P<m4>{MONTH})\s+(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|[:.]\d|\s?[ap]\.?\s?m)(?:,?\s+(?P<y4>(?:19|20)\d\d)(?!\d))?
  | (?P<a5>\d{{1,2}})/(?P<b5>\d{{1,2}})(?!\d|/)
"""
_TIME = r"""
    (?:(?P<at>at|@)\s*)?
    (?: (?P<h>\d{1,2})(?:(?P<dot>[:.])(?P<m>\d\d)(?::(?P<s>\d\d)(?:[.,]\d+)?)?)?(?:\s?(?P<half>[ap])\.?\s?m\b\.?)?(?P<hrs>\s?(?:hrs?|hours)\b)?
      | (?P<h4>[0-2]\d)(?P<m4>[0-5]\d)\s?(?:hrs?|hours)\b )
    (?:\s?(?P<zone>z|gmt|utc|bst|[+-](?:0\d|1[0-4]):?[0-5]\d)(?!\w))?
    (?![\w%£$€]|[.:]\d)(?P<closed>(?=\s*(?:$|[-–—:,;|])))?
"""
_RANGE = rf"(?:\s?(?:-|–|—|to|until|till)\s?(?:{_CLOCK})(?:\s?[ap]\.?\s?m\b)?)"

_DATE_RE = re.compile(
    rf"""(?:(?P<weekday>{_WEEKDAY}),?\s*(?:the\s+)?)?(?:{_DATE})(?=T\d|[\W_]|$)
    (?:,?\s*\(?(?P<after>{_FULL_WEEKDAY}|{_WEEKDAY}(?={_CLOSED}))\)?)?(?P<closed>(?={_CLOSED}))?""",
    re.IGNORECASE | re.VERBOSE,
)
_TIME_RE = re.compile(rf"{_TIME}(?P<range>{_RANGE})?", re.IGNORECASE | re.VERBOSE)
_BETWEEN = re.compile(r"T(?=\d)|\s*[,|@]?\s*(?:[-–—]\s*)?", re.IGNORECASE)


class Clock(NamedTuple):
    """A time of day as written. `minutes_east` only where it names its zone; `ranged` when an end was written too."""

    hour: int
    minute: int
    second: int | None = None
    minutes_east: int | None = None
    ranged: bool = False
    end: int = 0


class Written(NamedTuple):
    """A date as written: two numbers, known as (day, month) or in an order that only the whole file tells."""

    raw: str
    first: int
    second: int
    year: int | None
    fixed: bool
    weekday: int | None = None
    clock: Clock | None = None
    end: int = 0

    def on(self, year: int | None, day_first: bool) -> date | None:
        """The day it names, in a given order of the numbers, or None when there is no such day."""
        day, month = (self.first, self.second) if self.fixed or day_first else (self.second, self.first)
        try:
            return date(year, month, day) if year else None
        except ValueError:
            return None

    def moment(self, day: date) -> datetime:
        """The day with its time, aware only where the writer named a zone."""
        clock = self.clock or Clock(0, 0)
        zone = None if clock.minutes_east is None else timezone(timedelta(minutes=clock.minutes_east))
        return datetime.combine(day, time(clock.hour, clock.minute, clock.second or 0), zone)


def read_date(text: str, at: int = 0) -> Written | None:
    """The date that stands at a place in a text, with the time of day behind it, or None."""
    match = _DATE_RE.match(text, at)
    if match is None or not _plausible(match):
        return None
    first, second, year, fixed = _numbers(match)
    if not (1 <= first <= 31 and 1 <= second <= 31 and min(first, second) <= 12):
        return None
    clock = read_clock(text, _BETWEEN.match(text, match.end()).end())  # type: ignore[union-attr]
    end = clock.end if clock else match.end()
    day = match["weekday"] or match["after"]
    weekday = _DAYS.index(day[:3].lower()) if day else None
    return Written(text[at:end].rstrip(), first, second, year, fixed, weekday, clock, end)


def _plausible(match: re.Match[str]) -> bool:
    """`3/4` and `1 may`, without a year, are a date only beside a weekday or where they stand for themselves."""
    doubtful = match["a5"] or ((match["m3"] or match["m4"] or "").lower() == "may" and not (match["y3"] or match["y4"]))
    if not doubtful or match["weekday"] or match["after"]:
        return True
    return match["closed"] is not None and match[0] != "24/7"


def _numbers(match: re.Match[str]) -> tuple[int, int, int | None, bool]:
    """(first, second, year, whether first is known to be the day)."""
    if match["y1"]:
        return int(match["d1"]), int(match["m1"]), int(match["y1"]), True
    if match["a2"]:
        return int(match["a2"]), int(match["b2"]), _full_year(match["y2"]), False
    if match["a5"]:
        return int(match["a5"]), int(match["b5"]), None, False
    day, month = match["d3"] or match["d4"], match["m3"] or match["m4"]
    year = match["y3"] or match["z3"] or match["y4"]
    return int(day), month_number(month), _full_year(year) if year else None, True


def month_number(name: str) -> int:
    """`March`, `mar.` -> 3. The name must be one."""
    return _MONTHS.index(name[:3].lower()) + 1


def _full_year(written: str) -> int:
    year = int(written)
    return year if year > 99 else year + (2000 if year < 70 else 1900)


def read_clock(text: str, at: int = 0) -> Clock | None:
    """The time of day that stands at a place in a text, or None where it is vague (`9`, `evening`) or impossible."""
    match = _TIME_RE.match(text, at)
    if match is None or not _definite(match):
        return None
    hour, minute = int(match["h"] or match["h4"]), int(match["m"] or match["m4"] or 0)
    if match["half"] and hour <= 12:
        hour = hour % 12 + (12 if match["half"] in "pP" else 0)
    second = int(match["s"]) if match["s"] else None
    if hour > 23 or minute > 59 or (second or 0) > 59:
        return None
    return Clock(hour, minute, second, _minutes_east(match["zone"]), match["range"] is not None, match.end())


def _definite(match: re.Match[str]) -> bool:
    """A bare number is no time; `21.15` is one only where something says so or where it stands for itself."""
    if match["h4"] or match["half"] or match["dot"] == ":":
        return True
    return match["dot"] == "." and (bool(match["at"] or match["hrs"]) or match["closed"] is not None)


def _minutes_east(zone: str | None) -> int | None:
    if zone is None or zone.lower() in _ZONES:
        return _ZONES[zone.lower()] if zone else None
    size = int(zone[1:3]) * 60 + int(zone[-2:])
    return -size if zone[0] == "-" else size
