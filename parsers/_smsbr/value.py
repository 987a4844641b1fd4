"""Attribute values as they stand in the file, and what they say: references resolved, oddities named.

XML forbids much that this app writes: emoji as two UTF-16 halves (`&#55357;&#56834;`), `&#0;`, `&#8;`. Others who
write the format forget to escape `&` and `<`. All of that is read; what cannot be a character becomes U+FFFD.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from parsers._smsbr.units import Encoding
from parsers._text import scrub

_REFERENCE = re.compile(r"(&(?:#[xX][0-9a-fA-F]{1,40};|#[0-9]{1,40};|[a-z]{2,4};)?)")
_NAMED = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'"}
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_GLANCE = 100_000
_NEEDS_RAW = {"half-character", "illegal-character", "unknown-reference"}


class Values(NamedTuple):
    """The attributes of an element, decoded; the warnings that arose; and, as written, those that lost something."""

    given: dict[str, str]
    warnings: tuple[str, ...]
    raw: dict[str, str]


def read_values(raw: str, values: dict[str, str], encoding: Encoding) -> Values:
    """Decode the attributes of a tag, whose raw text is given. `data` is left alone: payloads have their own reader.

    Most tags are plain ASCII without references, and done at a glance.
    """
    if len(raw) < _GLANCE and raw.isascii() and raw.isprintable() and "<" not in raw:
        if "&" not in raw:
            return Values(values, (), {})
        odd = [name for name, units in values.items() if "&" in units and name != "data"]
    else:
        odd = [name for name, units in values.items() if name != "data" and not _is_plain(units)]
    given, as_written, warnings = dict(values), dict[str, str](), list[str]()
    for name in odd:
        given[name], codes = read_value(values[name], encoding)
        if codes:
            warnings += codes
            written = scrub(encoding.text(values[name])[0])[0]
            if not _NEEDS_RAW.isdisjoint(codes) and written != given[name]:
                as_written[f"{name}.raw"] = written
    return Values(given, tuple(dict.fromkeys(warnings)), as_written)


def _is_plain(units: str) -> bool:
    """Whether code units are already the text they stand for."""
    return units.isascii() and "&" not in units and "<" not in units and units.isprintable()


def read_value(units: str, encoding: Encoding) -> tuple[str, list[str]]:
    """One value as text, and the codes of what is odd about it.

    A raw line break is kept, though XML would read a space: whoever wrote the file meant a line break.
    """
    text, valid = encoding.text(units)
    odd = [] if valid else ["wrong-encoding"]
    if not text.isprintable():
        if _CONTROL.search(text):
            odd.append("illegal-character")
        if "\n" in text or "\r" in text:
            odd.append("raw-newline")
    if "<" in text:
        odd.append("stray-markup")
    if "&" in text:
        text = resolve(text, odd)
    if not text.isascii():
        text, halved = scrub(_PAIR.sub(_joined, text))
        if halved:
            odd.append("half-character")
    return text, odd


def resolve(text: str, odd: list[str]) -> str:
    """Replace references by what they stand for; a `&` that begins none stays. Codes of oddities go to `odd`.

    References to UTF-16 halves come out as such.
    """
    pieces = _REFERENCE.split(text)
    for index in range(1, len(pieces), 2):
        pieces[index], code = _character(pieces[index])
        if code:
            odd.append(code)
    return "".join(pieces)


@lru_cache(4096)
def _character(reference: str) -> tuple[str, str]:
    """What one reference stands for, and the code of what is odd about it."""
    digits = reference[2:-1]
    if reference[1:2] != "#":
        known = _NAMED.get(reference)
        return (reference, "unknown-reference") if known is None else (known, "")
    code = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
    if code > 0x10FFFF or _CONTROL.match(chr(code)):
        return "\ufffd", "illegal-character"
    return chr(code), ""


def _joined(pair: re.Match[str]) -> str:
    high, low = tuple(pair[0])
    return chr(0x10000 + ((ord(high) - 0xD800) << 10) + (ord(low) - 0xDC00))
