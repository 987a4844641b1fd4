"""The ZIP with a password: 7-Zip opens it to the same bytes, nothing shows without, and no half file is left."""

import io
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from archive.handover import locked_zip
from archive.handover.locked_zip import CannotLock, lock

PASSWORD = "told by telephone"
SEVEN_ZIP = shutil.which("7z") or shutil.which("7zz") or ""


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """A ZIP with a telling name inside, of more than one block."""
    file = tmp_path / "EV-1_handover-01.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("letter from Sam.txt", b"please stop")
        archive.writestr("noise", os.urandom(2_500_000))
    return file


def opened(file: Path, password: str, into: Path) -> int:
    return subprocess.run([SEVEN_ZIP, "x", f"-p{password}", f"-o{into}", "-y", file], capture_output=True).returncode


@pytest.mark.skipif(not SEVEN_ZIP, reason="needs 7-Zip")
def test_seven_zip_opens_it_with_the_password_only(plain: Path, tmp_path: Path) -> None:
    out = tmp_path / "locked.zip"
    lock(plain, out, PASSWORD)
    shown = subprocess.run([SEVEN_ZIP, "l", "-slt", out], capture_output=True, text=True).stdout

    assert opened(out, PASSWORD, tmp_path / "right") == 0
    assert [path.name for path in (tmp_path / "right").iterdir()] == [plain.name]
    assert (tmp_path / "right" / plain.name).read_bytes() == plain.read_bytes()
    assert opened(out, "told by mail", tmp_path / "wrong") != 0
    assert not any(path.read_bytes() for path in (tmp_path / "wrong").glob("*"))
    assert "Method = AES-256 Store" in shown
    assert "Sam" not in shown
    assert b"letter from Sam" not in out.read_bytes()
    assert sorted(path.name for path in tmp_path.glob("*.zip*")) == [plain.name, "locked.zip"]


@pytest.mark.skipif(not SEVEN_ZIP, reason="needs 7-Zip")
def test_one_flipped_bit_is_found(plain: Path, tmp_path: Path) -> None:
    out = tmp_path / "locked.zip"
    lock(plain, out, PASSWORD)
    data = bytearray(out.read_bytes())
    data[1_000_000] ^= 1
    out.write_bytes(data)
    assert opened(out, PASSWORD, tmp_path / "x") != 0


def test_a_full_disk_leaves_no_half_file_and_an_older_one_whole(
    plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "locked.zip"
    lock(plain, out, PASSWORD)
    older = out.read_bytes()

    def full_after_a_block(stream: Any) -> Any:
        yield stream.read(1 << 20)
        raise OSError(28, "No space left on device")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    for place, name, fails in (
        (locked_zip, "blocks", full_after_a_block),
        (locked_zip.Disk, "sync", full),
        (os, "replace", full),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(place, name, fails)
            with pytest.raises(OSError, match="No space left"):
                lock(plain, out, PASSWORD)
        assert out.read_bytes() == older, name
        assert sorted(path.name for path in tmp_path.iterdir()) == [plain.name, out.name], name


@pytest.mark.parametrize("password", ["", "pässword", "tab\tbed", "two\nlines"])
def test_a_password_that_other_programs_read_otherwise_is_refused(plain: Path, tmp_path: Path, password: str) -> None:
    with pytest.raises(CannotLock, match="English keyboard"):
        lock(plain, tmp_path / "locked.zip", password)
    assert list(tmp_path.iterdir()) == [plain]


def test_without_the_library_the_command_that_installs_it_is_said(
    plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyzipper", None)
    with pytest.raises(CannotLock, match=r"uv tool install '\.\[sealed\]'"):
        lock(plain, tmp_path / "locked.zip", PASSWORD)
    assert list(tmp_path.iterdir()) == [plain]


def test_it_is_read_and_written_in_blocks(plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No read asks for more than a block, so that size costs no memory."""
    asked: list[int] = []

    class Watched(io.FileIO):
        def read(self, size: int | None = -1) -> bytes:
            asked.append(size or 0)
            return super().read(size) or b""

    monkeypatch.setattr(locked_zip, "open", lambda path, _: Watched(path), raising=False)
    lock(plain, tmp_path / "locked.zip", PASSWORD)
    assert len(asked) == 4
    assert set(asked) == {1 << 20}
