"""Reads the ways in which pictures write a moment, a zone, and the clock of the satellites."""

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple

from archive.records import Precision
from parsers._image.exif import Exif
from parsers._image.values import number

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MOMENT = re.compile(
    r"\s*(\d{4})[-:/.]([ \d]\d)[-:/.]([ \d]\d)[ T]([ \d]\d):([ \d]\d)(?::([ \d]\d)(?:[.,](\d{1,9}))?)?\s*"
    r"(Z|[+-]\d\d:?\d\d)?\s*\Z",
    re.ASCII,
)
_BY_NAME = re.compile(
    rf"\s*(?:[A-Z][a-z]{{2}}, )?(\d{{1,2}}) ({'|'.join(_MONTHS)}) (\d{{4}}) (\d\d:\d\d(?::\d\d)?)(?: (GMT|UTC?|[+-]\d{{4}}))?\s*\Z",
    re.ASCII,
)
_OFFSET = re.compile(r"\s*(?:Z|([+-])(\d\d):?(\d\d))\s*\Z", re.ASCII)
_DAY = re.compile(r"\s*(\d{4})[-:/.](\d\d)[-:/.](\d\d)\s*\Z", re.ASCII)

_RESET_YEARS = (1904, 1970, 1980)  # where the clocks of cameras and phones begin when their battery was out
_MIDNIGHT_YEARS = range(1990, 2013)  # and where others do, at midnight
_ODD_ZONES = (-570, -210, -150, 210, 270, 330, 345, 390, 525, 570, 630, 765, 825)  # minutes; all others are whole hours
_SLACK = timedelta(minutes=2)  # between the camera's clock and the last fix, for the zone to be told from them


class Moment(NamedTuple):
    at: datetime
    precision: Precision


def read_moment(text: str) -> Moment | None:
    """A date and time as EXIF, ISO 8601 and RFC 1123 write them; with a zone if one is written. None if it is none."""
    found = _MOMENT.match(_by_number(text))
    if not found:
        return None
    year, month, day, hour, minute, second, fraction, zone = found.groups()
    try:
        at = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0), tzinfo=offset(zone))
    except ValueError:
        return None
    precise = Moment(at, "s" if second else "min")
    return with_fraction(precise, fraction) if fraction else precise


def with_fraction(moment: Moment, digits: str) -> Moment:
    """The same moment with a fraction of a second: "5" is half a second."""
    return Moment(moment.at.replace(microsecond=int(digits[:6].ljust(6, "0"))), "ms")


def never_set(at: datetime) -> bool:
    """A clock that nobody set: New Year's Day of a year where clocks begin, or the first minute of an early one."""
    if (at.month, at.day) != (1, 1):
        return False
    return at.year in _RESET_YEARS or (at.year in _MIDNIGHT_YEARS and (at.hour, at.minute) == (0, 0))


def offset(text: str | None) -> timezone | None:
    """A zone written as +01:00 or Z; None when it is none that the earth has."""
    found = _OFFSET.match(text or "")
    if not found:
        return None
    if not found[1]:
        return UTC
    minutes = (int(found[2]) * 60 + int(found[3])) * (1 if found[1] == "+" else -1)
    return timezone(timedelta(minutes=minutes)) if -12 * 60 <= minutes <= 14 * 60 else None


def satellite_time(exif: Exif) -> datetime | None:
    """The GPS clock, in UTC: a day, and three numbers for hour, minute and second."""
    day = _DAY.match(exif.text("GPS", 0x001D))
    clock = [number(part) for part in exif.text("GPS", 0x0007).split(", ")]
    if not day or len(clock) != 3:
        return None
    hour, minute, second = (part if part is not None else -1 for part in clock)
    passed = float(hour * 3600 + minute * 60 + second)
    if min(hour, minute, second) < 0 or passed > 86_400:
        return None
    try:
        return datetime(int(day[1]), int(day[2]), int(day[3]), tzinfo=UTC) + timedelta(seconds=passed)
    except (ValueError, OverflowError):
        return None


def zone_between(local: datetime, satellite: datetime) -> timezone | None:
    """The zone that lies between a wall clock and the GPS clock, if there is such a zone."""
    apart = local.replace(tzinfo=UTC) - satellite
    zones = [timedelta(hours=hours) for hours in range(-12, 15)] + [timedelta(minutes=odd) for odd in _ODD_ZONES]
    nearest = min(zones, key=lambda zone: abs(zone - apart))
    return timezone(nearest) if abs(nearest - apart) <= _SLACK else None


def _by_number(text: str) -> str:
    """`Sat, 02 Mar 2024 21:17:44 +0100` with numbers only, as ISO 8601 has it. Other text comes back as it is."""
    named = _BY_NAME.match(text)
    if not named:
        return text
    day, month, year, clock, zone = named.groups()
    zone = zone if zone and zone[0] in "+-" else "Z" if zone else ""
    return f"{year}-{_MONTHS.index(month) + 1:02}-{int(day):02}T{clock}{zone}"
