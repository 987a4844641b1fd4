"""A mail as a record: who, when, what, and what its headers say about that."""

import re

from archive.records import MailDetails, Party, Record, Time
from parsers._mail.addresses import LONGEST, MOST, addresses, other_address
from parsers._mail.dates import read_date
from parsers._mail.dkim import body_matches, signatures
from parsers._mail.headers import Headers
from parsers._mail.labels import labels, status
from parsers._mail.mime_bytes import Lines
from parsers._mail.open import Opened, body_sha256, kept_headers
from parsers._mail.remote import remote_addresses
from parsers._mail.words import words

_LONGEST = 64 << 10  # characters of one field that are read
_LONGEST_DATE = 1000
_RECEIVED = 5  # lines that are asked for a time, from the newest
_REFERENCE = re.compile(r"<[^<>\s]{1,1000}>")
_REFERENCES = 500
_ONCE = ("from", "date", "subject")


def record_of(opened: Opened) -> Record:
    """The record of a mail."""
    mail, headers, odd = opened.mail, opened.headers, opened.odd
    senders = sender_of(headers, odd)
    recipients = _everybody(headers, "to", odd)
    time = date_of(headers, odd)
    subject = _subject(headers, odd)
    found = labels(headers)
    if any(headers.times(name) > 1 for name in _ONCE):
        odd["repeated-header"] = None
    details = _details(opened, found)
    return Record(
        kind="email", service="email", locator=mail.locator, sender=senders[0] if senders else None,
        recipients=recipients, time=time, text=opened.body.text, subject=subject,
        status=tuple(dict.fromkeys((*mail.status, *status(headers, found)))),
        attachments=tuple(opened.enclosed.attachments), details=details, fields=opened.fields, warnings=tuple(odd),
    )  # fmt: skip


def sender_of(headers: Headers, odd: dict[str, None]) -> tuple[Party, ...]:
    """Whoever the first From field names; where it names nobody, the Sender field."""
    found = addresses(headers.get("from")) or addresses(headers.get("sender"))
    _flag_names(found, odd)
    if len(found) > 1:
        odd["several-senders"] = None
    if not found:
        odd["no-sender"] = None
    return found


def date_of(headers: Headers, odd: dict[str, None]) -> Time:
    """What the first Date field states. The sender's own clock wrote it."""
    if not headers.has("date"):
        odd["no-date"] = None
        return Time()
    read = read_date(headers.get("date")[:_LONGEST_DATE])
    odd.update(dict.fromkeys(read.odd))
    return read.time


def _details(opened: Opened, found: tuple[str, ...]) -> MailDetails:
    mail, headers, odd = opened.mail, opened.headers, opened.odd
    signed = signatures(headers.all("dkim-signature"))
    lines = Lines(mail.buffer, opened.head.body, opened.end)
    remote = dict.fromkeys(address for html in opened.body.html for address in remote_addresses(html))
    return MailDetails(
        message_id=headers.get("message-id")[:_LONGEST], in_reply_to=headers.get("in-reply-to")[:_LONGEST],
        references=_references(headers), reply_to=_everybody(headers, "reply-to", odd),
        cc=_everybody(headers, "cc", odd), bcc=_everybody(headers, "bcc", odd), labels=found,
        arrived=_arrived(headers) or mail.arrived, body=opened.body.kind, body_sha256=body_sha256(lines),
        body_matches=body_matches(signed, lines, mail.quoted) if signed else None, signed_by=tuple(f"{one.domain}/{one.selector}" for one in signed),
        remote_content=tuple(remote), headers=kept_headers(opened), nested_in=mail.nested_in,
    )  # fmt: skip


def _everybody(headers: Headers, name: str, odd: dict[str, None]) -> tuple[Party, ...]:
    """All parties that all fields of a name hold."""
    if not headers.has(name):
        return ()
    values = headers.all(name)
    found = addresses(values[0]) if len(values) == 1 else tuple(p for value in values for p in addresses(value))
    _flag_names(found, odd)
    if len(found) >= MOST or any(len(value) > LONGEST for value in values):
        odd["addresses-left-out"] = None
    return found[:MOST]


def _flag_names(found: tuple[Party, ...], odd: dict[str, None]) -> None:
    if any("@" in party.name and other_address(party) for party in found):
        odd["display-name-is-other-address"] = None


def _subject(headers: Headers, odd: dict[str, None]) -> str | None:
    if not headers.has("subject"):
        return None
    value = headers.get("subject")
    if len(value) > _LONGEST:
        odd["header-too-long"] = None
    subject, code = words(value[:_LONGEST])
    if code:
        odd[code] = None
    return subject


def _references(headers: Headers) -> tuple[str, ...]:
    value = headers.get("references")
    return tuple(_REFERENCE.findall(value[:_LONGEST])[:_REFERENCES]) if value else ()


def _arrived(headers: Headers) -> Time | None:
    """The time of the newest Received line that has one: the top one, by the provider that took the mail in."""
    for value in headers.all("received")[:_RECEIVED]:
        stamp = value.rpartition(";")[2].strip()
        time = read_date(stamp[-_LONGEST_DATE:]).time
        if time.precision != "none":
            return time
    return None
