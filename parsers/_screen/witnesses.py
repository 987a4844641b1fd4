"""Holds the times in a picture against what is known of when it was taken: its name, its notes, its file, the phone's clock.

Nothing is put right here. A message that lies later than its picture was dated from a wrong day, or a clock is wrong, or
somebody drew it: which of these, a program cannot know.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from archive.records import Time
from parsers._screen.days import Known
from parsers._screen.phrases import CLOCK
from parsers._screen.result import Chat

_MINUTE, _HALF_DAY = timedelta(minutes=1), 720
_BY_ZONE = timedelta(hours=2)  # how far a clock in UTC may be behind here; docs/parsers/screenshot.md says so
_HOUR = 60


class Shown(NamedTuple):
    """The clock in the phone's status bar, in minutes of the day: two readings where it may be of 12 hours."""

    text: str
    minutes: tuple[int, ...]


def known_day(name_time: Time | None, taken: Time, modified: float | None) -> Known | None:
    """The day a picture was taken, with its time: by its name, by its own notes, or by the time of its file."""
    for told, by in ((name_time, "the name of the picture"), (taken, "the notes inside the picture")):
        if told is not None and (text := told.local or told.utc):
            moment = datetime.fromisoformat(text.removesuffix("Z"))
            clock = None if told.precision in ("day", "none") else moment
            return Known(moment.date(), by, clock, in_utc=told.local is None)
    if modified is not None and modified > 0:
        try:
            moment = datetime.fromtimestamp(modified, UTC).replace(tzinfo=None)
        except (ValueError, OverflowError, OSError):
            return None
        return Known(moment.date(), "the time of the file", moment, in_utc=True)
    return None


def shown_clock(chat: Chat) -> Shown | None:
    """The phone's clock, where it could be read."""
    found = CLOCK.search(chat.clock)
    minutes = minutes_of(chat.clock)
    if found is None or minutes is None:
        return None
    twice = not found["half"] and 1 <= int(found["hour"]) <= 12
    twice = twice and not any(_of_24_hours(message.time) for message in chat.messages)
    return Shown(chat.clock, (minutes, (minutes + _HALF_DAY) % 1440) if twice else (minutes,))


def minutes_of(clock: str) -> int | None:
    """Minutes since midnight of the first time of day in a text; None when there is none."""
    found = CLOCK.search(clock)
    if found is None:
        return None
    hour = int(found["hour"])
    if found["half"]:
        hour = hour % 12 + (12 if found["half"] in "pP" else 0)
    return 60 * hour + int(found["minute"])


def _of_24_hours(clock: str) -> bool:
    found = CLOCK.search(clock)
    return found is not None and not found["half"] and not 1 <= int(found["hour"]) <= 12


def is_later(when: Time, known: Known | None, shown: Shown | None) -> bool:
    """Whether a time that was read lies after the picture: after what is known of it, or the phone's clock that day."""
    if known is None or when.local is None:
        return False
    moment = datetime.fromisoformat(when.local)
    if when.precision == "day":
        return moment.date() > known.day + timedelta(days=int(known.in_utc))
    return any(moment > limit for limit in _limits(known, shown))


def _limits(known: Known, shown: Shown | None) -> Iterator[datetime]:
    if shown is not None:
        yield _on(known.day, max(shown.minutes)) + _MINUTE
    if known.at is None:
        yield datetime.combine(known.day, time.max)
    elif not known.in_utc:
        yield known.at + _MINUTE
    elif shown is None or not _zones_apart(known.at, shown):
        yield known.at + _BY_ZONE


def _zones_apart(at: datetime, shown: Shown) -> bool:
    """Whether a clock and one in UTC differ by whole half hours, as zones do: then both say the same moment."""
    gaps = [(minutes - 60 * at.hour - at.minute) % 30 for minutes in shown.minutes]
    return any(min(gap, 30 - gap) <= 1 for gap in gaps)


def clocks_differ(known: Known | None, shown: Shown | None) -> str:
    """In plain words, that the phone's clock and the time in the picture's name or notes are hours apart; else ""."""
    if known is None or known.at is None or known.in_utc or shown is None:
        return ""
    at = 60 * known.at.hour + known.at.minute
    apart = min(min((minutes - at) % 1440, (at - minutes) % 1440) for minutes in shown.minutes)
    if apart <= _HOUR:
        return ""
    return (
        f"The phone's clock in the picture says {shown.text}, but {known.by} says {known.at:%H:%M}: one of them is "
        "not the time at which this picture was taken."
    )


def _on(day: date, minutes: int) -> datetime:
    return datetime.combine(day, time(minutes // 60, minutes % 60))
