"""Takes pen strokes off a screenshot: rings and lines that a person drew around what matters.

A stroke cuts bubbles in two and ties lines together. It is told by being of one colour, long and thin; the pixels below
are guessed from those beside it. That is done on the work picture only, to find areas and lines; the picture itself stays.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers._screen.canvas import Canvas, Pixels
from parsers._screen.markers import without_markers

_SATURATED, _HUES = 90, 8
_LONG, _THICK = 45, 7.5  # at half size
_AIRY = 0.3
_TINTED = 0.25  # of the colour of a pen
_ONE = 55  # a colour varies less, with what the edges of a stroke take from the ground


def without_strokes(canvas: Canvas) -> tuple[Canvas, NDArray[np.bool_] | None]:
    """The canvas without strokes, and where they were; the same canvas and None when there are none. The colour of a
    marker that lets words shine through goes, too."""
    canvas = without_markers(canvas)
    half = cv2.resize(canvas.pixels, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    where = np.zeros(canvas.pixels.shape[:2], np.uint8)
    for mask in _pens(half):
        found = np.zeros(half.shape[:2], np.uint8)
        _mark(mask, half, found)
        if found.any():
            where |= _closely(found, canvas.pixels, half)
    if not where.any():
        return canvas, None
    return canvas._replace(pixels=_from_beside(canvas.pixels, where)), where > 0


def _closely(found: Pixels, pixels: Pixels, half: Pixels) -> Pixels:
    """Where a pen of one colour was, at full size: no wider than its tint goes, for each pixel more is guessed of a letter."""
    size = (pixels.shape[1], pixels.shape[0])
    wide = cv2.dilate(cv2.resize(found, size, interpolation=cv2.INTER_NEAREST), np.ones((7, 7), np.uint8))
    pen = np.median(half[found > 0], axis=0)
    tint = pen - pen.mean()
    if np.abs(tint).max() < _SATURATED / 2:
        return np.asarray(wide, np.uint8)
    near = np.flatnonzero(wide)
    colours = pixels.reshape(-1, 3)[near].astype(np.float32)
    share = (colours - colours.mean(axis=1, keepdims=True)) @ tint / (tint @ tint)
    closely = np.zeros(wide.size, np.uint8)
    closely[near[share > _TINTED]] = 1
    return np.asarray(cv2.dilate(closely.reshape(wide.shape), np.ones((3, 3), np.uint8)), np.uint8) * (wide > 0)


def _from_beside(pixels: Pixels, where: Pixels) -> Pixels:
    """Each pixel below a stroke as the nearest one beside it. So letters go on from both sides and gaps between bubbles
    stay gaps: what is blended between them ties bubbles together and smears words."""
    _, nearest = cv2.distanceTransformWithLabels(where, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    sources = np.zeros((int(nearest.max()) + 1, 3), np.uint8)
    free = where == 0
    sources[nearest[free]] = pixels[free]
    filled = pixels.copy()
    filled[~free] = sources[nearest[~free]]
    return filled


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
            and half[inside][own].std(axis=0).max() < _ONE
        ):
            found[inside][own] = 1


def _is_frame(own: NDArray[np.bool_]) -> bool:
    """An outline with straight sides right at its box: drawn by the app around a bubble or a field."""
    sides = (own[:3].any(axis=0), own[-3:].any(axis=0), own[:, :3].any(axis=1), own[:, -3:].any(axis=1))
    return sum(float(side.mean()) > 0.55 for side in sides) >= 2
