"""A moment as other programs want it: a date and time with its offset, or nothing where nobody vouches for the zone."""

from datetime import datetime, timedelta, timezone

from archive.handover.entry import Entry
from archive.records import Time


def stamp(time: Time) -> str:
    """RFC 3339 with offset, or "" when the zone is not known or only the day is: a clock is never made up."""
    return "" if time.precision == "day" else _with_offset(time.utc, time.offset)


def entry_stamp(entry: Entry) -> str:
    """The same for an entry, on the clock that the chronology prints."""
    return "" if entry.shown.time.precision == "day" else _with_offset(entry.when.utc, entry.when.offset)


def _with_offset(utc: str | None, offset: int | None) -> str:
    if not utc:
        return ""
    moment = datetime.fromisoformat(utc)
    try:
        moment = moment.astimezone(timezone(timedelta(minutes=offset or 0)))
    except (OverflowError, ValueError):  # an offset of a day and more, or year 1: UTC says the same moment
        return utc
    return moment.isoformat(timespec="milliseconds" if "." in utc else "seconds")
