"""Tells containers from other files by their bytes, and documents that happen to be zips from zips of files."""

from enum import StrEnum

from importer.members import Extent
from importer.places import Place
from importer.tars import BLOCK, is_header
from importer.tree import Entry
from importer.unpack import Unreadable
from importer.zips import END, LOCAL, SPANNED, directory, is_document

PEEK = BLOCK
"""How many bytes of a file tell what kind of container it is."""


class Kind(StrEnum):
    """What a container is. FOREIGN: one that we know but do not open."""

    ZIP = "zip"
    TAR = "tar"
    GZIP = "gzip"
    BZIP2 = "bzip2"
    XZ = "xz"
    FOREIGN = "foreign"


STREAMS = frozenset({Kind.GZIP, Kind.BZIP2, Kind.XZ})
_MAGIC = {
    LOCAL: Kind.ZIP,
    END: Kind.ZIP,  # with nothing in it
    SPANNED: Kind.ZIP,  # the first part of a split one
    b"PK00PK\x03\x04": Kind.ZIP,  # was to be split, but fitted into one part
    b"\x1f\x8b\x08": Kind.GZIP,
    b"\xfd7zXZ\x00": Kind.XZ,
    b"7z\xbc\xaf\x27\x1c": Kind.FOREIGN,
    b"Rar!\x1a\x07": Kind.FOREIGN,
    b"\x28\xb5\x2f\xfd": Kind.FOREIGN,  # zstd
    b"\x04\x22\x4d\x18": Kind.FOREIGN,  # lz4
    b"MSCF\x00\x00\x00\x00": Kind.FOREIGN,  # cab
}
_BZIP2_BLOCKS = (b"1AY&SY", b"\x17rE8P\x90")  # pi and its root: a block of data, and the end of an empty file
_DISK_IMAGE, _DISK_IMAGE_AT = b"CD001", 32_769  # ISO 9660
_MAC_IMAGE, _MAC_IMAGE_SIZE = b"koly", 512  # at the start of the last 512 bytes of a dmg
_END_SIZE = 22


def kind_of(entry: Entry, head: bytes | None = None) -> Kind | None:
    """What kind of container a file is, or None. `head` are its first bytes, if somebody has read them already.

    Raises OSError when the file cannot be read.
    """
    if head is None:
        with entry.open() as stream:
            head = stream.read(_DISK_IMAGE_AT + len(_DISK_IMAGE))
    kind = by_head(head)
    extent = extent_of(entry) if kind in (None, Kind.ZIP) and not starts_a_document(head) else None
    if extent is None:
        return kind
    if kind is Kind.ZIP:
        return None if is_whole_document(extent) else kind
    return _by_tail(extent, head)


def by_head(head: bytes) -> Kind | None:
    """What the first bytes say. A zip may still be a document; a document known by its first member is None already."""
    found = next((kind for magic, kind in _MAGIC.items() if head.startswith(magic)), None)
    if found is Kind.ZIP and starts_a_document(head):
        return None
    if found is not None:
        return found
    if head.startswith(b"BZh") and head[4:10] in _BZIP2_BLOCKS:
        return Kind.BZIP2
    if head[257:262] == b"ustar" or is_header(head):
        return Kind.TAR
    return Kind.FOREIGN if head.startswith(_DISK_IMAGE, _DISK_IMAGE_AT) else None


def starts_a_document(head: bytes) -> bool:
    name = head[30 : 30 + int.from_bytes(head[26:28], "little")]
    return head.startswith(LOCAL) and (
        name == b"[Content_Types].xml" or (name == b"mimetype" and head[8:10] == b"\0\0")
    )


def is_whole_document(extent: Extent) -> bool:
    """Whether the zip is an Office file, an e-book, a program: one thing, that is kept and read as a whole."""
    with extent.open() as stream:
        try:
            return is_document(directory(stream, extent.length))
        except Unreadable:
            return False


def _by_tail(extent: Extent, head: bytes) -> Kind | None:
    """A zip behind other bytes (a self-extracting one, a signed one), or a disk image of a Mac: the end says so."""
    with extent.open() as stream:
        stream.seek(max(0, extent.length - _MAC_IMAGE_SIZE))
        tail = stream.read(_MAC_IMAGE_SIZE)
        if len(tail) == _MAC_IMAGE_SIZE and tail.startswith(_MAC_IMAGE):
            return Kind.FOREIGN
        ends = tail[-_END_SIZE:].startswith(END) and tail.endswith(b"\0\0")
        if not ends and not head.startswith(b"MZ"):
            return None
        try:
            lines = directory(stream, extent.length)
        except Unreadable:
            return None
    return Kind.ZIP if lines and not is_document(lines) else None


def extent_of(entry: Entry) -> Extent | None:
    """Where the bytes of an entry stand as they are; None when they are packed, or the zip around them is damaged."""
    place: Place = entry.place
    try:
        found = place.extent()
    except Unreadable:
        return None
    return None if found is None else Extent(place.file, *found)
