"""The object store: exact bytes, each in a file named by their SHA-256, written once and never changed.

objects/ab/abcdef…      read-only
staging/                copies that are not finished; never acknowledged, emptied when the case is opened
quarantine/             objects that had rotted, kept for whoever wants to look
"""

import hashlib
import itertools
import os
from collections.abc import Iterable, Iterator
from typing import BinaryIO, NamedTuple

from archive.disk import Disk, blocks, digest_of

FOLDERS = ("objects", "staging", "quarantine")


class Staged(NamedTuple):
    """Bytes copied beside the store and hashed, waiting for the commit that makes them an object."""

    sha256: str
    size: int
    name: str  # path of the copy below the case folder


class Objects:
    """The store of one case. Only `settle` adds to it."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        self._number = itertools.count()
        self.healed: list[str] = []

    @staticmethod
    def name(sha256: str) -> str:
        return f"objects/{sha256[:2]}/{sha256}"

    def has(self, sha256: str) -> bool:
        return self._disk.exists(self.name(sha256))

    def open(self, sha256: str) -> BinaryIO:
        return self._disk.open(self.name(sha256))

    def whole(self, sha256: str) -> bool:
        """Whether the object is there and its bytes still have its name as their hash."""
        try:
            with self.open(sha256) as stream:
                return digest_of(blocks(stream))[0] == sha256
        except OSError:
            return False

    def same(self, sha256: str, stream: BinaryIO) -> bool:
        """Whether the object is byte for byte what the stream holds: proves its hash for the price of reading."""
        try:
            with self.open(sha256) as held:
                return all(block == held.read(len(block)) for block in blocks(stream)) and not held.read(1)
        except OSError:
            return False

    def stage(self, chunks: Iterable[bytes]) -> Staged:
        """Copy bytes into staging, hashing them on the way."""
        name = f"staging/{os.getpid()}-{next(self._number)}"
        digest, size = hashlib.sha256(), 0

        def through() -> Iterator[bytes]:
            nonlocal size
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                yield chunk

        self._disk.create(name, through())
        return Staged(digest.hexdigest(), size, name)

    def discard(self, copy: Staged) -> None:
        """Remove a staged copy that nobody needs."""
        self._disk.remove(copy.name)

    def settle(self, staged: Iterable[Staged]) -> None:
        """Turn staged copies into objects, and return when all of them are on the medium.

        The order matters: bytes are synced before they get their lasting name, and names before anybody is told.
        """
        fresh = self._unheld(staged)
        self._disk.sync_all(copy.name for copy in fresh)
        folders = sorted({f"objects/{copy.sha256[:2]}" for copy in fresh})
        new_folders = [folder for folder in folders if not self._disk.exists(folder)]
        for folder in new_folders:
            self._disk.make_folder(folder)
        for copy in fresh:
            self._disk.rename(copy.name, self.name(copy.sha256))
            self._disk.protect(self.name(copy.sha256))
        for folder in folders:
            self._disk.sync_folder(folder)
        if new_folders:
            self._disk.sync_folder("objects")

    def _unheld(self, staged: Iterable[Staged]) -> list[Staged]:
        """Drop copies of what is held already, after reading what is held: a name alone proves nothing."""
        fresh: dict[str, Staged] = {}
        for copy in staged:
            if copy.sha256 in fresh or self._holds(copy.sha256):
                self._disk.remove(copy.name)
            else:
                fresh[copy.sha256] = copy
        return list(fresh.values())

    def _holds(self, sha256: str) -> bool:
        if not self.has(sha256):
            return False
        if self.whole(sha256):
            return True
        self.set_aside(sha256)
        return False

    def set_aside(self, sha256: str) -> None:
        """Move a rotted object to quarantine, so that the good bytes at hand can take its place."""
        target = next(name for name in self._aside(sha256) if not self._disk.exists(name))
        self._disk.rename(self.name(sha256), target)
        self.healed.append(sha256)

    def _aside(self, sha256: str) -> Iterator[str]:
        return (f"quarantine/bad-{sha256}" + (f".{n}" if n else "") for n in itertools.count())

    def all(self) -> Iterator[str]:
        """The names of everything in the store, whether it belongs there or not."""
        for folder in self._disk.names("objects"):
            yield from self._disk.names(f"objects/{folder}") if self._disk.path(f"objects/{folder}").is_dir() else ()

    def clear_staging(self) -> int:
        """Remove unfinished copies. They were never acknowledged, and their sources are untouched."""
        left = [name for name in self._disk.names("staging") if name != "lock"]
        for name in left:
            self._disk.remove_tree(f"staging/{name}")
        return len(left)
