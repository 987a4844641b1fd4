"""What stands on a page: its words, and which pictures, counted without drawing anything."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

MOST_OBJECTS = 100_000
_DEEPEST = 6  # groups in groups
_INVISIBLE = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
_UNKNOWN = re.compile("[\0-\x08\x0b\x0e-\x1f\ue000-\uf8ff\ufffd]")
_FEW_UNKNOWN = 0.05
_MOST_NOTES, _LONGEST_NOTE = 1000, 100_000


@dataclass(slots=True)
class Standing:
    """The pictures of a page, whether any words on it can be seen, and how much else is drawn."""

    images: list[pdfium.PdfImage] = field(default_factory=list)
    words: bool = False
    drawn: int = 0


def standing(page: pdfium.PdfPage) -> Standing:
    """Look at the objects of a page, also at those within groups. Raises PdfiumError."""
    found = Standing()
    for one in islice(page.get_objects(max_depth=_DEEPEST), MOST_OBJECTS):
        if one.type == raw.FPDF_PAGEOBJ_TEXT:
            found.words = found.words or raw.FPDFTextObj_GetTextRenderMode(one) not in _INVISIBLE
        elif isinstance(one, pdfium.PdfImage):
            found.images.append(one)
        elif one.type != raw.FPDF_PAGEOBJ_FORM:
            found.drawn += 1
    return found


class Words(NamedTuple):
    """The text layer of a page, and whether so much of it is no letter that anybody knows that it cannot be relied on."""

    text: str
    unknown: bool = False


def words(page: pdfium.PdfPage) -> Words:
    """The text layer of a page, as far as it lies on the page. PDFium marks a hyphen at the end of a line as U+0002.

    A font that does not say which letters it draws, as in a cut document, gives numbers instead; they are none of anybody's
    words.
    """
    with_text = page.get_textpage()
    try:
        text = str(with_text.get_text_bounded()).replace("\x02", "-\n").replace("\r\n", "\n").replace("\r", "\n")
    finally:
        with_text.close()
    unknown = len(_UNKNOWN.findall(text))
    return Words(_UNKNOWN.sub("\ufffd", text.replace("\0", "")), unknown > _FEW_UNKNOWN * len(text))


def notes(page: pdfium.PdfPage) -> Iterator[str]:
    """Notes that somebody put on a page, and what was filled into its form, which no text layer has."""
    for number in range(min(_MOST_NOTES, raw.FPDFPage_GetAnnotCount(page))):
        note = raw.FPDFPage_GetAnnot(page, number)
        if not note:
            continue
        try:
            if raw.FPDFAnnot_GetSubtype(note) == raw.FPDF_ANNOT_WIDGET:
                name, value = _value(note, b"T\0"), _value(note, b"V\0")
                found = f"[Form, {name or 'no name'}: {value}]" if value.strip() else ""
            else:
                value = _value(note, b"Contents\0")
                found = f"[Note: {value}]" if value.strip() else ""
        finally:
            raw.FPDFPage_CloseAnnot(note)
        if found:
            yield found


def _value(note: raw.FPDF_ANNOTATION, key: bytes) -> str:
    size = min(raw.FPDFAnnot_GetStringValue(note, key, None, 0), 2 * _LONGEST_NOTE)
    if size <= 2:
        return ""
    room = (raw.FPDF_WCHAR * (size // 2))()
    raw.FPDFAnnot_GetStringValue(note, key, room, size)
    return bytes(room)[:-2].decode("utf-16-le", "replace").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
