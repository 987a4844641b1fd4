"""Finds messages whose bubble was not told from the page, as on some wallpapers: their words stand where those of others do."""

from collections.abc import Callable

from parsers._screen.answers import is_coloured
from parsers._screen.geometry import U, around
from parsers._screen.layout import Layout
from parsers._screen.lines import Line
from parsers._screen.order import in_rows, joined, tidy
from parsers._screen.phrases import MISSED, REPLY, STATUS, clock, is_clock, is_stamp, is_system, letters
from parsers._screen.result import Message, Side
from parsers._screen.times import Habit, is_small
from parsers._screen.words import certainty

_COLOURS = 150
_READ = 80.0  # an engine is surer than this of what are words
_FAINT = 0.72
_LEVEL = 3 * U
_CLOSE = 0.6  # lines of one message are nearer than that, for their height
_NAMES = 4  # words of the name of a person
_ENOUGH = 8  # so many letters need one bubble that begins at the same place; fewer need two


def bare_messages(layout: Layout, sides: dict[int, Side | None], habit: Habit) -> list[Message]:
    """Messages made of lines on the page. Takes these lines out of `layout.loose`."""
    lefts = _edges(layout, sides, "in", lambda lines: min(line.box.left for line in lines))
    rights = _edges(layout, sides, "out", lambda lines: max(line.box.right for line in lines))
    found: list[Message] = []
    for lines in _paragraphs(layout, habit):
        time = _time_of(lines, layout, habit)
        right = max(line.box.right for line in [*lines, *time])
        enough = 1 if sum(letters(line.text) for line in lines) >= _ENOUGH or time else 2
        came = _count(lefts, min(line.box.left for line in lines)) >= enough
        went = _count(rights, right) >= enough
        if came != went and not (came and not time and _is_name(lines, layout, sides)):
            found.append(_message(lines, time, "in" if came else "out"))
            layout.loose = [line for line in layout.loose if line not in lines and line not in time]
    return found


def _is_name(lines: list[Line], layout: Layout, sides: dict[int, Side | None]) -> bool:
    """Whether a short line right above a bubble that came in may name who wrote that. No name ends a sentence."""
    line = lines[0]
    if len(lines) > 1 or len(line.words) > _NAMES or line.text[-1:] in "?!.…":
        return False
    gaps = [b.box.top - line.box.bottom for b in layout.bubbles if sides.get(id(b)) == "in"]
    return any(-_LEVEL < gap < 14 * U for gap in gaps)


def _edges(layout: Layout, sides: dict[int, Side | None], side: Side, edge: Callable[[list[Line]], int]) -> list[int]:
    """Where the words in the bubbles of one side begin or end."""
    own = [
        [line for line in layout.inside[id(bubble)] if line.area is bubble and letters(line.text)]
        for bubble in layout.bubbles
        if sides.get(id(bubble)) == side
    ]
    return [edge(lines) for lines in own if lines]


def _count(edges: list[int], at: int) -> int:
    return sum(abs(edge - at) <= _LEVEL for edge in edges)


def _paragraphs(layout: Layout, habit: Habit) -> list[list[Line]]:
    """Lines of the page that stand close below each other, all beginning at one place, in the type that people write in."""
    found: list[list[Line]] = []
    for line in sorted((line for line in layout.loose if _is_said(line, layout, habit)), key=lambda line: line.box.top):
        last = found[-1][-1] if found else None
        near = last is not None and -_LEVEL < line.box.top - last.box.bottom < _CLOSE * habit.high
        if last is not None and near and abs(last.box.left - line.box.left) <= _LEVEL:
            found[-1].append(line)
        else:
            found.append([line])
    return found


def _is_said(line: Line, layout: Layout, habit: Habit) -> bool:
    """Whether a line on the page may be somebody's words: nothing that apps write there, and no small type."""
    if line.kind != "text" or not letters(line.text) or line.sure < _READ or is_small(line, habit):
        return False
    if (
        letters(line.text) <= 2 and (line.emoji or line.colourful > _COLOURS)
    ) or line.box.top <= layout.pane.top + _LEVEL:
        return False  # emoji taken for letters; a line that the edge cuts through
    middle = abs(line.box.middle_x - (layout.pane.left + layout.pane.right) / 2) < 0.085 * layout.pane.width
    if middle and (is_stamp(line.text) or is_system(line.text)):
        return False
    held = any(bubble.box.holds(line.box, 0) for bubble in layout.bubbles)
    return not held and not STATUS.match(line.text) and not REPLY.search(line.text) and not is_clock(line.text)


def _time_of(lines: list[Line], layout: Layout, habit: Habit) -> list[Line]:
    """The clock in small type right of the last words or right below them: one line, or none."""
    last = lines[-1].box
    near = [
        line
        for line in layout.loose
        if is_clock(line.text)
        and (is_small(line, habit) or line.contrast < _FAINT * lines[-1].contrast)
        and last.top < line.box.middle_y < last.bottom + habit.high
        and line.box.left > last.left
    ]
    return near[:1] if habit.timed else []


def _message(lines: list[Line], time: list[Line], side: Side) -> Message:
    message = Message(around([line.box for line in [*lines, *time]]), side)
    rows = in_rows(lines)
    if side == "in" and len(rows) > 1 and is_coloured(rows[0][0]):
        message.sender, lines = tidy(joined(rows[0])), [line for row in rows[1:] for line in row]
    message.text = joined(lines)
    message.time = (clock(time[0].text) or "") if time else ""
    message.kind = "call" if MISSED.search(message.text) and len(message.text) < 40 else "text"
    message.sure = certainty([word for line in lines for word in line.words])
    return message
