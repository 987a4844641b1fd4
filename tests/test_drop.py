"""Walking a drop: every file becomes an entry or is named with its reason, and nothing is touched."""

import os
import socket
import stat
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from importer import drop
from importer.drop import walk
from importer.litter import of_path
from importer.names import Names, contained, visible
from importer.tree import Entry, Skipped

posix = pytest.mark.skipif(os.name == "nt", reason="needs names or files that Windows does not have")
not_root = pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read everything")


def make(folder: Path, *names: str) -> Path:
    for name in names:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(name)
    return folder


def entries(*paths: Path) -> list[Entry]:
    return [found for found in walk(paths) if isinstance(found, Entry)]


def skipped(*paths: Path) -> list[tuple[str, str, bool]]:
    return [(found.name, found.code, found.problem) for found in walk(paths) if isinstance(found, Skipped)]


def test_names_start_with_the_root_and_come_in_order(tmp_path: Path) -> None:
    root = make(tmp_path / "export", "b/2.txt", "b/10.txt", "a.txt", "c.txt")

    assert [entry.name for entry in entries(root)] == [
        "export/a.txt",
        "export/b/10.txt",
        "export/b/2.txt",
        "export/c.txt",
    ]


def test_an_entry_knows_its_size_its_time_and_opens(tmp_path: Path) -> None:
    root = make(tmp_path / "export", "a.txt")
    os.utime(root / "a.txt", (1_700_000_000, 1_700_000_000.5))

    (entry,) = entries(root)

    assert (entry.size, entry.modified) == (5, 1_700_000_000.5)
    assert (entry.sha256, entry.object, entry.members, entry.stamp) == ("", "", (), "")
    with entry.open() as stream:
        assert stream.read() == b"a.txt"


def test_a_lone_file_has_its_own_name(tmp_path: Path) -> None:
    make(tmp_path, "chat.txt")

    assert [entry.name for entry in entries(tmp_path / "chat.txt")] == ["chat.txt"]


def test_roots_of_the_same_name_are_told_apart(tmp_path: Path) -> None:
    roots = [make(tmp_path / owner / "export", "a.txt") for owner in ("one", "two")]

    assert [entry.name for entry in entries(*roots)] == ["export/a.txt", "export (2)/a.txt"]


def test_a_root_given_twice_or_inside_another_is_walked_once(tmp_path: Path) -> None:
    root = make(tmp_path / "export", "in/a.txt", "b.txt")

    found = entries(root / "in", root, root / "b.txt", root)

    assert [entry.name for entry in found] == ["export/b.txt", "export/in/a.txt"]


def test_the_folder_we_stand_in_has_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(make(tmp_path / "export", "a.txt"))

    assert [entry.name for entry in entries(Path())] == ["export/a.txt"]
    assert Path(entries(Path())[0].place.file).is_absolute()


def test_what_is_not_there_is_a_problem(tmp_path: Path) -> None:
    assert skipped(tmp_path / "gone") == [("gone", "vanished", True)]


@posix
def test_links_are_named_and_not_followed(tmp_path: Path) -> None:
    make(tmp_path / "outside", "secret.txt")
    root = make(tmp_path / "export", "a.txt")
    (root / "file-link").symlink_to(tmp_path / "outside" / "secret.txt")
    (root / "folder-link").symlink_to(tmp_path / "outside")
    (root / "circle").symlink_to(root)
    (root / "broken").symlink_to("nowhere")

    assert [entry.name for entry in entries(root)] == ["export/a.txt"]
    assert skipped(root) == [
        (f"export/{name}", "symlink", True) for name in ("broken", "circle", "file-link", "folder-link")
    ]


@posix
def test_a_link_that_the_person_names_is_followed(tmp_path: Path) -> None:
    make(tmp_path / "real", "a.txt")
    (tmp_path / "shortcut").symlink_to(tmp_path / "real")

    assert [entry.name for entry in entries(tmp_path / "shortcut")] == ["shortcut/a.txt"]


@posix
def test_connections_and_devices_are_passed_by(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # a socket's path must be short
    root = make(tmp_path / "x", "a.txt")
    os.mkfifo(root / "pipe")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("x/socket")

        assert skipped(root) == [("x/pipe", "special-file", False), ("x/socket", "special-file", False)]
        assert len(entries(root)) == 1


@posix
@pytest.mark.skipif(sys.platform == "darwin", reason="macOS refuses names that are no Unicode")
def test_names_that_are_no_unicode_show_their_bytes_and_still_open(tmp_path: Path) -> None:
    root = tmp_path / "export"
    root.mkdir()
    with open(os.fsencode(root) + b"/caf\xe9.txt", "wb") as out:
        out.write(b"coffee")

    (entry,) = entries(root)

    assert entry.name == "export/caf\\xe9.txt"
    with entry.open() as stream:
        assert stream.read() == b"coffee"


@posix
@pytest.mark.skipif(sys.platform == "darwin", reason="macOS refuses names that are no Unicode")
def test_a_name_that_looks_like_an_escaped_one_is_told_apart(tmp_path: Path) -> None:
    root = make(tmp_path / "export", "caf\\xe9.txt")
    with open(os.fsencode(root) + b"/caf\xe9.txt", "wb") as out:
        out.write(b"coffee")

    names = [entry.name for entry in entries(root)]

    assert names == ["export/caf\\xe9.txt", "export/caf\\xe9 (2).txt"]


@posix
@not_root
def test_a_locked_folder_is_a_problem_and_its_neighbours_are_read(tmp_path: Path) -> None:
    root = make(tmp_path / "export", "a.txt", "locked/b.txt", "z.txt")
    (root / "locked").chmod(0)
    try:
        assert skipped(root) == [("export/locked/", "not-readable", True)]
        assert [entry.name for entry in entries(root)] == ["export/a.txt", "export/z.txt"]
    finally:
        (root / "locked").chmod(0o755)


def test_a_folder_that_refuses_to_be_listed_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make(tmp_path / "export", "a.txt", "locked/b.txt", "z.txt")
    real = os.scandir

    def scandir(path: str) -> object:
        if path.endswith("locked"):
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    found = [item for item in walk([root]) if isinstance(item, Skipped)]

    assert [(item.name, item.code, item.problem, item.count) for item in found] == [
        ("export/locked/", "not-readable", True, 1)
    ]
    assert "permission denied" in found[0].reason
    assert len(entries(root)) == 2


def test_a_file_that_goes_while_we_walk_is_a_problem(tmp_path: Path) -> None:
    root = make(tmp_path / "export", "a.txt", "b.txt")
    steps = walk([root])
    next(steps)
    (root / "b.txt").unlink()

    assert [(item.name, item.code) for item in steps if isinstance(item, Skipped)] == [("export/b.txt", "vanished")]


def test_litter_is_counted_and_is_no_problem(tmp_path: Path) -> None:
    root = make(
        tmp_path / "stick",
        ".DS_Store",
        "Thumbs.db",
        "desktop.ini",
        ".fseventsd/1",
        "System Volume Information/x",
        "__MACOSX/pics/._1.jpg",
        "pics/1.jpg",
        "pics/._1.jpg",
    )

    assert {(name, code, problem) for name, code, problem in skipped(root)} == {
        ("stick/.DS_Store", "litter", False),
        ("stick/.fseventsd/", "litter", False),
        ("stick/System Volume Information/", "litter", False),
        ("stick/Thumbs.db", "litter", False),
        ("stick/__MACOSX/pics/._1.jpg", "litter", False),
        ("stick/desktop.ini", "litter", False),
        ("stick/pics/._1.jpg", "litter", False),
    }
    assert [entry.name for entry in entries(root)] == ["stick/pics/1.jpg"]


def test_what_only_looks_like_litter_is_kept(tmp_path: Path) -> None:
    """A dot and an underscore make no litter: only the companion of a file that is there is one."""
    kept = ["__MACOSX/photo.jpg", "._diary.txt", "Thumbs.db.jpg", "desktop.ini/letter.txt", "~$letter.docx"]
    root = make(tmp_path / "stick", *kept)

    assert {entry.name for entry in entries(root)} == {f"stick/{name}" for name in kept}


def test_litter_that_the_person_names_herself_is_kept(tmp_path: Path) -> None:
    make(tmp_path, "Thumbs.db", "System Volume Information/x.txt")

    assert [entry.name for entry in entries(tmp_path / "Thumbs.db", tmp_path / "System Volume Information")] == [
        "Thumbs.db",
        "System Volume Information/x.txt",
    ]


@pytest.mark.parametrize("folder", ["$RECYCLE.BIN/S-1-5", ".Trashes/501", ".Trash-1000/files"])
def test_what_lies_in_the_bin_is_listed_file_by_file(tmp_path: Path, folder: str) -> None:
    root = make(tmp_path / "stick", f"{folder}/a.jpg", f"{folder}/b.jpg")

    assert [(name, code) for name, code, _ in skipped(root)] == [
        (f"stick/{folder}/a.jpg", "trash"),
        (f"stick/{folder}/b.jpg", "trash"),
    ]


def test_a_file_that_is_only_in_the_cloud_is_not_fetched(tmp_path: Path) -> None:
    root = make(tmp_path / "iCloud", ".IMG_0001.jpg.icloud", "b.jpg")

    assert skipped(root) == [("iCloud/.IMG_0001.jpg.icloud", "in-the-cloud", True)]


@pytest.mark.parametrize(
    ("field", "value"),
    [("st_file_attributes", 0x0040_0000), ("st_file_attributes", 0x1000), ("st_flags", 0x4000_0000)],
)
def test_a_placeholder_of_onedrive_or_icloud_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, field: str, value: int
) -> None:
    """Opening one would make the computer fetch it; a plain file has the field as well, with other values."""
    root = make(tmp_path / "cloud", "away.jpg", "here.jpg")
    real = os.stat

    def status(path: str, *, follow_symlinks: bool = True) -> object:
        found = real(path, follow_symlinks=follow_symlinks)
        numbers = {name: getattr(found, name) for name in ("st_mode", "st_dev", "st_ino", "st_size", "st_mtime")}
        return SimpleNamespace(**numbers, **{field: value if path.endswith("away.jpg") else 0x20})

    monkeypatch.setattr(os, "stat", status)

    assert skipped(root) == [("cloud/away.jpg", "in-the-cloud", True)]
    assert [entry.name for entry in entries(root)] == ["cloud/here.jpg"]


def test_the_archive_itself_is_left_out(tmp_path: Path) -> None:
    root = make(tmp_path / "home", "a.txt", "case/custody.jsonl")

    found = list(walk([root], leave_out=[root / "case"]))

    assert [item.name for item in found if isinstance(item, Entry)] == ["home/a.txt"]
    assert [(item.name, item.code, item.count) for item in found if isinstance(item, Skipped)] == [
        ("home/case/", "passed-by", 0)
    ]


def test_nothing_is_opened_or_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make(tmp_path / "export", "a.txt", "in/b.txt")
    before = {path: (path.stat().st_mtime_ns, path.stat().st_atime_ns) for path in root.rglob("*.txt")}
    monkeypatch.setattr("builtins.open", lambda *_: pytest.fail("a file was opened"))

    assert len(entries(root)) == 2
    assert before == {path: (path.stat().st_mtime_ns, path.stat().st_atime_ns) for path in root.rglob("*.txt")}


@posix
def test_folders_nested_deeper_than_paths_can_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path of more than 4,096 bytes cannot be opened by name: that is said, and everything above it is walked."""
    root = make(tmp_path / "deep", "top.txt")
    monkeypatch.chdir(root)
    for _ in range(30):
        os.mkdir("d" * 200)
        os.chdir("d" * 200)
        Path("file.txt").write_text("x")
    monkeypatch.undo()

    found = list(walk([root]))

    assert len([item for item in found if isinstance(item, Entry)]) > 15
    assert [item.code for item in found if isinstance(item, Skipped)][-1] == "not-readable"
    assert all("too long" in item.reason for item in found if isinstance(item, Skipped))
    _remove_deep(root)


def _remove_deep(root: Path) -> None:
    """shutil.rmtree cannot, for the same reason."""
    import subprocess

    subprocess.run(["rm", "-rf", str(root)], check=True)


def test_every_file_is_looked_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make(tmp_path / "many", *(f"{number % 7}/{number}.txt" for number in range(500)))
    real, looks = os.stat, 0

    def counted(path: str, *, follow_symlinks: bool = True) -> os.stat_result:
        nonlocal looks
        looks += 1
        return real(path, follow_symlinks=follow_symlinks)

    monkeypatch.setattr(os, "stat", counted)

    assert len(entries(root)) == 500
    assert looks == 500 + 7 + 1


@pytest.mark.parametrize(
    ("given", "reached"),
    [
        ("C:\\a\\b", "\\\\?\\C:\\a\\b"),
        ("\\\\server\\share", "\\\\?\\UNC\\server\\share"),
        ("\\\\?\\C:\\a", "\\\\?\\C:\\a"),
    ],
)
def test_long_windows_paths_get_their_prefix(given: str, reached: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os.path, "abspath", str)

    assert drop._reachable(given, "nt") == reached


def test_a_junction_of_windows_is_a_link() -> None:
    class Junction:
        st_mode, st_reparse_tag = stat.S_IFDIR, 0xA0000003

    assert drop._is_link(Junction())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "safe"),
    [
        ("a/b.txt", "a/b.txt"),
        ("../../etc/passwd", "__/__/etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("C:\\Users\\sam\\x.txt", "C_/Users/sam/x.txt"),
        ("a\\..\\b", "a/__/b"),
        ("./a//b", "a/b"),
        ("a\x00b\x1b[31m\n", "a\\x00b\\x1b[31m\\x0a"),
        ("a\udcffb\ud800", "a\\xffb\\ud800"),
        ("..", "__"),
        ("", "unnamed"),
        ("/", "unnamed"),
        ("12:30.txt", "12:30.txt"),
        ("x/..hidden", "x/..hidden"),
    ],
)
def test_member_names_stay_below_their_container(written: str, safe: str) -> None:
    assert contained(written) == safe
    assert contained(safe) == safe.replace("\\", "/") or "\\" in safe


def test_visible_names_encode_and_stay_when_they_are_plain() -> None:
    assert visible("Übung 🆄 é.txt") == "Übung 🆄 é.txt"
    visible("".join(map(chr, range(0x3000)))).encode()
    visible("\ud800\udfff").encode()


def test_equal_names_are_told_apart_without_taking_a_name_that_is_there() -> None:
    names = Names()

    assert [names.unique(name) for name in ["a.txt", "a (2).txt", "a.txt", "a.txt", "b", "b"]] == [
        "a.txt",
        "a (2).txt",
        "a (3).txt",
        "a (4).txt",
        "b",
        "b (2)",
    ]


def test_many_equal_names_are_counted_on_not_from_two() -> None:
    class Asked(dict[str, int]):
        times = 0

        def __contains__(self, key: object) -> bool:
            self.times += 1
            return super().__contains__(key)

    names = Names()
    names._next = asked = Asked()

    assert len({names.unique("a.txt") for _ in range(10_000)}) == 10_000
    assert asked.times < 20_000


def test_litter_by_path_needs_the_original_beside_it() -> None:
    beside = {"in/a.jpg", "in/._a.jpg", "in/._b.jpg"}

    assert of_path("in/._a.jpg", beside) == "litter"
    assert of_path("in/._b.jpg", beside) == ""
    assert of_path("__MACOSX/in/._b.jpg", beside) == "litter"
    assert of_path(".Trashes/501/a.jpg", beside) == "trash"
    assert of_path("x/.fseventsd/1", beside) == "litter"
