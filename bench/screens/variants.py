"""What happens to a picture before anybody keeps it: re-sent, cut, made small, drawn on, framed; truth goes along."""

from __future__ import annotations

import copy
import io
import random
from collections.abc import Callable
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from bench.screens.model import Box, Truth

Pair = tuple[Image.Image, Truth]
PENS = ((220, 20, 30), (20, 60, 220), (10, 150, 60), (0, 0, 0), (255, 120, 0), (255, 0, 160))


def moved(truth: Truth, scale: float, right: float = 0, down: float = 0) -> Truth:
    """The truth of a picture that was scaled, then put elsewhere."""
    truth = copy.deepcopy(truth)

    def place(box: Box) -> Box:
        return [round(v * scale + (down if n % 2 else right), 1) for n, v in enumerate(box)]

    parts: list[Any] = [truth[key] for key in ("title", "subtitle", "clock") if truth[key]]
    for part in parts + truth["messages"] + truth["separators"] + truth["statuses"] + truth["asides"]:
        part["bbox"] = place(part["bbox"])
    for message in truth["messages"]:
        message["words"] = [[piece[0], place(piece[1]), *piece[2:]] for piece in message["words"]]
        message["label_bbox"] = place(message["label_bbox"]) if message["label_bbox"] else None
    truth["pane"], truth["dpr"] = place(truth["pane"]), truth["dpr"] * scale
    return truth


def jpeg(picture: Image.Image, quality: int) -> Image.Image:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return Image.open(out).convert("RGB")


def scaled(picture: Image.Image, scale: float) -> Image.Image:
    return picture.resize((round(picture.width * scale), round(picture.height * scale)), Image.Resampling.BICUBIC)


def small(picture: Image.Image, truth: Truth, rng: random.Random) -> Pair:
    scale = min(1.0, (540 if picture.height > picture.width else 960) / picture.width)
    return jpeg(scaled(picture, scale), rng.randrange(55, 75)), moved(truth, scale)


def resent(picture: Image.Image, truth: Truth, _: random.Random) -> Pair:
    scale = min(1.0, 1600 / max(picture.size))
    return jpeg(scaled(picture, scale), 70), moved(truth, scale)


def cropped(picture: Image.Image, truth: Truth, _: random.Random) -> Pair:
    """Cut down to the thread: the title is gone, and with it the name of who writes."""
    left, top, right, bottom = (round(value) for value in truth["pane"])
    cut = moved(truth, 1, -left, -top)
    cut["title"] = cut["subtitle"] = cut["clock"] = None
    for message in cut["messages"]:
        if not message["sender_shown"] and message["sender"] != "me":
            message["sender_determinable"] = False
    return picture.crop((left, top, right, bottom)), cut


def hide(truth: Truth, bar: Box) -> None:
    """Takes out of the truth what a black bar covers."""

    def under(box: Box) -> bool:
        wide, tall = min(box[2], bar[2]) - max(box[0], bar[0]), min(box[3], bar[3]) - max(box[1], bar[1])
        return wide > 0.25 * (box[2] - box[0]) and tall > 0.25 * (box[3] - box[1])

    for message in truth["messages"]:
        kept = [piece for piece in message["words"] if not under(piece[1])]
        if len(kept) == len(message["words"]):
            continue
        message["scored"] = message["scored"] and len(kept) * 2 >= len(message["words"])
        message["visible_text"] = "".join(piece[0] + ("" if piece[2:] else " ") for piece in kept).strip()
        message["words"], message["redacted"] = kept, True


def stroke(draw: ImageDraw.ImageDraw, box: Box, rng: random.Random, width: int) -> None:
    """One mark of a pen near a message: a ring, a line below, an arrow, or a wild scribble."""
    pen, kind = rng.choice(PENS), rng.randrange(4)
    left, top, right, bottom = box
    if kind == 0:
        grow = width * 2
        draw.ellipse([left - grow, top - grow, right + grow, bottom + grow], outline=pen, width=width)
    elif kind == 1:
        points = [(left + (right - left) * n / 12, bottom + rng.uniform(-width, width)) for n in range(13)]
        draw.line(points, fill=pen, width=width, joint="curve")
    elif kind == 2:
        draw.line([(right + 12 * width, top - 10 * width), (right, top)], fill=pen, width=width)
        draw.line(
            [(right + 5 * width, top - width), (right, top), (right + width, top - 6 * width)], fill=pen, width=width
        )
    else:
        points = [(rng.uniform(left, right), rng.uniform(top, bottom)) for _ in range(4)]
        draw.line(points, fill=pen, width=max(2, width // 2), joint="curve")


def marked(picture: Image.Image, truth: Truth, rng: random.Random) -> Pair:
    """Pen, yellow highlighter and black bars; what is below a bar cannot be read and is not asked for."""
    picture, truth = picture.copy(), copy.deepcopy(truth)
    draw, width = ImageDraw.Draw(picture, "RGBA"), max(3, min(picture.size) // 150)
    written = [message for message in truth["messages"] if message["words"]]
    for message in rng.sample(written, min(len(written), rng.randrange(1, 4))):
        kind, words = rng.random(), [piece[1] for piece in message["words"]]
        if kind < 0.5:
            stroke(draw, message["bbox"], rng, width)
        elif kind < 0.7:
            for box in words:
                draw.rectangle([box[0] - width, box[1], box[2] + width, box[3]], fill=(255, 235, 0, 90))
        else:
            box = rng.choice(words)
            bar = [box[0] - width, box[1] - 1, min(message["bbox"][2], box[2] + 20 * width), box[3] + 1]
            draw.rectangle(bar, fill=(0, 0, 0, 255))
            hide(truth, bar)
    return picture, truth


def letterboxed(picture: Image.Image, truth: Truth, _: random.Random) -> Pair:
    wide = picture.height * 16 // 9 if picture.width < picture.height else picture.width * 5 // 4
    right = (wide - picture.width) // 2
    page = Image.new("RGB", (wide, picture.height), (0, 0, 0))
    page.paste(picture, (right, 0))
    return page, moved(truth, 1, right)


def framed(picture: Image.Image, truth: Truth, rng: random.Random) -> Pair:
    """As shops show an app: a phone drawn on a coloured page with a caption above."""
    scale = min(1.0, 1000 / picture.width)
    screen, edge = scaled(picture, scale), 26
    wide, top = int(screen.width * 1.3), int(screen.width * 0.32)
    back = tuple(rng.randrange(60, 235) for _ in range(3))
    page = Image.new("RGB", (wide, top + screen.height + 90), back)
    draw, left = ImageDraw.Draw(page), (wide - screen.width) // 2
    box = (left - edge, top - edge, left + screen.width + edge, top + screen.height + edge)
    draw.rounded_rectangle(box, 70, fill=(18, 18, 20), outline=(90, 90, 95), width=4)
    mask = Image.new("L", screen.size, 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, *screen.size), 44, fill=255)
    page.paste(screen, (left, top), mask)
    caption = rng.choice(
        ["Chat with everyone", "Stay close to your people", "Messages, made simple", "Say it your way"]
    )
    font = ImageFont.load_default(size=screen.width // 14)
    draw.text((wide / 2, top * 0.45), caption, fill=(255, 255, 255), font=font, anchor="mm")
    return page, moved(truth, scale, left, top)


PICTURE: dict[str, Callable[[Image.Image, Truth, random.Random], Pair]] = {
    "small": small,
    "cropped": cropped,
    "marked": marked,
    "resent": resent,
    "framed": framed,
    "letterboxed": letterboxed,
}
# These are drawn anew on another device or before another wall, so that the layout is the app's own.
DRAWN = ("landscape", "tablet", "onex", "walled")
ALL = (*PICTURE, *DRAWN)
