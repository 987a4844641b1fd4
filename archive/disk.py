"""The few things that the archive does to a disk, each followed by the sync that makes it last.

Everything that must survive a power cut goes through here, so that a simulated disk can take its place in tests
and lose, tear or zero whatever was not synced.
"""

import hashlib
import os
import shutil
import stat
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO

BLOCK = 1 << 20
_READ_ONLY = stat.S_IRUSR | stat.S_IRGRP
_F_FULLFSYNC = 51  # macOS: fcntl(F_FULLFSYNC) empties the drive's own cache too; fsync alone does not


class Disk:
    """A folder. All paths are relative to it, with `/`."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, name: str) -> Path:
        return self.root / name

    def exists(self, name: str) -> bool:
        return self.path(name).exists()

    def size(self, name: str) -> int:
        return self.path(name).stat().st_size

    def names(self, folder: str) -> list[str]:
        return sorted(os.listdir(self.path(folder)))

    def open(self, name: str) -> BinaryIO:
        return open(self.path(name), "rb")

    def read(self, name: str) -> bytes:
        with self.open(name) as stream:
            return stream.read()

    def make_folder(self, name: str) -> None:
        os.mkdir(self.path(name))

    def create(self, name: str, chunks: Iterable[bytes]) -> None:
        """Write a new file. Not lasting until `sync` and `sync_folder`."""
        with open(self.path(name), "xb") as out:
            for chunk in chunks:
                out.write(chunk)

    def append(self, name: str, data: bytes) -> None:
        """One write at the end of a file, made if need be. Not lasting until `sync`."""
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
        handle = os.open(self.path(name), flags, 0o600)
        try:
            written = os.write(handle, data)
            if written != len(data):
                raise OSError(28, "the disk took only a part of a log line", name)
        finally:
            os.close(handle)

    def truncate(self, name: str, size: int) -> None:
        os.truncate(self.path(name), size)

    def rename(self, old: str, new: str) -> None:
        os.replace(self.path(old), self.path(new))

    def remove(self, name: str) -> None:
        os.unlink(self.path(name))

    def remove_tree(self, name: str) -> None:
        """Remove a file, or a folder with all that is in it."""
        path = self.path(name)
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()

    def protect(self, name: str) -> None:
        """Mark a file read-only: a reminder against accidents, not a lock."""
        os.chmod(self.path(name), _READ_ONLY)

    def sync(self, name: str) -> None:
        """Return when a file's bytes are on the medium."""
        handle = os.open(self.path(name), os.O_RDWR | getattr(os, "O_BINARY", 0))
        try:
            _flush(handle)
        finally:
            os.close(handle)

    def sync_all(self, names: Iterable[str]) -> None:
        """Sync many files. Side by side, because a journaling file system then shares its commits among them."""
        wanted = list(names)
        if len(wanted) < 3:
            for name in wanted:
                self.sync(name)
            return
        with ThreadPoolExecutor(8) as pool:
            for _ in pool.map(self.sync, wanted):
                pass

    def sync_folder(self, name: str) -> None:
        """Return when a folder's list of names is on the medium. Windows has no such call and needs none."""
        if sys.platform == "win32":
            return
        handle = os.open(self.path(name), os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _flush(handle: int) -> None:
    if sys.platform == "darwin":
        import fcntl

        fcntl.fcntl(handle, _F_FULLFSYNC)
    else:
        os.fsync(handle)


def blocks(stream: BinaryIO) -> Iterator[bytes]:
    """The rest of a stream in blocks of 1 MiB."""
    while block := stream.read(BLOCK):
        yield block


def digest_of(chunks: Iterable[bytes]) -> tuple[str, int]:
    """SHA-256 (hex) and size of bytes that come in chunks."""
    digest, size = hashlib.sha256(), 0
    for chunk in chunks:
        digest.update(chunk)
        size += len(chunk)
    return digest.hexdigest(), size
