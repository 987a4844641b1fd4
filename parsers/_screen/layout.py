"""Tells the parts of a screen apart: status bar, header, the pane with the messages, input box and keyboard.

Nothing here knows an app. The pane is the column in which bubbles stand; the header is what is above the first of
them; the footer begins at the input box, known by its words, or at a keyboard, known by its keys.
"""

import re
from dataclasses import dataclass, field

import numpy as np

from parsers._screen.areas import Area, Ground
from parsers._screen.canvas import TEXT, Canvas
from parsers._screen.columns import column_of
from parsers._screen.geometry import Box, U
from parsers._screen.keyboard import keyboard_top
from parsers._screen.lines import Line
from parsers._screen.phrases import JUST_NOW, PLACEHOLDER, STATUS_BAR, clock, is_clock, is_stamp, letters

_INITIALS = 4  # letters that a person's picture holds at most, with what is read in its rim
_TALL = 1.3 * TEXT  # short of letters and taller than this, it is a picture
_NO_NAME = re.compile(r"\W*\d{1,2}[:.]\d\d(?:\s?[ap]m)?\W*", re.IGNORECASE)
_PINNED = re.compile(r"\W*(?:pinned messages?|angeheftete nachricht|mensaje fijado)\W*", re.IGNORECASE)
_TO = re.compile(r"\W*(?:to|an|para|à)\s*:\s*", re.IGNORECASE)  # before the name, in the windows of some computers
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
    typing: bool = False  # a keyboard, or a box in which somebody has begun to write
    labels: int = 0  # heads with the name of who wrote, in chats without bubbles
    cut_top: bool = False
    cut_bottom: bool = False


def lay_out(canvas: Canvas, ground: Ground, lines: list[Line]) -> Layout:
    """Sort areas and lines into the parts of the screen."""
    left, right = column_of(canvas, ground)
    column = _without_news([line for line in lines if left <= line.box.middle_x <= right], (left, right))
    frames = {id(area) for area in ground.areas if _is_frame(area, left, right, canvas)}
    top_of = {id(area): _outermost(area, frames) for area in ground.areas}
    held: dict[int, list[Line]] = {}
    for line in column:
        if (bubble := top_of[id(line.area)]) is not None and _could_be_bubble(bubble, line, ground):
            held.setdefault(id(bubble), []).append(line)
    bubbles = [a for a in ground.areas if id(a) in held]
    keyboard = keyboard_top(column, canvas)
    wordy = [b for b in bubbles if _wordy(held[id(b)])]
    bottom, typing = _footer(keyboard or canvas.height, column, wordy, ground, (left, right))
    bottom = min(
        [
            bottom,
            *(top for top in _buttons(bubbles, held) if not any(top + 4 * U < b.box.top < bottom for b in wordy)),
        ]
    )
    bubbles = [b for b in bubbles if b.box.top < bottom - 3 * U]
    shaped = [a for a in ground.areas if top_of[id(a)] is a and a.solid]
    rounds = _rounds(shaped, held, 0.14 * canvas.height)
    told = [b for b in bubbles if id(b) not in rounds and b in wordy]
    top = _header(canvas, column, told, ground, Box(left, 0, right, bottom))
    pane = Box(left, top, right, bottom)
    layout = Layout(pane, cut_top=top > 0, cut_bottom=bottom < canvas.height, typing=typing or keyboard is not None)
    _name(layout, [line for line in column if line.box.middle_y < top and line.kind == "text"], pane)
    layout.faces = [a.box for a in shaped if id(a) in rounds and top < a.box.middle_y < bottom]
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


def _is_frame(area: Area, left: int, right: int, canvas: Canvas) -> bool:
    """Page, column, header bar, input bar: as wide as the column, or most of the picture."""
    width = right - left
    return area.box.width > 0.93 * width or (area.box.width > 0.8 * width and area.box.height > 0.5 * canvas.height)


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


def _without_news(lines: list[Line], sides: tuple[int, int]) -> list[Line]:
    """Lines without those of a card that the phone shows over the header when something new comes in: nearly as wide as
    the screen, with "now" at its right. What stands there is of another talk."""
    width = sides[1] - sides[0]
    told = [line for line in lines if JUST_NOW.match(line.text) and line.box.left > sides[0] + 0.8 * width]
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


def _footer(
    lowest: int, lines: list[Line], bubbles: list[Area], ground: Ground, sides: tuple[int, int]
) -> tuple[int, bool]:
    """Where the messages end: above the keyboard (`lowest`), the input box with its grey words, or the bar that holds
    it; and whether somebody has begun to write there."""
    bottom = lowest
    height, width = 2 * len(ground.owner), sides[1] - sides[0]
    for line in lines:
        if line.box.middle_y < 0.4 * height or line.box.bottom > bottom or not PLACEHOLDER.match(line.text):
            continue
        box, words = (
            _box_of(line, width),
            [o for o in lines if o.area is line.area and letters(o.text) > 3 and not o.box.same_row(line.box)],
        )
        alone = not words or line.area.box.width > 0.93 * width or line.area.box.height > 0.5 * height
        beneath = not any(b.box.top > line.box.bottom + 4 * U and _aside(b.box, sides) for b in bubbles)
        if alone and beneath:
            bottom = min(bottom, (box.top if box else line.box.top - round(8 * U)) - 1)
    fields = _fields(ground, lines, bottom, width) if bottom == lowest else []
    bottom = min([bottom, *(box.top - 1 for box in fields)])
    low = (bottom if lowest < height - 2 else height) * 0.72
    bars = [a.box.top for a in ground.areas if a.box.width > 0.93 * width and low < a.box.top < bottom
            and a.box.height < 0.28 * height and not any(b.box.top >= a.box.top and _aside(b.box, sides) and b.box.bottom < bottom for b in bubbles)]  # fmt: skip
    return min([bottom, *bars]), bool(fields)


def _buttons(bubbles: list[Area], held: dict[int, list[Line]]) -> list[int]:
    """The tops of rows of equal small areas without words, such as emoji to answer with."""
    bare = [b.box for b in bubbles if sum(letters(line.text) for line in held[id(b)]) <= 2]
    rows = [[o for o in bare if abs(o.top - box.top) < 4 and abs(o.width - box.width) < 6] for box in bare]
    return [min(box.top for box in row) - 1 for row in rows if len(row) >= 4]


def _fields(ground: Ground, lines: list[Line], bottom: int, width: int) -> list[Box]:
    """Input boxes in which somebody has begun to write: the lowest thing of all, with buttons at both its sides."""
    low = [a.box for a in ground.areas if a.solid and 0.4 * width < a.box.width < 0.97 * width and bottom - 70 * U < a.box.bottom <= bottom
           and 24 * U < a.box.height < 170 * U and any(line.area is a for line in lines)]  # fmt: skip
    found = []
    for box in low:
        level = [
            line.box
            for line in lines
            if (letters(line.text) <= 2 or line.sure < _READ)
            and line.box.shared_height(box) > 0.6 * line.box.height
            and line.box.width < 36 * U
        ]
        left, right = any(b.right <= box.left + 4 for b in level), sum(b.left >= box.right - 4 for b in level)
        send = any(line.area.box == box and line.text.casefold().split()[-1:] == ["send"] for line in lines)
        above_keys = bottom < 2 * len(ground.owner) - 2 and box.bottom == max(other.bottom for other in low)
        if (left and right) or right >= 2 or send or (above_keys and (left or right)):
            found.append(box)
    return found


def _aside(box: Box, sides: tuple[int, int]) -> bool:
    """Whether a box stands clearly at one side, as bubbles do and input boxes don't."""
    left, right = box.left - sides[0], sides[1] - box.right
    return abs(left - right) > 0.12 * (sides[1] - sides[0])


def _box_of(line: Line, width: int) -> Box | None:
    """The input box around a line, if it is one: low, and wide."""
    box = line.area.box
    return box if box.height < 70 * U and box.width < 0.97 * width else None


def _header(canvas: Canvas, lines: list[Line], bubbles: list[Area], ground: Ground, pane: Box) -> int:
    """Where the messages begin: below the bar at the top, else at the first bubble or date."""
    bars = [a.box.bottom for a in ground.areas
            if a.box.width > 0.93 * pane.width and a.box.top < 0.2 * canvas.height and a.box.height < 0.24 * canvas.height and a is not ground.page
            and not any(_within(b.box, a.box) for b in bubbles)]  # fmt: skip
    status = any(line.box.middle_y < 0.07 * canvas.height and _in_status_bar(line, pane) for line in lines)
    aside = [b.box.top for b in bubbles if b.box.width > 38 * U and _has_a_side(b, bubbles, pane)]
    stamps = [
        line.box.top
        for line in lines
        if is_stamp(line.text)
        and line.box.middle_y > 56 * U
        and abs(line.box.middle_x - (pane.left + pane.right) / 2) < 0.08 * pane.width
    ]
    first = min([y for y in (*aside, *stamps) if y > 60 * U or not status], default=None)
    if bars and (first is None or max(bars) <= first + 14 * U):
        return max(bars)
    low = [bar for bar in bars if first is None or bar <= first + 14 * U]
    if low:
        return max(low)
    if status and canvas.height > 1.4 * pane.width and (first is None or first > 0.22 * canvas.height):
        return _below_title(canvas, lines, pane)
    if first is None or first > 0.4 * canvas.height:
        return 0
    if not status and not _looks_like_header(lines, first, pane):
        return 0
    return _above_label(first, lines, pane)


def _below_title(canvas: Canvas, lines: list[Line], pane: Box) -> int:
    """The lower edge of a header that has the colour of the page: below the first row under the phone's clock, and what
    stands close below that row."""
    bars = [line for line in lines if line.box.middle_y < 0.07 * canvas.height and _in_status_bar(line, pane)]
    clear = max(line.box.bottom for line in bars)
    under = sorted((line.box for line in lines if line.box.top > clear), key=lambda box: box.top)
    bottom = under[0].bottom if under else clear
    for box in under:
        if box.top < bottom + 10 * U and box.bottom < 0.2 * canvas.height:
            bottom = max(bottom, box.bottom)
    return bottom + round(4 * U)


def _has_a_side(bubble: Area, bubbles: list[Area], pane: Box) -> bool:
    """Whether a bubble stands at one side, or shares the edge of one that does."""
    sides = (pane.left, pane.right)
    if _aside(bubble.box, sides):
        return True
    return any(
        _aside(other.box, sides)
        and min(abs(other.box.left - bubble.box.left), abs(other.box.right - bubble.box.right)) < 4
        for other in bubbles
    )


def _within(box: Box, bar: Box) -> bool:
    return bar.holds(box, 4) and box.width > 90 * U and box.height > 30 * U


def _looks_like_header(lines: list[Line], first: int, pane: Box) -> bool:
    """Whether what stands above the first bubble is a header and no message: large type, or things at both sides."""
    above = [line for line in lines if line.box.bottom < first and line.kind == "text"]
    return (
        bool(above)
        and max(line.box.bottom for line in above) < first - 10 * U
        and any(line.box.left > pane.left + 0.75 * pane.width for line in above)
    )


def _above_label(first: int, lines: list[Line], pane: Box) -> int:
    """The top of the first bubble, or of the name in small type right above it."""
    labels = [line for line in lines if 0 <= first - line.box.bottom < 12 * U and line.box.height < 10 * U and line.kind == "text"
              and line.box.left < pane.left + 0.3 * pane.width and not any(o.box.same_row(line.box) and o is not line for o in lines)]  # fmt: skip
    return min((line.box.top - 2 for line in labels), default=first)


def _in_status_bar(line: Line, pane: Box) -> bool:
    """The phone's clock at the left, or its battery and network at the right."""
    if is_clock(line.text):
        return line.box.right < pane.left + 0.36 * pane.width
    return bool(STATUS_BAR.search(line.text)) and line.box.left > pane.left + 0.5 * pane.width


def _name(layout: Layout, header: list[Line], pane: Box) -> None:
    """Title, subtitle and the phone's clock out of the lines above the messages."""
    if not header:
        return
    status = [line for line in header if _in_status_bar(line, pane)]
    first = min(line.box.middle_y for line in status or header)
    row = [line for line in header if line.box.middle_y < first + 16 * U]
    if status and len(header) > len(row):
        times = [clock(line.text) for line in sorted(row, key=lambda line: line.box.left)]
        layout.clock = next((time for time in times if time), "")
        header = [line for line in header if line not in row]
    layout.header = header
    pinned = min((line.box.top for line in header if _PINNED.fullmatch(line.text)), default=pane.top)
    header = [line for line in header if line.box.top < pinned]
    names = [line for line in header if letters(line.text) >= 2 and line.sure > (40 if letters(line.text) > 3 else 80) and not (letters(line.text) < 4 and line.box.height > _TALL) and line.box.left < pane.left + 0.75 * pane.width
             and not (line.text.strip().isdigit() and len(line.text) < 4) and not _initials(line) and not _in_picture(line, header) and not _TO.fullmatch(line.text) and not _NO_NAME.fullmatch(line.text)]  # fmt: skip
    if not names:
        return
    tall = max(line.box.height for line in names)
    title = min(
        (line for line in names if line.box.height >= 0.7 * tall),
        key=lambda line: (round(line.box.middle_y / (7 * U)), line.box.left),
    )
    layout.title = _TO.sub("", tidy_title(title.text))
    below = [line for line in names if line.box.middle_y > title.box.middle_y + 6 * U]
    under = [line for line in below if line.box.shared_width(title.box) > 0] or below
    layout.subtitle = under[0].text if under else ""


def _initials(line: Line) -> bool:
    box = line.area.box
    return box.width < 75 * U and 0.8 < box.width / max(1, box.height) < 1.25 and letters(line.text) <= _INITIALS


def _in_picture(line: Line, header: list[Line]) -> bool:
    """Whether letters are what was made of the small picture of a person left of the name: coloured, where that is not."""
    named = any(
        other.box.same_row(line.box)
        and 0 < other.box.left - line.box.right < 40 * U
        and letters(other.text) >= letters(line.text)
        and other.sure > line.sure
        and line.colourful > other.colourful + 60
        for other in header
    )
    return named and letters(line.text) <= _INITIALS


def tidy_title(text: str) -> str:
    """A title without the arrow behind it and without what was made of icons before it."""
    text = text.strip().rstrip(">›»<‹ ").strip()
    first, _, rest = text.partition(" ")
    return rest if rest and letters(first) == 0 and first not in ("+", "(") else text
