"""Which words of a mail are its text: the plain part if it says something, else what the HTML part says.

Several texts that stand one after the other (multipart/mixed) are joined in order by a line end; of several forms of
the same text (multipart/alternative) the plain one is taken. Where the HTML form says far more than the plain one,
the plain one is a stub ("your program cannot show this mail"), and the HTML is what the person saw.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from parsers._mail.html import html_text
from parsers._mail.mime import Part, disposition, leaves
from parsers._mail.mime_bytes import Buffer
from parsers._mail.mime_decode import Reading
from parsers._mail.mime_text import decode, text_lines

TEXT_LIMIT = 2 << 20
"""Encoded bytes of one text part that become text. A longer part is also kept whole, as an attachment."""

_ALL_TEXTS = 4 * TEXT_LIMIT  # of one mail; text parts beyond are attachments
_META = re.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_BETWEEN_TAGS = re.compile(r">([^<]+)")
_KINDS = {"text/plain": "plain", "text/html": "html"}
_SHORT = 8 << 10
_STUB_FACTOR, _STUB_MARGIN = 2, 200


class Text(NamedTuple):
    """One text part, decoded: "plain" or "html", and what it holds."""

    kind: str
    words: str

    @property
    def blank(self) -> bool:
        return not self.words or self.words.isspace()


@dataclass(slots=True)
class Body:
    """What a mail says. `parts` are the text parts that need not be kept as attachments."""

    text: str | None = None
    kind: Literal["plain", "html", "none"] = "none"
    html: list[str] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    odd: dict[str, None] = field(default_factory=dict)
    parts: set[int] = field(default_factory=set)


def read_body(root: Part, buffer: Buffer, unquote: bool) -> Body:
    """Decode the text parts of a mail and choose its text."""
    body = Body()
    texts = dict(_texts(root, buffer, unquote, body))
    body.html = [text.words for text in texts.values() if text.kind == "html"]
    chosen = _chosen(root, texts)
    if not chosen:
        chosen = _named_text(root, buffer, unquote, body)
    if chosen:
        _settle(chosen, body)
    return body


def _texts(root: Part, buffer: Buffer, unquote: bool, body: Body) -> Iterator[tuple[int, Text]]:
    """The text parts by their identity. Those too long to be text alone stay attachments as well."""
    room = _ALL_TEXTS
    for part in leaves(root):
        if room > 0 and _is_text(part, root):
            room -= min(part.end - part.start, TEXT_LIMIT)
            if part.end - part.start <= TEXT_LIMIT:
                body.parts.add(id(part))
            else:
                body.odd["text-too-long"] = None
            yield id(part), _decoded(part, buffer, unquote, body)


def _is_text(part: Part, root: Part) -> bool:
    if part.type not in _KINDS or part.whole:
        return False
    how = disposition(part)
    if how.word == "attachment":
        return False
    return part is root or not (how.parameters.get("filename") or part.kind.parameters.get("name"))


def _decoded(part: Part, buffer: Buffer, unquote: bool, body: Body) -> Text:
    long = part.end - part.start > TEXT_LIMIT
    cut = replace(part, end=part.start + TEXT_LIMIT) if long else part
    reading = Reading(buffer, cut, unquote)
    data = reading.all()
    charset = part.kind.parameters.get("charset", "")
    if not charset and part.type == "text/html" and (meta := _META.search(data[:2000])):
        charset = meta[1].decode("ascii")
    text, odd = text_lines(data, charset)
    if odd:
        body.odd[odd] = None
    if reading.damaged and not long:
        body.odd["text-damaged"] = None
    if reading.unknown:
        body.odd["encoding-unknown"] = None
    if reading.changed:
        body.odd["from-unquoted"] = None
    if reading.rest:
        body.fields[f"behind part {part.number}"] = decode(reading.rest)[0]
    return Text(_KINDS[part.type], text)


def _chosen(part: Part, texts: dict[int, Text]) -> list[Text]:
    """The texts below a part that make up what it says, without blank ones."""
    if part.parts is None:
        text = texts.get(id(part))
        return [text] if text and not text.blank else []
    found = [below for inner in part.parts if (below := _chosen(inner, texts))]
    if part.type == "multipart/alternative" and len(found) > 1:
        return _best(found)
    return [text for below in found for text in below]


def _best(forms: list[list[Text]]) -> list[Text]:
    """Of several forms of one text: the plain ones, unless the HTML form says far more; else the last, as senders mean it."""
    plain: list[list[Text]] = []
    rich: list[list[Text]] = []
    for below in forms:
        (plain if all(text.kind == "plain" for text in below) else rich).append(below)
    if not plain:
        return rich[-1]
    words = list(dict.fromkeys(text for below in plain for text in below))
    if rich and _says_more(rich[-1], words):
        return [*(Text("stub", text.words) for text in words), *rich[-1]]
    return words


def _says_more(rich: list[Text], plain: list[Text]) -> bool:
    """Whether HTML holds far more words than plain text. A rough count first, for speed; then a true one."""
    enough = _STUB_FACTOR * sum(len(text.words) for text in plain) + _STUB_MARGIN
    html = [text.words for text in rich if text.kind == "html"]
    if sum(map(_roughly_visible, html)) <= enough:
        return False
    return sum(len(html_text(words)) for words in html) > enough


def _roughly_visible(html: str) -> int:
    """Characters outside tags."""
    return sum(map(len, _BETWEEN_TAGS.findall(html)))


def _settle(chosen: list[Text], body: Body) -> None:
    """Put the chosen texts together."""
    stub = [text.words for text in chosen if text.kind == "stub"]
    if stub:
        body.fields["plain"] = "\n".join(stub)
        body.odd["plain-part-says-less"] = None
    told: list[str] = []
    body.kind = "plain"
    for text in chosen:
        if text.kind == "plain":
            told.append(text.words)
        elif text.kind == "html" and (words := html_text(text.words)).strip() not in map(str.strip, told):
            told.append(words)
            body.kind = "html"
    body.text = "\n".join(told)


def _named_text(root: Part, buffer: Buffer, unquote: bool, body: Body) -> list[Text]:
    """A mail whose only words come as a text file (picture messages from phone networks do): those are its text too."""
    for part in leaves(root):
        short = part.end - part.start <= _SHORT
        if short and part.type == "text/plain" and not part.whole and id(part) not in body.parts:
            text = _decoded(part, buffer, unquote, body)
            if not text.blank:
                body.odd["text-from-attachment"] = None
                return [text]
    return []
