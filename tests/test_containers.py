"""Zips: everything in them becomes an entry or is named with its reason, whoever made them and whatever happened since."""

import random
import struct
import warnings
import zipfile
from pathlib import Path

import pytest
from containers_made import Files, contents, look, patch_lines, remarks, stored, streamed_zip, zipped

from importer.containers import Kind, Unreadable, find, kind_of, look_inside
from importer.tree import Entry, Place, Skipped

FILES: Files = {"_chat.txt": b"one\ntwo\n" * 50, "media/photo.jpg": random.Random(1).randbytes(5_000), "empty.txt": b""}
METHODS = [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]


@pytest.mark.parametrize("method", METHODS)
def test_members_are_read_where_they_stand(tmp_path: Path, method: int) -> None:
    found = look(zipped(FILES, method), tmp_path)

    assert contents(found) == FILES
    assert remarks(found) == []
    assert all(item.place.file == str(tmp_path / "object") for item in found if isinstance(item, Entry))
    assert list((tmp_path / "work").iterdir()) == []


def test_a_member_knows_where_it_came_from(tmp_path: Path) -> None:
    first = look(zipped(FILES), tmp_path)[0]

    assert isinstance(first, Entry)
    assert (first.name, first.size, first.object, first.members) == ("drop.zip/_chat.txt", 400, "5ha", ("_chat.txt",))
    assert (first.sha256, first.stamp, first.modified) == ("", "2024-03-02T21:17:44", None)


@pytest.mark.parametrize("method", METHODS)
def test_reading_can_go_back_and_jump(tmp_path: Path, method: int) -> None:
    data = random.Random(2).randbytes(300_000)
    member = look(zipped({"a": data}, method), tmp_path)[0]
    assert isinstance(member, Entry)

    with member.open() as stream:
        assert stream.read(10) == data[:10]
        stream.seek(250_000)
        assert stream.read(100) == data[250_000:250_100]
        stream.seek(5)
        assert (stream.tell(), stream.read()) == (5, data[5:])
        stream.seek(-7, 2)
        assert stream.read() == data[-7:]


def test_a_zip64_is_read(tmp_path: Path) -> None:
    file = tmp_path / "big.zip"
    with zipfile.ZipFile(file, "w") as archive, archive.open("a.txt", "w", force_zip64=True) as out:
        out.write(b"hello")
    data = file.read_bytes()
    line, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    extra = struct.pack("<2H2Q", 1, 16, 5, 5)
    lines = bytearray(data[line:end] + extra)
    struct.pack_into("<2L", lines, 20, 0xFFFFFFFF, 0xFFFFFFFF)
    struct.pack_into("<H", lines, 30, len(extra))
    record = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, len(lines), line)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, line + len(lines), 1)
    last = struct.pack("<4s4H2LH", b"PK\x05\x06", 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)

    found = look(data[:line] + bytes(lines) + record + locator + last, tmp_path)

    assert contents(found) == {"a.txt": b"hello"}
    assert remarks(found) == []


def test_bytes_before_and_behind_the_zip_do_not_matter(tmp_path: Path) -> None:
    assert contents(look(b"MZ self-extracting" * 20 + zipped(FILES), tmp_path)) == FILES
    assert contents(look(zipped(FILES) + b"\0" * 100, tmp_path)) == FILES


def test_a_comment_may_hold_anything(tmp_path: Path) -> None:
    file = tmp_path / "c.zip"
    file.write_bytes(zipped(FILES))
    with zipfile.ZipFile(file, "a") as archive:
        archive.comment = b"PK\x05\x06" + b"\xff" * 30 + b"PK\x05\x06" * 4

    assert contents(look(file.read_bytes(), tmp_path)) == FILES


def test_an_empty_zip_holds_nothing_and_is_no_problem(tmp_path: Path) -> None:
    assert look(zipped({}), tmp_path) == []
    assert kind_of(stored(zipped({}), tmp_path)) is Kind.ZIP


@pytest.mark.parametrize(
    ("raw", "shown", "guessed"),
    [
        ("größe.txt".encode(), "größe.txt", False),  # UTF-8 without its mark: Android, Finder
        ("größe.txt".encode("cp437"), "größe.txt", True),  # Windows
        ("größe.txt".encode("cp1252"), "gr÷▀e.txt", True),  # nobody can know; kept all the same
    ],
)
def test_names_without_the_unicode_mark(tmp_path: Path, raw: bytes, shown: str, guessed: bool) -> None:
    data = zipped({"x" * len(raw): b"text"}).replace(b"x" * len(raw), raw)

    found = look(data, tmp_path)

    assert contents(found) == {shown: b"text"}
    assert remarks(found) == ([("", "names-guessed", False, 0)] if guessed else [])


def test_a_name_in_the_unicode_extra_field_wins(tmp_path: Path) -> None:
    from zlib import crc32

    said = zipfile.ZipInfo("____.txt")
    name = "шорт.txt".encode()
    said.extra = struct.pack("<2HBL", 0x7075, 5 + len(name), 1, crc32(b"____.txt")) + name
    file = tmp_path / "u.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(said, b"text")

    assert list(contents(look(file.read_bytes(), tmp_path))) == ["шорт.txt"]


@pytest.mark.parametrize(
    ("extra", "modified"),
    [
        (struct.pack("<2HBl", 0x5455, 5, 1, 1_700_000_000), 1_700_000_000.0),
        (struct.pack("<2HBl", 0x5455, 5, 2, 1_700_000_000), None),  # the time of access only
        (struct.pack("<2H4x2H3Q", 0x000A, 32, 1, 24, 133_444_736_000_000_000, 0, 0), 1_700_000_000.0),
        (struct.pack("<2H2l", 0x5855, 8, 5, 1_700_000_000), 1_700_000_000.0),
        (b"\x55\x54\xff\xff\x01", None),  # longer than it is
        (b"", None),
    ],
)
def test_only_an_extra_field_knows_the_instant(tmp_path: Path, extra: bytes, modified: float | None) -> None:
    said = zipfile.ZipInfo("a", (2024, 3, 2, 21, 17, 44))
    said.extra = extra
    file = tmp_path / "t.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(said, b"text")

    (entry,) = look(file.read_bytes(), tmp_path)

    assert isinstance(entry, Entry)
    assert (entry.modified, entry.stamp) == (modified, "2024-03-02T21:17:44")


@pytest.mark.parametrize("clock", [0, 0x0021_0000, 0xFFFF_FFFF, 0x5862_FFFF, 0x5802_0000])
def test_a_time_that_is_none_is_left_out(tmp_path: Path, clock: int) -> None:
    (entry,) = look(patch_lines(zipped({"a": b"x"}), 0, 12, "<L", clock), tmp_path)

    assert isinstance(entry, Entry)
    assert entry.stamp == ""


def test_odd_names_are_contained_and_their_contents_kept(tmp_path: Path) -> None:
    names = ["../../up.txt", "/root.txt", "C:\\x\\win.txt", "a/./b//c.txt", "line\nbreak", "..", "esc\x1b[2J"]

    found = look(zipped({name: name.encode() for name in names}), tmp_path)

    assert list(contents(found)) == [
        "__/__/up.txt", "root.txt", "C_/x/win.txt", "a/b/c.txt", "line\\x0abreak", "__", "esc\\x1b[2J",
    ]  # fmt: skip
    assert [item.members for item in found if isinstance(item, Entry)] == [(name,) for name in names]
    assert remarks(found) == []


def test_a_zero_byte_in_a_name_does_not_cut_it(tmp_path: Path) -> None:
    data = zipped({"a.txt_.exe": b"x"}).replace(b"a.txt_.exe", b"a.txt\0.exe")

    assert list(contents(look(data, tmp_path))) == ["a.txt\\x00.exe"]


def test_equal_names_stay_two_files(tmp_path: Path) -> None:
    file = tmp_path / "twice.zip"
    with warnings.catch_warnings(), zipfile.ZipFile(file, "w") as archive:
        warnings.simplefilter("ignore")
        for text in ("one", "two"):
            archive.writestr("a.txt", text)
        archive.writestr("b/../a.txt", "three")
        archive.writestr("x\\y.txt", "four")
        archive.writestr("x/y.txt", "five")

    found = look(file.read_bytes(), tmp_path)

    assert contents(found) == {
        "a.txt": b"one", "a (2).txt": b"two", "b/__/a.txt": b"three", "x/y.txt": b"four", "x/y (2).txt": b"five",
    }  # fmt: skip
    assert [item.members[0] for item in found if isinstance(item, Entry)] == [
        "a.txt", "a (2).txt", "b/../a.txt", "x\\y.txt", "x/y.txt",
    ]  # fmt: skip


def test_folders_are_no_files_and_links_are_problems(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    file = tmp_path / "l.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("folder/", b"")
        archive.writestr(link, b"/etc/passwd")

    found = look(file.read_bytes(), tmp_path)

    assert contents(found) == {}
    assert remarks(found) == [("link", "symlink", True, 1)]


def test_litter_is_counted_and_what_is_hidden_beside_it_is_kept(tmp_path: Path) -> None:
    names = ["a.jpg", "__MACOSX/._a.jpg", "._a.jpg", "._lonely", ".DS_Store", "__MACOSX/letter.txt", "x/Thumbs.db"]

    found = look(zipped(dict.fromkeys(names, b"x")), tmp_path)

    assert list(contents(found)) == ["a.jpg", "._lonely", "__MACOSX/letter.txt"]
    assert remarks(found) == [
        (name, "litter", False, 1) for name in ("__MACOSX/._a.jpg", "._a.jpg", ".DS_Store", "x/Thumbs.db")
    ]


@pytest.mark.parametrize(
    ("at", "value", "code"),
    [(8, 0x0001, "locked"), (8, 0x2001, "locked"), (10, 9, "unknown-packing"), (10, 98, "unknown-packing")],
)
def test_what_we_cannot_unpack_is_a_problem_and_its_neighbours_are_read(
    tmp_path: Path, at: int, value: int, code: str
) -> None:
    data = patch_lines(zipped({"a": b"aaa", "b": b"bbb", "c": b"ccc"}), 1, at, "<H", value)

    found = look(data, tmp_path)

    assert contents(found) == {"a": b"aaa", "c": b"ccc"}
    assert remarks(found) == [("b", code, True, 1)]


def test_many_problems_of_one_kind_are_named_together(tmp_path: Path) -> None:
    """A zip with a password holds thousands of locked files: twenty names, and how many more."""
    data = zipped({f"{number}.txt": b"x" for number in range(50)})
    for number in range(50):
        data = patch_lines(data, number, 8, "<H", 1)

    found = look(data, tmp_path)

    assert remarks(found) == [*((f"{number}.txt", "locked", True, 1) for number in range(20)), ("", "locked", True, 30)]
    assert isinstance(found[-1], Skipped)
    assert found[-1].reason.startswith("30 more of its files: it is locked")


@pytest.mark.parametrize(
    ("part", "head"),
    [("last", b"PK\x03\x04"), ("first", b"PK\x07\x08")],
)
def test_a_split_zip_is_a_problem_and_what_is_whole_in_the_part_is_read(tmp_path: Path, part: str, head: bytes) -> None:
    data = bytearray(zipped(FILES))
    if part == "last":
        struct.pack_into("<2H", data, data.index(b"PK\x05\x06") + 4, 2, 2)
    else:
        data = bytearray(head + data[: len(data) // 2])

    found = look(bytes(data), tmp_path)

    assert ("", "in-parts" if part == "last" else "cut-short", True, 0) in remarks(found)
    assert contents(found)["_chat.txt"] == FILES["_chat.txt"]


@pytest.mark.parametrize(
    "head", [b"7z\xbc\xaf\x27\x1c\x00\x04", b"Rar!\x1a\x07\x01\x00", b"\x28\xb5\x2f\xfd", b"MSCF\0\0\0\0"]
)
def test_foreign_containers_are_named(tmp_path: Path, head: bytes) -> None:
    found = look(head + b"x" * 600, tmp_path)

    assert remarks(found) == [("", "not-opened", True, 0)]
    assert kind_of(stored(head, tmp_path)) is Kind.FOREIGN


def test_a_foreign_container_in_a_zip_is_kept_and_named(tmp_path: Path) -> None:
    found = look(zipped({"old.rar": b"Rar!\x1a\x07\x01\x00"}), tmp_path)

    assert [(item.name, item.opened) for item in found if isinstance(item, Entry)] == [("drop.zip/old.rar", "foreign")]
    assert remarks(found) == [("old.rar", "not-opened", True, 0)]


DOCUMENTS: dict[str, Files] = {
    "docx": {"[Content_Types].xml": b"<x/>", "_rels/.rels": b"<x/>", "word/document.xml": b"<x/>"},
    "pptx of two files": {"[Content_Types].xml": b"<x/>", "presentation.xml": b"<x/>"},
    "docx without relations": {"word/document.xml": b"<x/>", "[Content_Types].xml": b"<x/>"},
    "xlsx, in another order": {"_rels/.rels": b"<x/>", "xl/workbook.xml": b"<x/>", "[Content_Types].xml": b"<x/>"},
    "pages": {"Index/Document.iwa": b"x", "Data/photo.jpg": b"x"},
    "jar": {"META-INF/MANIFEST.MF": b"x", "a/B.class": b"x"},
    "apk": {"AndroidManifest.xml": b"x", "classes.dex": b"x"},
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents_stay_whole(tmp_path: Path, name: str) -> None:
    data = zipped(DOCUMENTS[name])

    assert kind_of(stored(data, tmp_path)) is None
    found = look(zipped({"in.bin": data}), tmp_path)
    assert contents(found) == {"in.bin": data}
    assert list((tmp_path / "work").iterdir()) == []


@pytest.mark.parametrize("cut", [0, 60])
def test_an_e_book_stays_whole_also_when_it_is_cut_short(tmp_path: Path, cut: int) -> None:
    file = tmp_path / "book"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", b"application/epub+zip")
        archive.writestr("OEBPS/1.html", b"<p>" * 100)

    assert kind_of(stored(file.read_bytes()[: file.stat().st_size - cut], tmp_path)) is None


def test_a_zip_made_by_a_java_program_is_no_program(tmp_path: Path) -> None:
    files = {"META-INF/MANIFEST.MF": b"Manifest-Version: 1.0", "photos/1.jpg": b"photo"}

    assert contents(look(zipped(files), tmp_path)) == files


@pytest.mark.parametrize("data", [b"", b"P", b"PK", b"hello" * 200, b"\0" * 2000, b"\x1f\x8b"])
def test_what_is_no_container_yields_nothing(tmp_path: Path, data: bytes) -> None:
    assert kind_of(stored(data, tmp_path)) is None
    assert look(data, tmp_path) == []


def test_nested_names_stand_where_the_container_stood(tmp_path: Path) -> None:
    inner = zipped({"in/a.txt": b"aaa"}, zipfile.ZIP_STORED)

    found = look(zipped({"x/inner.zip": inner, "z.txt": b"z"}), tmp_path, name="backup.zip")

    assert [(item.name, item.members, item.opened, item.object) for item in found if isinstance(item, Entry)] == [
        ("backup.zip/x/inner.zip", ("x/inner.zip",), "zip", "5ha"),
        ("backup.zip/x/inner.zip/in/a.txt", ("x/inner.zip", "in/a.txt"), "", "5ha"),
        ("backup.zip/z.txt", ("z.txt",), "", "5ha"),
    ]
    assert contents(found) == {"x/inner.zip": inner, "x/inner.zip/in/a.txt": b"aaa", "z.txt": b"z"}


def test_a_stored_container_in_a_container_needs_no_copy(tmp_path: Path) -> None:
    inner = zipped({"a.txt": b"aaa"})

    found = look(zipped({"inner.zip": inner}, zipfile.ZIP_STORED), tmp_path)

    assert contents(found)["inner.zip/a.txt"] == b"aaa"
    assert list((tmp_path / "work").iterdir()) == []


def test_copies_in_the_work_folder_are_private_and_bear_no_name_of_the_drop(tmp_path: Path) -> None:
    look(zipped({"../evil.zip": zipped({"a.txt": b"aaa"})}), tmp_path)

    (copy,) = (tmp_path / "work").iterdir()
    assert "evil" not in copy.name
    assert copy.stat().st_mode & 0o077 == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["object", "work"]


def test_a_member_is_found_again_by_its_chain(tmp_path: Path) -> None:
    data = zipped({"x/inner.zip": zipped({"in/a.txt": b"aaa"})})
    entry = stored(data, tmp_path)

    again = find(entry, ("x/inner.zip", "in/a.txt"), tmp_path)

    assert again is not None
    with again.open() as stream:
        assert stream.read() == b"aaa"
    assert find(entry, ("x/inner.zip", "no.txt"), tmp_path) is None


def test_looking_twice_gives_the_same(tmp_path: Path) -> None:
    data = zipped({**FILES, "inner.zip": zipped(FILES, zipfile.ZIP_STORED)}, zipfile.ZIP_STORED)

    assert look(data, tmp_path) == look(data, tmp_path)


def test_the_container_is_not_changed(tmp_path: Path) -> None:
    data = zipped({"inner.zip": zipped(FILES)})
    entry = stored(data, tmp_path)
    (tmp_path / "object").chmod(0o400)
    before = (tmp_path / "object").stat()

    contents(look_inside(entry, tmp_path))

    after = (tmp_path / "object").stat()
    assert (before.st_mtime_ns, before.st_mode, before.st_size) == (after.st_mtime_ns, after.st_mode, after.st_size)
    assert (tmp_path / "object").read_bytes() == data


def test_streamed_zips_are_read(tmp_path: Path) -> None:
    assert contents(look(streamed_zip(FILES), tmp_path)) == FILES


def test_unreadable_is_an_os_error() -> None:
    assert issubclass(Unreadable, OSError)
    assert isinstance(Place("x"), tuple)
