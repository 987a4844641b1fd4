"""When a picture was taken: clocks that nobody set, and zones that nobody stated."""

import struct
from datetime import UTC, datetime
from pathlib import Path

import image_build as build
import pytest
from image_build import CHANGED, DIGITISED, FRACTION_TAKEN, TAKEN, ZONE_CHANGED, ZONE_TAKEN
from image_reading import WHEN, photo, recorded

from archive.records import Record
from importer.tree import DropSource, Entry, Forest, Place
from parsers import image


def test_a_stated_zone_makes_an_instant() -> None:
    time = recorded(photo(WHEN, (ZONE_TAKEN, 2, "+01:00"), (FRACTION_TAKEN, 2, "5"))).time

    assert (time.utc, time.local) == ("2024-03-02T20:17:44.500Z", "2024-03-02T21:17:44.500")
    assert (time.raw, time.offset, time.basis, time.precision) == ("2024:03:02 21:17:44.5+01:00", 60, "stated", "ms")


def test_without_a_zone_none_is_invented() -> None:
    time = recorded(photo(WHEN)).time

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
def test_the_satellites_tell_the_zone_by_difference(clock: tuple[int, ...], day: str, offset: int) -> None:
    gps = ((7, 5, tuple((part, 1) for part in clock)), (29, 2, day))
    record = recorded(photo(WHEN, gps=gps))

    assert (record.time.offset, record.time.basis) == (offset, "derived")
    assert "zone-from-gps" in record.warnings


def test_a_difference_that_is_no_zone_tells_none() -> None:
    """A camera clock 20 minutes off, or an old fix, must not become a zone of its own."""
    record = recorded(photo(WHEN, gps=((7, 5, ((20, 1), (37, 1), (0, 1))), (29, 2, "2024:03:02"))))

    assert (record.time.utc, record.time.basis) == (None, "unknown")
    assert "gps-clock-differs" in record.warnings


def test_a_stated_zone_that_the_satellites_contradict_is_told() -> None:
    record = recorded(
        photo(WHEN, (ZONE_TAKEN, 2, "+01:00"), gps=((7, 5, ((9, 1), (0, 1), (0, 1))), (29, 2, "2024:03:02")))
    )

    assert record.time.offset == 60
    assert "gps-clock-differs" in record.warnings


def test_an_offset_written_once_holds_for_all_tags_of_the_same_time() -> None:
    same, other = (CHANGED, 2, "2024:03:02 21:17:44"), (CHANGED, 2, "2024:06:02 21:17:44")

    assert recorded(photo(WHEN, (ZONE_CHANGED, 2, "+01:00"), image=(same,))).time.basis == "derived"
    assert recorded(photo(WHEN, (ZONE_CHANGED, 2, "+01:00"), image=(other,))).time.basis == "unknown"


@pytest.mark.parametrize("offset", ["+25:00", "bst", "+0", "-14:00"])
def test_an_offset_that_the_earth_does_not_have_is_no_zone(offset: str) -> None:
    record = recorded(photo(WHEN, (ZONE_TAKEN, 2, offset)))

    assert record.time.utc is None
    assert "offset-unreadable" in record.warnings


@pytest.mark.parametrize(
    "raw", ["0000:00:00 00:00:00", "1980:01:01 00:00:00", "1970:01:01 13:05:00", "2001:01:01 00:00:12"]
)
def test_a_clock_that_nobody_set_is_no_time(raw: str) -> None:
    record = recorded(photo((TAKEN, 2, raw)))

    assert (record.time.raw, record.time.local, record.time.utc) == (raw, None, None)
    assert "clock-not-set" in record.warnings


@pytest.mark.parametrize("raw", ["2024:02:31 21:17:44", "2024:03:02 24:17:44", "last night"])
def test_a_time_that_cannot_be_read_is_kept_as_it_is(raw: str) -> None:
    record = recorded(photo((TAKEN, 2, raw)))

    assert (record.time.raw, record.time.local) == (raw, None)
    assert "time-unreadable" in record.warnings


def test_blanks_are_no_time_and_no_trouble() -> None:
    record = recorded(photo((TAKEN, 2, "    :  :     :  :  ")))

    assert record.time.raw == ""
    assert record.warnings == ()


def test_new_year_of_a_later_year_is_believed() -> None:
    assert recorded(photo((TAKEN, 2, "2024:01:01 00:00:12"))).time.local == "2024-01-01T00:00:12"


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
def test_second_best_times_say_what_they_are(data: bytes, code: str) -> None:
    record = recorded(data)

    assert record.time.local == "2024-03-02T21:17:44"
    assert code in record.warnings


def test_the_camera_is_believed_before_any_other_note() -> None:
    block = build.exif((), (WHEN,))
    record = recorded(build.png((b"eXIf", block), build.xmp('xmp:CreateDate="2020-01-05T10:00:00Z"/>')))

    assert record.time.local == "2024-03-02T21:17:44"
    assert record.details.exif["XMP xmp:CreateDate"] == "2020-01-05T10:00:00Z"
    assert record.warnings == ()


def test_a_file_name_is_a_witness_and_never_the_time() -> None:
    record = recorded(build.saved(build.picture(), "PNG"), "Screenshot_20240302-211744_WhatsApp.png")

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
