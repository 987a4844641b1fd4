"""A disk that forgets: after a power cut, whatever was not synced may be there, gone, torn, zeroed or full of holes.

Files are inodes with what is written (`now`) and what would survive (`safe`); folders have entries now and safe. A
sync moves one to the other. `skip` names syncs that are left out, to show that each of them is needed.
"""

import io
import random
from collections.abc import Iterable
from typing import BinaryIO

from archive.disk import Disk


class Crash(Exception):
    """The power went, or the process was killed."""


class Inode:
    def __init__(self) -> None:
        self.now = b""
        self.safe = b""


Folder = dict[str, "Inode | str"]
FOLDER = "a folder"


class SimulatedDisk(Disk):
    """Same interface as the real one."""

    def __init__(self, rng: random.Random, skip: frozenset[str] = frozenset()) -> None:
        self._rng, self._skip = rng, skip
        self._now: dict[str, Folder] = {"": {}}
        self._safe: dict[str, Folder] = {"": {}}
        self._pending: list[tuple[str, str, Inode | str | None]] = []
        self.steps = 0
        self.crash_at: int | None = None

    def _step(self) -> None:
        self.steps += 1
        if self.crash_at is not None and self.steps >= self.crash_at:
            raise Crash

    def _change(self, folder: str, name: str, value: "Inode | str | None") -> None:
        """Set or (None) remove a name, now; whether it lasts is open until the folder is synced."""
        if value is None:
            del self._now[folder][name]
        else:
            self._now[folder][name] = value
        self._pending.append((folder, name, value))

    def _inode(self, name: str) -> Inode:
        folder, _, base = name.rpartition("/")
        found = self._now.get(folder, {}).get(base)
        if not isinstance(found, Inode):
            raise FileNotFoundError(2, "no such file", name)
        return found

    def exists(self, name: str) -> bool:
        folder, _, base = name.rpartition("/")
        return base in self._now.get(folder, {})

    def size(self, name: str) -> int:
        return len(self._inode(name).now)

    def names(self, folder: str) -> list[str]:
        return sorted(self._now[folder])

    def open(self, name: str) -> BinaryIO:
        return io.BytesIO(self._inode(name).now)

    def make_folder(self, name: str) -> None:
        self._step()
        folder, _, base = name.rpartition("/")
        self._now[name] = {}
        self._safe.setdefault(name, {})
        self._change(folder, base, FOLDER)

    def create(self, name: str, chunks: Iterable[bytes]) -> None:
        self._step()
        folder, _, base = name.rpartition("/")
        inode = Inode()
        self._change(folder, base, inode)
        data = b"".join(chunks)
        inode.now = data[: len(data) // 2]
        self._step()
        inode.now = data

    def append(self, name: str, data: bytes) -> None:
        self._step()
        folder, _, base = name.rpartition("/")
        if not self.exists(name):
            self._change(folder, base, Inode())
        inode = self._inode(name)
        part = self._rng.randrange(len(data) + 1)
        inode.now += data[:part]
        self._step()
        inode.now += data[part:]

    def truncate(self, name: str, size: int) -> None:
        self._step()
        inode = self._inode(name)
        inode.now = inode.now[:size]

    def rename(self, old: str, new: str) -> None:
        self._step()
        inode = self._inode(old)
        (folder, _, base), (target, _, name) = old.rpartition("/"), new.rpartition("/")
        self._change(target, name, inode)
        self._change(folder, base, None)

    def remove(self, name: str) -> None:
        self._step()
        folder, _, base = name.rpartition("/")
        self._change(folder, base, None)

    def remove_tree(self, name: str) -> None:
        self.remove(name)

    def protect(self, name: str) -> None:
        """Nothing to lose."""

    def sync(self, name: str) -> None:
        self._step()
        if f"file {name.partition('/')[0]}" not in self._skip:
            inode = self._inode(name)
            inode.safe = inode.now

    def sync_all(self, names: Iterable[str]) -> None:
        for name in names:
            self.sync(name)

    def sync_folder(self, name: str) -> None:
        self._step()
        if f"folder {'objects/*' if name.startswith('objects/') else name}" in self._skip:
            return
        for change in [change for change in self._pending if change[0] == name]:
            self._make_safe(change)
            self._pending.remove(change)

    def _make_safe(self, change: "tuple[str, str, Inode | str | None]") -> None:
        folder, name, value = change
        if value is None:
            self._safe[folder].pop(name, None)
        else:
            self._safe[folder][name] = value

    def kill(self) -> None:
        """The process dies; the system lives on, with everything it was given."""
        self.crash_at = None

    def cut_power(self) -> None:
        """The system dies: of what was not synced, some subset lasts, and contents may be torn."""
        how = self._rng.choice(["all", "none", "some"])
        for change in self._pending:
            if how == "all" or (how == "some" and self._rng.random() < 0.5):
                self._make_safe(change)
        self._pending.clear()
        for inode in {
            id(i): i for folder in self._safe.values() for i in folder.values() if isinstance(i, Inode)
        }.values():
            inode.now = inode.safe = self._torn(inode)
        reachable = [name for name in self._safe if self._is_reachable(name)]
        self._safe = {name: self._safe[name] for name in reachable}
        self._now = {name: dict(folder) for name, folder in self._safe.items()}
        self.crash_at = None

    def _torn(self, inode: Inode) -> bytes:
        if not inode.now.startswith(inode.safe):
            return self._rng.choice([inode.safe, inode.now])
        tail = inode.now[len(inode.safe) :]
        part = self._rng.randrange(len(tail) + 1)
        ends = [b"", tail, tail[:part], bytes(len(tail)), bytes(part) + tail[part:]]
        return inode.safe + self._rng.choice(ends)

    def _is_reachable(self, name: str) -> bool:
        if not name:
            return True
        folder, _, base = name.rpartition("/")
        return self._is_reachable(folder) and self._safe.get(folder, {}).get(base) == FOLDER

    def all_bytes(self) -> bytes:
        """Everything that is on the disk now, for looking whether some bytes still are anywhere."""
        return b"\n".join(i.now for folder in self._now.values() for i in folder.values() if isinstance(i, Inode))
