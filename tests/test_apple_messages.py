"""The traps of Messages databases: each test names one."""

import hashlib
import plistlib
import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from apple_build import NANO, START, Phone, archived, edits, keyed

from archive.records import Item, MessageDetails, Notice, Problem, Record, SystemDetails
from drops import sources
from goldens import check_invariant
from parsers import Confidence, apple_messages
from parsers._apple.apps import app_words

FIXTURES = Path(__file__).parent / "parsers" / "apple_messages"
SAM = "+447700900123"


@pytest.fixture
def phone(tmp_path: Path) -> Phone:
    """A present-day database with Sam, a conversation with him, and nothing said yet."""
    made = Phone(tmp_path / "sms.db", journal="DELETE")
    made.add("handle", id=SAM, service="iMessage")
    made.add("chat", guid=f"iMessage;-;{SAM}", style=45, chat_identifier=SAM, service_name="iMessage")
    made.add("chat_handle_join", chat_id=1, handle_id=1)
    return made


def read(path: Path) -> list[Item]:
    """Everything that the one database below a path gives."""
    (source,) = (found for found in sources(path) if apple_messages.identify(found))
    return list(apple_messages.parse(source))


def records(items: list[Item]) -> dict[int, Record]:
    return {int(item.locator.rpartition("=")[2]): item for item in items if isinstance(item, Record)}


def finished(phone: Phone) -> dict[int, Record]:
    phone.finish()
    return records(read(phone.path))


def codes(items: list[Item]) -> list[str]:
    return [item.code for item in items if isinstance(item, Problem | Notice)]


def notice(items: list[Item], code: str) -> str:
    (text,) = (item.text for item in items if isinstance(item, Notice) and item.code == code)
    return text


def problem(items: list[Item], code: str) -> Problem:
    (found,) = (item for item in items if isinstance(item, Problem) and item.code == code)
    return found


def details(record: Record) -> MessageDetails:
    assert isinstance(record.details, MessageDetails)
    return record.details


def edit_page(path: Path, mark: bytes, change: Callable[[bytearray], object]) -> None:
    """Change the page of a database on which some bytes stand."""
    data = bytearray(path.read_bytes())
    size = int.from_bytes(data[16:18], "big")
    at = data.index(mark) // size * size
    page = data[at : at + size]
    change(page)
    data[at : at + size] = page
    path.write_bytes(data)


def wipe(page: bytearray) -> None:
    page[:] = b"\xa5" * len(page)


class TestCompanionFile:
    def test_the_newest_messages_come_from_it(self, tmp_path: Path) -> None:
        whole = records(read(FIXTURES / "iphone_backup"))
        shutil.copytree(FIXTURES / "iphone_backup", tmp_path / "x")
        next((tmp_path / "x").rglob("sms.db-wal")).unlink()
        alone = read(tmp_path / "x")

        assert set(whole) - set(records(alone)) == {50, 51, 52, 53}
        assert "no-wal" in codes(alone)

    def test_a_database_that_keeps_none_is_not_asked_for_it(self) -> None:
        assert "no-wal" not in codes(read(FIXTURES / "old_mac.db"))

    def test_another_databases_companion_is_never_used(self, tmp_path: Path) -> None:
        """Two backups in one drop, one of them without its companion: SQLite would mix them without a word."""
        home = FIXTURES / "iphone_backup" / "HomeDomain" / "Library" / "SMS"
        shutil.copytree(home, tmp_path / "drop" / "new")
        (tmp_path / "drop" / "old").mkdir()
        shutil.copy(home / "sms.db", tmp_path / "drop" / "old")
        (old,) = (found for found in sources(tmp_path / "drop") if found.name == "drop/old/sms.db")

        items = list(apple_messages.parse(old))

        assert 50 not in records(items)
        assert "no-wal" in codes(items)

    def test_it_is_claimed_by_nobody(self) -> None:
        found = [source for source in sources(FIXTURES / "iphone_backup") if source.name.endswith("-wal")]
        assert [apple_messages.identify(source) for source in found] == [Confidence.NO]

    def test_a_damaged_one_is_a_problem(self, tmp_path: Path) -> None:
        log = self.copied_log(tmp_path)
        data = bytearray(log.read_bytes())
        data[len(data) // 2] ^= 1
        log.write_bytes(data)

        items = read(tmp_path / "x")

        assert problem(items, "log-damaged").lost == 1
        assert 1 in records(items)

    def test_an_unfinished_one_is_told(self, tmp_path: Path) -> None:
        """The last frame, which says that the transaction is complete, is not there."""
        log = self.copied_log(tmp_path)
        data = log.read_bytes()
        frame = 24 + int.from_bytes(data[8:12], "big")
        log.write_bytes(data[:-frame])

        assert "log-unfinished" in codes(read(tmp_path / "x"))

    @pytest.mark.parametrize("size", [5, 32, 200])
    def test_one_that_is_none_is_a_problem(self, tmp_path: Path, size: int) -> None:
        self.copied_log(tmp_path).write_bytes(b"\x37\x7f\x06\x99" + bytes(size - 4))
        assert problem(read(tmp_path / "x"), "log-unusable")

    def test_a_whole_one_needs_no_words(self) -> None:
        assert not [code for code in codes(read(FIXTURES / "iphone_backup")) if "log" in code or "wal" in code]

    @staticmethod
    def copied_log(tmp_path: Path) -> Path:
        shutil.copytree(FIXTURES / "iphone_backup", tmp_path / "x")
        return next((tmp_path / "x").rglob("sms.db-wal"))


def test_the_sources_are_not_touched(tmp_path: Path) -> None:
    shutil.copytree(FIXTURES / "iphone_backup", tmp_path / "x")

    def state() -> list[tuple[str, str, int]]:
        files = sorted(path for path in (tmp_path / "x").rglob("*") if path.is_file())
        return [(file.name, hashlib.sha256(file.read_bytes()).hexdigest(), file.stat().st_mtime_ns) for file in files]

    before = state()
    read(tmp_path / "x")

    assert state() == before


class TestTime:
    def test_both_clocks_in_one_table(self, phone: Phone) -> None:
        phone.message(1, date=START)
        phone.message(2, date=START * NANO)
        found = finished(phone)

        assert found[1].time.utc == "2024-03-31T00:59:00Z"
        assert found[2].time.utc == "2024-03-31T00:59:00.000Z"
        assert found[2].time.raw == str(START * NANO)

    def test_nought_is_no_time(self, phone: Phone) -> None:
        phone.message(1, date=0, date_read=0)
        record = finished(phone)[1]

        assert (record.time.utc, record.time.raw, record.warnings) == (None, "", ("no-time",))
        assert details(record).read is None

    @pytest.mark.parametrize("date", [float("inf"), "soon", b"\x00", -(2**63), 9e300])
    def test_a_date_that_is_none(self, phone: Phone, date: float | str | bytes) -> None:
        phone.message(1, date=date)
        record = finished(phone)[1]

        assert record.time.utc is None or record.time.utc.startswith("1")
        assert record.time.raw


class TestWho:
    def test_what_went_to_everybody_names_everybody(self) -> None:
        record = records(read(FIXTURES / "iphone_backup"))[5]

        assert record.direction == "outgoing"
        assert record.sender is not None
        assert record.sender.owner
        assert [party.id for party in record.recipients] == [SAM, "+447700900456"]

    def test_one_person_keeps_both_handles(self) -> None:
        found = records(read(FIXTURES / "iphone_backup"))
        assert [found[number].sender.id for number in (1, 3)] == [SAM, "sam@example.org"]  # type: ignore[union-attr]

    def test_nobody_is_named_but_the_conversation_has_one_other(self) -> None:
        record = records(read(FIXTURES / "old_mac.db"))[4]
        assert record.sender is not None
        assert (record.sender.id, record.warnings) == (SAM, ("sender-from-chat",))

    def test_who_is_one_person_is_told_where_the_phone_says_so(self, phone: Phone) -> None:
        for name, person in (("a@example.org", "P1"), ("b@example.org", "P1"), ("c@example.org", "P2"), ("d", None)):
            phone.add("handle", id=name, service="iMessage", person_centric_id=person)
        phone.finish()
        assert notice(read(phone.path), "same-person").endswith(": a@example.org, b@example.org.")

    def test_a_handle_that_is_gone(self) -> None:
        record = records(read(FIXTURES / "old_mac.db"))[5]
        assert (record.sender, record.warnings) == (None, ("sender-unknown",))

    def test_no_conversation(self, phone: Phone) -> None:
        phone.message(1, None, text="hello", destination_caller_id="me@example.org")
        record = finished(phone)[1]

        assert record.conversation.key == ""
        assert record.warnings == ("no-chat",)
        assert [party.id for party in record.recipients] == ["me@example.org"]

    def test_two_conversations(self) -> None:
        record = records(read(FIXTURES / "iphone_backup"))[53]
        assert record.conversation.key == f"iMessage;-;{SAM}"
        assert record.fields["other_chats"] == "SMS;-;+447700900456"

    def test_an_unknown_direction_stays_unknown(self, phone: Phone) -> None:
        """The handle is the other person either way: it does not say who wrote."""
        phone.message(1, text="?", is_from_me=None)
        record = finished(phone)[1]
        assert (record.direction, record.sender) == ("unknown", None)
        assert [party.id for party in record.recipients] == [SAM]

    def test_the_owner_by_account(self) -> None:
        record = records(read(FIXTURES / "old_mac.db"))[2]
        assert record.sender is not None
        assert (record.sender.id, record.sender.owner) == ("me@example.org", True)
        assert record.fields["account"] == "e:me@example.org"

    def test_in_a_group_the_others_received_it_too(self, phone: Phone) -> None:
        phone.add("handle", id="+447700900456", service="iMessage")
        phone.add("chat_handle_join", chat_id=1, handle_id=2)
        phone.message(1, text="hello", destination_caller_id="me@example.org")
        assert [party.id for party in finished(phone)[1].recipients] == ["me@example.org", "+447700900456"]

    @pytest.mark.parametrize(("stored", "name"), [("SMS", "sms"), ("RCS", "rcs"), ("iMessage", "imessage"), ("X", "x")])
    def test_service(self, phone: Phone, stored: str, name: str) -> None:
        phone.message(1, service=stored)
        assert finished(phone)[1].service == name


class TestText:
    def test_the_archived_text_where_the_column_is_empty(self) -> None:
        assert (records(read(FIXTURES / "iphone_backup"))[2].text or "").endswith("🆄")

    def test_the_column_holds_only_the_place_of_a_picture(self) -> None:
        record = records(read(FIXTURES / "iphone_backup"))[6]
        assert (record.text, record.warnings) == ("\ufffcyour house", ())

    def test_two_texts_that_differ_are_both_kept(self) -> None:
        record = records(read(FIXTURES / "old_mac.db"))[3]
        assert (record.text, record.fields["attributedBody"]) == ("I never said that", "I did say that")
        assert record.warnings == ("two-texts",)

    def test_an_empty_text_is_a_message(self, phone: Phone) -> None:
        phone.message(1, text="")
        phone.message(2)
        found = finished(phone)
        assert (found[1].text, found[2].text) == ("", None)

    @pytest.mark.parametrize(
        ("row", "text", "warning"),
        [
            (1, "caf\ufffd at nine", "bytes-replaced"),
            (2, "half \ufffd, whole 😈", "half-character"),
            (3, "a long threat that ", "text-from-damaged-body"),
            (4, "a long threat that goes on and on", "text-from-damaged-body"),
            (5, None, "body-unreadable"),
        ],
    )
    def test_damaged(self, row: int, text: str | None, warning: str) -> None:
        record = records(read(FIXTURES / "broken_values.db"))[row]
        assert (record.text, record.warnings) == (text, (warning,))

    def test_what_cannot_be_read_is_kept_whole(self) -> None:
        found = records(read(FIXTURES / "broken_values.db"))
        unread = b"\x04\x0bstreamtyped and nothing else"
        assert found[5].attachments[0].sha256 == hashlib.sha256(unread).hexdigest()
        assert found[6].attachments[0].name == "message_summary_info"
        assert found[6].warnings == ("edits-unreadable",)


class TestEdits:
    def test_earlier_texts_with_their_times(self) -> None:
        record = records(read(FIXTURES / "iphone_backup"))[20]

        assert [version.text for version in record.versions] == ["I will kill you", "I will hurt you"]
        assert record.versions[1].time.utc == "2024-03-31T01:19:30Z"
        assert record.text == "I will find you"
        assert "edited" in record.status

    def test_what_was_taken_back_leaves_its_length(self) -> None:
        record = records(read(FIXTURES / "iphone_backup"))[21]
        assert details(record).unsent_length == 13
        assert "unsent" in record.status
        assert "edited" not in record.status

    def test_edited_and_then_taken_back_leaves_every_text(self) -> None:
        record = records(read(FIXTURES / "iphone_backup"))[22]
        assert [version.text for version in record.versions] == ["you will regret it", "sorry"]
        assert (record.text, details(record).unsent_length) == (None, 5)

    def test_a_text_taken_back_is_kept_though_the_present_text_contains_it(self, phone: Phone) -> None:
        summary = edits({"1": [(0, "I see you"), (60, "you")]}, {1: 3})
        phone.message(1, text="and you too", message_summary_info=summary)
        assert [version.text for version in finished(phone)[1].versions] == ["I see you", "you"]

    def test_only_the_parts_taken_back_count(self, phone: Phone) -> None:
        ranges = {"0": {"lo": 0, "le": 40}, "1": {"lo": 40, "le": 5}, "2": {"lo": 45, "le": 7}}
        summary = plistlib.dumps({"rp": [1, 2], "otr": ranges}, fmt=plistlib.FMT_BINARY)
        phone.message(1, text="what is left", message_summary_info=summary)
        assert details(finished(phone)[1]).unsent_length == 12

    def test_several_parts_in_the_order_of_their_numbers(self, phone: Phone) -> None:
        summary = edits({"10": [(0, "late"), (1, "last")], "2": [(0, "soon"), (1, "first")]})
        phone.message(1, text="first\ufffclast", message_summary_info=summary)
        assert [version.text for version in finished(phone)[1].versions] == ["soon", "late"]


class TestReactions:
    def test_each_is_a_record_and_stands_on_its_message(self) -> None:
        found = records(read(FIXTURES / "iphone_backup"))
        told = [(reaction.text, reaction.removed) for reaction in found[4].reactions]

        assert told == [("love", False), ("love", True), ("🔪", False)]
        assert [details(found[row]).reply_to for row in (30, 31, 32)] == ["G4"] * 3
        assert found[31].status == ("reaction", "removed", "received")
        assert found[30].text == "Loved “stop contacting me”"

    def test_by_the_owner(self) -> None:
        (reaction,) = records(read(FIXTURES / "iphone_backup"))[1].reactions
        assert (reaction.text, reaction.actor.owner) == ("dislike", True)

    def test_to_a_message_that_is_gone(self) -> None:
        items = read(FIXTURES / "newest_in_absent_log.db")
        assert records(items)[8].text == "Loved “come here now”"
        assert ": 1." in notice(items, "reactions-to-missing")

    def test_a_sticker_is_no_reaction(self) -> None:
        record = records(read(FIXTURES / "iphone_backup"))[34]
        assert record.status == ("sticker", "received")
        assert record.attachments[0].note == "sticker"


EVENTS = {
    40: "member added",
    41: "member removed",
    42: "renamed",
    43: "left",
    44: "number changed",
    45: "location sharing started",
    46: "location sharing stopped",
    47: "audio message kept",
    48: "event 9",
}


@pytest.mark.parametrize(("row", "event"), EVENTS.items())
def test_events(row: int, event: str) -> None:
    record = records(read(FIXTURES / "iphone_backup"))[row]
    assert isinstance(record.details, SystemDetails)
    assert (record.kind, record.details.event) == ("system", event)
    assert record.fields["guid"] == f"G{row}"


def test_an_event_tells_whom_it_happened_to() -> None:
    event = records(read(FIXTURES / "iphone_backup"))[40].details
    assert isinstance(event, SystemDetails)
    assert event.target is not None
    assert event.target.id == "+447700900456"


class TestStatus:
    @pytest.mark.parametrize(
        ("row", "status"),
        [
            (4, ("sent", "delivered")),
            (7, ("received", "junk")),
            (8, ("failed",)),
            (10, ("scheduled",)),
            (51, ("received", "deleted")),
            (52, ("received", "partly-deleted")),
        ],
    )
    def test_words(self, row: int, status: tuple[str, ...]) -> None:
        assert records(read(FIXTURES / "iphone_backup"))[row].status == status

    def test_recently_deleted_is_still_there_with_its_conversation(self) -> None:
        record = records(read(FIXTURES / "iphone_backup"))[51]
        deleted = details(record).deleted
        assert deleted is not None
        assert (record.text, deleted.utc) == ("you deleted me", "2024-03-31T03:29:00.000Z")
        assert record.conversation.key == f"iMessage;-;{SAM}"

    def test_a_deleted_part_is_still_there(self) -> None:
        fields = records(read(FIXTURES / "iphone_backup"))[52].fields
        assert fields["deleted_part.1"] == "the part that was deleted"

    def test_a_reply_names_what_it_answers(self) -> None:
        assert details(records(read(FIXTURES / "iphone_backup"))[9]).reply_to == "G4"


class TestAttachments:
    PATH = "~/Library/SMS/Attachments/ab/11/at_0_AAAA-BBBB/IMG_0001.JPG"

    def test_in_the_backup_and_absent(self) -> None:
        here, absent = records(read(FIXTURES / "iphone_backup"))[6].attachments
        assert (here.name, here.found, here.size, here.missing) == ("IMG_0001.GIF", "image/gif", 43, False)
        assert (absent.name, absent.declared, absent.missing) == ("IMG_0002.HEIC", "image/heic", True)

    @pytest.mark.parametrize(
        ("stored", "found"),
        [
            (["MediaDomain/Library/SMS/Attachments/ab/11/at_0_AAAA-BBBB/IMG_0001.JPG"], True),
            (["copied/at_0_AAAA-BBBB/IMG_0001.JPG"], True),
            (["one/at_0_AAAA-BBBB/IMG_0001.JPG", "two/at_0_AAAA-BBBB/IMG_0001.JPG"], False),
            (["photos/IMG_0001.JPG"], False),
            ([PATH[2:], "copied/at_0_AAAA-BBBB/IMG_0001.JPG"], True),
        ],
        ids=["by its path", "by id and name", "two files fit", "never by its name alone", "its path goes first"],
    )
    def test_found(self, phone: Phone, stored: list[str], found: bool) -> None:
        phone.message(1)
        phone.add("attachment", guid="A", filename=self.PATH)
        phone.add("message_attachment_join", message_id=1, attachment_id=1)
        phone.finish()
        for number, name in enumerate(stored):
            file = phone.path.parent / name
            file.parent.mkdir(parents=True)
            file.write_bytes(b"\xff\xd8\xff" + bytes((number,)))

        (attachment,) = records(read(phone.path.parent))[1].attachments

        assert attachment.missing is not found
        assert attachment.name == "IMG_0001.JPG"

    def test_a_short_folder_name_is_no_id(self, phone: Phone) -> None:
        phone.message(1)
        phone.add("attachment", guid="A", filename="~/Library/SMS/Attachments/ab/11/IMG_0001.JPG")
        phone.add("message_attachment_join", message_id=1, attachment_id=1)
        phone.finish()
        (phone.path.parent / "11").mkdir()
        (phone.path.parent / "11" / "IMG_0001.JPG").write_bytes(b"another picture")
        assert records(read(phone.path.parent))[1].attachments[0].missing

    def test_no_entry_and_no_file(self) -> None:
        found = records(read(FIXTURES / "broken_values.db"))[14].attachments
        assert [attachment.missing for attachment in found] == [True, True]

    def test_app_data_is_kept_and_its_words_are_shown(self) -> None:
        record = records(read(FIXTURES / "iphone_backup"))[11]
        assert record.attachments[0].note == "app data"
        assert record.fields["app.URL"] == "https://maps.example.org/?q=home"
        assert record.fields["app.caption"] == "Your home"
        assert details(record).link == "https://maps.example.org/?q=home"

    def test_app_data_that_goes_in_circles(self) -> None:
        """Every object holds every object: each is looked at once."""
        links = [plistlib.UID(number) for number in range(200)]
        circle: list[object] = [{"NS.keys": links, "NS.objects": links} for _ in links]
        archive = {"$top": {"root": plistlib.UID(0)}, "$objects": circle}
        assert app_words(plistlib.dumps(archive, fmt=plistlib.FMT_BINARY)) == {}

    @pytest.mark.parametrize("payload", [b"", b"bplist00", keyed({})[:-9], b"\x08\x08\x11\x00"])
    def test_app_data_that_is_no_archive(self, payload: bytes) -> None:
        assert app_words(payload) == {}


class TestDeletionTraces:
    def test_ids_of_deleted_messages_without_those_still_there(self) -> None:
        items = read(FIXTURES / "newest_in_absent_log.db")
        assert notice(items, "deleted-messages").startswith("2 messages were deleted at some time;")

    def test_missing_numbers_with_the_times_beside_them(self) -> None:
        text = notice(read(FIXTURES / "newest_in_absent_log.db"), "numbers-missing")
        assert "1 (before 2024-03-31T01:01:00.000Z)" in text
        assert "4 to 6 (after 2024-03-31T01:02:00.000Z, before 2024-03-31T01:06:00.000Z)" in text
        assert "9 to 10 (after" in text

    def test_many_gaps_are_counted_but_not_all_listed(self, phone: Phone) -> None:
        for number in range(1, 101):
            phone.message(2 * number)
        phone.finish()
        text = notice(read(phone.path), "numbers-missing")
        assert "missing here: 100," in text
        assert "and 80 more places" in text

    def test_conversations_that_list_more_than_there_is(self) -> None:
        items = read(FIXTURES / "newest_in_absent_log.db")
        texts = [item.text for item in items if isinstance(item, Notice) and item.code == "gone-from-conversation"]
        assert any("2 messages, sent between 2024-03-31T01:03:00.000Z and 2024-03-31T01:04:00.000Z" in t for t in texts)
        assert any("Family" in text and "1 message." in text for text in texts)

    def test_listed_messages_after_the_last_that_is_there(self, phone: Phone) -> None:
        phone.message(1)
        phone.add("chat_message_join", chat_id=1, message_id=5)
        phone.finish()
        assert f"conversation {SAM} but no longer in this file: 1 message." in notice(
            read(phone.path), "gone-from-conversation"
        )

    def test_empty_conversations_and_files_of_nothing(self) -> None:
        items = read(FIXTURES / "newest_in_absent_log.db")
        assert "namely Family, +447700900456" in notice(items, "empty-conversations")
        assert "gone.jpg" in notice(items, "files-without-message")

    def test_a_conversation_that_lies_in_recently_deleted_is_not_empty(self, phone: Phone) -> None:
        phone.message(1, None, text="hello")
        phone.add("chat_recoverable_message_join", chat_id=1, message_id=1, delete_date=phone.at(900))
        phone.finish()
        assert "empty-conversations" not in codes(read(phone.path))

    def test_a_whole_database_has_none(self, phone: Phone) -> None:
        phone.message(1, text="hello")
        phone.finish()
        assert codes(read(phone.path)) == []


class TestSchemaDrift:
    @pytest.mark.parametrize(
        "table",
        ["handle", "chat", "chat_handle_join", "chat_message_join", "attachment", "message_attachment_join",
         "deleted_messages", "sync_deleted_messages", "chat_recoverable_message_join", "recoverable_message_part"],
    )  # fmt: skip
    def test_a_missing_table_loses_no_message(self, phone: Phone, table: str) -> None:
        phone.message(1, text="hello")
        phone.add("attachment", guid="A", filename="x/y")
        phone.add("message_attachment_join", message_id=1, attachment_id=1)
        phone.db.execute(f"DROP TABLE {table}")
        assert finished(phone)[1].text == "hello"

    def test_hardly_any_columns(self, tmp_path: Path) -> None:
        with sqlite3.connect(tmp_path / "x") as database:
            database.execute("CREATE TABLE message (ROWID INTEGER PRIMARY KEY, TEXT TEXT, handle_id INTEGER)")
            database.execute("INSERT INTO message VALUES (7, 'hello', 0)")
        database.close()
        record = records(read(tmp_path / "x"))[7]
        assert (record.text, record.direction, record.service) == ("hello", "unknown", "unknown")

    def test_a_view_is_not_read(self, tmp_path: Path) -> None:
        """A view runs code of the file; one that never ends would hang us."""
        endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS handle_id FROM n"
        with sqlite3.connect(tmp_path / "x") as database:
            database.execute(f"CREATE VIEW message AS {endless}")
            database.execute("CREATE TABLE chat_message_join (chat_id, message_id)")
        database.close()
        assert codes(read(tmp_path / "x")) == ["no-messages-table"]


VALUES: list[object] = [
    None, 0, 1, -1, 2000, 3006, 2**63 - 1, -(2**63), 1.5, float("inf"), 1e300, "", "x", "0", "-7", "p:0/G1", "bp:", "/",
    "2" * 40, "é\ufffc", "a\x00b", b"", b"\x04\x0bstreamtyped", archived("hello"), b"bplist00", edits({"0": [(1, "a")]}, {1: 2}),
    keyed({"URL": b"x"}), b"\xff" * 30,
]  # fmt: skip


def test_any_value_in_any_column(phone: Phone) -> None:
    """SQLite lets every column hold anything. Each row is a record all the same, and goes through JSON unharmed."""
    rng = random.Random(7)
    for table in ("handle", "chat", "attachment", "message"):
        described = phone.db.execute(f"PRAGMA table_info({table})").fetchall()
        for number in range(10, 200 if table == "message" else 30):
            values = {column[1]: rng.choice(VALUES) for column in described if rng.random() < 0.7}
            values |= {column[1]: f"{table}{number}{rng.choice('xyz')}" for column in described if column[3]}
            phone.add(table, **values | {"ROWID": number})  # type: ignore[arg-type]
    tables = ("chat_handle_join", "chat_message_join", "message_attachment_join", "chat_recoverable_message_join")
    for table in (*tables, "recoverable_message_part"):
        described = phone.db.execute(f"PRAGMA table_info({table})").fetchall()
        for _ in range(60):
            phone.db.execute(
                f"INSERT OR IGNORE INTO {table} VALUES ({', '.join('?' * len(described))})",
                [rng.choice([rng.randrange(10, 210), rng.choice(VALUES)]) for _ in described],
            )
    phone.finish()

    items = read(phone.path)

    check_invariant(items, phone.path.read_bytes(), "apple_messages")
    assert set(records(items)) == set(range(10, 200))


class TestDamage:
    def test_one_bad_page_loses_its_own_rows_only(self) -> None:
        items = read(FIXTURES / "one_bad_page.db")
        lost = problem(items, "rows-unreadable")
        assert lost.locator == "table=message;rows=28-30"
        assert lost.lost == 3
        assert f"(in the conversations with {SAM}, sent between 2024-03-31T01:27:00Z and" in lost.reason
        assert set(records(items)) == set(range(1, 61)) - {28, 29, 30}
        assert "numbers-missing" not in codes(items)

    def test_a_conversation_that_cannot_be_read_is_not_called_empty(self, tmp_path: Path) -> None:
        path = tmp_path / "x"
        phone = Phone(path, page=512, old=True, journal="DELETE")
        for guid in ("read", "lost"):
            phone.add("chat", guid=guid, chat_identifier=guid)
        for number in range(1, 31):
            phone.message(number, 2 if number == 15 else 1, text=f"message number {number} " + "x" * 40)
        phone.finish()
        edit_page(path, b"message number 15 ", wipe)

        items = read(path)

        assert "lost" in problem(items, "rows-unreadable").reason
        assert "empty-conversations" not in codes(items)

    def test_a_bad_page_above_the_leaves(self, tmp_path: Path) -> None:
        """What hangs below it is lost, but counted: by the conversations, and by SQLite's own index."""
        path = tmp_path / "x"
        phone = Phone(path, page=512, old=True, journal="DELETE")
        phone.add("handle", id=SAM, service="SMS")
        for number in range(1, 401):
            phone.message(number, text="word " * 20)
        root = phone.db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'message'").fetchone()[0]
        phone.finish()
        data = bytearray(path.read_bytes())
        at = (root - 1) * 512
        child = int.from_bytes(data[at + 8 : at + 12], "big")  # the rightmost child
        data[(child - 1) * 512 : child * 512] = bytes(512)
        path.write_bytes(data)

        items = read(path)

        lost = sum(item.lost for item in items if isinstance(item, Problem))
        assert len(records(items)) + lost == 400
        assert 0 < len(records(items)) < 400

    def test_a_row_whose_long_text_is_gone_keeps_the_rest(self, tmp_path: Path) -> None:
        path = tmp_path / "x"
        phone = Phone(path, page=512, old=True, journal="DELETE")
        phone.add("handle", id=SAM, service="SMS")
        phone.message(1, text="whole")
        phone.message(2, text="y" * 300 + "".join(f"{n:04}" for n in range(500)), service="SMS")
        phone.finish()
        edit_page(path, b"0100", wipe)

        found = records(read(path))

        assert found[1].text == "whole"
        assert details(found[2]).id == "G2"
        assert "partly-unreadable" in found[2].warnings

    def test_rows_that_vanish_without_an_error_are_counted(self, tmp_path: Path) -> None:
        """A page that says it holds one row instead of several: SQLite passes over the others in silence."""
        path = tmp_path / "x"
        shutil.copy(FIXTURES / "old_mac.db", path)
        edit_page(path, b"I never said that", lambda page: page.__setitem__(slice(3, 5), b"\x00\x01"))
        items = read(path)
        assert problem(items, "index-lists-more").lost == 4

    def test_a_bad_page_in_a_joining_table(self, tmp_path: Path) -> None:
        path = tmp_path / "x"
        phone = Phone(path, page=512, journal="DELETE")
        phone.add("handle", id=SAM, service="SMS")
        phone.add("chat", guid=f"SMS;-;{SAM}", style=45, chat_identifier=SAM)
        for number in range(1, 201):
            phone.message(number, text="hello")
        root = phone.db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'chat_message_join'").fetchone()[0]
        phone.finish()
        data = bytearray(path.read_bytes())
        child = int.from_bytes(data[(root - 1) * 512 + 8 : (root - 1) * 512 + 12], "big")
        data[(child - 1) * 512 : child * 512] = bytes(512)
        path.write_bytes(data)

        items = read(path)

        assert len(records(items)) == 200
        assert problem(items, "side-rows-unreadable").lost == 0
        placed = [record for record in records(items).values() if record.conversation.key]
        assert 0 < len(placed) < 200

    def test_a_file_cut_short(self, tmp_path: Path) -> None:
        data = (FIXTURES / "one_bad_page.db").read_bytes()
        (tmp_path / "x").write_bytes(data[: len(data) - 5000])
        items = read(tmp_path / "x")
        assert "10 pages" in notice(items, "cut-short")
        assert 20 < len(records(items)) < 57

    def test_a_page_cut_in_two_gives_no_half_texts(self, tmp_path: Path) -> None:
        """What is left of such a page looks like rows whose values end in zeros."""
        path, whole = tmp_path / "x", records(read(FIXTURES / "one_bad_page.db"))
        data = (FIXTURES / "one_bad_page.db").read_bytes()
        for cut in range(len(data) - 6000, len(data), 100):
            path.write_bytes(data[:cut])
            for number, record in records(read(path)).items():
                assert record.text == whole[number].text
                assert record.time == whole[number].time

    def test_a_page_that_stands_twice_is_read_once(self, tmp_path: Path) -> None:
        """A pointer leads to the page before: its rows come again, out of order, in place of others."""
        path = tmp_path / "x"
        phone = Phone(path, page=512, old=True, journal="DELETE")
        for number in range(1, 13):
            phone.message(number, text=f"message number {number} " + "x" * 40)
        root = phone.db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'message'").fetchone()[0]
        phone.finish()
        data = bytearray(path.read_bytes())
        at = (root - 1) * 512
        first, second = (at + int.from_bytes(data[at + 12 + 2 * n : at + 14 + 2 * n], "big") for n in range(2))
        data[second : second + 4] = data[first : first + 4]
        path.write_bytes(data)

        items = read(path)

        check_invariant(items, bytes(data), "apple_messages")
        assert len(records(items)) + problem(items, "index-lists-more").lost == 12

    def test_rows_far_beyond_a_bad_page_are_found(self, tmp_path: Path) -> None:
        path = tmp_path / "x"
        phone = Phone(path, page=512, old=True, journal="DELETE")
        for number in range(1, 31):
            phone.message(10**9 * number, date=START, text=f"message number {number} " + "x" * 40)
        phone.finish()
        edit_page(path, b"message number 10 ", wipe)

        items = read(path)

        assert 24 < len(records(items)) < 30
        assert problem(items, "rows-unreadable").lost == 30 - len(records(items))

    def test_a_damaged_table_of_contents(self, phone: Phone) -> None:
        phone.db.execute("CREATE INDEX zz_index ON message (date)")
        phone.message(1, text="hello")
        phone.finish()
        phone.path.write_bytes(phone.path.read_bytes().replace(b"CREATE INDEX zz", b"CREATE INDEX ,z"))
        items = read(phone.path)
        assert records(items)[1].text == "hello"
        assert "contents-damaged" in codes(items)

    @pytest.mark.parametrize("data", [b"", b"SQLite format 3\x00", b"SQLite format 3\x00" + bytes(200), b"hello"])
    def test_no_database(self, tmp_path: Path, data: bytes) -> None:
        (tmp_path / "x").write_bytes(data)
        (source,) = sources(tmp_path / "x")
        (found,) = apple_messages.parse(source)
        assert isinstance(found, Problem)

    def test_halving_ends_where_a_counter_is_absurd(self, tmp_path: Path) -> None:
        """The last rows are gone, and the table claims to have given out every number there is."""
        path = tmp_path / "x"
        phone = Phone(path, page=512, old=True, journal="DELETE")
        for number in range(1, 61):
            phone.message(number, text=f"message number {number} " + "x" * 40)
        phone.db.execute("UPDATE sqlite_sequence SET seq = 9223372036854775807 WHERE name = 'message'")
        phone.finish()
        edit_page(path, b"message number 60 ", wipe)

        items = read(path)

        assert problem(items, "rows-unreadable").lost == 60 - len(records(items))
        assert 50 < len(records(items)) < 60

    def test_rows_beyond_a_counter_that_is_wrong(self, tmp_path: Path) -> None:
        """The counter says 20, and the last page, which would tell better, is gone too."""
        path = tmp_path / "x"
        phone = Phone(path, page=512, old=True, journal="DELETE")
        for number in range(1, 61):
            phone.message(number, text=f"message number {number} " + "x" * 40)
        phone.db.execute("UPDATE sqlite_sequence SET seq = 20 WHERE name = 'message'")
        phone.finish()
        edit_page(path, b"message number 30 ", wipe)
        edit_page(path, b"message number 60 ", wipe)

        items = read(path)

        assert {*range(1, 26), *range(35, 55)} <= records(items).keys()
        assert len(records(items)) + sum(item.lost for item in items if isinstance(item, Problem)) >= 60

    def test_a_deleted_row_before_a_bad_page_is_not_called_unreadable(self, tmp_path: Path) -> None:
        path = tmp_path / "x"
        phone = Phone(path, page=512, old=True, journal="DELETE")
        for number in range(1, 61):
            phone.message(number, text=f"message number {number} " + "x" * 40)
        phone.finish()
        edit_page(path, b"message number 30 ", wipe)
        first = int(problem(read(path), "rows-unreadable").locator.partition("rows=")[2].partition("-")[0])
        with sqlite3.connect(path) as database:
            database.execute("DELETE FROM chat_message_join WHERE message_id = ?", (first - 1,))
            database.execute("PRAGMA writable_schema = ON")
            database.execute("DELETE FROM message WHERE rowid = ?", (first - 1,))
        database.close()

        items = read(path)

        assert f"rows={first}-" in problem(items, "rows-unreadable").locator
        assert f"namely {first - 1} (" in notice(items, "numbers-missing")


class TestIdentify:
    def test_all_fixtures_by_their_contents(self) -> None:
        found = [source for source in sources(FIXTURES) if source.name.endswith(".db")]
        assert {apple_messages.identify(source) for source in found} == {Confidence.CERTAIN}

    def test_by_the_counters_where_the_definitions_stand_further_on(self, tmp_path: Path) -> None:
        data = (FIXTURES / "newest_in_absent_log.db").read_bytes()
        (tmp_path / "x").write_bytes(data.replace(b"CREATE TABLE", b"CREATE ABLET"))
        (source,) = sources(tmp_path / "x")
        assert apple_messages.identify(source) == Confidence.PROBABLE

    @pytest.mark.parametrize(
        ("name", "confidence"),
        [("sms.db", Confidence.POSSIBLE), ("chat.db", Confidence.POSSIBLE), ("x", Confidence.NO)],
    )
    def test_by_the_usual_name_where_nothing_else_can_be_seen(
        self, tmp_path: Path, name: str, confidence: Confidence
    ) -> None:
        head = bytearray(b"SQLite format 3\x00".ljust(100, b"\x00") + b"\x05".ljust(4000, b"\x00"))
        (tmp_path / name).write_bytes(head)
        (source,) = sources(tmp_path / name)
        assert apple_messages.identify(source) == confidence

    @pytest.mark.parametrize(
        "tables",
        [
            ["ZWAMESSAGE (Z_PK INTEGER PRIMARY KEY, ZTEXT)", "ZWACHATSESSION (Z_PK)"],
            ["sms (_id INTEGER PRIMARY KEY, thread_id, address, body)", "threads (_id)", "pdu (_id)"],
            ["message (_id INTEGER PRIMARY KEY AUTOINCREMENT, chat_row_id, text_data)", "chat (_id)", "jid (_id)"],
            ["messages (_id INTEGER PRIMARY KEY, conversationId)", "conversations (_id)"],
            ["ZCALLRECORD (Z_PK, ZADDRESS)"],
            ["voicemail (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, remote_uid, callback_num)"],
        ],
        ids=["WhatsApp iPhone", "Android SMS", "WhatsApp Android", "Signal or Viber", "calls", "voicemail"],
    )
    @pytest.mark.parametrize("name", ["sms.db", "x"])
    def test_others(self, tmp_path: Path, tables: list[str], name: str) -> None:
        with sqlite3.connect(tmp_path / name) as database:
            for table in tables:
                database.execute(f"CREATE TABLE {table}")
        database.close()
        (source,) = sources(tmp_path / name)
        assert apple_messages.identify(source) == Confidence.NO

    def test_our_own_catalogue_that_holds_such_words(self, tmp_path: Path) -> None:
        with sqlite3.connect(tmp_path / "x") as database:
            database.execute("PRAGMA application_id = 1179473999")
            database.execute("CREATE TABLE chat_message_join (chat_id, message_id)")
            database.execute("CREATE TABLE message (handle_id)")
        database.close()
        (source,) = sources(tmp_path / "x")
        assert apple_messages.identify(source) == Confidence.NO


def test_a_backup_is_read_as_written() -> None:
    """The whole of it: every row once, in the order of the rows."""
    found = [item for item in read(FIXTURES / "iphone_backup") if isinstance(item, Record)]
    rows = [int(record.locator.rpartition("=")[2]) for record in found]
    assert rows == [*range(1, 12), 20, 21, 22, *range(30, 35), *range(40, 49), *range(50, 54)]
