"""Opens pictures with Pillow within limits: which formats, how large, how often a file may be read, what may go wrong.

Pillow is told which formats it may try, because some of its others start programs (EPS) or read other files. All of
its switches are global, so they are set for the time of a call only.
"""

import io
import logging
import os
import struct
import tempfile
import warnings
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import NamedTuple

from PIL import Image, ImageFile, UnidentifiedImageError

from parsers._image.prepare import spare

MOST_PIXELS = 200_000_000
"""Larger pictures are not decoded. The largest phone cameras make 200 megapixels; a bomb of 1 kB can claim more."""

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", "HEIF", "AVIF")

DECODING = (
    OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, AttributeError, EOFError, ArithmeticError,
    RuntimeError, AssertionError, MemoryError, UnboundLocalError, struct.error, zlib.error,
    Image.DecompressionBombError,
)  # fmt: skip
"""What Pillow and its plugins raise on damaged pictures, found by reading them and by feeding them injured files."""

logging.getLogger("PIL").addHandler(logging.NullHandler())  # else its warnings about evidence go to the terminal


class Metered(io.BytesIO):
    """Bytes that may be read only so often: a file of 1 MB can ask a reader for a million pages or gigabytes of tags."""

    def __init__(self, data: bytes, reads: int = 3_000_000, volume: int = 8 << 30) -> None:
        super().__init__(data)
        self._reads, self._volume = reads, volume

    def read(self, size: int | None = -1, /) -> bytes:
        found = super().read(size)
        self._reads -= 1
        self._volume -= len(found)
        if self._reads < 0 or self._volume < 0:
            raise OSError("the file sends its reader round in circles")
        return found


class Header(NamedTuple):
    """A picture that is open but not decoded: what its first bytes say, and what had to be overlooked to open it."""

    picture: Image.Image
    size: tuple[int, int]
    format: str
    frames: int
    exif: bytes
    hurt: str


def opened(data: bytes) -> Header:
    """Open a picture, first strictly, then overlooking damage. Raises one of DECODING when neither works."""
    with limits():
        try:
            return _header(data, "")
        except Image.DecompressionBombError:
            raise
        except DECODING as error:
            with leniency():
                return _header(_sound_chunks(data), why(error))


def decoded(header: Header, data: bytes, number: int | None) -> tuple[Image.Image, str]:
    """A page (from 0; None is the one that the file opens at), and what had to be overlooked. Raises one of DECODING."""
    said: list[str] = []
    with limits(), overhearing(said, listen=header.format == "TIFF"):
        picture, hurt = _decoded(header, data, number)
        if header.format == "TIFF":
            hurt = hurt or _missing_strips(picture, len(data))
    hurt = hurt or "".join(said)
    if hurt and number:  # Pillow leaves the page before in a page that libtiff could not decode
        with limits(), leniency(), overhearing([], listen=True):
            picture = _load(_fresh(data), number)
    return picture, hurt


def coloured(data: bytes) -> Image.Image:
    """The first picture of a file with its colours, as far as it can be decoded. Raises one of DECODING."""
    with limits():
        try:
            picture = _fresh(data)
            _refuse_giants(picture)
            picture.load()
        except Image.DecompressionBombError:
            raise
        except DECODING:
            with leniency():
                picture = _fresh(_sound_chunks(data))
                _refuse_giants(picture)
                picture.load()
    return picture


def _refuse_giants(picture: Image.Image) -> None:
    if picture.width * picture.height > MOST_PIXELS:
        raise Image.DecompressionBombError(f"{picture.width} x {picture.height} points")


def _decoded(header: Header, data: bytes, number: int | None) -> tuple[Image.Image, str]:
    try:
        return _load(header.picture, number), ""
    except Image.DecompressionBombError:
        raise
    except DECODING as error:
        with leniency():
            return _load(_fresh(_sound_chunks(data)), number), why(error)


def _missing_strips(picture: Image.Image, size: int) -> str:
    """A page of a TIFF may lie beyond the end of its file, and is decoded as black without a word."""
    tags: Mapping[int, object] = getattr(picture, "tag_v2", {})
    starts, lengths = (tags.get(strips) or tags.get(tiles) for strips, tiles in ((273, 324), (279, 325)))
    if not isinstance(starts, tuple):
        return "the page does not say where its points are"
    lengths = lengths if isinstance(lengths, tuple) else (0,) * len(starts)
    return "the page is truncated" if any(a + b > size for a, b in zip(starts, lengths, strict=False)) else ""


def why(error: BaseException) -> str:
    """A decoder's error in a few words, for people who want to know."""
    if isinstance(error, UnidentifiedImageError):
        return "its beginning is damaged"
    if isinstance(error, UnicodeError | LookupError | TypeError | AttributeError | UnboundLocalError):
        return "a part of it is damaged"
    return (str(error).strip() or type(error).__name__).rstrip(".")


@contextmanager
def overhearing(said: list[str], *, listen: bool) -> Iterator[None]:
    """Hear what a C library says on the terminal: libtiff tells of damaged pages nowhere else. `said` gets its first line."""
    try:
        terminal = os.dup(2) if listen else -1
    except OSError:  # there is no terminal to speak to
        terminal = -1
    if terminal < 0:
        yield
        return
    with tempfile.TemporaryFile() as ear:
        os.dup2(ear.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(terminal, 2)
            os.close(terminal)
            ear.seek(0)
            said += ear.read(2000).decode("utf-8", "replace").split("\n")[:1]


@contextmanager
def limits() -> Iterator[None]:
    """Pillow with our limit on pixels and without its warnings: what they tell is found in other ways."""
    _learn_heif()
    before = Image.MAX_IMAGE_PIXELS
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        Image.MAX_IMAGE_PIXELS = before


@contextmanager
def leniency() -> Iterator[None]:
    """Pillow fills in what is missing from a cut picture instead of refusing it."""
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


@cache
def _learn_heif() -> None:
    """Teach Pillow iPhone pictures: the main picture only, and with one thread, as two workers share two cores."""
    import pi_heif

    pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)


def _fresh(data: bytes) -> Image.Image:
    return Image.open(Metered(data), formats=FORMATS)


def _header(data: bytes, hurt: str) -> Header:
    picture = _fresh(data)
    size, name = picture.size, picture.format or ""
    exif = picture.info.get("exif") or chunk(data, b"eXIf") or _profile(picture)
    try:
        frames = getattr(picture, "n_frames", 1)
    except DECODING as error:
        frames, hurt = _countable(data) if name == "TIFF" else 1, hurt or why(error)
        picture = _fresh(data)
    return Header(picture, size, name, frames, exif if isinstance(exif, bytes) else b"", hurt)


def _countable(data: bytes) -> int:
    """How many pages can be reached, where the chain of pages is broken."""
    picture, found = _fresh(data), 1
    try:
        while True:
            picture.seek(found)
            found += 1
    except DECODING:
        return found


def _sound_chunks(data: bytes) -> bytes:
    """A PNG without its nonsense, at which Pillow gives up: up to its points what makes no chunk is left out, behind
    them all that follows. Files of other formats as they are."""
    if not data.startswith(b"\x89PNG"):
        return data
    sound, at, pixels = [data[:8]], 8, False
    while len(kind := data[at + 4 : at + 8]) == 4:
        end = at + int.from_bytes(data[at : at + 4], "big") + 12
        if kind.isalpha():
            sound.append(data[at:end])
            pixels = pixels or kind == b"IDAT"
        elif pixels:
            break
        elif not data[end + 4 : end + 8].isalpha():
            end = max(data.find(b"IDAT", at) - 4, at + 4)
        at = end
    return b"".join(sound)


def chunk(data: bytes, wanted: bytes) -> bytes:
    """The content of the first chunk of a kind in a PNG, wherever it stands; b"" if there is none."""
    at = 8
    while data.startswith(b"\x89PNG") and len(kind := data[at + 4 : at + 8]) == 4:
        length = int.from_bytes(data[at : at + 4], "big")
        if kind == wanted:
            return data[at + 8 : at + 8 + length]
        at += length + 12
    return b""


def _profile(picture: Image.Image) -> bytes:
    """EXIF as ImageMagick writes it into PNG: a text of hexadecimal digits after three lines."""
    text = picture.info.get("Raw profile type exif")
    return bytes.fromhex("".join(text.split("\n")[3:])) if isinstance(text, str) else b""


def _load(picture: Image.Image, number: int | None) -> Image.Image:
    if number is not None:
        picture.seek(number)
    _refuse_giants(picture)
    spare(picture)
    picture.load()
    return picture
