"""The engines that read lines: they open no connection, load nothing but what is installed, and agree on plain words."""

import subprocess
import sys
from importlib.util import find_spec

import pytest

from goldens import FIXTURES

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
    import numpy as np
    from PIL import Image, ImageDraw

    from parsers._screen.areas import Area
    from parsers._screen.canvas import Canvas
    from parsers._screen.geometry import Box
    from parsers._screen.lines import Line
    from parsers._screen.rapid import Rapid

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
