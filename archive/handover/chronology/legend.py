"""The short words beside every time, and the sentences that they stand for: explained once in a volume, not at each entry."""

from archive.handover.entry import When
from archive.records import Time

_WORDS = {
    "stated": "zone stated",
    "derived": "zone or day worked out",
    "declared": "zone declared",
    "unknown": "zone unknown",
}
_MOST = 20  # sentences for one word; more would be no legend


class Legend:
    """Collects the sentences on who vouches for a zone, and gives each a word, with a letter from the second sentence on."""

    def __init__(self) -> None:
        self._found: dict[str, dict[str, str]] = {}

    def words(self, when: When, time: Time) -> list[str]:
        """The words to print behind a clock: the basis of its zone, and how exact it is."""
        if not when.day and not when.clock:
            return []
        return [word for word in (self._basis(when, _WORDS[time.basis]), when.precision) if word and word != when.zone]

    def _basis(self, when: When, word: str) -> str:
        if not when.basis:
            return ""
        known = self._found.setdefault(word, {})
        if when.basis not in known:
            if len(known) >= _MOST:
                return when.basis
            known[when.basis] = f"{word} ({chr(ord('a') + len(known))})" if known else word
        return known[when.basis]

    @property
    def entries(self) -> list[tuple[str, str]]:
        """What was used: the word, and its sentence."""
        return sorted((word, sentence) for known in self._found.values() for sentence, word in known.items())
