"""Pictures that are cut or damaged, files made to hurt their reader, and many pages."""

import os
import struct
import zlib

import image_build as build
import pytest
from image_reading import WHEN, parsed, recorded
from PIL import Image

from archive.records import Problem, Record
from goldens import FIXTURES
from parsers._image import ocr
from parsers._image import record as _image_record
from parsers._image.open import Metered
from parsers._image.pages import MOST_PAGES


@pytest.fixture
def replayed(monkeypatch: pytest.MonkeyPatch):
    """Pages are "read" without Tesseract: each gives its number as text."""
    seen: list[Image.Image] = []

    def read_page(sheet: Image.Image) -> ocr.Page:
        seen.append(sheet.copy())
        return ocr.Page(f"page {len(seen)}", 90.0, "replayed")

    monkeypatch.setattr(ocr, "read_page", read_page)
    return seen


# Damage, and files made to hurt


def test_what_is_left_of_a_cut_picture_is_read(replayed) -> None:
    whole = build.saved(build.page(["They came back at nine"]), "JPEG")
    record = recorded(whole[: len(whole) * 2 // 3])

    assert "picture-cut-off" in record.warnings
    assert record.text == "page 1"
    assert replayed[0].getextrema() != (0, 0)


def test_a_png_with_nonsense_in_the_middle_is_read_up_to_there(replayed) -> None:
    whole = build.png(image=build.noise((400, 400)))
    second = whole.index(b"IDAT", whole.index(b"IDAT") + 4)
    record = recorded(whole[: second - 4] + b"\xfe" * 20 + whole[second + 16 :])

    assert "picture-damaged" in record.warnings
    assert record.text == "page 1"


@pytest.mark.parametrize("lost", [0, 3])
def test_a_note_that_is_damaged_does_not_hide_the_picture(replayed, lost: int) -> None:
    whole = build.png((b"t\xc5Xt", b"Software\0x"), image=build.page(["word"]), early=True)
    note = whole.index(b"Software")
    record = recorded(whole[:note] + whole[note + lost :])

    assert "picture-damaged" in record.warnings
    assert record.text == "page 1"


def test_a_picture_of_which_nothing_is_left_is_a_problem_beside_its_record() -> None:
    record, problem = parsed((FIXTURES / "image" / "points_overwritten.png").read_bytes())

    assert record.details.width == 16
    assert (problem.code, problem.lost) == ("picture-unreadable", 0)


@pytest.mark.parametrize("size", [(20_000, 20_000), (14_200, 14_200)])
def test_a_giant_is_not_unpacked_but_its_size_is_told(size: tuple[int, int]) -> None:
    record, problem = parsed(build.claiming(*size, bits=1))

    assert (record.details.width, record.details.height) == size
    assert (problem.code, problem.lost) == ("picture-too-big", 0)


def test_a_bomb_is_a_problem() -> None:
    (problem,) = parsed(build.claiming(60_000, 60_000))

    assert (problem.code, problem.lost) == ("picture-too-big", 1)


def test_a_bomb_in_the_texts_of_a_png_is_left_packed() -> None:
    bomb = b"note\0\0" + zlib.compress(b"a" * 100_000_000)
    record = recorded(build.png((b"zTXt", bomb)))

    assert record.details.exif["PNG note"] == ""
    assert "too large" in record.fields["damage"]


def test_a_million_tags_of_the_same_megabyte_are_given_up() -> None:
    count, size = 20_000, 1_000_000
    entries = (struct.pack(">HHII", 0x8000 + number, 7, size, 8) for number in range(count))
    block = b"MM" + struct.pack(">HIH", 42, 8, count) + b"".join(entries) + b"\0" * size
    record = recorded(build.png((b"eXIf", block)))

    assert "exif_by_Pillow" in record.fields
    assert "exif-damaged" in record.warnings


def test_a_reader_is_not_sent_round_in_circles() -> None:
    often, much = Metered(b"abcdef", reads=3), Metered(b"abcdef", volume=8)

    assert often.read(1) + often.read(1) + often.read(1) == b"abc"
    assert much.read() == b"abcdef"
    much.seek(0)
    for stream in (often, much):
        with pytest.raises(OSError, match="round in circles"):
            stream.read(4)


def test_a_bomb_in_xmp_is_not_expanded() -> None:
    entities = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    record = recorded(build.png(build.xmp(f'exif:UserComment="&b;"/>{entities}')))

    assert record.details.exif["XMP exif:UserComment"] == "&b;"


def test_the_end_of_an_endless_picture_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_image_record, "MOST_BYTES", 400)
    items = parsed(build.jpeg(build.exif(build.PHONE, (WHEN,))))

    assert items[0].time.local == "2024-03-02T21:17:44"
    assert items[-1].code == "picture-too-long"


def test_one_point_is_a_picture() -> None:
    record = recorded(build.png(image=build.picture("L", (1, 1))))

    assert (record.details.width, record.details.height, record.text) == (1, 1, None)


@pytest.mark.parametrize("name", sorted(build.fixtures()))
def test_no_picture_is_passed_over_in_silence(name: str) -> None:
    items = parsed(build.fixtures()[name])

    assert sum(isinstance(item, Record) or item.lost for item in items if isinstance(item, Record | Problem)) == 1


# Pages and frames


def test_the_pages_of_a_fax_are_read_one_by_one(replayed) -> None:
    record = recorded(build.fax(3, (300, 200)))

    assert record.locator == "pages=1-3"
    assert record.details.pages == 3
    assert record.details.read == ("page 1", "page 2", "page 3")
    assert record.text == "page 1\n\npage 2\n\npage 3"


def test_a_page_that_is_cut_off_does_not_show_the_page_before(replayed) -> None:
    """Pillow leaves the points of the last page in place when libtiff cannot decode the next."""
    sheets = [build.page([word], (300, 100)).convert("1") for word in ("one", "two", "three")]
    data = build.saved(sheets[0], "TIFF", compression="group4", save_all=True, append_images=sheets[1:])
    items = parsed(data[:-60])

    assert len(replayed) == 2
    assert items[0].details.pages == 3
    assert [(item.locator, item.code) for item in items[1:]] == [("page=3", "picture-unreadable")]


def test_a_cut_page_is_noticed_without_a_terminal_for_libtiff(monkeypatch: pytest.MonkeyPatch) -> None:
    def dup(_: int) -> int:
        raise OSError(9, "Bad file descriptor")

    monkeypatch.setattr(os, "dup", dup)
    items = parsed((FIXTURES / "image" / "last_page_cut.tiff").read_bytes())

    assert [(item.locator, item.code) for item in items[1:]] == [("page=3", "picture-unreadable")]


def test_a_broken_chain_of_pages_is_told() -> None:
    whole = build.fax(3)
    start = struct.unpack("<I", whole[4:8])[0]
    tags = struct.unpack("<H", whole[start : start + 2])[0]
    next_page = start + 2 + 12 * tags
    items = parsed(whole[:next_page] + struct.pack("<I", len(whole) - 3) + whole[next_page + 4 :])

    assert items[0].details.pages == 1
    assert [item.code for item in items[1:]] == ["pages-cut-off"]


def test_pages_without_end_stop_at_a_limit_that_is_told(replayed) -> None:
    one = build.fax(1)
    start = struct.unpack("<I", one[4:8])[0]
    tags = one[start : start + 2 + 12 * struct.unpack("<H", one[start : start + 2])[0]]
    chain = (tags + struct.pack("<I", start + number * (len(tags) + 4)) for number in range(1, MOST_PAGES + 101))
    items = parsed(one[:start] + b"".join(chain) + tags + b"\0" * 4)

    assert items[0].locator == f"pages=1-{MOST_PAGES}"
    assert [(item.code, item.locator) for item in items[1:]] == [("pages-not-read", "pages=501-601")]


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_of_a_moving_picture_the_first_frame_is_read(replayed, kind: str) -> None:
    frames = [build.page([word], (300, 100)).convert("RGB") for word in ("one", "two", "three")]
    record = recorded(build.saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=200))

    assert (record.details.animated, record.details.pages, record.fields["frames"]) == (True, 1, "3")
    assert (record.text, "first-frame-only" in record.warnings) == ("page 1", True)


def test_a_second_picture_inside_is_no_movement() -> None:
    data = build.saved(build.picture(), "MPO", save_all=True, append_images=[build.picture()])
    record = recorded(data)

    assert (record.details.animated, record.fields["pictures_inside"]) == (False, "2")
