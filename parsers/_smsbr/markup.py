"""Cuts a file of SMS Backup & Restore into tags, and goes on where other XML readers stop.

Not a general XML reader: this format is elements with attributes and nothing else. Two gains over expat, both
measured: a tag costs three quarters of the time, and a huge attribute never more than linear time (expat before 2.6 is
quadratic). And whatever is not well formed costs only itself. Entities that a file defines are never looked at.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from parsers._smsbr.base64 import Base64
from parsers._smsbr.units import Buffer

LIFTED_FROM = 4 << 20
"""A part's `data` value of more code units than this never stands in memory as a whole."""
LONGEST_TAG = 16 << 20
LONGEST_ASIDE = 1 << 20
SHAPES = 1000
SAMPLE = 16_000

WHITE = " \t\r\n"
RECORDS = ("sms", "mms", "call")
_KNOWN = "smses|allsms|calls|sms|mms|call|parts?|addrs?"
_RESUME = re.compile(rf"<(?:/?(?:{_KNOWN})(?=[\s/>])|!--|\?)")
_RECORD = re.compile(rf"<(?:{'|'.join(RECORDS)})[\s/>]")
_DATED = re.compile(r"[\s\"']date\s*=\s*[\"']")
_SHIFTED = "".join(chr(ord(letter) << 8) for letter in " date=")
_NEXT = re.compile(r"<[A-Za-z]")
_OPENING = re.compile(r"<(/?)([A-Za-z_][A-Za-z0-9_.:-]*)")
_ATTRIBUTE = re.compile(r"[ \t\r\n]+([^\s=<>\"'/]+)[ \t\r\n]*=[ \t\r\n]*([\"'])")
_END = re.compile(r"[ \t\r\n]*(/?)>")
_UNFINISHED = re.compile(r"[ \t\r\n]*(?:/|[^\s=<>\"'/]*[ \t\r\n]*=?[ \t\r\n]*)")
_ASIDES = {"<!--": "-->", "<![CDATA[": "]]>", "<?": "?>", "<!DOCTYPE": ">"}
_INNER_DTD = re.compile(r"<!DOCTYPE[^>\[]*\[")
_TAIL = 32  # characters held back, so that no tag or attribute name is cut in two


class Shape(NamedTuple):
    """What a tag is but for its values. Neighbours share one, so it is worked out once."""

    name: str
    names: tuple[str, ...] = ()
    closing: bool = False
    empty: bool = False
    doubled: bool = False  # an attribute stands there twice


class Lifted(NamedTuple):
    """A `data` value that was too long to be held: its place, and how it reads as base64."""

    start: int
    end: int
    base64: Base64


class Tag(NamedTuple):
    """A whole tag. `values` are code units, as written between the quotes; `raw` is what stands between < and >."""

    shape: Shape
    values: dict[str, str]
    start: int
    end: int
    raw: str
    lifted: Lifted | None = None


class Junk(NamedTuple):
    """What is no markup of this format. `happenings` is how many messages or calls it seems to hold.

    `cut` is True where the file ends inside a tag. `raw` is its beginning.
    """

    start: int
    end: int
    raw: str
    happenings: int
    cut: bool = False


class Aside(NamedTuple):
    """A comment, CDATA section, processing instruction or DTD. `happenings`: entries that stand in it, unread."""

    opening: str
    start: int
    end: int
    raw: str
    happenings: int


Token = Tag | Junk | Aside


class _Whole(NamedTuple):
    """A tag that is all there: its end, and its attributes as (name, start, end) of the value."""

    shape: Shape
    end: int
    spans: list[tuple[str, int, int]]


class _Open(NamedTuple):
    """A tag that is not all there yet. If it breaks off inside a value: whose, where that begins, and its quote."""

    name: str = ""
    start: int = 0
    quote: str = ""


class Markup:
    """The tags of a file, in order, and between them what is none."""

    def __init__(self, buffer: Buffer) -> None:
        self._buffer = buffer
        self._at = 0
        self._done = False
        self._shapes: dict[tuple[str, ...], Shape] = {}
        self._lifted: Lifted | None = None
        self._origin: int | None = None  # where the tag under work begins, once a value was lifted out of it

    def __iter__(self) -> Iterator[Token]:
        """Nearly every tag takes the quick way: cut at its quotes, the even pieces are a known shape."""
        shapes, buffer = self._shapes, self._buffer
        while not self._done:
            text, at = buffer.text if self._lifted is None else "", self._at
            while (start := text.find("<", at)) >= 0 and (end := text.find(">", start)) > 0:
                raw = text[start + 1 : end]
                pieces = raw.split('"')
                shape = shapes.get(tuple(pieces[::2]))
                if shape is None or len(pieces) % 2 == 0 or "<" in raw or text[at:start].strip(WHITE):
                    break
                at = end + 1
                values = dict(zip(shape.names, pieces[1::2], strict=True))
                yield Tag(shape, values, buffer.offset(start), buffer.offset(at), raw)
            self._at = at
            if (token := self._step()) is not None:
                yield token

    def _step(self) -> Token | None:
        """One step where the quick way does not lead on: cuts off one token, or reads more."""
        text = self._buffer.text
        start = text.find("<", self._at)
        if stray := text[self._at : start if start >= 0 else len(text)].lstrip(WHITE):
            return self._junk((start if start >= 0 else len(text)) - len(stray))
        if start < 0 or len(text) - start < _TAIL:
            more = self._more(len(text) if start < 0 else start)
            self._done = start < 0 and not more
            if more or start < 0:
                return None
            text, start = self._buffer.text, 0
        for opening in _ASIDES:
            if text.startswith(opening, start):
                return self._aside(start, opening)
        return self._tag(start)

    def _more(self, keep: int) -> bool:
        self._at = 0
        return self._buffer.more(keep)

    def _place(self, index: int) -> int:
        return self._buffer.offset(index) if self._origin is None else self._origin

    def _tag(self, start: int) -> Token | None:
        text = self._buffer.text
        found = walk(text, start)
        if isinstance(found, _Whole):
            token = self._whole(start, found)
            self._at = found.end
            self._lifted = self._origin = None
            return token
        if found is None or len(text) - start > LONGEST_TAG:
            return self._junk(start)
        if found.name == "data" and len(text) - found.start > LIFTED_FROM and text.startswith("<part", start):
            self._lift(start, found)
            return None
        return None if self._more(start) else self._junk(0, cut=True)

    def _whole(self, start: int, found: _Whole) -> Tag:
        text = self._buffer.text
        raw = text[start + 1 : found.end - 1]
        pieces = raw.split('"')
        outside = pieces[::2]
        if self._lifted is None and "'" not in "".join(outside) and len(self._shapes) < SHAPES:
            self._shapes[tuple(outside)] = found.shape
        values = {name: text[a:b] for name, a, b in found.spans}
        return Tag(found.shape, values, self._place(start), self._buffer.offset(found.end), raw, self._lifted)

    def _lift(self, start: int, found: _Open) -> None:
        """Take a huge `data` value out of the text, looking at it piece by piece on the way."""
        self._origin = self._buffer.offset(start)
        begin = self._buffer.offset(found.start)
        base64 = Base64()
        for piece in self._buffer.pour(found.start, found.quote + "<"):
            base64.feed(piece)
        base64.finish()
        self._lifted = Lifted(begin, self._buffer.offset(found.start), base64)

    def _aside(self, start: int, opening: str) -> Token | None:
        """Skip a comment or its like. One that does not end, or holds the start of another, is no comment."""
        text = self._buffer.text
        another = text.find(opening, start + len(opening))
        end = _end_of_aside(text, start, another if another >= 0 else len(text))
        if end < 0:
            short = another < 0 and len(text) - start < LONGEST_ASIDE
            return None if short and self._more(start) else self._junk(start if not short else 0, cut=short)
        raw = text[start:end]
        self._at = end
        return Aside(opening, self._place(start), self._buffer.offset(end), raw[:SAMPLE], len(_RECORD.findall(raw)))

    def _junk(self, start: int, cut: bool = False) -> Junk:
        """From `start` to the next tag of this format that can be seen, or to the end of the file."""
        buffer, origin = self._buffer, self._place(start)
        sample, happenings, at, more = "", 0, start, True
        while (found := _RESUME.search(buffer.text, at + 1)) is None and more:
            tail = max(at, len(buffer.text) - _TAIL)
            sample += buffer.text[at : min(tail, at + SAMPLE - len(sample))]
            happenings += _count(buffer.text[at:]) - _count(buffer.text[tail:])
            more, at = self._more(tail), 0
        end = found.start() if found else len(buffer.text)
        sample += buffer.text[at : min(end, at + SAMPLE - len(sample))]
        happenings += _count(buffer.text[at:end])
        self._at, self._lifted, self._origin = end, None, None
        return Junk(origin, buffer.offset(end), sample, happenings + _undated(sample), cut and found is None)


def _end_of_aside(text: str, start: int, limit: int) -> int:
    """Where the comment or its like at `start` ends, if that is before `limit`; else -1."""
    opening = next(opening for opening in _ASIDES if text.startswith(opening, start))
    closing = _ASIDES[opening]
    at = start + len(opening)
    if inner := _INNER_DTD.match(text, start, limit):
        at = text.find("]", inner.end(), limit)
        if at < 0:
            return -1
    end = text.find(closing, at, limit)
    return end + len(closing) if end >= 0 else -1


def walk(text: str, start: int) -> _Whole | _Open | None:
    """Read the tag at `start` attribute by attribute. None: this is no tag that can be made sense of."""
    if (opening := _OPENING.match(text, start)) is None:
        return None
    at, spans, seen = opening.end(), [], dict[str, int]()
    while attribute := _ATTRIBUTE.match(text, at):
        name, quote = attribute.groups()
        close = text.find(quote, attribute.end())
        if _breaks(name, text, attribute.end(), close if close >= 0 else len(text)):
            return None
        name = _free(name, seen)
        if close < 0:
            return _Open(name, attribute.end(), quote)
        spans.append((name, attribute.end(), close))
        at = close + 1
    if end := _END.match(text, at):
        names = tuple(name for name, _, _ in spans)
        shape = Shape(opening[2], names, bool(opening[1]), bool(end[1]), any("#" in name for name in names))
        return _Whole(shape, end.end(), spans)
    return _Open() if len(text) - at < 1000 and _UNFINISHED.fullmatch(text, at) else None


def value_place(tag: Tag, wanted: str) -> int:
    """Where in the raw text of an opening tag the value of an attribute begins."""
    at = len(tag.shape.name)
    while attribute := _ATTRIBUTE.match(tag.raw, at):
        if attribute[1] == wanted:
            return attribute.end()
        at = tag.raw.index(attribute[2], attribute.end()) + 1
    raise LookupError(wanted)


def _breaks(name: str, text: str, start: int, end: int) -> bool:
    """Whether a value runs into the next element: its closing quote is missing. A lone `<` in a text is let pass."""
    if text.find("<", start, end) < 0:
        return False
    return name == "data" or _RESUME.search(text, start, end) is not None


def _free(name: str, seen: dict[str, int]) -> str:
    """The name of an attribute; a name that stands there twice gets a number, so that neither value is lost.

    No two come out alike: a name in the file that has the form of ours is numbered too.
    """
    seen[name] = times = seen.get(name, 0) + 1
    return name if times == 1 and "#" not in name else f"{name}#{times}"


def _undated(junk: str) -> bool:
    """Whether junk begins with a message or call whose date is gone, so that counting dates misses it."""
    following = _NEXT.search(junk, 1)
    return bool(_RECORD.match(f"{junk[:8]} ")) and not _DATED.search(
        junk, 0, following.start() if following else SAMPLE
    )


def _count(text: str) -> int:
    """How many messages or calls a stretch seems to hold: each has one `date`. So it has in UTF-16 that lost a byte."""
    return len(_DATED.findall(text)) + text.count(_SHIFTED)
