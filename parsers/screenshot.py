"""Screenshot of a chat, read bubble by bubble (JPEG, PNG, HEIC, WebP, GIF, BMP, TIFF, AVIF).

Any app: a chat is told by how it looks, not by its name. What shows no chat is left to the reader for pictures.
"""

from collections.abc import Iterator

from archive.records import Item
from parsers import Confidence, Source
from parsers._sniff import media_type

VERSION = 3


def identify(source: Source) -> Confidence:
    """PROBABLE for a picture that names no camera: `confirm` looks at what it shows."""
    head = source.head
    is_picture = media_type(head).startswith("image/")
    return Confidence.PROBABLE if is_picture and not _by_camera(head) else Confidence.NO


def confirm(source: Source) -> bool:
    """Whether the picture shows a chat. Reads it, which `parse` does not do again."""
    from parsers._screen.reading import chat_in  # NumPy and OpenCV take a third of a second to load

    return chat_in(source) is not None


def parse(source: Source) -> Iterator[Item]:
    """One record for the picture, one for each message in it; then Problems for what could not be decoded."""
    from parsers._screen.reading import items

    yield from items(source)


def _by_camera(head: bytes) -> bool:
    """Whether EXIF holds the exposure of a lens: its tag 0x829A (seconds the shutter stood open), type 5, one value."""
    exif = head.find(b"Exif\0\0")
    if exif < 0:
        return False
    block = head[exif : exif + 4096]
    return b"\x82\x9a\0\5\0\0\0\1" in block or b"\x9a\x82\5\0\1\0\0\0" in block
