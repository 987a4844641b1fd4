"""Links say what of them rests on a person's corrections, in words and in JSON; and count in good English."""

import json
from pathlib import Path

import pytest
from screens_made import Line, exported, put, screen

from archive.case import Case
from archive.corrections import Said, correct
from archive.counting import counted
from archive.links import links
from archive.links.seen import Link
from archive.listing import Listing
from archive.records import Time
from cases import new_case, take
from commands import run

TALK = [
    ("in", "Where are you now? I am standing outside", "21:10"),
    ("out", "At home, please stop writing to me", "21:11"),
    ("in", "I will call you tonight whether you like it or not", "21:13"),
    ("out", "Leave me alone, I have told the police about you", "21:15"),
    ("in", "I saw your red car by the garage this morning", "21:20"),
]
AT = "2024-06-01T10:00:00+00:00"


def made(folder: Path, **read: str) -> list[str]:
    """A case with one picture and the export of the same chat; `read` is how messages were read: m2="..."."""
    lines = [Line(text=read.get(f"m{n}", text), side=side, clock=clock) for n, (side, text, clock) in enumerate(TALK)]
    with new_case(folder) as case:
        ids = put(case, "a.png", screen(lines, "Sam Example"))
        take(case, "wa.txt", exported(TALK))
    return ids


def say(folder: Path, record: str, **said: object) -> None:
    with Case.open(folder, "Alex", "test", write=True) as case:
        correct(case, Listing(case).show(record).corrected, Said(**said), AT)


def of(folder: Path, record: str) -> Link:
    with Case.open(folder) as case:
        return next(link for link in links(case).links if link.record == record)


@pytest.mark.parametrize(
    ("words", "kind"),
    [("I will call you tonight whether you like it or not", "corroborated"),
     ("I will kill you tonight whether you like it or not", "contradicted")],
)  # fmt: skip
def test_a_link_that_rests_on_corrected_words_says_so(tmp_path: Path, words: str, kind: str) -> None:
    folder = tmp_path / "case"
    ids = made(folder, m2="I wlll caII you tonlght whatever")
    assert of(folder, ids[2]).corrected == ()
    say(folder, ids[2], text=words)
    link = of(folder, ids[2])

    assert (link.link, link.corrected) == (kind, ("text",))
    assert "as a person corrected them" in link.reason
    assert "corrected" not in of(folder, ids[1]).reason
    item = next(
        one
        for line in run("links", folder, "--json").stdout.splitlines()
        if (one := json.loads(line))["record"] == ids[2]
    )
    assert item["corrected"] == ["text"]
    if kind == "contradicted":
        assert "as a person corrected them" in run("links", folder).stdout


def test_a_place_that_is_fixed_by_a_corrected_message_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    ids = made(folder, m2="I will kill you tonight whether you like it or not")
    assert of(folder, ids[2]).corrected == ()
    say(folder, ids[1], text="At home, please stop writing to me!")
    link = of(folder, ids[2])

    assert (link.link, link.corrected) == ("contradicted", ("beside",))
    assert "A message beside it" in link.reason


def test_a_corrected_time_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    ids = made(folder)
    say(folder, ids[2], time=Time(raw="x", local="2024-05-01T21:13:00", precision="min"))

    assert of(folder, ids[2]).corrected == ("time",)
    assert "time is as a person corrected" in of(folder, ids[2]).reason


def test_what_no_export_holds_says_so_too(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    with new_case(folder) as case:
        ids = put(case, "a.png", screen([Line(text="helo"), Line(text="please go away now")], "Kit"))
    say(folder, ids[0], text="hello")

    assert of(folder, ids[0]).corrected == ("text",)
    assert of(folder, ids[1]).corrected == ()


def test_one_is_one(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    with new_case(folder) as case:
        put(case, "a.png", screen([Line(text="please go away now", clock="21:10")], "Kit"))
    said = run("links", folder).stdout

    assert "1 message in 1 picture" in said
    assert "1 stands in no export" in said
    assert [counted(n, "log entry", "log entries") for n in (0, 1, 2)] == [
        "0 log entries",
        "1 log entry",
        "2 log entries",
    ]
