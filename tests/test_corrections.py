"""A person corrects what a machine misread: both readings stay, with who and when, through every way of rebuilding."""

import json
import shutil
import sqlite3
from pathlib import Path

import msgspec
import pytest
from screens_made import Line, moved, put, screen

from archive import lines
from archive.case import Case
from archive.corrections import Said, correct
from archive.errors import CannotCorrect
from archive.listing import Listing, Shown
from archive.records import Time
from archive.verify import verify
from cases import READER, Declared, Origin, new_case, normalise, take, text
from commands import records, run

AT = "2024-06-01T10:00:00+00:00"
SAID = [Line(text="I will cail you tonlght", clock="21:14"), Line(text="please stop", side="out", clock="21:15")]


@pytest.fixture
def case(tmp_path: Path) -> Path:
    with new_case(tmp_path / "case") as made:
        put(made, "one.png", screen(SAID))
        take(made, "sms.xml", [text("an exported text", 5)])
    return tmp_path / "case"


def first(folder: Path, words: str = "tonlght") -> Shown:
    with Case.open(folder) as case:
        return next(one for one in Listing(case).records() if words in (one.record.text or ""))


def say(folder: Path, shown: Shown, by: str = "Alex", **said: object) -> None:
    with Case.open(folder, by, "test", write=True) as case:
        correct(case, shown.corrected, Said(**said), AT)


def test_both_readings_stay_with_who_and_when(case: Path) -> None:
    say(case, first(case), text="I will call you tonight")
    say(case, first(case), by="Robin", sender="Sam Example", note="it is his number")
    shown = first(case)

    assert shown.record.text == "I will cail you tonlght"
    assert shown.corrected.text == "I will call you tonight"
    assert shown.corrected.sender is not None
    assert shown.corrected.sender.name == "Sam Example"
    assert [(line.by, line.at, line.was) for line in shown.corrections] == [
        ("Alex", AT, {"text": "I will cail you tonlght"}),
        ("Robin", AT, {"sender": "Sam"}),
    ]


def test_the_newest_of_each_field_counts_and_names_what_stood_before(case: Path) -> None:
    say(case, first(case), text="one")
    say(case, first(case), text="two")

    assert first(case).corrected.text == "two"
    assert first(case).corrections[1].was == {"text": "one"}


def test_an_entry_of_the_log_says_so_and_no_word_stands_in_it(case: Path) -> None:
    say(case, first(case), text="a very secret word")
    last = (case / "custody.jsonl").read_text().splitlines()[-1]

    assert json.loads(last)["event"] == "correction"
    assert json.loads(last)["actor"] == "Alex"
    assert "secret" not in last
    assert verify(case).damage == ()


def test_a_rebuilt_catalogue_keeps_them(case: Path) -> None:
    say(case, first(case), text="I will call you tonight")
    before = first(case).as_json()
    (case / "catalogue.sqlite3").unlink()

    assert first(case).as_json() == before
    assert verify(case).damage == ()


@pytest.mark.parametrize(
    "sql", ["DELETE FROM correction", "UPDATE correction SET record=2", "UPDATE correction SET start=1"]
)
def test_a_changed_correction_is_found(case: Path, tmp_path: Path, sql: str) -> None:
    say(case, first(case), text="I will call you tonight")
    db = sqlite3.connect(case / "catalogue.sqlite3")
    db.execute(sql)
    db.commit()
    db.close()

    assert any("correction" in one.why for one in verify(case).damage)


def test_a_later_reading_with_another_box_still_finds_its_message(case: Path) -> None:
    """A newer version reads the picture again: other boxes, other words, other records at the same places."""
    shown = first(case)
    say(case, shown, text="I will call you tonight")
    with Case.open(case, "x", "test", write=True) as opened, opened.batch() as batch:
        sha256, since = shown.record.content, batch.seq
        again = [moved(record, 3, -4, 2, 5) for record in screen(SAID)]
        for record in again:
            found = normalise(record, Declared(), Origin(sha256, "by_hand", 2))
            batch.take(found, sha256, ("by_hand", 2), fresh=False)
        batch.add(lines.ReadingLine(sha256, "read", since, "by_hand", 2))
        batch.commit("imported", {})
    now = first(case)

    assert now.record.id != shown.record.id
    assert now.corrected.text == "I will call you tonight"
    assert [len(first(case, words).corrections) for words in ("tonlght", "please stop")] == [1, 0]
    assert verify(case).damage == ()


def test_an_exported_record_is_not_corrected(case: Path) -> None:
    with pytest.raises(CannotCorrect, match="diary"):
        say(case, first(case, "exported"), text="something else")


@pytest.mark.parametrize(
    "said", [{}, {"text": "  "}, {"sender": ""}, {"note": " "}, {"text": "I will cail you tonlght"}]
)
def test_what_says_nothing_is_refused(case: Path, said: dict[str, str]) -> None:
    entries = (case / "custody.jsonl").read_text().count("\n")
    with pytest.raises(CannotCorrect):
        say(case, first(case), **said)

    assert (case / "custody.jsonl").read_text().count("\n") == entries


def test_the_commands(case: Path) -> None:
    name = first(case).record.id
    done = run("correct", case, name[:12], "--text", "I will cäll you\x1b[2J tonight", "--time", "2024-03-31 21:14",
               "--actor", "Alex Example", "--note", "looked at it")  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "entry " in done.stdout
    item = next(one for one in records(case) if one["id"] == name)
    other = next(one for one in records(case) if one["id"] != name)

    assert item["text"] == "I will cail you tonlght"
    assert item["corrected"]["text"].startswith("I will cäll")
    assert item["corrected"]["time"]["utc"] == "2024-03-31T20:14:00Z"
    assert [one["by"] for one in item["corrections"]] == ["Alex Example"]
    assert other["corrections"] == []
    assert "corrected by Alex Example on 20" in run("records", case).stdout
    assert "\x1b" not in run("records", case).stdout + run("show", case, name).stdout
    assert name[:16] in run("search", case, "call", "tonight").stdout
    assert name[:16] in run("search", case, "tonight", "cail").stdout
    assert "tonlght" in run("search", case, "tonlght").stdout
    assert "should read" in run("show", case, name).stdout
    assert run("verify", case).returncode == 0


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ((), "Nothing was said"), (("--time", "31 o'clock"), "Write it like"), (("--text", ""), "needs words"),
        (("--time", "2024-02-30"), "not in the calendar"), (("--time", "2024-03-31 25:61"), "not in the calendar"),
        (("--time", "2199-01-01"), "still to come"), (("--time", "2199-01-01 10:00"), "still to come"),
        (("--time", "2024-03-31 01:30"), "clocks were put forward"),  # British summer time began
        (("--time", " "), "Nothing was said"), (("--note", ""), "Nothing was said"),
    ],
)  # fmt: skip
def test_wrong_use_is_a_sentence(case: Path, words: tuple[str, ...], why: str) -> None:
    done = run("correct", case, first(case).record.id, *words)

    assert done.returncode == 1
    assert why in done.stderr
    assert "Nothing was changed" in done.stderr
    assert not first(case).corrections


def test_what_was_and_what_is_now_are_repeated(case: Path) -> None:
    name = first(case).record.id
    done = run("correct", case, name, "--text", "I will call", "--time", "2024-03-31 21:14").stdout
    assert "text: was “I will cail you tonlght”, is now “I will call”" in done
    assert "is now “2024-03-31T21:14:00”" in done
    again = run("correct", case, name, "--text", "I will call you").stdout
    assert "was “I will call” (the machine read “I will cail you tonlght”), is now “I will call you”" in again


@pytest.mark.parametrize(
    ("words", "again"),
    [
        (("--text", "I will call", "--note", "seen"), ("--text", "I will call", "--note", "seen")),
        (("--text", "I will call", "--note", "seen"), ("--text", "I will call")),
        (("--time", "2024-03-31 21:14", "--sender", "Kit"), ("--time", "2024-03-31T21:14")),
        (("--note", "seen"), ("--note", "seen")),
    ],
)  # fmt: skip
def test_the_same_correction_twice_is_recorded_once(case: Path, words: tuple[str, ...], again: tuple[str, ...]) -> None:
    name = first(case).record.id
    run("correct", case, name, *words)
    done = run("correct", case, name, *again)

    assert (done.returncode, len(first(case).corrections)) == (0, 1)
    assert "recorded already" in done.stdout


@pytest.mark.parametrize("words", [("--text", "I will call", "--note", "other"), ("--text", "I  will call")])
def test_what_says_more_is_recorded(case: Path, words: tuple[str, ...]) -> None:
    name = first(case).record.id
    run("correct", case, name, "--text", "I will call", "--note", "seen")
    assert run("correct", case, name, *words).returncode == 0
    assert len(first(case).corrections) == 2


def test_a_correction_that_was_taken_back_can_be_made_again(case: Path) -> None:
    for words in ("one", "two", "one"):
        assert run("correct", case, first(case).record.id, "--text", words).returncode == 0
    assert [line.text for line in first(case).corrections] == ["one", "two", "one"]


def test_spaces_alone_can_be_corrected(case: Path) -> None:
    assert run("correct", case, first(case).record.id, "--text", "I  will cail you tonlght").returncode == 0
    assert first(case).corrected.text == "I  will cail you tonlght"


def test_the_officers_question_is_answered_by_one_command(case: Path) -> None:
    shown = first(case)
    said = run("show", case, shown.record.id).stdout

    for word in (
        shown.record.content,
        "one.png",
        "by hand 1",
        "97 %",
        "top 200",
        "21:14",
        "tonlght",
        "Corrections: none",
    ):
        assert word in said
    assert json.loads(run("show", case, shown.record.id, "--json").stdout)["id"] == shown.record.id


def test_a_copied_case_without_its_index_says_the_same(case: Path, tmp_path: Path) -> None:
    say(case, first(case), time=Time(raw="x", local="2024-03-31T21:14:00", precision="min"))
    copy = Path(shutil.copytree(case, tmp_path / "copy"))
    (copy / "catalogue.sqlite3").unlink()

    assert first(copy).as_json() == first(case).as_json()
    assert READER[0] == first(copy).record.parser


def found(case: Path, *words: object) -> list[str]:
    done = run("records", case, "--json", *words)
    assert done.returncode == 0, done.stderr
    return [json.loads(line)["text"] for line in done.stdout.splitlines() if '"message"' in line]


READ = "I will cail you tonlght"
DATED = [msgspec.structs.replace(line, day="2024-03-31") for line in SAID]


@pytest.mark.parametrize(
    ("words", "there"),
    [
        (("--person", "robin"), True), (("--person", "sam"), True), (("--person", "Kit"), False),
        (("--since", "2023-01-02", "--until", "2023-01-02"), True), (("--since", "2023-01-03", "--until", "2023-01-03"), False),
        (("--until", "2023-01-01"), False), (("--since", "2023-01-01", "--person", "Robin"), True),
        (("--since", "2024-01-01", "--person", "Robin"), False),
    ],
)  # fmt: skip
def test_lists_follow_a_corrected_sender_and_time(case: Path, words: tuple[str, ...], *, there: bool) -> None:
    name = first(case).record.id
    run("correct", case, name, "--sender", "Robin Example", "--time", "2023-01-02 09:00")

    assert (READ in found(case, *words)) is there


def test_a_record_is_also_found_by_the_time_that_was_read(tmp_path: Path) -> None:
    with new_case(tmp_path / "case") as made:
        put(made, "one.png", screen(DATED))
    folder = tmp_path / "case"
    assert READ in found(folder, "--since", "2024-03-31", "--until", "2024-03-31")
    run("correct", folder, first(folder).record.id, "--time", "2023-01-02 09:00")

    assert READ in found(folder, "--since", "2024-03-31", "--until", "2024-03-31")
    assert found(folder, "--until", "2023-12-31") == [READ]
    assert found(folder) == [READ, "please stop"]


def test_a_corrected_time_says_where_a_record_stands(tmp_path: Path) -> None:
    with new_case(tmp_path / "case") as made:
        put(made, "one.png", screen(DATED))
    folder = tmp_path / "case"
    run("correct", folder, first(folder).record.id, "--time", "2024-04-02 09:00")

    assert found(folder) == ["please stop", READ]
    said = run("search", folder, "--json", "Sam").stdout.splitlines()
    assert [json.loads(line)["text"] for line in said] == ["please stop", READ]


def test_a_corrected_number_is_found_however_it_is_written(case: Path) -> None:
    run("correct", case, first(case).record.id, "--sender", "07700 900123")

    assert READ in found(case, "--person", "+447700900123")
    assert READ not in found(case, "--person", "+447700900124")
