"""Content-Type and Content-Disposition values: the word in front, and the parameters behind it.

RFC 2045 and 2183; RFC 2231 (continued and percent-encoded values) and, because mailers do it all the same, encoded
words (RFC 2047) inside parameters.
"""

import re
from functools import lru_cache
from itertools import islice
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from parsers._mail.mime_text import decode
from parsers._mail.words import words

_PARAMETER = re.compile(r';\s*+([^\s=;"]++)\s*+=\s*+(?:"((?:[^"\\]|\\.)*+)"|([^;]*+))', re.DOTALL)
_QUOTED_PAIR = re.compile(r"\\([\"\\])")
_MOST = 2000  # parameters of one value that are looked at
_LONGEST_REMEMBERED = 300


class Value(NamedTuple):
    """The first word in lower case, and the parameters by lower-case name."""

    word: str
    parameters: dict[str, str]


def value_of(text: str) -> Value:
    """Split a header value. Never fails; what cannot be read as a parameter is left out."""
    return _remembered(text) if len(text) <= _LONGEST_REMEMBERED else _split(text)


def media_type_of(text: str) -> Value:
    """A Content-Type. One that is missing or no type at all means text/plain (RFC 2045, 5.2)."""
    value = value_of(text)
    main, _, sub = value.word.partition("/")
    return value if main and sub and "/" not in sub else Value("text/plain", value.parameters)


def _split(text: str) -> Value:
    word, semicolon, _ = text.partition(";")
    word = word.strip().lower()
    if not semicolon:
        return Value(word, {})
    plain: dict[str, str] = {}
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for found in islice(_PARAMETER.finditer(text, text.index(";")), _MOST):
        name, quoted, bare = found[1].lower(), found[2], found[3]
        value = _QUOTED_PAIR.sub(r"\1", quoted) if quoted is not None else bare.strip(' \t\r\n"')
        if "*" in name:
            stem, number, encoded = _star(name)
            pieces.setdefault(stem, []).append((number, encoded, value))
        else:
            plain.setdefault(name, words(value)[0])
    for stem, parts in pieces.items():
        plain[stem] = _joined(parts)
    return Value(word, plain)


_remembered = lru_cache(1024)(_split)


def _star(name: str) -> tuple[str, int, bool]:
    """`name*1*` -> the name, the number of the piece, and whether it is percent-encoded (RFC 2231, 3 and 4)."""
    stem, _, rest = name.partition("*")
    number = rest.rstrip("*")
    return stem, int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 0, name.endswith("*")


def _joined(parts: list[tuple[int, bool, str]]) -> str:
    """The pieces of one value in their order. The first encoded one names the character set."""
    charset = "utf-8"
    found: list[bytes] = []
    for at, (_, encoded, value) in enumerate(sorted(parts, key=lambda part: part[0])):
        if encoded and at == 0 and value.count("'") >= 2:
            charset, _, value = value.split("'", 2)
        found.append(unquote_to_bytes(value) if encoded else value.encode("utf-8", "replace"))
    return decode(b"".join(found), charset or "utf-8")[0]
