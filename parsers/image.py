"""Photo, screenshot or scanned page (JPEG, PNG, HEIC, WebP, GIF, BMP, TIFF, AVIF).

Any picture made of points, told by its first bytes. Drawings (SVG) are none: they are programs of lines.
"""

from collections.abc import Iterator

from archive.records import Item
from parsers import Confidence, Source
from parsers._sniff import media_type

VERSION = 1


def identify(source: Source) -> Confidence:
    """POSSIBLE for every picture: only the container is known, so whoever knows what it shows wins."""
    return Confidence.POSSIBLE if media_type(source.head).startswith("image/") else Confidence.NO


def parse(source: Source) -> Iterator[Item]:
    """One record a file, whatever can be said of it; a Problem for what cannot be decoded."""
    from parsers._image_record import read  # the libraries for pictures take a quarter of a second to load

    yield from read(source)
