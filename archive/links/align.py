"""Lays a sequence of messages from pictures along an exported conversation: in order, one to one.

Matches that are rare enough to stand for themselves are chained first; what stands between two of them is laid out by
the best order-preserving pairing. So each of three equal texts gets its own counterpart, by what stands around it.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import log2

from msgspec import Struct

from archive.links import clocks, words
from archive.links.matching import named_alike
from archive.links.reading import Held
from archive.links.seen import Place, Seen

_BACK = 12  # places looked back over for the message before
_GAP = 0.5  # what it costs to leave out one message between two matches, so that repeats stay together
_STRONG = 12.0
_OTHER_WORDS = 0.3
_SIDES = {"in": "incoming", "out": "outgoing"}


class Candidate(Struct, frozen=True):
    """A place of a sequence, a position in a conversation, and how much speaks for their being one."""

    place: int
    position: int
    bits: float


def worth(place: Place, held: Held) -> float:
    """How much speaks for an exported record being this message, in bits; 0 when the words do not agree."""
    seen = place.best
    if seen.kind != held.kind and not (seen.plain and words.alike(seen.plain, held.plain)):
        return 0.0  # "Missed call" is a call to one reader and a message to another
    share = alikeness(seen, held)
    if not share:
        return 0.0
    bits = share * words.shared_weight(held.plain, seen.plain) or 0.5
    bits += time_bits(place, held)
    bits -= 6 if other_side(seen, held) else 0
    both = seen.sender and held.sender and held.direction == "incoming"
    bits -= 4 if both and seen.title != seen.sender and not named_alike(seen.sender, held.sender) else 0
    return max(0.0, bits)


def alikeness(seen: Seen, held: Held) -> float:
    """How alike the words are, from 0 to 1. A cut message is alike to the end of a whole one."""
    if seen.kind == "call" and held.kind == "call":
        return 0.8
    cut = (words.part_of(seen.plain, held.plain, end) for end in seen.opened)
    return words.alike(seen.plain, held.plain) or max(cut, default=0.0)


def other_side(seen: Seen, held: Held) -> bool:
    return held.direction != "unknown" and _SIDES.get(seen.side, held.direction) != held.direction


def time_bits(place: Place, held: Held) -> float:
    """How the times agree: the same minute of the same day says most; another day or another clock speaks against."""
    day = bool(place.day and held.day)
    apart = clocks.apart(place.best.minutes, held.minutes)
    if day and place.day != held.day:
        if not place.reckoned:
            return -14.0
        day = False
    if apart is None:
        return 6.0 if day else 0.0
    if apart <= 1:
        return (12.0 if day else 4.0) - 2 * apart
    return 0.0 if apart % 15 == 0 and not held.zoned else -10.0


def chained(found: Sequence[Candidate]) -> tuple[float, list[Candidate]]:
    """The best run of candidates that goes forward in both, and what it is worth. Gaps that differ cost."""
    by_place: dict[int, list[Candidate]] = {}
    for one in sorted(found, key=lambda one: (one.place, one.position)):
        by_place.setdefault(one.place, []).append(one)
    best: dict[Candidate, tuple[float, Candidate | None]] = {}
    filled = list(by_place)
    for n, place in enumerate(filled):
        earlier = [one for name in filled[max(0, n - _BACK) : n] for one in by_place[name]]
        for one in by_place[place]:
            ways = [(best[past][0] - _leap(past, one), past) for past in earlier if past.position < one.position]
            value, past = max(ways, key=lambda way: way[0], default=(0.0, None))
            best[one] = (one.bits + max(0.0, value), past if value > 0 else None)
    if not best:
        return 0.0, []
    end: Candidate | None = max(best, key=lambda one: (best[one][0], -one.place, -one.position))
    total, run = best[end][0] if end else 0.0, []
    while end:
        run.append(end)
        end = best[end][1]
    return total, run[::-1]


def _leap(past: Candidate, one: Candidate) -> float:
    return 2 * log2(1 + abs((one.position - past.position) - (one.place - past.place)))


def laid_along(places: Sequence[Place], held: Sequence[Held], anchors: Sequence[Candidate]) -> dict[int, int]:
    """Which place stands where: the anchors, and between them the best pairing. Positions are those in `held`."""
    fixed = [(-1, -1), *_forward(anchors), (len(places), len(held))]
    found = dict(fixed[1:-1])
    for (place, position), (next_place, next_position) in pairwise(fixed):
        rows = range(position + 1, next_position)
        between = range(place + 1, next_place)
        loose = (place < 0, next_place == len(places))
        found.update(_paired(places, held, (between, rows), loose))
    return found


def _forward(anchors: Sequence[Candidate]) -> Iterator[tuple[int, int]]:
    place, position = -1, -1
    for one in sorted(anchors, key=lambda one: (one.place, one.position)):
        if one.place > place and one.position > position and one.bits >= _STRONG:
            place, position = one.place, one.position
            yield place, position


def _paired(
    places: Sequence[Place], held: Sequence[Held], between: tuple[range, range], loose: tuple[bool, bool]
) -> Iterator[tuple[int, int]]:
    """The best order-preserving pairing of some places with some records. `loose`: before the first or after the last
    match nothing is missed, because the conversation goes on there."""
    rows, columns = between
    if not rows or not columns:
        return
    cells = [[worth(places[row], held[column]) for column in columns] for row in rows]
    steps = [
        [value or _stands_for(places[row], held[column]) for value, column in zip(values, columns, strict=True)]
        for values, row in zip(cells, rows, strict=True)
    ]
    gaps = [0.0 if loose[0] else _GAP, *[_GAP] * (len(rows) - 1), 0.0 if loose[1] else _GAP]
    best = [[0.0] * (len(columns) + 1) for _ in range(len(rows) + 1)]
    for j in range(1, len(columns) + 1):
        best[0][j] = best[0][j - 1] - gaps[0]
    for i, values in enumerate(steps, 1):
        best[i][0] = best[i - 1][0]
        for j, value in enumerate(values, 1):
            best[i][j] = max(best[i - 1][j], best[i][j - 1] - gaps[i], best[i - 1][j - 1] + value)
    yield from ((rows[i], columns[j]) for i, j in _way_back(best, gaps) if cells[i][j])


def _stands_for(place: Place, held: Held) -> float:
    """What it is worth that other words stand at one place: little, so that it only decides between equals."""
    apart = clocks.apart(place.best.minutes, held.minutes)
    same = place.best.kind == held.kind == "message" and (apart is None or apart <= 1)
    return _OTHER_WORDS if same and not other_side(place.best, held) else 0.0


def _way_back(best: list[list[float]], gaps: list[float]) -> Iterator[tuple[int, int]]:
    """The steps that led to the best value, from the end."""
    i, j = len(best) - 1, len(best[0]) - 1
    while i and j:
        if best[i][j] == best[i][j - 1] - gaps[i]:
            j -= 1
        elif best[i][j] == best[i - 1][j]:
            i -= 1
        else:
            i, j = i - 1, j - 1
            yield i, j
