"""Mailbox file with many mails (.mbox: Google Takeout, Thunderbird, Apple Mail).

Every form of mbox that is known, read in one pass and never changed. See docs/parsers/email_mbox.md
"""

from collections.abc import Iterator

from archive.records import Item, Notice, Problem, locate
from parsers import HEAD, Confidence, Source
from parsers._mail.mbox import Piece, Splitter
from parsers._mail.mbox_lines import Form, first_line, several_mails
from parsers._mail.mime_bytes import close, trimmed
from parsers._mail.open import Mail
from parsers._mail.read import records
from parsers._mail.sniff import mail_confidence, top
from parsers._mail.words import header_text

VERSION = 1

_BARE = (b"From", b"From -")
_ONLY_A_LINE = "The file ends right behind the line that begins a mail: it was cut. Look for a whole copy of it."
_NO_BEGINNING = (
    "Before the first mail stands something that is no whole mail, perhaps the rest of one whose beginning is gone. "
    "It is kept within the file."
)
_ZEROS = "{} zero bytes stand here, as a crash or a full disk leaves them. They say nothing."
_NOT_READABLE = "The rest of the file could not be read ({}). What came before it is kept; try to copy the file again."


def identify(source: Source) -> Confidence:
    """A "From " line with a whole date, and a header behind it, at the top; or several such lines further down."""
    head = source.head
    form = first_line(head, top(head))
    if form is Form.FULL:
        return Confidence.CERTAIN
    return Confidence.PROBABLE if form or several_mails(head) else Confidence.NO


def parse(source: Source) -> Iterator[Item]:
    """Every mail in the order of the file, and the mails that they carry."""
    with source.open() as stream:
        splitter = Splitter(stream, source.alive)
        for piece in splitter.pieces():
            try:
                yield from _items(source, piece)
            finally:
                close(piece.data)
    if splitter.broken:
        place = locate(("bytes", f"{splitter.place}-{source.size}"))
        yield Problem(place, _NOT_READABLE.format(splitter.broken), "not-readable", 0)


def _items(source: Source, piece: Piece) -> Iterator[Item]:
    """What one stretch of the file holds."""
    locator = locate(("bytes", f"{piece.start}-{piece.end}"))
    if not piece.envelope:
        yield from _without_envelope(source, piece, locator)
    elif len(piece.data):
        yield from records(_mail(source, piece, locator))
    else:
        yield Problem(locator, _ONLY_A_LINE, "cut-off")
    if piece.padding:
        place = locate(("bytes", f"{piece.end}-{piece.end + piece.padding}"))
        yield Notice("zero-bytes", _ZEROS.format(piece.padding), place)


def _mail(source: Source, piece: Piece, locator: str, *odd: str) -> Mail:
    lines = [header_text(line)[0] for line in piece.envelope if line.rstrip() not in _BARE]
    fields = {"envelope": "\n".join(lines)} if lines else {}
    size = len(piece.data)
    quoted = piece.quoted and piece.data.find(b">From ", 0, size) >= 0
    return Mail(source, piece.data, 0, size, locator, quoted, fields, odd)


def _without_envelope(source: Source, piece: Piece, locator: str) -> Iterator[Item]:
    """What stands before the first "From " line: a mail whose line is lost, the rest of one, or nothing."""
    if trimmed(piece.data, 0, len(piece.data), b"\r\n \t\0") == 0:
        return
    if mail_confidence(piece.data[:HEAD]):
        yield from records(_mail(source, piece, locator, "no-from-line"))
    else:
        yield Problem(locator, _NO_BEGINNING, "no-beginning")
