"""Draws what was read over a picture, to be looked at: `python -m bench.screens.draw PICTURE… --out DIR`.

First the picture with a box around each message: green for sent, blue for received, grey where the side is not known, orange for
stamps. Beside it (or below, when it is wide), at the same places, the words that were read, with time and confidence.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from parsers._screen.engines import WANTED, chosen
from parsers._screen.geometry import Box
from parsers._screen.picture import upright_pixels
from parsers._screen.read import read_chat
from parsers._screen.result import Chat, Message

COLOURS = {"out": (20, 140, 60), "in": (25, 90, 215), "unknown": (110, 110, 110)}
STAMP, PAPER, SMALL = (205, 100, 0), (252, 252, 250), (120, 120, 120)
FONTS = ("DejaVuSans.ttf", "NotoSans-Regular.ttf", "Arial.ttf")


class Sheet:
    """The picture and, beside it, a paper of the same size."""

    def __init__(self, picture: Image.Image, chat: Chat) -> None:
        self.chat, self.wide, self.tall = chat, picture.width, picture.height
        self.right, self.down = (0, self.tall) if self.wide > self.tall else (self.wide, 0)
        self.page = Image.new("RGB", (self.wide + self.right, self.tall + self.down), PAPER)
        self.page.paste(picture, (0, 0))
        self.draw = ImageDraw.Draw(self.page)
        self.type = max(11, self.tall // 65)
        self.line = max(2, min(picture.size) // 220)

    def drawn(self) -> Image.Image:
        for stamp in self.chat.stamps:
            self.frame(stamp.box, STAMP)
            self.write(stamp.box, stamp.text, STAMP)
        for message in self.chat.messages:
            self.frame(message.box, COLOURS[message.side])
            self.message(message)
        self.heading()
        return self.page

    def frame(self, box: Box, colour: tuple[int, int, int]) -> None:
        for x, y in ((0, 0), (self.right, self.down)):
            place = (box.left + x, box.top + y, box.right + x, box.bottom + y)
            self.draw.rectangle(place, outline=colour, width=self.line)

    def message(self, message: Message) -> None:
        """Words in the box; time and confidence beside it, where there is room."""
        box = message.box
        words = message.text or f"[{message.kind}]"
        if message.quote:
            words = f"[answers: {message.quote}]\n{words}"
        if message.sender and message.side != "out":
            words = f"{message.sender}: {words}"
        self.write(box, words, COLOURS[message.side])
        told = "  ".join(part for part in (message.time, f"{message.sure:.0%}", *message.cut) if part)
        left, room = box.left > self.wide - box.right, self.draw.textlength(told, font(self.type)) + 5 * self.line
        x, anchor = (box.left - 4 * self.line, "rb") if left else (box.right + 4 * self.line, "lb")
        if not left and x + room > self.wide:
            x, anchor = box.right - 2 * self.line, "rb"  # no room beside it
        self.draw.text((self.right + x, self.down + box.bottom), told, SMALL, font(self.type), anchor=anchor)

    def write(self, box: Box, words: str, colour: tuple[int, int, int]) -> None:
        """As large as the box allows, broken into lines."""
        inside, room = 2 * self.line, box.bottom - box.top - self.line
        for size in range(self.type + 3, 8, -1):
            text = self.broken(words, font(size), max(40, box.right - box.left - 2 * inside))
            _, top, _, bottom = self.draw.multiline_textbbox((0, 0), text, font(size), spacing=2)
            if bottom - min(0, top) <= room:
                break
        place = (self.right + box.left + inside, self.down + box.top + self.line)
        self.draw.multiline_text(place, text, colour, font(size), spacing=2)

    def broken(self, words: str, by: ImageFont.FreeTypeFont | ImageFont.ImageFont, wide: int) -> str:
        lines: list[str] = []
        for row in words.split("\n"):
            line = ""
            for word in row.split(" "):
                longer = f"{line} {word}".strip()
                if line and self.draw.textlength(longer, by) > wide:
                    lines.append(line)
                    longer = word
                line = longer
            lines.append(line)
        return "\n".join(lines)

    def heading(self) -> None:
        """What was read of the picture as a whole, where no message stands."""
        title = self.chat.title or "no title"
        clock = f", clock {self.chat.clock}" if self.chat.clock else ""
        words = f"{title} ({self.chat.service or 'app not known'}{clock})"
        tops = [*(message.box.top for message in self.chat.messages), *(stamp.box.top for stamp in self.chat.stamps)]
        room = min(tops, default=self.tall)
        if room > 30:
            self.write(Box(0, max(0, room // 3), self.wide, room), words, (0, 0, 0))


def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    for name in FONTS:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return ImageFont.load_default(size)


def sheet_of(path: Path) -> Image.Image:
    """A picture with what was read in it. Raises ValueError when it is none."""
    pixels = upright_pixels(path.read_bytes())
    if pixels is None:
        raise ValueError(f"{path} cannot be decoded")
    return Sheet(Image.fromarray(pixels), read_chat(pixels, chosen())).drawn()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.screens.draw", description=__doc__)
    parser.add_argument("pictures", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--engine", default="tesseract", choices=("tesseract", "accurate", "both"))
    parser.add_argument(
        "--height", type=int, default=0, help="make the sheets this high; as large as they are by default"
    )
    parser.add_argument("--colours", type=int, default=0, help="only so many colours, for small files")
    asked = parser.parse_args()
    os.environ[WANTED] = asked.engine
    asked.out.mkdir(parents=True, exist_ok=True)
    for path in asked.pictures:
        sheet = sheet_of(path)
        if asked.height:
            sheet = sheet.resize(
                (round(sheet.width * asked.height / sheet.height), asked.height), Image.Resampling.LANCZOS
            )
        if asked.colours:
            sheet = sheet.quantize(asked.colours, dither=Image.Dither.NONE)
        sheet.save(asked.out / f"{path.stem}-read.png", optimize=True)


if __name__ == "__main__":
    main()
