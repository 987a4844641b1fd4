"""What an app draws at one place of every screen, which a reader may take for a message: an answer that is begun, a
pinned line, keys. It does not scroll with the conversation, so it says nothing about where pictures overlap."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, takewhile

from msgspec.structs import replace

from archive.links.seen import Box, Seen

_NEAR = 3  # pixels
_PICTURES = 3  # that show it at one place
_SPECK = 2  # letters: so many are soon read where there is nothing
_MOST = 0.5  # of a picture's letters: more is a picture that was sent on, not what an app draws

Rows = Mapping[str, Sequence[Seen]]
Places = dict[str, dict[str, list[tuple[Box, str]]]]  # by title and words: where they stand, and in which picture


def without_furniture(pictures: Rows) -> dict[str, list[tuple[int, Seen]]]:
    """Of each picture the messages that are compared with others, with their numbers from 0. What then stands first or
    last may be cut without a cut that shows: such furniture covers it."""
    places: Places = defaultdict(lambda: defaultdict(list))
    for picture, row in pictures.items():
        for one in row:
            places[_title(row)][one.plain].append((one.box, picture))
    return {picture: list(_ended(row, _kept(row, places[_title(row)]))) for picture, row in pictures.items()}


def _ended(row: Sequence[Seen], kept: Sequence[int]) -> Iterator[tuple[int, Seen]]:
    told = [n for n in kept if len(row[n].plain) > _SPECK]
    for n in kept:
        ends = (*(["top"] if told[:1] == [n] else []), *(["bottom"] if told[-1:] == [n] else []))
        yield n, row[n] if ends == row[n].ends else replace(row[n], ends=ends)


def _kept(row: Sequence[Seen], places: Mapping[str, list[tuple[Box, str]]]) -> list[int]:
    fixed = [_is_fixed(one, places[one.plain]) for one in row]
    numbers = range(len(row))
    ends = {*takewhile(fixed.__getitem__, numbers), *takewhile(fixed.__getitem__, reversed(numbers))}
    letters = sum(len(row[n].plain) for n in ends)
    if letters > _MOST * sum(len(one.plain) for one in row):
        return list(numbers)
    return [n for n in numbers if n not in ends]


def _is_fixed(one: Seen, places: Sequence[tuple[Box, str]]) -> bool:
    near = {picture for box, picture in places if all(abs(a - b) <= _NEAR for a, b in zip(box, one.box, strict=True))}
    return len(near) >= _PICTURES


def _title(row: Sequence[Seen]) -> str:
    return next(chain((one.title for one in row if one.title), ("",)))
