"""What a document says of itself: who made it, with what, when; and what is in it beside pages. All of it as written.

The dates are those of the document information (ISO 32000-1, 7.9.4): `D:20240302211744+01'00'`, put there by whatever made
the file, from the clock of its computer.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from archive.records import Basis, Time
from parsers._clock import from_datetime, unreadable
from parsers._image.values import shortened
from parsers._pdf.strings import said

_SAID = ("Title", "Author", "Subject", "Keywords", "Creator", "Producer")
_DATE = re.compile(
    r"(?:D:)?(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(?:([+-])(\d\d)'?(\d\d)?'?|(Z)(?:00'?00'?)?)?\s*\Z", re.ASCII
)


def fields(document: pdfium.PdfDocument, pages: int) -> Iterator[tuple[str, str]]:
    """What no other field of a record holds."""
    yield "pages", str(pages)
    for name in _SAID:
        if written := shortened(said(document, name)):
            yield name.lower(), written
    for name, label in (("CreationDate", "created"), ("ModDate", "changed")):
        if written := shortened(said(document, name)):
            yield label, written
    for label, number in counts(document).items():
        if number:
            yield label, str(number)


def software(document: pdfium.PdfDocument) -> str:
    """What the document was made with."""
    return shortened(said(document, "Creator") or said(document, "Producer"))


def counts(document: pdfium.PdfDocument) -> dict[str, int]:
    """How much of a kind there is: enclosed files, forms, scripts, signatures; `locked_against` is the kind of lock."""
    return {
        "attachments": max(0, document.count_attachments()),
        "forms": int(document.get_formtype() != raw.FORMTYPE_NONE),
        "scripts": max(0, raw.FPDFDoc_GetJavaScriptActionCount(document)),
        "signatures": max(0, raw.FPDF_GetSignatureCount(document)),
        "encrypted": int(raw.FPDF_GetSecurityHandlerRevision(document) >= 0),
    }


def warnings(document: pdfium.PdfDocument) -> Iterator[str]:
    """Codes for what a reader of the record must know."""
    found = counts(document)
    for label, code in (
        ("forms", "has-form"), ("scripts", "has-scripts"), ("signatures", "signature-not-checked"),
        ("encrypted", "locked-against-changes"),
    ):  # fmt: skip
        if found[label]:
            yield code


def made(document: pdfium.PdfDocument) -> tuple[Time, tuple[str, ...]]:
    """When the document says it was made, else when it was last changed, which is then said by a code."""
    created, changed = (shortened(said(document, name)) for name in ("CreationDate", "ModDate"))
    for written, codes in ((created, ()), (changed, ("time-is-of-last-change",))):
        if (found := read_date(written)) is not None:
            return found, codes
    written = created or changed
    return (unreadable(written), ("time-unreadable",)) if written else (Time(), ())


def read_date(written: str) -> Time | None:
    """A date of the document information; None when it is none, or not exact to the day."""
    found = _DATE.match(written.strip("\0 "))
    if not found:
        return None
    year, month, day, hour, minute, second, sign, hours, minutes, utc = found.groups()
    try:
        moment = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0))  # noqa: DTZ001 - the zone follows
        shift = timedelta(hours=int(hours or 0), minutes=int(minutes or 0)) * (-1 if sign == "-" else 1)
        zone = timezone(shift) if sign or utc else None
    except ValueError:
        return None
    if hour is None:
        return from_datetime(written, moment, "day")
    basis: Basis = "stated" if zone else "unknown"
    return from_datetime(written, moment.replace(tzinfo=zone), "s" if second else "min", basis)
