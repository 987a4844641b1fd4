"""Looks over what an engine read: marks that it made of drawings become emoji again, and a line its text."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers._screen.geometry import Box
from parsers._screen.lines import Line, Word
from parsers._screen.phrases import CLOCK

_PLAIN = set(".,!?…:;'\"-–—&+()/£$€%#*=’‘“”")
_ROUND = set("0123456789OoQ°©®")
_MARKS_AS = set("12579?!IiTlHr| ")  # what an engine makes of them
_INK = 140
_DOUBTFUL, _NONSENSE, _SEEN, _CLEAR = 80.0, 45.0, 85.0, 92.0


def settle(lines: list[Line]) -> None:
    """Fill in `text` and `sure` of lines whose words were read, with emoji where they stood."""
    for line in lines:
        kept = [word for word in line.words if not _is_drawing(word, line)]
        line.emoji += [
            Box(w.left, line.box.top, w.right, line.box.bottom)
            for w in line.words
            if w not in kept and w.right - w.left >= 12
        ]
        if (marks := _marks(line)) and set(" ".join(w.text for w in kept)) <= _MARKS_AS:
            kept = [Word(marks, _SEEN, line.box.left, line.box.right)]
        line.words = sorted((_asked(word) for word in kept), key=lambda word: word.left)
        line.sure = sum(word.sure for word in line.words) / len(line.words) if line.words else 0.0
        line.text = " ".join(word.text for word in line.words)


def certainty(words: Sequence[Word]) -> float:
    """How sure a text is, 0 to 1: halfway between all its words and the most doubtful one."""
    sure = sorted(word.sure for word in words)
    return round(0.5 * (sum(sure) / len(sure) + sure[0]) / 100, 3) if sure else 0.0


def _asked(word: Word) -> Word:
    """`???` is often read as `22?`, and a lone `I` as a bar or a small l."""
    if word.text in ("|", "l", "1'm", "l'm", "|'m") or (
        word.text.startswith(("|'", "l'", "|’", "l’")) and len(word.text) < 6
    ):
        return word._replace(text="I" + word.text[1:])
    if word.text in ("lam", "1am"):
        return word._replace(text="I am")
    marks = "?" in word.text and len(word.text) > 1 and set(word.text) <= set("2?7")
    return word._replace(text="?" * len(word.text)) if marks else word


def _marks(line: Line) -> str:
    """`???`, `!!` or `?` by shape, "" when a line is anything else: as many dots at the foot as there are signs above them."""
    if line.kind != "text" or line.box.width > 5 * line.box.height or line.box.height < 14 or line.emoji:
        return ""
    _, _, stats, _ = cv2.connectedComponentsWithStats((line.ready < 140).astype(np.uint8), connectivity=8)
    parts = sorted(
        (Box(x, y, x + w, y + h) for x, y, w, h, size in stats[1:].tolist() if size > 5), key=lambda box: box.left
    )
    dots = [box for box in parts if box.height < 0.3 * line.box.height and box.width < 0.34 * line.box.height]
    signs = [box for box in parts if box.height > 0.5 * line.box.height]
    if not 1 <= len(signs) == len(dots) or len(parts) != 2 * len(signs):
        return ""
    over = all(
        any(dot.top >= sign.bottom - 1 and sign.left - 2 <= dot.middle_x <= sign.right + 2 for dot in dots)
        for sign in signs
    )
    return "".join("!" if sign.width < 0.36 * sign.height else "?" for sign in signs) if over else ""


def _is_drawing(word: Word, line: Line) -> bool:
    """A word of signs, of which the engine itself is not sure; or letters where an emoji stands."""
    if not any(map(str.isalnum, word.text)):
        return (
            word.text != "|"
            and word.sure < _DOUBTFUL
            and not (set(word.text) <= _PLAIN and len(set(word.text)) == 1 and word.text[0] in "?!.")
        )
    if word.text.casefold() in ("am", "pm") and any(CLOCK.fullmatch(other.text) for other in line.words):
        return False
    odd = len(word.text) <= 3 and any(char in "€&©®@™°«»§¥{}<>^_~" for char in word.text)
    if odd and len(line.words) > 1 and word is line.words[-1] and word.sure < _CLEAR:
        return True
    if _hangs(word, line):
        return True
    over = any(
        min(box.right, word.right) - max(box.left, word.left) > 0.6 * (word.right - word.left) for box in line.emoji
    )
    if len(word.text) == 1 and not word.text.isascii() and word is line.words[-1] and len(line.words) > 1:
        return word.sure < _DOUBTFUL + 8
    return over or (
        word.sure < _NONSENSE
        and sum(map(str.isalnum, word.text)) <= 2
        and len(line.words) > 1
        and word is line.words[-1]
    )


def _hangs(word: Word, line: Line) -> bool:
    """Whether figures reach below the foot of the letters beside them, which figures never do: a pair of eyes read as 00."""
    rest = [other for other in line.words if other is not word and any(map(str.isalpha, other.text))]
    if (
        not set(word.text) <= _ROUND
        or len(set(word.text.casefold())) > 1
        or len(word.text) > 3
        or not rest
        or line.ready.size == 0
    ):
        return False
    ink = line.ready < _INK
    left = line.box.left - 4
    foot = max(_foot(ink[:, other.left - left : other.right - left]) for other in rest)
    rows = np.flatnonzero(ink[:, max(0, word.left - left) : word.right - left].any(axis=1))
    return len(rows) > 0 and foot > 0 and int(rows[-1]) > foot + 0.07 * len(ink)


def _foot(ink: NDArray[np.bool_]) -> int:
    """The row of points where the letters of a word stand: where its ink falls off most."""
    count = ink.sum(axis=1).astype(np.int64)
    low = len(count) // 2
    return low + int(np.argmax(count[low:-1] - count[low + 1 :])) if len(count) > 3 and ink.any() else 0
