"""Chats without bubbles: whose words they are, when they were said, and where one message ends."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from importer.reading_screens import told_lines
from parsers._screen.areas import Area
from parsers._screen.bars import bar_beside, is_red, same_colour
from parsers._screen.canvas import Canvas
from parsers._screen.geometry import Box
from parsers._screen.heads import begun, label
from parsers._screen.lines import Line, Word
from parsers._screen.passages import parts, pitch_of
from parsers._screen.read import read_chat
from parsers._screen.result import Chat
from parsers._screen.rows import _is_foot, _told_apart, _who_and_what
from parsers._screen.tesseract import Tesseract
from parsers._screen.told import _message

NIGHT = (24, 25, 28)


def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def read(picture: Image.Image) -> Chat:
    return read_chat(np.asarray(picture), Tesseract())


def phone(title: str) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """A phone with its clock, the name of the talk and a box to write in."""
    picture = Image.new("RGB", (1080, 1920), "white")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, 1080, 210), (244, 244, 246))
    pen.text((60, 40), "21:58", "black", font(38))
    pen.text((160, 130), title, "black", font(50))
    pen.rectangle((0, 1780, 1080, 1920), (244, 244, 246))
    pen.text((120, 1830), "Type a message", (110, 110, 116), font(42))
    return picture, pen


def row(text: str, left: int = 100, top: int = 0, width: int = 0) -> list[Line]:
    """A row of one line, as an engine would have read it: every letter is ten wide."""
    words, at = list[Word](), left
    for word in text.split():
        words.append(Word(word, 95.0, at, at + 10 * len(word)))
        at += 10 * len(word) + 10
    box = Box(left, top, left + (width or at - left - 10), top + 28)
    ready = np.full((28, box.width), 255, np.uint8)
    ready[6:22, ::4] = 0
    area = Area(1, Box(0, 0, 900, 1800), np.zeros(3, np.float32), 1620000)
    grey = np.zeros(3, np.float32)
    return [Line(box, area, ready, grey + 255, grey, words=words, text=text, sure=95.0)]


def test_names_without_times_are_heads_and_the_time_below_is_that_of_the_last_words() -> None:
    picture, pen = phone("Maeve Haldane")
    runs = (
        ("Maeve Haldane", ("Did the parcel come today", "I left it with the man next door"), "20:14"),
        ("Joel Penrose", ("It did, thank you very much",), "20:31"),
        ("Maeve Haldane", ("Good, I was worried about that",), "20:40"),
    )
    y = 270
    for name, said, time in runs:
        pen.ellipse((30, y, 110, y + 80), (120, 90, 190))
        pen.text((160, y), name, "black", font(42), stroke_width=2)
        for words in said:
            y += 70
            pen.text((160, y), words, (40, 40, 44), font(42))
        y += 70
        pen.text((160, y), f"{time} • Delivered", (150, 150, 156), font(30))
        y += 110
    chat = read(picture)
    assert [(m.side, m.sender, m.text, m.time) for m in chat.messages] == [
        ("in", "Maeve Haldane", "Did the parcel come today", ""),
        ("in", "Maeve Haldane", "I left it with the man next door", "20:14"),
        ("out", "Joel Penrose", "It did, thank you very much", "20:31"),
        ("in", "Maeve Haldane", "Good, I was worried about that", "20:40"),
    ]


def test_a_time_at_the_far_end_is_that_of_the_words_before_it() -> None:
    column = 740
    apart = _told_apart(row("I can come at 12:30 20:14", width=640), column)
    assert [line.text for line in apart] == [
        "I can come at 12:30 20:14"
    ]  # too near to the words, and not in the column
    line = row("See you on Thursday then 11:58")[0]
    line.words[-1] = Word("11:58", 95.0, 690, 741)
    assert [part.text for part in _told_apart([line], column)] == ["See you on Thursday then", "11:58"]
    assert [part.text for part in _told_apart([line], 0)] == ["See you on Thursday then", "11:58"]
    near = row("See you on Thursday then 11:58")[0]
    near.words[-1] = Word("11:58", 95.0, 352, 403)
    assert len(_told_apart([near], 0)) == 1
    assert len(_told_apart([near], 404)) == 2


def test_a_bare_time_in_full_strength_is_an_answer() -> None:
    dim = row("16:30")
    dim[0].ink = np.full(3, 150, np.float32)
    assert _is_foot(dim, 255.0)
    assert not _is_foot(row("16:30"), 255.0)
    assert _is_foot(row("16:30 Delivered"), 0.0)
    assert not _is_foot(row("Read 16:30"), 255.0)  # when it was read is not when it was sent


@pytest.mark.parametrize(
    ("said", "name", "words"),
    [
        ("@Desmond Penhale hm", "Desmond Penhale", "hm"),
        ("a @Desmond Penhale come here", "Desmond Penhale", "come here"),
        ("@Kofi hm", "Kofi", "hm"),
    ],
)
def test_an_answered_message_keeps_the_whole_name_apart_from_its_words(said: str, name: str, words: str) -> None:
    assert _who_and_what(said, {"desmond penhale", "piotr osborne"}) == (name, words)


@pytest.mark.parametrize(
    ("text", "name"), [("Petra Vance to Everyone 10:14", "Petra Vance"), ("Me to Petra 10:14", "Me")]
)
def test_to_whom_was_written_is_no_part_of_a_name(text: str, name: str) -> None:
    names = row(text.rpartition(" ")[0])
    found = label([*names, *row("10:14", names[0].box.right + 20)], 100)
    assert found is not None
    assert found[0] == name


def test_a_number_in_colour_is_a_head_where_names_are_in_capitals() -> None:
    bright = row("07700 900550", width=130)
    bright[0].ink = np.array([14, 173, 255], np.float32)
    assert label(bright, 100) == ("07700 900550", "")
    assert label(row("07700 900550", width=130), 100) is None


def test_a_head_whose_time_was_misread_is_a_head() -> None:
    assert begun(row("Kofi Delacroix 31/01/2026 4: PM"), {"kofi delacroix"}) == ("Kofi Delacroix", "")
    assert begun(row("Kofi Delacroix rang me 31/01/2026"), {"kofi delacroix"}) is None
    assert begun(row("Kofi Delacroix 31/01/2026 was when he rang"), {"kofi delacroix"}) is None


def test_the_holders_name_is_told_where_it_is_shown() -> None:
    picture, pen = phone("Maeve Haldane")
    said = (("Maeve Haldane", "8:12 PM", "Did the parcel come"), ("Joel Penrose", "8:20 PM", "It did, thank you"))
    for n, (name, time, words) in enumerate((*said, *said)):
        y = 270 + 220 * n
        pen.text((160, y), name, "black", font(42), stroke_width=1)
        pen.text((190 + pen.textlength(name, font(42)), y + 10), time, (120, 120, 120), font(30))
        pen.text((160, y + 70), words, (40, 40, 44), font(42))
    messages = read(picture).messages
    assert [m.side for m in messages] == ["in", "out", "in", "out"]
    assert [_message(m)["sender"] for m in messages] == ["Maeve Haldane", "Joel Penrose"] * 2


def test_a_call_beside_its_sign_is_kept() -> None:
    picture, pen = phone("Maeve Haldane")
    said = ((0, "Did the parcel come today"), (55, "Missed video call"), (0, "Ring me when you have the time"))
    for n, (further, words) in enumerate(said):
        y = 270 + 220 * n
        pen.text((160, y), "Maeve Haldane", "black", font(42), stroke_width=1)
        pen.text((500, y + 10), "8:12 PM", (120, 120, 120), font(30))
        pen.text((160 + further, y + 70), words, (40, 40, 44), font(42))
    found = read(picture).messages
    assert [(m.kind, m.text) for m in found] == [
        ("text", said[0][1]),
        ("call", "Missed video call"),
        ("text", said[2][1]),
    ]


def snapchat(lines: Sequence[tuple[str, tuple[int, int, int]]]) -> Image.Image:
    """Words beside coloured bars; capitals are heads."""
    picture, pen = phone("Maeve Haldane")
    for n, (words, colour) in enumerate(lines):
        y = 260 + 130 * n
        if words.isupper():
            pen.text((60, y + 30), words, colour, font(32), stroke_width=1)
        else:
            pen.rectangle((60, y, 67, y + 110), colour)
            pen.text((95, y + 30), words, (30, 30, 34), font(42))
    return picture


RED, BLUE = (242, 60, 87), (14, 173, 255)


def test_bars_of_one_colour_are_one_persons() -> None:
    said = [("Did the parcel come today", BLUE), ("It did, thank you very much", RED), ("ME", RED),
            ("The man next door has it", RED), ("MAEVE", BLUE), ("Good, I was worried", BLUE)]  # fmt: skip
    assert [m.side for m in read(snapchat(said)).messages] == ["in", "out", "out", "in"]


def test_without_any_head_the_red_bar_is_the_holders() -> None:
    said = [("Did the parcel come today", BLUE), ("It did, thank you very much", RED), ("Good, I was worried", BLUE)]
    assert [m.side for m in read(snapchat(said)).messages] == ["in", "out", "in"]


def test_a_quote_beside_words_is_no_bar() -> None:
    pixels = np.full((200, 400, 3), NIGHT, np.uint8)
    pixels[20:60, 40:45] = BLUE
    canvas = Canvas(pixels, 1.0, 0, 0, noisy=False)
    assert bar_beside(canvas, Box(60, 10, 300, 150)) is None
    pixels[10:150, 40:45] = BLUE
    found = bar_beside(canvas, Box(60, 10, 300, 150))
    assert found is not None
    assert not is_red(found)
    assert same_colour(found, found // 2)
    assert not same_colour(found, np.array(RED, np.int16))


def test_where_nothing_wraps_two_distances_still_tell() -> None:
    tops = (0, 49, 98, 147, 196, 236)  # the last line is nearer: who wrote it began a new line
    rows = [row("Meet at the baths", 100, top) for top in tops]
    pitch = pitch_of(list(pairwise(rows)), (100, 900))
    assert [len(part) for part in parts(rows, pitch)] == [1, 1, 1, 1, 2]


def test_half_way_between_two_distances_an_early_end_tells() -> None:
    wide, short = "w" * 78, "Where are you"
    told = [(wide, 0), (short, 48), (short, 100), (wide, 152), (short, 200), (short, 252), (short, 302)]
    rows = [row(text, 100, top) for text, top in told]
    pitch = pitch_of(list(pairwise(rows)), (100, 900))
    assert [len(part) for part in parts(rows, pitch)] == [2, 1, 2, 1, 1]


@pytest.mark.parametrize(
    ("side", "sender", "told"),
    [("out", "Joel Penrose", "Joel Penrose:"), ("out", "me", "(right):"), ("unknown", "", "(side not known):"),
     ("unknown", "Joel Penrose", "Joel Penrose:"), ("in", "", "(left):")],
)  # fmt: skip
def test_people_are_told_the_name_that_is_shown(side: str, sender: str, told: str) -> None:
    message = {"stamp": "", "side": side, "sender": sender, "text": "Hello", "time": "", "quote": "", "emoji": 0,
               "cut": [], "confidence": 0.9, "kind": "text"}  # fmt: skip
    item = {"file": "a.png", "messages": [message], "title": "", "service": "", "clock": "", "notes": [], "system": []}
    assert any(line.strip().startswith(told) for line in told_lines(item, as_json=False))


def test_a_line_that_does_not_end_early_belongs_to_the_next_even_where_distances_waver() -> None:
    wide, short = "w" * 78, "Where are you"
    said = [(wide, 0), (wide, 39), (wide, 79), (wide, 119), (short, 162), (short, 210), (short, 258), (short, 306)]
    rows = [row(text, 100, top) for text, top in said]
    assert [len(part) for part in parts(rows, pitch_of(list(pairwise(rows)), (100, 900)))] == [5, 1, 1, 1]


def test_the_rule_under_a_link_says_nothing_about_distances() -> None:
    wide, short, link = "w" * 78, "Where are you", "www https://example.com/" + "w" * 54
    said = [(wide, 0), (wide, 39), (short, 78), (short, 120), (link, 162), (wide, 195), (short, 234), (short, 276)]
    rows = [row(text, 100, top) for text, top in said]
    assert [len(part) for part in parts(rows, pitch_of(list(pairwise(rows)), (100, 900)))] == [3, 1, 3, 1]
