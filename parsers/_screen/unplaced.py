"""What was read in a picture but stands in no message, date or title: it is kept with the picture, so that nothing is lost."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from parsers._screen.geometry import Box
from parsers._screen.lines import Line
from parsers._screen.result import Chat

_AROUND = 100  # work pixels: a name above its bubble and a time beside it belong to it
_LONG = 8  # letters: so many are no accident, however the words were parted
_WORD = re.compile(r"[^\W_]+|[?!]+")
_LEAST = 40.0  # how sure the engine is: below that it reads letters into drawings


def unplaced(chat: Chat, lines: Sequence[Line]) -> list[str]:
    """Lines that nothing told holds, from the top. Boxes of chat and lines are in work pixels."""
    return [line.text for line in lines if line.sure >= _LEAST and _words(line.text) and not _is_told(line, chat)]


def _is_told(line: Line, chat: Chat) -> bool:
    """Whether what was made of the picture has these words, at their place."""
    wanted = _words(line.text)
    told = [_words(" ".join(one)) for one in _told_at(line.box, chat)]
    whole = "".join(wanted)
    return any(not Counter(wanted) - Counter(words) for words in told) or (
        len(whole) >= _LONG and any(whole in "".join(words) for words in told)
    )


def _told_at(place: Box, chat: Chat) -> Iterator[tuple[str, ...]]:
    yield chat.title, chat.subtitle
    yield (chat.clock,)
    for stamp in chat.stamps:
        if _near(stamp.box, place):
            yield (stamp.text,)
    for m in chat.messages:
        if _near(m.box, place):
            yield m.quote_sender, m.quote
            yield m.sender, m.text, m.half
            yield m.text, m.time, *m.status
            yield m.sender, m.time, *m.status
            yield from ((mark,) for mark in (m.time, m.sender, *m.status))


def _near(box: Box, place: Box) -> bool:
    return box.top - _AROUND <= place.middle_y <= box.bottom + _AROUND


def _words(text: str) -> list[str]:
    """Words in small letters, and each run of question or exclamation marks, in their order."""
    return _WORD.findall(text.casefold())
