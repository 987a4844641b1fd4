"""Gives every message its time, as the order of dates was decided for its part of the file.

The clock is that of the phone which made the export, in the zone it was in then; WhatsApp does not say which.
"""

import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from archive.records import Precision, Problem, Time
from parsers._whatsapp.dates import How, Order, Segment, day_of, is_buddhist
from parsers._whatsapp.header import Form, Header
from parsers._whatsapp.messages import Message

_OTHERS: tuple[Order, ...] = ("DMY", "MDY", "YMD")


class _Day(NamedTuple):
    """The day that a date means, or None, and what is doubtful about that."""

    day: str | None
    warnings: tuple[str, ...]
    odd: bool  # it can only be read in another order than its neighbours


class Moments:
    """Reads times with the decisions that the survey made."""

    def __init__(self, orders: dict[Form, list[Segment]]) -> None:
        self._orders = {form: list(reversed(segments)) for form, segments in orders.items()}
        self._last: Header | None = None  # most messages are of the same day as the one before
        self._until = -1  # where the next segment begins
        self._segment = Segment(0, "DMY", "assumed")
        self._day = _Day(None, (), False)

    def read(self, items: Iterable[Message | Problem]) -> Iterator[Message | Problem]:
        """The same messages, in the order of the file, with their times and what is doubtful about those."""
        for item in items:
            if isinstance(item, Message):
                self._date(item)
            yield item

    def _date(self, message: Message) -> None:
        header, last = message.header, self._last
        if last is None or header.form is not last.form or header.date != last.date or message.start >= self._until:
            self._look_up(header, message.start)
        day, warnings, odd = self._day
        if header.form is not message.home or (not message.sure and (odd or not self._segment.trusted)):
            message.warnings.append("possible-forged-line")
        if warnings:
            message.warnings += warnings
        if day and (clock := header.clock):
            precision: Precision = "s" if header.form.seconds else "min"
            message.time = Time(raw=header.raw, local=f"{day}T{clock}", precision=precision)
        else:
            message.time = Time(raw=header.raw)
            message.warnings.append("time-unreadable")

    def _look_up(self, header: Header, at: int) -> None:
        segments = self._orders[header.form]
        while len(segments) > 1 and segments[-2].start <= at:
            segments.pop()
        self._last, self._segment = header, segments[-1]
        self._until = segments[-2].start if len(segments) > 1 else sys.maxsize
        self._day = _day(header.date, self._segment.order, self._segment.how)


@lru_cache(4096)
def _day(numbers: tuple[str, str, str], order: Order, how: How) -> _Day:
    day = day_of(numbers, order)
    other = None if day else _in_another_order(numbers)
    warnings = {
        "date-order-differs": other is not None,
        "date-order-assumed": how == "assumed" and day is not None and day_of(numbers, "MDY") not in (None, day),
        "buddhist-year": is_buddhist(numbers),
    }
    return _Day(day or other, tuple(code for code, there in warnings.items() if there), other is not None)


def _in_another_order(numbers: tuple[str, str, str]) -> str | None:
    """The day that a date means in the only order in which there is such a day."""
    days = [day for order in _OTHERS if (day := day_of(numbers, order))]
    return days[0] if len(days) == 1 else None
