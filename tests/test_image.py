"""The traps of pictures: clocks that nobody set, zones that nobody stated, and files made to hurt their reader."""

import os
import struct
import zlib
from datetime import UTC, datetime
from pathlib import Path

import image_build as build
import pytest
from image_build import CHANGED, COMMENT, DIGITISED, FRACTION_TAKEN, TAKEN, TURN, ZONE_CHANGED, ZONE_TAKEN
from PIL import Image

from archive.records import PhotoDetails, Problem, Record
from drops import source_of, sources
from goldens import FIXTURES
from importer.tree import DropSource, Entry, Forest, Place
from parsers import Confidence, _image_record, image
from parsers import _image_ocr as ocr
from parsers._image_open import Metered
from parsers._image_pages import MOST_PAGES
from parsers._image_prepare import prepare

WHEN = (TAKEN, 2, "2024:03:02 21:17:44")


@pytest.fixture
def parse(tmp_path: Path):
    def parsing(data: bytes, name: str = "x") -> list:
        return list(image.parse(source_of(data, tmp_path, name)))

    return parsing


@pytest.fixture
def read(parse):
    """The one record of a picture."""

    def reading(data: bytes, name: str = "x") -> Record:
        (record,) = [item for item in parse(data, name) if isinstance(item, Record)]
        assert isinstance(record.details, PhotoDetails)
        return record

    return reading


@pytest.fixture
def replayed(monkeypatch: pytest.MonkeyPatch):
    """Pages are "read" without Tesseract: each gives its number as text."""
    seen: list[Image.Image] = []

    def read_page(sheet: Image.Image) -> ocr.Page:
        seen.append(sheet.copy())
        return ocr.Page(f"page {len(seen)}", 90.0, "replayed")

    monkeypatch.setattr(ocr, "read_page", read_page)
    return seen


def photo(*camera: build.Entry, image: tuple[build.Entry, ...] = (), gps: tuple[build.Entry, ...] = ()) -> bytes:
    return build.jpeg(build.exif(image, camera, gps))


# Whose it is


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", "AVIF"])
def test_claims_every_kind_of_picture_and_decodes_it(parse, tmp_path: Path, kind: str) -> None:
    data = build.saved(build.picture(), kind)
    (record,) = parse(data)

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
def test_claims_nothing_else(parse, tmp_path: Path, data: bytes) -> None:
    """Drawings, documents, words and films are not pictures made of points; asked all the same, it says so."""
    (problem,) = parse(data)

    assert image.identify(source_of(data, tmp_path)) is Confidence.NO
    assert (problem.code, problem.lost) == ("not-a-picture", 1)


# When it was taken


def test_a_stated_zone_makes_an_instant(read) -> None:
    time = read(photo(WHEN, (ZONE_TAKEN, 2, "+01:00"), (FRACTION_TAKEN, 2, "5"))).time

    assert (time.utc, time.local) == ("2024-03-02T20:17:44.500Z", "2024-03-02T21:17:44.500")
    assert (time.raw, time.offset, time.basis, time.precision) == ("2024:03:02 21:17:44.5+01:00", 60, "stated", "ms")


def test_without_a_zone_none_is_invented(read) -> None:
    time = read(photo(WHEN)).time

    assert (time.local, time.utc, time.basis) == ("2024-03-02T21:17:44", None, "unknown")


@pytest.mark.parametrize(
    ("clock", "day", "offset"),
    [
        ((21, 17, 44), "2024:03:02", 0),
        ((20, 18, 50), "2024:03:02", 60),
        ((15, 32, 44), "2024:03:02", 345),
        ((2, 17, 44), "2024:03:03", -300),
        ((8, 17, 44), "2024:03:02", 780),
    ],
)
def test_the_satellites_tell_the_zone_by_difference(read, clock: tuple[int, ...], day: str, offset: int) -> None:
    gps = ((7, 5, tuple((part, 1) for part in clock)), (29, 2, day))
    record = read(photo(WHEN, gps=gps))

    assert (record.time.offset, record.time.basis) == (offset, "derived")
    assert "zone-from-gps" in record.warnings


def test_a_difference_that_is_no_zone_tells_none(read) -> None:
    """A camera clock 20 minutes off, or an old fix, must not become a zone of its own."""
    record = read(photo(WHEN, gps=((7, 5, ((20, 1), (37, 1), (0, 1))), (29, 2, "2024:03:02"))))

    assert (record.time.utc, record.time.basis) == (None, "unknown")
    assert "gps-clock-differs" in record.warnings


def test_a_stated_zone_that_the_satellites_contradict_is_told(read) -> None:
    record = read(photo(WHEN, (ZONE_TAKEN, 2, "+01:00"), gps=((7, 5, ((9, 1), (0, 1), (0, 1))), (29, 2, "2024:03:02"))))

    assert record.time.offset == 60
    assert "gps-clock-differs" in record.warnings


def test_an_offset_written_once_holds_for_all_tags_of_the_same_time(read) -> None:
    same, other = (CHANGED, 2, "2024:03:02 21:17:44"), (CHANGED, 2, "2024:06:02 21:17:44")

    assert read(photo(WHEN, (ZONE_CHANGED, 2, "+01:00"), image=(same,))).time.basis == "derived"
    assert read(photo(WHEN, (ZONE_CHANGED, 2, "+01:00"), image=(other,))).time.basis == "unknown"


@pytest.mark.parametrize("offset", ["+25:00", "bst", "+0", "-14:00"])
def test_an_offset_that_the_earth_does_not_have_is_no_zone(read, offset: str) -> None:
    record = read(photo(WHEN, (ZONE_TAKEN, 2, offset)))

    assert record.time.utc is None
    assert "offset-unreadable" in record.warnings


@pytest.mark.parametrize(
    "raw", ["0000:00:00 00:00:00", "1980:01:01 00:00:00", "1970:01:01 13:05:00", "2001:01:01 00:00:12"]
)
def test_a_clock_that_nobody_set_is_no_time(read, raw: str) -> None:
    record = read(photo((TAKEN, 2, raw)))

    assert (record.time.raw, record.time.local, record.time.utc) == (raw, None, None)
    assert "clock-not-set" in record.warnings


@pytest.mark.parametrize("raw", ["2024:02:31 21:17:44", "2024:03:02 24:17:44", "last night"])
def test_a_time_that_cannot_be_read_is_kept_as_it_is(read, raw: str) -> None:
    record = read(photo((TAKEN, 2, raw)))

    assert (record.time.raw, record.time.local) == (raw, None)
    assert "time-unreadable" in record.warnings


def test_blanks_are_no_time_and_no_trouble(read) -> None:
    record = read(photo((TAKEN, 2, "    :  :     :  :  ")))

    assert record.time.raw == ""
    assert record.warnings == ()


def test_new_year_of_a_later_year_is_believed(read) -> None:
    assert read(photo((TAKEN, 2, "2024:01:01 00:00:12"))).time.local == "2024-01-01T00:00:12"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (photo((DIGITISED, 2, "2024:03:02 21:17:44")), "time-is-of-digitising"),
        (photo(image=((CHANGED, 2, "2024:03:02 21:17:44"),)), "time-is-of-last-change"),
        (photo(gps=build.SATELLITES), "time-is-of-gps"),
        (build.png((b"tEXt", b"Creation Time\0Sat, 2 Mar 2024 21:17:44 +0100")), "time-is-of-file"),
        (build.png(build.xmp('xmp:CreateDate="2024-03-02T21:17:44+01:00"/>')), "time-is-of-file"),
        (build.png((b"tIME", struct.pack(">H5B", 2024, 3, 2, 21, 17, 44))), "time-is-of-last-change"),
    ],
)
def test_second_best_times_say_what_they_are(read, data: bytes, code: str) -> None:
    record = read(data)

    assert record.time.local == "2024-03-02T21:17:44"
    assert code in record.warnings


def test_the_camera_is_believed_before_any_other_note(read) -> None:
    block = build.exif((), (WHEN,))
    record = read(build.png((b"eXIf", block), build.xmp('xmp:CreateDate="2020-01-05T10:00:00Z"/>')))

    assert record.time.local == "2024-03-02T21:17:44"
    assert record.details.exif["XMP xmp:CreateDate"] == "2020-01-05T10:00:00Z"
    assert record.warnings == ()


def test_a_file_name_is_a_witness_and_never_the_time(read) -> None:
    record = read(build.saved(build.picture(), "PNG"), "Screenshot_20240302-211744_WhatsApp.png")

    assert record.time.raw == ""
    assert record.details.name_time.local == "2024-03-02T21:17:44"
    assert record.details.name_app == "WhatsApp"


def test_when_the_file_was_changed_is_kept_apart(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(data := build.saved(build.picture(), "PNG"))
    moment = datetime(2024, 3, 4, 10, 0, tzinfo=UTC).timestamp()
    entry = Entry("x", Place(str(tmp_path / "x")), len(data), moment)
    (record,) = image.parse(DropSource(entry, Forest([entry])))

    assert isinstance(record, Record)
    assert record.fields["file_modified"] == "2024-03-04T10:00:00Z"
    assert record.time.raw == ""


# Where, by what, and what it carries


def test_the_place_in_degrees_and_metres(read) -> None:
    details = read(photo(gps=build.TRAFALGAR)).details

    assert (details.latitude, details.longitude, details.altitude_m) == (51.508, -0.1280667, 21.3)


def test_south_and_below_the_sea_are_negative(read) -> None:
    south = ((1, 2, "S"), *build.TRAFALGAR[1:4], (5, 1, b"\1"), (6, 5, ((213, 10),)))
    details = read(photo(gps=south)).details

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
def test_a_place_that_is_none_is_not_given(read, gps: tuple[build.Entry, ...], code: str) -> None:
    record = read(photo(gps=gps))

    assert (record.details.latitude, record.details.longitude) == (None, None)
    assert code in record.warnings


def test_exif_of_webp_is_found_though_one_reader_misses_it(read) -> None:
    block = build.exif(build.PHONE, (WHEN,))
    record = read(build.saved(build.picture(), "WEBP", exif=block))

    assert (record.details.make, record.details.model) == ("Google", "Pixel 8")


def test_where_two_readers_differ_both_are_told(read) -> None:
    early, late = build.exif((), (WHEN,)), build.exif((), ((TAKEN, 2, "2019:03:02 21:17:44"),))
    record = read(build.png((b"eXIf", early), (b"eXIf", late), early=True))
    (difference,) = record.details.disagreements

    assert "2024" in difference
    assert "2019" in difference
    assert "exif-readers-differ" in record.warnings


def test_readers_agree_about_every_type_of_value(read) -> None:
    block = build.exif(
        (*build.PHONE, (TURN, 3, 1), (0x013B, 2, "Zoë Muñoz"), (0x9C9B, 1, "kept".encode("utf-16-le"))),
        (WHEN, (0x829D, 5, ((180, 100),)), (0x9000, 7, b"0232"), (0xA002, 4, 4000)),
        build.TRAFALGAR,
        "<",
    )  # fmt: skip
    record = read(build.jpeg(block))

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
def test_a_comment_is_read_in_its_own_letters(read, data: bytes, text: str) -> None:
    assert read(photo((COMMENT, 7, data))).details.exif["EXIF UserComment"] == text


def test_long_and_binary_values_are_shortened_and_say_so(read) -> None:
    record = read(photo((0xA420, 2, "a" * 900), (0x927C, 7, bytes(range(256)))))

    assert record.details.exif["EXIF ImageUniqueID"] == "a" * 500 + " [… cut: 900 characters in all]"
    assert record.details.exif["EXIF MakerNote"].startswith("256 bytes, SHA-256 ")
    assert "exif-shortened" in record.warnings


def test_no_more_than_200_tags_are_kept(read) -> None:
    record = read(photo(*((0xC000 + number, 3, 1) for number in range(300))))

    assert len(record.details.exif) == 200
    assert "exif-shortened" in record.warnings


def test_a_cut_block_does_not_lend_values_from_behind_its_end(read) -> None:
    """exifread reads on into the next segment of the JPEG: its letters are no camera's."""
    record = read((FIXTURES / "image" / "exif_cut_off.jpg").read_bytes())

    assert record.details.make == "Google"
    assert "JFIF" not in " ".join(record.details.exif.values())
    assert "exif-damaged" in record.warnings


def test_notes_of_a_picture_that_cannot_be_opened_are_read(parse) -> None:
    record, problem = parse((FIXTURES / "image" / "no_picture_in_it.jpg").read_bytes())

    assert record.details.exif["EXIF UserComment"] == "at the gate — again"
    assert record.time.utc == "2024-03-02T20:17:44.123Z"
    assert (problem.code, problem.lost) == ("picture-unreadable", 0)


def test_the_heic_plugin_does_not_change_what_the_camera_wrote(read) -> None:
    record = read((FIXTURES / "image" / "from_an_iphone.heic").read_bytes())

    assert record.details.exif["Image Orientation"] == "6"
    assert record.details.format == "HEIF"
    assert record.details.disagreements == ()


# Screenshots


def shape(read, kind: str, size: tuple[int, int], name: str = "x", **how: object) -> PhotoDetails:
    return read(build.saved(Image.new("L", size, 200), kind, **how), name).details


def test_the_shape_of_a_phone_speaks_for_a_screenshot_more_so_as_png(read) -> None:
    png, jpeg = shape(read, "PNG", (1080, 2340)), shape(read, "JPEG", (1080, 2340))

    assert 0 < jpeg.screenshot < png.screenshot < 1
    assert png.screenshot_reasons == ("It has the shape of a screen (1080 × 2340) and names no camera.",)
    assert shape(read, "PNG", (1200, 1600)).screenshot == 0


def test_a_camera_speaks_against_it(read) -> None:
    taken = build.exif(build.PHONE, (WHEN, (build.EXPOSURE, 5, ((1, 50),))))
    doubtful = read(build.jpeg(taken), "Screenshot_20240302-211744.jpg").details

    assert doubtful.screenshot < 0.5
    assert doubtful.screenshot_reasons[-1].startswith("Against it")


def test_the_mark_of_an_iphone_is_nearly_enough(read) -> None:
    details = read((FIXTURES / "image" / "iphone_screenshot.png").read_bytes()).details

    assert details.screenshot >= 0.95


def test_a_folder_for_screenshots_is_a_reason(tmp_path: Path) -> None:
    (tmp_path / "Pictures" / "Screenshots").mkdir(parents=True)
    (tmp_path / "Pictures" / "Screenshots" / "1.png").write_bytes(build.saved(build.picture(), "PNG"))
    (source,) = sources(tmp_path / "Pictures")
    (record,) = image.parse(source)

    assert isinstance(record, Record)
    assert isinstance(record.details, PhotoDetails)
    assert record.details.screenshot_reasons == ("It stood in a folder for screenshots.",)


# Damage, and files made to hurt


def test_what_is_left_of_a_cut_picture_is_read(read, replayed) -> None:
    whole = build.saved(build.page(["They came back at nine"]), "JPEG")
    record = read(whole[: len(whole) * 2 // 3])

    assert "picture-cut-off" in record.warnings
    assert record.text == "page 1"
    assert replayed[0].getextrema() != (0, 0)


def test_a_png_with_nonsense_in_the_middle_is_read_up_to_there(read, replayed) -> None:
    whole = build.png(image=build.noise((400, 400)))
    second = whole.index(b"IDAT", whole.index(b"IDAT") + 4)
    record = read(whole[: second - 4] + b"\xfe" * 20 + whole[second + 16 :])

    assert "picture-damaged" in record.warnings
    assert record.text == "page 1"


@pytest.mark.parametrize("lost", [0, 3])
def test_a_note_that_is_damaged_does_not_hide_the_picture(read, replayed, lost: int) -> None:
    whole = build.png((b"t\xc5Xt", b"Software\0x"), image=build.page(["word"]), early=True)
    note = whole.index(b"Software")
    record = read(whole[:note] + whole[note + lost :])

    assert "picture-damaged" in record.warnings
    assert record.text == "page 1"


def test_a_picture_of_which_nothing_is_left_is_a_problem_beside_its_record(parse) -> None:
    record, problem = parse((FIXTURES / "image" / "points_overwritten.png").read_bytes())

    assert record.details.width == 16
    assert (problem.code, problem.lost) == ("picture-unreadable", 0)


@pytest.mark.parametrize("size", [(20_000, 20_000), (14_200, 14_200)])
def test_a_giant_is_not_unpacked_but_its_size_is_told(parse, size: tuple[int, int]) -> None:
    record, problem = parse(build.claiming(*size, bits=1))

    assert (record.details.width, record.details.height) == size
    assert (problem.code, problem.lost) == ("picture-too-big", 0)


def test_a_bomb_is_a_problem(parse) -> None:
    (problem,) = parse(build.claiming(60_000, 60_000))

    assert (problem.code, problem.lost) == ("picture-too-big", 1)


def test_a_bomb_in_the_texts_of_a_png_is_left_packed(read) -> None:
    bomb = b"note\0\0" + zlib.compress(b"a" * 100_000_000)
    record = read(build.png((b"zTXt", bomb)))

    assert record.details.exif["PNG note"] == ""
    assert "too large" in record.fields["damage"]


def test_a_million_tags_of_the_same_megabyte_are_given_up(read) -> None:
    count, size = 20_000, 1_000_000
    entries = (struct.pack(">HHII", 0x8000 + number, 7, size, 8) for number in range(count))
    block = b"MM" + struct.pack(">HIH", 42, 8, count) + b"".join(entries) + b"\0" * size
    record = read(build.png((b"eXIf", block)))

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


def test_a_bomb_in_xmp_is_not_expanded(read) -> None:
    entities = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    record = read(build.png(build.xmp(f'exif:UserComment="&b;"/>{entities}')))

    assert record.details.exif["XMP exif:UserComment"] == "&b;"


def test_the_end_of_an_endless_picture_is_a_problem(parse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_image_record, "MOST_BYTES", 400)
    items = parse(build.jpeg(build.exif(build.PHONE, (WHEN,))))

    assert items[0].time.local == "2024-03-02T21:17:44"
    assert items[-1].code == "picture-too-long"


def test_one_point_is_a_picture(read) -> None:
    record = read(build.png(image=build.picture("L", (1, 1))))

    assert (record.details.width, record.details.height, record.text) == (1, 1, None)


@pytest.mark.parametrize("name", sorted(build.fixtures()))
def test_no_picture_is_passed_over_in_silence(parse, name: str) -> None:
    items = parse(build.fixtures()[name])

    assert sum(isinstance(item, Record) or item.lost for item in items if isinstance(item, Record | Problem)) == 1


# Pages and frames


def test_the_pages_of_a_fax_are_read_one_by_one(read, replayed) -> None:
    record = read(build.fax(3, (300, 200)))

    assert record.locator == "pages=1-3"
    assert record.details.pages == 3
    assert record.details.read == ("page 1", "page 2", "page 3")
    assert record.text == "page 1\n\npage 2\n\npage 3"


def test_a_page_that_is_cut_off_does_not_show_the_page_before(parse, replayed) -> None:
    """Pillow leaves the points of the last page in place when libtiff cannot decode the next."""
    sheets = [build.page([word], (300, 100)).convert("1") for word in ("one", "two", "three")]
    data = build.saved(sheets[0], "TIFF", compression="group4", save_all=True, append_images=sheets[1:])
    items = parse(data[:-60])

    assert len(replayed) == 2
    assert items[0].details.pages == 3
    assert [(item.locator, item.code) for item in items[1:]] == [("page=3", "picture-unreadable")]


def test_a_cut_page_is_noticed_without_a_terminal_for_libtiff(parse, monkeypatch: pytest.MonkeyPatch) -> None:
    def dup(_: int) -> int:
        raise OSError(9, "Bad file descriptor")

    monkeypatch.setattr(os, "dup", dup)
    items = parse((FIXTURES / "image" / "last_page_cut.tiff").read_bytes())

    assert [(item.locator, item.code) for item in items[1:]] == [("page=3", "picture-unreadable")]


def test_a_broken_chain_of_pages_is_told(parse) -> None:
    whole = build.fax(3)
    start = struct.unpack("<I", whole[4:8])[0]
    tags = struct.unpack("<H", whole[start : start + 2])[0]
    next_page = start + 2 + 12 * tags
    items = parse(whole[:next_page] + struct.pack("<I", len(whole) - 3) + whole[next_page + 4 :])

    assert items[0].details.pages == 1
    assert [item.code for item in items[1:]] == ["pages-cut-off"]


def test_pages_without_end_stop_at_a_limit_that_is_told(parse, replayed) -> None:
    one = build.fax(1)
    start = struct.unpack("<I", one[4:8])[0]
    tags = one[start : start + 2 + 12 * struct.unpack("<H", one[start : start + 2])[0]]
    chain = (tags + struct.pack("<I", start + number * (len(tags) + 4)) for number in range(1, MOST_PAGES + 101))
    items = parse(one[:start] + b"".join(chain) + tags + b"\0" * 4)

    assert items[0].locator == f"pages=1-{MOST_PAGES}"
    assert [(item.code, item.locator) for item in items[1:]] == [("pages-not-read", "pages=501-601")]


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_of_a_moving_picture_the_first_frame_is_read(read, replayed, kind: str) -> None:
    frames = [build.page([word], (300, 100)).convert("RGB") for word in ("one", "two", "three")]
    record = read(build.saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=200))

    assert (record.details.animated, record.details.pages, record.fields["frames"]) == (True, 1, "3")
    assert (record.text, "first-frame-only" in record.warnings) == ("page 1", True)


def test_a_second_picture_inside_is_no_movement(read) -> None:
    data = build.saved(build.picture(), "MPO", save_all=True, append_images=[build.picture()])
    record = read(data)

    assert (record.details.animated, record.fields["pictures_inside"]) == (False, "2")


# Made ready for reading


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "YCbCr", "HSV", "LAB", "I", "F", "I;16"])
def test_every_kind_of_points_becomes_dark_on_light(mode: str) -> None:
    text = build.page(["word"], (300, 120))
    picture = Image.merge("LAB", [text, text, text]) if mode == "LAB" else text.convert(mode)
    sheet = prepare(picture, 1)

    assert sheet is not None
    assert sheet.mode == "L"
    assert sheet.getextrema() == (0, 255) or sheet.getextrema()[0] < 60 < 200 < sheet.getextrema()[1]
    assert sum(sheet.histogram()[128:]) > sum(sheet.histogram()[:128])


def test_a_dark_screen_is_turned_into_a_light_page() -> None:
    sheet = prepare(build.page(["word"], (300, 120), ink=255, paper=18), 1)

    assert sheet is not None
    assert sum(sheet.histogram()[128:]) > sum(sheet.histogram()[:128])


def test_a_small_picture_is_doubled() -> None:
    sheet = prepare(build.picture("L", (300, 400)), 1)

    assert sheet is not None
    assert sheet.size == (600, 800)


@pytest.mark.parametrize("ink", [0, 255])
def test_letters_on_nothing_stay_visible(ink: int) -> None:
    alpha = build.page(["word"], (300, 120), ink=255, paper=0)
    picture = Image.merge("RGBA", [Image.new("L", alpha.size, ink)] * 3 + [alpha])
    sheet = prepare(picture, 1)

    assert sheet is not None
    assert sheet.getextrema()[0] < 60


def test_sixteen_bits_are_spread_over_what_is_used() -> None:
    faint = build.page(["word"], (300, 120)).convert("I").point(lambda value: value * 4 + 3000)
    sheet = prepare(faint.convert("I;16"), 1)

    assert sheet is not None
    assert sheet.getextrema()[0] < 30


def test_a_coarse_fax_gets_square_points() -> None:
    picture = build.picture("1", (1728, 1100))
    picture.info["dpi"] = (204, 98)
    sheet = prepare(picture, 1)

    assert sheet is not None
    assert sheet.size == (1728, 2290)


@pytest.mark.parametrize(("turn", "size"), [(1, (1200, 800)), (3, (1200, 800)), (6, (800, 1200)), (8, (800, 1200))])
def test_the_page_is_turned_as_its_camera_says(turn: int, size: tuple[int, int]) -> None:
    sheet = prepare(build.picture("L", (1200, 800)), turn)

    assert sheet is not None
    assert sheet.size == size


def test_a_giant_is_made_smaller_and_a_long_strip_keeps_its_letters() -> None:
    giant, strip = prepare(build.picture("RGB", (9000, 6000)), 1), prepare(build.picture("L", (1080, 30_000)), 1)

    assert giant is not None
    assert strip is not None
    assert giant.width * giant.height <= 12_000_000
    assert strip.size == (1080, 30_000)


@pytest.mark.parametrize(
    "picture", [Image.new("L", (900, 900), 77), build.picture("L", (23, 23)), build.picture("L", (900, 7))]
)
def test_what_is_too_plain_or_too_small_to_hold_a_word_is_not_read(picture: Image.Image) -> None:
    assert prepare(picture, 1) is None
