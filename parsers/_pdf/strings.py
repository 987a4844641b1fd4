"""Short texts that PDFium gives in UTF-16, read so that half a character in one of them costs that character only.

The library's own functions raise UnicodeDecodeError there, and with it the whole document would be lost.
"""

import ctypes

import pypdfium2 as pdfium
import pypdfium2.raw as raw

_WIDE = 2  # bytes of the zero at the end


def said(document: pdfium.PdfDocument, key: str) -> str:
    """A value of the document information, "" where there is none. Half characters become U+FFFD."""
    name = key.encode("ascii") + b"\0"
    size = raw.FPDF_GetMetaText(document, name, None, 0)
    room = ctypes.create_string_buffer(max(size, _WIDE))
    raw.FPDF_GetMetaText(document, name, room, size)
    return room.raw[: max(0, size - _WIDE)].decode("utf-16-le", "replace")


def name_of(part: pdfium.PdfAttachment) -> str:
    """The name of an enclosed file, "" where there is none. Half characters become U+FFFD."""
    size = raw.FPDFAttachment_GetName(part, None, 0)
    if size <= _WIDE:
        return ""
    room = (raw.FPDF_WCHAR * (size // _WIDE))()
    raw.FPDFAttachment_GetName(part, room, size)
    return bytes(room)[:-_WIDE].decode("utf-16-le", "replace")
