"""Stores the files of a drop: exact bytes into the archive, hashed on the way, before anything tries to understand them."""

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from archive import lines
from archive.case import Case
from archive.disk import blocks, digest_of
from archive.objects import Objects
from importer import containers, drop
from importer.pace import Pace
from importer.reading import plain
from importer.tree import Entry, Place, Skipped


class SourceError(Exception):
    """A file of the drop could not be read, as opposed to the archive not being written."""

    def __init__(self, reason: OSError) -> None:
        super().__init__(str(reason))
        self.reason = reason


class Keeper:
    """Puts entries into one case. What was held before this import is known by `held`."""

    def __init__(self, case: Case, pace: Pace) -> None:
        self._case, self._pace = case, pace
        self.held: set[str] = set()
        self.bytes = 0

    def keep(self, entry: Entry) -> Iterator[Entry | Skipped]:
        """Store one plain file. Yields the entry with its hash, its bytes read from the archive after the next commit;
        or what went wrong. An error of the archive's own disk is raised."""
        try:
            with _opened(entry) as stream:
                before = _state(stream)
                sha256, size = self._store(stream, entry.size)
                changed = _state(stream) != before
        except SourceError as error:
            yield drop.failed(entry.name, error.reason)
            return
        if changed:
            reason = "The file was changed by another program while it was read. What was read is kept; add it again."
            yield Skipped(entry.name, reason, "changed-while-reading", count=0)
        place = Place(str(self._case.disk.path(Objects.name(sha256))))  # there once the batch is committed
        kept = replace(entry, sha256=sha256, object=sha256, place=place, size=size)
        self._note(kept)
        yield kept

    def keep_member(self, entry: Entry, known: dict[tuple[str, ...], tuple[str, int]]) -> Iterator[Entry | Skipped]:
        """Hash the member of a stored container; its bytes stay where they are. `known` spares a second reading.

        Of a damaged member, what stands before the damage is read; that it is damaged is a problem.
        """
        sha256, size = known.get(entry.members, ("", 0))
        if not sha256:
            try:
                sha256, size = self._hash(entry)
            except OSError as error:
                reason = f"This file inside a container is damaged: {plain(error)}. What can be read of it is read."
                entry = containers.rescue(entry)
                sha256, size = self._hash(entry)
                yield Skipped(entry.name, reason, "damaged-member", count=0)
        if entry.members in known or self._case.catalogue.content(sha256) is not None:
            self.held.add(sha256)
        kept = replace(entry, sha256=sha256, size=size)
        self._note(kept)
        yield kept

    def _hash(self, entry: Entry) -> tuple[str, int]:
        with entry.open() as stream:
            sha256, size = digest_of(blocks(stream))
        self.bytes += size
        return sha256, size

    def members_of(self, container: Entry) -> dict[tuple[str, ...], tuple[str, int]]:
        """What an earlier import found inside a stored container: hash and size by the chain of names."""
        query = """SELECT s.members, c.sha256, c.size FROM source s JOIN content c ON c.n = s.content
                   WHERE s.object=? AND s.members != '[]'"""
        rows = self._case.db.execute(query, (self._case.catalogue.content(container.sha256),))
        return {tuple(json.loads(members)): (sha256, size) for members, sha256, size in rows}

    def _store(self, stream: BinaryIO, size: int) -> tuple[str, int]:
        """Bring a stream's bytes into the archive, writing them only if they are not there. Returns hash and size."""
        objects, batch = self._case.objects, self._pace.batch
        if self._maybe_held(size):
            sha256, read = digest_of(_blocks(stream))
            self.bytes += read
            stream.seek(0)
            if batch.holds(sha256) or self._is_held(objects, sha256, stream):
                return sha256, read
            stream.seek(0)
        copy = objects.stage(_blocks(stream))
        self.bytes += copy.size
        batch.hold(copy)
        return copy.sha256, copy.size

    def _maybe_held(self, size: int) -> bool:
        found = self._case.db.execute("SELECT 1 FROM content WHERE stored AND size=? LIMIT 1", (size,))
        return found.fetchone() is not None

    def _is_held(self, objects: Objects, sha256: str, stream: BinaryIO) -> bool:
        """Whether the archive holds these bytes, proved by comparing all of them; a rotted copy is replaced."""
        if self._case.catalogue.content(sha256) is None or not objects.has(sha256):
            return False
        if objects.same(sha256, stream):
            self.held.add(sha256)
            return True
        if not objects.whole(sha256):
            objects.set_aside(sha256)
        return False

    def note(self, part: Entry) -> list[Entry]:
        """Let a decoded part of a mail, an object already, join the drop as a file of its own."""
        size = self._case.disk.size(Objects.name(part.sha256))
        kept = replace(part, size=size)
        if self._case.catalogue.content(part.sha256) is None:
            return []
        self._note(kept)
        return [kept]

    def _note(self, entry: Entry) -> None:
        line = lines.SourceLine(
            entry.name,
            entry.sha256,
            entry.size,
            entry.object,
            entry.members,
            entry.modified,
            entry.stamp,
            entry.found_as,
        )
        self._pace.batch.add(line)
        self._pace.rest()


def _state(stream: BinaryIO) -> tuple[int, int]:
    state = os.fstat(stream.fileno())
    return state.st_size, state.st_mtime_ns


def _opened(entry: Entry) -> BinaryIO:
    try:
        return entry.open()
    except OSError as error:
        raise SourceError(error) from error


def _blocks(stream: BinaryIO) -> Iterator[bytes]:
    try:
        yield from blocks(stream)
    except OSError as error:
        raise SourceError(error) from error
