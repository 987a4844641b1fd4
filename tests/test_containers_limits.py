"""Zips made to harm, and zips that are cut short: what may be read is read, what may not is named, nothing runs wild."""

import random
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from containers_made import (
    Files,
    contents,
    look,
    patch_headers,
    patch_lines,
    remarks,
    stored,
    streamed_zip,
    tarred,
    zipped,
)  # fmt: skip

from importer.containers import Limits, Unreadable, look_inside
from importer.tree import Entry, Place, Skipped

FILES: Files = {"_chat.txt": b"one\ntwo\n" * 50, "media/photo.jpg": random.Random(1).randbytes(5_000), "z.txt": b"z"}
SMALL = Limits(depth=3, ratio=20, free_bytes=10_000, member_bytes=200_000, total_bytes=1_000_000, members=50)


def test_a_small_file_passes_however_well_it_packs(tmp_path: Path) -> None:
    found = look(zipped({"zeros": bytes(10_000_000)}), tmp_path)

    assert contents(found) == {"zeros": bytes(10_000_000)}


def test_a_bomb_is_not_read_and_its_neighbour_is(tmp_path: Path) -> None:
    found = look(zipped({"bomb": bytes(100_000), "a.txt": b"a"}), tmp_path, SMALL)

    assert remarks(found) == [("bomb", "bomb", True, 1)]
    assert contents(found) == {"a.txt": b"a"}


def test_a_bomb_that_lies_about_what_it_takes(tmp_path: Path) -> None:
    data = patch_lines(zipped({"bomb": bytes(100_000)}), 0, 20, "<L", 0xF000_0000)

    assert remarks(look(data, tmp_path, SMALL)) == [("bomb", "bomb", True, 1)]


def test_a_member_over_the_limit_is_named(tmp_path: Path) -> None:
    found = look(zipped({"film": random.Random(3).randbytes(200_001), "a.txt": b"a"}), tmp_path, SMALL)

    assert remarks(found) == [("film", "too-large", True, 1)]
    assert contents(found) == {"a.txt": b"a"}


def test_many_small_bombs_meet_the_limit_of_all(tmp_path: Path) -> None:
    data = zipped({str(number): bytes(9_000) for number in range(40)})

    found = look(data, tmp_path, SMALL)

    assert 8 <= len(contents(found)) <= 20 * len(data) / 9_000
    assert {code for _, code, _, _ in remarks(found)} == {"too-large"}


def test_no_more_members_than_the_limit(tmp_path: Path) -> None:
    found = look(zipped({str(number): b"x" for number in range(60)}), tmp_path, SMALL)

    assert len(contents(found)) == 50
    assert remarks(found) == [("", "too-many", True, 0)]


def test_the_limit_of_members_counts_nested_ones(tmp_path: Path) -> None:
    inner = zipped({str(number): b"x" for number in range(20)}, zipfile.ZIP_STORED)

    found = look(zipped({f"{name}.zip": inner for name in "abcd"}, zipfile.ZIP_STORED), tmp_path, SMALL)

    assert sum(isinstance(item, Entry) for item in found) == 50
    assert ("c.zip", "too-many", True, 0) in remarks(found)


def test_containers_nested_too_deep_are_kept_and_named(tmp_path: Path) -> None:
    data = zipped({"a.txt": b"a"})
    for _ in range(4):
        data = zipped({"in.zip": data}, zipfile.ZIP_STORED)

    found = look(data, tmp_path, SMALL)

    assert remarks(found) == [("in.zip/in.zip/in.zip", "not-opened", True, 0)]
    assert list(contents(found)) == ["in.zip", "in.zip/in.zip", "in.zip/in.zip/in.zip"]
    assert [item.opened for item in found if isinstance(item, Entry)] == ["zip", "zip", "foreign"]


def test_members_that_lie_over_one_another_are_read_once(tmp_path: Path) -> None:
    """The bomb of Fifield (2019): many lines of the directory lead to the same packed bytes."""
    data = zipped({"a": b"same " * 100, "b": b"other", "c": b"third"})
    data = patch_lines(patch_lines(data, 1, 42, "<L", 10), 2, 42, "<L", 0)

    found = look(data, tmp_path)

    assert contents(found) == {"a": b"same " * 100}
    assert remarks(found) == [("b", "overlap", True, 1), ("c", "overlap", True, 1)]


def test_a_zip_that_holds_itself_comes_to_an_end(tmp_path: Path) -> None:
    """The quine idea: a stored member whose bytes are those of the whole zip."""
    body = b"PK\x03\x04" + bytes(26) + b"q"
    line = struct.pack("<4s2B5H3L5H2L", b"PK\x01\x02", 20, 3, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0)
    size = len(body) + len(line) + 1 + 22
    line = struct.pack("<4s2B5H3L5H2L", b"PK\x01\x02", 20, 3, 20, 0, 0, 0, 0, 0, size, size, 1, 0, 0, 0, 0, 0, 0)
    data = body + line + b"q" + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(line) + 1, len(body), 0)

    found = look(data, tmp_path, SMALL)

    assert len(found) < 50


def test_lines_that_lead_outside_the_zip_are_problems(tmp_path: Path) -> None:
    data = patch_lines(zipped(FILES), 1, 42, "<L", 0xFFFF_FFF0)

    found = look(data, tmp_path)

    assert remarks(found) == [("media/photo.jpg", "cut-short", True, 1)]
    assert sorted(contents(found)) == ["_chat.txt", "z.txt"]


def test_numbers_of_zip64_that_no_file_can_have(tmp_path: Path) -> None:
    data = bytearray(zipped({"a" * 40: b"x"}))
    line = data.index(b"PK\x01\x02")
    struct.pack_into("<LL", data, line + 20, 0xFFFFFFFF, 0xFFFFFFFF)
    struct.pack_into("<3H", data, line + 28, 12, 28, 0)
    struct.pack_into("<L", data, line + 42, 0xFFFFFFFF)
    struct.pack_into("<2H3Q", data, line + 46 + 12, 1, 24, *[2**64 - 1] * 3)

    found = look(bytes(data), tmp_path)

    assert [item for item in found if isinstance(item, Entry)] == []
    assert found


@pytest.mark.parametrize("make", [zipped, streamed_zip])
@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_cut_anywhere_gives_every_file_that_is_whole(tmp_path: Path, make: object, method: int) -> None:
    assert callable(make)
    data: bytes = make(FILES, method)
    ends = [data.index(b"PK\x03\x04", at) for at in (1, data.index(b"PK\x03\x04", 1) + 1)]
    ends.append(data.index(b"PK\x01\x02"))

    for cut in [*range(1, len(data), 97), *ends, len(data) - 1]:
        found = look(data[:cut], tmp_path)
        held = contents(found)
        for (name, text), end in zip(FILES.items(), ends, strict=True):
            if end <= cut:
                assert held[name] == text, cut
            elif name in held:
                assert text.startswith(held[name]), cut
                assert (name, "cut-short", True, 0) in remarks(found) or held[name] == text, cut
        if cut > 30:
            assert ("", "cut-short", True, 0) in remarks(found), cut


def test_the_file_at_the_cut_is_read_up_to_it(tmp_path: Path) -> None:
    text = "".join(f"message {number}\n" for number in range(20_000)).encode()
    data = zipped({"a.txt": b"a", "_chat.txt": text})

    found = look(data[: len(data) // 2], tmp_path)

    part = contents(found)["_chat.txt"]
    assert len(part) > len(text) // 3
    assert text.startswith(part)
    assert ("_chat.txt", "cut-short", True, 0) in remarks(found)


def test_a_zip_inside_a_zip_that_is_cut_is_not_taken_for_the_whole(tmp_path: Path) -> None:
    inner = zipped({"in.txt": b"in"})
    data = zipped({"first.txt": b"1", "inner.zip": inner}, zipfile.ZIP_STORED)

    for cut in (data.index(b"PK\x01\x02", data.rindex(b"inner.zip") - 60), data.index(inner) + len(inner)):
        found = look(data[:cut], tmp_path)

        assert contents(found) == {"first.txt": b"1", "inner.zip": inner, "inner.zip/in.txt": b"in"}


def test_two_zips_one_behind_the_other_are_both_read(tmp_path: Path) -> None:
    found = look(zipped({"a.txt": b"a"}) + zipped({"b.txt": b"b"}), tmp_path)

    assert contents(found) == {"a.txt": b"a", "b.txt": b"b"}
    assert remarks(found) == [("", "cut-short", True, 0)]


def test_a_damaged_directory_does_not_hide_a_member(tmp_path: Path) -> None:
    for number in range(3):
        found = look(patch_lines(zipped(FILES), number, 0, "<L", 0), tmp_path)

        assert contents(found) == FILES


def test_a_damaged_header_in_a_zip_without_directory_does_not_hide_the_next(tmp_path: Path) -> None:
    data = zipped(FILES)
    data = patch_headers(data[: data.index(b"PK\x01\x02")], 0, 18, "<L", 0x7FFFFFFF)

    held = contents(look(data, tmp_path))

    assert held["media/photo.jpg"] == FILES["media/photo.jpg"]
    assert held["_chat.txt"] == FILES["_chat.txt"]


def test_a_wrong_length_in_a_zip_without_directory_does_not_hide_the_next(tmp_path: Path) -> None:
    data = zipped(FILES, zipfile.ZIP_STORED)
    data = patch_headers(data[: data.index(b"PK\x01\x02")], 0, 18, "<L", 460)

    photos = [item for item in look(data, tmp_path) if item.name.endswith("photo.jpg")]

    assert contents(photos) == {"media/photo.jpg": FILES["media/photo.jpg"]}


def test_bytes_that_look_like_the_end_of_a_member(tmp_path: Path) -> None:
    """A stored member of unknown length ends where its length is said, not at the first four bytes that look so."""
    text = b"before PK\x07\x08" + bytes(12) + b"PK\x03\x04 after"
    data = streamed_zip({"a.bin": text, "b.txt": b"b"}, zipfile.ZIP_STORED)

    found = look(data[: data.index(b"PK\x01\x02")], tmp_path)

    assert contents(found) == {"a.bin": text, "b.txt": b"b"}


def test_descriptions_without_their_mark(tmp_path: Path) -> None:
    """APPNOTE 4.3.9.3: the mark before the checksum may be left out."""
    data = streamed_zip({"a.txt": b"a" * 90, "b.txt": b"b" * 90})
    data = data[: data.index(b"PK\x01\x02")].replace(b"PK\x07\x08", b"")

    assert contents(look(data, tmp_path)) == {"a.txt": b"a" * 90, "b.txt": b"b" * 90}


def test_looking_for_members_takes_an_effort_in_proportion(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of headers whose members never end must not each be followed to the end of the file."""
    from importer import unpack

    header = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 8, 8, 0, 0, 0, 0, 0, 1, 0) + b"x"
    endless = header + b"\x00\xff\x7f\x00\x80"  # a stored block of 32,767 bytes: the following headers
    fed, real = 0, unpack._feed

    def counted(engine: unpack.Engine, data: bytes, step: int) -> bytes:
        nonlocal fed
        fed += len(data)
        return real(engine, data, step)

    monkeypatch.setattr(unpack, "_feed", counted)
    data = endless * 2_000

    look(data, tmp_path, Limits(members=20_000))

    assert fed < 40 * len(data)


def test_members_that_claim_all_the_rest_are_not_read_again_and_again(tmp_path: Path) -> None:
    count, size = 3_000, 36
    header = struct.Struct("<4s5H3L2H")
    pieces = [
        header.pack(b"PK\x03\x04", 20, 0, 8, 0, 0, 0, max(5, size * (count - number) - 40), 0, 1, 0)
        + b"x\0\0\0\xff\xff"
        for number in range(count)
    ]
    data = b"".join(pieces)

    found = look(data, tmp_path, Limits(members=20_000))

    assert sum(item.place.length for item in found if isinstance(item, Entry)) < 20 * len(data)


def test_every_member_of_a_large_zip_is_listed_once(tmp_path: Path) -> None:
    names = [f"{number:06}" for number in range(10_000)]
    found = look(zipped(dict.fromkeys(names, b"x"), zipfile.ZIP_STORED), tmp_path)

    assert [item.name for item in found] == [f"drop.zip/{name}" for name in names]


def finder_zip(file: Path, sizes: list[int]) -> None:
    """A stored zip as the Finder writes it: every number is cut to 32 bits. The members are holes, but for their ends."""
    lines, crcs = [], [zlib.crc32(b"tail", _crc_of_zeros(size - 4)) for size in sizes]
    with open(file, "wb") as out:
        for number, (size, crc) in enumerate(zip(sizes, crcs, strict=True)):
            start, cut, name = out.tell(), size & 0xFFFFFFFF, b"%d.mov" % number
            out.write(struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 0, 0, 0, crc, cut, cut, len(name), 0) + name)
            out.seek(size - 4, 1)
            out.write(b"tail")
            line = (20, 3, 20, 0, 0, 0, 0, crc, cut, cut, len(name), 0, 0, 0, 0, 0, start & 0xFFFFFFFF)
            lines.append(struct.pack("<4s2B5H3L5H2L", b"PK\x01\x02", *line) + name)
        start = out.tell()
        out.write(b"".join(lines))
        size = out.tell() - start
        out.write(struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, len(sizes), len(sizes), size, start & 0xFFFFFFFF, 0))


def _crc_of_zeros(size: int) -> int:
    """Not computed for the great ones, which no test reads to the end."""
    return zlib.crc32(bytes(size)) if size < 1 << 20 else 0


def test_a_finder_zip_over_4_gib_is_read(tmp_path: Path) -> None:
    """Without zip64 the upper halves of all numbers are lost: for a member of 5 GiB, and for all that stand behind it."""
    sizes = [100, 5 << 30, 200, (1 << 32) + 7, 300]
    file = tmp_path / "movies.zip"
    finder_zip(file, sizes)
    entry = Entry("movies.zip", Place(str(file)), file.stat().st_size, object="5ha")

    found = list(look_inside(entry, tmp_path))

    assert [(item.name, item.size) for item in found if isinstance(item, Entry)] == [
        (f"movies.zip/{number}.mov", size) for number, size in enumerate(sizes)
    ]
    assert [item for item in found if isinstance(item, Skipped)] == []
    assert contents([found[0], found[2], found[4]]) == {
        f"{number}.mov": bytes(sizes[number] - 4) + b"tail" for number in (0, 2, 4)
    }


def test_a_container_that_claims_to_be_longer_than_the_file(tmp_path: Path) -> None:
    """The inner zip is looked for in what is there, and not in the gigabytes that the directory claims."""
    inner = zipped({"a.txt": b"a"})
    data = zipped({"inner.zip": inner}, zipfile.ZIP_STORED)
    for at in (20, 24):
        data = patch_lines(data, 1, at, "<L", 0x0F00_0000)

    found = look(data, tmp_path)

    assert contents([item for item in found if item.name.endswith("a.txt")]) == {"inner.zip/a.txt": b"a"}


def test_a_tar_gz_bomb_is_not_unpacked_beyond_the_limit(tmp_path: Path) -> None:
    found = look(tarred({"zeros": bytes(5_000_000)}, "w:gz"), tmp_path, SMALL, "bomb.tgz")

    assert remarks(found) == [("", "bomb", True, 0)]
    assert list((tmp_path / "work").iterdir()) == []


def test_a_work_folder_that_cannot_be_written_is_not_the_fault_of_the_drop(tmp_path: Path) -> None:
    entry = stored(zipped({"inner.zip": zipped(FILES)}), tmp_path)

    with pytest.raises(OSError) as raised:
        list(look_inside(entry, tmp_path / "gone"))

    assert not isinstance(raised.value, Unreadable)
