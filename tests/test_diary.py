"""The traps of diaries: dates that mean two things, words that look like chats, and tables that do not balance."""

import time
from pathlib import Path

import pytest

from archive.records import DiaryDetails, Notice, Record
from drops import source_of, sources
from goldens import FIXTURES
from parsers import Confidence, diary


@pytest.fixture
def read(tmp_path: Path):
    """Records of a diary given as text or bytes."""

    def reading(data: str | bytes) -> list[Record]:
        found = diary.parse(source_of(data if isinstance(data, bytes) else data.encode(), tmp_path))
        return [item for item in found if isinstance(item, Record)]

    return reading


@pytest.fixture
def claims(tmp_path: Path):
    def claiming(data: str | bytes) -> bool:
        source = source_of(data if isinstance(data, bytes) else data.encode(), tmp_path)
        return diary.identify(source) is Confidence.PROBABLE

    return claiming


@pytest.mark.parametrize(
    ("written", "local", "precision"),
    [
        ("3 March 2024", "2024-03-03T00:00:00", "day"),
        ("03/03/2024", "2024-03-03T00:00:00", "day"),
        ("2024-03-03", "2024-03-03T00:00:00", "day"),
        ("Sunday 3rd March 2024", "2024-03-03T00:00:00", "day"),
        ("the 3rd of March 2024", None, "none"),
        ("Mon 4 Mar 2024 21:15", "2024-03-04T21:15:00", "min"),
        ("4/3/24 9pm", "2024-03-04T21:00:00", "min"),
        ("March 4th, 2024, 9.05 a.m.", "2024-03-04T09:05:00", "min"),
        ("March 4th, 2024, 9:05\u202fpm", "2024-03-04T21:05:00", "min"),
        ("## 2024-03-03", "2024-03-03T00:00:00", "day"),
        ("3 March 2024 at 2115hrs", "2024-03-03T21:15:00", "min"),
        ("3 March 2024 12:30am", "2024-03-03T00:30:00", "min"),
        ("3 March 2024 12pm", "2024-03-03T12:00:00", "min"),
        ("3 March 2024 21:15:07", "2024-03-03T21:15:07", "s"),
        ("3 March 2024 25:15", "2024-03-03T00:00:00", "day"),
        ("31/02/2024", None, "none"),
    ],
)
def test_dates_as_people_write_them(read, written: str, local: str | None, precision: str) -> None:
    (record,) = read(f"{written} - he came to the door\n")

    assert (record.time.local, record.time.precision) == (local, precision)
    assert record.time.utc is None


@pytest.mark.parametrize(
    "vague", ["evening", "around 9", "about 21:15", "9-10pm", "c. 9pm", "20 messages", "£9.50 gone"]
)
def test_a_vague_time_stays_in_the_words(read, vague: str) -> None:
    (record,) = read(f"3 March 2024 {vague}\n")

    assert record.time.precision == "day"
    assert record.text == vague


def test_a_zone_is_used_only_where_it_was_written(read) -> None:
    stated, unknown = read("1 April 2024 21:15 BST - call\n1 April 2024 21:20 - call\n")

    assert (stated.time.utc, stated.time.basis) == ("2024-04-01T20:15:00Z", "stated")
    assert (unknown.time.utc, unknown.time.basis) == (None, "unknown")


def test_a_number_above_twelve_decides_for_the_whole_file(read) -> None:
    early, late = read("3/4/2024 - call\n3/14/2024 - call\n")

    assert (early.time.local, late.time.local) == ("2024-03-04T00:00:00", "2024-03-14T00:00:00")
    assert early.warnings == ()


def test_a_weekday_decides_the_order(read) -> None:
    first, second = read("Mon 3/4/24 - call\n5/6/24 - call\n")

    assert (first.time.local, second.time.local) == ("2024-03-04T00:00:00", "2024-05-06T00:00:00")


def test_the_order_that_runs_forward_decides(read) -> None:
    records = read("1/9/2024 - call\n2/1/2024 - call\n2/8/2024 - call\n3/2/2024 - call\n")

    assert [record.time.local[5:10] for record in records if record.time.local] == ["01-09", "02-01", "02-08", "03-02"]


def test_newest_first_does_not_pass_for_american(read) -> None:
    """2 May, then 3 April, read month first, would run forward; that proves nothing."""
    records = read("02/05/2024 - call\n03/04/2024 - call\n")

    assert [record.time.local for record in records] == ["2024-05-02T00:00:00", "2024-04-03T00:00:00"]
    assert all(record.warnings == ("date-order-assumed",) for record in records)


def test_an_assumed_order_is_told_once_for_the_file(tmp_path: Path) -> None:
    found = list(diary.parse(source_of(b"01/02/2024 - call\n02/03/2024 - call\n", tmp_path)))

    assert [item.code for item in found if isinstance(item, Notice)] == ["date-order-assumed"]


def test_a_date_that_fits_one_order_only_is_read_so_and_marked(read) -> None:
    *_, odd = read("13/01/2024 - call\n14/01/2024 - call\n01/15/2024 - call\n")

    assert odd.time.local == "2024-01-15T00:00:00"
    assert odd.warnings == ("date-order-differs",)


def test_a_missing_year_turns_with_the_year(read) -> None:
    _, after = read("30 December 2023 - call\n2 January - call\n")

    assert after.time.local == "2024-01-02T00:00:00"
    assert after.warnings == ("year-from-context",)


def test_no_year_anywhere_is_not_guessed(read) -> None:
    (record,) = read("Sunday 3rd March - call\n")

    assert (record.time.local, record.time.raw) == (None, "Sunday 3rd March")
    assert record.warnings == ("year-unknown",)


def test_a_wrong_weekday_is_marked(read) -> None:
    (record,) = read("Monday 3 March 2024 - call\n")

    assert record.warnings == ("weekday-differs",)


def test_heading_and_text_together_are_the_whole_entry(read) -> None:
    """No character of any text fixture is lost between them."""
    for file in FIXTURES.joinpath("diary").glob("*.txt"):
        if file.name == "excel_unicode.txt":
            continue
        (source,) = sources(file)
        with source.open() as stream:
            data = stream.read()
        shown: list[str] = []
        for record in diary.parse(source):
            if isinstance(record, Record):
                section = record.fields.get("section", "")
                shown += ["" if section in shown else section, record.fields.get("heading", ""), record.text or ""]

        wide = data.startswith(b"\xff\xfe")
        whole = data.decode("utf-16") if wide else _lines_as_read(data)
        assert "".join("".join(shown).split()) == "".join(whole.split()), file.name


def _lines_as_read(data: bytes) -> str:
    def one(line: bytes) -> str:
        try:
            return line.decode()
        except UnicodeDecodeError:
            return line.decode("cp1252")

    return "\n".join(one(line) for line in data.split(b"\n"))


def test_locator_holds_the_bytes_of_the_entry(read) -> None:
    data = "Café\n\n3 March 2024 - “no”\nsecond line\n\n\n4 March 2024\n".encode()
    _, first, _ = read(data)
    start, end = first.locator.removeprefix("bytes=").split("-")

    assert data[int(start) : int(end)].decode() == "3 March 2024 - “no”\nsecond line\n"


def test_a_longer_copy_of_the_diary_gives_the_same_words_for_the_same_entry(read) -> None:
    """The last entry of an old copy is not the last one of the new copy; blank lines behind it are no difference."""
    (old,) = read("3 March 2024\nHe came.")
    new, _ = read("3 March 2024\nHe came.\n\n\n4 March 2024\nAgain.\n")

    assert (old.text, old.time) == (new.text, new.time)


def test_the_same_words_twice_are_two_entries(read) -> None:
    assert len(read("3 March 2024 - silent call\n3 March 2024 - silent call\n")) == 2


def test_numbers_that_are_no_date_begin_no_entry(read) -> None:
    """A crime number or a page count is not a day."""
    (record,) = read("3 March 2024\n45/12/2024 is the number they gave me.\n192.168.0.1\n24/7 he calls\n")

    assert record.text == "45/12/2024 is the number they gave me.\n192.168.0.1\n24/7 he calls"


def test_text_before_the_first_date_is_kept_without_a_time(read) -> None:
    first, _ = read("He followed me for months before I began this.\n\n3 March 2024 - again\n")

    assert first.text == "He followed me for months before I began this."
    assert (first.time.local, first.warnings) == (None, ("no-date",))


def test_labels_fill_the_details_and_stay_in_the_text(read) -> None:
    text = (
        "Where: the station\nWitness(es): Jo, Kim and Mrs Okoro\nWritten: 4 March 2024 08:10\nTime: 21.15\nHe waited."
    )
    (record,) = read(f"3 March 2024\n{text}\n")

    assert isinstance(record.details, DiaryDetails)
    assert record.details.place == "the station"
    assert record.details.witnesses == ("Jo", "Kim", "Mrs Okoro")
    assert record.details.written is not None
    assert record.details.written.local == "2024-03-04T08:10:00"
    assert record.time.local == "2024-03-03T21:15:00"
    assert record.text == text


def test_a_date_in_the_middle_of_a_sentence_begins_no_entry(read) -> None:
    (record,) = read("3 March 2024\nThe hearing was put off until\n12 June 2024 because he did not come.\n")

    assert record.warnings == ("date-inside-entry",)


def test_entries_without_full_stops_stay_apart(read) -> None:
    """People write notes without punctuation; the next date is a new entry all the same."""
    assert len(read("3 March 2024 he shouted through the letterbox\n4 March 2024 he was outside again\n")) == 2


def test_one_damaged_line_does_not_spoil_the_others(read) -> None:
    good, bad = read("3 March 2024 - café\n".encode() + b"4 March 2024 - caf\xe9\n")

    assert (good.text, bad.text) == ("café", "café")
    assert (good.warnings, bad.warnings) == ((), ("mixed-encoding",))


def test_utf16_cut_inside_a_character_is_kept_and_marked(read) -> None:
    data = b"\xff\xfe" + "3 March 2024 - he came 😟".encode("utf-16-le")
    (record,) = read(data[:-1])

    assert record.text is not None
    assert record.text.startswith("he came \ufffd")
    assert record.warnings == ("half-character",)
    assert record.locator.endswith(f"-{len(data) - 1}")


@pytest.mark.parametrize(
    "text",
    [
        "3 March 2024\nHe was outside.\n\n4 March 2024\nHe was outside again.\n",
        "My diary\n\n3 March 2024 - he was outside\n",
        "3 March 2024 - he was outside. Witness: Jo.\n",
        "Date: 3/3/2024\nTime: 9pm\nPlace: home\nWhat happened: silent call\n",
        "Sun 3 March he was outside\nMon 4 March he was outside\nTue 5 March he was outside\n",
        "3 March 2024\nHe sent this:\n[03/03/2024, 21:15:09] Sam: where are you\nI did not answer.\n4 March 2024\nNothing.\n",
    ],
)
def test_claims_a_diary(claims, text: str) -> None:
    assert claims(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Dear Sam,\n\nplease stop writing to me.\n",
        "12 June 2024\n\nDear Ms Example,\n\nthank you for your letter.\n\nYours faithfully\n",
        "[03/03/2024, 21:15:09] Sam Example: where are you\n[03/03/2024, 21:16:09] Sam Example: answer me\n",
        "03/03/2024, 21:15 - Sam Example: where are you\n03/03/2024, 21:16 - Sam Example: answer me\n",
        "03/03/2024, 9:15\u202fpm - Sam Example: where are you\n03/03/2024, 9:16\u202fpm - Sam Example: answer me\n",
        "March 3, 2024, 9:05 PM, Sam : where are you\nMarch 3, 2024, 9:06 PM, Sam : answer me now\n",
        "[LINE] Chat history with Sam\nSaved on: 2024/04/01 09:00\n\n2024/03/31(Sun)\n21:15\tSam\twhere are you\n",
        "2024/03/31(Sun)\n21:15\tSam\twhere are you now\n21:16\tSam\tanswer me now\n2024/04/01(Mon)\n09:00\tSam\tmorning to you\n",
        "2024-03-03 21:15:09 service started well\n2024-03-03 21:15:10 service stopped again\n",
        "Mar 31, 2024 12:59:00 AM\n+447700900123\nwhere are you\n\nMar 31, 2024 1:59:00 AM\nMe\nplease stop writing\n",
        "From: sam@example.org\nTo: alex@example.org\nSubject: hi\n\n3 March 2024 - he came\n4 March 2024 - he came\n",
        "01/03/2024 Card payment to shop 12.99\n02/03/2024 Card payment to shop 5.00\n",
        "2024-06-01\t+44 7700 900123\n2024-06-02\t+44 7700 900123\n",
        '{"date": "2024-03-03", "what happened": "x"}\n',
        "date,number,type,duration\n2024-03-03 10:00,07700900123,Missed,0\n",
        "Date,User,Message\n2024-03-03 10:00:00,Sam,where are you\n",
        "Date,Description,Amount\n03/03/2024,Shop,12.99\n",
        "CONVERSATION ID,FROM,TO,DATE,SUBJECT,CONTENT\n1,Sam,Alex,2024-03-03 10:00:00 UTC,hi,where are you\n",
        "id,permalink,thread_id,date,ip,from,to,subject,body\nm1,x,t1,2025-01-01 00:00:00 UTC,,a,b,hi,hello\n",
        "Date,Description,Location,Amount\n03/03/2024,Shop,town,12.99\n",
        "Name,Phone,Notes\nSam,07700900123,do not answer\n",
        "Date,What happened\n",
    ],
)
def test_leaves_everything_else_alone(claims, text: str) -> None:
    assert not claims(text)


def test_a_long_prose_text_with_two_dates_is_no_diary(claims) -> None:
    prose = "It was a quiet street and nobody ever came.\n" * 120

    assert not claims(f"3 March 2024\n{prose}4 March 2024\n{prose}")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_tables_in_every_dress(claims, read, delimiter: str, encoding: str) -> None:
    rows = [["When", "What happened", "Where"], ["03/03/2024 21:15", '"a café, he; said"', "home"]]
    data = "\r\n".join(delimiter.join(row) for row in rows).encode(encoding)
    (record,) = read(data)

    assert claims(data)
    assert (record.text, record.time.local) == ("a café, he; said", "2024-03-03T21:15:00")


def test_a_cell_longer_than_other_readers_allow(read) -> None:
    story = "he said, " * 40_000
    (record,) = read(f'date,what happened\n2024-03-03,"{story}"\n')

    assert record.text == story


def test_nul_bytes_in_a_table_lose_nothing(read) -> None:
    (record,) = read(b"date,what happened\n2024-03-03,one\x00two\n")

    assert record.text == "one\x00two"


def test_a_quote_that_never_closes_swallows_no_other_row(read) -> None:
    records = read('date,what happened,place\n2024-03-03,"he left,home\n2024-03-04,he came,home\n2024-03-05,no,home\n')

    assert [record.text for record in records] == ['"he left', "he came", "no"]
    assert [record.warnings for record in records] == [("quote-unclosed",), (), ()]


def test_a_quoted_cell_over_many_lines_is_one_row(read) -> None:
    (record,) = read('date,what happened,place\r\n2024-03-03,"one\r\n\r\nthree ""so""",home\r\n')

    assert record.text == 'one\r\n\r\nthree "so"'
    assert record.warnings == ()


def test_unknown_columns_and_cells_beyond_the_header_are_kept(read) -> None:
    (record,) = read("date,what happened,Mood,Mood\n2024-03-03,he came,bad,worse,extra\n")

    assert record.fields == {"Mood": "bad", "column 4": "worse", "column 5": "extra"}
    assert record.warnings == ("row-long",)


def test_a_time_in_its_own_column_replaces_the_midnight_of_spreadsheets(read) -> None:
    (record,) = read("date,time,what happened\n13/03/2024 00:00,21:15:00,he came\n")

    assert (record.time.local, record.time.precision) == ("2024-03-13T21:15:00", "min")
    assert record.time.raw == "13/03/2024 00:00 21:15:00"


@pytest.mark.parametrize(
    "data",
    [
        b"date,what happened\n" + b'"a\n' * 20_000,
        b"date,what happened\n2024-03-03," + b'"' * 200_001,
        b"Mon" + b" " * 200_000 + b"x\n3 March 2024 - a\n",
        b"3 March 2024\nPlace:" + b" " * 200_000 + b"x\n",
        b"3 March 2024\n" + b"a. " * 100_000,
        b"-" * 200_000 + b"\n3 March 2024 - a\n",
    ],
    ids=["open quotes", "quotes", "spaces", "label", "sentences", "dashes"],
)
def test_hostile_repetition_does_not_hang(claims, read, data: bytes) -> None:
    begun = time.monotonic()
    claims(data)
    read(data)

    assert time.monotonic() - begun < 20
