"""PDF documents that hide or lose something: half characters, damaged and masked pictures, strips, long notes, page edges."""

from pathlib import Path

import numpy as np
import pdf_build as build
import pytest
from pdf_reading import document, parsed, problems
from PIL import Image, ImageOps

from archive.handover.codes import said as sentence
from archive.records import Problem, Record
from drops import source_of
from parsers import Confidence, pdf
from parsers._image import ocr
from parsers._pdf import looking, objects, pages
from parsers._pdf.looking import Look

HALF, ROOM = b"<FEFFD8000041>", "x" * 12  # as many bytes as the text in brackets that it stands for


def read_all(monkeypatch: pytest.MonkeyPatch) -> list[Image.Image]:
    """What would be read, without reading it."""
    seen: list[Image.Image] = []

    def look(picture: Image.Image) -> Look:
        seen.append(picture)
        return Look("as read", 90.0, "engine 1")

    monkeypatch.setattr(pages, "look", look)
    return seen


def strips(high: int, count: int, stamp: bytes) -> bytes:
    """A scan in strips, each of the same share of the page, and words over it."""
    letter = build.sheet(high=high * count)
    cut = tuple(letter.crop((0, y, 1000, y + high)) for y in range(0, high * count, high))
    content = b"".join(build.placed(n, (40, 700 - 50 * n, 500, 50)) for n in range(count))
    return build.document([build.Page(content=stamp + content, pictures=cut)])


def test_half_a_character_costs_that_character_only() -> None:
    whole = build.document([build.Page(content=build.text(["Some words"]))], {"Title": ROOM}, {ROOM: b"one"})
    found = document(whole.replace(b"(%s)" % ROOM.encode(), HALF))

    assert found.text == "Some words"
    assert (found.subject, found.fields["title"]) == ("\ufffdA", "\ufffdA")
    assert [(one.name, one.size) for one in found.attachments] == [("\ufffdA", 3)]


def test_a_picture_that_cannot_be_decoded_costs_that_picture_only(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = read_all(monkeypatch)
    two = build.placed(0, (20, 400, 270, 200)) + build.placed(1, (300, 100, 270, 200))
    whole = build.document(
        [build.Page(content=build.text(["Words"]) + two, pictures=(build.sheet(), build.sheet(high=400)))]
    )
    items = parsed(whole.replace(b"/FlateDecode/Type/XObject", b"/DCTDecode  /Type/XObject", 1))

    assert problems(items)["picture-unreadable"].locator == "page=1;image=1"
    assert "0x" not in problems(items)["picture-unreadable"].reason  # else another reading gives another problem
    assert [picture.size for picture in seen] == [(1000, 400)]
    assert isinstance(items[0], Record)
    assert "[Picture 2 of this page, read by a machine:]\nas read" in (items[0].text or "")


def test_the_limits_of_pictures_hold_within_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = read_all(monkeypatch)
    sheets = tuple(build.sheet(wide=300 + n) for n in range(4))
    each = b"".join(build.placed(n, (20, 600 - 150 * n, 270, 140)) for n in range(4))
    whole = build.document([build.Page(content=build.text(["Words"]) + each, pictures=sheets)])
    monkeypatch.setattr(pages, "MOST_LOOKS", 2)

    assert problems(parsed(whole))["pictures-not-read"].locator == "pages=1"
    assert len(seen) == 2


def test_one_picture_in_many_places_is_looked_at_once_and_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = read_all(monkeypatch)
    many = build.placed(0, (20, 100, 270, 200)) * 9
    whole = build.document([build.Page(content=build.text(["Words"]) + many, pictures=(build.sheet(),))])
    monkeypatch.setattr(pages, "MOST_LOOKS", 2)
    assert "pictures-not-read" not in problems(parsed(whole))
    assert len(seen) == 1

    monkeypatch.setattr(pages, "MOST_PLACED", 5)
    items = parsed(whole)
    assert "pictures-not-read" in problems(items)
    assert isinstance(items[0], Record)
    assert (items[0].text or "").count("as read") == 5


@pytest.mark.parametrize("high", [88, 200])
def test_a_scan_in_strips_is_read_as_one_page_though_words_are_stamped_on_it(
    high: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = read_all(monkeypatch)
    found = document(strips(high, 5, build.text(["Bundle page 12"])))

    assert found.text == "Bundle page 12\n\n[This page as it is drawn, read by a machine:]\nas read"
    assert len(seen) == 1
    assert "small_pictures_not_read" not in found.fields


def test_small_pictures_that_are_most_of_a_page_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = read_all(monkeypatch)
    content = build.text(["Words"]) + build.placed(0, (20, 20, 500, 300))
    document(build.document([build.Page(content=content, pictures=(build.sheet(wide=150, high=90),))]))

    assert len(seen) == 1


@pytest.mark.parametrize("light", [False, True])
def test_words_that_stand_in_the_mask_of_a_picture_are_seen(light: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture of one colour, whose mask lets the words through."""
    seen = read_all(monkeypatch)
    words = ImageOps.invert(build.sheet().convert("L"))
    plain = Image.new("RGB", words.size, (255, 255, 255) if light else (0, 0, 0))
    page = build.Page(content=build.placed(0, (0, 0, 500, 220)), pictures=(plain, words), size=(500, 220))
    whole = build.document([page])
    mask = b"/SMask %d 0 R" % whole.count(b" 0 obj\n")  # the last object
    document(
        whole.replace(b"/P1 7 0 R", b"         ").replace(b"/Type/XObject/Subtype/Image", mask + b"/Subtype/Image", 1)
    )

    assert len(seen) == 1
    assert len(np.unique(np.asarray(seen[0].convert("L")))) > 1


def test_a_picture_without_a_mask_keeps_its_own_points(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = read_all(monkeypatch)
    sheet = build.sheet()
    document(build.document([build.filling(sheet)]))

    assert np.array_equal(np.asarray(seen[0]), np.asarray(sheet.convert("RGB")))


def test_words_beyond_the_edge_of_a_page_are_kept_apart() -> None:
    beyond = b"BT /F1 12 Tf 60 -50 Td (Nobody sees this) Tj ET\n"
    found = document(build.document([build.Page(content=build.text(["Some words"]) + beyond)]))

    assert found.text == "Some words\n\n[Written beyond the edge of this page:]\nNobody sees this"
    assert "words-beyond-edge" in found.warnings
    assert sentence("words-beyond-edge") != "Words beyond edge."


def note(text: bytes) -> bytes:
    return b"/Subtype/Text/Contents(%s)/Rect[300 700 320 720]" % text


def test_long_notes_are_kept_and_the_longest_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = build.document([build.Page(notes=(note(b"a" * 150_000),))])
    assert document(whole).text == f"[Note: {'a' * 150_000}]"

    monkeypatch.setattr(objects, "_LONGEST_NOTE", 7)
    assert document(whole).text == "[Note: aaaaaaa [\u2026 cut: 150000 characters in all]]"

    monkeypatch.setattr(objects, "_MOST_ROOM", 7)
    assert document(whole).text == "[Note: \u2026 not read: 150000 characters]"


def test_only_notes_with_words_count_and_too_many_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    links = (b"/Subtype/Link/Rect[0 0 20 20]",) * 3
    whole = build.document([build.Page(notes=(*links, note(b"one"), note(b"two")))])
    monkeypatch.setattr(objects, "MOST_NOTES", 2)
    items = parsed(whole)
    assert isinstance(items[0], Record)
    assert items[0].text == "[Note: one]\n\n[Note: two]"
    assert not problems(items)

    monkeypatch.setattr(objects, "MOST_NOTES", 1)
    assert problems(parsed(whole))["notes-not-read"].locator == "page=1"


def test_a_mistake_of_our_reader_is_told_and_the_words_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ocr.NotRead("reader-failed")

    monkeypatch.setattr(looking, "read_chat", fail)
    monkeypatch.setattr(looking.ocr, "read_page", lambda _: ocr.Page("line by line", 90.0, "engine 1"))
    items = parsed(build.document([build.filling(build.chat())]))

    assert [(one.code, one.locator, one.lost) for one in items if isinstance(one, Problem)] == [
        ("reader-failed", "page=1;image=1", 0)
    ]
    assert isinstance(items[0], Record)
    assert items[0].text == "line by line"


def test_what_our_reader_raises_is_not_called_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ValueError("ours")

    monkeypatch.setattr(looking, "read_chat", fail)
    with pytest.raises(ValueError, match="ours"):
        parsed(build.document([build.filling(build.chat())]))


def test_a_text_that_only_names_the_mark_is_no_damaged_document(tmp_path: Path) -> None:
    source = source_of(b'if data.startswith(b"%PDF-"):\n    return 1\n', tmp_path)

    assert pdf.identify(source) is Confidence.NO
