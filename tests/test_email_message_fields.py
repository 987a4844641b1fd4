"""Header fields: letters, order, repetition, damage, labels."""

from pathlib import Path

import pytest
from mail_made import TOP, Desk, details


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.mark.parametrize(
    ("charset", "data", "text", "odd"),
    [
        (b"iso-8859-1", b"\x93hi\x94 \x80", "“hi” €", ()),
        (b"us-ascii", "déjà".encode(), "déjà", ("charset-guessed",)),
        (b"us-ascii", b"d\xe9j\xe0", "déjà", ("charset-guessed",)),
        (b"utf-8", "é".encode() + b" \xe9", "é é", ("charset-wrong",)),
        (b"utf-16", "\ufeffhé\r\nx".encode("utf-16-le"), "hé\nx", ()),
        (b"gb2312", "镕".encode("gb18030"), "镕", ()),
        (b"shift_jis", "①".encode("cp932"), "①", ()),
        (b"x-unknown", b"caf\xe9", "café", ("charset-guessed",)),
        (b"klingon", "é".encode(), "é", ("charset-guessed",)),
        (b"zip", "é".encode(), "é", ("charset-guessed",)),
        (b"rot13", b"text", "text", ()),
        (b"utf-7", b"+2AA-", "\ufffd", ("half-character",)),
        (b"windows-1252", b"\x81", "\x81", ()),
    ],
)
def test_character_sets(desk: Desk, charset: bytes, data: bytes, text: str, odd: tuple[str, ...]) -> None:
    mail = desk.mail(TOP + b"Content-Type: text/plain; charset=" + charset + b"\n\n" + data)

    assert (mail.text, mail.warnings) == (text, odd)


def test_html_says_its_own_character_set(desk: Desk) -> None:
    body = b'<meta http-equiv=x content="text/html; charset=windows-1251">\xcf\xf0\xe8\xe2\xe5\xf2'

    assert desk.mail(TOP + b"Content-Type: text/html\n\n" + body).text == "Привет"


@pytest.mark.parametrize(
    ("value", "subject"),
    [
        (b"=?utf-8?q?caf=C3=A9_a?= =?utf-8?b?w6k=?= x", "café aé x"),
        (b"=?utf-8?b?w4n=?= =?utf-8?b?qQ==?=", "É©".replace("É©", "É\xa9")),
        (b"a =?iso-8859-1?q?=80?= b", "a € b"),
        (b"=?utf-8?q?Fr=F6sche?=", "Frösche"),
        (b"=?utf-8?q?two words?=", "two words"),
        (b"caf\xc3\xa9", "café"),
        (b"caf\xe9", "café"),
        (b"=?utf-8?x?no?= =?broken", "=?utf-8?x?no?= =?broken"),
        (b"=?utf-8*en?q?tagged?=", "tagged"),
        (b"=?utf-8?b?====?=", ""),
    ],
)
def test_subjects(desk: Desk, value: bytes, subject: str) -> None:
    assert desk.mail(TOP + b"Subject: " + value + b"\n\nx").subject == subject


def test_fields_in_order_as_written(desk: Desk) -> None:
    top = b"X-A: one\r\n\ttwo\r\nReceived: b\r\nFrom : =?utf-8?q?=C3=A9?= <a@example.com>\r\nreceived:c\r\n"

    assert details(desk.mail(top + b"\r\nx")).headers == (
        ("X-A", "one\ttwo"),
        ("Received", "b"),
        ("From", "=?utf-8?q?=C3=A9?= <a@example.com>"),
        ("received", "c"),
    )


def test_more_fields_than_are_listed_are_counted(desk: Desk) -> None:
    mail = desk.mail(TOP + b"X-A: b\n" * 300 + b"\nx")

    assert len(details(mail).headers) == 200
    assert mail.fields["headers left out"] == "103"
    assert "headers-left-out" in mail.warnings


def test_fields_behind_very_long_ones_are_still_read(desk: Desk) -> None:
    mail = desk.mail(b"X-Long: " + b"x" * 3_000_000 + b"\n" + TOP + b"Subject: s\n\ntext")

    assert (mail.sender and mail.sender.id, mail.subject, mail.text) == ("sam@example.com", "s", "text")


def test_the_first_of_repeated_fields_counts_and_all_are_kept(desk: Desk) -> None:
    mail = desk.mail(TOP + b"From: other@example.com\n\nx")

    assert mail.sender and mail.sender.id == "sam@example.com"
    assert [value for name, value in details(mail).headers if name == "From"] == [
        "Sam <sam@example.com>",
        "other@example.com",
    ]
    assert mail.warnings == ("repeated-header",)


def test_a_broken_line_among_the_fields_is_kept(desk: Desk) -> None:
    mail = desk.mail(b"Subject: long\nrest of it\n" + TOP + b"\ntext")

    assert ("", "rest of it") in details(mail).headers
    assert (mail.text, mail.warnings) == ("text", ("header-damaged",))


@pytest.mark.parametrize("nl", [b"\n", b"\r\n", b"\r\r\n"])
def test_a_text_without_a_blank_line_before_it(desk: Desk, nl: bytes) -> None:
    mail = desk.mail((TOP + b"X-Folded: a\n b\nYou did not answer.\nSo: I come.\n\nNow.").replace(b"\n", nl))

    assert (mail.text or "").split() == ["You", "did", "not", "answer.", "So:", "I", "come.", "Now."]
    assert "no-blank-line" in mail.warnings


def test_sender_field_where_from_is_missing(desk: Desk) -> None:
    mail = desk.mail(b"Sender: list@example.com\nTo: a@example.org\n\nx")

    assert mail.sender and mail.sender.id == "list@example.com"


def test_nobody_is_made_up(desk: Desk) -> None:
    mail = desk.mail(b"To: a@example.org\nReturn-Path: <>\n\nx")

    assert (mail.sender, mail.direction, mail.time.utc) == (None, "unknown", None)
    assert mail.warnings == ("no-sender", "no-date")


def test_arrival_is_the_newest_received_line_that_has_a_time(desk: Desk) -> None:
    top = b"Received: by us\nReceived: from a by b; Fri, 1 Mar 2024 20:00:00 -0500\nReceived: c; Fri, 1 Mar 2024 01:00:00 +0000\n"
    arrived = details(desk.mail(top + TOP + b"\nx")).arrived

    assert arrived is not None
    assert (arrived.utc, arrived.offset) == ("2024-03-02T01:00:00Z", -300)


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        (b"X-Gmail-Labels: Inbox,Drafts\n", ("draft",)),
        (b"X-Gmail-Labels: =?utf-8?q?Entw=C3=BCrfe?=\n", ("draft",)),
        (b"X-Gmail-Labels: Trash\n", ("deleted",)),
        (b"X-Gmail-Labels: Sent\n", ()),
        (b"X-Unsent: 1\n", ("draft",)),
        (b"X-Mozilla-Status: 0009\n", ("deleted",)),
        (b"X-Mozilla-Status: 0001\n", ()),
        (b"X-Status: DT\n", ("draft", "deleted")),
    ],
)
def test_states(desk: Desk, fields: bytes, status: tuple[str, ...]) -> None:
    mail = desk.mail(fields + TOP + b"\nx")

    assert (mail.status, mail.direction) == (status, "unknown")


def test_labels_are_decoded_before_they_are_parted(desk: Desk) -> None:
    mail = desk.mail(b"X-Gmail-Labels: =?utf-8?q?=22a=2C_b=22=2CInbox?=,\n =?utf-8?q?c=C3=A9?=\n" + TOP + b"\nx")

    assert details(mail).labels == ("a, b", "Inbox", "cé")


def test_all_fields_of_recipients_count(desk: Desk) -> None:
    mail = desk.mail(TOP + b"To: b@example.org\nCc: c@example.org\nCc: d@example.org\nBcc: e@example.org\n\nx")

    assert [party.id for party in mail.recipients] == ["alex@example.org", "b@example.org"]
    assert [party.id for party in details(mail).cc] == ["c@example.org", "d@example.org"]
    assert [party.id for party in details(mail).bcc] == ["e@example.org"]
