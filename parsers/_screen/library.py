"""Tesseract's own library, held open: the same reading as the program's, without starting it for every picture.

Starting the program and loading its data takes as long as reading half a screen. So where the library of the very
version of the program is found it is asked directly, through the functions that it offers to C; else the program is.
A page that breaks the library ends this process, as one that breaks our own code would: pictures are read in workers.
"""

import ctypes
import ctypes.util
import os
from functools import cache
from typing import Any

import numpy as np

from parsers._image.ocr import TIMEOUT_S, NotRead, one_thread
from parsers._screen.canvas import Pixels

_BLOCK_OF_LINES = 6  # its page segmentation mode
_VARIABLES = {
    "tessedit_do_invert": "0",
    "user_defined_dpi": "200",
    "tessedit_enable_doc_dict": "0",  # else what one picture says could change how the next is read
    "debug_file": os.devnull,
}


class Library:
    """The library, with one recogniser for each language that was asked for."""

    def __init__(self, functions: ctypes.CDLL) -> None:
        self._functions = functions
        self._handles: dict[str, ctypes.c_void_p] = {}
        for name in ("TessBaseAPICreate", "TessMonitorCreate", "TessBaseAPIGetTsvText"):
            getattr(functions, name).restype = ctypes.c_void_p

    def table(self, page: Pixels, language: str) -> str:
        """The words of a grey page as Tesseract's table, without its head. Raises NotRead."""
        call, handle = self._functions, self._handle(language)
        grey = np.ascontiguousarray(page, np.uint8)
        height, width = grey.shape
        call.TessBaseAPISetImage(handle, grey.ctypes.data_as(ctypes.c_void_p), width, height, 1, width)
        monitor = ctypes.c_void_p(call.TessMonitorCreate())
        try:
            call.TessMonitorSetDeadlineMSecs(monitor, TIMEOUT_S * 1000)
            if call.TessBaseAPIRecognize(handle, monitor):
                raise NotRead("ocr-failed")
            return self._text(call.TessBaseAPIGetTsvText(handle, 0))
        finally:
            call.TessMonitorDelete(monitor)
            call.TessBaseAPIClear(handle)

    def _handle(self, language: str) -> ctypes.c_void_p:
        if language not in self._handles:
            call = self._functions
            handle = ctypes.c_void_p(call.TessBaseAPICreate())
            call.TessBaseAPISetVariable(handle, b"debug_file", os.devnull.encode())
            if call.TessBaseAPIInit3(handle, None, language.encode()):
                call.TessBaseAPIDelete(handle)
                raise NotRead("ocr-failed")
            call.TessBaseAPISetPageSegMode(handle, _BLOCK_OF_LINES)
            for name, value in _VARIABLES.items():
                call.TessBaseAPISetVariable(handle, name.encode(), value.encode())
            self._handles[language] = handle
        return self._handles[language]

    def _text(self, address: Any) -> str:
        if not address:
            raise NotRead("ocr-failed")
        text = ctypes.c_void_p(address)
        try:
            return ctypes.string_at(address).decode("utf-8", "replace")
        finally:
            self._functions.TessDeleteText(text)


@cache
def library(version: str) -> Library | None:
    """The library of exactly this version, or None. It keeps to one thread, as workers share the cores."""
    name = ctypes.util.find_library("tesseract")
    if not name:
        return None
    try:
        with one_thread():  # read when it is loaded
            functions = ctypes.CDLL(name)
            functions.TessVersion.restype = ctypes.c_char_p
            same = functions.TessVersion().decode("ascii", "replace") == version
    except (OSError, AttributeError):  # it cannot be loaded, or is something else of that name
        return None
    return Library(functions) if same else None
