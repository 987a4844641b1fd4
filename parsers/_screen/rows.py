"""Reads chats without bubbles: a name, perhaps with a time, and below it what that person wrote, line under line.

Where one message ends and the next begins is told by the distance of lines; where all are equally far apart, by a line
that ends although the next word would have fitted.
"""

import re
from itertools import pairwise
from statistics import median

from parsers._screen.geometry import Box, around
from parsers._screen.layout import Layout, U
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
_HANGING = set("gjpqyQ,;()@/|")
_BYLINE = re.compile(r"^\W*(?:by|von|par|de|updated|published|posted|last)\b", re.IGNORECASE)
_ME = re.compile(r"^\W*(?:me|you|ich|moi|yo|io)\W*$", re.IGNORECASE)


def is_list(layout: Layout) -> bool:
    """Whether most of the text stands on the page itself, at one left edge."""
    loose = [
        line
        for line in layout.loose
        if line.kind == "text" and letters(line.text) > 1 and not _central(line, layout.pane)
    ]
    boxed = [line for lines in layout.inside.values() for line in lines if line.kind == "text"]
    right = layout.pane.left + 0.6 * layout.pane.width
    if any(bubble.box.left > right - 0.25 * layout.pane.width and bubble.box.right > right + 0.3 * layout.pane.width
           and any(letters(line.text) > 2 for line in layout.inside[id(bubble)]) for bubble in layout.bubbles):  # fmt: skip
        return False
    if len(loose) < 3 or sum(line.box.width for line in loose) < 1.2 * sum(line.box.width for line in boxed):
        return False
    lefts = [line.box.left for line in loose]
    usual = max(lefts, key=lambda x: sum(abs(x - other) < 6 * U for other in lefts))
    return (
        sum(abs(left - usual) < 8 * U for left in lefts) >= 0.45 * len(lefts)
        and usual < layout.pane.left + 0.35 * layout.pane.width
    )


def read_rows(layout: Layout) -> tuple[list[Message], list[Stamp]]:
    """Messages and stamps of a chat without bubbles."""
    lines = [line for line in layout.loose if line.kind == "text" and letters(line.text) and line.box.height > 5 * U]
    rows = in_rows(lines)
    dates = [row for row in rows if len(row) == 1 and _central(row[0], layout.pane) and is_stamp(row[0].text)]
    stamps = [Stamp(row[0].box, tidy(row[0].text)) for row in dates]
    rows = [row for row in rows if row not in dates]
    edge = _edge(rows)
    rows = [
        row if _label(row, edge) else _together(row)
        for row in rows
        if abs(row[0].box.left - edge) < 14 * U or _label(row, edge)
    ]
    heads = [n for n, row in enumerate(rows) if _label(row, edge) is not None]
    layout.labels = len(heads)
    messages: list[Message] = []
    blocks = [rows[start + 1 : end] for start, end in pairwise([-1, *heads, len(rows)])]
    near = _near([_base(b) - _base(a) for block in blocks for a, b in pairwise(block)])
    right = max((line.box.right for block in blocks for row in block for line in row), default=0)
    for start, end in pairwise([-1, *heads, len(rows)]):
        name, time = _label(rows[start], edge) or ("", "") if start >= 0 else ("", "")
        block = rows[start + 1 : end]
        quoted = rows[start - 1] if start > 0 and _ANSWERED.match(_said(rows[start - 1])) else None
        if block and _ANSWERED.match(_said(block[-1])) and end < len(rows):
            block = block[:-1]
        found = _block(block, name, time, (layout, near, right))
        if quoted and found:
            who, _, found[0].quote = _said(quoted).lstrip("@ ").partition(" ")
            found[0].quote_sender = who
        messages += found
    _tell_sides(messages, layout.title)
    return messages, stamps


def _together(row: list[Line]) -> list[Line]:
    """A row without what stands far off at its end: "Edited", a time, a button."""
    for n, (a, b) in enumerate(pairwise(row), 1):
        if b.box.left - a.box.right > 40 * U:
            return row[:n]
    return row


def _said(row: list[Line]) -> str:
    return " ".join(line.text for line in row)


def _tell_sides(messages: list[Message], title: str) -> None:
    """Where nothing stands at a side: what the one writes whose name is the title came in, and in a talk of two the rest
    went out. In a group nobody can tell whose phone it is."""
    if any(message.side == "out" for message in messages) or all(
        message.sender == message.sender.upper() for message in messages
    ):
        return  # names in capitals are how Snapchat marks the others; the holder of the phone is ME
    name = title.lstrip("@# ").casefold()
    names = {message.sender.casefold() for message in messages if message.sender}
    for message in messages:
        if name not in names or len(names) > 2:
            message.side = "unknown"
        elif message.sender.casefold() != name:
            message.side = "out" if message.sender else "unknown"


def _central(line: Line, pane: Box) -> bool:
    return (
        abs(line.box.middle_x - (pane.left + pane.right) / 2) < 0.08 * pane.width
        and line.box.left > pane.left + 0.15 * pane.width
    )


def _edge(rows: list[list[Line]]) -> int:
    lefts = [row[0].box.left for row in rows]
    return max(lefts, key=lambda x: sum(abs(x - other) < 5 * U for other in lefts), default=0)


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
        and first.colourful > 60
        and first.box.height < 15 * U
    )
    if capitals and (len(row) == 1 or is_clock(row[-1].text)):
        return tidy(first.text), row[-1].text if len(row) > 1 else ""
    if any(b.box.left - a.box.right > 40 * U for a, b in pairwise(row)):
        return None  # in the overview of all chats the time stands at the other side
    text = " ".join(line.text for line in row)
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


def _block(rows: list[list[Line]], name: str, time: str, within: tuple[Layout, float, int]) -> list[Message]:
    """The messages that one person wrote in a row."""
    layout, near, right = within
    side: Side = "out" if _ME.match(name) else "in"
    messages: list[Message] = []
    forwarded = [row for row in rows if FORWARDED.match(_said(row))]
    for part in _parts([row for row in rows if row not in forwarded], near, right):
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


def _parts(rows: list[list[Line]], near: float, right: int) -> list[list[list[Line]]]:
    """Rows cut into messages."""
    if not rows:
        return []
    pitches = [_base(b) - _base(a) for a, b in pairwise(rows)]
    parts = [[rows[0]]]
    for before, row, pitch in zip(rows, rows[1:], pitches, strict=False):
        if pitch > near or (near == float("inf") and _ended(before, row, right)):
            parts.append([row])
        else:
            parts[-1].append(row)
    return parts


def _base(row: list[Line]) -> float:
    """Where the letters of a row stand: its lower edge, or above that when some of them hang below the line."""
    lowest = max(row, key=lambda line: line.box.width)
    return lowest.box.bottom - (0.21 * lowest.box.height if _HANGING & set(lowest.text) else 0)


def _near(pitches: list[float]) -> float:
    """Lines of one message are no further apart than this; infinity when all are about equally far apart."""
    usual = sorted(pitch for pitch in pitches if pitch > 12 * U)
    if not usual:
        return float("inf")
    smallest = median([pitch for pitch in usual if pitch < 1.07 * usual[0]])
    return 1.08 * smallest if usual[-1] > 1.08 * smallest else float("inf") if smallest < 30 * U else 0.0


def _ended(row: list[Line], following: list[Line], right: int) -> bool:
    """Whether a row ends although the first word of the next would have fitted."""
    first = following[0].words[0] if following[0].words else None
    width = (first.right - first.left) if first else 0
    return right - row[-1].box.right > width + 14 * U
