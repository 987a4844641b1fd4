"""Makes messages of emoji that were sent alone: apps show them large and without a bubble, where the bubbles of their side stand."""

from collections.abc import Iterator

from parsers._screen.geometry import Box, U, around
from parsers._screen.layout import Layout
from parsers._screen.phrases import letters
from parsers._screen.result import Message, Side

_LEVEL, _GAP, _EDGE = 10 * U, 14 * U, 10 * U
_MARKS = 2  # letters that an engine makes of a drawing


def large_emoji(layout: Layout, sides: dict[int, Side | None]) -> Iterator[Message]:
    """A message for each row of emoji on the page that begins or ends where bubbles do."""
    lefts = [b.box.left for b in layout.bubbles if sides.get(id(b)) == "in"]
    rights = [b.box.right for b in layout.bubbles if sides.get(id(b)) == "out"]
    for row in _rows([box for box in layout.patches if _stands_alone(box, layout)]):
        box = around(row)
        came = any(abs(left - box.left) < _EDGE for left in lefts)
        went = any(abs(right - box.right) < _EDGE for right in rights)
        if came != went:
            yield Message(box, "in" if came else "out", kind="emoji", emoji=len(row))


def _stands_alone(box: Box, layout: Layout) -> bool:
    """Whether nothing else stands there: no bubble, no person's picture, no words."""
    others = [*(bubble.box for bubble in layout.bubbles), *layout.faces]
    others += [line.box for line in layout.loose if letters(line.text) > _MARKS]
    return not any(other.shared_height(box) > 0 and other.shared_width(box) > 0 for other in others)


def _rows(boxes: list[Box]) -> list[list[Box]]:
    """Beside each other, and about as high."""
    rows: list[list[Box]] = []
    for box in boxes:
        row = next((row for row in rows if _goes_on(row[-1], box)), None)
        if row is None:
            rows.append([box])
        else:
            row.append(box)
    return rows


def _goes_on(last: Box, box: Box) -> bool:
    level = abs(last.middle_y - box.middle_y) < _LEVEL and abs(last.height - box.height) < _LEVEL
    return level and 0 <= box.left - last.right < _GAP
