"""Tells whether a plain text is a diary, from its first lines: dates that begin entries, and nothing that says chat, mail or log."""

import re
from collections.abc import Sequence
from statistics import median

from parsers._diary.labels import labels
from parsers._diary.lines import Line
from parsers._diary.text import Entry, entries

_LOOK_AT = 400  # lines; enough to know, and quick
_LINES_PER_ENTRY = 60
_LATEST_START = 20
_FEWEST_WORDS = 2
_FEWEST_WITHOUT_YEAR = 3

_TITLE = re.compile(
    r"[\W_]*(?:[\w’']+\s+){0,3}(?:diary|journal|(?:incident|harassment|stalking|abuse|event)s?\s+(?:log|record|notes?))\b",
    re.IGNORECASE,
)
_NOT_AT_THE_TOP = re.compile(
    r"\W*(?:[{<]|BEGIN:|From |\[LINE\]|.{0,60}\b(?:messages|calls)\b.{0,40}\bend-to-end encrypt)", re.IGNORECASE
)
_HEADER = re.compile(
    r"(?:from|to|subject|received|return-path|message-id|mime-version|content-type|x-[\w-]+):", re.IGNORECASE
)
_CHAT_ROW = re.compile(r"\W*\[[^\]]*\d[:.]\d\d[^\]]*\]|\d\d?:\d\d\t[^\t]*\t|-{5,} .*\d{4}.* -{5,}\s*$")
_JOINED = re.compile(r"[,;]\S|\s*\t")
_AMOUNT = re.compile(r"\s[-£$€(]*[\d,]+\.\d\d\)?\s*$")
_WORD = re.compile(r"[^\W\d_]*[^\W\d_A-Z][^\W\d_]*")


def looks_like_diary(lines: Sequence[Line]) -> bool:
    """Two entries that begin with dates, or one with labelled lines or under the title "diary", in a text about them."""
    seen = [line for line in lines if not line.blank][:_LOOK_AT]
    dated = [entry for entry in entries(seen) if entry.heading]
    if not dated or _by_a_machine(seen) or _by_rows(dated):
        return False
    start = next(at for at, line in enumerate(seen) if line is dated[0].lines[0])
    share = len(seen) <= _LINES_PER_ENTRY * len(dated) and start < _LATEST_START
    told = _TITLE.match(seen[0].words) is not None or any(labels(_words(entry)) for entry in dated)
    return share and _dated_well(dated) and (told or (len(dated) > 1 and _wordy(dated)))


def _by_a_machine(seen: Sequence[Line]) -> bool:
    """Marks of a chat, a mail, a calendar or a page of markup."""
    if any(_NOT_AT_THE_TOP.match(line.words) for line in seen[:2]):
        return True
    rows = sum(_CHAT_ROW.match(line.words) is not None for line in seen)
    return rows * 2 >= len(seen) or sum(_HEADER.match(line.words) is not None for line in seen[:30]) > 1


def _by_rows(dated: Sequence[Entry]) -> bool:
    """Whether a third of the dates stand in lines that other programs write: of a chat, a log, a table, an account."""
    kinds = (_chat, _logged, _table_row)
    return any(3 * sum(kind(entry) for entry in dated) >= len(dated) for kind in kinds)


def _chat(entry: Entry) -> bool:
    return entry.heading is not None and entry.heading.chat(entry.lines[0].words)


def _logged(entry: Entry) -> bool:
    """A time with seconds: people do not write those."""
    clock = entry.heading.written.clock if entry.heading else None
    return clock is not None and clock.second is not None


def _table_row(entry: Entry) -> bool:
    """A date joined by a comma, semicolon or tab to something that is not words, or a line that ends in an amount."""
    line = entry.lines[0].words
    behind = line[entry.heading.written.end :] if entry.heading else ""
    joined = _JOINED.match(behind) is not None and len(_WORD.findall(behind)) < _FEWEST_WORDS
    return joined or _AMOUNT.search(behind) is not None


def _dated_well(dated: Sequence[Entry]) -> bool:
    """A year somewhere, if only in a line above them, or several days with their weekday."""
    written = [entry.heading.written for entry in dated if entry.heading]
    named = sum(one.weekday is not None for one in written)
    return any(one.year for one in written) or any(entry.section for entry in dated) or named >= _FEWEST_WITHOUT_YEAR


def _wordy(dated: Sequence[Entry]) -> bool:
    """Whether the entries are made of words, as a person writes, and not of codes and numbers."""
    return median(len(_WORD.findall(_words(entry))) for entry in dated) >= _FEWEST_WORDS


def _words(entry: Entry) -> str:
    first = entry.heading.words_at if entry.heading else 0
    return "".join(line.text for line in entry.lines)[first:]
