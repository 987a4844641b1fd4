"""Damaged and hostile files of Meta's downloads: what is whole is read, what is not is told with its place, in time."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from meta_build import Json, garbled, lone, message, records, thread

from archive.records import Notice, Problem, Record
from drops import source_of
from parsers import meta_messages
from parsers._meta.json import Damage, Found, Walk

FIVE = json.dumps(
    thread(("Dan", "Zoé"), *[message(text=f"nr {n}", second=n) for n in range(5)], thread_path="inbox/d_1234")
)


def read(folder: Path, text: str | bytes) -> tuple[list[Record], list[Problem]]:
    data = text if isinstance(text, bytes) else text.encode()
    items = list(meta_messages.parse(source_of(data, folder)))
    return records(items), [item for item in items if isinstance(item, Problem)]


def test_all_whole_messages_before_a_cut_are_read(tmp_path: Path) -> None:
    cut = FIVE[: FIVE.index("nr 3")]

    found, (problem,) = read(tmp_path, cut)

    assert [record.text for record in found] == ["nr 0", "nr 1", "nr 2"]
    assert (problem.code, problem.lost) == ("cut-short", 1)
    start, end = (int(number) for number in problem.locator.removeprefix("bytes=").split("-"))
    assert cut.encode()[start:end].startswith(b'{"sender_name": "Dan"')
    assert end == len(cut.encode())


def test_a_cut_between_two_messages_is_told_though_nothing_of_it_is_there(tmp_path: Path) -> None:
    cut = FIVE[: FIVE.index(', {"sender_name": "Dan", "timestamp_ms": 1718000003000')]

    items = list(meta_messages.parse(source_of(cut.encode(), tmp_path)))

    assert len(records(items)) == 3
    assert "cut-short" in [item.code for item in items if isinstance(item, Notice)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"content": "nr 2"', '"content": "nr 2'),
        ('"timestamp_ms": 1718000002000', '"timestamp_ms": 17"18000002000'),
        ('{"sender_name": "Dan", "timestamp_ms": 1718000002000', '"sender_name": "Dan", "timestamp_ms": 1718000002000'),
        ('"nr 2"}', '"nr 2"'),
        ('"nr 2"}', '"nr 2"}]'),
        ('"nr 2"}', '"nr 2"}}'),
        ('"nr 2"}', '"nr 2"]'),
        ('"nr 2"},', '"nr 2"} x {'),
        ('"nr 2"},', '"nr 2"}'),
    ],
)
def test_reading_goes_on_behind_damage(tmp_path: Path, old: str, new: str) -> None:
    assert old in FIVE

    found, problems = read(tmp_path, FIVE.replace(old, new))

    texts = [record.text for record in found]
    assert [text for text in texts if text != "nr 2"] == ["nr 0", "nr 1", "nr 3", "nr 4"]
    assert len(found) + sum(problem.lost for problem in problems) >= 5
    assert {record.conversation.key for record in found} == {"meta:d_1234"}
    assert all(record.sender for record in found)


def test_the_numbers_of_lost_messages_stay_free(tmp_path: Path) -> None:
    found, _ = read(tmp_path, FIVE.replace('"content": "nr 2"', '"content": "nr 2'))

    assert [record.locator for record in found] == [f"pointer=/messages/{n}" for n in (0, 1, 3, 4)]


def test_the_place_of_damage_is_in_bytes_whatever_stands_before(tmp_path: Path) -> None:
    value = thread(("Dan", "Zoe"), message(text="näher 😀"), message(text="broken"), message(text="end"))
    data = b"\xef\xbb\xbf" + json.dumps(value, ensure_ascii=False).encode().replace(b'"broken"', b'"broken')

    _, (problem,) = read(tmp_path, data)

    start, end = (int(number) for number in problem.locator.removeprefix("bytes=").split("-"))
    assert data[start:end].startswith(b'{"sender_name"')
    assert data[end:].startswith(b'{"sender_name"')
    assert b"broken" in data[start:end]


def test_a_byte_that_is_no_letter_costs_only_itself(tmp_path: Path) -> None:
    data = json.dumps(thread(("Dan", "Zoe"), message(text="näher")), ensure_ascii=False).encode()

    (record,), problems = read(tmp_path, data.replace(b"her", b"h\xffr"))

    assert (record.text, record.warnings) == ("näh\ufffdr", ("half-character",))
    assert problems == []


def test_messages_behind_damage_never_go_to_another_conversation(tmp_path: Path) -> None:
    def talk(who: str) -> Json:
        said = [{"sender": who, "created_at": "2020-10-20T08:06:45+00:00", "text": f"{who} {n}"} for n in range(3)]
        return {"participants": [who, "zoe"], "conversation": said}

    text = json.dumps([talk("dan"), talk("amy")])
    for broken in ('"dan 2"}]', '"dan 1"', '"amy", "zoe"'):
        found, _ = read(tmp_path, text.replace(broken, broken[:-2] + " "))
        for record in found:
            assert record.sender
            assert record.sender.id in record.conversation.key or record.conversation.key == ""
            assert record.text is not None
            assert record.text.startswith(record.sender.id)
        assert len(found) >= 4


def test_a_list_that_is_there_twice_is_read_twice(tmp_path: Path) -> None:
    text = FIVE[:-1] + ', "messages": [' + json.dumps(message(text="again")) + "]}"

    found, _ = read(tmp_path, text)

    assert found[-1].text == "again"
    assert len({record.locator for record in found}) == 6


def test_a_file_without_a_list_is_a_problem(tmp_path: Path) -> None:
    found, (problem,) = read(
        tmp_path, '{"participants": [], "messages": {"0": {"sender_name": "Dan"}, "1": {"sender_name": "Dan"}}}'
    )

    assert found == []
    assert (problem.code, problem.lost) == ("no-messages", 2)


def test_what_a_key_said_first_is_kept(tmp_path: Path) -> None:
    (record,), _ = read(
        tmp_path, FIVE.replace('"content": "nr 0"', '"content": "one", "content": "two"')[: FIVE.index("nr 1")]
    )

    assert record.text == "two"
    assert record.fields["content (before, 1)"] == "one"
    assert record.warnings == ("key-twice",)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@given(elements=st.lists(JSON, max_size=6), indent=st.sampled_from([None, 2]))
def test_every_element_of_a_sound_list_is_found_as_it_is(elements: list[Json], indent: int | None) -> None:
    text = json.dumps({"title": "x", "messages": elements, "z": [1], "thread_path": "a/b"}, indent=indent)

    steps = list(Walk(text))

    assert [step.value for step in steps if isinstance(step, Found)] == elements
    assert not any(isinstance(step, Damage) for step in steps)
    assert all(step.around["thread_path"] == "a/b" for step in steps if isinstance(step, Found))


@given(elements=st.lists(JSON, max_size=6))
def test_any_element_at_all_becomes_a_record(elements: list[Json], tmp_path_factory: pytest.TempPathFactory) -> None:
    odd = [element if not isinstance(element, dict) else {"sender_name": "Dan", **element} for element in elements]

    items = lone(tmp_path_factory.getbasetemp(), garbled(thread(("Dan", "Zoe"), *odd)))

    assert len(records(items)) == len(elements)


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "data",
    [
        b"[" * 1_000_000,
        b'{"messages":[' + b'{"sender_name":' * 100_000,
        b'{"messages":[' + b'{"participants":' * 100_000,
        b'{"messages":[' + b'{"sender_name":"aaaa ' * 100_000,
        b'{"messages":[' + b'{"sender_name":"a","content":"x},' * 20_000,
        b'{"messages":["' + "é ".encode() * 300_000,
        b'{"messages":[' + b"9" * 500_000,
        b'{"a":[' + b'],"b":[' * 9_000,
    ],
    ids=["open", "open-senders", "open-threads", "open-texts", "broken", "letters", "digits", "ends"],
)
def test_hostile_files_end_soon(tmp_path: Path, data: bytes) -> None:
    read(tmp_path, data)


def test_however_many_injuries_every_whole_message_is_read(tmp_path: Path) -> None:
    one = '{"sender_name": "Dan", "timestamp_ms": 1718000000000, "content": "x}, ' + json.dumps(message()) + ", "

    found, problems = read(tmp_path, '{"participants": [{"name": "Dan"}], "messages": [' + one * 2000 + "]}")

    assert len(found) == 2000
    assert len(problems) == 2000
