"""How pages are made ready for reading."""

import image_build as build
import pytest
from PIL import Image

from parsers._image.prepare import prepare


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
