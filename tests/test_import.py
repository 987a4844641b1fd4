"""Imports end to end, by the command line: accounted for, repeatable, in any order, whatever the parsers do."""

import json
import os
import shutil
import sys
from pathlib import Path

import pytest

from commands import add, init, intact, records, run

SMS = Path(__file__).parent / "parsers" / "sms_backup_restore"
HEAD = "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n"


def backup(path: Path, *bodies: str, minutes: bool = True) -> Path:
    """A backup with one text each minute (or all in the same one)."""
    rows = [
        f'  <sms protocol="0" address="+447700900123" date="{1709300000000 + (i if minutes else 0) * 60000}" type="1" '
        f'body="{body}" read="1" status="-1" contact_name="Sam Example" />\n'
        for i, body in enumerate(bodies)
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'{HEAD}<smses count="{len(rows)}">\n{"".join(rows)}</smses>\n', encoding="utf-8")
    return path


def bad_parser(path: Path, body: str) -> Path:
    """A parser for files that begin with BAD, which yields one record and then does something."""
    path.write_text(f'''"""Bad reader."""
import os, sys, time
from collections.abc import Iterator
from archive.records import Item, Record
from parsers import Confidence, Source
VERSION = 1
def identify(source: Source) -> Confidence:
    return Confidence.CERTAIN if source.head.startswith(b"BAD") else Confidence.NO
def parse(source: Source) -> Iterator[Item]:
    yield Record(kind="message", service="bad", locator="bytes=0-3", text=source.name)
    {body}
''')
    return path


def test_import_again_adds_nothing(tmp_path: Path) -> None:
    drop = backup(tmp_path / "drop" / "sms.xml", "one", "two", "three")
    case = init(tmp_path / "case")
    first, second = add(case, drop.parent), add(case, drop.parent)

    assert first["records"] == {"seen": 3, "new": 3, "sightings": 0}
    assert second["records"] == {"seen": 3, "new": 0, "sightings": 3}
    assert second["files"]["already_held"] == second["files"]["seen"] == 1
    intact(case)


def test_forty_identical_texts_over_two_overlapping_backups(tmp_path: Path) -> None:
    one = backup(tmp_path / "a.xml", *["call me"] * 40, minutes=False)
    two = backup(tmp_path / "b.xml", "hello", *["call me"] * 40, minutes=False)
    case = init(tmp_path / "case")
    add(case, one, two)

    assert [record["text"] for record in records(case)].count("call me") == 40
    assert all(len(record["sightings"]) == 2 for record in records(case) if record["text"] == "call me")


def test_any_order_of_import_gives_the_same_records(tmp_path: Path) -> None:
    """Three overlapping backups, forwards, backwards and from the middle; all orders are tried in test_duplicates."""
    drops = [
        backup(tmp_path / "a.xml", "one", "two", "two"), backup(tmp_path / "b.xml", "one", "two"),
        backup(tmp_path / "c.xml", "zero", "two", "two", "four"),
    ]  # fmt: skip
    found = []
    for n, order in enumerate([drops, drops[::-1], [drops[1], drops[2], drops[0]]]):
        case = init(tmp_path / f"case{n}")
        for drop in order:
            add(case, drop)
        found.append(sorted(records(case), key=lambda record: record["id"]))

    assert all(one == found[0] for one in found)


def test_two_copies_of_a_file_are_read_once(tmp_path: Path) -> None:
    drop = backup(tmp_path / "drop" / "a.xml", "one")
    shutil.copy(drop, drop.with_name("b.xml"))
    case = init(tmp_path / "case")
    ledger = add(case, drop.parent)

    assert ledger["files"] | {"read": 1, "already_held": 1} == ledger["files"]
    assert [place["source"] for place in records(case)[0]["sightings"]] == ["drop/a.xml", "drop/b.xml"]


@pytest.mark.parametrize(
    ("what", "body", "reason"),
    [
        ("raises", 'raise ValueError("oh no")', "failed"),
        ("kills its process", "os._exit(9)", "crashed twice"),
        ("eats all memory", "hog = bytearray(1 << 40)", "memory"),
        ("recurses for ever", "def f(): f()\n    f()", "failed"),
    ],
    ids=lambda value: value if " " in value or value == "raises" else "",
)
def test_a_bad_parser_costs_one_source(tmp_path: Path, what: str, body: str, reason: str) -> None:
    parser = bad_parser(tmp_path / "bad.py", body)
    backup(tmp_path / "drop" / "sms.xml", *map(str, range(50)))
    for n in range(3):
        (tmp_path / "drop" / f"{n}.bad").write_bytes(b"BAD%d" % n)
    case = init(tmp_path / "case")
    ledger = add(case, tmp_path / "drop", "--parser", parser)

    assert [reason in problem["reason"] for problem in ledger["problems"]] == [True] * 3
    assert ledger["records"] == {"seen": 53, "new": 53, "sightings": 0}
    intact(case)


def test_a_parser_that_hangs_is_stopped(tmp_path: Path) -> None:
    """Stopped after the limit (here eight seconds), twice; the rest goes on, and the record before the hang stands."""
    from archive.case import Case
    from importer.intake import Intake, Options
    from importer.normalise import Declared
    from importer.progress import Progress

    parser = bad_parser(tmp_path / "bad.py", "while True: time.sleep(0.1)")
    (tmp_path / "a.bad").write_bytes(b"BAD")
    sms = backup(tmp_path / "sms.xml", "one", "two")
    case = init(tmp_path / "case")
    options = Options(declared=Declared(), jobs=2, outside=(str(parser),), silence_s=8.0)
    with Case.open(case, "tester", "test", write=True) as opened:
        ledger = Intake(opened, options, Progress()).run([tmp_path / "a.bad", sms])

    assert [problem.code for problem in ledger.problems] == ["stuck"]
    assert ledger.records.new == 3


def test_a_tie_is_an_answer(tmp_path: Path) -> None:
    """Two readers that are equally sure: nobody is guessed, the file is kept, both are named."""
    one, two = bad_parser(tmp_path / "one.py", "return"), bad_parser(tmp_path / "two.py", "return")
    (tmp_path / "x").write_bytes(b"BAD")
    case = init(tmp_path / "case")
    ledger = add(case, tmp_path / "x", "--parser", one, "--parser", two)

    assert ledger["files"]["kept_unread"] == 1
    assert "one, two" in ledger["problems"][0]["reason"]


def test_a_parser_from_outside_is_in_the_log_by_its_hash(tmp_path: Path) -> None:
    parser = bad_parser(tmp_path / "mine.py", "return")
    (tmp_path / "x").write_bytes(b"BAD")
    case = init(tmp_path / "case")
    ledger = add(case, tmp_path / "x", "--parser", parser)
    log = [json.loads(line) for line in (case / "custody.jsonl").read_text().splitlines()]

    assert ledger["records"]["new"] == 1
    assert "parser mine sha256:" in log[-1]["tool"]


def test_sources_are_never_touched(tmp_path: Path) -> None:
    drop = tmp_path / "drop"
    backup(drop / "sms.xml", "one")
    shutil.copytree(Path(__file__).parent / "parsers", drop / "more")
    for path in drop.rglob("*"):
        os.utime(path, (1_600_000_000, 1_600_000_001))
    before = {path: (path.read_bytes() if path.is_file() else b"", path.stat().st_mtime_ns) for path in drop.rglob("*")}
    add(init(tmp_path / "case"), drop)

    assert {
        path: (path.read_bytes() if path.is_file() else b"", path.stat().st_mtime_ns) for path in drop.rglob("*")
    } == before


def test_what_is_in_the_archive_is_what_was_added(tmp_path: Path) -> None:
    drop = backup(tmp_path / "sms.xml", "one")
    case = init(tmp_path / "case")
    add(case, drop)
    (record,) = records(case)
    held = (case / "objects" / record["object"][:2] / record["object"]).read_bytes()
    start, end = map(int, record["locator"].removeprefix("bytes=").split("-"))

    assert held == drop.read_bytes()
    assert held[start:end].startswith(b"<sms ")


def test_unreadable_and_vanished_files_do_not_stop_the_rest(tmp_path: Path) -> None:
    drop = tmp_path / "drop"
    backup(drop / "sms.xml", "one")
    (drop / "link").symlink_to("/nowhere")
    os.mkfifo(drop / "pipe")
    (drop / "empty").write_bytes(b"")
    (drop / "Thumbs.db").write_bytes(b"litter")
    case = init(tmp_path / "case")
    ledger = add(case, drop)

    assert ledger["records"]["new"] == 1
    assert ledger["files"] | {"seen": 5, "read": 1, "kept_unread": 1, "not_kept": 3} == ledger["files"]
    assert len(ledger["problems"]) >= 2


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root reads everything")
def test_permission_denied_is_a_problem(tmp_path: Path) -> None:
    locked = backup(tmp_path / "drop" / "locked.xml", "one")
    locked.chmod(0)
    ledger = add(init(tmp_path / "case"), tmp_path / "drop")

    assert ledger["problems"][0]["code"] == "permission-denied"


def test_adding_the_case_to_itself_is_passed_by(tmp_path: Path) -> None:
    backup(tmp_path / "sms.xml", "one")
    case = init(tmp_path / "case")
    ledger = add(case, tmp_path)

    assert ledger["files"]["read"] == 1
    intact(case)


def test_two_writers_are_told_apart(tmp_path: Path) -> None:
    from archive.case import Case

    case = init(tmp_path / "case")
    with Case.open(case, write=True):
        done = run("add", case, backup(tmp_path / "sms.xml", "one"))

    assert done.returncode == 1
    assert "Another Fullpicture" in done.stderr


def test_later_media_complete_an_earlier_chat(tmp_path: Path) -> None:
    """A chat added without its pictures is read again when they come; its messages stay the same ones."""
    chat = tmp_path / "first" / "_chat.txt"
    chat.parent.mkdir()
    lines = ["[02/03/2024, 21:14:09] Sam: hello", "[02/03/2024, 21:14:30] Alex: stop",
             "[02/03/2024, 21:17:45] Sam: \u200e<attached: 00000005-PHOTO-2024-03-02-21-17-45.jpg>"]  # fmt: skip
    chat.write_text("".join(f"{line}\r\n" for line in lines), encoding="utf-8", newline="")
    case = init(tmp_path / "case")
    add(case, chat.parent)
    before = records(case)
    shutil.copy(chat, tmp_path / "first" / "copy.txt")
    (chat.parent / "00000005-PHOTO-2024-03-02-21-17-45.jpg").write_bytes(b"\xff\xd8\xff\xe0 a picture")
    ledger = add(case, chat.parent)
    after = records(case)

    assert before[2]["attachments"][0]["missing"]
    assert after[2]["attachments"][0]["sha256"]
    assert ledger["files"]["attachment"] == 1
    assert len(after) == 3


def test_a_reading_that_fails_takes_nothing_back(tmp_path: Path) -> None:
    """Records of an earlier reading stand when the same file is read again and the reader comes to a bad end."""
    parser = bad_parser(
        tmp_path / "bad.py", 'yield Record(kind="message", service="bad", locator="bytes=1-2", text="two")'
    )
    (tmp_path / "x.bad").write_bytes(b"BAD")
    case = init(tmp_path / "case")
    add(case, tmp_path / "x.bad", "--parser", parser)
    bad_parser(parser, 'raise ValueError("oh no")')
    parser.write_text(parser.read_text().replace("VERSION = 1", "VERSION = 2"))
    ledger = add(case, tmp_path / "x.bad", "--parser", parser)

    assert [problem["code"] for problem in ledger["problems"]] == ["reader-failed"]
    assert {record["text"] for record in records(case)} == {"x.bad", "two"}
