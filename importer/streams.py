"""Private copies in the work folder: of containers that stand packed inside others, and of what gzip and its like hold.

A copy has a name of ours, is readable by its owner only, and is removed again when it could not be completed.
"""

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from posixpath import basename
from typing import NamedTuple

from importer.container_kinds import Kind
from importer.members import Extent
from importer.names import contained
from importer.places import Place
from importer.tree import Entry
from importer.unpack import CAREFUL_STEP, STEP, Cut, Engine, Unreadable, bzip2, gzip, run_all, xz

_BLOCK = 1 << 20
_PACKED_BLOCK = 64 * 1024
_CUT = "it is cut short; what stands before the cut was read, and the file itself is kept"
_DAMAGED = "its packed bytes are damaged; what stands before the damage was read, and the file itself is kept"
_BOMB = "it unpacks to so much more than it takes that it may be made to harm; if you trust it, unpack it and add it"
_READERS: dict[Kind, tuple[Callable[[], Engine], bytes]] = {
    Kind.GZIP: (gzip, b"\x1f\x8b"),
    Kind.BZIP2: (bzip2, b"BZh"),
    Kind.XZ: (xz, b"\xfd7zXZ\x00"),
}
_ENDINGS = (".gz", ".bz2", ".xz")
_GZIP_EXTRA, _GZIP_NAME = 4, 8  # flags (RFC 1952)


class Unpacked(NamedTuple):
    """What a compressed file held, as far as it could be had, and what was wrong with it."""

    extent: Extent | None
    fault: str = ""
    code: str = ""


class _TooMuchError(Exception):
    """More comes out than is allowed."""


def copy(entry: Entry, work: Path) -> tuple[Extent, bool]:
    """A copy of an entry's bytes, and whether they are whole: of damaged ones the copy has all that can be had."""
    try:
        return _written(work, _blocks(entry.place)), True
    except Unreadable:
        return _written(work, _blocks(entry.place.at_best())), False


def _blocks(place: Place, size: int = _BLOCK) -> Iterator[bytes]:
    with place.open() as stream:
        while block := stream.read(size):
            yield block


def _written(work: Path, chunks: Iterable[bytes]) -> Extent:
    with ExitStack() as undo:
        number, name = tempfile.mkstemp(prefix="inside-", dir=work)
        undo.callback(os.unlink, name)
        with open(number, "wb") as out:
            size = sum(out.write(chunk) for chunk in chunks)
        undo.pop_all()
    return Extent(name, 0, size)


def copy_unpacked(entry: Entry, kind: Kind, work: Path, most: int) -> Unpacked:
    """Unpack a gzip, bzip2 or xz file into a copy of at most `most` bytes."""
    found = _attempt(_Flow(entry.place, kind, STEP, most), work)
    if found.fault != _DAMAGED:
        return found
    if found.extent is not None:
        Path(found.extent.file).unlink()
    again = _attempt(_Flow(entry.place.at_best(), kind, CAREFUL_STEP, most), work)
    return again._replace(fault=_DAMAGED, code="damaged")


def _attempt(flow: "_Flow", work: Path) -> Unpacked:
    try:
        extent = _written(work, flow)
    except _TooMuchError:
        return Unpacked(None, _BOMB, "bomb")
    if extent.length or not flow.fault:
        return Unpacked(extent, *flow.fault)
    Path(extent.file).unlink()
    return Unpacked(None, *flow.fault)


class _Flow:
    """What comes out of a compressed file, up to the end or to the first damage; `fault` then says what it was."""

    def __init__(self, place: Place, kind: Kind, step: int, most: int) -> None:
        self._place, self._kind, self._step, self._most = place, kind, step, most
        self.fault: tuple[str, str] | tuple[()] = ()

    def __iter__(self) -> Iterator[bytes]:
        new, magic = _READERS[self._kind]
        size = 0
        try:
            for chunk in run_all(_blocks(self._place, _PACKED_BLOCK), new, magic, self._step):
                size += len(chunk)
                if size > self._most:
                    raise _TooMuchError
                yield chunk
        except Cut:
            self.fault = _CUT, "cut-short"
        except Unreadable:
            self.fault = _DAMAGED, "damaged"


def declared(entry: Entry) -> tuple[str, float | None]:
    """The name and time that a gzip file gives to what it holds (RFC 1952); else the name of the file without its ending."""
    with entry.place.at_best().open() as stream:
        head = stream.read(_PACKED_BLOCK)
    name = basename(entry.name)
    stem = next((name[: -len(end)] for end in _ENDINGS if name.casefold().endswith(end)), name) or name
    if not head.startswith(b"\x1f\x8b") or len(head) < 10:
        return stem, None
    modified, at = int.from_bytes(head[4:8], "little"), 10
    if head[3] & _GZIP_EXTRA:
        at += 2 + int.from_bytes(head[at : at + 2], "little")
    said, ended, _ = head[at:].partition(b"\0") if head[3] & _GZIP_NAME else (b"", b"", b"")
    written = basename(contained(said.decode("latin-1"))) if said and ended else stem
    return written, float(modified) or None
