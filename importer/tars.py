"""The members of a tar: where they stand, read from header to header (POSIX.1-2008 pax; GNU tar manual, "Standard").

Python's tarfile stops at the first damaged header and says nothing of what follows; here the next good one is found.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple

BLOCK = 512
_FAR = 1e11  # seconds: beyond the year 5000 a time is damage
_LONGEST_HEADER = 1 << 20  # of the extra kind: a name or a list of properties
_NUMBER = re.compile(rb"[ \0]*([0-7]*)[ \0]*\Z|[ \0]*([0-7]+)[ \0]")
_RECORD, _DIGITS = re.compile(rb"(\d{1,7}) "), re.compile(rb"\d{1,19}")

FILE, LINK, SYMLINK, DEVICE, FOLDER, SPARSE = "file", "link", "symlink", "device", "folder", "sparse"
_KINDS = {b"1": LINK, b"2": SYMLINK, b"3": DEVICE, b"4": DEVICE, b"6": DEVICE, b"5": FOLDER, b"D": FOLDER, b"S": SPARSE}
_LONG_NAME, _LONG_LINK, _PROPERTIES, _COMMON, _NO_FILE = b"L", b"K", b"xX", b"g", b"VNM"


class TarMember(NamedTuple):
    """One member. `link` is the name that a link leads to; `left` is how many of its `size` bytes are really there."""

    raw: bytes
    kind: str
    start: int
    size: int
    left: int
    modified: float | None
    link: bytes = b""


class Damage(NamedTuple):
    """A place where no header stands though one should. Reading goes on behind it."""

    at: int


class _Header(NamedTuple):
    raw: bytes
    type: bytes
    size: int
    modified: float | None
    link: bytes
    extended: bool  # an old GNU sparse file with more headers behind this one


@dataclass
class _Ahead:
    """What extra headers say about the member that follows them; `common` holds for all that follow."""

    own: dict[bytes, bytes] = field(default_factory=dict)
    common: dict[bytes, bytes] = field(default_factory=dict)

    def take(self) -> dict[bytes, bytes]:
        properties, self.own = {**self.common, **self.own}, {}
        return properties


def is_header(block: bytes) -> bool:
    """Whether 512 bytes are a tar header: their checksum stands among them."""
    return len(block) >= BLOCK and _header(block[:BLOCK]) is not None


def tar_members(stream: BinaryIO, length: int) -> Iterator[TarMember | Damage]:
    """Every member in the order of the file, also behind damage and behind the mark of the end."""
    ahead, at, lost = _Ahead(), 0, False
    while (at := _next_block(stream, at, length)) + BLOCK <= length:
        stream.seek(at)
        header = _header(stream.read(BLOCK))
        if header is None:
            if not lost:
                yield Damage(at)
            at, lost = at + BLOCK, True
            continue
        lost = False
        body = _body(stream, at, header)
        if _is_extra(stream, header, body, ahead):
            at = body + _padded(header.size)
            continue
        member = _member(header, body, length, ahead.take())
        if header.type not in _NO_FILE:
            yield member
        at = body + (0 if _is_bare_link(stream, member) else _padded(member.size))
    if at < length and not lost:
        yield Damage(at)


def _next_block(stream: BinaryIO, at: int, length: int) -> int:
    """The first block from `at` on that is not all zeros."""
    size = BLOCK
    while at < length:
        stream.seek(at)
        data = stream.read(min(size, length - at))
        if not data:
            break
        left = len(data.lstrip(b"\0"))
        if left:
            return at + (len(data) - left) // BLOCK * BLOCK
        at, size = at + len(data), min(1 << 20, size * 4)
    return length


def _header(block: bytes) -> _Header | None:
    checksum, size = _number(block[148:156]), _number(block[124:136])
    if checksum is None or size is None or size < 0:
        return None
    plain = block[:148] + b" " * 8 + block[156:]
    if checksum not in (sum(plain), sum(plain) - 256 * sum(byte > 127 for byte in plain)):
        return None
    raw = block[:100].partition(b"\0")[0]
    if block[257:263] == b"ustar\0" and block[345]:
        raw = block[345:500].partition(b"\0")[0] + b"/" + raw
    modified, type_ = _number(block[136:148]), block[156:157]
    extended = type_ == b"S" and bool(block[482])
    return _Header(raw, type_, size, modified, block[157:257].partition(b"\0")[0], extended)


def _number(data: bytes) -> int | None:
    """Octal digits; or, where they would not fit, GNU's binary with the highest bit set."""
    if data[:1] == b"\x80" or data[:1] == b"\xff":
        return int.from_bytes(data[1:], "big") - (1 << 8 * (len(data) - 1) if data[:1] == b"\xff" else 0)
    found = _NUMBER.match(data)
    return int(found[1] or found[2] or b"0", 8) if found else None


def _padded(size: int) -> int:
    return (size + BLOCK - 1) // BLOCK * BLOCK


def _body(stream: BinaryIO, at: int, header: _Header) -> int:
    """Where the bytes of the member begin."""
    at, more = at + BLOCK, header.extended
    while more:
        stream.seek(at)
        block = stream.read(BLOCK)
        at, more = at + BLOCK, len(block) == BLOCK and bool(block[504])
    return at


def _is_extra(stream: BinaryIO, header: _Header, body: int, ahead: _Ahead) -> bool:
    """Whether the header is about the next member only; if so, what it says is put into `ahead`."""
    names = {_LONG_NAME: b"path", _LONG_LINK: b"linkpath"}
    if header.type not in names and header.type not in (b"x", b"X", _COMMON):
        return False
    stream.seek(body)
    data = stream.read(min(header.size, _LONGEST_HEADER))
    if header.type in names:
        ahead.own[names[header.type]] = data.partition(b"\0")[0]
    else:
        (ahead.common if header.type == _COMMON else ahead.own).update(_properties(data))
    return True


def _properties(data: bytes) -> dict[bytes, bytes]:
    """Records of the form `length key=value` with a line feed; what is not of that form ends the list."""
    found: dict[bytes, bytes] = {}
    at = 0
    while head := _RECORD.match(data, at):
        end = at + int(head[1])
        if end <= head.end() or end > len(data):
            break
        key, _, value = data[head.end() : end - 1].partition(b"=")
        found[key] = value
        at = end
    return found


def _member(header: _Header, body: int, length: int, said: dict[bytes, bytes]) -> TarMember:
    raw, link = said.get(b"path", header.raw), said.get(b"linkpath", header.link)
    size = int(said[b"size"]) if _DIGITS.fullmatch(said.get(b"size", b"")) else header.size
    kind = _KINDS.get(header.type, FILE)
    if any(key.startswith(b"GNU.sparse.") for key in said):
        kind, raw = SPARSE, said.get(b"GNU.sparse.name", raw)
    if kind == FILE and header.type in (b"\0", b"0") and raw.endswith(b"/") and not size:
        kind = FOLDER
    modified = _seconds(said.get(b"mtime", b""), header.modified)
    return TarMember(raw, kind, body, size, max(0, min(size, length - body)), modified, link)


def _seconds(said: bytes, otherwise: float | None) -> float | None:
    """The time that was said, else the one in the header. None where it is no time, or 0: then nobody set it."""
    try:
        seconds: float | None = float(said[:40]) if said else otherwise
    except ValueError:
        seconds = otherwise
    return seconds if seconds and abs(seconds) < _FAR else None


def _is_bare_link(stream: BinaryIO, member: TarMember) -> bool:
    """Whether a link or folder that claims a size has no bytes of its own: then the next header follows at once."""
    if member.kind not in (LINK, SYMLINK, FOLDER, DEVICE) or not member.size:
        return False
    stream.seek(member.start)
    block = stream.read(BLOCK)
    return not block.strip(b"\0") or is_header(block)
