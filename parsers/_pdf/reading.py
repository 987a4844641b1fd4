"""Makes the records of one document: itself, with the text of all its pages, and the messages of chats shown in it."""

from collections.abc import Iterator

import pypdfium2 as pdfium

from archive.records import Item, Notice, PhotoDetails, Problem, Record, locate
from parsers import Source
from parsers._pdf import about
from parsers._pdf.enclosed import MOST, enclosed
from parsers._pdf.open import MOST_BYTES, CannotOpen, Opened, damage, opened
from parsers._pdf.pages import Pages, read_pages, spans
from parsers._pdf.strings import said

_UNSURE = 60
_HEADER = 1024
_NO_PDF = "The file does not begin as a PDF does, so nothing could be read. The file itself is kept."
_UNREAD = {
    "ocr-not-available": "The words in pictures were not read: the program tesseract, or its data of a language, is not "
    "installed. The document is kept. Install it and add the document again.",
    "ocr-timed-out": "Reading the words of a page took too long and was stopped. The document is kept; add it again to try "
    "once more.",
}


def items(source: Source) -> Iterator[Item]:
    """One record for the document, the messages of chats in it, then Problems and Notices; or one Problem alone."""
    with source.open() as stream:
        data = stream.read(MOST_BYTES)
    if b"%PDF-" not in data[:_HEADER]:
        yield Problem("", _NO_PDF, "not-a-pdf")
        return
    try:
        found = opened(data)
    except CannotOpen as error:
        yield error.problem
        return
    try:
        yield from _items(source, found)
    finally:
        found.document.close()
    if source.size > MOST_BYTES:
        reason = f"Only the first {MOST_BYTES >> 20} MB of this document were read. The file itself is kept."
        yield Problem(locate(("bytes", f"{MOST_BYTES}-{source.size}")), reason, "document-too-long")


def _items(source: Source, found: Opened) -> Iterator[Item]:
    document = found.document
    pages = read_pages(source, document)
    yield _record(source, document, pages)
    yield from pages.messages
    if found.damaged:
        yield damage(len(document))
    yield from pages.problems
    if (more := document.count_attachments()) > MOST:
        reason = f"Only the first {MOST} of {more} enclosed files were taken out. The file itself is kept."
        yield Problem(locate(("attachments", f"{MOST + 1}-{more}")), reason, "attachments-not-read", more - MOST)
    yield from dict.fromkeys(pages.notices)
    yield from (Notice(code, text, again=True) for code, text in _UNREAD.items() if code in pages.warnings)


def _record(source: Source, document: pdfium.PdfDocument, pages: Pages) -> Record:
    time, codes = about.made(document)
    count = len(document)
    return Record(
        kind="document",
        service="pdf",
        locator=locate(("pages", f"1-{count}") if count > 1 else ("page", 1)),
        time=time,
        subject=said(document, "Title").strip("\0 ") or None,
        text=_text(pages.texts),
        attachments=tuple(enclosed(source, document)),
        details=_details(document, pages),
        fields={**dict(about.fields(document, count)), **dict(_fields(pages))},
        warnings=(*codes, *about.warnings(document), *pages.warnings, *_unsure(pages)),
    )


def _text(texts: list[str]) -> str | None:
    """All pages, each under its number where there are several; pages without words are left out."""
    if len(texts) == 1:
        return texts[0] or None
    return "\n\n".join(f"[Page {number}]\n{text}" for number, text in enumerate(texts, 1) if text) or None


def _details(document: pdfium.PdfDocument, pages: Pages) -> PhotoDetails | None:
    """Of a scan, as of any picture: how it was read. A document with words of its own says that in `fields`."""
    if pages.with_words or not pages.engines:
        return None
    return PhotoDetails(
        format="PDF",
        pages=len(document),
        software=about.software(document),
        confidence=pages.confidence,
        engine=", ".join(pages.engines),
    )


def _fields(pages: Pages) -> Iterator[tuple[str, str]]:
    if pages.by_machine:
        yield "pages_read_by_machine", spans(pages.by_machine)
    if pages.with_words and pages.engines:
        yield "read_by", ", ".join(pages.engines)
        yield "confidence", str(pages.confidence)
    if pages.chats:
        yield "pages_with_chats", spans(pages.chats)
        yield "screen_messages", str(len(pages.messages))
    if pages.small:
        yield "small_pictures_not_read", str(pages.small)


def _unsure(pages: Pages) -> tuple[str, ...]:
    return ("unsure-reading",) if pages.engines and (pages.confidence or 0) < _UNSURE else ()
