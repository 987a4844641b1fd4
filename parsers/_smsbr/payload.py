"""Pictures, sounds and videos of an MMS: base64 out of the file, bytes into the archive.

A payload of ordinary size is decoded as it goes by. A huge one is only looked at then; its bytes are fetched by a
second reading that runs behind the first, so that nothing goes to the archive before it is known to be whole.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import chain
from typing import BinaryIO, NamedTuple, Self

from archive.records import Attachment, locate
from parsers import Source
from parsers._smsbr.base64 import Base64
from parsers._smsbr.markup import Tag, value_place
from parsers._smsbr.units import CHUNK, Encoding
from parsers._sniff import media_type

_SNIFFED = 4096
HELD = 32 << 20
"""Payloads of one MMS beyond this many bytes are not held while the rest of it is read."""


class Payload(NamedTuple):
    """Base64 text in the file: its bytes from `start` to `end`. `data` is what it says, if that is held in memory."""

    start: int
    end: int
    base64: Base64
    data: bytes | None = None


class Payloads:
    """Reads payloads of one source, and gives them to the archive. Close it at the end."""

    def __init__(self, source: Source, encoding: Encoding) -> None:
        self._source, self._encoding = source, encoding
        self._open = ExitStack()
        self._stream: BinaryIO | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def of(self, tag: Tag, held: int) -> Payload | None:
        """The payload of a part that has a `data` attribute. `held` is how many bytes its MMS holds already."""
        if tag.lifted is not None:
            return Payload(*tag.lifted)
        units = tag.values.get("data")
        if units is None or units == "null":
            return None
        width = self._encoding.width
        start = tag.start + (1 + value_place(tag, "data")) * width
        base64 = Base64()
        data = base64.feed(units) + base64.finish()
        end = start + len(units) * width
        return Payload(start, end, base64, data if len(data) + held <= HELD and base64.valid else None)

    def attachment(self, payload: Payload, name: str, declared: str) -> Attachment:
        """Keep a payload. What is no base64 is kept as the text that it is, and says so."""
        base64, place = payload.base64, locate(("bytes", f"{payload.start}-{payload.end}"))
        if base64.empty and base64.valid:
            return Attachment(name, declared, missing=True, locator=place, note="The backup holds nothing of it.")
        data: Iterable[bytes]
        if not base64.valid:
            note = "It is damaged and could not be decoded; kept is the base64 text as it stands in the backup."
            data = self._bytes(payload)
        else:
            note = "The base64 text has no end mark; its end may be missing." if base64.unpadded else ""
            data = [payload.data] if payload.data is not None else self._decoded(payload)
        pieces = iter(data)
        head = b""
        while len(head) < _SNIFFED and (piece := next(pieces, None)) is not None:
            head += piece
        kept = self._source.keep(chain((head,), pieces))
        return Attachment(
            name, declared, media_type(head), size=kept.size, sha256=kept.sha256, locator=place, note=note
        )

    def _decoded(self, payload: Payload) -> Iterator[bytes]:
        base64 = Base64()
        for piece in self._bytes(payload):
            yield base64.feed(self._encoding.units(piece))
        yield base64.finish()

    def _bytes(self, payload: Payload) -> Iterator[bytes]:
        """The bytes of the file where the payload stands. Runs forward through the file, as zip members like it."""
        if self._stream is None:
            self._stream = self._open.enter_context(self._source.open())
        stream, left = self._stream, payload.end - payload.start
        stream.seek(payload.start)
        while left and (piece := _exactly(stream, min(CHUNK * self._encoding.width, left))):
            left -= len(piece)
            yield piece


def _exactly(stream: BinaryIO, size: int) -> bytes:
    """As many bytes as asked, so that no code unit is cut in two; fewer only at the end."""
    data = stream.read(size)
    while len(data) < size and (more := stream.read(size - len(data))):
        data += more
    return data
