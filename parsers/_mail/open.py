"""Takes one mail apart: headers, text, what came with it, and everything odd about it. The same for every container."""

import hashlib
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from archive.records import Time
from parsers import Source
from parsers._mail import headers as heads
from parsers._mail.attachments import Enclosed, Holder, enclosed
from parsers._mail.body import Body, read_body
from parsers._mail.headers import Head, Headers
from parsers._mail.mime import Tree
from parsers._mail.mime_bytes import Buffer, Lines, trimmed
from parsers._mail.mime_text import decode

_HEADERS, _HEADER_BYTES = 200, 64 << 10
_OUTSIDE = 64 << 10
_USUAL_PREAMBLE = re.compile(rb"\bmime\b|multi-?part", re.IGNORECASE)
_QUOTED_FROM = re.compile(rb"^>+(?=From )", re.MULTILINE)


class Mail(NamedTuple):
    """A mail to read: its bytes and where they stand.

    `quoted` says that a mailbox file may have put `>` before "From ". `fields`, `odd` and `status` come from what
    stands around the mail; so does `arrived`, for a mail without a Received line.
    """

    source: Source
    buffer: Buffer
    start: int
    end: int
    locator: str
    quoted: bool = False
    fields: Mapping[str, str] = MappingProxyType({})
    odd: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    arrived: Time | None = None
    nested_in: str = ""
    depth: int = 0


class Opened(NamedTuple):
    """A mail taken apart. `end` is that of the body, without the line ends behind it; `odd` holds codes in order."""

    mail: Mail
    head: Head
    end: int
    body: Body
    enclosed: Enclosed
    odd: dict[str, None]
    fields: dict[str, str]

    @property
    def headers(self) -> Headers:
        return self.head.headers


def open_mail(mail: Mail) -> Opened:
    """Read the headers, take the body apart, keep what came with it."""
    head = heads.read(mail.buffer, mail.start, mail.end)
    end = trimmed(mail.buffer, head.body, mail.end)
    tree = Tree(mail.buffer)
    root = tree.read(head.headers, head.body, end)
    body = read_body(root, mail.buffer, mail.quoted)
    found = enclosed(Holder(mail.source, mail.buffer, mail.locator, mail.quoted), root, body)
    odd = dict.fromkeys((*mail.odd, *head.odd, *tree.odd, *body.odd, *found.odd))
    if not head.closed:
        odd["cut-off"] = None
    fields = {**mail.fields, **body.fields, **found.fields}
    if tree.outside:
        fields |= _outside(tree, odd)
    if head.envelope:
        fields["envelope"] = "\n".join(filter(None, (fields.get("envelope"), *head.envelope)))
    return Opened(mail, head, end, body, found, odd, fields)


def _outside(tree: Tree, odd: dict[str, None]) -> dict[str, str]:
    """Text that stands in no part, where no mail program shows it. The usual notice to old programs is left out."""
    texts = []
    for start, end in tree.outside:
        data = tree.buffer[start : min(end, start + _OUTSIDE)].strip()
        if data and not _USUAL_PREAMBLE.search(data[:200]):
            texts.append(decode(data)[0])
    if texts:
        odd["text-outside-parts"] = None
    return {"outside the parts": "\n".join(texts)[:_OUTSIDE]} if texts else {}


def kept_headers(opened: Opened) -> tuple[tuple[str, str], ...]:
    """The first 200 fields, or 64 KiB of them. How many more there are goes into the fields of the record."""
    pairs = opened.headers.pairs
    if len(pairs) <= _HEADERS and opened.head.body - opened.mail.start <= _HEADER_BYTES:
        return tuple(pairs)
    kept: list[tuple[str, str]] = []
    room = _HEADER_BYTES
    for name, value in pairs[:_HEADERS]:
        room -= len(name) + len(value)
        if room < 0:
            break
        kept.append((name, value))
    if len(kept) < len(pairs):
        opened.odd["headers-left-out"] = None
        opened.fields["headers left out"] = str(len(pairs) - len(kept))
    return tuple(kept)


def body_sha256(lines: Lines) -> str:
    """The hash of a body that is the same in every container: LF line ends, no `>` before "From ", no blank end."""
    digest = hashlib.sha256()
    for block in lines:
        digest.update(_QUOTED_FROM.sub(b"", block) if b">From " in block else block)
    return digest.hexdigest()
