"""What pictures carry beside EXIF: the texts and the clock of a PNG, comments, and XMP; each as it is written.

PNG: https://www.w3.org/TR/png-3/ (11.3.3 texts, 11.3.4 tIME, which is UTC). XMP: ISO 16684-1. XMP is XML, and a
hostile one can be a bomb; the few properties that matter here are looked for in its text, and nothing is expanded.
"""

import re
import struct
from collections.abc import Iterator, Mapping
from html import unescape

from parsers._image.open import chunk
from parsers._image.values import shortened
from parsers._text import decode

MOST_NOTES = 50
_MOST_XMP = 512 << 10
_PROPERTIES = (
    "exif:DateTimeOriginal", "exif:UserComment", "photoshop:DateCreated", "xmp:CreateDate", "xmp:ModifyDate",
    "xmp:CreatorTool", "tiff:Make", "tiff:Model",
)  # fmt: skip
_PROPERTY = re.compile(rf"({'|'.join(_PROPERTIES)})\s*(?:=\s*([\"'])(.{{0,1000}}?)\2|>(.{{0,1000}}?)</\1>)", re.DOTALL)
_MARKUP = re.compile(r"<[^<>]{0,200}>")


def notes(data: bytes, info: Mapping[str | tuple[int, int], object]) -> dict[str, str]:
    """Every note by its name: `PNG Software`, `PNG tIME`, `XMP xmp:CreatorTool`, `Comment`. `info` is Pillow's."""
    found: dict[str, str] = {}
    is_png = data.startswith(b"\x89PNG")
    for name, text in (*_texts(info, is_png), *_xmp(info.get("xmp")), *_clock(chunk(data, b"tIME"))):
        if len(found) < MOST_NOTES:
            found.setdefault(shortened(name), shortened(text))
    return found


def _texts(info: Mapping[str | tuple[int, int], object], is_png: bool) -> Iterator[tuple[str, str]]:
    """PNG's text chunks, which Pillow puts under their own names among its own facts, and a comment of JPEG or GIF."""
    for name, value in info.items():
        if is_png and isinstance(name, str) and isinstance(value, str) and name != "XML:com.adobe.xmp":
            if not name.startswith("Raw profile type"):
                yield f"PNG {name}", value
        elif name == "comment" and isinstance(value, bytes | str):
            yield "Comment", decode(value).text.rstrip("\0") if isinstance(value, bytes) else value


def _xmp(packet: object) -> Iterator[tuple[str, str]]:
    if isinstance(packet, str):
        text = packet
    elif isinstance(packet, bytes):
        text = decode(packet[:_MOST_XMP]).text
    else:
        return
    for found in _PROPERTY.finditer(text[:_MOST_XMP]):
        value = found[3] if found[2] else _MARKUP.sub("", found[4])
        yield f"XMP {found[1]}", unescape(value).strip()


def _clock(content: bytes) -> Iterator[tuple[str, str]]:
    """The tIME chunk, written out: year, month, day, hour, minute, second of the last change."""
    if len(content) == 7:
        year, *rest = struct.unpack(">H5B", content)
        yield "PNG tIME", "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z".format(year, *rest)
