"""EXIF values as text, alike whichever reader they come from, so that two readings can be compared and kept."""

import hashlib
import re
from contextlib import suppress
from fractions import Fraction
from itertools import islice
from numbers import Rational

from parsers._text import decode, scrub

LONGEST = 500
"""Characters of one value that are kept; the picture itself keeps the rest."""

_LISTED = 64
_CODES = {b"ASCII\0\0\0": "ascii", b"UNICODE\0": "utf-16", b"JIS\0\0\0\0\0": "iso2022_jp", b"\0" * 8: "ascii"}
_CODED = {0x9286, 0x001B, 0x001C}  # UserComment, GPSProcessingMethod, GPSAreaInformation: eight bytes name the charset
_WIDE = range(0x9C9B, 0x9CA0)  # XPTitle … XPSubject: UTF-16, written by Windows
_NUMBER = re.compile(r"-?\d{1,20}(?:\.\d{1,20}|/\d{1,20})?\Z", re.ASCII)


def as_text(tag: int, value: object) -> str | None:
    """A tag's value as one line of text; None when it is no value that EXIF can have."""
    if isinstance(value, bytes):
        return shortened(_from_bytes(tag, value))
    if isinstance(value, tuple | list):
        return shortened(_from_list(tag, value))
    if isinstance(value, str):
        return shortened(_legible(value))
    return _number(value)


def shortened(text: str) -> str:
    """At most 500 characters, with a note of how many there were. Half characters become U+FFFD."""
    text = scrub(text)[0]
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} [… cut: {len(text)} characters in all]"


def is_shortened(text: str) -> bool:
    return len(text) > LONGEST


def number(text: str) -> Fraction | None:
    """The number that a text from here shows, or None. Short ones only: 1e999999999 would take a day to work out."""
    if not _NUMBER.match(text):
        return None
    try:
        return Fraction(text)
    except ZeroDivisionError:  # 0/0: the writer did not know
        return None


def _number(value: object) -> str | None:
    if isinstance(value, int | float):
        return str(int(value)) if isinstance(value, bool) else str(value)
    if isinstance(value, Rational):
        top, bottom = int(value.numerator), int(value.denominator)
        return str(Fraction(top, bottom)) if bottom else f"{top}/0"
    return None


def _from_list(tag: int, values: tuple[object, ...] | list[object]) -> str:
    parts = [as_text(tag, value) or "" for value in islice(values, _LISTED)]
    return ", ".join(parts) + (f" [… cut: {len(values)} values in all]" if len(values) > _LISTED else "")


def _from_bytes(tag: int, data: bytes) -> str:
    if tag in _CODED and (code := _CODES.get(data[:8])):
        return _coded(data[8:], code)
    if tag in _WIDE:
        return data.decode("utf-16-le", "replace").rstrip("\0")
    bare = data.rstrip(b"\0")
    if all(32 <= byte < 127 for byte in bare[: LONGEST * 4]) and (bare or not data):
        return bare.decode("ascii", "replace")
    return data.hex() if len(data) <= 32 else f"{len(data)} bytes, SHA-256 {hashlib.sha256(data).hexdigest()}"


def _coded(data: bytes, code: str) -> str:
    """UTF-16 without a mark is in the byte order of the file, which most writers forget: the zeros tell."""
    if code == "utf-16":
        code = "utf-16-be" if data[::2].count(0) > data[1::2].count(0) else "utf-16-le"
    elif code == "ascii":
        return decode(data.rstrip(b"\0 ")).text
    return data.decode(code, "replace").rstrip("\0 ")


def _legible(text: str) -> str:
    """Text that a reader took for Latin-1, which EXIF's ASCII is not: UTF-8 where it fits, else Windows-1252."""
    with suppress(UnicodeEncodeError):  # then the reader had decoded it already
        text = decode(text.encode("latin-1")).text
    return text.rstrip("\0")
