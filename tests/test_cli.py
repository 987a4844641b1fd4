"""The command line's contract: exit codes, JSON shapes, and sentences that say what to do next."""

import json
from pathlib import Path

import jsonschema
import pytest
from test_import import backup

from archive.records import schema
from commands import add, init, records, run

ROOT = Path(__file__).parent.parent


@pytest.fixture
def case(tmp_path: Path) -> Path:
    made = init(tmp_path / "case")
    add(made, backup(tmp_path / "sms.xml", "hello", "please stop", "café &#10;two lines"))
    return made


def test_nothing_to_report_is_zero_and_unread_is_three(tmp_path: Path) -> None:
    made = init(tmp_path / "case")
    (tmp_path / "noise.bin").write_bytes(bytes(range(256)))

    assert run("add", made, backup(tmp_path / "sms.xml", "one")).returncode == 0
    done = run("add", made, tmp_path / "noise.bin")
    assert done.returncode == 3
    assert "noise.bin: No reader knows" in done.stdout


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["add", "nowhere", "README.md"], 1, "not a Fullpicture case"),
        (["add", "nowhere", "no-such-file"], 2, "does not exist"),
        (["records", "nowhere"], 1, "not a Fullpicture case"),
        (["verify", "nowhere"], 1, "There is no file or folder"),
        (["nonsense"], 2, "No such command"),
        (["init"], 2, "Missing argument"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_refusals(words: list[str], code: int, says: str, tmp_path: Path) -> None:
    done = run(
        *[
            str(tmp_path / word) if word == "nowhere" else str(ROOT / word) if word == "README.md" else word
            for word in words
        ]
    )

    assert done.returncode == code
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_wrong_values_are_usage_errors(case: Path, tmp_path: Path) -> None:
    assert run("init", tmp_path / "x", "--zone", "Mars/Base").returncode == 2
    assert run("records", case, "--since", "yesterday").returncode == 2
    assert run("verify", case, "--receipt", "hello").returncode == 2


def test_init_refuses_a_folder_that_is_in_use(case: Path, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("x")

    assert run("init", case).returncode == 1
    assert run("init", tmp_path / "full").returncode == 1


def test_records_as_json_have_every_field_and_fit_the_schema(case: Path) -> None:
    found = records(case)
    wanted = json.loads((ROOT / "docs" / "record.schema.json").read_text())

    assert [record["text"] for record in found] == ["hello", "please stop", "café \ntwo lines"]
    for record in found:
        assert set(record) >= {"id", "kind", "service", "conversation", "sender", "recipients", "direction", "time", "text",
                               "attachments", "details", "warnings", "object", "locator", "parser", "version", "sightings"}  # fmt: skip
        assert set(record["time"]) == {"raw", "utc", "local", "offset", "zone", "basis", "precision"}
        (place,) = record.pop("sightings")
        assert set(place) == {"source", "object", "locator"}
        jsonschema.validate(record, wanted)


def test_the_published_schema_is_the_one_of_the_code() -> None:
    assert json.loads((ROOT / "docs" / "record.schema.json").read_text()) == json.loads(json.dumps(schema()))


@pytest.mark.parametrize(
    ("words", "count"),
    [
        (["--since", "2024-03-01"], 3),
        (["--until", "2024-02-29"], 0),
        (["--since", "2024-03-01", "--until", "2024-03-01"], 3),
        (["--person", "07700 900123"], 3),
        (["--person", "sam"], 3),
        (["--person", "nobody"], 0),
        (["--kind", "call"], 0),
        (["--service", "sms", "--kind", "message"], 3),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_filters(case: Path, words: list[str], count: int) -> None:
    assert len(records(case, *words)) == count


def test_search_finds_words_in_any_case_and_order_and_without_accents(case: Path) -> None:
    for words, count in ((["STOP", "please"], 1), (["cafe"], 1), (["sam"], 3), (["hel"], 0), (['"'], 0), (["AND"], 0)):
        done = run("search", case, *words, "--json")
        assert done.returncode == 0, done.stderr
        assert len(done.stdout.splitlines()) == count


def test_show_takes_a_whole_id_or_enough_of_it(case: Path) -> None:
    (first, *_) = records(case)

    assert json.loads(run("show", case, first["id"]).stdout)["text"] == "hello"
    assert json.loads(run("show", case, first["id"][:14]).stdout)["text"] == "hello"
    assert run("show", case, "0000").returncode == 1
    assert run("show", case, "not an id").returncode == 1


def test_identify_and_formats_need_no_case(tmp_path: Path) -> None:
    backup(tmp_path / "x", "one", "two")
    (tmp_path / "y").write_bytes(b"\x00\x01")
    (one, other) = (
        json.loads(line) for line in run("identify", tmp_path / "x", tmp_path / "y", "--json").stdout.splitlines()
    )

    assert one["format"] == "sms_backup_restore"
    assert other["format"] == ""
    assert "sms_backup_restore" in run("formats").stdout


def test_verify_finds_a_changed_byte_and_exits_four(case: Path) -> None:
    victim = max(
        (path for path in (case / "objects").rglob("*") if path.is_file()), key=lambda path: path.stat().st_size
    )
    victim.chmod(0o600)
    victim.write_bytes(victim.read_bytes() + b" ")
    done = run("verify", case)

    assert done.returncode == 4
    assert victim.name in done.stdout


def test_verify_compares_with_a_receipt(case: Path) -> None:
    receipt = (case / "receipts.txt").read_text().splitlines()[-1]

    assert run("verify", case, "--receipt", receipt).returncode == 0
    assert run("verify", case, "--receipt", receipt.replace("entry ", "entry 9")).returncode == 4


def test_diary(case: Path) -> None:
    done = run("diary", case, "add", "--when", "2024-03-31 21:15", "--where", "front door", "--what", "He rang\nand left.",
               "--witness", "Neighbour", "--actor", "Alex")  # fmt: skip
    (entry,) = records(case, "--kind", "diary")

    assert done.returncode == 0, done.stderr
    assert (entry["text"], entry["time"]["utc"]) == ("He rang\nand left.", "2024-03-31T20:15:00Z")
    assert entry["time"]["basis"] == "declared"
    assert entry["details"]["witnesses"] == ["Neighbour"]
    assert entry["details"]["written"]["utc"]
    assert run("verify", case).returncode == 0
    assert run("diary", case, "add", stdin="typed in").returncode == 0
    assert run("diary", case, "add", stdin="  \n").returncode == 2
    assert len(run("diary", case).stdout.splitlines()) == 2


def test_hostile_text_cannot_drive_the_terminal(tmp_path: Path) -> None:
    made = init(tmp_path / "case")
    add(made, backup(tmp_path / "sms.xml", "&#x1b;[2J\u202egnp.exe\u202c", "a&#13;b"))
    done = run("records", made)

    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout
    assert "<U+202E>" in done.stdout


def test_progress_goes_to_stderr_only_when_somebody_watches(tmp_path: Path) -> None:
    made = init(tmp_path / "case")

    assert run("add", made, backup(tmp_path / "sms.xml", "one")).stderr == ""


def test_a_cloud_folder_is_warned_about(tmp_path: Path) -> None:
    done = run("init", tmp_path / "OneDrive - Home" / "case")

    assert done.returncode == 0
    assert "OneDrive" in done.stderr
