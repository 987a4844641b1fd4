"""The DKIM body hash: what matches, and what says nothing."""

import base64
import hashlib
from pathlib import Path

import pytest
from mail_made import TOP, Desk, details

from parsers._mail import mime_bytes as _mime_bytes


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def signed(body: bytes, tags: bytes, canonical: bytes, algorithm: str = "sha256") -> bytes:
    hashed = base64.b64encode(hashlib.new(algorithm, canonical).digest())
    return b"DKIM-Signature: v=1; d=example.com; s=k; bh=%s; %s\n" % (hashed, tags) + TOP + b"\n" + body


@pytest.mark.parametrize(
    ("tags", "body", "canonical", "algorithm"),
    [
        (b"a=rsa-sha256; c=relaxed/relaxed", b"a \t b  \n\n c\n\n\n", b"a b\r\n\r\n c\r\n", "sha256"),
        (b"a=rsa-sha256; c=relaxed", b"a \t b  \n\n\n", b"a \t b  \r\n", "sha256"),
        (b"a=rsa-sha1; c=simple/simple", b"a  b\n", b"a  b\r\n", "sha1"),
        (b"a=Ed25519-SHA256 ; c=Relaxed/SIMPLE", b"", b"\r\n", "sha256"),
        (b"a=rsa-sha256; c=simple/relaxed", b"\n \n", b"", "sha256"),
        (b"a=rsa-sha256; c=simple/simple; l=3", b"abc\nand a footer\n", b"abc", "sha256"),
        (b"a=rsa-sha256; c=relaxed/relaxed", b"no end of line ", b"no end of line\r\n", "sha256"),
    ],
)
def test_body_hash(desk: Desk, tags: bytes, body: bytes, canonical: bytes, algorithm: str) -> None:
    for nl in (b"\n", b"\r\n"):
        data = signed(body, tags, canonical, algorithm).replace(b"\n", nl)
        assert details(desk.mail(data)).body_matches is True
        assert details(desk.mail(data + b"changed")).body_matches is (b"l=" in tags)


def test_body_hash_of_a_body_of_many_blocks(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = b"".join(b"line  %d \r\n" % n + b"\r\n" * (n % 4) for n in range(400))
    canonical = lines.replace(b"  ", b" ").replace(b" \r\n", b"\r\n").rstrip(b"\r\n") + b"\r\n"
    data = signed(lines, b"a=rsa-sha256; c=simple/relaxed", canonical)
    monkeypatch.setattr(_mime_bytes, "BLOCK", 64)

    assert details(desk.mail(data)).body_matches is True


@pytest.mark.parametrize(
    "value", [b"", b"v=1; a=rsa-sha256", b"bh=AAAA; a=x", b"bh=!; a=rsa-sha256", b"bh=AAAA; a=rsa-sha256; l=x"]
)
def test_a_signature_that_says_nothing_about_the_body(desk: Desk, value: bytes) -> None:
    assert details(desk.mail(b"DKIM-Signature: " + value + b"\n" + TOP + b"\nx")).body_matches is None


def test_any_signature_that_fits_is_enough(desk: Desk) -> None:
    data = b"DKIM-Signature: a=rsa-sha256; d=list.example; s=2; bh=AAAA\n" + signed(b"a\n", b"a=rsa-sha256", b"a\r\n")
    found = details(desk.mail(data))

    assert (found.body_matches, found.signed_by) == (True, ("list.example/2", "example.com/k"))


def test_a_sign_before_from_that_the_sender_wrote_counts(desk: Desk) -> None:
    data = signed(b">From me\n", b"a=rsa-sha256; c=simple/simple", b">From me\r\n")

    assert details(desk.mail(data)).body_matches is True
