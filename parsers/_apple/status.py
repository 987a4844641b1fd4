"""The words for what became of a message: sent, read, failed, edited, taken back, deleted."""

from collections.abc import Iterator

from parsers._apple.columns import Message
from parsers._apple.edits import Summary
from parsers._apple.reactions import STICKER, tapback

_JUNK = 2  # message.filter_action


def status_words(row: Message, past: Summary, gone: str) -> Iterator[str]:
    """The status of a row. `past` is what its summary says, `gone` the word for what lies in Recently Deleted."""
    kind = row.value("associated_message_type")
    if reaction := tapback(kind, None):
        yield "reaction"
        if reaction.removed:
            yield "removed"
    elif kind == STICKER:
        yield "sticker"
    if row.is_from_me:
        yield from _outgoing(row)
    elif row.is_from_me is not None and not row.item_type:
        yield "received"
    if row.is_read:
        yield "read"
    if past.edited or (row.date_edited and not past.unsent):
        yield "edited"
    if past.unsent or row.date_retracted:
        yield "unsent"
    if gone:
        yield gone
    if row.value("is_spam") or row.value("filter_action") == _JUNK:
        yield "junk"


def _outgoing(row: Message) -> Iterator[str]:
    if row.value("error"):
        yield "failed"
    elif row.is_sent:
        yield "sent"
    elif row.value("schedule_type"):
        yield "scheduled"
    if row.is_delivered:
        yield "delivered"
