"""Finds the screen in a picture that shows more than a screen: the drawing of a phone around it, a desk, a gallery's margins."""

from parsers._screen.areas import Area, Ground
from parsers._screen.canvas import Canvas, Pixels
from parsers._screen.geometry import Box, around
from parsers._screen.lines import Line

_LEAST = 0.2  # of the picture that the screen covers at least
_SIDE, _TOP = 0.02, 0.008
_EVEN = 0.06
_FLUSH = 8  # work pixels


def screen_in(upright: Pixels, work: Canvas, ground: Ground, lines: list[Line]) -> Box | None:
    """Where the screen stands in the upright picture, in its pixels; None when it is all of the picture."""
    inside = [
        area
        for area in ground.areas
        if _is_screen(area, work) and _holds_most(with_bars(area.box, ground.areas), lines)
    ]
    if not inside:
        return None
    screen = max(inside, key=lambda area: area.box.size)
    while inner := [child for child in screen.children if child.box.size > 0.84 * screen.box.size]:
        screen = max(inner, key=lambda area: area.box.size)
    left, top, right, bottom = (round(side / work.scale) for side in with_bars(screen.box, ground.areas))
    height, width = upright.shape[:2]
    return Box(
        max(0, left) + work.left, max(0, top) + work.top, min(width, right + work.left), min(height, bottom + work.top)
    )


def with_bars(box: Box, areas: list[Area]) -> Box:
    """A screen with the bars above, below and beside it: header and footer are areas of their own where a rule parts them
    from the messages."""
    rest = [area.box for area in areas if area.filled > 0.85]
    while beside := [other for other in rest if _is_bar(other, box)]:
        box = around((box, *beside))
    return box


def _is_bar(other: Box, box: Box) -> bool:
    """Whether a box stands close at one whole side of another."""
    over = abs(other.left - box.left) < _FLUSH and abs(other.right - box.right) < _FLUSH
    level = abs(other.top - box.top) < _FLUSH and abs(other.bottom - box.bottom) < _FLUSH
    apart = -other.shared_height(box) if over else -other.shared_width(box)
    return (over or level) and not box.holds(other) and -2 < apart < 2 * _FLUSH


def _holds_most(box: Box, lines: list[Line]) -> bool:
    """Whether nearly all text stands inside: outside is only what a shop writes above its pictures."""
    text = [line.box for line in lines if line.kind == "text" and line.box.height > 12]
    return sum(b.width for b in text if box.holds(b)) > 0.7 * sum(b.width for b in text)


def _covered(area: Area) -> float:
    """How much of its box an area covers, with the bubbles that are cut by its edge: they are bays in its outline."""
    rims = [child.box for child in area.children if child.solid and _at_rim(child.box, area.box)]
    return area.filled + sum(box.size for box in rims) / area.box.size


def _at_rim(box: Box, outer: Box) -> bool:
    return box.top - outer.top < _FLUSH or outer.bottom - box.bottom < _FLUSH


def _is_screen(area: Area, work: Canvas) -> bool:
    """Whether an area stands free at all sides, in the middle, and holds much: a bubble stands at one side."""
    box, width, height = area.box, work.width, work.height
    left, right = box.left / width, 1 - box.right / width
    free = min(left, right) > _SIDE and box.top > _TOP * height and height - box.bottom > _TOP * height
    if not free or abs(left - right) > _EVEN or _covered(area) < 0.85 or box.size < _LEAST * width * height:
        return False
    return len(area.children) >= 3 or any(child.box.size > 0.8 * box.size and child.children for child in area.children)
