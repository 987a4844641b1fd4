"""Header values as people read them: encoded words (RFC 2047) decoded, whatever mailers made of the rules."""

import binascii
import re

from parsers._mail.mime_text import decode, guess

_WORD = re.compile(r"=\?([^?\s*]+)(?:\*[^?\s]*)?\?([bBqQ])\?([^?]*)\?=")
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/]")
_HEX = re.compile(rb"=([0-9A-Fa-f]{2})")


def words(value: str) -> tuple[str, str]:
    """The text of a header value, and the code of what is odd about it ("" if nothing is).

    Words of the same character set that follow each other are joined before they are decoded: some mailers cut in
    the middle of a character. White space between two encoded words does not count; all other stays.
    """
    if "=?" not in value:
        return value, ""
    out: list[str] = []
    odd, at = "", 0
    held: tuple[str, bytes] | None = None
    for word in _WORD.finditer(value):
        between = value[at : word.start()]
        charset, payload = word[1].lower(), _payload(word[2], word[3])
        if held and (between.strip(" \t\r\n") or held[0] != charset):
            odd = _flush(out, held) or odd
            held = None
        if between.strip(" \t\r\n") or not at:
            out.append(between)
        held = (charset, held[1] + payload) if held else (charset, payload)
        at = word.end()
    if held:
        odd = _flush(out, held) or odd
    out.append(value[at:])
    return "".join(out), odd


def _flush(out: list[str], held: tuple[str, bytes]) -> str:
    text, odd = decode(held[1], held[0])
    out.append(text)
    return odd


def _payload(how: str, text: str) -> bytes:
    """The bytes of one encoded word. Characters that should not stand in one are kept as UTF-8."""
    if how in "qQ":
        data = text.replace("_", " ").encode("utf-8", "replace")
        return _HEX.sub(lambda found: bytes((int(found[1], 16),)), data)
    clean = _NOT_BASE64.sub("", text)
    clean = clean[:-1] if len(clean) % 4 == 1 else clean
    return binascii.a2b_base64(clean + "=" * (-len(clean) % 4))


def header_text(data: bytes) -> tuple[str, bool]:
    """Raw header bytes as text: ASCII, else UTF-8 (RFC 6532), else Windows-1252. Says whether that was a guess."""
    if data.isascii():
        return data.decode("ascii"), False
    try:
        return data.decode("utf-8"), False
    except UnicodeDecodeError:
        return guess(data), True
