"""What speaks for a day, an app or an emoji in a picture, and what speaks against it: said beside what was read, never in it."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from chats_drawn import draw
from PIL import Image, ImageDraw

from archive.records import Notice, Record, ScreenDetails, Time
from commands import add, init, records, run
from drops import sources
from parsers import screenshot
from parsers._image.ocr import installed
from parsers._screen.days import Known
from parsers._screen.geometry import Box
from parsers._screen.records import chat_records
from parsers._screen.result import Chat, Message
from parsers._screen.services import by_name
from parsers._screen.witnesses import clocks_differ, known_day, shown_clock

reads = pytest.mark.skipif(installed() is None, reason="the tesseract program is not installed")
LATER = "later-than-its-picture"


def warned(clock: str, known: Known | None, phone: str = "", stamp: str = "Today") -> Record:
    """The record of one message under a stamp, in a picture whose status bar says `phone`."""
    chat = Chat([Message(Box(0, 0, 9, 9), "in", "call me", time=clock, stamp=stamp)], clock=phone)
    (record,) = chat_records(chat, known)
    return record


def named(text: str) -> Known | None:
    precision = "s" if "T" in text else "day"
    return known_day(Time(local=text if "T" in text else f"{text}T00:00:00", precision=precision), Time(), None)  # type: ignore[arg-type]


def file_time(text: str) -> Known | None:
    return known_day(None, Time(), datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    ("clock", "known", "phone", "stamp", "later"),
    [
        ("21:40", named("2024-03-11T20:00:00"), "", "Today", True),
        ("21:40", named("2024-03-11T21:40:05"), "21:40", "Today", False),
        ("21:40", named("2024-03-11"), "20:15", "Today", True),  # the phone's own clock is a witness, too
        ("21:40", named("2024-03-11"), "21:41", "Today", False),
        ("21:40", named("2024-03-11"), "9:41", "Today", True),  # a phone that shows 21:40 does not mean the evening by 9:41
        ("9:40 pm", named("2024-03-11"), "9:41", "Today", False),
        ("21:40", named("2024-03-11"), "", "Today", False),
        ("21:40", named("2024-03-11T20:00:00"), "20:00", "Yesterday", False),
        ("21:40", named("2024-03-11T20:00:00"), "", "12 March 2024", True),
        ("", named("2024-03-11"), "", "12 March 2024", True),
        ("21:40", file_time("2024-03-11T10:00:00"), "", "Today", True),
        ("21:40", file_time("2024-03-11T20:41:00"), "21:41", "Today", False),  # an hour east of UTC
        ("18:40", file_time("2024-03-11T09:41:00"), "18:41", "Today", False),  # nine hours east of it
        ("21:40", file_time("2024-03-11T10:13:00"), "21:58", "Today", True),  # saved the day after, it seems
        ("21:40", None, "09:00", "11 March 2024", False),
    ],
)  # fmt: skip
def test_a_time_after_its_picture_is_marked_and_stays(
    clock: str, known: Known | None, phone: str, stamp: str, *, later: bool
) -> None:
    record = warned(clock, known, phone, stamp)

    assert (LATER in record.warnings) is later
    assert record.time == warned(clock, known and known._replace(at=None), "", stamp).time


@pytest.mark.parametrize(
    ("known", "phone", "differ"),
    [
        (named("2024-03-11T21:40:12"), "17:15", True),
        (named("2024-03-11T21:40:12"), "9:40", False),  # of twelve hours
        (named("2024-03-11T00:10:00"), "23:50", False),
        (named("2024-03-11T21:40:12"), "", False),
        (named("2024-03-11"), "09:15", False),
        (file_time("2024-03-11T21:40:12"), "09:15", False),  # in UTC, and of the file only
    ],
)
def test_a_phone_clock_hours_from_the_name_is_said(known: Known | None, phone: str, *, differ: bool) -> None:
    assert bool(clocks_differ(known, shown_clock(Chat(clock=phone)))) is differ


@reads
def test_the_whole_way_from_a_name_and_a_clock_to_the_warnings(tmp_path: Path) -> None:
    """The status bar says 21:58, the name says 14:00."""
    picture = draw(tmp_path / "Screenshot_20240311-140000_Signal.png", [("in", "Where are you now?", "22:10"),
                   ("out", "At home, please stop writing", "22:11")], day="Today")  # fmt: skip
    items = list(screenshot.parse(sources(picture)[0]))
    found = [item for item in items if isinstance(item, Record)]
    said = [item for item in items if isinstance(item, Notice)]

    assert "phone-clock-differs" in found[0].warnings
    assert [item.code for item in said] == ["phone-clock-differs"]
    assert "21:58" in said[0].text
    assert "14:00" in said[0].text
    assert [LATER in record.warnings for record in found[1:]] == [True, True]
    assert [record.time.local for record in found[1:]] == ["2024-03-11T22:10:00", "2024-03-11T22:11:00"]


@reads
def test_the_time_of_a_file_in_a_case(tmp_path: Path) -> None:
    picture = draw(
        tmp_path / "a.png", [("in", "Where are you now?", "21:40"), ("out", "At home, stop", "21:41")], day="Today"
    )
    early = datetime(2024, 3, 11, 8, 13, tzinfo=UTC).timestamp()
    os.utime(picture, (early, early))
    case = init(tmp_path / "case")
    add(case, picture)
    found = [one for one in records(case) if one["kind"] == "message"]

    assert [LATER in one["warnings"] for one in found] == [True, True]
    assert "the message lies later than its picture" in run("show", case, found[0]["id"]).stdout


@pytest.mark.parametrize(
    ("app", "service"),
    [("WhatsApp", "whatsapp"), ("com.facebook.orca", "messenger"), ("Signal Bank", ""), ("Messages", ""), ("", "")],
)
def test_the_app_in_a_name(app: str, service: str) -> None:
    assert by_name(app) == service


def recoloured(path: Path) -> None:
    """The sent bubbles in a grey that is no app's."""
    with Image.open(path) as picture:
        data = picture.convert("RGB")
    made = Image.frombytes("RGB", data.size, data.tobytes().replace(bytes((217, 253, 211)), bytes((205, 205, 215))))
    made.save(path)


def details(path: Path) -> list[tuple[str, str]]:
    found = [item for item in screenshot.parse(sources(path)[0]) if isinstance(item, Record)]
    return [(item.service, item.details.service_from) for item in found if isinstance(item.details, ScreenDetails)]


TALK = [("in", "Where are you now?", "21:40"), ("out", "At home, please stop writing", "21:41")]


@reads
def test_the_app_of_the_name_is_a_hint_where_the_picture_shows_none(tmp_path: Path) -> None:
    for name in ("Screenshot_20240311-214412_Instagram.png", "plain.png"):
        recoloured(draw(tmp_path / name, TALK))

    assert details(tmp_path / "plain.png") == [("unknown-chat", "")] * 2
    assert (
        details(tmp_path / "Screenshot_20240311-214412_Instagram.png") == [("instagram", "the name of the picture")] * 2
    )


@reads
def test_the_name_says_nothing_against_the_picture(tmp_path: Path) -> None:
    assert details(draw(tmp_path / "Screenshot_20240311-214412_Instagram.png", TALK)) == [("whatsapp", "")] * 2
    sent_by = tmp_path / "WhatsApp Image 2024-03-11 at 21.44.12.png"  # sent with WhatsApp: of what, it does not say
    recoloured(draw(sent_by, TALK))
    assert details(sent_by) == [("unknown-chat", "")] * 2


def with_faces(path: Path, at: list[tuple[int, int]]) -> Path:
    """Yellow faces with eyes and a mouth, drawn over a picture."""
    with Image.open(path) as picture:
        data = picture.convert("RGB")
    pen = ImageDraw.Draw(data)
    for x, y in at:
        pen.ellipse((x, y, x + 44, y + 44), (255, 204, 51))
        pen.ellipse((x + 10, y + 12, x + 17, y + 21), (90, 50, 10))
        pen.ellipse((x + 27, y + 12, x + 34, y + 21), (90, 50, 10))
        pen.chord((x + 9, y + 20, x + 35, y + 38), 0, 180, (200, 30, 60))
    data.save(path)
    return path


@reads
def test_emoji_that_were_set_aside_are_counted_and_stay_out_of_the_text(tmp_path: Path) -> None:
    talk = [("in", "Where are you now? I have been waiting here for you ever", "21:40"), TALK[1]]
    plain, drawn = (draw(tmp_path / name, talk) for name in ("plain.png", "drawn.png"))
    with_faces(drawn, [(560, 466), (640, 466)])
    said: list[list[Any]] = []
    for path in (plain, drawn):
        found = [item for item in screenshot.parse(sources(path)[0]) if isinstance(item, Record)]
        said.append([(item.text, item.details.emoji, "emoji-not-read" in item.warnings) for item in found
                     if isinstance(item.details, ScreenDetails)])  # fmt: skip

    texts = [words for _, words, _ in talk]
    assert said[0] == [(texts[0], 0, False), (texts[1], 0, False)]
    assert said[1] == [(texts[0], 2, True), (texts[1], 0, False)]
    assert "2 emoji not read" in run("read-screenshot", drawn).stdout
