"""Stitches pictures of one conversation into sequences, whatever the order in which they came.

Only pictures that share words, with like titles and a service that can be the same, are compared: by an index of their
words, the rare ones first. So ten thousand messages are not compared with one another.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from math import log2

import msgspec

from archive.links import words
from archive.links.chain import Chains
from archive.links.furniture import without_furniture
from archive.links.matching import titled_alike
from archive.links.neighbours import neighbours
from archive.links.overlap import Overlap, overlap
from archive.links.repeats import Repeats
from archive.links.seen import Place, Seen, compatible
from archive.links.seen import Sequence as Stitched

_FEW, _MOST_HELD, _NEAREST = 24, 80, 16
Pictures = Mapping[str, Sequence[Seen]]


def stitch(seen: Iterable[Seen]) -> list[Stitched]:
    """All sequences of a case: every message of every picture stands in exactly one."""
    pictures = _by_picture(seen)
    kept = without_furniture(pictures)
    compared = {name: [one for _, one in row] for name, row in kept.items()}
    near = neighbours(pictures)
    candidates = sorted({*_candidates(pictures), *near})
    found = {pair: one for pair in candidates if (one := _compared(compared, pair, near=pair in near))}
    chains, repeats = Chains(pictures), Repeats(kept)
    alike: dict[str, list[tuple[str, str, float]]] = defaultdict(list)
    for (a, b), one in sorted(found.items(), key=lambda item: (bool(item[1].doubtful), -item[1].bits, item[0])):
        pairs, doubtful = (
            [((a, kept[a][i][0]), (b, kept[b][j][0])) for i, j in some] for some in (one.pairs, one.doubtful)
        )
        if doubtful and not repeats.allow(chains, doubtful, near=(a, b) in near, halved=one.halved):
            continue
        if chains.join(pairs) and one.whole:
            alike[a].append((a, b, min(1.0, one.bits / 60)))
    return sorted((_sequence(pictures, chains, row, alike) for row in chains.chains()), key=_first)


def _by_picture(seen: Iterable[Seen]) -> dict[str, list[Seen]]:
    found: dict[str, list[Seen]] = defaultdict(list)
    for one in seen:
        found[one.picture].append(one)
    return {
        picture: sorted(found[picture], key=lambda one: (one.order, one.box[1], one.id)) for picture in sorted(found)
    }


def _compared(pictures: Pictures, pair: tuple[str, str], *, near: bool) -> Overlap | None:
    a, b = (pictures[name] for name in pair)
    if not compatible(_common(a, "service"), _common(b, "service")):
        return None
    titles = _common(a, "title"), _common(b, "title")
    return overlap(a, b, near=near and all(titles)) if not all(titles) or titled_alike(*titles) else None


def _common(seen: Sequence[Seen], field: str) -> str:
    return next((value for one in seen if (value := str(getattr(one, field)))), "")


def _candidates(pictures: Pictures) -> Iterator[tuple[str, str]]:
    """Pairs of pictures that are worth comparing: all of a few, else those that share rare words."""
    if len(pictures) <= _FEW:
        yield from combinations(pictures, 2)
        return
    holds: dict[str, set[str]] = defaultdict(set)
    for picture, seen in pictures.items():
        for word in {word for one in seen for word in _keys(one)}:
            holds[word].add(picture)
    shared: dict[str, Counter[str]] = defaultdict(Counter)
    for word in sorted(holds):
        among = sorted(holds[word])
        rare = log2(len(pictures) / len(among)) + 1
        for a, b in combinations(among, 2) if len(among) <= _MOST_HELD else ():
            shared[a][b] += rare  # type: ignore[assignment]
            shared[b][a] += rare  # type: ignore[assignment]
    for picture, others in shared.items():
        nearest = sorted(others.items(), key=lambda item: (-item[1], item[0]))[:_NEAREST]
        yield from (min((picture, other), (other, picture)) for other, _ in nearest)


def _keys(one: Seen) -> set[str]:
    """What a message is found by: its words, and its clock with its side and first word."""
    found = {word for word in words.skeletons(one.plain) if len(word) > 2}
    first = next(iter(words.tokens(one.plain)), "")
    return found | {f"{minute % 720} {one.side} {words.skeleton(first)}" for minute in one.minutes}


def _sequence(
    pictures: Pictures, chains: Chains, row: list[str], alike: Mapping[str, list[tuple[str, str, float]]]
) -> Stitched:
    order = chains.order(row) or []
    places = [Place(sightings=tuple(pictures[name][i] for name, i in sorted(group))) for group in order]
    pairs = tuple(pair for name in row for pair in alike.get(name, ()))
    return Stitched(places=tuple(_dated(places, pictures)), same_screens=pairs)


def _dated(places: list[Place], pictures: Pictures) -> Iterator[Place]:
    """Give each message its day: as a picture of it says, else from the last dated one before it in a same picture,
    as long as no line of a new day stands between and the clock does not run back."""
    last: Place | None = None
    for place in places:
        stated = [one.day for one in place.sightings if one.day and not one.reckoned]
        days = Counter(stated or [one.day for one in place.sightings if one.day])
        if days:
            day = max(sorted(days), key=lambda name: days[name])
            place = msgspec.structs.replace(place, day=day, reckoned=not stated)
        elif last and _goes_on(last, place, pictures):
            derived = last.derived or _says_day(last)
            place = msgspec.structs.replace(place, day=last.day, derived=derived, reckoned=last.reckoned)
        last = place if place.day else None
        yield place


def _says_day(place: Place) -> str:
    return next(one.id for one in place.sightings if one.day == place.day)


def _goes_on(last: Place, place: Place, pictures: Pictures) -> bool:
    """Whether a picture shows both, one under the other, with nothing between that says another day."""
    if any(one.text and _stamp(one, pictures) for one in place.sightings):
        return False
    above = {(one.picture, one.order) for one in last.sightings}
    below = any((one.picture, order) in above for one in place.sightings for order in (one.order - 1,))
    before, now = last.best.minutes, place.best.minutes
    return below and (not before or not now or max(now) >= min(before))


def _stamp(one: Seen, pictures: Pictures) -> bool:
    """Whether a line above this message says another day than the line that the message before it stands under."""
    row = pictures[one.picture]
    at = row.index(one)
    return bool(one.stamp) and at > 0 and one.stamp != row[at - 1].stamp


def _first(sequence: Stitched) -> tuple[str, str, str]:
    first = sequence.places[0]
    day = next((place.day for place in sequence.places if place.day), "9")
    return day, (sequence.titles or [""])[0].casefold(), min(one.id for one in first.sightings)
