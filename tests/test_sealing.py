"""A sealed case opens to the same bytes, also with stock age and tar; and no instant is without a whole copy."""

import io
import itertools
import os
import shutil
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from sealing_quickly import QUICK, content

from archive import sealed_file, sealing
from archive.case import Case
from archive.errors import CannotWrite
from archive.sealed_tar import CannotOpen, CannotSeal
from archive.verify import verify
from cases import new_case, take, text
from commands import run
from importer.cli import main

PASSWORD = "four words nobody guesses"


def made(folder: Path) -> Path:
    """A case with a large object, an odd file of its owner's, and empty folders."""
    with new_case(folder) as case:
        take(case, "a.xml", [text("please stop", n, place=n) for n in range(3)])
        with case.batch() as batch:
            batch.hold(case.objects.stage([os.urandom(300_001)]))
            batch.commit("imported", {})
    (folder / "a note of mine.txt").write_text("x" * 512)
    (folder / ("long " * 30)).write_text("")
    return folder


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return made(tmp_path / "case")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed_file, "pyrage", lambda: QUICK)
    monkeypatch.setattr(sealing, "pyrage", lambda: QUICK)


def sealed(folder: Path, out: Path) -> Path:
    with Case.open(folder, write=True) as opened:
        return sealing.seal(opened, out, PASSWORD).file


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes | None], str]:
    """Sealed for good by the command line, with a real password; what was in the folder; what was said."""
    here = tmp_path_factory.mktemp("locked")
    folder = made(here / "case")
    before = content(folder)
    (here / "password").write_text(f"{PASSWORD}\n")
    done = run("seal", folder, "--yes", "--password-file", here / "password")
    assert done.returncode == 0, done.stderr
    return here / "case.sealed.tar", before, done.stdout


def test_sealed_and_opened_by_the_commands(locked: tuple[Path, dict[str, bytes | None], str], tmp_path: Path) -> None:
    file, before, said = locked
    again = tmp_path / "again"
    done = run("open", file, again, "--password-file", file.with_name("password"))

    assert sorted(path.name for path in file.parent.iterdir()) == ["case.sealed.tar", "password"], "the folder is gone"
    assert "If it is lost, all of it is lost" in said
    assert "SSDs" in said
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Intact." in done.stdout
    assert content(again) == before
    assert not any(path.stat().st_mode & 0o222 for path in again.glob("objects/*/*"))
    assert file.exists()


def test_what_a_stopped_removal_left_is_named(
    locked: tuple[Path, dict[str, bytes | None], str], tmp_path: Path
) -> None:
    left = tmp_path / "case.sealed-and-being-removed"
    left.mkdir()

    done = run("open", locked[0], tmp_path / "again", "--password-file", locked[0].with_name("password"))

    assert done.returncode == 0
    assert f"Careful: {left} was being removed" in done.stderr


@pytest.mark.skipif(
    not shutil.which("age") or sys.platform == "win32", reason="needs age, and a terminal for its question"
)
def test_stock_age_and_tar_open_it(locked: tuple[Path, dict[str, bytes | None], str], tmp_path: Path) -> None:
    """The commands of HOW-TO-OPEN.txt, word for word."""
    file, before, _ = locked
    subprocess.run(["tar", "-xf", file], cwd=tmp_path, check=True)
    how = (tmp_path / "HOW-TO-OPEN.txt").read_text()
    (command,) = [line.strip() for line in how.splitlines() if line.startswith("    age ")]
    typed_into(["sh", "-c", command], tmp_path)

    assert content(tmp_path / "case") == before
    assert not verify(tmp_path / "case").damage


def typed_into(words: list[str], folder: Path) -> None:
    """Run a program that asks for a password on its terminal."""
    import pty

    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.execvp(words[0], words)
    seen = b""
    while b"passphrase" not in seen:
        seen += os.read(terminal, 1000)
    time.sleep(0.2)  # it switches the echo off after it has asked
    os.write(terminal, f"{PASSWORD}\n".encode())
    try:
        while os.read(terminal, 1000):
            pass
    except OSError:  # how Linux says that the other end has gone
        pass
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def with_member(name: str, kind: bytes) -> bytes:
    """A tar with a good member and one of this name and kind."""
    good, bad = tarfile.TarInfo("case/good"), tarfile.TarInfo(name)
    bad.type, bad.linkname = kind, "/etc/hostname"
    return good.tobuf() + bad.tobuf() + bytes(1024)


@pytest.mark.usefixtures("quick")
class TestQuickly:
    """With a password that costs nothing."""

    def test_what_cannot_be_opened_leaves_nothing(self, case: Path, tmp_path: Path) -> None:
        file = sealed(case, tmp_path / "s")
        data = file.read_bytes()
        here = sorted(tmp_path.iterdir())
        with pytest.raises(CannotOpen, match="not the right one"):
            sealing.open_sealed(file, tmp_path / "new", "four words")
        body = data.index(b"age-encryption.org/v1")
        tries = [data[: len(data) // 2], data[: body + 70_000], b"", b"no tar" * 1000]
        tries += [
            data[:n] + bytes([data[n] ^ 1]) + data[n + 1 :] for n in (0, 520, body + 30, body + 300, body + 100_000)
        ]
        opened = 0
        for spoilt in tries:
            file.write_bytes(spoilt)
            try:
                sealing.open_sealed(file, tmp_path / "new", PASSWORD)
                opened += 1
            except CannotOpen:
                assert sorted(tmp_path.iterdir()) == here
                continue
            assert content(tmp_path / "new") == content(case), "only words of the outer tar were hit"
            shutil.rmtree(tmp_path / "new")
        assert opened <= 1

    def test_a_folder_that_is_not_empty_is_left_alone(self, case: Path, tmp_path: Path) -> None:
        file = sealed(case, tmp_path / "s")
        with pytest.raises(CannotOpen, match="not empty"):
            sealing.open_sealed(file, case, PASSWORD)
        (tmp_path / "empty").mkdir()
        sealing.open_sealed(file, tmp_path / "empty", PASSWORD)
        assert content(tmp_path / "empty") == content(case)

    def test_names_that_lead_out_and_links_are_refused(
        self, case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """One bad member behind a good one, of every kind."""
        names = ["../x", "/x", "case/../../x", "case/a/../../../x", "x", "case//x", "case/./x"]
        kinds = [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE]
        bad = [(name, kind) for name in names for kind in (tarfile.REGTYPE, tarfile.DIRTYPE)]
        monkeypatch.setattr(sealing, "_prove", lambda *_: None)
        (tmp_path / "deep").mkdir()
        for name, kind in [*bad, *(("case/x", kind) for kind in kinds)]:
            tar = with_member(name, kind)
            monkeypatch.setattr(sealed_file, "packed", lambda *_, tar=tar: io.BytesIO(tar))
            file = sealed(case, tmp_path / "deep" / "s")
            here = sorted(tmp_path.rglob("*"))
            with pytest.raises(CannotOpen, match="holds something that no case has"):
                sealing.open_sealed(file, tmp_path / "deep" / "new", PASSWORD)
            assert sorted(tmp_path.rglob("*")) == here, name
            file.unlink()
        assert not Path("/x").exists()

    def test_an_end_that_was_cut_off_between_two_files_is_found(
        self, case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The first block of age holds one file exactly, so without the second block the tar looks whole."""
        good, lost = tarfile.TarInfo("case/good"), tarfile.TarInfo("case/lost")
        good.size = 65_536 - 512
        tar = good.tobuf() + bytes(good.size) + lost.tobuf() + bytes(1024)
        monkeypatch.setattr(sealed_file, "packed", lambda *_: io.BytesIO(tar))
        monkeypatch.setattr(sealing, "_prove", lambda *_: None)
        file = sealed(case, tmp_path / "s")
        with tarfile.open(file) as outer:
            body = outer.getmember(sealed_file.BODY)
        data = bytearray(file.read_bytes())
        data[body.offset_data + body.size - 1] ^= 1
        file.write_bytes(data)
        with pytest.raises(CannotOpen, match="damaged"):
            sealing.open_sealed(file, tmp_path / "new", PASSWORD)
        assert sorted(path.name for path in tmp_path.iterdir()) == ["case", "s"]

    def test_what_changes_while_it_is_sealed_keeps_the_folder(
        self, case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Before it is read, and between reading and proof: a byte, the size, the file itself."""
        note = case / "a note of mine.txt"
        changes: list[Callable[[], object]] = [
            lambda: note.write_text("y"),
            lambda: note.write_text("y" * 5000),
            note.unlink,
            lambda: note.write_text("y" * 512),
        ]
        true = {name: getattr(sealing, name) for name in ("write_sealed", "_prove")}
        for step, change in itertools.product(true, changes):
            if (step, change) == ("write_sealed", changes[3]):
                continue  # then it is sealed as it was read; only the removal must not happen
            with monkeypatch.context() as patch:
                patch.setattr(sealing, step, lambda *all, step=step, change=change: (change(), true[step](*all)))
                with pytest.raises((CannotSeal, CannotWrite, OSError)):
                    sealed(case, tmp_path / "s")
            assert sorted(path.name for path in tmp_path.iterdir()) == ["case"], step
            assert (case / "custody.jsonl").exists()
            note.write_text("x" * 512)

    def test_a_tar_that_differs_is_found(self, case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """The proof reads what was written, not what should have been."""
        true = sealed_file.packed
        spoils: list[Callable[[bytes], bytes]] = [
            lambda tar: tar.replace(b"x" * 512, b"x" * 511 + b"y"),
            lambda tar: tar.replace(b"case/a note", b"case/a vote"),
            lambda tar: (
                tar[: tar.index(b"case/receipts") // 512 * 512] + bytes(1024) if b"case/receipts" in tar else tar[:5120]
            ),
        ]
        for spoil in spoils:
            monkeypatch.setattr(
                sealed_file, "packed", lambda root, found, spoil=spoil: io.BytesIO(spoil(true(root, found).read()))
            )
            with pytest.raises((CannotSeal, CannotOpen)):
                sealed(case, tmp_path / "s")
            assert sorted(path.name for path in tmp_path.iterdir()) == ["case"]

    def test_what_came_in_since_keeps_the_folder(self, case: Path, tmp_path: Path) -> None:
        with Case.open(case, write=True) as opened:
            done = sealing.seal(opened, tmp_path / "s", PASSWORD)
            (case / "new").write_text("x")
            with pytest.raises(CannotSeal, match="was changed while"):
                done.remove_folder()
            (case / "new").unlink()
            (case / "a note of mine.txt").write_text("y" * 512)
            with pytest.raises(CannotSeal, match="was changed while"):
                done.remove_folder()
        assert not verify(case).damage
        assert (tmp_path / "s").exists()

    def test_a_full_disk_leaves_no_half_file(self, case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        class Full(io.RawIOBase):
            def read(self, _: int = -1) -> bytes:
                raise OSError(28, "No space left on device")

        monkeypatch.setattr(sealed_file, "packed", lambda *_: Full())
        with pytest.raises(CannotWrite, match="No space left"):
            sealed(case, tmp_path / "s")
        assert sorted(path.name for path in tmp_path.iterdir()) == ["case"]

    def test_places_that_will_not_do(self, case: Path, tmp_path: Path) -> None:
        (tmp_path / "there").write_text("mine")
        with pytest.raises(CannotSeal, match="is there already"):
            sealed(case, tmp_path / "there")
        aimed_inside = CliRunner().invoke(main, ["seal", str(case), "--out", str(case)], input="a b\na b\n")
        assert "must not lie in the folder" in aimed_inside.output
        with pytest.raises(CannotSeal, match="must not lie in the folder"):
            sealed(case, case / "objects" / "s")
        (case / "link").symlink_to("/etc/hostname")
        with pytest.raises(CannotSeal, match="is a link"):
            sealed(case, tmp_path / "s")
        assert (tmp_path / "there").read_text() == "mine"
        assert not (tmp_path / "s").exists()

    def test_the_password_is_asked_twice_and_the_folder_kept_unless_agreed(self, case: Path, tmp_path: Path) -> None:
        asked = CliRunner().invoke(main, ["seal", str(case)], input=f"{PASSWORD}\n{PASSWORD}\nn\n")
        typo = CliRunner().invoke(main, ["seal", str(case), "--out", str(tmp_path / "t")], input="one\ntwo\n")
        agreed = CliRunner().invoke(main, ["seal", str(case), "--out", str(tmp_path / "u")], input="a b\na b\ny\n")

        assert asked.exit_code == 0, asked.output
        assert "was kept" in asked.output
        assert PASSWORD not in asked.output
        assert typo.exit_code != 0
        assert agreed.exit_code == 0, agreed.output
        assert sorted(path.name for path in tmp_path.iterdir()) == ["case.sealed.tar", "u"]
        sealing.open_sealed(tmp_path / "u", tmp_path / "new", "a b")
        assert not verify(tmp_path / "new").damage

    def test_what_cannot_be_removed_is_named(self, case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def stuck(_: object) -> None:
            raise PermissionError(13, "in use")

        with Case.open(case, write=True) as opened:
            done = sealing.seal(opened, tmp_path / "s", PASSWORD)
            monkeypatch.setattr(shutil, "rmtree", stuck)
            with pytest.raises(CannotWrite, match="sealed-and-being-removed: remove it by hand"):
                done.remove_folder()

    def test_keep_keeps(self, case: Path, tmp_path: Path) -> None:
        done = CliRunner().invoke(main, ["seal", str(case), "--keep", "--out", str(tmp_path / "u")], input="a b\na b\n")
        assert done.exit_code == 0, done.output
        assert not verify(case).damage


def test_another_writer_keeps_it_open(case: Path, tmp_path: Path) -> None:
    (tmp_path / "password").write_text("x y")
    with Case.open(case, write=True):
        done = run("seal", case, "--yes", "--password-file", tmp_path / "password")
    assert done.returncode == 1
    assert "Another Fullpicture is writing" in done.stderr
    assert not verify(case).damage


def test_without_the_extra_the_command_that_installs_it_is_said(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyrage", None)
    for words in (["seal", str(case)], ["open", str(case / "custody.jsonl"), str(tmp_path / "new")]):
        done = CliRunner().invoke(main, words)
        assert done.exit_code == 1
        assert "uv tool install '.[sealed]'" in done.output


def test_sizes_beyond_eight_gigabytes_fit_into_one_block() -> None:
    head = sealed_file._header(sealed_file.BODY, 20 << 30)
    assert len(head) == 512
    assert tarfile.TarInfo.frombuf(head, "utf-8", "strict").size == 20 << 30


KILLED = """
import os, shutil, sys
from pathlib import Path
from archive import sealing
from archive.case import Case
from sealing_quickly import content, make_quick

make_quick()
here, true = Path(sys.argv[1]), Path(sys.argv[2])
folder, file, new, before = here / "case", here / "s", here / "new", content(true)

def seal():
    with Case.open(folder, write=True) as case:
        sealing.seal(case, file, "x").remove_folder()

def dies_at(n, act):
    # Runs `act` in a child that ends, without any cleaning up, before its n-th call to the disk.
    child = os.fork()
    if child == 0:
        left = iter(range(n))
        def hook(event, args):
            touches = event == "open" and str(here) in str(args[0])
            if touches or event in ("os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.chmod"):
                if next(left, None) is None:
                    os._exit(9)
        sys.addaudithook(hook)
        act()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

def opens():
    shutil.rmtree(new, ignore_errors=True)
    sealing.open_sealed(file, new, "x")
    return content(new) == before

def fresh():
    shutil.rmtree(here)
    here.mkdir()
    shutil.copytree(true, folder)

plain = sealed = n = 0
ended = 9
while ended:
    fresh()
    ended = dies_at(n, seal)
    assert ended in (0, 9)
    whole = folder.exists() and content(folder) == before
    plain, sealed, n = plain + whole, sealed + file.exists(), n + 1
    assert not file.exists() or opens(), f"step {n}: a sealed file under its name that is not whole"
    assert whole or (file.exists() and not folder.exists()), f"step {n}: no whole copy, or half a folder under its name"
assert plain > 20 and sealed > 20, (plain, sealed)

data, n, ended = file.read_bytes(), 0, 9
while ended:
    shutil.rmtree(new, ignore_errors=True)
    ended = dies_at(n, lambda: sealing.open_sealed(file, new, "x"))
    n += 1
    assert not new.exists() or content(new) == before
    assert file.read_bytes() == data
assert n > 10
print("ok")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
def test_killed_at_any_step_a_whole_copy_is_left(case: Path, tmp_path: Path) -> None:
    (tmp_path / "script.py").write_text(KILLED)
    (tmp_path / "here").mkdir()
    done = subprocess.run(
        [sys.executable, tmp_path / "script.py", tmp_path / "here", case],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), str(Path(__file__).parent.parent)])},
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.stdout == "ok\n", done.stderr
