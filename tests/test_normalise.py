"""Zones, numbers and directions are added beside what the source says, and never in its place."""

import msgspec
import pytest

from archive.records import Conversation, Party, Record, Time
from cases import text
from importer.normalise import Declared, Origin, normal_form, normalise

LONDON = Declared(zone="Europe/London")
HERE = Origin("a" * 64, "by_hand", 1)


def done(record: Record, declared: Declared = LONDON) -> Record:
    return msgspec.json.decode(normalise(record, declared, HERE).json, type=Record)


def at(local: str, **more: object) -> Record:
    return msgspec.structs.replace(text("x"), time=Time(raw=local, local=local, precision="min", **more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("07700 900123", "+447700900123"),
        ("+44 7700\u00a0900123", "+447700900123"),
        ("(01632) 960001", "+441632960001"),
        ("+1 415 555 0132", "+14155550132"),
        ("Sam@Example.ORG", "sam@example.org"),
        ("60777", "60777"),
        ("VODAFONE", "vodafone"),
        ("12345678901234567890", "12345678901234567890"),
        ("", ""),
    ],
)
def test_numbers_in_e164_and_all_else_in_lower_case(written: str, normal: str) -> None:
    assert normal_form(written, "GB") == normal


def test_a_wall_clock_gets_the_declared_zone_and_says_so() -> None:
    time = done(at("2024-07-01T12:00:00")).time

    assert (time.utc, time.offset, time.zone, time.basis) == ("2024-07-01T11:00:00Z", 60, "Europe/London", "declared")
    assert time.local == time.raw == "2024-07-01T12:00:00"


def test_without_a_declared_zone_the_clock_stays_without_one() -> None:
    assert done(at("2024-07-01T12:00:00"), Declared()).time == at("2024-07-01T12:00:00").time


def test_a_stated_instant_is_left_alone() -> None:
    assert done(text("x")).time == text("x").time


@pytest.mark.parametrize(
    ("local", "doubtful"),
    [
        ("2024-10-27T01:30:00", True),
        ("2024-03-31T01:30:00", True),
        ("2024-10-27T02:30:00", False),
        ("2024-10-27T00:30:00", False),
    ],
)
def test_the_hour_of_the_clock_change_is_marked(local: str, doubtful: bool) -> None:
    assert ("clock-went-back" in done(at(local)).warnings) is doubtful


def test_a_day_has_no_instant() -> None:
    day = msgspec.structs.replace(text("x"), time=Time(raw="1 July", local="2024-07-01T00:00:00", precision="day"))

    assert done(day).time.utc is None


@pytest.mark.parametrize("me", ["alex", "ALEX ", "07700 900456", "+447700900456"])
def test_me_gives_the_direction_where_the_source_gives_none(me: str) -> None:
    alex, sam = Party(id="07700 900456", name="Alex"), Party(name="Sam")
    chat = Record(kind="message", service="whatsapp", locator="line=1", sender=alex, conversation=Conversation("k"))
    said = Declared(me=(me,))

    assert done(chat, said).direction == "outgoing"
    assert done(chat, said).sender == msgspec.structs.replace(alex, normal="+447700900456", owner=True)
    assert done(msgspec.structs.replace(chat, sender=sam), said).direction == "incoming"
    assert done(chat, Declared()).direction == "unknown"


def test_me_does_not_overrule_the_source() -> None:
    assert done(text("x"), Declared(me=("Sam",))).direction == "incoming"


def test_the_thread_of_a_text_is_who_it_was_with() -> None:
    assert done(text("x")).conversation == Conversation("+447700900123", "Sam")


def test_half_characters_become_visible_and_are_marked() -> None:
    broken = msgspec.structs.replace(text("x"), text="a\ud83d", fields={"k": "\udc00"})

    assert (done(broken).text, done(broken).warnings) == ("a\ufffd", ("half-character",))


def test_the_id_is_the_same_whatever_is_declared() -> None:
    record = at("2024-07-01T12:00:00")
    ids = {done(record, declared).id for declared in (LONDON, Declared(), Declared(zone="Asia/Tokyo", me=("Sam",)))}

    assert len(ids) == 1
