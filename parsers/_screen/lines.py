"""Finds the lines of text in the areas of a screen, and makes each ready to be read: dark ink on white.

Ink is what differs from the colour that its area has there. Pieces of ink that are too large, too thin or too faint
for letters (photos, rules, doodles of a wallpaper) are left out; the others grow together into words and lines, never
over the border of an area.
"""

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers._screen.areas import Area, Ground
from parsers._screen.canvas import TEXT, Canvas, Pixels, differences, most
from parsers._screen.geometry import Box, around

FAINT, CLEAR = 30, 56  # ink differs from its ground by more than the first; some of each piece by more than the second
_REACH = 17  # letters this near grow together: half the height of type
_TALL, _LOW = 56, 9
_STRONG, _OWN = 0.6, 40  # the core of a stroke; a colour this near is the same
_LINE, _EVERYWHERE = 1.8, 0.97  # a line is wider than that for its height
_WORD_GAP = 16  # two pieces of one line are nearer than this: the time of a message stands further off
_OFF, _BAND = 8, 64  # how far off its row a piece may stand; a band of rows
_WIDEST = 100  # so many lines of one ground tell in which ink most of it is


class Word(NamedTuple):
    """A word as an engine read it: how sure it is (0 to 100), and where it stands from left to right."""

    text: str
    sure: float
    left: int
    right: int


@dataclass(eq=False)
class Line:
    """A line of text (or of emoji, or a wave of sound) in one area. `ready` is its crop, dark on white."""

    box: Box
    area: Area
    ready: Pixels
    ground: NDArray[np.float32]
    ink: NDArray[np.float32]
    kind: Literal["text", "emoji", "wave", "mark"] = "text"
    emoji: list[Box] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    text: str = ""
    sure: float = 0.0

    @property
    def contrast(self) -> float:
        return float(np.abs(self.ink - self.ground).max())

    @property
    def colourful(self) -> float:
        """How far the ink is from grey, 0 to 255."""
        return float(self.ink.max() - self.ink.min())


def find_lines(canvas: Canvas, ground: Ground) -> list[Line]:
    """All lines, from the top, left before right."""
    under = _at_full_size(ground.colour, canvas)
    owner = cv2.resize(
        ground.owner.astype(np.float32), (canvas.width, canvas.height), interpolation=cv2.INTER_NEAREST
    ).astype(np.int32)
    ink = differences(canvas.pixels, under).astype(np.int16)
    border = _borders(owner)
    ink[border] = 0
    letters = _letters(ink, canvas)
    grown = cv2.morphologyEx(letters, cv2.MORPH_CLOSE, np.ones((1, _REACH), np.uint8))
    grown[border] = 0
    pieces = _pieces(grown, letters, owner)
    rows = [box for number, boxes in pieces.items() for box in ((number, row) for row in _rows(boxes))]
    found = [_described(canvas, under, (box, ground.areas[number])) for number, box in rows if _readable(box)]
    found = _in_usual_ink(found, canvas, under) + _large_emoji(canvas, ground)
    return sorted(found, key=lambda line: (line.box.top, line.box.left))


def _large_emoji(canvas: Canvas, ground: Ground) -> list[Line]:
    """A line for each bubble that holds one to a few emoji too tall for a line of text."""
    found = []
    for area in ground.areas:
        stands_free = area.parent is None or area.parent.box.width > 0.9 * canvas.width or area.parent is ground.page
        if area.solid and stands_free and _TALL < area.box.height < 5 * _TALL and area.box.width < 0.6 * canvas.width:
            drawn = _drawn_in(area, canvas)
            if drawn:
                box = around(drawn)
                nothing = np.zeros((0, 0), np.uint8)
                found.append(Line(box, area, nothing, area.colour, area.colour, kind="emoji", emoji=drawn))
    return found


def _drawn_in(area: Area, canvas: Canvas) -> list[Box]:
    """Large drawings of one height beside each other in an area; none when something else that is large stands there."""
    left, top = max(0, area.box.left) + 6, max(0, area.box.top) + 6
    inside = canvas.pixels[top : area.box.bottom - 6, left : area.box.right - 6].astype(np.float32)
    if inside.size == 0:
        return []
    other = (most(np.abs(inside - area.colour)) > FAINT + 8).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(other, connectivity=8)
    tall = [row for row in stats[1:].tolist() if row[3] > 0.5 * _TALL and row[4] > 0.1 * row[2] * row[3]]
    drawn = [
        row
        for row in tall
        if _TALL < row[3] < 2.7 * _TALL and 0.6 < row[2] / row[3] < 1.6 and row[4] > 0.4 * row[2] * row[3]
    ]
    edge = any(x == 0 or y == 0 or x + w == inside.shape[1] or y + h == inside.shape[0] for x, y, w, h, _ in drawn)
    level = drawn and max(row[3] for row in drawn) < 1.3 * min(row[3] for row in drawn)
    if edge or not level or len(drawn) != len(tall):
        return []
    return sorted(Box(left + x, top + y, left + x + w, top + y + h) for x, y, w, h, _ in drawn)


def _at_full_size(colour: Pixels, canvas: Canvas) -> Pixels:
    return np.asarray(cv2.resize(colour, (canvas.width, canvas.height), interpolation=cv2.INTER_NEAREST))


def _borders(owner: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Pixels within three of the border between areas, where neither colour holds."""
    wide = owner.astype(np.float32)
    kernel = np.ones((7, 7), np.uint8)
    return np.asarray(cv2.dilate(wide, kernel) != cv2.erode(wide, kernel))


def _letters(ink: NDArray[np.int16], canvas: Canvas) -> Pixels:
    """Ink without the pieces that are no letters."""
    faint = FAINT + 8 if canvas.noisy else FAINT
    mask = (ink > faint).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    width, height, size = stats[:, 2], stats[:, 3], stats[:, 4]
    fill = size / np.maximum(1, width * height)
    wrong = (height > _TALL) | (width > 0.75 * canvas.width) | ((width > 110) & (fill < 0.16))
    wrong |= ((height <= 4) & (width > 24)) | ((width <= 4) & (height > 34)) | (size < 5)
    clear = np.zeros(count, bool)
    clear[labels[ink > CLEAR]] = True
    keep = clear & ~wrong
    keep[0] = False
    return np.asarray(keep[labels], np.uint8)


def _pieces(grown: Pixels, letters: Pixels, owner: NDArray[np.int32]) -> dict[int, list[Box]]:
    """The boxes of what grew together, by the area in which they stand."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(grown, connectivity=8)
    flat, owners = labels.ravel(), owner.ravel()
    first = np.full(count, -1, np.int64)
    inked = np.flatnonzero(letters.ravel())
    first[flat[inked]] = owners[inked]
    pieces: dict[int, list[Box]] = {}
    for n in range(1, count):
        x, y, width, height = (int(v) for v in stats[n, :4])
        if first[n] < 0:
            continue
        parts = [Box(x, y, x + width, y + height)]
        if height > 1.7 * TEXT:
            parts = _parted(
                parts[0], (labels[y : y + height, x : x + width] == n) & (letters[y : y + height, x : x + width] > 0)
            )
        pieces.setdefault(int(first[n]), []).extend(parts)
    return pieces


def _parted(box: Box, ink: NDArray[np.bool_]) -> list[Box]:
    """Lines whose letters touch, cut apart where there is least ink."""
    profile = ink.sum(axis=1)
    count = max(2, round(box.height / (1.3 * TEXT)))
    cuts = [0]
    for n in range(1, count):
        about = round(n * box.height / count)
        low, high = max(cuts[-1] + 1, about - 12), min(box.height - 1, about + 12)
        cuts.append(low + int(np.argmin(profile[low:high])) if high > low else about)
    cuts.append(box.height)
    return [Box(box.left, box.top + a, box.right, box.top + b) for a, b in pairwise(cuts) if b - a > 3]


def _rows(boxes: list[Box]) -> list[Box]:
    """Pieces of one area put together into lines: beside each other on one row, or a dot or accent above a letter."""
    rows = sorted(boxes, key=lambda box: box.left)
    while True:
        merged: list[Box] = []
        bands: dict[int, set[int]] = {}  # of the height: what stands there, so that few are compared
        for box in rows:
            level = {
                n
                for band in range((box.top - _OFF) // _BAND, (box.bottom + _OFF) // _BAND + 1)
                for n in bands.get(band, ())
            }
            near = next((n for n in sorted(level) if _one_line(merged[n], box)), len(merged))
            if near == len(merged):
                merged.append(box)
            else:
                merged[near] = around((merged[near], box))
            for band in range(merged[near].top // _BAND, merged[near].bottom // _BAND + 1):
                bands.setdefault(band, set()).add(near)
        if len(merged) == len(rows):
            return merged
        rows = sorted(merged, key=lambda box: box.left)


def _one_line(a: Box, b: Box) -> bool:
    shared, gap = a.shared_height(b), -a.shared_width(b)
    low, high = sorted((a.height, b.height))
    joint = max(a.bottom, b.bottom) - min(a.top, b.top)
    if low < 10 and gap <= 5 and shared >= -7 and high < 46:  # the dot of an i, an accent, a full stop
        return joint <= max(1.45 * high, 24)
    if low < 14 and gap <= _WORD_GAP and shared >= -2 and joint <= max(1.2 * high, 16):  # full stops, dashes, quotes
        return True
    return shared >= 0.5 * low and gap <= _WORD_GAP and joint <= 1.45 * high


def _readable(box: Box) -> bool:
    return box.width >= 4 and (box.height >= _LOW or (box.width >= 10 and box.height >= 4))


def _in_usual_ink(lines: list[Line], canvas: Canvas, under: Pixels) -> list[Line]:
    """Lines looked at again where their colour is not the one that most text on such a ground has: in a short line with a
    large emoji the emoji's colour is the most frequent, and the letters would be taken for what is strange."""
    grounds: list[list[Line]] = []
    for line in lines:
        alike = next((group for group in grounds if np.abs(group[0].ground - line.ground).max() < 14), None)
        if alike is None:
            grounds.append([line])
        else:
            alike.append(line)
    seen = []
    for group in grounds:
        wide = sorted(group, key=lambda line: -line.box.width)[:_WIDEST]
        usual = max(wide, key=lambda line: sum(o.box.width for o in wide if np.abs(o.ink - line.ink).max() < 40)).ink
        odd = [line for line in group if np.abs(line.ink - usual).max() > 60 and line.colourful > 40]
        seen += [line for line in group if line not in odd]
        seen += [
            line if _in_one_ink(line, canvas, under) else _described(canvas, under, (line.box, line.area), usual)
            for line in odd
        ]
    return seen


def _in_one_ink(line: Line, canvas: Canvas, under: Pixels) -> bool:
    """Whether a line is in its own colour from end to end, as names are: an emoji's colour keeps to one place."""
    box, wide = line.box, line.box.height // 2
    place = np.s_[box.top : box.bottom, box.left : box.right]
    difference = canvas.pixels[place].astype(np.float32) - under[place]
    strong = (most(np.abs(difference)) > _STRONG * line.contrast).any(axis=0)
    own = (most(np.abs(difference - (line.ink - line.ground))) < _OWN).any(axis=0)
    near = np.convolve(own, np.ones(wide | 1), "same") > 0
    return box.width > _LINE * box.height and bool(strong.any() and near[strong].mean() > _EVERYWHERE)


def _described(
    canvas: Canvas, under: Pixels, where: tuple[Box, Area], usual: NDArray[np.float32] | None = None
) -> Line:
    """A line with its colours, its emoji masked, and its crop as dark ink on white."""
    box, area = where
    left, top = max(0, box.left - 4), max(0, box.top - 4)
    place = np.s_[top : box.bottom + 5, left : box.right + 5]
    difference = canvas.pixels[place].astype(np.float32) - under[place]
    strength = most(np.abs(difference))
    inner = strength[box.top - top : box.bottom - top, box.left - left : box.right - left]
    strong = strength > 0.6 * max(40.0, float(np.percentile(inner, 97)))
    ground = np.median(under[place].reshape(-1, 3), axis=0).astype(np.float32)
    tint = _usual(difference[strong])
    if usual is not None and (np.abs(difference[strong] - (usual - ground)).max(axis=1) < 48).mean() > 0.06:
        tint = usual - ground
    line = Line(box, area, np.zeros((0, 0), np.uint8), ground, ground + tint)
    for found in _emoji(difference, strength, tint, box, noisy=canvas.noisy):
        line.emoji.append(Box(left + found.left, top + found.top, left + found.right, top + found.bottom))
        strength[max(0, found.top - 2) : found.bottom + 2, max(0, found.left - 2) : found.right + 2] = 0
    _neighbours_out(strength, box, (left, top))
    line.kind = _kind(line, strength)
    full = max(40.0, float(np.percentile(strength[strength > 30], 85)) if (strength > 30).any() else 40.0)
    line.ready = (255 - np.clip((strength - 8) * (255.0 / (full - 8)), 0, 255)).astype(np.uint8)
    return line


def _neighbours_out(strength: NDArray[np.float32], box: Box, corner: tuple[int, int]) -> None:
    """The margin of a crop shows feet of the line above and heads of the line below: wiped."""
    strength[: max(0, box.top - corner[1] - 1)] = 0
    strength[box.bottom - corner[1] + 1 :] = 0


def _usual(colours: NDArray[np.float32]) -> NDArray[np.float32]:
    """The most frequent colour, roughly: the median of the fullest cell of a coarse cube."""
    if len(colours) == 0:
        return np.zeros(3, np.float32)
    cells = np.floor_divide(colours, 24).astype(np.int32) + 16
    keys = (cells[:, 0] << 12) | (cells[:, 1] << 6) | cells[:, 2]
    values, counts = np.unique(keys, return_counts=True)
    return np.asarray(np.median(colours[keys == values[np.argmax(counts)]], axis=0), np.float32)


def _emoji(
    difference: NDArray[np.float32], strength: NDArray[np.float32], tint: NDArray[np.float32], box: Box, *, noisy: bool
) -> list[Box]:
    """Blobs of several colours, about as wide as high: letters run from the ground's colour to one other."""
    if noisy:  # JPEG keeps colours at half the sharpness of brightness, so the rim of every letter is tinted
        difference = np.asarray(cv2.blur(difference, (3, 3)), np.float32)
    length = float((tint**2).sum()) or 1.0
    along = (difference @ tint) / length
    aside = most(np.abs(difference - along[..., None] * tint))
    other: Pixels = ((aside > (46.0 if noisy else 36.0)) & (strength > 30)).astype(np.uint8)
    if other.sum() < 40:
        return []
    other = cv2.morphologyEx(other, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(other, connectivity=8)
    found = []
    for n in range(1, count):
        x, y, width, height, size = (int(v) for v in stats[n])
        if height < max(12, 0.55 * min(box.height, 1.2 * TEXT)) or width < 0.5 * height:
            continue
        inside = np.s_[y : y + height, x : x + width]
        if _many_coloured(
            difference[inside][(labels[inside] == n) & (strength[inside] > 30)],
            size / (width * height),
            (width, height),
        ):
            found.append(Box(x, y, x + width, y + height))
    return found


def _many_coloured(colours: NDArray[np.float32], fill: float, measure: tuple[int, int]) -> bool:
    """Whether a blob is a drawing rather than a word in another colour."""
    width, height = measure
    axis = colours.mean(axis=0)
    length = float((axis**2).sum()) or 1.0
    aside = np.abs(colours - ((colours @ axis) / length)[:, None] * axis).max(axis=1)
    several = float((aside > 34).mean())
    round_ = fill > 0.6 and 0.7 * height <= width <= 1.7 * height
    return round_ or (several > 0.15 and fill > 0.3)


def _kind(line: Line, strength: NDArray[np.float32]) -> Literal["text", "emoji", "wave", "mark"]:
    left = float((strength > 60).mean())
    if line.emoji and left < 0.012:
        return "emoji"
    if left > 0.62 and line.box.width < 4 * line.box.height:
        return "mark"
    return "wave" if line.box.width > 60 and _is_wave(strength) else "text"


def _is_wave(strength: NDArray[np.float32]) -> bool:
    """Whether a line is the drawing of a sound: a dozen thin upright bars."""
    count, _, stats, _ = cv2.connectedComponentsWithStats((strength > 60).astype(np.uint8), connectivity=8)
    width, height, size = stats[1:, 2], stats[1:, 3], stats[1:, 4]
    thin = (width <= 6) & (size >= 0.8 * width * height)
    return count > 13 and thin.sum() >= 12 and float(thin.mean()) > 0.65
