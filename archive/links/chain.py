"""Puts overlapping pictures together into sequences: every message once, in order, with each of its sightings.

Overlaps are taken the surest first. One that would make two messages of a single picture into one, or that would
put the order into a circle, is left out: a true repeat stays twice.
"""

import heapq
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from archive.links.seen import Seen

Message = tuple[str, int]  # picture, place in it from 0
Joined = list[tuple[Message, Message]]


class Chains:
    """Messages that were found to be one, over all pictures."""

    def __init__(self, pictures: Mapping[str, Sequence[Seen]]) -> None:
        self._pictures = pictures
        self._group: dict[Message, list[Message]] = {}
        self._chain: dict[str, list[str]] = {}
        for picture, seen in pictures.items():
            self._chain[picture] = [picture]
            for i in range(len(seen)):
                self._group[picture, i] = [(picture, i)]

    def join(self, pairs: Joined) -> bool:
        """Make each pair one message, if nothing speaks against it. Says whether it was done."""
        fresh = [(a, b) for a, b in pairs if self._group[a] is not self._group[b]]
        if not fresh:
            return True
        kept = {id(group): group for pair in fresh for group in (self._group[pair[0]], self._group[pair[1]])}
        held = [list(group) for group in kept.values()]
        for a, b in fresh:
            self._unite(a, b)
        (one, _), (other, _) = pairs[0]
        members = sorted({*self._chain[one], *self._chain[other]})
        if self._doubled(fresh) or self.order(members) is None:
            for group in held:  # as it was
                for message in group:
                    self._group[message] = group
            return False
        for picture in members:
            self._chain[picture] = members
        return True

    def _unite(self, a: Message, b: Message) -> None:
        one, other = self._group[a], self._group[b]
        if one is not other:
            both = [*one, *other]
            for message in both:
                self._group[message] = both

    def _doubled(self, pairs: Joined) -> bool:
        """Whether one picture would show one message twice."""
        groups = [self._group[a] for a, _ in pairs]
        return any(len({picture for picture, _ in group}) < len(group) for group in groups)

    def chains(self) -> list[list[str]]:
        """The pictures of each chain."""
        unique = {id(members): members for members in self._chain.values()}
        return sorted(unique.values())

    def order(self, pictures: Iterable[str]) -> list[list[Message]] | None:
        """The messages of these pictures in the order in which all of them show them; None when there is none.

        Where no picture says which comes first, the run of the picture at hand goes on.
        """
        groups: dict[int, list[Message]] = {}
        after: dict[int, set[int]] = {}
        waits: dict[int, int] = {}
        for picture in pictures:
            row = [self._group[picture, i] for i in range(len(self._pictures[picture]))]
            for group in row:
                groups.setdefault(id(group), group)
                after.setdefault(id(group), set())
                waits.setdefault(id(group), 0)
            for one, other in pairwise(row):
                if id(other) not in after[id(one)]:
                    after[id(one)].add(id(other))
                    waits[id(other)] += 1
        return self._walk(groups, after, waits)

    def _walk(
        self, groups: dict[int, list[Message]], after: dict[int, set[int]], waits: dict[int, int]
    ) -> list[list[Message]] | None:
        ready = [(*self._rank(groups[name], 0), name) for name, count in waits.items() if not count]
        heapq.heapify(ready)
        found: list[list[Message]] = []
        while ready:
            *_, name = heapq.heappop(ready)
            found.append(groups[name])
            for other in after[name]:
                waits[other] -= 1
                if not waits[other]:
                    heapq.heappush(ready, (*self._rank(groups[other], len(found)), other))
        return found if len(found) == len(groups) else None

    def _rank(self, group: list[Message], step: int) -> tuple[int, str, Message]:
        """What became ready last goes first, so that a run is not torn; at the start, the earliest that is dated."""
        days = sorted(self._pictures[picture][i].day for picture, i in group)
        return (-step, days[-1] or "9", min(group))
