"""Areas and lines on small drawn screens, of bubbles that are cut or touch."""

import io

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from parsers._screen.areas import Area, find_areas
from parsers._screen.canvas import Canvas
from parsers._screen.geometry import Box

PAGE, BUBBLE, INK = (255, 255, 255), (226, 230, 240), (20, 20, 20)
WORDS = "Did you pay the forty for the trip"


def screen() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    picture = Image.new("RGB", (780, 900), PAGE)
    return picture, ImageDraw.Draw(picture)


def write(draw: ImageDraw.ImageDraw, place: tuple[int, int], words: str = WORDS) -> None:
    draw.text(place, words, INK, ImageFont.load_default(32))


def canvas(picture: Image.Image) -> Canvas:
    return Canvas(np.asarray(picture), 1.0, 0, 0, False)


def area_at(picture: Image.Image, box: Box) -> Area:
    """The one that stands nearest to a box."""
    return min(
        find_areas(canvas(picture)).areas, key=lambda a: sum(abs(x - y) for x, y in zip(a.box, box, strict=True))
    )


def test_a_bubble_cut_through_its_words_is_whole() -> None:
    picture, draw = screen()
    draw.rounded_rectangle((60, 300, 600, 420), 30, BUBBLE)
    write(draw, (70, 306), "Many things change, maybe my going")
    draw.rectangle((0, 344, 780, 420), PAGE)  # the bar below hides the lower half of the words

    found = area_at(picture, Box(60, 300, 600, 344))

    assert found.solid and found.box.shared_height(Box(60, 300, 600, 344)) > 30


def test_bubbles_with_a_faint_gap_stay_two_after_jpeg() -> None:
    picture, draw = screen()
    for top in (300, 345):
        draw.rounded_rectangle((60, top, 400, top + 42), 8, (238, 241, 248))
        write(draw, (76, top + 3), "leave me alone")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    enlarged = Image.open(out).convert("RGB").resize((1123, 1296), Image.Resampling.BICUBIC)

    areas = find_areas(Canvas(np.asarray(enlarged), 1.44, 0, 0, True)).areas

    assert sum(a.solid and 460 < a.box.width < 500 and 40 < a.box.height < 70 for a in areas) == 2
