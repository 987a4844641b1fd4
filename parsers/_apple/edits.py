"""Reads `message_summary_info`: earlier texts of edited messages, and what is left of messages that were taken back.

A binary property list: `ec` holds for every edited part its texts, oldest first, each with its time (`d`, seconds
since 2001) and its archived text (`t`); `rp` lists the parts that were taken back, and `otr` the place and length
that each part had at first. `ams` is, on a reaction, the text of the message that it answers.
"""

import math
import plistlib
import re
from typing import NamedTuple

from archive.records import Version
from parsers._apple.typedstream import body_text
from parsers._clock import from_apple

_TELLING = re.compile(rb"R(?:ec|ep|rp)|S(?:otr|ams)")
"""The keys that are read, as a binary property list writes them: most rows have none, and need no reading."""


class Summary(NamedTuple):
    """What a row's summary says. `damaged`: there is one, but not all of it could be read."""

    versions: tuple[Version, ...] = ()
    edited: bool = False
    unsent: bool = False
    unsent_length: int | None = None
    quote: str = ""
    damaged: bool = False


_NOTHING = Summary()


def summary(archive: bytes, text: str | None) -> Summary:
    """Read a summary. `text` is the message's present text, which is not given again as an earlier version."""
    if archive.startswith(b"bplist") and not _TELLING.search(archive):
        return _NOTHING
    root = property_list(archive)
    if not isinstance(root, dict):
        return Summary(damaged=bool(archive))
    gone = {str(part) for part in _items(root.get("rp"))}
    history, readable = _versions(root.get("ec"), text or "", gone)
    quote = root.get("ams")
    return Summary(
        versions=history,
        edited=bool(root.get("ep") or root.get("ec")),
        unsent=bool(gone),
        unsent_length=_length(root.get("otr"), gone),
        quote=quote if isinstance(quote, str) else "",
        damaged=not readable,
    )


def property_list(archive: bytes) -> object:
    """The root of a binary property list, or None when it cannot be read."""
    try:
        root: object = plistlib.loads(archive, fmt=plistlib.FMT_BINARY)
    except (ValueError, TypeError, OverflowError, RecursionError, MemoryError):
        return None
    return root


def _versions(history: object, text: str, gone: set[str]) -> tuple[tuple[Version, ...], bool]:
    """All earlier texts, part by part, and whether all of them could be read.

    The last entry of a part is its present text and is not given again, unless the part was taken back.
    """
    found: list[Version] = []
    readable = history is None or isinstance(history, dict)
    for part, entries in sorted(history.items(), key=_by_number) if isinstance(history, dict) else ():
        read = [_version(entry) for entry in _items(entries)]
        readable = readable and None not in read
        versions = [version for version in read if version]
        present = versions and str(part) not in gone and (versions[-1].text or "") in text
        found += versions[:-1] if present else versions
    return tuple(found), readable


def _by_number(item: tuple[object, object]) -> tuple[int, str]:
    part = str(item[0])
    return (int(part) if part.isdecimal() and len(part) < 9 else 0, part)


def _version(entry: object) -> Version | None:
    if not isinstance(entry, dict):
        return None
    archive, date = entry.get("t"), entry.get("d")
    body = body_text(archive) if isinstance(archive, bytes) else None
    if body is None or body.text is None:
        return None
    if isinstance(date, int | float) and math.isfinite(date):
        return Version(text=body.text, time=from_apple(str(date), date))
    return Version(text=body.text)


def _length(ranges: object, gone: set[str]) -> int | None:
    """The length that the parts which were taken back had together, in UTF-16 units; None when it is not told."""
    if not isinstance(ranges, dict):
        return None
    spans = [span for part, span in ranges.items() if str(part) in gone and isinstance(span, dict)]
    lengths = [length for span in spans if isinstance(length := span.get("le"), int)]
    return sum(lengths) if lengths else None


def _items(value: object) -> list[object]:
    return value if isinstance(value, list) else []
