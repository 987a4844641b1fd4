"""Turns any text into what can be printed and read: pieces of plain text, with marks for what no eye would see.

A piece is a string to print as it is, BREAK (a line may end here), `["m", mark]`, `["b", pieces]` for bold or `["x", pieces]` for a box. Nothing is dropped:
what is not printed as itself stands there as its code, ⟨U+202E⟩. No character is added to the text for the sake of line ends.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from archive.handover.chronology.fonts import Face, Letters

Piece = Any  # str | 0 | list: JSON for typst
BREAK = 0
_RUNS = re.compile(r"([\x20-\x7e\n]*)([^\x20-\x7e\n]*)").findall
_PLAIN = re.compile(r"[\x21-\x7e]([\x20-\x7e\n]*[\x21-\x7e])?").fullmatch
# What gives no place to end a line by itself: no white space, and no letters of scripts that break anywhere.
_LONG = re.compile(r"[^\s\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\uffff\U00010000-\U0010ffff]{40,}")
_BACKWARDS = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]").search
_CHUNK = 12
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180e\u2800\u3164\uffa0")  # no controls, but nothing is seen
_SEEN_FORMATS = frozenset(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2"
)  # controls by class only
_TAG_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f").fullmatch


class Ink:
    """Inks the texts of one volume, and counts: which fonts it needs, and which letters no font has."""

    def __init__(self, letters: Letters) -> None:
        self._letters = letters
        self.faces: set[Face] = set()
        self.missing: Counter[str] = Counter()

    def pieces(self, text: str) -> list[Piece]:
        """The pieces of a text, in order."""
        if _PLAIN(text):
            return list(_broken(text))
        text = text.replace("\r\n", "\n")
        inner = text.strip(" \n")
        front = len(text) - len(text.lstrip(" \n"))
        back = text[front + len(inner) :]
        return _marks(text[:front]) + list(_merged(self._inked(inner))) + _marks(back)

    def words(self, text: str) -> list[Piece]:
        """The pieces of words of ours: spaces at their edges are only spaces."""
        if text.isascii() and text.isprintable():
            return list(_broken(text))
        pieces = list(_merged(self._inked(text)))
        # A short name that runs from right to left would turn the order of the words around it: it gets a box of its own.
        return [["x", pieces]] if len(text) <= 60 and _BACKWARDS(text) else pieces

    def _inked(self, text: str) -> Iterator[Piece]:
        for plain, odd in _RUNS(text):
            # The last plain letter may carry the first of the odd ones: an accent.
            yield plain[:-1]
            for cluster in clusters(plain[-1:] + odd):
                yield from (
                    [cluster]
                    if cluster.isascii() and (cluster.isprintable() or cluster == "\n")
                    else self._odd(cluster)
                )

    def _odd(self, cluster: str) -> Iterator[Piece]:
        """A cluster that is more than a plain letter: whole if a font has all of it, else letter by letter."""
        if _hidden(cluster):
            for at, char in enumerate(cluster):
                yield from ([["m", code(char)]] if _invisible(cluster, at) else self._known(char))
        else:
            yield from self._known(cluster)

    def _known(self, cluster: str) -> Iterator[Piece]:
        if face := self._letters.owner(cluster):
            self.faces.add(face)
            yield cluster
        elif len(cluster) > 1:
            # The first letter may have a font; what hangs on it would need the same one.
            yield from self._known(cluster[0])
            for char in cluster[1:]:
                yield self._absent(char)
        else:
            yield self._absent(cluster)

    def _absent(self, char: str) -> Piece:
        self.missing[char] += 1
        return ["m", code(char)]


def code(char: str) -> str:
    """How a character is written that is not printed: ⟨U+202E⟩."""
    return f"⟨U+{ord(char):04X}⟩"


def right_to_left(text: str) -> bool:
    """Whether a text runs from right to left: its first letter with a direction says so. Controls have no say."""
    for char in text[:2000]:
        direction = unicodedata.bidirectional(char)
        if direction in ("L", "R", "AL") and unicodedata.category(char) != "Cf":
            return direction != "L"
    return False


def clusters(text: str) -> Iterator[str]:
    """The letters of a text, each with what hangs on it: accents, variation selectors, joined emoji."""
    start = 0
    for at in range(1, len(text)):
        if not _hangs(text[at - 1], text[at]):
            yield text[start:at]
            start = at
    if text:
        yield text[start:]


def _hangs(before: str, char: str) -> bool:
    if char.isascii():
        return False
    return (
        char in "\u200c\u200d"
        or (before == "\u200d" and char > "\u00ff")
        or "\U0001f3fb" <= char <= "\U0001f3ff"
        or "\U000e0020" <= char <= "\U000e007f"
        or unicodedata.category(char)[0] == "M"
    )


def _hidden(cluster: str) -> bool:
    """Whether anything in a cluster would not be seen, or steers the direction of writing."""
    return any(_invisible(cluster, at) for at in range(len(cluster)))


def _invisible(cluster: str, at: int) -> bool:
    char = cluster[at]
    if char in _BLANK or "\ufdd0" <= char <= "\ufdef" or ord(char) & 0xFFFE == 0xFFFE:
        return True
    match unicodedata.category(char):
        case "Cc" | "Co" | "Cs" | "Zl" | "Zp":
            return True
        case "Cf":
            return char not in _SEEN_FORMATS and not _joins(cluster, at)
    return ("\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef") and not _selects(cluster, at)


def _joins(cluster: str, at: int) -> bool:
    """Whether a joiner stands between two signs that it can join, or a tag letter in the flag of a country's part."""
    if "\U000e0020" <= cluster[at] <= "\U000e007f":
        return bool(_TAG_FLAG(cluster))
    beside = cluster[at - 1 : at] + cluster[at + 1 : at + 2]
    return cluster[at] in "\u200c\u200d" and len(beside) == 2 and all(_joinable(char) for char in beside)


def _joinable(char: str) -> bool:
    return unicodedata.category(char) in ("So", "Sk", "Lo", "Mn", "Mc", "Cn") and char > "\u02ff"


def _selects(cluster: str, at: int) -> bool:
    """Whether a variation selector follows a sign that has variations."""
    return at > 0 and unicodedata.category(cluster[at - 1]) in ("So", "Sm", "Sk", "Po", "Nd", "Lo", "Pd", "Cn", "Me")


def _marks(spaces: str) -> list[Piece]:
    """White space at the edge of a text, which nobody would see there."""
    return list(_merged(["m", "␣" if char == " " else "↵"] for char in spaces))


def _merged(parts: Iterable[Piece]) -> Iterator[Piece]:
    """Neighbours of a kind as one piece; marks by not more than six, so that lines can end between them."""
    plain: list[str] = []
    marks: list[str] = []
    for part in parts:
        if isinstance(part, str):
            yield from _flushed(marks)
            plain.append(part)
            continue
        if plain:
            yield from _broken("".join(plain))
            plain.clear()
        marks.append(part[1])
    if plain:
        yield from _broken("".join(plain))
    yield from _flushed(marks)


def _flushed(marks: list[str]) -> Iterator[Piece]:
    for at in range(0, len(marks), 6):
        yield ["m", "".join(marks[at : at + 6])]
    marks.clear()


def _broken(text: str) -> Iterator[Piece]:
    """A text with places where a line may end, every few letters of what is too long to stand in one."""
    done = 0
    for found in _LONG.finditer(text):
        letters = list(clusters(found.group()))
        first = "".join(letters[:_CHUNK])
        yield text[done : found.start()] + first
        for at in range(_CHUNK, len(letters), _CHUNK):
            yield BREAK
            yield "".join(letters[at : at + _CHUNK])
        done = found.end()
    if text[done:]:
        yield text[done:]
