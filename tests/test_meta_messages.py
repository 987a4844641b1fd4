"""The traps of Meta's downloads: whose it is, which conversation, which file, and what is no such download."""

import json
from pathlib import Path

import pytest
from meta_build import (
    INBOX,
    PROFILE,
    Json,
    by_threads,
    codes,
    directions,
    encrypted,
    instagram_profile,
    lone,
    message,
    read,
    records,
    thread,
)

from archive.records import Notice
from drops import source_of, sources
from parsers import Confidence, meta_messages

# who is who


@pytest.mark.parametrize("people", [("Zoe", "Dan"), ("Dan", "Zoe")])
def test_the_owner_is_who_the_profile_names_wherever_they_stand(tmp_path: Path, people: tuple[str, str]) -> None:
    files = {
        PROFILE: instagram_profile(),
        f"{INBOX}/dan_1234/message_1.json": thread(people, message(), message("Zoe")),
    }

    items = read(tmp_path, files, "message_1.json")

    assert directions(items) == ["incoming", "outgoing"]
    assert [record.sender.owner for record in records(items) if record.sender] == [False, True]
    assert codes(items) == []


def test_without_a_profile_nobody_is_the_owner(tmp_path: Path) -> None:
    items = lone(tmp_path, thread(("Zoe", "Dan"), message(), message("Zoe")))

    assert directions(items) == ["unknown", "unknown"]
    assert codes(items) == ["owner-unknown"]


def test_messages_of_a_group_are_not_the_owners_because_the_title_is_another(tmp_path: Path) -> None:
    group = thread(("Ben", "Amy", "Zoe"), message("Ben"), message("Amy"), title="Flat")

    items = read(tmp_path, {PROFILE: instagram_profile(), f"{INBOX}/flat_1234/message_1.json": group}, "message_1.json")

    assert directions(items) == ["incoming", "incoming"]


def test_an_earlier_name_of_the_owner_is_the_owners(tmp_path: Path) -> None:
    def change(what: str, old: str) -> Json:
        return {
            "string_map_data": {
                "Changed": {"value": what},
                "Previous Value": {"value": old},
                "New Value": {"value": "x"},
            }
        }

    changes = {"profile_profile_change": [change("Name", "Zoe Hill"), change("Bio Text", "Ben")]}
    files = {
        PROFILE: instagram_profile(),
        PROFILE.replace("personal_information.json", "profile_changes.json"): changes,
        f"{INBOX}/dan_1234/message_1.json": thread(("Dan", "Ben", "Zoe"), message("Zoe Hill"), message("Ben")),
    }

    items = read(tmp_path, files, "message_1.json")

    assert directions(items) == ["outgoing", "incoming"]
    assert [party.name for party in records(items)[0].recipients] == ["Dan", "Ben"]


def test_a_profile_of_somebody_else_says_nothing_about_this_conversation(tmp_path: Path) -> None:
    files = {
        PROFILE: instagram_profile("Eve", "eve"),
        f"{INBOX}/dan_1234/message_1.json": thread(("Zoe", "Dan"), message()),
    }

    items = read(tmp_path, files, "message_1.json")

    assert directions(items) == ["unknown"]
    (notice,) = (item for item in items if isinstance(item, Notice))
    assert notice.code == "owner-unknown"
    assert "Eve" in notice.text


def test_downloads_of_two_people_in_one_drop_stay_apart(tmp_path: Path) -> None:
    files = {}
    for owner, other in (("Zoe", "Amy"), ("Amy", "Zoe")):
        files[f"{owner}/{PROFILE}"] = instagram_profile(owner, owner.lower())
        files[f"{owner}/{INBOX}/{other}_1234/message_1.json"] = thread(("Zoe", "Amy"), message("Zoe"), message("Amy"))

    assert directions(read(tmp_path, files, "Amy_1234/message_1.json")) == ["outgoing", "incoming"]
    assert directions(read(tmp_path, files, "Zoe_1234/message_1.json")) == ["incoming", "outgoing"]


def test_a_third_download_without_a_profile_beside_two_with_one_has_no_owner(tmp_path: Path) -> None:
    files = {f"{owner}/{PROFILE}": instagram_profile(owner, owner.lower()) for owner in ("Zoe", "Amy")}
    files[f"third/{INBOX}/amy_1234/message_1.json"] = thread(("Zoe", "Amy"), message("Zoe"), message("Amy"))

    assert directions(read(tmp_path, files, "message_1.json")) == ["unknown", "unknown"]


def test_labels_in_a_language_we_do_not_know(tmp_path: Path) -> None:
    labels = {"Ime": {"value": "Zoe"}, "Opis": {"value": "Bristol"}}
    files = {
        PROFILE: {"profile_user": [{"string_map_data": labels}]},
        f"{INBOX}/dan_1234/message_1.json": thread(("Zoe", "Dan"), message(), message("Zoe")),
        f"{INBOX}/b_1234/message_1.json": thread(("Zoe", "Bristol"), message("Bristol"), message("Zoe")),
    }

    assert directions(read(tmp_path, files, "dan_1234/message_1.json")) == ["incoming", "outgoing"]
    assert directions(read(tmp_path, files, "b_1234/message_1.json")) == ["unknown", "unknown"]


def test_somebody_who_uses_the_owners_name_is_not_taken_for_them(tmp_path: Path) -> None:
    people = thread(("Zoe", "Amy", "Zoe"), message("Zoe"), message("Amy"))

    items = read(tmp_path, {PROFILE: instagram_profile(), f"{INBOX}/z_1234/message_1.json": people}, "message_1.json")

    assert directions(items) == ["unknown", "incoming"]
    assert [record.warnings for record in records(items)] == [("owner-name-shared",), ()]
    assert "owner-name-shared" in codes(items)


def test_the_name_that_all_conversations_share_is_assumed_and_said(tmp_path: Path) -> None:
    items = by_threads(tmp_path, thread(("Dan", "Zoe"), message()), thread(("Zoe", "Amy")))

    assert directions(items) == ["incoming"]
    assert codes(items) == ["owner-assumed"]


@pytest.mark.parametrize(
    "others",
    [
        [],
        [thread(("Dan", "Zoe"))],  # the same partner
        [thread(("Zoe", "Amy")), thread(("Eve", "Bob"))],  # two people's conversations
        [thread(("Zoe", "Amy"), joinable_mode={"mode": 1})],  # a group that somebody left
        [thread(("Zoe", "Amy"), message("Bob"))],  # a group that Bob left
        [thread(("Zoe", "Amy", "Bob"))],
        [thread(("Zoe",))],
    ],
    ids=["alone", "same-partner", "strangers", "group", "third-sender", "three", "one"],
)
def test_when_the_conversations_do_not_tell(tmp_path: Path, others: list[dict[str, Json]]) -> None:
    items = by_threads(tmp_path, thread(("Dan", "Zoe"), message("Zoe")), *others)

    assert directions(items) == ["unknown"]
    assert codes(items) == ["owner-unknown"]


def test_a_name_that_all_deleted_accounts_share_is_nobodys(tmp_path: Path) -> None:
    items = by_threads(tmp_path, thread(("Instagram User", "Zoe"), message("Zoe")), thread(("Instagram User", "Amy")))

    assert directions(items) == ["unknown"]


def test_no_question_about_all_conversations_where_a_profile_answers(tmp_path: Path) -> None:
    """The answer to such a question is kept with every source: it must not be asked in vain."""
    read(
        tmp_path,
        {PROFILE: instagram_profile(), f"{INBOX}/d_1234/message_1.json": thread(("Dan", "Zoe"), message())},
        "_1.json",
    )
    (source,) = (source for source in sources(tmp_path / "drop") if source.name.endswith("message_1.json"))

    list(meta_messages.parse(source))

    assert ("all", "message_1.json") not in source.tree.asked


def test_two_deleted_accounts_stay_two_conversations(tmp_path: Path) -> None:
    keys = set()
    for number in ("1", "2"):
        value = thread(
            ("Instagram User", "Zoe"), message("Instagram User"), thread_path=f"inbox/instagramuser_{number}"
        )
        (record,) = records(lone(tmp_path, value))
        assert record.sender
        assert (record.sender.id, record.sender.name) == ("", "Instagram User")
        assert "shared-placeholder-name" in record.warnings
        keys.add(record.conversation.key)

    assert keys == {"meta:instagramuser_1", "meta:instagramuser_2"}


def test_a_deleted_account_in_any_language_is_told_by_its_folder(tmp_path: Path) -> None:
    value = thread(("Utilisateur Instagram", "Zoe"), message(), thread_path="inbox/instagramuser_17841400000")

    assert "shared-placeholder-name" in records(lone(tmp_path, value))[0].warnings


# conversations


def test_the_key_is_the_folder_of_the_thread(tmp_path: Path) -> None:
    value = thread(("Dan", "Zoe"), message())
    told = {**value, "thread_path": "message_requests/dan_1234"}

    assert [r.conversation.key for r in records(lone(tmp_path, told))] == ["meta:dan_1234"]
    assert [r.conversation.key for r in records(lone(tmp_path, value))] == [""]
    files = {f"{INBOX}/dan_1234/message_1.json": value}
    assert [r.conversation.key for r in records(read(tmp_path, files, "_1.json"))] == ["meta:dan_1234"]


def test_a_message_request_says_so(tmp_path: Path) -> None:
    value = thread(("Dan", "Zoe"), message(), thread_path="message_requests/dan_1234", is_pending=True)

    assert records(lone(tmp_path, value))[0].fields == {"folder": "message_requests", "is_pending": "true"}


def test_an_encrypted_conversation_has_the_same_key_under_another_number(tmp_path: Path) -> None:
    first, second = (records(lone(tmp_path, encrypted(name, "Dan", "Zoe")))[0] for name in ("Dan_7", "Dan_12"))

    assert first.conversation.key == second.conversation.key == "meta:e2ee:Dan+Zoe"
    assert first.service == "messenger"


def test_encrypted_conversations_with_deleted_accounts_are_kept_apart_by_number(tmp_path: Path) -> None:
    first, second = (records(lone(tmp_path, encrypted(name, "Facebook user", "Zoe")))[0] for name in ("F_7", "F_12"))

    assert first.conversation.key != second.conversation.key


def test_a_large_group_is_listed_once(tmp_path: Path) -> None:
    people = [f"P{n}" for n in range(60)]

    items = lone(tmp_path, thread(people, message("P1")))

    assert records(items)[0].recipients == ()
    (notice,) = (item for item in items if isinstance(item, Notice) and item.code == "large-group")
    assert "P59" in notice.text


# what it is


@pytest.mark.parametrize(
    "text",
    [
        '{"name": "Sam", "type": "personal_chat", "messages": [{"id": 1, "type": "message", "from": "Sam", "text": "hi"}]}',
        '{"guild": {}, "channel": {}, "messages": [{"id": "1", "timestamp": "2024-06-01T10:00:00+00:00"}]}',
        '{"messages": [{"creator": {"name": "Sam"}, "created_date": "x", "text": "hi", "topic_id": "1"}]}',
        '{"Received Saved Chat History": [], "sam": [{"From": "sam", "Created(microseconds)": 1}]}',
        '{"userId": "8:sam", "conversations": [{"id": "x", "MessageList": []}]}',
        '{"Direct Messages": {"Chat History": {"ChatHistory": {}}}}',
        '[{"address": "+44", "sender_name": "x", "timestamp": 1}]',
        'He sent {"messages": [{"sender_name": "Dan", "timestamp_ms": 1}], "thread_path": "x"}',
        "<html>sender_name timestamp_ms</html>",
        "",
    ],
)
def test_other_peoples_files_are_not_claimed(tmp_path: Path, text: str) -> None:
    assert meta_messages.identify(source_of(text.encode(), tmp_path)) is Confidence.NO


def test_the_mark_at_the_end_of_a_long_file_is_not_needed(tmp_path: Path) -> None:
    value = thread(("Dan", "Zoe"), *[message(text="x" * 1000)] * 100)
    del value["magic_words"]

    assert meta_messages.identify(source_of(json.dumps(value).encode(), tmp_path)) is Confidence.PROBABLE
