"""Tells what an app writes behind people's words (edited, delivered, tap to call back) from the same words said by people."""

import re
from collections.abc import Collection

import numpy as np

from parsers._screen.lines import Line
from parsers._screen.order import joined
from parsers._screen.phrases import CALL_HINT, EDITED, MISSED, STATUS, is_stamp, letters

_BRACKETED = re.compile(r"\s*[(\[]\W*\w+\W*[)\]]\W*$")
_WORD = re.compile(r"^\W*(?:not\s)?[^\W\d]+(?:\s(?:by|to)\b)?", re.IGNORECASE)  # Not delivered; Seen by
_FIXED = re.compile(
    r"^\W*(?:\d{1,2}[:.]\d{2}\b.*|tap to .*|\d+ (?:new|unread) messages?(?: since .*)?\W*)$", re.IGNORECASE
)
_AGO = re.compile(r"(?:just )?now|\d+ ?\w{1,7}(?: ago)?", re.IGNORECASE)
_LESSER = 0.85  # type of less height or contrast than that is no part of the words beside it
_INK = 140


def is_status(text: str, names: Collection[str]) -> bool:
    """Whether a row says what became of a message, and no more but when, or to whom of `names` (folded): "Read my letters"
    and "Sent you the money" are somebody's words."""
    if not STATUS.match(text):
        return False
    rest = _WORD.sub("", text, count=1).strip(" ·•,.:;-–—()✓")
    if _FIXED.match(text) or not letters(rest) or is_stamp(re.sub(r"^(?:at|on)\s", "", rest)) or _AGO.fullmatch(rest):
        return True
    return all(who.strip().casefold() in names for who in re.split(r",|&|\band\b", rest))


def without_hint(lines: list[Line]) -> list[Line]:
    """Lines without "Tap to call back", where the rest tells of a call: else somebody asks to be called."""
    rest = [line for line in lines if not CALL_HINT.fullmatch(line.text)]
    return rest if MISSED.search(joined(rest)) else lines


def without_edited(lines: list[Line], text: str) -> str:
    """`text`, that of the lines, without "edited" at its end where an app wrote that: in brackets, or in lesser type."""
    found = EDITED.search(text)
    if not lines or found is None or not letters(text[: found.start()]):
        return text
    bracketed = _BRACKETED.search(text)
    if bracketed is not None and EDITED.fullmatch(bracketed.group(0)):
        return text[: bracketed.start()]
    last = max(lines, key=lambda line: (line.box.middle_y, line.box.right))
    others = [line for line in lines if line is not last]
    lesser = is_lesser(last, others) if EDITED.fullmatch(last.text) else _ends_lesser(last)
    return text[: found.start()] if lesser else text


def is_lesser(line: Line, others: list[Line]) -> bool:
    """Whether a line is in clearly smaller or fainter type than others."""
    if not others:
        return False
    fainter = line.contrast < _LESSER * float(np.median([other.contrast for other in others]))
    return fainter or line.box.height < _LESSER * float(np.median([other.box.height for other in others]))


def _ends_lesser(line: Line) -> bool:
    """Whether the last word of a line is in smaller or fainter type than those before it."""
    if len(line.words) < 2:
        return False
    left, dark = line.box.left - 4, 255 - line.ready.astype(np.int16)
    parts = [dark[:, max(0, word.left - left) : word.right - left] for word in line.words]
    high = [int(np.count_nonzero((part > 255 - _INK).any(axis=1))) for part in parts]
    clear = [int(part.max(initial=0)) for part in parts]
    return high[-1] < _LESSER * max(high[:-1]) or clear[-1] < _LESSER * max(clear[:-1])
