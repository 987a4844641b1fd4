"""Decides for a whole diary what its dates mean: day or month first, and the year where none was written."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from archive.records import Notice, Precision, Time
from parsers._clock import from_datetime, unreadable
from parsers._diary.dates import Written, read_clock, read_date

_LEAP = 2000  # stands in for a missing year when only day and month are judged
_HALF_A_YEAR = 183


@dataclass
class _Steps:
    """How often a run of dates goes forward and back, read in one order of day and month."""

    last: date | None = None
    forward: int = 0
    back: int = 0

    def add(self, day: date | None) -> None:
        if day and self.last:
            self.forward += day > self.last
            self.back += day < self.last
        self.last = day or self.last

    @property
    def one_way(self) -> bool:
        """Never forward and back: oldest first, or newest first."""
        return not (self.forward and self.back)


@dataclass
class Survey:
    """What a first reading of the dates tells. Its size does not grow with the diary."""

    first: Written | None = None  # the first date that carries its year, for those before it that do not
    by_number: set[bool] = field(default_factory=set)  # day first? as numbers above 12 say
    by_weekday: set[bool] = field(default_factory=set)
    steps: dict[bool, _Steps] = field(default_factory=lambda: {True: _Steps(), False: _Steps()})
    ambiguous: bool = False

    def add(self, written: Written) -> None:
        for day_first, steps in self.steps.items():
            steps.add(written.on(written.year, day_first))
        self._vote(written)
        if self.first is None and written.year:
            self.first = written

    def _vote(self, written: Written) -> None:
        if written.fixed or written.first == written.second:
            return
        if _either_way(written):
            self.ambiguous = True
            fits = {way for way in (True, False) if _fits_weekday(written, way)}
            self.by_weekday |= fits if len(fits) == 1 else set()
        else:
            self.by_number |= {way for way in (True, False) if written.on(_LEAP, way)}

    def calendar(self) -> "Calendar":
        """The order that the file shows: a number above 12, a weekday, the order that runs forward; else the UK's."""
        told = self.by_number or self.by_weekday or self._running()
        if len(told) == 1:
            return self._reading(next(iter(told)), True)
        return self._reading(True, not self.ambiguous)

    def _running(self) -> set[bool]:
        """The one order in which the dates run forward. A diary that begins with its newest day tells nothing."""
        day_first, month_first = self.steps[True], self.steps[False]
        if day_first.forward and not day_first.back and (not month_first.forward or month_first.back):
            return {True}
        runs = month_first.forward and not month_first.back
        return {False} if runs and not day_first.one_way else set()

    def _reading(self, day_first: bool, sure: bool) -> "Calendar":
        first = self.first and (self.first.on(self.first.year, day_first) or self.first.on(self.first.year, False))
        return Calendar(day_first, sure, first)


class Dated(NamedTuple):
    """A time with the warnings that belong to it."""

    time: Time
    warnings: tuple[str, ...] = ()


@dataclass
class Calendar:
    """Turns dates as written into times, one after the other, in the order of the file."""

    day_first: bool
    sure: bool
    last: date | None

    def read(self, written: Written) -> Dated:
        """The time of one entry. A year comes from the dates around it only where the entry has none itself."""
        day, way = self._day(written)
        if day is None:
            missing = written.year is None and self.last is None
            return Dated(unreadable(written.raw), ("year-unknown" if missing else "date-impossible",))
        doubts = {
            "year-from-context": written.year is None,
            "date-order-assumed": not self.sure and not written.fixed and _either_way(written),
            "date-order-differs": not written.fixed and way != self.day_first,
            "weekday-differs": written.weekday not in (None, day.weekday()),
            "time-range": written.clock is not None and written.clock.ranged,
        }
        self.last = day
        time = from_datetime(written.raw, written.moment(day), precision(written))
        return Dated(time, tuple(code for code, there in doubts.items() if there))

    def turn_to(self, day: date) -> None:
        """Take a month or year that the diary names by itself as the context of what follows."""
        self.last = day

    def notices(self) -> list[Notice]:
        """What to tell about the file as a whole."""
        if self.sure:
            return []
        return [Notice("date-order-assumed", _ASSUMED)]

    def _day(self, written: Written) -> tuple[date | None, bool]:
        for way in (self.day_first, not self.day_first):
            day = written.on(written.year, way) if written.year else self._nearest(written, way)
            if day is not None:
                return day, way
        return None, self.day_first

    def _nearest(self, written: Written, day_first: bool) -> date | None:
        """The day without a year that lies nearest to the last one; a weekday chooses among the years around it."""
        last = self.last
        if last is None:
            return None
        found = [written.on(last.year + step, day_first) for step in (0, 1, -1)]
        days = [day for day in found if day is not None]
        near = [day for day in days if abs((day - last).days) <= _HALF_A_YEAR] or days
        return next((day for day in near if written.weekday == day.weekday()), next(iter(near), None))


_ASSUMED = (
    "Dates such as 03/04/2024 can mean 3 April or 4 March, and nothing in this diary says which. They were read the "
    "British way, day first. What was written is kept beside each one; check them, and correct them where they are wrong."
)


def precision(written: Written) -> Precision:
    """As precise as it was written: a day, a minute, or a second where one other than :00 stands there."""
    if written.clock is None:
        return "day"
    return "s" if written.clock.second else "min"


def with_clock(written: Written, text: str) -> Written:
    """A date without a time of its own (spreadsheets write 00:00), with the one that stands apart, if it is exact."""
    apart = text.strip()
    clock = read_clock(apart)
    if clock is None or apart[clock.end :].strip(" .,;") or (written.clock and written.clock[:2] != (0, 0)):
        return written
    return written._replace(clock=clock, raw=f"{written.raw} {apart}")


def put_down(text: str, calendar: Calendar) -> Time:
    """When an entry was written, as its own words say. Words that name no day of the calendar stay words."""
    written = read_date(text)
    if written is None or written.year is None:
        return unreadable(text)
    day = written.on(written.year, calendar.day_first) or written.on(written.year, not calendar.day_first)
    if day is None:
        return unreadable(text)
    return from_datetime(text, written.moment(day), precision(written))


def _fits_weekday(written: Written, day_first: bool) -> bool:
    day = written.on(written.year, day_first)
    return day is not None and written.weekday in (None, day.weekday())


def _either_way(written: Written) -> bool:
    """Whether both orders give a day, and not the same one."""
    days = {written.on(written.year or _LEAP, way) for way in (True, False)}
    return None not in days and len(days) == 2
