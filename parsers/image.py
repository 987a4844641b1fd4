"""Photo, screenshot or scanned page (JPEG, PNG, HEIC, WebP, GIF, BMP, TIFF, AVIF).

Any picture made of points, told by its first bytes. Drawings (SVG) are none: they are programs of lines.
"""

from collections.abc import Iterator

from archive.records import Item, Notice, Record
from parsers import Confidence, Source
from parsers._sniff import media_type

VERSION = 1

_UNREAD = {
    "ocr-not-available": "The words in pictures were not read: the program tesseract, or its data of a language, is not "
    "installed. The pictures are kept. Install it and add them again.",
    "ocr-timed-out": "Reading the words took too long and was stopped. The picture is kept; add it again to try once more.",
}


def identify(source: Source) -> Confidence:
    """POSSIBLE for every picture: only the container is known, so whoever knows what it shows wins."""
    return Confidence.POSSIBLE if media_type(source.head).startswith("image/") else Confidence.NO


def parse(source: Source) -> Iterator[Item]:
    """One record a file, whatever can be said of it; a Problem for what cannot be decoded."""
    from parsers._image.record import read  # the libraries for pictures take a quarter of a second to load

    for item in read(source):
        yield item
        if isinstance(item, Record):
            yield from (Notice(code, text, again=True) for code, text in _UNREAD.items() if code in item.warnings)
