"""Apple Mail's .emlx: a line with a length, the mail, and a property list with what the program noted about it.

The bits of `flags` are those that jwz.org ("emlx flags", 2005) documents; `date-received` is seconds since 1970 UTC.
"""

import html
import re

from archive.records import Time
from parsers._clock import from_epoch_s
from parsers._mail.mime_text import decode

_PAIR = re.compile(r"<key>([^<]{1,100})</key>\s*<(integer|string|real|date)>([^<]{0,2000})</\2>")
_DELETED = 1 << 1
_MOST = 50


def notes_of(plist: bytes) -> dict[str, str]:
    """The plain values of the property list, as written. Damage costs only what it hits."""
    text = decode(plist)[0]
    pairs = [found.groups() for found in _PAIR.finditer(text)][:_MOST]
    return {f"emlx {html.unescape(key)}": html.unescape(value) for key, _, value in pairs}


def status_of(notes: dict[str, str]) -> tuple[str, ...]:
    """deleted. The bit for drafts is not believed: mails that were sent long ago have it too."""
    flags = _number(notes.get("emlx flags", "")) or 0
    return ("deleted",) if flags & _DELETED else ()


def received(notes: dict[str, str]) -> Time | None:
    """When this Mac took the mail in."""
    raw = notes.get("emlx date-received", "")
    seconds = _number(raw)
    return from_epoch_s(raw, seconds) if seconds else None


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
