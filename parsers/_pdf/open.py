"""Opens documents with PDFium, within limits; what is damaged or cut off is opened by the pages that can still be found.

PDFium (BSD, by Chromium) is built here without its engine for scripts and without XFA: it cannot run anything, and no
environment for forms is ever started. It is not safe for threads; workers are processes.
"""

import logging
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from archive.records import Problem, locate

logging.getLogger("pypdfium2").addHandler(logging.NullHandler())  # else its remarks on evidence go to the terminal

MOST_BYTES = 512 << 20
_MOST_OBJECTS = 500_000
_PAGE = re.compile(rb"(\d{1,7})\s{1,9}0\s{1,9}obj\b(?=[^\0]{0,2000}?/Type\s{0,9}/Page(?![A-Za-z]))")
_OBJECT = re.compile(rb"(?<!\d)(\d{1,7})\s{1,9}\d{1,5}\s{1,9}obj\b")
_KEPT = "The file itself is kept."
_LOCKED = (
    f"This document is locked with a password, and we cannot read it. {_KEPT} Open it with the password, print it into a new "
    "PDF, and add that as well."
)
_DAMAGED = (
    "The document is damaged or cut short: its list of parts is wrong. What could be found was read, and pages may be "
    f"missing. {_KEPT} If you can get it again, add the new copy as well."
)
_UNREADABLE = f"The document could not be opened, because it is damaged, cut short, or no PDF inside. {_KEPT}"


class Opened(NamedTuple):
    """An open document, to be closed by whoever asked for it, and whether its list of parts had to be found anew."""

    document: pdfium.PdfDocument
    damaged: bool


class CannotOpen(Exception):
    """Nothing of a document can be read: `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.reason)
        self.problem = problem


def opened(data: bytes) -> Opened:
    """Open a document. Raises CannotOpen."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise CannotOpen(Problem("", _LOCKED, "locked")) from None
        return _found_anew(data)
    return Opened(document, not raw.FPDF_DocumentHasValidCrossReferenceTable(document))


def damage(pages: int) -> Problem:
    """What is said of a document whose list of parts is damaged, beside its record."""
    return Problem(locate(("pages", f"1-{pages}")), _DAMAGED, "document-damaged", 0)


def _found_anew(data: bytes) -> Opened:
    """The pages that stand in a cut document, in the order of its bytes, under a new list at its end.

    Not where it is encrypted: without the end there is no key, and noise would be read as words.
    """
    objects = list(islice(_OBJECT.finditer(data), _MOST_OBJECTS))
    pages = list(dict.fromkeys(_pages(data, objects)))
    if pages and b"/Encrypt" not in data:
        free = max(int(found[1]) for found in objects) + 1
        try:
            return Opened(pdfium.PdfDocument(data + _list_of(pages, free)), damaged=True)
        except pdfium.PdfiumError:
            pass
    raise CannotOpen(Problem("", _UNREADABLE, "document-unreadable"))


def _pages(data: bytes, objects: Sequence[re.Match[bytes]]) -> Iterator[bytes]:
    """The numbers of objects that say that they are pages. Each is looked at up to the next object."""
    ends = [*(one.start() for one in objects[1:]), len(data)]
    for one, end in zip(objects, ends, strict=False):
        if page := _PAGE.match(data, one.start(), end):
            yield page[1]


def _list_of(pages: Sequence[bytes], free: int) -> bytes:
    """The end that a document lacks: its pages, in two objects with numbers that are free."""
    kids = b" ".join(b"%s 0 R" % page for page in pages)
    return b"\nendstream\nendobj\n%d 0 obj\n<</Type/Pages/Count %d/Kids[%s]>>\nendobj\n" % (
        free,
        len(pages),
        kids,
    ) + b"%d 0 obj\n<</Type/Catalog/Pages %d 0 R>>\nendobj\ntrailer\n<</Root %d 0 R>>\n" % (free + 1, free, free + 1)
