"""What goes wrong in the reader itself is told as that: never as a damaged picture, nor as a picture without a chat."""

from pathlib import Path

import numpy as np
import pytest

from archive.records import Problem, Record
from drops import source_of
from goldens import FIXTURES
from importer.reading_screens import read_screen
from parsers import screenshot
from parsers._image.ocr import NotRead
from parsers._screen import lines, read
from parsers._screen.geometry import Box
from parsers._screen.reading import _chat_in
from parsers._screen.tesseract import Tesseract

CHAT = FIXTURES / "screenshot" / "wechat_group.png"


@pytest.fixture
def mistaken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that makes the mistake that programs make most."""

    def lay_out(*_: object) -> None:
        raise IndexError("list index out of range")

    monkeypatch.setattr(read, "lay_out", lay_out)
    _chat_in.cache_clear()


@pytest.mark.usefixtures("mistaken")
def test_a_mistake_of_ours_is_no_damage_of_the_picture() -> None:
    answer = read_screen(str(CHAT))

    assert answer["problem"] == "reader-failed"
    assert not any("decoded" in note for note in answer["notes"])
    assert any("our fault" in note for note in answer["notes"])


@pytest.mark.usefixtures("mistaken")
def test_a_mistake_of_ours_costs_no_picture_and_is_listed(tmp_path: Path) -> None:
    source = source_of(CHAT.read_bytes(), tmp_path)

    assert screenshot.confirm(source)
    items = list(screenshot.parse(source))

    assert [item.kind for item in items if isinstance(item, Record)] == ["photo"]
    assert [item.code for item in items if isinstance(item, Problem)] == ["reader-failed"]
    _chat_in.cache_clear()


def test_an_engine_that_fails_is_told_as_before() -> None:
    class Broken(Tesseract):
        def read(self, *_: object) -> list[str]:
            raise NotRead("ocr-failed")

    with pytest.raises(NotRead, match="ocr-failed"):
        read.read_chat(np.full((1600, 780, 3), 255, np.uint8), Broken())


def test_a_picture_without_any_flat_place_shows_no_chat() -> None:
    values = (np.arange(780) // 2 % 3 * 14).astype(np.uint8)
    chat = read.read_chat(np.dstack([np.tile(values, (1000, 1))] * 3), Tesseract())

    assert chat.messages == []


def test_thousands_of_marks_are_not_each_compared_with_all_others(monkeypatch: pytest.MonkeyPatch) -> None:
    marks = [Box(22 * x, 26 * y, 22 * x + 4, 26 * y + 10) for x in range(30) for y in range(100)]
    asked, compare = [0], lines._one_line

    def counted(one: Box, other: Box) -> bool:
        asked[0] += 1
        return compare(one, other)

    monkeypatch.setattr(lines, "_one_line", counted)
    found = lines._rows(marks)

    assert asked[0] < 100 * len(marks)
    assert sum(box.width for box in found) >= sum(box.width for box in marks) - 4 * len(marks)
