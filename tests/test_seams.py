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
