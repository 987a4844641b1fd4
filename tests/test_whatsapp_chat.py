"""What WhatsApp exports hide and how they deceive: each trap once."""

import hashlib
import random
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from archive.records import CallDetails, Item, MessageDetails, Notice, Problem, Record, SystemDetails
from drops import source_of, sources
from parsers import Confidence, whatsapp_chat
from parsers._whatsapp.header import Headers
from parsers._whatsapp.people import Names

FIXTURES = Path(__file__).parent / "parsers" / "whatsapp_chat"
MARK = "\u200e"

Read = Callable[..., list[Item]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Parse a text as a lone file. Lines may be given one by one; they are joined by LF."""

    def parse(*lines: str, name: str = "x", encoding: str = "utf-8") -> list[Item]:
        data = "".join(f"{line}\n" for line in lines).encode(encoding)
        return list(whatsapp_chat.parse(source_of(data, tmp_path, name)))

    return parse


def records(items: list[Item]) -> list[Record]:
    return [item for item in items if isinstance(item, Record)]


def notices(items: list[Item]) -> dict[str, str]:
    return {item.code: item.text for item in items if isinstance(item, Notice)}


def confidence(text: str | bytes, folder: Path) -> Confidence:
    data = text.encode() if isinstance(text, str) else text
    return whatsapp_chat.identify(source_of(data, folder))


def iphone(*messages: str) -> str:
    """An iPhone's file: CRLF behind messages, LF inside. Names and numbers are left to the caller."""
    return "".join(f"{message}\r\n" for message in messages)


def span(record: Record) -> tuple[int, int]:
    start, _, end = record.locator.removeprefix("bytes=").partition("-")
    return int(start), int(end)


# What is claimed


@pytest.mark.parametrize(
    ("line", "other"),
    [
        ("[02/03/2024, 21:14:09] Sam: hi", "[02/03/2024, 21:14:10] Al: no"),
        ("02/03/2024, 21:14 - Sam: hi", "02/03/2024, 21:15 - Al: no"),
        ("3/2/24, 9:14\u202fPM - Sam: hi", "3/2/24, 9:15\u202fPM - Al: no"),
        ("28/3/2025, 9:14\u202fp.\u00a0m. - Sam: hi", "28/3/2025, 9:15\u202fp.\u00a0m. - Al: no"),
        ("02.03.24, 21:14 - Sam: hi", "02.03.24, 21:15 - Al: no"),
        ("02-03-2024 21:14 - Sam: hi", "02-03-2024 21:15 - Al: no"),
        ("2024-03-02, 21:14 – Sam: hi", "2024-03-02, 21:15 – Al: no"),
        ("02/03/2024 à 21:14 - Sam: hi", "02/03/2024 à 21:15 - Al: no"),
        ("[2.3.2024 klo 21.14.09] Sam: hi", "[2.3.2024 klo 21.15.09] Al: no"),
        ("[21:14, 02/03/2024] Sam: hi", "[21:15, 02/03/2024] Al: no"),
    ],
)
def test_every_form_is_found_and_read(line: str, other: str, tmp_path: Path, read: Read) -> None:
    assert confidence(f"{line}\n{other}\n{line}\n", tmp_path) is Confidence.PROBABLE
    first, second, _ = records(read(line, other, line))
    assert (first.sender, first.text) == (first.sender, "hi")
    assert first.time.local and first.time.local[11:16] == "21:14"
    assert second.sender and second.sender.name == "Al"


def test_one_message_is_found(tmp_path: Path) -> None:
    """A chat of one line: possible by its shape, certain with WhatsApp's own sentence."""
    notice = "Messages and calls are end-to-end encrypted. No one outside of this chat can read them."

    assert confidence("02/03/2024, 21:14 - Sam: hi\n", tmp_path) is Confidence.POSSIBLE
    assert confidence("02/03/2024, 21:14 - Sam: This message was deleted\n", tmp_path) is Confidence.PROBABLE
    assert confidence(f"02/03/2024, 21:14 - {notice}\n", tmp_path) is Confidence.CERTAIN
    assert (
        confidence("02/03/2024, 21:14 - Sam: IMG-20240302-WA0001.jpg (file attached)\n", tmp_path) is Confidence.CERTAIN
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\ufeff",
        "Date,Number,Type\n2024-06-01 10:00,+447700900123,Missed\n2024-06-01 10:01,+447700900123,Missed\n",
        "Diary\n12 June 2024 - he was outside the school again. Witness: Jo.\n",
        "12/06/2024, 14:30 - he was outside the school\n13/06/2024, 14:30 - he was there again\n14/06/2024, 9:00 - Sam left\n",
        (
            "3 March 2024\nHe wrote:\n[03/03/2024, 21:15:09] Sam: where are you\nI did not answer.\n\n4 March\n"
            "03/03/2024, 21:20 - Sam: last chance\nHe deleted it.\n\n5 March\nNothing.\n6 March\nNothing.\n"
        ),
        "[LINE] Chat history with Sam\nSaved on: 2024/04/01 09:00\n\n2024/03/31(Sun)\n23:58\tSam\twhere are you\n",
        "[31/03/2024, 00:59] Sam: where are you\n[31/03/2024, 02:01] Me: stop\n[31/03/2024, 02:02] Sam: Image (ab.jpg)\n",
        "[2019-12-24, 12:23] Jane Doe: Hello John!\n[2020-01-17, 21:49] John Doe: Hello\nJane!\n",
        "Sam, [02.03.2024 21:14]\nwhere are you\n\nAlex, [02.03.2024 21:15]\nno\n",
        "[2024-03-02 21:14:09] production.ERROR: no\n[2024-03-02 21:14:10] production.INFO: yes\n[2024-03-02 21:14:11] local.ERROR: no\n",
        "2024-03-02 21:14:09 - INFO: started\n2024-03-02 21:14:10 - ERROR: stopped\n2024-03-02 21:14:11 - INFO: started\n",
        "2025-10-26 17:35:24 UTC alice: Hello\n2025-10-26 17:36:10 UTC bob: I'm good: thanks!\n",
        "From: Sam <sam@example.org>\nSubject: 02/03/2024, 21:14 - Sam: hi\n\n02/03/2024, 21:14 - Sam: hi\nbye\nbye\nbye\n",
        "<smses count='1'><sms date='1' body='02/03/2024, 21:14 - Sam: hi'/></smses>",
    ],
)
def test_other_texts_are_not_claimed(text: str, tmp_path: Path) -> None:
    assert confidence(text, tmp_path) is Confidence.NO


def test_brackets_without_seconds_are_only_possible(tmp_path: Path) -> None:
    """No iPhone leaves the seconds out: without a mark of WhatsApp's own another parser may know better."""
    chat = "[31/03/2024 00:59] Sam: where are you\n[31/03/2024 02:01] Alex: stop\n[31/03/2024 02:02] Sam: no\n"

    assert confidence(chat, tmp_path) is Confidence.POSSIBLE
    assert confidence(chat + "[31/03/2024 02:03] Sam: <Anhang: video1.mp4>\n", tmp_path) is Confidence.CERTAIN


def test_telling_is_quick(tmp_path: Path) -> None:
    """A thousand binary heads in a second, on any machine that runs tests."""
    heads = [random.Random(n).randbytes(65536) for n in range(20)]
    started = time.process_time()
    for _ in range(50):
        for head in heads:
            assert whatsapp_chat.look(head) is Confidence.NO

    assert time.process_time() - started < 5


# The text


@pytest.mark.parametrize("fixture", sorted(FIXTURES.glob("*.txt")), ids=lambda path: path.name)
def test_header_and_text_are_the_lines_of_the_file(fixture: Path) -> None:
    """Nothing is trimmed, normalised or lost between the first byte of a record and its last."""
    (source,) = sources(fixture)
    data = fixture.read_bytes()
    wide = data[:2] == b"\xff\xfe"
    encoding = "utf-16-le" if wide else "cp1252" if "1252" in fixture.name else "utf-8"

    found = records(list(whatsapp_chat.parse(source)))

    for record in found:
        start, end = span(record)
        lines = data[start:end].decode(encoding, "replace")
        said = record.fields["header"] + (record.text or "")
        assert lines.removesuffix("\n").removesuffix("\r") in (said, said.replace("\n", "\r\n"))
    places = [span(record) for record in found]
    assert all(end == start for (_, end), (start, _) in pairwise(places))
    assert places[-1][1] == len(data)


def test_line_breaks_stay(read: Read) -> None:
    first, second = records(read("13/02/2024, 09:08 - Lee: ", "", "on the third", "", "13/02/2024, 09:09 - Lee: x"))

    assert first.sender and first.sender.name == "Lee"
    assert first.text == "\n\non the third\n"
    assert second.text == "x"


def test_body_lines_with_dates_and_dashes_stay_inside(read: Read) -> None:
    lines = (
        "milk - 2 pints",
        "02/03/2024: court",
        "13/03/2024, 10:30 meet me",
        "13/03/2024 10:30: court",
        "14/02/2024, 10:00 - 18:00 shift",
        "13/03/2024 10:30: court: room 3",
        "[13/02/2024, 10:00:00] dentist",
    )
    (only,) = records(read("13/02/2024, 09:00 - Sam: list", *lines))

    assert only.text == "\n".join(("list", *lines))


def test_characters_that_look_alike_stay_apart(read: Read) -> None:
    text = "𝕋𝕙𝕖 👩\u200d👩\u200d👧 ¯ ﬁn e\u0301 \u00e9 \u202eabc"

    assert records(read(f"13/02/2024, 09:00 - Sam: {text}"))[0].text == text


# Forged lines


def test_line_ends_of_an_iphone_keep_a_forged_line_inside(tmp_path: Path) -> None:
    data = iphone(
        "[02/03/2024, 21:14:09] Sam: one",
        "[02/03/2024, 21:15:09] Sam: look\n[02/03/2024, 21:15:30] Vic: I love you, come round",
        "[02/03/2024, 21:16:09] Vic: no",
    )
    items = list(whatsapp_chat.parse(source_of(data.encode(), tmp_path)))

    one, look, no = records(items)
    assert look.text == "look\n[02/03/2024, 21:15:30] Vic: I love you, come round"
    assert "header-inside-message" in look.warnings
    assert [record.text for record in (one, no)] == ["one", "no"]
    assert not any("possible-forged-line" in record.warnings for record in records(items))
    assert "message-ends-not-marked" not in notices(items)


def test_a_line_forged_with_another_time_is_marked(read: Read) -> None:
    """Backdated in an Android's file: it stays a message of its own, and says so."""
    found = records(
        read(
            "13/02/2024, 09:00 - Vic: hello",
            "13/02/2024, 11:15 - Sam: look",
            "12/02/2024, 11:11 - Vic: I love you",
            "13/02/2024, 11:16 - Vic: no",
        )
    )

    assert "possible-forged-line" in found[2].warnings
    assert [record.warnings for record in (found[0], found[3])] == [(), ()]


def test_a_line_forged_with_a_later_time_is_marked(read: Read) -> None:
    found = records(
        read(
            "13/02/2024, 11:15 - Sam: look",
            "14/02/2024, 11:11 - Vic: I love you",
            "13/02/2024, 11:16 - Vic: no",
            "13/02/2024, 11:17 - Sam: yes",
        )
    )

    assert found[1].warnings == ("possible-forged-line",)
    assert found[2].warnings == ("clock-ran-backwards",)


def test_two_forged_lines_in_a_row_are_marked(read: Read) -> None:
    found = records(
        read(
            "13/02/2024, 11:15 - Sam: look",
            "13/02/2024, 10:00 - Vic: I love you",
            "13/02/2024, 10:01 - Vic: come round",
            "13/02/2024, 11:16 - Vic: no",
        )
    )

    assert all("possible-forged-line" in record.warnings for record in found[1:3])
    assert found[3].warnings == ()


def test_a_line_in_another_form_is_marked(read: Read) -> None:
    found = records(
        read(
            "13/02/2024, 11:15 - Sam: look",
            "[13/02/2024, 11:15:30] Vic: I love you",
            "13/02/2024, 11:16 - Vic: no",
        )
    )

    assert [record.warnings for record in found] == [(), ("possible-forged-line",), ()]


def test_a_line_with_a_common_space_among_narrow_ones_is_marked(read: Read) -> None:
    """WhatsApp writes a narrow no-break space before am and pm; a person types a common one."""
    found = records(
        read(
            "13/02/2024, 9:15\u202fpm - Sam: look",
            "13/02/2024, 9:15 pm - Vic: I love you",
            "13/02/2024, 9:16\u202fpm - Vic: no",
        )
    )

    assert [record.warnings for record in found] == [(), ("possible-forged-line",), ()]


def test_a_line_in_another_order_of_dates_is_marked_and_does_not_turn_the_file(read: Read) -> None:
    found = records(
        read(
            "13/02/2024, 11:15 - Sam: look",
            "02/28/2024, 11:15 - Vic: I love you",
            "14/02/2024, 11:16 - Vic: no",
        )
    )

    assert {"possible-forged-line", "date-order-differs"} <= set(found[1].warnings)
    assert [record.time.local for record in found] == [
        "2024-02-13T11:15:00",
        "2024-02-28T11:15:00",
        "2024-02-14T11:16:00",
    ]


def test_time_that_goes_back_for_good(read: Read) -> None:
    found = records(read("13/02/2024, 11:15 - Sam: a", "13/02/2024, 10:15 - Sam: b", "13/02/2024, 10:16 - Al: c"))

    assert [record.warnings for record in found] == [(), ("clock-ran-backwards",), ()]


def test_proven_messages_with_odd_times_are_not_called_forged(tmp_path: Path) -> None:
    data = iphone(
        "[13/02/2024, 11:15:00] Sam: a\nb", "[13/02/2024, 10:15:00] Sam: late", "[13/02/2024, 11:16:00] Al: c"
    )

    found = records(list(whatsapp_chat.parse(source_of(data.encode(), tmp_path))))

    assert [record.warnings for record in found] == [(), ("clock-ran-backwards",), ()]


def test_a_few_crlf_inside_an_androids_messages_do_not_swallow_the_others(tmp_path: Path) -> None:
    lines = [f"13/02/2024, 11:{n:02} - Sam: line {n}" for n in range(50)]
    data = "\n".join([*lines[:10], "pasted\r\nfrom Windows\r\nand more", *lines[10:]]) + "\n"

    found = records(list(whatsapp_chat.parse(source_of(data.encode(), tmp_path))))

    assert len(found) == 50
    assert found[9].text == "line 9\npasted\r\nfrom Windows\r\nand more"


def test_a_message_that_ends_in_cr_does_not_swallow_the_next(tmp_path: Path) -> None:
    lines = [f"13/02/2024, 11:{n:02} - Sam: line {n}" for n in range(50)]
    data = "\n".join([*lines[:10], lines[10] + "\r", *lines[11:]]) + "\n"

    assert len(records(list(whatsapp_chat.parse(source_of(data.encode(), tmp_path))))) == 50


def test_another_export_behind_an_iphones_is_read(tmp_path: Path) -> None:
    """Bare LF to the end, longer than a message can be: these are messages, not the text of the last one."""
    front = iphone(*(f"[13/02/2024, 11:{n:02}:00] Sam: one\ntwo" for n in range(60)))
    behind = "".join(
        f"[14/02/2024, {n // 3600:02}:{n // 60 % 60:02}:{n % 60:02}] Al: {'word ' * 5}\n" for n in range(8000)
    )

    items = list(whatsapp_chat.parse(source_of((front + behind).encode(), tmp_path)))

    assert len(records(items)) == 60 + 8000
    assert "files-joined" in notices(items)


def test_a_torn_end_hides_no_message(tmp_path: Path) -> None:
    data = (
        iphone("[13/02/2024, 11:15:00] Sam: a\nb", "[13/02/2024, 11:16:00] Sam: c")
        + "[13/02/2024, 11:17:00] Sam: d\n[13/02/2024, 11:18:00] Al: e"
    )

    found = records(list(whatsapp_chat.parse(source_of(data.encode(), tmp_path))))

    assert [record.text for record in found] == ["a\nb", "c", "d", "e"]
    assert found[-1].warnings == ("possible-forged-line",)


# Dates


@pytest.mark.parametrize(
    ("dates", "first", "how"),
    [
        (["01/02/2024", "13/02/2024"], "2024-02-01", "can only be days"),
        (["01/02/2024", "01/13/2024"], "2024-01-02", "can only be days"),
        (["03/04/2024", "05/04/2024", "04/05/2024"], "2024-04-03", "forward in time"),
        (["03/04/2024", "03/05/2024", "04/02/2024"], "2024-03-04", "forward in time"),
        (["2020-06-01", "2020-07-01"], "2020-06-01", "year stands first"),
        (["2020/06/01", "2020/01/13"], "2020-06-01", "year stands first"),
        (["03.04.2024", "05.06.2024"], "2024-04-03", "with dots"),
        (["03/03/2024", "04/04/2024"], "2024-03-03", "the same days"),
        (["03/04/2024", "05/06/2024"], "2024-04-03", "British order"),
        (["22-01-05", "22-01-06"], "2022-01-05", "first changes least"),
        (["20-01-19", "20-01-20", "20-01-22", "20-02-21", "20-02-23"], "2020-01-19", "first changes least"),
        (["14/03/23", "14/03/24"], "2023-03-14", "can only be days"),
        (["14/03/24", "15/03/24", "45/03/24", "16/04/24"], "2024-03-14", "can only be days"),
    ],
)
def test_order_of_dates(dates: list[str], first: str, how: str, read: Read) -> None:
    items = read(*(f"{date}, 10:0{n} - Sam: hi" for n, date in enumerate(dates)))

    assert (records(items)[0].time.local or "").startswith(first)
    assert how in notices(items)["date-order"]


def test_names_of_files_decide_the_order(read: Read) -> None:
    items = read("04/03/2024, 10:00 - Sam: hi", "04/03/2024, 10:01 - Sam: IMG-20240403-WA0001.jpg (file attached)")

    assert records(items)[0].time.local == "2024-04-03T10:00:00"
    assert "names of pictures" in notices(items)["date-order"]


def test_only_undecided_dates_are_called_assumed(read: Read) -> None:
    found = records(read("03/04/2024, 10:00 - Sam: a", "05/05/2024, 10:00 - Sam: b", "05/06/2024, 10:00 - Sam: c"))

    assert [record.warnings for record in found] == [("date-order-assumed",), (), ("date-order-assumed",)]


def test_long_stretches_are_decided_apart(tmp_path: Path) -> None:
    """Two exports joined, too long for one message: each in its own order, and nothing is called forged."""
    words = "word " * 400
    first = [f"{day:02}/{month:02}/2023, 10:00 - Sam: {words}" for month in range(1, 13) for day in range(1, 29, 2)]
    second = [f"{month:02}/{day:02}/2024, 10:00 - Sam: {words}" for month in range(1, 13) for day in range(1, 29, 2)]
    items = list(whatsapp_chat.parse(source_of("\n".join(first + second).encode(), tmp_path)))

    found = records(items)
    locals_ = [record.time.local for record in found]
    assert locals_ == sorted(filter(None, locals_))
    assert not any(record.warnings for record in found)
    assert "date-order-changes" in notices(items)


def test_times_have_no_zone(read: Read) -> None:
    """Neither the computer's own nor any other."""
    (only,) = records(read("13/02/2024, 9:05\u202fpm - Sam: hi"))

    assert (only.time.utc, only.time.zone, only.time.offset, only.time.basis) == (None, None, None, "unknown")
    assert (only.time.raw, only.time.local, only.time.precision) == (
        "13/02/2024, 9:05\u202fpm",
        "2024-02-13T21:05:00",
        "min",
    )


@pytest.mark.parametrize(
    ("written", "clock"),
    [
        ("12:01 am", "00:01"),
        ("12:01 pm", "12:01"),
        ("00:08 a. m.", "00:08"),
        ("13:00 pm", "13:00"),
        ("9:05 PM", "21:05"),
        ("下午3:44", "15:44"),
    ],
)
def test_half_days(written: str, clock: str, read: Read) -> None:
    (only,) = records(read(f"13/02/2024, {written} - Sam: hi"))

    assert only.time.local == f"2024-02-13T{clock}:00"


def test_impossible_times_stay_messages(read: Read) -> None:
    found = records(read("13/02/2024, 09:05 - Sam: a", "45/99/2024, 09:06 - Sam: b", "13/02/2024, 29:05 - Sam: c"))

    assert [(record.text, record.time.local, record.warnings) for record in found[1:]] == [
        ("b", None, ("time-unreadable",)),
        ("c", None, ("time-unreadable",)),
    ]


def test_the_usual_form_reads_like_any(tmp_path: Path) -> None:
    """Whatever form came before, a header is read as if it were the first."""
    lines = [line for path in FIXTURES.glob("*.txt") for line in path.read_text("utf-8", "replace").split("\n")]
    once = Headers()
    for line in lines:
        again, first = once.read(line), Headers().read(line)
        assert (again and (again.form, again.date, again.clock, again.raw, again.end)) == (
            first and (first.form, first.date, first.clock, first.raw, first.end)
        )


# Names and conversations


@pytest.mark.parametrize(
    ("lines", "line", "name"),
    [
        (["Sam: hi", "Sam: note: milk"], "Sam: note: milk", "Sam"),
        (["Sam: work: hi", "Sam: work: ho"], "Sam: work: hi", "Sam: work"),
        (["Sam: work: hi", "Sam: work: ho", "Sam: home: a", "Sam: home: b"], "Sam: home: a", "Sam: home"),
        (["Sam: note: a", "Sam: note: b", "Sam: x: y"], "Sam: note: a", "Sam"),
        ([f"Sam: work: {MARK}image omitted"], "Sam: work: a: b", "Sam: work"),
        (["Sam: hi", f"Sam: note: {MARK}x"], f"Sam: note: {MARK}x", "Sam"),
        (["Sam: Example: once"], "Sam: Example: once", "Sam"),
        (["Lee:", "Lee: x"], "Lee:", "Lee"),
        (["Jo Doe: hi", "Jo Doe:."], "Jo Doe:.", "Jo Doe"),
    ],
)
def test_where_names_end(lines: list[str], line: str, name: str) -> None:
    names = Names()
    for one in lines:
        names.learn(one)
    names.settle()

    split = names.split(line)
    assert split is not None
    assert split.name == name


def test_a_lone_ambiguous_name_says_so(read: Read) -> None:
    (only,) = records(read("13/02/2024, 09:00 - Sam: Example: colon in name"))

    assert only.warnings == ("sender-ambiguous",)


def test_numbers_and_self_chosen_names(read: Read) -> None:
    found = records(
        read(
            "13/02/2024, 09:00 - +44\u00a07700\u00a0900123: a",
            "13/02/2024, 09:01 - ~\u202fSam: b",
            "13/02/2024, 09:02 - Sam: c",
        )
    )

    assert [(record.sender.id, record.sender.name) for record in found if record.sender] == [
        ("+44\u00a07700\u00a0900123", ""),
        ("", "~\u202fSam"),
        ("", "Sam"),
    ]
    assert [record.warnings for record in found] == [(), ("self-chosen-name",), ()]


def test_two_exports_of_a_chat_have_one_key(read: Read) -> None:
    early = ["13/02/2024, 09:00 - Sam: a", "13/02/2024, 09:01 - Alex: b"]
    first = records(read(*early, name="WhatsApp Chat with Sam.txt"))
    second = records(read(*early, "14/02/2024, 09:01 - Alex: c", name="renamed.txt"))

    assert {record.conversation.key for record in first + second} == {"alex|sam"}
    assert first[0].conversation.title == "Sam"


def test_a_renamed_group_keeps_its_key(read: Read) -> None:
    early = ['13/02/2024, 09:00 - Sam created group "Us"', "13/02/2024, 09:01 - Sam: a"]
    first = records(read(*early))
    second = records(read(*early, '14/02/2024, 09:01 - Sam changed the subject from "Us" to "Them: all"'))

    assert {record.conversation.key for record in first + second} == {"group:us"}
    assert second[0].conversation.title == "Them: all"


def test_a_forged_name_inside_an_iphones_message_makes_no_group(tmp_path: Path) -> None:
    data = iphone(
        "[13/02/2024, 11:15:00] Sam: a\n[13/02/2024, 11:15:00] Mum: b",
        "[13/02/2024, 11:16:00] Vic: c",
        "[13/02/2024, 11:17:00] Sam: d",
    )

    found = records(list(whatsapp_chat.parse(source_of(data.encode(), tmp_path))))

    assert found[0].conversation.key == "sam|vic"


def test_title_from_the_zip_around(tmp_path: Path) -> None:
    folder = tmp_path / "drop" / "WhatsApp Chat - Sam Example.zip"
    folder.mkdir(parents=True)
    (folder / "_chat.txt").write_bytes(
        iphone("[13/02/2024, 11:15:00] Sam E: a", "[13/02/2024, 11:16:00] Vic: c").encode()
    )

    (source,) = sources(tmp_path / "drop")

    assert records(list(whatsapp_chat.parse(source)))[0].conversation.title == "Sam Example"


# WhatsApp's own sentences


@pytest.mark.parametrize(
    ("line", "event", "actor", "target", "title"),
    [
        ('Sam created group "Us: two"', "group-created", "Sam", "", "Us: two"),
        ("You were added", "added", "", "You", ""),
        ("Sam added Kim and Lee", "added", "Sam", "Kim and Lee", ""),
        ("Sam removed you", "removed", "Sam", "you", ""),
        ("Kim left", "left", "", "Kim", ""),
        ("Kim joined using this group's invite link", "joined", "", "Kim", ""),
        ('Sam changed the subject from "us" to "final: warning"', "subject-changed", "Sam", "", "final: warning"),
        ("Sam changed this group's icon", "icon-changed", "Sam", "", ""),
        ("Kim changed to +44 7700 900123", "number-changed", "", "Kim", "+44 7700 900123"),
        (
            "Sam turned on disappearing messages. New messages will disappear after 24 hours.",
            "disappearing-set",
            "Sam",
            "",
            "",
        ),
        ("You blocked this contact. Tap to unblock.", "blocked", "You", "", ""),
        ("Your security code with Sam changed. Tap to learn more.", "security-code-changed", "", "Sam", ""),
        ("You're now an admin", "admin-added", "", "", ""),
        ("Sam started a video call", "call-started", "Sam", "", ""),
        ("Uwe hat Kim hinzugefügt.", "added", "Uwe", "Kim", ""),
        ("Ana creó el grupo «Nosotros»", "group-created", "Ana", "", "Nosotros"),
        ("a sentence that nobody knows", "", "", "", ""),
    ],
)
def test_sentences_without_a_name(line: str, event: str, actor: str, target: str, title: str, read: Read) -> None:
    _, record = records(read("13/02/2024, 09:00 - Sam: hi", f"13/02/2024, 09:01 - {line}"))

    assert record.kind == "system"
    assert record.sender is None
    assert isinstance(record.details, SystemDetails)
    named = [party.name or party.id if party else "" for party in (record.details.actor, record.details.target)]
    assert (record.details.event, *named, record.details.title) == (event, actor, target, title)
    assert record.text == line


def test_sentences_in_somebodys_words_stay_messages(read: Read) -> None:
    """On Android only a line without a name is WhatsApp's."""
    found = records(
        read("13/02/2024, 09:00 - Sam: hi", "13/02/2024, 09:01 - Sam: I added Kim", "13/02/2024, 09:02 - Sam: Kim left")
    )

    assert {record.kind for record in found} == {"message"}


def test_sentences_under_a_name_on_newer_androids(read: Read) -> None:
    """They name the same person again; "Sam left" may still be what Sam typed."""
    notice, timer, typed = records(
        read(
            "13/02/2024, 09:00 - Sam: Messages and calls are end-to-end encrypted. No one outside of this chat can read them.",
            "13/02/2024, 09:01 - +44 7700 900123: +44 7700 900123 updated the message timer. New messages will disappear.",
            "13/02/2024, 09:02 - Sam: Sam left",
        )
    )

    assert [notice.kind, timer.kind, typed.kind] == ["system", "system", "message"]
    assert timer.fields["under"] == "+44 7700 900123"


def test_sentences_typed_on_an_iphone_stay_messages(tmp_path: Path) -> None:
    """Where WhatsApp's sentences have its mark in front, the same words without one were typed by a person."""
    data = iphone(
        f"[13/02/2024, 11:15:00] Sam: {MARK}Messages and calls are end-to-end encrypted. No one outside can read them.",
        "[13/02/2024, 11:16:00] Sam: You deleted this message.",
        "[13/02/2024, 11:17:00] Sam: Missed voice call",
        "[13/02/2024, 11:18:00] Sam: Vic left\nyes",
        f"[13/02/2024, 11:19:00] Sam: Missed voice call {MARK}<This message was edited>",
    )
    system, *typed = records(list(whatsapp_chat.parse(source_of(data.encode(), tmp_path))))

    assert system.kind == "system"
    assert system.fields["under"] == "Sam"
    assert [(record.kind, record.status, record.direction) for record in typed] == [
        *[("message", (), "unknown")] * 3,
        ("message", ("edited",), "unknown"),
    ]


def test_an_iphones_file_without_marks(read: Read) -> None:
    """Copied through a program that drops them: only sentences that nobody types are believed."""
    found = records(
        read(
            "[13/02/2024, 11:15:00] Sam: hi",
            "[13/02/2024, 11:16:00] Sam: Kim left",
            "[13/02/2024, 11:17:00] Sam: Sam changed their phone number to a new number",
            "[13/02/2024, 11:18:00] Sam: image omitted",
        )
    )

    assert [record.kind for record in found] == ["message", "message", "system", "message"]
    assert found[3].attachments[0].missing


@pytest.mark.parametrize(
    ("text", "outcome", "seconds", "video"),
    [
        ("Missed voice call", "missed", None, False),
        (f"Missed video call, {MARK}Tap to call back", "missed", None, True),
        ("Missed group voice call", "missed", None, False),
        ("Video call, 5 min", "answered", 300, True),
        ("Voice call. 1 hr 2 min", "answered", 3720, False),
        ("Voice call, 33 sec", "answered", 33, False),
        ("Voice call, No answer", "missed", None, False),
        ("Video call, Answered on other device", "elsewhere", None, True),
        ("Silenced voice call, Focus mode", "missed", None, False),
        ("Verpasster Videoanruf", "missed", None, True),
    ],
)
def test_calls(text: str, outcome: str, seconds: int | None, video: bool, read: Read) -> None:
    (record,) = records(read(f"[13/02/2024, 09:00:00] Sam: {MARK}{text}"))

    assert record.kind == "call"
    assert record.details == CallDetails(outcome=outcome, duration_s=seconds, video=video)  # type: ignore[arg-type]
    assert record.status == (("missed",) if outcome == "missed" else ())


def test_calls_without_a_name(read: Read) -> None:
    _, record = records(read("13/02/2024, 09:00 - Sam: hi", "13/02/2024, 09:01 - Missed voice call from Sam"))

    assert (record.kind, record.sender, record.details) == ("call", None, CallDetails(outcome="missed"))


@pytest.mark.parametrize("text", ["Video call?", "video call tonight", "Voice call, please", "call me", "missed you"])
def test_words_about_calls_are_words(text: str, read: Read) -> None:
    assert records(read(f"13/02/2024, 09:00 - Sam: {text}"))[0].kind == "message"


@pytest.mark.parametrize(
    ("text", "status", "direction"),
    [
        ("This message was deleted", ("deleted",), "unknown"),
        ("You deleted this message", ("deleted",), "outgoing"),
        ("This message was deleted by admin Kim.", ("deleted",), "unknown"),
        ("I hate you <This message was edited>", ("edited",), "unknown"),
        ("nein <Diese Nachricht wurde bearbeitet>", ("edited",), "unknown"),
        ("<View once voice message omitted>", ("view-once",), "unknown"),
        (
            "You received a view once message. For added privacy, you can only open it on your phone.",
            ("view-once",),
            "incoming",
        ),
    ],
)
def test_states(text: str, status: tuple[str, ...], direction: str, read: Read) -> None:
    (record,) = records(read(f"13/02/2024, 09:00 - Sam: {text}"))

    assert (record.text, record.status, record.direction) == (text, status, direction)


def test_null_is_kept_and_explained(read: Read) -> None:
    (record,) = records(read("13/02/2024, 09:00 - Sam: null"))

    assert (record.text, record.warnings, record.attachments[0].missing) == ("null", ("null-text",), True)


def test_places_and_polls(read: Read) -> None:
    place, poll = records(
        read("13/02/2024, 09:00 - Sam: location: https://maps.google.com/?q=51.513767,-0.098266", "13/02/2024, 09:01 - Sam: POLL:", "Where?", "OPTION: Here (2 votes)", "OPTION: There (0 votes)")
    )  # fmt: skip

    assert isinstance(place.details, MessageDetails)
    assert (place.details.latitude, place.details.longitude) == (51.513767, -0.098266)
    assert poll.fields["poll"] == "Where?"
    assert poll.fields["options"] == "OPTION: Here (2 votes)\nOPTION: There (0 votes)"


# Files


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (f"{MARK}<attached: 00000005-PHOTO-2024-02-13-09-00-00.jpg>", "00000005-PHOTO-2024-02-13-09-00-00.jpg"),
        (f"A.pdf • {MARK}1 page {MARK}<attached: 00000006-A.pdf>", "00000006-A.pdf"),
        (f"{MARK}<pièce jointe\u00a0: B.pdf>", "B.pdf"),
        (f"{MARK}<nobody knows: 00000008-C.pdf>", "00000008-C.pdf"),
        ("IMG-20240213-WA0003.jpg (file attached)\na caption", "IMG-20240213-WA0003.jpg"),
        (f"{MARK}IMG-20240213-WA0003.jpg (Datei angehängt)", "IMG-20240213-WA0003.jpg"),
        ("Report of May.pdf • 3 pages (fichier joint)", "Report of May.pdf"),
        ("IMG-20240213-WA0004.jpg (in no language)", "IMG-20240213-WA0004.jpg"),
        ("see the letter (file attached)", ""),
        ("IMG-20240213-WA0005.jpg (nice", ""),
    ],
)
def test_names_of_files(text: str, name: str, read: Read) -> None:
    (record,) = records(read(f"13/02/2024, 09:00 - Sam: {text}"))

    assert [attachment.name for attachment in record.attachments] == ([name] if name else [])


@pytest.mark.parametrize(
    "text",
    [
        "<Media omitted>",
        "<Medien ausgeschlossen>\ncaption",
        "image omitted",
        "A.pdf • 2 pages document omitted",
        "<image omitted>",
    ],
)
def test_files_left_out_are_missing(text: str, read: Read) -> None:
    (record,) = records(read(f"13/02/2024, 09:00 - Sam: {text}"))

    (attachment,) = record.attachments
    assert attachment.missing
    assert attachment.note.startswith("Left out of this export")


def test_files_beside_and_below_are_attached_and_those_of_other_chats_are_not() -> None:
    case = FIXTURES / "media_beside_the_chat"
    source = next(source for source in sources(case) if source.name.endswith("_chat.txt"))
    found = {a.name: a for record in records(list(whatsapp_chat.parse(source))) for a in record.attachments}

    photo = next((case / "WhatsApp Chat - Sam Example").glob("*-PHOTO-*"))
    assert found[photo.name].sha256 == hashlib.sha256(photo.read_bytes()).hexdigest()
    assert found[photo.name].found == "image/jpeg"
    assert found["00000006-PHOTO-2024-03-15-21-24-00.jpg"].sha256
    other = found["00000005-PHOTO-2024-03-15-21-22-00.jpg"]
    assert other.missing and other.sha256 is None and "Kim" in other.note
    assert found["../../secret.txt"].missing
    assert len(source.tree.attached) == 3


@pytest.mark.parametrize(
    ("name", "disagrees"),
    [
        ("00000005-PHOTO-2024-02-13-09-00-30.jpg", False),
        ("00000005-PHOTO-2024-02-13-11-00-00.jpg", True),
        ("00000005-PHOTO-2024-99-13-11-00-00.jpg", False),
        ("IMG-20240213-WA0003.jpg", False),
        ("IMG-20240212-WA0003.jpg", False),
        ("IMG-20240113-WA0003.jpg", True),
    ],
)
def test_times_in_names_of_files(name: str, disagrees: bool, read: Read) -> None:
    (record,) = records(read(f"13/02/2024, 09:00 - Sam: {name} (file attached)"))

    assert ("media-name-time-disagrees" in record.warnings) is disagrees


# Damage, size and speed


def test_text_above_the_first_message_is_a_problem(read: Read) -> None:
    items = read("\ufeff", "For the police", "", "13/02/2024, 09:00 - Sam: hi")

    (problem,) = [item for item in items if isinstance(item, Problem)]
    assert (problem.code, problem.locator) == ("text-before-first-message", "bytes=4-19")
    assert len(records(items)) == 1


def test_a_file_without_a_message_is_a_problem(read: Read) -> None:
    (problem,) = read("nothing", "here")

    assert isinstance(problem, Problem)
    assert (problem.code, problem.locator) == ("no-message", "bytes=0-13")


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\n\n\r\n"])
def test_an_empty_file_is_nothing(data: bytes, tmp_path: Path) -> None:
    assert list(whatsapp_chat.parse(source_of(data, tmp_path))) == []


def test_damaged_bytes_spoil_one_message_only(tmp_path: Path) -> None:
    lines = [f"13/02/2024, 09:{n:02} - Sam: später {n}".encode() for n in range(5)]
    lines[2] = lines[2].replace("ä".encode(), b"\xe4")

    found = records(list(whatsapp_chat.parse(source_of(b"\n".join(lines), tmp_path))))

    assert [record.text for record in found] == ["später 0", "später 1", "sp\ufffdter 2", "später 3", "später 4"]
    assert [record.warnings for record in found] == [(), (), ("undecodable-bytes",), (), ()]
    assert span(found[4])[1] == sum(len(line) for line in lines) + 4


def test_old_mac_line_ends(tmp_path: Path) -> None:
    found = records(
        list(whatsapp_chat.parse(source_of(b"13/02/2024, 09:00 - Sam: a\rb\r13/02/2024, 09:01 - Sam: c\r", tmp_path)))
    )

    assert [record.text for record in found] == ["a\nb", "c"]


@pytest.mark.parametrize(("count", "cut"), [(39_990, True), (40_000, True), (39_000, False), (10_000, False)])
def test_a_file_as_long_as_exports_get_says_so(count: int, cut: bool, tmp_path: Path) -> None:
    data = "".join(f"13/02/2024, {n // 3000:02}:{n // 50 % 60:02} - Sam: {n}\n" for n in range(count)).encode()

    items = list(whatsapp_chat.parse(source_of(data, tmp_path)))

    assert len(records(items)) == count
    assert ("export-may-be-cut" in notices(items)) is cut


def test_a_text_longer_than_any_message_is_cut_with_a_problem(tmp_path: Path) -> None:
    front = b"13/02/2024, 09:00 - Sam: a\n"
    back = b"13/02/2024, 09:01 - Sam: b\n"
    data = front + b"and on\n" * 300_000 + back

    items = list(whatsapp_chat.parse(source_of(data, tmp_path)))

    first, last = records(items)
    (problem,) = [item for item in items if isinstance(item, Problem)]
    assert first.warnings == ("text-too-long",)
    assert problem.locator == f"bytes={span(first)[1]}-{span(last)[0]}"
    assert last.text == "b"


@pytest.mark.parametrize(
    "line",
    [
        "[" * 60_000,
        "1/1/1, " * 10_000,
        "13/02/2024, 09:00 - " + "a: " * 20_000,
        "13/02/2024, 09:00 - " + " " * 60_000 + "x",
        '13/02/2024, 09:00 - x changed the subject from "' + '" to "' * 10_000,
        "13/02/2024, 09:00 - Sam: " + MARK * 60_000 + ">",
        "13/02/2024, 09:00 - Sam: " + "<a: " * 15_000 + ")",
        "13/02/2024, 09:00 - Sam: " + "a.b • " * 10_000 + "(file attached)",
        "13/02/2024, 09:00 - Sam: " + "a.b • " * 10_000 + "omitted",
        f"[13/02/2024, 09:00:00] Sam: {MARK}" + "x added " * 8_000,
    ],
)
def test_nothing_takes_for_ever(line: str, read: Read) -> None:
    """Lines made to send regular expressions round in circles."""
    started = time.process_time()
    read("13/02/2024, 08:00 - Sam: hi", line, line)

    assert time.process_time() - started < 5
