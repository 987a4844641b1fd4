"""What a picture is, what it carries, and how much it looks like a screenshot."""

from pathlib import Path

import image_build as build
import pytest
from image_build import COMMENT, TAKEN, TURN
from image_reading import WHEN, parsed, photo, recorded
from PIL import Image

from archive.records import PhotoDetails, Record
from drops import source_of, sources
from goldens import FIXTURES
from parsers import Confidence, image

# Whose it is


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", "AVIF"])
def test_claims_every_kind_of_picture_and_decodes_it(tmp_path: Path, kind: str) -> None:
    data = build.saved(build.picture(), kind)
    (record,) = parsed(data)

    assert image.identify(source_of(data, tmp_path)) is Confidence.POSSIBLE
    assert (record.details.format, record.details.width, record.details.height) == (kind, 16, 12)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        b'<?xml version="1.0"?><svg/>',
        b"%PDF-1.7\n",
        b"BMX 5000, blue, seen at the gate",
        b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom",
    ],
)
def test_claims_nothing_else(tmp_path: Path, data: bytes) -> None:
    """Drawings, documents, words and films are not pictures made of points; asked all the same, it says so."""
    (problem,) = parsed(data)

    assert image.identify(source_of(data, tmp_path)) is Confidence.NO
    assert (problem.code, problem.lost) == ("not-a-picture", 1)


# Where, by what, and what it carries


def test_the_place_in_degrees_and_metres() -> None:
    details = recorded(photo(gps=build.TRAFALGAR)).details

    assert (details.latitude, details.longitude, details.altitude_m) == (51.508, -0.1280667, 21.3)


def test_south_and_below_the_sea_are_negative() -> None:
    south = ((1, 2, "S"), *build.TRAFALGAR[1:4], (5, 1, b"\1"), (6, 5, ((213, 10),)))
    details = recorded(photo(gps=south)).details

    assert (details.latitude, details.altitude_m) == (-51.508, -21.3)


@pytest.mark.parametrize(
    ("gps", "code"),
    [
        (build.TRAFALGAR[1:2], "gps-unreadable"),
        (((1, 2, "N"), (2, 5, ((0, 0), (0, 0), (0, 0))), *build.TRAFALGAR[2:4]), "gps-unreadable"),
        (((1, 2, "N"), (2, 5, ((91, 1), (0, 1), (0, 1))), *build.TRAFALGAR[2:4]), "gps-unreadable"),
        (((1, 2, "N"), (2, 2, "1e999999999"), *build.TRAFALGAR[2:4]), "gps-unreadable"),
        (((1, 2, "N"), (2, 5, ((0, 1),) * 3), (3, 2, "E"), (4, 5, ((0, 1),) * 3)), "gps-not-set"),
    ],
)
def test_a_place_that_is_none_is_not_given(gps: tuple[build.Entry, ...], code: str) -> None:
    record = recorded(photo(gps=gps))

    assert (record.details.latitude, record.details.longitude) == (None, None)
    assert code in record.warnings


def test_exif_of_webp_is_found_though_one_reader_misses_it() -> None:
    block = build.exif(build.PHONE, (WHEN,))
    record = recorded(build.saved(build.picture(), "WEBP", exif=block))

    assert (record.details.make, record.details.model) == ("Google", "Pixel 8")


def test_where_two_readers_differ_both_are_told() -> None:
    early, late = build.exif((), (WHEN,)), build.exif((), ((TAKEN, 2, "2019:03:02 21:17:44"),))
    record = recorded(build.png((b"eXIf", early), (b"eXIf", late), early=True))
    (difference,) = record.details.disagreements

    assert "2024" in difference
    assert "2019" in difference
    assert "exif-readers-differ" in record.warnings


def test_readers_agree_about_every_type_of_value() -> None:
    block = build.exif(
        (*build.PHONE, (TURN, 3, 1), (0x013B, 2, "Zoë Muñoz"), (0x9C9B, 1, "kept".encode("utf-16-le"))),
        (WHEN, (0x829D, 5, ((180, 100),)), (0x9000, 7, b"0232"), (0xA002, 4, 4000)),
        build.TRAFALGAR,
        "<",
    )  # fmt: skip
    record = recorded(build.jpeg(block))

    assert record.details.disagreements == ()
    assert record.details.exif["Image Artist"] == "Zoë Muñoz"
    assert record.details.exif["Image XPTitle"] == "kept"
    assert record.details.exif["EXIF FNumber"] == "9/5"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"ASCII\0\0\0he was here", "he was here"),
        (b"UNICODE\0" + "он тут".encode("utf-16-le"), "он тут"),
        (b"UNICODE\0" + "at the gate".encode("utf-16-be"), "at the gate"),
        (b"\0" * 8 + "cafė".encode(), "cafė"),
    ],
)
def test_a_comment_is_read_in_its_own_letters(data: bytes, text: str) -> None:
    assert recorded(photo((COMMENT, 7, data))).details.exif["EXIF UserComment"] == text


def test_long_and_binary_values_are_shortened_and_say_so() -> None:
    record = recorded(photo((0xA420, 2, "a" * 900), (0x927C, 7, bytes(range(256)))))

    assert record.details.exif["EXIF ImageUniqueID"] == "a" * 500 + " [… cut: 900 characters in all]"
    assert record.details.exif["EXIF MakerNote"].startswith("256 bytes, SHA-256 ")
    assert "exif-shortened" in record.warnings


def test_no_more_than_200_tags_are_kept() -> None:
    record = recorded(photo(*((0xC000 + number, 3, 1) for number in range(300))))

    assert len(record.details.exif) == 200
    assert "exif-shortened" in record.warnings


def test_a_cut_block_does_not_lend_values_from_behind_its_end() -> None:
    """exifread reads on into the next segment of the JPEG: its letters are no camera's."""
    record = recorded((FIXTURES / "image" / "exif_cut_off.jpg").read_bytes())

    assert record.details.make == "Google"
    assert "JFIF" not in " ".join(record.details.exif.values())
    assert "exif-damaged" in record.warnings


def test_notes_of_a_picture_that_cannot_be_opened_are_read() -> None:
    record, problem = parsed((FIXTURES / "image" / "no_picture_in_it.jpg").read_bytes())

    assert record.details.exif["EXIF UserComment"] == "at the gate — again"
    assert record.time.utc == "2024-03-02T20:17:44.123Z"
    assert (problem.code, problem.lost) == ("picture-unreadable", 0)


def test_the_heic_plugin_does_not_change_what_the_camera_wrote() -> None:
    record = recorded((FIXTURES / "image" / "from_an_iphone.heic").read_bytes())

    assert record.details.exif["Image Orientation"] == "6"
    assert record.details.format == "HEIF"
    assert record.details.disagreements == ()


# Screenshots


def shape(kind: str, size: tuple[int, int], name: str = "x", **how: object) -> PhotoDetails:
    return recorded(build.saved(Image.new("L", size, 200), kind, **how), name).details


def test_the_shape_of_a_phone_speaks_for_a_screenshot_more_so_as_png() -> None:
    png, jpeg = shape("PNG", (1080, 2340)), shape("JPEG", (1080, 2340))

    assert 0 < jpeg.screenshot < png.screenshot < 1
    assert png.screenshot_reasons == ("It has the shape of a screen (1080 × 2340) and names no camera.",)
    assert shape("PNG", (1200, 1600)).screenshot == 0


def test_a_camera_speaks_against_it() -> None:
    taken = build.exif(build.PHONE, (WHEN, (build.EXPOSURE, 5, ((1, 50),))))
    doubtful = recorded(build.jpeg(taken), "Screenshot_20240302-211744.jpg").details

    assert doubtful.screenshot < 0.5
    assert doubtful.screenshot_reasons[-1].startswith("Against it")


def test_the_mark_of_an_iphone_is_nearly_enough() -> None:
    details = recorded((FIXTURES / "image" / "iphone_screenshot.png").read_bytes()).details

    assert details.screenshot >= 0.95


def test_a_folder_for_screenshots_is_a_reason(tmp_path: Path) -> None:
    (tmp_path / "Pictures" / "Screenshots").mkdir(parents=True)
    (tmp_path / "Pictures" / "Screenshots" / "1.png").write_bytes(build.saved(build.picture(), "PNG"))
    (source,) = sources(tmp_path / "Pictures")
    (record,) = image.parse(source)

    assert isinstance(record, Record)
    assert isinstance(record.details, PhotoDetails)
    assert record.details.screenshot_reasons == ("It stood in a folder for screenshots.",)
