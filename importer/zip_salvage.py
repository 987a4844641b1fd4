"""Finds the members of a zip whose directory is missing or damaged: a download that broke off, a rotten disk.

Every member begins with a header of its own. The headers are looked for one behind the other; where a header does
not say how long its member is (phones and web sites write zips in one go), the packed bytes themselves tell.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

from importer.places import DEFLATED, STORED
from importer.unpack import Unreadable, deflate, run
from importer.zips import CENTRAL, DESCRIBED, END, END64, LOCAL, LOCKED, Line, wide

_LOCAL = struct.Struct("<4s5H3L2H")  # APPNOTE 4.3.7
_DESCRIPTION = b"PK\x07\x08"  # 4.3.9
_DESCRIBED = struct.Struct("<4x3L")
_MARKS = (LOCAL, CENTRAL, END, END64, _DESCRIPTION)
_METHODS = frozenset({*range(21), *range(93, 100)})  # 4.4.5
_BLOCK = 64 * 1024


class Piece(NamedTuple):
    """A member that was found, and whether its bytes look complete."""

    line: Line
    whole: bool


@dataclass
class Effort:
    """How many bytes may still be taken in and given out while looking for the ends of members.

    When it is spent the search goes on, but every byte is looked at once only.
    """

    packed: int
    unpacked: int

    def spent(self) -> bool:
        return self.packed <= 0 or self.unpacked <= 0


def salvage(stream: BinaryIO, length: int, effort: Effort) -> Iterator[Piece]:
    """Every member whose header is there, in the order of the file."""
    at = _find(stream, (LOCAL,), 0, length)
    while at is not None:
        line, payload = _header(stream, at)
        if line is None:
            at = _find(stream, (LOCAL,), at + 4, length)
            continue
        piece = _piece(stream, line, payload, length, effort)
        behind = _behind(stream, piece, payload, length)
        if behind < payload + piece.line.length:
            piece = _charged(stream, piece, payload, length, effort)
        yield piece
        at = _find(stream, (LOCAL,), behind, length)


def _charged(stream: BinaryIO, piece: Piece, payload: int, length: int, effort: Effort) -> Piece:
    """A member whose bytes may be those of the next ones too. When that comes up too often, it ends where they begin."""
    if effort.spent():
        end = _find(stream, (LOCAL,), payload, length) or length
        piece = Piece(piece.line._replace(length=min(piece.line.length, end - payload)), False)
    effort.packed -= piece.line.length
    return piece


def _header(stream: BinaryIO, at: int) -> tuple[Line | None, int]:
    """What a header says, and where the packed bytes begin. None when it is only bytes that look like a header."""
    stream.seek(at)
    data = stream.read(_LOCAL.size)
    if len(data) < _LOCAL.size:
        return None, at
    _, version, flags, method, time, date, crc, packed, size, named, extra = _LOCAL.unpack(data)
    tail = stream.read(named + extra)
    if version & 0xFF > 100 or method not in _METHODS or not named or len(tail) < named + extra:
        return None, at
    size, packed, _ = wide(tail[named:], (size, packed, 0))
    line = Line(tail[:named], flags, method, crc, packed, size, at, date << 16 | time, 0, tail[named:])
    return line, at + _LOCAL.size + named + extra


def _piece(stream: BinaryIO, line: Line, payload: int, length: int, effort: Effort) -> Piece:
    """The member with its length, whether its header says it or not."""
    if line.length or not line.flags & DESCRIBED:
        left = length - payload
        return Piece(line._replace(length=min(line.length, left)), line.length <= left)
    if line.method == DEFLATED and not line.flags & LOCKED and not effort.spent():
        return _unpacked(stream, line, payload, length, effort)
    if line.method == STORED and not effort.spent():
        return _described(stream, line, payload, length, effort)
    end = _find(stream, _MARKS, payload, length)
    return Piece(line._replace(length=(end or length) - payload, size=-1), end is not None)


def _unpacked(stream: BinaryIO, line: Line, payload: int, length: int, effort: Effort) -> Piece:
    """Unpack to find the end, and take the checksum from the description behind it."""
    fed = size = 0

    def pieces() -> Iterator[bytes]:
        nonlocal fed
        while payload + fed < length and not effort.spent():
            stream.seek(payload + fed)
            block = stream.read(min(_BLOCK, length - payload - fed))
            fed += len(block)
            effort.packed -= len(block)
            yield block

    engine = deflate()
    try:
        for chunk in run(pieces(), engine):
            size += len(chunk)
            effort.unpacked -= len(chunk)
    except Unreadable:
        return Piece(line._replace(length=fed, size=-1), False)
    packed = fed - len(engine.unused_data)
    crc, described = _description(stream, payload + packed)
    return Piece(line._replace(length=packed, size=size, crc=crc), described)


def _description(stream: BinaryIO, at: int) -> tuple[int, bool]:
    """The checksum from the description behind a member; its mark may be left out. False: the file ends before it."""
    stream.seek(at)
    data = stream.read(8)
    data = data[4:] if data.startswith(_DESCRIPTION) else data[:4]
    return int.from_bytes(data, "little"), len(data) == 4


def _described(stream: BinaryIO, line: Line, payload: int, length: int, effort: Effort) -> Piece:
    """Bytes that are stored as they are end before the first description that gives just their length."""
    at = _find(stream, (_DESCRIPTION,), payload, length)
    while at is not None:
        stream.seek(at)
        crc, packed, size = (int(number) for number in _DESCRIBED.unpack(stream.read(16).ljust(16, b"\0")))
        if packed == size == (at - payload) & 0xFFFF_FFFF:
            effort.packed -= at - payload
            return Piece(line._replace(length=at - payload, size=at - payload, crc=crc), True)
        at = _find(stream, (_DESCRIPTION,), at + 4, length)
    effort.packed -= length - payload
    end = _find(stream, (LOCAL, CENTRAL), payload, length) or length
    return Piece(line._replace(length=end - payload, size=-1), False)


def _behind(stream: BinaryIO, piece: Piece, payload: int, length: int) -> int:
    """Where to look for the next member: behind this one, if anything of a zip stands there; else inside it."""
    end = payload + piece.line.length
    if not piece.whole:
        return payload
    if end >= length:
        return length
    stream.seek(end)
    seen = stream.read(4)
    return end if seen in _MARKS or piece.line.flags & DESCRIBED else payload


def _find(stream: BinaryIO, marks: tuple[bytes, ...], at: int, length: int) -> int | None:
    """Where the first of the marks stands, from `at` on. Looks a little at first, because mostly it stands there."""
    size = 64
    while at < length:
        stream.seek(at)
        block = stream.read(min(size, length - at))
        hits = [hit for mark in marks if (hit := block.find(mark)) >= 0]
        if hits or not block:
            return at + min(hits) if hits else None
        at += max(1, len(block) - 3)
        size = min(1 << 20, size * 8)
    return None
