"""A hand-over can be checked without us, every change in it is found, and a broken-off one leaves nothing that looks like one."""

import io
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import BinaryIO

import pytest

from archive.disk import digest_of
from archive.handover import bag, check, stored_zip
from archive.handover.making import receipt_path
from commands import PROGRAM, run
from handed_over import hand, made_case


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
        [("Contact-Name", "Alex")],
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
    r, names = random.Random(4), [name for name in files if name.startswith("data/") and files[name]]
    for _ in range(1_000):
        name = r.choice(names)
        changed = bytearray(files[name])
        changed[r.randrange(len(changed))] ^= 1 << r.randrange(8)
        assert digest_of([bytes(changed)])[0] != listed[name]
    files[name] = bytes(changed)
    assert name in {found.what for found in damage(files, handed.receipt)}


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
    made = bag.bag("AE_handover-01", [bag.held(b"other", "data/one.txt")], "Read me.\n", [])
    files = {item.path: item.open().read() for item in made.items}
    assert damage(files, "") == ()
    assert damage(files, said)


def test_a_log_that_was_changed_is_found_by_its_own_chain(handed: Handed) -> None:
    files = {p.relative_to(handed.folder).as_posix(): p.read_bytes() for p in handed.folder.rglob("*") if p.is_file()}
    log = files["data/4-custody/custody.jsonl"]
    payload = files | {"data/4-custody/custody.jsonl": log.replace(b'"actor":"demo"', b'"actor":"dem0"', 1)}
    items = [bag.held(data, name) for name, data in payload.items() if name.startswith("data/")]
    made = bag.bag("x", items, "", [])
    anew = {item.path: item.open().read() for item in made.items}
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
