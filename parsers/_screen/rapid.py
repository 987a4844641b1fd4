"""Reads lines with RapidOCR's network, alone or where Tesseract is unsure: the extra `accurate`."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest
from statistics import mean, median

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers._screen.canvas import Canvas, Pixels
from parsers._screen.engines import Engine
from parsers._screen.lines import Line, Word
from parsers._screen.recogniser import Glyph, described, recogniser

_MARGIN = 0.15  # of the height of a line, around it
_INK = 150  # darker is ink
_SPACE = Glyph(" ", 1.0, 0.0)
_SURE = 90.0  # Tesseract is right in nearly all words of which it is this sure
_SHORT = 3
_UPPER, _SPECK = 0.42, 4  # of the height of a line; points of ink
_RAISED = "ijÄÖÜäöüéèêëáàâíîïóôúûñçÉ'’‘`\"“”%*^!?:;°"  # signs with a piece of their own that may stand so high
_STRANGE = re.compile(r"[^\w\s.,!?'’‘“”\"£$€%&@#()/:;+=*…–—-]")


class Rapid:
    """Reads every line with the network."""

    def __init__(self) -> None:
        self.description = described()

    def read(self, canvas: Canvas, lines: Sequence[Line]) -> list[str]:
        wanted = [line for line in lines if line.kind == "text" and line.ready.size]
        crops = [_crop(canvas, line) for line in wanted]
        for line, crop, glyphs in zip(wanted, crops, recogniser().read([c for c, _ in crops]), strict=True):
            line.words = [] if _is_drawing(glyphs) else list(_words(line, glyphs, crop[1]))
        return []


def _crop(canvas: Canvas, line: Line) -> tuple[Pixels, int]:
    """A line in its own colours with a little room around and its emoji painted over, and the column it begins at."""
    margin = max(2, round(_MARGIN * line.box.height))
    left, top = max(0, line.box.left - margin), max(0, line.box.top - margin)
    crop = canvas.pixels[top : line.box.bottom + margin, left : line.box.right + margin].copy()
    for box in line.emoji:
        crop[max(0, box.top - top - 2) : box.bottom - top + 2, max(0, box.left - left - 2) : box.right - left + 2] = (
            line.ground
        )
    return crop, left


def _is_drawing(glyphs: Sequence[Glyph]) -> bool:
    """A line that is one capital which nobody sends alone: the network sees a B in the receiver of a telephone."""
    return len(glyphs) == 1 and glyphs[0].text.isupper() and glyphs[0].text not in "IKNOXY"


def _words(line: Line, glyphs: Sequence[Glyph], left: int) -> Iterator[Word]:
    """Signs put together into words."""
    part: list[Glyph] = []
    half = 0.25 * line.box.height
    for glyph in [*_parted(line, glyphs, left), _SPACE]:
        if glyph.text != " ":
            part.append(glyph)
        elif part:
            text = "".join(one.text for one in part)
            yield Word(
                text, 100 * mean(one.sure for one in part),
                round(left + part[0].at - half), round(left + part[-1].at + half),
            )  # fmt: skip
            part = []


def _parted(line: Line, glyphs: Sequence[Glyph], left: int) -> Iterator[Glyph]:
    """The same with a space wherever the line is empty for as long as a space: the network leaves some out."""
    inked = np.asarray((line.ready < _INK).any(axis=0))
    start = left - max(0, line.box.left - 4)
    gaps = [_emptiness(inked, start + a.at, start + b.at) for a, b in pairwise(glyphs)]
    known = [
        _emptiness(inked, start + a.at, start + b.at)
        for a, space, b in zip(glyphs, glyphs[1:], glyphs[2:], strict=False)
        if space.text == " "
    ]
    wide = max(0.28 * line.box.height, 0.85 * median(known) if known else 0.4 * line.box.height)
    for glyph, following, gap in zip_longest(glyphs, glyphs[1:], gaps):
        yield glyph
        if (
            following is not None
            and gap >= wide
            and " " not in (glyph.text, following.text)
            and following.text.isalpha()
        ):
            yield _SPACE


def _emptiness(inked: NDArray[np.bool_], start: float, end: float) -> int:
    """The most columns in a row without ink between two places."""
    at = np.flatnonzero(inked[max(0, round(start)) : max(0, round(end)) + 1])
    return int(np.diff(at).max()) - 1 if len(at) > 1 else 0


class Both:
    """Tesseract reads every line; those that it is unsure of are read again with the network."""

    def __init__(self, first: Engine, second: Engine) -> None:
        self._first, self._second = first, second
        self.description = f"{first.description}; unsure lines again with {second.description}"

    def read(self, canvas: Canvas, lines: Sequence[Line]) -> list[str]:
        notes = self._first.read(canvas, lines)
        unsure = [line for line in lines if line.kind == "text" and _is_unsure(line)]
        before = [line.words for line in unsure]
        for line in unsure:
            line.words = []
        self._second.read(canvas, unsure)
        for line, words in zip(unsure, before, strict=True):
            line.words = _better(words, line.words)
        return notes


def _is_unsure(line: Line) -> bool:
    """Whether a line should be read again: a doubtful word, next to nothing in it, signs that few people write, emoji."""
    text = "".join(word.text for word in line.words)
    return (
        len(text) <= _SHORT or bool(line.emoji) or any(word.sure < _SURE for word in line.words)
        or bool(_STRANGE.search(text)) or _marks_above(line) > sum(map(_RAISED.count, text))
    )  # fmt: skip


def _marks_above(line: Line) -> int:
    """How many pieces of ink stand above letters: dots of i and j, and accents, which English data reads away (Siân, Zoë)."""
    ink = (line.ready < _INK).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    rows = np.flatnonzero(ink.any(axis=1))
    if not len(rows):
        return 0
    top, high = int(rows[0]), int(rows[-1] - rows[0])
    return sum(y + h < top + _UPPER * high and size > _SPECK for _, y, _, h, size in stats[1:].tolist())


def _better(first: list[Word], second: list[Word]) -> list[Word]:
    """Tesseract's words where both agree on the letters, for it parts words better; else the network's, if it is sure."""
    if not second:
        return first
    if not first:  # where Tesseract sees nothing at all there is most often a drawing
        return second if _sure(second) >= _SURE and sum(map(str.isalnum, _letters(second))) > 1 else []
    if _letters(first) == _letters(second):
        sure = max(_sure(first), _sure(second))
        return [word._replace(sure=max(word.sure, sure)) for word in first]
    return second if _sure(second) >= _sure(first) else first


def _letters(words: list[Word]) -> str:
    return "".join(word.text for word in words)


def _sure(words: list[Word]) -> float:
    return mean(word.sure for word in words)
