"""What was read in a picture but stands in no message, date or title: it is kept with the picture, so that nothing is lost."""

from collections.abc import Iterator, Sequence

from parsers._screen.geometry import Box
from parsers._screen.lines import Line
from parsers._screen.result import Chat

_AROUND = 100  # work pixels: a name above its bubble and a time beside it belong to it
_LEAST = 40.0  # how sure the engine is: below that it reads letters into drawings


def unplaced(chat: Chat, lines: Sequence[Line]) -> list[str]:
    """Lines that nothing told holds, from the top. Boxes of chat and lines are in work pixels."""
    return [line.text for line in lines if line.sure >= _LEAST and _letters(line.text) and not _is_told(line, chat)]


def _is_told(line: Line, chat: Chat) -> bool:
    """Whether what was made of the picture has these words, at their place."""
    wanted = _letters(line.text)
    return any(wanted in _letters(" ".join(told)) for told in _told_at(line.box, chat))


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


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
