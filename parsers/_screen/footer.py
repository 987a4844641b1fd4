"""Finds where the messages of a screen end: at the keyboard, at the box to write in, or at a row of buttons."""

from parsers._screen.areas import Area, Ground
from parsers._screen.geometry import Box, U
from parsers._screen.lines import Line
from parsers._screen.phrases import PLACEHOLDER, letters

_READ = 60  # an engine is surer than this of what are words


def footer_top(lowest: int, lines: list[Line], bubbles: list[Area], ground: Ground, screen: Box) -> tuple[int, bool]:
    """Where the messages end: above the keyboard (`lowest`), the input box with its grey words, or the bar that holds
    it; and whether somebody has begun to write there."""
    bottom = lowest
    height, width = screen.height, screen.width
    for line in lines:
        if (
            line.box.middle_y < screen.top + 0.4 * height
            or line.box.bottom > bottom
            or not PLACEHOLDER.match(line.text)
        ):
            continue
        box, words = (
            _box_of(line, width),
            [o for o in lines if o.area is line.area and letters(o.text) > 3 and not o.box.same_row(line.box)],
        )
        alone = not words or line.area.box.width > 0.93 * width or line.area.box.height > 0.5 * height
        beneath = not any(b.box.top > line.box.bottom + 4 * U and b.box.aside(screen) for b in bubbles)
        if alone and beneath:
            bottom = min(bottom, (box.top if box else line.box.top - round(8 * U)) - 1)
    fields = _fields(ground, lines, bottom, screen) if bottom == lowest else []
    bottom = min([bottom, *(box.top - 1 for box in fields)])
    foot = bottom if lowest < screen.bottom - 2 else screen.bottom
    low = screen.top + (foot - screen.top) * 0.72
    bars = [a.box.top for a in ground.areas if a.box.width > 0.93 * width and a.box.shared_width(screen) > 0.93 * width and low < a.box.top < bottom
            and a.box.height < 0.28 * height and not any(b.box.top >= a.box.top and b.box.aside(screen) and b.box.bottom < bottom for b in bubbles)]  # fmt: skip
    return min([bottom, *bars]), bool(fields)


def buttons(bubbles: list[Area], held: dict[int, list[Line]]) -> list[int]:
    """The tops of rows of equal small areas without words, such as emoji to answer with."""
    bare = [b.box for b in bubbles if sum(letters(line.text) for line in held[id(b)]) <= 2]
    rows = [[o for o in bare if abs(o.top - box.top) < 4 and abs(o.width - box.width) < 6] for box in bare]
    return [min(box.top for box in row) - 1 for row in rows if len(row) >= 4]


def _fields(ground: Ground, lines: list[Line], bottom: int, screen: Box) -> list[Box]:
    """Input boxes in which somebody has begun to write: the lowest thing of all, with buttons at both its sides."""
    width = screen.width
    low = [a.box for a in ground.areas if a.solid and 0.4 * width < a.box.width < 0.97 * width and a.box.shared_width(screen) > 0.4 * width and bottom - 70 * U < a.box.bottom <= bottom
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
        # a picture of an emoji in its end, to choose one, and a button beside it: no bubble has both
        right += right > 0 and any(box.right - 36 * U < b.left and b.right < box.right for b in level)
        send = any(line.area.box == box and line.text.casefold().split()[-1:] == ["send"] for line in lines)
        above_keys = bottom < screen.bottom - 2 and box.bottom == max(other.bottom for other in low)
        if (left and right) or right >= 2 or send or (above_keys and (left or right)):
            found.append(box)
    return found


def _box_of(line: Line, width: int) -> Box | None:
    """The input box around a line, if it is one: low, and wide."""
    box = line.area.box
    return box if box.height < 70 * U and box.width < 0.97 * width else None
