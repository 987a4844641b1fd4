"""Emoji that were sent alone, large and without a bubble, are messages; reactions, pictures of people and buttons are none."""

import numpy as np
import pytest

from parsers._screen.areas import Area
from parsers._screen.canvas import Canvas
from parsers._screen.geometry import Box
from parsers._screen.large_emoji import large_emoji
from parsers._screen.layout import Layout
from parsers._screen.patches import patches
from parsers._screen.result import Side

WHITE = np.full(3, 255, np.float32)
PANE = Box(0, 0, 780, 1600)


def around_bubbles(*drawn: Box) -> tuple[Layout, dict[int, Side | None]]:
    """A screen with a bubble of each side and these patches on its page."""
    came, went = Area(1, Box(90, 100, 400, 170), WHITE, 1.0), Area(2, Box(400, 200, 750, 270), WHITE, 1.0)
    layout = Layout(PANE, bubbles=[came, went], patches=list(drawn), faces=[Box(20, 400, 70, 450)])
    return layout, {id(came): "in", id(went): "out"}


@pytest.mark.parametrize(
    ("drawn", "expected"),
    [
        ((Box(96, 300, 170, 374),), [("in", 1)]),
        ((Box(672, 300, 746, 374),), [("out", 1)]),
        ((Box(94, 300, 168, 374), Box(176, 300, 250, 374), Box(258, 302, 332, 376)), [("in", 3)]),
        ((Box(96, 300, 170, 374), Box(96, 420, 170, 494)), [("in", 1), ("in", 1)]),
        ((Box(350, 300, 424, 374),), []),  # where nobody's bubbles stand
        ((Box(96, 120, 170, 194),), []),  # upon a bubble
    ],
)
def test_emoji_are_of_the_side_whose_bubbles_stand_there(
    drawn: tuple[Box, ...], expected: list[tuple[str, int]]
) -> None:
    found = list(large_emoji(*around_bubbles(*drawn)))

    assert [(one.side, one.emoji) for one in found] == expected
    assert {one.kind for one in found} <= {"emoji"}


@pytest.mark.parametrize(
    ("size", "colour", "found"),
    [
        (74, (250, 200, 40), True),
        (30, (250, 200, 40), False),
        (300, (250, 200, 40), False),
        (74, (120, 120, 120), False),
    ],
)
def test_a_patch_has_colour_and_the_size_of_an_emoji(size: int, colour: tuple[int, int, int], found: bool) -> None:
    pixels = np.full((1600, 780, 3), 255, np.uint8)
    pixels[400 : 400 + size, 100 : 100 + size] = colour

    boxes = patches(Canvas(pixels, 1.0, 0, 0, noisy=False), WHITE, PANE)

    assert [(box.left, box.top) for box in boxes] == ([(100, 400)] if found else [])
