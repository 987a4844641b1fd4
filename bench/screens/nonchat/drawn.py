"""Pictures without a page: things like photographs, with or without words on signs."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

SIZES = ((1600, 1200), (1200, 1600), (1080, 1920), (1170, 2532))
SIGNS = ("NO PARKING", "LARCH CLOSE", "SALE 50%", "EXIT", "CAFE OPEN", "KEEP CLEAR", "BUS STOP B", "PRIVATE")


def clouds(rng: random.Random, size: tuple[int, int], tint: tuple[int, int, int]) -> Image.Image:
    """Soft noise of several sizes in one tint."""
    noise = np.random.default_rng(rng.randrange(1 << 30))
    total = np.zeros((size[1], size[0]), dtype=np.float32)
    for cells in (4, 9, 24, 80):
        small = Image.fromarray((noise.random((cells, cells)) * 255).astype(np.uint8))
        total += np.asarray(small.resize(size, Image.Resampling.BICUBIC), dtype=np.float32) / cells**0.4
    share = (total - total.min()) / max(1.0, float(np.ptp(total)))
    return Image.fromarray(np.clip(share[:, :, None] * np.array(tint) + 30, 0, 255).astype(np.uint8))


def grainy(picture: Image.Image, rng: random.Random) -> Image.Image:
    noise = np.random.default_rng(rng.randrange(1 << 30)).normal(0, 6, (picture.height, picture.width, 3))
    return Image.fromarray(np.clip(np.asarray(picture, dtype=np.float32) + noise, 0, 255).astype(np.uint8))


def tint(rng: random.Random) -> tuple[int, int, int]:
    return rng.randrange(60, 255), rng.randrange(60, 255), rng.randrange(60, 255)


def scene(rng: random.Random) -> Image.Image:
    """A room or a landscape out of soft shapes."""
    size = rng.choice(SIZES)
    picture = clouds(rng, size, tint(rng))
    draw = ImageDraw.Draw(picture, "RGBA")
    for _ in range(rng.randrange(8, 26)):
        x, y, w, h = rng.randrange(size[0]), rng.randrange(size[1]), rng.randrange(60, 700), rng.randrange(60, 700)
        shape = draw.ellipse if rng.random() < 0.5 else draw.rectangle
        shape([x - w // 2, y - h // 2, x + w // 2, y + h // 2], fill=(*tint(rng), rng.randrange(60, 230)))
    return grainy(picture.filter(ImageFilter.GaussianBlur(rng.uniform(1, 6))), rng)


def signs(rng: random.Random) -> Image.Image:
    """A street with words on boards."""
    picture = scene(rng)
    draw = ImageDraw.Draw(picture)
    for _ in range(rng.randrange(1, 4)):
        text, size = rng.choice(SIGNS), rng.randrange(50, 120)
        font = ImageFont.load_default(size=size)
        x, y = rng.randrange(40, picture.width // 2), rng.randrange(60, picture.height - 200)
        box = draw.textbbox((x, y), text, font=font)
        draw.rectangle(
            [box[0] - 26, box[1] - 26, box[2] + 26, box[3] + 26], fill=tint(rng), outline=(20, 20, 20), width=5
        )
        draw.text((x, y), text, fill=rng.choice([(0, 0, 0), (255, 255, 255)]), font=font)
    return grainy(picture.rotate(rng.uniform(-5, 5)), rng)


def bubbles(rng: random.Random) -> Image.Image:
    """Rounded boxes in two columns as in a diagram or a game: the shape of a chat without one."""
    size = rng.choice(SIZES)
    picture = Image.new("RGB", size, tint(rng))
    draw, y = ImageDraw.Draw(picture), 100
    while y < size[1] - 260:
        tall, wide = rng.randrange(90, 240), rng.randrange(200, size[0] // 2)
        x = rng.choice([50, size[0] - 50 - wide])
        draw.rounded_rectangle([x, y, x + wide, y + tall], 40, fill=tint(rng))
        y += tall + rng.randrange(20, 90)
    return picture


def plain(rng: random.Random) -> Image.Image:
    return Image.new("RGB", rng.choice(SIZES), rng.choice([(0, 0, 0), (255, 255, 255), tint(rng)]))


def meme(rng: random.Random) -> Image.Image:
    """A photograph with a caption above and below."""
    picture = scene(rng)
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(size=picture.width // 13)
    for text, share in (
        (rng.choice(["WHEN THE BUS", "NOBODY:", "ME ON MONDAY"]), 0.06),
        (rng.choice(["COMES EARLY", "MY CAT AT 4 AM", "ONE MORE TEA"]), 0.9),
    ):
        draw.text(
            (picture.width / 2, picture.height * share),
            text,
            fill=(255, 255, 255),
            font=font,
            anchor="mm",
            stroke_width=6,
            stroke_fill=(0, 0, 0),
        )
    return picture


DRAWN: dict[str, Callable[[random.Random], Image.Image]] = {
    "photo": scene,
    "sign": signs,
    "boxes": bubbles,
    "plain": plain,
    "meme": meme,
}
