"""Pictures in PDF documents: scans are read, chats become messages with their page, nothing else does; also out of mails."""

import base64
from collections.abc import Sequence
from pathlib import Path

import pdf_build as build
import pytest
from pdf_reading import document, messages, parsed, problems
from PIL import Image

from archive.records import Notice, PhotoDetails, Record, ScreenDetails
from commands import add, init, records
from parsers._image import ocr
from parsers._pdf import looking, pages

needs_tesseract = pytest.mark.skipif(ocr.installed() is None, reason="the tesseract program is not installed")

SAID = ["I know you are at home", "Do not write to me again", "You will be sorry for this"]
PART = (100, 100, 270, 480)


def said(found: Sequence[Record]) -> list[str | None]:
    return [record.text for record in found]


@needs_tesseract
def test_every_message_names_its_page_and_picture() -> None:
    """A letter first, then a chat beside words, then two chats on one page without any."""
    chat = build.chat()
    two = build.placed(0, (20, 100, 270, 480)) + build.placed(0, (300, 100, 270, 480))
    items = parsed(
        build.document(
            [
                build.Page(content=build.text(["On Monday he wrote this:"]) + build.placed(0, PART), pictures=(chat,)),
                build.Page(content=two, pictures=(chat,)),
            ]
        )
    )
    found = messages(items)

    assert said(found) == SAID * 3
    assert [one.locator.rpartition(";box=")[0] for one in found] == [
        *["page=1;image=1"] * 3, *["page=2;image=1"] * 3, *["page=2;image=2"] * 3,
    ]  # fmt: skip
    assert [one.details.order for one in found if isinstance(one.details, ScreenDetails)] == list(range(1, 10))
    assert all(one.locator.endswith(",".join(map(str, one.details.box))) for one in found if isinstance(one.details, ScreenDetails))  # fmt: skip
    assert isinstance(items[0], Record)
    assert items[0].details is None  # page 1 has words of its own
    assert items[0].fields["pages_with_chats"] == "1-2"
    assert (items[0].text or "").startswith(
        "[Page 1]\nOn Monday he wrote this:\n\n[Picture 1 of this page, read by a machine:]"
    )


@needs_tesseract
@pytest.mark.parametrize(
    ("lie", "quarter"), [(None, 0), (Image.Transpose.ROTATE_90, 90), (Image.Transpose.ROTATE_180, 180), (Image.Transpose.ROTATE_270, 270)]
)  # fmt: skip
def test_pages_that_are_turned_are_read_upright(lie: Image.Transpose | None, quarter: int) -> None:
    chat = build.chat().convert("RGB")
    page = build.filling(chat if lie is None else chat.transpose(lie), more=b"/Rotate %d" % quarter)

    assert said(messages(parsed(build.document([page])))) == SAID


@needs_tesseract
@pytest.mark.parametrize(
    ("lie", "matrix"),
    [
        (Image.Transpose.ROTATE_270, b"0 400 -225 0 225 0"), (Image.Transpose.ROTATE_180, b"-225 0 0 -400 225 400"),
        (Image.Transpose.ROTATE_90, b"0 -400 225 0 0 400"), (Image.Transpose.FLIP_LEFT_RIGHT, b"-225 0 0 400 225 0"),
        (Image.Transpose.FLIP_TOP_BOTTOM, b"225 0 0 -400 0 400"), (Image.Transpose.TRANSPOSE, b"0 -400 -225 0 225 400"),
        (Image.Transpose.TRANSVERSE, b"0 400 225 0 0 0"),
    ],
)  # fmt: skip
def test_pictures_that_are_laid_turned_or_mirrored_are_read_as_they_are_seen(
    lie: Image.Transpose, matrix: bytes
) -> None:
    chat = build.chat().convert("RGB").transpose(lie)
    page = build.Page(content=b"q %s cm /P0 Do Q\n" % matrix, pictures=(chat,), size=(225, 400))
    drawn = build.document([page])

    found = messages(parsed(drawn))
    assert said(found) == SAID
    assert all(one.locator.startswith("page=1;image=1;") for one in found)


@needs_tesseract
def test_a_scan_cut_into_strips_is_read_as_one_page() -> None:
    letter = build.sheet()
    strips = tuple(letter.crop((0, y, 1000, y + 40)) for y in range(0, 440, 40))
    content = b"".join(build.placed(n, (0, 400 - 40 * n, 1000, 40)) for n in range(len(strips)))
    items = parsed(build.document([build.Page(content=content, pictures=strips, size=(1000, 440))]))

    assert isinstance(items[0], Record)
    assert "write to you, telephone you or come to your house." in (items[0].text or "")
    assert isinstance(items[0].details, PhotoDetails)
    assert items[0].details.confidence
    assert not messages(items)


@needs_tesseract
def test_tall_pictures_side_by_side_without_a_gap_are_pictures_of_their_own() -> None:
    """As a browser prints them. The blanks beside them are no words."""
    content = build.placed(0, (0, 100, 270, 480)) + build.placed(0, (270, 100, 270, 480)) + build.text(["  "])
    items = parsed(build.document([build.Page(content=content, pictures=(build.chat(),))]))

    assert said(messages(items)) == SAID * 2
    assert isinstance(items[0], Record)
    assert (items[0].text or "").count(SAID[0]) == 2


def test_letters_that_the_file_does_not_tell_are_read_as_they_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """A font in which numbers draw letters, without the list of which; a cut document often lacks that."""
    monkeypatch.setattr(pages, "look", lambda _: looking.Look("as drawn", 90.0, "engine 1"))
    inner = b"<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>"
    font = b"/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[%s]" % inner
    known = b"/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding"
    page = build.Page(content=b"BT /F1 12 Tf 60 700 Td <0014001200150041> Tj ET")
    found = document(build.document([page]).replace(known, font))

    assert (found.text or "").startswith("as drawn")
    assert "letters-unknown" in found.warnings
    assert "\x14" not in (found.text or "")


@needs_tesseract
def test_what_is_seen_and_what_is_written_beneath_are_both_kept() -> None:
    page = build.Page(
        content=build.placed(0, (0, 0, 500, 220)) + build.text(["Another text altogether"], mode=3),
        pictures=(build.sheet(),), size=(500, 800),
    )  # fmt: skip
    found = document(build.document([page]))

    assert "Sam Example must not" in (found.text or "")
    assert (found.text or "").endswith("[Written invisibly beneath this page:]\nAnother text altogether")
    assert {"read-by-ocr", "hidden-text-layer"} <= set(found.warnings)


@pytest.mark.parametrize("content", [b"", b"0 0 300 300 re f\n", b"0.5 g 20 20 200 200 re f 1 g 40 40 9 9 re f\n"])
def test_no_words_come_from_pages_without_any(content: bytes) -> None:
    items = parsed(build.document([build.Page(content=content)]))

    assert [item.text for item in items if isinstance(item, Record)] == [None]


def test_small_pictures_among_words_are_counted() -> None:
    page = build.Page(content=build.text(["A letter"]) + build.placed(0, (20, 20, 40, 20)), pictures=(build.sheet(),))

    assert document(build.document([page])).fields["small_pictures_not_read"] == "1"


def test_a_picture_that_claims_to_be_huge_is_not_unpacked() -> None:
    whole = build.document([build.filling(build.sheet())])
    items = parsed(whole.replace(b"/Width 1000/Height 440", b"/Width 30000/Height 30000"))

    assert problems(items)["picture-too-big"].locator == "page=1;image=1"
    assert isinstance(items[0], Record)


def test_pictures_beyond_the_limit_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MOST_LOOKS", 1)
    monkeypatch.setattr(pages, "look", lambda _: looking.Look("read", 90.0, "engine 1"))
    items = parsed(build.document([build.filling(build.sheet(wide=200 + n)) for n in range(3)]))

    assert problems(items)["pictures-not-read"].locator == "pages=2-3"
    assert isinstance(items[0], Record)
    assert items[0].text == "[Page 1]\nread"


def test_a_picture_on_every_page_is_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    monkeypatch.setattr(
        pages, "look", lambda picture: seen.append(picture.size) or looking.Look("Letterhead", 90.0, "engine 1")
    )
    found = document(build.document([build.filling(build.sheet())] * 3))

    assert len(seen) == 1
    assert (found.text or "").count("Letterhead") == 3


def test_without_tesseract_it_is_said_once_and_worth_another_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "look", lambda _: looking.Look(failed="ocr-not-available"))
    items = parsed(build.document([build.filling(build.sheet())] * 2))

    assert isinstance(items[0], Record)
    assert "ocr-not-available" in items[0].warnings
    assert [(item.code, item.again) for item in items if isinstance(item, Notice)] == [("ocr-not-available", True)]


@needs_tesseract
def test_documents_in_mails_and_in_documents_are_read(tmp_path: Path) -> None:
    """A bundle in a mail, with a letter in it: both are read, and the mail keeps its attachment."""
    bundle = build.document([build.filling(build.chat())], files={"order.pdf": build.letter()})
    mail = (
        b"From: Clerk <clerk@example.org>\nTo: alex@example.org\nDate: Tue, 12 Mar 2024 09:20:00 +0000\nSubject: Order\n"
        b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nSee attached.\n"
        b'--b\nContent-Type: application/pdf; name="bundle.pdf"\nContent-Transfer-Encoding: base64\n\n'
    )
    (tmp_path / "a.eml").write_bytes(mail + base64.encodebytes(bundle) + b"\n--b--\n")
    case = init(tmp_path / "case")
    ledger = add(case, tmp_path / "a.eml")
    found = records(case)

    assert ledger["problems"] == []
    assert sorted(one["kind"] for one in found) == ["document", "document", "email", *["message"] * 3]
    assert {one["text"] for one in found if one["kind"] == "message"} == set(SAID)
    assert any("CR/1/24" in one["text"] for one in found if one["kind"] == "document")
    assert add(case, tmp_path / "a.eml")["records"]["new"] == 0
