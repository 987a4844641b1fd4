"""The picture as it is worked on: upright, opaque, without the black bars beside it, at one scale.

Thresholds in pixels fail between a screen of 1× and one of 3×, so every picture is brought to about the same height of
text. How high the text is shows only when lines were found: a first guess by the shape is corrected by `rescaled`.
"""

from functools import reduce
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers._screen.geometry import Box

Pixels = NDArray[Any]
"""RGB or grey, 8 bits. OpenCV's own types say only that it is some array."""

PHONE_WIDTH = 780
TEXT = 32.0  # pixels that the type of a message is high, at the scale where everything is measured
_DESK_WIDTH = 1600
_MOST = 2600  # no side of the work picture is longer, times the shape
_POINTS, _MIXED, _SOFT = 24, 0.2, 1.3
_TILE, _WAVERING, _NOISY_TILES = 16, 0.06, 0.2


class Canvas(NamedTuple):
    """`pixels` is RGB. A point (x, y) of it stands at (x / scale + left, y / scale + top) in the upright picture."""

    pixels: Pixels
    scale: float
    left: int
    top: int
    noisy: bool  # JPEG: colours waver around every edge

    @property
    def width(self) -> int:
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        return int(self.pixels.shape[0])


def most(pixels: Pixels) -> Pixels:
    """The largest channel at each point. OpenCV does that many times as fast as numpy."""
    if pixels.size == 0:
        return np.zeros(pixels.shape[:2], pixels.dtype)
    return np.asarray(reduce(cv2.max, cv2.split(pixels)))


def differences(one: Pixels, other: Pixels) -> Pixels:
    """How far two pictures of one size differ at each point, in the channel that differs most."""
    if one.size == 0:
        return most(one)
    return most(np.asarray(cv2.absdiff(np.ascontiguousarray(one), np.ascontiguousarray(other))))


def canvas(upright: Pixels, screen: Box | None = None) -> Canvas:
    """The work picture of an upright RGB picture, or of the `screen` in it, at the scale that its shape suggests."""
    left, top, right, bottom = screen or _without_bars(upright)
    upright = upright[top:bottom, left:right]
    height, width = upright.shape[:2]
    scale = min(2.0, PHONE_WIDTH / width) if height >= 1.15 * width else min(1.0, _DESK_WIDTH / width)
    return _at(upright, 1.0 if abs(scale - 1) < 0.03 else scale, left, top)


def type_height(canvas: Canvas) -> float | None:
    """How high the type of most text is, in pixels of the work picture, by the middle height of all that could be a
    letter: mostly small letters, which are 0.555 of their type high. None when there is too little to tell."""
    grey = cv2.cvtColor(canvas.pixels, cv2.COLOR_RGB2GRAY)
    ink = (cv2.absdiff(grey, cv2.blur(grey, (31, 31))) > (46 if canvas.noisy else 28)).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    width, height, size = stats[1:, 2], stats[1:, 3], stats[1:, 4]
    box = width * height
    letters = (height >= 5) & (height <= 64) & (width >= 2) & (width <= 1.6 * height) & (size > 0.2 * box) & (box > 20)
    return float(np.median(height[letters])) / 0.555 if letters.sum() >= 25 else None


def rescaled(upright: Pixels, before: Canvas, text: float) -> Canvas:
    """The same again, at the scale at which text that was `text` pixels high has the usual height."""
    longest = max(before.width, before.height)
    factor = min(TEXT / text, 2.2, max(1.0, 2 * _MOST / longest))
    right, bottom = before.left + round(before.width / before.scale), before.top + round(before.height / before.scale)
    return _at(upright[before.top : bottom, before.left : right], before.scale * factor, before.left, before.top)


def _at(upright: Pixels, scale: float, left: int, top: int) -> Canvas:
    dithered = _is_dithered(upright)
    if dithered:
        upright = np.asarray(cv2.GaussianBlur(upright, (0, 0), _SOFT), np.uint8)
    size = (max(1, round(upright.shape[1] * scale)), max(1, round(upright.shape[0] * scale)))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    pixels = upright if scale == 1.0 else cv2.resize(upright, size, interpolation=how)
    return Canvas(np.ascontiguousarray(pixels, np.uint8), scale, left, top, dithered or _is_noisy(upright))


def _is_dithered(pixels: Pixels) -> bool:
    """Whether tones are mixed of points of a few colours, as in pictures with a palette: nothing in them is flat."""
    few = pixels[::8]
    step = differences(few[:, 1:], few[:, :-1]) > _POINTS
    if float(step.mean()) < _MIXED:
        return False
    colours = few.astype(np.int32)
    return len(np.unique(colours[..., 0] << 16 | colours[..., 1] << 8 | colours[..., 2])) <= 256


def _is_noisy(pixels: Pixels) -> bool:
    """Whether flat areas waver: drawn screens are even to the last bit, those sent on as JPEG are not.

    Asked tile by tile, so that one photo in a drawn screen does not make it noisy.
    """
    step = np.abs(np.diff(pixels[::2, :, 1].astype(np.int16), axis=1))
    waver = ((step > 1) & (step <= 8))[: step.shape[0] // _TILE * _TILE, : step.shape[1] // _TILE * _TILE]
    if waver.size == 0:
        return False
    tiles = waver.reshape(waver.shape[0] // _TILE, _TILE, -1, _TILE).mean(axis=(1, 3))
    return float((tiles > _WAVERING).mean()) > _NOISY_TILES


def _without_bars(pixels: Pixels) -> Box:
    """The part between even dark bars at both sides, such as a gallery shows around a narrow picture."""
    grey = most(np.ascontiguousarray(pixels[::4, ::4])).astype(np.float32)
    grey = grey[int(0.1 * len(grey)) : max(1, int(0.9 * len(grey)))]
    if grey.size == 0:
        return Box(0, 0, pixels.shape[1], pixels.shape[0])
    spread, mean = grey.std(axis=0), grey.mean(axis=0)
    dark = (spread < 4) & (mean < 40) & ((np.abs(mean - mean[0]) < 4) | (np.abs(mean - mean[-1]) < 4))
    count = len(dark)
    if (between := _between_dark(dark)) and pixels.shape[1] > 1.2 * pixels.shape[0]:
        return Box(between[0] * 4, 0, min(between[1] * 4, pixels.shape[1]), pixels.shape[0])
    first = int(np.argmin(dark)) if not dark.all() else 0
    last = count - int(np.argmin(dark[::-1])) if not dark.all() else count
    first = first if 0.03 * count < first < 0.4 * count and _is_step(grey, first) else 0
    last = last if 0.6 * count < last < 0.97 * count and _is_step(grey, last) else count
    return Box(first * 4, 0, min(last * 4, pixels.shape[1]), pixels.shape[0])


def _between_dark(dark: NDArray[np.bool_]) -> tuple[int, int] | None:
    """The columns of a dark screen between bars as dark as itself, where no border shows: what is written stands in the
    middle, and as much as a screen's own margin is kept beside it."""
    count = len(dark)
    left, right = int(np.argmin(dark)), int(np.argmin(dark[::-1]))
    wide = count - left - right
    if dark.all() or min(left, right) < 0.22 * count or abs(left - right) > 0.1 * wide:
        return None
    margin = round(0.03 * wide)
    return left - margin, count - right + margin


def _is_step(grey: NDArray[np.float32], at: int) -> bool:
    """Whether nearly every row changes at this column: the border of a screen, not a margin of the same colour."""
    before, after = max(0, at - 2), min(grey.shape[1] - 1, at + 1)
    return float((np.abs(grey[:, before] - grey[:, after]) > 6).mean()) > 0.9
