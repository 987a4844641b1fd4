"""Files that stand uuencoded in the middle of a text, as mails had them before MIME."""

import re
from collections.abc import Iterator

from parsers._mail.mime_decode import uudecode
from parsers._mail.mime_text import guess

_BEGIN = re.compile(rb"^begin [0-7]{3,4} ([^\r\n]{1,255}?)[ \t]*\r?\n(?=[ -`])", re.MULTILINE)
_END = re.compile(rb"^end[ \t]*\r?$", re.MULTILINE)
_MOST = 100


def files_in(text: bytes) -> Iterator[tuple[str, bytes, bool]]:
    """Name, decoded bytes, and whether they are damaged or their end is missing. Prose that only begins so is none."""
    at = 0
    for _ in range(_MOST):
        begin = _BEGIN.search(text, at)
        if begin is None:
            return
        end = _END.search(text, begin.end())
        payload, damaged = uudecode(text[begin.end() : end.start() if end else len(text)])
        at = end.end() if end else len(text)
        if payload and (end or not damaged):
            yield guess(begin[1]), payload, damaged or end is None
