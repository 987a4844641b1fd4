"""Takes pen strokes off a screenshot: rings and lines that a person drew around what matters.

A stroke cuts bubbles in two and ties lines together. It is told by being of one colour, long and thin; the pixels below
are guessed from those beside it. That is done on the work picture only, to find areas and lines; the picture itself stays.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers._screen.canvas import Canvas, Pixels

_SATURATED, _HUES = 90, 8
_LONG, _THICK = 45, 7.5  # at half size
_AIRY = 0.3


def without_strokes(canvas: Canvas) -> tuple[Canvas, NDArray[np.bool_] | None]:
    """The canvas without strokes, and where they were; the same canvas and None when there are none."""
    half = cv2.resize(canvas.pixels, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    found = np.zeros(half.shape[:2], np.uint8)
    for mask in _pens(half):
        _mark(mask, half, found)
    if not found.any():
        return canvas, None
    size = (canvas.width, canvas.height)
    where = cv2.dilate(cv2.resize(found, size, interpolation=cv2.INTER_NEAREST), np.ones((7, 7), np.uint8))
    return canvas._replace(
        pixels=np.asarray(cv2.inpaint(canvas.pixels, where, 3, cv2.INPAINT_TELEA), np.uint8)
    ), where > 0


def _pens(half: Pixels) -> list[Pixels]:
    """One mask for each kind of colour that a pen may have: the hues, black, white."""
    tone = cv2.cvtColor(half, cv2.COLOR_RGB2HSV)
    low, high = half.min(axis=2).astype(np.int16), half.max(axis=2).astype(np.int16)
    vivid = high - low > _SATURATED
    hue = ((tone[..., 0].astype(np.int16) + 180 // _HUES // 2) % 180) * _HUES // 180
    masks = [(vivid & (hue == n)) for n in range(_HUES)] + [high < 50, low > 215]
    return [mask.astype(np.uint8) for mask in masks if mask.any()]


def _mark(mask: Pixels, half: Pixels, found: Pixels) -> None:
    """Add to `found` the pieces of a mask that are strokes."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    for n in range(1, count):
        x, y, width, height, size = (int(v) for v in stats[n])
        if max(width, height) < _LONG or min(width, height) < 8 or size / (width * height) > _AIRY:
            continue
        inside = np.s_[y : y + height, x : x + width]
        own = labels[inside] == n
        thick = float(cv2.distanceTransform(np.pad(own.astype(np.uint8), 1), cv2.DIST_L2, 3).max())
        if (
            thick <= _THICK
            and thick >= 1.2
            and size > 2.2 * max(width, height)
            and not _is_frame(own)
            and half[inside][own].std(axis=0).max() < 40
        ):
            found[inside][own] = 1


def _is_frame(own: NDArray[np.bool_]) -> bool:
    """An outline with straight sides right at its box: drawn by the app around a bubble or a field."""
    sides = (own[:3].any(axis=0), own[-3:].any(axis=0), own[:, :3].any(axis=1), own[:, -3:].any(axis=1))
    return sum(float(side.mean()) > 0.55 for side in sides) >= 2
