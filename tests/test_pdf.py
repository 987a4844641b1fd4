"""PDF documents: what is said of them, their pages, their limits, and what is attached to mails."""

import random
import subprocess
import sys
from pathlib import Path

import pdf_build as build
import pypdfium2
import pytest
from pdf_reading import document, parsed, problems
from pypdfium2.version import PDFIUM_INFO

from archive.records import Problem, Record
from drops import source_of
from parsers import Confidence, pdf
from parsers._pdf import open as opening
from parsers._pdf import pages
from parsers._pdf.about import read_date
from parsers._pdf.looking import Look
from parsers._pdf.pages import spans
from parsers._pdf.pictures import MOST_DRAWN


@pytest.mark.parametrize(
    ("written", "local", "utc", "precision"),
    [
        ("D:20240302211744+01'00'", "2024-03-02T21:17:44", "2024-03-02T20:17:44Z", "s"),
        ("D:20240302211744-05'30", "2024-03-02T21:17:44", "2024-03-03T02:47:44Z", "s"),
        ("D:20240302211744Z", "2024-03-02T21:17:44", "2024-03-02T21:17:44Z", "s"),
        ("D:20240302211744Z00'00'", "2024-03-02T21:17:44", "2024-03-02T21:17:44Z", "s"),
        ("20240302211744", "2024-03-02T21:17:44", None, "s"),
        ("D:202403022117", "2024-03-02T21:17:00", None, "min"),
        ("D:20240302", "2024-03-02T00:00:00", None, "day"),
    ],
)
def test_dates(written: str, local: str, utc: str | None, precision: str) -> None:
    found = read_date(written)

    assert found is not None
    assert (found.raw, found.local, found.utc, found.precision) == (written, local, utc, precision)
    assert found.basis == ("stated" if utc else "unknown")


@pytest.mark.parametrize(
    "written", ["", "D:2024", "D:20241302", "D:20240302256161", "yesterday", "D:20240302211744+99'00'"]
)
def test_dates_that_are_none(written: str) -> None:
    assert read_date(written) is None


def test_a_date_that_is_none_is_kept_as_written() -> None:
    found = document(build.document([build.Page()], {"CreationDate": "in March"}))

    assert found.time.raw == "in March"
    assert found.time.local is None
    assert "time-unreadable" in found.warnings


def test_the_last_change_counts_where_nothing_says_when_it_was_made() -> None:
    found = document(build.document([build.Page()], {"ModDate": "D:20240312093010Z"}))

    assert found.time.utc == "2024-03-12T09:30:10Z"
    assert "time-is-of-last-change" in found.warnings


def test_a_kilobyte_may_stand_before_the_document(tmp_path: Path) -> None:
    source = source_of(b"\n" * 100 + build.letter(), tmp_path)

    assert pdf.identify(source) is Confidence.POSSIBLE
    assert [
        item.text.startswith("[Page 1]\n12 March")
        for item in pdf.parse(source)
        if isinstance(item, Record) and item.text
    ]


@pytest.mark.parametrize("before", [b"\x89PNG\r\n\x1a\n", b"PK\x03\x04", b"x" * 1020])
def test_a_mark_somewhere_else_makes_no_document(before: bytes, tmp_path: Path) -> None:
    assert pdf.identify(source_of(before + build.letter(), tmp_path)) is Confidence.NO


def test_pages_without_words_are_left_out_and_the_others_keep_their_numbers() -> None:
    found = document(build.document([build.Page(), build.Page(content=build.text(["Second"])), build.Page()]))

    assert found.text == "[Page 2]\nSecond"
    assert found.locator == "pages=1-3"


def test_long_documents_are_kept_whole() -> None:
    lines = [f"Line {number} of a long list of calls" for number in range(40)]
    found = document(build.document([build.Page(content=build.text(lines))] * 300))

    assert found.text is not None
    assert found.text.count("Line 39 of a long list of calls") == 300


def test_hyphens_at_the_end_of_a_line_stay() -> None:
    assert document(build.document([build.Page(content=build.text(["well-", "known"]))])).text == "well-\nknown"


def test_enclosed_files_are_attachments() -> None:
    found = document(build.document([build.Page()], files={"a.txt": b"one", "b.pdf": build.letter()}))

    assert [(one.name, one.found, one.size) for one in found.attachments] == [
        ("a.txt", "text/plain", 3), ("b.pdf", "application/pdf", len(build.letter())),
    ]  # fmt: skip


def test_an_enclosed_file_that_is_not_there_is_missing() -> None:
    whole = build.document([build.Page()], files={"a.txt": b"one"})
    found = document(whole.replace(b"/EF<</F ", b"/EF<</G "))

    assert [(one.name, one.missing) for one in found.attachments] == [("a.txt", True)]


def test_a_cut_document_gives_the_pages_that_are_left() -> None:
    whole = build.letter()
    items = parsed(whole[: whole.index(b"\nxref")])

    assert isinstance(items[0], Record)
    assert "CR/1/24" in (items[0].text or "")
    assert problems(items)["document-damaged"].lost == 0


def test_of_a_cut_document_that_is_encrypted_no_noise_is_read() -> None:
    whole = build.locked(build.letter(), "")
    assert "CR/1/24" in (document(whole).text or "")

    items = parsed(whole[: whole.rindex(b"trailer")] + b"/Encrypt")

    assert [item.code for item in items if isinstance(item, Problem)] == ["document-unreadable"]
    assert len(items) == 1


def test_what_opens_without_a_password_says_that_it_is_locked_against_changes() -> None:
    assert "locked-against-changes" in document(build.locked(build.letter(), "")).warnings


def test_a_page_that_is_gone_is_named() -> None:
    whole = build.document([build.Page(content=build.text([f"Page of words {n}"])) for n in range(3)])
    items = parsed(whole.replace(b"/Kids[4 0 R 6 0 R", b"/Kids[4 0 R 1 0 R"))

    assert isinstance(items[0], Record)
    assert "Page of words 0" in (items[0].text or "")
    assert problems(items)["page-unreadable"].locator == "pages=2"


def test_too_many_pages_and_too_many_words_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = build.document([build.Page(content=build.text(["Some words"]))] * 9)
    monkeypatch.setattr(pages, "MOST_PAGES", 5)
    assert problems(parsed(whole))["pages-not-read"].locator == "pages=6-9"

    monkeypatch.setattr(pages, "MOST_TEXT", 15)
    assert problems(parsed(whole))["pages-not-read"].locator == "pages=3-9"


def test_a_document_is_never_read_beyond_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = build.letter()
    monkeypatch.setattr("parsers._pdf.reading.MOST_BYTES", len(whole) - 40)

    assert {"document-too-long", "document-damaged"} <= problems(parsed(whole)).keys()
    assert len(whole) < opening.MOST_BYTES


@pytest.mark.parametrize("size", [(14_400, 14_400), (1e9, 1e9), (0, 0), (-5, 1e-9), (1, 90_000)])
def test_pages_of_any_size_are_drawn_within_limits(size: tuple[float, float], monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[tuple[int, int]] = []
    monkeypatch.setattr(pages, "look", lambda picture: drawn.append(picture.size) or Look())
    items = parsed(build.document([build.Page(content=b"0 0 1 1 re f\n", size=size)]))

    assert [item.text for item in items if isinstance(item, Record)] == [None]
    assert all(0 < width * height <= MOST_DRAWN * 1.01 for width, height in drawn)
    assert len(drawn) == 1


def test_groups_that_hold_themselves_come_to_an_end() -> None:
    whole = build.document([build.Page(content=b"/P0 Do\n", pictures=(build.sheet(wide=8, high=8),))])
    group = b"/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</P0 6 0 R>>>>"
    start = whole.index(b"/Type/XObject/Subtype/Image")
    whole = whole.replace(whole[start : whole.index(b"\nstream", start) - 2], b"/Type/XObject" + group)
    items = parsed(whole)

    assert b"/Subtype/Form" in whole
    assert isinstance(items[0], Record)
    assert items[0].text is None


def test_injured_copies_never_raise(monkeypatch: pytest.MonkeyPatch) -> None:
    """More of them than the laws try, without reading what was drawn."""
    monkeypatch.setattr(pages, "look", lambda _: Look())
    rng = random.Random("pdf")
    for whole in (build.letter(), build.form(), build.fixtures()["encloses_a_chat.pdf"]):
        for _ in range(60):
            hurt = bytearray(whole)
            for _ in range(rng.randint(1, 9)):
                hurt[rng.randrange(len(hurt))] = rng.randrange(256)
            for item in parsed(bytes(hurt)):
                assert isinstance(item, Record | Problem)


def test_the_library_has_no_engine_for_scripts() -> None:
    assert not {"V8", "XFA"} & set(PDFIUM_INFO.flags)


def test_no_form_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a form was started")

    monkeypatch.setattr(pypdfium2.PdfDocument, "init_forms", refuse)
    assert "[Form, applicant: Alex Example]" in (document(build.form()).text or "")


def test_nothing_is_said_on_the_terminal(tmp_path: Path) -> None:
    """Pictures and damage make the library speak; what it says of evidence is not for the screen."""
    (tmp_path / "x").write_bytes(build.document([build.filling(build.sheet(("Hello there",), 300, 200))])[:-30])
    code = f"""
import logging, sys; sys.path[:0] = {sys.path!r}
from pathlib import Path
from drops import sources
from parsers import pdf
print(len(list(pdf.parse(sources(Path({str(tmp_path / "x")!r}))[0]))))
logging.getLogger("pypdfium2._helpers.bitmap").warning("something about evidence")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

    assert (done.stdout, done.stderr) == ("2\n", "")


def test_spans() -> None:
    assert spans([1, 2, 3, 7, 9, 10]) == "1-3,7,9-10"
