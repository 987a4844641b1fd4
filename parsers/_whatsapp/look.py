"""Tells from the first lines whether a text is a WhatsApp chat, and not a diary, a log or another program's chat."""

import io
import re
from itertools import islice
from typing import NamedTuple

from parsers import HEAD, Confidence
from parsers._whatsapp.body import read_body
from parsers._whatsapp.files import files_in, left_out
from parsers._whatsapp.header import Form, Headers
from parsers._whatsapp.lines import Line, cut, encoding_of
from parsers._whatsapp.people import is_named
from parsers._whatsapp.survey import belongs
from parsers._whatsapp.system import is_encryption_notice, is_typed_too, system_details

_LINES = 200
_ENOUGH = 3
_SHARE = 0.3
_FEW_NAMES = 0.6
_TOP = 10  # headers among which the notice of encryption stands
_TASTE = 4096
_BINARY = re.compile(rb"[\x01-\x08\x10-\x1a]")
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_LEVEL = re.compile(r"(?:.*[.\s])?(?:trace|debug|info|notice|warn(?:ing)?|error|critical|fatal|alert)$", re.IGNORECASE)
_OWN = {"me", "ich", "moi", "yo", "io", "ik", "eu", "i", "jag", "jeg", "ja", "я"}
"""What Threema calls the phone's owner, in lines that otherwise look like WhatsApp's."""


class _Seen(NamedTuple):
    form: Form
    name: str
    text: str


def look(head: bytes) -> Confidence:
    """How sure the first 64 KiB make us."""
    lines = _lines(head)
    seen = _headers(lines)
    share = len(seen) / len(lines) if lines else 0
    if not seen or (len(seen) < _ENOUGH and share < _SHARE) or _of_others(seen):
        return Confidence.NO
    if Headers().read(lines[0].text) is None and share < _SHARE:
        return Confidence.NO  # a diary or a mail with a chat pasted in
    if any(is_encryption_notice(one.text) for one in seen[:_TOP]) or any(_names_files(one) for one in seen):
        return Confidence.CERTAIN
    if any(_very_like(one) for one in seen):
        return Confidence.PROBABLE
    return _by_shape(seen)


def _lines(head: bytes) -> list[Line]:
    """The first lines that are not blank, without the one that the end of the head cuts."""
    if head[:2] not in _WIDE and _BINARY.search(head, 0, _TASTE):
        return []
    encoding = encoding_of(head)
    if encoding == "utf-8" and b"\0" in head[:_TASTE]:
        return []
    lines = (line for line in cut(io.BytesIO(head), encoding, head) if line.text.strip("\ufeff \t\r\n"))
    found = list(islice(lines, _LINES))
    return found[:-1] if len(head) == HEAD and found and found[-1].end == HEAD else found


def _headers(lines: list[Line]) -> list[_Seen]:
    seen: list[_Seen] = []
    headers = Headers()
    for line in lines:
        header = headers.read(line.text)
        if header and belongs(header, line.text, seen[0].form if seen else None):
            rest = line.text[header.end :].rstrip("\r\n")
            name, _, text = rest.partition(": ") if is_named(rest) else ("", "", rest)
            seen.append(_Seen(header.form, name, text))
    return seen


def _of_others(seen: list[_Seen]) -> bool:
    """A log of a server, or an export of Threema or of Signal, as far as these can be told apart.

    No iPhone leaves the seconds out. Signal's tools write `[2024-03-02, 21:14] `, Threema calls the owner "Me".
    """
    names = [one.name for one in seen if one.name]
    if sum(_LEVEL.match(name) is not None for name in names) * 2 > len(names):
        return True
    form = seen[0].form
    if form.style != "bracket" or form.seconds or form.time_first:
        return False
    return form.signs.startswith("--, ") or any(name.casefold() in _OWN for name in names)


def _names_files(one: _Seen) -> bool:
    """`<Media omitted>`, `<attached: …>`, `… (file attached)`: only WhatsApp writes these."""
    left = left_out(one.text) if one.text.startswith("<") else None
    return left is not None or bool(files_in(one.text, marked=False))


def _very_like(one: _Seen) -> bool:
    """A sentence that WhatsApp writes, though others might."""
    if not one.name:
        details = system_details(one.text)
        return details is not None and not is_typed_too(details)
    body = read_body(one.text, bracket=one.form.style != "dash", marked=False)
    return body.kind != "message" or bool(body.status or body.absent)


def _by_shape(seen: list[_Seen]) -> Confidence:
    """Lines with date, time and name alone: sure enough where names come back and the form is WhatsApp's."""
    names = [one.name for one in seen if one.name]
    form = seen[0].form
    if not names:
        return Confidence.NO
    loose = form.style == "colon" or (form.style == "bracket" and not form.seconds and not form.time_first)
    few = len(set(names)) <= max(2, _FEW_NAMES * len(names))
    if not loose and few and len(names) >= _ENOUGH and len(names) * 2 >= len(seen):
        return Confidence.PROBABLE
    return Confidence.POSSIBLE
