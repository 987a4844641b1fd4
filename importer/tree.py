"""The drop as one virtual tree, and one file of it as a Source: what parsers are given to read.

A folder, a zip, seven zips of one download and a lone file all become entries with a path. Nothing is unpacked:
an entry knows the file on disk that holds its bytes and where in it they stand.
"""

import hashlib
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from itertools import takewhile
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol

from importer.places import Place
from parsers import HEAD, Kept

__all__ = ["Branch", "DropSource", "Entry", "Forest", "Hasher", "Place", "Sink", "Skipped"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the drop.

    `name` is its path inside the drop (zip members stand where the zip stood). `object` and `members` say how the
    archive finds the bytes again: the SHA-256 of the stored object, and the chain of member names inside it (as the
    containers write them; where one holds a name twice, the second has " (2)" added). `sha256` is that of the entry's
    own bytes; it equals `object` for a plain file. Both are "" until hashed.

    `modified` is known as an instant or not at all. `stamp` is the wall-clock time that a zip gives a member, as
    written and without a zone: "2024-03-02T21:17:44". `found_as` is the path under which the bytes really stood, where
    `name` is a better one (iPhone backups). `opened` is the kind of container that the entry is, when its members
    follow as entries of their own; "foreign" is one that is known but not looked into.
    """

    name: str
    place: Place
    size: int
    modified: float | None = None
    sha256: str = ""
    object: str = ""
    members: tuple[str, ...] = ()
    stamp: str = ""
    found_as: str = ""
    opened: str = ""

    def open(self) -> BinaryIO:
        return self.place.open()


@dataclass(frozen=True, slots=True)
class Skipped:
    """What a drop holds and no entry stands for, or a remark on an entry; with a code and a reason in plain words.

    `problem` True: it must be listed as a problem. False: it is only counted and listed. `count` is how many files of
    the drop it stands for; 0 for a remark on something that is an entry as well, such as a zip that is cut short.
    """

    name: str
    reason: str
    code: str
    problem: bool = True
    count: int = 1


class Sink(Protocol):
    """Takes decoded bytes for the archive, and lends a private folder for copies."""

    @property
    def work(self) -> Path: ...

    def keep(self, chunks: Iterable[bytes]) -> Kept: ...

    def alive(self) -> None: ...


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

    def alive(self) -> None:
        """Nobody waits."""


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
        found = self._answer("attach", suffix, self._nearest(suffix)[:1])
        if found is not None:
            self.attached.add(found.name)
        return found

    def ask_again(self, questions: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """What this tree answers to questions asked of an earlier one."""
        methods = {"find": self.find, "sibling": self.sibling, "all": self.all, "attach": self.attach}
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
        answer = ",".join(entry.sha256 or entry.name for entry in found)
        many = len(found) > 1  # a thousand threads may each ask for a thousand files
        self.asked[how, what] = hashlib.sha256(answer.encode()).hexdigest() if many else answer
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

    def alive(self) -> None:
        self._sink.alive()

    @contextmanager
    def copy(self, *beside: str) -> Iterator[Path]:
        with tempfile.TemporaryDirectory(dir=self._sink.work) as folder:
            target = Path(folder) / "copy"
            _pour(self.entry, target)
            for ending in beside:
                companion = self.tree.sibling(self.name.rpartition("/")[2] + ending)  # not another phone's
                if companion is not None:
                    self.tree.attached.add(companion.name)
                    _pour(companion, Path(f"{target}{ending}"))
            yield target


def _pour(entry: Entry, target: Path) -> None:
    with entry.open() as stream, open(target, "xb") as out:
        shutil.copyfileobj(stream, out, 1 << 20)
