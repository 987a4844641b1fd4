"""Whose words a screenshot shows: nobody is given the words of another, nor a side that cannot be seen."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from parsers._screen.loose import _name_and_time
from parsers._screen.read import read_chat
from parsers._screen.result import Chat
from parsers._screen.rows import _alike
from parsers._screen.tesseract import Tesseract

IN, OUT, PAGE = "white", (232, 235, 250), (240, 240, 240)
SAID = (
    ("in", "The parcel went next door"),
    ("out", "Sorry, was driving"),
    ("out", "It is at the reception of the school"),
    ("in", "Which school do you mean"),
    ("out", "The one beside the river, where we met"),
)


def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def page() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """A phone with its clock, a name and bubbles at both sides."""
    picture = Image.new("RGB", (1080, 1920), PAGE)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, 1080, 230), "white")
    pen.text((60, 40), "21:58", "black", font(38))
    pen.text((160, 140), "Maeve Haldane", "black", font(54))
    for n, (side, words) in enumerate(SAID):
        top, wide = 330 + 200 * n, pen.textlength(words, font(44)) + 80
        left = 40 if side == "in" else 990 - wide
        pen.rounded_rectangle((left, top, left + wide, top + 120), 30, IN if side == "in" else OUT)
        pen.text((left + 40, top + 60), words, "black", font(44), anchor="lm")
    return picture, pen


def read(picture: Image.Image) -> Chat:
    return read_chat(np.asarray(picture), Tesseract())


def test_a_round_button_right_of_the_bubbles_moves_nobodys_words_to_the_other_side() -> None:
    picture, pen = page()
    pen.ellipse((920, 1500, 1040, 1620), "white")
    pen.line((955, 1545, 980, 1575, 1005, 1545), "black", 8)
    assert [m.side for m in read(picture).messages] == [side for side, _ in SAID]


def test_what_the_phone_tells_of_another_talk_is_no_message() -> None:
    picture, pen = page()
    pen.rounded_rectangle((20, 20, 1060, 250), 40, (60, 60, 64))
    pen.text((150, 60), "Darius Brackley", "white", font(38))
    pen.text((150, 130), "Has anyone seen a black glove", "white", font(38))
    pen.text((960, 60), "now", "white", font(34))
    chat = read(picture)
    assert not any("glove" in m.text for m in chat.messages)
    assert "Darius" not in chat.title


def test_three_dots_of_somebody_who_writes_are_no_message() -> None:
    picture, pen = page()
    pen.rounded_rectangle((40, 1330, 240, 1440), 50, IN)
    for x in (90, 130, 170):
        pen.ellipse((x, 1374, x + 24, 1398), (120, 120, 125))
    assert len(read(picture).messages) == len(SAID)


@pytest.mark.parametrize(
    ("name", "known", "one"),
    [
        ("orl rahmani", "orla rahmani", True),
        ("ann", "anna", False),
        ("anneka", "annika", False),
        ("07700 900572", "07700 900573", False),
        ("maeve haldane", "wanda haldane", False),
    ],
)
def test_only_long_names_are_one_in_spite_of_a_letter(name: str, known: str, *, one: bool) -> None:
    assert _alike(name, known) is one


def test_the_day_before_a_time_is_no_part_of_a_name() -> None:
    assert _name_and_time("Wanda 04/08 12:50 PM") == ("Wanda", "12:50 pm")
    assert _name_and_time("Stelios Yesterday 11:46 pm") == ("Stelios", "11:46 pm")
    assert _name_and_time("Flat 4") == ("Flat 4", "")
