"""Reads chats without bubbles: a name, perhaps with a time, and below it what that person wrote, line under line.

Where one message ends and the next begins is told by the distance of lines; where all are equally far apart, by a line
that ends although the next word would have fitted.
"""

import re
from difflib import SequenceMatcher
from itertools import pairwise
from statistics import median
from typing import NamedTuple

import numpy as np

from parsers._screen.canvas import TEXT
from parsers._screen.geometry import Box, U, around
from parsers._screen.layout import Layout
from parsers._screen.lines import Line
from parsers._screen.order import in_rows, joined, tidy
from parsers._screen.phrases import (
    CALL_HINT,
    CLOCK,
    DATE,
    EDITED,
    FORWARDED,
    GONE,
    MISSED,
    STATUS,
    clock,
    is_clock,
    is_stamp,
    letters,
)
from parsers._screen.result import Message, Side, Stamp

_LABEL_END = re.compile(r"[\W_]*(?:\b(?:today|yesterday|edited)\b.*|\bat\b\W*)?$", re.IGNORECASE)
_ANSWERED = re.compile(r"^\W*\w?\W*@\w+")
_SAME = 1.04  # distances of lines that differ less are the same
_JITTER, _ENOUGH = 1.12, 2  # in small pictures the distances of lines that wrap differ; so many tell what is usual
_CLOSEST = 16 * U  # no two lines of type are nearer
_INK = 140
_SURE = 80.0  # an engine is surer than this of what are words
_THIN = set("Iil1|!")
_ALIKE = 0.85
_LONG = 8  # of fewer letters, two names that differ in one may be those of two people
_HALF_MISREAD = re.compile(r"([:.]\d\d) ?4m\b", re.IGNORECASE)
_BYLINE = re.compile(r"^\W*(?:by|von|par|de|updated|published|posted|last)\b", re.IGNORECASE)
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


def read_rows(layout: Layout) -> tuple[list[Message], list[Stamp]]:
    """Messages and stamps of a chat without bubbles."""
    lines = [line for line in layout.loose if line.kind == "text" and _says_something(line)]
    lines = _without_bits(_without_buttons(lines, layout))
    edge = _edge(lines)
    lines = [line for line in lines if line.box.right > edge - U]  # the rest stands in the column of people's pictures
    rows = in_rows(lines)
    dates = [row for row in rows if len(row) == 1 and _central(row[0], layout.pane) and is_stamp(row[0].text)]
    stamps = [Stamp(row[0].box, tidy(row[0].text)) for row in dates] + _chips(layout)
    rows = [row for row in rows if row not in dates]
    rows = [
        row if _label(row, edge) else _together(row)
        for row in rows
        if abs(row[0].box.left - edge) < 14 * U or _label(row, edge)
    ]
    heads = [n for n, row in enumerate(rows) if _label(row, edge) is not None]
    layout.labels = len(heads)
    messages: list[Message] = []
    blocks = [rows[start + 1 : end] for start, end in pairwise([-1, *heads, len(rows)])]
    written = [[row for row in block if not FORWARDED.match(_said(row))] for block in blocks]
    sides = edge, _wrap(blocks, layout.pane)
    pitch = _pitch([pair for block in written for pair in pairwise(block)], sides)
    names: set[str] = set()
    for start, end in pairwise([-1, *heads, len(rows)]):
        name, time = _label(rows[start], edge) or ("", "") if start >= 0 else ("", "")
        if not any(_alike(name.casefold(), known) for known in names):
            names.add(name.casefold())
        block = rows[start + 1 : end]
        quoted = rows[start - 1] if start > 0 and _ANSWERED.match(_said(rows[start - 1])) else None
        if block and _ANSWERED.match(_said(block[-1])) and end < len(rows):
            block = block[:-1]
        found = _block(block, name, time, (layout, pitch))
        if quoted and found:
            who, _, found[0].quote = _said(quoted).lstrip("@ ").partition(" ")
            found[0].quote_sender = who
        messages += found
    _tell_sides(messages, layout, names - {""})
    return messages, stamps


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
        if b.box.left - a.box.right > 40 * U:
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
    theirs = {name} if name in names else {other for other in names if _alike(name, other)}
    of_two = len(theirs) == 1 or (_PRESENT.match(layout.subtitle) and len(names) == 1)
    for message in messages:
        sender = message.sender.casefold()
        if not of_two or len(names) > 2 or not sender:
            message.side = "unknown"
        elif sender != name and not (name not in names and any(_alike(sender, other) for other in theirs)):
            message.side = "unknown" if _alike(sender, name) else "out"  # a brother's name may differ in a letter


def _alike(name: str, known: str) -> bool:
    """Whether two names are one, of which an engine misread a letter: never short ones (Ann, Anna), never numbers."""
    if min(len(name), len(known)) < _LONG or any(map(str.isdigit, name + known)):
        return name == known
    return SequenceMatcher(None, name, known).ratio() > _ALIKE


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


def _label(row: list[Line], edge: int) -> tuple[str, str] | None:
    """Name and time when a row is the head of what somebody wrote."""
    first = row[0]
    if abs(first.box.left - edge) > 18 * U:
        return None
    core = re.sub(r"[^\w+ '’.&-]", "", first.text).strip()
    capitals = (
        core
        and core == core.upper()
        and re.search(r"[^\W\d]{2}", core)
        and first.colourful > 30
        and first.box.height < 15 * U
    )
    if capitals and (len(row) == 1 or is_clock(row[-1].text)):
        return tidy(first.text), row[-1].text if len(row) > 1 else ""
    if any(b.box.left - a.box.right > 40 * U for a, b in pairwise(row)):
        return None  # in the overview of all chats the time stands at the other side
    text = _HALF_MISREAD.sub(r"\1 am", " ".join(line.text for line in row))
    times = list(CLOCK.finditer(text))
    stamped = times[-1] if times else None
    tail = text[stamped.end() :] if stamped else ""
    if stamped is not None and letters(tail) <= 3 and len(text) < 70:
        name = _LABEL_END.sub("", text[: stamped.start()])
        name = re.sub(r"\W*\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\W*$", "", name).strip(" ,•·-—|")
        if (
            not DATE.match(name)
            and 0 < letters(name) <= 40
            and len(name.split()) <= 4
            and not name[:1].islower()
            and not _BYLINE.match(name)
            and (len(row) > 1 or first.colourful > 40 or _small_tail(first, stamped.group(0)))
        ):
            return _name(name), stamped.group(0).strip()
    dated = next((line for line in row[1:] if DATE.match(line.text)), None)
    return (tidy(first.text), "") if dated is not None and letters(first.text) <= 40 else None


def _name(text: str) -> str:
    """A name without what was read in the picture of a person before it."""
    first, _, rest = tidy(text).partition(" ")
    return rest if rest and len(first) == 1 and not first.isupper() else tidy(text)


def _small_tail(line: Line, time: str) -> bool:
    """Whether a name and its time were found as one line: they are not part of a sentence then, for it has few words."""
    return len(line.words) <= 6 and line.text.strip().endswith(time.rsplit(maxsplit=1)[-1])


def _block(rows: list[list[Line]], name: str, time: str, within: tuple[Layout, "Pitch"]) -> list[Message]:
    """The messages that one person wrote in a row."""
    layout, pitch = within
    side: Side = "out" if _ME.match(name) else "in"
    messages: list[Message] = []
    forwarded = [row for row in rows if FORWARDED.match(_said(row))]
    for part in _parts([row for row in rows if row not in forwarded], pitch):
        lines = [line for row in part for line in row]
        whole = CALL_HINT.sub("", joined(lines))
        text = EDITED.sub("", whole) if len(whole) > 12 else whole
        if (not letters(text) and not any(mark in text for mark in "?!")) or STATUS.match(text):
            continue
        words = sorted(word.sure for line in lines for word in line.words)
        message = Message(
            around(line.box for line in lines), side, text, "" if side == "out" else name, time=clock(time) or ""
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


class Pitch(NamedTuple):
    """Lines of one message are no further apart than `near`, 0 when that cannot be told: then only a line that ends
    before `right`, where text wraps, tells. Two lines further apart than `far` never belong together. At `left` text begins."""

    near: float
    far: float
    left: int
    right: int


def _parts(rows: list[list[Line]], pitch: Pitch) -> list[list[list[Line]]]:
    """Rows cut into messages."""
    parts = [[row] for row in rows[:1]]
    for before, row in pairwise(rows):
        apart = _base(row) - _base(before)
        right = _caption_end(before, rows, pitch.left)
        near = 0.0 if right else pitch.near
        if apart > (near or pitch.far or 1.3 * pitch.near) or (not near and _ended(before, row, right or pitch.right)):
            parts.append([row])
        else:
            parts[-1].append(row)
    return parts


def _caption_end(row: list[Line], rows: list[list[Line]], edge: int) -> int:
    """Where words wrap that stand further in than the rest, as those below a photo; 0 for all other rows."""
    level = [other for other in rows if abs(other[0].box.left - row[0].box.left) < 2 * U]
    inset = min(other[0].box.left for other in level) - edge
    return max(other[-1].box.right for other in level) if inset > 6 * U and len(level) > 2 else 0


def _base(row: list[Line]) -> float:
    """Where the letters of a row stand: where its ink falls off most, for few letters hang below that."""
    lowest = max(row, key=lambda line: line.box.width)
    ink = (lowest.ready < _INK).sum(axis=1).astype(np.int64)
    ink[ink > 0.8 * lowest.box.width] = 0  # the rule under a link
    fall = ink[:-2] - ink[2:]
    low = len(fall) // 2
    return float(lowest.box.top + low + int(np.argmax(fall[low:]))) if low else float(lowest.box.bottom)


def _wrap(blocks: list[list[list[Line]]], pane: Box) -> int:
    """Where text wraps: at the longest row, or near the edge of the pane when all rows are short."""
    right = max((line.box.right for block in blocks for row in block for line in row), default=0)
    return right if right > pane.left + 0.75 * pane.width else round(pane.right - 0.1 * pane.width)


def _pitch(pairs: list[tuple[list[Line], list[Line]]], sides: tuple[int, int]) -> Pitch:
    """How far apart the lines of one message are: the smallest distance, if it is that of lines that wrap and others are larger."""
    apart = [(_base(b) - _base(a), _ended(a, b, sides[1])) for a, b in pairs]
    usual = sorted(pitch for pitch, _ in apart if pitch > _CLOSEST)
    if not usual:
        return Pitch(0.0, 0.0, *sides)
    smallest = median([pitch for pitch in usual if pitch < 1.05 * usual[0] + 1])
    wrapped = [pitch for pitch, ended in apart if not ended and pitch < _JITTER * smallest]
    near = max(_SAME * smallest, smallest + U, median(wrapped) + 0.5 * U if len(wrapped) > _ENOUGH else 0.0)
    close = [ended for pitch, ended in apart if _CLOSEST < pitch < near]
    larger = any(near <= pitch < 1.5 * smallest for pitch in usual)
    if larger and sum(close) < 0.6 * len(close):
        return Pitch(near, 0.0, *sides)
    return Pitch(0.0, min(1.3 * smallest, 30 * U), *sides)


def _ended(row: list[Line], following: list[Line], right: int) -> bool:
    """Whether a row ends although the first word of the next would have fitted."""
    first = following[0].words[0] if following[0].words else None
    width = (first.right - first.left) if first else 0
    return right - row[-1].box.right > width + 14 * U
