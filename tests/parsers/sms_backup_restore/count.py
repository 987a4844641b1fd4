"""An independent count of the messages and calls in a backup: opening tags, by one regular expression."""

import re

_ASIDES = re.compile(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)
_ENTRY = re.compile(r"<(?:(?:sms|mms|call)(?=[\s/>])|(?!part|addr)[A-Za-z]+\s(?:[^<>]*\s)?date\s*=\s*[\"'])")


def count(data: bytes) -> int:
    """Tags that are entries by their name, or by the date that they carry. What stands in a comment is none."""
    return len(_ENTRY.findall(_ASIDES.sub("", _text(data))))


def _text(data: bytes) -> str:
    """Tags are ASCII, so any encoding that holds it will do; UTF-16 is known by its mark or its zero bytes."""
    if data.startswith((b"\xff\xfe", b"<\0")):
        return data.decode("utf-16-le", "replace")
    if data.startswith((b"\xfe\xff", b"\0<")):
        return data.decode("utf-16-be", "replace")
    return data.decode("latin-1")
