"""Words that look like what apps write, and are somebody's: nothing that was said is cut, moved or taken for furniture."""

import numpy as np
import pytest
from screen_drawn import GREY, Screen

from parsers._screen.areas import Area
from parsers._screen.geometry import Box
from parsers._screen.layout import Layout
from parsers._screen.lines import Line
from parsers._screen.loose import read_loose
from parsers._screen.notes import is_status
from parsers._screen.result import Message
from parsers._screen.rows import read_rows
from parsers._screen.titles import heading

HEADS = (("Desmond Penhale", "21:14", 240), ("Wanda Ferris", "21:16", 420))


def said_in_rows(first: str, last: str, *, contrast: int = 200, gap: int = 20) -> list[Message]:
    """Two people in rows without bubbles: the one says two things, of which the second is given, the other answers."""
    screen = Screen(timed=False, said=False)
    for name, time, top in HEADS:
        screen.loose(name, Box(100, top, 100 + 14 * len(name), top + 30))
        screen.loose(time, Box(330, top, 400, top + 30))
    screen.loose(first, Box(100, 290, 100 + 14 * len(first), 320))
    screen.loose(last, Box(100, 320 + gap, 100 + 14 * len(last), 350 + gap), contrast=contrast)
    screen.loose("Leave me alone now please", Box(100, 470, 450, 500))
    return read_rows(screen.layout)[0]


@pytest.mark.parametrize(
    "words",
    [
        "Why do you never ever call back?",
        "I know the photo was edited.",
        "Sent you the money today",
        "Read my letters",
        "Seen by my own mother",
        "Delivered to the wrong door",
    ],
)
def test_words_of_people_that_apps_use_too_stay_whole(words: str) -> None:
    assert said_in_rows("I saw you both there last night", words)[1].text == words


def test_edited_in_brackets_is_written_by_the_app() -> None:
    message = said_in_rows("I saw you both there last night", "Nobody believes you (edited)")[1]
    assert (message.text, message.status) == ("Nobody believes you", ("edited",))


def test_a_status_has_nothing_behind_it_but_when_or_to_whom() -> None:
    notes = ("Read 21:14", "Seen", "Delivered", "Sent yesterday", "Seen by Anna, Wanda Ferris", "Sent 5m ago")
    assert all(is_status(text, {"anna", "wanda ferris"}) for text in notes)
    assert not any(is_status(text, {"anna"}) for text in ("Read it", "Seen by Tom", "Sent you money", "Active people"))


def test_who_is_spoken_to_by_name_is_not_quoted_by_the_next() -> None:
    messages = said_in_rows("I saw you both there last night", "@Wanda stop lying to everybody")
    assert [(m.sender, m.text, m.quote) for m in messages[1:]] == [
        ("Desmond Penhale", "@Wanda stop lying to everybody", ""),
        ("Wanda Ferris", "Leave me alone now please", ""),
    ]


@pytest.mark.parametrize(("contrast", "gap"), [(120, 20), (200, 60)])
def test_a_faint_row_or_one_close_above_a_head_is_quoted(contrast: int, gap: int) -> None:
    messages = said_in_rows("I saw you both there", "@Desmond I saw you both there", contrast=contrast, gap=gap)
    assert [(m.text, m.quote) for m in messages] == [
        ("I saw you both there", ""),
        ("Leave me alone now please", "I saw you both there"),
    ]


def two_lines(first: str, last: str, *, high: int = 30, colour: int = 0) -> Message:
    screen = Screen(timed=False)
    area = screen.area(Box(25, 700, 600, 800))
    screen.line(area, first, Box(45, 710, 45 + 12 * len(first), 740), colour=colour)
    screen.line(area, last, Box(45, 750, 45 + 12 * len(last), 750 + high))
    return screen.read()[-1]


def test_who_asks_to_be_called_back_is_heard() -> None:
    assert two_lines("Please for once in your life", "call back").text == "Please for once in your life call back"
    assert two_lines("Missed voice call", "Tap to call back").text == "Missed voice call"


def test_edited_below_the_words_is_the_apps_only_in_lesser_type() -> None:
    assert two_lines("I know that the photo was", "edited").text == "I know that the photo was edited"
    assert two_lines("I know that you lie", "edited", high=20).text == "I know that you lie"


@pytest.mark.parametrize("words", ["Call back", "Search in the shed"])
def test_a_bubble_like_others_is_no_button(words: str) -> None:
    screen = Screen(timed=False)
    screen.bubble("in", 700, (words, 30))
    assert screen.read()[-1].text == words


@pytest.mark.parametrize("words", ["You left me no other choice at all", "I never deleted one of your pictures"])
def test_a_wide_bubble_at_a_side_is_nothing_that_the_app_says(words: str) -> None:
    screen = Screen(timed=False, said=False)
    screen.bubble("out", 300, ("Where are you now", 30))
    screen.bubble("in", 400, ("I am near your house", 30))
    area = screen.area(Box(67, 700, 755, 750))
    screen.line(area, words, Box(88, 710, 88 + 12 * len(words), 740))
    assert [(m.side, m.text) for m in screen.read()[-1:]] == [("out", words)]


def test_a_chip_in_the_middle_in_the_colour_of_bubbles_is_said_by_the_app() -> None:
    screen = Screen(timed=False)
    area = screen.area(Box(275, 700, 505, 738))
    screen.line(area, "Unread messages", Box(300, 708, 480, 731))
    assert not any("Unread" in m.text for m in screen.read())


@pytest.mark.parametrize("first", ["07700 900123", "12 March 2026", "wanda@example.org"])
def test_a_link_in_the_first_row_is_nobodys_name_in_a_talk_of_two(first: str) -> None:
    message = two_lines(first, "That is where I live now", colour=160)
    assert (message.sender, message.text) == ("", f"{first} That is where I live now")


def test_a_number_is_a_name_where_other_bubbles_are_named() -> None:
    screen = Screen(timed=False)
    for top, name in ((700, "07700 900123"), (850, "Wanda Ferris")):
        area = screen.area(Box(25, top, 600, top + 100))
        screen.line(area, name, Box(45, top + 10, 45 + 12 * len(name), top + 40), colour=160)
        screen.line(area, "You will be sorry", Box(45, top + 50, 249, top + 80))
    assert [m.sender for m in screen.read()[-2:]] == ["07700 900123", "Wanda Ferris"]


def test_a_time_below_a_bubble_is_not_that_of_the_other_side() -> None:
    screen = Screen(timed=False, said=False)
    screen.loose("20:44", Box(640, 372, 700, 392))
    messages = [
        Message(Box(300, 300, 750, 350), "out", "Leave me alone"),
        Message(Box(25, 408, 400, 470), "in", "You will be sorry"),
    ]
    read_loose(screen.layout, messages)
    assert [m.time for m in messages] == ["20:44", ""]


def test_a_name_close_above_a_bubble_is_no_message() -> None:
    screen = Screen(timed=False)
    screen.bubble("in", 740, ("Nobody believes you", 30))
    screen.loose("Desmond Penhale", Box(46, 695, 260, 722), contrast=190)
    assert [(m.sender, m.text) for m in screen.read()[-1:]] == [("Desmond Penhale", "Nobody believes you")]
    assert not any(m.text == "Desmond Penhale" for m in screen.read())


def test_the_words_of_a_title_in_large_type_are_one_name() -> None:
    page = Area(99, Box(0, 0, 780, 1600), GREY, 1.0)
    white = np.full(3, 255, np.float32)
    header = [
        Line(Box(left, 60, right, 100), page, np.zeros((0, 0), np.uint8), white, GREY, text=text, sure=95.0)
        for text, left, right in (("Anna", 120, 210), ("Penhale", 228, 370), ("Video", 600, 690))
    ]
    assert heading(header, Layout(Box(0, 200, 780, 1600)).pane).title == "Anna Penhale"
