"""Tells names from numbers, and where in a line the sender's name ends."""

import re
from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from archive.records import Party
from parsers._whatsapp.header import MARK_SIGNS, MARKS

_NUMBER = re.compile(rf"[{MARKS}]*\+?[\d(][\d\s().\u2010-\u2015/-]{{5,30}}[{MARKS}]*$")
_CHOSEN = re.compile(rf"[{MARKS}]*~[\s\u202f\u00a0]?\S")
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}(?!\d)")
_MARK = re.compile(f"[{MARKS}]")
_TEXT_BEGINS = MARK_SIGNS | {"<"}  # no part of a name does
_LONGEST_NAME = 100
_MOST_NAMES = 50_000  # a bound on memory; no chat has as many
_COLONS = 4


class Split(NamedTuple):
    """A line behind its header: the sender's name as written, where the text begins, and whether that is doubtful."""

    name: str
    at: int
    doubtful: bool = False


@lru_cache(4096)
def party_of(name: str) -> Party:
    """A number is an identifier; anything else is a display name. Both stay as written."""
    return Party(id=name) if _NUMBER.match(name) else Party(name=name)


@lru_cache(4096)
def is_self_chosen(name: str) -> bool:
    """`~ Sam`: the number is not in the phone's contacts, and the name is what its owner calls himself."""
    return _CHOSEN.match(name) is not None


def is_named(rest: str) -> bool:
    """Whether what stands behind a header can be "name: text": the words before the colon are no time and not too long."""
    end = rest.find(": ")
    if end < 0 and rest.endswith(":"):
        end = len(rest) - 1
    return 0 < end <= _LONGEST_NAME and not begins_with_time(rest)


def begins_with_time(rest: str) -> bool:
    return rest[:1].isdigit() and _CLOCK.match(rest) is not None


class Names:
    """All names of a file, to tell `Sam: work: hi` of "Sam: work" from `Sam: note: hi` of "Sam"."""

    def __init__(self) -> None:
        self.plain: Counter[str] = Counter()  # from lines with one ": " only, where nothing is in doubt
        self._first: Counter[str] = Counter()  # the shortest name that other lines allow
        self._longer: Counter[str] = Counter()  # and their next longer one
        self._proven: set[str] = set()
        self._known: set[str] = set()
        self._usual: dict[str, Split] = {}

    def learn(self, rest: str) -> None:
        """Take in one line behind its header."""
        ends = _ends(rest)
        if len(ends) == 1:
            _count(self.plain, rest[: ends[0]])
        elif ends:
            _count(self._first, rest[: ends[0]])
            _count(self._longer, rest[: ends[1]])
            if _MARK.match(rest, ends[1] + 2):
                self._proven.add(rest[: ends[1]])

    def settle(self) -> None:
        """Decide, once the whole file was seen, which longer names are names.

        One is if its first part is no name by itself, and either WhatsApp's own mark follows it, or it comes back, and
        so does every other name that begins with the same part.
        """
        repeated: Counter[str] = Counter()
        for long, times in self._longer.items():
            if times > 1:
                repeated[long.partition(": ")[0]] += times
        steady = {first for first, times in repeated.items() if times == self._first[first]}
        again = {long for long, times in self._longer.items() if times > 1 and long.partition(": ")[0] in steady}
        longer = (long for long in self._proven | again if long.partition(": ")[0] not in self.plain)
        self._known = {*self.plain, *longer}
        self._usual = {name: Split(name, len(name) + 2) for name in self.plain}

    def split(self, rest: str) -> Split | None:
        """Where the name ends, or None when there is none: the longest known name, else the shortest possible one."""
        end = rest.find(": ")
        usual = self._usual.get(rest[:end]) if end > 0 else None
        if usual and rest.find(": ", usual.at, _LONGEST_NAME + 2) < 0:
            return usual  # nearly all lines
        ends = _ends(rest)
        for end in reversed(ends):
            if rest[:end] in self._known:
                doubtful = len(ends) > 1 and any(self._longer[rest[:longer]] > 1 for longer in ends if longer > end)
                return Split(rest[:end], _behind(rest, end), doubtful)
        if ends:
            return Split(rest[: ends[0]], _behind(rest, ends[0]), len(ends) > 1)
        end = rest.find(":")
        return Split(rest[:end], end + 1, doubtful=True) if rest[:end] in self.plain and end > 0 else None

    def people(self) -> list[str]:
        """Every sender, in the order of the alphabet."""
        begun = {name.partition(": ")[0] for name in self._known}
        return sorted(self._known | (self._first.keys() - begun))


def _ends(rest: str) -> list[int]:
    """Where names may end: before each ": " near the front, else before a last colon with nothing behind it."""
    at = rest.find(": ", 1, _LONGEST_NAME + 2)
    if at < 0:
        return [len(rest) - 1] if rest.endswith(":") and 1 < len(rest) <= _LONGEST_NAME else []
    ends = [at]
    while len(ends) < _COLONS and rest[at + 2 : at + 3] not in _TEXT_BEGINS:
        at = rest.find(": ", at + 1, _LONGEST_NAME + 2)
        if at < 0:
            break
        ends.append(at)
    return ends


def _behind(rest: str, colon: int) -> int:
    """Where the text begins: an editor may have dropped the space behind a last colon."""
    return colon + 2 if rest[colon + 1 : colon + 2] == " " else colon + 1


def _count(counter: Counter[str], name: str) -> None:
    if name in counter or len(counter) < _MOST_NAMES:
        counter[name] = counter.get(name, 0) + 1
