"""An independent count of a diary's entries: lines that begin with a whole date, as a careful reader finds them."""

import re

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_DAY = rf"(?:\d{{1,2}}[/.]\d{{1,2}}[/.]20\d\d|20\d\d-\d\d-\d\d|\d{{1,2}} {_MONTH} 20\d\d|{_MONTH} \d{{1,2}}, 20\d\d)"
_SHORT = rf"\d{{1,2}}(?:th|st|nd|rd)? {_MONTH} -|\d{{1,2}}-{_MONTH}-\d\d:|\d\d\.\d\d\.\d\d \d\d"
_WEEKDAY = r"(?:Mon|Tue|Wednes|Wed|Thu|Fri|Satur|Sat|Sun)(?:day)? "
_LINE = re.compile(
    rf"^(?:Date: |\*\*|{_WEEKDAY})?(?:{_DAY}(?![\d/.])|{_SHORT})|^### (?:{_WEEKDAY})?\d+ {_MONTH}$", re.MULTILINE
)
_ROW = re.compile(rf"^{_DAY}[^,;\t\n]*[,;\t]", re.MULTILINE)
_HEADER = re.compile(r"^(?:date|when)[,;\t]", re.IGNORECASE | re.MULTILINE)


def count(data: bytes) -> int:
    """How many entries are surely there, in a whole file or in one cut short."""
    text = _text(data).replace("\r\n", "\n").replace("\r", "\n")
    if header := _HEADER.search(text):
        return len(_ROW.findall(text[header.end() :]))
    return sum(_begins_an_entry(text, found.start()) for found in _LINE.finditer(text))


def _begins_an_entry(text: str, at: int) -> bool:
    """Not the middle of a sentence that runs on from the line above."""
    above = text[:at].rstrip("\n").rpartition("\n")[2]
    return text[:at].endswith("\n\n") or not above.endswith((" of", " on", ","))


def _text(data: bytes) -> str:
    if data[:2] == b"\xff\xfe":
        return data[2:].decode("utf-16-le", "ignore")
    return data.decode("utf-8", "replace")
