"""What a part of a mail holds once its transfer encoding is undone (RFC 2045, 6), block by block.

What a mailbox file did to the lines (`>From `) is undone first. Damage never raises: what can be decoded comes
through, and the reading says that there was damage.
"""

import binascii
import re
from collections.abc import Iterable, Iterator

from parsers._mail.mime import Part
from parsers._mail.mime_base64 import Base64
from parsers._mail.mime_bytes import Buffer, line_blocks

_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
_BLANKS_AT_SOFT_BREAK = re.compile(rb"=[ \t]+(?=\r?\n|\Z)")
_AS_IT_STANDS = {"", "7bit", "8bit", "binary", "7-bit", "8-bit", "none", "7bits", "8bits", "ascii", "utf-8", "us-ascii"}
_UU = {"x-uuencode", "uuencode", "uue", "x-uue"}


class Reading:
    """One pass over a part's payload. Ask for what was odd when all blocks are taken.

    `unknown`: nobody knows this transfer encoding, and the payload comes as it stands. `changed`: `>From ` was undone.
    """

    def __init__(self, buffer: Buffer, part: Part, unquote: bool) -> None:
        self.unknown = self.changed = False
        self._buffer, self._part, self._unquote = buffer, part, unquote
        self._base64: Base64 | None = None
        self._damaged = False

    @property
    def damaged(self) -> bool:
        return self._damaged or (self._base64 is not None and self._base64.damaged)

    @property
    def rest(self) -> bytes:
        """Text that stands behind the end of base64."""
        return self._base64.rest if self._base64 else b""

    def all(self) -> bytes:
        """The whole decoded payload. Only for parts that are not long."""
        pieces = list(self.blocks())
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def blocks(self) -> Iterator[bytes]:
        """The decoded payload. Nothing at all comes for an empty one."""
        part = self._part
        raw: Iterable[bytes] = line_blocks(self._buffer, part.start, part.end)
        how = encoding_of(part)
        if how == "base64":
            self._base64 = Base64()
            return self._base64.decode(raw)
        if self._unquote:
            raw = map(self._unquoted, raw)
        if how == "quoted-printable":
            return map(quoted_printable, raw)
        if how in _UU:
            return self._uuencoded(raw)
        self.unknown = how not in _AS_IT_STANDS
        return iter(raw)

    def _unquoted(self, block: bytes) -> bytes:
        plain = unquoted(block)
        self.changed = self.changed or plain is not block
        return plain

    def _uuencoded(self, raw: Iterable[bytes]) -> Iterator[bytes]:
        for block in raw:
            decoded, damaged = uudecode(block)
            self._damaged = self._damaged or damaged
            yield decoded


def encoding_of(part: Part) -> str:
    """The declared transfer encoding, in lower case, without comments and parameters."""
    text = part.headers.get("content-transfer-encoding")
    return text.partition(";")[0].partition("(")[0].strip(" \t\"'").lower() if text else ""


def unquoted(block: bytes) -> bytes:
    """Lines that a mailbox file wrote as `>From ` (and `>>From `, mboxrd) with one `>` taken off."""
    return _QUOTED_FROM.sub(rb"\1", block) if b">From " in block else block


def quoted_printable(block: bytes) -> bytes:
    return binascii.a2b_qp(_BLANKS_AT_SOFT_BREAK.sub(b"=", block))


def uudecode(data: bytes) -> tuple[bytes, bool]:
    """Lines of uuencode, without `begin` and `end`. Says whether a line could not be decoded."""
    out, damaged = [], False
    for line in data.splitlines():
        if not line or line.startswith(b"begin ") or line in (b"end", b"`", b" "):
            continue
        decoded = _uu_line(line)
        damaged = damaged or decoded is None
        out.append(decoded or b"")
    return b"".join(out), damaged


def _uu_line(line: bytes) -> bytes | None:
    """One line. Some encoders write more characters than the length at its start asks for."""
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        length = (((line[0] - 32) & 63) * 4 + 5) // 3
    try:
        return binascii.a2b_uu(line[:length])
    except binascii.Error:
        return None
