"""Whether two pictures of one conversation overlap: by their messages, their clocks, and how far apart they stand.

Scrolling shows a run of messages again, so what two pictures share is the end of one and the beginning of the other, or
the whole of the smaller one. Every match is worth what it says, in bits (`words.weight`, the clock, the geometry), and
whatever should match and does not costs. A short message alone proves nothing; nor does a run of repeats that could
stand at several places.
"""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from msgspec import Struct

from archive.links import clocks, words
from archive.links.matching import CLOCK, MISMATCH, OTHER_MINUTE, likeness, match, other_words, to_the_word
from archive.links.seen import Seen

_ENOUGH = 15.0  # bits
_BY_WORDS = 26.0  # for words that no clock confirms: they may have been sent twice
_ENOUGH_UNTITLED = 22.0  # where no title says that it is one conversation
_GAP, _SLIGHT_GAP, _EDGE = -14.0, -4.0, -1.0
_TWIN = 3  # times as much for a gap beside a repeat
_WIDER = 0.05  # from this on two bubbles are not equally wide, up to the scale that the others tell
_REPEAT = 0.5  # what a message says that is like the one before it: it could be any of them
_WORD = 8.5  # bits: below it are words that people say again and again
_RIVAL = 6.0  # an overlap that stands out by less from the next best one is doubtful
_SPECK = 2  # letters: so many are soon read where there is nothing
_READABLE = 12  # letters of a cut message from which on it should match
Pairs = tuple[tuple[int, int], ...]


class Overlap(Struct, frozen=True):
    """Which messages of two pictures are the same, and how much speaks for it. `whole`: neither shows anything else.
    `doubtful`: those whose words alone say so; if they stand anywhere else too, nothing is sure, unless the message is
    `halved`: of two pictures taken one after the other the one stops in it and the other goes on in it."""

    pairs: Pairs
    bits: float
    whole: bool = False
    doubtful: Pairs = ()
    halved: bool = False


def overlap(a: Sequence[Seen], b: Sequence[Seen], *, near: bool = False) -> Overlap | None:
    """The overlap of two pictures' messages, in order from the top; None when too little speaks for one. `near`: they were
    probably taken one after the other, so that any words at their seam are enough, if they stand nowhere else."""
    cells = [[match(one, other) for other in b] for one in a]
    best = _aligned(a, b, cells)
    if not best.pairs:
        return None
    others = [row.copy() for row in cells]
    for i, j in best.pairs:
        others[i][j] = MISMATCH
    rival, best = sorted((best, _aligned(a, b, others)), key=lambda one: one.bits)
    alone = _unconfirmed(a, b, best.pairs)
    if not best.pairs:
        return None
    halved = near and _halved(a, b, best.pairs)
    few = best.bits < (_ENOUGH if a[0].title and b[0].title else _ENOUGH_UNTITLED)
    if few or (rival.bits > best.bits - _RIVAL and not _same_screen(a, b, best.pairs)):
        meet = near and rival.bits <= max(0.0, best.bits - _RIVAL) and _meet(a, b, best.pairs)
        return Overlap(best.pairs, best.bits, doubtful=_told(a, best.pairs), halved=halved) if meet else None
    whole = len(best.pairs) == len(a) == len(b)
    return Overlap(best.pairs, best.bits, whole, alone if best.bits < _BY_WORDS else (), halved)


def _unconfirmed(a: Sequence[Seen], b: Sequence[Seen], pairs: Pairs) -> Pairs:
    """All matches that have words, if no clock confirms any of them."""
    told = _told(a, pairs)
    return () if any(clocks.apart(a[i].minutes, b[j].minutes) is not None for i, j in told) else told


def _told(a: Sequence[Seen], pairs: Pairs) -> Pairs:
    return tuple((i, j) for i, j in pairs if a[i].plain) or pairs


def _meet(a: Sequence[Seen], b: Sequence[Seen], pairs: Pairs) -> bool:
    """Whether one picture ends with just these messages and the other begins with them, in the same words."""
    both = [(a[i], b[j]) for i, j in pairs]
    if any(other_words(*pair) or not to_the_word(*pair) for pair in both) or not any(one.plain for one, _ in both):
        return False
    told = any(one.cut or other.cut or one.minutes & other.minutes for one, other in both)
    return (told or _said(a, b, pairs) >= _WORD) and (_below(a, b, pairs) or _below(b, a, _turned(pairs)))


def _below(a: Sequence[Seen], b: Sequence[Seen], pairs: Pairs) -> bool:
    """Whether these are the last messages of `a` and the first ones of `b`."""
    left = [n for n, one in enumerate(a) if n not in {i for i, _ in pairs} and _heard(one)]
    right = [n for n, one in enumerate(b) if n not in {j for _, j in pairs} and _heard(one)]
    return all(n < pairs[0][0] for n in left) and all(n > pairs[-1][1] for n in right)


def _halved(a: Sequence[Seen], b: Sequence[Seen], pairs: Pairs) -> bool:
    """Whether the seam runs through a message that says something and that neither picture shows twice: where one picture
    stops the other goes on, so it is no repeat."""
    if _said(a, b, pairs) < _WORD or not _meet(a, b, pairs):
        return False
    cut = any(
        "bottom" in upper[of[-1][0]].cut or "top" in lower[of[0][1]].cut
        for upper, lower, of in ((a, b, pairs), (b, a, _turned(pairs)))
        if _below(upper, lower, of)
    )
    rest = [one for n, one in enumerate(a) if n not in {i for i, _ in pairs}]
    rest += [one for n, one in enumerate(b) if n not in {j for _, j in pairs}]
    return cut and not any(
        likeness(one, seen)[0] for one in rest for i, j in pairs for seen in (a[i], b[j]) if one.plain
    )


def _said(a: Sequence[Seen], b: Sequence[Seen], pairs: Pairs) -> float:
    return sum(words.shared_weight(a[i].plain, b[j].plain) for i, j in pairs)


def _turned(pairs: Pairs) -> Pairs:
    return tuple((j, i) for i, j in pairs)


def _heard(one: Seen) -> bool:
    """Whether a message has words that should stand in the other picture too, if it is there."""
    return one.kind == "message" and len(one.plain) > _SPECK and not _shred(one)


def _misread(a: Seen, b: Seen) -> bool:
    """Whether two messages that stand at one place of two pictures are one, though a short word was misread in it."""
    short = max(len(a.plain), len(b.plain)) <= 4 and words.distance(a.plain, b.plain) <= 1
    return a.kind == b.kind and a.side == b.side and not clocks.apart(a.minutes, b.minutes) and short


def _aligned(a: Sequence[Seen], b: Sequence[Seen], cells: list[list[float]]) -> Overlap:
    """The best overlap: from the top of one of them to the bottom of one of them."""
    best = [[0.0] * (len(b) + 1) for _ in range(len(a) + 1)]
    came: dict[tuple[int, int], tuple[int, int]] = {}
    gaps_a, gaps_b = _gaps(a), _gaps(b)
    for i, one in enumerate(a, 1):
        for j, other in enumerate(b, 1):
            value = cells[i - 1][j - 1]
            step = _EDGE if value < 0 and (_shred(one) or _shred(other)) else value
            ways = (
                (best[i - 1][j - 1] + step, (i - 1, j - 1)),
                (best[i - 1][j] + gaps_a[i - 1], (i - 1, j)),
                (best[i][j - 1] + gaps_b[j - 1], (i, j - 1)),
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
        if good[n] or (cells[i][j] > MISMATCH and (_misread(a[i], b[j]) or (within and cells[i][j] == OTHER_MINUTE))):
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
    return off - (CLOCK if any(a[i].minutes & b[j].minutes for i, j in pairs) else 0)


def _gaps(row: Sequence[Seen]) -> list[float]:
    """What it costs to pass over each message of a picture. Beside a repeat it costs more than the repeat can say: what is
    passed over there is the right counterpart, badly read, and noise must not choose between repeats."""
    next_but_one = [_repeats(before, after) for before, after in zip(row, row[2:], strict=False)]
    next_one = [_repeats(before, one) for before, one in pairwise(row)]
    beside = zip([False, *next_one], [*next_one, False], [False, *next_but_one, False], strict=False)
    return [_gap(one) * (_TWIN if any(each) else 1) for one, each in zip(row, beside, strict=False)]


def _repeats(one: Seen, other: Seen) -> bool:
    return one.side == other.side and bool(one.plain) and words.alike(one.plain, other.plain) > 0


def _gap(one: Seen) -> float:
    """What it costs that one picture shows a message and the other, which should, does not."""
    if one.kind != "message" or not one.plain:
        return _EDGE
    return _GAP if len(one.plain) > 2 and one.sure else _SLIGHT_GAP  # specks are soon read as a letter or two


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
