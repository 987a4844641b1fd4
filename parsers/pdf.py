"""PDF document.

Letters, orders and bundles, scanned or with their text, and screenshots that somebody put into a PDF. Words in pictures are
read by a machine, and a picture of a chat is read bubble by bubble. Scripts, links and forms are never run or followed.
See docs/parsers/pdf.md
"""

import re
from collections.abc import Iterator

from archive.records import Item
from parsers import Confidence, Source
from parsers._sniff import media_type

VERSION = 1

_MARK, _WITHIN = b"%PDF-", 1024
_BEHIND = re.compile(rb"%PDF-\d\.\d\s")  # with its version: other files only name the mark


def identify(source: Source) -> Confidence:
    """CERTAIN by the first bytes. Readers of PDF allow for a kilobyte before them, which something else may own."""
    head = source.head
    if head.startswith(_MARK):
        return Confidence.CERTAIN
    return (
        Confidence.POSSIBLE
        if _BEHIND.search(head, 0, _WITHIN) and media_type(head) in ("", "text/plain")
        else Confidence.NO
    )


def parse(source: Source) -> Iterator[Item]:
    """One record for the document, one for each message of a chat in it, and Problems for what could not be read."""
    from parsers._pdf.reading import items  # the library takes a tenth of a second to load

    yield from items(source)
