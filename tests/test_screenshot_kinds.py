"""What of the kinds of screens that are easily taken for each other is a chat, and marks that stand alone."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from parsers._screen.areas import Area
from parsers._screen.geometry import Box
from parsers._screen.likeness import CHAT
from parsers._screen.lines import Line, Word
from parsers._screen.read import read_chat
from parsers._screen.result import Chat
from parsers._screen.tesseract import Tesseract
from parsers._screen.words import settle

PAIRS = (
    ("Where is my parcel?", "Open My orders and look there."),
    ("How do I pay?", "By card or by bank transfer."),
    ("Can I change my address?", "Yes, until the parcel has left us."),
)


def screen(set_width: int) -> Image.Image:
    """Questions at the right and answers at the left, in boxes as wide as their words or all of one width."""
    picture = Image.new("RGB", (1080, 1920), "white")
    pen = ImageDraw.Draw(picture)
    pen.text((60, 40), "21:58", "black", ImageFont.load_default(38))
    pen.text((60, 140), "Help and questions", "black", ImageFont.load_default(60))
    for n, pair in enumerate(PAIRS):
        for m, words in enumerate(pair):
            top, wide = 300 + 400 * n + 200 * m, pen.textlength(words, ImageFont.load_default(44)) + 80
            wide = max(wide, set_width)
            left = 40 if m else 1040 - wide
            pen.rounded_rectangle((left, top, left + wide, top + 120), 30, (235, 235, 235) if m else (195, 237, 213))
            pen.text((left + 40, top + 60), words, "black", ImageFont.load_default(44), anchor="lm")
    return picture


def read(picture: Image.Image) -> Chat:
    return read_chat(np.asarray(picture), Tesseract())


def test_boxes_of_one_width_are_questions_and_answers_and_no_chat() -> None:
    assert read(screen(0)).likely >= CHAT
    assert read(screen(840)).likely < CHAT


def line(marks: str, word: Word) -> Line:
    """A line in which these marks are drawn, and what an engine made of them."""
    picture = Image.new("L", (90, 52), "white")
    pen = ImageDraw.Draw(picture)
    for n, mark in enumerate(marks):
        if mark == "!":
            pen.rectangle((10 + 14 * n, 8, 13 + 14 * n, 26), "black")
        else:
            pen.arc((8 + 24 * n, 8, 22 + 24 * n, 20), 180, 60, "black", 4)
            pen.line((15 + 24 * n, 20, 15 + 24 * n, 26), "black", 4)
        x = 10 + 14 * n if mark == "!" else 13 + 24 * n
        pen.rectangle((x, 31, x + 3, 34), "black")
    white = np.full(3, 255, np.float32)
    box = Box(4, 4, 4 + 24 * len(marks), 36)
    crop = np.asarray(picture)[0:45, 0 : box.right + 5].copy()
    return Line(box, Area(0, box, white, 1.0), crop, white, white - 255, words=[word])


@pytest.mark.parametrize(("marks", "misread"), [("!!", "I"), ("?", "2"), ("???", "222")])
def test_marks_that_stand_alone_are_known_by_their_shape(marks: str, misread: str) -> None:
    found = line(marks, Word(misread, 60.0, 4, 60))
    settle([found])

    assert found.text == marks


def test_the_tail_of_a_postcode_is_no_pair_of_eyes() -> None:
    crop = np.full((45, 120), 255, np.uint8)
    crop[8:30, 8:50] = 0
    crop[8:36, 60:110] = 0  # hangs below the other word, as a Q does
    white = np.full(3, 255, np.float32)
    box = Box(4, 4, 120, 40)
    words = [Word("flat", 96.0, 8, 50), Word("8QQ", 90.0, 60, 110)]
    found = Line(box, Area(0, box, white, 1.0), crop, white, white - 255, words=words)
    settle([found])

    assert found.text == "flat 8QQ"
