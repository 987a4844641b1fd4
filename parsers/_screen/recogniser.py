"""The network that lies in the wheel of RapidOCR, run by ONNX Runtime: crops of lines in, letters with places out.

Only the model file of that package is used, never its code: the package can download models and writes to a log. The
file's path is the one inside the wheel, and ONNX Runtime opens nothing but that, so nothing here can reach a network.
"""

import importlib.metadata
import importlib.util
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers._image.ocr import NotRead
from parsers._screen.canvas import Pixels

MODEL = "PP-OCRv6_rec_small.onnx"
_HIGH, _STEP = 48, 8  # the height that the network takes, and how many of its columns give one answer
_BATCH = 6
_WIDEST = 4000


class Glyph(NamedTuple):
    """One sign, how sure the network is (0 to 1), and where its middle is in the crop, in columns."""

    text: str
    sure: float
    at: float


class Recogniser:
    """One loaded model. Costs a quarter of a second and 100 MB, so a process makes only one."""

    def __init__(self, model: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # workers share the cores already
        options.log_severity_level = 4
        options.enable_cpu_mem_arena = False  # else it keeps the room of the widest line for good
        self._session: Any = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        signs = self._session.get_modelmeta().custom_metadata_map["character"].split("\n")
        self._signs = ["", *signs, " "]
        self._foreign = np.array([not _is_usual(sign) for sign in self._signs])

    def read(self, crops: Sequence[Pixels]) -> list[list[Glyph]]:
        """The signs in each crop (RGB), from left to right."""
        found: list[list[Glyph]] = [[] for _ in crops]
        order = sorted(range(len(crops)), key=lambda n: crops[n].shape[1] / crops[n].shape[0])
        for start in range(0, len(order), _BATCH):
            part = order[start : start + _BATCH]
            for n, answer in zip(part, self._answers([crops[n] for n in part]), strict=True):
                found[n] = answer
        return found

    def _answers(self, crops: list[Pixels]) -> Iterator[list[Glyph]]:
        widths = [max(_STEP, min(_WIDEST, round(crop.shape[1] * _HIGH / crop.shape[0]))) for crop in crops]
        batch = np.zeros((len(crops), 3, _HIGH, -(-max(widths) // _STEP) * _STEP), np.float32)
        for n, (crop, width) in enumerate(zip(crops, widths, strict=True)):
            sized = cv2.resize(crop, (width, _HIGH), interpolation=cv2.INTER_LINEAR)
            batch[n, :, :, :width] = sized[..., ::-1].transpose(2, 0, 1) / 127.5 - 1
        (scores,) = self._session.run(None, {self._session.get_inputs()[0].name: batch})
        for crop, width, table in zip(crops, widths, scores, strict=True):
            yield self._spelled(table[: -(-width // _STEP)], crop.shape[1] / width)

    def _spelled(self, table: NDArray[np.float32], factor: float) -> list[Glyph]:
        """Signs of our alphabet, into which the little drawings of an app do not fit; unless most are of another."""
        every = self._collapsed(table, factor)
        if not any(not _is_usual(glyph.text) for glyph in every):
            return every
        if sum(not _is_usual(glyph.text) and glyph.text.isalpha() for glyph in every) > max(2, len(every) // 2):
            return every
        return self._collapsed(np.where(self._foreign, 0, table), factor)

    def _collapsed(self, table: NDArray[np.float32], factor: float) -> list[Glyph]:
        """Columns to signs: one sign may be said in several columns, and nothing stands between two."""
        best, sure = table.argmax(axis=1), table.max(axis=1)
        starts = np.flatnonzero(np.diff(best, prepend=-1))
        ends = np.append(starts[1:], len(best))
        return [
            Glyph(self._signs[best[a]], float(sure[a:b].max()), float((a + b) / 2 * _STEP * factor))
            for a, b in zip(starts, ends, strict=True)
            if best[a]
        ]


def _is_usual(sign: str) -> bool:
    """Whether a sign is of the Latin alphabet, a digit, or a mark that people write with those."""
    return sign < "\u0250" or sign in "‘’“”–—…€•·"


@cache
def recogniser() -> Recogniser:
    """The one of this process. Raises NotRead when the extra is not installed."""
    return Recogniser(_model())


def described() -> str:
    """Program, version and model, as they go into records. Raises NotRead when the extra is not installed."""
    _model()
    versions = [importlib.metadata.version(name) for name in ("rapidocr", "onnxruntime")]
    return f"rapidocr {versions[0]} {Path(MODEL).stem} onnxruntime {versions[1]}"


def _model() -> Path:
    package = importlib.util.find_spec("rapidocr")  # found, not imported
    if package is None or package.origin is None or importlib.util.find_spec("onnxruntime") is None:
        raise NotRead("ocr-not-available")
    model = Path(package.origin).parent / "models" / MODEL
    if not model.is_file():
        raise NotRead("ocr-not-available")
    return model
