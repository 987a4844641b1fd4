"""Diary or incident log kept as text or as a table (txt, md, csv, tsv).

What a person wrote down: when it happened, where, what, who saw it, and when it was written. Nobody exports this
from anywhere, so there is no format to cite; the forms are those that people and advocates' templates use.
"""

import io
import re
from collections.abc import Iterator
from itertools import islice

from archive.records import Item
from parsers import HEAD, Confidence, Source
from parsers._diary.lines import Line, lines
from parsers._diary.marks import looks_like_diary
from parsers._diary.table import holds_days, layout, read_rows
from parsers._diary.text import read
from parsers._sniff import media_type
from parsers._text import decode

VERSION = 1
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:[{<]|\[\s*[\[{\"])")
_TASTE = 2000  # bytes that show UTF-16
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\x0b\x0c\r"))
_LINES_TO_SEE = 500


def identify(source: Source) -> Confidence:
    """PROBABLE for entries that begin with dates, and for a table whose header names a date and what happened."""
    seen = _top(source)
    if seen is None:
        return Confidence.NO
    table = layout(seen)
    found = holds_days(seen, table) if table else looks_like_diary(seen)
    return Confidence.PROBABLE if found else Confidence.NO


def parse(source: Source) -> Iterator[Item]:
    """Every entry or row as a record; what stands before the first date as a record without a time."""
    table = layout(_top(source) or [])
    return read_rows(source, table) if table else read(source)


def _top(source: Source) -> list[Line] | None:
    """The whole lines of the head, or None when it is no text."""
    head = source.head
    if _MARKUP.match(head) or not _is_text(head):
        return None
    found = list(islice(lines(io.BytesIO(head), head, len(head)), _LINES_TO_SEE))
    cut = len(head) == HEAD and len(found) > 1 and found[-1].end == HEAD
    return found[:-1] if cut else found


def _is_text(head: bytes) -> bool:
    """Text, UTF-16, or text that a stray NUL or two got into."""
    kind = media_type(head)
    if kind == "text/plain" or decode(head[:_TASTE]).encoding.startswith("utf-16"):
        return True
    taste = head[:_TASTE]
    return not kind and len(taste) - len(taste.translate(None, _CONTROLS)) <= max(2, len(taste) // 200)
