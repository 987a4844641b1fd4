"""How much what was found is a conversation: a score from 0 to 1. Photos, letters, pages and lists are none.

No single mark makes a chat. Counted are marks that chats have together: bubbles that share the edges of two sides, times
in them, dates between them, a box to write in, a header with the phone's clock above.
"""

import re
from collections.abc import Iterable
from statistics import median

from parsers._screen.geometry import U, around
from parsers._screen.layout import Layout
from parsers._screen.order import in_rows
from parsers._screen.phrases import PLACEHOLDER, letters
from parsers._screen.result import Chat, Message

_PUBLIC = re.compile(
    r"^\W*(?:\w{1,6}\W+)?(?:like|reply|share|comment|helpful|report|view (?:all|more|\d+)|add a comment|write a comment|all comments|most relevant)\b",
    re.IGNORECASE,
)
"""What stands below what people write in public."""

_AGE = re.compile(r"^\W*\d{1,2} ?(?:s|m|min|h|hrs?|d|days?|w)(?: ago)?\W*$", re.IGNORECASE)
"""How long ago something was, as lists of news and comments say it."""

_RAGGED = 0.7
_ASKED = re.compile(r"^\W*(?:block|accept|delete|decline|report|ignore)\W*$", re.IGNORECASE)

_MANY = 3
_READ = 60  # an engine is surer than this of what are words

CHAT = 0.53
"""From here on a picture counts as a chat."""


def likeness(chat: Chat, layout: Layout, *, rows: bool) -> float:
    """The score of what was read."""
    said = [message for message in chat.messages if message.text or message.kind in ("emoji", "voice", "deleted")]
    wordy = [message for message in said if letters(message.text) > 1 and message.sure > 0.4]
    if not any(letters(message.text) > 3 for message in wordy):
        return 0.0
    score = 0.1 + 0.06 * min(len(wordy), 5)
    score += 0.25 if _two_sides(wordy) else 0.0
    score -= (
        0.0
        if chat.clock or chat.stamps or _has_box(layout) or _share(bool(message.time) for message in said) > 0.3
        else 0.2
    )
    score += 0.22 * _share(bool(message.time) for message in said)
    score += 0.1 * min(2, sum(not stamp.system for stamp in chat.stamps))
    score += 0.15 if _has_box(layout) else 0.0
    score += 0.08 if chat.title and chat.clock else 0.0
    score += 0.1 if len(layout.faces) > 1 and chat.title and chat.clock else 0.0
    score += 0.12 if chat.title and _has_box(layout) and _shapely(layout) else 0.0
    score += 0.12 if _edged(said) else -0.12
    if rows:
        capitals = all(message.sender == message.sender.upper() for message in said)
        framed = _has_box(layout) or (capitals and bool(chat.clock and chat.title))
        mine = capitals and layout.labels > 0 and any(message.side == "out" for message in said)
        score += 0.15 if mine and not _two_sides(wordy) else 0.0  # headed ME, with the head of the others scrolled away
        sure = _named(said) and (layout.labels > 1 or (layout.labels and framed))
        score -= 0.0 if sure else 0.1 if _has_box(layout) and chat.clock and chat.title else 0.35
    score -= 0.5 if _as_wide_as_the_page(layout) else 0.0
    score -= 0.6 if _side_by_side(layout) or _of_set_width(layout) else 0.0
    score -= 0.5 if _ragged(layout) else 0.0
    unsure = median(message.sure for message in wordy) < 0.78  # handwriting, signs
    score -= 0.4 if unsure and not (_has_box(layout) and chat.title) else 0.0
    score -= min(1.2, 0.3 * public) if (public := _public_marks(layout)) > 1 else 0.0
    aged = not layout.labels if rows else not _has_box(layout)
    score -= 0.3 if aged and _ages(layout) >= _MANY else 0.0
    score -= 0.3 if not rows and not _has_box(layout) and _mostly_outside(chat, layout) else 0.0
    return round(max(0.0, min(1.0, score)), 2)


def _public_marks(layout: Layout) -> int:
    """How many buttons there are that only what is written in public has: a sentence may begin with such a word."""
    return sum(
        bool(_PUBLIC.match(line.text)) and len(line.text.split()) < 5 for line in (*layout.loose, *layout.footer)
    )


def _mostly_outside(chat: Chat, layout: Layout) -> bool:
    """Whether far more was read on the page than in bubbles: on a sheet of paper, whose lines and folds make some areas."""
    page = sum(letters(line.text) for line in layout.loose if line.sure > _READ)
    return page > 1.5 * sum(letters(message.text) for message in chat.messages)


def _ages(layout: Layout) -> int:
    return sum(bool(_AGE.match(line.text)) for line in layout.loose)


def _side_by_side(layout: Layout) -> bool:
    """Whether boxes stand beside each other, as in tables, shops and calendars: in a chat each has its rows for itself."""
    pane = layout.pane
    boxes = [b.box for b in layout.bubbles if sum(letters(line.text) for line in layout.inside[id(b)]) > 2]
    boxes = [box for box in boxes if box.top > pane.top + 4 and box.bottom < pane.bottom - 4]  # whole ones
    beside = sum(
        any(o is not b and o.shared_height(b) > 0.5 * min(o.height, b.height) and o.shared_width(b) <= 0 for o in boxes)
        for b in boxes
    )
    return len(boxes) > 3 and beside > 0.3 * len(boxes)


def _of_set_width(layout: Layout) -> bool:
    """Whether boxes stay wide around few words, as those of questions and answers do: a bubble is as wide as its words."""
    rows = [
        (b.box, layout.inside[id(b)]) for b in layout.bubbles if all(line.area is b for line in layout.inside[id(b)])
    ]
    single = [(box, around(line.box for line in lines)) for box, lines in rows if len(in_rows(lines)) == 1]
    roomy = sum(box.right - text.right > text.left - box.left + 40 * U for box, text in single)
    return roomy > 1 and roomy > 0.7 * len(single)


def _ragged(layout: Layout) -> bool:
    """Whether most areas with words fill little of their boxes: the stripes of lined paper, the leaves of a photo."""
    filled = [b.filled for b in layout.bubbles if any(letters(line.text) > 1 for line in layout.inside[id(b)])]
    return len(filled) > 3 and median(filled) < _RAGGED


def _shapely(layout: Layout) -> bool:
    """Whether there are bubbles with words in them."""
    return any(b.filled > 0.8 and any(letters(line.text) > 1 for line in layout.inside[id(b)]) for b in layout.bubbles)


def _as_wide_as_the_page(layout: Layout) -> bool:
    """Whether most boxes keep the same margin at both sides: cards, questions and answers, entries of a list."""
    pane, boxes = layout.pane, [bubble.box for bubble in layout.bubbles]
    wide = sum(
        b.width > 0.8 * pane.width and abs((b.left - pane.left) - (pane.right - b.right)) < 0.04 * pane.width
        for b in boxes
    )
    return wide > 0.6 * len(boxes)


def _has_box(layout: Layout) -> bool:
    """Whether there is a box to write in, known by its words or by what is being written; or the buttons that an app shows
    in its place when a stranger writes."""
    asked = sum(bool(_ASKED.match(line.text)) for line in layout.footer) >= 2
    return asked or layout.typing or any(PLACEHOLDER.match(line.text) for line in layout.footer)


def _two_sides(messages: list[Message]) -> bool:
    """Whether some stand left and some right, those of the larger side in one line."""
    lefts = [message.box.left for message in messages if message.side == "in"]
    rights = [message.box.right for message in messages if message.side == "out"]
    more = max(lefts, rights, key=len)
    return bool(lefts and rights) and (
        len(more) == 1 or sum(sum(abs(a - b) < 5 * U for b in more) > 1 for a in more) >= 0.5 * len(more)
    )


def _share(marks: Iterable[bool]) -> float:
    found = list(marks)
    return sum(found) / len(found) if found else 0.0


def _edged(messages: list[Message]) -> bool:
    """Whether the bubbles of each side share an edge."""
    lefts = [message.box.left for message in messages if message.side == "in"]
    rights = [message.box.right for message in messages if message.side == "out"]
    for edges in (lefts, rights):
        alone = sum(sum(abs(one - other) <= 6 * U for other in edges) == 1 for one in edges)
        if len(edges) > 2 and alone > 0.4 * len(edges):
            return False
    return True


def _named(messages: list[Message]) -> bool:
    first = next((n for n, message in enumerate(messages) if message.sender or message.side == "out"), 0)
    messages = messages[first:]  # the head of those above was scrolled away
    return (
        _share(bool(message.sender or message.side == "out") for message in messages) > 0.6
        and _share(bool(m.time) or m.side == "out" for m in messages) > 0.3
    )
