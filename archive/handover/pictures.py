"""Small copies of pictures for the chronology and the viewer, drawn anew from their pixels: nothing else of a file goes along."""

import io
import struct
import warnings
from typing import BinaryIO

from msgspec import Struct
from PIL import Image, ImageOps, UnidentifiedImageError

_SIDE = 480
_MOST_PIXELS = 200_000_000
_MOST_BYTES = 256 << 20
_MARKS = (b"GPSLatitude", b"GPSCoordinates", b"location.ISO6709", b"<gpx")
_GPS = 0x8825  # EXIF 2.32: pointer to the GPS block
_BROKEN = (
    OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, AttributeError, OverflowError, ZeroDivisionError,
    EOFError, struct.error, UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning, RuntimeError,
)  # fmt: skip
"""What Pillow raises at broken pictures: decoders for odd formats are not careful with bytes made to harm."""


class Look(Struct, frozen=True):
    """What was seen of a picture: a small JPEG, b"" if it cannot be drawn; its media type; whether it says where it was taken."""

    thumbnail: bytes = b""
    media: str = ""
    placed: bool = False


def look(stream: BinaryIO) -> Look:
    """Look at a picture. What is no picture, or a broken one, gives an empty Look; never raises for its content."""
    _more_formats()
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(stream) as picture:
                media = Image.MIME.get(picture.format or "", "")
                if picture.width * picture.height > _MOST_PIXELS:
                    return Look(b"", media, _has_place(picture))
                placed = _has_place(picture)
                small = _small(picture)
                return Look(small, media, placed or _has_mark(stream))
        except _BROKEN:
            return Look()


def tells_place(stream: BinaryIO) -> bool:
    """Whether a picture says where it was taken, in its EXIF block or anywhere else in its bytes; a film may always."""
    head = stream.read(32)
    if head[4:8] == b"ftyp" and head[8:12] not in (b"heic", b"heix", b"mif1", b"avif"):
        return True
    data = head + stream.read(_MOST_BYTES)
    return any(mark in data for mark in _MARKS) or look(io.BytesIO(data)).placed


def without_place(stream: BinaryIO) -> bytes:
    """A JPEG or PNG copy of a picture, upright, with the same pixels and none of its notes. Raises OSError when it cannot be made."""
    _more_formats()
    try:
        with Image.open(stream) as picture:
            form = "PNG" if picture.format == "PNG" else "JPEG"
            upright = ImageOps.exif_transpose(picture)
            out = io.BytesIO()
            plain = upright if form == "PNG" else upright.convert("RGB")
            plain.info.clear()
            plain.save(out, form, quality=92, exif=b"")
            return out.getvalue()
    except _BROKEN as error:
        raise OSError(f"a copy without its position cannot be made: {error}") from error


def _small(picture: Image.Image) -> bytes:
    picture.draft("RGB", (_SIDE * 2, _SIDE * 2))
    upright = ImageOps.exif_transpose(picture)
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        upright = upright.convert("RGBA")
        ground = Image.new("RGBA", upright.size, "white")
        upright = Image.alpha_composite(ground, upright)
    small = upright.convert("RGB")
    small.thumbnail((_SIDE, _SIDE))
    small.info.clear()
    out = io.BytesIO()
    small.save(out, "JPEG", quality=80)
    return out.getvalue()


def _has_place(picture: Image.Image) -> bool:
    return bool(picture.getexif().get_ifd(_GPS))


def _has_mark(stream: BinaryIO) -> bool:
    """Whether a position is told in words, as XMP does."""
    stream.seek(0)
    data = stream.read(_MOST_BYTES)
    return any(mark in data for mark in _MARKS)


def _more_formats() -> None:
    """iPhone pictures, where the decoder is there."""
    from pi_heif import register_heif_opener

    register_heif_opener()
