"""Email message saved as a file (.eml, .emlx).

One mail as mail programs save or forward it, with everything in it: text, attachments, and the mails that it carries.
Apple Mail's .emlx is read too, and mails by SMS Backup+ become the messages and calls they hold.
See docs/parsers/email_message.md
"""

from collections.abc import Iterator

from archive.records import Item, Problem, locate
from parsers import Confidence, Source
from parsers._mail.emlx import notes_of, received, status_of
from parsers._mail.headers import read
from parsers._mail.mbox_lines import several_mails
from parsers._mail.mime_bytes import Buffer, close, read_all
from parsers._mail.open import Mail
from parsers._mail.read import records
from parsers._mail.sniff import emlx_length, mail_confidence, top

VERSION = 1

_PLIST = 1 << 20
_LOOK = 64 << 10
_NOT_READABLE = "The rest of the file could not be read ({}). What came before it is kept; try to copy the file again."


def identify(source: Source) -> Confidence:
    """Two header names that mails have before the first blank line; for .emlx behind the line with the length."""
    head = source.head
    if head[:1].isdigit():
        place = emlx_length(head)
        if place is None:
            return Confidence.NO
        return Confidence.CERTAIN if b"<plist" in head[place[1] :] else Confidence.PROBABLE
    found = mail_confidence(head)
    return min(found, Confidence.POSSIBLE) if found and several_mails(head) else found


def parse(source: Source) -> Iterator[Item]:
    """The mail, and the mails that it carries."""
    with source.open() as stream:
        buffer, broken = read_all(stream, source.alive)
    try:
        yield from _items(source, _line_ends(buffer))
    finally:
        close(buffer)
    if broken:
        yield Problem(
            locate(("bytes", f"{len(buffer)}-{source.size}")), _NOT_READABLE.format(broken), "not-readable", 0
        )


def _line_ends(buffer: Buffer) -> Buffer:
    """Old Macs end lines with CR alone; read as LF, which leaves every place where it is."""
    head = buffer[:_LOOK]
    if isinstance(buffer, bytes) and b"\r" in head and b"\n" not in head:
        return buffer.replace(b"\r", b"\n")
    return buffer


def _items(source: Source, buffer: Buffer) -> Iterator[Item]:
    head = buffer[:_LOOK]
    place = emlx_length(head)
    mail = _emlx(source, buffer, *place) if place else _eml(source, buffer, top(head))
    if mail.start >= mail.end:
        return
    if any(name for name, _ in read(buffer, mail.start, mail.end).headers.pairs):
        yield from records(mail)
    else:
        yield Problem(mail.locator, "This has no mail header. The file is kept as it is.", "no-header")


def _eml(source: Source, buffer: Buffer, start: int) -> Mail:
    return Mail(source, buffer, start, len(buffer), locate(("bytes", f"{start}-{len(buffer)}")))


def _emlx(source: Source, buffer: Buffer, start: int, end: int) -> Mail:
    """The mail within an .emlx, with what stands behind it."""
    notes = notes_of(buffer[end : end + _PLIST])
    odd = ("cut-off",) if end > len(buffer) else ()
    if source.name.lower().endswith(".partial.emlx"):
        odd = (*odd, "attachments-kept-apart")
    end = min(end, len(buffer))
    return Mail(
        source, buffer, start, end, locate(("bytes", f"{start}-{end}")), fields=notes, odd=odd,
        status=status_of(notes), arrived=received(notes),
    )  # fmt: skip
