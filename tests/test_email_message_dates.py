"""What a Date header says: exactly, or leniently and told so, and never with a zone that nobody wrote."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers._clock import from_datetime
from parsers._mail.dates import UNCERTAIN, UNREADABLE, WEEKDAY, read_date

ODD = (UNCERTAIN,)


@pytest.mark.parametrize(
    ("raw", "utc", "local", "odd"),
    [
        ("Fri, 1 Mar 2024 21:00:05 +0000", "2024-03-01T21:00:05Z", "2024-03-01T21:00:05", ()),
        ("1 Mar 2024 21:00 -0500", "2024-03-02T02:00:00Z", "2024-03-01T21:00:00", ()),
        ("Fri,  01 mar 2024 21:00:05 +0530 (IST (India))", "2024-03-01T15:30:05Z", "2024-03-01T21:00:05", ()),
        ("Fri, 1 Mar 2024 21:00:05 GMT", "2024-03-01T21:00:05Z", "2024-03-01T21:00:05", ()),
        # the instant is known, the sender's own clock is not
        ("Fri, 1 Mar 2024 21:00:05 -0000", "2024-03-01T21:00:05Z", None, ()),
        # read leniently
        ("Fri, 06 Jul 01 8:04:54 PM", None, "2001-07-06T20:04:54", ODD),
        ("Fri, 06 Jul 01 12:04:54 AM +0000", "2001-07-06T00:04:54Z", "2001-07-06T00:04:54", ODD),
        ("Fri, 1 Mar 2024 21:00:05 EST", "2024-03-02T02:00:05Z", "2024-03-01T21:00:05", ODD),
        ("Fri, 1 Mar 2024 21:00:05 Eastern Daylight Time", None, "2024-03-01T21:00:05", ODD),
        ("Fri, 1 Mar 2024 21:00:05 BST", None, "2024-03-01T21:00:05", ODD),
        ("Fri, 1 Mar 2024 21:00:05 GMT+1", None, "2024-03-01T21:00:05", ODD),
        ("Fri, 1 Mar 2024 21:00:05 GMT+0100", "2024-03-01T20:00:05Z", "2024-03-01T21:00:05", ODD),
        ("Fri, 1 Mar 2024 21:00:05 +-0500", None, "2024-03-01T21:00:05", ODD),
        ("Fri, 1 Mar 2024 21:00:05 +9900", None, "2024-03-01T21:00:05", ODD),
        ("Fri, 1 Mar 2024 21:00:05 +0075", None, "2024-03-01T21:00:05", ODD),
        ("Fri, 1 Mar 2024 21:00:05", None, "2024-03-01T21:00:05", ODD),
        ("Fri Mar  1 21:00:05 2024", None, "2024-03-01T21:00:05", ODD),
        ("Fri Mar  1 21:00:05 GMT 2024", "2024-03-01T21:00:05Z", "2024-03-01T21:00:05", ODD),
        ("Fri Mar 01 21:00:05 +0100 2024", "2024-03-01T20:00:05Z", "2024-03-01T21:00:05", ODD),
        ("2024-03-01T21:00:05.123Z", "2024-03-01T21:00:05Z", "2024-03-01T21:00:05", ODD),
        ("2024-03-01 21:00:05 +01:00", "2024-03-01T20:00:05Z", "2024-03-01T21:00:05", ODD),
        ("1-Mar-99 21:00:05 -0000", "1999-03-01T21:00:05Z", None, ODD),
        ("1 Mar 50 21:00:05 +0000", "1950-03-01T21:00:05Z", "1950-03-01T21:00:05", ODD),
        ("1 Mar 49 21:00:05 +0000", "2049-03-01T21:00:05Z", "2049-03-01T21:00:05", ODD),
        ("1 Mar 124 21:00:05 +0000", "2024-03-01T21:00:05Z", "2024-03-01T21:00:05", ODD),
        ("March 1st, 2024 9:00 pm", None, "2024-03-01T21:00:00", ODD),
        ("1 Mar 2024", None, "2024-03-01T00:00:00", ODD),
        ("Sat, 31 Dec 2016 23:59:60 +0000", "2016-12-31T23:59:59Z", "2016-12-31T23:59:59", ODD),
        # somebody typed it
        ("Mon, 1 Mar 2024 21:00:05 +0000", "2024-03-01T21:00:05Z", "2024-03-01T21:00:05", (WEEKDAY,)),
        # nothing to read
        ("Fri, 30 Feb 2024 21:00:05 +0000", None, None, (UNREADABLE,)),
        ("Fri, 1 Mar 2024 25:00:05 +0000", None, None, (UNREADABLE,)),
        ("Fri, 1 Mar 0102 21:00:05 +0000", None, None, (UNREADABLE,)),
        ("yesterday at 10:30", None, None, (UNREADABLE,)),
        ("", None, None, (UNREADABLE,)),
        ("01/02/2024 10:30", None, None, (UNREADABLE,)),
    ],
)  # fmt: skip
def test_dates(raw: str, utc: str | None, local: str | None, odd: tuple[str, ...]) -> None:
    read = read_date(raw)

    assert (read.time.utc, read.time.local, read.odd) == (utc, local, odd)
    assert read.time.raw == raw
    assert read.time.basis == ("stated" if utc else "unknown")


@pytest.mark.parametrize(
    ("raw", "precision"),
    [("1 Mar 2024 21:00 +0000", "min"), ("1 Mar 2024 21:00:05 +0000", "s"), ("1 Mar 2024", "day"), ("soon", "none")],
)
def test_how_sharp(raw: str, precision: str) -> None:
    assert read_date(raw).time.precision == precision


@given(st.datetimes(datetime(1901, 1, 1), datetime(9998, 1, 1)), st.integers(-23 * 60, 23 * 60))
def test_strict_dates_are_what_the_clock_makes_of_them(moment: datetime, minutes: int) -> None:
    moment = moment.replace(microsecond=0)
    sign = "-" if minutes < 0 else "+"
    raw = (
        moment.strftime("%a, %d %b ")
        + f"{moment.year:04} {moment:%H:%M:%S} {sign}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"
    )
    zone = timezone(timedelta(minutes=minutes)) if minutes else UTC

    assert read_date(raw).time == from_datetime(raw, moment.replace(tzinfo=zone))


@given(st.text("0123456789 :,.-+/()TZJanFebMaySepDecMonFriAMPMGMTEST", max_size=40))
def test_any_value_at_all(raw: str) -> None:
    assert read_date(raw).time.raw == raw
