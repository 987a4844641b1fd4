"""One batch: lines gathered for a segment, objects waiting beside the store, and the commit that makes both last."""

from enum import Enum
from functools import lru_cache

import msgspec
from msgspec import Raw

from archive import lines
from archive.catalogue import Catalogue
from archive.custody import Fields, Head, Log
from archive.identity import Indexed, id_of
from archive.objects import Objects, Staged
from archive.records import Record

_PROVENANCE = ("id", "content", "locator", "parser", "version")
_fields = msgspec.json.Decoder(dict[str, Raw]).decode
_record = msgspec.json.Decoder(Record).decode


class Taken(Enum):
    """What became of a record that was handed in."""

    NEW = "new"
    SIGHTING = "sighting"
    AGAIN = "again"


class Batch:
    """Gathers lines and objects; nothing of it counts before `commit` returns."""

    def __init__(self, objects: Objects, log: Log, catalogue: Catalogue, by: tuple[str, str]) -> None:
        self._objects, self._log, self._catalogue, self._by = objects, log, catalogue, by
        self._seq = log.seq + 1
        self._segment = bytearray()
        self._staged: dict[str, Staged] = {}
        self._bytes = 0
        self.records = 0

    @property
    def seq(self) -> int:
        """The number of the log entry that this batch will be."""
        return self._seq

    @property
    def size(self) -> int:
        """Bytes of the segment so far."""
        return len(self._segment)

    @property
    def waiting(self) -> tuple[int, int]:
        """How many staged objects wait for the commit, and how many bytes."""
        return len(self._staged), self._bytes

    def hold(self, copy: Staged) -> None:
        """A staged copy that becomes an object with this batch, and the line that says so."""
        if copy.sha256 in self._staged:
            self._objects.discard(copy)
            return
        self._staged[copy.sha256] = copy
        self._bytes += copy.size
        self.add(lines.ObjectLine(copy.sha256, copy.size))

    def holds(self, sha256: str) -> Staged | None:
        """The staged copy of these bytes, if one waits for this commit."""
        return self._staged.get(sha256)

    def add(self, line: lines.AnyLine) -> None:
        """A line other than a record."""
        start = len(self._segment)
        self._segment += lines.encode(line)
        self._catalogue.apply(self._seq, line, start)

    def take(self, found: Indexed, content: str, by: tuple[str, int], *, fresh: bool) -> Taken:
        """Take a record in: new, one more sighting of one that is held, or the same sighting again.

        `by` is the parser and its version. `fresh` says that nothing was ever seen in this content before.
        """
        held = self._catalogue.db.execute("SELECT n, k FROM record WHERE key=? ORDER BY k", (found.key,)).fetchall()
        match = self._match(held, found.locator, content, fresh=fresh) if held else None
        if match is None:
            self._take_new(found, content, held[-1][1] + 1 if held else 1, by)
            return Taken.NEW
        row, k, again = match
        self._take_sighting(found, content, (row, k), by)
        return Taken.AGAIN if again else Taken.SIGHTING

    def _match(
        self, held: list[tuple[int, int]], locator: str, content: str, *, fresh: bool
    ) -> tuple[int, int, bool] | None:
        """The held record that this happening is: the one seen at this very place, or the first of its repeats that
        was not yet seen elsewhere in this content. With its k, and whether it was seen at this very place before."""
        db, n = self._catalogue.db, self._catalogue.content(content)
        if not fresh:
            row = db.execute("SELECT record FROM sighting WHERE content=? AND locator=?", (n, locator)).fetchone()
            again = [pair for pair in held if row and pair[0] == row[0]]
            if again:
                return (*again[0], True)
        for pair in held:
            seen = "SELECT 1 FROM sighting WHERE record=? AND content=? AND locator!=?"
            if not db.execute(seen, (pair[0], n, locator)).fetchone():
                return (*pair, False)
        return None

    def _take_new(self, found: Indexed, content: str, k: int, by: tuple[str, int]) -> None:
        if k > 1:
            record = msgspec.structs.replace(_record(found.json), id=id_of(found.key, k))
            found = found._replace(json=msgspec.json.encode(record))
        line, head = lines.encode_record(k, found.json)
        row = self._catalogue.add_record(self._seq, len(self._segment) + head, k, found)
        self._catalogue.add_sighting(self._seq, None, content, (row, found.locator, *by))
        self._segment += line
        self.records += 1

    def _take_sighting(self, found: Indexed, content: str, held: tuple[int, int], by: tuple[str, int]) -> None:
        row, k = held
        differs = _difference(_fields(self._json_of(row)), _fields(found.json))
        line = lines.SightingLine(id_of(found.key, k), content, found.locator, *by, differs)
        start = len(self._segment) if differs else None
        self._segment += lines.encode(line)
        self._catalogue.add_sighting(self._seq, start, content, (row, found.locator, *by))

    def _json_of(self, row: int) -> bytes:
        where = self._catalogue.db.execute("SELECT seq, start, size FROM record WHERE n=?", (row,)).fetchone()
        seq, start, size = where
        if seq == self._seq:
            return bytes(self._segment[start : start + size])
        (sha256,) = self._catalogue.db.execute("SELECT sha256 FROM segment WHERE seq=?", (seq,)).fetchone()
        return _held_segment(self._objects, sha256)[start : start + size]

    def commit(self, event: str, fields: Fields) -> Head:
        """Make the batch last. Returns the log's new head when everything is on the medium."""
        named: dict[str, object] = dict(fields)
        segment: tuple[str, int] | None = None
        if self._segment:
            copy = self._objects.stage([bytes(self._segment)])
            self._staged[copy.sha256] = copy
            segment = (copy.sha256, copy.size)
            named |= {"segment": copy.sha256, "segment_size": copy.size}
        self._objects.settle(self._staged.values())
        if self._objects.healed:
            named["healed"] = sorted(set(self._objects.healed))
            self._objects.healed.clear()
        head = self._log.append(event, *self._by, named)  # type: ignore[arg-type]
        self._catalogue.close_entry(head, segment)
        self._catalogue.db.execute("COMMIT")
        return head


@lru_cache(2)
def _held_segment(objects: Objects, sha256: str) -> bytes:
    with objects.open(sha256) as stream:
        return stream.read()


def _difference(held: dict[str, Raw], now: dict[str, Raw]) -> dict[str, Raw]:
    """The fields that this sighting says otherwise; null where it says nothing and the held record does."""
    names = [name for name in (*held, *now) if name not in _PROVENANCE]
    changed = [name for name in dict.fromkeys(names) if bytes(held.get(name, b"")) != bytes(now.get(name, b""))]
    return {name: now.get(name, Raw(b"null")) for name in changed}
