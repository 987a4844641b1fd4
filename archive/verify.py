"""Checks a case from its bytes up. The result is a list of what is damaged, never a bare yes or no.

What can be proved from the folder alone: every byte of the log, of every segment and object, and every row of the
catalogue. What cannot: that the whole folder was not replaced by another that agrees with itself. A receipt, an
earlier hand-over or a timestamp shows that, so receipts are compared where they are given.
"""

import os
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec
from msgspec import Struct

from archive import catalogue, custody, lines, receipts, timestamp_check
from archive.case import replay
from archive.catalogue import Catalogue
from archive.custody import Event, Head
from archive.disk import Disk
from archive.errors import Damaged, NotACase
from archive.objects import Objects

_UNREADABLE = (sqlite3.Error, ValueError, KeyError, OverflowError)
"""What a damaged database raises; ValueError also stands for an error message that is no UTF-8 itself."""


_LARGE = 64 << 20  # bytes of segments


class Damage(Struct, frozen=True):
    """One thing that is not as it was: what it is, and what is wrong with it."""

    what: str
    why: str


class Verdict(Struct, frozen=True):
    """What a check found. `damage` empty means whole; `notes` are harmless; `checked` counts what was looked at."""

    damage: tuple[Damage, ...]
    notes: tuple[str, ...]
    checked: dict[str, int]
    receipt: str


def verify(root: Path, expected: Sequence[Head] = (), authority: bytes = b"") -> Verdict:
    """Check the case in `root`, and that its log agrees with the receipts in `expected`. Writes nothing.

    `authority` is the certificate (PEM or DER) of the time-stamp authority that the reader trusts, if there is one.
    Raises NotACase when there is neither a log nor a catalogue.
    """
    disk = Disk(root)
    if not disk.exists(custody.NAME) and not disk.exists(catalogue.NAME):
        raise NotACase(f"{root} is not a Fullpicture case folder.")
    found, entries = _log(disk)
    check = _Check(disk, entries)
    damage = [*found, *_witness(disk, entries), *_receipts(disk, entries, expected)]
    damage += [] if found else [*check.objects(), *check.catalogue()]
    stamps = [] if found else list(timestamp_check.check(disk, entries, authority))
    damage += [Damage(stamp.file, stamp.words) for stamp in stamps if stamp.harm]
    notes = [*check.notes(), *(stamp.words for stamp in stamps if not stamp.harm)]
    receipt = receipts.write(entries[-1].head) if entries and not found else ""
    return Verdict(tuple(damage), tuple(notes), check.checked, receipt)


def _log(disk: Disk) -> tuple[list[Damage], list[Event]]:
    if not disk.exists(custody.NAME):
        return [Damage("custody.jsonl", "The custody log is missing.")], []
    entries: list[Event] = []
    try:
        entries += custody.events(disk.read(custody.NAME))
    except Damaged as error:
        return [Damage("custody.jsonl", str(error))], entries
    return ([] if entries else [Damage("custody.jsonl", "The custody log is empty.")]), entries


def _witness(disk: Disk, entries: Sequence[Event]) -> Iterator[Damage]:
    """The catalogue remembers how far the log went and its hash there: that shows a changed last entry, or a cut end."""
    if not disk.exists(catalogue.NAME):
        return
    try:
        db = catalogue.connect(disk.path(catalogue.NAME), read_only=True)
        held = Catalogue(db).head
        db.close()
    except _UNREADABLE:
        return  # said where the catalogue itself is compared
    if held.seq > len(entries):
        yield Damage("custody.jsonl", f"The catalogue has seen entry {held.seq}, but the log ends at {len(entries)}.")
    elif held.seq and entries[held.seq - 1].head != held:
        yield Damage("custody.jsonl", f"The log up to entry {held.seq} is not what the catalogue has seen.")


def _receipts(disk: Disk, entries: Sequence[Event], expected: Sequence[Head]) -> Iterator[Damage]:
    """Compare with receipts at hand: those given, and those kept in the folder itself."""
    kept = disk.read("receipts.txt").decode("utf-8", "replace") if disk.exists("receipts.txt") else ""
    for origin, heads in (("receipt", expected), ("receipts.txt", receipts.read(kept))):
        for head in dict.fromkeys(heads):
            if head.seq > len(entries):
                end = f"the log ends at entry {len(entries)}"
                yield Damage(origin, f"A receipt names entry {head.seq}, but {end}: its end is missing.")
            elif head.seq < 1 or entries[head.seq - 1].head != head:
                yield Damage(origin, f"The log up to entry {head.seq} is not what the receipt says.")


class _Check:
    """The checks that need the whole list of what the log acknowledges."""

    def __init__(self, disk: Disk, entries: Sequence[Event]) -> None:
        self._disk, self._entries = disk, entries
        self._objects = Objects(disk)
        self._known: set[str] = set()
        self.checked = {"entries": len(entries), "objects": 0, "records": 0}

    def objects(self) -> Iterator[Damage]:
        """Every segment, and every object that a segment names, is there and has its name as its hash."""
        for event in self._entries:
            sha256 = str(event.fields.get("segment", ""))
            if sha256:
                yield from self._segment(event.seq, sha256)

    def _segment(self, seq: int, sha256: str) -> Iterator[Damage]:
        if (why := self._wrong(sha256)) is not None:
            yield Damage(f"objects/{sha256[:2]}/{sha256}", f"The segment of log entry {seq} {why}.")
            return
        with self._objects.open(sha256) as stream:
            for named in self._named(stream.read()):
                if (why := self._wrong(named)) is not None:
                    yield Damage(f"objects/{named[:2]}/{named}", f"An object acknowledged by log entry {seq} {why}.")

    def _named(self, segment: bytes) -> Iterator[str]:
        for _, line in lines.decode(segment):
            match line:
                case lines.SourceLine():
                    yield line.object
                case lines.ObjectLine():
                    yield line.sha256
                case lines.RecordLine():
                    self.checked["records"] += 1

    def _wrong(self, sha256: str) -> str | None:
        """What is wrong with an object; None when it is whole or was looked at before."""
        if sha256 in self._known:
            return None
        self._known.add(sha256)
        self.checked["objects"] += 1
        if not self._objects.has(sha256):
            return "is missing"
        return None if self._objects.whole(sha256) else "was changed: its bytes no longer have its name as their hash"

    def catalogue(self) -> Iterator[Damage]:
        """The catalogue says exactly what log and segments say: it is built again and compared row by row."""
        if not self._disk.exists(catalogue.NAME):
            yield Damage(catalogue.NAME, "The catalogue is missing. It holds no evidence; any command builds it again.")
            return
        with self._scratch() as place:
            yield from self._rebuilt(Catalogue(catalogue.connect(place)))

    @contextmanager
    def _scratch(self) -> Iterator[str]:
        """Where to build a catalogue for comparison: in memory, or for a large case in its staging folder if it can
        be written to; then the copy is removed again."""
        size = sum(int(str(event.fields.get("segment_size", 0))) for event in self._entries)
        if size < _LARGE or not os.access(self._disk.path("staging"), os.W_OK):
            yield ":memory:"
            return
        with tempfile.TemporaryDirectory(prefix="verify-", dir=self._disk.path("staging")) as folder:
            yield str(Path(folder) / "catalogue")

    def _rebuilt(self, fresh: Catalogue) -> Iterator[Damage]:
        fresh.db.execute("PRAGMA synchronous=OFF")
        fresh.create()
        try:
            for event in self._entries:
                fresh.db.execute("BEGIN")
                replay(fresh, self._objects, event)
                fresh.db.execute("COMMIT")
        except (Damaged, msgspec.DecodeError, *_UNREADABLE) as error:
            yield Damage("segments", f"The catalogue cannot be built again from the log: {error}")
            return
        try:
            yield from _compare(fresh.db, self._disk.path(catalogue.NAME))
        except _UNREADABLE as error:
            yield Damage(catalogue.NAME, f"The catalogue cannot be read: {error}.")
        finally:
            fresh.db.close()

    def notes(self) -> Iterator[str]:
        if not all(self._disk.exists(folder) for folder in ("objects", "staging", "quarantine")):
            return
        unknown = sum(1 for name in self._objects.all() if name not in self._known)
        if unknown and self._known:
            yield f"{unknown} objects are not named by the log: left by an import that was interrupted. Harmless."
        left = len([name for name in self._disk.names("staging") if name != "lock"])
        if left:
            yield f"{left} unfinished copies are in staging/. They were never acknowledged."
        aside = len(self._disk.names("quarantine"))
        if aside:
            yield f"{aside} files were set aside in quarantine/ when they were found broken."


def _compare(fresh: sqlite3.Connection, path: Path) -> Iterator[Damage]:
    """Name every table in which a catalogue file differs from one built anew."""
    held = catalogue.connect(path, read_only=True)
    try:
        (sound,) = held.execute("PRAGMA integrity_check(1)").fetchone()
        if sound != "ok":
            yield Damage(catalogue.NAME, f"SQLite finds it damaged: {sound}.")
            return
        for what in ("PRAGMA application_id", "PRAGMA user_version", _SCHEMA):
            if held.execute(what).fetchall() != fresh.execute(what).fetchall():
                yield Damage(catalogue.NAME, "Its tables are not those that Fullpicture makes.")
                return
        for table in _tables(fresh):
            if not _same(fresh, held, f"SELECT * FROM {table} ORDER BY 1, 2"):
                yield Damage(catalogue.NAME, f"Table `{table}` was changed: it differs from what the log says.")
        if not _same_words(fresh, held):
            yield Damage(catalogue.NAME, "The search index was changed: it differs from what the log says.")
    finally:
        held.close()


_SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY 1, 2"


def _tables(db: sqlite3.Connection) -> list[str]:
    every = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type='table'")]
    return [name for name in every if not name.startswith("words")]


def _same(left: sqlite3.Connection, right: sqlite3.Connection, query: str) -> bool:
    """Whether a query gives the same rows in both, read side by side so that memory stays flat."""
    one, other = left.execute(query), right.execute(query)
    while True:
        rows, others = one.fetchmany(1000), other.fetchmany(1000)
        if rows != others:
            return False
        if not rows:
            return True


def _same_words(left: sqlite3.Connection, right: sqlite3.Connection) -> bool:
    """Compare the search index word by word: its own tables may be merged in another way and still say the same."""
    for db in (left, right):
        db.execute("CREATE VIRTUAL TABLE temp.said USING fts5vocab(main, words, instance)")
    return _same(left, right, "SELECT term, doc, col, offset FROM temp.said")
