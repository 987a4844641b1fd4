"""Goes through the pages of a picture: decodes each, prepares it, has it read, and tells what could not be."""

from dataclasses import dataclass, field

from PIL import Image

from archive.records import Problem, locate
from parsers import Source
from parsers._image import ocr
from parsers._image.open import DECODING, MOST_PIXELS, Header, decoded, why
from parsers._image.prepare import is_plain, prepare

MOST_PAGES = 500
_CUT = ("truncated", "unexpected end", "end of", "eof", "not enough", "incomplete", "underrun", "short")
_KEPT = "The file itself is kept."


@dataclass(slots=True)
class Pages:
    """What the pages gave: one text each (empty for a blank one), how sure, and what went wrong on the way."""

    texts: list[str] = field(default_factory=list)
    sure: list[float] = field(default_factory=list)
    engines: list[str] = field(default_factory=list)
    damage: str = ""
    info: dict[str | tuple[int, int], object] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def confidence(self) -> float | None:
        return round(sum(self.sure) / len(self.sure), 1) if self.sure else None

    @property
    def engine(self) -> str:
        return ", ".join(dict.fromkeys(self.engines))

    def hurt(self, reason: str) -> None:
        if reason:
            self.damage = self.damage or reason
            self.warnings.append(damage_code(reason))


def read_pages(source: Source, data: bytes, header: Header, turn: int, known: ocr.Page | None = None) -> Pages:
    """Read every page of a TIFF, or the one picture that any other file shows first. `turn` is EXIF's orientation.

    A page of which the text is `known` is not read again.
    """
    found = Pages(info=dict(header.picture.info))
    found.hurt(header.hurt)
    numbers = range(min(header.frames, MOST_PAGES)) if header.format == "TIFF" else (None,)
    for number in numbers:
        source.alive()
        picture = _decode(found, data, header, number)
        if number in (0, None) and picture is not None:
            found.info = dict(picture.info)  # PNG may have texts behind the pixels
        found.texts.append(_read(found, picture, turn, known))
    if header.format == "TIFF" and header.frames > MOST_PAGES:
        found.problems.append(_unread_rest(header.frames))
    elif header.format == "TIFF" and header.hurt:
        found.problems.append(_unreached(header.frames + 1))
    return found


def too_big(locator: str) -> Problem:
    most = MOST_PIXELS // 1_000_000
    reason = f"The picture says that it has more than {most} million points, more than is safe to unpack. {_KEPT}"
    return Problem(locator, reason, "picture-too-big")


def unreadable(locator: str, error: BaseException) -> Problem:
    reason = (
        f"The picture could not be shown, because it is damaged or of a kind we cannot decode ({why(error)}). {_KEPT}"
    )
    return Problem(locator, reason, "picture-unreadable")


def damage_code(reason: str) -> str:
    """Whether a decoder's complaint is about a file that ends too early, or about one that is wrong inside."""
    return "picture-cut-off" if any(word in reason.casefold() for word in _CUT) else "picture-damaged"


def _decode(found: Pages, data: bytes, header: Header, number: int | None) -> Image.Image | None:
    place = locate(("page", (number or 0) + 1))
    try:
        picture, hurt = decoded(header, data, number)
    except (Image.DecompressionBombError, MemoryError):
        found.problems.append(too_big(place))
        return None
    except DECODING as error:
        found.problems.append(unreadable(place, error))
        return None
    found.hurt(hurt)
    if hurt and is_plain(picture):
        found.problems.append(unreadable(place, OSError(hurt)))
    return picture


def _read(found: Pages, picture: Image.Image | None, turn: int, known: ocr.Page | None) -> str:
    """The text of a page; "" where there is none or where it could not be read, which is then a warning."""
    if picture is None:
        return ""
    try:
        sheet = None if known else prepare(picture, turn)
        page = ocr.read_page(sheet) if sheet else known
    except ocr.NotRead as failed:
        found.warnings.append(failed.code)
        return ""
    except DECODING as error:
        found.hurt(why(error))
        return ""
    if page is None:
        return ""
    found.engines.append(page.engine)
    found.sure += [page.confidence] if page.confidence is not None else []
    return page.text


def _unreached(page: int) -> Problem:
    reason = f"The list of pages is damaged from page {page} on, so there may be pages that nobody can find. {_KEPT}"
    return Problem(locate(("page", page)), reason, "pages-cut-off")


def _unread_rest(pages: int) -> Problem:
    reason = f"Only the first {MOST_PAGES} of {pages} pages were read. {_KEPT} Split it into parts and add those."
    return Problem(locate(("pages", f"{MOST_PAGES + 1}-{pages}")), reason, "pages-not-read")
