"""Reads the text out of a typedstream, the old archive format in which Messages keeps `attributedBody`.

The format: two letters of version and length, `streamtyped` (little endian) or `typedstream` (big endian), a
system number, then values, each after a type string. Strings, classes and objects that come again are written as
a number from 0x92 up. An attributed text begins with its plain text, a counted string; the ranges of its
attributes follow. Only what stands before the plain text has to be understood to find where it begins and ends.
Source of the facts: archives read byte by byte, and the public descriptions of NSArchiver's output.
"""

import re
from typing import Literal, NamedTuple

from parsers._text import scrub

_Order = Literal["little", "big"]
_MARKS: dict[bytes, _Order] = {b"\x04\x0bstreamtyped": "little", b"\x04\x0btypedstream": "big"}
_MARK_LENGTH = 13
_INT16, _INT32, _FLOAT, _NEW, _NIL, _END, _INT64, _FIRST_REFERENCE = 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x92
_WIDTHS = {_INT16: 2, _INT32: 4, _INT64: 8}
_DEEPEST = 40
_TYPES = re.compile(rb"\[(\d{1,9})([^\[\]{}])\]|([@#+*:%cCBsSiIlLqQfd])")
_STRING_CLASS = re.compile(rb"NS(?:Mutable)?String")
_DAMAGED = "text-from-damaged-body"

_MOST_OPENINGS = 16
_openings: list[tuple[bytes, _Order]] = []
"""Beginnings that were understood before. The grammar looks only backwards, so equal beginnings end equally."""


class Body(NamedTuple):
    """The plain text of an archive (None: there is none), and a warning when it was not whole and well formed."""

    text: str | None
    warning: str = ""


def body_text(archive: bytes) -> Body:
    """The plain text of an archived attributed string; by its structure, else by its counted string alone."""
    try:
        for known, order in _openings:
            if archive.startswith(known):
                return _counted(archive, len(known), order)
        return _learn(archive)
    except (_OddError, IndexError, KeyError):
        return _by_scanning(archive)


def loose_utf8(raw: bytes) -> tuple[str, str]:
    """Text from bytes that should be UTF-8, and a warning when something had to be replaced by U+FFFD.

    Half characters that stand beside their other half (the form in which some systems write emoji) are joined.
    """
    try:
        return raw.decode(), ""
    except UnicodeDecodeError:
        pass
    try:
        text = raw.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return raw.decode("utf-8", "replace"), "bytes-replaced"
    text, halves = scrub(text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass"))
    return text, "half-character" if halves else ""


class _OddError(ValueError):
    """The archive is not built as the format demands."""


def _learn(archive: bytes) -> Body:
    order = _MARKS[archive[:_MARK_LENGTH]]
    start = _Walk(archive, order).to_text()
    if len(_openings) < _MOST_OPENINGS:
        _openings.append((archive[:start], order))
    return _counted(archive, start, order)


def _counted(archive: bytes, at: int, order: _Order) -> Body:
    """The counted string at a place; after it must come the end of its object."""
    length, start = _unsigned(archive, at, order)
    end = start + length
    text, warning = loose_utf8(archive[start:end])
    odd = end > len(archive) or (end < len(archive) and archive[end] != _END)
    return Body(text, _DAMAGED if odd else warning)


def _unsigned(archive: bytes, at: int, order: _Order) -> tuple[int, int]:
    """A number that is never negative, and the place after it."""
    first = archive[at]
    if width := _WIDTHS.get(first):
        return int.from_bytes(archive[at + 1 : at + 1 + width], order), at + 1 + width
    if _FLOAT <= first < _FIRST_REFERENCE:
        raise _OddError(f"{first:#x} is no number")
    return first, at + 1


def _by_scanning(archive: bytes) -> Body:
    """The first counted string after the name of a string class, wherever that stands."""
    named = _STRING_CLASS.search(archive)
    at = archive.find(b"+", named.end()) if named else -1
    if at < 0:
        return Body(None, _DAMAGED)
    try:
        return _counted(archive, at + 1, "little")._replace(warning=_DAMAGED)
    except (_OddError, IndexError):
        return Body(None, _DAMAGED)


class _Walk:
    """Walks an archive up to the bytes of its first string object, keeping what later parts may refer to."""

    def __init__(self, archive: bytes, order: _Order) -> None:
        self._data = archive
        self._order = order
        self._at = _MARK_LENGTH
        self._strings: list[bytes] = []
        self._objects: list[tuple[bytes, ...]] = []  # of each object or class: the names of its class and those above
        self._deep = 0

    def to_text(self) -> int:
        """Where the count of the first string object's bytes stands."""
        self._number()  # the system's number
        while not self._values(()):
            pass
        return self._at

    def _values(self, owner: tuple[bytes, ...]) -> bool:
        """One type string and its values. True: stopped in front of the text."""
        types = self._shared_string() or b""
        at = 0
        while at < len(types):
            found = _TYPES.match(types, at)
            if not found:
                raise _OddError(f"unknown type {types!r}")
            at = found.end()
            if self._array(found) if found[1] else self._value(found[0], owner):
                return True
        return False

    def _array(self, found: re.Match[bytes]) -> bool:
        count, kind = int(found[1]), found[2]
        if kind not in b"cCB":
            raise _OddError("an array of other than bytes in front of the text")
        self._skip(count)
        return False

    def _value(self, kind: bytes, owner: tuple[bytes, ...]) -> bool:
        if kind == b"@":
            return self._object()
        if kind == b"+":
            if b"NSString" in owner:
                return True
            self._skip(self._count())
        elif kind == b"#":
            self._class()
        elif kind == b"*":
            self._c_string()
        elif kind in b":%":
            self._shared_string()
        elif kind in b"cCB":
            self._skip(1)
        elif kind in b"fd" and self._data[self._at] == _FLOAT:
            self._skip(5 if kind == b"f" else 9)
        else:
            self._number()
        return False

    def _object(self) -> bool:
        head = self._head()
        if head != _NEW:
            self._check_reference(head)
            return False
        self._deep += 1
        if self._deep > _DEEPEST:
            raise _OddError("nested too deep")
        place = len(self._objects)
        self._objects.append(())
        self._objects[place] = names = self._class()
        while self._data[self._at] != _END:
            if self._values(names):
                return True
        self._at += 1
        self._deep -= 1
        return False

    def _class(self) -> tuple[bytes, ...]:
        """The names of a class and of those above it, nearest first."""
        names: list[bytes] = []
        places: list[int] = []
        while (head := self._head()) == _NEW:
            names.append(self._shared_string() or b"")
            self._number()  # the class's version
            places.append(len(self._objects))
            self._objects.append(())
        above = self._check_reference(head)
        for depth, place in enumerate(places):
            self._objects[place] = (*names[depth:], *above)
        return (*names, *above)

    def _c_string(self) -> None:
        head = self._head()
        if head == _NEW:
            self._objects.append(())
            self._shared_string()
        else:
            self._check_reference(head)

    def _shared_string(self) -> bytes | None:
        head = self._head()
        if head == _NEW:
            length = self._count()
            self._strings.append(self._data[self._at : self._at + length])
            self._skip(length)
            return self._strings[-1]
        return None if head == _NIL else self._strings[self._reference()]

    def _check_reference(self, head: int) -> tuple[bytes, ...]:
        return () if head == _NIL else self._objects[self._reference()]

    def _reference(self) -> int:
        """The place in its table that the number just begun stands for: numbers count from the lowest of one byte."""
        self._at -= 1
        return self._number() + 0x100 - _FIRST_REFERENCE

    def _head(self) -> int:
        self._at += 1
        return self._data[self._at - 1]

    def _count(self) -> int:
        length, self._at = _unsigned(self._data, self._at, self._order)
        return length

    def _number(self) -> int:
        head = self._head()
        if width := _WIDTHS.get(head):
            self._skip(width)
            return int.from_bytes(self._data[self._at - width : self._at], self._order, signed=True)
        if _FLOAT <= head < _FIRST_REFERENCE:
            raise _OddError(f"{head:#x} is no number")
        return head - 0x100 if head >= _FIRST_REFERENCE else head

    def _skip(self, length: int) -> None:
        self._at += length
        if self._at > len(self._data):
            raise _OddError("cut short")
