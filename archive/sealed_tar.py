"""The tar inside a sealed case: made as a stream, compared with the folder it was made of, and taken out safely."""

import io
import os
import tarfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, cast

from archive.disk import Disk, blocks
from archive.errors import FullpictureError

TOP = "case"
Survey = Mapping[str, tuple[int | None, int]]
"""What a folder holds: by name, size and time of change; of folders neither."""
_NOT_IN_NAMES = "\\:" if os.name == "nt" else ""


class CannotSeal(FullpictureError):
    """The folder was not sealed. It stands as it stood."""


class CannotOpen(FullpictureError):
    """A sealed file that cannot be opened: another file, a wrong password, or damage."""


def survey(root: Path) -> Survey:
    """List the folder, without what is in staging/: nothing in it counts. Raises CannotSeal at a link or a device."""
    found: dict[str, tuple[int | None, int]] = {}
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if name.startswith("staging/"):
            continue
        if path.is_symlink() or not (path.is_dir() or path.is_file()):
            raise CannotSeal(
                f"{path} is a link or no ordinary file. Move it out of the case folder first. Nothing was changed."
            )
        status = path.stat()
        found[name] = (None, 0) if path.is_dir() else (status.st_size, status.st_mtime_ns)
    return found


class _Chunks(io.RawIOBase):
    """A stream over bytes that come in chunks, none of them empty."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks, self._held = chunks, memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
        self._held = self._held or memoryview(next(self._chunks, b""))
        size = min(len(buffer), len(self._held))
        buffer[:size], self._held = self._held[:size], self._held[size:]
        return size


def packed(root: Path, found: Survey) -> BinaryIO:
    """The folder as a tar, to be read as a stream; everything lies below `case/`."""
    return io.BufferedReader(_Chunks(_tar(root, found)))


def _tar(root: Path, found: Survey) -> Iterator[bytes]:
    yield _header(TOP, None, 0o700, 0)
    for name, (size, changed) in found.items():
        mode = root.joinpath(name).stat().st_mode & 0o200 | (0o500 if size is None else 0o400)
        yield _header(f"{TOP}/{name}", size, mode, changed)
        if size:
            yield from _exactly(root / name, size)
            yield from [bytes(-size % tarfile.BLOCKSIZE)] if size % tarfile.BLOCKSIZE else []
    yield bytes(2 * tarfile.BLOCKSIZE)


def _header(name: str, size: int | None, mode: int, changed: int) -> bytes:
    info = tarfile.TarInfo(name)
    info.type = tarfile.DIRTYPE if size is None else tarfile.REGTYPE
    info.size, info.mode, info.mtime = size or 0, mode, changed // 10**9
    return info.tobuf(tarfile.GNU_FORMAT)


def _exactly(path: Path, size: int) -> Iterator[bytes]:
    """The bytes of a file that must still have its size."""
    with open(path, "rb") as stream:
        for block in blocks(stream):
            size -= len(block)
            if size < 0:
                break
            yield block
    if size:
        raise CannotSeal(f"{path} changed while it was read. Nothing was removed.")


def _members(plain: BinaryIO) -> Iterator[tuple[str, BinaryIO | None, tarfile.TarInfo]]:
    """What the tar holds below `case/`: name, content (None for a folder) and header. Raises CannotOpen at odd members."""
    with tarfile.open(fileobj=plain, mode="r|", format=tarfile.GNU_FORMAT) as tar:
        for member in tar:
            top, _, name = member.name.partition("/")
            if top != TOP or not (member.isreg() or member.isdir()) or (name and not _own(name)):
                raise CannotOpen(
                    f"The sealed file holds something that no case has ({member.name!a}). Nothing was kept."
                )
            if name:
                yield name, cast("BinaryIO | None", tar.extractfile(member)), member


def _own(name: str) -> bool:
    """Whether a name stays in the folder that it is taken out to."""
    return all(part not in ("", ".", "..") and not set(part) & set(_NOT_IN_NAMES) for part in name.split("/"))


def compare(plain: BinaryIO, root: Path, found: Survey) -> None:
    """Read a tar and compare it with the folder: names, sizes and every byte. Raises CannotSeal at any difference."""
    left = dict(found)
    for name, content, member in _members(plain):
        size, _ = left.pop(name, (-1, 0))
        if size != (member.size if content else None) or (content and not _same(content, root / name)):
            raise CannotSeal(f"What was sealed is not what the folder holds ({name}). The folder was kept.")
    if left:
        raise CannotSeal(f"{len(left)} files of the folder are not in what was sealed. The folder was kept.")


def _same(content: BinaryIO, path: Path) -> bool:
    with open(path, "rb") as held:
        return all(block == held.read(len(block)) for block in blocks(content)) and not held.read(1)


def extract(plain: BinaryIO, folder: Path) -> None:
    """Write what the tar holds into an empty folder, and return when it is on the medium."""
    disk, read_only, folders = Disk(folder), [], [""]
    files = []
    for name, content, member in _members(plain):
        if disk.exists(name):
            raise CannotOpen(f"The sealed file holds {name!a} twice. Nothing was kept.")
        if content is None:
            disk.make_folder(name)
            folders.append(name)
            continue
        disk.create(name, blocks(content))
        files.append(name)
        if not member.mode & 0o200:
            read_only.append(name)
    disk.sync_all(files)
    for name in read_only:
        disk.protect(name)
    for name in folders:
        disk.sync_folder(name)
