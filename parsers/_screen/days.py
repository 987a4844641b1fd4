"""Turns what stands between messages ("Yesterday", "Tue, 3 Mar", "12/03/2024 21:14") into a day, where that can be done.

"Today" means nothing without the day on which the picture was taken. That day is known from the picture's name, its
notes, or the time of its file, in this order; what is worked out from it is derived, and says from what.
"""

import re
from datetime import date, datetime, timedelta
from typing import NamedTuple

from parsers._screen.phrases import MONTH, NEAR, NUMBERS, WEEKDAY

_YESTERDAY = ("yest", "gest", "ayer", "hier", "ieri", "ontem", "wczo", "gist", "dün", "dun")
_WEEKDAYS = (
    ("mon", "lun", "pon", "seg"), ("tue", "die", "mar", "wto", "ter"), ("wed", "mit", "mié", "mie", "mer", "śro", "sro", "qua"),
    ("thu", "don", "jue", "jeu", "gio", "czw", "qui"), ("fri", "fre", "vie", "ven", "pią", "pia", "sex"),
    ("sat", "sam", "sáb", "sab", "sob"), ("sun", "son", "dom", "dim", "nie"),
)  # fmt: skip
_MONTHS = (
    ("jan",), ("feb", "fév", "fev"), ("mar", "mär"), ("apr", "abr", "avr"), ("may", "mai", "mag", "maj", "mayo"), ("jun", "juin"),
    ("jul", "juil"), ("aug", "ago", "aoû", "aou"), ("sep",), ("oct", "okt", "out"), ("nov",), ("dec", "dez", "dic", "déc"),
)  # fmt: skip
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DAY_BESIDE_MONTH = re.compile(r"\b(?P<day>\d{1,2})(?:st|nd|rd|th|\.|º)?\b(?![:.]\d)")


class Known(NamedTuple):
    """The day on which a picture was taken, and what says so, in words for people; the time too, where that tells one."""

    day: date
    by: str
    at: datetime | None = None
    in_utc: bool = False  # `at` and `day` are in UTC, not by the clock of the phone


class Told(NamedTuple):
    """A day, whether it was worked out from the known day, and whether day and month could be the other way round."""

    day: date
    derived: bool = False
    order_assumed: bool = False


def day_of(stamp: str, known: Known | None) -> Told | None:
    """The day that a stamp names; None when it names none, or none that can be told."""
    if not stamp:
        return None
    if numbers := NUMBERS.search(stamp):
        return _by_numbers(numbers.group(0))
    if (month := _index(MONTH.search(stamp), _MONTHS)) is not None and (day := _DAY_BESIDE_MONTH.search(stamp)):
        return _by_month(stamp, month + 1, int(day["day"]), known)
    if known is None:
        return None
    if near := NEAR.search(stamp):
        back = 1 if near["word"].casefold().startswith(_YESTERDAY) else 0
        return Told(known.day - timedelta(days=back), derived=True)
    if (weekday := _index(WEEKDAY.search(stamp), _WEEKDAYS)) is not None:
        return Told(_latest(weekday, known.day), derived=True)
    return None


def _index(found: re.Match[str] | None, names: tuple[tuple[str, ...], ...]) -> int | None:
    word = found["word"].casefold() if found else ""
    return next((n for n, starts in enumerate(names) if word and word.startswith(starts)), None)


def _latest(weekday: int, known: date) -> date:
    """The last such day before the known one: apps write "Today" for the known day itself."""
    return known - timedelta(days=(known.weekday() - weekday - 1) % 7 + 1)


def _by_numbers(text: str) -> Told | None:
    first, second, third = (int(part) for part in re.split(r"[/.-]", text))
    if first > 31:
        return _told(first, second, third)
    year = third if third > 99 else 2000 + third
    if first > 12 or second > 12:
        return _told(year, second, first) if first > 12 else _told(year, first, second)
    found = _told(year, second, first)
    return found._replace(order_assumed=first != second) if found else None


def _by_month(stamp: str, month: int, day: int, known: Known | None) -> Told | None:
    """A day and a month. Without a year it is the last such day that is not after the known one."""
    if year := _YEAR.search(stamp):
        return _told(int(year.group(0)), month, day)
    if known is None:
        return None
    weekday = _index(WEEKDAY.search(stamp), _WEEKDAYS)
    for back in range(12):
        found = _told(known.day.year - back, month, day)
        if found and found.day <= known.day and (weekday is None or found.day.weekday() == weekday):
            return found._replace(derived=True)
    return None


def _told(year: int, month: int, day: int) -> Told | None:
    try:
        return Told(date(year, month, day))
    except ValueError:
        return None
