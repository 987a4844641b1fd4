"""The seam behind which text is recognised: an engine takes lines and fills in their words.

Tesseract is the default. With the extra `accurate`, RapidOCR reads again the lines of which Tesseract is not sure, or
reads everything. What read a record stands in it.
"""

import os
from collections.abc import Sequence
from functools import cache
from typing import Protocol

from parsers._screen.canvas import Canvas
from parsers._screen.lines import Line

WANTED = "FULLPICTURE_OCR"
"""The environment variable that names an engine for the workers: tesseract, accurate or both."""


class Engine(Protocol):
    """Reads lines. `description` names program, version, language data and settings."""

    @property
    def description(self) -> str: ...

    def read(self, canvas: Canvas, lines: Sequence[Line]) -> list[str]:
        """Fill in the `words` of every line of text; returns notes for the person. Raises NotRead when it failed."""


def chosen() -> Engine:
    """The engine that was asked for. Raises NotRead when it is not installed."""
    return engine(os.environ.get(WANTED, "tesseract"))


@cache
def engine(name: str) -> Engine:
    """An engine by its name. Raises NotRead when it is not installed, LookupError when there is none of that name."""
    if name == "tesseract":
        from parsers._screen.tesseract import Tesseract

        return Tesseract()
    if name in ("accurate", "both"):
        from parsers._screen.rapid import Both, Rapid

        return Rapid() if name == "accurate" else Both(engine("tesseract"), Rapid())
    raise LookupError(f"there is no engine called {name}")
