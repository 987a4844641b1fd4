"""Counts the emoji that were set aside in a message: which ones they were is not known, that they stand there is."""

from collections.abc import Iterable, Iterator

from parsers._screen.geometry import Box
from parsers._screen.lines import Line

_LEAST = 20  # work pixels: ticks and other small marks of an app are lower


def emoji_in(message: Box, lines: Iterable[Line]) -> int:
    """About how many emoji stand in the box of a message. Two that touch are one drawing twice as wide as high."""
    found: list[Box] = []
    for box in _drawings(message, lines):
        if not any(box.shared_width(other) > 0 and box.shared_height(other) > 0 for other in found):
            found.append(box)
    return sum(max(1, round(box.width / box.height)) for box in found)


def _drawings(message: Box, lines: Iterable[Line]) -> Iterator[Box]:
    for box in (box for line in lines for box in line.emoji):
        inside = message.left <= box.middle_x <= message.right and message.top <= box.middle_y <= message.bottom
        if inside and box.height >= _LEAST:
            yield box
