"""SMS Backup & Restore (Android text messages and calls).

Reads the XML files of SyncTech's app: `<smses>` (older: `<allsms>`) with text and picture messages, `<calls>` with the
call log. One pass, whatever the size; what is not well formed costs only itself. See docs/parsers/sms_backup_restore.md
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from archive.records import Item
from parsers import Confidence, Source
from parsers._smsbr import reports
from parsers._smsbr.entries import Entries
from parsers._smsbr.fields import NULL, values_of
from parsers._smsbr.markup import Aside, Junk, Markup, Tag
from parsers._smsbr.payload import Payloads
from parsers._smsbr.units import Buffer, Encoding, encoding_of

VERSION = 1

_ROOTS = ("smses", "allsms", "calls")
_MADE_BY = re.compile(r"<!--\s*(File Created By .{1,200}?)\s*-->", re.IGNORECASE | re.DOTALL)

_PROLOGUE = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>)*+", re.DOTALL)
_SMSES = re.compile(r"<(?:smses|allsms)[\s/>]")
_CALLS = re.compile(r"<calls[\s/>]")
_CALL = re.compile(r"<call\s(?=[^<>]{0,2000}\bnumber\s*=)[^<>]{0,2000}\bdate\s*=\s*[\"']")
_ENTRY = re.compile(r"<(?:sms|mms)\s(?=[^<>]{0,2000}\baddress\s*=)[^<>]{0,2000}\bdate\s*=\s*[\"']")


def identify(source: Source) -> Confidence:
    """Certain by the root element, which only this app and those that write for it have."""
    head = source.head
    encoding = encoding_of(head)
    text = encoding.units(head[encoding.mark : len(head) - len(head) % encoding.width])
    root = _PROLOGUE.match(text)
    at = root.end() if root else 0
    if _SMSES.match(text, at):
        return Confidence.CERTAIN
    if _CALLS.match(text, at):
        return Confidence.CERTAIN if _CALL.search(text, at) else Confidence.PROBABLE
    if _ENTRY.search(text) or _CALL.search(text):
        return Confidence.PROBABLE if text.lstrip().startswith("<") else Confidence.POSSIBLE
    return Confidence.NO


def parse(source: Source) -> Iterator[Item]:
    """Records and problems in the order of the file; what is odd about the file as a whole where its root ends."""
    encoding = encoding_of(source.head)
    if encoding.unknown:
        yield reports.unknown_encoding(encoding.unknown)
    with source.open() as stream, Payloads(source, encoding) as payloads:
        entries = Entries(encoding, payloads)
        frame = _Frame(encoding, entries)
        for token in Markup(Buffer(stream, encoding, source.alive)):
            if isinstance(token, Tag):
                if record := entries.leaf(token):  # nearly always
                    yield record
                else:
                    yield from frame.tag(token)
            elif isinstance(token, Junk):
                yield from entries.junk(token)
            else:
                yield from frame.aside(token)
        yield from entries.end(source.size)
        yield from frame.end(source.size)


class _Root(NamedTuple):
    """The opening tag around entries: how many it declares, and how many had been read before it."""

    declared: int | None
    start: int
    before: int


class _Frame:
    """What stands around the entries: the root and its count, comments, a DTD."""

    def __init__(self, encoding: Encoding, entries: Entries) -> None:
        self._encoding, self._entries = encoding, entries
        self._root: _Root | None = None
        self._rooted = False
        self._made_by = ""

    def tag(self, tag: Tag) -> Iterator[Item]:
        if tag.shape.name not in _ROOTS:
            yield from self._entries.closing(tag) if tag.shape.closing else self._entries.opening(tag)
            return
        yield from self._entries.close("not-closed")
        yield from self._close()
        if not tag.shape.closing:
            yield from self._open(tag)
            if tag.shape.empty:
                yield from self._close()

    def aside(self, aside: Aside) -> Iterator[Item]:
        if aside.happenings:
            yield reports.commented_out(aside)
        if aside.opening == "<!DOCTYPE":
            yield reports.dtd_ignored(aside)
        if made_by := _MADE_BY.match(aside.raw):
            self._made_by = self._encoding.text(made_by[1])[0]

    def end(self, size: int) -> Iterator[Item]:
        if self._root and not self._entries.cut:
            yield reports.no_end(size)
        if self._entries.read and not self._rooted:
            yield reports.no_start()
        yield from self._close()

    def _open(self, tag: Tag) -> Iterator[Item]:
        said = {name: value for name, value in values_of(tag, self._encoding).given.items() if value != NULL}
        count = said.get("count", "")
        declared = int(count) if count.isascii() and count.isdigit() and len(count) < 10 else None
        self._root, self._rooted = _Root(declared, tag.start, self._entries.read), True
        if "date" in said:  # the mark has run together with an entry
            yield reports.unknown_element(tag, self._encoding)
        if self._made_by or said.keys() - {"count"}:
            yield reports.about(said, self._made_by, tag.start, tag.end)

    def _close(self) -> Iterator[Item]:
        root, self._root = self._root, None
        if root and root.declared is not None and root.declared != (read := self._entries.read - root.before):
            yield reports.declared_count(root.declared, read, root.start)
