"""Finds the message that another one answers: in a frame inside the bubble, dimmer above its words, or in a pale bubble above."""

import re
from statistics import median

import numpy as np

from parsers._screen.areas import Area
from parsers._screen.chips import is_arrow
from parsers._screen.geometry import Box, U
from parsers._screen.layout import Layout
from parsers._screen.lines import Line
from parsers._screen.order import in_rows, joined, tidy
from parsers._screen.phrases import REPLY, is_clock, letters
from parsers._screen.result import Message

_COLOURFUL, _GREY = 48, 45
_PALE = 0.72
_OTHER = 8.0  # the bubbles of one person differ less in colour
_WHOM = re.compile(r"\breplied to (?!you\b|yourself\b|them|him|her)(?P<whom>.{2,40})$", re.IGNORECASE)


def gather(layout: Layout) -> None:
    """Give the lines of a frame whose area reaches out of its bubble (in a re-sent picture, by a blurred edge) to that bubble."""
    for inner in list(layout.bubbles):
        outer = next((b for b in layout.bubbles if b is not inner and _holds(b.box, inner.box)), None)
        if outer is not None and not is_arrow(inner, joined(layout.inside[id(inner)])):
            layout.inside[id(outer)] += layout.inside.pop(id(inner))
            layout.bubbles = [bubble for bubble in layout.bubbles if bubble is not inner]


def _holds(box: Box, inner: Box) -> bool:
    high = box.shared_height(inner) > 0.85 * inner.height and box.height > 1.3 * inner.height
    return high and box.left <= inner.left and inner.right <= box.right and inner.width > 0.3 * box.width


def answered(layout: Layout) -> dict[int, tuple[str, str]]:
    """Bubbles that only repeat what the next one answers, as Instagram and Messenger show it: pale, right above the answer,
    often below a line that says who replied to whom. Number of the bubble: who had said it, and the words."""
    clear = _clear(layout)
    found: dict[int, tuple[str, str]] = {}
    for bubble in layout.bubbles:
        lines = [line for line in layout.inside[id(bubble)] if line.kind == "text" and letters(line.text)]
        if not lines or any(is_clock(line.text) for line in lines):
            continue
        label = next((line for line in layout.loose if _tells(line, bubble.box)), None)
        under = [other for other in layout.bubbles if other is not bubble and _is_under(bubble.box, other)]
        pale = max(line.contrast for line in lines) < _PALE * clear
        over = any(other.box.top <= bubble.box.bottom for other in under)
        other = label is not None and any(np.abs(other.colour - bubble.colour).max() > _OTHER for other in under[:1])
        if sum((pale or other, over, label is not None)) >= 2:
            whom = _WHOM.search(label.text) if label is not None else None
            found[id(bubble)] = (tidy(whom["whom"]) if whom else "", joined(lines))
    return found


def _clear(layout: Layout) -> float:
    """How clearly the words of most bubbles stand out."""
    most = [
        max(line.contrast for line in layout.inside[id(bubble)] if letters(line.text))
        for bubble in layout.bubbles
        if any(letters(line.text) for line in layout.inside[id(bubble)])
    ]
    return median(most) if len(most) > 1 else 0.0


def _tells(line: Line, quoted: Box) -> bool:
    """Whether a line right above a bubble says that somebody replied."""
    return -2 * U < quoted.top - line.box.bottom < 14 * U and REPLY.search(line.text) is not None


def _is_under(quoted: Box, answer: Area) -> bool:
    edges = min(abs(answer.box.left - quoted.left), abs(answer.box.right - quoted.right))
    return edges < 12 * U and -8 * U < answer.box.top - quoted.bottom < 20 * U and answer.box.top > quoted.top


def answer_below(quoted: Box, messages: list[Message]) -> Message | None:
    """The message that answers a pale bubble: the next one at its edge, perhaps below a name."""
    under = [
        m
        for m in messages
        if m.box.top > quoted.top and -8 * U < m.box.top - quoted.bottom < 20 * U and m.box.shared_width(quoted) > 0
    ]
    return min(under, key=lambda m: m.box.top, default=None)


def take_quote(message: Message, lines: list[Line], framed: list[Line]) -> list[Line]:
    """What the message answers: in a frame inside the bubble, or dimmer above the words. Gives the lines without it."""
    quoted = [
        line for line in framed if line.kind == "text" and letters(line.text) and not is_arrow(line.area, line.text)
    ]
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
    if (deep := _indented(rows)) > 1 and (rows[0][0].contrast < _PALE * brightest or is_coloured(rows[0][0])):
        message.quote_sender, message.quote = joined(rows[0]), joined([line for row in rows[1:deep] for line in row])
        return [line for row in rows[deep:] for line in row]
    if len(rows) == 2 and is_coloured(rows[0][0]):
        return lines  # the name of who wrote it
    named = len(rows) > 2 and is_coloured(rows[0][0])
    dim = start = 1 if named else 0
    while dim < len(rows) and max(line.contrast for line in rows[dim]) < _PALE * brightest:
        dim += 1
    rest = [line for row in rows[dim:] for line in row]
    if brightest > 120 and start < dim and rest and all(line.contrast > 0.8 * brightest for line in rest):
        message.quote_sender = joined(rows[0]) if named else ""
        message.quote = joined([line for row in rows[start:dim] for line in row])
        return rest
    return lines


def _indented(rows: list[list[Line]]) -> int:
    """How many leading rows stand further in than all that follow: beside the bar of a quote."""
    lefts = [row[0].box.left for row in rows]
    for count in range(len(rows) - 1, 0, -1):
        if min(lefts[:count]) - max(lefts[count:]) > 3 * U and max(lefts[:count]) - min(lefts[:count]) < 3 * U:
            return count
    return 0


def is_coloured(line: Line) -> bool:
    """A name in colour on a ground that has none."""
    return line.colourful > _COLOURFUL and abs(line.ground.max() - line.ground.min()) < _GREY
