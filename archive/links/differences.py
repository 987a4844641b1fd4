"""What two wordings of one message differ by: how a machine misreads, or how a person changes what was said.

The rule, word by word:
- look-alike letters, accents, spaces and punctuation are misreadings;
- a word that is no word of its own (it stands neither in any exported record nor among everyday words) is a misreading
  of the exported word, if a third of its letters at most differ;
- a word of letters of which more than half are others than in the exported word is a change, whatever word it is;
- a single letter that is lost or put in ("I", "a", a speck) is a misreading;
- a word of its own instead of another one, one that was put in or left out, and any other digit is a change;
- a word of its own that differs by one letter which readers confuse (h and n, c and e), by a doubled letter, or by
  look-alikes only, may be either: unsure;
- what a machine read with little confidence, and words that are cut by the edge, can be unsure at most.

Its limits: a change of a few letters into a word that nobody ever used is taken for a misreading, and a misreading that happens to be
another word is taken for a change. So a person has to look at the picture: the reason shows both wordings.
"""

import re
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from enum import IntEnum

from msgspec import Struct

from archive.links.everyday import COMMON
from archive.links.words import distance, plain, skeleton, tokens

Known = Callable[[str], bool]
_CONFUSED = {frozenset(pair) for pair in ("hn", "hb", "ce", "co", "eo", "ao", "uv", "nu", "il", "lt", "it", "ft", "fl", "mn",
                                          "rn", "vy", "gq", "ij", "rt", "ae", "as", "kh", "vw", "gy", "dl")}  # fmt: skip
_DENIALS = {"not", "no", "never", "dont", "wont", "cant", "didnt", "isnt"}


_CLOCK_AFTER = re.compile(r"\s+\d{1,2}[:.]\d\d(?:\s*[ap]m)?(?:\s+\S{1,2})?$")
"""A bubble's own clock, and what is left of its ticks, that a reader took for the end of the words."""


class Severity(IntEnum):
    NONE, MISREAD, UNSURE, CHANGED = range(4)


class Difference(Struct, frozen=True):
    """How grave the gravest difference is, and where: what the picture has, and what the other wording has."""

    severity: Severity
    read: str = ""
    held: str = ""

    @property
    def said(self) -> str:
        """Both wordings of the place, for a sentence."""
        if not self.read and not self.held:
            return "other punctuation"
        if not self.read:
            return f"without “{self.held}”"
        return f"“{self.read}” for “{self.held}”" if self.held else f"with “{self.read}” put in"


def compare(read: str, held: str, known: Known) -> Difference:
    """The gravest difference between a text as read in a picture and another wording of it."""
    if plain(read) == plain(held):
        return Difference(Severity.NONE)
    bare = _CLOCK_AFTER.sub("", plain(read))
    read = read if _CLOCK_AFTER.search(plain(held)) or not bare else bare
    found = list(_differences(tokens(plain(read)), tokens(plain(held)), known))
    return max(found, key=lambda one: one.severity, default=Difference(Severity.MISREAD))


def _differences(read: tuple[str, ...], held: tuple[str, ...], known: Known) -> Iterator[Difference]:
    shapes = [skeleton(word) for word in read], [skeleton(word) for word in held]
    for what, a, b, c, d in SequenceMatcher(None, *shapes, autojunk=False).get_opcodes():
        if what == "equal":
            yield from (_lookalike(x, y, known) for x, y in zip(read[a:b], held[c:d], strict=True) if x != y)
        else:
            yield from _replaced(list(read[a:b]), list(held[c:d]), known)


def _lookalike(read: str, held: str, known: Known) -> Difference:
    """Words of one skeleton: a misreading, unless both are words of their own, or both are numbers."""
    if read.isdigit() and held.isdigit():
        return Difference(Severity.CHANGED, read, held)
    own = _own(read, known) and not _has_digit(read) and not _has_digit(held)
    return Difference(Severity.UNSURE if own else Severity.MISREAD, read, held)


def _replaced(read: list[str], held: list[str], known: Known) -> Iterator[Difference]:
    """Words that stand for others: the same letters in other words, or word against word, the likest together."""
    if skeleton(_letters(read)) == skeleton(_letters(held)):
        yield Difference(Severity.MISREAD, " ".join(read), " ".join(held))
        return
    while len(read) != len(held) and read and held:  # what is alone goes, until word stands against word
        longer, shorter = (read, held) if len(read) > len(held) else (held, read)
        odd = min(longer, key=lambda word: max(_likeness(word, other) for other in shorter))
        longer.remove(odd)
        yield _alone(odd, known, put_in=longer is read)
    yield from (_alone(word, known, put_in=True) for word in read if not held)
    yield from (_alone(word, known, put_in=False) for word in held if not read)
    yield from (_word(x, y, known) for x, y in zip(read, held, strict=False))


def _letters(some: list[str]) -> str:
    return "".join(char for word in some for char in word if char.isalnum())


def _likeness(one: str, other: str) -> float:
    return 1 - distance(one, other) / max(len(one), len(other))


def _alone(word: str, known: Known, *, put_in: bool) -> Difference:
    """A word with no counterpart. A reader makes specks into letters, but not into words; and it loses small ones."""
    pair = (word, "") if put_in else ("", word)
    if put_in and not _own(word, known) and len(word) <= 3 and not _has_digit(word):
        return Difference(Severity.MISREAD, *pair)
    return Difference(Severity.MISREAD if len(word) == 1 and not _has_digit(word) else Severity.CHANGED, *pair)


def _word(read: str, held: str, known: Known) -> Difference:
    steps = distance(read, held)
    if _has_digit(read) or _has_digit(held):
        same = skeleton(read) == skeleton(held) and not (read.isdigit() and held.isdigit())
        return Difference(Severity.MISREAD if same else Severity.CHANGED, read, held)
    if {read, held} & _DENIALS and steps > 1 and _own(read, known):
        return Difference(Severity.CHANGED, read, held)
    if _own(read, known):
        return Difference(Severity.UNSURE if steps == 1 and _slip(read, held) else Severity.CHANGED, read, held)
    share = steps / max(len(read), len(held))
    if share > 0.5 and read.isalpha() and len(read) > 2:
        return Difference(Severity.CHANGED, read, held)
    misread = share <= 0.34 or steps <= 1
    return Difference(Severity.MISREAD if misread else Severity.UNSURE, read, held)


def _own(word: str, known: Known) -> bool:
    """Whether it is a word of its own."""
    return word in COMMON or known(word)


def _has_digit(word: str) -> bool:
    return any(char.isdigit() for char in word)


def _slip(read: str, held: str) -> bool:
    """Whether one step between two words is one that readers make: a confused letter, or a doubled one."""
    if len(read) == len(held):
        pairs = [frozenset((x, y)) for x, y in zip(read, held, strict=True) if x != y]
        return pairs[0] in _CONFUSED
    longer, shorter = (read, held) if len(read) > len(held) else (held, read)
    doubled = [i for i in range(1, len(longer)) if longer[i] == longer[i - 1]]
    return any(longer[:i] + longer[i + 1 :] == shorter for i in doubled)
