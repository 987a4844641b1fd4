"""Takes a mail apart into its tree of parts, by places in its bytes (RFC 2045 and 2046), within bounds.

Nothing is decoded or copied here. Whatever a bound cuts off stays there as one part that holds the rest as it
stands, and a code says so: a sender must not be able to hide a part behind ten thousand others.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from parsers._mail.headers import Headers, read
from parsers._mail.mime_bytes import Buffer
from parsers._mail.mime_params import Value, media_type_of, value_of

DEPTH = 20
PARTS = 1000
_LONGEST_BOUNDARY = 1000
_BOUNDARY_LINE = re.compile(rb"\s*--([^\s-][^\r\n]{0,198}?)[ \t]*\r?\n")
_RAW = Value("application/octet-stream", {})


@dataclass(slots=True)
class Part:
    """One node: its fields, its type, where its body stands, its number (as IMAP counts), and the parts within it.

    `whole` is set where a bound was met: the place is then that of headers and body together, taken as they stand.
    """

    headers: Headers
    kind: Value
    start: int
    end: int
    number: str = ""
    parts: "list[Part] | None" = None
    whole: str = ""

    @property
    def type(self) -> str:
        return self.kind.word


class _Place(NamedTuple):
    """Where the parts of a multipart stand, what stands before, between and behind them, and whether it is closed."""

    parts: list[tuple[int, int]]
    outside: list[tuple[int, int]]
    closed: bool = False


@dataclass(slots=True)
class Tree:
    """Reads one mail. Afterwards `odd` holds codes, and `outside` the places of text that stands in no part."""

    buffer: Buffer
    odd: dict[str, None] = field(default_factory=dict)
    outside: list[tuple[int, int]] = field(default_factory=list)
    left: int = PARTS

    def read(self, headers: Headers, start: int, end: int) -> Part:
        """The tree of a mail with these headers, whose body stands between two places."""
        return self._body(headers, start, end, "", "text/plain")

    def _body(self, headers: Headers, start: int, end: int, number: str, usual: str) -> Part:
        declared = headers.get("content-type")
        kind = media_type_of(declared) if declared else Value(usual, {})
        if not kind.word.startswith("multipart/"):
            return Part(headers, kind, start, end, number or "1")
        depth = number.count(".") + 2 if number else 1
        if depth > DEPTH:
            return self._kept_whole(start, end, number, "nested-too-deep")
        boundary = self._boundary(kind, start, end)
        place = self._place(boundary, start, end) if boundary else _Place([], [])
        if boundary and not place.parts:
            place = self._place(boundary, start, end, strict=False)
        if not place.parts:
            self.odd["no-parts-found"] = None
            return Part(headers, Value("text/plain", kind.parameters), start, end, number or "1")
        if not place.closed:
            self.odd["cut-off"] = None
        self.outside += place.outside
        usual = "message/rfc822" if kind.word == "multipart/digest" else "text/plain"
        return Part(headers, kind, start, end, number, list(self._children(place.parts, number, usual)))

    def _children(self, places: list[tuple[int, int]], number: str, usual: str) -> Iterator[Part]:
        for at, (start, end) in enumerate(places, 1):
            name = f"{number}.{at}" if number else str(at)
            if self.left <= 0:
                yield self._kept_whole(start, places[-1][1], name, "too-many-parts")
                return
            self.left -= 1
            head = read(self.buffer, start, end)
            self.odd.update(dict.fromkeys(head.odd))
            yield self._body(head.headers, head.body, end, name, usual)

    def _kept_whole(self, start: int, end: int, number: str, why: str) -> Part:
        self.odd[why] = None
        return Part(Headers([]), _RAW, start, end, number, whole=why)

    def _boundary(self, kind: Value, start: int, end: int) -> bytes:
        """The declared boundary; where none is declared, the first line if it looks like one and comes again."""
        declared = kind.parameters.get("boundary", "").rstrip(" \t").encode("utf-8", "replace")
        if declared:
            return declared[:_LONGEST_BOUNDARY]
        self.odd["no-boundary"] = None
        guess = _BOUNDARY_LINE.match(self.buffer[start : min(start + 1000, end)])
        return guess[1] if guess else b""

    def _place(self, boundary: bytes, start: int, end: int, strict: bool = True) -> _Place:
        """Find the lines `--boundary` between two places. A line that only begins so is another multipart's.

        Parts behind the last line `--boundary--` are parts all the same: some mailers close an inner multipart with
        the boundary of the outer one.
        """
        mark = b"--" + boundary
        found = _Place([], [])
        opened, free = -1, start  # where the open part begins; else where text outside of parts does
        at = start if self.buffer[start : start + len(mark)] == mark else self._next(mark, start, end)
        while at >= 0 and len(found.parts) <= self.left:
            behind, rest = self._rest_of_line(at + len(mark), end)
            last = rest.startswith(b"--")
            if last or not strict or not rest.strip(b" \t\r"):
                if opened >= 0:
                    found.parts.append((opened, self._before(at, opened)))
                else:
                    found.outside.append((free, at))
                opened, free = (-1, behind) if last else (behind, free)
            at = self._next(mark, max(behind - 1, start), end)
        if opened >= 0:
            found.parts.append((opened, end))
        elif found.parts:
            found.outside.append((free, end))
        return found._replace(closed=opened < 0 or at >= 0)

    def _next(self, mark: bytes, start: int, end: int) -> int:
        found = self.buffer.find(b"\n" + mark, start, end)
        return found + 1 if found >= 0 else -1

    def _rest_of_line(self, at: int, end: int) -> tuple[int, bytes]:
        """What stands behind a boundary up to the end of its line, and where the next line begins."""
        rest = self.buffer[at : min(at + 256, end)]
        line = rest.find(b"\n")
        if line >= 0:
            return at + line + 1, rest[:line]
        found = self.buffer.find(b"\n", at, end)
        return (found + 1 if found >= 0 else end), rest

    def _before(self, at: int, opened: int) -> int:
        """The end of a part: the line end before a boundary belongs to the boundary (RFC 2046, 5.1.1)."""
        ending = 2 if self.buffer[max(at - 2, 0) : at] == b"\r\n" else 1
        return max(at - ending, opened)


def leaves(part: Part) -> Iterator[Part]:
    """The parts that hold no others, in order."""
    if part.parts is None:
        yield part
    for inner in part.parts or ():
        yield from leaves(inner)


def disposition(part: Part) -> Value:
    return value_of(part.headers.get("content-disposition"))
