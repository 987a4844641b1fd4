"""Reads lines with RapidOCR's network, alone or where Tesseract is unsure: the extra `accurate`."""

import re
from collections.abc import Iterator, Sequence
from statistics import mean

from parsers._screen.canvas import Canvas, Pixels
from parsers._screen.engines import Engine
from parsers._screen.lines import Line, Word
from parsers._screen.recogniser import Glyph, described, recogniser

_MARGIN = 0.15  # of the height of a line, around it
_SURE = 90.0  # Tesseract is right in nearly all words of which it is this sure
_SHORT = 3
_STRANGE = re.compile(r"[^\w\s.,!?'’‘“”\"£$€%&@#()/:;+=*…–—-]")


class Rapid:
    """Reads every line with the network."""

    def __init__(self) -> None:
        self.description = described()

    def read(self, canvas: Canvas, lines: Sequence[Line]) -> None:
        wanted = [line for line in lines if line.kind == "text" and line.ready.size]
        crops = [_crop(canvas, line) for line in wanted]
        for line, crop, glyphs in zip(wanted, crops, recogniser().read([c for c, _ in crops]), strict=True):
            line.words = list(_words(line, glyphs, crop[1]))


def _crop(canvas: Canvas, line: Line) -> tuple[Pixels, int]:
    """A line in its own colours with a little room around and its emoji painted over, and the column it begins at."""
    margin = max(2, round(_MARGIN * line.box.height))
    left, top = max(0, line.box.left - margin), max(0, line.box.top - margin)
    crop = canvas.pixels[top : line.box.bottom + margin, left : line.box.right + margin].copy()
    for box in line.emoji:
        crop[max(0, box.top - top - 2) : box.bottom - top + 2, max(0, box.left - left - 2) : box.right - left + 2] = line.ground
    return crop, left


def _words(line: Line, glyphs: Sequence[Glyph], left: int) -> Iterator[Word]:
    """Signs put together into words."""
    part: list[Glyph] = []
    for glyph in [*glyphs, Glyph(" ", 1.0, 0.0)]:
        if glyph.text != " ":
            part.append(glyph)
        elif part:
            half = 0.25 * line.box.height
            yield Word(
                "".join(g.text for g in part), 100 * mean(g.sure for g in part),
                round(left + part[0].at - half), round(left + part[-1].at + half),
            )  # fmt: skip
            part = []


class Both:
    """Tesseract reads every line; those that it is unsure of are read again with the network."""

    def __init__(self, first: Engine, second: Engine) -> None:
        self._first, self._second = first, second
        self.description = f"{first.description}; unsure lines again with {second.description}"

    def read(self, canvas: Canvas, lines: Sequence[Line]) -> None:
        self._first.read(canvas, lines)
        unsure = [line for line in lines if line.kind == "text" and _is_unsure(line)]
        before = [line.words for line in unsure]
        for line in unsure:
            line.words = []
        self._second.read(canvas, unsure)
        for line, words in zip(unsure, before, strict=True):
            line.words = _better(words, line.words)


def _is_unsure(line: Line) -> bool:
    """Whether a line should be read again: a doubtful word, next to nothing in it, signs that few people write, emoji."""
    text = "".join(word.text for word in line.words)
    return (
        len(text) <= _SHORT or bool(line.emoji) or any(word.sure < _SURE for word in line.words)
        or bool(_STRANGE.search(text))
    )  # fmt: skip


def _better(first: list[Word], second: list[Word]) -> list[Word]:
    """Tesseract's words where both agree on the letters, for it parts words better; else the network's, if it is sure."""
    if not first or not second:
        return second or first
    if _letters(first) == _letters(second):
        sure = max(_sure(first), _sure(second))
        return [word._replace(sure=max(word.sure, sure)) for word in first]
    return second if _sure(second) >= _sure(first) else first


def _letters(words: list[Word]) -> str:
    return "".join(word.text for word in words)


def _sure(words: list[Word]) -> float:
    return mean(word.sure for word in words)
