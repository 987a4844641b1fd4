"""Makes messages of bubbles: side, words, time, the name above, the message that is answered."""

import re
from statistics import median

import cv2
import numpy as np

from parsers._screen.areas import Area
from parsers._screen.geometry import Box, U, around
from parsers._screen.layout import Layout
from parsers._screen.lines import Line
from parsers._screen.order import in_rows, joined, tidy
from parsers._screen.phrases import (
    CALL_HINT,
    CLOCK,
    EDITED,
    FORWARDED,
    GONE,
    LINK,
    MISSED,
    clock,
    is_clock,
    is_stamp,
    is_system,
    letters,
    runs_together,
)  # fmt: skip
from parsers._screen.result import Cut, Message, Side, Stamp
from parsers._screen.sides import by_margin, tell_sides

_SEARCH = re.compile(r"^\W*\w?\W*search(?: \(.*| messages| in .*|\W*)$", re.IGNORECASE)
_ICONS = frozenset(("v vv vy y yy w ww a a, e é o oo t 4 1 7 l i c © b s ss okt").split())  # noqa: SIM905 - a list of marks
"""What telephones, arrows and pins beside words are read as."""
_COLOURFUL, _GREY = 48, 45
_READ = 80.0  # an engine is surer than this of what are words
_HALF = 84.0
_DOT = 140
_SMALL = 23  # type of a time is lower than that


def read_bubbles(layout: Layout) -> tuple[list[Message], list[Stamp]]:
    """Messages and stamps that stand in areas of their own, from the top."""
    sides = tell_sides(layout)
    timed = _timed(layout)
    messages: list[Message] = []
    stamps: list[Stamp] = []
    for bubble in layout.bubbles:
        lines = layout.inside[id(bubble)]
        if _is_reaction(bubble, lines, layout) or _is_button(bubble, lines) or _is_typing(lines):
            continue
        if (stamp := _stamp(bubble, lines, layout, sides[id(bubble)])) is not None:
            stamps.append(stamp)
            continue
        for part in _split(lines, bubble) if timed else [lines]:
            side = sides[id(bubble)] or by_margin(bubble.box, layout.pane)
            message = _message(bubble, part, side, layout.pane, timed=timed)
            if part is not lines:
                message.box = around([line.box for line in part])
            messages.append(message)
    return messages, stamps


def _split(lines: list[Line], bubble: Area) -> list[list[Line]]:
    """Bubbles that touch are one area; each ends with its time at the right."""
    parts: list[list[Line]] = [[]]
    for row in in_rows(lines):
        parts[-1] += row
        last = row[-1]
        at_edge = last.box.right > bubble.box.right - 40 * U
        if is_clock(last.text) and last.area is bubble and (at_edge or last.box.height < _SMALL):
            parts.append([])
    rest = parts.pop()  # has no time of its own, so it belongs to what stands above
    if not parts:
        return [lines]
    parts[-1] += rest
    return parts if len(parts) > 1 and all(len(part) > 1 for part in parts) else [lines]


def _timed(layout: Layout) -> bool:
    """Whether bubbles here carry their time inside, so that one which holds only a time is a picture or a sound."""
    last = [max(layout.inside[id(b)], key=lambda line: (line.box.bottom, line.box.right)) for b in layout.bubbles]
    found = [(line, CLOCK.search(line.text)) for line in last]
    count = sum(time is not None and letters(line.text[time.end() :]) <= 3 for line, time in found)
    return (count >= 2 and count >= 0.35 * len(last)) or (count == 1 and len(last) <= 2)


def _is_reaction(bubble: Area, lines: list[Line], layout: Layout) -> bool:
    """A small blob over the edge of another bubble, with hardly a letter in it."""
    box = bubble.box
    if box.width > 64 * U or box.height > 34 * U or sum(letters(line.text) for line in lines) > 2:
        return False
    for other in layout.bubbles:
        if other is bubble or other.box.height < box.height:
            continue
        over = box.shared_width(other.box) > 0.3 * box.width and box.shared_height(other.box) > -5 * U
        if over and (box.bottom > other.box.bottom + 2 * U or box.top < other.box.top - 2 * U):
            return True
    return False


def _is_button(bubble: Area, lines: list[Line]) -> bool:
    """The round arrow that leads down to the newest message, read as a v; or words that are only for tapping."""
    text = joined(lines)
    arrow = (
        text != "" and bubble.filled < 0.84 and bubble.box.width < 56 * U and set(text.casefold()) <= set("vwy \\/.,'")
    )
    return arrow or bool(CALL_HINT.fullmatch(text)) or (bool(_SEARCH.match(text)) and bubble.box.height < 50 * U)


def _is_typing(lines: list[Line]) -> bool:
    """Three equal large dots in a row: the other is writing. The full stops of "..." are smaller."""
    if len(lines) != 1 or not lines[0].ready.size:
        return False
    _, _, stats, _ = cv2.connectedComponentsWithStats((lines[0].ready < _DOT).astype(np.uint8), connectivity=8)
    dots = sorted(row for row in stats[1:].tolist() if row[4] > U)
    even = all(5 * U < w < 1.3 * h and h < 1.3 * w and abs(y - dots[0][1]) < 8 * U for _, y, w, h, _ in dots)
    return len(dots) == 3 and even and abs(dots[2][0] - 2 * dots[1][0] + dots[0][0]) < U + 1


def _stamp(bubble: Area, lines: list[Line], layout: Layout, side: Side | None) -> Stamp | None:
    """A chip in the middle: a date, or something that the app says."""
    pane, box = layout.pane, bubble.box
    if abs(box.middle_x - (pane.left + pane.right) / 2) > 0.075 * pane.width:
        return None
    text = joined(lines)
    if is_stamp(text) and len(lines) <= 2 and box.width < 0.7 * pane.width:
        return Stamp(box, text)
    if is_system(text) and len(in_rows(lines)) == 1 and len(text) < 60 and not CLOCK.search(text):
        return Stamp(box, text, system=True)
    gaps = (box.left - pane.left, pane.right - box.right)
    small = lines and median(line.box.height for line in lines) < 23
    if side is None and min(gaps) > 14 * U and text and (is_system(text) or (small and min(gaps) > 40 * U)):
        return Stamp(box, text, system=True)
    return None


def _cut(bubble: Area, pane: Box) -> Cut:
    """Whether a bubble goes on beyond the pane: it reaches the edge, or ends near it without round corners."""
    box, (flat_top, flat_bottom) = bubble.box, bubble.flat
    top = box.top <= pane.top + 5 or (flat_top and box.top <= pane.top + 30 * U)
    bottom = box.bottom >= pane.bottom - 5 or (flat_bottom and box.bottom >= pane.bottom - 30 * U)
    return (*(("top",) if top else ()), *(("bottom",) if bottom else ()))


def _bar_of(line: Line, framed: list[Line]) -> bool:
    """The coloured bar at the left of a quote."""
    return line.box.width < 10 * U and any(
        line.box.right <= other.box.left and line.box.shared_height(other.box) > -6 * U for other in framed
    )


def _without_halves(message: Message, lines: list[Line], pane: Box) -> list[Line]:
    """Of a line that the edge cuts through, an engine makes words that are not there."""
    halves = [line for line in lines
              if (("top" in message.cut and line.box.top <= pane.top + 9) or ("bottom" in message.cut and line.box.bottom >= pane.bottom - 9))
              and (line.sure < _HALF or line.box.height < 17)]  # fmt: skip
    message.half = joined(halves)
    return [line for line in lines if line not in halves]


def _message(bubble: Area, lines: list[Line], side: Side, pane: Box, *, timed: bool) -> Message:
    message = Message(bubble.box, side, cut=_cut(bubble, pane))
    own = [line for line in lines if line.area is bubble]
    framed = [line for line in lines if line.area is not bubble]
    text = [
        line for line in own if line.kind == "text" and letters(line.text) + sum(c in "?!.…" for c in line.text) > 0
    ]
    text = [line for line in text if not _speck(line, text, bubble) and not _bar_of(line, framed)]
    text = _without_halves(message, text, bubble.box)
    text = _take_time(message, text, bubble, timed=timed)
    text = _take_quote(message, text, framed)
    text = _take_name(message, text, side, bubble)
    text = _take_labels(message, text)
    message.text = joined(text)
    if message.quote.casefold().startswith(("forwarded", "weitergeleitet", "reenviado")):
        message.quote, message.status = "", (*message.status, "forwarded")
    emoji = sum(len(line.emoji) for line in own)
    sounds = (
        any(line.kind == "wave" for line in lines)
        or re.fullmatch(r"\W*\w?\W*\d{1,2}:\d\d\W*", message.text) is not None
    )
    message.sure = _sure([word for line in text for word in line.words])
    sounds = sounds or (message.sure < 0.4 and re.search(r"\W\d{1,2}:\d\d$", message.text) is not None)
    if (
        (is_clock(message.text) or runs_together(message.text))
        and (timed or bubble.box.height > 60 * U)
        and not message.time
    ):
        message.time, message.text = clock(message.text) or runs_together(message.text) or "", ""
    _tell_kind(message, emoji, sounds=sounds)
    return message


def _sure(words: list[object]) -> float:
    sure = sorted(word.sure for word in words)  # type: ignore[attr-defined]
    return round(0.5 * (sum(sure) / len(sure) + sure[0]) / 100, 3) if sure else 0.0


def _speck(line: Line, lines: list[Line], bubble: Area) -> bool:
    """A bit of the bubble's rim, or of an icon, that was taken for a letter or two."""
    if letters(line.text) > 2 or len(lines) == 1:
        return False
    beside = [other for other in lines if other is not line and other.box.same_row(line.box)]
    if beside and line.text.casefold() in _ICONS and not any(other.emoji for other in beside):
        return True
    words = [other for other in lines if letters(other.text) > 2]
    if words and line.sure < _READ and line.colourful > 60 + median(other.colourful for other in words):
        return True
    rim = line.box.bottom >= bubble.box.bottom - 1.5 * U or line.box.top <= bubble.box.top + 1.2 * U
    return rim or (line.sure < 55 and not any(mark in line.text for mark in "?!"))


def _take_time(message: Message, lines: list[Line], bubble: Area, *, timed: bool) -> list[Line]:
    """The time at the bottom right of a bubble, on a line of its own or behind the last words."""
    edge = bubble.box.right - 64 * U
    for line in lines:
        if (
            timed
            and (run := runs_together(line.text))
            and line.box.right > edge
            and line.box.height < 24
            and line.box.bottom > bubble.box.bottom - 24 * U
        ):
            message.time = run
            return [other for other in lines if other is not line]
    if timed and (unread := _unread_time(lines, bubble)):
        return [line for line in lines if line is not unread]
    for line in sorted(lines, key=lambda line: (-line.box.bottom, -line.box.right)):
        found = CLOCK.search(line.text)
        alone = (
            found
            and letters(EDITED.sub("", line.text[: found.start()])) <= 2
            and letters(line.text[found.end() :]) <= 3
        )
        last = line.box.bottom > max(other.box.bottom for other in lines) - 16 * U
        last = last or all(line.box.left >= other.box.right for other in lines if other is not line)
        smaller = len(lines) == 1 or line.box.height < 1.0 * max(
            other.box.height for other in lines if other is not line
        )
        smaller = smaller or line.contrast < 0.72 * max(other.contrast for other in lines)
        if found and alone and last and smaller and line.box.right > edge and (timed or len(lines) > 1):
            message.time = found.group(0).strip()
            if EDITED.search(line.text[: found.start()]):
                message.status = (*message.status, "edited")
            return [other for other in lines if other is not line]
    if timed and lines:
        last_line = max(lines, key=lambda line: (line.box.middle_y, line.box.right))
        times = list(CLOCK.finditer(last_line.text))
        if times and letters(last_line.text[times[-1].end() :]) <= 3 and letters(last_line.text[: times[-1].start()]):
            message.time = times[-1].group(0).strip()
            last_line.text = last_line.text[: times[-1].start()].strip()
    return lines


def _unread_time(lines: list[Line], bubble: Area) -> Line | None:
    """A time that an engine could not read, often for the ticks beside it: dim small type in the lower right corner."""
    foot = max((line.box.bottom for line in lines), default=0)
    last = max(
        (line for line in lines if line.box.bottom > foot - 3 * U), key=lambda line: line.box.right, default=None
    )
    others = [line for line in lines if line is not last and letters(line.text) > 1]
    if last is None or not others or CLOCK.search(last.text) or last.sure > _READ:
        return None
    small = last.box.height < _SMALL and last.contrast < 0.8 * max(line.contrast for line in others)
    corner = last.box.right > bubble.box.right - 24 * U and last.box.bottom > bubble.box.bottom - 16 * U
    return last if small and corner and last.box.left >= min(line.box.left for line in others) + 4 * U else None


def _take_quote(message: Message, lines: list[Line], framed: list[Line]) -> list[Line]:
    """What the message answers: in a frame inside the bubble, or dimmer above the words."""
    quoted = [line for line in framed if line.kind == "text" and letters(line.text)]
    if quoted and lines and min(line.box.top for line in quoted) > max(line.box.bottom for line in lines) - 2:
        return lines  # a card below the words: what a link leads to
    if quoted:
        rows = in_rows(quoted)
        if len(rows) > 1:
            message.quote_sender, message.quote = joined(rows[0]), joined([line for row in rows[1:] for line in row])
        else:
            message.quote = joined(quoted)
        return lines
    return _take_dim(message, lines)


def _take_dim(message: Message, lines: list[Line]) -> list[Line]:
    """Leading lines much fainter than the rest, perhaps below a coloured name: a quote whose frame was not seen."""
    brightest = max((line.contrast for line in lines), default=0.0)
    rows = in_rows(lines)
    if (deep := _indented(rows)) > 1 and (rows[0][0].contrast < 0.72 * brightest or _is_coloured(rows[0][0])):
        message.quote_sender, message.quote = joined(rows[0]), joined([line for row in rows[1:deep] for line in row])
        return [line for row in rows[deep:] for line in row]
    if len(rows) == 2 and _is_coloured(rows[0][0]):
        return lines  # the name of who wrote it
    named = len(rows) > 2 and _is_coloured(rows[0][0])
    dim = start = 1 if named else 0
    while dim < len(rows) and max(line.contrast for line in rows[dim]) < 0.72 * brightest:
        dim += 1
    if (
        brightest > 120
        and start < dim < len(rows)
        and all(line.contrast > 0.8 * brightest for row in rows[dim:] for line in row)
    ):
        message.quote_sender = joined(rows[0]) if named else ""
        message.quote = joined([line for row in rows[start:dim] for line in row])
        return [line for row in rows[dim:] for line in row]
    return lines


def _indented(rows: list[list[Line]]) -> int:
    """How many leading rows stand further in than all that follow: beside the bar of a quote."""
    lefts = [row[0].box.left for row in rows]
    for count in range(len(rows) - 1, 0, -1):
        if min(lefts[:count]) - max(lefts[count:]) > 3 * U and max(lefts[:count]) - min(lefts[:count]) < 3 * U:
            return count
    return 0


def _is_coloured(line: Line) -> bool:
    """A name in colour on a ground that has none."""
    return line.colourful > _COLOURFUL and abs(line.ground.max() - line.ground.min()) < _GREY


def _take_name(message: Message, lines: list[Line], side: Side, bubble: Area) -> list[Line]:
    """The coloured name of who wrote, at the top of a bubble in a group."""
    if side != "in" or not lines:
        return lines
    rows = in_rows(lines)
    first, rest = rows[0][0], [line for row in rows[1:] for line in row]
    high = first.box.top < bubble.box.top + 26 * U
    if not (high and _is_coloured(first)) or LINK.search(first.text) or letters(first.text) < 2:
        return lines
    if (rest and median(line.colourful for line in rest) < first.colourful - 35) or (not rest and message.quote):
        message.sender = tidy(first.text)
        return rest
    return lines


def _take_labels(message: Message, lines: list[Line]) -> list[Line]:
    """What the app writes into the bubble: forwarded, edited, tap to call back."""
    rows = in_rows(lines)
    if len(rows) > 1 and FORWARDED.match(joined(rows[0])):
        message.status = (*message.status, "forwarded")
        rows = rows[1:]
    if len(rows) > 1 and EDITED.fullmatch(joined(rows[-1])):
        message.status = (*message.status, "edited")
        rows = rows[:-1]
    kept = [line for row in rows for line in row]
    if MISSED.search(joined(kept)):
        kept = [line for line in kept if not CALL_HINT.fullmatch(line.text) and letters(line.text) > 2]
    return kept


def _tell_kind(message: Message, emoji: int, *, sounds: bool) -> None:
    if sounds:
        message.kind, message.text = "voice", ""
    elif GONE.search(message.text) and len(message.text) < 60:
        message.kind, message.status = "deleted", (*message.status, "deleted")
    elif MISSED.search(message.text) and len(message.text) < 40:
        message.kind, message.text = "call", CALL_HINT.sub("", message.text)
    elif not message.text:
        message.kind = "emoji" if emoji else "picture"
