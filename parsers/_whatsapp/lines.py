"""Cuts a chat file into lines that know their bytes, in whatever encoding somebody saved it."""

import codecs
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from parsers import Source
from parsers._text import cp1252, decode, scrub

_BLOCK = 1 << 18
_TASTE = 2000
_LONG = 1 << 20  # a line longer than this is handed on in pieces, so that memory stays flat


class Line(NamedTuple):
    """A line with its line end, and the bytes it stands in. `damage` is a warning code, or "" when all was readable.

    `begins` is False for the later pieces of an endless line: no message can start there.
    """

    start: int
    end: int
    text: str
    damage: str = ""
    begins: bool = True


def encoding_of(head: bytes) -> str:
    """utf-16-le or utf-16-be where mark or zero bytes show it, else utf-8: the only encoding that WhatsApp writes."""
    found = decode(head[:_TASTE]).encoding
    return found if found.startswith("utf-16") else "utf-8"


def read_lines(source: Source, encoding: str) -> Iterator[Line]:
    """Every line of a source. Old Mac line ends (a lone CR) come out as LF when the file has no others."""
    with source.open() as stream:
        yield from cut(stream, encoding, source.head)


def cut(stream: BinaryIO, encoding: str, head: bytes) -> Iterator[Line]:
    """Every line of a stream, whose first bytes show what kind of line end it has."""
    if encoding.startswith("utf-16"):
        yield from _wide(stream, encoding)
    else:
        old_mac = b"\r" in head and b"\n" not in head
        yield from _narrow(stream, encoding, b"\r" if old_mac else b"\n")


def _narrow(stream: BinaryIO, encoding: str, mark: bytes) -> Iterator[Line]:
    at, begins = 0, True
    for piece in _pieces(stream, mark):
        damage, end = "", at + len(piece)
        try:
            text = piece.decode() if encoding == "utf-8" else cp1252(piece)
        except UnicodeDecodeError:
            text, damage = piece.decode("utf-8", "replace"), "undecodable-bytes"
        if mark == b"\r" and piece.endswith(mark):
            text = text[:-1] + "\n"
        yield Line(at, end, text, damage, begins)
        at, begins = end, piece[-1:] == mark


def _pieces(stream: BinaryIO, mark: bytes) -> Iterator[bytes]:
    rest = b""
    while block := stream.read(_BLOCK):
        *whole, rest = (rest + block).split(mark)
        for piece in whole:
            yield piece + mark
        if len(rest) > _LONG:
            yield rest
            rest = b""
    if rest:
        yield rest


def _wide(stream: BinaryIO, encoding: str) -> Iterator[Line]:
    at, begins = 0, True
    for piece in _wide_pieces(stream, encoding):
        text, halved = scrub(piece)
        end = at + len(piece.encode(encoding, "surrogatepass"))
        yield Line(at, end, text, "half-character" if halved else "", begins)
        at, begins = end, piece.endswith("\n")


def _wide_pieces(stream: BinaryIO, encoding: str) -> Iterator[str]:
    """UTF-16 in lines. Half characters come through as they are; an odd last byte belongs to no line."""
    decoder = codecs.getincrementaldecoder(encoding)("surrogatepass")
    rest = ""
    while block := stream.read(_BLOCK):
        *whole, rest = (rest + decoder.decode(block)).split("\n")
        for piece in whole:
            yield piece + "\n"
        if len(rest) > _LONG:
            yield rest
            rest = ""
    left, _ = decoder.getstate()
    if rest or len(left) > 1:
        yield rest + "\ud800" * (len(left) // 2)
