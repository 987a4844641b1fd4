"""Parts that do not end, files that are damaged, and mails inside mails."""

import base64
import binascii
from pathlib import Path

import pytest
from mail_made import TOP, Desk, details, multipart, part

from parsers._mail import mime_bytes as _mime_bytes


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_attachments_are_decoded_once_and_named_by_their_part(desk: Desk) -> None:
    data = bytes(range(256)) * 20
    inner = multipart(
        part(b"words"),
        part(base64.encodebytes(data), b"image/png; name=a.png", b"Content-Transfer-Encoding: base64"),
        boundary=b"in",
    )
    mail = desk.mail(
        TOP
        + multipart(
            inner,
            part(b"=41=\n=42", b"text/x-log; name=b.log", b"Content-Transfer-Encoding: quoted-printable"),
            boundary=b"out",
        )
    )
    size = int(mail.locator.partition("-")[2])

    assert [(a.name, a.locator) for a in mail.attachments] == [
        ("a.png", f"bytes=0-{size};part=1.2"),
        ("b.log", f"bytes=0-{size};part=2"),
    ]
    assert desk.payloads(mail) == [data, b"AB"]
    assert mail.text == "words"


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        (b"Content-Disposition: attachment; filename=\"a;b \\\"c\\\".txt\"", 'a;b "c".txt'),
        (b"Content-Disposition: attachment; filename==?utf-8?q?=C3=A9.txt?=", "é.txt"),
        (b"Content-Disposition: attachment; filename*=utf-8''%E2%82%AC%20x.txt", "€ x.txt"),
        (b"Content-Disposition: attachment; filename*1=\"b.txt\"; filename*0=\"a\"", "ab.txt"),
        (b"Content-Disposition: attachment; filename*0*=iso-8859-1'de'%FC; filename*1*=%DF; filename*2=.txt", "üß.txt"),
        (b"Content-Disposition: attachment; filename=\"caf\xe9.txt\"", "café.txt"),
        (b"Content-Disposition: attachment; filename=my file.txt", "my file.txt"),
        (b"Content-Disposition: attachment; filename=\"../../etc/passwd\"", "../../etc/passwd"),
        (b"Content-Disposition: attachment", ""),
    ],
)  # fmt: skip
def test_file_names(desk: Desk, fields: bytes, name: str) -> None:
    mail = desk.mail(TOP + multipart(part(b"words"), part(b"x", b"application/x-a", fields)))

    assert [a.name for a in mail.attachments] == [name]


@pytest.mark.parametrize(
    ("encoded", "decoded"),
    [
        (b"SGVs\nbG8=\n", b"Hello"),
        (b"SGVsbG8\n", b"Hello"),
        (b"SGVs!bG8=", b"Hello"),
        (b"U0E=\nU0I=\n", b"SASB"),
        (b"Q" * 76 + b"\nQQ-Q" + b"Q" * 73 + b"\n" + b"Q" * 76, binascii.a2b_base64(b"Q" * 228)),
        (b"not base64 at all, just words", b"not base64 at all, just words"),
        (b"", b""),
    ],
)
def test_base64_gives_what_can_be_decoded(desk: Desk, encoded: bytes, decoded: bytes) -> None:
    damaged = part(encoded, b"application/x-a", b"Content-Transfer-Encoding: base64")
    mail = desk.mail(TOP + multipart(part(b"words"), damaged))

    assert desk.payloads(mail) == [decoded]


def test_damage_is_told_with_the_attachment_and_with_the_mail(desk: Desk) -> None:
    whole, damaged = (
        part(data, b"application/x-a", b"Content-Transfer-Encoding: base64") for data in (b"SGk=", b"S!k=")
    )
    mail = desk.mail(TOP + multipart(part(b"words"), whole, damaged))

    assert [bool(a.note) for a in mail.attachments] == [False, True]
    assert "attachment-damaged" in mail.warnings


def test_what_a_list_wrote_behind_base64_is_no_part_of_the_file(desk: Desk) -> None:
    data = base64.encodebytes(b"x" * 300) + b"____\nUnsubscribe here\n"
    mail = desk.mail(TOP + multipart(part(b"words"), part(data, b"image/png", b"Content-Transfer-Encoding: base64")))

    assert desk.payloads(mail) == [b"x" * 300]
    assert "Unsubscribe here" in mail.fields["behind part 2"]


@pytest.mark.parametrize("nl", [b"\n", b"\r\n"])
def test_soft_breaks_with_blanks_behind_them(desk: Desk, nl: bytes) -> None:
    body = b"one= " + nl + b" two=20" + nl + b"=C3=A9"

    assert (
        desk.mail(TOP.replace(b"\n", nl) + b"Content-Transfer-Encoding: Quoted-Printable" + nl + nl + body).text
        == "one two \né"
    )


def test_a_part_behind_the_last_boundary_is_a_part(desk: Desk) -> None:
    body = multipart(part(b"words")) + b"\n--x\n" + part(b"late", b"image/png; name=late.png") + b"\n--x--\n"

    assert [a.name for a in desk.mail(TOP + body).attachments] == ["late.png"]


@pytest.mark.parametrize("nl", [b"\n", b"\r\n", b" \t\r\n"])
def test_a_longer_boundary_that_begins_alike_is_another_one(desk: Desk, nl: bytes) -> None:
    inner = multipart(part(b"a"), part(b"b"), boundary=b"xy")
    mail = desk.mail(TOP + multipart(inner, part(b"c"), boundary=b"x").replace(b"--x\n", b"--x" + nl))

    assert mail.text == "a\nb\nc"


def test_a_boundary_that_is_not_declared_is_guessed(desk: Desk) -> None:
    mail = desk.mail(TOP + b"Content-Type: multipart/mixed\n\n--q1\n\none\n--q1\n\ntwo\n--q1--\n")

    assert mail.text == "one\ntwo"
    assert "no-boundary" in mail.warnings


@pytest.mark.parametrize("boundary", [b"nowhere", b""])
def test_a_mail_whose_parts_are_not_found_is_text(desk: Desk, boundary: bytes) -> None:
    mail = desk.mail(TOP + b"Content-Type: multipart/mixed; boundary=" + boundary + b"\n\nall there is")

    assert mail.text == "all there is"
    assert "no-parts-found" in mail.warnings


def test_words_outside_the_parts_are_kept(desk: Desk) -> None:
    body = multipart(part(b"words")).replace(b"\n\n--x", b"\n\nbefore\n--x", 1) + b"behind\n"
    mail = desk.mail(TOP + body)

    assert mail.fields["outside the parts"] == "before\nbehind"


def test_the_notice_to_old_programs_is_not_worth_telling(desk: Desk) -> None:
    body = multipart(part(b"words")).replace(b"\n\n--x", b"\n\nThis is a multi-part message in MIME format.\n--x", 1)

    assert desk.mail(TOP + body).warnings == ()


def test_an_end_that_is_missing_is_told(desk: Desk) -> None:
    mail = desk.mail(TOP + multipart(part(b"words"), part(b"more")).removesuffix(b"\n--x--\n"))

    assert (mail.text, mail.warnings) == ("words\nmore", ("cut-off",))


def test_too_many_parts_are_kept_as_one(desk: Desk) -> None:
    parts = [part(b"part %d" % n) for n in range(1005)]
    mail = desk.mail(TOP + multipart(*parts))
    everything = (mail.text or "").encode() + b"".join(desk.payloads(mail))

    assert "too-many-parts" in mail.warnings
    assert all(b"part %d" % n in everything for n in range(1005))


def test_too_deep_parts_are_kept_as_one(desk: Desk) -> None:
    body = part(b"deep words")
    for n in range(40):
        body = multipart(body, boundary=b"b%d" % n)
    mail = desk.mail(TOP + body)

    assert "nested-too-deep" in mail.warnings
    assert b"deep words" in desk.payloads(mail)[0]


def test_a_mail_inside_is_an_attachment_and_a_record(desk: Desk) -> None:
    inner = TOP.replace(b"Sam", b"Jo") + b"Subject: inner\n\nthreat"
    outer, found = desk.mails(TOP + multipart(part(b"see this"), part(inner, b"message/rfc822")))

    assert desk.payloads(outer) == [inner]
    assert (found.subject, found.text, found.sender and found.sender.name) == ("inner", "threat", "Jo")
    assert found.locator == f"{outer.locator};part=2"
    assert details(found).nested_in == outer.locator


@pytest.mark.parametrize("how", [b"base64", b"quoted-printable"])
def test_an_encoded_mail_inside_is_read(desk: Desk, how: bytes) -> None:
    inner = TOP + b"Subject: inner\n\nthreat"
    data = base64.encodebytes(inner) if how == b"base64" else binascii.b2a_qp(inner)
    found = desk.mails(TOP + multipart(part(b"x"), part(data, b"message/rfc822", b"Content-Transfer-Encoding: " + how)))

    assert [record.text for record in found] == ["x", "threat"]


def test_a_file_that_is_only_named_like_a_mail_is_none(desk: Desk) -> None:
    named = b"application/octet-stream; name=notes.eml"

    assert len(desk.mails(TOP + multipart(part(b"x"), part(b"just notes", named)))) == 1
    assert len(desk.mails(TOP + multipart(part(b"x"), part(TOP + b"\nmail", named)))) == 2


def test_parts_of_a_digest_are_mails(desk: Desk) -> None:
    found = desk.mails(TOP + multipart(b"\n" + TOP + b"\none", b"\n" + TOP + b"\ntwo", kind=b"digest"))

    assert [record.text for record in found[1:]] == ["one", "two"]


def test_mails_inside_mails_end_somewhere(desk: Desk) -> None:
    data = TOP + b"\ninnermost"
    for _ in range(30):
        data = TOP + b"Content-Type: message/rfc822\n\n" + data
    found = desk.mails(data)

    assert len(found) == 9
    assert b"innermost" in desk.payloads(found[-1])[0]


def test_names_of_fields_and_parameters_in_any_case(desk: Desk) -> None:
    body = b"CONTENT-TYPE:  Multipart/Mixed ; BOUNDARY=q\n\n--q\ncontent-type: TEXT/HTML;CharSet=UTF-8\n\n<P>\xc3\xa9\n"
    file = b"--q\nContent-type: Message/RFC822 ;NAME=a.bin\nContent-Transfer-Encoding:  Base64\n\n"
    found = desk.mails(TOP + body + file + base64.encodebytes(TOP + b"\nin") + b"--q--\n")

    assert [record.text for record in found] == ["é", "in"]
    assert found[0].attachments[0].name == "a.bin"


def test_an_ending_in_capitals_is_one_too(desk: Desk) -> None:
    named = b"application/octet-stream; name=THREAT.EML"

    assert len(desk.mails(TOP + multipart(part(b"x"), part(TOP + b"\nmail", named)))) == 2


@pytest.mark.parametrize(("size", "cut"), [(3, 512), (7, 512), (50, 512), (50, 100), (90, 100), (1000, 100)])
def test_base64_read_in_pieces(desk: Desk, size: int, cut: int, monkeypatch: pytest.MonkeyPatch) -> None:
    data = bytes(range(256)) * 2
    halves = base64.encodebytes(data[:cut]) + b"\n" + base64.encodebytes(data[cut:])
    mail = TOP + multipart(part(b"x"), part(halves, b"a/b", b"Content-Transfer-Encoding: base64"))
    monkeypatch.setattr(_mime_bytes, "BLOCK", size)

    assert desk.payloads(desk.mail(mail)) == [data]


@pytest.mark.parametrize("size", [5, 64, 1000])
def test_quoted_printable_read_in_pieces(desk: Desk, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    data = b"".join(b"%d " % n * 30 + b"\xe9=\n" for n in range(30))
    mail = TOP + multipart(
        part(b"x"), part(binascii.b2a_qp(data), b"a/b", b"Content-Transfer-Encoding: quoted-printable")
    )
    monkeypatch.setattr(_mime_bytes, "BLOCK", size)

    assert desk.payloads(desk.mail(mail)) == [data]


@pytest.mark.parametrize("kind", [b"text", b"/plain", b"a/b/c", b"", b";charset=utf-8", b"text/plain"])
def test_a_type_that_is_none_means_text(desk: Desk, kind: bytes) -> None:
    assert desk.mail(TOP + b"Content-Type: " + kind + b"\n\nwords").text == "words"


def test_two_files_uuencoded_in_a_text(desk: Desk) -> None:
    lines = b"".join(binascii.b2a_uu(b"x" * n) for n in (45, 45, 9))
    one, two = (b"begin 644 %s\n%s`\nend\n" % (name, lines) for name in (b"a b.txt", b"c.txt"))
    mail = desk.mail(TOP + b"\nwords\n" + one + b"more words\n" + two + b"begin 644 no file\nbut words\n")

    assert [(part.name, part.note) for part in mail.attachments] == [("a b.txt", ""), ("c.txt", "")]
    assert desk.payloads(mail) == [b"x" * 99] * 2
    assert "more words" in (mail.text or "")


def test_a_uuencoded_file_without_its_end(desk: Desk) -> None:
    mail = desk.mail(TOP + b"\nbegin 644 cut.bin\n" + binascii.b2a_uu(b"x" * 45))

    assert desk.payloads(mail) == [b"x" * 45]
    assert "attachment-damaged" in mail.warnings
