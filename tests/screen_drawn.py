"""A screen of a chat put together from areas and lines, as they are found in a picture, without any picture."""

import numpy as np

from parsers._screen.areas import Area
from parsers._screen.bubbles import read_bubbles
from parsers._screen.geometry import Box
from parsers._screen.layout import Layout
from parsers._screen.lines import Line, Word
from parsers._screen.loose import read_loose
from parsers._screen.result import Message

NOTHING = np.zeros((0, 0), np.uint8)
WHITE, GREY = np.full(3, 255, np.float32), np.full(3, 120, np.float32)
PALE = np.full(3, 243, np.float32)


class Screen:
    """Bubbles of two people, 780 wide; more are added. `said`: begin with two of each side."""

    def __init__(self, *, timed: bool, wide: int = 780, said: bool = True) -> None:
        self.layout = Layout(Box(0, 200, wide, 1600), title="Sam Ferris")
        self.timed = timed
        for n, words in enumerate(("Where are you going", "Are you coming today") if said and wide > 700 else ()):
            self.bubble("in", 220 + 200 * n, (words, 30), time=f"20:1{n}" if timed else "")
            self.bubble("out", 320 + 200 * n, (words, 30), time=f"20:3{n}" if timed else "")

    def area(self, box: Box, colour: np.ndarray = WHITE) -> Area:
        found = Area(len(self.layout.bubbles), box, colour, 0.95)
        self.layout.bubbles.append(found)
        self.layout.inside[id(found)] = []
        return found

    def line(
        self, area: Area, text: str, box: Box, *, contrast: int = 200, colour: int = 0, sure: float = 96.0
    ) -> Line:
        """A line in an area; `colour` says how far its ink is from grey."""
        found = _line(area, text, box, (contrast, colour), sure)
        self.layout.inside[id(area)].append(found)
        return found

    def loose(self, text: str, box: Box, *, contrast: int = 200, colour: int = 0) -> None:
        page = Area(99, self.layout.pane, GREY, 1.0)
        self.layout.loose.append(_line(page, text, box, (contrast, colour), 96.0))

    def bubble(
        self,
        side: str,
        top: int,
        said: tuple[str, int],
        *,
        time: str = "",
        high: int = 50,
        right: int = 0,
        sure: float = 96.0,
    ) -> None:
        """One line of words of some height in a bubble, perhaps with a time in small type behind them."""
        words, tall = said
        wide = max(80, 12 * len(words) + 100)
        left = 25 if side == "in" else 755 - wide
        area = self.area(Box(left, top, right or left + wide, top + max(high, tall + 20)))
        self.line(area, words, Box(left + 21, top + 10, left + 21 + 12 * len(words), top + 10 + tall), sure=sure)
        if time:
            self.line(area, time, Box(area.box.right - 70, top + 24, area.box.right - 18, top + 41), contrast=110)

    def read(self) -> list[Message]:
        layout = self.layout
        layout.bubbles.sort(key=lambda area: area.box.top)
        messages, _ = read_bubbles(layout)
        read_loose(layout, messages)
        return sorted(messages, key=lambda message: message.box.top)


def _line(area: Area, text: str, box: Box, ink: tuple[int, int], sure: float) -> Line:
    contrast, colour = ink
    dark = np.full(3, 255 - contrast, np.float32)
    dark[0] = min(255, dark[0] + colour)
    ready = np.full((box.height + 8, box.width + 8), 255, np.uint8)
    words = [Word(word, sure, box.left + 20 * n, box.left + 20 * n + 15) for n, word in enumerate(text.split())]
    for word in words:
        ready[4:-4, word.left - box.left + 4 : word.right - box.left + 4] = 0
    return Line(box, area, ready, WHITE, dark, words=words, text=text, sure=sure)
