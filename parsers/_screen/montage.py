"""Stacks the crops of many lines into one page, so that an engine reads a whole picture in one call.

Finding the lines ourselves is worth fifteen times in character errors with the same engine: what fails on chats is the
engine's own cutting up of a page, not its reading of letters. Starting a process for each line would be waste.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from parsers._screen.canvas import Pixels
from parsers._screen.lines import Line, Word

_GAP, _MARGIN = 22, 20
_LONGEST = 16_000


class Montage(NamedTuple):
    """`page` is grey, 255 is white. Line n stands at row `tops[n]`."""

    page: Pixels
    tops: list[int]
    lines: list[Line]

    def give_back(self, words: Sequence[tuple[str, float, int, int, int, int]]) -> None:
        """Hand words (text, certainty, left, top, width, height on the page) to the lines they were read in."""
        for text, sure, left, top, width, height in words:
            at = bisect_right(self.tops, top + height / 2) - 1
            if at >= 0:
                line = self.lines[at]
                shift = line.box.left - 4 - _MARGIN
                line.words.append(Word(text, sure, left + shift, left + width + shift))


def montages(lines: Sequence[Line]) -> Iterator[Montage]:
    """Pages of all lines that are text: one, or more for very long captures, as engines take no page of any length."""
    chosen = [line for line in lines if line.kind == "text" and line.ready.size]
    part: list[Line] = []
    height = 0
    for line in chosen:
        if part and height + line.ready.shape[0] + _GAP > _LONGEST:
            yield _montage(part)
            part, height = [], 0
        part.append(line)
        height += line.ready.shape[0] + _GAP
    if part:
        yield _montage(part)


def _montage(lines: list[Line]) -> Montage:
    width = max(line.ready.shape[1] for line in lines) + 2 * _MARGIN
    height = sum(line.ready.shape[0] + _GAP for line in lines) + _GAP
    page = np.full((height, width), 255, np.uint8)
    tops, top = [], _GAP
    for line in lines:
        tall, wide = line.ready.shape
        page[top : top + tall, _MARGIN : _MARGIN + wide] = line.ready
        tops.append(top)
        top += tall + _GAP
    return Montage(page, tops, lines)
