"""Reads the lines above the messages: the name of the chat, what stands below it, the phone's clock."""

import re
from dataclasses import replace
from typing import NamedTuple

from parsers._screen.canvas import TEXT
from parsers._screen.geometry import Box, U, around
from parsers._screen.header import in_status_bar
from parsers._screen.lines import Line
from parsers._screen.phrases import clock, letters

_INITIALS = 4  # letters that a person's picture holds at most, with what is read in its rim
_SAME, _SPACE = 0.6, 0.8  # words of one name are as high as each other, for the letters that hang; and that near
_TALL = 1.3 * TEXT  # short of letters and taller than this, it is a picture
_NO_NAME = re.compile(r"\W*\d{1,2}[:.]\d\d(?:\s?[ap]m)?\W*", re.IGNORECASE)
_COUNT = re.compile(r"\W*\d{1,3}\W*")  # of unread messages, beside the arrow back
_PINNED = re.compile(r"\W*(?:pinned messages?|angeheftete nachricht|mensaje fijado)\W*", re.IGNORECASE)
_TO = re.compile(r"\W*(?:to|an|para|à)\s*:\s*", re.IGNORECASE)  # before the name, in the windows of some computers


class Heading(NamedTuple):
    """What the lines above the messages say; `lines` are those below the phone's own row."""

    title: str = ""
    subtitle: str = ""
    clock: str = ""
    lines: tuple[Line, ...] = ()


def heading(header: list[Line], pane: Box) -> Heading:
    """Title, subtitle and the phone's clock out of the lines above the messages, which stand in `pane`."""
    if not header:
        return Heading()
    shown = ""
    status = [line for line in header if in_status_bar(line, pane)]
    first = min(line.box.middle_y for line in status or header)
    row = [line for line in header if line.box.middle_y < first + 16 * U]
    if status and len(header) > len(row):
        times = [clock(line.text) for line in sorted(row, key=lambda line: line.box.left)]
        shown = next((time for time in times if time), "")
        header = [line for line in header if line not in row]
    lines = tuple(header)
    pinned = min((line.box.top for line in header if _PINNED.fullmatch(line.text)), default=pane.top)
    header = [line for line in header if line.box.top < pinned]
    names = [line for line in header if letters(line.text) >= 2 and line.sure > (40 if letters(line.text) > 3 else 80) and not (letters(line.text) < 4 and line.box.height > _TALL) and line.box.left < pane.left + 0.75 * pane.width
             and not _COUNT.fullmatch(line.text) and not _initials(line) and not _in_picture(line, header) and not _TO.fullmatch(line.text) and not _NO_NAME.fullmatch(line.text)]  # fmt: skip
    if not names:
        return Heading(clock=shown, lines=lines)
    tall = max(line.box.height for line in names)
    title = min(
        (line for line in names if line.box.height >= 0.7 * tall),
        key=lambda line: (round(line.box.middle_y / (7 * U)), line.box.left),
    )
    row = _row_of(title, names)
    title = replace(title, text=" ".join(line.text for line in row), box=around(line.box for line in row))
    below = [line for line in names if line.box.middle_y > title.box.middle_y + 6 * U]
    under = [line for line in below if line.box.shared_width(title.box) > 0] or below
    return Heading(_TO.sub("", tidy_title(title.text)), under[0].text if under else "", shown, lines)


def _row_of(title: Line, names: list[Line]) -> list[Line]:
    """The lines of one name: the words of large type stand so far apart that they are found one by one."""
    row = [title]
    for line in sorted(names, key=lambda line: line.box.left):
        last, high = row[-1].box, max(row[-1].box.height, line.box.height)
        alike = line.box.same_row(last) and min(last.height, line.box.height) > _SAME * high
        if alike and 0 <= line.box.left - last.right < _SPACE * high:
            row.append(line)
    return row


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
