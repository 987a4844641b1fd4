"""Single JSON values of a Meta download, read with the standard library and forgiving where it is not.

Keys that are there twice are kept, numbers of any length are read, raw line ends inside texts are let through.
"""

import json
import re

Members = dict[str, object]
"""The members of a JSON object."""

_LIST_END = re.compile(r'\]\s*,\s*(?=")')
_TAIL = 64 * 1024  # characters at the end of a file in which the members behind the messages are looked for
_EFFORT = 2_000_000  # characters that may be read to find them
_NEAR = 32 * 1024  # characters in which an element usually ends


class Doubled(dict[str, object]):
    """An object that names a key more than once. As in every JSON reader the last one counts; these are the others."""

    earlier: tuple[tuple[str, object], ...] = ()


def _object(pairs: list[tuple[str, object]]) -> Members:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    doubled, last = Doubled(found), {key: at for at, (key, _) in enumerate(pairs)}
    doubled.earlier = tuple(pair for at, pair in enumerate(pairs) if last[pair[0]] != at)
    return doubled


def _integer(digits: str) -> int | str:
    """A number, or its digits where Python refuses to read so many of them."""
    try:
        return int(digits)
    except ValueError:
        return digits


_DECODER = json.JSONDecoder(strict=False, object_pairs_hook=_object)
_PATIENT = json.JSONDecoder(strict=False, object_pairs_hook=_object, parse_int=_integer)


def value_at(text: str, at: int) -> tuple[object, int]:
    """The JSON value that begins at a place, and where it ends. Raises ValueError or RecursionError."""
    try:
        return _DECODER.raw_decode(text, at)
    except json.JSONDecodeError:
        raise
    except ValueError:
        return _PATIENT.raw_decode(text, at)


def value_near(text: str, at: int) -> tuple[object, int]:
    """The same, for a damaged text: an error costs what was read, and not a count of all lines before it as well."""
    size = _NEAR
    while True:
        piece, last = text[at : at + size], at + size >= len(text)
        try:
            value, end = value_at(piece, 0)
        except json.JSONDecodeError as error:
            if last or not (error.pos > size - 16 or error.msg.startswith("Unterminated")):
                raise
        else:
            if last or end < size:
                return value, at + end
        size *= 16


def tail(text: str) -> Members:
    """The members behind the last list of the outermost object, when the file is whole; else nothing.

    From where its list ends to the end of the file the rest must read as one object, to the letter: then it can only
    be the outermost one, for anything deeper would leave closing brackets over.
    """
    effort = 0
    for end in _LIST_END.finditer(text, max(0, len(text) - _TAIL)):
        try:
            found = json.loads("{" + text[end.end() :], strict=False, object_pairs_hook=_object, parse_int=_integer)
        except json.JSONDecodeError as error:
            effort += error.pos + 100
            if effort > _EFFORT:
                break
            continue
        except RecursionError:
            break
        return found if isinstance(found, dict) else {}
    return {}
