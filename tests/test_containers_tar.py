"""Tars and compressed files: read where they stand or from a private copy, also behind damage."""

import bz2
import gzip
import io
import lzma
import random
import struct
import tarfile
import zlib
from pathlib import Path

import pytest
from containers_made import Files, contents, look, remarks, stored, tar_of, tarred, zipped

from importer.containers import Kind, kind_of
from importer.tree import Entry

FILES: Files = {"messages.json": b'{"a": 1}' * 100, "media/1.jpg": random.Random(4).randbytes(3_000), "empty": b""}
FORMS = [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT]


def special(name: str, kind: bytes, link: str = "") -> tuple[tarfile.TarInfo, bytes]:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, link
    return member, b""


def plain(name: str, data: bytes) -> tuple[tarfile.TarInfo, bytes]:
    member = tarfile.TarInfo(name)
    member.size = len(data)
    return member, data


@pytest.mark.parametrize("form", FORMS)
def test_a_tar_is_read_in_place(tmp_path: Path, form: int) -> None:
    found = look(tarred(FILES, form=form), tmp_path, name="skype.tar")

    assert contents(found) == FILES
    assert remarks(found) == []
    assert list((tmp_path / "work").iterdir()) == []
    first = found[0]
    assert isinstance(first, Entry)
    assert (first.name, first.members, first.modified, first.stamp) == (
        "skype.tar/messages.json", ("messages.json",), 1_700_000_000.0, "",
    )  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["n" * 100, "d/" * 60 + "f", "größe/шорт.txt"])
def test_long_and_foreign_names(tmp_path: Path, form: int, name: str) -> None:
    found = look(tarred({name: b"text", "z": b"z"}, form=form), tmp_path)

    assert contents(found) == {name: b"text", "z": b"z"}


def test_a_fraction_of_a_second_is_kept(tmp_path: Path) -> None:
    member, data = plain("a", b"x")
    member.mtime = 1_700_000_000.25  # type: ignore[assignment]

    (entry,) = look(tar_of([(member, data)]), tmp_path)

    assert isinstance(entry, Entry)
    assert entry.modified == 1_700_000_000.25


def test_a_size_in_binary_and_one_among_the_properties(tmp_path: Path) -> None:
    data = bytearray(tarred({"a": b"12345", "b": b"b"}, form=tarfile.USTAR_FORMAT))
    data[124:136] = b"\x80" + (5).to_bytes(11, "big")
    data[148:156] = b" " * 8
    data[148:156] = b"%06o\0 " % sum(data[:512])
    assert contents(look(bytes(data), tmp_path)) == {"a": b"12345", "b": b"b"}

    member, text = plain("a", b"12345")
    member.pax_headers = {"size": "5"}
    assert contents(look(tar_of([(member, text), plain("b", b"b")]), tmp_path)) == {"a": b"12345", "b": b"b"}


def test_links_devices_and_holes(tmp_path: Path) -> None:
    data = tar_of(
        [
            plain("a.txt", b"text"),
            special("folder", tarfile.DIRTYPE),
            special("second name.txt", tarfile.LNKTYPE, "a.txt"),
            special("to nothing", tarfile.LNKTYPE, "gone.txt"),
            special("soft", tarfile.SYMTYPE, "/etc/passwd"),
            special("null", tarfile.CHRTYPE),
            special("pipe", tarfile.FIFOTYPE),
            plain("z.txt", b"z"),
        ]
    )

    found = look(data, tmp_path)

    assert contents(found) == {"a.txt": b"text", "second name.txt": b"text", "z.txt": b"z"}
    assert remarks(found) == [
        ("to nothing", "symlink", True, 1),
        ("soft", "symlink", True, 1),
        ("null", "special-file", False, 1),
        ("pipe", "special-file", False, 1),
    ]


def resealed(header: bytes, signed: bool = False) -> bytes:
    """The header with a checksum that is right; old programs added the bytes up as signed numbers."""
    blank = header[:148] + b" " * 8 + header[156:]
    total = sum(byte - 256 if signed and byte > 127 else byte for byte in blank)
    return header[:148] + b"%06o\0 " % total + header[156:]


def test_a_link_that_claims_a_size_has_no_bytes_of_its_own(tmp_path: Path) -> None:
    data = tar_of(
        [plain("a.txt", b"text"), special("b", tarfile.SYMTYPE, "a.txt"), plain("z.txt", b"z")],
        form=tarfile.USTAR_FORMAT,
    )
    link = resealed(data[1024:1148] + b"00000001750\0" + data[1160:1536])

    assert contents(look(data[:1024] + link + data[1536:], tmp_path)) == {"a.txt": b"text", "z.txt": b"z"}


def test_an_old_file_with_holes_and_a_long_map_of_them(tmp_path: Path) -> None:
    data = tarred({"disk.img": b"x" * 512, "z.txt": b"z"}, form=tarfile.GNU_FORMAT)
    header = resealed(data[:156] + b"S" + data[157:482] + b"\1" + data[483:512])
    more, last = bytes(504) + b"\1" + bytes(7), bytes(512)

    found = look(header + more + last + data[512:], tmp_path)

    assert contents(found) == {"z.txt": b"z"}
    assert remarks(found) == [("disk.img", "unknown-packing", True, 1)]


def test_properties_for_all_that_follow(tmp_path: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", pax_headers={"mtime": "1600000000.5"}) as archive:
        for name in "ab":
            archive.addfile(*((member := plain(name, b"x"))[0], io.BytesIO(member[1])))

    assert [item.modified for item in look(out.getvalue(), tmp_path) if isinstance(item, Entry)] == [
        1_600_000_000.5
    ] * 2


def test_a_checksum_of_signed_bytes(tmp_path: Path) -> None:
    data = tarred({"größe.txt": b"x"}, form=tarfile.USTAR_FORMAT)

    found = look(resealed(data[:512], signed=True) + data[512:], tmp_path)

    assert contents(found) == {"größe.txt": b"x"}
    assert remarks(found) == []


def test_a_file_stored_with_holes_is_a_problem_and_the_next_is_read(tmp_path: Path) -> None:
    member, data = plain("sparse", b"x" * 600)
    member.pax_headers = {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.name": "disk.img"}

    found = look(tar_of([(member, data), plain("z", b"z")]), tmp_path)

    assert contents(found) == {"z": b"z"}
    assert remarks(found) == [("disk.img", "unknown-packing", True, 1)]


def test_odd_and_equal_names(tmp_path: Path) -> None:
    data = tar_of([plain("../up", b"1"), plain("/root", b"2"), plain("a", b"3"), plain("./a", b"4"), plain("a", b"5")])

    found = look(data, tmp_path)

    assert contents(found) == {"__/up": b"1", "root": b"2", "a": b"3", "a (2)": b"4", "a (3)": b"5"}
    assert [item.members[0] for item in found if isinstance(item, Entry)] == ["../up", "/root", "a", "./a", "a (2)"]


def test_a_name_that_is_no_unicode(tmp_path: Path) -> None:
    data = tarred({"caf_.txt": b"x"}, form=tarfile.USTAR_FORMAT)
    changed = bytearray(data.replace(b"caf_.txt", b"caf\xe9.txt"))
    changed[148:156] = b" " * 8
    changed[148:156] = b"%06o\0 " % sum(changed[:512])

    (entry,) = look(bytes(changed), tmp_path)

    assert isinstance(entry, Entry)
    assert entry.name == "drop.zip/caf/xe9.txt" or entry.name.endswith("caf\\xe9.txt")
    entry.members[0].encode()


def test_a_tar_cut_anywhere_gives_what_is_whole_and_the_part(tmp_path: Path) -> None:
    data = tarred(FILES, form=tarfile.USTAR_FORMAT)
    end_of_all = 512 + 1024 + 512 + 3072 + 512

    for cut in range(512, end_of_all, 211):
        found = look(data[:cut], tmp_path)
        held = contents(found)
        assert held["messages.json"] == FILES["messages.json"][: cut - 512]
        if cut >= 2048:
            assert held["media/1.jpg"] == FILES["media/1.jpg"][: cut - 2048]
        if cut % 512:
            assert {code for _, code, problem, count in remarks(found) if problem and not count} & {
                "cut-short",
                "damaged",
            } or (512 + 800 <= cut <= 1536 or 2048 + 3000 <= cut <= 5120), cut


def test_damage_in_one_header_does_not_hide_the_next_members(tmp_path: Path) -> None:
    for at in (0, 1536):  # the first and the second header
        data = bytearray(tarred(FILES, form=tarfile.USTAR_FORMAT))
        data[at + 10] ^= 0x55
        found = look(bytes(data), tmp_path, name="x.tar")

        assert "empty" in contents(found)
        assert len(contents(found)) == 2
        assert ("", "damaged", True, 0) in remarks(found)


def test_tars_one_behind_the_other_are_both_read(tmp_path: Path) -> None:
    found = look(tarred({"a": b"a"}) + tarred({"b": b"b"}), tmp_path)

    assert contents(found) == {"a": b"a", "b": b"b"}


def test_an_old_tar_without_a_mark_is_known_by_its_checksum(tmp_path: Path) -> None:
    data = bytearray(tarred({"a": b"a"}, form=tarfile.USTAR_FORMAT))
    data[257:265] = bytes(8)
    data[148:156] = b" " * 8
    data[148:156] = b"%06o\0 " % sum(data[:512])

    assert kind_of(stored(bytes(data), tmp_path)) is Kind.TAR
    assert contents(look(bytes(data), tmp_path)) == {"a": b"a"}


@pytest.mark.parametrize(("mode", "kind"), [("w:gz", "gzip"), ("w:bz2", "bzip2"), ("w:xz", "xz")])
def test_a_compressed_tar_is_one_container(tmp_path: Path, mode: str, kind: str) -> None:
    found = look(tarred(FILES, mode), tmp_path, name="export.tgz")

    assert kind_of(stored(tarred(FILES, mode), tmp_path)) == kind
    assert contents(found) == FILES
    assert [item.members for item in found if isinstance(item, Entry)] == [(name,) for name in FILES]
    assert len(list((tmp_path / "work").iterdir())) == 1


@pytest.mark.parametrize(
    ("data", "name", "held"),
    [
        (bz2.compress(b"text"), "mbox.bz2", "mbox"),
        (lzma.compress(b"text"), "mbox.XZ", "mbox"),
        (gzip.compress(b"text", mtime=0), "mbox.gz", "mbox"),
        (gzip.compress(b"text", mtime=0), "no ending", "no ending"),
        (
            b"\x1f\x8b\x08\x08\0\0\0\0\0\xffC:\\x\\real name.txt\0" + gzip.compress(b"text", mtime=0)[10:],
            "a.gz",
            "real name.txt",
        ),
        (b"\x1f\x8b\x08\x0c\0\0\0\0\0\xff\x04\0AB\0\0n.txt\0" + gzip.compress(b"text", mtime=0)[10:], "a.gz", "n.txt"),
        (b"\x1f\x8b\x08\x08\0\0\0\0\0\xff../\0" + gzip.compress(b"text", mtime=0)[10:], "a.gz", "__"),
    ],
)
def test_a_compressed_file_holds_one_file(tmp_path: Path, data: bytes, name: str, held: str) -> None:
    found = look(data, tmp_path, name=name)

    assert contents(found) == {held: b"text"}
    (entry,) = (item for item in found if isinstance(item, Entry))
    assert entry.size == 4


def test_the_time_in_a_gzip_file(tmp_path: Path) -> None:
    (entry,) = look(gzip.compress(b"text", mtime=1_700_000_000), tmp_path)

    assert isinstance(entry, Entry)
    assert entry.modified == 1_700_000_000.0


def test_streams_one_behind_the_other_and_padding(tmp_path: Path) -> None:
    assert contents(look(gzip.compress(b"one", mtime=0) + gzip.compress(b"two", mtime=0) + bytes(500), tmp_path)) == {
        "drop.zip": b"onetwo"
    }
    assert contents(look(bz2.compress(b"one") + bz2.compress(b"two"), tmp_path)) == {"drop.zip": b"onetwo"}
    assert contents(look(lzma.compress(b"one") + bytes(8) + lzma.compress(b"two"), tmp_path)) == {"drop.zip": b"onetwo"}


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
@pytest.mark.parametrize("damage", ["cut", "flip"])
def test_a_damaged_compressed_file_gives_what_stands_before(tmp_path: Path, pack: object, damage: str) -> None:
    assert callable(pack)
    text = "".join(f"message {number} {number**3}\n" for number in range(60_000)).encode()
    data = bytearray(pack(text))
    middle = len(data) * 3 // 4
    data[middle : middle + 40] = b"" if damage == "cut" else b"\xff" * 40
    if damage == "cut":
        del data[middle:]

    found = look(bytes(data), tmp_path)

    part = contents(found)["drop.zip"]
    assert len(part) > len(text) // 4
    assert text.startswith(part[: len(text) // 4])
    assert remarks(found) == [("", "cut-short" if damage == "cut" else "damaged", True, 0)]


def test_hardly_anything_before_the_damage_is_lost(tmp_path: Path) -> None:
    text = "".join(f"message {number} {number**3}\n" for number in range(20_000)).encode()
    whole = gzip.compress(text, mtime=0)
    for at in range(len(whole) // 4, len(whole), 9_000):
        before = len(zlib.decompressobj(31).decompress(whole[:at]))
        data = whole[:at] + b"\xff" * 40 + whole[at + 40 :]

        assert len(contents(look(data, tmp_path))["drop.zip"]) > before - 1_024
        (copy,) = (tmp_path / "work").iterdir()
        copy.unlink()


def test_a_cut_tar_gz_gives_the_members_before_the_cut(tmp_path: Path) -> None:
    files = {str(number): random.Random(number).randbytes(2_000) for number in range(20)}
    data = tarred(files, "w:gz")

    held = contents(look(data[: len(data) // 2], tmp_path))

    assert 8 <= len(held) <= 11
    assert all(files[name].startswith(text) for name, text in held.items())
    assert sum(files[name] == text for name, text in held.items()) >= len(held) - 1


def test_a_cut_file_with_nothing_in_it(tmp_path: Path) -> None:
    found = look(gzip.compress(b"text", mtime=0)[:11], tmp_path)

    assert contents(found) == {}
    assert remarks(found) == [("", "cut-short", True, 0)]
    assert list((tmp_path / "work").iterdir()) == []


def test_containers_of_all_kinds_in_one_another(tmp_path: Path) -> None:
    inner = tarred({"c.zip": zipped({"deep.txt": b"deep"})}, "w:gz")

    found = look(zipped({"b.tar": tarred({"b.tgz": inner})}), tmp_path)

    assert contents(found)["b.tar/b.tgz/c.zip/deep.txt"] == b"deep"
    assert [(item.name.rpartition("/")[2], item.opened) for item in found if isinstance(item, Entry)] == [
        ("b.tar", "tar"), ("b.tgz", "gzip"), ("c.zip", "zip"), ("deep.txt", ""),
    ]  # fmt: skip


def test_a_damaged_container_in_a_container_is_kept_and_looked_into(tmp_path: Path) -> None:
    inner = zipped({"a.txt": b"aaa", "b.txt": b"bbb"})
    data = zipped({"inner.zip": inner, "z": b"z"}, 0)
    at = data.index(inner)
    broken = data[: at + 12] + b"\xff" + data[at + 13 :]  # the date of a.txt

    found = look(broken, tmp_path)

    assert [item.name for item in found if isinstance(item, Entry)] == [
        "drop.zip/inner.zip", "drop.zip/inner.zip/a.txt", "drop.zip/inner.zip/b.txt", "drop.zip/z",
    ]  # fmt: skip


def test_litter_in_a_tar(tmp_path: Path) -> None:
    found = look(tarred({"./._a.txt": b"x", "./a.txt": b"a"}), tmp_path)

    assert contents(found) == {"a.txt": b"a"}
    assert remarks(found) == [("._a.txt", "litter", False, 1)]


def test_huge_numbers_in_headers(tmp_path: Path) -> None:
    for at, length in ((124, 12), (136, 12)):
        for value in (b"\x80" + b"\xff" * 11, b"\xff" * 12, b"7" * 12):
            data = bytearray(tarred({"a": b"a", "b": b"b"}, form=tarfile.USTAR_FORMAT))
            data[at : at + length] = value
            data[148:156] = b" " * 8
            data[148:156] = b"%06o\0 " % sum(data[:512])

            for item in look(bytes(data), tmp_path):
                assert not isinstance(item, Entry) or item.modified is None or abs(item.modified) < 1e11


def test_a_list_of_properties_that_goes_in_circles(tmp_path: Path) -> None:
    for record in (b"0 a=b\n", b"1 a=b\n", b"99999 a=b\n", b"9999999999 a=b\n", b" \n"):
        member, _ = special("x", b"x")
        member.size = len(record)
        look(tar_of([(member, record), plain("a", b"a")], form=tarfile.USTAR_FORMAT), tmp_path)


def test_an_iso_image_is_named(tmp_path: Path) -> None:
    data = bytes(32_768) + b"\x01CD001" + bytes(5_000)

    assert kind_of(stored(data, tmp_path)) is Kind.FOREIGN
    assert remarks(look(data, tmp_path)) == [("", "not-opened", True, 0)]


def test_a_mac_disk_image_is_named(tmp_path: Path) -> None:
    data = random.Random(5).randbytes(5_000) + b"koly" + struct.pack(">L", 4) + bytes(504)

    assert kind_of(stored(data, tmp_path)) is Kind.FOREIGN
