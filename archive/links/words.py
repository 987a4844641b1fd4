"""Words as a machine reads them: one form to compare them by, how alike two texts are, and how much a match says.

The form for comparing knows no case, no kinds of quotes and dashes, no emoji (reading drops them) and no double spaces.
A word's `skeleton` goes further: letters and digits that readers of pictures mistake for one another become one.
"""

import re
import unicodedata
from functools import lru_cache

from archive.links.everyday import COMMON

_SAME = str.maketrans({
    "’": "'", "‘": "'", "´": "'", "`": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "—": "-", "–": "-",
    "‐": "-", "‑": "-", "−": "-", "…": "...", "•": "·", "\ufe0f": "", "\u20e3": "",
})  # fmt: skip
_LOOKALIKE = str.maketrans({"0": "o", "1": "l", "i": "l", "|": "l", "!": "l", "5": "s", "2": "z", "8": "b", "9": "g"})
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))
_MORE = re.compile(r"\s*(?:\.\.\.\s*)?(?:read more|see more)$|\s*\.\.\.$")
ALIKE = 0.8  # from this share of letters on, two texts may be one text misread


@lru_cache(50_000)
def plain(text: str) -> str:
    """The form by which texts are compared."""
    shown = unicodedata.normalize("NFKC", text.translate(_SAME)).translate(_SAME)
    kept = "".join(char for char in shown if unicodedata.category(char) not in ("So", "Cf", "Co", "Cs", "Cn"))
    kept = "".join(char for char in kept if not 0x1F3FB <= ord(char) <= 0x1F3FF)  # skin tones
    return " ".join(kept.split()).casefold()


@lru_cache(50_000)
def tokens(text: str) -> tuple[str, ...]:
    """The words of a text in the form for comparing, without punctuation; numbers keep the signs inside them."""
    found = []
    for word in text.split():
        digits = any(char.isdigit() for char in word)
        kept = word.strip(".,:;!?'\"()[]-/*_~") if digits else "".join(c for c in word if c.isalnum())
        found += [kept] if kept else []
    return tuple(found)


@lru_cache(50_000)
def skeleton(word: str) -> str:
    """A word with look-alikes made one: `tonlght` and `tonight`, `bum` and `burn` are the same."""
    bare = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    shape = bare.translate(_LOOKALIKE)
    for pair, one in _PAIRS:
        shape = shape.replace(pair, one)
    return shape


@lru_cache(50_000)
def skeletons(text: str) -> frozenset[str]:
    return frozenset(map(skeleton, tokens(text)))


@lru_cache(50_000)
def weight(text: str) -> float:
    """How much it says, in bits, that two places have this text: little for "ok", much for a long sentence."""
    return min(60.0, sum(map(_says, tokens(text))))


@lru_cache(50_000)
def shared_weight(a: str, b: str) -> float:
    """The same of two texts that are alike: a word that is misread in one of them says as little as an everyday one."""
    both = skeletons(a) & skeletons(b)
    few = min(tokens(a), tokens(b), key=len)
    return min(60.0, sum(_says(word) if skeleton(word) in both else 2.0 for word in few))


def _says(word: str) -> float:
    return 2.0 if word in COMMON else 4.0 + min(6, len(word))


@lru_cache(50_000)
def ratio(a: str, b: str) -> float:
    """How alike two texts are, from 0 to 1: the share of letters that need no change."""
    return 1.0 if a == b else 1 - distance(a, b) / max(len(a), len(b))


def distance(a: str, b: str) -> int:
    """The least number of letters to put in, leave out or change (Levenshtein; Myers' bit vectors in Hyyrö's form)."""
    if len(a) > len(b):
        a, b = b, a
    if not a:
        return len(b)
    where: dict[str, int] = {}
    for i, char in enumerate(a):
        where[char] = where.get(char, 0) | 1 << i
    mask, last, found = (1 << len(a)) - 1, 1 << (len(a) - 1), len(a)
    up, down = mask, 0  # rows in which the distance grows by one, or shrinks by one
    for char in b:
        equal = where.get(char, 0)
        vertical, horizontal = equal | down, (((equal & up) + up) ^ up) | equal
        grows, shrinks = down | ~(horizontal | up) & mask, up & horizontal
        found += 1 if grows & last else -1 if shrinks & last else 0
        grows, shrinks = (grows << 1 | 1) & mask, (shrinks << 1) & mask
        up, down = shrinks | ~(vertical | grows) & mask, grows & vertical
    return found


def alike(a: str, b: str) -> float:
    """How alike two whole texts are, if they may be one text misread; else 0."""
    if a == b:
        return 1.0
    longer, shorter = max(len(a), len(b)), min(len(a), len(b))
    if shorter < 3:
        return 0.9 if a and b and skeleton(a) == skeleton(b) else 0.0
    if shorter < longer * ALIKE and longer - shorter > 1:
        return 0.0
    if longer > 14 and len(tokens(a)) > 2 and len(tokens(b)) > 2 and not skeletons(a) & skeletons(b):
        return 0.0
    found = ratio(a, b)
    enough = found >= ALIKE or (longer <= 6 and distance(a, b) <= 1) or skeleton(a) == skeleton(b)
    return max(found, 0.7) if enough else 0.0


def part_of(part: str, whole: str, end: str) -> float:
    """How alike a cut text is to the end of a whole one that is left of it: `top` was cut, so the last words are seen."""
    bare = _MORE.sub("", part) if end == "bottom" else part
    if len(bare) < 6 or len(bare) >= len(whole):
        return 0.0
    sizes = range(max(1, len(bare) - 1), min(len(whole), len(bare) + 1) + 1)
    best = max(ratio(bare, whole[-size:] if end == "top" else whole[:size]) for size in sizes)
    return best if best >= ALIKE else 0.0


def goes_on(text: str) -> bool:
    """Whether a text ends as one that the screen shortened: "… Read more"."""
    return bool(_MORE.search(text))
