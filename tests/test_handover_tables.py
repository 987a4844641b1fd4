"""The chronology as CSV and spreadsheet, the records as JSON Lines, the timeline: all texts come back, and nothing in them runs."""

import csv
import hashlib
import json
import re
import zipfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.errors import CannotWrite
from archive.handover import cell, pages
from archive.handover.columns import COLUMNS, HELD, MARKS, cells
from archive.handover.details import in_words
from archive.handover.entry import Entry, Seen, When, Writer
from archive.handover.jsonl import JsonLines, line, schema
from archive.handover.sheet import Sheet
from archive.handover.table import Table
from archive.handover.timesketch import Timesketch
from archive.lines import CorrectionLine
from archive.records import (
    CallDetails,
    DiaryDetails,
    MailDetails,
    Party,
    PhotoDetails,
    Reaction,
    Record,
    Time,
    Version,
)
from entries_made import HARD_TEXTS, made_entries, made_entry, made_summary

WRITERS = (Table, Sheet, JsonLines, Timesketch)
INJECTED = '<r><t>x</t></r></is></c><c r="ZZ1"><f>1+1</f></c><c t="inlineStr"><is><r><t>y</t></r>'
NASTY = (
    *HARD_TEXTS, INJECTED, "<r></r>", "a" * 31_999 + "<r>" + "b" * 31_997 + "</r>", "\U0001f441" * 20_000, "\U0001f441" * 16_384, "x" * 32_767, "x" * 32_768,
    "\r", "\n", "\r\n", "\r\r\n", "a\rb\nc", "⟨U+0041⟩", "\x00⟨U+0041⟩", "⟨U+0041⟩\r\n=1", "\ufffe\uffff", "_xd83d__x0000_", "=", "'=1", "\u200b=1", "＝1", "\n=1",
    "007", "1e5", "NA", "null", "TRUE", "2024-03-01", '"', '","', "\ud800", "\x85", "mailto:x@example.org", "internal:Sheet1!A1", "{=1}", "#N/A",
)  # fmt: skip


def entry(n: int, text: str, **changed: Any) -> Entry:
    made = made_entry(n, text)
    return msgspec.structs.replace(made, **changed)


def entries() -> list[Entry]:
    """All that is hard, in text, names and times, among ordinary entries."""
    found = list(made_entries(100))
    for text in NASTY:
        made = made_entry(len(found) + 1, text)
        when = msgspec.structs.replace(made.when, raw=text[:50])
        found.append(msgspec.structs.replace(made, sender=text[:1000], thread=text[:50], notes=(text[:9],), when=when))
    return found


def write(folder: Path, kinds: Iterable[type], found: Iterable[Entry]) -> Path:
    folder.mkdir()
    found = list(found)
    writers: list[Writer] = [kind(folder) for kind in kinds]
    for one in found:
        for writer in writers:
            writer.add(one)
    for writer in writers:
        writer.finish(made_summary(len(found)))
    return folder


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    sound = [one for one in entries() if "\ud800" not in (one.record.text or "")]  # JSON holds no half characters
    return write(tmp_path_factory.mktemp("handover") / "data", WRITERS, sound)


def table_rows(data: Path) -> list[dict[str, str]]:
    with (data / "1-chronology" / "chronology.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def sheet_rows(data: Path) -> tuple[list[dict[str, str]], dict[tuple[str, str], str]]:
    """The rows of all sheets of the chronology, and the long texts by number and column."""
    book = openpyxl.load_workbook(data / "1-chronology" / "chronology.xlsx", read_only=True)
    rows, long = [], {}
    for name in book.sheetnames:
        lines = [[value or "" for value in found] for found in book[name].iter_rows(values_only=True)]
        if name.startswith("Chronology"):
            rows += [dict(zip(lines[0], map(str, found), strict=True)) for found in lines[1:]]
        elif name == "Long texts":
            for number, column, *_, text in lines[1:]:
                long[number, column] = long.get((number, column), "") + text
    book.close()
    return rows, long


def undone(row: dict[str, str], long: dict[tuple[str, str], str] | None = None) -> list[str]:
    """The exact texts of a row, by what its last columns say and by nothing else."""
    marks = {mark: row[mark].split(", ") if row[mark] else [] for mark in MARKS}
    ends = dict(said.split(": ") for said in marks["line ends"])
    found = []
    for name in HELD:
        text = row[name]
        if long is not None and name in marks["long cells"]:
            text = long[row["number"], name]
        if name in marks["guarded cells"]:
            assert text[0] == "'"
            text = text[1:]
        if name in marks["shown characters"]:
            text = re.sub(r"⟨U\+([0-9A-F]{4,6})⟩", lambda code: chr(int(code[1], 16)), text)
        if name in ends:
            text = text.replace("\n", {"CR": "\r", "CR LF": "\r\n"}[ends[name]])
        found.append(text)
    return found


def exact(found: Iterable[Entry]) -> list[list[str]]:
    return [cells(one) for one in found]


def json_lines(data: Path) -> list[dict[str, Any]]:
    *lines, end = (data / "3-records" / "records.jsonl").read_bytes().split(b"\n")
    assert end == b""
    return [json.loads(one) for one in lines]


def test_every_text_comes_back_from_the_csv(tmp_path: Path) -> None:
    data = write(tmp_path / "data", [Table], entries())

    assert [undone(row) for row in table_rows(data)] == exact(entries())


def test_every_text_comes_back_from_the_spreadsheet(tmp_path: Path) -> None:
    data = write(tmp_path / "data", [Sheet], entries())

    rows, long = sheet_rows(data)
    assert [undone(row, long) for row in rows] == exact(entries())


def test_every_text_comes_back_from_the_records(data: Path) -> None:
    sound = [one for one in entries() if "\ud800" not in (one.record.text or "")]

    assert [one["text"] for one in json_lines(data)] == [one.record.text for one in sound]


def test_columns_are_the_same_in_both(data: Path) -> None:
    book = openpyxl.load_workbook(data / "1-chronology" / "chronology.xlsx", read_only=True)
    (heading,) = book["Chronology"].iter_rows(max_row=1, values_only=True)
    book.close()

    assert heading == tuple(table_rows(data)[0]) == COLUMNS


def test_every_column_is_explained_beside_the_csv(data: Path) -> None:
    with (data / "1-chronology" / "chronology-columns.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))

    assert [name for name, _ in rows[1:]] == list(COLUMNS)
    assert all(said for _, said in rows)


def test_no_cell_of_the_csv_begins_as_a_formula(data: Path) -> None:
    for row in table_rows(data):
        for text in row.values():
            assert not re.match(r"[\s\"'\u200b\ufeff]*[=+\-@＝＋－＠]|[\t\r]", text.removeprefix("'")) or text[0] == "'"
            assert not text.startswith(("=", "+", "-", "@", "\t", "\r", " =", '"=', "＝", "\u200b="))


@pytest.mark.parametrize(
    "text", ["=1", "+1", "-1", "@A", "\t1", "\r1", "\n1", "  =1", '"=1', "'=1", "“=1", "＝1", "＋1", "－1", "＠A", "\ufeff=1", "\u200b\u202e-1", "−1", "\xa0=1"]
)  # fmt: skip
def test_what_may_run_is_guarded(text: str) -> None:
    assert cell.runs(text)


@pytest.mark.parametrize("text", ["", "a=1", "1+1", "x@y", "“so”", "—", "⟨U+0000⟩=1", "'tis", "   "])
def test_what_cannot_run_is_left_alone(text: str) -> None:
    assert not cell.runs(text)


def test_the_csv_is_what_spreadsheets_and_programs_expect(data: Path) -> None:
    found = (data / "1-chronology" / "chronology.csv").read_bytes()

    assert found.startswith(b"\xef\xbb\xbfnumber,day,")
    assert found.endswith(b"\r\n")
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", found)


def test_nothing_in_the_spreadsheet_runs_or_calls_out(data: Path) -> None:
    with zipfile.ZipFile(data / "1-chronology" / "chronology.xlsx") as found:
        names = found.namelist()
        assert not [
            name
            for name in names
            if re.search(r"vba|extern|link|drawing|media|connection|printer|custom", name, re.IGNORECASE)
        ]
        assert all(one.date_time[0] == 1980 for one in found.infolist())
        for name in names:
            part = found.read(name).decode()
            assert not re.search(r"<f[ >/]|hyperlink|<oleObject|TargetMode|calcChain|r:id=.*externalReference", part), (
                name
            )


def test_every_cell_is_text_but_the_number_of_the_entry(data: Path) -> None:
    book = openpyxl.load_workbook(data / "1-chronology" / "chronology.xlsx")
    for page in book:
        for row in page.iter_rows(min_row=2):
            for one in row:
                number = page.title == "Chronology" and one.column == 1
                assert one.value is None or one.data_type == ("n" if number else "s"), (page.title, one.coordinate)
                assert one.hyperlink is None
                assert one.value is None or one.number_format == ("General" if number else "@")


def test_the_spreadsheet_is_set_up_for_reading_and_paper(data: Path) -> None:
    book = openpyxl.load_workbook(data / "1-chronology" / "chronology.xlsx")

    assert book.sheetnames == [
        "Chronology",
        "Summary",
        "People",
        "Exhibits",
        "Problems",
        "Totals",
        "Columns",
        "Long texts",
    ]
    for page in book:
        assert (page.freeze_panes, page.print_title_rows) == ("A2", "$1:$1")
        assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
        assert page.auto_filter.ref
        assert page.oddFooter.right.text == "Page &P of &N"
    assert book.properties.created.isoformat() == "2024-04-10T09:00:00"


def test_the_other_sheets_say_what_the_summary_says(data: Path) -> None:
    book = openpyxl.load_workbook(data / "1-chronology" / "chronology.xlsx", read_only=True)
    said = "\n".join(str(value) for page in book for row in page.iter_rows(values_only=True) for value in row if value)
    book.close()
    summary = made_summary(1)

    wanted = [*summary.chosen, *summary.left_out, *summary.completeness, *summary.problems[0], summary.head.sha256, summary.reference,
              summary.exhibits[1].why_not, summary.people[0].id, "2024-03-04", "23:00 to 23:59"]  # fmt: skip
    assert [one for one in wanted if one not in said] == []


def test_what_a_person_wrote_about_the_case_cannot_break_the_file(tmp_path: Path) -> None:
    writer = Sheet(tmp_path)
    writer.add(made_entry(1, "x"))
    nasty = "\x00" + INJECTED + "x" * 40_000
    writer.finish(msgspec.structs.replace(made_summary(1), title=nasty, actor=nasty, left_out=(nasty,), problems=((nasty, "=1+1"),)))  # fmt: skip

    book = openpyxl.load_workbook(tmp_path / "1-chronology" / "chronology.xlsx")
    assert book.properties.title.startswith("Chronology: ⟨U+0000⟩")
    values = [row[1].value or "" for row in book["Summary"].iter_rows()]
    assert "".join(values).count(nasty[1:].replace("<r>", "⟨U+003C⟩r>")) == 3
    assert {one.data_type for page in book for row in page.iter_rows() for one in row if one.value} == {"s", "n"}


def test_without_entries_all_files_are_whole(tmp_path: Path) -> None:
    data = write(tmp_path / "data", WRITERS, [])

    assert table_rows(data) == sheet_rows(data)[0] == json_lines(data) == []


def test_a_long_text_is_whole_and_its_cell_says_where(tmp_path: Path) -> None:
    text = "\U0001f441 begin " + "word " * 20_000 + " end"
    data = write(tmp_path / "data", [Table, Sheet], [entry(1, text)])

    (row,), long = sheet_rows(data)
    assert row["long cells"] == "text"
    assert long["1", "text"] == text
    assert row["text"].startswith("\U0001f441 begin word")
    assert row["text"].endswith("They stand whole in the sheet “Long texts”, rows 2 to 5.]")
    assert table_rows(data)[0]["text"] == text
    assert table_rows(data)[0]["long cells"] == "text"


def test_no_part_of_a_long_text_is_longer_than_a_cell(data: Path) -> None:
    book = openpyxl.load_workbook(data / "1-chronology" / "chronology.xlsx", read_only=True)
    longest = max(
        cell.units(str(value)) for page in book for row in page.iter_rows(values_only=True) for value in row if value
    )
    book.close()

    assert 31_000 < longest <= 32_767


def test_more_entries_than_a_sheet_holds_go_on_in_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "ROWS", 41)
    found = list(made_entries(100, hard=False))
    data = write(tmp_path / "data", [Sheet], found)

    rows, _ = sheet_rows(data)
    assert [row["number"] for row in rows] == [str(one.number) for one in found]
    book = openpyxl.load_workbook(data / "1-chronology" / "chronology.xlsx", read_only=True)
    assert [name for name in book.sheetnames if name.startswith("Chronology")] == [
        "Chronology",
        "Chronology 2",
        "Chronology 3",
    ]
    book.close()


def test_a_cell_that_would_be_cut_is_an_error(tmp_path: Path) -> None:
    book = pages.Pages(tmp_path / "cut.xlsx")
    page = book.add("One", (10,))

    with pytest.raises(CannotWrite):
        page.write(["x" * 32_768])
    book.close(footer="", created=datetime(2026, 1, 1))


def test_the_same_entries_give_the_same_bytes(data: Path, tmp_path: Path) -> None:
    sound = [one for one in entries() if "\ud800" not in (one.record.text or "")]
    again = write(tmp_path / "other", WRITERS, sound)

    assert prints(again) == prints(data)
    assert sorted(prints(data)) == [
        "1-chronology/chronology-columns.csv", "1-chronology/chronology.csv", "1-chronology/chronology.xlsx", "3-records/record.schema.json",
        "3-records/records.jsonl", "3-records/summary.json", "5-other-formats/timesketch-left-out.csv", "5-other-formats/timesketch.csv",
    ]  # fmt: skip


def prints(data: Path) -> dict[str, str]:
    files = [path for path in data.rglob("*") if path.is_file()]
    return {path.relative_to(data).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_every_line_fits_the_schema(data: Path) -> None:
    written = json.loads((data / "3-records" / "record.schema.json").read_bytes())
    check = jsonschema.Draft202012Validator(written)

    jsonschema.Draft202012Validator.check_schema(written)
    assert written == json.loads(msgspec.json.encode(schema()))
    for one in [*json_lines(data), json.loads(msgspec.json.encode(line(rich())))]:
        check.validate(one)


def altered(one: dict[str, Any], place: str, value: object) -> dict[str, Any]:
    """A copy of a line with something else at a place such as `time/utc`; without it, where `value` is `...`."""
    found: Any = json.loads(json.dumps(one))
    *way, last = place.split("/")
    inner = found
    for step in way:
        inner = inner[int(step) if step.isdigit() else step]
    if value is ...:
        del inner[last]
    else:
        inner[last] = value
    return found


@pytest.mark.parametrize(
    ("place", "value"),
    [("text", 5), ("text", ...), ("number", "1"), ("number", ...), ("kind", "gossip"), ("time/utc", 5), ("time/era", "AD"), ("sightings/0/exhibit", ...),
     ("sightings/0/colour", "red"), ("more", 1), ("screen/box", [1, 2, 3]), ("corrections/0/by", None), ("corrected/text", 1), ("attachments/0/path", 1),
     ("details/side", "up"), ("exhibits", "JS/1"), ("sender", "Sam"), ("log_entry", None), ("corrected", ...), ("enclosed", ...), ("screen", ...)],
)  # fmt: skip
def test_an_altered_line_does_not_fit_the_schema(place: str, value: object) -> None:
    sound = json.loads(msgspec.json.encode(line(rich())))
    check = jsonschema.Draft202012Validator(schema())

    check.validate(sound)
    with pytest.raises(jsonschema.ValidationError):
        check.validate(altered(sound, place, value))


def rich() -> Entry:
    """A message read from a screenshot, corrected, with attachments, seen twice."""
    made, parts = made_entry(23, "stop wr1ting"), made_entry(29, "")
    said = CorrectionLine(made.record.id, "a" * 64, "line=23", "Alex Example", "2024-04-02T10:00:00Z", text="stop writing", was={"text": "stop wr1ting"})  # fmt: skip
    record = msgspec.structs.replace(made.record, attachments=parts.record.attachments)
    return msgspec.structs.replace(
        made, record=record, enclosed=parts.enclosed, corrections=(said,), corrected=msgspec.structs.replace(record, text="stop writing"),
        seen=(*made.seen, Seen(exhibit="JS/9", source="Copy.zip", object="b" * 64, locator="member=a;line=3")),
    )  # fmt: skip


def test_a_line_says_where_everything_is() -> None:
    one = line(rich())

    assert (one["number"], one["log_entry"], one["exhibits"]) == (23, 2, ("JS/1", "JS/9"))
    assert one["text"] == "stop wr1ting"
    assert one["corrected"]["text"] == "stop writing"
    assert one["corrections"][0]["by"] == "Alex Example"
    assert one["sightings"][1] == {"exhibit": "JS/9", "source": "Copy.zip", "object": "b" * 64, "locator": "member=a;line=3", "path": ""}  # fmt: skip
    picture, gone = one["attachments"]
    assert (picture["exhibit"], picture["inside"], picture["why_not"]) == ("JS/2/1", "JS/2", "It lies inside JS/2.")
    assert (gone["missing"], gone["exhibit"], gone["why_not"]) == (
        True,
        "",
        "The export names it, but it is not there.",
    )
    assert one["screen"]["picture"]["path"] == "data/2-originals/JS-4_Screenshot_1.png"


def test_a_line_has_all_fields_of_the_record(data: Path) -> None:
    assert {name for one in json_lines(data) for name in set(Record.__struct_fields__) - set(one)} == set()


def test_the_summary_is_whole(data: Path) -> None:
    said = json.loads((data / "3-records" / "summary.json").read_bytes())

    assert said["head"] == {"entries": 7, "sha256": "b0a909a4" * 8}
    assert said["people"][0]["owner"] is False
    assert said["problems"] == [
        ["Phone/sms-cut-short.xml (bytes=120-400)", "The file ends in the middle of a message."]
    ]


def test_a_row_shows_the_corrected_text_and_what_the_machine_read(tmp_path: Path) -> None:
    (row,) = table_rows(write(tmp_path / "data", [Table], [rich()]))

    assert row["text"] == "stop writing"
    assert row["corrections"] == "Alex Example, 2024-04-02T10:00:00Z: text: “stop writing”, read as “stop wr1ting”"
    assert row["times seen"] == "2"
    assert row["locators"] == "JS/1: line=23\nJS/9: member=a;line=3"
    assert row["attachments"].endswith("no exhibit: gone.mp4: The export names it, but it is not there.")
    for words in (
        "JS/4",
        "pixels 10,20 to 300,90",
        "confidence 0.62",
        "An export has the same message",
        "see entry 22",
    ):
        assert words in row["screenshot"]


@pytest.mark.parametrize(
    ("changed", "words"),
    [({"kind": "call", "details": CallDetails(outcome="answered", duration_s=65, video=True)}, "outcome: answered\nduration in seconds: 65\nvideo: yes"),
     ({"kind": "call", "details": CallDetails()}, "outcome: unknown"),
     ({"kind": "diary", "details": DiaryDetails(place="bus stop", witnesses=("Jo", "Di"), written=Time(raw="1/4", local="2024-04-01T00:00:00", precision="day"))},
      "place: bus stop\nwitnesses: Jo, Di\nsays it was written: 2024-04-01, written as “1/4”"),
     ({"versions": (Version(text="I will\nfind you", time=Time(utc="2024-03-01T08:00:00Z")), Version())},
      "earlier text 1 (2024-03-01T08:00:00Z): “I will\nfind you”\nearlier text 2 (no time): not kept"),
     ({"reactions": (Reaction("👍", Party(id="+447700900123", name="Sam"), removed=True),)}, "reaction: 👍 by +447700900123 (Sam), taken back"),
     ({"kind": "email", "details": MailDetails(cc=(Party(id="jo@example.org"),), body_matches=False, headers=(("A", "1"), ("B", "2")))},
      "copy to: jo@example.org\nbody fits its signature's hash: no\nheaders: 2; they stand in records.jsonl"),
     ({"kind": "photo", "details": PhotoDetails(width=10, exif={"Make": "X"}, latitude=51.5)}, "text: read in the picture by a machine\nwidth: 10\nlatitude: 51.5\nexif: 1; they stand in records.jsonl"),
     ({}, "")],
)  # fmt: skip
def test_details_in_words(changed: dict[str, Any], words: str) -> None:
    assert in_words(msgspec.structs.replace(made_entry(1, "x").record, details=None, **changed) if "details" not in changed
                    else msgspec.structs.replace(made_entry(1, "x").record, **changed)) == words  # fmt: skip


def test_timesketch_takes_every_row_as_it_is(data: Path) -> None:
    """The rules of its importer: https://github.com/google/timesketch, `read_and_validate_csv`, followed with the library it uses."""
    import pandas as pd

    path = data / "5-other-formats" / "timesketch.csv"
    assert {"message", "datetime", "timestamp_desc"} <= set(pd.read_csv(path, nrows=0).columns)
    rows = pd.read_csv(path)
    moments = pd.to_datetime(rows["datetime"], errors="coerce")
    taken = [one for one in entries() if "\ud800" not in (one.record.text or "") and one.when.utc]

    assert not moments.isna().any()
    assert str(moments.dt.tz) == "UTC"
    assert [int(moment.timestamp()) * 1_000_000 for moment in moments] == list(rows["timestamp"])
    assert [moment.strftime("%Y-%m-%dT%H:%M:%SZ") for moment in moments] == [one.when.utc for one in taken]
    assert list(rows["entry"]) == [one.number for one in taken]
    for said, one in zip(rows["message"], taken, strict=True):
        assert said.endswith(cell.shown_in_table(one.record.text or "(no words)"))
    for column in ("sender", "recipients", "thread", "time_as_written"):
        assert all(value != value or (value[0], value[-1]) == ("“", "”") for value in rows[column])


def test_what_timesketch_cannot_hold_is_named_with_its_reason(tmp_path: Path) -> None:
    sound, undated = made_entry(3, "x"), entry(4, "x", when=When())
    zoneless = made_entry(1, "x")
    day = msgspec.structs.replace(sound, number=5, record=msgspec.structs.replace(sound.record, time=Time(precision="day", utc="2024-03-01T00:00:00Z")))  # fmt: skip
    early = msgspec.structs.replace(sound, number=6, when=msgspec.structs.replace(sound.when, utc="1601-01-01T00:00:00Z"))  # fmt: skip
    data = write(tmp_path / "data", [Timesketch], [zoneless, sound, undated, day, early])

    with (data / "5-other-formats" / "timesketch-left-out.csv").open(newline="") as file:
        assert list(csv.reader(file)) == [
            ["number", "reason"], ["1", "Nobody states the zone of its time."], ["4", "It has no time."], ["5", "Only its day is known."],
            ["6", "Timesketch cannot hold its year."],
        ]  # fmt: skip
    with (data / "5-other-formats" / "timesketch.csv").open(newline="") as file:
        assert [row["entry"] for row in csv.DictReader(file)] == ["3"]


def test_milliseconds_stay_and_all_moments_are_of_one_form(tmp_path: Path) -> None:
    one, other = made_entry(3, "x"), made_entry(6, "x")
    exactly = msgspec.structs.replace(other, when=msgspec.structs.replace(other.when, utc="2024-03-01T10:42:00.250Z"))
    data = write(tmp_path / "data", [Timesketch], [one, exactly])

    with (data / "5-other-formats" / "timesketch.csv").open(newline="") as file:
        assert [(row["datetime"], row["timestamp"]) for row in csv.DictReader(file)] == [
            ("2024-03-01T08:51:00.000000+00:00", "1709283060000000"), ("2024-03-01T10:42:00.250000+00:00", "1709289720250000"),
        ]  # fmt: skip


texts = st.text() | st.text(alphabet="\r\n\x00_x0D<r>/&='⟨U+27E8⟩ \t\u2028\x85\ufffe\U0001f441,\"")


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(texts, min_size=1, max_size=40))
def test_any_text_comes_back_from_all(tmp_path_factory: pytest.TempPathFactory, said: list[str]) -> None:
    found = [entry(n, text, thread=text) for n, text in enumerate(said, 1)]
    data = write(tmp_path_factory.mktemp("any") / "data", [Table, Sheet, JsonLines], found)

    rows, long = sheet_rows(data)
    assert [undone(row) for row in table_rows(data)] == exact(found)
    assert [undone(row, long) for row in rows] == exact(found)
    assert [one["text"] for one in json_lines(data)] == said
