"""Cuts a diary file into lines that know their bytes, whatever its encoding and line ends."""

import codecs
from collections.abc import Iterable, Iterator
from typing import AnyStr, BinaryIO, NamedTuple

from parsers import Source
from parsers._text import cp1252, decode, scrub

_CHUNK = 1 << 16
_MARKS = ((b"\xef\xbb\xbf", 3), (b"\xff\xfe", 2), (b"\xfe\xff", 2))


class Line(NamedTuple):
    """A line with its line end, and the bytes it stands in. `foreign`: not UTF-8, so read as Windows-1252."""

    start: int
    end: int
    text: str
    foreign: bool = False
    broken: bool = False

    @property
    def words(self) -> str:
        """The line without its line end."""
        return self.text.rstrip("\r\n")

    @property
    def blank(self) -> bool:
        return not self.text.strip()


def lines_of(source: Source) -> Iterator[Line]:
    """Every line of a source."""
    with source.open() as stream:
        yield from lines(stream, source.head, source.size)


def lines(stream: BinaryIO, head: bytes, size: int) -> Iterator[Line]:
    """Every line of a stream of `size` bytes. `head` (its first ones) shows the encoding and the kind of line end.

    UTF-16 is told by its mark or its zero bytes. Everything else is read line by line: strict UTF-8, else
    Windows-1252, so that one damaged line does not spoil the others.
    """
    start = next((length for mark, length in _MARKS if head.startswith(mark)), 0)
    encoding = decode(head).encoding
    stream.read(start)
    if encoding.startswith("utf-16"):
        return _wide_lines(stream, encoding, start, size)
    return _narrow_lines(stream, b"\r" if b"\r" in head and b"\n" not in head else b"\n", start)


def _narrow_lines(stream: BinaryIO, mark: bytes, at: int) -> Iterator[Line]:
    chunks = iter(lambda: stream.read(_CHUNK), b"")
    for piece in _cut(chunks, mark):
        try:
            yield Line(at, at + len(piece), piece.decode())
        except UnicodeDecodeError:
            yield Line(at, at + len(piece), cp1252(piece), foreign=True)
        at += len(piece)


def _wide_lines(stream: BinaryIO, encoding: str, at: int, size: int) -> Iterator[Line]:
    for piece in _cut(_wide_text(stream, encoding), "\n"):
        text, halved = scrub(piece)
        end = min(size, at + len(piece.encode(encoding, "surrogatepass")))
        yield Line(at, end, text, broken=halved)
        at = end


def _wide_text(stream: BinaryIO, encoding: str) -> Iterator[str]:
    """UTF-16 as text. Half characters come through as they are; a file cut inside one ends with another half."""
    decoder = codecs.getincrementaldecoder(encoding)("surrogatepass")
    while chunk := stream.read(_CHUNK):
        yield decoder.decode(chunk)
    rest, _ = decoder.getstate()
    yield "\ud800" * -(-len(rest) // 2)


def _cut(chunks: Iterable[AnyStr], mark: AnyStr) -> Iterator[AnyStr]:
    """Pieces that end in `mark`, and what is left after the last one, without joining a long piece twice."""
    empty = mark[:0]
    parts: list[AnyStr] = []
    for chunk in chunks:
        pieces = chunk.split(mark)
        parts.append(pieces[0])
        for piece in pieces[1:]:
            yield empty.join(parts) + mark
            parts.clear()
            parts.append(piece)
    if last := empty.join(parts):
        yield last
