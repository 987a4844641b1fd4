"""Tells the time of a message from its words: by small type in a corner of the bubble, by what stands behind the last words."""

import re
from dataclasses import dataclass
from statistics import median

import numpy as np

from parsers._screen.areas import Area
from parsers._screen.geometry import Box, U
from parsers._screen.layout import Layout
from parsers._screen.lines import Line
from parsers._screen.order import in_rows
from parsers._screen.phrases import CLOCK, EDITED, MISSED, is_clock, letters, runs_together
from parsers._screen.result import Message

_HANGING = frozenset("gjpqyQ,;()")
_WITHOUT = 1.24  # a line in which no letter hangs below the others is that much lower
_SMALL = 0.8
_FAINT, _FAINTEST = 0.72, 0.6
_READ = 80.0  # an engine is surer than this of what are words
_INK = 140
_FIGURES = re.compile(r"\W*\d\d?\W?\d\d\W*\w{0,2}")
"""Of a time: 46:05 for 16:05, 14-00, 1350."""


@dataclass(frozen=True)
class Habit:
    """What the bubbles of one screen have in common: `timed` when they carry their time inside, and how high their lines
    of words are. `title` is whom the chat is with."""

    pane: Box
    timed: bool
    high: float
    title: str = ""


def habit_of(layout: Layout) -> Habit:
    """The habit of the bubbles of a screen."""
    words = [
        height
        for bubble in layout.bubbles
        for line in layout.inside[id(bubble)]
        if line.area is bubble and letters(line.text) > 5 and line.sure > _READ and not CLOCK.search(line.text)
        for height in letters(line.text) * [_full(line)]  # names and labels are short
    ]
    return Habit(layout.pane, _timed(layout), median(words) if words else 30.0, layout.title)


def _full(line: Line) -> float:
    """How high a line would be with letters that hang below the others."""
    return line.box.height if _HANGING & set(line.text) else _WITHOUT * line.box.height


def is_small(line: Line, habit: Habit) -> bool:
    """Whether a line is in smaller type than what people write here: 14:30 may be a time, or what somebody says."""
    return _full(line) < _SMALL * habit.high


def _timed(layout: Layout) -> bool:
    """Whether bubbles here carry their time inside, so that one which holds only a time is a picture or a sound."""
    last = [_at_foot(layout.inside[id(bubble)]) for bubble in layout.bubbles]
    found = [(line, CLOCK.search(line.text)) for line in last]
    count = sum(time is not None and letters(line.text[time.end() :]) <= 3 for line, time in found)
    return (count >= 2 and count >= 0.35 * len(last)) or (count == 1 and len(last) <= 2)


def _at_foot(lines: list[Line]) -> Line:
    """The line furthest to the right of those at the foot: a letter that hangs may reach lower than the time beside it."""
    foot = max(line.box.bottom for line in lines)
    return max((line for line in lines if line.box.bottom > foot - 6 * U), key=lambda line: line.box.right)


def split(lines: list[Line], bubble: Area, habit: Habit) -> list[list[Line]]:
    """Bubbles that touch are one area; each ends with its time at the right."""
    parts: list[list[Line]] = [[]]
    for row in in_rows(lines):
        parts[-1] += row
        last = row[-1]
        at_edge = last.box.right > bubble.box.right - 40 * U and len(row) > 1
        if is_clock(last.text) and last.area is bubble and (at_edge or is_small(last, habit)):
            parts.append([])
    rest = parts.pop()  # has no time of its own, so it belongs to what stands above
    if not parts:
        return [lines]
    parts[-1] += rest
    return parts if len(parts) > 1 and all(len(part) > 1 for part in parts) else [lines]


def take_time(message: Message, lines: list[Line], habit: Habit) -> list[Line]:
    """The time at the bottom right of a bubble, on a line of its own or behind the last words; the lines without it."""
    edge = message.box.right - 64 * U
    for line in lines:
        run = runs_together(line.text) if habit.timed and is_small(line, habit) else None
        if run and line.box.right > edge and line.box.bottom > message.box.bottom - 24 * U:
            message.time = run
            return [other for other in lines if other is not line]
    if habit.timed and (unread := _unread(lines, habit, message.box)):
        begun = CLOCK.match(unread.text[:5])
        whole = sum(map(str.isdigit, unread.text)) == 4  # of 311, a figure may be missing
        message.time = (whole and runs_together(unread.text)) or (begun.group(0) if begun else "")
        return [line for line in lines if line is not unread]
    for line in sorted(lines, key=lambda line: (-line.box.bottom, -line.box.right)):
        if line.box.right > edge and _is_time(line, lines, habit):
            return _without(message, line, lines)
    if habit.timed and lines:
        _from_last_words(message, max(lines, key=lambda line: (line.box.middle_y, line.box.right)))
    return lines


def _without(message: Message, line: Line, lines: list[Line]) -> list[Line]:
    found = CLOCK.search(line.text)
    if found:
        message.time = found.group(0).strip()
        if EDITED.search(line.text[: found.start()]):
            message.status = (*message.status, "edited")
    return [other for other in lines if other is not line]


def _is_time(line: Line, lines: list[Line], habit: Habit) -> bool:
    """Whether a line is the time of its bubble and not what somebody said."""
    found = CLOCK.search(line.text)
    if not found or letters(EDITED.sub("", line.text[: found.start()])) > 2 or letters(line.text[found.end() :]) > 3:
        return False
    others = [other for other in lines if other is not line]
    if not others:
        ticked = letters(line.text[found.end() :]) > 0
        return habit.timed and (ticked or is_small(line, habit))
    last = line.box.bottom > max(other.box.bottom for other in others) - 16 * U
    last = last or all(line.box.left >= other.box.right for other in others)
    lower = habit.timed and line.box.height < max(other.box.height for other in others)
    faint = line.contrast < _FAINT * max(other.contrast for other in others)
    return last and (lower or faint or is_small(line, habit))


def _from_last_words(message: Message, line: Line) -> None:
    """A time so close behind the last words that it is read as one line with them."""
    times = list(CLOCK.finditer(line.text))
    if not times or letters(line.text[times[-1].end() :]) > 3 or not letters(line.text[: times[-1].start()]):
        return
    if not _is_lower(line, times[-1].group(0).strip()):
        return  # said: the time of the message was not read, or is cut off
    message.time = times[-1].group(0).strip()
    line.text = line.text[: times[-1].start()].strip()


def _is_lower(line: Line, said: str) -> bool:
    """Whether one word of a line is in smaller type than the rest of it."""
    left, ink = line.box.left - 4, line.ready < _INK
    high = {
        word.text: int(np.count_nonzero(ink[:, max(0, word.left - left) : word.right - left].any(axis=1)))
        for word in line.words
    }
    own = [height for text, height in high.items() if text in said or said in text]
    other = [height for text, height in high.items() if not (text in said or said in text)]
    return not other or not own or max(own) < _SMALL * max(other)


def _unread(lines: list[Line], habit: Habit, box: Box) -> Line | None:
    """A time that an engine could not read, often for the ticks beside it: dim small type in the lower right corner. A
    call has more below its words."""
    foot = max((line.box.bottom for line in lines), default=0)
    call = any(MISSED.search(line.text) for line in lines)
    low = [line for line in lines if call or line.box.bottom > foot - 3 * U]
    last = max(low, key=lambda line: line.box.right, default=None)
    others = [line for line in lines if line is not last and letters(line.text) > 1]
    if last is None or not others or CLOCK.search(last.text) or not _looks_like_time(last, others, habit):
        return None
    begun = CLOCK.match(last.text[:5])  # something covers the rest of it
    corner = last.box.right > box.right - (64 if begun else 24) * U and (call or last.box.bottom > box.bottom - 16 * U)
    return last if corner and last.box.left >= min(line.box.left for line in others) + 4 * U else None


def _looks_like_time(line: Line, others: list[Line], habit: Habit) -> bool:
    """Whether a line is figures in small type; or anything doubtful that is fainter and smaller than the words beside it."""
    if _FIGURES.fullmatch(line.text) and is_small(line, habit):
        return True
    faint = line.contrast / max(other.contrast for other in others)
    small = line.box.height < 23 and faint < _SMALL
    smaller = line.box.height <= max(other.box.height for other in others) and faint < _FAINTEST
    return (small or smaller) and line.sure <= _READ
