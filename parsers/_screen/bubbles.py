"""Makes messages of bubbles: side, words, time, the name above, the message that is answered."""

import re
from statistics import median

import numpy as np

from parsers._screen.answers import answer_below, answered, gather, is_coloured, take_quote
from parsers._screen.areas import Area
from parsers._screen.bare import bare_messages
from parsers._screen.chips import is_button, is_reaction, is_typing, stamp_in
from parsers._screen.geometry import Box, U, around
from parsers._screen.large_emoji import large_emoji
from parsers._screen.layout import Layout
from parsers._screen.lines import Line
from parsers._screen.notes import is_lesser, without_hint
from parsers._screen.order import in_rows, joined, tidy
from parsers._screen.phrases import (
    CALL_HINT,
    EDITED,
    FORWARDED,
    GONE,
    LINK,
    MEMBERS,
    MISSED,
    clock,
    is_clock,
    is_stamp,
    letters,
    runs_together,
)  # fmt: skip
from parsers._screen.result import Cut, Message, Side, Stamp
from parsers._screen.sides import by_margin, tell_sides
from parsers._screen.times import Habit, habit_of, is_small, split, take_time
from parsers._screen.words import certainty

_ICONS = frozenset(("v vv vy y yy w ww a a, e é o oo t 4 1 7 l i c © b s ss okt").split())  # noqa: SIM905 - a list of marks
"""What telephones, arrows and pins beside words are read as."""
_READ = 80.0  # an engine is surer than this of what are words
_HALF = 84.0
_LEAST = 40.0
_COLOURS = 150
_LARGE = 1.5  # emoji that stand alone are larger than words
_OTHER_COLOUR = 60
_NUMBER = re.compile(r"[\W\d]*\d[\W\d]*|\S+@\S+|\S+\.[a-z]{2,}")  # of a telephone; addresses of mail and of the web


def read_bubbles(layout: Layout) -> tuple[list[Message], list[Stamp]]:
    """Messages and stamps that stand in areas of their own, from the top."""
    layout.bubbles = [bubble for bubble in layout.bubbles if not is_typing(layout.inside[id(bubble)])]
    gather(layout)
    sides, habit, quoted = tell_sides(layout), habit_of(layout), answered(layout)
    named = MEMBERS.search(layout.subtitle) is not None or _heads(layout) > 1
    messages: list[Message] = []
    stamps: list[Stamp] = []
    for bubble in layout.bubbles:
        lines = layout.inside[id(bubble)]
        if id(bubble) in quoted or is_reaction(bubble, lines, layout) or is_button(bubble, layout, sides[id(bubble)]):
            continue
        if (stamp := stamp_in(bubble, lines, layout, sides[id(bubble)])) is not None:
            stamps.append(stamp)
            continue
        side = sides[id(bubble)] or by_margin(bubble.box, layout.pane)
        parts = split(lines, bubble, habit) if habit.timed else [lines]
        for part in parts:
            box = bubble.box if len(parts) == 1 else around([line.box for line in part])
            message = Message(box, side, cut=_cut(bubble, layout.pane))
            messages.append(_message(bubble, part, message, habit, named=named))
    messages += bare_messages(layout, sides, habit)
    messages += large_emoji(layout, sides)
    _give_quotes(messages, quoted, layout, sides)
    return messages, stamps


def _give_quotes(
    messages: list[Message], quoted: dict[int, tuple[str, str]], layout: Layout, sides: dict[int, Side | None]
) -> None:
    """What pale bubbles repeat, given to the answers below them. Where the answer was not found, it stays with its quote."""
    for bubble in layout.bubbles:
        if id(bubble) not in quoted:
            continue
        answer = answer_below(bubble.box, messages)
        if answer is None:
            side = sides[id(bubble)] or by_margin(bubble.box, layout.pane)
            answer = Message(bubble.box, side, kind="picture")
            messages.append(answer)
        answer.quote_sender, answer.quote = quoted[id(bubble)]


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


def _message(bubble: Area, lines: list[Line], message: Message, habit: Habit, *, named: bool) -> Message:
    """Fill in what the lines of a bubble, or of a part of it, say. `named`: bubbles here carry the names of who wrote."""
    own = [line for line in lines if line.area is bubble]
    framed = [line for line in lines if line.area is not bubble]
    text = [line for line in own if line.kind == "text" and letters(line.text) + sum(c in "?!.…" for c in line.text)]
    drawn = [line for line in text if len(text) == 1 and _is_drawn(line, habit)]
    drawn += [line for line in text if line.sure < _READ and any(_lies_on(line, other) for other in own)]
    text = [line for line in text if line not in drawn and not _speck(line, text, bubble) and not _bar_of(line, framed)]
    text = _without_halves(message, text, bubble.box)
    text = without_hint(text)
    text = take_time(message, text, habit)
    if any(line.kind != "text" for line in own):
        text = [line for line in text if not _is_blur(line, text, habit)]
    text = take_quote(message, text, framed)
    emoji = sum(len(line.emoji) for line in own) + len(drawn)
    text = _without_head(message, text, habit)
    if named or not _is_link(text):
        text = _take_name(message, text, more=emoji > 0 or "bottom" in message.cut)
    text = _take_labels(message, text)
    message.text = joined(text)
    if message.quote.casefold().startswith(("forwarded", "weitergeleitet", "reenviado")):
        message.quote, message.status = "", (*message.status, "forwarded")
    message.sure = certainty([word for line in text for word in line.words])
    sounds = any(line.kind == "wave" for line in lines) or _is_length(message, text, habit)
    time = clock(message.text) if is_clock(message.text) else runs_together(message.text)
    high = habit.timed or bubble.box.height > 60 * U
    if time and high and not message.time and all(is_small(line, habit) for line in text):
        message.time, message.text = time, ""
    _tell_kind(message, emoji, sounds=sounds)
    return message


def _is_drawn(line: Line, habit: Habit) -> bool:
    """Whether large emoji that stand alone were read as a few letters, without much certainty."""
    return line.box.height > _LARGE * habit.high and line.sure < _READ and letters(line.text) <= 6


def _is_blur(line: Line, lines: list[Line], habit: Habit) -> bool:
    """Whether the only letters beside emoji or a sound are what was made of the time there."""
    return habit.timed and len(lines) == 1 and is_small(line, habit) and line.sure < _LEAST


def _lies_on(line: Line, other: Line) -> bool:
    """Whether a line is a bit of emoji, which stand on a line of their own."""
    return other.kind == "emoji" and other.box.holds(line.box, 4)


def _is_length(message: Message, text: list[Line], habit: Habit) -> bool:
    """Whether what is left of a bubble is how long a sound is, in small type beside its wave or button."""
    if re.fullmatch(r"\W*\w?\W*\d{1,2}:\d\d\W*", message.text):
        return all(is_small(line, habit) for line in text)
    return message.sure < 0.4 and re.search(r"\W\d{1,2}:\d\d$", message.text) is not None


def _without_head(message: Message, lines: list[Line], habit: Habit) -> list[Line]:
    """Lines without the head of a quote at the lower edge of the screen, where its answer is cut off: the name of the
    other, in colour."""
    rows = in_rows(lines)
    low = "bottom" in message.cut or message.box.bottom > habit.pane.bottom - 12 * U
    head = joined(rows[0]) if rows and low and is_coloured(rows[0][0]) else ""
    if not head or head.casefold() not in ("you", habit.title.casefold()):
        return lines
    message.quote_sender, message.quote = head, joined([line for row in rows[1:] for line in row])
    message.half = joined(lines)
    return []


def _speck(line: Line, lines: list[Line], bubble: Area) -> bool:
    """A bit of the bubble's rim, or of an icon, that was taken for a letter or two."""
    if letters(line.text) > 2 or len(lines) == 1:
        return False
    lines = [other for other in lines if other is line or not is_clock(other.text)]
    if len(lines) == 1:
        return (
            line.sure < _LEAST or bool(line.emoji) or line.colourful > _COLOURS
        )  # with nothing but its time, a letter is all that was said
    beside = [other for other in lines if other is not line and other.box.same_row(line.box)]
    if beside and line.text.casefold() in _ICONS and not any(other.emoji for other in beside):
        return True
    words = [other for other in lines if letters(other.text) > 2]
    if words and line.sure < _READ and line.colourful > 60 + median(other.colourful for other in words):
        return True
    rim = line.box.bottom >= bubble.box.bottom - 1.5 * U or line.box.top <= bubble.box.top + 1.2 * U
    return rim or (line.sure < 55 and not any(mark in line.text for mark in "?!"))


def _take_name(message: Message, lines: list[Line], *, more: bool) -> list[Line]:
    """The coloured name of who wrote, at the top of a bubble in a group. `more`: the bubble holds emoji or a picture."""
    if message.side != "in" or not lines:
        return lines
    rows = in_rows(lines)
    first, rest = rows[0][0], [line for row in rows[1:] for line in row]
    high = first.box.top < message.box.top + 26 * U
    if not (high and is_coloured(first)) or LINK.search(first.text) or letters(first.text) < 2 or first.sure < _LEAST:
        return lines
    if (rest and _is_unlike(first, rest)) or (not rest and (message.quote or more)):
        message.sender = tidy(first.text)
        return rest
    return lines


def _heads(layout: Layout) -> int:
    """How many bubbles have a coloured head above their words."""
    bubbles = [
        [line for line in layout.inside[id(b)] if line.area is b and letters(line.text) > 1] for b in layout.bubbles
    ]
    rows = [in_rows(lines) for lines in bubbles]
    return sum(
        len(r) > 1 and is_coloured(r[0][0]) and _is_unlike(r[0][0], [x for row in r[1:] for x in row]) for r in rows
    )


def _is_link(lines: list[Line]) -> bool:
    """Whether the first row is what phones make links of, in colour as names are: a number, a date, an address."""
    first = joined(in_rows(lines)[0]) if lines else ""
    return _NUMBER.fullmatch(first) is not None or is_stamp(first) or LINK.search(first) is not None


def _is_unlike(first: Line, rest: list[Line]) -> bool:
    """Whether a line has another colour than those below it: addresses of the web have one, too."""
    if median(line.colourful for line in rest) < first.colourful - 35:
        return True
    return all(np.abs(line.ink - first.ink).max() > _OTHER_COLOUR for line in rest)


def _take_labels(message: Message, lines: list[Line]) -> list[Line]:
    """What the app writes into the bubble: forwarded, edited, tap to call back."""
    rows = in_rows(lines)
    if len(rows) > 1 and FORWARDED.match(joined(rows[0])):
        message.status = (*message.status, "forwarded")
        rows = rows[1:]
    if len(rows) > 1 and EDITED.fullmatch(joined(rows[-1])) and _is_note(rows):
        message.status = (*message.status, "edited")
        rows = rows[:-1]
    kept = [line for row in rows for line in row]
    if MISSED.search(joined(kept)):
        kept = [line for line in kept if not CALL_HINT.fullmatch(line.text) and letters(line.text) > 2]
    return kept


def _is_note(rows: list[list[Line]]) -> bool:
    """Whether the last row is none of the words: in brackets, or in lesser type than they are."""
    words = [line for row in rows[:-1] for line in row]
    return joined(rows[-1])[:1] in "([" or is_lesser(rows[-1][0], words)


def _tell_kind(message: Message, emoji: int, *, sounds: bool) -> None:
    if sounds:
        message.kind, message.text = "voice", ""
    elif GONE.search(message.text) and len(message.text) < 60:
        message.kind, message.status = "deleted", (*message.status, "deleted")
    elif MISSED.search(message.text) and len(message.text) < 40:
        message.kind, message.text = "call", CALL_HINT.sub("", message.text)
    elif not message.text:
        message.kind = "emoji" if emoji else "picture"
