"""Puts right the letters that Meta's downloads garble, file by file, and never where a person typed them so.

"Download your information" writes the UTF-8 bytes of a text as if each were a letter: é becomes `\\u00c3\\u00a9`
(chat-miner issues 73 and 78, osd2f issue 43). Messenger's end-to-end-encrypted download and Instagram's of 2018-2020 do
not. Nothing in a file says which it is, so all of its strings are asked, and the answer holds for the whole file.
"""

import re

from parsers._meta.decode import value_at
from parsers._text import scrub

_ESCAPED = re.compile(r"\\u(?:00[89a-fA-F]|0[1-9a-fA-F]|[1-9a-fA-F])")
_ESCAPED_OR_RAW = re.compile(rf"[^\x00-\x7f]|{_ESCAPED.pattern}")
_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)


def repaired(text: str) -> str | None:
    """The text that these letters are the UTF-8 bytes of, or None when they cannot be."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return None


class Survey:
    """How many strings of a file with letters beyond ASCII can be UTF-8 read as letters, and how many cannot."""

    def __init__(self, text: str) -> None:
        self.could, self.others = 0, 0
        self.different: set[str] = set()
        odd = _ESCAPED if text.isascii() else _ESCAPED_OR_RAW
        found, end = odd.search(text), 0
        while found:
            end = self._ask(text, max(end, text.rfind('"', end, found.start())), found.end())
            found = odd.search(text, end)

    def _ask(self, text: str, start: int, end: int) -> int:
        """Count the string that begins at a place (or goes on there, behind an escaped quote). Returns its end."""
        string = _STRING.match(text, start)
        if string is None:
            return end
        try:
            value, _ = value_at(string[0], 0)
        except ValueError:
            return end
        end = string.end()
        if not isinstance(value, str) or value.isascii():  # a typed backslash, or no string at all
            return end
        if repaired(value) is None:
            self.others += 1
        else:
            self.could += 1
            if len(self.different) < 2:
                self.different.add(value)
        return end


class Words:
    """Reads the strings of one file.

    `usual` says whether this kind of file is known to be garbled. Then most of its strings decide; else all of them
    must be garbled, and at least two different ones, for one alone may have been typed so.
    """

    def __init__(self, text: str, usual: bool) -> None:
        seen = Survey(text)
        most = seen.could > seen.others
        self.repairs = most if usual else most and not seen.others and len(seen.different) > 1
        self._doubts: list[str] = []

    def read(self, raw: str) -> str:
        """A string as it was meant. What is doubtful about it is told by `doubts`."""
        if raw.isascii():
            return raw
        meant = repaired(raw)
        if (meant is None) == self.repairs:
            self._doubts.append("encoding-doubtful")
        text, halved = scrub(meant if self.repairs and meant is not None else raw)
        if halved:
            self._doubts.append("half-character")
        return text

    def plain(self, raw: str) -> str:
        """A string as it stands in the file, only without half characters, which no record can hold."""
        return scrub(raw)[0]

    def doubts(self) -> tuple[str, ...]:
        """The warnings that the strings read since the last call deserve."""
        if not self._doubts:
            return ()
        found = tuple(dict.fromkeys(self._doubts))
        self._doubts.clear()
        return found
