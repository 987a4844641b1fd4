"""Words below a pen or a marker are still read, and bubbles stay apart where a stroke goes over both."""

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from parsers._screen.canvas import canvas
from parsers._screen.markers import without_markers
from parsers._screen.read import read_chat
from parsers._screen.tesseract import Tesseract

SAID = (
    ("in", "The parcel went next door"),
    ("out", "Sorry, was driving all day"),
    ("out", "It is at the reception of the school"),
    ("in", "Which school do you mean"),
    ("out", "The one beside the river, where we met"),
)
GREEN = (215, 253, 211)


def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def page() -> tuple[Image.Image, list[tuple[float, float, float, float]]]:
    """A phone with a name and bubbles at both sides, 6 apart where one side goes on; and where their words stand."""
    picture = Image.new("RGB", (1080, 1920), (240, 236, 228))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, 1080, 200), "white")
    pen.text((160, 120), "Maeve Haldane", "black", font(54))
    words = []
    y = 860
    for side, text in SAID:
        wide = pen.textlength(text, font(44)) + 80
        left = 40 if side == "in" else 1040 - wide
        pen.rounded_rectangle((left, y, left + wide, y + 120), 30, "white" if side == "in" else GREEN)
        pen.text((left + 40, y + 60), text, "black", font(44), anchor="lm")
        words.append((left + 34, y + 30, left + wide - 34, y + 92))
        y += 126
    return picture, words


def said(picture: Image.Image) -> list[tuple[str, str]]:
    return [(m.side, m.text) for m in read_chat(np.asarray(picture), Tesseract()).messages]


def test_words_below_a_marker_that_shines_through_are_read() -> None:
    picture, words = page()
    over = Image.new("RGBA", picture.size)
    for place, colour in ((words[1], (255, 235, 0, 120)), (words[3], (255, 90, 170, 120))):
        ImageDraw.Draw(over).rectangle(place, colour)
    picture = Image.alpha_composite(picture.convert("RGBA"), over).convert("RGB")
    assert said(picture) == list(SAID)


def test_a_bubble_of_strong_colour_is_no_marker() -> None:
    picture = Image.new("RGB", (780, 600), "white")
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((300, 100, 760, 170), 30, (0, 120, 250))
    pen.text((324, 135), "Sorry, was driving", "white", font(32), anchor="lm")
    pen.rounded_rectangle((300, 200, 760, 270), 30, (140, 240, 100))
    pen.text((324, 235), "Sorry, was driving", "black", font(32), anchor="lm")
    work = canvas(np.asarray(picture))
    assert without_markers(work) is work


def test_a_ring_over_two_bubbles_ties_them_not_together() -> None:
    picture, places = page()
    ring = (420, places[1][1] - 20, 1010, places[2][3] - 30)
    ImageDraw.Draw(picture).ellipse(ring, outline=(225, 20, 20), width=5)
    assert [(side, words.split()[:2]) for side, words in said(picture)] == [(s, t.split()[:2]) for s, t in SAID]
