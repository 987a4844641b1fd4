"""A hand-over can be checked without us, every change in it is found, and a broken-off one leaves nothing that looks like one."""

import io
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from archive.disk import digest_of
from archive.errors import CannotWrite, InUse
from archive.handover import bag, check, stored_zip
from archive.handover.making import NotMade, receipt_path
from archive.handover.order import Order
from commands import PROGRAM, run
from handed_over import hand, made_case, members
from importer.handing_over import How, make


class Handed:
    """One hand-over of the demo case with all that can be in it, unpacked as an officer would."""

    def __init__(self, root: Path) -> None:
        assert run("demo", root / "case").returncode == 3
        self.zip = root / "evidence.zip"
        done = run("handover", root / "case", self.zip, "--extra", "rsmf,case,timesketch", "--recipient", "PC Example")
        assert done.returncode == 0, done.stderr
        self.receipt = receipt_path(self.zip).read_text()
        with zipfile.ZipFile(self.zip) as archive:
            archive.extractall(root / "desk")
        (self.folder,) = (root / "desk").iterdir()


@pytest.fixture(scope="module")
def handed(tmp_path_factory: pytest.TempPathFactory) -> Handed:
    return Handed(tmp_path_factory.mktemp("handed"))


def shell(words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["bash", "-c", words], cwd=folder, capture_output=True, text=True, check=False, timeout=60)


def needs(program: str) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed here")


@pytest.mark.parametrize("words", ["sha256sum -c --quiet manifest-sha256.txt", "sha256sum -c --quiet tagmanifest-sha256.txt", "shasum -a 256 -c manifest-sha256.txt", "shasum -a 256 -c tagmanifest-sha256.txt"])  # fmt: skip
def test_stock_programs_find_every_file_whole(handed: Handed, words: str) -> None:
    needs(words.split(maxsplit=1)[0])
    assert shell(words, handed.folder).returncode == 0


@pytest.mark.parametrize("words", ["7z t evidence.zip", "unzip -tq evidence.zip"])
def test_stock_programs_find_the_zip_whole(handed: Handed, words: str) -> None:
    needs(words.split(maxsplit=1)[0])
    assert shell(words, handed.zip.parent).returncode == 0


def test_the_bag_is_valid_for_others(handed: Handed) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bagit", "--validate", "--quiet", handed.folder], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_steps_of_the_read_me_do_what_it_says(handed: Handed) -> None:
    """Word for word, with nothing of ours in the way. What is for Windows is read, not run."""
    text = (handed.folder / "READ-ME-FIRST.txt").read_bytes().decode()
    assert text.count("\r\n") == text.count("\n")
    steps = re.findall(r"^ +(Linux|macOS): +(.+?)\r$", text, re.MULTILINE)
    assert len(steps) == 9
    prints = {kind: re.search(rf"^{kind}  ([0-9a-f]{{64}})", handed.receipt, re.MULTILINE) for kind in ("ZIP", "BAG")}
    expected = re.search(r"expected: +([0-9a-f]{64})", text)
    for _, words in steps:
        needs(words.split()[0])
        done = shell(words, handed.zip.parent if "evidence.zip" in words else handed.folder)
        assert done.returncode == 0, words
        if " -c " in words:
            assert done.stdout.endswith("ALL FILES ARE WHOLE\n")
            continue
        wanted = prints["ZIP"] if "evidence.zip" in words else prints["BAG"] if "tagmanifest" in words else expected
        assert wanted is not None
        assert done.stdout.split()[0] == wanted[1], words
    for file in re.findall(r"data/[\w./-]+", text):
        assert (handed.folder / file).exists(), file


def test_every_name_is_safe(handed: Handed) -> None:
    names = [path.relative_to(handed.folder).as_posix() for path in handed.folder.rglob("*") if path.is_file()]
    assert all(bag.SAFE.fullmatch(name) and len(name) < 200 for name in names)
    assert not [name for name in names if name.endswith((".exe", ".py", ".sh", ".bat", ".cmd", ".ps1", ".vbs"))]


class _Held:
    """A bag in memory, one of whose files can be another."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files

    def names(self) -> list[str]:
        return sorted(self.files)

    def open(self, name: str) -> BinaryIO:
        return io.BytesIO(self.files[name])


def damage(files: dict[str, bytes], said: str) -> tuple[check.Damage, ...]:
    return check._verdict(_Held(files), said, [], []).damage


def small_bag() -> tuple[dict[str, bytes], str]:
    """The smallest bag there is, and what a receipt says of it."""
    made = bag.bag(
        "AE_handover-01",
        [bag.held(b"one", "data/one.txt"), bag.held(b"", "data/two.txt")],
        "Read me.\n",
        [("Contact-Name", "Alex"), ("Bag-Count", "2 of 2")],
    )
    files = {}
    for item in made.items:
        with item.open() as stream:
            files[item.path] = stream.read()
    return files, f"BAG  {made.fingerprint}"


def test_every_bit_of_every_tag_file_counts() -> None:
    files, said = small_bag()
    assert damage(files, said) == ()
    flips = 0
    for name in (name for name in files if not name.startswith("data/")):
        for position in range(len(files[name]) * 8):
            changed = bytearray(files[name])
            changed[position // 8] ^= 1 << position % 8
            assert damage(files | {name: bytes(changed)}, said), f"bit {position} of {name}"
            flips += 1
    assert flips > 4_000


def test_a_thousand_random_bits_of_the_payload_are_found(handed: Handed) -> None:
    files = {p.relative_to(handed.folder).as_posix(): p.read_bytes() for p in handed.folder.rglob("*") if p.is_file()}
    listed = dict(line.split("  ", 1)[::-1] for line in files["manifest-sha256.txt"].decode().splitlines())
    assert {name: digest_of([data])[0] for name, data in files.items() if name.startswith("data/")} == listed
    r, names = random.Random(4), [name for name in files if name.startswith("data/") and files[name]]
    for n in range(1_000):
        name = r.choice(names)
        changed = bytearray(files[name])
        changed[r.randrange(len(changed))] ^= 1 << r.randrange(8)
        assert digest_of([bytes(changed)])[0] != listed[name]
        if n % 50 == 0:  # and the check says so
            assert name in {found.what for found in damage(files | {name: bytes(changed)}, handed.receipt)}


@pytest.mark.parametrize(
    "gone", ["bagit.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt", "bag-info.txt", "data/one.txt"]
)
def test_a_file_that_is_gone_is_found(gone: str) -> None:
    files, said = small_bag()
    del files[gone]
    assert damage(files, said)


@pytest.mark.parametrize("more", ["data/three.txt", "three.txt"])
def test_a_file_too_many_is_found(more: str) -> None:
    files, said = small_bag()
    assert damage(files | {more: b"x"}, said)


def test_a_bag_that_was_made_anew_is_found_by_the_receipt_only() -> None:
    _, said = small_bag()
    made = bag.bag("AE_handover-01", [bag.held(b"other", "data/one.txt")], "Read me.\n", [("Bag-Count", "2 of 2")])
    files = {item.path: item.open().read() for item in made.items}
    assert damage(files, "") == ()
    assert damage(files, said)


def test_a_log_that_was_changed_is_found_by_its_own_chain(handed: Handed) -> None:
    files = {p.relative_to(handed.folder).as_posix(): p.read_bytes() for p in handed.folder.rglob("*") if p.is_file()}
    log = files["data/4-custody/custody.jsonl"]
    payload = files | {"data/4-custody/custody.jsonl": log.replace(b'"actor":"demo"', b'"actor":"dem0"', 1)}
    items = [bag.held(data, name) for name, data in payload.items() if name.startswith("data/")]
    anew = remade(files | {item.path: item.open().read() for item in items})
    assert [found.what for found in damage(anew, "")] == ["data/4-custody/custody.jsonl"]


@pytest.mark.parametrize("name", ["../evil", "a/b/../../evil", "AE_handover-01/data/one\\two"])
def test_a_zip_with_odd_names_is_found(tmp_path: Path, name: str) -> None:
    files, _ = small_bag()
    with zipfile.ZipFile(tmp_path / "odd.zip", "w") as out:
        for path, data in files.items():
            out.writestr(f"AE_handover-01/{path}", data)
        out.writestr(name, b"x")
    assert check.check(tmp_path / "odd.zip").damage


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_case(tmp_path_factory.mktemp("made"))


def test_killed_at_any_moment_there_is_a_whole_zip_or_none(made: Path, tmp_path: Path) -> None:
    """Twelve kills spread over the whole run; after each, the next run finishes."""
    shutil.copytree(made, tmp_path / "case")
    hand(tmp_path / "case", tmp_path / "first.zip")
    command = [PROGRAM, "handover", tmp_path / "case", tmp_path / "out.zip"]
    outcomes = set()
    for share in range(12):
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(0.15 + share * 0.22)
        process.send_signal(signal.SIGKILL)
        process.wait()
        there = (tmp_path / "out.zip").exists()
        outcomes.add(there)
        if there:
            assert check.check(tmp_path / "out.zip").damage == ()
            (tmp_path / "out.zip").unlink()
            receipt_path(tmp_path / "out.zip").unlink(missing_ok=True)
    assert False in outcomes
    done = run("handover", tmp_path / "case", tmp_path / "out.zip")
    assert done.returncode == 0, done.stderr
    assert check.check(tmp_path / "out.zip", receipt_path(tmp_path / "out.zip").read_text()).damage == ()
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]
    assert run("verify", tmp_path / "case").returncode == 0


@pytest.mark.parametrize("at", ["zip", "sync"])
def test_a_full_disk_leaves_no_half_file(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: str) -> None:
    shutil.copytree(made, tmp_path / "case")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    target = {
        "zip": "archive.handover.stored_zip._add",
        "sync": "os.fsync",
    }[at]
    log = (tmp_path / "case" / "custody.jsonl").read_bytes()
    with monkeypatch.context() as patched:
        patched.setattr(target, full)
        with pytest.raises(OSError, match="No space left"):
            hand(tmp_path / "case", tmp_path / "out.zip")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["case"]
    assert (tmp_path / "case" / "custody.jsonl").read_bytes() == log
    hand(tmp_path / "case", tmp_path / "out.zip")
    assert check.check(tmp_path / "out.zip").damage == ()


def test_the_command_says_plainly_that_the_disk_is_full(made: Path, tmp_path: Path) -> None:
    """On a real full disk: a file system with a limit on the size of a file is as near as a test may come."""
    shutil.copytree(made, tmp_path / "case")
    words = f"ulimit -f 40; exec {PROGRAM} handover {tmp_path / 'case'} {tmp_path / 'out.zip'} --without-originals"
    done = subprocess.run(["bash", "-c", words], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)

    assert done.returncode == 1, done.stderr
    assert "The disk is full" in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["case"]


def test_an_original_that_rotted_is_not_handed_over(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made, tmp_path / "case")
    victim = next(
        path
        for path in (tmp_path / "case" / "objects").rglob("*")
        if path.is_file() and b"SAMWORD late" in path.read_bytes() and path.read_bytes()[:4] == b"<sms"
    )
    os.chmod(victim, 0o600)
    victim.write_bytes(victim.read_bytes().replace(b"late", b"Late"))
    done = run("handover", tmp_path / "case", tmp_path / "out.zip")

    assert done.returncode == 4, done.stderr
    assert not (tmp_path / "out.zip").exists()
    assert "changed" in done.stderr


def test_the_zip_needs_no_more_than_its_own_size(handed: Handed) -> None:
    """Stored, deterministic, one folder, no surprises in the headers."""
    with zipfile.ZipFile(handed.zip) as archive:
        infos = archive.infolist()
    assert {info.compress_type for info in infos} == {zipfile.ZIP_STORED}
    assert {info.flag_bits for info in infos} == {0}
    assert len({info.date_time for info in infos}) == 1
    assert {info.filename.partition("/")[0] for info in infos} == {"AE_handover-01"}
    assert stored_zip.size_of("AE_handover-01", bag.held(b"", "data/x")) < 500


def held_in(handed: Handed) -> dict[str, bytes]:
    """Every file of the hand-over by its path in the bag."""
    return {p.relative_to(handed.folder).as_posix(): p.read_bytes() for p in handed.folder.rglob("*") if p.is_file()}


def remade(files: dict[str, bytes]) -> dict[str, bytes]:
    """The bag with new lists, as one who wants to deceive makes them; labels and READ-ME as they were."""
    info = [tuple(line.split(": ", 1)) for line in files["bag-info.txt"].decode().splitlines()]
    kept = [(label, value) for label, value in info if label != "Payload-Oxum"]
    payload = [bag.held(data, name) for name, data in files.items() if name.startswith("data/")]
    made = bag.bag("AE_handover-01", payload, "", kept)
    return {item.path: item.open().read() for item in made.items}


LOG, SOURCES = "data/4-custody/custody.jsonl", "data/2-originals/sources.csv"


def test_remade_lists_alone_are_not_found_without_a_receipt(handed: Handed) -> None:
    """So that what the next tests find is what they changed."""
    assert damage(remade(held_in(handed)), "") == ()


@pytest.mark.parametrize("gone", [LOG, SOURCES])
def test_remade_lists_do_not_hide_that_a_list_is_gone(handed: Handed, gone: str) -> None:
    files = held_in(handed)
    del files[gone]
    assert gone in {found.what for found in damage(remade(files), "")}


def test_remade_lists_do_not_hide_a_cut_log(handed: Handed) -> None:
    files = held_in(handed)
    files[LOG] = b"".join(files[LOG].splitlines(keepends=True)[:-1])
    assert LOG in {found.what for found in damage(remade(files), "")}


def test_remade_lists_do_not_hide_an_original_gone_changed_or_slipped_in(handed: Handed) -> None:
    files = held_in(handed)
    one = next(name for name in sorted(files) if name.startswith("data/2-originals/AE"))
    without = {name: data for name, data in files.items() if name != one}
    more = "data/2-originals/AE-99_x.txt"
    for changed, named in ((without, one), (files | {one: b"other"}, one), (files | {more: b"x"}, more)):
        assert [found.what for found in damage(remade(changed), "")] == [named]


def verified(path: Path, *more: object) -> tuple[int, str]:
    done = run("verify", path, *more)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout + done.stderr


def test_a_cut_zip_is_damaged_and_a_missing_one_is_not_there(handed: Handed, tmp_path: Path) -> None:
    data = handed.zip.read_bytes()
    for name, cut in (("half.zip", data[: len(data) // 2]), ("empty.zip", b""), ("end.zip", data[:-1])):
        (tmp_path / name).write_bytes(cut)
        code, words = verified(tmp_path / name)
        assert (code, words[:7]) == (4, "DAMAGED"), name
    code, words = verified(tmp_path / "nowhere.zip")
    assert code == 1
    assert "There is no file or folder" in words


def test_somebody_elses_zip_is_no_hand_over_unless_a_receipt_says_so(handed: Handed, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as out:
        out.writestr("a.txt", b"x")
    code, words = verified(tmp_path / "other.zip")
    assert (code, "is a ZIP, but no hand-over" in words) == (1, True)
    for line in (f"BAG  {'0' * 64}", f"ZIP  {'0' * 64}"):
        assert verified(tmp_path / "other.zip", "--receipt", line)[0] == 4


def test_a_bag_without_its_first_line_is_still_checked_as_one(handed: Handed, tmp_path: Path) -> None:
    shutil.copytree(handed.folder, tmp_path / "bag")
    (tmp_path / "bag" / "bagit.txt").unlink()
    assert verified(tmp_path / "bag")[0] == 4


def _commented(data: bytes) -> bytes:
    return data[:-2] + b"\x05\x00hello"


def _gapped(data: bytes) -> bytes:
    """Bytes between the last file and the list of files, which its last record is told of."""
    at = int.from_bytes(data[-6:-2], "little")
    return data[:at] + b"hidden" + data[at:-6] + (at + 6).to_bytes(4, "little") + data[-2:]


@pytest.mark.parametrize(
    "change", [lambda data: b"hello" + data, lambda data: data + b"hello", _commented, _gapped],
    ids=["before", "after", "comment", "gap"],
)  # fmt: skip
def test_bytes_of_a_zip_that_belong_to_no_file_are_found(
    handed: Handed, tmp_path: Path, change: Callable[[bytes], bytes]
) -> None:
    (tmp_path / "more.zip").write_bytes(change(handed.zip.read_bytes()))
    with zipfile.ZipFile(tmp_path / "more.zip") as archive:
        assert archive.testzip() is None
    assert {found.what for found in check.check(tmp_path / "more.zip").damage} == {"ZIP"}


def test_a_zip_in_the_form_for_large_ones_is_whole(
    handed: Handed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As one of more than four gigabytes is written."""
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 100)
    items = tuple(bag.held(data, name) for name, data in held_in(handed).items())
    stored_zip.write(bag.Bag("AE_handover-01", items, ""), tmp_path / "large.zip", "2026-01-01T00:00:00Z")
    assert b"PK\x06\x06" in (tmp_path / "large.zip").read_bytes()[-200:]
    assert check.check(tmp_path / "large.zip").damage == ()


def test_the_computers_own_files_are_a_note(handed: Handed, tmp_path: Path) -> None:
    shutil.copytree(handed.folder, tmp_path / "bag")
    for name in (".DS_Store", "data/Thumbs.db", "data/viewer/desktop.ini", "data/._viewer"):
        (tmp_path / "bag" / name).write_bytes(b"x")
    found = check.check(tmp_path / "bag", handed.receipt)
    assert found.damage == ()
    assert "data/viewer/desktop.ini" in " ".join(found.notes)
    (tmp_path / "bag" / "data" / "note.txt").write_bytes(b"x")
    assert "data/note.txt" in {one.what for one in check.check(tmp_path / "bag", handed.receipt).damage}


@pytest.mark.parametrize(
    "name", ["a&b.zip", "$(id).zip", "a'b.zip", 'a"b.zip', "-a.zip", ".a.zip", " a.zip", "a.tar", "a", f"{'a' * 200}.zip", "é.zip", "a%b.zip"]
)  # fmt: skip
def test_a_name_that_a_terminal_would_misread_is_refused(made: Path, tmp_path: Path, name: str) -> None:
    with pytest.raises(NotMade, match=r"evidence\.zip"):
        hand(made, tmp_path / name)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["to the police (2).zip", "a+b,c.zip"])
def test_commands_take_names_with_spaces(made: Path, tmp_path: Path, name: str) -> None:
    shutil.copytree(made, tmp_path / "case")
    receipt = hand(tmp_path / "case", tmp_path / name, Order(originals="none")).text()
    text = members(tmp_path / name)["READ-ME-FIRST.txt"].decode()
    wanted = digest_of([(tmp_path / name).read_bytes()])[0]
    for words in (receipt, text.replace("\r\n", "\n")):
        (step,) = [line for line in re.findall(r"Linux: +(.+)", words) if name in line]
        assert shell(step, tmp_path).stdout.split()[0] == wanted
        assert words.count(f'"{name}"') == 3


def test_a_hand_over_does_not_lie_in_its_case(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made, tmp_path / "case")
    (tmp_path / "way").symlink_to(tmp_path / "case" / "objects")
    for folder in (tmp_path / "case", tmp_path / "way", tmp_path / "case" / "objects" / ".."):
        with pytest.raises(NotMade, match="inside the case"):
            hand(tmp_path / "case", folder / "out.zip")


def test_further_parts_say_what_they_are(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made, tmp_path / "case")
    hand(tmp_path / "case", tmp_path / "whole.zip")
    held = members(tmp_path / "whole.zip")
    largest = max(len(data) for name, data in held.items() if "2-originals/AE" in name)
    rest = sum(len(d) + 2 * len(n) + 430 for n, d in held.items() if n.startswith("data/") and "2-originals/AE" not in n)  # fmt: skip
    order = Order(split=rest + 65_536 + largest + 600)
    receipt = hand(tmp_path / "case", tmp_path / "a part.zip", order)
    further = receipt.sent[1:]
    assert further
    for one in further:
        files = members(tmp_path / one.file)
        text = files["READ-ME-FIRST.txt"].decode()
        originals = sum(name.startswith("data/2-originals/") for name in files)
        assert f"{originals} original" in text
        assert "4-custody" not in text
        assert "PDF" not in text
        assert f'sha256sum "{one.file}"' in text
        for file in re.findall(r"data/[\w./-]+", text):
            assert any(name.startswith(file) for name in files), file
        found = check.check(tmp_path / one.file, receipt.text())
        assert (found.damage, "in part 1" in " ".join(found.notes)) == ((), True)
    first = check.check(tmp_path / receipt.sent[0].file, receipt.text())
    assert (first.damage, "in other parts" in " ".join(first.notes)) == ((), True)
    with pytest.raises(NotMade, match="is there already"):
        hand(tmp_path / "case", tmp_path / "a part.zip", order)


def test_two_runs_do_not_share_a_workshop(tmp_path: Path) -> None:
    """The second is refused and removes nothing; what a killed run left is taken over."""
    out = tmp_path / "out.zip"
    words = "import sys, time, pathlib\nfrom archive.handover.stored_zip import workshop\nwith workshop(pathlib.Path(sys.argv[1])) as root:\n (root / 'data').mkdir()\n print('ready', flush=True)\n time.sleep(60)"
    left = tmp_path / ".out.zip.making"
    with subprocess.Popen([sys.executable, "-c", words, out], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "ready\n"
        with pytest.raises(InUse, match="just now"), stored_zip.workshop(out):
            pass
        assert (left / "data").is_dir()
        other.kill()
    with stored_zip.workshop(out) as root:
        assert (root, (root / "data").exists()) == (left, False)
    assert not list(tmp_path.iterdir())


def test_a_lock_that_was_removed_meanwhile_is_no_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between opening and locking, the run that held it ended and the next one began."""
    out, connect = tmp_path / "out.zip", sqlite3.connect

    def late(path: Path, **said: Any) -> sqlite3.Connection:
        db = connect(path, **said)
        db.execute("PRAGMA user_version")
        path.rename(tmp_path / "old")
        path.touch()
        return db

    monkeypatch.setattr(sqlite3, "connect", late)
    with pytest.raises(InUse), stored_zip.workshop(out):
        pass
    assert (tmp_path / ".out.zip.making" / "lock").exists()


def test_a_broken_disk_is_said_without_false_comfort(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError(5, "Input/output error")

    shutil.copytree(made, tmp_path / "case")
    monkeypatch.setattr("archive.handover.stored_zip._add", broken)
    with pytest.raises(CannotWrite, match="was not finished") as told:
        make(tmp_path / "case", Order(), tmp_path / "out.zip", How(sure=True))
    assert "Run the same command again" not in str(told.value)
