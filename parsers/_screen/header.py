"""Finds where the messages of a screen begin: below the bar at the top, else at the first bubble or date."""

from parsers._screen.areas import Area, Ground
from parsers._screen.geometry import Box, U
from parsers._screen.lines import Line
from parsers._screen.phrases import STATUS_BAR, is_clock, is_stamp, letters


def header_bottom(lines: list[Line], bubbles: list[Area], ground: Ground, screen: Box) -> int:
    """Where the messages begin: below the bar at the top, else at the first bubble or date."""
    bars = [a.box.bottom for a in ground.areas
            if a.box.shared_width(screen) > 0.93 * screen.width and screen.top - 4 <= a.box.top < screen.top + 0.2 * screen.height and a.box.height < 0.24 * screen.height and a is not ground.page
            and not any(_within(b.box, a.box) for b in bubbles)]  # fmt: skip
    status = any(
        line.box.middle_y < screen.top + 0.07 * screen.height and in_status_bar(line, screen) for line in lines
    )
    bubbles = [b for b in bubbles if not _beside_title(b, lines, screen)]
    aside = [b.box.top for b in bubbles if b.box.width > 38 * U and _has_a_side(b, bubbles, screen)]
    stamps = [
        line.box.top
        for line in lines
        if is_stamp(line.text)
        and line.box.middle_y > screen.top + 56 * U
        and abs(line.box.middle_x - (screen.left + screen.right) / 2) < 0.08 * screen.width
    ]
    first = min([y for y in (*aside, *stamps) if y > screen.top + 60 * U or not status], default=None)
    if bars and (first is None or max(bars) <= first + 14 * U):
        return max(bars)
    low = [bar for bar in bars if first is None or bar <= first + 14 * U]
    if low:
        return max(low)
    if status and screen.height > 1.4 * screen.width and (first is None or first > screen.top + 0.22 * screen.height):
        return _below_title(lines, screen)
    if first is None or first > screen.top + 0.4 * screen.height:
        return screen.top
    if not status and not _looks_like_header(lines, first, screen):
        return screen.top
    return _above_label(first, lines, screen)


def _below_title(lines: list[Line], screen: Box) -> int:
    """The lower edge of a header that has the colour of the page: below the first row under the phone's clock, and what
    stands close below that row."""
    bars = [
        line for line in lines if line.box.middle_y < screen.top + 0.07 * screen.height and in_status_bar(line, screen)
    ]
    clear = max(line.box.bottom for line in bars)
    under = sorted((line.box for line in lines if line.box.top > clear), key=lambda box: box.top)
    bottom = under[0].bottom if under else clear
    for box in under:
        if box.top < bottom + 10 * U and box.bottom < screen.top + 0.2 * screen.height:
            bottom = max(bottom, box.bottom)
    return bottom + round(4 * U)


def _has_a_side(bubble: Area, bubbles: list[Area], screen: Box) -> bool:
    """Whether a bubble stands at one side, or shares the edge of one that does."""
    if bubble.box.aside(screen):
        return True
    return any(
        other.box.aside(screen)
        and min(abs(other.box.left - bubble.box.left), abs(other.box.right - bubble.box.right)) < 4
        for other in bubbles
    )


def _beside_title(bubble: Area, lines: list[Line], screen: Box) -> bool:
    """Whether an area is a pill of buttons right of the name, in a bar that is at the top: no bubble stands in that row."""
    bar = bubble.parent
    if (
        bar is None
        or bar.box.top > screen.top + 4
        or bar.box.height > 0.24 * screen.height
        or _within(bubble.box, bar.box)
    ):
        return False
    beside = (o for o in lines if o.area is bar and o.box.right < bubble.box.left and o.box.same_row(bubble.box))
    return any(letters(line.text) > 2 for line in beside)


def _within(box: Box, bar: Box) -> bool:
    return bar.holds(box, 4) and box.width > 90 * U and box.height > 30 * U


def _looks_like_header(lines: list[Line], first: int, screen: Box) -> bool:
    """Whether what stands above the first bubble is a header and no message: large type, or things at both sides."""
    above = [line for line in lines if line.box.bottom < first and line.kind == "text"]
    return (
        bool(above)
        and max(line.box.bottom for line in above) < first - 10 * U
        and any(line.box.left > screen.left + 0.75 * screen.width for line in above)
    )


def _above_label(first: int, lines: list[Line], screen: Box) -> int:
    """The top of the first bubble, or of the name in small type right above it."""
    labels = [line for line in lines if 0 <= first - line.box.bottom < 12 * U and line.box.height < 10 * U and line.kind == "text"
              and line.box.left < screen.left + 0.3 * screen.width and not any(o.box.same_row(line.box) and o is not line for o in lines)]  # fmt: skip
    return min((line.box.top - 2 for line in labels), default=first)


def in_status_bar(line: Line, screen: Box) -> bool:
    """The phone's clock at the left, or its battery and network at the right."""
    if is_clock(line.text):
        return line.box.right < screen.left + 0.36 * screen.width
    return bool(STATUS_BAR.search(line.text)) and line.box.left > screen.left + 0.5 * screen.width
