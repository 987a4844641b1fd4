"""The members of a zip, one by one: found in its directory, or by their own headers when it has none."""

from collections.abc import Iterator
from typing import BinaryIO

from importer.members import Extent, Found, Refused
from importer.places import METHODS, Packed, Place
from importer.zip_salvage import Effort, salvage
from importer.zips import (
    LOCKED,
    MASKED,
    InParts,
    Line,
    NoDirectory,
    directory,
    is_folder,
    is_link,
    modified,
    name,
    overlapping,
    stamp,
)  # fmt: skip

_LOCKED = "it is locked with a password; unpack it with the password and add what comes out. The zip itself is kept"
_METHOD = "it is packed in a way that we cannot read; unpack the zip with another program and add what comes out"
_OVERLAP = "it lies inside another file of the zip, as in zips made to harm; it was not read. The zip itself is kept"
_BEYOND = "the zip says that it stands where the zip has ended already: a part of the zip is missing"
_PARTS = "it is one part of a zip that was split; put the parts together, unpack them and add what comes out"
_SALVAGED = (
    "the zip is cut short or damaged, and its list of contents with it; every file that is still there was looked for"
)
_GUESSED = (
    "the zip does not say in which alphabet its names are written; names may look wrong, contents are not touched"
)
_CUT = "only a part of it is there, and only that part is read: the zip is cut short or damaged here"


def zip_members(zip_at: Extent, effort: Effort) -> Iterator[Found | Refused]:
    """Every file in a zip, as found or refused. `effort` bounds the search for the members of a damaged one."""
    with zip_at.open() as stream:
        try:
            lines = directory(stream, zip_at.length)
        except InParts:
            yield Refused("", _PARTS, "in-parts", files=0)
            yield from _salvaged(zip_at, stream, effort)
        except NoDirectory:
            yield Refused("", _SALVAGED, "cut-short", files=0)
            yield from _salvaged(zip_at, stream, effort)
        else:
            yield from _listed(zip_at, lines)


def _listed(zip_at: Extent, lines: list[Line]) -> Iterator[Found | Refused]:
    over, guessed = overlapping(lines), False
    for number, line in enumerate(lines):
        written, guess = name(line)
        guessed |= guess
        if not is_folder(line):
            yield _refused(line, written, number in over) or _within(zip_at, line, written)
    if guessed:
        yield Refused("", _GUESSED, "names-guessed", False, 0)


def _salvaged(zip_at: Extent, stream: BinaryIO, effort: Effort) -> Iterator[Found | Refused]:
    for piece in salvage(stream, zip_at.length, effort):
        written, _ = name(piece.line)
        if is_folder(piece.line):
            continue
        found = _found if piece.whole else _part
        yield _refused(piece.line, written, False) or found(zip_at, piece.line, written)


def _part(zip_at: Extent, line: Line, written: str) -> Found:
    found = _found(zip_at, line, written)
    remark = Refused(written, _CUT, "cut-short", files=0)
    return found._replace(place=found.place.leniently(None), size=-1, remark=remark)


def _refused(line: Line, written: str, overlaps: bool) -> Refused | None:
    if is_link(line):
        return Refused(written, "it is a link to another file, not a file", "symlink")
    if line.flags & (LOCKED | MASKED):
        return Refused(written, _LOCKED, "locked")
    if line.method not in METHODS:
        return Refused(written, _METHOD, "unknown-packing")
    return Refused(written, _OVERLAP, "overlap") if overlaps else None


def _within(zip_at: Extent, line: Line, written: str) -> Found | Refused:
    """A line of a directory may claim to stand anywhere."""
    if not 0 <= line.start < zip_at.length:
        return Refused(written, _BEYOND, "cut-short")
    return _found(zip_at, line, written)


def _found(zip_at: Extent, line: Line, written: str) -> Found:
    size = None if line.size < 0 else line.size
    place = Place(zip_at.file, zip_at.start + line.start, line.length, Packed(line.method, size, line.crc))
    packed = min(line.length, zip_at.length - line.start)
    return Found(written, place, line.size, packed, modified(line), stamp(line.clock))
