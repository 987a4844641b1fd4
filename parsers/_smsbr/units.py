"""A file of SMS Backup & Restore as text in which every character is one code unit, so that places stay byte places.

The markup of this format is plain ASCII. A file in UTF-8 (or another encoding that contains ASCII) is therefore cut
up as Latin-1, one character a byte; a file in UTF-16 as one character per two bytes. Only the values that are cut
out are decoded. So every place found in the text is a byte place in the original file, whatever its encoding.
"""

import codecs
import re
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

from parsers._text import cp1252

CHUNK = 1 << 20

_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})")
_ASCII = bytes(range(128))
_STARTS = (
    (b"\xef\xbb\xbf", "utf-8", 3),
    (b"\xff\xfe", "utf-16-le", 2),
    (b"\xfe\xff", "utf-16-be", 2),
    (b"<\0", "utf-16-le", 0),
    (b"\0<", "utf-16-be", 0),
)


class Encoding(NamedTuple):
    """How values are decoded, how many bytes a code unit has, and how long the byte order mark is.

    `unknown` is the name of an encoding that the file declares and nobody knows; it is then read as UTF-8.
    """

    codec: str = "utf-8"
    width: int = 1
    mark: int = 0
    unknown: str = ""

    def units(self, data: bytes) -> str:
        """Bytes as a text of code units. UTF-16 is widened, so that its surrogates stay two characters."""
        if self.width == 1:
            return data.decode("latin-1")
        low, high = (data[1::2], data[0::2]) if self.codec == "utf-16-be" else (data[0::2], data[1::2])
        wide = bytearray(2 * len(data))
        wide[0::4], wide[1::4] = low, high
        return wide.decode("utf-32-le", "surrogatepass")

    def text(self, units: str) -> tuple[str, bool]:
        """Code units as the characters they stand for, and whether they were valid in this encoding.

        UTF-16 surrogates that somebody encoded one by one (CESU-8) come through as such. What is not valid is read
        as Windows-1252, which loses nothing.
        """
        if units.isascii() or self.width == 2:
            return units, True
        data = units.encode("latin-1")
        try:
            return data.decode(self.codec, "surrogatepass" if self.codec == "utf-8" else "strict"), True
        except UnicodeError:
            return cp1252(data), False


def encoding_of(head: bytes) -> Encoding:
    """The encoding of a file by its byte order mark, its first sign, or its XML declaration; else UTF-8."""
    for start, codec, mark in _STARTS:
        if head.startswith(start):
            return Encoding(codec, 1 if codec == "utf-8" else 2, mark)
    declared = _DECLARED.search(head[:1000])
    name = declared[1].decode("ascii").lower() if declared else "utf-8"
    if name.startswith("utf-16"):  # declared so, but the bytes are not: saved anew by an editor
        return Encoding()
    codec = _containing_ascii(name)
    return Encoding(codec) if codec else Encoding(unknown=name)


def _containing_ascii(name: str) -> str:
    """Python's name of an encoding in which ASCII means itself, or "" where it knows none by this name."""
    try:
        return codecs.lookup(name).name if _ASCII.decode(name) == _ASCII.decode("ascii") else ""
    except (LookupError, ValueError):
        return ""


class Buffer:
    """A stretch of the file as code units, read on as needed. Nothing is read twice.

    `alive` is called for every piece read.
    """

    def __init__(self, stream: BinaryIO, encoding: Encoding, alive: Callable[[], None]) -> None:
        self.text = ""
        self._stream, self._encoding, self._alive = stream, encoding, alive
        self._base = len(stream.read(encoding.mark))  # byte place of text[0]
        self._half = b""

    def offset(self, index: int) -> int:
        """The byte place in the file of the character at `index`."""
        return self._base + index * self._encoding.width

    def more(self, keep: int) -> bool:
        """Forget what stands before `keep` and read on, at least as much as is kept: growing costs linear time.

        Says whether anything came.
        """
        kept = self.text[keep:]
        self._base += keep * self._encoding.width
        fresh = self._read(max(CHUNK, len(kept)))
        self.text = kept + fresh
        return bool(fresh)

    def pour(self, at: int, stops: str) -> Iterator[str]:
        """Take out, piece by piece, what stands from `at` up to the first character of `stops` or the end of the file.

        When all pieces are taken, the text goes on at `at` with that stop, and offsets are right from there on.
        """
        head, rest = self.text[:at], self.text[at:]
        while rest and (end := _first(rest, stops)) < 0:
            self._base += len(rest) * self._encoding.width
            yield rest
            rest = self._read(CHUNK)
        if rest:
            self._base += end * self._encoding.width
            yield rest[:end]
            rest = rest[end:]
        self.text = head + rest

    def _read(self, size: int) -> str:
        self._alive()
        data = self._half + self._stream.read(size * self._encoding.width)
        whole = len(data) - len(data) % self._encoding.width
        self._half = data[whole:]
        return self._encoding.units(data[:whole])


def _first(text: str, stops: str) -> int:
    """Where the first of several characters stands, or -1."""
    places = [place for stop in stops if (place := text.find(stop)) >= 0]
    return min(places, default=-1)
