"""Takes the colour of a marker off words: a person drew over them with a pen that lets them shine through.

A stripe of strong colour close around words would be taken for an emoji or a quote, and the words would be lost. It is
told from bubbles, chips and frames by standing close: those leave room around their words.
"""

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers._screen.canvas import Canvas, Pixels
from parsers._screen.geometry import Box

_VIVID, _HUES = 60, 12
_LETTERS = np.ones((9, 17), np.uint8)  # at half size: closes what letters leave open in a stripe
_SOLID = np.ones((9, 20), np.uint8)
_SPECK = 0.06
_CLOSE = 7  # at half size: the room between words and the edge of a stripe
_LOW, _LEAST = 9, 26
_ALIKE, _INK = 16, 40
_EVEN, _GROUND = 0.5, 0.75  # of a stripe that has its one colour; of what stands around it that is ground
_MUCH = 0.04  # of a stripe that is ink
_ALONG = 0.9
_THIN = 4.5


def without_markers(canvas: Canvas) -> Canvas:
    """The canvas with the ground below marked words as it is around them."""
    half = cv2.resize(canvas.pixels, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    pixels: Pixels | None = None
    for box, marker, ground in _stripes(half):
        pixels = canvas.pixels.copy() if pixels is None else pixels
        inside = np.s_[2 * box.top : 2 * box.bottom, 2 * box.left : 2 * box.right]
        pixels[inside] = _cleared(canvas.pixels[inside], marker, ground)
    return canvas if pixels is None else canvas._replace(pixels=pixels)


def _stripes(half: Pixels) -> Iterator[tuple[Box, NDArray[np.float32], NDArray[np.float32]]]:
    """Boxes of marked words at half size, with the colours of the marker and of the ground around."""
    for mask in _vivid(half):
        left, top, wide, high = cv2.boundingRect(mask)
        held = cv2.morphologyEx(mask[top : top + high, left : left + wide], cv2.MORPH_CLOSE, _LETTERS)
        if cv2.countNonZero(cv2.erode(held, _SOLID)) == 0:
            continue
        count, labels, stats, _ = cv2.connectedComponentsWithStats(held, connectivity=4)
        for n in range(1, count):
            x, y, width, height = (int(v) for v in stats[n, :4])
            if height < _LOW or width < _LEAST or width < 1.2 * height:
                continue
            box = Box(left + x, top + y, left + x + width, top + y + height)
            own = labels[y : y + height, x : x + width] == n
            if (found := _marked(half, box, own)) is not None:
                yield _wider(box, half, 2), *found


def _vivid(half: Pixels) -> list[Pixels]:
    """Masks of strong colour, one for each hue; two halves of a circle of hues, so that no hue is cut in two."""
    hue, pure, bright = cv2.split(cv2.cvtColor(half, cv2.COLOR_RGB2HSV))
    vivid = (np.asarray(cv2.multiply(pure, bright, scale=1 / 255)) > _VIVID).astype(np.uint8)
    bins = np.asarray(cv2.LUT(hue, (((np.arange(256) + 90 // _HUES) % 180) * _HUES // 180).astype(np.uint8)))
    masks = [np.asarray(cv2.bitwise_and((bins == n).astype(np.uint8), vivid), np.uint8) for n in range(_HUES)]
    return [mask for mask in masks if cv2.countNonZero(mask) > _LOW * _LEAST // 2]


def _marked(half: Pixels, box: Box, own: NDArray[np.bool_]) -> tuple[NDArray[np.float32], NDArray[np.float32]] | None:
    """Colours of marker and ground, when a stripe is of one colour with ink close to its edges, on a flat ground."""
    ring = _around(half, box)
    stripe = half[box.top : box.bottom, box.left : box.right].astype(np.float32)
    marker, ground = np.median(stripe[own], axis=0), np.median(ring, axis=0)
    off = np.abs(stripe - marker).max(axis=2)
    even = float((off[own] < _ALIKE).mean())
    flat = float((np.abs(ring - ground).max(axis=1) < _ALIKE).mean())
    if even < _EVEN or flat < _GROUND or np.abs(marker - ground).max() < _INK:
        return None
    # words of the colour of the ground would have been unseen before: where they are, the stripe is a bubble
    own = cv2.erode(np.pad(own, 1).astype(np.uint8), np.ones((5, 5), np.uint8))[1:-1, 1:-1] > 0  # not its soft edge
    seen = (off > _INK) & own & (np.abs(stripe - ground).max(axis=2) > _INK)
    ink = seen & ~_blended(stripe - marker, marker - ground)
    return (marker, ground) if float(ink.mean()) > _MUCH and _is_close(ink) and _is_type(ink) else None


def _around(half: Pixels, box: Box) -> NDArray[np.float32]:
    """What stands around a stripe, without its soft edge."""
    inner, outer = _wider(box, half, 2), _wider(box, half, 5)
    outside = np.ones((outer.height, outer.width), bool)
    outside[inner.top - outer.top : inner.bottom - outer.top, inner.left - outer.left : inner.right - outer.left] = (
        False
    )
    ring = half[outer.top : outer.bottom, outer.left : outer.right][outside]
    return np.asarray(ring if len(ring) else half[inner.top : inner.bottom, inner.left], np.float32)


def _is_close(ink: NDArray[np.bool_]) -> bool:
    """Whether words begin right at the left, upper and lower edge of a stripe; specks at a worn edge are no words."""
    rows, columns = (np.flatnonzero(ink.mean(axis=axis) > _SPECK) for axis in (1, 0))
    return bool(len(rows) and len(columns) and max(rows[0], len(ink) - 1 - rows[-1], columns[0]) <= _CLOSE)


def _is_type(ink: NDArray[np.bool_]) -> bool:
    """Whether ink is thin everywhere: a picture in a bubble, or a bar over words, is not."""
    return float(cv2.distanceTransform(np.pad(ink, 1).astype(np.uint8), cv2.DIST_L2, 3).max()) <= _THIN


def _wider(box: Box, half: Pixels, by: int) -> Box:
    height, width = half.shape[:2]
    return Box(max(0, box.left - by), max(0, box.top - by), min(width, box.right + by), min(height, box.bottom + by))


def _cleared(pixels: Pixels, marker: NDArray[np.float32], ground: NDArray[np.float32]) -> Pixels:
    """Pixels of marked words on the ground around them: ink stays as far from it as it was from the marker. Where the
    marker went twice its own colour is stronger, and that is no ink."""
    off = pixels.astype(np.float32) - marker
    off[_blended(off, marker - ground)] = 0
    plain = np.abs(pixels.astype(np.float32) - ground).max(axis=2) < _ALIKE
    off[plain] = 0
    return np.clip(ground + off, 0, 255).astype(np.uint8)


def _blended(off: NDArray[np.float32], tint: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Whether differences are no ink but only more or less of the marker: at its soft edge, and where it went twice."""
    length = np.linalg.norm(off, axis=2) * np.linalg.norm(tint)
    return np.asarray(np.abs(off @ tint) > _ALONG * np.maximum(length, 1e-3))
