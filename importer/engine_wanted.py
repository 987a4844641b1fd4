"""Which engine reads the words in screenshots: said once for this process and the workers it starts."""

import importlib.util
import os

from archive.errors import FullpictureError

USUAL = "tesseract"
WANTED = "FULLPICTURE_OCR"  # as in parsers/_screen/engines.py, which loads half a second of libraries


class NotInstalled(FullpictureError):
    """The engine that was asked for is not there."""


def want(engine: str | None) -> None:
    """Ask for an engine; None leaves it as it is. Raises NotInstalled before any work is done."""
    if engine is None:
        return
    if engine != USUAL and not all(map(importlib.util.find_spec, ("rapidocr", "onnxruntime"))):
        raise NotInstalled(
            f"--ocr {engine} needs the extra `accurate`, which is not installed. Install it with: "
            "pip install 'rapidocr>=3.10,<4' onnxruntime (beside Fullpicture), or leave --ocr out. Nothing was done."
        )
    os.environ[WANTED] = engine


def wanted() -> str:
    """The engine that was asked for."""
    return os.environ.get(WANTED) or USUAL
