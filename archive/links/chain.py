"""Puts overlapping pictures together into sequences: every message once, in order, with each of its sightings.

Overlaps are taken the surest first. One that would make two messages of a single picture into one, or that would
put the order into a circle, is left out: a true repeat stays twice.
"""

from collections import Counter
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

    def same(self, message: Message) -> list[Message]:
        """All sightings that were found to be this message."""
        return self._group[message]

    def around(self, message: Message) -> tuple[list[Message], list[Message]]:
        """What stands before it in its chain, and what after."""
        groups = self.order(self._chain[message[0]]) or []
        at = next(n for n, group in enumerate(groups) if message in group)
        return [group[0] for group in groups[:at]], [group[0] for group in groups[at + 1 :]]

    def chains(self) -> list[list[str]]:
        """The pictures of each chain."""
        unique = {id(members): members for members in self._chain.values()}
        return sorted(unique.values())

    def order(self, pictures: Iterable[str]) -> list[list[Message]] | None:
        """The messages of these pictures in the order in which all of them show them; None when there is none."""
        groups: dict[int, list[Message]] = {}
        after: dict[int, set[int]] = {}
        for picture in pictures:
            row = [self._group[picture, i] for i in range(len(self._pictures[picture]))]
            for group in row:
                groups.setdefault(id(group), group)
                after.setdefault(id(group), set())
            for one, other in pairwise(row):
                after[id(one)].add(id(other))
        steps = _latest_steps(after)
        return None if steps is None else sorted(groups.values(), key=lambda group: (steps[id(group)], min(group)))


def _latest_steps(after: Mapping[int, set[int]]) -> dict[int, int] | None:
    """Counted from the first message, at which step each one stands at the latest; None when they go in a circle.

    At the latest: what only one picture shows stands right before that which others show too, not at the very start.
    """
    waits = Counter(other for others in after.values() for other in others)
    ready = [name for name in after if not waits[name]]
    earliest = dict.fromkeys(ready, 0)
    for name in ready:  # grows as it is walked
        for other in after[name]:
            earliest[other] = max(earliest.get(other, 0), earliest[name] + 1)
            waits[other] -= 1
            if not waits[other]:
                ready.append(other)
    if len(ready) < len(after):
        return None
    latest: dict[int, int] = {}
    for name in reversed(ready):
        latest[name] = min((latest[other] - 1 for other in after[name]), default=earliest[name])
    return latest
