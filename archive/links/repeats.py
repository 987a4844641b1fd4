"""Whether words may hold two pictures together though no clock confirms them.

The same words may have been sent twice. So they must stand nowhere else in the conversation, and the conversation must
go on there: one of the pictures, with all that is joined to it, ends with them, and the other begins with them.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from archive.links import clocks, words
from archive.links.chain import Chains, Joined, Message
from archive.links.matching import likeness, titled_alike
from archive.links.seen import Seen

_RAREST = 2  # words by which others are looked up: one of them may be misread
_SPECK = 2  # letters; less than that is soon read where there is nothing


class Repeats:
    """Where the words of a message stand a second time."""

    def __init__(self, rows: Mapping[str, Sequence[tuple[int, Seen]]]) -> None:
        self._seen: dict[Message, Seen] = {(picture, n): one for picture, row in rows.items() for n, one in row}
        self._holds: dict[str, list[Message]] = defaultdict(list)
        for message, one in self._seen.items():
            for word in words.skeletons(one.plain):
                self._holds[word].append(message)

    def allow(self, chains: Chains, pairs: Joined, *, near: bool, halved: bool) -> bool:
        """Whether these pairs may each be made one message on the strength of their words alone. Of pictures that were
        probably taken one after the other (`near`) a run of messages must stand elsewhere as a run to be in doubt, and one
        that their seam halves (`halved`) is in none."""
        found = [self._elsewhere(chains, pair, near=near) for pair in pairs]
        if not halved and (_run(found) if near and len(pairs) > 1 else all(found)):
            return False
        (a, b), (last_a, last_b) = pairs[0], pairs[-1]
        before, before_b = (self._told(chains.around(one)[0]) for one in (a, b))
        after, after_b = (self._told(chains.around(one)[1]) for one in (last_a, last_b))
        return not (after or before_b) or not (before or after_b)

    def _elsewhere(self, chains: Chains, pair: tuple[Message, Message], *, near: bool) -> set[Message]:
        """Messages that say the same as this pair and are not known to be the same one. At the seam of two pictures that
        follow each other the shorter of the two does not count: it is what an edge left, and may be the end of many."""
        a, b = pair
        known = {*chains.same(a), *chains.same(b)}
        asked = [max(pair, key=lambda one: (len(self._seen[one].plain), one))] if near else [a, b]
        minutes = self._seen[a].minutes & self._seen[b].minutes
        return {
            other
            for one in asked
            for other in self._like(one) - known
            if self._says(other, one) and not clocks.apart(minutes, self._seen[other].minutes)
        }

    def _like(self, message: Message) -> set[Message]:
        held = [self._holds[word] for word in words.skeletons(self._seen[message].plain)]
        return {other for messages in sorted(held, key=len)[:_RAREST] for other in messages}

    def _says(self, one: Message, other: Message) -> bool:
        a, b = self._seen[one], self._seen[other]
        return titled_alike(a.title, b.title) and likeness(a, b)[0] > 0

    def _told(self, messages: Sequence[Message]) -> bool:
        return any(len(self._seen[message].plain) > _SPECK for message in messages if message in self._seen)


def _run(found: Sequence[set[Message]]) -> bool:
    """Whether two messages that follow each other stand elsewhere one under the other too."""
    return any((picture, n + 1) in after for one, after in pairwise(found) for picture, n in one)
