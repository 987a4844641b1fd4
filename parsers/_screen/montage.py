"""Stacks the crops of many lines into one page, so that an engine reads a whole picture in one call.

Finding the lines ourselves is worth fifteen times in character errors with the same engine: what fails on chats is the
engine's own cutting up of a page, not its reading of letters. Starting a process for each line would be waste.
"""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from parsers._screen.canvas import Pixels
from parsers._screen.lines import Line, Word

_GAP, _MARGIN = 22, 20


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


def montage(lines: Sequence[Line]) -> Montage | None:
    """The page of all lines that are text; None when there are none."""
    chosen = [line for line in lines if line.kind == "text" and line.ready.size]
    if not chosen:
        return None
    width = max(line.ready.shape[1] for line in chosen) + 2 * _MARGIN
    height = sum(line.ready.shape[0] + _GAP for line in chosen) + _GAP
    page = np.full((height, width), 255, np.uint8)
    tops, top = [], _GAP
    for line in chosen:
        tall, wide = line.ready.shape
        page[top : top + tall, _MARGIN : _MARGIN + wide] = line.ready
        tops.append(top)
        top += tall + _GAP
    return Montage(page, tops, chosen)
