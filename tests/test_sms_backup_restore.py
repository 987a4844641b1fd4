"""SMS Backup & Restore: the whole file, how it is told from others, and what damage costs."""

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest
from smsbr_reading import MMS, SMS, Keeping, Read, notices, one, problems, reader, records, span

from drops import source_of
from goldens import FIXTURES
from parsers import Confidence
from parsers import sms_backup_restore as parser
from parsers._smsbr import markup as _smsbr_markup
from parsers._smsbr import payload as _smsbr_payload
from parsers._smsbr import units as _smsbr_units

FOLDER = FIXTURES / "sms_backup_restore"
DOCS = Path(__file__).parent.parent / "docs" / "parsers" / "sms_backup_restore.md"
CASES = sorted(FOLDER.glob("*.xml"))
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(range(200))).decode()


@pytest.fixture
def read(tmp_path: Path) -> Read:
    return reader(tmp_path)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
@pytest.mark.parametrize(("chunk", "lifted"), [(1, 5), (7, 40), (50, 8), (300, 1 << 30)])
def test_pieces_of_any_size_read_alike(
    case: Path, chunk: int, lifted: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever the borders of pieces fall (in a reference, a tag, a payload), and whether payloads are lifted or not."""
    whole = list(parser.parse(source_of(case.read_bytes(), tmp_path)))
    monkeypatch.setattr(_smsbr_units, "CHUNK", chunk)
    monkeypatch.setattr(_smsbr_payload, "CHUNK", chunk)
    monkeypatch.setattr(_smsbr_markup, "LIFTED_FROM", lifted)

    assert list(parser.parse(source_of(case.read_bytes(), tmp_path))) == whole


@pytest.mark.parametrize("case", [case for case in CASES if "utf16" not in case.name], ids=lambda case: case.name)
def test_a_locator_is_the_element_in_the_original_file(case: Path, read: Read) -> None:
    """Cut out by its locator and read alone, every record says the same."""
    data = case.read_bytes()
    declaration = data[: data.find(b"?>") + 2] if b"encoding=" in data[:100] else b""
    for record in records(read(data)):
        if "not-closed" in record.warnings:
            continue
        element = data[span(record.locator)]
        alone = one(read(declaration + element))
        assert re.match(rb"<(sms|mms|call)\b", element)
        assert element.endswith(b">")
        assert (alone.text, alone.time, alone.sender) == (record.text, record.time, record.sender)


@pytest.mark.parametrize("name", ["utf16_with_mark.xml", "utf16_big_endian.xml", "utf16_without_mark.xml"])
def test_locators_in_utf16_are_byte_places(name: str, read: Read) -> None:
    data = (FOLDER / name).read_bytes()
    codec = "utf-16-be" if "big" in name else "utf-16-le"

    for record in records(read(data)):
        assert re.fullmatch(r"<[sm]ms\b.*>", data[span(record.locator)].decode(codec), re.DOTALL)


def test_an_attachments_locator_is_its_base64_text(read: Read) -> None:
    data = (FOLDER / "mms_parts.xml").read_bytes()
    found = [part for record in records(read(data)) for part in record.attachments if part.sha256]

    assert len(found) == 5
    for part in found:
        assert hashlib.sha256(base64.b64decode(data[span(part.locator)])).hexdigest() == part.sha256


def test_every_code_is_explained_on_the_page() -> None:
    lines = [
        json.loads(line)
        for case in FOLDER.glob("*.golden.jsonl")
        for line in case.read_text(encoding="utf-8").splitlines()
    ]
    codes = {code for line in lines for code in line.get("record", {}).get("warnings", ())}
    codes |= {line[kind]["code"] for line in lines for kind in ("problem", "notice") if kind in line}

    page = DOCS.read_text(encoding="utf-8")
    assert sorted(code for code in codes if f"| `{code}` |" not in page) == []
    assert len(codes) > 25


def test_every_explained_code_has_a_fixture() -> None:
    goldens = "".join(case.read_text(encoding="utf-8") for case in FOLDER.glob("*.golden.jsonl"))

    assert [
        code
        for code in re.findall(r"^\| `([a-z-]+)` \|", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
        if f'"{code}"' not in goldens
    ] == []


BROKEN = [
    '<sms address="+447700900123" date="1711846740000" type="1" body="no closing quote />',
    '<sms address="+447700900123" date="1711846740000" type="1" body="a "quote" inside" />',
    '<sms address="+447700900123" date="1711846740000" type="1" body="no bracket"',
    'sms address="+447700900123" date="1711846740000" type="1" body="no beginning" />',
    '<sqs address="+447700900123" date="1711846740000" type="1" body="another name" />',
    "<sms address='+447700900123' date='1711846740000' type='1' body='no closing quote />",
    "<sms address=+447700900123 date='1711846740000' />",
]


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_element_costs_itself_alone(broken: str, read: Read) -> None:
    data = f'<smses count="3">\n{SMS.format("before")}\n{broken}\n{SMS.format("after")}\n</smses>'
    items = read(data)

    assert [record.text for record in records(items)] == ["before", "after"]
    (problem,) = problems(items)
    assert problem.lost == 1
    assert broken in data[span(problem.locator)]
    assert "2024-03-31T00:59:00" in problem.reason
    assert "+447700900123" in problem.reason or "=+" in broken
    assert "declared-count" in notices(items)


def test_a_run_of_broken_elements_is_counted(read: Read) -> None:
    items = read("<smses>" + "".join(BROKEN[3:5]) * 3 + "</smses>")

    assert sum(problem.lost for problem in problems(items)) == 6


def test_a_broken_part_costs_that_part_of_its_mms(read: Read) -> None:
    broken = '<part ct="text/plain" text="no quote cl="x" />'
    items = read(MMS.format(f'<part ct="text/plain" text="one" />{broken}<part ct="image/png" data="{PNG}" />'))

    assert one(items).text == "one"
    assert len(one(items).attachments) == 1
    assert "broken-part" in one(items).warnings
    assert [(problem.code, problem.lost) for problem in problems(items)] == [("broken-part", 0)]


def test_a_damaged_payload_does_not_swallow_what_follows(read: Read) -> None:
    """The closing quote of a payload is gone: the next quote belongs to somebody else."""
    items = read(
        MMS.format(f'<part ct="image/png" data="{PNG} /><part ct="text/plain" text="after" />') + SMS.format("x")
    )

    assert [record.text for record in records(items)] == ["after", "x"]


def test_the_parts_of_a_lost_mms_belong_to_its_problem(read: Read) -> None:
    data = MMS.replace('msg_box="1"', 'msg_box="1').format('<part ct="text/plain" text="hello" />')
    (problem,) = problems(read(data))

    assert (problem.lost, span(problem.locator)) == (1, slice(0, len(data)))
    assert "hello" in problem.reason


@pytest.mark.parametrize(
    "comment", ["<!-- never ends ", "<!-- one <!-- two -->", "<![CDATA[ never ends ", "<? never ends "]
)
def test_a_comment_that_goes_wrong_hides_nothing(comment: str, read: Read) -> None:
    items = read(f"{comment}\n<smses>{SMS.format('seen')}</smses>")

    assert one(items).text == "seen"


def test_a_comment_inside_a_comment_hides_nothing(read: Read) -> None:
    assert one(read(f"<!-- one {SMS.format('seen')} <!-- two -->")).text == "seen"


def test_messages_in_a_comment_are_told(read: Read) -> None:
    (problem,) = problems(read(f"<smses><!-- {SMS.format('a')}{SMS.format('b')} --></smses>"))

    assert (problem.code, problem.lost) == ("commented-out", 2)


def test_closing_tags_apart_and_missing(read: Read) -> None:
    closed, open_, last = records(
        read(
            "<smses>"
            + SMS.format("a").replace(" />", "></sms>")
            + SMS.format("b").replace(" />", ">")
            + SMS.format("c")
        )
    )

    assert (closed.warnings, open_.warnings, last.warnings) == ((), ("not-closed",), ())


def test_the_quick_way_and_the_slow_way_agree_on_quotes(read: Read) -> None:
    """Tags of one shape share what was learned of the first; quotes inside quotes must not look alike."""
    tag = '<sms address="1" date="1711846740000" type="1" {} />'
    bodies = ["body='a \"b\" c'", "body='a \"d\" c'", 'body="e"', 'body="f\'s"', "body='g' x=\"1\"", 'body="h" x="1"']

    found = records(read("".join(tag.format(body) for body in bodies)))

    assert [record.text for record in found] == ['a "b" c', 'a "d" c', "e", "f's", "g", "h"]


def test_a_quote_too_many_behind_a_known_shape_is_no_tag(read: Read) -> None:
    items = read(SMS.format("a") + SMS.format("b").replace(" />", ' /">') + SMS.format("c"))

    assert [record.text for record in records(items)] == ["a", "c"]
    assert sum(problem.lost for problem in problems(items)) == 1


def test_a_dated_element_inside_an_mms_may_be_a_message_of_its_own(read: Read) -> None:
    items = read(MMS.format('<smz date="1711846740000" body="mangled" />'))

    assert one(items).fields["smz[0].body"] == "mangled"
    assert [(problem.code, problem.lost) for problem in problems(items)] == [("unknown-element", 1)]


def test_a_damaged_message_behind_an_mms_that_was_never_closed(read: Read) -> None:
    unclosed = MMS.format('<part ct="text/plain" text="open" />').replace("</mms>", "")
    data = f"<smses>{unclosed}{BROKEN[0]}{SMS.format('after')}</smses>"
    items = read(data)

    assert [(record.text, record.warnings) for record in records(items)] == [("open", ("not-closed",)), ("after", ())]
    assert [problem.lost for problem in problems(items)] == [1]
    assert data[span(records(items)[0].locator)] == unclosed


def test_an_opening_mark_that_ran_together_with_a_message_is_told(read: Read) -> None:
    items = read(f'<smses count="2" type="1" date="1711846740000" body="swallowed" />{SMS.format("x")}')

    assert [(problem.code, problem.lost) for problem in problems(items)] == [("unknown-element", 1)]


def test_utf16_that_lost_a_byte_counts_what_cannot_be_read(read: Read) -> None:
    data = ("<smses>" + SMS.format("x") * 5).encode("utf-16")
    items = read(data[:300] + data[301:])

    assert len(records(items)) + sum(problem.lost for problem in problems(items)) == 5


def test_the_cut_entry_is_told_with_what_is_left_of_it(read: Read) -> None:
    items = read(f'<smses count="2">{SMS.format("whole")}{SMS.format("this one was cut")[:-12]}')

    assert one(items).text == "whole"
    (problem,) = problems(items)
    assert (problem.code, problem.lost) == ("cut-short", 1)
    assert "+447700900123, 2024-03-31T00:59:00.000Z, “this one”" in problem.reason
    assert notices(items) == ["declared-count"]


def test_a_cut_between_entries_is_a_notice(read: Read) -> None:
    items = read(f'<smses count="1">{SMS.format("whole")}\n  ')

    assert problems(items) == []
    assert notices(items) == ["end-missing"]


def test_a_cut_between_the_parts_of_an_mms_loses_it(read: Read) -> None:
    items = read('<smses count="1">' + MMS.format('<part ct="text/plain" text="hello" />').partition("</parts>")[0])

    assert [(problem.code, problem.lost) for problem in problems(items)] == [("cut-short", 1)]
    assert "hello" in problems(items)[0].reason
    assert notices(items) == ["declared-count"]


def test_nothing_of_a_cut_mms_goes_to_the_archive(tmp_path: Path) -> None:
    sink = Keeping()
    items = reader(tmp_path, sink)(MMS.format(f'<part ct="image/png" data="{PNG}" />')[:-8])

    assert [problem.code for problem in problems(items)] == ["cut-short"]
    assert sink.kept == []


@pytest.mark.parametrize(
    ("text", "confidence"),
    [("<smses/>", Confidence.CERTAIN), ('<?xml version="1.0"?><!-- x --><!DOCTYPE a [<!ENTITY b "c">]>\n<allsms count="1">', Confidence.CERTAIN),
     ('<calls count="1"><call number="1" date="1" /></calls>', Confidence.CERTAIN), ("<calls/>", Confidence.PROBABLE),
     (SMS, Confidence.PROBABLE), (f"damaged{SMS}", Confidence.POSSIBLE), ("<smsesx/>", Confidence.NO), ("<html><sms></html>", Confidence.NO),
     ("<!-- <smses> --><html/>", Confidence.NO), ("", Confidence.NO), ("From: a@example.com\n\nsms date=\"1\"", Confidence.NO)],
)  # fmt: skip
def test_identify(text: str, confidence: Confidence, tmp_path: Path) -> None:
    assert parser.identify(source_of(text.encode(), tmp_path)) is confidence


def test_two_backups_in_one_file_are_counted_apart(read: Read) -> None:
    two = f'<smses count="1">{SMS.format("a")}</smses><smses count="5">{SMS.format("a")}</smses>'
    items = read(two)

    assert len(records(items)) == 2
    assert notices(items) == ["declared-count"]
