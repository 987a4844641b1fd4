"""What was read in a picture and belongs to no message is kept with the picture."""

from pathlib import Path

import numpy as np
import pytest

from parsers._screen.areas import Area
from parsers._screen.engines import engine
from parsers._screen.geometry import Box
from parsers._screen.lines import Line
from parsers._screen.picture import upright_pixels
from parsers._screen.read import read_chat
from parsers._screen.reading import as_text
from parsers._screen.result import Chat, Message, Stamp
from parsers._screen.unplaced import unplaced

PICTURES = sorted((Path(__file__).parent / "parsers" / "screenshot").glob("*.png"))


def line(text: str, top: int, sure: float = 95.0) -> Line:
    nothing, colour = np.zeros((0, 0), np.uint8), np.zeros(3, np.float32)
    box = Box(50, top, 400, top + 30)
    return Line(box, Area(1, box, colour, 1.0), nothing, colour, colour, text=text, sure=sure)


CHAT = Chat(
    messages=[Message(Box(40, 100, 420, 200), text="Answer your phone I am outside", time="21:14", sender="Sam")],
    stamps=[Stamp(Box(300, 40, 500, 80), "Today")],
    title="Sam",
)


def test_what_a_message_a_date_and_the_title_say_is_told() -> None:
    told = [line("Sam", 5), line("Today", 45), line("Answer your phone", 110), line("I am outside 21:14", 150)]

    assert unplaced(CHAT, told) == []


def test_other_words_are_kept_in_their_order() -> None:
    assert unplaced(CHAT, [line("I know where you live", 140), line("Typing", 900)]) == [
        "I know where you live",
        "Typing",
    ]


def test_the_same_words_at_another_place_are_kept() -> None:
    assert unplaced(CHAT, [line("outside", 1500)]) == ["outside"]


def test_words_that_are_a_part_of_others_are_not_told() -> None:
    """A title "Nora" does not tell "No", nor does a question within words tell one that stands alone."""
    chat = Chat(messages=[Message(Box(40, 100, 420, 200), text="I know you are at home")], title="Nora Ferris")

    kept = [line(words, 120) for words in ("No", "now", "Err", "nor", "??")]

    assert unplaced(chat, kept) == ["No", "now", "Err", "nor", "??"]


def test_specks_read_as_letters_are_not_kept() -> None:
    assert unplaced(CHAT, [line("iw", 900, sure=12.0), line("—", 900)]) == []


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.name)
def test_every_word_that_was_read_is_somewhere(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Line] = []
    monkeypatch.setattr(
        "parsers._screen.read.unplaced", lambda chat, lines: (read.extend(lines), unplaced(chat, lines))[1]
    )
    pixels = upright_pixels(path.read_bytes())
    assert pixels is not None

    chat = read_chat(pixels, engine("tesseract"))

    also = [chat.subtitle, chat.clock, *(" ".join((m.quote_sender, m.quote, m.half, *m.status)) for m in chat.messages)]
    kept = "".join(filter(str.isalnum, " ".join([as_text(chat), *also]).casefold()))
    wanted = [
        "".join(filter(str.isalnum, word.text.casefold())) for one in read if one.sure >= 40 for word in one.words
    ]
    assert len(wanted) > 20
    assert [word for word in wanted if word not in kept] == []
