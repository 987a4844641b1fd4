"""Puts lines together into messages: which line begins one, and which goes on with the one above.

Where the file has CRLF behind every message and a bare LF inside (iPhone), only a header behind CRLF begins a
message. A line like `[01/03/2024, 10:00:00] Alex: I love you` that somebody typed into a message stays inside it.
Only where such a message would be longer than any message can be, was another file joined on behind, and its
headers count. Where line ends tell nothing, every line with a header that fits begins a message.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archive.records import Problem, Time, locate
from parsers._whatsapp_dates import LONGEST
from parsers._whatsapp_header import Form, Header, Headers
from parsers._whatsapp_lines import Line
from parsers._whatsapp_survey import Survey, belongs

_NO_TIME = Time()
_MOST = 1 << 20  # characters kept of one text; whatever is longer is no message

_BEFORE = (
    "There is text before the first message. It belongs to no message and was not read; the file is kept whole, "
    "so nothing of it is lost."
)
_TOO_LONG = (
    "A text without any message in it goes on for longer than a message can be. Its beginning was read; this part "
    "was not. The file is kept whole, so nothing of it is lost."
)


@dataclass(slots=True)
class Message:
    """One message as it stands in the file.

    `head` is its first line up to where sender or text begin, `rest` all that follows, without the last line end.
    `sure`: the line ends prove that it begins here. `inside` counts the lines in it that look like headers.
    """

    start: int
    end: int
    lines: tuple[int, int]
    header: Header
    home: Form
    head: str
    rest: str
    sure: bool
    inside: int
    warnings: list[str]
    time: Time = _NO_TIME


class _Part:
    """A header and the lines behind it, up to the next line that looks like a header."""

    __slots__ = ("end", "header", "home", "lines", "number", "size", "start", "sure", "warning")

    def __init__(self, header: Header, home: Form, number: int, sure: bool, line: Line) -> None:
        self.header, self.home, self.number, self.sure = header, home, number, sure
        self.lines, self.size = [line], len(line.text)
        self.start, self.end = line.start, line.end
        self.warning = ""

    def add(self, line: Line) -> None:
        self.end = line.end
        if self.size <= _MOST:
            self.lines.append(line)
            self.size += len(line.text)


class Cutter:
    """Cuts the lines of a file into messages. What belongs to none becomes a Problem."""

    def __init__(self, found: Survey) -> None:
        self._homes = list(found.homes.found)
        self._home = self._homes.pop(0)[1]
        self._headers = Headers()
        self._by_ends = found.ends.mark_messages
        self._parts: list[_Part] = []  # the open message, and the lines in it that look like headers
        self._before: tuple[int, int] | None = None  # where text stands before the first message
        self.joined: int | None = None  # where another file was joined on

    def cut(self, lines: Iterable[Line]) -> Iterator[Message | Problem]:
        above = "\r\n"
        for number, line in enumerate(lines, 1):
            header = self._header(line)
            if header is None:
                self._go_on(line)
            else:
                yield from self._begin(_Part(header, self._home, number, self._by_ends and above == "\r\n", line))
            above = line.text[-2:]
        if len(self._parts) > 1 and above != "\r\n":
            yield from self._apart("possible-forged-line")
        yield from self._close()

    def _begin(self, part: _Part) -> Iterable[Message | Problem]:
        """A header: the open message is over, unless the line ends say that this one stands inside it."""
        parts = self._parts
        if not parts or part.sure or not parts[0].sure:
            ready = self._close()
            self._parts = [part]
            return ready
        parts.append(part)
        if part.end - parts[0].start <= LONGEST:
            return ()
        self.joined = parts[1].start
        return self._apart()

    def _header(self, line: Line) -> Header | None:
        header = self._headers.read(line.text) if line.begins else None
        if header is None:
            return None
        while self._homes and self._homes[0][0] <= line.start:
            self._home = self._homes.pop(0)[1]
        return header if belongs(header, line.text, self._home) else None

    def _go_on(self, line: Line) -> None:
        if self._parts:
            self._parts[-1].add(line)
        elif line.text.strip("\ufeff\u200e\u200f \t\r\n"):
            self._before = (self._before[0] if self._before else line.start, line.end)

    def _apart(self, warning: str = "") -> list[Message | Problem]:
        """The lines that look like headers are messages after all; the last one stays open."""
        *whole, last = self._parts
        self._parts = [last]
        if warning:
            for part in (*whole[1:], last):
                part.warning = warning
        return [item for part in whole for item in _items([part])]

    def _close(self) -> list[Message | Problem]:
        parts, self._parts = self._parts, []
        if self._before is None:
            return _items(parts)
        place, self._before = locate(("bytes", f"{self._before[0]}-{self._before[1]}")), None
        return [*_items(parts), Problem(place, _BEFORE, "text-before-first-message")]


def _items(parts: list[_Part]) -> list[Message | Problem]:
    """One message of all the parts, and what was too long of it."""
    if not parts:
        return []
    message = _message(parts)
    end = parts[-1].end
    if message.end == end:
        return [message]
    message.warnings.append("text-too-long")
    return [message, Problem(locate(("bytes", f"{message.end}-{end}")), _TOO_LONG, "text-too-long")]


def _message(parts: list[_Part]) -> Message:
    first = parts[0]
    lines = first.lines if len(parts) == 1 else [line for part in parts for line in part.lines]
    text, kept = lines[0].text, lines[-1].end
    warnings = [first.warning] if first.warning else []
    if len(lines) > 1:
        text = "".join([line.text for line in lines])
        warnings += dict.fromkeys(line.damage for line in lines if line.damage)
    elif lines[0].damage:
        warnings.append(lines[0].damage)
    if kept == parts[-1].end:
        text = text.removesuffix("\n").removesuffix("\r")
    at = first.header.end
    return Message(
        first.start, kept, (first.number, first.number + len(lines) - 1), first.header, first.home,
        text[:at], text[at:], first.sure, len(parts) - 1, warnings,
    )  # fmt: skip
