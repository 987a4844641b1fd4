"""From the bytes of one mail to its records: the mail itself, or the text message it holds, and the mails inside it."""

from collections.abc import Iterator

from archive.records import Record, locate, steps
from parsers import HEAD
from parsers._mail.headers import read
from parsers._mail.mime import Part
from parsers._mail.mime_bytes import close, gather
from parsers._mail.mime_decode import Reading, encoding_of
from parsers._mail.open import Mail, Opened, open_mail
from parsers._mail.record import record_of
from parsers._mail.smssync import is_from_phone, phone_record
from parsers._mail.sniff import mail_confidence

NESTED = 8
"""How many mails inside one another become records. Deeper ones stay attachments."""


def records(mail: Mail) -> Iterator[Record]:
    """The record of a mail, then those of the mails that it carries as attachments."""
    opened = open_mail(mail)
    phone = phone_record(opened) if is_from_phone(opened.headers) else None
    yield phone or record_of(opened)
    if mail.depth < NESTED:
        for part in opened.enclosed.mails:
            yield from _nested(opened, part)


def _nested(opened: Opened, part: Part) -> Iterator[Record]:
    outer = opened.mail
    inner = Mail(
        outer.source, outer.buffer, part.start, part.end, locate(*steps(outer.locator), ("part", part.number)),
        outer.quoted, nested_in=outer.locator, depth=outer.depth + 1,
    )  # fmt: skip
    if encoding_of(part) not in ("base64", "quoted-printable"):
        yield from _if_mail(inner, part)
        return
    decoded = gather(Reading(outer.buffer, part, outer.quoted).blocks())
    try:
        yield from _if_mail(inner._replace(buffer=decoded, start=0, end=len(decoded), quoted=False), part)
    finally:
        close(decoded)


def _if_mail(inner: Mail, part: Part) -> Iterator[Record]:
    """What calls itself a mail has at least one field; what is only named like one must look like a mail."""
    start = inner.buffer[inner.start : min(inner.end, inner.start + HEAD)]
    named = part.type.startswith("message/") and any(name for name, _ in read(start, 0, len(start)).headers.pairs)
    if named or mail_confidence(start):
        yield from records(inner)
