"""Where pictures meet: what an edge cuts, what an app draws over it, and words that are all there is to go by."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from screens_made import Line, moved, put, screen

from archive.links import links
from archive.records import Record, ScreenDetails
from cases import new_case

TITLE = "Sam Example"
LANTERN = Line(text="Your lantern burned until midnight beside the allotment gate", side="out")
SCARF = Line(text="Somebody left a purple scarf hanging over the fence")
SCREWS = Line(text="Borrowed the drill, bring back fourteen screws tomorrow", side="out")
DENTIST = Line(text="Rescheduled the dentist because the tram broke down")
HOUSE = Line(text="Which cupboard holds the spare umbrella and torches?")


def rows(folder: Path, pictures: Sequence[Sequence[Line]], tops: Sequence[int] = ()) -> list[list[str]]:
    """The texts of each sequence that these pictures make."""
    with new_case(folder / "case") as case:
        for n, lines in enumerate(pictures):
            put(case, f"{n}.png", screen(lines, TITLE, top=tops[n] if tops else 200))
        return [[place.best.text for place in one.places] for one in links(case).sequences]


def texts(*lines: Line) -> list[str]:
    return [line.text for line in lines]


def test_one_message_without_a_clock_joins_when_its_words_stand_nowhere_else(tmp_path: Path) -> None:
    short = Line(text="Anyone seen black leather gloves?")

    assert rows(tmp_path, [[LANTERN, short], [short, SCREWS]]) == [texts(LANTERN, short, SCREWS)]


def test_words_that_stand_elsewhere_too_join_nothing(tmp_path: Path) -> None:
    """Which of the three is which nobody knows, so all three stay."""
    found = rows(tmp_path, [[LANTERN, SCARF], [SCARF, SCREWS], [DENTIST, SCARF, HOUSE]])

    assert sum(row.count(SCARF.text) for row in found) == 3


def test_a_message_after_which_the_conversation_goes_on_otherwise_is_no_seam(tmp_path: Path) -> None:
    """The first picture ends with it, but another that overlaps shows what came next: so it was sent twice."""
    found = rows(tmp_path, [[LANTERN, SCREWS, SCARF], [LANTERN, SCREWS, SCARF, HOUSE], [SCARF, DENTIST]])

    assert sum(row.count(SCARF.text) for row in found) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("This is my new number since you blocked that one: 07700 900455", "This is my new number since you blocked that one: 07700 900118"),
        ("You owe me until Saturday, afterwards I speak to your landlord", "You owe me until Thursday, afterwards I speak to your landlord"),
        ("Keep ignoring me and every picture goes online", "KEEP IGNORING ME AND EVERY PICTURE GOES ONLINE"),
    ],
)  # fmt: skip
def test_other_numbers_words_or_shouting_hold_no_pictures_together(tmp_path: Path, one: str, other: str) -> None:
    assert len(rows(tmp_path, [[LANTERN, Line(text=one)], [Line(text=other), SCREWS]])) == 2


def test_two_halves_of_a_message_are_one_by_the_words_that_both_show(tmp_path: Path) -> None:
    upper = Line(text="The boiler plumber comes Wednesday morning and wants somebody upstairs", cut=("bottom",))
    lower = Line(text="Wednesday morning and wants somebody upstairs near the airing cupboard", cut=("top",))
    (found,) = rows(tmp_path, [[LANTERN, upper], [lower, SCREWS]])

    assert len(found) == 3


def test_halves_that_share_no_words_stay_two(tmp_path: Path) -> None:
    upper = Line(text="The boiler plumber comes Wednesday morning", cut=("bottom",))
    lower = Line(text="somebody upstairs near the airing cupboard", cut=("top",))

    assert len(rows(tmp_path, [[LANTERN, upper], [lower, SCREWS]])) == 2


def test_the_last_word_of_a_cut_message_is_its_end(tmp_path: Path) -> None:
    end = Line(text="gate", side="out", cut=("top",))
    (found,) = rows(tmp_path, [[SCARF, LANTERN, HOUSE], [end, HOUSE, SCREWS]])

    assert found == texts(SCARF, LANTERN, HOUSE, SCREWS)


def test_what_an_app_draws_over_every_screen_does_not_keep_pictures_apart(tmp_path: Path) -> None:
    """An answer that was begun stands at one place of each picture, and hides the end of a message."""
    hidden = Line(text="Somebody left a purple scarf")
    pictures = [[DENTIST, LANTERN, hidden], [LANTERN, SCARF, SCREWS], [SCREWS, HOUSE]]
    with new_case(tmp_path / "case") as case:
        for n, lines in enumerate(pictures):
            *said, answer = screen([*lines, Line(text="Never mind about the tomatoes, they look fine")], TITLE)
            put(case, f"{n}.png", [*said, moved(answer, 0, 900 - box_of(answer)[1], 0, 960 - box_of(answer)[3])])
        (found,) = links(case).sequences

    assert [sorted({s.text for s in place.sightings}) for place in found.places][1:3] == [
        texts(LANTERN), sorted(texts(hidden, SCARF))
    ]  # fmt: skip


def box_of(record: Record) -> tuple[int, int, int, int]:
    assert isinstance(record.details, ScreenDetails)
    return record.details.box


def test_a_clock_that_lost_its_first_digit_is_the_same_clock(tmp_path: Path) -> None:
    clocks = [Line(text=line.text, side=line.side, clock="11:16") for line in (LANTERN, SCARF)]
    lost = Line(text=SCARF.text, clock="1:16")

    assert rows(tmp_path, [[clocks[0], lost], [*clocks, SCREWS]]) == [texts(LANTERN, SCARF, SCREWS)]


def named(folder: Path, pictures: dict[str, Sequence[Line]]) -> list[list[str]]:
    """The texts of each sequence that pictures with these file names make."""
    with new_case(folder / "case") as case:
        for name, lines in pictures.items():
            put(case, name, screen(lines, TITLE))
        return [[place.best.text for place in one.places] for one in links(case).sequences]


GLOVE = Line(text="Did she find the glove?")
TAIL = Line(text="torches?", cut=("top",))


def test_pictures_that_follow_each_other_need_less_to_be_joined(tmp_path: Path) -> None:
    """A phone numbers its pictures, or names them by the second. Words that are too few of themselves then suffice."""
    for n, names in enumerate(
        [("IMG_0012.PNG", "IMG_0013.PNG"), ("Screenshot_20240501-090459.png", "Screenshot_20240501-090503.png")]
    ):
        found = named(tmp_path / str(n), dict(zip(names, [[LANTERN, HOUSE], [TAIL, SCREWS]], strict=True)))
        assert found == [texts(LANTERN, HOUSE, SCREWS)]


@pytest.mark.parametrize(
    "names", [("IMG_0012.PNG", "IMG_0112.PNG"), ("a.png", "b.png"), ("A/IMG_0012.PNG", "B/IMG_0013.PNG"),
              ("Screenshot_20240501-090459.png", "Screenshot_20240508-090503.png")],
)  # fmt: skip
def test_pictures_that_do_not_follow_each_other_need_as_much_as_ever(tmp_path: Path, names: tuple[str, str]) -> None:
    assert len(named(tmp_path, dict(zip(names, [[LANTERN, HOUSE], [TAIL, SCREWS]], strict=True)))) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([LANTERN, SCARF], [SCREWS, DENTIST]),  # nothing in common: names alone join nothing
        ([LANTERN, GLOVE], [Line(text="Did she find the gloves, 14 of them?"), SCREWS]),
        ([HOUSE, LANTERN], [TAIL, SCREWS]),  # the end of a message that is not the last one
        ([LANTERN, HOUSE, SCREWS, HOUSE], [TAIL, SCARF]),  # of which of the two?
        ([LANTERN, Line(text="call me")], [Line(text="call me"), SCREWS]),  # may have been said twice
    ],
)
def test_names_of_files_overrule_no_words(tmp_path: Path, one: list[Line], other: list[Line]) -> None:
    found = named(tmp_path, {"IMG_0012.PNG": one, "IMG_0013.PNG": other})

    assert len(found) == 2


def test_forty_repeats_in_numbered_pictures_stay_forty(tmp_path: Path) -> None:
    repeats = [Line(text="call me")] * 10
    found = named(tmp_path, {f"IMG_{n:04}.PNG": repeats for n in range(4)})

    assert sum(row.count("call me") for row in found) == 40


def test_the_name_of_a_group_is_not_the_name_of_who_wrote(tmp_path: Path) -> None:
    """The name stands above the first message of a run; where the edge cuts it off, the group's title is all there is."""
    whole = [Line(text=line.text, sender="Priya Nowak") for line in (LANTERN, SCARF)]
    cut = [Line(text=SCARF.text), Line(text=DENTIST.text)]
    (found,) = named(tmp_path, {"a.png": whole, "b.png": cut})

    assert found == texts(LANTERN, SCARF, DENTIST)


def test_a_time_in_the_words_of_a_cut_message_is_not_its_clock(tmp_path: Path) -> None:
    late = Line(text="Rescheduled the dentist because the tram is late, 21:30", clock="7:38")
    part = Line(text="Rescheduled the dentist because the tram is late,", clock="21:30", cut=("bottom",))
    (found,) = rows(tmp_path, [[LANTERN, part], [late, SCREWS]])

    assert found == texts(LANTERN, late, SCREWS)


def test_cut_messages_with_other_numbers_hold_no_pictures_together(tmp_path: Path) -> None:
    whole = Line(text="Bring the drill and fourteen screws, if it rains we go to 17 Bellfield Terrace")
    other = Line(text="if it rains we go to 48 Bellfield Terrace", cut=("top",))

    assert len(rows(tmp_path, [[LANTERN, whole], [other, SCREWS]])) == 2


def test_a_message_in_which_one_picture_stops_and_the_next_goes_on_is_one_though_it_was_said_before(
    tmp_path: Path,
) -> None:
    torches = Line(text="the spare umbrella and torches?", cut=("top",))
    pictures = {
        "IMG_0003.PNG": [DENTIST, HOUSE, SCARF],
        "IMG_0012.PNG": [LANTERN, HOUSE],
        "IMG_0013.PNG": [torches, SCREWS],
    }
    found = named(tmp_path, pictures)

    assert sorted(found) == sorted([texts(DENTIST, HOUSE, SCARF), texts(LANTERN, HOUSE, SCREWS)])


def test_a_message_that_a_picture_shows_twice_is_not_that_of_which_the_next_shows_the_end(tmp_path: Path) -> None:
    torches = Line(text="the spare umbrella and torches?", cut=("top",))

    assert len(named(tmp_path, {"IMG_1.PNG": [HOUSE, LANTERN, HOUSE], "IMG_2.PNG": [torches, SCREWS]})) == 2


def test_cut_messages_with_another_word_hold_no_pictures_together(tmp_path: Path) -> None:
    whole = Line(text="The boiler plumber comes with the airing cupboard lagging on Thursday between eight and twelve")
    other = Line(text="cupboard lagging on Friday between eight and twelve", cut=("top",))

    assert len(rows(tmp_path, [[LANTERN, whole], [other, SCREWS]])) == 2
