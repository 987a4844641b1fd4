"""Where the chat stands in a picture: in a window among others, in a drawing of a phone, under a bar of its own."""

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from parsers._screen.read import read_chat
from parsers._screen.result import Chat
from parsers._screen.tesseract import Tesseract

LISTED = ("Darius Brackley", "Wanda Osborne", "Choir altos", "Nursery run", "Stairwell B", "Elliot Sandiford")
SAID = (
    ("in", "The parcel went next door"),
    ("out", "Sorry, was driving"),
    ("in", "Which school do you mean"),
    ("out", "The one beside the river, where we met"),
)


def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def talk(pen: ImageDraw.ImageDraw, pane: tuple[int, int, int], size: int = 20) -> None:
    """Bubbles at both sides of a pane (its left, right and top)."""
    left, right, top = pane
    for n, (side, words) in enumerate(SAID):
        y, wide = top + n * 4 * size, pen.textlength(words, font(size)) + 2 * size
        x = left + size if side == "in" else right - size - wide
        pen.rounded_rectangle((x, y, x + wide, y + 2.4 * size), size // 2, "white" if side == "in" else (232, 235, 250))
        pen.text((x + size, y + 1.2 * size), words, "black", font(size), anchor="lm")


def read(picture: Image.Image) -> Chat:
    return read_chat(np.asarray(picture), Tesseract())


def said(chat: Chat) -> list[tuple[str, str]]:
    return [(message.side, message.text) for message in chat.messages]


def window() -> Image.Image:
    """A window with a bar over all, a list of chats with pictures of people, and a talk at the right."""
    picture = Image.new("RGB", (1440, 900), (244, 245, 245))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, 1440, 44), (223, 223, 238))
    pen.rectangle((500, 8, 940, 36), "white")
    pen.text((520, 22), "Search (Ctrl+E)", (90, 90, 90), font(17), anchor="lm")
    pen.rectangle((0, 46, 366, 900), "white")
    pen.line((367, 46, 367, 900), (210, 210, 210), 2)
    for n, name in enumerate(LISTED):
        y = 130 + 90 * n
        pen.ellipse((14, y, 64, y + 50), ((70 + 30 * n) % 255, 120, 200 - 20 * n))
        pen.text((80, y + 12), name, "black", font(19), anchor="lm")
        pen.text((80, y + 38), "Has anyone seen a glove", (90, 90, 90), font(17), anchor="lm")
    pen.rectangle((370, 46, 1440, 100), "white")
    pen.text((430, 73), "Maeve Haldane", "black", font(22), anchor="lm")
    talk(pen, (370, 1440, 200))
    pen.rectangle((370, 846, 1440, 900), "white")
    pen.rounded_rectangle((420, 855, 1380, 892), 6, (240, 240, 240))
    pen.text((440, 873), "Type a message", (90, 90, 90), font(18), anchor="lm")
    return picture


def test_a_list_of_chats_beside_the_talk_is_no_talk_and_the_bar_over_all_no_header() -> None:
    chat = read(window())
    assert said(chat) == list(SAID)
    assert chat.title == "Maeve Haldane"


def test_a_small_window_over_a_page_has_its_own_header() -> None:
    picture = Image.new("RGB", (1440, 900), (239, 241, 244))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, 1440, 53), "white")
    pen.text((120, 26), "Search the town's notes", (90, 90, 90), font(19), anchor="lm")
    pen.rectangle((318, 70, 816, 860), "white")
    pen.text((340, 100), "Nadia Vance has lost her umbrella", "black", font(20), anchor="lm")
    pen.rectangle((900, 350, 1400, 405), "white")
    pen.text((960, 378), "Maeve Haldane", "black", font(22), anchor="lm")
    pen.rectangle((900, 408, 1400, 900), "white")
    for n, (side, words) in enumerate((*SAID[:3], ("out", "The one at the river"))):
        y, wide = 440 + 90 * n, pen.textlength(words, font(20)) + 40
        x = 920 if side == "in" else 1380 - wide
        pen.rounded_rectangle((x, y, x + wide, y + 52), 14, (240, 240, 240) if side == "in" else (0, 120, 230))
        pen.text((x + 20, y + 26), words, "black" if side == "in" else "white", font(20), anchor="lm")
    pen.rounded_rectangle((930, 830, 1290, 880), 24, (240, 240, 240))
    pen.text((950, 855), "Were you there", "black", font(20), anchor="lm")
    pen.ellipse((1250, 842, 1276, 868), outline=(0, 120, 230), width=3)
    pen.ellipse((1320, 840, 1350, 870), outline=(0, 120, 230), width=4)
    chat = read(picture)
    assert chat.title == "Maeve Haldane"
    assert said(chat) == [*SAID[:3], ("out", "The one at the river")]


def test_a_drawing_of_a_phone_is_seen_though_a_bubble_goes_under_its_header() -> None:
    picture = Image.new("RGB", (975, 1664), (195, 191, 158))
    pen = ImageDraw.Draw(picture)
    pen.text((487, 110), "Chat with everyone", "white", font(54), anchor="mm")
    pen.rounded_rectangle((90, 215, 885, 1600), 60, (18, 18, 20))
    pen.rectangle((113, 240, 860, 450), "white")
    pen.rectangle((113, 454, 860, 1575), "white")
    pen.text((165, 300), "06:52", "black", font(30), anchor="lm")
    pen.text((300, 385), "Maeve Haldane", "black", font(34), anchor="lm")
    pen.rectangle((200, 454, 720, 740), (240, 240, 240))
    for n, words in enumerate(
        ("the first lot and comes back", "for the rest. Bring a coat, and", "something to sit on.")
    ):
        pen.text((230, 510 + 80 * n), words, "black", font(32), anchor="lm")
    for n, words in enumerate(("I'm at the door", "Have you been there", "Which one is it")):
        pen.rectangle((200, 860 + 130 * n, 640, 960 + 130 * n), (240, 240, 240))
        pen.text((230, 910 + 130 * n), words, "black", font(32), anchor="lm")
    chat = read(picture)
    assert chat.title == "Maeve Haldane"
    assert [message.text for message in chat.messages][1:] == [
        "I'm at the door",
        "Have you been there",
        "Which one is it",
    ]


def phone() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """A dark phone with its clock, a name, a talk that begins in the middle, and a box to write in."""
    picture = Image.new("RGB", (780, 1600), "black")
    pen = ImageDraw.Draw(picture)
    pen.text((60, 50), "21:58", "white", font(28), anchor="lm")
    pen.text((200, 165), "Maeve Haldane", "white", font(34), anchor="lm")
    for n, (side, words) in enumerate(SAID):
        y, wide = 560 + 130 * n, pen.textlength(words, font(32)) + 56
        x = 30 if side == "in" else 750 - wide
        pen.rounded_rectangle((x, y, x + wide, y + 84), 30, (44, 44, 46) if side == "in" else (120, 60, 220))
        pen.text((x + 28, y + 42), words, "white", font(32), anchor="lm")
    pen.rounded_rectangle((40, 1480, 740, 1560), 40, (30, 30, 32))
    pen.text((80, 1520), "Message...", (160, 160, 160), font(30), anchor="lm")
    return picture, pen


def test_a_dark_screen_between_bars_as_dark_is_read_as_a_phone() -> None:
    picture = Image.new("RGB", (2800, 1600), "black")
    picture.paste(phone()[0], (1010, 0))
    chat = read(picture)
    assert said(chat) == list(SAID)
    assert chat.title == "Maeve Haldane"
    assert chat.messages[0].box.left > 1010


def test_buttons_beside_the_name_are_no_bubble_at_which_the_talk_begins() -> None:
    picture, pen = phone()
    pen.line((0, 226, 780, 226), (60, 60, 64), 3)
    pen.rounded_rectangle((590, 132, 754, 200), 34, (42, 42, 44))
    pen.text((620, 166), "&", "white", font(34), anchor="lm")
    pen.text((680, 166), "am", "white", font(34), anchor="lm")
    chat = read(picture)
    assert chat.title == "Maeve Haldane"
    assert said(chat) == list(SAID)


def test_a_small_window_whose_header_shares_one_edge_with_it_is_no_bubble_of_a_run() -> None:
    picture = Image.new("RGB", (1440, 900), (239, 241, 244))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, 1440, 53), "white")
    pen.rectangle((30, 70, 816, 900), "white")
    pen.text((60, 100), "Nadia Vance has lost her umbrella", "black", font(20), anchor="lm")
    pen.rectangle((990, 350, 1400, 400), "white")
    pen.rectangle((900, 408, 1400, 900), "white")
    for n, (side, words) in enumerate((*SAID[:3], ("out", "The one at the river"))):
        y, wide = 440 + 90 * n, pen.textlength(words, font(20)) + 40
        x = 920 if side == "in" else 1380 - wide
        pen.rounded_rectangle((x, y, x + wide, y + 52), 14, (240, 240, 240) if side == "in" else (0, 120, 230))
        pen.text((x + 20, y + 26), words, "black" if side == "in" else "white", font(20), anchor="lm")
    assert said(read(picture)) == [*SAID[:3], ("out", "The one at the river")]
