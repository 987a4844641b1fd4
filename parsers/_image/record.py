"""Makes one record of one picture: what its notes, its name, its pixels and a reading machine say about it."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from msgspec.structs import replace
from PIL import Image

from archive.records import Item, PhotoDetails, Problem, Record, locate
from parsers import HEAD, Source
from parsers._image.exif import Exif, read_exif
from parsers._image.names import Named, read_name
from parsers._image.notes import notes
from parsers._image.ocr import Page
from parsers._image.open import DECODING, Header, opened
from parsers._image.pages import Pages, read_pages, too_big, unreadable
from parsers._image.place import Place, place
from parsers._image.screenshot import Shape, score
from parsers._image.time import Taken, taken
from parsers._sniff import media_type

MOST_BYTES = 512 << 20
ANIMATED = ("GIF", "WEBP", "PNG", "AVIF")
_UNSURE = 60
_TURNED = {
    "2": "mirrored", "3": "needs a half turn", "4": "mirrored, and needs a half turn",
    "5": "mirrored, and needs a quarter turn", "6": "needs a quarter turn clockwise",
    "7": "mirrored, and needs a quarter turn", "8": "needs a quarter turn anticlockwise",
}  # fmt: skip


class Seen(NamedTuple):
    """All that one picture gave, ready to be put into a record."""

    source: Source
    header: Header | None
    pages: Pages
    exif: Exif
    notes: Mapping[str, str]
    named: Named


def read(source: Source, known: Page | None = None) -> Iterator[Item]:
    """One record for a picture, and Problems for what could not be decoded. A Problem alone where nothing is said.

    `known` is the text of the picture where somebody has read it already.
    """
    with source.open() as stream:
        data = stream.read(MOST_BYTES)
    if not media_type(data[:HEAD]).startswith("image/"):
        reason = "The file does not begin as a picture does, so nothing could be read. The file itself is kept."
        yield Problem(locate(("page", 1)), reason, "not-a-picture")
        return
    header, failed = _open(data)
    exif = read_exif(data, header)
    if header is None and not exif.tags:
        yield from failed
        return
    pages = read_pages(source, data, header, _turn(header, exif), known) if header else Pages()
    seen = Seen(source, header, pages, exif, notes(data, pages.info), read_name(source.name))
    yield _record(seen)
    if source.size > MOST_BYTES:
        pages.problems.append(_rest(source.size))
    yield from (replace(problem, lost=0) for problem in (*failed, *pages.problems))


def _open(data: bytes) -> tuple[Header | None, tuple[Problem, ...]]:
    try:
        return opened(data), ()
    except (Image.DecompressionBombError, MemoryError):
        return None, (too_big(locate(("page", 1))),)
    except DECODING as error:
        return None, (unreadable(locate(("page", 1)), error),)


def _rest(size: int) -> Problem:
    reason = f"Only the first {MOST_BYTES >> 20} MB of this picture were read. The file itself is kept."
    return Problem(locate(("bytes", f"{MOST_BYTES}-{size}")), reason, "picture-too-long")


def _turn(header: Header, exif: Exif) -> int:
    """How the pixels lie. The HEIC plugin has turned them already."""
    written = exif.text("Image", 0x0112)
    return int(written) if header.format != "HEIF" and written in _TURNED else 1


def _record(seen: Seen) -> Record:
    pages, when, where = seen.pages, taken(seen.exif, seen.notes), place(seen.exif)
    count = max(1, len(pages.texts))
    text = "\n\n".join(page for page in pages.texts if page) or None
    return Record(
        kind="photo",
        service="image",
        locator=locate(("pages", f"1-{count}") if count > 1 else ("page", 1)),
        time=when.time,
        text=text,
        details=_details(seen, where),
        fields=dict(_fields(seen)),
        warnings=tuple(dict.fromkeys(_warnings(seen, when, where))),
    )


def _details(seen: Seen, where: Place) -> PhotoDetails:
    exif, pages, header = seen.exif, seen.pages, seen.header
    width, height = header.size if header else (0, 0)
    shape = Shape(width, height, header.format if header else "")
    likeness, reasons = score(exif, seen.notes, seen.named, seen.source.name, shape)
    return PhotoDetails(
        width=width,
        height=height,
        format=shape.format,
        pages=max(1, len(pages.texts)),
        animated=_moves(header),
        make=exif.text("Image", 0x010F) or seen.notes.get("XMP tiff:Make", ""),
        model=exif.text("Image", 0x0110) or seen.notes.get("XMP tiff:Model", ""),
        software=_software(seen),
        latitude=where.latitude,
        longitude=where.longitude,
        altitude_m=where.altitude_m,
        exif={**exif.named(), **seen.notes},
        disagreements=exif.disagreements,
        name_time=seen.named.time,
        name_app=seen.named.app,
        screenshot=likeness,
        screenshot_reasons=reasons,
        read=tuple(pages.texts) if len(pages.texts) > 1 and any(pages.texts) else (),
        confidence=pages.confidence,
        engine=pages.engine,
    )


def _software(seen: Seen) -> str:
    notes_ = (seen.notes.get("PNG Software", ""), seen.notes.get("XMP xmp:CreatorTool", ""))
    return seen.exif.text("Image", 0x0131) or next(filter(None, notes_), "")


def _moves(header: Header | None) -> bool:
    return header is not None and header.frames > 1 and header.format in ANIMATED


def _fields(seen: Seen) -> Iterator[tuple[str, str]]:
    """What no other field of a record holds."""
    if seen.source.modified is not None and (changed := _instant(seen.source.modified)):
        yield "file_modified", changed
    if seen.header and (turned := _TURNED.get(str(_turn(seen.header, seen.exif)))):
        yield "turned", turned
    if seen.header and seen.header.frames > 1 and seen.header.format != "TIFF":
        yield "frames" if _moves(seen.header) else "pictures_inside", str(seen.header.frames)
    if seen.pages.damage:
        yield "damage", seen.pages.damage
    for reader, error in seen.exif.failed.items():
        yield f"exif_by_{reader}", f"no answer, or only a part of one ({error})"


def _warnings(seen: Seen, when: Taken, where: Place) -> Iterator[str]:
    yield from (*when.warnings, *where.warnings, *seen.exif.warnings, *seen.pages.warnings)
    if any(seen.pages.texts):
        yield "read-by-ocr"
        if (seen.pages.confidence or 0) < _UNSURE:
            yield "unsure-reading"
    if _moves(seen.header):
        yield "first-frame-only"


def _instant(seconds: float) -> str:
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
    except (ValueError, OverflowError, OSError):
        return ""
