"""Base64 of real mail: strict and quick where it is right, line by line where it is damaged.

RFC 2045, 6.8. What mailing lists append behind the end, and text that stands where base64 should, is not decoded
into noise but handed back as `rest`.
"""

import binascii
import re
from collections.abc import Iterable, Iterator

_WHITE = b"\r\n \t"
_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_OTHERS = bytes(set(range(256)) - set(_ALPHABET))
_NOT_ALPHABET = re.compile(rb"[^A-Za-z0-9+/]")
_RIGHT = re.compile(rb"[A-Za-z0-9+/]*={0,2}")
_LONG = 40
_REST_KEPT = 64 << 10


class Base64:
    """Decodes blocks of base64. Afterwards `damaged` says whether anything was wrong, `rest` what was no base64."""

    def __init__(self) -> None:
        self.damaged = False
        self.rest = b""
        self._carry = b""
        self._ended = False
        self._plain = False  # what calls itself base64 is none: it comes through as it stands

    def decode(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        """Decoded bytes, block by block. Blocks should end at line ends."""
        anything = False
        for block in blocks:
            decoded = self._strict(block) if not self._plain else block
            if self.rest and not anything and not decoded:
                self._plain, decoded, self.rest = True, block, b""
            anything = anything or bool(decoded)
            yield decoded
        if self._carry:
            yield self._last(self._carry)

    def _strict(self, block: bytes) -> bytes:
        data = self._carry + block.translate(None, _WHITE)
        cut = len(data) & ~3
        if self._ended and data:
            return self._lenient(block)
        try:
            decoded = binascii.a2b_base64(data[:cut], strict_mode=True)
        except binascii.Error:
            return self._lenient(block)
        self._carry = data[cut:]
        self._ended = data[cut - 1 : cut] == b"="
        return decoded

    def _lenient(self, block: bytes) -> bytes:
        """Line by line. Behind the last long line of base64, lines that are none are text that somebody appended."""
        self.damaged = True
        lines = [line for line in (line.strip(_WHITE) for line in block.split(b"\n")) if line]
        right = [_is_nearly_base64(line) for line in lines]
        body = max((at for at, line in enumerate(lines) if right[at] and len(line) >= _LONG), default=-1)
        out = [self._last(self._carry)] if b"=" in self._carry else []
        self._carry = self._carry.translate(None, _OTHERS)
        for at, line in enumerate(lines):
            if at > body and not (right[at] and (not self._ended or all(map(_is_run, lines[at:])))):
                self._keep_rest(b"\n".join(lines[at:]))
                break
            out.append(self._line(line if _RIGHT.fullmatch(line) else _mended(line)))
        return b"".join(out)

    def _line(self, line: bytes) -> bytes:
        """One line; padding ends a run of base64, and another may follow."""
        self._ended = line.endswith(b"=")
        data = self._carry + line.translate(None, _OTHERS)
        cut = len(data) if self._ended else len(data) & ~3
        self._carry = data[cut:]
        return self._last(data[:cut]) if self._ended else binascii.a2b_base64(data[:cut])

    def _last(self, data: bytes) -> bytes:
        """The end of a run: a lone last character holds no whole byte."""
        clean = data.rstrip(b"=").translate(None, _OTHERS)
        lone = len(clean) % 4 == 1
        self.damaged = self.damaged or lone or len(clean) < len(data.rstrip(b"="))
        data = clean[:-1] if lone else clean
        self._carry = b""
        return binascii.a2b_base64(data + b"=" * (-len(data) % 4))

    def _keep_rest(self, data: bytes) -> None:
        self.rest = (self.rest + data)[:_REST_KEPT]


def _is_nearly_base64(line: bytes) -> bool:
    """One foreign byte in eight may be damage; words have blanks between them."""
    return b" " not in line and len(line.translate(None, _ALPHABET + b"=")) <= len(line) // 8


def _is_run(line: bytes) -> bool:
    """A line that could stand alone: whole groups of four."""
    return len(line) % 4 == 0 and _RIGHT.fullmatch(line) is not None


def _mended(line: bytes) -> bytes:
    """A line with foreign bytes: exchanged ones keep their place (a zero), inserted ones go, so that the rest stays right."""
    return _NOT_ALPHABET.sub(b"A", line) if len(line) % 4 == 0 else line.translate(None, _OTHERS)
