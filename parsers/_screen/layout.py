"""Tells the parts of a screen apart: status bar, header, the pane with the messages, input box and keyboard.

Nothing here knows an app. The pane is the column in which bubbles stand; the header is what is above the first of
them; the footer begins at the input box, known by its words, or at a keyboard, known by its keys.
"""

from dataclasses import dataclass, field

import numpy as np

from parsers._screen.areas import Area, Ground
from parsers._screen.canvas import Canvas
from parsers._screen.columns import column_of
from parsers._screen.footer import buttons, footer_top
from parsers._screen.geometry import Box, U
from parsers._screen.header import header_bottom
from parsers._screen.keyboard import keyboard_top
from parsers._screen.lines import Line
from parsers._screen.patches import patches
from parsers._screen.phrases import JUST_NOW, letters
from parsers._screen.titles import heading

_INITIALS = 4  # letters that a person's picture holds at most, with what is read in its rim
_PAGE = 10  # nothing that differs by less stands out from the page
_READ = 60  # an engine is surer than this of what are words


@dataclass
class Layout:
    """`pane` is where messages stand; `bubbles` are its areas with lines, from the top; `loose` the lines on the page."""

    pane: Box
    bubbles: list[Area] = field(default_factory=list)
    loose: list[Line] = field(default_factory=list)
    inside: dict[int, list[Line]] = field(
        default_factory=dict
    )  # number of a bubble: its lines, those of its children too
    title: str = ""
    subtitle: str = ""
    clock: str = ""
    header: list[Line] = field(default_factory=list)
    footer: list[Line] = field(default_factory=list)
    faces: list[Box] = field(default_factory=list)  # pictures of people beside bubbles
    patches: list[Box] = field(default_factory=list)  # of many colours, as large as emoji that stand alone
    typing: bool = False  # a keyboard, or a box in which somebody has begun to write
    labels: int = 0  # heads with the name of who wrote, in chats without bubbles
    cut_top: bool = False
    cut_bottom: bool = False


def lay_out(canvas: Canvas, ground: Ground, lines: list[Line]) -> Layout:
    """Sort areas and lines into the parts of the screen."""
    screen = column_of(canvas, ground)
    column = _without_news([line for line in lines if _stands_in(line.box, screen)], screen)
    frames = {id(area) for area in ground.areas if _is_frame(area, screen)}
    top_of = {id(area): _outermost(area, frames) for area in ground.areas}
    held: dict[int, list[Line]] = {}
    for line in column:
        if (bubble := top_of[id(line.area)]) is not None and _could_be_bubble(bubble, line, ground):
            held.setdefault(id(bubble), []).append(line)
    bubbles = [a for a in ground.areas if id(a) in held]
    keyboard = keyboard_top(column, canvas)
    wordy = [b for b in bubbles if _wordy(held[id(b)])]
    bottom, typing = footer_top(min(keyboard or screen.bottom, screen.bottom), column, wordy, ground, screen)
    rows = [top for top in buttons(bubbles, held) if not any(top + 4 * U < b.box.top < bottom for b in wordy)]
    bottom = min([bottom, *rows])
    bubbles = [b for b in bubbles if b.box.top < bottom - 3 * U]
    shaped = [a for a in ground.areas if top_of[id(a)] is a and a.solid]
    rounds = _rounds(shaped, held, screen.top + 0.14 * screen.height)
    told = [b for b in bubbles if id(b) not in rounds and b in wordy]
    top = header_bottom(column, told, ground, screen)
    pane = Box(screen.left, top, screen.right, bottom)
    above = heading([line for line in column if line.box.middle_y < top and line.kind == "text"], pane)
    layout = Layout(
        pane,
        title=above.title,
        subtitle=above.subtitle,
        clock=above.clock,
        header=list(above.lines),
        cut_top=top > 0,
        cut_bottom=bottom < canvas.height,
        typing=typing or keyboard is not None,
    )
    page = ground.page.colour  # a circle of a wallpaper has it inside
    faces = [a for a in shaped if id(a) in rounds and np.abs(a.colour - page).max() > _PAGE]
    layout.faces = [a.box for a in faces if top < a.box.middle_y < bottom]
    layout.patches = patches(canvas, ground.page.colour, pane)
    layout.footer = [line for line in column if line.box.middle_y >= bottom]
    for bubble in sorted(bubbles, key=lambda b: b.box.top):
        own = [line for line in held[id(bubble)] if top <= line.box.middle_y < bottom]
        if own and id(bubble) not in rounds:
            layout.bubbles.append(bubble)
            layout.inside[id(bubble)] = own
    taken = {id(line) for own in layout.inside.values() for line in own}
    layout.loose = [
        line
        for line in column
        if id(line) not in taken and top <= line.box.middle_y < bottom and not _in_round(line, top_of, rounds)
    ]
    return layout


def _stands_in(box: Box, screen: Box) -> bool:
    return screen.left <= box.middle_x <= screen.right and screen.top <= box.middle_y <= screen.bottom


def _is_frame(area: Area, screen: Box) -> bool:
    """Page, column, header bar, input bar: as wide as the column, or most of the picture."""
    width = screen.width
    return area.box.width > 0.93 * width or (area.box.width > 0.8 * width and area.box.height > 0.5 * screen.height)


def _outermost(area: Area, frames: set[int]) -> Area | None:
    """The area that stands right on the page: a bubble for its quote, itself for a bubble, None for the page."""
    while id(area) not in frames:
        if area.parent is None or id(area.parent) in frames:
            return area
        area = area.parent
    return None


def _could_be_bubble(area: Area, line: Line, ground: Ground) -> bool:
    """A bubble with a photo above its words covers less of its box than others. What has holes and the colour of the
    page is a piece of it, between the drawings of a wallpaper."""
    solid = area.solid or (area.filled > 0.15 and line.area is area and letters(line.text) > 3 and line.sure > _READ)
    page = area.filled < 0.8 and np.abs(area.colour - ground.page.colour).max() < 6
    return solid and not page and area.box.height >= 15 * U and area.box.width >= 20 * U


def _without_news(lines: list[Line], screen: Box) -> list[Line]:
    """Lines without those of a card that the phone shows over the header when something new comes in: nearly as wide as
    the screen, with "now" at its right. What stands there is of another talk."""
    width = screen.width
    told = [line for line in lines if JUST_NOW.match(line.text) and line.box.left > screen.left + 0.8 * width]
    cards = [line.area.box for line in told if line.area.box.top < 60 * U and line.area.box.height < 120 * U]
    cards = [box for box in cards if 0.8 * width < box.width < width - 4 * U]
    return [line for line in lines if not any(box.holds(line.box, 4 * U) for box in cards)]


def _wordy(lines: list[Line]) -> bool:
    return any(letters(line.text) > 1 for line in lines)


def _rounds(areas: list[Area], held: dict[int, list[Line]], top: float) -> set[int]:
    """People's pictures with initials, and round buttons: small and as wide as high, beside a bubble or in the header, and
    all like them. The bubble of a short word may have that shape too, but nothing stands beside that."""
    small = [a for a in areas if _is_even(a) and sum(letters(line.text) for line in held.get(id(a), [])) <= _INITIALS]
    sure = [
        a
        for a in small
        if a.box.bottom < top or any(_stands_beside(a.box, other.box) for other in areas if other not in small)
    ]
    return {
        id(a)
        for a in small
        if any(abs(a.box.left - s.box.left) < 5 and abs(a.box.width - s.box.width) < 5 for s in sure)
    }


def _is_even(area: Area) -> bool:
    """A circle (0.785 of its box) of up to 75 units, or a square with round corners of up to 52."""
    box = area.box
    round_ = 0.7 < area.filled < 0.84 and box.width < 75 * U
    return (round_ or box.width < 52 * U) and 0.86 < box.width / max(1, box.height) < 1.16


def _stands_beside(even: Box, bubble: Box) -> bool:
    level = even.shared_height(bubble) > 0.4 * even.height and bubble.width > 1.2 * even.width
    return level and 0 <= max(bubble.left - even.right, even.left - bubble.right) < 24 * U


def _in_round(line: Line, top_of: dict[int, Area | None], rounds: set[int]) -> bool:
    area = top_of[id(line.area)]
    return area is not None and id(area) in rounds
