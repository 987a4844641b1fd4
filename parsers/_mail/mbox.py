"""Cuts a mailbox file into mails: one pass, read-only, in memory that does not grow with the file.

What stands where is kept: every mail knows its byte range. A mail too long for memory goes through a temporary file.
Content-Length fields are not believed: the sender of a mail can write one, and hide the mails that follow his.
"""

from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

from parsers._mail.mbox_lines import LONGEST, begins_mail
from parsers._mail.mime_bytes import BLOCK, IN_MEMORY, READ_ERRORS, Buffer, Spooled

_AHEAD = 2 * LONGEST
_KEPT = 1 << 16  # bytes that stay in memory when a long mail is moved out: enough to look around a line
_ENVELOPE = 10  # "From " lines directly behind each other that are kept with the mail
_MARK = b"\xef\xbb\xbf"


class Piece(NamedTuple):
    """One stretch of the file.

    `envelope` are the "From " lines that stand before it ("" where the file begins without one). `start` is the
    byte place of its first byte in the file. `quoted` says that lines in it may have been written as `>From `.
    `padding` counts zero bytes behind it. `last` says that the file ends with it.
    """

    data: Buffer
    start: int
    envelope: tuple[bytes, ...]
    quoted: bool
    padding: int
    last: bool

    @property
    def end(self) -> int:
        return self.start + len(self.data)


class Splitter:
    """Reads a mailbox file and gives its pieces. `broken` holds what stopped the reading before the end, if anything."""

    def __init__(self, stream: BinaryIO, alive: Callable[[], None]) -> None:
        self.broken: BaseException | None = None
        self._stream, self._alive = stream, alive
        self._ahead = bytearray()  # begins with the mail in hand, or with what is left of it
        self._place = 0  # of its first byte in the file
        self._spooled: Spooled | None = None
        self._ended = False
        self._zeros = False  # whether the file holds zero bytes: a line may then begin behind one
        self._quoting = True  # until a "From " that begins no mail shows that this file does not quote

    def pieces(self) -> Iterator[Piece]:
        """Every mail in order; before them, whatever stands before the first. Close the data of each."""
        self._read(BLOCK)
        self._drop(self._before_first())
        envelope = [self._take_line()] if self._line_at(0) else []
        while True:
            start = self._next()
            if start < 0:
                if self._ahead or self._spooled or envelope:
                    yield self._cut(len(self._ahead), envelope, last=True)
                return
            if start == 0 and not self._spooled:
                envelope.append(self._take_line())
                continue
            yield self._cut(start, envelope, last=False)
            envelope = [self._take_line()]

    @property
    def place(self) -> int:
        """How far the file has been read, in bytes."""
        return self._place + len(self._ahead)

    def _before_first(self) -> int:
        """The length of a byte order mark and of blank lines at the top."""
        mark = len(_MARK) if self._ahead.startswith(_MARK) else 0
        top = bytes(self._ahead[mark : mark + _KEPT])
        return mark + len(top) - len(top.lstrip(b"\r\n"))

    def _next(self) -> int:
        """Where in memory the next mail's "From " line begins, or -1 when there is none up to the end of the file."""
        self._look_ahead(0)
        if self._line_at(0):
            return 0
        at = 0
        while True:
            found = self._find(at)
            if found < 0:
                if self._ended:
                    return -1
                at = self._grow(max(at, len(self._ahead) - 5))
                continue
            self._look_ahead(found)
            if self._line_at(found + 1):
                return found + 1
            if self._ahead[found] and b"\n" in self._ahead[found + 1 : found + _AHEAD]:
                self._quoting = False
            at = found + 1

    def _look_ahead(self, at: int) -> None:
        """See to it that a "From " line at this place and the line behind it are in memory."""
        while not self._ended and len(self._ahead) < at + _AHEAD:
            self._read(BLOCK)

    def _find(self, at: int) -> int:
        """The place before the next "From " that begins a line, or follows zero bytes."""
        line = self._ahead.find(b"\nFrom ", at)
        if not self._zeros:
            return line
        zero = self._ahead.find(b"\0From ", at, line if line >= 0 else len(self._ahead))
        return zero if zero >= 0 else line

    def _line_at(self, at: int) -> bool:
        """Whether a "From " line that begins a mail stands at this place in memory."""
        if self._ahead[at : at + 5] != b"From ":
            return False
        seen = bytes(self._ahead[at : at + _AHEAD])
        line, newline, rest = seen.partition(b"\n")
        if len(line) > LONGEST:
            return False
        following, more, _ = rest.partition(b"\n")
        before = bytes(self._ahead[max(0, at - 3) : at])
        after_blank = at == 0 or before.endswith((b"\n\n", b"\n\r\n", b"\0")) or before == b"\n"
        at_end = not more and self._ended and at + len(seen) >= len(self._ahead)
        return begins_mail(line, following, after_blank, at_end) and (bool(newline) or at_end)

    def _take_line(self) -> bytes:
        """Take the "From " line off the front of memory."""
        end = self._ahead.find(b"\n") + 1 or len(self._ahead)
        line = bytes(self._ahead[:end])
        self._drop(end)
        return line.rstrip(b"\r\n")

    def _cut(self, end: int, envelope: list[bytes], last: bool) -> Piece:
        """Take a mail off the front. The blank line that sets it apart from the next, and zero bytes, are not its own."""
        stop = len(self._ahead[:end].rstrip(b"\0")) if end and not self._ahead[end - 1] else end
        padding = end - stop
        tail = bytes(self._ahead[max(0, stop - 3) : stop])
        stop -= 2 if tail == b"\n\r\n" else 1 if tail.endswith(b"\n\n") else 0
        with memoryview(self._ahead) as seen:
            content = bytes(seen[:stop])
        start = self._place - (len(self._spooled) if self._spooled else 0)
        self._drop(end)
        return Piece(self._joined(content), start, tuple(envelope[:_ENVELOPE]), self._quoting, padding, last)

    def _joined(self, rest: bytes) -> Buffer:
        """The mail in hand, whose last bytes these are."""
        spooled, self._spooled = self._spooled, None
        if spooled is None:
            return rest
        spooled.append(rest)
        return spooled

    def _drop(self, count: int) -> None:
        del self._ahead[:count]
        self._place += count

    def _grow(self, at: int) -> int:
        """Read on. What is too long for memory is moved out first. Returns where `at` stands now."""
        if len(self._ahead) > IN_MEMORY:
            moved = len(self._ahead) - _KEPT
            self._spooled = self._spooled or Spooled()
            self._spooled.append(bytes(self._ahead[:moved]))
            self._drop(moved)
            at -= moved
        self._read(BLOCK)
        return at

    def _read(self, size: int) -> None:
        self._alive()
        try:
            data = self._stream.read(size)
        except READ_ERRORS as error:
            self.broken, data = error, b""
        self._ended = not data
        self._zeros = self._zeros or b"\0" in data
        self._ahead += data
