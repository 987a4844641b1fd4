"""Finds the keyboard of a phone, known by the order of its letters."""

from parsers._screen.canvas import Canvas
from parsers._screen.geometry import U
from parsers._screen.lines import Line
from parsers._screen.phrases import letters

_KEYS = 5
_KEYBOARDS = (
    (0, "qwertyuiop"),
    (0, "azertyuiop"),
    (0, "qwertzuiop"),
    (0, "йцукенгшщз"),
    (1, "asdfghjkl"),
    (1, "фывапролд"),
)


def keyboard_top(lines: list[Line], canvas: Canvas) -> int | None:
    """The top of a keyboard, known by the order of its letters."""
    keys = sorted((line for line in lines if letters(line.text) <= 2 and line.box.width < 30 * U and line.box.middle_y > 0.3 * canvas.height),
                  key=lambda line: line.box.middle_y)  # fmt: skip
    rows: list[list[Line]] = []
    for key in keys:
        if rows and key.box.middle_y - rows[-1][0].box.middle_y < 12 * U:
            rows[-1].append(key)
        else:
            rows.append([key])
    for row in rows:
        said = "".join(key.text.casefold()[:1] for key in sorted(row, key=lambda key: key.box.left))
        for number, order in _KEYBOARDS:
            if _in_order(said, order) >= _KEYS:
                return round(min(key.box.top for key in row) - (14 + 54 * number) * U)
    return None


def _in_order(said: str, order: str) -> int:
    """How many letters of a row of keys stand where they should."""
    at = found = 0
    for letter in said:
        if (place := order.find(letter, at)) >= 0:
            at, found = place + 1, found + 1
    return found
