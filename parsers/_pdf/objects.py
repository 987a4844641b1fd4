"""What stands on a page: its words, and which pictures, counted without drawing anything."""

import re
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
MOST_NOTES = 1000  # that hold words, on one page
_LONGEST_NOTE, _MOST_ROOM = 1_000_000, 50_000_000  # characters
_FAR = 1e7


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
    """The text layer of a page; whether so much of it is no letter that it cannot be relied on; what stands off the page."""

    text: str
    unknown: bool = False
    beyond: str = ""


def words(page: pdfium.PdfPage) -> Words:
    """The text layer of a page, and the words that lie beyond its edge, which nobody sees.

    A font that does not say which letters it draws, as in a cut document, gives numbers instead; they are none of anybody's
    words.
    """
    with_text = page.get_textpage()
    try:
        text = _lines(with_text.get_text_bounded())
        beyond = _beyond(page, with_text, text)
    finally:
        with_text.close()
    unknown = len(_UNKNOWN.findall(text))
    return Words(_legible(text), unknown > _FEW_UNKNOWN * len(text), _legible(beyond))


def _beyond(page: pdfium.PdfPage, with_text: pdfium.PdfTextPage, within: str) -> str:
    """The words left of the page, right of it, above and below. PDFium is asked only if it has more than stand on the page."""
    everything = _lines(with_text.get_text_bounded(-_FAR, -_FAR, _FAR, _FAR))
    if len("".join(everything.split())) <= len("".join(within.split())):
        return ""
    left, bottom, right, top = page.get_bbox()
    sides = (
        (-_FAR, -_FAR, left, _FAR), (right, -_FAR, _FAR, _FAR), (left, top, right, _FAR), (left, -_FAR, right, bottom),
    )  # fmt: skip
    found = (_lines(with_text.get_text_bounded(*side)).strip() for side in sides)
    return "\n".join(text for text in found if text)


def _lines(text: str) -> str:
    """PDFium marks a hyphen at the end of a line as U+0002."""
    return text.replace("\x02", "-\n").replace("\r\n", "\n").replace("\r", "\n")


def _legible(text: str) -> str:
    return _UNKNOWN.sub("\ufffd", text.replace("\0", ""))


class Notes(NamedTuple):
    """Notes of a page and its form, in brackets, and whether there are more than were read."""

    texts: list[str]
    more: bool = False


def notes(page: pdfium.PdfPage) -> Notes:
    """Notes that somebody put on a page, and what was filled into its form, which no text layer has."""
    count = raw.FPDFPage_GetAnnotCount(page)
    found: list[str] = []
    for number in range(min(MOST_OBJECTS, count)):
        if text := _note(page, number):
            if len(found) == MOST_NOTES:
                return Notes(found, more=True)
            found.append(text)
    return Notes(found, count > MOST_OBJECTS)


def _note(page: pdfium.PdfPage, number: int) -> str:
    note = raw.FPDFPage_GetAnnot(page, number)
    if not note:
        return ""
    try:
        if raw.FPDFAnnot_GetSubtype(note) == raw.FPDF_ANNOT_WIDGET:
            name, value = _value(note, b"T\0"), _value(note, b"V\0")
            return f"[Form, {name or 'no name'}: {value}]" if value.strip() else ""
        value = _value(note, b"Contents\0")
        return f"[Note: {value}]" if value.strip() else ""
    finally:
        raw.FPDFPage_CloseAnnot(note)


def _value(note: raw.FPDF_ANNOTATION, key: bytes) -> str:
    """A text of a note, cut where it is very long. PDFium gives all of it or nothing, so there must be room for all."""
    size = raw.FPDFAnnot_GetStringValue(note, key, None, 0)
    if size <= 2:
        return ""
    if size > 2 * _MOST_ROOM:
        return f"\u2026 not read: {size // 2 - 1} characters"
    room = (raw.FPDF_WCHAR * (size // 2))()
    raw.FPDFAnnot_GetStringValue(note, key, room, size)
    text = bytes(room)[:-2].decode("utf-16-le", "replace").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    cut = f" [\u2026 cut: {len(text)} characters in all]" if len(text) > _LONGEST_NOTE else ""
    return text[:_LONGEST_NOTE] + cut
