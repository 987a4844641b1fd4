"""Does the body still match the hash in the sender's DKIM header? Checked without any network.

RFC 6376, 3.4 (canonical forms) and 3.7 (the body hash, `bh=`). The signature itself needs the sender's public key
from DNS and is not checked: a match says that the body is what that header was written for, and that our splitting
kept its bytes; no more.
"""

import binascii
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from parsers._mail.mime_decode import unquoted

MOST = 10
"""Signatures of one mail that are looked at."""

_MOST_TAGS = 50
_ALGORITHMS = {"rsa-sha256": "sha256", "ed25519-sha256": "sha256", "rsa-sha1": "sha1"}


class Signature(NamedTuple):
    """What one DKIM-Signature says: who signed with which key, and what the body should hash to.

    `hash` is empty where the header cannot be used to check a body.
    """

    domain: str
    selector: str
    algorithm: str
    relaxed: bool
    length: int | None
    hash: bytes


def signatures(values: Sequence[str]) -> list[Signature]:
    return [_signature(value) for value in values[:MOST]]


def body_matches(found: Sequence[Signature], lines: Iterable[bytes], quoted: bool) -> bool | None:
    """Whether any of the hashes fits the body; None where there is none to compare with.

    `lines` are blocks of the body with LF line ends, without blank lines at its end, to be gone over several times.
    `quoted` says that a mailbox file may have put `>` before lines that begin with "From ".
    """
    usable = [one for one in found if one.hash]
    known: dict[tuple[str, bool, int | None, bool], bytes] = {}
    for unquote in (False, True) if quoted else (False,):
        for one in usable:
            how = (one.algorithm, one.relaxed, one.length, unquote)
            if how not in known:
                known[how] = _body_hash(one, map(unquoted, lines) if unquote else lines)
            if known[how] == one.hash:
                return True
    return False if usable else None


def _signature(value: str) -> Signature:
    pairs = (tag.partition("=") for tag in value.split(";", _MOST_TAGS))
    tags = {name.strip(): "".join(text.split()) for name, _, text in pairs}
    algorithm = _ALGORITHMS.get(tags.get("a", "").lower(), "")
    form = tags.get("c", "").lower().partition("/")[2]
    length = tags.get("l", "")
    usable = algorithm and form in ("", "simple", "relaxed") and (not length or _is_number(length))
    digest = _base64(tags.get("bh", "")) if usable else b""
    limit = int(length) if length and usable else None
    return Signature(tags.get("d", ""), tags.get("s", ""), algorithm, form == "relaxed", limit, digest)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 20


def _base64(text: str) -> bytes:
    try:
        return binascii.a2b_base64(text.encode("ascii", "replace"), strict_mode=True)
    except binascii.Error:
        return b""


def _body_hash(one: Signature, blocks: Iterable[bytes]) -> bytes:
    digest = hashlib.new(one.algorithm)
    left = one.length
    for block in _canonical(blocks, one.relaxed):
        piece = block if left is None else block[:left]
        digest.update(piece)
        left = None if left is None else left - len(piece)
    return digest.digest()


def _canonical(blocks: Iterable[bytes], relaxed: bool) -> Iterator[bytes]:
    """The canonical body. Blank lines are held back until something follows them."""
    held, anything = b"", False
    for block in blocks:
        block = _relaxed(held + block) if relaxed else held + block
        kept = block.rstrip(b" \n" if relaxed else b"\n")
        held = block[len(kept) :]
        anything = anything or bool(kept)
        yield kept.replace(b"\n", b"\r\n")
    if anything or not relaxed:
        yield b"\r\n"


def _relaxed(block: bytes) -> bytes:
    """Runs of blanks become one, and none stays at the end of a line (RFC 6376, 3.4.4)."""
    if b"\t" in block:
        block = block.replace(b"\t", b" ")
    while b"  " in block:
        block = block.replace(b"  ", b" ")
    return block.replace(b" \n", b"\n")
