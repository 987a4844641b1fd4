"""What is no chat: lists of news, comments in public, a sheet of paper."""

import numpy as np
import pytest

from parsers._screen.areas import Area
from parsers._screen.geometry import Box
from parsers._screen.layout import Layout
from parsers._screen.likeness import likeness
from parsers._screen.lines import Line
from parsers._screen.result import Chat, Message

PANE = Box(0, 150, 780, 1500)


def line(text: str, top: int) -> Line:
    area = Area(1, PANE, np.zeros(3, np.float32), 1053000)
    grey = np.zeros(3, np.float32)
    ready = np.full((28, 10 * len(text)), 255, np.uint8)
    return Line(Box(60, top, 60 + 10 * len(text), top + 28), area, ready, grey + 255, grey, text=text, sure=95.0)


def chat() -> Chat:
    said = ["Did the parcel come today", "It did, thank you", "Good, I was worried", "See you on Sunday"]
    boxes = [(60, 500), (300, 720), (60, 480), (400, 720)]
    return Chat(
        [
            Message(Box(left, 200 + 100 * n, right, 260 + 100 * n), "out" if n % 2 else "in", text, sure=0.95)
            for n, (text, (left, right)) in enumerate(zip(said, boxes, strict=True))
        ],
        title="Maeve",
        clock="21:58",
    )


@pytest.mark.parametrize(
    ("extra", "worse"),
    [
        (("8h", "13h", "2d ago"), True),
        (("8h", "See you in 2h"), False),
        (("Like", "Reply", "Like", "Reply"), True),
        (("Like I said, it is only the man next door", "Share it with him if you must, he said"), False),
        (("Customers will be told by post before any of the prices change", "You may ring the office before noon",
          "Please bring this letter and some proof of where you live"), True),
        (("Read 21:14",), False),
    ],
)  # fmt: skip
def test_marks_of_what_is_no_chat(extra: tuple[str, ...], *, worse: bool) -> None:
    bare = likeness(chat(), Layout(PANE), rows=False)
    lines = [line(text, 300 + 60 * n) for n, text in enumerate(extra)]
    assert (likeness(chat(), Layout(PANE, loose=lines), rows=False) < bare) is worse
