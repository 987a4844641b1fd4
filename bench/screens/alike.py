"""How alike two texts are once what a reader of pictures cannot know is taken away."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Emoji, arrows, dingbats, joiners and the other signs that are pictures rather than letters.
SIGNS = re.compile(
    "[\u2190-\u21ff\u2298\u2300-\u23ff\u25a0-\u27bf\u2b00-\u2bff\ufe0f\u200d\u20e3\U0001f000-\U0001faff]"
)
TWINS = str.maketrans(
    {"’": "'", "‘": "'", "´": "'", "`": "'", "“": '"', "”": '"', "—": "-", "–": "-", "…": "...", "•": "·", "|": "I"}
)


@lru_cache(maxsize=20000)
def plain(text: str) -> str:
    """One way to write quotes and dashes, no emoji, single spaces."""
    return " ".join(SIGNS.sub(" ", unicodedata.normalize("NFKC", text).translate(TWINS)).split())


def distance(a: str, b: str) -> int:
    """How many letters must change to turn one text into the other."""
    if len(a) < len(b):
        a, b = b, a
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        corner, row[0] = row[0], i
        for j, right in enumerate(b, 1):
            corner, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, corner + (left != right))
    return row[-1]


def alike(a: str, b: str) -> float:
    """1 the same, 0 nothing in common. Lengths that differ too much need no counting: they cannot be half alike."""
    a, b = plain(a), plain(b)
    longest = max(len(a), len(b))
    if a == b or not longest:
        return 1.0
    if min(len(a), len(b)) * 2 < longest:
        return min(len(a), len(b)) / longest * 0.99
    return 1 - distance(a, b) / longest
