"""Scrolled threads: read into a case, stitched, and compared with the thread that was drawn."""

from __future__ import annotations

import hashlib
import json
import subprocess
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from pathlib import Path

from archive.case import Case
from archive.links import links
from archive.links.seen import Seen
from archive.links.seen import Sequence as Stitched
from bench.screens.alike import plain
from bench.screens.matching import Picture, words_of
from bench.screens.model import Truth
from bench.screens.reading import pictures

Key = tuple[int, int]  # which series, which message of it
_PREVIEW = 1000  # what the number of a preview is higher than that of its message


def stitched(program: str, case: Path, paths: Sequence[Path], how: Sequence[str]) -> tuple[Stitched, ...]:
    """What a fresh case makes of these pictures."""
    subprocess.run([program, "init", str(case)], check=True, capture_output=True)
    done = subprocess.run([program, "add", str(case), *map(str, paths), *how], capture_output=True, text=True)
    if done.returncode not in (0, 3):
        raise RuntimeError(done.stderr)
    with Case.open(case) as opened:
        return links(opened).sequences


def scrolled(folder: Path) -> list[Path]:
    """The pictures of a folder that belong to a series."""
    return [path for path in pictures(folder) if "series" in _truth(path)]


def score_series(paths: Sequence[Path], sequences: Sequence[Stitched]) -> Counter[str]:
    """How many messages stand once, in order, and whether a message that was really repeated was lost."""
    truths = {hashlib.sha256(path.read_bytes()).hexdigest(): _truth(path) for path in paths}
    wanted = {_key(t, m): (m["side"], plain(words_of(m))) for t in truths.values() for m in t["messages"] if _asked(m)}
    keys = _recognised(truths, sequences)
    rows = [[_most(keys.get(seen.id) for seen in place.sightings) for place in one.places] for one in sequences]
    times = Counter(key for row in rows for key in row if key)
    ordered = {key for row in rows for key in _in_order([key for key in row if key])}
    said = Counter((key[0], *what) for key, what in wanted.items())
    repeats = {key for key, what in wanted.items() if said[(key[0], *what)] > 1} & set(keys.values())
    once, twice = ({key for key in wanted if fits(times[key])} for fits in ((1).__eq__, (1).__lt__))
    gaps = _gaps(list(truths.values()))
    return Counter(
        series=len({truth["series"] for truth in truths.values()}), pictures=len(truths), messages=len(wanted),
        once=len(once), ordered=len(once & ordered), missed=sum(not times[key] for key in wanted),
        unread=len(wanted.keys() - set(keys.values())), twice=len(twice), apart=len(twice & _at_gaps(gaps)),
        sequences=sum(any(row) for row in rows), at_best=1 + len(gaps),
        repeats=len(repeats), lost=sum(not times[key] for key in repeats),
    )  # fmt: skip


def _gaps(truths: list[Truth]) -> list[tuple[Truth, Truth]]:
    """Pictures that follow each other and share no message that is whole: there the threads fall into pieces."""
    rows = sorted(truths, key=lambda truth: (truth["series"], truth["series_index"]))
    return [(one, other) for one, other in pairwise(rows) if not _shown(one, _whole) & _shown(other, _whole)]


def _at_gaps(gaps: Sequence[tuple[Truth, Truth]]) -> set[Key]:
    """Messages of which only a cut part stands on the one or the other side of a gap."""
    return {key for one, other in gaps for key in _shown(one, _asked) & _shown(other, _asked)}


def _shown(truth: Truth, which: Callable[[Truth], bool]) -> set[Key]:
    return {_key(truth, message) for message in truth["messages"] if which(message)}


def _whole(message: Truth) -> bool:
    return _asked(message) and not message.get("clipped")


def _truth(path: Path) -> Truth:
    truth: Truth = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    return truth


def _key(truth: Truth, message: Truth) -> Key:
    return truth["series"], message["id"]


def _asked(message: Truth) -> bool:
    return bool(message.get("scored", True) and plain(words_of(message)))


def _recognised(truths: dict[str, Truth], sequences: Sequence[Stitched]) -> dict[str, Key]:
    """Which message of the thread each record is. Messages that an edge cuts count too: they must not stand twice."""
    seen: dict[str, list[Seen]] = defaultdict(list)
    for one in (s for sequence in sequences for place in sequence.places for s in place.sightings):
        seen[one.picture].append(one)
    found: dict[str, Key] = {}
    for sha256, shown in seen.items():
        truth = truths[sha256]
        whole = {**truth, "messages": [{**message, "scored": True} for message in truth["messages"]]}
        rows = sorted(shown, key=lambda one: one.order)
        picture = Picture(whole, {"messages": [{"text": one.text, "id": one.id} for one in rows]})
        found |= {picture.got[j]["id"]: _key(truth, picture.wanted[i]) for i, j, _ in picture.pairs}
    return found


def _most(keys: Iterable[Key | None]) -> Key | None:
    counts = Counter(key for key in keys if key)
    return counts.most_common(1)[0][0] if counts else None


def _in_order(row: Sequence[Key]) -> list[Key]:
    """The longest run that only goes down the thread; what is not in it stands in the wrong place."""
    tops: list[tuple[int, float]] = []
    chains: list[list[Key]] = []
    for key in row:
        at = bisect_left(tops, _standing(key))
        chain = [*(chains[at - 1] if at else []), key]
        tops[at : at + 1], chains[at : at + 1] = [_standing(key)], [chain]
    return chains[-1] if chains else []


def _standing(key: Key) -> tuple[int, float]:
    """Where a message stands in its thread. The preview of a link has a number of its own, and stands below its message."""
    series, number = key
    return series, number - _PREVIEW + 0.5 if number >= _PREVIEW else number
