"""Reads lines with the Tesseract program: all lines of a picture in one call, stacked on one page."""

from collections.abc import Iterator, Sequence

import pytesseract
from PIL import Image

from parsers._image.ocr import TIMEOUT_S, NotRead, installed, one_thread
from parsers._screen.canvas import Canvas
from parsers._screen.lines import Line
from parsers._screen.montage import montages

_SETTINGS = "--psm 6 --dpi 200 -c tessedit_do_invert=0"


class Tesseract:
    """The engine that every installation has."""

    def __init__(self, languages: str = "") -> None:
        found = installed()
        if found is None:
            raise NotRead("ocr-not-available")
        self._languages = languages or found.language
        self.description = f"tesseract {found.version} {self._languages} psm 6"

    def read(self, canvas: Canvas, lines: Sequence[Line]) -> None:  # noqa: ARG002 - an engine may look at the picture
        for stacked in montages(lines):
            stacked.give_back(list(self._words(Image.fromarray(stacked.page))))

    def _words(self, page: Image.Image) -> Iterator[tuple[str, float, int, int, int, int]]:
        page.format = "PPM"
        try:
            with one_thread():
                table = pytesseract.image_to_data(page, lang=self._languages, config=_SETTINGS, timeout=TIMEOUT_S)
        except pytesseract.TesseractError:
            raise NotRead("ocr-failed") from None
        except RuntimeError:  # what pytesseract raises when time is up
            raise NotRead("ocr-timed-out") from None
        except (OSError, ValueError):  # no room for its files, or an answer that is no table in UTF-8
            raise NotRead("ocr-failed") from None
        for row in table.split("\n")[1:]:
            cells = row.split("\t", 11)
            if len(cells) == 12 and cells[0] == "5" and cells[11].strip():
                yield cells[11].strip(), float(cells[10]), int(cells[6]), int(cells[7]), int(cells[8]), int(cells[9])
