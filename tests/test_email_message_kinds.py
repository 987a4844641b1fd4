"""Mails that hold texts and calls, the files of Apple Mail, and which files are mails at all."""

from pathlib import Path

import pytest
from mail_made import TOP, Desk, details

from parsers import Confidence, email_mbox, email_message


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def phone(datatype: str, kind: str, more: str = "") -> bytes:
    return (
        f"From: Sam <+447700900123@unknown.email>\nTo: Sam <alex@example.org>\nSubject: SMS with Sam\n"
        f"X-smssync-address: 07700 900123\nX-smssync-datatype: {datatype}\nX-smssync-type: {kind}\n"
        f"X-smssync-date: 1709326800123\n{more}\nwords\n"
    ).encode()


@pytest.mark.parametrize(
    ("datatype", "kind", "expected"),
    [
        ("SMS", "1", ("message", "sms", "incoming", ("received",))),
        ("SMS", "2", ("message", "sms", "outgoing", ("sent",))),
        ("SMS", "3", ("message", "sms", "outgoing", ("draft",))),
        ("SMS", "5", ("message", "sms", "outgoing", ("failed",))),
        ("SMS", "null", ("message", "sms", "unknown", ())),
        ("MMS", "132", ("message", "mms", "incoming", ("received",))),
        ("MMS", "128", ("message", "mms", "outgoing", ("sent",))),
        ("CALLLOG", "2", ("call", "call", "outgoing", ())),
        ("CALLLOG", "3", ("call", "call", "incoming", ("missed",))),
        ("CALLLOG", "4", ("voicemail", "call", "incoming", ())),
        ("WHATSAPP", "0", ("message", "whatsapp", "unknown", ())),
    ],
)
def test_messages_of_sms_backup_plus(desk: Desk, datatype: str, kind: str, expected: tuple[object, ...]) -> None:
    record = desk.mail(phone(datatype, kind))

    assert (record.kind, record.service, record.direction, record.status) == expected
    assert record.time.utc == "2024-03-01T21:00:00.123Z"
    others = (record.sender,) if record.sender else record.recipients
    assert [party and party.id for party in others] == ["07700 900123"]
    assert record.subject is None


def test_seconds_of_picture_messages(desk: Desk) -> None:
    record = desk.mail(phone("MMS", "132").replace(b"1709326800123", b"1709326800"))

    assert (record.time.utc, record.time.precision) == ("2024-03-01T21:00:00Z", "s")


@pytest.mark.parametrize("gone", [b"X-smssync-address: 07700 900123\n", b"X-smssync-date: 1709326800123\n", b"SMS\n"])
def test_a_text_message_that_lacks_something_stays_a_mail(desk: Desk, gone: bytes) -> None:
    record = desk.mail(phone("SMS", "1").replace(gone, b"\n" if gone == b"SMS\n" else b""))

    assert (record.kind, record.text) == ("email", "words")
    assert "text-message-unclear" in record.warnings


def emlx(mail: bytes, plist: bytes = b"", length: int | None = None) -> bytes:
    return (
        b"%d\n" % (len(mail) if length is None else length)
        + mail
        + b'<?xml version="1.0"?><plist><dict>'
        + plist
        + b"</dict></plist>"
    )


def test_emlx(desk: Desk) -> None:
    notes = b"<key>date-received</key><integer>1709326800</integer><key>flags</key><integer>3</integer>"
    record = desk.mail(emlx(TOP + b"\nwords\n", notes))

    assert (record.text, record.status, record.locator) == ("words", ("deleted",), f"bytes=3-{len(TOP) + 10}")
    assert details(record).arrived == _arrived("1709326800", "2024-03-01T21:00:00Z")
    assert record.fields == {"emlx date-received": "1709326800", "emlx flags": "3"}


def _arrived(raw: str, utc: str) -> object:
    from parsers._clock import from_epoch_s

    time = from_epoch_s(raw, int(raw))
    assert time.utc == utc
    return time


def test_emlx_without_its_notes(desk: Desk) -> None:
    mail = TOP + b"\nwords"

    assert desk.mail(b"%d\n" % len(mail) + mail).warnings == ()


def test_emlx_longer_than_its_file_was_cut(desk: Desk) -> None:
    record = desk.mail(b"5000\n" + TOP + b"\nwords")

    assert (record.text, record.warnings) == ("words", ("cut-off",))


@pytest.mark.parametrize(
    "head",
    [
        TOP + b"\nx",
        (TOP + b"\nx").replace(b"\n", b"\r\n"),
        b"\xef\xbb\xbf\r\n\r\n" + TOP + b"\n",
        (TOP + b"\nx").replace(b"\n", b"\r"),
        b"Received: by x; Mon\n\tfolded\nMIME-Version: 1.0\n\n",
        b"x-store-info:abc\nReturn-Path: <a@b>\nFrom: a\n\n",
        b"From: me\nTo: you\nSubject: s\n\n",
        b"Content-Type: text/plain\nSubject: s\n\n",
        b"From: a@example.com\nX-Long: " + b"x" * 70000,
        b"100       \n" + TOP + b"\n",
    ],
)
def test_mails_are_claimed(desk: Desk, head: bytes) -> None:
    source = desk.source(head)

    assert email_message.identify(source) >= (Confidence.PROBABLE if b"X-Long" not in head else Confidence.NO)
    assert email_mbox.identify(source) is Confidence.NO


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"Date: 12 June\nSubject: outside my work again\nPlace: town\n\nHe stood there.",
        b"Date: 2024-06-12\nTo: whom it may concern\n\nHe stood there.",
        b"From: work\nTo: home\n\nHe followed me.",
        b"BEGIN:VCARD\nVERSION:2.1\nFROM:x\nSUBJECT:y\nEND:VCARD\n",
        b"BEGIN:VCALENDAR\nDATE:1\nTO:b@c\n",
        b"HTTP/1.1 200 OK\nContent-Type: text/html\nDate: Mon, 1 Jan 2024 00:00:00 GMT\n\n",
        b"GET / HTTP/1.1\nHost: x\nFrom: a@b\nUser-Agent: y\n\n",
        b"Host: x\nFrom: a@b.c\nReferer: y\nSubject: s\n\n",
        b"Content-Type: text/html\nDate: Mon, 1 Jan 2024 00:00:00 GMT\nServer: x\n\n",
        b"From 1f0c5f3a2b4c5d6e7f8091a2b3c4d5e6f7081920 Mon Sep 17 00:00:00 2001\nFrom: Dev <d@x.org>\nSubject: [PATCH]\n\n",
        b"From: <Saved by Blink>\nSubject: A page\nMIME-Version: 1.0\n\n",
        b'{"From": "a@b.c", "To": "b@c.d", "Subject": "x"}',
        b'{\n"From": "a@b.c",\n"To": "b@c.d"\n}',
        b"17\nApples: 3\nPears: 4\n",
        b"1\n00:00:01,000 --> 00:00:02,000\nFrom: here\nTo: there\n",
        b"Subject: only one field\n\nwords",
        b"words and then\nFrom: a@b.c\nTo: b@c.d\nSubject: x\n",
        bytes(range(256)) * 8,
    ],
)
def test_other_files_are_not_claimed(desk: Desk, head: bytes) -> None:
    source = desk.source(head)

    assert email_message.identify(source) is Confidence.NO
    assert email_mbox.identify(source) is Confidence.NO


def test_a_file_without_header_is_a_problem(desk: Desk) -> None:
    (problem,) = email_message.parse(desk.source(b"just words\nand more"))

    assert (problem.code, problem.lost) == ("no-header", 1)  # type: ignore[union-attr]
