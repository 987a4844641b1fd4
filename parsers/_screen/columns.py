"""Finds the column of a wide screen in which the messages stand, beside lists of chats and over other pages."""

from itertools import pairwise

import numpy as np

from parsers._screen.areas import Area, Ground
from parsers._screen.canvas import Canvas
from parsers._screen.geometry import Box, U

_STRAIGHT = 0.72  # of the height that the border of a column takes; photos below each other take less
_WHOLE = 0.94


def column_of(canvas: Canvas, ground: Ground) -> tuple[int, int]:
    """Left and right of the column in which the messages stand: all of a phone; on a desk, where lines from top to bottom
    part the screen, the widest part."""
    if canvas.width < 1.1 * canvas.height:
        return 0, canvas.width
    rows = canvas.pixels[int(0.12 * canvas.height) : int(0.92 * canvas.height) : 3].astype(np.int16)
    reach = 2 if canvas.scale < 1.2 else 6  # what was made larger has soft edges
    step = np.abs(rows[:, reach:] - rows[:, :-reach]).max(axis=2) > 4
    share = step.mean(axis=0)
    straight = np.flatnonzero(share > _STRAIGHT) + reach // 2
    borders = straight[(straight > 8 * U) & (straight < canvas.width - 8 * U)].tolist()
    # bubbles and photos below each other have edges as straight, but between them one area lies at both sides
    sure = [x for x in borders if share[x - reach // 2] > _WHOLE or _parts_areas(ground, int(x))]
    edges = [0, *(sure or borders), canvas.width]
    left, right = max(pairwise(edges), key=lambda part: part[1] - part[0])
    window = _window(canvas, ground, (left, right)) or _window(canvas, ground, (0, canvas.width), 0.1 * canvas.height)
    return (window.left, window.right) if window else (left, right)


def _parts_areas(ground: Ground, x: int) -> bool:
    """Whether what stands left and right of a column of pixels are different areas, from top to bottom."""
    owner, at = ground.owner, x // 2
    rows = owner[int(0.12 * len(owner)) : int(0.92 * len(owner))]
    return float((rows[:, at - 6] == rows[:, min(at + 6, rows.shape[1] - 1)]).mean()) < 1 - _WHOLE


def _window(canvas: Canvas, ground: Ground, part: tuple[int, int], top: float = -1.0) -> Box | None:
    """A small window with bubbles of its own that stands over a page, below `top`."""
    inside = [a for a in ground.areas if a.filled > 0.5 and a.box.top > top and a.box.left >= part[0] and a.box.right <= part[1]
              and 0.15 * canvas.width < a.box.width < 0.6 * (part[1] - part[0]) and a.box.height > 0.35 * canvas.height
              and sum(child.solid and child.box.width > 40 * U for child in a.children) >= 3
              and not any(_in_one_run(a, other) for other in ground.areas)]  # fmt: skip
    return max((a.box for a in inside), key=lambda box: box.size, default=None)


def _in_one_run(area: Area, other: Area) -> bool:
    """Whether two areas look like bubbles of one side, which share one edge: then neither is a window."""
    alike = other.solid and other.box.width > 40 * U and np.abs(area.colour - other.colour).max() < 8
    flush = (abs(area.box.left - other.box.left) < 4) + (abs(area.box.right - other.box.right) < 4)
    return bool(alike and flush == 1 and area.box.shared_height(other.box) <= 0)
