"""Reads the text in a page with the Tesseract program, through pytesseract: one call a page.

pytesseract writes the page and the answer as files into `tempfile.gettempdir()`, which the importer's workers set to a
private folder of the archive, and removes them; so nothing is left elsewhere. The page is handed over as PGM, because
packing 12 megapixels as PNG takes longer than a simple page takes to read. OMP_THREAD_LIMIT=1 is set for the time of
a call: with two threads Tesseract 5.3 took three to nine times the CPU for the same page, and workers share the cores.

A page that lies on its head or side is read as nonsense of which Tesseract itself is unsure. Such a page is read a
second time, with finding out first which way up it lies; that costs half as much again, so it is not done for all.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import pytesseract
from PIL import Image

TIMEOUT_S = 120
_AS_IT_LIES, _TURNED = 3, 1  # page segmentation modes: automatic; automatic with orientation
_MANY_WORDS, _NONSENSE = 10, 70.0
_LEAST_SURE = 30.0
_NEVER = "-c tessedit_char_blacklist=|"  # it reads most "I" at the start of a line as "|", which few people write
_USUAL_PLACES = (
    r"C:\Program Files\Tesseract-OCR\tesseract.exe", r"C:\Program Files (x86)\Tesseract-OCR\tesseract.exe",
    "/opt/homebrew/bin/tesseract", "/usr/local/bin/tesseract",
)  # fmt: skip


class Page(NamedTuple):
    """What was read on a page: lines of words, blocks parted by an empty line; the mean certainty, 0 to 100; by what."""

    text: str = ""
    confidence: float | None = None
    engine: str = ""


class Engine(NamedTuple):
    """The Tesseract that is installed here, and the language it reads in."""

    version: str
    languages: tuple[str, ...]
    language: str


class NotRead(Exception):
    """A page that Tesseract did not read: `code` is a warning."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def engine() -> str | None:
    """Tesseract's version and languages, for people; None when it, or all data of languages, is not installed."""
    found = installed()
    return f"tesseract {found.version} ({', '.join(found.languages)})" if found else None


@cache
def installed() -> Engine | None:
    """Asked once a process. English is read if it is there, else the first language that is."""
    pytesseract.pytesseract.tesseract_cmd = _program()
    try:
        version = str(pytesseract.get_tesseract_version())
        languages = tuple(sorted(pytesseract.get_languages()))
    except (OSError, SystemExit):  # not there; or it answers with something that is no version
        return None
    spoken = [name for name in languages if name not in ("osd", "equ", "snum")]
    return Engine(version, languages, "eng" if "eng" in spoken else spoken[0]) if spoken else None


def read_page(sheet: Image.Image) -> Page:
    """The text of one prepared page. Raises NotRead."""
    found = installed()
    if found is None:
        raise NotRead("ocr-not-available")
    page = _read(sheet, found, _AS_IT_LIES)
    unsure = page.confidence is not None and page.confidence < _NONSENSE and len(page.text.split()) >= _MANY_WORDS
    if unsure and "osd" in found.languages:
        return max(page, _read(sheet, found, _TURNED), key=lambda read: read.confidence or 0)
    return page


def _read(sheet: Image.Image, found: Engine, mode: int) -> Page:
    sheet.format = "PPM"
    try:
        with one_thread():
            table = pytesseract.image_to_data(
                sheet, lang=found.language, config=f"--psm {mode} {_NEVER}", timeout=TIMEOUT_S
            )
        return _page(list(_words(table)), f"tesseract {found.version} {found.language} psm {mode}")
    except pytesseract.TesseractError:
        raise NotRead("ocr-failed") from None
    except RuntimeError:  # what pytesseract raises when time is up
        raise NotRead("ocr-timed-out") from None
    except (OSError, ValueError):  # no room for its files, or an answer that is no table in UTF-8
        raise NotRead("ocr-failed") from None


class _Word(NamedTuple):
    block: tuple[str, ...]
    line: tuple[str, ...]
    text: str
    sure: float


def _words(table: str) -> Iterator[_Word]:
    """Words of Tesseract's table: level, page, block, paragraph, line, word, box, confidence, text."""
    for row in table.split("\n")[1:]:
        cells = row.split("\t", 11)
        if len(cells) == 12 and cells[0] == "5" and cells[11].strip():
            yield _Word(tuple(cells[2:4]), tuple(cells[2:5]), cells[11].strip(), float(cells[10]))


def _page(words: list[_Word], engine: str) -> Page:
    """A page on which no word of two letters is even a little sure is blank: marks in photos are read as letters."""
    if not any(word.sure >= _LEAST_SURE and sum(map(str.isalnum, word.text)) > 1 for word in words):
        return Page(engine=engine)
    blocks = []
    for _, block in groupby(words, key=lambda word: word.block):
        lines = groupby(block, key=lambda word: word.line)
        blocks.append("\n".join(" ".join(word.text for word in line) for _, line in lines))
    return Page("\n\n".join(blocks), round(sum(word.sure for word in words) / len(words), 1), engine)


def _program() -> str:
    """Where Tesseract is: on the path, or where its installers put it without saying so to the path."""
    return shutil.which("tesseract") or next((place for place in _USUAL_PLACES if Path(place).is_file()), "tesseract")


@contextmanager
def one_thread() -> Iterator[None]:
    """Tesseract keeps to one thread meanwhile."""
    before = os.environ.get("OMP_THREAD_LIMIT")
    os.environ["OMP_THREAD_LIMIT"] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ["OMP_THREAD_LIMIT"]
        else:
            os.environ["OMP_THREAD_LIMIT"] = before
