"""Reads the coloured bars that some apps draw at the left of what somebody wrote, in place of bubbles."""

import numpy as np
import numpy.typing as npt

from parsers._screen.canvas import Canvas
from parsers._screen.geometry import Box, U

Colour = npt.NDArray[np.int16]

_REACH, _CLEAR = round(16 * U), round(2 * U)
_SAME, _OTHER, _VIVID = 40, 50, 90


def bar_beside(canvas: Canvas, box: Box) -> Colour | None:
    """The colour of the bar that runs left of a box from its top to its bottom; None where there is none."""
    left, right = max(0, box.left - _REACH), box.left - _CLEAR
    strip = canvas.pixels[box.top : box.bottom, left:right].astype(np.int16)
    if strip.shape[0] < 4 or strip.shape[1] < 4:
        return None
    page = np.median(strip.reshape(-1, 3), axis=0)
    middle = np.median(strip, axis=0)
    steady = (np.abs(strip - middle).max(axis=2) < _SAME).mean(axis=0) > 0.92
    vivid = middle.max(axis=1) - middle.min(axis=1)
    bars = np.flatnonzero(steady & (np.abs(middle - page).max(axis=1) > _OTHER) & (vivid > _VIVID))
    if not len(bars) or len(bars) > 5 * U:
        return None
    return np.asarray(middle[bars[int(np.argmax(vivid[bars]))]], dtype=np.int16)


def same_colour(one: Colour, other: Colour) -> bool:
    """Whether two bars are of one colour, soft edges allowed for."""
    return bool(np.abs(_hue(one) - _hue(other)).max() < 0.25)


def is_red(colour: Colour) -> bool:
    """Whether a bar is red."""
    red, green, blue = (int(part) for part in colour)
    return red > green + _VIVID and red > blue + _VIVID // 2


def _hue(colour: Colour) -> npt.NDArray[np.float64]:
    """A colour without its lightness, so that the soft edge of a bar is like its middle."""
    spread = float(colour.max() - colour.min())
    return np.asarray((colour - colour.min()) / max(1.0, spread), dtype=np.float64)
