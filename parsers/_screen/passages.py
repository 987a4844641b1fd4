"""Cuts what one person wrote in a row, line under line without bubbles, into messages.

Where one message ends and the next begins is told by the distance of lines; where all are equally far apart, by a line
that ends although the next word would have fitted.
"""

from itertools import pairwise
from statistics import median
from typing import NamedTuple

import numpy as np

from parsers._screen.geometry import Box, U
from parsers._screen.lines import Line

_SAME = 1.04  # distances of lines that differ less are the same
_JITTER, _ENOUGH = 1.12, 2  # in small pictures the distances of lines that wrap differ; so many tell what is usual
_CLOSEST = 16 * U  # no two lines of type are nearer
_APART = 2.5 * U  # two kinds of distances that differ by so much are no error of measuring
_TWICE = 1.3  # lines of one message are less than so many times as far apart as others
_INK = 140


class Pitch(NamedTuple):
    """Lines of one message are no further apart than `near`, 0 when that cannot be told: then only a line that ends
    before `right`, where text wraps, tells; a line that does not end early may be as far as `wrapped` from the next. Two
    lines further apart than `far` never belong together. At `left` text begins."""

    near: float
    wrapped: float
    far: float
    left: int
    right: int


def parts(rows: list[list[Line]], pitch: Pitch) -> list[list[list[Line]]]:
    """Rows cut into messages."""
    found = [[row] for row in rows[:1]]
    for before, row in pairwise(rows):
        apart = _base(row) - _base(before)
        right = _caption_end(before, rows, pitch.left)
        ended = _ended(before, row, right or pitch.right)
        near = 0.0 if right else pitch.near if ended else pitch.wrapped
        if apart > (near or pitch.far or 1.3 * pitch.near) or (not near and ended):
            found.append([row])
        else:
            found[-1].append(row)
    return found


def _caption_end(row: list[Line], rows: list[list[Line]], edge: int) -> int:
    """Where words wrap that stand further in than the rest, as those below a photo; 0 for all other rows."""
    level = [other for other in rows if abs(other[0].box.left - row[0].box.left) < 2 * U]
    inset = min(other[0].box.left for other in level) - edge
    return max(other[-1].box.right for other in level) if inset > 6 * U and len(level) > 2 else 0


def _base(row: list[Line]) -> float:
    """Where the letters of a row stand: where its ink falls off most, for few letters hang below that."""
    lowest = max(row, key=lambda line: line.box.width)
    ink = (lowest.ready < _INK).sum(axis=1).astype(np.int64)
    ink[ink > 0.8 * lowest.box.width] = 0  # the rule under a link
    fall = ink[:-2] - ink[2:]
    low = len(fall) // 2
    return float(lowest.box.top + low + int(np.argmax(fall[low:]))) if low else float(lowest.box.bottom)


def wrap(blocks: list[list[list[Line]]], pane: Box) -> int:
    """Where text wraps: at the longest row, or near the edge of the pane when all rows are short."""
    right = max((line.box.right for block in blocks for row in block for line in row), default=0)
    return right if right > pane.left + 0.75 * pane.width else round(pane.right - 0.1 * pane.width)


def pitch_of(pairs: list[tuple[list[Line], list[Line]]], sides: tuple[int, int]) -> Pitch:
    """How far apart the lines of one message are: the smallest distance, if it is that of lines that wrap and others are larger."""
    plain = [pair for pair in pairs if not any("://" in line.text for row in pair for line in row)]  # links have rules
    apart = [(_base(b) - _base(a), _ended(a, b, sides[1])) for a, b in plain]
    usual = sorted(pitch for pitch, _ in apart if pitch > _CLOSEST)
    if not usual:
        return Pitch(0.0, 0.0, 0.0, *sides)
    smallest = median([pitch for pitch in usual if pitch < 1.05 * usual[0] + 1])
    wrapped = [pitch for pitch, ended in apart if not ended and pitch < _JITTER * smallest]
    near = max(_SAME * smallest, smallest + U, median(wrapped) + 0.5 * U if len(wrapped) > _ENOUGH else 0.0)
    close = [ended for pitch, ended in apart if _CLOSEST < pitch < near]
    larger = any(near <= pitch < 1.5 * smallest for pitch in usual)
    if larger and sum(close) < 0.6 * len(close):
        return _between(median(wrapped or [smallest]), apart, near, sides)
    closer = [pitch for pitch in usual if pitch < _TWICE * usual[0]]
    step, low = max(((b - a, a) for a, b in pairwise(closer)), default=(0.0, 0.0))
    if step > _APART and sum(pitch > low for pitch in closer) > _ENOUGH:  # nothing wraps, but who wrote began new lines
        return Pitch(low + step / 2, low + step / 2, 0.0, *sides)
    return Pitch(0.0, 0.0, min(1.3 * smallest, 30 * U), *sides)


def _between(close: float, apart: list[tuple[float, bool]], near: float, sides: tuple[int, int]) -> Pitch:
    """Half-way between the distance of lines that wrap and that of messages; a line that does not end early belongs to the
    next one even beyond."""
    broken = sorted(pitch for pitch, ended in apart if ended and near - 1 < pitch < 1.5 * close)
    if len(broken) <= _ENOUGH:
        return Pitch(near - 0.5, near, 0.0, *sides)  # at the border an early end tips the scale
    step = broken[len(broken) // 4] - close
    return Pitch(close + 0.5 * step - 0.5, max(near, close + 0.65 * step), 0.0, *sides)


def _ended(row: list[Line], following: list[Line], right: int) -> bool:
    """Whether a row ends although the first word of the next would have fitted."""
    first = following[0].words[0] if following[0].words else None
    width = (first.right - first.left) if first else 0
    return right - row[-1].box.right > width + 14 * U
