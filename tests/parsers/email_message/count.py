"""An independent count of the mails in a file: the mail itself, and the mails in it that are readable as they stand."""

import re

TOP = re.compile(rb"(?:\xef\xbb\xbf)?(?:\d+[ \t]*\n)?\n*([A-Za-z][A-Za-z0-9-]*):")
FORWARDED = re.compile(
    rb"^content-type:[ \t]*message/rfc822\b.*\n(?:[^\s:]+:.*\n|[ \t].*\n)*\n(?:from|to|subject|date|message-id|received):.*\n",
    re.IGNORECASE | re.MULTILINE,
)


def count(data: bytes) -> int:
    """How many mails are surely there: one if the file begins with a field, and every forwarded one with a whole field."""
    data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return 1 + len(FORWARDED.findall(data)) if TOP.match(data) else 0
