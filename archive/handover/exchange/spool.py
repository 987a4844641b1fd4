"""Lines put aside in one nameless file until all entries were seen: order by key, without holding what is kept."""

import tempfile
from array import array
from collections.abc import Iterator
from pathlib import Path


class Spool:
    """Lines by key. Of each line only the place is remembered; the file is gone when it is closed, or the program ends.

    `folder` is where that file lies: it holds evidence, so it is a folder of the case.
    """

    def __init__(self, folder: Path) -> None:
        self._file = tempfile.TemporaryFile(dir=folder)
        self._places: dict[tuple[str, ...], array[int]] = {}
        self._end = 0

    def put(self, key: tuple[str, ...], line: bytes) -> None:
        """Keep a line, which holds no line end, as the last one of its key."""
        self._places.setdefault(key, array("Q")).append(self._end)
        self._end += self._file.write(line + b"\n")

    def keys(self) -> list[tuple[str, ...]]:
        """All keys, in the order in which they came."""
        return list(self._places)

    def count(self, key: tuple[str, ...]) -> int:
        """How many lines a key has."""
        return len(self._places.get(key, ()))

    def lines(self, key: tuple[str, ...]) -> Iterator[bytes]:
        """The lines of a key in the order in which they came, without their line ends. Nothing may be put meanwhile."""
        for place in self._places.get(key, ()):
            self._file.seek(place)
            yield self._file.readline()[:-1]

    def close(self) -> None:
        """Let go of the file, and of all that was kept."""
        self._file.close()
