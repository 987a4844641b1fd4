"""Files that a document encloses: each is decoded once and handed to the archive, as the attachments of a mail are."""

from collections.abc import Iterator

import pypdfium2 as pdfium

from archive.records import Attachment, locate
from parsers import Source
from parsers._image.values import shortened
from parsers._pdf.strings import name_of
from parsers._sniff import media_type

MOST = 1000
_LOST = "The document names this file, but it could not be taken out of it."


def enclosed(source: Source, document: pdfium.PdfDocument) -> Iterator[Attachment]:
    """The enclosed files in their order; those that cannot be decoded are missing."""
    for number in range(min(MOST, document.count_attachments())):
        source.alive()
        place = locate(("attachment", number + 1))
        try:
            part = document.get_attachment(number)
            name = shortened(name_of(part))
            data = bytes(part.get_data())
        except pdfium.PdfiumError:
            yield Attachment(_name(document, number), missing=True, locator=place, note=_LOST)
            continue
        kept = source.keep(data)
        yield Attachment(name, "", media_type(data[:65536]), kept.size, kept.sha256, locator=place)


def _name(document: pdfium.PdfDocument, number: int) -> str:
    try:
        return shortened(name_of(document.get_attachment(number)))
    except pdfium.PdfiumError:
        return ""
