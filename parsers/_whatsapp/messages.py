"""Puts lines together into messages: which line begins one, and which goes on with the one above.

Where the file has CRLF behind every message and a bare LF inside (iPhone), only a header behind CRLF begins a
message. A line like `[01/03/2024, 10:00:00] Alex: I love you` that somebody typed into a message stays inside it.
Only where such a message would be longer than any message can be, was another file joined on behind, and its
headers count. Where line ends tell nothing, every line with a header that fits begins a message.
"""

from collections.abc import Iterable, Iterator

from archive.records import Problem, Time, locate
from parsers._whatsapp.dates import LONGEST
from parsers._whatsapp.header import Form, Header, Headers
from parsers._whatsapp.lines import Line
from parsers._whatsapp.survey import Survey, belongs

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


class Message:
    """One message as it stands in the file: a header, and the lines up to the next line that looks like one.

    `text` is all of it without the last line end; the header ends at `header.end` in it. `sure`: the line ends prove
    that it begins here. `inside` counts the lines in it that look like headers.
    """

    __slots__ = (
        "end",
        "header",
        "home",
        "inside",
        "last",
        "line",
        "more",
        "size",
        "start",
        "sure",
        "text",
        "time",
        "warnings",
    )

    def __init__(self, header: Header, home: Form, number: int, sure: bool, line: Line) -> None:
        self.header, self.home, self.sure = header, home, sure
        self.line = self.last = number
        self.start, self.end = line.start, line.end
        self.text, self.size, self.inside = line.text, len(line.text), 0
        self.warnings: list[str] = [line.damage] if line.damage else []
        self.time = _NO_TIME
        self.more: list[str] = []

    def add(self, line: Line) -> bool:
        """Take in one more line, or say that there are too many."""
        if self.size > _MOST:
            return False
        self.more.append(line.text)
        self.size += len(line.text)
        self.end = line.end
        self.last += 1
        if line.damage and line.damage not in self.warnings:
            self.warnings.append(line.damage)
        return True

    def join(self, others: list["Message"]) -> None:
        """Take in messages that are none: lines of this one that only look like headers."""
        for other in others:
            self.more += [other.text, *other.more]
            self.end, self.last = other.end, other.last
            self.warnings += [code for code in other.warnings if code not in self.warnings]
        self.inside = len(others)

    def close(self, whole: bool) -> None:
        """No more lines will come. `whole`: none was too much, so that the last line end is that of the message."""
        if self.more:
            self.text = "".join((self.text, *self.more))
            self.more = []
        if whole:
            self.text = self.text.removesuffix("\n").removesuffix("\r")
        else:
            self.warnings.append("text-too-long")


class Cutter:
    """Cuts the lines of a file into messages. What belongs to none becomes a Problem."""

    def __init__(self, found: Survey) -> None:
        self._homes = list(found.homes.found)
        self._home = self._homes.pop(0)[1]
        self._headers = Headers()
        self._by_ends = found.ends.mark_messages
        self._parts: list[Message] = []  # the open message, and the lines in it that look like headers
        self._too_long = 0  # where what is too long for the open message ends, or 0
        self._before: tuple[int, int] | None = None  # where text stands before the first message
        self.joined: int | None = None  # where another file was joined on

    def cut(self, lines: Iterable[Line]) -> Iterator[Message | Problem]:
        above = "\r\n"
        for number, line in enumerate(lines, 1):
            header = self._header(line)
            if header is None:
                self._go_on(line)
            else:
                yield from self._begin(Message(header, self._home, number, self._by_ends and above == "\r\n", line))
            above = line.text[-2:]
        if len(self._parts) > 1 and above != "\r\n":
            yield from self._apart("possible-forged-line")
        yield from self._close()

    def _begin(self, part: Message) -> Iterable[Message | Problem]:
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
            if not self._parts[-1].add(line):
                self._too_long = line.end
        elif line.text.strip("\ufeff\u200e\u200f \t\r\n"):
            self._before = (self._before[0] if self._before else line.start, line.end)

    def _apart(self, warning: str = "") -> list[Message | Problem]:
        """The lines that look like headers are messages after all; the last one stays open."""
        *whole, last = self._parts
        self._parts = [last]
        if warning:
            for part in (*whole[1:], last):
                part.warnings.append(warning)
        for part in whole:
            part.close(whole=True)
        return [*whole]

    def _close(self) -> list[Message | Problem]:
        """The open message is over: it, and what could not be read of it or before it."""
        ready: list[Message | Problem] = []
        if self._parts:
            first, *others = self._parts
            if others:
                first.join(others)
            first.close(whole=not self._too_long)
            ready.append(first)
            if self._too_long:
                ready.append(Problem(_place(first.end, self._too_long), _TOO_LONG, "text-too-long"))
            self._parts, self._too_long = [], 0
        if self._before is not None:
            ready.append(Problem(_place(*self._before), _BEFORE, "text-before-first-message"))
            self._before = None
        return ready


def _place(start: int, end: int) -> str:
    return locate(("bytes", f"{start}-{end}"))
