"""From a folder of pictures and an exported chat to an answer: agreed, contradicted, corrected, killed and taken up again."""

import json
import os
import re
import signal
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from chats_drawn import Said, draw, exported

from archive.case import Case
from commands import add, init, intact, records, run
from parsers._image.ocr import installed

pytestmark = pytest.mark.skipif(installed() is None, reason="the tesseract program is not installed")

TALK: list[Said] = [
    ("in", "Where are you now?", "21:10"),
    ("out", "At home, please stop writing to me", "21:11"),
    ("in", "I will call you tonight whether you like it or not", "21:13"),
    ("in", "call me", "21:14"),
    ("in", "call me", "21:14"),
    ("out", "Leave me alone, I have told the police about you", "21:15"),
    ("in", "I saw your red car by the garage this morning", "21:20"),
    ("out", "Stop this now", "21:24"),
    ("in", "Nobody will believe a word you say about me", "21:30"),
    ("out", "Every message is kept from now on", "21:31"),
]
FALSE = "I saw your old car by the garage this morning"
COMMAND = "import importer.pace; importer.pace.SECONDS = 0.0; from importer.cli import main; main()"
"""The real command, with a batch for every picture or two."""


def screens(folder: Path) -> Path:
    """Four pictures that overlap by two messages each; in the third one word is another."""
    said = [(side, FALSE if "red car" in words else words, clock) for side, words, clock in TALK]
    for name, shown in (("a", TALK[:4]), ("b", TALK[2:6]), ("c", said[4:9]), ("d", TALK[7:])):
        draw(folder / f"{name}.png", shown)
    return folder


def links(case: Path) -> list[dict[str, Any]]:
    done = run("links", case, "--json")
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("export_first", [True, False])
def test_an_officers_way_from_a_message_to_its_pixels(tmp_path: Path, *, export_first: bool) -> None:
    chat, shown = exported(tmp_path / "WhatsApp Chat with Sam Example.txt", TALK), screens(tmp_path / "screens")
    case = init(tmp_path / "case")
    for drop in (chat, shown) if export_first else (shown, chat):
        assert add(case, drop, "--me", "Alex Example")["problems"] == []

    held = [one for one in records(case) if one["kind"] == "message"]
    seen = [one for one in held if "read-by-ocr" in one["warnings"]]
    assert len(held) - len(seen) == len(TALK)
    assert {one["text"] for one in seen} == {FALSE if "red car" in words else words for _, words, _ in TALK}
    assert {one["conversation"]["title"] for one in seen} == {"Sam Example"}

    by_text = {one["id"]: one["text"] for one in held}
    found = links(case)
    agreed = {by_text[link["record"]] for link in found if link["link"] == "corroborated"}
    (false,) = [link for link in found if link["link"] == "contradicted"]
    assert agreed == {words for _, words, _ in TALK if "red car" not in words}
    assert {link["sequence"] for link in found} == {1}
    assert (by_text[false["record"]], by_text[false["other"]]) == (FALSE, TALK[6][1])

    told = run("show", case, false["record"]).stdout
    (wrong,) = [one for one in seen if one["id"] == false["record"]]
    for words in ("Pixels", "c.png", wrong["sightings"][0]["object"], "tesseract", "Confidence", "CONTRADICTED"):
        assert words in told
    assert re.search(r"from left \d+, top \d+ to right \d+, bottom \d+", told)
    assert "Corrections: none" in told

    words = ("--text", f"{FALSE}.", "--note", "looked at closely", "--actor", "Robin")
    assert run("correct", case, false["record"], *words).returncode == 0
    told = run("show", case, false["record"]).stdout
    assert f"Robin: text “{FALSE}” should read “{FALSE}.”; note: looked at closely" in told
    assert "CONTRADICTED" in told
    intact(case)


OFFLINE = """
import sys

def watch(event, args):
    if event in ("socket.__new__", "socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto"):
        sys.stderr.write(f"NETWORK {event}\\n")
        sys.stderr.flush()
        import os
        os._exit(99)

sys.addaudithook(watch)
"""


@pytest.mark.parametrize("engine", ["tesseract", "accurate", "both"])
def test_the_command_reads_with_sockets_forbidden(tmp_path: Path, engine: str) -> None:
    """In the command and in its workers: every Python that starts here ends when it makes a socket."""
    if engine != "tesseract" and not all(map(find_spec, ("rapidocr", "onnxruntime"))):
        pytest.skip("the extra `accurate` is not installed")
    (tmp_path / "sitecustomize.py").write_text(OFFLINE)
    picture = draw(tmp_path / "a.png", TALK[:4])
    guard = {"PYTHONPATH": str(tmp_path)}
    assert subprocess.run(
        [sys.executable, "-c", "import socket; socket.socket()"], env={**os.environ, **guard}, capture_output=True, check=False
    ).returncode == 99  # fmt: skip
    done = run("read-screenshot", picture, "--ocr", engine, "--json", env=guard)

    assert done.returncode == 0, done.stderr
    assert "NETWORK" not in done.stderr
    assert [one["text"] for one in json.loads(done.stdout)["messages"]] == [words for _, words, _ in TALK[:4]]


def folder_of(folder: Path, many: int) -> Path:
    for n in range(many):
        talk = [("in", f"This is picture number {n} of them", "10:00"), ("out", "Please leave me alone", f"10:{n:02d}")]
        draw(folder / f"{n:02d}.png", talk, scale=0.6)
    return folder


def readings(folder: Path) -> int:
    """How many contents the case says were read to their end. Opening it takes in what only the log has so far."""
    with Case.open(folder) as case:
        (count,) = case.db.execute("SELECT count(*) FROM reading WHERE outcome = 'read'").fetchone()
    return int(count)


def test_a_killed_import_of_pictures_goes_on_where_it_was(tmp_path: Path) -> None:
    many = 24
    drop, case = folder_of(tmp_path / "drop", many), init(tmp_path / "case")
    process = subprocess.Popen(
        [sys.executable, "-c", COMMAND, "add", str(case), str(drop), "--json", "--jobs", "2"],
        stdout=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None
    for line in process.stdout:
        event = json.loads(line)
        if event["event"] == "committed" and event["records"] > many:
            os.killpg(process.pid, signal.SIGKILL)
            break
    process.stdout.close()
    process.wait()
    before = readings(case)
    assert 0 < before < many
    ledger = add(case, drop)

    assert (ledger["files"]["already_held"], ledger["files"]["read"]) == (before, many - before)
    assert readings(case) == many
    said = [one["text"] for one in records(case) if one["kind"] == "message"]
    assert sorted(said) == sorted(
        [f"This is picture number {n} of them" for n in range(many)] + ["Please leave me alone"] * many
    )
    again = add(case, drop)
    assert (again["files"]["already_held"], again["records"]["new"]) == (many, 0)
    intact(case)


BROKEN = """
import os, time
import importer.workers
import parsers._screen.reading as reading

importer.workers.SILENCE_S = 10.0
decoded = reading.upright_pixels

def bad(data):
    if len(data) == {crashes}:
        os.kill(os.getpid(), 9)
    if len(data) == {hangs}:
        time.sleep(1000)
    return decoded(data)

reading.upright_pixels = bad
"""
"""Laid into every Python that starts: two pictures, known by their size, that kill their reader or never end."""


def test_a_picture_that_crashes_or_never_ends_costs_itself_alone(tmp_path: Path) -> None:
    drop = folder_of(tmp_path / "drop", 6)
    sizes = [(drop / name).stat().st_size for name in ("01.png", "04.png")]
    (tmp_path / "sitecustomize.py").write_text(BROKEN.format(crashes=sizes[0], hangs=sizes[1]))
    case = init(tmp_path / "case")
    ledger = add(case, drop, "--jobs", "2", env={"PYTHONPATH": str(tmp_path)})

    codes = {Path(one["path"]).name: one["code"] for one in ledger["problems"]}
    assert codes == {"01.png": "reader-crashed", "04.png": "stuck"}
    said = {one["text"] for one in records(case) if one["kind"] == "message"}
    assert said == {"Please leave me alone", *(f"This is picture number {n} of them" for n in (0, 2, 3, 5))}
    mended = add(case, drop)
    assert (mended["problems"], mended["files"]["already_held"], mended["files"]["read"]) == ([], 4, 2)
    intact(case)
