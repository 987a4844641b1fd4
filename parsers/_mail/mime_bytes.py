"""The bytes of one mail, in memory or, where the mail is huge, in a private temporary file: found and cut alike.

Everything that reads a mail works on such a buffer by places in it, so that no mail, however large, is held whole.
"""

import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO, Protocol

IN_MEMORY = 32 << 20
"""The longest mail, in bytes, that is held in memory. Gmail sends at most 25 MB of files, which take up 34 MB in a mail."""

BLOCK = 1 << 20
READ_ERRORS = (OSError, EOFError, zlib.error, zipfile.BadZipFile)
"""What reading a damaged disk or a damaged member of a zip raises. What was read before it still counts."""

_LONGEST_FIND = 1024


class Buffer(Protocol):
    """What a mail reader asks of bytes. `bytes` itself is one."""

    def find(self, sub: bytes, start: int, end: int, /) -> int: ...

    def __getitem__(self, key: slice, /) -> bytes: ...

    def __len__(self) -> int: ...


class Spooled:
    """Bytes in a temporary file that has no name (where the system allows it) and is gone when it is closed.

    One block is remembered, so that many small looks at neighbouring places do not read it again and again.
    """

    def __init__(self) -> None:
        self._file: BinaryIO = tempfile.TemporaryFile()
        self._size = 0
        self._start, self._block = 0, b""

    def append(self, data: bytes) -> None:
        """Add bytes at the end. Only while the mail is being collected."""
        self._file.write(data)
        self._size += len(data)

    def close(self) -> None:
        self._file.close()

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, key: slice) -> bytes:
        start, end, _ = key.indices(self._size)
        if end - start > BLOCK:
            self._file.seek(start)
            return self._file.read(end - start)
        block = self._at(start)
        return block[start - self._start : max(start, end) - self._start]

    def find(self, sub: bytes, start: int, end: int, /) -> int:
        """Where `sub` (at most 1,024 bytes) stands between two places, or -1."""
        end = min(end, self._size)
        while start < end:
            block = self._at(start)
            found = block.find(sub, start - self._start, end - self._start)
            if found >= 0:
                return found + self._start
            start = self._start + len(block) - len(sub) + 1 if self._start + len(block) < end else end
        return -1

    def _at(self, place: int) -> bytes:
        """A block that holds at least one BLOCK from `place` on, or all up to the end of the file."""
        inside = self._start <= place and min(place + BLOCK, self._size) <= self._start + len(self._block)
        if not inside:
            self._file.seek(place)
            self._start, self._block = place, self._file.read(2 * BLOCK + _LONGEST_FIND)
        return self._block


def line_blocks(buffer: Buffer, start: int, end: int) -> Iterator[bytes]:
    """The bytes between two places in pieces of about a megabyte, cut behind a line end where a piece holds one.

    A piece without one is cut where no decoder minds.
    """
    if end - start <= BLOCK:
        if end > start:
            yield buffer[start:end]
        return
    while start < end:
        piece = buffer[start : min(start + BLOCK, end)]
        if start + len(piece) < end:
            piece = piece[: piece.rfind(b"\n") + 1 or _between_words(piece)]
        yield piece
        start += len(piece)


def _between_words(piece: bytes) -> int:
    """Where a piece without a line end can be cut: not between blanks, and not inside a `=41` of quoted-printable."""
    cut = len(piece.rstrip(b" \t\r"))
    escape = piece.rfind(b"=", max(0, cut - 2), cut)
    return (escape if escape > 0 else cut) or len(piece)


class Lines:
    """The bytes between two places with LF line ends, in blocks of lines. What is short is kept for a second pass."""

    def __init__(self, buffer: Buffer, start: int, end: int) -> None:
        self._buffer, self._start, self._end = buffer, start, end
        short = end - start <= BLOCK
        self._short = (with_lf(buffer[start:end]),) if short and end > start else ()

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._short) if self._short else self._blocks()

    def _blocks(self) -> Iterator[bytes]:
        for block in line_blocks(self._buffer, self._start, self._end):
            yield with_lf(block)


def with_lf(data: bytes) -> bytes:
    """CR LF as LF. Where every line ends so, taking out all CR is the same and ten times as fast."""
    if b"\r" not in data:
        return data
    plain = data.replace(b"\r", b"")
    return plain if plain.replace(b"\n", b"\r\n") == data else data.replace(b"\r\n", b"\n")


def trimmed(buffer: Buffer, start: int, end: int, what: bytes = b"\r\n") -> int:
    """Where the bytes between two places end when trailing bytes out of `what` are left out."""
    step = 256
    while end > start:
        piece = buffer[max(start, end - step) : end]
        kept = len(piece.rstrip(what))
        end -= len(piece) - kept
        if kept:
            break
        step = min(step * 16, BLOCK)
    return end


def gather(pieces: Iterable[bytes]) -> Buffer:
    """Pieces put together: in memory, or in a temporary file when they are too long. Give it back with `close`."""
    held: list[bytes] = []
    size = 0
    spooled: Spooled | None = None
    for piece in pieces:
        size += len(piece)
        held.append(piece)
        if size > IN_MEMORY:
            spooled = spooled or Spooled()
            spooled.append(b"".join(held))
            held.clear()
    if spooled is None:
        return held[0] if len(held) == 1 else b"".join(held)
    return spooled


def read_all(stream: BinaryIO, alive: Callable[[], None]) -> tuple[Buffer, BaseException | None]:
    """All bytes of a stream, and what stopped the reading before its end, if anything did."""
    broken: list[BaseException] = []

    def pieces() -> Iterator[bytes]:
        try:
            while data := stream.read(BLOCK):
                alive()
                yield data
        except READ_ERRORS as error:
            broken.append(error)

    buffer = gather(pieces())
    return buffer, broken[0] if broken else None


def close(buffer: Buffer) -> None:
    """Give back what a buffer holds on disk, if it does."""
    if isinstance(buffer, Spooled):
        buffer.close()
