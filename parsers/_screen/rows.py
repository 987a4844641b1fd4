"""Reads chats without bubbles: a name, perhaps with a time, and below it what that person wrote, line under line."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from parsers._screen.bars import Colour, bar_beside, is_red, same_colour
from parsers._screen.canvas import TEXT, Canvas
from parsers._screen.geometry import Box, U, around
from parsers._screen.heads import alike, begun, label, named_rows
from parsers._screen.layout import Layout
from parsers._screen.lines import Line, Word
from parsers._screen.notes import is_lesser, is_status, without_edited, without_hint
from parsers._screen.order import in_rows, joined, tidy
from parsers._screen.passages import Pitch, parts, pitch_of, wrap
from parsers._screen.phrases import (
    CLOCK,
    FORWARDED,
    GONE,
    MISSED,
    clock,
    is_clock,
    is_stamp,
    letters,
)
from parsers._screen.result import Message, Side, Stamp

_ANSWERED = re.compile(r"^\W*\w?\W*@\w+")
_SURE = 80.0  # an engine is surer than this of what are words
_FEW = 2  # names and times have no more words
_THIN = set("Iil1|!")
_PRESENT = re.compile(r"^\W*(?:active|online|last seen|typing|away)\b", re.IGNORECASE)
"""What an app says below the name of one person, never below that of a group."""
_ME = re.compile(r"^\W*(?:me|you|ich|moi|yo|io)\W*$", re.IGNORECASE)


def is_list(layout: Layout) -> bool:
    """Whether most of the text stands on the page itself, at one left edge."""
    loose = [line for line in layout.loose if line.kind == "text" and letters(line.text) > 1]
    edge = _edge(loose)
    loose = [line for line in loose if abs(line.box.left - edge) < 8 * U or not _central(line, layout.pane)]
    boxed = [line for lines in layout.inside.values() for line in lines if line.kind == "text"]
    right = layout.pane.left + 0.6 * layout.pane.width
    if any(bubble.box.left > right - 0.25 * layout.pane.width and bubble.box.right > right + 0.3 * layout.pane.width
           and any(letters(line.text) > 2 for line in layout.inside[id(bubble)]) for bubble in layout.bubbles):  # fmt: skip
        return False
    if _has_bubbles(layout):
        return False
    if len(loose) < 3 or sum(line.box.width for line in loose) < 1.2 * sum(line.box.width for line in boxed):
        return False
    written = [line for line in loose if line.box.right > edge - U]
    at_edge = sum(abs(line.box.left - edge) < 14 * U for line in written)
    return at_edge >= 0.45 * len(written) and edge < layout.pane.left + 0.35 * layout.pane.width


def _has_bubbles(layout: Layout) -> bool:
    """Whether three areas with words share their left edge and are as wide as their words: cards are all of one width."""
    wordy = [b.box for b in layout.bubbles if b.solid and any(letters(line.text) > 2 for line in layout.inside[id(b)])]
    runs = [[box for box in wordy if abs(box.left - one.left) < 4] for one in wordy]
    return any(len(run) > 2 and max(box.width for box in run) - min(box.width for box in run) > 40 * U for run in runs)


class _Run(NamedTuple):
    """What stands below one head: its name and time, the row of the answered message above it, and the rows below."""

    name: str
    time: str
    quoted: list[Line] | None
    rows: list[list[Line]]


def read_rows(layout: Layout, canvas: Canvas | None = None) -> tuple[list[Message], list[Stamp]]:
    """Messages and stamps of a chat without bubbles. The canvas is looked at for coloured bars beside the words."""
    lines = [line for line in layout.loose if line.kind == "text" and _says_something(line)]
    lines = _without_bits(_without_buttons(lines, layout))
    edge = _edge(lines)
    lines = [line for line in lines if line.box.right > edge - U]  # the rest stands in the column of people's pictures
    rows = in_rows(lines)
    dates = [row for row in rows if len(row) == 1 and _central(row[0], layout.pane) and is_stamp(row[0].text)]
    stamps = [Stamp(row[0].box, tidy(row[0].text)) for row in dates] + _chips(layout)
    rows = [row for row in rows if row not in dates]
    rows, late = _without_times(rows, edge, layout.pane)
    heads = _heads(rows, edge, layout.title)
    layout.labels = len(heads)
    runs = list(_runs(rows, heads))
    written = [[row for row in run.rows if not FORWARDED.match(_said(row))] for run in runs]
    sides = edge, wrap([run.rows for run in runs], layout.pane)
    pitch = pitch_of([pair for block in written for pair in pairwise(block)], sides)
    names = _different(run.name for run in runs)
    messages: list[Message] = []
    for run in runs:
        found = _block(run, late, (layout, pitch), names | {layout.title.casefold()})
        if run.quoted and found:
            found[0].quote_sender, found[0].quote = _who_and_what(_said(run.quoted), names)
        messages += found
    _tell_sides(messages, layout, names)
    if canvas is not None:
        _tell_by_bars(messages, canvas)
    return messages, stamps


def _heads(rows: list[list[Line]], edge: int, title: str) -> dict[int, tuple[str, str]]:
    """Which rows are heads: those with a name and a time, and then those that begin with such a name; or bare names."""
    found = {n: head for n, row in enumerate(rows) if (head := label(row, edge)) is not None}
    if not found:
        return {n: (tidy(rows[n][0].text), "") for n in named_rows(rows, edge, title)}
    names = {name.casefold() for name, _ in found.values()}
    begins = {n: head for n, row in enumerate(rows) if n not in found and (head := begun(row, names)) is not None}
    return dict(sorted((found | begins).items()))


def _runs(rows: list[list[Line]], heads: dict[int, tuple[str, str]]) -> Iterator[_Run]:
    """What stands below each head, and above the first."""
    for start, end in pairwise([-1, *heads, len(rows)]):
        name, time = heads.get(start, ("", ""))
        quoted = rows[start - 1] if start > 0 and _quoted(rows, start - 1) else None
        block = rows[start + 1 : end]
        if block and end < len(rows) and _quoted(rows, end - 1):
            block = block[:-1]
        yield _Run(name, time, quoted, block)


def _quoted(rows: list[list[Line]], at: int) -> bool:
    """Whether a row above a head repeats what is answered below: in lesser type than words, or clearly nearer to that head
    than to what stands above. Else somebody is spoken to by name."""
    row = rows[at]
    if not _ANSWERED.match(_said(row)):
        return False
    others = [line for other in rows if not _ANSWERED.match(_said(other)) for line in other]
    words = [line for line in others if len(line.words) > _FEW and not CLOCK.search(line.text)]
    above = row[0].box.top - rows[at - 1][0].box.bottom if at else 0
    near = rows[at + 1][0].box.top - row[0].box.bottom < 0.5 * above
    return near or is_lesser(max(row, key=lambda line: line.box.width), words)


def _different(names: Iterable[str]) -> set[str]:
    """Names, folded, without those that are misreadings of others."""
    found: set[str] = set()
    for name in names:
        if name and not any(alike(name.casefold(), known) for known in found):
            found.add(name.casefold())
    return found


def _who_and_what(said: str, names: set[str]) -> tuple[str, str]:
    """Name and words of an answered message, `@Desmond Penhale hm`: of names that heads have, the whole name."""
    said = said[said.index("@") + 1 :].strip()
    size = max((len(name) for name in names if said.casefold().startswith(f"{name} ")), default=0)
    size = size or len(said.partition(" ")[0])
    return said[:size], said[size:].strip()


def _without_times(rows: list[list[Line]], edge: int, pane: Box) -> tuple[list[list[Line]], dict[int, str]]:
    """Rows as they are read, and times that stand apart from heads, at the far end of a row or below it, by the number of
    the first line of that row."""
    contrast = median([line.contrast for row in rows for line in row] or [0.0])
    headed = [label(row, edge) is not None for row in rows]
    ends = [row[-1].box.right for row in rows if len(row) > 1 and is_clock(row[-1].text)]
    column = round(median(ends)) if len(ends) > 1 else 0
    found: list[list[Line]] = []
    late: dict[int, str] = {}
    for row, is_head in zip(rows, headed, strict=True):
        if not (is_head or _near_edge(row, edge) or _worth_keeping(row, edge)):
            continue
        if found and not is_head and _is_foot(row, contrast if not any(headed) else 0.0):
            late[id(found[-1][0])] = clock(_said(row)) or ""
            continue
        row = row if is_head else _told_apart(row, column)
        kept = row if is_head else _together(row)
        found.append(kept)
        if len(kept) < len(row) and is_clock(row[-1].text) and row[-1].box.right > pane.left + 0.8 * pane.width:
            late[id(kept[0])] = clock(row[-1].text) or ""
    return found, late


def _told_apart(row: list[Line], column: int) -> list[Line]:
    """A row whose last line ends in a time that stands far off, or in the column of times that ends there, with that time
    as a line of its own."""
    line = row[-1]
    for count in (1, 2):
        said, time = line.words[:-count], line.words[-count:]
        if said and is_clock(" ".join(word.text for word in time)):
            apart = time[0].left - said[-1].right
            if apart > 20 * U or (apart > 4 * U and abs(time[-1].right - column) < 3 * U):
                return [*row[:-1], _part(line, said), _part(line, time)]
    return row


def _part(line: Line, words: list[Word]) -> Line:
    box = line.box._replace(left=words[0].left, right=words[-1].right)
    return replace(line, words=words, text=" ".join(word.text for word in words), box=box)


def _is_foot(row: list[Line], contrast: float) -> bool:
    """Whether a row is the time below what was written: with what became of it, or alone and dim. A bare time in full
    strength is somebody's answer."""
    said = _said(row)
    if is_status(said, ()):
        return clock(said) is not None and "read" not in said.casefold()
    return is_clock(said) and row[0].contrast < 0.75 * contrast


def _near_edge(row: list[Line], edge: int) -> bool:
    return abs(row[0].box.left - edge) < 14 * U


def _worth_keeping(row: list[Line], edge: int) -> bool:
    """Whether a row that begins further in says something all the same: a call, beside its sign."""
    return 0 < row[0].box.left - edge < 60 * U and MISSED.search(_said(row)) is not None


def _says_something(line: Line) -> bool:
    return line.box.height > 5 * U and (letters(line.text) > 0 or any(mark in line.text for mark in "?!"))


def _without_bits(lines: list[Line]) -> list[Line]:
    """Lines without bits of emoji and of the edges of photos that were read as a letter or two."""
    usual = median([line.colourful for line in lines]) if lines else 0.0
    return [line for line in lines if letters(line.text) > 2 or not (_coloured_bit(line, usual) or _splinter(line))]


def _without_buttons(lines: list[Line], layout: Layout) -> list[Line]:
    """Lines without what was made of the button that plays a sound, left of its wave."""
    waves = [line.box for line in layout.loose if line.kind == "wave"]
    return [
        line
        for line in lines
        if letters(line.text) > 1
        or not any(box.same_row(line.box) and 0 <= box.left - line.box.right < 40 * U for box in waves)
    ]


def _coloured_bit(line: Line, usual: float) -> bool:
    return line.sure < _SURE and line.colourful > usual + 100


def _splinter(line: Line) -> bool:
    """Whether a line is too thin for the letter that was read, or a bar beside the words."""
    thin = line.box.width < 3 * U and line.text not in _THIN
    return thin or line.box.height > max(4 * line.box.width, 1.2 * TEXT)


def _chips(layout: Layout) -> list[Stamp]:
    """Dates in areas of their own."""
    chips = [(b.box, joined(layout.inside[id(b)])) for b in layout.bubbles]
    centre = (layout.pane.left + layout.pane.right) / 2
    return [
        Stamp(box, text)
        for box, text in chips
        if is_stamp(text) and abs(box.middle_x - centre) < 0.08 * layout.pane.width
    ]


def _together(row: list[Line]) -> list[Line]:
    """A row without what stands far off at its end: "Edited", a time, a button."""
    for n, (a, b) in enumerate(pairwise(row), 1):
        if b.box.left - a.box.right > (4 if is_clock(b.text) else 40) * U:
            return row[:n]
    return row


def _said(row: list[Line]) -> str:
    return " ".join(line.text for line in row)


def _tell_sides(messages: list[Message], layout: Layout, names: set[str]) -> None:
    """Where nothing stands at a side: what the one writes whose name is the title came in, and in a talk of two the rest
    went out. In a group nobody can tell whose phone it is."""
    if any(message.side == "out" for message in messages) or (
        names and all(message.sender == message.sender.upper() for message in messages)
    ):
        for message in messages:
            message.side = message.side if message.sender or message.side == "out" else "unknown"  # its head is cut off
        return  # names in capitals are how Snapchat marks the others; the holder of the phone is ME
    name = layout.title.lstrip("@# ").casefold()
    theirs = {name} if name in names else {other for other in names if alike(name, other)}
    of_two = len(theirs) == 1 or (_PRESENT.match(layout.subtitle) and len(names) == 1)
    for message in messages:
        sender = message.sender.casefold()
        if not of_two or len(names) > 2 or not sender:
            message.side = "unknown"
        elif sender != name and not (name not in names and any(alike(sender, other) for other in theirs)):
            message.side = "unknown" if alike(sender, name) else "out"  # a brother's name may differ in a letter


def _tell_by_bars(messages: list[Message], canvas: Canvas) -> None:
    """The side of messages whose head is not seen, by the bar beside them: one of the colour of those below a head is of
    the same person. Where no head is seen, Snapchat's own red is the holder's, any other colour is not."""
    bars = [(message, bar_beside(canvas, message.box)) for message in messages]
    barred = [(message, colour) for message, colour in bars if colour is not None]
    if len(barred) < 0.6 * len(messages):
        return
    known = [(message, colour) for message, colour in barred if message.side != "unknown"]
    for message, colour in barred:
        if message.side == "unknown" and not message.sender:
            like = next((other for other, seen in known if same_colour(colour, seen)), None)
            message.side, message.sender = (like.side, like.sender) if like else (_unlike(colour, known), "")


def _unlike(colour: Colour, known: list[tuple[Message, Colour]]) -> Side:
    """The side of a bar of a colour that no head has: not the holder's when that is known."""
    if any(message.side == "out" for message, _ in known):
        return "in"
    return "out" if is_red(colour) else "in"


def _central(line: Line, pane: Box) -> bool:
    return (
        abs(line.box.middle_x - (pane.left + pane.right) / 2) < 0.08 * pane.width
        and line.box.left > pane.left + 0.15 * pane.width
    )


def _edge(lines: list[Line]) -> int:
    """Where most of what is written begins: where the widest line does of those that begin near each other."""
    groups = [[other for other in lines if abs(line.box.left - other.box.left) < 5 * U] for line in lines]
    most = max(groups, key=lambda group: sum(line.box.width for line in group), default=[])
    return max(most, key=lambda line: line.box.width).box.left if most else 0


def _messages_of(run: _Run, pitch: Pitch) -> list[list[Line]]:
    """The lines of each message below a head."""
    written = [row for row in run.rows if not FORWARDED.match(_said(row))]
    return [[line for row in part for line in row] for part in parts(written, pitch)]


def _time_of(lines: list[Line], run: _Run, late: dict[int, str]) -> str:
    """The time of a message: its own, else that of its head."""
    own = [late[id(line)] for line in lines if id(line) in late]
    return own[-1] if own else clock(run.time) or ""


def _block(run: _Run, late: dict[int, str], within: tuple[Layout, Pitch], names: set[str]) -> list[Message]:
    """The messages that one person wrote in a row. `names` are those of the chat, folded."""
    layout, pitch = within
    side: Side = "out" if _ME.match(run.name) else "in"
    messages: list[Message] = []
    for lines in _messages_of(run, pitch):
        lines = without_hint(lines)
        whole = joined(lines)
        text = without_edited(lines, whole)
        if (not letters(text) and not any(mark in text for mark in "?!")) or is_status(text, names):
            continue
        words = sorted(word.sure for line in lines for word in line.words)
        message = Message(
            around(line.box for line in lines),
            side,
            text,
            "" if side == "out" else run.name,
            time=_time_of(lines, run, late),
        )
        message.status = ("edited",) if text != whole else ()
        message.sure = round(0.5 * (sum(words) / len(words) + words[0]) / 100, 3) if words else 0.0
        message.kind = (
            "deleted"
            if GONE.search(text) and len(text) < 60
            else "call"
            if MISSED.search(text) and len(text) < 40
            else "text"
        )
        if message.box.top <= layout.pane.top + 6:
            message.cut = ("top",)
        elif message.box.bottom >= layout.pane.bottom - 6:
            message.cut = ("bottom",)
        messages.append(message)
    return messages
