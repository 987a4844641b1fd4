"""The columns of the `message` table that are read, and what their values mean whatever type they are stored in."""

import math
import re
from typing import NamedTuple

from archive.records import Time
from parsers._apple.database import Row, Value
from parsers._clock import from_apple, unreadable

_WHOLE = re.compile(r"-?[0-9]{1,19}")

EXTRAS = (
    "error", "service_center", "is_delayed", "is_auto_reply", "is_forward", "was_downgraded", "is_system_message",
    "is_service_message", "is_emote", "is_audio_message", "is_played", "date_played", "is_expirable", "expire_state",
    "message_action_type", "share_status", "share_direction", "balloon_bundle_id", "expressive_send_style_id",
    "associated_message_guid", "associated_message_type", "associated_message_emoji", "thread_originator_part",
    "group_action_type", "is_spam", "filter_action", "filter_sub_action", "was_delivered_quietly",
    "did_notify_recipient", "was_detonated", "is_corrupt", "is_stewie", "is_sos", "is_critical",
    "is_time_sensitive", "schedule_type", "schedule_state", "is_pending_satellite_send", "sent_or_received_off_grid",
    "date_recovered",
)  # fmt: skip
"""Columns that are kept as written, where they say anything (not empty, not 0)."""


_PLACES = {name: place for place, name in enumerate(EXTRAS)}


class Message(NamedTuple):
    """One row of `message`, as stored. Versions of iOS and macOS differ: a column that is not there is None."""

    rowid: int
    guid: Value = None
    text: Value = None
    attributedBody: Value = None  # noqa: N815 - the column's own name
    message_summary_info: Value = None
    payload_data: Value = None
    subject: Value = None
    service: Value = None
    account: Value = None
    destination_caller_id: Value = None
    handle_id: Value = None
    other_handle: Value = None
    is_from_me: Value = None
    is_sent: Value = None
    is_delivered: Value = None
    is_read: Value = None
    date: Value = None
    date_read: Value = None
    date_delivered: Value = None
    date_edited: Value = None
    date_retracted: Value = None
    item_type: Value = None
    group_title: Value = None
    thread_originator_guid: Value = None
    extras: Row = ()

    def value(self, extra: str) -> Value:
        """The value of one of the EXTRAS."""
        return self.extras[_PLACES[extra]]


_OWN = Message._fields[1:-1]
COLUMNS = (*_OWN, *EXTRAS)
"""What to ask of the table, in order; the row number comes before."""


def message(row: Row) -> Message:
    """A row that was asked for by COLUMNS."""
    split = len(_OWN) + 1
    return Message._make((*row[:split], row[split:]))


def words(value: Value) -> str:
    """A value as text; "" where there is none."""
    if value is None or isinstance(value, bytes):
        return ""
    return value if isinstance(value, str) else str(value)


def whole(value: Value) -> int:
    """A value as a whole number; 0 where it is none."""
    if isinstance(value, int):
        return value
    if isinstance(value, float) and math.isfinite(value):
        return int(value)
    return int(value) if isinstance(value, str) and _WHOLE.fullmatch(value) else 0


def moment(value: Value) -> Time | None:
    """A column of Apple time, seconds or nanoseconds since 2001; None where it is unset."""
    if not value:
        return None
    if isinstance(value, int):
        return from_apple(str(value), value)
    if isinstance(value, float) and math.isfinite(value):
        return from_apple(str(value), value)
    number = whole(value)
    return from_apple(words(value), number) if number else unreadable(words(value) or repr(value))


def fields_of(row: Message) -> dict[str, str]:
    """What the row says beyond what records have a place for."""
    if not any(row.extras):
        return {}
    return {name: words(value) for name, value in zip(EXTRAS, row.extras, strict=True) if value and words(value)}
