"""The words that PDF, page and tables share, and those words in the tables."""

from typing import Any

import msgspec
import pytest

from archive.handover import plain
from archive.handover.columns import COLUMNS, cells
from archive.handover.entry import Entry, When
from archive.records import CallDetails, MailDetails, PhotoDetails, Time
from entries_made import made_entry, made_summary


def recorded(entry: Entry, **values: Any) -> Entry:
    return msgspec.structs.replace(entry, record=msgspec.structs.replace(entry.record, **values))


def cell(entry: Entry, column: str) -> str:
    return cells(entry)[COLUMNS.index(column)]


@pytest.mark.parametrize(
    ("n", "values", "words"),
    [
        (1, {}, "received"),
        (3, {}, "sent"),
        (1, {"direction": "unknown"}, "direction not known"),
        (3, {"status": ("draft",)}, "not sent (draft)"),
        (3, {"direction": "unknown", "status": ("draft", "deleted")}, "not sent (draft)"),
        (3, {"status": ("outbox",)}, "not sent (waiting)"),
        (3, {"status": ("failed",)}, "sending failed"),
        (1, {"status": ("failed",)}, "received"),
        (1, {"details": MailDetails(nested_in="mail=1")}, "enclosed in another mail"),
        (1, {"details": MailDetails()}, "received"),
    ],
)
def test_which_way_it_went(n: int, values: dict[str, Any], words: str) -> None:
    entry = recorded(made_entry(n, "a"), **values)

    assert plain.way(entry.record) == cell(entry, "direction") == words
    assert plain.is_unsent(words) == words.startswith(("not sent", "sending"))


@pytest.mark.parametrize(
    ("kind", "service", "words"),
    [
        ("message", "whatsapp", "WhatsApp message"),
        ("photo", "image", "photo"),
        ("voicemail", "call", "voicemail"),
        ("message", "unknown-chat", "message in a chat (app not known)"),
        ("message", "", "message"),
        ("message", "wire", "wire message"),
    ],
)
def test_what_happened(kind: str, service: str, words: str) -> None:
    assert plain.happening(recorded(made_entry(1, "a"), kind=kind, service=service).record) == words


def test_a_call_to_voicemail_is_not_a_voicemail() -> None:
    assert plain.outcome(CallDetails(outcome="voicemail"), "voicemail") == ""
    assert plain.outcome(CallDetails(outcome="voicemail"), "call") == "that went to voicemail"
    assert plain.outcome(CallDetails(), "voicemail") == "with unknown outcome"


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (Time(utc="2024-04-01T00:30:00Z", precision="s"), "2024-04-01 01:30:00 BST"),
        (Time(utc="2024-03-31T23:30:00.125Z", precision="ms"), "2024-04-01 00:30:00.125 BST"),
        (Time(utc="2024-04-01T00:30:00Z", local="2024-04-01T02:30:00", offset=120, precision="min"), "2024-04-01 01:30 BST"),
        (Time(local="2024-04-01T02:30:00", precision="min"), "2024-04-01 02:30 (zone unknown)"),
        (Time(local="2024-04-01T00:00:00", utc="2024-03-31T23:00:00Z", precision="day"), "2024-04-01"),
        (Time(raw="soon"), "soon"),
        (Time(), "at an unknown time"),
    ],
)  # fmt: skip
def test_further_clocks(time: Time, words: str) -> None:
    wall = When(day="2024-04-01", clock="02:00:00", zone="BST", utc="2024-04-01T01:00:00Z", offset=60)

    assert plain.moment(time, wall) == words
    if time.utc and "BST" in words:
        assert plain.moment(time, When()).endswith(" UTC")


def test_thousandths_are_shown_where_the_record_has_them() -> None:
    when = When(clock="02:00:00", utc="2024-04-01T01:00:00.040Z")

    assert plain.clock(when, Time(precision="ms")) == "02:00:00.040"
    assert plain.clock(when, Time(precision="s")) == "02:00:00"
    assert plain.clock(When(clock="02:00", local="2024-04-01T02:00:00.040"), Time(precision="ms")) == "02:00"


def test_the_tables_say_what_the_day_was_counted_from_and_what_a_machine_read() -> None:
    entry = made_entry(1, "a")
    counted = msgspec.structs.replace(entry.when, basis="A basis.", counted_from="It was counted.")
    photo = recorded(entry, details=PhotoDetails(read=("a", "b"), engine="reader"))

    assert cell(msgspec.structs.replace(entry, when=counted), "zone basis") == "A basis. It was counted."
    assert cell(photo, "details").startswith(
        "text: read in the picture by a machine\nread in the picture by a machine: a, b"
    )
    assert "no words in it, read by tesseract" in cell(recorded(made_entry(23, None)), "screenshot")
    assert cell(recorded(entry, service="unknown-chat"), "service") == "app not known"


def test_counted_totals() -> None:
    counted = plain.Counted()
    assert counted.sentence == ""
    other = made_entry(73, "b")
    assert other.screen
    for entry in (
        made_entry(23, "a"),
        msgspec.structs.replace(other, screen=msgspec.structs.replace(other.screen, link="")),
    ):
        counted.add(entry)

    tally = counted.told(made_summary(2)).tally
    assert counted.sentence.startswith(
        "2 entries that a machine read in screenshots are counted as well. An export has 1 of them too"
    )
    counted = plain.Counted()
    counted.add(msgspec.structs.replace(other, screen=msgspec.structs.replace(other.screen, link="")))
    assert (
        counted.sentence
        == "1 entry that a machine read in a screenshot is counted as well. No export was found to have them too."
    )
    assert tally.directions == {"sent": 1, "received": 1}
    assert counted.told(made_summary(2)).people[0].services == ("SMS", "WhatsApp")
    assert tally.services == {"SMS": 30, "WhatsApp": 19}
