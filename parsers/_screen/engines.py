"""The seam behind which text is recognised: an engine takes lines and fills in their words.

Tesseract is the default. With the extra `accurate` RapidOCR is there as well. What read a record stands in it.
"""

from collections.abc import Sequence
from typing import Protocol

from parsers._screen.canvas import Canvas
from parsers._screen.lines import Line


class Engine(Protocol):
    """Reads lines. `description` names program, version, language data and settings."""

    @property
    def description(self) -> str: ...

    def read(self, canvas: Canvas, lines: Sequence[Line]) -> None:
        """Fill in `words`, `text` and `sure` of every line of text. Raises NotRead when the engine is not there or failed."""
