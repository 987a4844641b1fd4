"""Reads the lines that stand on the page itself: dates, names above bubbles, times and notes beside and below them."""

import re

from parsers._screen.geometry import U
from parsers._screen.layout import Layout
from parsers._screen.lines import Line
from parsers._screen.order import joined, tidy
from parsers._screen.phrases import (
    CLOCK,
    GONE,
    MISSED,
    NEAR,
    REPLY,
    STATUS,
    clock,
    is_clock,
    is_stamp,
    is_system,
    letters,
)
from parsers._screen.result import Message, Side, Stamp

_HABIT = 2  # so many times beside bubbles are no accident
_COLOURS = 150
_FAINTER = 40  # type whose contrast differs by more is not of one style
_DAY = re.compile(
    rf"[\s,]+(?:\d{{1,4}}[/.-]\d{{1,2}}(?:[/.-]\d{{1,4}})?|{NEAR.pattern.replace('?P<word>', '?:')})\W*$", re.IGNORECASE
)
"""The day between a name and a time: `Wanda 04/08 12:50`, `Wanda Yesterday 12:50`."""


def read_loose(layout: Layout, messages: list[Message]) -> list[Stamp]:
    """Stamps on the page. Gives messages their names and times, and adds those that an app prints without a bubble."""
    stamps: list[Stamp] = []
    lines = [line for line in layout.loose if line.kind == "text" and letters(line.text)]
    lines.sort(key=lambda line: line.box.middle_y)
    names: list[Line] = []
    others: list[Line] = []
    level = [line for line in lines if _time_in(line) and _beside(line, messages)]
    for line in level:  # first, for no other time can be theirs
        _give_time(line, _beside(line, messages))
    for line in lines:
        middle = abs(line.box.middle_x - (layout.pane.left + layout.pane.right) / 2) < 0.085 * layout.pane.width
        beside = _beside(line, messages)
        if middle and is_stamp(line.text) and beside is None:
            stamps.append(Stamp(line.box, tidy(line.text)))
        elif line in level:
            continue
        elif is_clock(line.text) and (near := _nearest(line, messages)):
            if len(level) < _HABIT:  # else it is of something that stands elsewhere
                _give_time(line, near)
        elif STATUS.match(line.text):
            _give_status(line, _above(line, messages))
        elif middle and (GONE.search(line.text) or MISSED.search(line.text)):
            messages.append(_told(line))
        elif middle and is_system(line.text):
            stamps.append(Stamp(line.box, tidy(line.text), system=True))
        elif _give_name(line, _below(line, messages)):
            names.append(line)
        else:
            others.append(line)
    for line in others:
        if any(_in_style_of(line, name) for name in names):
            _give_name(line, _next_in(line, messages))
    return stamps


def _in_style_of(line: Line, name: Line) -> bool:
    """Whether a line looks like one that was a name. What it stood above was not found, so it names what comes next: else
    those words would be given to whoever was named before."""
    level = abs(line.box.left - name.box.left) < 4 * U and abs(line.box.height - name.box.height) < 6 * U
    return level and abs(line.contrast - name.contrast) < _FAINTER


def _next_in(line: Line, messages: list[Message]) -> Message | None:
    below = [m for m in messages if m.side == "in" and m.box.top >= line.box.bottom - 4 * U]
    return min(below, key=lambda m: m.box.top, default=None)


def _time_in(line: Line) -> bool:
    """Whether a line is a time, perhaps with what was made of an emoji before it."""
    found = CLOCK.search(line.text)
    if found is None or is_clock(line.text):
        return found is not None
    drawn = bool(line.emoji) and letters(line.text[: found.start()]) <= 2
    return drawn and not letters(line.text[found.end() :])


def _beside(line: Line, messages: list[Message]) -> Message | None:
    """The message on whose last rows a line stands, just outside the bubble."""
    for message in messages:
        if line.box.shared_height(message.box) > 0.5 * line.box.height and -line.box.shared_width(message.box) < 40 * U:
            return message
    return None


def _above(line: Line, messages: list[Message]) -> Message | None:
    """The message right above a line, at the same side."""
    near = [
        m for m in messages if -3 * U < line.box.top - m.box.bottom < 26 * U and line.box.shared_width(m.box) > -20 * U
    ]
    return max(near, key=lambda m: m.box.bottom, default=None)


def _nearest(line: Line, messages: list[Message]) -> Message | None:
    """The message above or below a time, whichever is nearer: apps do either."""
    level = [m for m in messages if line.box.shared_width(m.box) > -20 * U]  # what stands at the other side has its own
    above, below = _above(line, messages), _below(line, level)
    if above is None or below is None:
        return above or below
    return below if below.box.top - line.box.bottom < line.box.top - above.box.bottom else above


def _below(line: Line, messages: list[Message]) -> Message | None:
    near = [m for m in messages if -4 * U < m.box.top - line.box.bottom < 14 * U]
    return min(near, key=lambda m: m.box.top, default=None)


def _give_time(line: Line, message: Message | None) -> None:
    if message is not None and not message.time:
        message.time = clock(line.text) or ""


def _give_status(line: Line, message: Message | None) -> None:
    if message is None:
        return
    if (
        not message.time
        and (time := clock(line.text))
        and not re.search(r"\b(?:read|seen|opened)\b", line.text, re.IGNORECASE)
    ):
        message.time = time
    for word in ("delivered", "read", "seen", "edited", "failed"):
        if re.search(rf"\b{word}\b", line.text, re.IGNORECASE) and word not in message.status:
            message.status = (*message.status, word)


def _told(line: Line) -> Message:
    """A deleted message or a call that an app tells of in the middle of the page."""
    who = re.split(r"\s+(?:unsent|deleted|removed|missed)", tidy(line.text), flags=re.IGNORECASE)[0]
    mine = who.casefold() == "you"
    gone = bool(GONE.search(line.text))
    sender = "" if mine or not gone or who == tidy(line.text) else who
    side: Side = "out" if mine else "in"
    return Message(line.box, side, tidy(line.text), sender, kind="deleted" if gone else "call", sure=line.sure / 100,
                   status=("deleted",) if gone else ())  # fmt: skip


def _give_name(line: Line, message: Message | None) -> bool:
    """The name of who wrote, in small type above the first bubble of theirs. Says whether it was one."""
    if message is None or message.side != "in" or message.sender or line.sure < (30 if letters(line.text) > 3 else 60):
        return False
    if REPLY.search(line.text) or _is_emoji_over(line):
        return False
    name, time = _name_and_time(tidy(joined([line])))
    if time and not message.time:
        message.time = time
    aligned = abs(line.box.left - message.box.left) < 40 * U
    named = aligned and line.box.height < 20 * U and bool(letters(name)) and len(name) < 40
    if named:
        message.sender = name
    return named


def _is_emoji_over(line: Line) -> bool:
    """Whether a letter or two are what was made of a reaction, an emoji in colours; or of a wallpaper."""
    if letters(line.text) == 1:
        return not any(map(str.isupper, line.text))
    return letters(line.text) <= 2 and (bool(line.emoji) or line.colourful > _COLOURS)


def _name_and_time(text: str) -> tuple[str, str]:
    """`Maeve Penhale 8:41 PM`, as some apps write above a bubble."""
    found = CLOCK.search(text)
    if found is None or letters(text[found.end() :]):
        return text, ""
    return _DAY.sub("", text[: found.start()]).strip(" ,·•-—|"), clock(text) or ""
