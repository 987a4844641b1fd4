"""RSMF and CASE/UCO: what is handed to other programs is what their formats ask for, and says what the records say."""

import email
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any, BinaryIO

import jsonschema
import pytest
from msgspec.structs import replace

from archive.handover.case_uco import CaseUco
from archive.handover.entry import Enclosed, Entry, Seen, When, Writer
from archive.handover.rsmf import Rsmf
from archive.lines import CorrectionLine
from archive.records import (
    AccountDetails,
    CallDetails,
    ContactDetails,
    Conversation,
    MailDetails,
    MessageDetails,
    Party,
    PhotoDetails,
    Reaction,
    Record,
    SystemDetails,
    Time,
    Version,
)
from entries_made import HARD_TEXTS, made_entries, made_summary

SHORT = ("message", "call", "voicemail", "post", "system")
PICTURE = b"\xff\xd8\xff" + bytes(range(256)) * 1200  # longer than what is encoded at once
SHA = "d" * 64  # of the picture in the made entries
SAM = Party(id="+447700900150", name="Sam Example", normal="+447700900150")
ME = Party(id="+447700900999", name="Alex Example", owner=True)
GROUP = Conversation(key="group-1", title="Book club")
AT = Time(raw="1 May 2024 21:00", utc="2024-05-01T20:00:00Z", offset=60, basis="stated", precision="s")
LATER = Time(raw="1 May 2024 21:05", utc="2024-05-01T20:05:00.250Z", offset=60, basis="stated", precision="ms")
NO_ZONE = Time(raw="1 May 2024 21:07", local="2024-05-01T21:07:00", precision="s")


def odd_records() -> Iterator[Record]:
    """One of each kind, and messages to which something happened afterwards."""
    ours = {"conversation": GROUP, "sender": SAM, "recipients": (ME,), "direction": "incoming", "time": AT}
    late = ours | {"time": LATER}  # out of order, as a clock that was set back leaves it
    yield Record(
        kind="message", service="whatsapp", locator="1", text="the first", details=MessageDetails(id="A"), **late
    )
    edited = MessageDetails(id="B", reply_to="A", edited=LATER, read=LATER, delivered=NO_ZONE)
    versions = (Version("one", AT), Version(None, NO_ZONE), Version("two", LATER))
    reactions = (Reaction("❤", ME, LATER), Reaction("x", ME, removed=True), Reaction("👍"))
    status = ("edited", "deleted")
    yield Record(kind="message", service="whatsapp", locator="2", text="three", details=edited, versions=versions, reactions=reactions, status=status, **ours)  # fmt: skip
    yield Record(kind="system", service="whatsapp", locator="3", text="Sam added Jo", details=SystemDetails(event="added", actor=SAM, target=Party(name="Jo")), **ours)  # fmt: skip
    yield Record(kind="system", service="whatsapp", locator="4", details=SystemDetails(event="left", actor=Party(name="Jo")), conversation=GROUP, time=NO_ZONE)  # fmt: skip
    yield Record(
        kind="call", service="call", locator="5", details=CallDetails(outcome="answered", duration_s=61), **ours
    )
    yield Record(kind="voicemail", service="call", locator="6", details=CallDetails(withheld=True), direction="incoming", time=LATER)  # fmt: skip
    yield Record(kind="post", service="facebook", locator="7", text="", sender=Party(id="100004567890", name="Sam"), conversation=Conversation(title="Wall\r\nof Sam\x00" + "é" * 2000))  # fmt: skip
    sam, me = Party(id="Sam@example.org", name="Sam"), Party(id="alex@example.org", owner=True)
    mail = MailDetails(message_id="<1@example.org>", cc=(sam,), labels=("Inbox",), arrived=LATER)
    yield Record(kind="email", service="email", locator="8", subject="You & me", text="<b>hi</b>", sender=sam, recipients=(me,), details=mail, time=AT)  # fmt: skip
    yield Record(kind="contact", service="instagram", locator="9", sender=Party(name="sam"), details=ContactDetails(event="follow request", numbers=("07700 900150",)))  # fmt: skip
    yield Record(kind="account", service="instagram", locator="10", details=AccountDetails(event="login", address="192.0.2.7"), time=LATER)  # fmt: skip
    yield Record(
        kind="photo", service="image", locator="11", text="read words", details=PhotoDetails(width=3), content="b" * 64
    )
    day = Time(raw="1/5/24", utc="2024-05-01T00:00:00Z", local="2024-05-01T00:00:00", precision="day")
    yield Record(
        kind="message", service="mms", locator="12", text="only a day", sender=SAM, recipients=(ME, SAM), time=day
    )


def odd_entries(first: int) -> Iterator[Entry]:
    for number, record in enumerate(odd_records(), first):
        record = replace(record, id=f"{number:040x}", object="a" * 64, content=record.content or "a" * 64)
        time = record.time
        shown = When(day="2024-05-01" if time.raw else "", raw=time.raw, utc=time.utc or "", offset=time.offset)
        seen = (Seen(exhibit="JS/9", source="chat.zip", object="9" * 64, locator=record.locator),) * (number % 2)
        thing = (
            Enclosed(exhibit="JS/2/1", name="same again.jpg", sha256=SHA, path="data/2-originals/JS-2-1.jpg")
            if number < first + 2
            else None
        )
        yield Entry(number=number, record=record, when=shown, thread=record.conversation.title, seen=seen, enclosed=(thing,) if thing else ())  # fmt: skip


def all_entries(count: int = 120) -> list[Entry]:
    made = list(made_entries(count))
    line = CorrectionLine(id="", content="", locator="", by="Alex", at="2024-04-02T10:00:00Z", text="corrected")
    made[0] = replace(made[0], corrected=replace(made[0].record, text="corrected"), corrections=(line,))
    return made + list(odd_entries(count + 1))


def write(writer: Writer, entries: list[Entry]) -> None:
    for entry in entries:
        writer.add(entry)
    summary = made_summary(len(entries))
    one, two = summary.exhibits
    writer.finish(replace(summary, exhibits=(one, replace(two, path="data/2-originals/JS-2_chat.zip", why_not=""))))


def opener(sha256: str) -> BinaryIO | None:
    return io.BytesIO(PICTURE) if sha256 == SHA else None


class Read:
    """An .rsmf file as a stranger's program reads it."""

    def __init__(self, path: Path) -> None:
        self.mail = email.message_from_bytes(path.read_bytes(), EmailMessage, policy=SMTP)
        self.enclosed = list(self.mail.iter_attachments())
        self.zip = zipfile.ZipFile(io.BytesIO(self.enclosed[0].get_content()))
        self.manifest: dict[str, Any] = json.loads(self.zip.read("rsmf_manifest.json"))
        self.events: list[dict[str, Any]] = self.manifest["events"]

    def custom(self, event: dict[str, Any]) -> dict[str, str]:
        return {pair["name"]: pair["value"] for pair in event["custom"]}


def files(data: Path) -> list[Path]:
    return sorted((data / "5-other-formats" / "rsmf").glob("*.rsmf"))


@pytest.fixture(scope="module")
def rsmf(tmp_path_factory: pytest.TempPathFactory) -> list[Read]:
    data = tmp_path_factory.mktemp("data")
    write(Rsmf(data, opener), all_entries())
    return [Read(path) for path in files(data)]


@pytest.fixture(scope="module")
def events(rsmf: list[Read]) -> dict[int, dict[str, Any]]:
    """All events by the number of their entry."""
    return {int(event["id"].removeprefix("entry-")): event for one in rsmf for event in one.events}


def schema_check() -> jsonschema.Draft7Validator:
    schema = json.loads((Path(__file__).parent / "handover" / "rsmf-2.0.schema.json").read_bytes())
    return jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker())


def test_every_manifest_fits_the_schema(rsmf: list[Read]) -> None:
    assert len(rsmf) > 14
    for one in rsmf:
        assert list(schema_check().iter_errors(one.manifest)) == []


@pytest.mark.parametrize(
    "wrong",
    [{"timestamp": "2024-05-01T21:00:00"}, {"type": "call"}, {"custom": [{"name": "a", "value": ""}]}, {"sha256": "a"}, {"body": None}],
    ids=lambda wrong: next(iter(wrong)),
)  # fmt: skip
def test_the_schema_refuses_what_relativity_refuses(rsmf: list[Read], wrong: dict[str, Any]) -> None:
    manifest = rsmf[0].manifest
    broken = manifest | {"events": [rsmf[0].events[0] | wrong]}
    assert list(schema_check().iter_errors(broken))


def test_whatever_a_manifest_points_to_is_in_it(rsmf: list[Read]) -> None:
    for one in rsmf:
        people = {person["id"] for person in one.manifest["participants"]}
        (conversation,) = one.manifest["conversations"]
        assert people == set(conversation["participants"])
        assert conversation.get("custodian", "P1") in people | {"P1"}
        ids = [event["id"] for event in one.events]
        assert len(ids) == len(set(ids))
        for event in one.events:
            assert event["conversation"] == conversation["id"]
            assert event.get("parent", ids[0]) in ids
            who = [event, *event.get("edits", ()), *event.get("read_receipts", ())]
            named = {part["participant"] for part in who if "participant" in part}
            named.update(name for reaction in event.get("reactions", ()) for name in reaction.get("participants", ()))
            assert named <= people


def test_the_mail_around_it_says_what_the_manifest_says(rsmf: list[Read]) -> None:
    for one in rsmf:
        stamps = [event["timestamp"] for event in one.events if "timestamp" in event]
        attached = [thing for event in one.events for thing in event.get("attachments", ())]
        assert one.mail["X-RSMF-Version"] == "2.0.0"
        assert one.mail["X-RSMF-EventCount"] == str(len(one.events))
        assert one.mail["X-RSMF-AttachmentCount"] == str(len(attached))
        assert one.mail["X-RSMF-BeginDate"] == (min(stamps, key=datetime.fromisoformat) if stamps else None)
        assert one.mail["X-RSMF-EndDate"] == (max(stamps, key=datetime.fromisoformat) if stamps else None)
        assert one.mail["X-RSMF-EventCollectionID"] == one.manifest["eventcollectionid"]


def test_the_mail_is_whole_and_holds_one_zip(rsmf: list[Read]) -> None:
    for one in rsmf:
        parts = list(one.mail.walk())
        assert [defect for part in parts for defect in part.defects] == []
        assert [part.get_filename() for part in one.enclosed] == ["rsmf.zip"]
        words = one.mail.get_body().get_content()  # type: ignore[union-attr]
        assert words.count("\n") >= len(one.events)
        assert all(line in words for event in one.events for line in event.get("body", "").split())


def test_what_is_attached_lies_flat_in_the_zip_and_is_referred_to(rsmf: list[Read]) -> None:
    held = 0
    for one in rsmf:
        assert one.zip.testzip() is None
        names = set(one.zip.namelist()) - {"rsmf_manifest.json"}
        assert len(names) == len(one.zip.namelist()) - 1
        assert names == {thing["id"] for event in one.events for thing in event.get("attachments", ())}
        assert all("/" not in name and name.isascii() and one.zip.read(name) == PICTURE for name in names)
        held += len(names)
    assert held == 3


def test_without_the_bytes_attachments_are_named_with_where_they_are(tmp_path: Path) -> None:
    write(Rsmf(tmp_path), all_entries())
    reads = [Read(path) for path in files(tmp_path)]
    assert not any("attachments" in event for one in reads for event in one.events)
    said = [one.custom(event).get("Attachment not included", "") for one in reads for event in one.events]
    assert any("JS/2/1" in line and SHA in line for line in said)


def test_what_is_held_back_is_not_attached(tmp_path: Path) -> None:
    """Neither what stays here, nor the exact bytes of what goes out as a copy, nor a part of a container that stays here."""
    kept = Enclosed(exhibit="JS/2/1", name="here.jpg", sha256=SHA, inside="JS/2", why_not="It says where it was taken.")
    copied = replace(kept, path="data/2-originals/JS-2-1-without-place.jpg")
    writer = Rsmf(tmp_path, opener)
    writer.add(replace(all_entries()[0], enclosed=(kept, copied)))
    writer.finish(made_summary(1))
    (read,) = map(Read, files(tmp_path))
    assert read.zip.namelist() == ["rsmf_manifest.json"]
    assert "attachments" not in read.events[0]
    assert sum(pair["name"] == "Attachment not included" for pair in read.events[0]["custom"]) == 2


def test_every_text_comes_back_exactly(events: dict[int, dict[str, Any]]) -> None:
    entries = [entry for entry in all_entries() if entry.record.kind in SHORT]
    assert sorted(events) == [entry.number for entry in entries]
    for entry in entries:
        if entry.shown.text is not None:
            assert events[entry.number]["body"] == entry.shown.text
    assert {event.get("body") for event in events.values()} >= set(HARD_TEXTS[7:18])


def test_no_timestamp_is_made_up(events: dict[int, dict[str, Any]]) -> None:
    dated = 0
    for entry in all_entries():
        if (event := events.get(entry.number)) is None:
            continue
        custom = {pair["name"]: pair["value"] for pair in event["custom"]}
        if entry.when.utc and entry.record.time.precision != "day":
            dated += 1
            assert datetime.fromisoformat(event["timestamp"]) == datetime.fromisoformat(entry.when.utc)
        else:
            assert "timestamp" not in event
            assert custom["Timestamp"].startswith("not ")
            assert custom.get("Time as written", "") == entry.when.raw
    assert dated > 30


def test_what_has_no_field_of_its_own_is_said_beside_it(rsmf: list[Read], events: dict[int, dict[str, Any]]) -> None:
    first = rsmf[0].custom(events[2])
    entry = all_entries()[1]
    assert first["Entry"] == "2"
    assert first["Record"] == entry.record.id
    assert (first["Exhibit"], first["Exhibit SHA-256"], first["Sightings"]) == ("JS/1", "a" * 64, "1")
    assert first["Zone"] == entry.when.basis
    assert first["Precision"] == entry.when.precision
    assert rsmf[0].custom(events[1])["As the machine read it"] == HARD_TEXTS[0]


def test_what_became_of_a_message_is_told(rsmf: list[Read], events: dict[int, dict[str, Any]]) -> None:
    message, added, left, call = (events[number] for number in (122, 123, 124, 125))
    assert message["parent"] == "entry-121"
    assert message["deleted"] is True
    assert [(edit.get("previous"), edit.get("new"), edit.get("timestamp")) for edit in message["edits"]] == [
        ("one", None, None), (None, "two", "2024-05-01T21:05:00.250+01:00"), ("two", "three", "2024-05-01T21:05:00.250+01:00"),
    ]  # fmt: skip
    assert message["reactions"] == [{"value": "❤", "count": 1, "participants": ["P2"]}, {"value": "👍", "count": 1}]
    assert message["read_receipts"] == [
        {"participant": "P2", "action": "delivered"},
        {"participant": "P2", "action": "read", "timestamp": "2024-05-01T21:05:00.250+01:00"},
    ]
    assert [added["type"], left["type"], call["type"]] == ["join", "leave", "unknown"]
    assert added["participant"] == left["participant"] != message["participant"]
    assert call["body"] == "[call: answered, 61 seconds]"
    assert "ours" in rsmf[0].custom(call)["Body"]


def test_long_conversations_are_cut_and_stay_whole_together(tmp_path: Path, events: dict[int, dict[str, Any]]) -> None:
    write(Rsmf(tmp_path, opener, most=4), all_entries())
    parts = [path for path in files(tmp_path) if path.name.startswith("conversation-0001-part-")]
    assert [path.name for path in parts] == [f"conversation-0001-part-{n:02d}.rsmf" for n in range(1, len(parts) + 1)]
    reads = [Read(path) for path in files(tmp_path)]
    assert max(len(one.events) for one in reads) == 4
    assert len(parts) == 3
    assert len({Read(path).mail["X-RSMF-EventCollectionID"] for path in parts}) == 1
    assert {event["id"] for one in reads for event in one.events} == {event["id"] for event in events.values()}
    for one in reads:
        assert list(schema_check().iter_errors(one.manifest)) == []


def test_the_contents_account_for_every_entry(tmp_path: Path) -> None:
    write(Rsmf(tmp_path), all_entries())
    contents = json.loads((tmp_path / "5-other-formats" / "rsmf" / "contents.json").read_bytes())
    assert [line["file"] for line in contents["files"]] == [path.name for path in files(tmp_path)]
    events = sum(line["events"] for line in contents["files"])
    assert events + sum(contents["not_in_this_format"].values()) == len(all_entries())


@pytest.mark.parametrize("writer", [lambda data: Rsmf(data, opener), CaseUco], ids=["rsmf", "case"])
def test_the_same_entries_give_the_same_bytes(tmp_path: Path, writer: Any) -> None:
    digests = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write(writer(tmp_path / name), all_entries())
        found = sorted(path for path in (tmp_path / name).rglob("*") if path.is_file())
        digests.append([(path.name, hashlib.sha256(path.read_bytes()).hexdigest()) for path in found])
    assert digests[0]
    assert digests[0] == digests[1]


@pytest.mark.parametrize("writer", [Rsmf, CaseUco])
def test_nothing_passes_through_another_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writer: Any) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "not there"))
    (tmp_path / "data").mkdir()
    write(writer(tmp_path / "data"), all_entries())
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def graph_of(data: Path, entries: list[Entry]) -> Path:
    write(CaseUco(data), entries)
    return data / "5-other-formats" / "case-uco.jsonld"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    read = json.loads(graph_of(tmp_path_factory.mktemp("data"), all_entries()).read_bytes())
    found: list[dict[str, Any]] = read["@graph"]
    return found


def inside(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in a piece of JSON."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from inside(one)


def validated(path: Path) -> subprocess.CompletedProcess[str]:
    """What case_validate says, in a Python that can open no connection."""
    code = (
        "import socket, sys\n"
        "def refuse(*_): raise SystemExit(99)\n"
        "socket.socket.connect = socket.getaddrinfo = refuse\n"
        "from case_utils.case_validate import main\n"
        "sys.exit(main())"
    )
    return subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True)


def test_the_graph_passes_the_validator_of_case(tmp_path: Path) -> None:
    few = (1, 2, 7, 12, 17, 19, 20, 23, 29, 119)  # calls, diary, screenshot, attachments, undated, hard texts
    entries = [entry for entry in all_entries() if entry.number in few or entry.number > 120]
    said = validated(graph_of(tmp_path, entries))
    assert (said.returncode, said.stdout) == (0, "Validation Report\nConforms: True\n"), said.stderr


def test_the_validator_refuses_a_broken_graph(tmp_path: Path) -> None:
    path = graph_of(tmp_path, all_entries(1)[:1])
    path.write_text(path.read_text().replace("xsd:hexBinary", "xsd:string"))
    said = validated(path)
    assert (said.returncode, said.stdout.splitlines()[1]) == (1, "Conforms: False")


def test_a_graph_points_to_nothing_outside_itself(graph: list[dict[str, Any]]) -> None:
    nodes = Counter(one["@id"] for one in inside(graph) if "@type" in one and "@id" in one)
    assert [name for name, times in nodes.items() if times > 1] == []
    assert {one["@id"] for one in inside(graph) if set(one) == {"@id"}} <= set(nodes)


def test_every_text_is_in_the_graph_exactly(graph: list[dict[str, Any]]) -> None:
    fields = [f"uco-observable:{name}" for name in ("messageText", "body", "eventRecordText", "text")]
    found = Counter(one[field]["@value"] for one in inside(graph) for field in fields if field in one)
    wanted = (
        entry.shown for entry in all_entries() if entry.record.kind not in ("call", "voicemail", "contact", "photo")
    )
    assert found == Counter(record.text for record in wanted if record.text is not None)
    said = [line for one in graph for line in one.get("uco-core:description", ()) if line.startswith("Text: ")]
    assert "Text: read words" in said


def test_moments_in_the_graph_have_a_zone_that_somebody_states(graph: list[dict[str, Any]]) -> None:
    stamps = [one["@value"] for one in inside(graph) if one.get("@type") == "xsd:dateTime"]
    assert all(datetime.fromisoformat(stamp).tzinfo for stamp in stamps)
    sent = [one for one in inside(graph) if "uco-observable:sentTime" in one]
    kinds = ("message", "post", "email")
    known = [entry for entry in all_entries() if entry.when.utc and entry.record.time.precision != "day"]
    assert len(sent) == sum(entry.record.kind in kinds for entry in known) > 30


def test_the_graph_says_where_records_come_from(graph: list[dict[str, Any]]) -> None:
    related = Counter(one.get("uco-core:kindOfRelationship") for one in graph)
    entries = all_entries()
    enclosed = sum(len(entry.enclosed) for entry in entries)
    seen = sum(len(entry.seen) + bool(entry.screen) for entry in entries)
    assert (related["Attachment_Of"], related["Extracted_From"]) == (enclosed, seen)
    kinds = Counter(one["@type"].rpartition(":")[2] for one in graph)
    assert kinds["ProvenanceRecord"] == len(made_summary(1).exhibits) + 1
    assert kinds["InvestigativeAction"] == len({entry.log_entry for entry in entries}) + 1
    (records,) = (one for one in graph if "case-investigation:rootExhibitNumber" in one)
    assert len(records["uco-core:object"]) == len(entries)
    assert {one.get("case-investigation:exhibitNumber") for one in graph} - {None} == {"JS/1", "JS/2"}


def test_threads_hold_their_messages_in_order(graph: list[dict[str, Any]]) -> None:
    threads = [one for one in graph if one["@type"] == "uco-types:Thread"]
    assert len(threads) > 14
    for thread in threads:
        items = [item["co:itemContent"] for item in thread["co:item"]]
        assert items == thread["co:element"]
        assert [item["co:index"]["@value"] for item in thread["co:item"]] == [str(n) for n in range(1, len(items) + 1)]
        assert thread["co:size"]["@value"] == str(len(items))


def test_a_changed_copy_is_not_named_as_the_file_with_this_hash(tmp_path: Path) -> None:
    """The exact picture stays here because it says where it was taken."""
    copied = Enclosed(exhibit="JS/2/1", name="here.jpg", sha256=SHA, path="data/copy.jpg", why_not="It says the place.")
    text = graph_of(tmp_path, [replace(all_entries()[0], enclosed=(copied,))]).read_text()
    assert '"uco-observable:filePath":"data/copy.jpg"' not in text
    assert "A copy that is not the same bytes: data/copy.jpg" in text


def test_digits_are_a_telephone_number_only_where_they_are_one(graph: list[dict[str, Any]]) -> None:
    numbers = {one["uco-observable:phoneNumber"] for one in inside(graph) if "uco-observable:phoneNumber" in one}
    assert SAM.id in numbers
    assert "100004567890" not in numbers
