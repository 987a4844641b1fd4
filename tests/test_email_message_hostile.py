"""A second opinion on good mails, and mails that are made to keep a reader busy."""

import base64
import email
import email.policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mail_made import TOP, Broken, Desk, html, multipart, part

from archive.records import Record
from goldens import FIXTURES
from parsers import email_message
from parsers._mail import mime_bytes as _mime_bytes


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.mark.parametrize("case", sorted(FIXTURES.glob("email_message/*.eml")), ids=lambda case: case.name)
def test_the_standard_library_finds_the_same_files(desk: Desk, case: Path) -> None:
    """Every payload that `email` (compat32) decodes is among ours, where the mail is not damaged."""
    if case.name in ("damaged_attachments.eml", "cut_in_the_middle.eml", "inner_parts_close_the_outer_boundary.eml"):
        pytest.skip("the two may differ about damage")
    data = case.read_bytes()
    desk.mails(data)
    for piece in email.message_from_bytes(data, policy=email.policy.compat32).walk():
        if not piece.is_multipart() and piece.get_content_maintype() in ("image", "application"):
            assert piece.get_payload(decode=True) in desk.held.values()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1),
    subject=st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zl", "Zp"])),
    data=st.binary(max_size=300),
    name=st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1),
)
def test_what_the_standard_library_writes_comes_back(
    desk: Desk, text: str, subject: str, data: bytes, name: str
) -> None:
    message = EmailMessage(policy=email.policy.SMTP.clone(max_line_length=900))
    message["From"], message["Subject"] = "sam@example.com", subject.strip()
    message.set_content(text)
    message.add_attachment(data, "application", "x-a", filename=name)
    mail = desk.mail(bytes(message))

    assert (mail.text or "").strip() == text.strip()
    assert desk.payloads(mail) == [data]
    assert mail.attachments[0].name.strip() == name.strip()


HOSTILE = {
    "semicolons": TOP + b"Content-Type: text/plain" + b";" * 50_000 + b"\n\nx",
    "long subject": TOP + b"Subject: " + b"x" * 10_000_000 + b"\n\nx",
    "encoded words": TOP + b"Subject: " + b"=?utf-8?q?a?= " * 50_000 + b"\n\nx",
    "recipients": TOP + b"To: " + b'"P, Q" <p@example.com>, ' * 100_000 + b"\n\nx",
    "commas": TOP + b"To: " + b"," * 200_000 + b"\n\nx",
    "quotes": b"From: " + b'"' * 50_001 + b" <a@b>\nTo: c\n\nx",
    "escaped quotes": b"From: " + b'"' + b'\\"' * 1_000_000 + b" <a@b>\nTo: c\n\nx",
    "brackets": b"From: " + b"(" * 1_000_000 + b" <a@b>\nTo: c\n\nx",
    "blanks in a name": b"From: a" + b" " * 2_000_000 + b"x <a@b>\nTo: c\n\nx",
    "at signs": b"From: " + b"a@" * 1_000_000 + b"\nTo: c\n\nx",
    "parameters": TOP + b"Content-Type: text/plain; " + b"; ".join(b"n*%d=a" % i for i in range(20_000)) + b"\n\nx",
    "empty parts": TOP + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\n" * 200_000 + b"--b--\n",
    "nested multiparts": TOP
    + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(2000)),
    "nested mails": TOP + b"Content-Type: message/rfc822\n\nFrom: a@b\n" * 5000 + b"\nx",
    "line ends": TOP + b"\n" + b"\n" * 40_000_000,
    "line ends and a word": TOP + b"\n" + b"\n" * 40_000_000 + b"x",
    "no tag ends": html("<a " * 600_000),
    "quotes in tags": html('<a =">"' * 250_000 + '="'),
    "comments": html("<!--" * 400_000 + ">"),
    "scripts": html("<script>" * 200_000),
    "remote addresses": html("src=//" * 300_000),
    "base64 of padding": TOP + b"Content-Type: a/b\nContent-Transfer-Encoding: base64\n\n" + b"A=\n" * 1_000_000,
    "uuencode begins": TOP + b"\n" + b"begin 644 a\n" * 100_000,
    "strays": TOP + b"stray line\n" * 300_000 + b"X-A: b\n\nx",
    "envelope lines": b">From a@b Mon Jan  1 00:00:00 2024\n" * 200_000 + TOP + b"\nx",
    "references": TOP + b"References: " + b"<" * 2_000_000 + b"\n\nx",
    "labels": TOP + b"X-Gmail-Labels: " + b'","' * 100_000 + b"\n\nx",
    "signatures": TOP + b"DKIM-Signature: a=rsa-sha256; bh=AAAA; l=5\n" * 50_000 + b"\nx",
}


@pytest.mark.timeout(20)
@pytest.mark.parametrize("name", HOSTILE)
def test_no_mail_can_keep_us_busy(desk: Desk, name: str) -> None:
    """Each of these takes other readers minutes, or crashes them. A quadratic step anywhere would not end here."""
    source = desk.source(HOSTILE[name])
    email_message.identify(source)
    items = list(email_message.parse(source))

    assert isinstance(items[0], Record)


def test_a_mail_too_long_for_memory_is_read_alike(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    data = base64.encodebytes(bytes(range(256)) * 40)
    mail = TOP + multipart(
        part(b"words\n" * 50),
        part(data, b"image/png", b"Content-Transfer-Encoding: base64"),
        part(TOP + b"\nin", b"message/rfc822"),
    )
    at_once = desk.mails(mail)
    monkeypatch.setattr(_mime_bytes, "IN_MEMORY", 100)
    monkeypatch.setattr(_mime_bytes, "BLOCK", 300)

    assert desk.mails(mail) == at_once


def test_what_was_read_before_a_damaged_place_is_kept(desk: Desk) -> None:
    source = desk.source(TOP + b"\nwords")
    source.open = lambda: Broken(TOP + b"\nwords")  # type: ignore[assignment,method-assign]
    record, problem = email_message.parse(source)

    assert record.text == "words"  # type: ignore[union-attr]
    assert problem.code == "not-readable"
