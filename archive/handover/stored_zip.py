"""A bag as one ZIP: nothing compressed, nothing random, so that the same bag gives the same bytes, and any program opens it.

It is written in a workshop beside its place, on the same disk, synced, and renamed. Whatever happens, there is a whole ZIP or none.
"""

import hashlib
import os
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from archive.disk import BLOCK, Disk, blocks, digest_of
from archive.errors import CannotWrite, Damaged, InUse
from archive.handover.bag import Bag, Item

_EARLIEST = (1980, 1, 1, 0, 0, 0)  # a ZIP knows nothing older
_LOCK = "lock"
_RECORDS = 200  # bytes of a ZIP's own notes about one file, at most, without its name


@contextmanager
def workshop(out: Path) -> Iterator[Path]:
    """A folder beside `out` that is this run's alone, and gone afterwards. What a killed run left there was never acknowledged, and goes.

    Raises InUse when another run makes the same file, CannotWrite when no lock can be had.
    """
    root = out.with_name(f".{out.name}.making")
    held = _only_one(root, out)
    try:
        _empty(root)
        yield root
    finally:
        with suppress(OSError):  # what cannot be removed now, the next run clears
            _empty(root)
        _leave(root, held)


def _only_one(root: Path, out: Path) -> sqlite3.Connection:
    """Make the folder or take one over. The lock in it is the operating system's and ends with the process, however it ends."""
    busy = InUse(
        f"Another Fullpicture makes {out} just now. Wait until it has finished, or choose another name. Nothing was made."
    )
    root.mkdir(mode=0o700, exist_ok=True)
    lock = root / _LOCK
    held: sqlite3.Connection | None = None
    try:
        lock.touch()
        before = lock.stat()
        held = sqlite3.connect(lock, timeout=0, isolation_level=None)
        held.execute("PRAGMA journal_mode=MEMORY")
        held.execute("BEGIN EXCLUSIVE")
        if not os.path.samestat(before, lock.stat()):  # locked is a file that a run which ended has removed meanwhile
            raise busy
    except (FileNotFoundError, sqlite3.OperationalError, InUse) as error:
        if held:
            held.close()
        if isinstance(error, sqlite3.OperationalError) and "locked" not in str(error):
            raise CannotWrite(f"{root} cannot be locked ({error}). Nothing was made.") from error
        raise busy from error
    return held


def _empty(root: Path) -> None:
    for path in root.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != _LOCK:
            path.unlink(missing_ok=True)


def _leave(root: Path, held: sqlite3.Connection) -> None:
    """The lock goes before it is released, so that nobody can take it and then lose it. Windows refuses that, but there a file that
    somebody else has opened meanwhile stays."""
    lock = root / _LOCK
    try:
        lock.unlink()
        held.close()
    except PermissionError:
        held.close()
        with suppress(OSError):
            lock.unlink()
    with suppress(OSError):  # the next run may be in it already
        root.rmdir()


def size_of(bag_name: str, item: Item) -> int:
    """How many bytes of a ZIP an item takes, at most."""
    return item.size + 2 * (len(bag_name) + 1 + len(item.path)) + _RECORDS


def write(bag: Bag, beside: Path, at: str) -> str:
    """Write `bag` to the file `beside`, all members dated `at` (UTC, ISO). Returns the ZIP's SHA-256, read back from the medium.

    Raises OSError when the disk is full or fails, Damaged when an original no longer has the bytes that its name says.
    """
    with open(beside, "wb") as stream:
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
            for item in bag.items:
                _add(archive, bag.name, item, at)
        stream.flush()
        os.fsync(stream.fileno())
    with open(beside, "rb") as written:
        return digest_of(blocks(written))[0]


def publish(files: Sequence[tuple[Path, Path]]) -> None:
    """Give files that are whole and synced their final names. Raises FileExistsError when one is taken."""
    for _, final in files:
        if final.exists():
            raise FileExistsError(17, "there is a file of that name already", str(final))
    for beside, final in files:
        os.replace(beside, final)
        Disk(final.resolve().parent).sync_folder("")


def _add(archive: zipfile.ZipFile, folder: str, item: Item, at: str) -> None:
    member = zipfile.ZipInfo(f"{folder}/{item.path}", _stamp(at))
    member.create_system, member.external_attr, member.file_size = 3, 0o100644 << 16, item.size
    digest = hashlib.sha256()
    with item.open() as source, archive.open(member, "w", force_zip64=item.size > 0x7FFFFFFF) as target:
        while block := source.read(BLOCK):
            digest.update(block)
            target.write(block)
    if digest.hexdigest() != item.sha256:
        raise Damaged(
            f"{item.path} changed while the hand-over was written. Nothing was made. Run: fullpicture verify CASE"
        )


def _stamp(at: str) -> tuple[int, int, int, int, int, int]:
    """A ZIP's clock has steps of two seconds and no zone; ours shows UTC."""
    year, month, day = (int(part) for part in at[:10].split("-"))
    hour, minute, second = (int(part) for part in at[11:19].split(":"))
    return max(_EARLIEST, (year, month, day, hour, minute, second - second % 2))
