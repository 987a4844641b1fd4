"""Whether words may hold two pictures together though no clock confirms them.

The same words may have been sent twice. So they must stand nowhere else in the conversation, and the conversation must
go on there: one of the pictures, with all that is joined to it, ends with them, and the other begins with them.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from archive.links import words
from archive.links.chain import Chains, Joined, Message
from archive.links.matching import likeness, named_alike
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

    def allow(self, chains: Chains, pairs: Joined) -> bool:
        """Whether these pairs may each be made one message on the strength of their words alone."""
        if all(self._elsewhere(chains, a, b) for a, b in pairs):
            return False
        (a, b), (last_a, last_b) = pairs[0], pairs[-1]
        before, before_b = (self._told(chains.around(one)[0]) for one in (a, b))
        after, after_b = (self._told(chains.around(one)[1]) for one in (last_a, last_b))
        return not (after or before_b) or not (before or after_b)

    def _elsewhere(self, chains: Chains, a: Message, b: Message) -> bool:
        known = {*chains.same(a), *chains.same(b)}
        return any(other not in known and self._says(other, a) for other in self._like(a))

    def _like(self, message: Message) -> set[Message]:
        held = [self._holds[word] for word in words.skeletons(self._seen[message].plain)]
        return {other for messages in sorted(held, key=len)[:_RAREST] for other in messages}

    def _says(self, one: Message, other: Message) -> bool:
        a, b = self._seen[one], self._seen[other]
        return named_alike(a.title, b.title) and likeness(a, b)[0] > 0

    def _told(self, messages: Sequence[Message]) -> bool:
        return any(len(self._seen[message].plain) > _SPECK for message in messages if message in self._seen)
