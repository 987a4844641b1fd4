"""The reader of archived texts: every length, both kinds of string, odd and broken archives."""

from typing import Literal

import pytest
from apple_build import archived
from hypothesis import given
from hypothesis import strategies as st

from parsers._apple import typedstream as _apple_typedstream
from parsers._apple.typedstream import Body, body_text, loose_utf8

LENGTHS = [0, 1, 2, 126, 127, 128, 129, 145, 146, 200, 255, 256, 264, 32767, 32768, 65535, 65536, 70000]


@pytest.fixture(autouse=True)
def _forget() -> None:
    """Read every archive by its structure, not by the beginning of an earlier one."""
    _apple_typedstream._openings.clear()


@pytest.mark.parametrize("mutable", [False, True])
@pytest.mark.parametrize("length", LENGTHS)
def test_every_length(length: int, mutable: bool) -> None:
    text = ("where are you " * 6000)[:length]
    assert body_text(archived(text, mutable=mutable)) == Body(text)
    assert body_text(archived(text, mutable=mutable)) == Body(text), "a second time, by the known beginning"


@pytest.mark.parametrize("text", ["🆄", "🆄" * 50, "\ufffcpicture", "a\x00b", "\x86\x84", "+", "NSString", "\r\n é ﷽"])
def test_texts_that_look_like_structure(text: str) -> None:
    """🆄 is F0 9F 86 84 in UTF-8: readers that look for the end mark 86 84 cut it off."""
    assert body_text(archived(text)) == Body(text)


@given(st.text(max_size=400))
def test_any_text(text: str) -> None:
    assert body_text(archived(text)) == Body(text)


def test_a_bare_string() -> None:
    archive = b"\x04\x0bstreamtyped\x81\xe8\x03\x84\x01@\x84\x84\x84\x08NSString\x01\x84\x84\x08NSObject\x00\x85\x84\x01+\x05hello\x86"
    assert body_text(archive) == Body("hello")


def test_big_endian() -> None:
    """As a Mac with a PowerPC wrote it: the other mark, and numbers the other way round."""
    text = "x" * 300
    archive = archived(text).replace(b"streamtyped\x81\xe8\x03", b"typedstream\x81\x03\xe8")
    assert body_text(archive.replace(b"+\x81\x2c\x01", b"+\x81\x01\x2c")) == Body(text)


def test_values_of_other_types_before_the_text() -> None:
    """Numbers, real numbers, bytes, C strings, selectors, classes and nothing: all are stepped over."""
    values = b"\x84\x09iIqQsScCB\x05\x81\x05\x01\x82\x05\x01\x00\x00\x00\x01\x02\x11\x12\x13"
    values += (
        b"\x84\x02fd\x83\x00\x00\x80\x3f\x05\x84\x04[3c]\xaa\x84\x86\x84\x04*:@#\x84\x84\x03abc\x84\x03sel\x85\x85"
    )
    head = b"\x04\x0bstreamtyped\x81\xe8\x03\x84\x01@\x84\x84\x84\x06Holder\x00\x85"
    string = b"\x84\x01@\x84\x84\x84\x08NSString\x01\x85\x84\x01+\x05hello\x86\x86"
    assert body_text(head + values + string) == Body("hello")


def test_a_string_that_belongs_to_something_else_is_not_the_text() -> None:
    head = b"\x04\x0bstreamtyped\x81\xe8\x03\x84\x01@\x84\x84\x84\x06NSData\x00\x85\x84\x01+\x03abc"
    string = b"\x84\x01@\x84\x84\x84\x08NSString\x01\x85\x84\x01+\x05hello\x86\x86"
    assert body_text(head + string).text == "hello"


@pytest.mark.parametrize("keep", [20, 60, 70, 73, 74, 80, 90, 103])
def test_cut_short(keep: int) -> None:
    whole = archived("I will find you wherever you go")
    start = whole.index(b"I will")
    found = body_text(whole[:keep])

    assert found.warning == "text-from-damaged-body"
    if keep > start:
        assert found.text == whole[start:keep].decode()


def test_cut_after_the_text_is_whole() -> None:
    whole = archived("hello")
    assert body_text(whole[: whole.index(b"hello") + 5]) == Body("hello")


def test_a_length_that_is_wrong() -> None:
    """The text ends where its object does not: something is wrong, and what is there is given with a warning."""
    assert body_text(archived("hello").replace(b"\x05hello", b"\x03hello")) == Body("hel", "text-from-damaged-body")


def test_an_archive_without_text() -> None:
    assert body_text(b"\x04\x0bstreamtyped\x81\xe8\x03\x84\x01@\x85") == Body(None, "text-from-damaged-body")
    assert body_text(b"") == Body(None, "text-from-damaged-body")


def test_nesting_without_end() -> None:
    """Objects of one class, each holding the next: string 0 is the type of an object, object 1 is the class."""
    deep = b"\x84\x84\x84\x01A\x00\x85" + b"\x92\x84\x93" * 5000
    assert body_text(b"\x04\x0bstreamtyped\x00\x84\x01@" + deep).text is None


@pytest.mark.parametrize("order", ["little", "big"])
@pytest.mark.parametrize("count", [10, 109, 110, 111, 237, 238, 239, 500])
def test_a_reference_to_a_late_string(count: int, order: Literal["little", "big"]) -> None:
    """References count from -110 in one byte, and go on in two: here to the type string that stands last."""
    head = b"\x04\x0bstreamtyped" if order == "little" else b"\x04\x0btypedstream"
    selectors = b"\x84\x01:" + b"\x84\x01a" + b"".join(b"\x93\x84\x01b" for _ in range(count))
    place = 3 + 1 + count - 110  # after "@", "A", ":", "a": the string that comes next
    late = bytes((place % 256,)) if place < 128 else b"\x81" + place.to_bytes(2, order)
    archive = head + b"\x00\x84\x01@" + b"\x84\x84\x84\x01A\x00\x85"
    archive += selectors.replace(b"\x93", b"\x94") + b"\x84\x01@" + b"\x85" + late
    archive += b"\x84\x84\x84\x08NSString\x01\x85\x84\x01+\x05hello\x86\x86"
    assert body_text(archive) == Body("hello")


@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    assert isinstance(body_text(b"\x04\x0bstreamtyped\x81\xe8\x03" + data), Body)
    assert isinstance(body_text(data), Body)


@pytest.mark.parametrize(
    ("raw", "text", "warning"),
    [
        ("né".encode(), "né", ""),
        (b"\xed\xa0\xbd\xed\xb8\x88", "😈", ""),
        (b"a\xed\xa0\xbd", "a\ufffd", "half-character"),
        (b"caf\xe9", "caf\ufffd", "bytes-replaced"),
    ],
)
def test_text_that_is_not_clean(raw: bytes, text: str, warning: str) -> None:
    assert loose_utf8(raw) == (text, warning)
