"""A picture that is read again with another engine or version: what changed is said, and no earlier reading is lost."""

import json
from pathlib import Path

import pytest
from chats_drawn import draw

from commands import add, init, intact, records, run
from parsers._image.ocr import installed

pytestmark = pytest.mark.skipif(installed() is None, reason="the tesseract program is not installed")
TALK = [
    ("in", "Where are you now?", "21:40"),
    ("out", "At home, please stop writing", "21:41"),
    ("in", "call me", "21:42"),
]
OTHERWISE = """
import importlib.util, sys

if importlib.util.find_spec("parsers"):
    import parsers._screen.reading as reading
    import parsers.screenshot

    parsers.screenshot.VERSION = 99
    read = reading.read_chat

    def changed(pixels, engine):
        chat = read(pixels, engine)
        {change}
        return chat

    reading.read_chat = changed
"""
"""Laid into every Python that starts: a later version of the reader, which reads something else."""


def read_twice(tmp_path: Path, change: str) -> tuple[Path, dict[str, object]]:
    """A case whose one picture was read by two versions, and what the second import said."""
    picture, case = draw(tmp_path / "drop" / "a.png", TALK), init(tmp_path / "case")
    assert add(case, picture)["warnings"] == []
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(OTHERWISE.format(change=change))
    again = add(case, picture, env={"PYTHONPATH": str(tmp_path / "site")})
    assert again["files"]["read"] == 1
    return case, again


@pytest.mark.parametrize(
    ("change", "said", "earlier"),
    [
        ("chat.messages[0].text = 'Who are you?'", ["1 message says something else now"], ["Where are you now?"]),
        (
            "chat.messages[0].text = 'Who are you?'; b = chat.messages[0].box; chat.messages[0].box = b._replace(left=b.left + 7)",
            ["1 message says something else now"], ["Where are you now?"],
        ),
        ("del chat.messages[2]", ["1 message was not found again"], []),
        ("b = chat.messages[0].box; chat.messages[0].box = b._replace(left=b.left + 7)", [], []),
    ],
)  # fmt: skip
def test_what_a_second_reading_changes_is_said_and_kept(
    tmp_path: Path, change: str, said: list[str], earlier: list[str]
) -> None:
    case, again = read_twice(tmp_path, change)
    found = [one for one in again["warnings"] if one["code"] == "read-otherwise"]  # type: ignore[attr-defined, index]

    assert [words in one["text"] for one, words in zip(found, said, strict=True)] == [True] * len(said)
    first = next(one for one in records(case) if one["text"] in ("Where are you now?", "Who are you?"))
    item = json.loads(run("show", case, first["id"], "--json").stdout)
    assert [one["text"] for one in item["earlier"]] == earlier
    told = run("show", case, first["id"]).stdout
    assert ("Read otherwise before" in told) is bool(earlier)
    assert all(f"“{text}”" in told for text in earlier)
    picture = next(one for one in records(case) if one["kind"] == "photo")
    lost = json.loads(run("show", case, picture["id"]).stdout).get("earlier", [])
    assert [one["text"] for one in lost] == (["call me"] if change.startswith("del") else [])
    if lost:
        done = run("show", case, lost[0]["id"])
        assert (done.returncode, "an earlier reading only" in done.stderr) == (1, True)
    intact(case)


def test_the_account_for_people_says_it(tmp_path: Path) -> None:
    picture, case = draw(tmp_path / "drop" / "a.png", TALK[:2]), init(tmp_path / "case")
    add(case, picture)
    (tmp_path / "sitecustomize.py").write_text(OTHERWISE.format(change="chat.messages[0].text = 'Who are you?'"))
    done = run("add", case, picture, env={"PYTHONPATH": str(tmp_path)})

    assert "1 message says something else now" in done.stdout
    assert "What was read before is kept" in done.stdout
