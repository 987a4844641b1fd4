"""Which pictures were probably taken one after the other: the names of their files say so.

Telephones number their pictures or name them by the second. Who takes a conversation down scrolls from one to the next, so of two
such pictures it is to be expected that they overlap, and less has to be seen of it. The names alone never join anything.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from archive.links.seen import Seen

_NUMBER = re.compile(r"\d+")
_STEP, _SECONDS = 3, 120  # pictures that are no chat may lie between
_STAMP = re.compile(r"(20\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)")


def neighbours(pictures: Mapping[str, Sequence[Seen]]) -> set[tuple[str, str]]:
    """Pairs of pictures that follow each other, each as (lower, higher). It takes the names from what was seen in them."""
    rows: dict[str, list[tuple[list[int], str, str]]] = defaultdict(list)
    for picture, seen in pictures.items():
        name = seen[0].file
        if numbers := _NUMBER.findall(name):
            rows[_NUMBER.sub("#", name)].append(([int(one) for one in numbers], "".join(numbers), picture))
    return {
        (min(a, b), max(a, b))
        for row in rows.values()
        for (one, digits, a), (other, more, b) in pairwise(sorted(row))
        if _follows((one, other), (_seconds(digits), _seconds(more)))
    }


def _follows(numbers: tuple[list[int], list[int]], seconds: tuple[int, int]) -> bool:
    if all(seconds):
        return 0 < seconds[1] - seconds[0] <= _SECONDS
    one, other = numbers
    return one[:-1] == other[:-1] and 0 < other[-1] - one[-1] <= _STEP


def _seconds(digits: str) -> int:
    """The moment that a name tells, to count from one to the next; 0 when it tells none."""
    stamp = _STAMP.fullmatch(digits)
    if not stamp:
        return 0
    year, month, day, hour, minute, second = map(int, stamp.groups())
    return (((year * 12 + month) * 31 + day) * 24 + hour) * 3600 + minute * 60 + second
