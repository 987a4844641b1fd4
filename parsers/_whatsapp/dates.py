"""Decides for a whole file in which order day, month and year stand. A single line never decides for itself.

WhatsApp writes dates as the exporting phone shows them and says nowhere which number is the day. ISO and other dates
that begin with a year are always year, month, day.
"""

from collections import Counter
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

from parsers._whatsapp.header import Form

Order = Literal["DMY", "MDY", "YMD"]
How = Literal[
    "year first", "year seldom changes", "above 12", "forward", "file names", "dots", "same either way", "assumed"
]

LONGEST = 3 * 65_536
"""No message has more bytes: WhatsApp allows 65,536 characters. A longer stretch cannot stand inside one message."""

Numbers = tuple[str, str, str]
"""A date's numbers, as written."""

_CLEARLY = 3
_LATELY = 100
_BACKWARDS = 1_000_000
_FIRST_YEAR = 2009  # WhatsApp began: a shorter year before it is no year
_BUDDHIST = 543
_BUDDHIST_FROM = 2400


@lru_cache(8192)
def day_of(numbers: Numbers, order: Order) -> str | None:
    """The day `YYYY-MM-DD` that a date means when read in an order, or None when there is no such day."""
    a, b, c = (int(number) for number in numbers)
    year, month, day = {"DMY": (c, b, a), "MDY": (c, a, b), "YMD": (a, b, c)}[order]
    if year < 100:
        year += 2000
        if year < _FIRST_YEAR:
            return None
    elif year > _BUDDHIST_FROM:
        year -= _BUDDHIST
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def is_buddhist(numbers: Numbers) -> bool:
    """Whether the year counts from the Buddha, as phones set to the Thai calendar write it."""
    return any(int(number) > _BUDDHIST_FROM for number in numbers)


class Stretch:
    """Dates of one form that can all be read in one order, and what they tell about which order that is."""

    def __init__(self, start: int, orders: tuple[Order, ...]) -> None:
        self.start = start
        self.alive = list(orders)
        self._last: dict[Order, str] = {}
        self._back: Counter[Order] = Counter()
        self._names: Counter[Order] = Counter()
        self._differs = False

    def takes(self, numbers: Numbers) -> bool:
        return any(day_of(numbers, order) for order in self.alive)

    def add(self, numbers: Numbers) -> None:
        days = {order: day for order in self.alive if (day := day_of(numbers, order))}
        self.alive = list(days)
        self._differs = self._differs or len(set(days.values())) > 1
        for order, day in days.items():
            if day < self._last.get(order, ""):
                self._back[order] += 1
            self._last[order] = day

    def witness(self, numbers: Numbers, day: str) -> None:
        """A media file's name says which day it was."""
        self._names.update(order for order in self.alive if day_of(numbers, order) == day)

    def decide(self, form: Form) -> tuple[Order, How]:
        left = self.alive
        if form.year == "first":
            return "YMD", "year first"
        if len(left) == 1:
            return left[0], "above 12"
        if not self._differs:
            return left[0], "same either way"
        forward = [order for order in left if not self._back[order]]
        if len(forward) == 1:
            return forward[0], "forward"
        named = [order for order in left if self._names[order]]
        if len(named) == 1:
            return named[0], "file names"
        return "DMY", "dots" if "." in form.signs[:3] else "assumed"


class Segment(NamedTuple):
    """From `start` on, dates of one form are in this order. Not `trusted`: so short that it may stand inside a message."""

    start: int
    order: Order
    how: How
    trusted: bool = True


class Evidence:
    """All dates of one form, in the order of the file: one stretch, or more where the order flips between them."""

    def __init__(self, form: Form, start: int) -> None:
        self._form = form
        self._start = start
        self._orders: tuple[Order, ...] = ("YMD",) if form.year == "first" else ("DMY", "MDY")
        self._seen: Numbers | None = None
        self._first_changed = self._last_changed = 0  # how often the first and the last number did
        self._unread = 0  # dates that are none while the year stands last
        self._closed: list[Stretch] = []
        self._open = Stretch(start, self._orders)
        self._visit: Stretch | None = None
        self._lately: list[tuple[int, Numbers]] = []  # dates since the last that only the open stretch can read

    def see(self, numbers: Numbers, at: int) -> None:
        """Take in the next date; the same date twice in a row need not be told."""
        if self._seen is not None:
            self._first_changed += numbers[0] != self._seen[0]
            self._last_changed += numbers[2] != self._seen[2]
        self._seen = numbers
        visit = self._visit
        if visit is not None and visit.takes(numbers):
            visit.add(numbers)
        elif self._open.takes(numbers):
            self._come_back(at)
            self._open.add(numbers)
            self._remember(numbers, at)
        elif not any(day_of(numbers, order) for order in self._orders):
            self._unread += 1
        elif visit is None:
            self._visit = self._flip(numbers, at)

    def witness(self, numbers: Numbers, day: str) -> None:
        (self._visit or self._open).witness(numbers, day)

    def segments(self, end: int) -> list[Segment]:
        """The stretches and their orders, once all dates were seen.

        Of two digits the year is the number that changes least: `22-01-31`, `22-02-01` begins with it.
        """
        doubt = 0 if self._unread else _CLEARLY
        if self._form.year == "short" and self._last_changed > self._first_changed + doubt:
            return [Segment(self._start, "YMD", "year seldom changes")]
        found = [Segment(stretch.start, *stretch.decide(self._form)) for stretch in (*self._closed, self._open)]
        if self._visit is not None:
            order, how = self._visit.decide(self._form)
            found.append(Segment(self._visit.start, order, how, end - self._visit.start > LONGEST))
        return found

    def _remember(self, numbers: Numbers, at: int) -> None:
        if sum(day_of(numbers, order) is not None for order in self._orders) == 1 or len(self._lately) > _LATELY:
            self._lately.clear()
        self._lately.append((at, numbers))

    def _flip(self, numbers: Numbers, at: int) -> Stretch:
        """A stretch in another order. It began somewhere among the dates that either order can read: where else would
        the fewest days lie between the messages, on both sides?"""
        other = next(order for order in self._orders if day_of(numbers, order))
        dates = [*self._lately, (at, numbers)]
        before, behind = [0, *_gaps(dates, self._open.alive[0])], [*_gaps(dates, other), 0]
        costs = [sum(before[: n + 1]) + sum(behind[n + 1 :]) for n in range(len(dates) - 1)]
        first = costs.index(min(costs)) + 1 if costs else 0
        visit = Stretch(dates[first][0], self._orders)
        for _, date_ in dates[first:]:
            visit.add(date_)
        return visit

    def _come_back(self, at: int) -> None:
        """The first order again: what lay between was a few odd lines, or a long stretch of its own."""
        visit, self._visit = self._visit, None
        if visit is not None and at - visit.start > LONGEST:
            self._closed += [self._open, visit]
            self._open, self._lately = Stretch(at, self._orders), []


def _gaps(dates: list[tuple[int, Numbers]], order: Order) -> list[int]:
    """The days between each date and the next, read in one order; a step back counts more than any step forward."""
    days = [date.fromisoformat(day_of(numbers, order) or "0001-01-01").toordinal() for _, numbers in dates]
    return [step if step >= 0 else _BACKWARDS - step for step in map(int.__sub__, days[1:], days)]
