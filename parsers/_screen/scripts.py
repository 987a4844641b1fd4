"""Which script a line is written in that the usual language data does not fit, and what reads it.

Data of other languages is never used for everything: each one more makes the others worse. Lines of which Tesseract
is very unsure are shown to its own detection of scripts, all on one page, and read again with data for that script.
"""

import re
import sys
from collections.abc import Sequence
from statistics import mean

import pytesseract
from PIL import Image

from parsers._image.ocr import TIMEOUT_S, one_thread
from parsers._screen.lines import Line

DATA: dict[str, tuple[str, ...]] = {
    "Arabic": ("ara", "fas", "urd"), "Armenian": ("hye",), "Bengali": ("ben",), "Cyrillic": ("rus", "ukr", "bul", "srp"),
    "Devanagari": ("hin", "nep"), "Ethiopic": ("amh", "tir"), "Georgian": ("kat",), "Greek": ("ell",),
    "Gujarati": ("guj",), "Gurmukhi": ("pan",), "Han": ("chi_sim", "chi_tra", "jpn"), "Hangul": ("kor",),
    "Hebrew": ("heb",), "Japanese": ("jpn",), "Korean": ("kor",), "Sinhala": ("sin",), "Tamil": ("tam",),
    "Telugu": ("tel",), "Thai": ("tha",),
}  # fmt: skip
"""Tesseract's names of scripts, and the data that reads each, the most usual language first."""

_UNSURE = 70.0  # another script read with English data gives 40 to 65, plain English 90
_LONG = 4.0  # times as long as high: short lines are as often drawings
_CERTAIN = 0.7  # of a script: how much better it fits than the next
_MANY, _SOME, _MOST = 3, 0.25, 0.4


def doubtful(lines: Sequence[Line]) -> list[Line]:
    """Lines that may be in another script."""
    return [
        line
        for line in lines
        if line.kind == "text" and line.box.width > _LONG * line.box.height and line.words
        and mean(word.sure for word in line.words) < _UNSURE
    ]  # fmt: skip


def are_many(unsure: Sequence[Line], lines: Sequence[Line]) -> bool:
    """Whether they are more than a few lines under a pen stroke: then it is worth a word to the person."""
    wide = sum(line.box.width for line in lines if line.kind == "text")
    share = sum(line.box.width for line in unsure) / max(1, wide)
    return share > _MOST or (len(unsure) >= _MANY and share > _SOME)


def script_of(page: Image.Image) -> str:
    """The script of a page by Tesseract's own detection; "" when it cannot tell, or the script is not in `DATA`."""
    page.format = "PPM"
    try:
        with one_thread():
            said = pytesseract.image_to_osd(page, config="--psm 0 -c min_characters_to_try=5", timeout=TIMEOUT_S)
    except (pytesseract.TesseractError, RuntimeError, OSError, ValueError):  # too few letters; no answer is no script
        return ""
    name, sure = re.search(r"Script: (\w+)", said), re.search(r"Script confidence: ([\d.]+)", said)
    return name[1] if name and sure and float(sure[1]) >= _CERTAIN and name[1] in DATA else ""


def missing(script: str) -> str:
    """What to say when nothing installed reads a script."""
    return f"Some of the writing looks like {script}, and no data to read it is installed. {_how(DATA[script][0])}"


def _how(language: str) -> str:
    package = language.replace("_", "-")
    if sys.platform == "darwin":
        return "Install it with: brew install tesseract-lang"
    if sys.platform == "win32":
        return f"Run the installer of Tesseract again and choose “{language}” under its additional language data."
    return f"Install it with: sudo apt install tesseract-ocr-{package} (on Fedora: sudo dnf install tesseract-langpack-{language})"
