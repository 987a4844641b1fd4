"""EXIF by two readers, Pillow and exifread: the union of what they find, and where they disagree.

Neither is enough alone: exifread finds nothing in WebP and fails on some HEIC, Pillow says nothing about what it
skips. Where both answer, Pillow's value is kept and a difference is told. exifread is run without `details`, which
would cost twenty times as much for maker notes; the UserComment that it then leaves out comes from Pillow.
EXIF 2.32 is CIPA DC-008; the numbers of the tags are from there.
"""

import logging
import re
import struct
import warnings
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import exifread
from exifread.core.exceptions import ExifError
from PIL import ExifTags, Image

from parsers._image.open import DECODING, Header, Metered, limits
from parsers._image.values import as_text, is_shortened

Tag = tuple[str, int]
"""A group of tags (Image, EXIF, GPS, Thumbnail) and the number of one in it."""

MOST_TAGS = 200
_TURN: Tag = ("Image", 0x0112)
_GROUPS = {
    "EXIF": ExifTags.IFD.Exif, "GPS": ExifTags.IFD.GPSInfo, "Thumbnail": ExifTags.IFD.IFD1,
}  # fmt: skip
_PLUMBING = {0x8769, 0x8825, 0xA005, 0x014A, 0x0201, 0x0202, 0x0111, 0x0117, 0x0144, 0x0145, 0x02BC}
"""Where things stand in the file (offsets and lengths), and XMP, which is read apart."""
_BYTES = (1, 7)  # types BYTE and UNDEFINED: exifread gives them as lists of numbers

_FAILING = (
    ExifError, OSError, EOFError, AssertionError, ValueError, TypeError, KeyError, IndexError, AttributeError,
    ArithmeticError, NotImplementedError, RecursionError, MemoryError, UnboundLocalError, struct.error,
)  # fmt: skip
"""What exifread raises on damaged files, found by reading it and by feeding it injured files."""

logging.getLogger("exifread").addHandler(logging.NullHandler())


class BeyondTheEnd(ExifError):
    """Tags say that their values stand where the block has ended."""


class Exif(NamedTuple):
    """What two readers found. `failed` names a reader that gave no answer, with the error it stopped at."""

    tags: Mapping[Tag, str] = {}
    disagreements: tuple[str, ...] = ()
    failed: Mapping[str, str] = {}
    warnings: tuple[str, ...] = ()

    def text(self, group: str, number: int) -> str:
        """The value of a tag, or ""."""
        return self.tags.get((group, number), "")

    def named(self) -> dict[str, str]:
        """The tags by the names that people know, in the order of the standard; at most 200."""
        return {_name(tag): self.tags[tag] for tag in _ordered(self.tags)[:MOST_TAGS]}


def read_exif(data: bytes, header: Header | None) -> Exif:
    """EXIF of a picture, of which Pillow may have been unable to open more than that (None)."""
    is_tiff = data[:4] in (b"II*\0", b"MM\0*")  # then the whole file is one block
    block = b"" if is_tiff else _block(data, header)
    first, failed_first = _answer(_by_pillow(data if is_tiff else block))
    second, failed_second = _answer(_by_exifread(data, len(block) if header else 0))
    if header and _TURN in first and isinstance(turned := header.picture.info.get("original_orientation"), int):
        first[_TURN] = str(turned)  # the plugin for HEIC turns the picture and overwrites the tag
    if is_tiff:  # its second set of tags is its second page
        first, second = _without_thumbnail(first), _without_thumbnail(second)
    tags = {**second, **first}
    failed = {name: text for name, text in (("Pillow", failed_first), ("exifread", failed_second)) if text}
    differing = [_difference(tag, first[tag], second[tag]) for tag in _ordered(first) if _differ(tag, first, second)]
    codes = _warnings(tags, bool(differing), bool(block), failed)
    return Exif(tags, tuple(differing[:MOST_TAGS]), failed, tuple(codes))


def _block(data: bytes, header: Header | None) -> bytes:
    """The EXIF block, from where Pillow found it; in a picture that it cannot open, from behind the usual mark."""
    if header is None:
        at = data.find(b"Exif\0\0")
        return data[at + 6 : at + 65_536] if at >= 0 else b""
    return re.sub(rb"\A(?:Exif\0\0){1,2}", b"", header.exif)


def _without_thumbnail(found: Mapping[Tag, str]) -> dict[Tag, str]:
    return {tag: text for tag, text in found.items() if tag[0] != "Thumbnail"}


def _answer(reading: Iterator[tuple[Tag, str]]) -> tuple[dict[Tag, str], str]:
    """What a reader finds, and how it failed, if it did: Pillow stops at damage with no more than a warning."""
    found: dict[Tag, str] = {}
    try:
        with limits(), warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            found.update(reading)  # keeps what came before an error
    except (*_FAILING, *DECODING) as error:
        return found, type(error).__name__
    return found, "damaged" if said else ""


def _by_pillow(block: bytes) -> Iterator[tuple[Tag, str]]:
    if not block:
        return
    exif = Image.Exif()
    exif.load_from_fp(Metered(block, reads=200_000, volume=64 << 20))
    yield from _texts("Image", dict(exif))
    for group, ifd in _GROUPS.items():
        tags = exif.get_ifd(ifd)
        if group != "Thumbnail" or tags != dict(exif):  # without a thumbnail, a cut block leads back to its start
            yield from _texts(group, tags)


def _texts(group: str, found: Mapping[int, object]) -> Iterator[tuple[Tag, str]]:
    for number, value in found.items():
        text = as_text(number, value)
        if text is not None and number not in _PLUMBING:
            yield (group, number), text


def _by_exifread(data: bytes, length: int) -> Iterator[tuple[Tag, str]]:
    """Tags as exifread finds them. Past the end of a cut block of this `length` it would read what comes after."""
    stream = Metered(data, reads=200_000, volume=64 << 20)
    beyond = False
    for name, tag in exifread.process_file(stream, details=False, extract_thumbnail=False).items():
        group = name.partition(" ")[0]
        if length and tag.field_offset + tag.field_length > length:
            beyond = True
        elif group in ("Image", *_GROUPS) and tag.tag not in _PLUMBING and (tag.values or not tag.field_length):
            text = as_text(tag.tag, _plain(tag.values, int(tag.field_type)))
            if text is not None:
                yield (group, tag.tag), text
    if beyond:
        raise BeyondTheEnd


def _plain(values: object, kind: int) -> object:
    """exifread's lists as Pillow has them: bytes as bytes, a single value bare, floats out of their tuples."""
    if not isinstance(values, list):
        return values
    if kind in _BYTES and all(isinstance(value, int) for value in values):
        return bytes(value & 0xFF for value in values)
    values = [value[0] if isinstance(value, tuple) and len(value) == 1 else value for value in values]
    return values[0] if len(values) == 1 else values


def _differ(tag: Tag, first: Mapping[Tag, str], second: Mapping[Tag, str]) -> bool:
    """Readers disagree when both answer, and differ in more than padding and what follows a NUL."""
    if tag not in second or is_shortened(first[tag]):
        return False
    ours, theirs = (found[tag].partition("\0")[0].strip() for found in (first, second))
    return ours != theirs


def _difference(tag: Tag, ours: str, theirs: str) -> str:
    return f"{_name(tag)}: Pillow reads “{ours}”, exifread reads “{theirs}”"


def _warnings(tags: Mapping[Tag, str], differing: bool, expected: bool, failed: Mapping[str, str]) -> Iterator[str]:
    if differing:
        yield "exif-readers-differ"
    if expected and not tags:
        yield "exif-unreadable"
    elif "Pillow" in failed or BeyondTheEnd.__name__ in failed.values():
        yield "exif-damaged"
    if len(tags) > MOST_TAGS or any(is_shortened(text) for text in tags.values()):
        yield "exif-shortened"


def _ordered(tags: Mapping[Tag, str]) -> list[Tag]:
    groups = ["Image", *_GROUPS]
    return sorted(tags, key=lambda tag: (groups.index(tag[0]), tag[1]))


def _name(tag: Tag) -> str:
    group, number = tag
    known = ExifTags.GPSTAGS if group == "GPS" else ExifTags.TAGS
    return f"{group} {known.get(number, f'0x{number:04X}')}"
