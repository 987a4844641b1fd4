"""A case folder, opened: lock, log, objects and catalogue together, and the way back after a crash.

Writing goes through one Batch at a time, whose order is the promise: bytes synced, then names, then one log line (the
commit), then the catalogue. Whatever instant the power goes, opening the case again finds every acknowledged batch.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from archive import catalogue, custody, lines
from archive.batch import Batch
from archive.catalogue import Catalogue
from archive.custody import Head, Log
from archive.disk import Disk
from archive.errors import CannotWrite, CaseExists, Damaged, InUse, NotACase
from archive.objects import FOLDERS, Objects
from archive.readme import README

LOCK = "staging/lock"


class Case:
    """One case folder. Use `create` or `open`; close it, or use it in a `with`."""

    def __init__(self, disk: Disk, actor: str, tool: str) -> None:
        self.disk, self.actor, self.tool = disk, actor, tool
        self.objects = Objects(disk)
        self.log = Log(disk)
        self._lock: sqlite3.Connection | None = None
        self._catalogue: Catalogue | None = None

    @classmethod
    def create(cls, root: Path, declared: lines.CaseLine, actor: str, tool: str) -> "Case":
        """Make a new case folder. Raises CaseExists when one is there, CannotWrite when it cannot be made."""
        if (root / custody.NAME).exists():
            raise CaseExists(f"{root} is a case folder already. Nothing was changed.")
        if root.exists() and any(root.iterdir()):
            raise CaseExists(f"{root} is not empty. Choose a new folder for the case. Nothing was changed.")
        try:
            _lay_out(root)
        except OSError as error:
            raise CannotWrite(f"The case folder {root} cannot be made: {error.strerror}.") from error
        case = cls(Disk(root), actor, tool)
        case._take_lock()
        case._open_catalogue(fresh=True)
        with case.batch() as batch:
            batch.add(declared)
            batch.commit("created", {})
        return case

    @classmethod
    def open(cls, root: Path, actor: str = "", tool: str = "", *, write: bool = False) -> "Case":
        """Open a case folder; with `write`, lock it and mend what a crash left behind.

        Raises NotACase, InUse (somebody else writes), CannotWrite, or Damaged when log and catalogue contradict.
        """
        if not (root / custody.NAME).exists() and not (root / catalogue.NAME).exists():
            raise NotACase(f"{root} is not a Fullpicture case folder. Make one with: fullpicture init {root}")
        case = cls(Disk(root), actor, tool)
        try:
            case._open_to_write() if write else case._open_to_read()
        except BaseException:
            case.close()
            raise
        return case

    @property
    def root(self) -> Path:
        return self.disk.root

    @property
    def catalogue(self) -> Catalogue:
        assert self._catalogue is not None
        return self._catalogue

    @property
    def db(self) -> sqlite3.Connection:
        return self.catalogue.db

    @property
    def declared(self) -> lines.CaseLine:
        return self.catalogue.declared

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if self._catalogue:
            self._catalogue.db.close()
            self._catalogue = None
        if self._lock:
            self._lock.close()
            self._lock = None

    def begin(self) -> Batch:
        """Start a batch. End it by its `commit`, or by `take_back`."""
        self.db.execute("BEGIN IMMEDIATE")
        return Batch(self.objects, self.log, self.catalogue, (self.actor, self.tool))

    def take_back(self) -> None:
        """Forget a batch that was begun and not committed, if there is one."""
        if self.db.in_transaction:
            self.db.execute("ROLLBACK")
            self.catalogue.forget()

    @contextmanager
    def batch(self) -> Iterator[Batch]:
        """One batch to be committed as a whole. Leaving the block without `commit` takes all of it back."""
        try:
            yield self.begin()
        finally:
            self.take_back()

    def segment(self, seq: int) -> bytes:
        """The segment of a log entry."""
        (sha256,) = self.db.execute("SELECT sha256 FROM segment WHERE seq=?", (seq,)).fetchone()
        with self.objects.open(sha256) as stream:
            return stream.read()

    def note_receipt(self, text: str) -> None:
        """Add a receipt to receipts.txt: a convenience; the one that counts is kept elsewhere."""
        self.disk.append("receipts.txt", f"{text}\n".encode())

    def _take_lock(self) -> None:
        """One writer at a time. The lock is the operating system's and ends with the process, however it ends."""
        self._lock = sqlite3.connect(self.disk.path(LOCK), timeout=0, isolation_level=None)
        try:
            self._lock.execute("PRAGMA journal_mode=MEMORY")
            self._lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise InUse("Another Fullpicture is writing to this case. Wait until it has finished.") from error
            raise CannotWrite(f"The case folder {self.root} cannot be written to ({error}).") from error

    def _open_to_write(self) -> None:
        try:
            missing = [folder for folder in FOLDERS if not self.disk.exists(folder)]
            for folder in missing:  # an empty folder does not survive every way of copying a case
                self.disk.make_folder(folder)
        except OSError as error:
            raise CannotWrite(f"The case folder {self.root} cannot be written to: {error.strerror}.") from error
        self._take_lock()
        torn = self.log.repair(self._applied())
        self.log.load()
        self._open_catalogue(fresh=not self.disk.exists(catalogue.NAME))
        self._catch_up()
        if torn:
            with self.batch() as batch:
                batch.commit("recovered", {"torn_bytes": len(torn)})
        self.objects.clear_staging()

    def _open_to_read(self) -> None:
        self.log.load()
        if self.disk.exists(catalogue.NAME):
            self._catalogue = Catalogue(_checked(catalogue.connect(self.disk.path(catalogue.NAME), read_only=True)))
            if self.catalogue.head == self.log.head:
                return
            self._refuse_if_ahead()
        self.close()
        self._open_to_write()

    def _applied(self) -> int:
        """The highest log entry that the catalogue has applied: a second witness of how long the log is."""
        if not self.disk.exists(catalogue.NAME):
            return 0
        db = catalogue.connect(self.disk.path(catalogue.NAME))
        try:
            return Catalogue(_checked(db)).head.seq
        finally:
            db.close()

    def _open_catalogue(self, *, fresh: bool) -> None:
        self._catalogue = Catalogue(catalogue.connect(self.disk.path(catalogue.NAME)))
        if fresh or not self.db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            self.catalogue.create()
            self.disk.sync_folder("")

    def _refuse_if_ahead(self) -> None:
        """Raise Damaged when the catalogue has seen a log that this one does not continue."""
        held = self.catalogue.head
        if held.seq > self.log.seq:
            raise Damaged(
                f"The catalogue has seen entry {held.seq} of the custody log, but the log ends at entry "
                f"{self.log.seq}: its end is missing. Nothing was changed. Run: fullpicture verify {self.root}"
            )
        if held.seq and held != self._head_at(held.seq):
            raise Damaged(
                f"The custody log was rewritten since the catalogue last saw it (entry {held.seq}). "
                f"Nothing was changed. Run: fullpicture verify {self.root}"
            )

    def _head_at(self, seq: int) -> Head:
        entries = custody.events(self.disk.read(custody.NAME))
        return next(event.head for event in entries if event.seq == seq)

    def _catch_up(self) -> None:
        """Apply what the log has and the catalogue has not: the commit was made, the index did not follow."""
        self._refuse_if_ahead()
        applied = self.catalogue.head.seq
        if applied == self.log.seq:
            return
        for event in custody.events(self.disk.read(custody.NAME)):
            if event.seq > applied:
                self.db.execute("BEGIN IMMEDIATE")
                replay(self.catalogue, self.objects, event)
                self.db.execute("COMMIT")


def replay(index: Catalogue, objects: Objects, event: custody.Event) -> None:
    """Apply one log entry to a catalogue from its segment. Raises Damaged when the segment is not what the log says."""
    sha256 = str(event.fields.get("segment", ""))
    if not sha256:
        index.close_entry(event.head, None)
        return
    if not objects.whole(sha256):
        raise Damaged(f"The segment of log entry {event.seq} is missing or changed ({sha256}).")
    with objects.open(sha256) as stream:
        segment = stream.read()
    index.replay(event.seq, segment)
    index.close_entry(event.head, (sha256, len(segment)))


def _checked(db: sqlite3.Connection) -> sqlite3.Connection:
    """Raise Damaged when a file is no catalogue of ours."""
    try:
        (found,) = db.execute("PRAGMA application_id").fetchone()
        (version,) = db.execute("PRAGMA user_version").fetchone()
        Catalogue(db).head  # noqa: B018 - reads the two rows that every catalogue has
    except (sqlite3.Error, KeyError, ValueError) as error:
        db.close()
        raise Damaged(f"The catalogue cannot be read ({error}). {_REBUILD}") from error
    if (found, version) != (catalogue.APPLICATION_ID, catalogue.USER_VERSION):
        db.close()
        raise Damaged(f"The catalogue was made by another program or version. {_REBUILD}")
    return db


_REBUILD = (
    "The evidence is not in it: log and objects are the truth. Keep a copy, move catalogue.sqlite3 away, "
    "and run any command: it will be built again."
)


def _lay_out(root: Path) -> None:
    root.mkdir(parents=True, exist_ok=True)
    disk = Disk(root)
    for folder in FOLDERS:
        disk.make_folder(folder)
    disk.create("READ-ME.txt", [README.replace("\n", "\r\n").encode()])
    disk.sync("READ-ME.txt")
    disk.sync_folder("")
