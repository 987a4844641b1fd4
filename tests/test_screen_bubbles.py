"""What stands in a bubble, told apart: words and times, names and quotes, messages and what is none."""

import cv2
import numpy as np
import pytest
from screen_drawn import GREY, PALE, WHITE, Screen

from parsers._screen.areas import Area
from parsers._screen.chips import is_typing
from parsers._screen.geometry import Box
from parsers._screen.lines import Line
from parsers._screen.phrases import clock, runs_together
from parsers._screen.times import habit_of


def test_a_clock_in_the_type_of_words_is_what_was_said() -> None:
    screen = Screen(timed=True)
    screen.bubble("in", 700, ("14:30", 25), time="20:48")
    screen.bubble("in", 800, ("100%", 25), time="10:37 am")
    assert [(m.text, m.time) for m in screen.read()[-2:]] == [("14:30", "20:48"), ("100%", "10:37 am")]


def test_a_clock_in_small_type_alone_is_the_time_of_a_picture() -> None:
    screen = Screen(timed=True)
    screen.bubble("in", 700, ("21:29", 17), high=200)
    assert [(m.kind, m.text, m.time) for m in screen.read()[-1:]] == [("picture", "", "21:29")]


def test_a_clock_is_said_where_bubbles_hold_no_times() -> None:
    screen = Screen(timed=False)
    screen.bubble("in", 700, ("14:30", 25))
    assert [(m.kind, m.text) for m in screen.read()[-1:]] == [("text", "14:30")]


def test_shares_and_prices_are_no_times_without_a_colon() -> None:
    assert runs_together("1211") == "12:11"
    assert [runs_together(text) for text in ("100%", "£1200", "1211$")] == [None, None, None]


def test_letters_that_hang_lower_than_the_times_hide_no_times() -> None:
    screen = Screen(timed=False)
    for top in (900, 1000, 1100, 1200):
        area = screen.area(Box(25, top, 400, top + 60))
        screen.line(area, "See you soon, Peggy", Box(45, top + 10, 300, top + 46))
        screen.line(area, "21:27", Box(320, top + 30, 380, top + 42), contrast=110)
    assert habit_of(screen.layout).timed


def test_ticks_close_behind_a_time_leave_its_half_of_the_day() -> None:
    assert clock("7:59 AMY") == "7:59 am"
    assert clock("12:05 PM") == "12:05 pm"
    assert clock("at 7:59 Amy came") == "07:59"


def test_bubbles_that_touch_have_their_own_times_and_names() -> None:
    screen = Screen(timed=True)
    area = screen.area(Box(25, 700, 700, 900))
    screen.line(area, "Lasagne or curry", Box(45, 715, 300, 745))
    screen.line(area, "13:23", Box(320, 728, 370, 745), contrast=110)
    screen.line(area, "Bronwen Mistry", Box(45, 790, 240, 818), colour=160)
    screen.line(area, "Is the shop still open", Box(45, 840, 400, 870))
    screen.line(area, "13:25", Box(640, 880, 690, 897), contrast=110)
    found = [(m.sender, m.text, m.time) for m in screen.read()[-2:]]
    assert found == [("", "Lasagne or curry", "13:23"), ("Bronwen Mistry", "Is the shop still open", "13:25")]


@pytest.mark.parametrize(("misread", "sure"), [("IZA1w", 0.0), ("081", 65.0), ("14-00", 86.0)])
def test_a_time_that_was_not_read_is_no_word_of_the_message(misread: str, sure: float) -> None:
    screen = Screen(timed=True)
    area = screen.area(Box(25, 700, 400, 800))
    screen.line(area, "Missed video call", Box(80, 715, 305, 741))
    screen.line(area, misread, Box(330, 730, 385, 748), contrast=90, sure=sure)
    screen.line(area, "Tap to call back", Box(80, 760, 252, 786))
    assert [(m.kind, m.text) for m in screen.read()[-1:]] == [("call", "Missed video call")]


def test_a_faint_time_without_its_colon_is_a_time() -> None:
    screen = Screen(timed=True)
    area = screen.area(Box(25, 700, 400, 760))
    screen.line(area, "Missed it by a mile", Box(45, 715, 305, 741))
    line = screen.line(area, "1311", Box(330, 730, 388, 753), contrast=90, sure=0.0)
    assert [(m.text, m.time) for m in screen.read()[-1:]] == [("Missed it by a mile", "13:11")]
    line.text = "311"
    assert [(m.text, m.time) for m in screen.read()[-1:]] == [("Missed it by a mile", "")]


def test_a_time_that_a_button_covers_is_no_word_of_the_message() -> None:
    screen = Screen(timed=True)
    area = screen.area(Box(173, 700, 753, 790))
    screen.line(area, "Give my keys to my mum", Box(190, 715, 664, 742))
    screen.line(area, "10:274", Box(632, 765, 685, 780), contrast=120, sure=77.0)
    assert [(m.text, m.time) for m in screen.read()[-1:]] == [("Give my keys to my mum", "10:27")]


def test_the_hour_in_words_that_the_edge_cuts_off_is_no_time_of_the_message() -> None:
    screen = Screen(timed=True)
    area = screen.area(Box(25, 1556, 595, 1600))
    screen.line(area, "Who was at the door at 01:30", Box(45, 1566, 544, 1590))
    assert [(m.text, m.time) for m in screen.read()[-1:]] == [("Who was at the door at 01:30", "")]


def test_an_hour_at_the_end_of_the_words_is_no_time_of_the_message() -> None:
    screen = Screen(timed=True)
    screen.bubble("in", 700, ("I waited until 12:15", 30))
    assert [(m.text, m.time) for m in screen.read()[-1:]] == [("I waited until 12:15", "")]


def test_what_was_made_of_the_time_beside_emoji_is_no_word() -> None:
    screen = Screen(timed=True)
    screen.bubble("out", 700, ("W22w", 18), high=90, sure=25.0)
    area = screen.layout.bubbles[-1]
    screen.line(area, "", Box(560, 710, 620, 770)).kind = "emoji"
    assert [m.text for m in screen.read()[-1:]] == [""]


def test_a_letter_with_nothing_but_a_time_is_the_message() -> None:
    screen = Screen(timed=True)
    screen.bubble("in", 700, ("r", 19), time="05:28", sure=47.0)
    assert [(m.text, m.time) for m in screen.read()[-1:]] == [("r", "05:28")]


def test_large_emoji_that_were_read_as_letters_are_emoji() -> None:
    screen = Screen(timed=False)
    screen.bubble("in", 700, ("99.08)", 50), sure=59.0)
    assert [(m.kind, m.text) for m in screen.read()[-1:]] == [("emoji", "")]


def test_a_coloured_name_above_an_address_is_the_sender() -> None:
    screen = Screen(timed=True)
    area = screen.area(Box(25, 700, 593, 840))
    screen.line(area, "Priya Patel", Box(46, 714, 181, 741), colour=94)
    link = screen.line(area, "www.example.co.uk/listing/65", Box(45, 754, 572, 786))
    link.ink = np.array([2, 120, 252], np.float32)
    screen.line(area, "8:37 am", Box(488, 810, 574, 828), contrast=110)
    assert [(m.sender, m.text) for m in screen.read()[-1:]] == [("Priya Patel", "www.example.co.uk/listing/65")]


def test_a_coloured_name_above_an_emoji_is_the_sender() -> None:
    screen = Screen(timed=True)
    area = screen.area(Box(25, 700, 317, 830))
    screen.line(area, "Maeve Haldane", Box(46, 714, 236, 736), colour=135)
    emoji = screen.line(area, "", Box(46, 745, 112, 811))
    emoji.kind, emoji.emoji = "emoji", [Box(46, 745, 112, 811)]
    screen.line(area, "19:30", Box(240, 800, 300, 815), contrast=110)
    assert [(m.sender, m.kind, m.time) for m in screen.read()[-1:]] == [("Maeve Haldane", "emoji", "19:30")]


@pytest.mark.parametrize(("label", "gap"), [("You replied to Daniel", 10), ("You replied to Daniel", -6), ("", -6)])
def test_a_pale_bubble_right_above_an_answer_is_its_quote(label: str, gap: int) -> None:
    screen = Screen(timed=False)
    if label:
        screen.loose(label, Box(480, 670, 739, 692))
    pale = screen.area(Box(300, 700, 755, 760), PALE)
    screen.line(pale, "Can't make Friday, how about Satu...", Box(320, 715, 735, 740), contrast=70)
    screen.bubble("out", 760 + gap, ("Parking is a nightmare", 30))
    last = screen.read()[-1]
    assert (last.text, last.quote) == ("Parking is a nightmare", "Can't make Friday, how about Satu...")
    assert last.quote_sender == ("Daniel" if label else "")
    assert all("Friday" not in m.text for m in screen.read())


def test_below_a_line_about_a_reply_a_bubble_of_another_colour_is_the_quote() -> None:
    screen = Screen(timed=False)
    screen.loose("Idris replied to Joel", Box(60, 670, 290, 692))
    other = screen.area(Box(25, 700, 500, 760), PALE)
    screen.line(other, "u there", Box(45, 715, 140, 740))
    screen.bubble("in", 780, ("I have thought about it", 30))
    last = screen.read()[-1]
    assert (last.text, last.quote_sender, last.quote) == ("I have thought about it", "Joel", "u there")


def test_a_pale_bubble_by_itself_and_one_below_a_line_about_a_reply_are_messages() -> None:
    screen = Screen(timed=False)
    pale = screen.area(Box(300, 700, 755, 760), PALE)
    screen.line(pale, "This is faint", Box(320, 715, 735, 740), contrast=70)
    screen.bubble("out", 780, ("I mean it", 30))
    screen.loose("You replied to Daniel", Box(480, 870, 739, 892))
    screen.bubble("out", 900, ("Leave me alone", 30))
    assert [m.text for m in screen.read()[-3:]] == ["This is faint", "I mean it", "Leave me alone"]


def test_two_bubbles_that_touch_are_two_messages() -> None:
    screen = Screen(timed=False)
    screen.bubble("out", 700, ("Leave me alone", 30))
    screen.bubble("out", 752, ("I mean it", 30))
    assert [m.text for m in screen.read()[-2:]] == ["Leave me alone", "I mean it"]


def test_a_frame_that_reaches_out_of_its_bubble_is_a_quote_in_it() -> None:
    screen = Screen(timed=False)
    outer, inner = screen.area(Box(191, 720, 751, 1000)), screen.area(Box(213, 712, 737, 820), PALE)
    screen.line(inner, "Craig", Box(226, 720, 294, 745), colour=100)
    screen.line(inner, "dentist Friday 18:05", Box(226, 755, 500, 785))
    screen.line(outer, "You have no idea", Box(208, 850, 600, 880))
    last = screen.read()[-1]
    assert (last.text, last.quote_sender, last.quote) == ("You have no idea", "Craig", "dentist Friday 18:05")


def test_the_head_of_a_quote_at_the_lower_edge_is_no_message() -> None:
    screen = Screen(timed=True)
    area = screen.area(Box(43, 1540, 463, 1600))
    screen.line(area, "Sam Ferris", Box(58, 1550, 224, 1575), colour=154)
    last = screen.read()[-1]
    assert (last.text, last.quote_sender, last.half) == ("", "Sam Ferris", "Sam Ferris")


def test_a_short_word_right_below_a_bubble_is_no_reaction() -> None:
    screen = Screen(timed=False)
    screen.bubble("in", 700, ("Are you home", 30))
    short = screen.area(Box(25, 756, 85, 806))
    screen.line(short, "k", Box(45, 770, 58, 792))
    over = screen.area(Box(150, 730, 200, 762), PALE)
    screen.line(over, "2", Box(165, 738, 175, 754))
    assert [m.text for m in screen.read()[-2:]] == ["Are you home", "k"]


def test_large_type_in_a_narrow_window_is_no_chip() -> None:
    screen = Screen(timed=False, wide=543)
    for top, right in ((700, 441), (800, 250), (900, 441)):
        area = screen.area(Box(107, top, right, top + 80))
        screen.line(area, "A glove, left hand", Box(136, top + 20, right - 20, top + 42))
    assert [m.text for m in screen.read()[-3:]] == ["A glove, left hand"] * 3


def test_a_chip_that_ends_where_one_bubble_does_is_a_chip() -> None:
    screen = Screen(timed=False)
    screen.bubble("in", 700, ("Fine, ignore me then", 30), right=519)
    chip = screen.area(Box(261, 800, 519, 842))
    screen.line(chip, "Unread messages", Box(290, 810, 491, 832))
    assert [m.text for m in screen.read()[-1:]] == ["Fine, ignore me then"]


def test_words_on_the_page_where_those_of_others_begin_are_a_message() -> None:
    screen = Screen(timed=True)
    screen.loose("Haha brilliant", Box(46, 700, 246, 728))
    screen.loose("that was", Box(46, 736, 170, 764))
    screen.loose("21:36", Box(260, 750, 310, 767), contrast=110)
    screen.loose("Gate 12", Box(200, 900, 300, 928))
    found = [(m.side, m.text, m.time) for m in screen.read()]
    assert found[-1] == ("in", "Haha brilliant that was", "21:36")
    assert "Gate 12" not in [text for _, text, _ in found]


def test_a_chip_of_the_app_tells_nobodys_side() -> None:
    screen = Screen(timed=False, said=False)
    screen.bubble("in", 300, ("See you on Wednesday then x", 30), right=519)
    chip = screen.area(Box(261, 400, 519, 442))
    screen.line(chip, "Unread messages", Box(290, 410, 491, 434))
    assert [(m.side, m.text) for m in screen.read()] == [("in", "See you on Wednesday then x")]


def test_the_time_beside_a_bubble_is_its_own_and_no_other() -> None:
    screen = Screen(timed=False, said=False)
    for top in (300, 500, 700):
        screen.bubble("out", top, ("Do not come here", 30))
    screen.loose("9:14 AM", Box(195, 278, 270, 294))
    screen.loose("9:15 AM", Box(370, 330, 445, 346))
    screen.loose("9:17 AM", Box(195, 478, 270, 494))
    screen.loose("9:19 AM", Box(370, 730, 445, 746))
    assert [m.time for m in screen.read()] == ["9:15 am", "", "9:19 am"]


def test_a_reaction_below_a_bubble_names_nobody() -> None:
    screen = Screen(timed=False, said=False)
    screen.bubble("in", 300, ("Nope", 25))
    screen.loose("eo", Box(45, 349, 69, 371), colour=215)
    screen.loose("x", Box(80, 349, 92, 371))
    screen.bubble("in", 375, ("Are you home", 30))
    assert [m.sender for m in screen.read()] == ["", ""]


def line_of(marks: np.ndarray) -> Line:
    box = Box(4, 4, 124, 44)
    return Line(box, Area(0, box, WHITE, 1.0), marks, WHITE, GREY)


def test_three_discs_are_somebody_writing_and_three_question_marks_are_not() -> None:
    discs, hooks = np.full((48, 128), 255, np.uint8), np.full((48, 128), 255, np.uint8)
    for x in (24, 64, 104):
        cv2.circle(discs, (x, 24), 9, 0, -1)
        cv2.ellipse(hooks, (x, 24), (9, 9), 0, 180, 420, 0, 3)
    assert is_typing([line_of(discs)])
    assert not is_typing([line_of(hooks)])
