"""What Meta's downloads say in a message: its letters, its files, its kind."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from meta_build import INBOX, PROFILE, Json, codes, garbled, instagram_profile, lone, message, read, records, thread

from archive.records import CallDetails, Item, MessageDetails, Notice, SystemDetails
from parsers._meta.words import Words

# letters


def letters(*texts: str, **more: Json) -> dict[str, Json]:
    return thread(("Dan", "Zoe"), *(message(text=text) for text in texts), **more)


def texts(items: Iterable[Item]) -> list[str | None]:
    return [record.text for record in records(items)]


def test_garbled_letters_are_put_right_and_the_raw_text_is_kept(tmp_path: Path) -> None:
    items = lone(tmp_path, garbled(letters("café 😠", "plain")))

    assert texts(items) == ["café 😠", "plain"]
    assert records(items)[0].fields["raw_text"] == "café 😠".encode().decode("latin-1")
    assert "raw_text" not in records(items)[1].fields
    assert codes(items).count("mojibake-repaired") == 1


def test_one_sound_quotation_mark_does_not_spoil_a_garbled_file(tmp_path: Path) -> None:
    value = garbled(letters("café", "né", "x"))
    assert isinstance(value, dict)
    value["messages"][2]["content"] = "I’m outside"

    items = lone(tmp_path, value)

    assert texts(items) == ["café", "né", "I’m outside"]
    assert [record.warnings for record in records(items)] == [(), (), ("encoding-doubtful",)]


def test_what_somebody_typed_in_a_sound_file_stays(tmp_path: Path) -> None:
    items = lone(tmp_path, letters("café", "this Ã© was typed", "né"))

    assert texts(items) == ["café", "this Ã© was typed", "né"]
    assert "mojibake-repaired" not in codes(items)


def test_one_such_text_alone_is_not_repaired_where_downloads_are_sound(tmp_path: Path) -> None:
    said = {"senderName": "Dan", "timestamp": 1718000000000, "text": "Ã©", "type": "text"}

    (record,) = records(lone(tmp_path, {"participants": ["Dan", "Zoe"], "threadName": "Dan_1", "messages": [said]}))

    assert record.text == "Ã©"
    assert record.warnings == ("encoding-doubtful",)


def test_a_backslash_that_was_typed_is_no_garbled_letter() -> None:
    assert not Words(r'{"content": "\\u00c3\\u00a9"}', usual=True).repairs


@given(texts_=st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=30), max_size=5))
def test_any_text_comes_back(texts_: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    value = garbled(letters(*texts_, "é"))

    assert texts(lone(tmp_path_factory.getbasetemp(), value)) == [*texts_, "é"]


# files

PHOTO = {"uri": f"{INBOX}/dan_1234/photos/1.png", "creation_timestamp": 1718000000}
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize(
    "path",
    [
        f"{INBOX}/dan_1234/photos/1.png",
        f"{INBOX}/Dan_1234/photos/1.PNG",
        f"part-2.zip/{INBOX}/dan_1234/photos/1.png",
        "your_facebook_activity/messages/inbox/dan_1234/photos/1.png",
        "dan_1234/photos/1.png",
    ],
)
def test_a_file_is_found_wherever_its_part_of_the_download_stands(tmp_path: Path, path: str) -> None:
    files = {path: PNG, f"{INBOX}/dan_1234/message_1.json": thread(("Dan", "Zoe"), message(photos=[PHOTO]))}

    (record,) = records(read(tmp_path, files, "message_1.json"))

    (attachment,) = record.attachments
    assert (attachment.name, attachment.found, attachment.missing) == ("1.png", "image/png", False)
    assert attachment.sha256


def test_a_picture_of_another_conversation_is_never_attached(tmp_path: Path) -> None:
    files = {
        f"{INBOX}/amy_5678/photos/1.png": PNG,
        f"{INBOX}/amy_5678/image.jpg": PNG,
        f"{INBOX}/dan_1234/message_1.json": thread(
            ("Dan", "Zoe"), message(photos=[PHOTO], files=[{"uri": "image.jpg"}])
        ),
    }

    (record,) = records(read(tmp_path, files, "message_1.json"))

    assert [attachment.missing for attachment in record.attachments] == [True, True]


@pytest.mark.parametrize("stored", ["nai\u0308ve.png", "naïve.png", "naïve.png".encode().decode("latin-1")])
def test_a_garbled_path_is_looked_up_in_every_spelling(tmp_path: Path, stored: str) -> None:
    photo = {"uri": f"{INBOX}/dan_1234/photos/naïve.png"}
    value = garbled(thread(("Dan", "Zoe"), message(photos=[photo])))

    items = read(
        tmp_path, {f"{INBOX}/dan_1234/photos/{stored}": PNG, f"{INBOX}/dan_1234/message_1.json": value}, "_1.json"
    )

    assert records(items)[0].attachments[0].missing is False


def test_an_address_on_the_internet_is_only_noted(tmp_path: Path) -> None:
    (record,) = records(
        lone(tmp_path, thread(("Dan",), message(photos=[{"uri": "https://scontent.example/1.png?oe=1"}])))
    )

    (attachment,) = record.attachments
    assert attachment.missing
    assert attachment.name == "1.png"
    assert "https://scontent.example/1.png?oe=1" in attachment.note


# pages


@pytest.mark.parametrize(
    ("pages", "gone"),
    [([1], ""), ([1, 2, 3], ""), ([1, 3], "message_2.json"), ([2], "message_1.json"), ([1, 2, 10], "message_3.json")],
)
def test_a_gap_in_the_numbering_is_said_once(tmp_path: Path, pages: list[int], gone: str) -> None:
    files: dict[str, Json] = {
        f"part-{page}.zip/{INBOX}/dan_1234/message_{page}.json": thread(("Dan", "Zoe"), message()) for page in pages
    }

    said = [
        item.text
        for page in pages
        for item in read(tmp_path, files, f"message_{page}.json")
        if isinstance(item, Notice) and item.code == "missing-page"
    ]

    assert len(said) == bool(gone)
    assert not gone or gone in said[0]


# kinds


@pytest.mark.parametrize(
    "words",
    [
        "Dan missed a video chat",
        "Dan left the group.",
        "I saw it and will answer to your message",
        "Liked a message, not you",
    ],
)
def test_words_alone_make_neither_a_call_nor_a_system_line_nor_a_reaction(tmp_path: Path, words: str) -> None:
    (record,) = records(lone(tmp_path, thread(("Dan", "Zoe"), message(text=words))))

    assert (record.kind, record.text, record.status) == ("message", words, ())


@pytest.mark.parametrize("words", ["Reacted 😡 to your message ", "Reacted 👍🏽 to your message", "Liked a message"])
def test_a_reaction_sent_as_a_message_is_kept_and_marked(tmp_path: Path, words: str) -> None:
    (record,) = records(lone(tmp_path, garbled(thread(("Dan", "Zoe"), message(text=words)))))

    assert (record.kind, record.text, record.status) == ("message", words, ("reaction",))


@pytest.mark.parametrize(
    ("marks", "text", "outcome", "video"),
    [
        ({"type": "Call", "call_duration": 192}, None, "answered", False),
        ({"call_duration": 0, "missed": True}, None, "missed", False),
        ({"call_duration": 0}, "You missed a video call from Dan.", "missed", True),
        ({"call_duration": 0}, "Audio call ended", "unknown", False),
    ],
)
def test_calls(tmp_path: Path, marks: dict[str, Json], text: str | None, outcome: str, video: bool) -> None:
    (record,) = records(lone(tmp_path, thread(("Dan", "Zoe"), message(text=text, **marks))))

    assert record.kind == "call"
    assert record.text == text
    assert isinstance(record.details, CallDetails)
    assert (record.details.outcome, record.details.video) == (outcome, video)
    assert ("missed" in record.status) == (outcome == "missed")


def test_a_call_that_its_sender_missed_has_no_direction(tmp_path: Path) -> None:
    call = message(text="Dan missed a video chat", call_duration=0)
    files = {PROFILE: instagram_profile(), f"{INBOX}/d_1234/message_1.json": thread(("Dan", "Zoe"), call)}

    (record,) = records(read(tmp_path, files, "message_1.json"))

    assert (record.direction, record.sender, record.recipients) == ("unknown", None, ())
    assert record.warnings == ("caller-unclear",)
    assert record.fields == {"sender_name": "Dan"}


@pytest.mark.parametrize(
    ("type_", "users", "event"),
    [
        ("Subscribe", ["Bo"], "added"),
        ("Subscribe", ["Dan"], "joined"),
        ("Unsubscribe", [], "left"),
        ("Unsubscribe", ["Bo"], "removed"),
    ],
)
def test_lines_about_a_group(tmp_path: Path, type_: str, users: list[str], event: str) -> None:
    line = message(type=type_, users=[{"name": name} for name in users])

    (record,) = records(lone(tmp_path, thread(("Dan", "Zoe"), line)))

    assert record.kind == "system"
    assert isinstance(record.details, SystemDetails)
    assert record.details.event == event


@pytest.mark.parametrize(("mark", "status"), [("is_unsent", "unsent"), ("is_taken_down", "taken-down")])
def test_what_was_withdrawn_is_kept_as_such(tmp_path: Path, mark: str, status: str) -> None:
    (record,) = records(lone(tmp_path, thread(("Dan", "Zoe"), message(text=None, **{mark: True}))))

    assert (record.kind, record.text, record.status) == ("message", None, (status,))


def test_three_equal_empty_messages_stay_three(tmp_path: Path) -> None:
    assert len(records(lone(tmp_path, thread(("Dan", "Zoe"), *[message(text=None)] * 3)))) == 3


def test_a_shared_story_keeps_its_link_text_and_owner(tmp_path: Path) -> None:
    share = {
        "link": "https://example.org/s",
        "share_text": "look",
        "original_content_owner": "zoe",
        "profile_share_username": "z",
    }

    (record,) = records(lone(tmp_path, thread(("Dan", "Zoe"), message(share=share, ip="192.0.2.1"))))

    assert record.details == MessageDetails(link="https://example.org/s")
    assert record.fields == {
        "share.share_text": "look", "share.original_content_owner": "zoe", "share.profile_share_username": "z",
        "ip": "192.0.2.1",
    }  # fmt: skip


def test_reactions_have_actor_and_time(tmp_path: Path) -> None:
    reactions = [{"reaction": "👎", "actor": "Dan", "timestamp": 1718000001}, {"reaction": "❤", "actor": "Zoe"}]

    (record,) = records(lone(tmp_path, garbled(thread(("Dan", "Zoe"), message("Zoe", reactions=reactions)))))

    assert [(r.text, r.actor.name, r.time.utc) for r in record.reactions] == [
        ("👎", "Dan", "2024-06-10T06:13:21Z"), ("❤", "Zoe", None),
    ]  # fmt: skip


def test_times_of_early_2018_are_seconds(tmp_path: Path) -> None:
    value = thread(("Dan", "Zoe"), {"sender_name": "Dan", "timestamp": 1520000000, "content": "x"})

    assert records(lone(tmp_path, value))[0].time.utc == "2018-03-02T14:13:20Z"
