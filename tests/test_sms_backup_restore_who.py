"""SMS Backup & Restore: who wrote to whom, which way, and when."""

from pathlib import Path

import pytest
from smsbr_reading import MMS, SMS, Read, one, reader, records

from archive.records import CallDetails, MessageDetails
from goldens import FIXTURES
from parsers._smsbr.time import phone_offset

FOLDER = FIXTURES / "sms_backup_restore"


@pytest.fixture
def read(tmp_path: Path) -> Read:
    return reader(tmp_path)


@pytest.mark.parametrize(
    ("kind", "direction", "status"),
    [("1", "incoming", "received"), ("2", "outgoing", "sent"), ("3", "outgoing", "draft"), ("4", "outgoing", "outbox"),
     ("5", "outgoing", "failed"), ("6", "outgoing", "queued")],
)  # fmt: skip
def test_the_type_of_a_text_is_its_direction(kind: str, direction: str, status: str, read: Read) -> None:
    record = one(read(SMS.format("x").replace('type="1"', f'type="{kind}"')))

    assert (record.direction, record.status, record.warnings) == (direction, (status,), ())
    parties = [record.sender] if direction == "incoming" else list(record.recipients)
    assert [party and party.id for party in parties] == ["+447700900123"]


def test_an_unknown_type_gives_no_direction_and_loses_nobody(read: Read) -> None:
    record = one(read(SMS.format("x").replace('type="1"', 'type="42" contact_name="Sam"')))

    assert (record.direction, record.sender, record.recipients) == ("unknown", None, ())
    assert record.warnings == ("unknown-type",)
    assert record.conversation.title == "Sam"
    assert record.fields == {"address": "+447700900123", "type": "42", "contact_name": "Sam"}


def addressed(*addrs: tuple[str, str], box: str = "1", thread: str = "+447700900123~+447700900456") -> str:
    inner = "".join(f'<addr address="{address}" type="{kind}" />' for kind, address in addrs)
    return (
        f'<mms date="1711846740000" msg_box="{box}" address="{thread}" contact_name="Sam, Kim"><parts></parts>'
        f"<addrs>{inner}</addrs></mms>"
    )


def test_the_sender_of_a_group_message_is_never_the_first_of_the_thread(read: Read) -> None:
    record = one(read(addressed(("137", "+447700900456"), ("151", "+447700900123"), ("151", "+447700900999"))))

    assert record.sender is not None
    assert record.sender.id == "+447700900456"
    assert record.conversation.title == "Sam, Kim"


def test_a_group_message_without_addresses_has_no_sender(read: Read) -> None:
    record = one(read(addressed()))

    assert (record.sender, record.recipients) == (None, ())
    assert record.warnings == ("sender-not-stated",)


def test_the_token_is_the_owner_whose_number_is_not_stated(read: Read) -> None:
    record = one(read(addressed(("137", "insert-address-token"), ("151", "+447700900123"), box="2")))

    assert record.sender is not None
    assert (record.sender.id, record.sender.owner) == ("", True)


def test_the_one_who_is_not_in_the_thread_is_the_owner(read: Read) -> None:
    incoming = one(read(addressed(("137", "07700 900456"), ("151", "+447700900123"), ("151", "+447700900999"))))
    outgoing = one(read(addressed(("137", "+447700900999"), ("151", "+447700900123"), box="2")))

    assert [party.owner for party in incoming.recipients] == [False, True]
    assert outgoing.sender is not None
    assert outgoing.sender.owner


def test_two_who_are_not_in_the_thread_make_no_owner(read: Read) -> None:
    record = one(read(addressed(("137", "+447700900456"), ("151", "+447700900888"), ("151", "+447700900999"))))

    assert [party.owner for party in record.recipients] == [False, False]


def test_all_kinds_of_recipients_are_recipients(read: Read) -> None:
    record = one(read(addressed(("151", "a1"), ("130", "b2"), ("129", "c3"), ("137", "d4"), box="2")))

    assert [party.id for party in record.recipients] == ["a1", "b2", "c3"]


def test_rcs_is_told_from_mms(read: Read) -> None:
    record = one(read(addressed(("137", "google@rbm.goog"), thread="x@rcs.google.com")))

    assert record.service == "rcs"
    assert "rcs-stand-in-address" in record.warnings


def test_the_word_null_as_a_message_is_a_message(read: Read) -> None:
    sms, mms = records(read(SMS.format("null") + MMS.format('<part ct="text/plain" text="null" name="null" />')))

    assert sms.text == mms.text == "null"
    assert "null" not in mms.fields.values()


def test_the_layout_is_no_text_and_no_attachment(read: Read) -> None:
    parts = '<part ct="application/smil" text="&lt;smil/&gt;" /><part ct="text/plain" text="a" /><part ct="text/plain" text="b" />'
    record = one(read(MMS.format(parts)))

    assert (record.text, record.attachments) == ("a\nb", ())
    assert record.fields["part[0].text"] == "<smil/>"
    assert (record.fields["part[1].text"], record.fields["part[2].text"]) == ("a", "b")


def test_an_attachment_that_is_not_in_the_file_is_missing(read: Read) -> None:
    record = one(read(MMS.format('<part ct="image/png" name="a.png" data="null" /><part ct="image/png" data="" />')))

    assert [(part.name, part.missing, part.sha256) for part in record.attachments] == [
        ("a.png", True, None),
        ("", True, None),
    ]


def test_an_mms_that_was_never_fetched_says_so(read: Read) -> None:
    record = one(read('<mms date="1711846740000" msg_box="1" m_type="130" address="+447700900123" />'))

    assert record.status == ("received", "not-downloaded")
    assert record.text is None


@pytest.mark.parametrize(
    ("kind", "direction", "outcome"),
    [("1", "incoming", "answered"), ("2", "outgoing", "answered"), ("3", "incoming", "missed"),
     ("4", "incoming", "voicemail"), ("5", "incoming", "rejected"), ("6", "incoming", "blocked"),
     ("7", "incoming", "elsewhere"), ("8", "unknown", "unknown")],
)  # fmt: skip
def test_the_type_of_a_call(kind: str, direction: str, outcome: str, read: Read) -> None:
    record = one(
        read(f'<call number="+447700900123" duration="9" date="1711846740000" type="{kind}" presentation="1" />')
    )

    assert isinstance(record.details, CallDetails)
    assert (record.direction, record.details.outcome, record.details.duration_s) == (direction, outcome, 9)
    assert record.kind == ("voicemail" if kind == "4" else "call")


def test_a_call_without_length_may_never_have_been_answered(read: Read) -> None:
    record = one(read('<call number="1" duration="0" date="1711846740000" type="2" />'))

    assert isinstance(record.details, CallDetails)
    assert record.details.outcome == "unknown"


@pytest.mark.parametrize(
    ("number", "presentation", "withheld"),
    [("", "3", True), ("-1", "1", True), ("-2", "1", True), ("-3", "1", True), ("101", "1", False), ("101", "2", True)],
)
def test_a_withheld_number(number: str, presentation: str, withheld: bool, read: Read) -> None:
    record = one(read(f'<call number="{number}" date="1711846740000" type="3" presentation="{presentation}" />'))

    assert isinstance(record.details, CallDetails)
    assert record.details.withheld is withheld
    assert (record.sender is None) is (number != "101")
    assert record.fields.get("number", "101") == number


MS = 1711846860000  # 31 March 2024 01:01:00 UTC


@pytest.mark.parametrize(
    ("readable", "offset"),
    [("Mar 31, 2024 2:01:00 AM", 60), ("Mar 31, 2024 2:01:00\u202fAM", 60), ("31 Mar 2024 02:01:00", 60),
     ("2024-03-31 02:01:00", 60), ("31/03/2024 02:01", 60), ("3/31/2024 2:01:00 a.m.", 60), ("31.3.24 02:01:00", 60),
     ("Sun, 31 Mar 2024 02:01:00 BST", 60), ("Sunday, 31 March 2024 at 02:01:00", 60), ("Mar 30, 2024 5:01:00 PM", -480),
     ("31 Mar 2024 06:46:00", 345), ("31 Mar 2024 15:01:00", 840), ("31 Mar 2024 12:31:00 AM", -30)],
)  # fmt: skip
def test_the_phones_offset_from_a_readable_date(readable: str, offset: int) -> None:
    assert phone_offset(MS, readable) == (offset, ())


@pytest.mark.parametrize(
    "readable", ["31 Mar 2024 02:07:00", "31 Mar 2023 02:01:00", "31 Mar 2024 15:16:00", "1/1/2024 01:01"]
)
def test_clocks_that_belong_to_no_zone_are_named(readable: str) -> None:
    assert phone_offset(MS, readable) == (None, ("readable-date-disagrees",))


@pytest.mark.parametrize(
    "readable",
    ["", "n/a", "x", "31 März 2024 02:01:00", "31 Mar 2567 02:01:00", "31 Mar 2024 26:01:00", "30 Feb 2024 02:01:00"],
)
def test_a_readable_date_that_cannot_be_read_is_no_matter(readable: str) -> None:
    assert phone_offset(MS, readable) == (None, ())


def test_the_local_time_crosses_the_change_of_clocks(read: Read) -> None:
    before, after = [record.time for record in records(read((FOLDER / "every_kind_of_message.xml").read_bytes()))[:2]]

    assert (before.local, before.offset) == ("2024-03-31T00:59:00.000", 0)
    assert (after.local, after.offset, after.basis) == ("2024-03-31T02:01:00.000", 60, "stated")


@pytest.mark.parametrize(
    ("raw", "utc", "codes"),
    [("0", None, None), ("1711846740000", "2024-03-31T00:59:00.000Z", ()), ("1711846740", "2024-03-31T00:59:00Z", ("sent-time-read-as-seconds",)),
     ("soon", None, ("sent-no-time",))],
)  # fmt: skip
def test_the_senders_clock(raw: str, utc: str | None, codes: tuple[str, ...] | None, read: Read) -> None:
    record = one(read(SMS.format('x" date_sent="' + raw)))

    if codes is None:
        assert record.details is None
        return
    assert isinstance(record.details, MessageDetails)
    assert record.details.sent is not None
    assert (record.details.sent.utc, record.details.sent.raw, record.warnings) == (utc, raw, codes)


@pytest.mark.parametrize("raw", ["0", "null", "", "-5", "yesterday", "9" * 30, "\u0661\u0662"])
def test_no_time_is_ever_made_up(raw: str, read: Read) -> None:
    record = one(read(SMS.format("x").replace("1711846740000", raw)))

    assert (record.time.utc, record.time.local, record.time.raw) == (None, None, raw)
    assert "no-time" in record.warnings
