"""Reads lines with Tesseract, by its library or else its program: all lines of a picture in one call, on one page."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import mean

import pytesseract
from PIL import Image

from parsers._image.ocr import TIMEOUT_S, NotRead, installed, one_thread
from parsers._screen.canvas import Canvas, Pixels
from parsers._screen.library import library
from parsers._screen.lines import Line
from parsers._screen.montage import montages
from parsers._screen.phrases import CLOCK
from parsers._screen.scripts import DATA, are_many, doubtful, missing, script_of

_SETTINGS = "--psm 6 --dpi 200 -c tessedit_do_invert=0"
_LIKE_A_CLOCK = re.compile(r"\W*[\dOoIl]{1,2}[:.;]?[\dOoIlSB]{2}\W*")
_CLEAR = 80.0  # surer than this, nothing is read again
_SMALL, _FEW, _MARGIN = 24, 4, 4  # a time stands in small type with few words; white is kept around crops
_BETTER = 12.0  # more certain than before: else it is the script that was guessed wrong


class Tesseract:
    """The engine that every installation has."""

    def __init__(self) -> None:
        found = installed()
        if found is None:
            raise NotRead("ocr-not-available")
        self._found = found
        self.description = f"tesseract {found.version} {found.language} psm 6"

    def read(self, canvas: Canvas, lines: Sequence[Line]) -> list[str]:  # noqa: ARG002 - an engine may look at the picture
        self._read(lines, self._found.language)
        self._clocks_again(lines)
        unsure = doubtful(lines)
        return self._again(unsure, lines) if unsure and "osd" in self._found.languages else []

    def _read(self, lines: Sequence[Line], language: str) -> None:
        for stacked in montages(lines):
            stacked.give_back(list(_words(self._table(stacked.page, language))))

    def _clocks_again(self, lines: Sequence[Line]) -> None:
        """Times of which it is not sure, read again alone: beside the ticks of a bubble, 11:19 becomes 1:19 or O51."""
        doubtful_ones = [line for line in lines if _is_doubtful_clock(line)]
        alone = [_first_alone(line) for line in doubtful_ones]
        self._read(alone, self._found.language)
        for line, copy in zip(doubtful_ones, alone, strict=True):
            first = min(line.words, key=lambda word: word.left)
            read = copy.words[0] if len(copy.words) == 1 else None
            if read and CLOCK.fullmatch(read.text) and read.sure > max(first.sure, _CLEAR):
                line.words[line.words.index(first)] = first._replace(text=read.text, sure=read.sure)

    def _again(self, unsure: list[Line], lines: Sequence[Line]) -> list[str]:
        """Lines in another script, read with its data; or a note that there is none."""
        script = script_of(Image.fromarray(next(montages(unsure)).page))
        spoken = [name for name in DATA.get(script, ()) if name in self._found.languages]
        if not script or not spoken:
            return [missing(script)] if script and are_many(unsure, lines) else []
        before = [line.words for line in unsure]
        for line in unsure:
            line.words = []
        self._read(unsure, "+".join(spoken))
        for line, words in zip(unsure, before, strict=True):
            if not line.words or mean(w.sure for w in line.words) < mean(w.sure for w in words) + _BETTER:
                line.words = words
        return []

    def _table(self, page: Pixels, language: str) -> str:
        """Tesseract's table of words, without its head."""
        if own := library(self._found.version):
            return own.table(page, language)
        return _by_program(Image.fromarray(page), language)


def _is_doubtful_clock(line: Line) -> bool:
    """Whether a line of small type begins with what may be a time, read with doubt."""
    first = min(line.words, key=lambda word: word.left, default=None)
    if first is None or len(line.words) > _FEW or line.box.height > _SMALL:
        return False
    return first.sure < _CLEAR and bool(_LIKE_A_CLOCK.fullmatch(first.text)) and sum(map(str.isdigit, first.text)) > 1


def _first_alone(line: Line) -> Line:
    """A line of which nothing but the first word is left."""
    end = min(line.words, key=lambda word: word.left).right - line.box.left + 2 * _MARGIN
    return replace(line, ready=line.ready[:, :end], words=[])


def _by_program(page: Image.Image, language: str) -> str:
    page.format = "PPM"
    try:
        with one_thread():
            table = pytesseract.image_to_data(page, lang=language, config=_SETTINGS, timeout=TIMEOUT_S)
    except pytesseract.TesseractError:
        raise NotRead("ocr-failed") from None
    except RuntimeError:  # what pytesseract raises when time is up
        raise NotRead("ocr-timed-out") from None
    except (OSError, ValueError):  # no room for its files, or an answer that is no table in UTF-8
        raise NotRead("ocr-failed") from None
    return str(table).partition("\n")[2]


def _words(table: str) -> Iterator[tuple[str, float, int, int, int, int]]:
    # It gives `|` for a lone I even where that sign is forbidden to it.
    for row in table.split("\n"):
        cells = row.split("\t", 11)
        if len(cells) == 12 and cells[0] == "5" and cells[11].strip():
            yield (
                cells[11].strip().replace("|", "I"),
                float(cells[10]),
                int(cells[6]),
                int(cells[7]),
                int(cells[8]),
                int(cells[9]),
            )
