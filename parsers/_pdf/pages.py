"""Goes through the pages of a document: the words on each, and what can be read in its pictures."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pypdfium2 as pdfium
from msgspec.structs import replace
from PIL import Image

from archive.records import Notice, Problem, Record, ScreenDetails, locate, steps
from parsers import Source
from parsers._image.pages import too_big, unreadable
from parsers._pdf.looking import Look, look
from parsers._pdf.objects import MOST_NOTES, notes, standing, words
from parsers._pdf.pictures import Damaged, Plan, TooBig, plan, sights
from parsers._screen.records import chat_records
from parsers._text import scrub

MOST_PAGES = 10_000
MOST_TEXT = 20_000_000
MOST_LOOKS = 500
"""Different pictures that are read in one document: at a second or two each, a quarter of an hour."""
MOST_PLACED = 3000

_HIDDEN = ("hidden-text-layer", "[Written invisibly beneath this page:]")
_DOUBTFUL = ("letters-unknown", "[Written on this page, partly in letters that the file does not tell:]")
_AS_DRAWN = "[This page as it is drawn, read by a machine:]"
_KEPT = "The file itself is kept."
_SPLIT = f"{_KEPT} Split the document into parts and add those."
_MISTAKEN = (
    "Whether this picture shows a chat could not be found out, because our reader of chats made a mistake on it. That is our "
    f"fault: the picture is not damaged. Its words were read line by line. {_KEPT}"
)


@dataclass(slots=True)
class Pages:
    """What the pages gave: a text each, messages of chats, how sure a machine was, and what was left out or went wrong."""

    alive: Callable[[], None]
    texts: list[str] = field(default_factory=list)
    messages: list[Record] = field(default_factory=list)
    sure: list[float] = field(default_factory=list)
    engines: dict[str, None] = field(default_factory=dict)
    warnings: dict[str, None] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    with_words: int = 0  # pages with words of their own
    by_machine: list[int] = field(default_factory=list)  # pages on which words were read in pictures
    chats: list[int] = field(default_factory=list)
    small: int = 0
    looks: int = 0  # pictures that were read
    placed: int = 0  # how often pictures stand on pages, the same ones counted again
    length: int = 0
    _seen: dict[bytes, Look] = field(default_factory=dict)

    @property
    def confidence(self) -> float | None:
        return round(sum(self.sure) / len(self.sure), 1) if self.sure else None

    def look(self, picture: Image.Image) -> Look:
        """Read a picture; one that stands on every page is read once."""
        self.alive()
        digest = hashlib.sha256(picture.tobytes() + repr(picture.size).encode()).digest()
        if digest not in self._seen:
            self.looks += 1
            self._seen[digest] = look(picture)
        return self._seen[digest]


def read_pages(source: Source, document: pdfium.PdfDocument) -> Pages:
    """Read every page within the limits; what was left out is a Problem."""
    found, count = Pages(source.alive), len(document)
    lost: list[int] = []
    unlooked: list[int] = []
    for number in range(1, min(count, MOST_PAGES) + 1):
        source.alive()
        if found.length > MOST_TEXT:
            break
        if not _read(found, document, number, unlooked):
            lost.append(number)
    read = len(found.texts)
    if read < count:
        reason = f"Only the first {read} of {count} pages were read: there are too many, or too many words. {_SPLIT}"
        found.problems.append(Problem(locate(("pages", f"{read + 1}-{count}")), reason, "pages-not-read"))
    if lost:
        reason = f"{_pages(lost)} could not be read, because something in the document is damaged. {_KEPT}"
        found.problems.append(Problem(locate(("pages", spans(lost))), reason, "page-unreadable"))
    if unlooked:
        reason = (
            f"At most {MOST_LOOKS} pictures of a document are read, in at most {MOST_PLACED} places. Not all of those on "
            f"{_pages(unlooked).lower()} were. {_SPLIT}"
        )
        found.problems.append(Problem(locate(("pages", spans(unlooked))), reason, "pictures-not-read"))
    return found


def _read(found: Pages, document: pdfium.PdfDocument, number: int, unlooked: list[int]) -> bool:
    """Read one page. False when PDFium cannot."""
    found.texts.append("")
    try:
        page = document.get_page(number - 1)
    except pdfium.PdfiumError:
        return False
    try:
        parts = list(_parts(found, page, number, unlooked))
    except pdfium.PdfiumError:
        return False
    finally:
        page.close()
    found.texts[-1] = scrub("\n\n".join(part for part in parts if part.strip()))[0]
    found.length += len(found.texts[-1])
    return True


def _parts(found: Pages, page: pdfium.PdfPage, number: int, unlooked: list[int]) -> Iterator[str]:
    """The texts of a page: its own words; what was read in pictures; a layer that nobody sees; notes and form."""
    layer, stands = words(page), standing(page)
    text = layer.text.strip("\n")
    stands.words = stands.words and bool(text.strip())  # word processors leave blanks beside a picture
    wordless = layer.unknown or not stands.words or not any(map(str.isalnum, text))
    if not wordless:
        found.with_words += 1
        yield text
    planned = plan(page, stands, wordless=wordless)
    found.small += planned.small
    for picture, read in _in_pictures(found, page, planned, (number, unlooked)):
        whose = f"[Picture {picture} of this page, read by a machine:]" if picture else _AS_DRAWN
        yield read if wordless else f"{whose}\n{read}"
    if wordless and any(map(str.isalnum, text)):
        code, said = _DOUBTFUL if stands.words else _HIDDEN
        found.warnings[code] = None
        yield f"{said}\n{text}"
    if layer.beyond.strip():
        found.warnings["words-beyond-edge"] = None
        yield f"[Written beyond the edge of this page:]\n{layer.beyond}"
    noted = notes(page)
    if noted.more:
        reason = f"Only the first {MOST_NOTES} notes and fields of a page are read. {_KEPT}"
        found.problems.append(Problem(locate(("page", number)), reason, "notes-not-read"))
    yield from noted.texts


def _in_pictures(
    found: Pages, page: pdfium.PdfPage, planned: Plan, at: tuple[int, list[int]]
) -> Iterator[tuple[int, str]]:
    """The number of each picture of a page, 0 for the page as drawn, and what was read in it."""
    number, unlooked = at
    for decode in sights(page, planned):
        if found.looks >= MOST_LOOKS or found.placed >= MOST_PLACED:
            unlooked.append(number)
            return
        found.placed += 1
        sight = decode()
        place = [("page", number), *([("image", sight.number)] if sight.number else [])]
        if isinstance(sight, TooBig):
            found.problems.append(replace(too_big(locate(*place)), lost=0))
        elif isinstance(sight, Damaged):
            found.problems.append(replace(unreadable(locate(*place), sight.error), lost=0))
        elif text := _in_picture(found, sight.picture, place):
            yield sight.number, text


def _in_picture(found: Pages, picture: Image.Image, place: list[tuple[str, int]]) -> str:
    """Read a picture; its text. Messages, if it shows a chat, are kept aside."""
    try:
        seen = found.look(picture)
    except MemoryError:
        found.problems.append(replace(too_big(locate(*place)), lost=0))
        return ""
    if seen.mistaken:
        found.problems.append(Problem(locate(*place), _MISTAKEN, "reader-failed", 0))
    if seen.failed:
        found.warnings[seen.failed] = None
    if not seen.text:
        return ""
    number = place[0][1]
    found.warnings["read-by-ocr"] = None
    found.engines[seen.engine] = None
    found.sure += [seen.confidence] if seen.confidence is not None else []
    found.by_machine += [number] if number not in found.by_machine[-1:] else []
    if seen.chat is not None:
        found.chats += [number] if number not in found.chats[-1:] else []
        found.notices += [Notice("language-data-missing", note, again=True) for note in seen.chat.notes]
        before = len(found.messages)
        found.messages += [_placed(record, place, before) for record in chat_records(seen.chat, None)]
    return seen.text


def _placed(record: Record, place: list[tuple[str, int]], before: int) -> Record:
    """A message with its page, and counted on from the pictures before: what documents hold comes in order."""
    details = record.details
    if isinstance(details, ScreenDetails) and details.order:
        details = replace(details, order=details.order + before)
    return replace(record, locator=locate(*place, *steps(record.locator)), details=details)


def _pages(numbers: list[int]) -> str:
    return f"Page{'s' if len(numbers) > 1 else ''} {spans(numbers)}"


def spans(numbers: list[int]) -> str:
    """Page numbers in short, for people: 1-3,7."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)
