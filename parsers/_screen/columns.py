"""Finds the column of a wide screen in which the messages stand, beside lists of chats and over other pages."""

from itertools import pairwise

import numpy as np

from parsers._screen.areas import Area, Ground
from parsers._screen.canvas import Canvas
from parsers._screen.frames import with_bars
from parsers._screen.geometry import Box, U

_STRAIGHT = 0.72  # of the height that the border of a column takes; photos below each other take less
_WHOLE = 0.94


def column_of(canvas: Canvas, ground: Ground) -> Box:
    """The part of the screen in which the messages stand, with its header: all of a phone; on a desk, where lines from top
    to bottom part the screen, the widest part, or a small window over it."""
    if canvas.width < 1.1 * canvas.height:
        return Box(0, 0, canvas.width, canvas.height)
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
    if window:
        return with_bars(window, ground.areas)
    return Box(left, _below_bar(ground, (left, right), canvas), right, canvas.height)


def _below_bar(ground: Ground, part: tuple[int, int], canvas: Canvas) -> int:
    """The lower edge of a bar over all columns of a window, with a box to search in: none of the chat's, when the column
    has a bar of its own right below."""
    low = [area.box for area in ground.areas if area.filled > 0.9 and area.box.height < 0.15 * canvas.height]
    for bar in (box for box in low if box.top < 4 and box.width > 0.97 * canvas.width):
        own = (
            box for box in low if 0 <= box.top - bar.bottom < 8 and box.left > part[0] - 8 and box.right < part[1] + 8
        )
        if part[1] - part[0] < 0.9 * canvas.width and any(box.width > 0.93 * (part[1] - part[0]) for box in own):
            return bar.bottom
    return 0


def _parts_areas(ground: Ground, x: int) -> bool:
    """Whether what stands left and right of a column of pixels are different areas, from top to bottom."""
    owner, at = ground.owner, x // 2
    rows = owner[int(0.12 * len(owner)) : int(0.92 * len(owner))]
    return float((rows[:, at - 6] == rows[:, min(at + 6, rows.shape[1] - 1)]).mean()) < 1 - _WHOLE


def _window(canvas: Canvas, ground: Ground, part: tuple[int, int], top: float = -1.0) -> Box | None:
    """A small window with bubbles of its own that stands over a page, below `top`."""
    inside = [a for a in ground.areas if a.filled > 0.5 and a.box.top > top and a.box.left >= part[0] and a.box.right <= part[1]
              and 0.15 * canvas.width < a.box.width < 0.6 * (part[1] - part[0]) and a.box.height > 0.35 * canvas.height
              and sum(_is_bubble(child, a.box) for child in a.children) >= 3
              and (_has_sent(a) or not any(_in_one_run(a, other) for other in ground.areas))]  # fmt: skip
    return max((a.box for a in inside), key=lambda box: box.size, default=None)


def _is_bubble(area: Area, window: Box) -> bool:
    """Wider than high: pictures of people, in a list of chats, are not; nor is the chat that is chosen there, as wide as all."""
    box = area.box
    return area.solid and box.width > 40 * U and box.width > 1.2 * box.height and box.width < 0.9 * window.width


def _has_sent(window: Area) -> bool:
    """Whether bubbles stand in a window at its right: what stands in a bubble, a quote or a card, begins at its left."""
    kids = [child.box for child in window.children if _is_bubble(child, window.box)]
    return any(box.aside(window.box) and box.right > window.box.right - 24 * U for box in kids)


def _in_one_run(area: Area, other: Area) -> bool:
    """Whether two areas look like bubbles of one side, which share one edge: then neither is a window."""
    alike = other.solid and other.box.width > 40 * U and np.abs(area.colour - other.colour).max() < 8
    flush = (abs(area.box.left - other.box.left) < 4) + (abs(area.box.right - other.box.right) < 4)
    return bool(alike and flush == 1 and area.box.shared_height(other.box) <= 0)
