"""Parsers: bytes in, records out. One module per format; `ls parsers` is the list of formats.

A module without a leading underscore is a parser. It has a docstring whose first line is the name shown to
people, `VERSION: int`, and two functions:

    def identify(source: Source) -> Confidence
        Reads `source.head` and the names in `source.tree` only. Never raises.

    def parse(source: Source) -> Iterator[Item]
        A stream of Record, Problem and Notice. What cannot be read is yielded as a Problem, and reading goes on.

A third one is for formats that the first 64 KiB cannot tell (pictures, of which only some show a chat):

    def confirm(source: Source) -> bool
        Asked only when `identify` won, and may read everything. False leaves the source to the next best parser.

Raise VERSION when the same bytes would give other records. A parser knows nothing of folders, archives or screens.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from enum import IntEnum
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol

from archive.records import Item

HEAD = 64 * 1024
"""How many bytes of a source `identify` may look at."""


class Confidence(IntEnum):
    """How sure a parser is that a source is its own. The highest wins; a tie at the top is reported, never guessed."""

    NO = 0
    POSSIBLE = 1  # only the container fits
    PROBABLE = 2  # the structure fits
    CERTAIN = 3  # a mark that only this format has


class Kept(NamedTuple):
    """Bytes that the archive now holds as an object of their own."""

    sha256: str
    size: int


class Member(Protocol):
    """A file of the drop, as a parser sees it: a name in the tree, a size, a hash, and bytes."""

    @property
    def name(self) -> str:
        """Path inside the drop, with `/`; the members of a zip stand where the zip stood."""

    @property
    def size(self) -> int: ...

    @property
    def sha256(self) -> str: ...

    def open(self) -> BinaryIO:
        """The bytes, read-only, from the start. Seeking back may be slow. Raises OSError when they cannot be read."""


class Tree(Protocol):
    """The whole drop as one virtual tree: folder, zip, several zips of one download and lone file look alike.

    Names are compared without regard to case, from their end: `find("photos/1.jpg")` finds
    `part-2.zip/your_activity/…/photos/1.jpg`. Where several fit, the one nearest to the asking source wins.
    Every question is remembered, so that a source is read again when a later drop would answer it otherwise.
    """

    def find(self, suffix: str) -> Member | None:
        """The nearest file whose path ends in `suffix` at a `/`, or None."""

    def sibling(self, name: str) -> Member | None:
        """The file called `name` in the folder (or zip) of the asking source, or None."""

    def all(self, suffix: str) -> Sequence[Member]:
        """Every file whose path ends in `suffix`, nearest first."""

    def attach(self, suffix: str) -> Member | None:
        """Like `find`, for a file that a record names as its attachment: the ledger counts it as such."""


class Source(Protocol):
    """One file to identify and parse."""

    @property
    def name(self) -> str: ...

    @property
    def head(self) -> bytes:
        """The first 64 KiB, or all of a smaller file."""

    @property
    def size(self) -> int: ...

    @property
    def modified(self) -> float | None:
        """When the drop says that the file was last changed: seconds since 1970 UTC, or None."""

    @property
    def tree(self) -> Tree: ...

    def open(self) -> BinaryIO:
        """The bytes, read-only, from the start. Read them once, in order, where you can: they may be in a zip."""

    def copy(self, *beside: str) -> AbstractContextManager[Path]:
        """A private copy on disk, for readers that need a file; removed afterwards.

        `beside` are endings of companion files to put next to it when they exist, such as "-wal".
        """

    def keep(self, data: bytes | Iterable[bytes]) -> Kept:
        """Give decoded bytes (an attachment) to the archive. Empty data is kept like any other."""

    def alive(self) -> None:
        """Say that work goes on, during something long that yields nothing: a parser silent for minutes is stopped."""


class Parser(Protocol):
    """What a parser module looks like to the importer."""

    @property
    def VERSION(self) -> int: ...  # noqa: N802 - a constant of the module

    def identify(self, source: Source) -> Confidence: ...

    def parse(self, source: Source) -> Iterator[Item]: ...
