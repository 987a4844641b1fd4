"""Whose words a screenshot shows: nobody is given the words of another, nor a side that cannot be seen."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from screen_drawn import Screen

from parsers._screen.areas import Area
from parsers._screen.geometry import Box
from parsers._screen.heads import alike
from parsers._screen.layout import Layout
from parsers._screen.lines import Line, Word
from parsers._screen.loose import _name_and_time
from parsers._screen.phrases import MEMBERS
from parsers._screen.read import read_chat
from parsers._screen.result import Chat
from parsers._screen.sides import tell_sides
from parsers._screen.tesseract import Tesseract
from parsers._screen.words import settle

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
    assert alike(name, known) is one


def test_the_day_before_a_time_is_no_part_of_a_name() -> None:
    assert _name_and_time("Wanda 04/08 12:50 PM") == ("Wanda", "12:50 pm")
    assert _name_and_time("Stelios Yesterday 11:46 pm") == ("Stelios", "11:46 pm")
    assert _name_and_time("Flat 4") == ("Flat 4", "")


def clock_line(*words: Word) -> Line:
    """A line of small type at the foot of a bubble, and what an engine made of it."""
    box, white = Box(600, 870, 738, 890), np.full(3, 255, np.float32)
    return Line(box, Area(0, box, white, 1.0), np.full((29, 146), 255, np.uint8), white, white - 255, words=list(words))


def test_the_half_of_the_day_is_kept_even_where_the_ticks_beside_it_make_it_doubtful() -> None:
    line = clock_line(Word("10:25", 96, 616, 680), Word("pm", 34, 684, 736))
    settle([line])
    assert line.text == "10:25 pm"


@pytest.mark.parametrize(("again", "sure", "kept"), [("11:19", 96, "11:19"), ("1119", 96, "O51"), ("11:19", 70, "O51")])
def test_a_doubtful_time_is_read_again_alone(
    again: str, sure: float, kept: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    widths = []

    def read_alone(_: Tesseract, lines: list[Line], language: str) -> None:
        for line in lines:
            widths.append(line.ready.shape[1])
            line.words = [Word(again, sure, line.box.left, line.box.right)]

    monkeypatch.setattr(Tesseract, "_read", read_alone)
    doubtful, clear = (
        clock_line(Word("O51", 50, 604, 668), Word("w", 88, 690, 736)),
        clock_line(Word("10:25", 96, 1, 9)),
    )
    Tesseract()._clocks_again([doubtful, clear])
    assert [word.text for word in doubtful.words] == [kept, "w"]
    assert widths == [76]  # the ticks are cut off, and nothing is read again that was clear


@pytest.mark.parametrize(
    ("subtitle", "group"),
    [
        ("3 members", True),
        ("Maeve, Orla, Conor", True),
        ("Maeve, You", True),
        ("online", False),
        ("last seen today, 14:23", False),
    ],
)
def test_a_group_is_known_by_what_stands_below_its_name(subtitle: str, *, group: bool) -> None:
    assert (MEMBERS.search(subtitle) is not None) is group


def test_a_wide_bubble_whose_margins_disagree_has_no_known_side() -> None:
    white = np.full(3, 255, np.float32)
    lone = Area(0, Box(137, 300, 689, 500), white, 0.98)
    layout = Layout(Box(0, 200, 780, 1250), [lone], inside={id(lone): []})
    assert tell_sides(layout)[id(lone)] == "unknown"


def standing(*bubbles: tuple[Box, tuple[int, int, int]], ticked: tuple[int, ...] = ()) -> Layout:
    """Bubbles with words and a time, of these boxes and colours; behind the times of some there is room for ticks."""
    layout = Layout(Box(0, 0, 780, 1600))
    for n, (box, colour) in enumerate(bubbles):
        area = Area(n, box, np.array(colour, np.float32), 1.0)
        end = box.right - (60 if n in ticked else 20)
        dark = np.zeros(3, np.float32)
        line = Line(
            Box(box.left + 20, box.top + 10, end, box.bottom - 10), area, np.zeros((0, 0), np.uint8), dark, dark
        )
        line.text, line.words = (
            "I am here 21:14",
            [Word("here", 96, box.left + 20, end - 80), Word("21:14", 96, end - 70, end)],
        )
        layout.bubbles.append(area)
        layout.inside[id(area)] = [line]
    return layout


def sides_of(layout: Layout) -> list[str | None]:
    found = tell_sides(layout)
    return [found[id(bubble)] for bubble in layout.bubbles]


LEFT = [(Box(100, 100 * n, 400 + 60 * n, 100 * n + 70), (255, 255, 255) if n % 2 else (225, 255, 215)) for n in range(1, 6)]  # fmt: skip


def test_where_all_stand_at_the_left_ticks_tell_who_sent() -> None:
    assert sides_of(standing(*LEFT, ticked=(1, 3))) == ["in", "out", "in", "out", "in"]


def test_where_all_stand_at_the_left_and_nothing_tells_nobody_is_given_the_words_of_another() -> None:
    assert sides_of(standing(*LEFT)) == ["unknown"] * 5


def test_bubbles_of_one_colour_at_the_left_came_in() -> None:
    assert sides_of(standing(*((box, (255, 255, 255)) for box, _ in LEFT))) == ["in"] * 5


def test_a_cut_bubble_that_hangs_together_with_a_picture_turns_no_sides() -> None:
    """The one that the header cuts reaches over the picture of its sender, and so begins elsewhere than the others of its side."""
    white, pale = (255, 255, 255), (220, 212, 252)
    rows = [Box(20, 0, 640, 60), Box(120, 100, 640, 230), Box(120, 300, 640, 430), Box(310, 500, 720, 580), Box(200, 600, 720, 680)]  # fmt: skip
    layout = standing(*zip(rows, (white, white, white, pale, pale), strict=True))
    layout.faces = [Box(40, 180, 108, 230), Box(40, 380, 108, 430)]

    assert sides_of(layout)[1:] == ["in", "in", "out", "out"]


def test_circles_of_a_wallpaper_beside_bubbles_turn_nobodys_words() -> None:
    """Beside the wide ones, which end near a circle, and would have gone out by it."""
    layout = standing(*((Box(27, 100 * n, 590 if n % 2 else 400, 100 * n + 70), (32, 44, 51)) for n in range(1, 6)))
    layout.faces = [Box(595, 110, 641, 156), Box(595, 310, 641, 356)]

    assert sides_of(layout) == ["in"] * 5


def test_a_name_whose_message_was_not_found_is_not_passed_over() -> None:
    """Else the words below would be given to whoever is named further up."""
    screen = Screen(timed=False, said=False)
    screen.bubble("in", 300, ("How are you today", 30))
    screen.bubble("in", 700, ("It says you were online", 30))
    screen.loose("Daniel", Box(46, 270, 110, 288), contrast=120)
    screen.loose("Beth", Box(46, 500, 100, 518), contrast=120)

    assert [message.sender for message in screen.read()] == ["Daniel", "Beth"]


def test_other_small_words_name_nobody() -> None:
    screen = Screen(timed=False, said=False)
    screen.bubble("in", 300, ("How are you today", 30))
    screen.bubble("in", 700, ("It says you were online", 30))
    screen.loose("Daniel", Box(46, 270, 110, 288), contrast=120)
    screen.loose("Tap to reply", Box(200, 500, 320, 518), contrast=120)

    assert [message.sender for message in screen.read()] == ["Daniel", ""]


@pytest.mark.parametrize(("face", "expected"), [(Box(20, 180, 68, 228), "in"), (Box(150, 180, 198, 228), "out")])
def test_a_round_button_beside_a_bubble_is_nobodys_picture(face: Box, expected: str) -> None:
    """A picture of a person stands at the edge; the button that sends a message on stands between the bubble and the middle."""
    box = Box(76, 100, 650, 230) if expected == "in" else Box(206, 100, 760, 230)
    layout = standing((box, (225, 255, 215)))
    layout.faces = [face]

    assert sides_of(layout) == [expected]
