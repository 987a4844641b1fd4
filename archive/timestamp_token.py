"""Time-stamp queries and answers (RFC 3161) as bytes: a query is written, and an answer read, by hand.

The reader knows only as much DER as the way to the fingerprint, the time and the signature needs. It trusts no length.
"""

from datetime import datetime
from typing import NamedTuple

SHA256 = bytes.fromhex("608648016503040201")
_SEQUENCE, _SET, _INTEGER, _BYTES, _OID, _TIME = 0x30, 0x31, 0x02, 0x04, 0x06, 0x18
_FIRST = 0xA0  # [0], in which CMS wraps what is optional
_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_TIME_INFO = bytes.fromhex("2a864886f70d0109100104")
_GRANTED = (0, 1)  # granted, granted with modifications


class NotAnAnswer(ValueError):
    """These bytes are no answer of a time-stamp authority, or one that cannot be followed."""


class Element(NamedTuple):
    """One DER value: its tag, what it holds, and all its bytes."""

    tag: int
    body: bytes
    whole: bytes


class Signer(NamedTuple):
    """Who signed and what: issuer and serial number of the certificate, algorithms, signed attributes, signature."""

    issuer: bytes
    serial: int
    digest: str  # object identifiers, in hex
    method: str
    signed: bytes  # the attributes as they were signed
    signature: bytes


class Stamp(NamedTuple):
    """What an authority states: these bytes with this fingerprint existed at this time."""

    algorithm: bytes
    imprint: bytes
    time: str
    info: bytes  # the statement as signed
    certificates: tuple[bytes, ...]
    signers: tuple[Signer, ...]


class Answer(NamedTuple):
    """An answer: a stamp, or a refusal with the authority's own words."""

    refusal: str
    stamp: Stamp | None


def query(digest: bytes, nonce: int) -> bytes:
    """A query for a stamp over a SHA-256. `nonce` has 63 bits, the highest of them set, so its length is known."""
    imprint = _tlv(_SEQUENCE, _tlv(_SEQUENCE, _tlv(_OID, SHA256) + b"\x05\x00") + _tlv(_BYTES, digest))
    body = _tlv(_INTEGER, b"\x01") + imprint + _tlv(_INTEGER, nonce.to_bytes(8, "big")) + b"\x01\x01\xff"
    return _tlv(_SEQUENCE, body)


def _tlv(tag: int, body: bytes) -> bytes:
    """One DER value; none of ours is longer than 127 bytes."""
    return bytes([tag, len(body)]) + body


def elements(data: bytes) -> list[Element]:
    """The DER values that stand side by side in these bytes. Raises NotAnAnswer when they do not fill them exactly."""
    found, at = [], 0
    while at < len(data):
        head, size = _head(data, at)
        end = at + head + size
        if end > len(data):
            raise NotAnAnswer("a value is longer than its place")
        found.append(Element(data[at], data[at + head : end], data[at:end]))
        at = end
    return found


def _head(data: bytes, at: int) -> tuple[int, int]:
    """How many bytes the tag and length at this place take, and the length that they state."""
    if at + 2 > len(data) or data[at] & 0x1F == 0x1F:
        raise NotAnAnswer("a value without a length")
    short = data[at + 1]
    if short < 0x80:
        return 2, short
    stated = data[at + 2 : at + 2 + (short & 0x7F)]
    if not 1 <= len(stated) <= 4 or len(stated) != short & 0x7F:
        raise NotAnAnswer("a length that is not definite")
    return 2 + len(stated), int.from_bytes(stated, "big")


def _inside(data: bytes, *tags: int) -> bytes:
    """Follow the first values down: each must be alone or first in what holds it, with this tag."""
    for tag in tags:
        data = _pick(elements(data), 0, tag).body
    return data


def _pick(found: list[Element], index: int, tag: int) -> Element:
    if index >= len(found) or found[index].tag != tag:
        raise NotAnAnswer("another value was expected here")
    return found[index]


def read(data: bytes) -> Answer:
    """Read an answer. Raises NotAnAnswer."""
    whole = elements(data)
    if len(whole) != 1:
        raise NotAnAnswer("not one value")
    parts = elements(_pick(whole, 0, _SEQUENCE).body)
    said = elements(_pick(parts, 0, _SEQUENCE).body)
    status = int.from_bytes(_pick(said, 0, _INTEGER).body, "big")
    if status not in _GRANTED:
        return Answer(_refusal(status, said), None)
    return Answer("", _stamp(_pick(parts, 1, _SEQUENCE).body))


def _refusal(status: int, said: list[Element]) -> str:
    words = [
        line.body.decode("utf-8", "replace")
        for part in said[1:]
        if part.tag == _SEQUENCE
        for line in elements(part.body)
    ]
    return printable(" ".join(words)) or f"status {status}, without a reason"


def _stamp(content: bytes) -> Stamp:
    wrapped = elements(content)
    if _pick(wrapped, 0, _OID).body != _SIGNED_DATA:
        raise NotAnAnswer("not signed")
    signed = elements(_inside(_pick(wrapped, 1, _FIRST).body, _SEQUENCE))
    held = elements(_pick(signed, 2, _SEQUENCE).body)
    if _pick(held, 0, _OID).body != _TIME_INFO:
        raise NotAnAnswer("signed, but no time stamp")
    info = _inside(_pick(held, 1, _FIRST).body, _BYTES)
    certificates = [one.whole for part in signed[3:-1] if part.tag == _FIRST for one in elements(part.body)]
    signers = [_signer(elements(one.body)) for one in elements(_pick(signed, len(signed) - 1, _SET).body)]
    fields = elements(_inside(info, _SEQUENCE))
    imprint = elements(_pick(fields, 2, _SEQUENCE).body)
    algorithm = _inside(_pick(imprint, 0, _SEQUENCE).body, _OID)
    time = _time(_pick(fields, 4, _TIME).body)
    return Stamp(algorithm, _pick(imprint, 1, _BYTES).body, time, info, tuple(certificates), tuple(signers))


def _signer(parts: list[Element]) -> Signer:
    name = elements(_pick(parts, 1, _SEQUENCE).body)
    serial = int.from_bytes(_pick(name, 1, _INTEGER).body, "big", signed=True)
    digest, method = (_pick(elements(_pick(parts, n, _SEQUENCE).body), 0, _OID).body.hex() for n in (2, 4))
    attributes = bytes([_SET]) + _pick(parts, 3, _FIRST).whole[1:]  # RFC 5652, 5.4: signed as the set that they are
    return Signer(_pick(name, 0, _SEQUENCE).whole, serial, digest, method, attributes, _pick(parts, 5, _BYTES).body)


def _time(body: bytes) -> str:
    """`20261121175114Z`, with or without a fraction, for people."""
    text = body.decode("ascii", "replace").removesuffix("Z").partition(".")[0]
    try:
        return f"{datetime.strptime(text, '%Y%m%d%H%M%S'):%Y-%m-%d %H:%M:%S} UTC"  # noqa: DTZ007 - it is UTC, and said so
    except ValueError as error:
        raise NotAnAnswer("a time that is none") from error


def printable(text: str) -> str:
    """Words from elsewhere, so that they cannot move the cursor of a terminal."""
    return "".join(char if char.isprintable() else "?" for char in text)
