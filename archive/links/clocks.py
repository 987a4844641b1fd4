"""Clocks as screens show them: `21:14`, `9:14 pm`, and whether two of them can be the same minute."""

import re
from functools import lru_cache

DAY = 24 * 60
_CLOCK = re.compile(r"(?<![\d:./])([01]?\d|2[0-3])\s?[:.;h]\s?([0-5]\d)(?!\d)\s*([ap])?", re.IGNORECASE)


@lru_cache(10_000)
def minutes(clock: str) -> frozenset[int]:
    """The minutes of a day that a clock can mean; none when it is no clock.

    `9:14` without am or pm is both, because a reader may have lost the mark; `09:14` and `21:14` are what they say.
    """
    found = _CLOCK.search(clock)
    if not found:
        return frozenset()
    hour, minute, half = int(found[1]), int(found[2]), (found[3] or "").lower()
    if half and hour <= 12:
        return frozenset({(hour % 12 + (12 if half == "p" else 0)) * 60 + minute})
    both = 0 < hour <= 12 and not found[1].startswith("0")
    return frozenset({hour * 60 + minute, (hour + 12) % 24 * 60 + minute} if both else {hour * 60 + minute})


def apart(a: frozenset[int], b: frozenset[int]) -> int | None:
    """The least number of minutes between two clocks, around midnight too; None when either is not known."""
    if not a or not b:
        return None
    return min(min((x - y) % DAY, (y - x) % DAY) for x in a for y in b)
