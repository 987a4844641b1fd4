"""The directory of a zip: what it holds and where, read without unpacking anything.

Python's zipfile gives up the whole zip over one bad line, and decodes names wrongly when a phone leaves out the UTF-8
mark; so the directory is read here, after APPNOTE 6.3.10 (the sections are named below).
"""

import stat
import struct
from collections.abc import Iterable, Iterator
from typing import BinaryIO, NamedTuple
from zlib import crc32

from importer.members import read_at
from importer.places import STORED
from importer.unpack import Unreadable

END, END64, LOCATOR64, CENTRAL, LOCAL = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07", b"PK\x01\x02", b"PK\x03\x04"
SIGNATURE, SPANNED = b"PK\x05\x05", b"PK\x07\x08"
_END = struct.Struct("<4s4H2LH")  # 4.3.16
_END64 = struct.Struct("<4sQ2H2L4Q")  # 4.3.14
_LOCATOR64 = struct.Struct("<4sLQL")  # 4.3.15
_CENTRAL = struct.Struct("<4s2B5H3L5H2L")  # 4.3.12
_LONGEST_COMMENT = 0xFFFF
_FULL = 0xFFFF_FFFF
_UNIX, _MAC = 3, 19

LOCKED, UTF8, MASKED, DESCRIBED = 1 << 0, 1 << 11, 1 << 13, 1 << 3  # flags, 4.4.4
_ZIP64, _UNICODE_PATH, _UNIX_TIME, _NTFS, _OLD_UNIX_TIME = 0x0001, 0x7075, 0x5455, 0x000A, 0x5855  # extra fields, 4.5


_OFFICE = (b"_rels/", b"word/", b"xl/", b"ppt/")


class NoDirectory(Unreadable):
    """The directory is missing or damaged: the members have to be looked for one by one."""


class InParts(Unreadable):
    """The file is one part of a zip that was split."""


class Line(NamedTuple):
    """One line of the directory. `start` counts from the beginning of the container; `size` -1 is not known."""

    raw: bytes
    flags: int
    method: int
    crc: int
    length: int
    size: int
    start: int
    clock: int = 0  # DOS date and time, as one number
    mode: int = 0  # Unix mode, 0 where unknown
    extra: bytes = b""


class _End(NamedTuple):
    """The record at the end of a zip: where the directory ends, how long it is, and where it says that it begins."""

    directory_end: int
    size: int
    offset: int
    parts: int
    last: bool  # nothing stands behind it but its comment


def directory(stream: BinaryIO, length: int) -> list[Line]:
    """Every line of the directory. Raises NoDirectory when there is none that can be trusted, InParts for a split zip."""
    for end in _ends(stream, length):
        if end.parts and end.last:
            raise InParts("it is one part of a zip that was split into several files")
        if not end.size and end.last:
            return []
        start = _start(stream, end)
        if start is not None:
            if not _is_of_all(stream, start - end.offset, end.last):
                break
            return _place(stream, _lines(stream, start, end.directory_end), start - end.offset, length)
    raise NoDirectory("the zip has no directory")


def _is_of_all(stream: BinaryIO, before: int, last: bool) -> bool:
    """Whether a directory is that of the whole file, and not of a zip that stands inside one that was cut short.

    `before` is how much stands before what it describes; `last` is whether nothing stands behind it.
    """
    if before == 0 or before % (_FULL + 1) == 0:
        return True
    return last and not _has(stream, 0, LOCAL)


def _ends(stream: BinaryIO, length: int) -> Iterator[_End]:
    """Every end record that may be one, the last first: a comment may contain the mark."""
    first = max(0, length - _END.size - _LONGEST_COMMENT)
    stream.seek(first)
    data = stream.read(length - first)
    at = data.rfind(END)
    while at >= 0:
        if at + _END.size <= len(data):
            yield _end(stream, first + at, _END.unpack_from(data, at), length)
        at = data.rfind(END, 0, at)


def _end(stream: BinaryIO, at: int, record: tuple[int, ...], length: int) -> _End:
    _, disk, first_disk, _, _, size, offset, comment = record
    end = _End(at, size, offset, max(disk, first_disk) % 0xFFFF, at + _END.size + comment == length)
    locator = _read(stream, at - _LOCATOR64.size, LOCATOR64, _LOCATOR64)
    if locator is None:
        return end
    for place in (at - _LOCATOR64.size - _END64.size, locator[1]):
        found = _read(stream, place, END64, _END64)
        if found is not None:
            return end._replace(directory_end=place, size=found[7], offset=found[8], parts=max(found[3], found[4]))
    return end


def _read(stream: BinaryIO, at: int, mark: bytes, form: struct.Struct) -> tuple[int, ...] | None:
    """The numbers of a record behind its mark, or None when it does not stand there."""
    data = read_at(stream, at, form.size)
    return form.unpack(data)[1:] if len(data) == form.size and data.startswith(mark) else None


def _start(stream: BinaryIO, end: _End) -> int | None:
    """Where the directory really begins: right before the end record, even when something was put before the zip."""
    for start in (end.directory_end - end.size, end.offset):
        if 0 <= start < end.directory_end and _has(stream, start, CENTRAL):
            return start
    return None


def _has(stream: BinaryIO, at: int, mark: bytes) -> bool:
    return read_at(stream, at, len(mark)) == mark


def _lines(stream: BinaryIO, at: int, end: int) -> list[Line]:
    lines = []
    stream.seek(at)
    while at + _CENTRAL.size <= end:
        head = stream.read(_CENTRAL.size)
        if len(head) < _CENTRAL.size or not head.startswith(CENTRAL):
            break
        fields = _CENTRAL.unpack(head)
        named, extra, comment = fields[11:14]
        tail = stream.read(named + extra + comment)
        at += _CENTRAL.size + named + extra + comment
        if at > end:
            break
        lines.append(_line(fields, tail[:named], tail[named : named + extra]))
    if at != end and not _has(stream, at, SIGNATURE):
        raise NoDirectory("the directory of the zip is damaged")
    return lines


def _line(fields: tuple[int, ...], raw: bytes, extra: bytes) -> Line:
    _, _, system, _, flags, method, time, date, crc, length, size, _, _, _, _, _, attributes, start = fields
    if _FULL in (size, length, start):
        size, length, start = wide(extra, (size, length, start))
    mode = attributes >> 16 if system in (_UNIX, _MAC) else 0
    return Line(raw, flags, method, crc, length, size, start, date << 16 | time, mode, extra)


def wide(extra: bytes, values: tuple[int, int, int]) -> list[int]:
    """Zip64 (4.5.3): the numbers that do not fit stand in an extra field, in this order, those only that do not fit."""
    wide = extras(extra).get(_ZIP64, b"")
    numbers = iter(struct.unpack(f"<{len(wide) // 8}Q", wide[: len(wide) // 8 * 8]))
    return [next(numbers, value) if value == _FULL else value for value in values]


def extras(data: bytes) -> dict[int, bytes]:
    """The extra fields of a line, by number. What does not fit at the end is left out."""
    found: dict[int, bytes] = {}
    at = 0
    while at + 4 <= len(data):
        number, size = struct.unpack_from("<2H", data, at)
        if at + 4 + size > len(data):
            break
        found.setdefault(number, data[at + 4 : at + 4 + size])
        at += 4 + size
    return found


def _place(stream: BinaryIO, lines: list[Line], before: int, length: int) -> list[Line]:
    """The lines with their real starts: `before` is how much stands before the zip, or how often its numbers ran over."""
    if before > 0 and before % (_FULL + 1) == 0:
        from importer.zip_wrapped import unwrap

        return unwrap(stream, lines, length)
    return [line._replace(start=line.start + before) for line in lines] if before else lines


def name(line: Line) -> tuple[str, bool]:
    """The name as written, and whether its alphabet had to be guessed (no mark, and not UTF-8)."""
    unicode_path = extras(line.extra).get(_UNICODE_PATH, b"") if line.extra else b""
    if unicode_path[:1] == b"\x01" and unicode_path[1:5] == crc32(line.raw).to_bytes(4, "little"):
        try:
            return unicode_path[5:].decode(), False
        except UnicodeDecodeError:
            pass
    try:
        return line.raw.decode(), False
    except UnicodeDecodeError:
        return line.raw.decode("cp437"), True


def modified(line: Line) -> float | None:
    """When the member was last changed, in seconds since 1970 UTC, if an extra field says so; the DOS time has no zone."""
    fields = extras(line.extra) if line.extra else {}
    unix, ntfs, old = (fields.get(number, b"") for number in (_UNIX_TIME, _NTFS, _OLD_UNIX_TIME))
    if len(unix) >= 5 and unix[0] & 1:
        return float(struct.unpack_from("<l", unix, 1)[0]) or None
    if len(ntfs) >= 16 and ntfs[4:8] == b"\x01\x00\x18\x00":
        since_1601 = int(struct.unpack_from("<Q", ntfs, 8)[0])
        return since_1601 / 10_000_000 - 11_644_473_600 if 0 < since_1601 < 1 << 60 else None
    return (float(struct.unpack_from("<l", old, 4)[0]) or None) if len(old) >= 8 else None


def stamp(clock: int) -> str:
    """A DOS date and time (4.4.6) as written, without a zone. "" where it is unset or no time at all."""
    year, month, day = (clock >> 25) + 1980, clock >> 21 & 15, clock >> 16 & 31
    hour, minute, second = clock >> 11 & 31, clock >> 5 & 63, (clock & 31) * 2
    if not (1 <= month <= 12 and day and hour < 24 and minute < 60 and second < 60) or clock == 0x0021_0000:
        return ""
    return f"{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"


def is_folder(line: Line) -> bool:
    return line.size == 0 and (line.raw.endswith((b"/", b"\\")) or stat.S_ISDIR(line.mode))


def is_link(line: Line) -> bool:
    return stat.S_ISLNK(line.mode)


def overlapping(lines: list[Line]) -> set[int]:
    """The numbers of lines whose bytes begin inside those of another one: how zip bombs are made, never an honest zip."""
    found: set[int] = set()
    end = -1
    for number in sorted(range(len(lines)), key=lambda number: lines[number].start):
        line = lines[number]
        if line.start < end:
            found.add(number)
        end = max(end, line.start + 30 + len(line.raw) + line.length)
    return found


def is_document(lines: Iterable[Line]) -> bool:
    """Whether the zip is one document or program for its users, and no folder of files: it stays whole."""
    every = list(lines)
    names = {line.raw for line in every}
    if b"[Content_Types].xml" in names and any(raw.startswith(_OFFICE) for raw in names):
        return True  # Microsoft Office (ECMA-376 part 2)
    if every and every[0].raw == b"mimetype" and every[0].method == STORED and every[0].size < 100:
        return True  # OpenDocument, EPUB (OCF 4.3)
    if b"Index/Document.iwa" in names or b"buildVersionHistory.plist" in names:
        return True  # Apple Pages, Numbers, Keynote
    program = b"META-INF/MANIFEST.MF" in names or b"AndroidManifest.xml" in names
    return program and any(raw.endswith((b".class", b".dex")) for raw in names)  # jar, apk
