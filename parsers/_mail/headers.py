"""The header block of a mail or of one of its parts: its fields in order, as written, unfolded.

RFC 5322, 2.2 and 3.6. A line that is no field may be the rest of one whose folding was lost (kept under an empty
name), or the first line of a body with no blank line before it; what follows decides.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from parsers._mail.mime_bytes import Buffer, with_lf
from parsers._mail.names import is_field, is_known
from parsers._mail.words import header_text

BLOCK_LIMIT = 16 << 20
"""Bytes of one header block that are looked at."""

_ENVELOPE = re.compile(rb"(?:>*From [^\n]*\n?)++")
_BLANK_LINE = re.compile(rb"\n\r{0,2}\n")
_FIELD = re.compile(r"^([^\s:]+)[ \t]*:[ \t]*(.*)$", re.MULTILINE)
_SHORT = 300  # bytes of a block that is remembered: parts of different mails begin alike
_MOST_LINES = 10  # of an envelope


Fields = list[tuple[str, str]]


class Headers:
    """Fields in order as (name, value), and by lower-case name."""

    __slots__ = ("_by_name", "_names", "pairs")

    def __init__(self, pairs: Fields) -> None:
        self.pairs = pairs
        self._names = [name.lower() for name, _ in pairs]
        self._by_name = {name: value for name, (_, value) in zip(reversed(self._names), reversed(pairs), strict=True)}

    def get(self, name: str) -> str:
        """The value of the first field of this lower-case name, without blanks around it, or ""."""
        return self._by_name.get(name, "").strip(" \t\r")

    def has(self, name: str) -> bool:
        return name in self._by_name

    def all(self, name: str) -> list[str]:
        """The values of all fields of this lower-case name, in order."""
        times = self._names.count(name)
        if times < 2:
            return [self._by_name[name]] if times else []
        return [pair[1] for pair, field in zip(self.pairs, self._names, strict=True) if field == name]

    def has_any(self, names: frozenset[str]) -> bool:
        """Whether there is a field of one of these lower-case names."""
        return not names.isdisjoint(self._by_name)

    def times(self, name: str) -> int:
        """How many fields of this lower-case name there are."""
        return self._names.count(name)


class Head(NamedTuple):
    """A header block as read: its fields, where the body begins, what was odd, and the envelope lines before it.

    `closed` says that a blank line ended it.
    """

    headers: Headers
    body: int
    odd: tuple[str, ...] = ()
    envelope: tuple[str, ...] = ()
    closed: bool = True


def read(buffer: Buffer, start: int, end: int) -> Head:
    """Read the header block that begins at `start`. Never fails: whatever stands there is kept somewhere."""
    first = buffer[start : min(start + 3, end)]
    if first[:1] == b"\n" or first[:2] == b"\r\n" or first == b"\r\r\n":
        return Head(Headers([]), start + first.index(b"\n") + 1)
    stop, body = _blank_line(buffer, start, end)
    block = buffer[start : min(stop, start + BLOCK_LIMIT)]
    odd = ("headers-too-long",) if stop - start > BLOCK_LIMIT else ()
    envelope = _ENVELOPE.match(block)
    if envelope:
        block, start = block[envelope.end() :], start + envelope.end()
    fields = _short(block) if len(block) <= _SHORT else _fields(block)
    closed = body > stop
    if fields.guessed:
        odd = (*odd, "header-8bit")
    if not fields.strays:
        return Head(fields.headers, body, odd, _lines(envelope), closed)
    headers, body, what = _with_strays(block, fields.headers.pairs, start, body)
    return Head(headers, body, (*odd, what), _lines(envelope), closed)


def _lines(envelope: re.Match[bytes] | None) -> tuple[str, ...]:
    """The "From " lines before the fields: the first ten."""
    if envelope is None:
        return ()
    lines = envelope[0].split(b"\n", _MOST_LINES)[:_MOST_LINES]
    return tuple(header_text(line.strip(b"\r"))[0] for line in lines if line)


def _blank_line(buffer: Buffer, start: int, end: int) -> tuple[int, int]:
    """Where the header block ends, and where the body begins. Both are `end` when no blank line follows."""
    if isinstance(buffer, bytes):
        blank = _BLANK_LINE.search(buffer, start, end)
        return blank.span() if blank else (end, end)
    stop, body = end, end
    for mark in (b"\n\r\n", b"\n\n", b"\n\r\r\n"):
        found = buffer.find(mark, start, min(stop + len(mark), end))
        if 0 <= found < stop:
            stop, body = found, found + len(mark)
    return stop, body


class _Fields(NamedTuple):
    """The fields of a block; whether bytes had to be guessed; whether lines are no fields (their names are empty)."""

    headers: Headers
    guessed: bool
    strays: bool


def _fields(block: bytes) -> _Fields:
    if b"\r" in block:
        block = with_lf(block.rstrip(b"\r"))
        if b"\r" in block:  # lines that end in CR CR LF
            block = block.replace(b"\r\n", b"\n").rstrip(b"\r")
    text, guessed = header_text(block)
    if guessed:
        text = "\n".join([header_text(line)[0] for line in block.split(b"\n")])
    text = text.replace("\n ", " ")
    if "\t" in text:
        text = text.replace("\n\t", "\t")
    pairs = _FIELD.findall(text)
    if len(pairs) > text.count("\n"):  # every line is a field
        return _Fields(Headers(pairs), guessed, strays=False)
    pairs = [_field(line) for line in text.split("\n") if line]
    return _Fields(Headers(pairs), guessed, any(not name for name, _ in pairs))


_short = lru_cache(2048)(_fields)


def _field(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    name = name.rstrip(" \t")
    if colon and name and " " not in name and "\t" not in name:
        return name, value.lstrip(" \t")
    return "", line


def _with_strays(block: bytes, pairs: Fields, start: int, body: int) -> tuple[Headers, int, str]:
    """A block with lines that are no fields: damage within it, or a body that no blank line sets apart."""
    known = [at for at, (name, _) in enumerate(pairs) if name and is_known(name.lower().encode("utf-8"))]
    first = next(at for at, (name, _) in enumerate(pairs) if not name)
    if known and known[-1] > first:
        return Headers(pairs), body, "header-damaged"
    return Headers(pairs[:first]), start + _first_stray(block), "no-blank-line"


def _first_stray(block: bytes) -> int:
    """Where the first line stands that is neither a field nor the folded rest of one."""
    at = 0
    for line in block.split(b"\n"):
        folded = at > 0 and line[:1] in (b" ", b"\t")
        if line.strip(b"\r") and not folded and not is_field(line):
            break
        at += len(line) + 1
    return min(at, len(block))
