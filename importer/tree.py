"""The drop as one virtual tree, and one file of it as a Source: what parsers are given to read.

A folder, a zip, seven zips of one download and a lone file all become entries with a path. Nothing is unpacked:
an entry knows the file on disk that holds its bytes and where in it they stand.
"""

import hashlib
import io
import os
import shutil
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import takewhile
from pathlib import Path, PurePosixPath
from typing import BinaryIO, NamedTuple, Protocol

from parsers import HEAD, Kept


class Place(NamedTuple):
    """Where bytes stand on disk: a whole file, a member of a zip by its index, or a range of a file (tar)."""

    file: str
    zipped: int | None = None
    start: int | None = None
    length: int = 0

    def open(self) -> BinaryIO:
        """The bytes, read-only. Raises OSError, zipfile.BadZipFile or zlib.error when they cannot be read."""
        if self.zipped is not None:
            archive = _zip(self.file)
            return archive.open(archive.infolist()[self.zipped])  # type: ignore[return-value]
        stream = open(self.file, "rb")
        return stream if self.start is None else io.BufferedReader(Window(stream, self.start, self.length))


@lru_cache(4)
def _zip(file: str) -> zipfile.ZipFile:
    return zipfile.ZipFile(file)


class Window(io.RawIOBase):
    """A range of a file that looks like a file of its own."""

    def __init__(self, stream: BinaryIO, start: int, length: int) -> None:
        self._stream, self._start, self._length, self._at = stream, start, length, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        origin = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._length}[whence]
        self._at = max(0, origin + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        self._stream.seek(self._start + self._at)
        data = self._stream.read(min(len(buffer), max(0, self._length - self._at)))
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the drop.

    `name` is its path inside the drop (zip members stand where the zip stood). `object` and `members` say how the
    archive finds the bytes again: the SHA-256 of the stored object, and the chain of member names inside it.
    `sha256` is that of the entry's own bytes; it equals `object` for a plain file. Both are "" until hashed.
    """

    name: str
    place: Place
    size: int
    modified: float | None = None
    sha256: str = ""
    object: str = ""
    members: tuple[str, ...] = ()

    def open(self) -> BinaryIO:
        return self.place.open()


class Sink(Protocol):
    """Takes decoded bytes for the archive, and lends a private folder for copies."""

    @property
    def work(self) -> Path: ...

    def keep(self, chunks: Iterable[bytes]) -> Kept: ...


class Hasher:
    """A sink for looking without an archive (`identify`, tests): hashes what it is given and keeps nothing."""

    @property
    def work(self) -> Path:
        return Path(tempfile.gettempdir())

    def keep(self, chunks: Iterable[bytes]) -> Kept:
        digest, size = hashlib.sha256(), 0
        for chunk in chunks:
            digest.update(chunk)
            size += len(chunk)
        return Kept(digest.hexdigest(), size)


class Forest:
    """All entries of a drop, found by the end of their path."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._by_name: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            self._by_name[PurePosixPath(entry.name).name.casefold()].append(entry)

    def ending(self, suffix: str) -> list[Entry]:
        """Every entry whose path ends in `suffix` at a `/`, whatever the case of its letters."""
        wanted = suffix.casefold().strip("/")
        found = self._by_name.get(wanted.rpartition("/")[2], ())
        return [entry for entry in found if f"/{entry.name.casefold()}".endswith(f"/{wanted}")]

    def named(self, name: str) -> Entry | None:
        """The entry with exactly this path, or None."""
        return next((entry for entry in self.ending(name) if entry.name == name), None)


@dataclass(frozen=True, slots=True)
class Branch:
    """The tree as one source sees it: nearest first, and every question remembered with its answer."""

    forest: Forest
    name: str
    asked: dict[tuple[str, str], str] = field(default_factory=dict)
    attached: set[str] = field(default_factory=set)

    def find(self, suffix: str) -> Entry | None:
        found = self._nearest(suffix)
        return self._answer("find", suffix, found[:1])

    def sibling(self, name: str) -> Entry | None:
        folder = self.name.rpartition("/")[0]
        wanted = f"{folder}/{name}" if folder else name
        found = [entry for entry in self.forest.ending(wanted) if entry.name.casefold() == wanted.casefold()]
        return self._answer("sibling", name, found[:1])

    def all(self, suffix: str) -> Sequence[Entry]:
        found = self._nearest(suffix)
        self._answer("all", suffix, found)
        return found

    def attach(self, suffix: str) -> Entry | None:
        found = self._answer("find", suffix, self._nearest(suffix)[:1])
        if found is not None:
            self.attached.add(found.name)
        return found

    def ask_again(self, questions: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """What this tree answers to questions asked of an earlier one."""
        methods = {"find": self.find, "sibling": self.sibling, "all": self.all}
        for how, what in questions:
            methods[how](what)
        return self.asked

    def _nearest(self, suffix: str) -> list[Entry]:
        def distance(entry: Entry) -> tuple[int, int, str]:
            pairs = zip(entry.name.split("/"), self.name.split("/"), strict=False)
            shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
            return (-shared, entry.name.count("/"), entry.name)

        return sorted(self.forest.ending(suffix), key=distance)

    def _answer(self, how: str, what: str, found: Sequence[Entry]) -> Entry | None:
        self.asked[how, what] = ",".join(entry.sha256 or entry.name for entry in found)
        return found[0] if found else None


class DropSource:
    """One entry of the drop, ready to be identified and parsed."""

    def __init__(self, entry: Entry, forest: Forest, sink: Sink | None = None) -> None:
        self.entry = entry
        self.tree = Branch(forest, entry.name)
        self._sink = sink or Hasher()

    @property
    def name(self) -> str:
        return self.entry.name

    @property
    def size(self) -> int:
        return self.entry.size

    @property
    def modified(self) -> float | None:
        return self.entry.modified

    @cached_property
    def head(self) -> bytes:
        with self.open() as stream:
            return stream.read(HEAD)

    def open(self) -> BinaryIO:
        return self.entry.open()

    def keep(self, data: bytes | Iterable[bytes]) -> Kept:
        return self._sink.keep([data] if isinstance(data, bytes) else data)

    @contextmanager
    def copy(self, *beside: str) -> Iterator[Path]:
        with tempfile.TemporaryDirectory(dir=self._sink.work) as folder:
            target = Path(folder) / "copy"
            _pour(self.entry, target)
            for ending in beside:
                companion = self.tree.attach(self.name.rpartition("/")[2] + ending)
                if companion is not None:
                    _pour(companion, Path(f"{target}{ending}"))
            yield target


def _pour(entry: Entry, target: Path) -> None:
    with entry.open() as stream, open(target, "xb") as out:
        shutil.copyfileobj(stream, out, 1 << 20)
