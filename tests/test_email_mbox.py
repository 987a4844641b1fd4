"""Where one mail ends and the next begins, whatever wrote the file; and that no file is too long."""

import gc
import io
import re
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from mail_made import TOP, Broken, Desk, details, multipart, part, records
from test_email_message_dkim import signed

from archive.records import Notice, Problem, Record
from importer.tree import DropSource, Entry, Forest, Place
from parsers import Confidence, email_mbox, email_message
from parsers._mail import mbox as _mbox
from parsers._mail import mime_bytes as _mime_bytes

PATCH = "From 1f0c5f3a2b4c5d6e7f8091a2b3c4d5e6f7081920 Mon Sep 17 00:00:00 2001"
BODIES = [
    "plain body",
    "From now on you answer me.\n\nFrom the car I can see you.",
    "hello\n\n>From what I hear\n>>From quoted reply",
    f"patch follows\n\n{PATCH}\nFrom: Dev <d@x.org>\nSubject: [PATCH] x\n\ndiff",
    "From the start, at 10:30, it was clear:\nSubject: to change.\n\nlast one",
]
QUOTED = re.compile(r"^(>*From )", re.MULTILINE)
FULL = "From sam@example.com Mon Jan  1 10:00:00 2024"


def box(line: str = FULL, fields: str = "", blank: str = "\n", quote: bool = True, end: str = "\n") -> bytes:
    """A mailbox file with the five bodies, as some program would write it."""
    out = ""
    for n, body in enumerate(BODIES):
        top = f"{fields}From: Sam <sam@example.com>\nTo: alex@example.org\nSubject: m{n}\n"
        written = QUOTED.sub(r">\1", body) if quote else body
        out += f"{line}\n{top}\n{written}\n{blank}"
    return out.replace("\n", end).encode()


VARIANTS = {
    "mboxrd": box(),
    "CRLF": box(end="\r\n"),
    "mboxcl": box(fields="Content-Length: 11\n"),
    "mboxcl2": box(fields="Content-Length: 11\n", quote=False),
    "no blank line between": box(blank=""),
    "two blank lines between": box(blank="\n\n"),
    "bare line": box("From ", blank=""),
    "bare dash": box("From - "),
    "zone before the year": box("From sam@example.com Mon Jan  1 10:00:00 GMT 2024"),
    "zone behind the year": box("From sam@example.com Mon Jan  1 10:00:00 2024 +0100"),
    "Takeout": box("From 178@xxx Mon Jan 01 10:00:00 +0000 2024", "X-GM-THRID: 1\nX-Gmail-Labels: Inbox\n"),
    "Thunderbird": box("From - Mon Jan 01 10:00:00 2024", "X-Mozilla-Status: 0001\n"),
    "blank in the name": box('From "sam carter"@example.com Mon Jan  1 10:00:00 2024'),
    "words for a name": box("From Sam Carter Mon Jan  1 10:00:00 2024"),
    "no seconds": box("From sam Mon Jan  1 10:00 2024"),
    "order of a Date field": box("From sam@example.com Mon, 1 Jan 2024 10:00:00 +0000"),
    "UUCP": box("From sam Mon Jan  1 10:00:00 2024 remote from host"),
    "date of its own": box("From sam@example.com 2024-01-01 10:00:00"),
    "second line": box(FULL + "\n>" + FULL),
    "two lines": box(FULL + "\n" + FULL),
    "byte order mark": b"\xef\xbb\xbf" + box(),
    "blank lines first": b"\r\n\n\n" + box(),
    "zero bytes behind": box() + b"\0" * 500,
    "zero bytes between": box().replace(b"\n\nFrom sam", b"\n" + b"\0" * 70 + b"From sam"),
}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.mark.parametrize("name", VARIANTS)
def test_every_form_of_mailbox(desk: Desk, name: str) -> None:
    """Five mails, five bodies, and the places of the file that hold them."""
    found = desk.box(VARIANTS[name])

    assert [record.text for record in found] == BODIES
    assert [record.subject for record in found] == [f"m{n}" for n in range(5)]
    for record in found:
        start, end = map(int, record.locator.removeprefix("bytes=").split("-"))
        assert VARIANTS[name][start:end].lstrip(b">").startswith((b"From", b"X-", b"Content-Length"))


def test_the_body_hash_is_the_same_in_all_forms_and_alone(desk: Desk) -> None:
    hashes = {tuple(details(record).body_sha256 for record in desk.box(data)) for data in VARIANTS.values()}
    alone = tuple(details(desk.mail(TOP + b"\n" + body.encode())).body_sha256 for body in BODIES)

    assert hashes == {alone}


def test_mboxo_loses_a_sign_and_says_so(desk: Desk) -> None:
    """A file that quotes `From ` but not `>From ` cannot be told from one that quotes both."""
    (record,) = desk.box(f"{FULL}\n{TOP.decode()}\n>From her reply\n".encode())

    assert (record.text, record.warnings) == ("From her reply", ("from-unquoted",))


def test_a_mail_reads_like_its_own_bytes_saved_as_a_file(desk: Desk) -> None:
    data = box("From a@x.org Mon Jan  1 10:00:00 2024", quote=False)
    for record in desk.box(data)[:2]:
        start, end = map(int, record.locator.removeprefix("bytes=").split("-"))
        alone = desk.mail(data[start:end])
        assert (alone.text, alone.sender, alone.details) == (record.text, record.sender, record.details)


@pytest.mark.parametrize(
    "line",
    [
        "From the start it was clear",
        "From 10:30 on, he stood there",
        "From Monday Jan 5 10:00 he stood there",
        "From sam@example.com: call me",
        "From me, Mon Jan  1 10:00:00 2024, a note",
        PATCH,
        "From: sam@example.com Mon Jan  1 10:00:00 2024",
        " From sam@example.com Mon Jan  1 10:00:00 2024",
        "from sam@example.com Mon Jan  1 10:00:00 2024",
        "From ",
        "From",
    ],
)
@pytest.mark.parametrize("following", ["Note: he said so", "he said so"])
def test_sentences_do_not_begin_a_mail(desk: Desk, line: str, following: str) -> None:
    data = f"{FULL}\n{TOP.decode()}\nbefore\n\n{line}\n{following}\n"

    assert [record.text for record in desk.box(data.encode())] == [f"before\n\n{line}\n{following}"]


def test_a_whole_line_without_a_header_behind_it_begins_no_mail(desk: Desk) -> None:
    data = f"{FULL}\n{TOP.decode()}\nbefore\n\n{FULL}\nis the line I mean\n"

    assert len(desk.box(data.encode())) == 1


def test_a_content_length_cannot_hide_the_next_mail(desk: Desk) -> None:
    second = f"{FULL}\n{TOP.decode()}\nsecond\n".encode()
    first = f"{FULL}\nContent-Length: {len(second) + 7}\n{TOP.decode()}\nfirst\n\n".encode()

    assert [record.text for record in desk.box(first + second)] == ["first", "second"]


def test_the_line_before_a_mail_is_kept(desk: Desk) -> None:
    found = desk.box(VARIANTS["second line"])

    assert found[0].fields["envelope"] == f"{FULL}\n>{FULL}"


@pytest.mark.parametrize("at", range(1, 60, 3))
def test_lines_across_the_edges_of_what_is_read_at_once(desk: Desk, at: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_mbox, "BLOCK", at)

    for name in ("mboxcl2", "CRLF", "zero bytes between"):
        assert [record.text for record in desk.box(VARIANTS[name])] == BODIES


def test_a_mail_too_long_for_memory_is_cut_out_alike(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    long = TOP + multipart(part(b"words"), part(b"x" * 5000, b"text/x-log; name=a.log"))
    data = b"".join(FULL.encode() + b"\n" + mail + b"\n" for mail in (TOP + b"\nfirst\n", long, TOP + b"\n>From me\n"))
    at_once = desk.box(data)
    monkeypatch.setattr(_mbox, "IN_MEMORY", 800)
    monkeypatch.setattr(_mbox, "_KEPT", 100)
    monkeypatch.setattr(_mbox, "BLOCK", 300)
    monkeypatch.setattr(_mime_bytes, "BLOCK", 256)

    assert desk.box(data) == at_once


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    def peak(times: int) -> int:
        file = tmp_path / "big"
        with file.open("wb") as out:
            for _ in range(times):
                out.write(FULL.encode() + b"\n" + TOP + b"\n" + b"words words\n" * 500 + b"\n")
        entry = Entry("big", Place(str(file)), file.stat().st_size)
        gc.collect()
        tracemalloc.start()
        assert sum(1 for _ in email_mbox.parse(DropSource(entry, Forest([entry])))) == times
        grown = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return grown

    peak(50)

    assert peak(3000) < peak(600) + 1_000_000


def test_inside_a_zip(desk: Desk, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("All mail.mbox", box())
    with zipfile.ZipFile(tmp_path / "a.zip") as packed:
        source = desk.source(b"")
        source.open = lambda: packed.open("All mail.mbox")  # type: ignore[assignment,method-assign,return-value]

        assert [record.text for record in records(email_mbox.parse(source))] == BODIES


# --- beginnings and ends


def test_what_stands_before_the_first_mail_is_a_problem(desk: Desk) -> None:
    data = b"the rest of a mail\n\n" + box()
    (problem,) = desk.problems(data)

    assert len(desk.box(data)) == 5
    assert isinstance(problem, Problem)
    assert (problem.locator, problem.code, problem.lost) == ("bytes=0-19", "no-beginning", 1)


def test_a_first_mail_without_its_line_is_read(desk: Desk) -> None:
    found = desk.box(TOP + b"\nfirst\n\n" + box())

    assert [record.text for record in found] == ["first", *BODIES]
    assert found[0].warnings == ("no-from-line",)


@pytest.mark.parametrize("end", [b"From: Sam <sam@exam", b"From: Sam <sam@example.com>\nDate: Fri, 1 M"])
def test_a_last_mail_cut_in_its_headers_is_kept(desk: Desk, end: bytes) -> None:
    found = desk.box(box() + FULL.encode() + b"\n" + end)

    assert len(found) == 6
    assert found[4].text == BODIES[4]
    assert "cut-off" in found[5].warnings


def test_a_file_cut_behind_a_line_says_that_a_mail_is_missing(desk: Desk) -> None:
    data = box() + FULL.encode() + b"\n"
    (problem,) = desk.problems(data)

    assert len(desk.box(data)) == 5
    assert isinstance(problem, Problem)
    assert (problem.code, problem.lost) == ("cut-off", 1)


def test_every_cut_keeps_what_stands_before_it(desk: Desk) -> None:
    data = box()
    starts = [found.start() for found in re.finditer(rb"^From sam", data, re.MULTILINE)]
    for cut in range(0, len(data), 7):
        items = list(email_mbox.parse(desk.source(data[:cut])))
        begun = sum(start + len(FULL) + 7 < cut for start in starts)
        assert len(list(records(items))) >= begun, cut


def test_zero_bytes_are_told_with_their_place(desk: Desk) -> None:
    (notice,) = desk.problems(VARIANTS["zero bytes behind"])
    size = len(box())

    assert isinstance(notice, Notice)
    assert (notice.code, notice.locator) == ("zero-bytes", f"bytes={size - 1}-{size + 499}")


def test_what_was_read_before_a_damaged_place_is_kept(desk: Desk) -> None:
    source = desk.source(box())
    source.open = lambda: Broken(box())  # type: ignore[assignment,method-assign]
    items = list(email_mbox.parse(source))

    assert [record.text for record in records(items)] == BODIES
    assert isinstance(items[-1], Problem)
    assert (items[-1].code, items[-1].lost) == ("not-readable", 0)


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf", b"\0\0"])
def test_nothing_is_nothing(desk: Desk, data: bytes) -> None:
    assert list(records(email_mbox.parse(desk.source(data)))) == []


# --- what is claimed


@pytest.mark.parametrize("name", VARIANTS)
def test_mailbox_files_are_claimed_and_win(desk: Desk, name: str) -> None:
    source = desk.source(VARIANTS[name])

    assert email_mbox.identify(source) >= Confidence.PROBABLE
    assert email_message.identify(source) <= Confidence.POSSIBLE


def test_one_mail_with_a_line_is_a_mailbox_file(desk: Desk) -> None:
    source = desk.source(f"{FULL}\n{TOP.decode()}\nx\n".encode())

    assert (email_mbox.identify(source), email_message.identify(source)) == (Confidence.CERTAIN, Confidence.POSSIBLE)


@pytest.mark.parametrize("top", [TOP + b"\nfirst\n\n", b"the rest of a mail\n\n"])
def test_a_file_without_its_first_line_is_still_a_mailbox_file(desk: Desk, top: bytes) -> None:
    source = desk.source(top + box())

    assert email_mbox.identify(source) is Confidence.PROBABLE
    assert email_message.identify(source) < Confidence.PROBABLE


def test_a_mail_that_quotes_one_mailbox_line_is_a_mail(desk: Desk) -> None:
    source = desk.source(TOP + b"\nlook:\n\n" + FULL.encode() + b"\nSubject: x\n")

    assert email_message.identify(source) > email_mbox.identify(source)


@pytest.mark.parametrize(
    "head", [b"From the car 01/06/2024\nSam: hi\n", b"From \nwords\n", b"From here\nTo: there\n\nx"]
)
def test_prose_is_not_claimed(desk: Desk, head: bytes) -> None:
    assert email_mbox.identify(desk.source(head)) is Confidence.NO


# --- quoting and the DKIM hash


def test_the_body_hash_of_the_sender_fits_with_the_quoting_undone(desk: Desk) -> None:
    mail = signed(b"From me\n", b"a=rsa-sha256; c=simple/simple", b"From me\r\n")
    quoted = mail.replace(b"\nFrom me", b"\n>From me")
    (record,) = desk.box(FULL.encode() + b"\n" + quoted + b"\n")

    assert (details(record).body_matches, record.text) == (True, "From me")


def test_attachments_are_those_that_were_sent(desk: Desk) -> None:
    """Also where the mailbox file changed a line of one."""
    mail = TOP + multipart(part(b"x"), part(b">From here\n", b"text/x-log; name=a.log"))
    (record,) = desk.box(FULL.encode() + b"\n" + mail + b"\n")

    assert desk.payloads(record) == [b"From here\n"]


def test_one_sender_one_mailbox(desk: Desk) -> None:
    """What the two readers make of the same mail differs in nothing but where it stands."""
    mail = TOP + b"Subject: s\nX-Mozilla-Status: 0009\n" + multipart(part(b"x"), part(TOP + b"\nin", b"message/rfc822"))
    alone, boxed = desk.mails(mail), desk.box(FULL.encode() + b"\n" + mail + b"\n")

    def told(record: Record) -> tuple[object, ...]:
        hashes = [part.sha256 for part in record.attachments]
        return record.text, record.subject, record.sender, record.status, hashes, details(record).body_sha256

    assert [told(record) for record in alone] == [told(record) for record in boxed]


def test_reading_is_in_order_and_from_the_front(desk: Desk) -> None:
    """A mailbox may stand in a zip, where seeking back is slow."""

    class Forward(io.BytesIO):
        def seek(self, *args: int) -> int:
            raise AssertionError("seeks")

    source = desk.source(box())
    source.open = lambda: Forward(box())  # type: ignore[assignment,method-assign]

    assert len(list(email_mbox.parse(source))) == 5
