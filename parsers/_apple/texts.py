"""What a message says: its `text`, its archived text, or the better of the two where they differ."""

from typing import NamedTuple

from parsers._apple.columns import Message, words
from parsers._apple.typedstream import body_text, loose_utf8

_PLACEHOLDERS = "\ufffc\ufffd \n"
"""What Messages puts where an attachment or app stands in a text, and blanks: alone, they say nothing."""


class Said(NamedTuple):
    """The text, the other text where there are two that differ, and warnings. `unread`: an archive that gave nothing."""

    text: str | None
    other: str = ""
    warnings: tuple[str, ...] = ()
    unread: bytes = b""


def said(row: Message) -> Said:
    """The text of a row, exactly as stored."""
    plain, warnings = _plain(row)
    archive = row.attributedBody
    if not isinstance(archive, bytes) or not archive:
        return Said(plain, warnings=warnings)
    body = body_text(archive)
    if body.text == plain and plain is not None:
        return Said(plain, warnings=warnings)
    if body.text is None:
        return Said(plain, warnings=(*warnings, "body-unreadable"), unread=archive)
    warnings += (body.warning,) if body.warning else ()
    if plain is None or not plain.strip(_PLACEHOLDERS):
        return Said(body.text, warnings=warnings)
    return Said(plain, other=body.text, warnings=(*warnings, "two-texts"))


def _plain(row: Message) -> tuple[str | None, tuple[str, ...]]:
    """The `text` column, and warnings where it is stored as bytes that are no clean text."""
    if isinstance(row.text, bytes):
        text, warning = loose_utf8(row.text)
        return text, (warning,) if warning else ()
    return (None if row.text is None else words(row.text)), ()
