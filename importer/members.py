"""What the reader of a container says of each member: found, with its place; or refused, with the reason."""

from typing import BinaryIO, NamedTuple

from importer.places import Place


class Extent(NamedTuple):
    """A range of a file on disk in which a container stands."""

    file: str
    start: int
    length: int

    def open(self) -> BinaryIO:
        return Place(self.file, self.start, self.length).open()


class Refused(NamedTuple):
    """A member that is none or cannot be read, or (with an empty name) a remark on the container; see Skipped."""

    written: str
    reason: str
    code: str
    problem: bool = True
    files: int = 1


class Found(NamedTuple):
    """A member that can be read. `written` is its name as the container writes it; `packed` is what it takes there.

    A `size` of -1 is not known without unpacking. `remark` is what is wrong with it, though it can be read.
    """

    written: str
    place: Place
    size: int
    packed: int
    modified: float | None = None
    stamp: str = ""
    remark: Refused | None = None


def read_at(stream: BinaryIO, at: int, size: int) -> bytes:
    """Up to `size` bytes from a position; none when no file could be that long, as a hostile container may claim."""
    if not 0 <= at < 1 << 62:
        return b""
    stream.seek(at)
    return stream.read(size)
