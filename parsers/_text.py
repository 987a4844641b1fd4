"""Bytes to text without losing or inventing any: what every text format needs first."""

import re
from typing import NamedTuple

_SURROGATE = re.compile("[\ud800-\udfff]")


class Decoded(NamedTuple):
    """Text, the encoding it was read with, and whether bytes had to be replaced by U+FFFD."""

    text: str
    encoding: str
    damaged: bool = False


def decode(data: bytes) -> Decoded:
    """Read bytes as text: by byte order mark, else UTF-16 by its zero bytes, else strict UTF-8, else Windows-1252.

    The five byte values that Windows-1252 leaves open come through as the control characters of ISO 8859-1, so
    nothing is ever lost. A UTF-16 text with a broken pair is read with U+FFFD and says so.
    """
    for mark, name in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return _strictly(data[len(mark) :], name)
    if wide := _wide(data[:2000]):
        return _strictly(data, wide)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return Decoded(cp1252(data), "windows-1252")


def cp1252(data: bytes) -> str:
    """Windows-1252 as browsers read it: the five unassigned bytes become C1 controls. Never fails."""
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return "".join(chr(b) if b in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else bytes((b,)).decode("cp1252") for b in data)


def scrub(text: str) -> tuple[str, bool]:
    """Replace half characters (lone UTF-16 surrogates), which no file can hold, by U+FFFD. Says whether there were any."""
    clean = _SURROGATE.sub("\ufffd", text)
    return clean, clean is not text and clean != text


def _strictly(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        return Decoded(data.decode(encoding, "replace"), encoding, damaged=True)


def _wide(sample: bytes) -> str:
    """UTF-16 without a mark: nearly every second byte of mostly Latin text is zero."""
    half = len(sample) // 2
    if half < 4:
        return ""
    if sample[1::2].count(0) > half * 0.6 and sample[::2].count(0) < half * 0.1:
        return "utf-16-le"
    if sample[::2].count(0) > half * 0.6 and sample[1::2].count(0) < half * 0.1:
        return "utf-16-be"
    return ""
