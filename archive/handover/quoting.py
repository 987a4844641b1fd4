"""Tells which records hold somebody else's words: answers that quote, and what was forwarded."""

import re

from archive.records import MailDetails, MessageDetails, Record, ScreenDetails

_QUOTED = re.compile(
    r"^(?:[ \t]{0,3}>|-{2,12} {0,2}(?:original|forwarded) message|begin forwarded message:)",
    re.MULTILINE | re.IGNORECASE,
)
_FORWARDED = re.compile(r"\s{0,3}(?:fwd?|wg)\s{0,2}:", re.IGNORECASE)


def quotes(record: Record) -> bool:
    """Whether somebody else's words stand inside a record, where nothing can be cut out of them."""
    details = record.details
    if isinstance(details, MessageDetails | ScreenDetails) and details.quote:
        return True
    if "forwarded" in record.status or (isinstance(details, ScreenDetails) and details.quote_sender):
        return True
    if record.kind != "email":
        return False
    enclosed = isinstance(details, MailDetails) and details.nested_in
    return bool(enclosed or _FORWARDED.match(record.subject or "") or _QUOTED.search(record.text or ""))
