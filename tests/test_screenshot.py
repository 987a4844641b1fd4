"""Chats in pictures: every kind of picture file, damaged ones, and pictures that show no chat."""

import io
import json
import os
import random
import struct
import zipfile
import zlib
from email.message import EmailMessage
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFilter

from archive.records import Item, PhotoDetails, Problem, Record, ScreenDetails
from commands import add, init, records, run
from drops import source_of, sources
from goldens import FIXTURES
from importer.reading_screens import read_screens
from parsers import screenshot
from parsers._registry import identify, parsers
from parsers._screen.engines import WANTED

CHAT = FIXTURES / "screenshot" / "wechat_group.png"
WORDS = "Did you pay the £40 for the trip?"


@cache
def chat() -> Image.Image:
    with Image.open(CHAT) as picture:
        return picture.convert("RGB")


def saved(picture: Image.Image, kind: str, **how: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


def read(data: bytes, folder: Path) -> list[Item]:
    """What the parser gives that claims these bytes."""
    source = source_of(data, folder)
    _, names = identify(source, parsers())
    return list(parsers()[names[0]].parse(source)) if len(names) == 1 else []


def messages(items: list[Item]) -> list[Record]:
    return [item for item in items if isinstance(item, Record) and isinstance(item.details, ScreenDetails)]


def texts(data: bytes, folder: Path) -> list[str]:
    return [message.text or "" for message in messages(read(data, folder))]


def turned(picture: Image.Image) -> bytes:
    """Lies on its side, and EXIF says how to turn it."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return saved(picture.transpose(Image.Transpose.ROTATE_90), "JPEG", quality=90, exif=exif)


def deep(picture: Image.Image) -> bytes:
    """16 bits a point."""
    grey = picture.convert("L")
    return saved(Image.frombytes("I;16", grey.size, b"".join(bytes((0, v)) for v in grey.tobytes())), "PNG")


def clear(picture: Image.Image) -> bytes:
    """White is see-through."""
    seen = picture.convert("RGBA")
    white = picture.convert("L").point(lambda value: 0 if value == 255 else 255)
    seen.putalpha(white)
    return saved(seen, "PNG")


KINDS = {
    "jpeg": lambda: saved(chat(), "JPEG", quality=85),
    "webp": lambda: saved(chat(), "WEBP", quality=85),
    "bmp": lambda: saved(chat(), "BMP"),
    "tiff": lambda: saved(chat(), "TIFF", compression="tiff_lzw"),
    "cmyk": lambda: saved(chat().convert("CMYK"), "JPEG", quality=90),
    "palette": lambda: saved(chat().quantize(32), "PNG"),
    "dithered": lambda: saved(chat().convert("P"), "PNG"),
    "alpha": lambda: clear(chat()),
    "16 bits": lambda: deep(chat()),
    "exif turned": lambda: turned(chat()),
    "gif": lambda: saved(chat(), "GIF", save_all=True, append_images=[chat().rotate(180)]),
    "apng": lambda: saved(chat(), "PNG", save_all=True, append_images=[chat().rotate(180)]),
    "moving webp": lambda: saved(chat(), "WEBP", save_all=True, append_images=[chat().rotate(180)]),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_chat_is_read_from_every_kind_of_picture(kind: str, tmp_path: Path) -> None:
    assert WORDS in texts(KINDS[kind](), tmp_path)


def test_boxes_are_those_of_the_upright_picture(tmp_path: Path) -> None:
    straight, lying = (messages(read(data, tmp_path)) for data in (saved(chat(), "PNG"), turned(chat())))
    (a,), (b,) = ([m.details.box for m in found if m.text == WORDS] for found in (straight, lying))

    assert all(abs(one - other) <= 4 for one, other in zip(a, b, strict=True))


def noise(size: tuple[int, int]) -> Image.Image:
    return Image.frombytes("RGB", size, random.Random(7).randbytes(3 * size[0] * size[1]))


def landscape() -> Image.Image:
    """Hills under a sky, and a sun."""
    picture = Image.linear_gradient("L").resize((800, 1200)).convert("RGB")
    draw = ImageDraw.Draw(picture)
    draw.ellipse((500, 150, 640, 290), "gold")
    draw.polygon([(0, 1200), (0, 800), (300, 600), (800, 900), (800, 1200)], "darkgreen")
    return Image.blend(picture, noise(picture.size).filter(ImageFilter.GaussianBlur(3)), 0.2)


NO_CHAT = {
    "one point": lambda: Image.new("RGB", (1, 1), "red"),
    "blank": lambda: Image.new("RGB", (780, 1690), "white"),
    "two halves": lambda: Image.linear_gradient("L").resize((780, 1690)).point(lambda v: 255 * (v > 127)),
    "noise": lambda: noise((600, 900)),
    "landscape": landscape,
}


@pytest.mark.parametrize("kind", NO_CHAT)
def test_no_message_is_invented(kind: str, tmp_path: Path) -> None:
    items = read(saved(NO_CHAT[kind](), "PNG"), tmp_path)

    assert not messages(items)
    assert [item.kind for item in items if isinstance(item, Record)] == ["photo"]


def test_a_chat_pasted_small_into_a_photo_gives_no_words_that_are_not_there(tmp_path: Path) -> None:
    """A picture of a picture: either its words, or none. (Its header may be taken for what the app says.)"""
    photo = landscape()
    photo.paste(chat().resize((260, 560)), (250, 300))

    found = [m for m in messages(read(saved(photo, "JPEG"), tmp_path)) if m.kind == "message" and m.text]
    sure = [m for m in found if "uncertain" not in m.warnings]
    told = {message.text for message in messages(list(screenshot.parse(sources(CHAT)[0])))}
    assert all(any(set((m.text or "").split()) & set((text or "").split()) for text in told) for m in sure)


def test_an_iphone_photo_is_no_chat() -> None:
    (source,) = sources(FIXTURES / "image" / "from_an_iphone.heic")

    assert identify(source, parsers())[1] == ["image"]


@pytest.mark.parametrize("part", [0.02, 0.3, 0.7, 0.97])
@pytest.mark.parametrize("kind", ["png", "jpeg"])
def test_a_file_cut_short_gives_what_is_there(kind: str, part: float, tmp_path: Path) -> None:
    data = CHAT.read_bytes() if kind == "png" else saved(chat(), "JPEG", quality=85)
    whole = {text for text in texts(data, tmp_path) if len(text) > 12}
    items = read(data[: int(len(data) * part)], tmp_path)

    assert items
    sure = [m.text for m in messages(items) if "uncertain" not in m.warnings and "cut" not in m.warnings]
    assert sum(len(text or "") > 12 and text not in whole for text in sure) <= 1
    assert any(isinstance(item, Problem) for item in items) or any(
        {"picture-cut-off", "picture-damaged"} & set(item.warnings) for item in items if isinstance(item, Record)
    )


def claims(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is this large."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(60_000, 60_000), (20_000, 20_000), (2_000_000_000, 2_000_000_000)])
def test_giants_are_refused(size: tuple[int, int], tmp_path: Path) -> None:
    items = read(claims(*size), tmp_path)

    assert not messages(items)
    assert [item.code for item in items if isinstance(item, Problem)]


def test_a_real_giant_of_few_bytes_is_refused(tmp_path: Path) -> None:
    items = read(saved(Image.new("1", (20_000, 20_000)), "PNG"), tmp_path)

    assert not messages(items)
    assert [item.code for item in items if isinstance(item, Problem)] == ["picture-too-big"]


def test_read_screenshot_tells_of_each_in_order(tmp_path: Path) -> None:
    (tmp_path / "broken.png").write_bytes(CHAT.read_bytes()[:40])
    (tmp_path / "blank.png").write_bytes(saved(Image.new("RGB", (780, 1690), "white"), "PNG"))
    (tmp_path / "bomb.png").write_bytes(claims(60_000, 60_000))
    asked = [tmp_path / "broken.png", CHAT, tmp_path / "blank.png", tmp_path / "bomb.png"]
    done = run("read-screenshot", *asked, "--json", "--jobs", 2)
    found = [json.loads(line) for line in done.stdout.splitlines()]

    assert done.returncode == 3
    assert [item["file"] for item in found] == [path.name for path in asked]
    assert [bool(item["messages"]) for item in found] == [False, True, False, False]
    assert all(item["notes"] for item in found if not item["messages"])
    assert [bool(item["problem"]) for item in found] == [True, False, False, True]
    said = next(message for message in found[1]["messages"] if message["text"] == WORDS)
    assert said.keys() == {
        "side",
        "sender",
        "text",
        "time",
        "stamp",
        "quote",
        "kind",
        "box",
        "confidence",
        "cut",
        "emoji",
    }
    assert (said["side"], said["sender"]) == ("in", "Ingrid Rahmani")
    assert {message["sender"] for message in found[1]["messages"] if message["side"] == "out"} == {"me"}


def test_read_screenshot_for_people(tmp_path: Path) -> None:
    done = run("read-screenshot", CHAT)

    assert done.returncode == 0, done.stderr
    assert f"Ingrid Rahmani: {WORDS}" in done.stdout


def mail(*pictures: bytes) -> bytes:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "sam@example.org", "alex@example.org", "look"
    letter["Date"] = "Fri, 01 Mar 2024 10:00:00 +0000"
    letter.set_content("see these")
    for n, data in enumerate(pictures):
        letter.add_attachment(data, maintype="image", subtype="png", filename=f"{n}.png")
    return bytes(letter)


def test_screenshots_in_zips_and_mails_are_read_and_photos_in_mails_stay_attachments(tmp_path: Path) -> None:
    drop = tmp_path / "drop"
    drop.mkdir()
    photo = saved(landscape(), "PNG")
    (drop / "look.eml").write_bytes(mail(CHAT.read_bytes(), photo, saved(Image.new("RGB", (20, 20)), "PNG")))
    with zipfile.ZipFile(drop / "screens.zip", "w") as made:
        made.write(FIXTURES / "screenshot" / "teams_phone.png", "phone/teams.png")
    case = init(tmp_path / "case")
    first, second = add(case, drop), add(case, drop)
    kinds = [record["kind"] for record in records(case)]

    assert kinds.count("photo") == 2
    assert kinds.count("email") == 1
    assert WORDS in [record.get("text") for record in records(case)]
    assert not first["problems"]
    assert second["records"]["new"] == 0
    assert second["files"]["read"] == 0


def test_the_picture_stands_before_its_messages() -> None:
    first, *rest = screenshot.parse(sources(CHAT)[0])

    assert isinstance(first, Record)
    assert isinstance(first.details, PhotoDetails)
    assert first.fields["screen_title"] == "Nursery run"
    assert len(rest) >= 5


def test_an_engine_that_is_not_installed_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from importer import engine_wanted

    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.setenv(WANTED, "tesseract")
    with pytest.raises(engine_wanted.NotInstalled, match="pip install"):
        engine_wanted.want("accurate")


ENDLESS = """
import time
import parsers._screen.told as told

decoded = told.upright_pixels
told.upright_pixels = lambda data: time.sleep(1000) if len(data) == {size} else decoded(data)
"""
"""Laid into every Python that starts: a picture, known by its size, of which the reading never ends."""


def test_a_picture_that_never_ends_costs_itself_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    endless, blank = tmp_path / "endless.png", tmp_path / "blank.png"
    endless.write_bytes(saved(Image.new("RGB", (780, 1691), "white"), "PNG"))
    blank.write_bytes(saved(Image.new("RGB", (300, 400), "white"), "PNG"))
    (tmp_path / "sitecustomize.py").write_text(ENDLESS.format(size=endless.stat().st_size))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    found = list(read_screens([endless, blank], jobs=1, patience_s=8))

    assert [(item["file"], item["problem"]) for item in found] == [("endless.png", "stuck"), ("blank.png", "")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with a name")
def test_what_is_no_file_costs_itself_alone(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    asked = [tmp_path / "gone.png", tmp_path / "pipe.png", tmp_path, Path("/dev/zero")]
    done = run("read-screenshot", *asked, CHAT, "--json")
    found = [json.loads(line) for line in done.stdout.splitlines()]

    assert done.returncode == 3
    assert [item["problem"] for item in found] == ["not-found", "no-file", "is-folder", "no-file", ""]
    assert all(item["notes"] for item in found[:4])
    assert found[4]["messages"]
    alone = run("read-screenshot", *asked)
    assert alone.returncode == 1
    assert "Nothing was read" in alone.stderr
    assert "Traceback" not in alone.stderr


@pytest.mark.parametrize("jobs", ["0", "-2", "two"])
def test_a_number_of_jobs_below_one_is_wrong_use(jobs: str, tmp_path: Path) -> None:
    assert run("read-screenshot", CHAT, "--jobs", jobs).returncode == 2
    assert run("add", tmp_path, CHAT, "--jobs", jobs).returncode == 2


def test_what_of_a_file_was_not_read_is_said(tmp_path: Path) -> None:
    whole = saved(chat(), "JPEG", quality=85)
    for name, data in (("cut.jpg", whole[: len(whole) * 3 // 4]), ("moves.gif", KINDS["gif"]()), ("empty.png", b""),
                       ("words.png", b"these are words"), ("whole.jpg", whole)):  # fmt: skip
        (tmp_path / name).write_bytes(data)
    names = ["cut.jpg", "moves.gif", "empty.png", "words.png", "whole.jpg"]
    done = run("read-screenshot", *(tmp_path / name for name in names), "--json")
    cut, moves, empty, words, sound = (json.loads(line) for line in done.stdout.splitlines())

    assert (done.returncode, done.stderr) == (3, "")
    assert any("ends too early" in note for note in cut["notes"])
    assert any("only the first was read" in note for note in moves["notes"])
    assert moves["messages"]
    assert [empty["problem"], words["problem"]] == ["picture-unreadable"] * 2
    assert empty["notes"]
    assert words["notes"]
    assert (sound["notes"], sound["problem"]) == ([], "")


@pytest.mark.skipif(
    find_spec("rapidocr") is None or find_spec("onnxruntime") is None, reason="the extra `accurate` is not installed"
)
def test_another_engine_reads_a_picture_again_and_the_log_names_it(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("01/03/2024 10:00 he was outside again", encoding="utf-8")
    case = init(tmp_path / "case")
    add(case, CHAT, tmp_path / "note.txt")
    again = add(case, CHAT, tmp_path / "note.txt", "--ocr", "accurate")
    third = add(case, CHAT, tmp_path / "note.txt")

    assert (again["files"]["read"], again["files"]["already_held"]) == (1, 1)
    assert third["files"]["read"] == 0
    assert "ocr accurate" in (case / "custody.jsonl").read_text(encoding="utf-8")
    said = [record for record in records(case) if record.get("text") == WORDS]
    assert "rapidocr" in said[0]["details"]["engine"]
