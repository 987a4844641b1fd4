"""Tells what is no message from bubbles: reactions, buttons, dots of somebody who is writing, dates and notes in chips."""

import re
from statistics import median

import cv2
import numpy as np

from parsers._screen.areas import Area
from parsers._screen.geometry import Box, U
from parsers._screen.layout import Layout
from parsers._screen.lines import Line
from parsers._screen.order import in_rows, joined
from parsers._screen.phrases import CALL_HINT, CLOCK, is_stamp, is_system, letters
from parsers._screen.result import Side, Stamp

_SEARCH = re.compile(r"^\W*\w?\W*search(?: \(.*| messages| in .*|\W*)$", re.IGNORECASE)
_DOT, _DISC = 140, 0.66
_VERY = 0.02  # chips are that near the middle, for the width of the pane; wide bubbles hardly are
_OWN = 10  # a colour this near is the same
_FEW = 2  # letters; more are words
_RUN = 2  # one other may end at the same place by chance
_SURE = 60  # an engine is surer than this of what is a letter


def is_reaction(bubble: Area, lines: list[Line], layout: Layout) -> bool:
    """A small blob over the edge of another bubble, with hardly a letter in it."""
    box = bubble.box
    if box.width > 64 * U or box.height > 34 * U or sum(letters(line.text) for line in lines) > 2:
        return False
    said = any(line.sure > _SURE and any(map(str.isalpha, line.text)) and not line.emoji for line in lines)
    for other in layout.bubbles:
        if other is bubble or other.box.height < box.height:
            continue
        near = box.shared_height(other.box)
        flush = min(abs(box.left - other.box.left), abs(box.right - other.box.right)) < 4
        if near <= 0 and (flush or said):
            continue  # a short word right below another message
        over = box.shared_width(other.box) > 0.3 * box.width and near > -5 * U
        if over and (box.bottom > other.box.bottom + 2 * U or box.top < other.box.top - 2 * U):
            return True
    return False


def is_arrow(area: Area, text: str) -> bool:
    """The round arrow that leads down to the newest message, read as a v."""
    return text != "" and area.filled < 0.84 and area.box.width < 56 * U and set(text.casefold()) <= set("vwy \\/.,'")


def is_button(bubble: Area, layout: Layout, side: Side | None) -> bool:
    """The arrow down; or words that are only for tapping, at no side or in the middle. In the colour of what people say
    they are somebody's words: "Call back"."""
    text = joined(layout.inside[id(bubble)])
    if is_arrow(bubble, text):
        return True
    search = bool(_SEARCH.match(text)) and bubble.box.height < 50 * U
    if not search and not CALL_HINT.fullmatch(text):
        return False
    if text.casefold().startswith(("tap", "click")):
        return True
    return (side is None or _central(bubble, layout.pane)) and not _speaks(bubble, layout)


def _speaks(bubble: Area, layout: Layout) -> bool:
    """Whether others of the colour of this bubble hold words: bubbles, not chips in the very middle."""
    return any(
        np.abs(other.colour - bubble.colour).max() < _OWN
        and sum(letters(line.text) for line in layout.inside[id(other)]) > _FEW
        for other in layout.bubbles
        if other is not bubble and not _central(other, layout.pane, _VERY)
    )


def _stands_alone(bubble: Area, layout: Layout) -> bool:
    """Whether an area is in the very middle, far from both sides: chips may have the colour of bubbles, and "You left me" in
    a bubble at a side is said by somebody."""
    box, pane = bubble.box, layout.pane
    return _central(bubble, pane, _VERY) and min(box.left - pane.left, pane.right - box.right) > 0.12 * pane.width


def _central(bubble: Area, pane: Box, off: float = 0.075) -> bool:
    return abs(bubble.box.middle_x - (pane.left + pane.right) / 2) <= off * pane.width


def is_typing(lines: list[Line]) -> bool:
    """Three equal large dots in a row: the other is writing. The full stops of "..." are smaller, and ??? is no disc."""
    if len(lines) != 1 or not lines[0].ready.size:
        return False
    _, _, stats, _ = cv2.connectedComponentsWithStats((lines[0].ready < _DOT).astype(np.uint8), connectivity=8)
    dots = sorted(row for row in stats[1:].tolist() if row[4] > U)
    even = all(
        5 * U < w < 1.3 * h and h < 1.3 * w and size > _DISC * w * h and abs(y - dots[0][1]) < 8 * U
        for _, y, w, h, size in dots
    )
    return len(dots) == 3 and even and abs(dots[2][0] - 2 * dots[1][0] + dots[0][0]) < U + 1


def stamp_in(bubble: Area, lines: list[Line], layout: Layout, side: Side | None) -> Stamp | None:
    """A chip in the middle: a date, or something that the app says."""
    pane, box = layout.pane, bubble.box
    if not _central(bubble, pane):
        return None
    text = joined(lines)
    if is_stamp(text) and len(lines) <= 2 and box.width < 0.7 * pane.width:
        return Stamp(box, text)
    if _in_run(bubble, layout):
        return None
    if (
        (side is None or _stands_alone(bubble, layout))
        and is_system(text)
        and len(in_rows(lines)) == 1
        and len(text) < 60
        and not CLOCK.search(text)
    ):
        return Stamp(box, text, system=True)
    gaps = (box.left - pane.left, pane.right - box.right)
    small = lines and median(line.box.height for line in lines) < 23
    if side is None and min(gaps) > 14 * U and text and (is_system(text) or (small and min(gaps) > 40 * U)):
        return Stamp(box, text, system=True)
    return None


def _in_run(bubble: Area, layout: Layout) -> bool:
    """Whether others begin or end where this one does and are wider or narrower: chips are put in the middle, each alone."""
    left, right = bubble.box.left, bubble.box.right
    flush = [
        (abs(other.box.left - left) < 4, abs(other.box.right - right) < 4)
        for other in layout.bubbles
        if other is not bubble and np.abs(other.colour - bubble.colour).max() < _OWN
    ]
    ragged = any(begins != ends for begins, ends in flush)
    return ragged and max(sum(begins for begins, _ in flush), sum(ends for _, ends in flush)) >= _RUN
