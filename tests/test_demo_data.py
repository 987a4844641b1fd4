"""The invented story that ships with the program is what its script makes, and names nobody."""

import io
import re
import shutil
import sqlite3
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from PIL import Image, ImageChops, ImageSequence, ImageStat

from drops import sources
from parsers import Confidence, diary

ROOT = Path(__file__).parent.parent
STORY = ROOT / "importer" / "demo_data"
PICTURES = {
    "photo": "Pictures/IMG_20240324_163012.jpg",
    "screenshot": "Pictures/IMG_0187.PNG",
    "letter": "Pictures/letter through the door.tif",
}
PACKED = ("iPhone/sms.db", "iPhone/sms.db-wal")
DRAMA = re.compile(r"(?:\+447700900|01632960)\d{3}$")
ADDRESS = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")


@pytest.fixture(scope="module")
def maker() -> Iterator[ModuleType]:
    """The script, as its own folder sees it."""
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        import make_demo_data

        yield make_demo_data
    finally:
        sys.path.remove(str(ROOT / "tools"))


def committed() -> dict[str, bytes]:
    return {file.relative_to(STORY).as_posix(): file.read_bytes() for file in STORY.rglob("*") if file.is_file()}


def held_pictures() -> dict[str, bytes]:
    """The pictures as committed, by the name the script has for them."""
    chat, download = (zipfile.ZipFile(found) for found in sorted(STORY.glob("*.zip")))
    sent = {
        name: archive.read(next(one for one in archive.namelist() if one.endswith(".jpg")))
        for name, archive in (("flowers", chat), ("cafe", download))
    }
    return sent | {name: (STORY / path).read_bytes() for name, path in PICTURES.items()}


def rows(main: bytes, log: bytes, folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of a database with its log, read from a copy of its own."""
    path = folder / "copy.db"
    path.write_bytes(main)
    Path(f"{path}-wal").write_bytes(log)
    connection = sqlite3.connect(path)
    try:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: connection.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall() for name in tables}
    finally:
        connection.close()


def differ(one: bytes, other: bytes) -> float:
    """How far two pictures are apart on average, from 0 (the same dots) to 255."""
    pairs = zip(*(ImageSequence.all_frames(Image.open(io.BytesIO(data))) for data in (one, other)), strict=True)
    return max(
        sum(ImageStat.Stat(ImageChops.difference(a.convert("RGB"), b.convert("RGB"))).mean) / 3 for a, b in pairs
    )


def test_the_script_draws_the_pictures_that_are_committed(maker: ModuleType) -> None:
    """Another Pillow may pack or smooth otherwise; the dots stay the same to the eye."""
    drawn = maker.draw()._asdict()

    assert {name: differ(drawn[name], data) < 3 for name, data in held_pictures().items()} == dict.fromkeys(drawn, True)


def test_the_script_makes_the_files_that_are_committed(maker: ModuleType) -> None:
    made, held = maker.files(maker.Drawn(**held_pictures())), committed()

    assert sorted(held) == sorted(made)
    assert [name for name in made if made[name] != held[name] and name not in PACKED] == []


def test_the_databases_hold_the_same_rows(maker: ModuleType, tmp_path: Path) -> None:
    """Another SQLite may lay out its pages otherwise."""
    made, held = maker.files(maker.Drawn(**held_pictures())), committed()
    (tmp_path / "made").mkdir()
    (tmp_path / "held").mkdir()

    assert rows(*(made[name] for name in PACKED), tmp_path / "made") == rows(
        *(held[name] for name in PACKED), tmp_path / "held"
    )


def test_making_it_twice_gives_the_same_bytes(maker: ModuleType) -> None:
    assert maker.files(maker.draw()) == maker.files(maker.draw())


def test_two_messages_stand_only_in_the_log_of_the_database(tmp_path: Path) -> None:
    held = committed()
    both = len(rows(held[PACKED[0]], held[PACKED[1]], tmp_path)["message"])
    shutil.rmtree(tmp_path)
    tmp_path.mkdir()
    alone = len(rows(held[PACKED[0]], b"", tmp_path)["message"])

    assert (alone, both) == (9, 11)


def test_it_is_small_enough_to_ship() -> None:
    assert sum(map(len, committed().values())) < 600_000


def test_every_number_is_one_that_nobody_has() -> None:
    """Ofcom keeps 07700 900xxx and 01632 960xxx free for drama."""
    text = "\n".join(data.decode("latin-1") for name, data in committed().items() if name.startswith("Phone/"))
    numbers = {found.replace(" ", "") for found in re.findall(r'(?:address|number)="(\+?[\d~+]+)"', text)}
    singles = {one for number in numbers for one in number.split("~")}

    assert singles
    assert [one for one in singles if not DRAMA.match(one)] == []


def test_every_address_is_one_that_nobody_has(tmp_path: Path) -> None:
    """Domains end in example.org or example.com; 192.0.2.0/24 is kept for documents."""
    held = committed()
    stored = rows(*(held.pop(name) for name in PACKED), tmp_path)
    text = "\n".join([*(data.decode("latin-1") for data in held.values()), repr(stored)])
    found = {domain for domain in ADDRESS.findall(text) if not domain.endswith((".jpg", ".png"))}
    hosts = set(re.findall(r"https?://([\w.-]+)", text)) - {"www.instagram.com"}

    assert [one for one in found | hosts if not one.endswith(("example.org", "example.com"))] == []
    assert {one[:8] for one in re.findall(r"\[(\d+\.\d+\.\d+\.\d+)\]", text)} == {"192.0.2."}


def test_the_backup_that_was_cut_short_declares_more_than_it_holds() -> None:
    text = committed()["Phone/sms-cut-short.xml"].decode()

    assert 'count="40"' in text
    assert (text.count("<sms "), text.count("/>")) == (10, 9)


def test_twelve_identical_texts_in_one_minute() -> None:
    newest = committed()["Phone/sms-20240408120000.xml"].decode()

    assert newest.count('body="call me"') == 12
    assert len(re.findall(r'readable_date="9 Mar 2024 21:14:\d\d"', newest)) == 12


def test_the_older_backup_shares_its_texts_with_the_newer_but_for_one() -> None:
    def texts(name: str) -> set[str]:
        return set(re.findall(r"<sms .*?/>", committed()[name].decode()))

    older, newer = texts("Phone/sms-20240325090000.xml"), texts("Phone/sms-20240408120000.xml")

    assert len(older - newer) == 1
    assert len(older & newer) > 30


def test_of_the_whole_story_the_diary_alone_is_a_diary() -> None:
    claimed = [source.name for source in sources(STORY) if diary.identify(source) is not Confidence.NO]

    assert claimed == ["demo_data/diary.txt"]
