"""Whether two pictures of one conversation overlap: by their messages, their clocks, and how far apart they stand.

Scrolling shows a run of messages again, so what two pictures share is the end of one and the beginning of the other, or
the whole of the smaller one. Every match is worth what it says, in bits (`words.weight`, the clock, the geometry), and
whatever should match and does not costs. A short message alone proves nothing; nor does a run of repeats that could
stand at several places.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import inf
from statistics import median

from msgspec import Struct

from archive.links import clocks, words
from archive.links.seen import Seen

_ENOUGH = 18.0  # bits
_ENOUGH_ALONE = 36.0  # for one message that no clock confirms: the same words may have been sent twice
_ENOUGH_UNTITLED = 22.0  # where no title says that it is one conversation
_CLOCK, _UNLIKE, _MISMATCH, _GAP, _EDGE = 4.0, -10.0, -8.0, -14.0, -1.0
_OTHER_MINUTE = -3.0  # the same words with another clock: a repeat, or a clock that was misread
_MOST = 24.0  # what the words of one message can say
_FREE = 0.1  # this share of letters may be misread at no cost: noise must not choose between repeats
_WIDER = 0.05  # from this on two bubbles are not equally wide, up to the scale that the others tell
_REPEAT = 0.5  # what a message says that is like the one before it: it could be any of them
_RIVAL = 6.0  # an overlap that stands out by less from the next best one is doubtful
_READABLE = 12  # letters of a cut message from which on it should match
Pairs = tuple[tuple[int, int], ...]


class Overlap(Struct, frozen=True):
    """Which messages of two pictures are the same, and how much speaks for it. `whole`: neither shows anything else."""

    pairs: Pairs
    bits: float
    whole: bool = False


def overlap(a: Sequence[Seen], b: Sequence[Seen]) -> Overlap | None:
    """The overlap of two pictures' messages, in order from the top; None when too little speaks for one."""
    cells = [[match(one, other) for other in b] for one in a]
    best = _aligned(a, b, cells)
    if not best.pairs:
        return None
    others = [row.copy() for row in cells]
    for i, j in best.pairs:
        others[i][j] = _MISMATCH
    rival, best = sorted((best, _aligned(a, b, others)), key=lambda one: one.bits)
    if not best.pairs or best.bits < _needed(a, b, best.pairs):
        return None
    if rival.bits > best.bits - _RIVAL and not _same_screen(a, b, best.pairs):
        return None
    return Overlap(best.pairs, best.bits, len(best.pairs) == len(a) == len(b))


def _needed(a: Sequence[Seen], b: Sequence[Seen], pairs: Pairs) -> float:
    told = [(i, j) for i, j in pairs if a[i].plain] or list(pairs)
    one, other = a[told[0][0]], b[told[0][1]]
    if len(told) == 1 and clocks.apart(one.minutes, other.minutes) is None:
        return _ENOUGH if words.shared_weight(one.plain, other.plain) >= _ENOUGH_ALONE else inf
    return _ENOUGH if a[0].title and b[0].title else _ENOUGH_UNTITLED


def match(a: Seen, b: Seen) -> float:
    """How much speaks for two sightings being one message, in bits; below 0 when something speaks against it."""
    if a.kind != b.kind or ("unknown" not in (a.side, b.side) and a.side != b.side):
        return _MISMATCH
    minutes = clocks.apart(a.minutes, b.minutes)
    share = words.alike(a.plain, b.plain) or _cut(a, b) or _cut(b, a) or (_slip(a, b) if minutes == 0 else 0)
    if not share or (not a.plain and a.text != b.text):
        return max(_MISMATCH, -2 - min(len(a.plain), len(b.plain)) / 2)  # a short word is soon misread
    if minutes:
        return _OTHER_MINUTE
    bits = min(_MOST, min(1.0, share + _FREE) * words.shared_weight(a.plain, b.plain)) or 0.5
    bits += 0 if minutes is None else _CLOCK
    if a.day and b.day and not (a.reckoned or b.reckoned):
        bits += 3 if a.day == b.day else _UNLIKE
    if a.sender and b.sender and not named_alike(a.sender, b.sender):
        bits += _UNLIKE
    return bits if bits > 0 else _MISMATCH


def _cut(part: Seen, whole: Seen) -> float:
    """A message cut at the edge of one picture is the beginning or the end of the whole one in the other."""
    return max((words.part_of(part.plain, whole.plain, end) for end in part.opened), default=0.0)


def _slip(a: Seen, b: Seen) -> float:
    """The shortest words, of which one letter was misread."""
    short = 0 < len(a.plain) <= 4 and 0 < len(b.plain) <= 4
    return 0.5 if short and words.distance(a.plain, b.plain) <= 1 else 0.0


def _misread(a: Seen, b: Seen) -> bool:
    """Whether two messages that stand at one place of two pictures are one, though a short word was misread in it."""
    short = max(len(a.plain), len(b.plain)) <= 4 and words.distance(a.plain, b.plain) <= 1
    return a.kind == b.kind and a.side == b.side and not clocks.apart(a.minutes, b.minutes) and short


def named_alike(a: str, b: str) -> bool:
    """Whether two names as read can be one: look-alikes, a letter misread in a longer one, the end left out."""
    one, other = words.plain(a).rstrip(". "), words.plain(b).rstrip(". ")
    if words.skeleton(one) == words.skeleton(other):
        return True
    short, long = sorted((one, other), key=len)
    if len(short) >= 5 and long.startswith(short) and not long[len(short)].isdigit():
        return True
    return len(short) >= 5 and words.distance(one, other) <= len(short) // 5


def _aligned(a: Sequence[Seen], b: Sequence[Seen], cells: list[list[float]]) -> Overlap:
    """The best overlap: from the top of one of them to the bottom of one of them."""
    best = [[0.0] * (len(b) + 1) for _ in range(len(a) + 1)]
    came: dict[tuple[int, int], tuple[int, int]] = {}
    for i, one in enumerate(a, 1):
        for j, other in enumerate(b, 1):
            value = cells[i - 1][j - 1]
            step = _EDGE if value < 0 and (_shred(one) or _shred(other)) else value
            ways = (
                (best[i - 1][j - 1] + step, (i - 1, j - 1)),
                (best[i - 1][j] + _gap(one), (i - 1, j)),
                (best[i][j - 1] + _gap(other), (i, j - 1)),
            )
            best[i][j], came[i, j] = max(ways)
    ends = [(best[len(a)][j], (len(a), j)) for j in range(len(b) + 1)]
    ends += [(best[i][len(b)], (i, len(b))) for i in range(len(a) + 1)]
    bits, at = max(ends)
    path = []
    while at in came:
        before = came[at]
        if before == (at[0] - 1, at[1] - 1):
            path.append(before)
        at = before
    found = _same(a, b, path[::-1], cells)
    return Overlap(found, bits - _said_twice(a, b, found, cells) + geometry(a, b, found))


def _same(a: Sequence[Seen], b: Sequence[Seen], path: list[tuple[int, int]], cells: list[list[float]]) -> Pairs:
    """Of the messages that stand side by side those that are one: they match, or are misread between two that do."""
    good = [cells[i][j] > 0 for i, j in path]
    found = []
    for n, (i, j) in enumerate(path):
        within = 0 < n < len(path) - 1 and good[n - 1] and good[n + 1]
        if good[n] or (cells[i][j] > _MISMATCH and (_misread(a[i], b[j]) or (within and cells[i][j] == _OTHER_MINUTE))):
            found.append((i, j))
    return tuple(found)


def _shred(one: Seen) -> bool:
    """Whether too little is left of a message to know it by."""
    return bool(one.cut) and len(one.plain) < _READABLE


def _said_twice(a: Sequence[Seen], b: Sequence[Seen], pairs: Pairs, cells: list[list[float]]) -> float:
    """What to take off for repeats; and what to add, as less than nothing, for the first clock that both show."""
    off = 0.0
    for (before, _), (i, j) in pairwise(pairs):
        if (
            words.alike(a[before].plain, a[i].plain)
            and a[before].side == a[i].side
            and a[before].minutes == a[i].minutes
        ):
            off += cells[i][j] - _REPEAT
    return off - (_CLOCK if any(a[i].minutes & b[j].minutes for i, j in pairs) else 0)


def _gap(one: Seen) -> float:
    """What it costs that one picture shows a message and the other, which should, does not."""
    return _GAP if one.kind == "message" and one.plain else _EDGE


def geometry(a: Sequence[Seen], b: Sequence[Seen], pairs: Pairs) -> float:
    """What the distances say: alike up to one scale, since a picture may have been made smaller or cropped."""
    boxes = [(a[i].box, b[j].box) for i, j in pairs if not a[i].cut and not b[j].cut]
    boxes = [(one, other) for one, other in boxes if one[3] > one[1] and other[3] > other[1]]
    if not boxes:
        return 0.0
    wide = [(one[2] - one[0]) / max(1, other[2] - other[0]) for one, other in boxes]
    scale = median(wide)
    found = -3.0 * sum(abs(each / scale - 1) > _WIDER for each in wide) if scale else 0.0
    for (one, other), (next_one, next_other) in pairwise(boxes):
        here, there = next_one[1] - one[1], (next_other[1] - other[1]) * scale
        found += 2.0 if abs(here - there) <= 0.04 * max(here, there, 1) + 4 else -2.0
    return max(-8.0, min(8.0, found))


def _same_screen(a: Sequence[Seen], b: Sequence[Seen], pairs: Pairs) -> bool:
    """Whether both pictures are one screen: all messages match, each with itself, at the same places up to one scale."""
    if not len(pairs) == len(a) == len(b):
        return False
    boxes = [(one.box, other.box) for one, other in zip(a, b, strict=True)]
    if any(one[3] <= one[1] or other[3] <= other[1] for one, other in boxes):
        return False
    scale = median((one[2] - one[0]) / max(1, other[2] - other[0]) for one, other in boxes)
    shifts = [one[1] - other[1] * scale for one, other in boxes]
    near = 0.03 * max(one[3] for one, _ in boxes) + 4
    return max(shifts) - min(shifts) <= near and abs(median(shifts)) <= near
