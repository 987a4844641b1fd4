"""Unpacks compressed bytes as a stream: in small steps, with bounded memory, and one typed error for whatever is wrong."""

import bz2
import lzma
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Protocol

STEP = 64 * 1024
"""How much is unpacked at a time. Damaged bytes cost at most one step of what stands before the damage."""

CAREFUL_STEP = 512
"""The step for bytes that are known to be damaged: slower, but it saves nearly everything before the damage."""

DICTIONARY = 256 * 1024 * 1024
"""The most memory that packed bytes may ask for."""


class Unreadable(OSError):
    """Bytes that are there but are damaged, cut short, or not what they claim to be. The message is a plain phrase."""


class Cut(Unreadable):
    """The packed bytes end before they are complete."""


class Engine(Protocol):
    """What the standard library's bzip2 and xz readers have in common, and `_Zlib` imitates."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


class _Zlib:
    """zlib with the interface of the other two: it remembers what it could not take yet."""

    def __init__(self, window: int) -> None:
        self._z = zlib.decompressobj(window)
        self._full = False

    @property
    def eof(self) -> bool:
        return self._z.eof

    @property
    def needs_input(self) -> bool:
        return not self._full

    @property
    def unused_data(self) -> bytes:
        return self._z.unused_data

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        out = self._z.decompress(self._z.unconsumed_tail + data, max_length)
        self._full = len(out) == max_length or bool(self._z.unconsumed_tail)
        return out


def deflate() -> Engine:
    """Bare deflate, as zip members have it."""
    return _Zlib(-zlib.MAX_WBITS)


def gzip() -> Engine:
    return _Zlib(16 + zlib.MAX_WBITS)


def bzip2() -> Engine:
    return bz2.BZ2Decompressor()


def xz() -> Engine:
    return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=DICTIONARY)


def run(packed: Iterable[bytes], engine: Engine, step: int = STEP) -> Iterator[bytes]:
    """Unpack one stream. Raises Unreadable when the bytes are damaged, and Cut when they end too early."""
    for data in packed:
        while True:
            out = _feed(engine, data, step)
            if out:
                yield out
            if engine.eof:
                return
            if engine.needs_input or not out:
                break
            data = b""
    raise Cut("it ends before it is complete")


def _feed(engine: Engine, data: bytes, step: int) -> bytes:
    try:
        return engine.decompress(data, step)
    except (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError, MemoryError) as error:
        raise Unreadable("its packed bytes are damaged") from error


def run_all(packed: Iterator[bytes], new: Callable[[], Engine], magic: bytes, step: int = STEP) -> Iterator[bytes]:
    """Unpack streams that stand one behind the other, as gzip, bzip2 and xz files may. What else follows is left."""
    left = b""
    while True:
        engine = new()
        yield from run(chain([left] if left else [], packed), engine, step)
        left = engine.unused_data.lstrip(b"\0")
        while len(left) < len(magic) and (more := next(packed, b"")):
            left = (left + more).lstrip(b"\0")
        if not left.startswith(magic):
            return


def lzma_member(packed: Iterator[bytes], size: int | None, step: int = STEP) -> Iterator[bytes]:
    """LZMA as zip members have it (APPNOTE 5.8.8): two bytes of version, the length of the properties, five of them."""
    head = b""
    while len(head) < 9 and (more := next(packed, b"")):
        head += more
    if len(head) < 9:
        raise Cut("it ends before it is complete")
    length, packing, dictionary = struct.unpack_from("<2xHBI", head)
    if length != 5 or packing >= 9 * 5 * 5:
        raise Unreadable("its packed bytes are damaged")
    if size is not None:
        dictionary = min(dictionary, max(size, 4096))
    yield from _run_unmarked(chain([head[9:]], packed), _lzma_engine(packing, dictionary), size or 0, step)


def _lzma_engine(packing: int, dictionary: int) -> Engine:
    if dictionary > DICTIONARY:
        raise Unreadable("unpacking it would take more memory than is reasonable")
    lp_pb, lc = divmod(packing, 9)
    pb, lp = divmod(lp_pb, 5)
    chosen = {"id": lzma.FILTER_LZMA1, "dict_size": dictionary, "lc": lc, "lp": lp, "pb": pb}
    try:
        return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[chosen])
    except (lzma.LZMAError, ValueError, MemoryError) as error:
        raise Unreadable("its packed bytes are damaged") from error


def _run_unmarked(packed: Iterable[bytes], engine: Engine, size: int, step: int) -> Iterator[bytes]:
    """Like `run`, for streams without a mark at their end: being complete means having given `size` bytes."""
    given = 0
    try:
        for out in run(packed, engine, step):
            given += len(out)
            yield out
    except Cut:
        if given < size:
            raise
