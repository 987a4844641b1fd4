"""Finds patches of many colours on the page, of the size of emoji that were sent alone."""

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers._screen.canvas import Canvas
from parsers._screen.geometry import Box, U

_LOW, _HIGH = 28 * U, 60 * U  # a reaction is smaller, a photo larger
_OTHER = 36  # from the colour of the page
_COLOURFUL, _FILLED = 70, 0.35
_CRACK = 5  # points at half size: a broken heart is one drawing


def patches(canvas: Canvas, page: NDArray[np.float32], pane: Box) -> list[Box]:
    """Their boxes in work pixels, from the left. `page` is the colour of the page, `pane` where to look."""
    top, left = max(0, pane.top), max(0, pane.left)
    inside = canvas.pixels[top : pane.bottom : 2, left : pane.right : 2]
    if inside.size == 0:
        return []
    other = (np.abs(inside.astype(np.int16) - page.astype(np.int16)).max(axis=2) > _OTHER).astype(np.uint8)
    other = cv2.morphologyEx(other, cv2.MORPH_CLOSE, np.ones((_CRACK, _CRACK), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(other, connectivity=8)
    found = []
    for n in range(1, count):
        x, y, width, height, size = (int(value) for value in stats[n])
        even = 0.7 < width / height < 1.4 and size > _FILLED * width * height
        if not even or not _LOW <= 2 * height <= _HIGH:
            continue
        colours = inside[y : y + height, x : x + width][labels[y : y + height, x : x + width] == n].astype(np.int16)
        if float(np.median(colours.max(axis=1) - colours.min(axis=1))) > _COLOURFUL:
            found.append(Box(left + 2 * x, top + 2 * y, left + 2 * (x + width), top + 2 * (y + height)))
    return sorted(found, key=lambda box: box.left)
