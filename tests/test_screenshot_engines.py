"""The engines that read lines: they open no connection, load nothing but what is installed, and agree on plain words."""

import subprocess
import sys
from importlib.util import find_spec

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from goldens import FIXTURES
from parsers._image.ocr import NotRead, installed
from parsers._screen import tesseract
from parsers._screen.areas import Area
from parsers._screen.canvas import Canvas
from parsers._screen.geometry import Box
from parsers._screen.library import library
from parsers._screen.lines import Line, Word
from parsers._screen.picture import upright_pixels
from parsers._screen.rapid import Rapid, _is_unsure
from parsers._screen.read import read_chat
from parsers._screen.tesseract import Tesseract

CHAT = FIXTURES / "screenshot" / "wechat_group.png"
needs_accurate = pytest.mark.skipif(
    find_spec("rapidocr") is None or find_spec("onnxruntime") is None, reason="the extra `accurate` is not installed"
)

OFFLINE = """
import socket, sys

def refuse(*_, **__):
    raise AssertionError("a connection was tried")

def watch(event, args):
    if event.startswith(("socket.", "urllib.", "http.", "ssl.", "ftplib.")):
        raise AssertionError(event)

socket.socket.__init__ = refuse
socket.create_connection = socket.getaddrinfo = refuse
sys.addaudithook(watch)

from parsers._screen.engines import engine
from parsers._screen.picture import upright_pixels
from parsers._screen.read import read_chat

chat = read_chat(upright_pixels(open(sys.argv[1], "rb").read()), engine(sys.argv[2]))
print(chat.engine)
print(*(message.text for message in chat.messages), sep="\\n")
assert not {"rapidocr", "requests", "urllib3"} & set(sys.modules), "code of the package was loaded"
"""


@pytest.mark.parametrize(
    "name", ["tesseract", pytest.param("accurate", marks=needs_accurate), pytest.param("both", marks=needs_accurate)]
)
def test_reads_with_sockets_forbidden(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", OFFLINE, str(CHAT), name], capture_output=True, text=True, timeout=120, check=False
    )

    assert done.returncode == 0, done.stderr
    engine, *lines = done.stdout.split("\n")
    assert "Did you pay the £40 for the trip?" in lines
    assert ("tesseract" in engine, "rapidocr" in engine) == (name != "accurate", name != "tesseract")


@needs_accurate
def test_crops_lose_their_emoji_and_words_get_their_places() -> None:
    picture = Image.new("RGB", (500, 60), "white")
    draw = ImageDraw.Draw(picture)
    draw.text((20, 12), "leave me alone", "black", font_size=30)
    draw.rectangle((320, 10, 360, 50), "red")
    white = np.full(3, 255, np.float32)
    ready = np.asarray(picture.convert("L"))[8:52, 16:370].copy()
    line = Line(Box(20, 12, 366, 48), Area(0, Box(0, 0, 500, 60), white, 1.0), ready, white, white - 255)
    line.emoji = [Box(320, 10, 360, 50)]
    Rapid().read(Canvas(np.asarray(picture), 1.0, 0, 0, False), [line])

    assert [word.text for word in line.words] == ["leave", "me", "alone"]
    assert all(word.sure > 80 and word.left < word.right < 320 for word in line.words)
    assert line.words[0].right <= line.words[1].left + 6


ARABIC = ("لماذا لا ترد على رسائلي", "أعرف أين تسكنين الآن", "سوف آتي إلى بيتك غدا")


def drawn(words: str, top: int) -> Line:
    """A line of these words, as it is found on a screen."""
    picture = Image.new("L", (500, 52), "white")
    font = ImageFont.truetype("DejaVuSans.ttf", 30)
    ImageDraw.Draw(picture).text((10, 8), words, "black", font=font)
    white = np.full(3, 255, np.float32)
    box = Box(4, top + 4, 496, top + 48)
    return Line(box, Area(0, box, white, 1.0), np.asarray(picture).copy(), white, white - 255)


def test_another_script_is_noticed_and_the_command_named() -> None:
    try:
        lines = [drawn(words, 60 * n) for n, words in enumerate(ARABIC)]
    except OSError:
        pytest.skip("no font with Arabic letters is installed")
    found = installed()
    if found is None or "osd" not in found.languages or "ara" in found.languages:
        pytest.skip("needs Tesseract with its data for scripts, and without that for Arabic")
    (note,) = Tesseract().read(Canvas(np.zeros((9, 9, 3), np.uint8), 1.0, 0, 0, False), lines)

    assert "Arabic" in note
    assert "ara" in note


def test_english_gives_no_note() -> None:
    try:
        ImageFont.truetype("DejaVuSans.ttf", 30)
    except OSError:
        pytest.skip("the font is not installed")
    lines = [drawn(words, 60 * n) for n, words in enumerate(("I know where you live", "why don't you answer me"))]

    assert Tesseract().read(Canvas(np.zeros((9, 9, 3), np.uint8), 1.0, 0, 0, False), lines) == []
    assert [word.text for word in lines[0].words] == ["I", "know", "where", "you", "live"]


def test_the_library_and_the_program_read_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library is only the quicker way. Without it, or with one of another version, the program reads."""
    found = installed()
    if found is None or library(found.version) is None:
        pytest.skip("needs Tesseract and its library, in one version")
    picture = upright_pixels(CHAT.read_bytes())
    assert picture is not None
    by_library = [read_chat(picture, Tesseract()).messages for _ in range(2)]
    monkeypatch.setattr(tesseract, "library", lambda version: library(f"not {version}"))
    by_program = read_chat(picture, Tesseract()).messages

    assert by_library[0] == by_library[1] == by_program
    assert any(message.text for message in by_program)


def test_what_the_library_cannot_load_is_said() -> None:
    found = installed()
    own = library(found.version) if found else None
    if own is None:
        pytest.skip("needs Tesseract and its library, in one version")
    with pytest.raises(NotRead, match="ocr-failed"):
        own.table(np.full((40, 40), 255, np.uint8), "no-such-language")


@pytest.mark.parametrize(("words", "read", "again"), [("Siân", "Sian", True), ("Zoë", "Zoe", True), ("Simon", "Simon", False), ("It's Jill?", "It's Jill?", False)])  # fmt: skip
def test_a_name_with_an_accent_is_read_again_when_tesseract_is_sure_of_it_without(
    words: str, read: str, again: bool
) -> None:
    line = drawn(words, 0)
    line.words = [Word(read, 96.0, 0, 300)]

    assert _is_unsure(line) is again
