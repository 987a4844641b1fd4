"""Finds the flat areas of a screen: its page, bars, bubbles, chips, round pictures of people.

An area is a set of neighbouring pixels without a step between them, so a colour may run from one shade into another
(the bubbles of Messenger) and still be one. Text, doodles of a wallpaper and photos are the holes in areas.
Worked out at half the size: it is four times cheaper, and a bubble's edge stays a step.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import reduce
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers._screen.canvas import Canvas, Pixels, differences, most
from parsers._screen.geometry import Box

_EVEN, _NOISY = (1, 3), (3, 7)  # within so many pixels, one area differs by no more than that
_TINTED = 0.13
_SMOOTH, _SMOOTH_LESS = 22, 14  # where JPEG left little noise, the faint gap between two bubbles is kept
_LITTLE, _ENLARGED = 1.5, 1.5  # enlarged, the noise around letters is as wide as the gap
_LEAST = 40  # pixels at half size
_SQUARE = 0.985
_SOLID = 0.62  # of its box that a bubble with round corners and a tail fills at least
_HOLLOW, _CUT_SOLID = 0.4, 0.88  # where the screen's edge runs through its words, a bubble has bays around all of them


@dataclass(eq=False)
class Area:
    """One flat area. `filled` is how much of its box it covers with its holes closed."""

    number: int
    box: Box
    colour: NDArray[np.float32]
    filled: float
    parent: "Area | None" = None
    children: list["Area"] = field(default_factory=list)
    gradient: bool = False
    flat: tuple[bool, bool] = (False, False)  # at the top and at the bottom: without round corners, so probably cut off

    @property
    def solid(self) -> bool:
        return self.filled >= _SOLID


class Ground(NamedTuple):
    """The areas of a picture; `owner` says for each pixel at half size in which area it stands; `colour` is the
    colour that the area has there, without what is written on it."""

    areas: list[Area]
    owner: NDArray[Any]
    colour: Pixels
    page: Area


def find_areas(canvas: Canvas) -> Ground:
    """All areas, the largest first. The page is the one that covers most."""
    half = cv2.resize(canvas.pixels, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    if canvas.noisy:
        little = _wavering(half) < _LITTLE and canvas.scale < _ENLARGED
        half = cv2.bilateralFilter(half, 7, _SMOOTH_LESS if little else _SMOOTH, 4)
    flat = _flat(half, *(_NOISY if canvas.noisy else _EVEN))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(flat, connectivity=4)
    big = [n for n in range(1, count) if stats[n, cv2.CC_STAT_AREA] >= _LEAST]
    colours = _mean_colours(half, labels, count)
    shaped = [part for n in big for part in _parts(*_shaped(n, stats[n], labels, colours[n]), flat.shape[1])]
    shaped.sort(key=lambda pair: -pair[0].box.size)
    areas = [area for area, _ in shaped] or [_nothing(canvas)]
    owner = np.zeros(flat.shape, np.int32)
    ground = np.zeros_like(half)
    for number, (area, mask) in enumerate(shaped):
        _lay(area, mask, number, (owner, ground, half, labels), everywhere=number == 0)
    for area in areas:
        _nest(area, areas)
    return Ground(areas, owner, ground, max(areas, key=lambda area: area.box.size))


def _wavering(half: Pixels) -> float:
    """By how much three quarters of the points differ from those around, at most: noise, where most of a screen is flat."""
    green = np.ascontiguousarray(half[..., 1])
    return float(np.percentile(cv2.absdiff(green, cv2.medianBlur(green, 9)), 75))


def _flat(half: Pixels, reach: int, step: int) -> Pixels:
    """1 where the picture does not change by more than `step` over `reach` pixels, across or down.

    JPEG blurs colour more than brightness, so letters on a strongly coloured bubble tint all of it: there, more is allowed.
    """
    flat = np.ones(half.shape[:2], np.uint8)
    limit: NDArray[Any] = np.full(half.shape[:2], step, np.int16)
    if reach > 1:
        soft = cv2.blur(half, (9, 9))
        least = np.asarray(reduce(cv2.min, cv2.split(soft)))
        limit += ((most(soft).astype(np.int16) - least) * _TINTED).astype(np.int16)
    across = differences(half[:, reach:], half[:, :-reach]) > limit[:, reach // 2 : limit.shape[1] - reach + reach // 2]
    down = differences(half[reach:], half[:-reach]) > limit[reach // 2 : len(limit) - reach + reach // 2]
    first, last = (0, 1) if reach == 1 else (1, reach - 1)
    for at in range(first, last + 1):
        flat[:, at : at + across.shape[1]][across] = 0
        flat[at : at + down.shape[0]][down] = 0
    return flat if reach == 1 else np.asarray(cv2.erode(flat, np.ones((2, 2), np.uint8)), np.uint8)


def _mean_colours(half: Pixels, labels: NDArray[Any], count: int) -> NDArray[np.float32]:
    flat = labels.ravel()
    sizes = np.maximum(1, np.bincount(flat, minlength=count))
    sums = [np.bincount(flat, weights=half[..., c].ravel(), minlength=count) / sizes for c in range(3)]
    return np.stack(sums, axis=1).astype(np.float32)


def _shaped(number: int, stat: NDArray[Any], labels: NDArray[Any], colour: NDArray[np.float32]) -> tuple[Area, Pixels]:
    """An area and its mask with the holes closed."""
    x, y, width, height = (int(v) for v in stat[:4])
    own = (labels[y : y + height, x : x + width] == number).astype(np.uint8)
    outlines, _ = cv2.findContours(own, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    mask = np.zeros_like(own)
    cv2.drawContours(mask, outlines, -1, 1, cv2.FILLED)
    box = Box(2 * x - 1, 2 * y - 1, 2 * (x + width) + 1, 2 * (y + height) + 1)
    filled = float(mask.mean())
    if filled >= _HOLLOW and mask.size < labels.size / 3:
        whole = _without_bays(mask)
        if filled >= _SOLID:
            mask = whole
        elif whole.mean() > _CUT_SOLID:
            mask, filled = whole, float(whole.mean())
    ends = (float(mask[0].mean()) > _SQUARE, float(mask[-1].mean()) > _SQUARE)
    return Area(number, box, colour, filled, flat=ends), mask


def _parts(area: Area, mask: Pixels, width: int) -> Iterator[tuple[Area, Pixels]]:
    """An area, or two where a bubble hangs on a bar of its own colour: where the messages slide under the header."""
    share = mask.mean(axis=1)
    full = np.flatnonzero(share > 0.97)
    end = int(full[-1]) + 1 if len(full) else 0
    hangs = (
        mask.shape[1] > 0.9 * width and len(mask) - end >= 12 and 12 <= end < 0.5 * width and share[end:].mean() < 0.9
    )
    if not hangs:
        yield area, mask
        return
    columns = np.flatnonzero(mask[end:].any(axis=0))
    left, right = int(columns[0]), int(columns[-1]) + 1
    box, low = area.box, area.box.top + 2 * end
    below = mask[end:, left:right]
    yield Area(area.number, Box(box.left, box.top, box.right, low + 1), area.colour, 1.0), mask[:end]
    rest = Box(box.left + 2 * left, low - 1, box.left + 2 * right + 2, box.bottom)
    yield Area(area.number, rest, area.colour, float(below.mean())), below


def _without_bays(mask: Pixels) -> Pixels:
    """A mask filled from side to side and from top to bottom: where a word touches a reaction at the rim of its bubble,
    the outline runs around the word, which would leave it outside."""
    across = np.maximum.accumulate(mask, axis=1) & np.maximum.accumulate(mask[:, ::-1], axis=1)[:, ::-1]
    down = np.maximum.accumulate(mask, axis=0) & np.maximum.accumulate(mask[::-1], axis=0)[::-1]
    return np.asarray(across | down)


def _lay(
    area: Area,
    mask: Pixels,
    number: int,
    onto: tuple[NDArray[Any], Pixels, Pixels, NDArray[Any]],
    *,
    everywhere: bool,
) -> None:
    """Lay an area over those it stands on: who owns its pixels, and which colour is under its text. The largest is laid
    `everywhere` first, so that no pixel is without an owner."""
    owner, ground, half, labels = onto
    y, x = (area.box.top + 1) // 2, (area.box.left + 1) // 2
    place = np.s_[:, :] if everywhere else np.s_[y : y + mask.shape[0], x : x + mask.shape[1]]
    inside = np.ones_like(owner, bool) if everywhere else mask > 0
    owner[place][inside] = number
    own = labels[place] == area.number
    pixels = half[place]
    _, spread = cv2.meanStdDev(pixels, mask=own.astype(np.uint8))
    area.gradient = bool(np.max(spread) > 3)
    ground[place][inside] = _shades(pixels, own)[inside] if area.gradient else area.colour.astype(np.uint8)


def _shades(pixels: Pixels, own: NDArray[np.bool_]) -> Pixels:
    """The colour of an area at each of its pixels: the mean of its own pixels around."""
    reach = (max(3, min(61, own.shape[1] // 2 * 2 + 1)), max(3, min(61, own.shape[0] // 2 * 2 + 1)))
    weight = cv2.blur(own.astype(np.float32), reach)
    summed = cv2.blur(pixels.astype(np.float32) * own[..., None], reach)
    mean = pixels[own].mean(axis=0)
    near = summed / np.maximum(weight, 1e-6)[..., None]
    return np.where(weight[..., None] > 1e-3, near, mean).astype(np.uint8)


def _nest(area: Area, areas: list[Area]) -> None:
    """The parent is the smallest solid area that holds this one."""
    holders = [
        a for a in areas if a is not area and a.box.size > area.box.size and a.solid and a.box.holds(area.box, 2)
    ]
    if holders:
        area.parent = min(holders, key=lambda a: a.box.size)
        area.parent.children.append(area)


def _nothing(canvas: Canvas) -> Area:
    return Area(0, Box(0, 0, canvas.width, canvas.height), np.zeros(3, np.float32), 0.0)
