"""Members whose bytes are not what the zip says: one typed error, and what can be had of them."""

import random
import zipfile
from pathlib import Path
from typing import BinaryIO

import pytest
from containers_made import Files, contents, look, patch_headers, patch_lines, zipped

from importer.containers import Unreadable, rescue
from importer.tree import Entry

FILES: Files = {"_chat.txt": b"one\ntwo\n" * 50, "media/photo.jpg": random.Random(1).randbytes(5_000), "empty.txt": b""}


def test_a_wrong_checksum_is_the_typed_error_and_the_rest_can_be_rescued(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": b"threat " * 1000}, zipfile.ZIP_STORED))
    data[500] ^= 1
    (entry,) = look(bytes(data), tmp_path)
    assert isinstance(entry, Entry)

    with entry.open() as stream, pytest.raises(Unreadable, match="checksum"):
        stream.read()
    rescued = rescue(entry)

    assert rescued.size == 7000
    assert sum(a != b for a, b in zip(contents([rescued])["a.txt"], b"threat " * 1000, strict=True)) == 1


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_damaged_packed_bytes_give_what_stands_before_the_damage(tmp_path: Path, method: int) -> None:
    text = "".join(f"message {number} {number**3}\n" for number in range(60_000)).encode()
    data = bytearray(zipped({"a.txt": text}, method))
    middle = len(data) * 3 // 4
    data[middle : middle + 40] = b"\xff" * 40
    (entry,) = look(bytes(data), tmp_path)
    assert isinstance(entry, Entry)

    with entry.open() as stream, pytest.raises(Unreadable):
        stream.read()
    rescued = contents([rescue(entry)])["a.txt"]

    assert len(rescued) > len(text) // 4
    assert text.startswith(rescued[: len(text) // 4])
    assert contents([rescue(entry)])["a.txt"] == rescued


def test_a_member_that_is_not_where_the_zip_says(tmp_path: Path) -> None:
    found = look(patch_headers(zipped(FILES), 1, 0, "<L", 0), tmp_path)
    named = {item.name.partition("/")[2]: item for item in found if isinstance(item, Entry)}

    assert list(named) == list(FILES)
    with pytest.raises(Unreadable, match="not where"):
        named["media/photo.jpg"].open()
    assert contents([named["_chat.txt"]]) == {"_chat.txt": FILES["_chat.txt"]}


@pytest.mark.parametrize("said", [1, 399, 401, 100_000])
def test_a_lie_about_the_size_is_found(tmp_path: Path, said: int) -> None:
    (entry, *_) = look(patch_lines(zipped(FILES), 0, 24, "<L", said), tmp_path)
    assert isinstance(entry, Entry)

    with entry.open() as stream:
        held = _until_unreadable(stream)

    assert held == FILES["_chat.txt"][: min(said, len(held))]
    assert len(held) <= said


def _until_unreadable(stream: BinaryIO) -> bytes:
    """What comes byte by byte before the typed error, which must come."""
    held = b""
    try:
        while more := stream.read(1):
            held += more
    except Unreadable:
        return held
    pytest.fail("no error came")
