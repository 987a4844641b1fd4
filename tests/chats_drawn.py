"""Screens of chats drawn with Pillow: bubbles left and right with times, a header with a title, a date, a box to write in."""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

Said = tuple[str, str, str]  # in or out, words, clock
WIDE, TALL, ROOM = 1080, 1920, 680
WALL, LEFT, RIGHT, INK, GREY = (239, 234, 226), (255, 255, 255), (217, 253, 211), (17, 27, 33), (102, 119, 129)


def draw(
    path: Path, said: Sequence[Said], title: str = "Sam Example", day: str = "1 May 2024", scale: float = 1.0
) -> Path:
    """One screen that shows these messages under this date."""
    picture = Image.new("RGB", (WIDE, TALL), WALL)
    pen = ImageDraw.Draw(picture)
    _header(pen, title)
    y = _chip(pen, day, 290)
    for message in said:
        y = _bubble(pen, message, y) + 26
    assert y < TALL - 150, "too many messages for one screen"
    pen.rounded_rectangle((24, TALL - 130, WIDE - 24, TALL - 34), 48, "white")
    pen.text((80, TALL - 82), "Message", GREY, _font(40), anchor="lm")
    if scale != 1.0:
        picture = picture.resize((round(WIDE * scale), round(TALL * scale)), Image.Resampling.LANCZOS)
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(path)
    return path


def exported(path: Path, said: Sequence[Said], them: str = "Sam Example", day: str = "01/05/2024") -> Path:
    """The same as WhatsApp exports it."""
    names = {"in": them, "out": "Alex Example"}
    top = f"{day}, 21:00 - Messages and calls are end-to-end encrypted. No one outside of this chat can read them.\n"
    lines = [f"{day}, {clock} - {names[side]}: {words}\n" for side, words, clock in said]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(top + "".join(lines), encoding="utf-8")
    return path


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def _header(pen: ImageDraw.ImageDraw, title: str) -> None:
    pen.rectangle((0, 0, WIDE, 240), (246, 246, 246))
    pen.text((60, 40), "21:58", INK, _font(38))
    pen.ellipse((110, 115, 210, 215), (150, 170, 190))
    pen.text((240, 165), title, INK, _font(48), anchor="lm")


def _chip(pen: ImageDraw.ImageDraw, day: str, y: int) -> int:
    half = pen.textlength(day, _font(34)) / 2
    pen.rounded_rectangle((WIDE / 2 - half - 24, y, WIDE / 2 + half + 24, y + 62), 16, "white")
    pen.text((WIDE / 2, y + 31), day, GREY, _font(34), anchor="mm")
    return y + 100


def _bubble(pen: ImageDraw.ImageDraw, message: Said, y: int) -> int:
    """Its last pixel row."""
    side, words, clock = message
    lines = _broken(pen, words)
    widest = max(pen.textlength(line, _font(44)) for line in lines)
    wide, high = max(widest, 150) + 60, 58 * len(lines) + 74
    left = 40 if side == "in" else WIDE - 40 - wide
    pen.rounded_rectangle((left, y, left + wide, y + high), 28, LEFT if side == "in" else RIGHT)
    for n, line in enumerate(lines):
        pen.text((left + 30, y + 18 + 58 * n), line, INK, _font(44))
    pen.text((left + wide - 26, y + high - 14), clock, GREY, _font(30), anchor="rs")
    return round(y + high)


def _broken(pen: ImageDraw.ImageDraw, words: str) -> list[str]:
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if pen.textlength(longer, _font(44)) > ROOM:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
