"""Where bytes stand on disk, and reading them there: a whole file, a range of one, or a packed member of a zip."""

import io
import os
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol

from importer.unpack import CAREFUL_STEP, STEP, Unreadable, bzip2, deflate, lzma_member, run

STORED, DEFLATED, BZIPPED, LZMA = 0, 8, 12, 14
METHODS = frozenset({STORED, DEFLATED, BZIPPED, LZMA})
_FIRST_PIECE, _PIECE = 4 * 1024, 64 * 1024
_LOCAL = struct.Struct("<4s22xHH")  # zip local header: mark, and the lengths of the name and of the extra fields


class Readable(Protocol):
    """What is needed of a stream to read a part of it."""

    def seek(self, offset: int, /) -> int: ...
    def read(self, size: int, /) -> bytes: ...
    def close(self) -> None: ...


class _Lent:
    """A stream that stays open when its borrower is closed."""

    def __init__(self, stream: Readable) -> None:
        self.seek, self.read = stream.seek, stream.read

    def close(self) -> None:
        """The lender closes it."""


class Packed(NamedTuple):
    """What a zip says about a member: how it was packed, and the size and checksum of what comes out.

    `size` None: the zip does not know. `crc` None: it is not checked. `damaged`: reading gives what can be had and
    ends there, instead of raising.
    """

    method: int
    size: int | None
    crc: int | None
    damaged: bool = False


class Place(NamedTuple):
    """Where bytes stand: a whole file, a range of it (`start`, `length`), or a zip member (`packed` says which kind).

    Of a zip member `start` is where its local header stands and `length` is that of its packed bytes, so it is found
    without the directory of the zip.
    """

    file: str
    start: int | None = None
    length: int = 0
    packed: Packed | None = None

    def open(self) -> BinaryIO:
        """The bytes, read-only. Raises OSError when the file cannot be read, Unreadable (an OSError) when its bytes cannot."""
        if self.start is None:
            return open(self.file, "rb")
        stream = open(self.file, "rb", buffering=0)
        try:
            return io.BufferedReader(self.over(stream), _PIECE)
        except OSError:
            stream.close()
            raise

    def over(self, stream: Readable) -> io.RawIOBase:
        """The bytes, read through a stream of the file that is open already. Closing them closes the stream."""
        start = self.start or 0
        if self.packed is None:
            return Window(stream, start, self.length)
        try:
            return Member(stream, payload_start(stream, start), self.length, self.packed)
        except Unreadable:
            if not self.packed.damaged:
                raise
            return Member(stream, 0, 0, self.packed)

    def peek(self, stream: Readable, size: int) -> bytes:
        """The first bytes, as far as they can be had, read through a stream of the file that stays open."""
        raw, found = self.at_best().over(_Lent(stream)), b""
        while len(found) < size and (more := raw.read(size - len(found))):
            found += more
        return found

    def extent(self) -> tuple[int, int] | None:
        """Start and length of the bytes in the file, or None when they stand there packed."""
        if self.start is None:
            return 0, Path(self.file).stat().st_size
        if self.packed is None:
            return self.start, self.length
        if self.packed.method != STORED or self.packed.damaged:
            return None
        with open(self.file, "rb", buffering=0) as stream:
            start = payload_start(stream, self.start)
            return start, min(self.length, max(0, stream.seek(0, os.SEEK_END) - start))

    def at_best(self) -> "Place":
        """The same bytes, read as far as they can be, up to the size that is declared."""
        return self.leniently(self.packed.size if self.packed else None)

    def leniently(self, size: int | None) -> "Place":
        """The same bytes, read as far as they can be; `size` is the most that is wanted."""
        if self.packed is None:
            return self
        return self._replace(packed=Packed(self.packed.method, size, None, True))


def payload_start(stream: Readable, header: int) -> int:
    """Where the packed bytes of a zip member begin: behind its local header, its name and its extra fields."""
    stream.seek(header)
    data = stream.read(_LOCAL.size)
    if len(data) < _LOCAL.size or not data.startswith(b"PK\x03\x04"):
        raise Unreadable("the zip is damaged: this file is not where the zip says")
    _, name, extra = _LOCAL.unpack(data)
    return header + _LOCAL.size + int(name) + int(extra)


class Window(io.RawIOBase):
    """A range of a file that looks like a file of its own."""

    def __init__(self, stream: Readable, start: int, length: int) -> None:
        self._stream, self._start, self._length, self._at = stream, start, length, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self._at = _target(offset, whence, self._at, self._length)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        self._stream.seek(self._start + self._at)
        data = self._stream.read(min(len(buffer), max(0, self._length - self._at)))
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()


def _target(offset: int, whence: int, at: int, length: int) -> int:
    origin = {os.SEEK_SET: 0, os.SEEK_CUR: at, os.SEEK_END: length}[whence]
    return max(0, origin + offset)


class Member(io.RawIOBase):
    """A zip member as a file of its own: unpacked while it is read, and checked against what the zip says of it.

    Going back starts again from the beginning. The check needs one reading from the beginning to the end.
    """

    def __init__(self, stream: Readable, start: int, length: int, packed: Packed) -> None:
        self._stream, self._start, self._length, self._packed = stream, start, length, packed
        self._restart()

    def _restart(self) -> None:
        self._chunks: Iterator[bytes] = self._checked()
        self._chunk = memoryview(b"")
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        target = _target(offset, whence, self._at, self._packed.size or 0)
        if target < self._at:
            self._restart()
        while self._at < target and self._fill():
            self._take(target - self._at)
        return self._at

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        if not self._fill():
            return 0
        data = self._take(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._chunks = iter(())  # it refers back to this object
        self._stream.close()
        super().close()

    def _fill(self) -> bool:
        if not self._chunk:
            self._chunk = memoryview(next(self._chunks, b""))
        return bool(self._chunk)

    def _take(self, most: int) -> memoryview:
        data, self._chunk = self._chunk[:most], self._chunk[most:]
        self._at += len(data)
        return data

    def _checked(self) -> Iterator[bytes]:
        """The unpacked bytes, never more than declared; at their end, size and checksum must be as declared."""
        crc, given, (_, size, wanted, damaged) = 0, 0, self._packed
        try:
            for chunk in self._unpacked():
                if size is not None and given + len(chunk) > size:
                    yield chunk[: size - given]
                    raise Unreadable("it holds more than the zip says")
                crc, given = zlib.crc32(chunk, crc), given + len(chunk)
                yield chunk
            if size is not None and given != size:
                raise Unreadable("it holds less than the zip says")
            if wanted is not None and crc != wanted:
                raise Unreadable("its checksum is wrong: its bytes have changed since it was packed")
        except Unreadable:
            if not damaged:
                raise

    def _unpacked(self) -> Iterator[bytes]:
        packed, step = self._pieces(), CAREFUL_STEP if self._packed.damaged else STEP
        if self._packed.method == STORED:
            return packed
        if self._packed.method == DEFLATED:
            return run(packed, deflate(), step)
        if self._packed.method == BZIPPED:
            return run(packed, bzip2(), step)
        return lzma_member(packed, self._packed.size, step)

    def _pieces(self) -> Iterator[bytes]:
        """The packed bytes. The first piece is small, because often only the head is wanted."""
        at, end, most = self._start, self._start + self._length, _FIRST_PIECE
        while at < end:
            self._stream.seek(at)
            piece = self._stream.read(min(most, end - at))
            if not piece:
                return
            yield piece
            at, most = at + len(piece), _FIRST_PIECE if self._packed.damaged else _PIECE
