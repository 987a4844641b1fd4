"""Repetition is evidence; importing twice adds nothing; the order of import does not matter."""

import itertools
from pathlib import Path

import msgspec
import pytest

from archive.batch import Taken
from archive.listing import Listing
from archive.records import Attachment, Conversation, Direction, MailDetails, Party, Record, Time
from cases import SAM, new_case, take, text
from importer.normalise import Declared

NEW, SIGHTING, AGAIN = Taken.NEW, Taken.SIGHTING, Taken.AGAIN
FORTY = [text("call me", 5, place=i) for i in range(40)]


def test_forty_identical_texts_in_one_minute_stay_forty(tmp_path: Path) -> None:
    with new_case(tmp_path / "c") as case:
        assert take(case, "a.xml", FORTY) == [NEW] * 40
        assert Listing(case).count() == 40


def test_two_overlapping_backups_make_no_forty_first(tmp_path: Path) -> None:
    """The same forty in a second backup, at other places, are sightings; a forty-first is new."""
    moved = [text("call me", 5, place=i + 7) for i in range(41)]
    with new_case(tmp_path / "c") as case:
        take(case, "a.xml", FORTY)

        assert take(case, "b.xml", moved) == [SIGHTING] * 40 + [NEW]
        assert Listing(case).count() == 41


def test_the_same_file_again_adds_nothing(tmp_path: Path) -> None:
    with new_case(tmp_path / "c") as case:
        take(case, "a.xml", FORTY)

        assert take(case, "a.xml", FORTY) == [AGAIN] * 40
        assert Listing(case).count() == 40


def test_order_of_import_does_not_matter(tmp_path: Path) -> None:
    """Every order of three overlapping files gives the same records, shown alike, with the same sightings."""
    named = msgspec.structs.replace
    a = [text("hello", 0, place=50), *FORTY[:3]]
    b = [named(record, sender=Party(id="+44 7700 900123", name="Sam Old")) for record in FORTY[:2]]
    c = [text("goodbye", 9, place=50), FORTY[0]]
    seen = []
    for n, order in enumerate(itertools.permutations([("a", a), ("b", b), ("c", c)])):
        with new_case(tmp_path / str(n)) as case:
            for name, records in order:
                take(case, name, records)
            seen.append(sorted((shown.as_json() for shown in Listing(case).records()), key=lambda one: one["id"]))

    assert all(one == seen[0] for one in seen)
    assert len(seen[0]) == 5


def test_what_differs_outside_the_identity_stays_on_the_sighting(tmp_path: Path) -> None:
    """A contact that was renamed between two backups is one message, and both names can be searched for or shown."""
    renamed = msgspec.structs.replace(FORTY[0], sender=Party(id="07700 900123", name="DO NOT ANSWER"))
    with new_case(tmp_path / "c") as case:
        take(case, "a.xml", FORTY[:1])

        assert take(case, "b.xml", [renamed]) == [SIGHTING]
        assert b"DO NOT ANSWER" in case.segment(case.log.seq)


def test_country_code_drift_is_one_number(tmp_path: Path) -> None:
    drifted = [text("call me", 5, sender=Party(id="+447700900123"))]
    with new_case(tmp_path / "c") as case:
        take(case, "a.xml", FORTY[:1])

        assert take(case, "b.xml", drifted) == [SIGHTING]


@pytest.mark.parametrize(
    "changed",
    [
        {"text": "call me "},
        {"text": "Call me"},
        {"direction": "outgoing"},
        {"time": Time(raw="1", utc="2024-05-01T00:05:01Z", basis="stated", precision="s")},
        {"sender": Party(id="07700 900124")},
        {"service": "mms"},
        {"conversation": Conversation(key="a group")},
        {"attachments": (Attachment(sha256="a" * 64),)},
        {"subject": "x"},
    ],
    ids=str,
)
def test_any_difference_in_the_evidence_is_another_record(tmp_path: Path, changed: dict[str, object]) -> None:
    with new_case(tmp_path / "c") as case:
        take(case, "a.xml", FORTY[:1])

        assert take(case, "b.xml", [msgspec.structs.replace(FORTY[0], **changed)]) == [NEW]


def mail(body: str, name: str = "<1@x>") -> Record:
    details = MailDetails(message_id=name, body_sha256=body)
    return Record(kind="email", service="email", locator="bytes=0-9", sender=Party(id="sam@example.org"),
                  text="hello", details=details)  # fmt: skip


def test_a_reused_message_id_does_not_hide_another_mail(tmp_path: Path) -> None:
    with new_case(tmp_path / "c") as case:
        take(case, "a.eml", [mail("1")])

        assert take(case, "b.eml", [mail("2")]) == [NEW]
        assert take(case, "c.eml", [mail("1", "<2@x>")]) == [NEW]
        assert take(case, "d.eml", [mail("1")]) == [SIGHTING]


@pytest.mark.parametrize("direction", ["incoming", "outgoing", "unknown"])
def test_saying_later_who_is_me_makes_no_new_records(tmp_path: Path, direction: Direction) -> None:
    """The same chat, read again with --me: the same records, now with a direction."""
    alex = Party(name="Alex")
    said = Record(kind="message", service="whatsapp", locator="bytes=0-9", sender=alex, text="stop", direction=direction,
                  conversation=Conversation("alex,sam"), time=Time(local="2024-05-01T10:00:00", precision="min"))  # fmt: skip
    with new_case(tmp_path / "c") as case:
        take(case, "chat.txt", [said])

        assert take(case, "chat.txt", [said], Declared(me=("alex",), zone="Europe/London")) == [AGAIN]
        (shown,) = Listing(case).records()

    assert shown.record.direction == ("outgoing" if direction == "unknown" else direction)
    assert shown.record.time.utc == "2024-05-01T09:00:00Z"


def test_a_better_reading_replaces_what_stood_at_the_same_place(tmp_path: Path) -> None:
    """A reader that was mended gives other words: the old ones stay in the log and are no longer shown."""
    with new_case(tmp_path / "c") as case:
        take(case, "a.xml", [text("hallo", place=1), text("gone", 3, place=2)])
        take(case, "a.xml", [text("hello", place=1)])
        shown = [one.record.text for one in Listing(case).records()]

    assert shown == ["hello"]


def test_people_who_share_a_name_but_not_a_number_stay_two(tmp_path: Path) -> None:
    other = Party(id="07700 900999", name=SAM.name)
    with new_case(tmp_path / "c") as case:
        assert take(case, "a.xml", [text("hi"), text("hi", place=1, sender=other)]) == [NEW, NEW]
        (row,) = case.db.execute("SELECT count(DISTINCT normal) FROM party").fetchone()

    assert row == 2
