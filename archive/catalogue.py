"""The catalogue: a SQLite index over log and segments. It holds nothing that cannot be built again from them.

Texts are not in it: a row says where in which segment a record stands, and what is shown is read from there. So
nobody can put words into a record by editing the database, and a rebuilt catalogue equals the one it replaces.
"""

import json
import sqlite3
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

import msgspec

from archive import lines
from archive.custody import Head
from archive.identity import Indexed, indexed, parse_id
from archive.records import Record

NAME = "catalogue.sqlite3"
APPLICATION_ID = 0x46505443  # "FPTC"
USER_VERSION = 2  # 2: corrections

SCHEMA = """
CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE segment(seq INTEGER PRIMARY KEY, sha256 TEXT NOT NULL, size INTEGER NOT NULL) STRICT;
CREATE TABLE content(n INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, size INTEGER NOT NULL,
  stored INTEGER NOT NULL) STRICT;
CREATE INDEX content_size ON content(size) WHERE stored;
CREATE TABLE source(n INTEGER PRIMARY KEY, seq INTEGER NOT NULL, path TEXT NOT NULL, content INTEGER NOT NULL,
  object INTEGER NOT NULL, members TEXT NOT NULL, modified REAL, stamp TEXT NOT NULL,
  outcome TEXT NOT NULL, why TEXT NOT NULL) STRICT;
CREATE INDEX source_content ON source(content);
CREATE INDEX source_object ON source(object) WHERE members != '[]';
CREATE TABLE skipped(n INTEGER PRIMARY KEY, seq INTEGER NOT NULL, path TEXT NOT NULL, code TEXT NOT NULL,
  reason TEXT NOT NULL) STRICT;
CREATE TABLE reading(n INTEGER PRIMARY KEY, seq INTEGER NOT NULL, content INTEGER NOT NULL UNIQUE,
  outcome TEXT NOT NULL, parser TEXT NOT NULL, version INTEGER NOT NULL, readers TEXT NOT NULL,
  options TEXT NOT NULL, asked TEXT NOT NULL, found TEXT NOT NULL, magic TEXT NOT NULL,
  tied TEXT NOT NULL, enclosed TEXT NOT NULL) STRICT;
CREATE TABLE problem(n INTEGER PRIMARY KEY, seq INTEGER NOT NULL, path TEXT NOT NULL, content INTEGER,
  locator TEXT NOT NULL, code TEXT NOT NULL, reason TEXT NOT NULL, lost INTEGER NOT NULL) STRICT;
CREATE INDEX problem_content ON problem(content);
CREATE TABLE notice(n INTEGER PRIMARY KEY, seq INTEGER NOT NULL, path TEXT NOT NULL, content INTEGER,
  locator TEXT NOT NULL, code TEXT NOT NULL, text TEXT NOT NULL, fact INTEGER NOT NULL) STRICT;
CREATE INDEX notice_content ON notice(content);
CREATE TABLE thread(n INTEGER PRIMARY KEY, service TEXT NOT NULL, key TEXT NOT NULL, title TEXT NOT NULL,
  UNIQUE(service, key, title)) STRICT;
CREATE TABLE record(n INTEGER PRIMARY KEY, key BLOB NOT NULL, k INTEGER NOT NULL, seq INTEGER NOT NULL,
  start INTEGER NOT NULL, size INTEGER NOT NULL, kind TEXT NOT NULL, service TEXT NOT NULL,
  direction TEXT NOT NULL, sort INTEGER, thread INTEGER NOT NULL) STRICT;
CREATE UNIQUE INDEX record_key ON record(key, k);
CREATE INDEX record_sort ON record(sort);
CREATE TABLE sighting(content INTEGER NOT NULL, locator TEXT NOT NULL, record INTEGER NOT NULL,
  seq INTEGER NOT NULL, start INTEGER, parser TEXT NOT NULL, version INTEGER NOT NULL,
  PRIMARY KEY(content, locator)) STRICT, WITHOUT ROWID;
CREATE INDEX sighting_record ON sighting(record);
CREATE TABLE party(n INTEGER PRIMARY KEY, normal TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL,
  UNIQUE(normal, id, name)) STRICT;
CREATE TABLE record_party(record INTEGER NOT NULL, party INTEGER NOT NULL, role TEXT NOT NULL,
  PRIMARY KEY(record, party, role)) STRICT, WITHOUT ROWID;
CREATE INDEX party_record ON record_party(party);
CREATE TABLE attachment(record INTEGER NOT NULL, i INTEGER NOT NULL, sha256 TEXT NOT NULL, name TEXT NOT NULL,
  PRIMARY KEY(record, i)) STRICT, WITHOUT ROWID;
CREATE INDEX attachment_sha256 ON attachment(sha256);
CREATE TABLE correction(n INTEGER PRIMARY KEY, seq INTEGER NOT NULL, start INTEGER NOT NULL, record INTEGER NOT NULL,
  content INTEGER NOT NULL) STRICT;
CREATE INDEX correction_content ON correction(content);
CREATE VIRTUAL TABLE words USING fts5(text, people, files, content='', tokenize='unicode61 remove_diacritics 2');
"""


def connect(path: Path | str, *, read_only: bool = False) -> sqlite3.Connection:
    """Open a catalogue file with the settings that keep it whole when its folder is copied to a stick."""
    if read_only:
        db = sqlite3.connect(f"{Path(path).resolve().as_uri()}?mode=ro", uri=True, timeout=30)
    else:
        db = sqlite3.connect(path, timeout=30)
    db.isolation_level = None
    for setting in ("trusted_schema=OFF", "temp_store=MEMORY", "cache_size=-65536"):
        db.execute(f"PRAGMA {setting}")
    if not read_only:
        db.execute("PRAGMA journal_mode=DELETE")
        db.execute("PRAGMA synchronous=FULL")
    return db


class Catalogue:
    """One open catalogue. `apply` is the only thing that changes it, and a rebuild applies the same lines."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self._contents: dict[str, int] = {}
        self._threads: dict[tuple[str, str, str], int] = {}
        self._parties: dict[tuple[str, str, str], int] = {}
        self._decode = msgspec.json.Decoder(Record).decode

    def create(self) -> None:
        self.db.executescript(f"PRAGMA application_id={APPLICATION_ID}; PRAGMA user_version={USER_VERSION}; {SCHEMA}")
        self._set("seq", "0")
        self._set("head", "")

    @property
    def head(self) -> Head:
        """The log entry that was applied last."""
        found = dict(self.db.execute("SELECT name, value FROM meta WHERE name IN ('seq', 'head')"))
        return Head(int(found["seq"]), found["head"])

    def close_entry(self, head: Head, segment: tuple[str, int] | None) -> None:
        """Note that a log entry has been applied whole."""
        if segment:
            self.db.execute("INSERT INTO segment VALUES(?,?,?)", (head.seq, *segment))
        self._set("seq", str(head.seq))
        self._set("head", head.sha256)

    def forget(self) -> None:
        """Drop what is remembered of rows, after a transaction was rolled back."""
        self._contents.clear()
        self._threads.clear()
        self._parties.clear()

    def replay(self, seq: int, segment: bytes) -> None:
        """Apply a whole segment as read from the store."""
        for start, line in lines.decode(segment):
            if isinstance(line, lines.RecordLine):
                record = self._decode(line.record)
                _, head = lines.encode_record(line.k, b"")
                key, _ = parse_id(record.id)  # as it was made then: a later version may make keys otherwise
                found = self.add_record(seq, start + head, line.k, indexed(key, bytes(line.record), record))
                self.add_sighting(seq, None, record.content, (found, record.locator, record.parser, record.version))
            elif isinstance(line, lines.SightingLine):
                self._sighting(seq, start, line)
            else:
                self.apply(seq, line, start)

    def apply(self, seq: int, line: lines.AnyLine, start: int) -> None:
        """Apply one line, other than a record or sighting, that stands at `start` in the segment of log entry `seq`."""
        match line:
            case lines.SourceLine():
                self._source(seq, line)
            case lines.ObjectLine():
                self._content(line.sha256, line.size, stored=True)
            case lines.ReadingLine():
                self._reading(seq, line)
            case lines.ProblemLine():
                where = (seq, line.path, self.content(line.content), line.locator)
                self._insert("problem", (*where, line.code, line.reason, line.lost))
            case lines.NoticeLine():
                where = (seq, line.path, self.content(line.content), line.locator)
                self._insert("notice", (*where, line.code, line.text, int(line.fact)))
            case lines.SkippedLine():
                self._insert("skipped", (seq, line.path, line.code, line.reason))
            case lines.OutcomeLine():
                self._outcome(line)
            case lines.CaseLine():
                self._declare(line)
            case lines.CorrectionLine():
                self._insert("correction", (seq, start, self.find(line.id), self.content(line.content)))

    def add_record(self, seq: int, start: int, k: int, found: Indexed) -> int:
        """A new record whose JSON stands at `start` in segment `seq`. Returns its row number."""
        thread = self._thread(found.service, *found.thread)
        row = (found.key, k, seq, start, len(found.json), found.kind, found.service, found.direction, found.sort)
        n = self._insert("record", (*row, thread))
        if found.text or found.people or found.files:
            words = (n, found.text, found.people, found.files)
            self.db.execute("INSERT INTO words(rowid, text, people, files) VALUES(?,?,?,?)", words)
        rows = {(n, self._party(*party), role) for role, *party in found.parties}
        self.db.executemany("INSERT INTO record_party VALUES(?,?,?)", sorted(rows))
        if found.attachments:
            parts = [(n, i, sha256, name) for i, (sha256, name) in enumerate(found.attachments)]
            self.db.executemany("INSERT INTO attachment VALUES(?,?,?,?)", parts)
        return n

    def add_sighting(self, seq: int, start: int | None, content: str, found: tuple[int, str, str, int]) -> None:
        """`found`: record row, locator, parser, version. `start`: where the sighting line stands that says what differs."""
        record, locator, parser, version = found
        row = (self.content(content), locator, record, seq, start, parser, version)
        self.db.execute("INSERT OR REPLACE INTO sighting VALUES(?,?,?,?,?,?,?)", row)

    def content(self, sha256: str) -> int | None:
        """The row number of bytes by their hash."""
        if sha256 not in self._contents:
            row = self.db.execute("SELECT n FROM content WHERE sha256=?", (sha256,)).fetchone()
            if row is None:
                return None
            self._contents[sha256] = row[0]
        return self._contents[sha256]

    def find(self, record_id: str) -> int | None:
        """The row number of a record by its whole id."""
        row = self.db.execute("SELECT n FROM record WHERE key=? AND k=?", parse_id(record_id)).fetchone()
        return row[0] if row else None

    @cached_property
    def declared(self) -> lines.CaseLine:
        """What was declared about the case so far."""
        row = self.db.execute("SELECT value FROM meta WHERE name='case'").fetchone()
        return msgspec.json.decode(row[0], type=lines.CaseLine) if row else lines.CaseLine()

    def _declare(self, line: lines.CaseLine) -> None:
        held = self.declared
        merged = lines.CaseLine(
            title=line.title or held.title,
            zone=line.zone or held.zone,
            region=line.region or held.region,
            initials=line.initials or held.initials,
            me=tuple(dict.fromkeys((*held.me, *line.me))),
        )
        self._set("case", msgspec.json.encode(merged).decode())
        self.__dict__.pop("declared", None)

    def _sighting(self, seq: int, start: int, line: lines.SightingLine) -> None:
        record = self.find(line.id)
        if record is None:
            raise ValueError(f"a sighting of record {line.id}, which no earlier line has")
        where = start if line.differs else None
        self.add_sighting(seq, where, line.content, (record, line.locator, line.parser, line.version))

    def _source(self, seq: int, line: lines.SourceLine) -> None:
        content = self._content(line.content, line.size, stored=not line.members)
        stored = content if not line.members else self._content(line.object, 0, stored=True)
        members = json.dumps(line.members, ensure_ascii=False)
        self._insert("source", (seq, line.path, content, stored, members, line.modified, line.stamp, "", ""))

    def _content(self, sha256: str, size: int, *, stored: bool) -> int:
        n = self.content(sha256)
        if n is None:
            n = self._contents[sha256] = self._insert("content", (sha256, size, int(stored)))
        elif stored:
            self.db.execute("UPDATE content SET stored=1 WHERE n=? AND stored=0", (n,))
        return n

    def _reading(self, seq: int, line: lines.ReadingLine) -> None:
        content = self.content(line.content)
        complete = line.outcome in ("read", "again")  # a reading that came to a bad end takes nothing back
        for table in ("problem", "notice", "sighting") if complete else ():
            self.db.execute(f"DELETE FROM {table} WHERE content=? AND seq<?", (content, line.since))
        self.db.execute("DELETE FROM reading WHERE content=?", (content,))
        said = (line.outcome, line.parser, line.version, line.readers, line.options)
        asked = json.dumps(line.asked, ensure_ascii=False)
        lists = (json.dumps(line.tied), json.dumps(line.enclosed, ensure_ascii=False))
        row = (seq, content, *said, asked, line.found, line.magic, *lists)
        self._insert("reading", row)

    def _outcome(self, line: lines.OutcomeLine) -> None:
        newest = "SELECT max(n) FROM source WHERE content=? AND path=?"
        where = (self.content(line.content), line.path)
        self.db.execute(f"UPDATE source SET outcome=?, why=? WHERE n=({newest})", (line.outcome, line.why, *where))

    def _thread(self, service: str, key: str, title: str) -> int:
        wanted = (service, key, title)
        if wanted not in self._threads:
            where = "service=? AND key=? AND title=?"
            row = self.db.execute(f"SELECT n FROM thread WHERE {where}", wanted).fetchone()
            self._threads[wanted] = row[0] if row else self._insert("thread", wanted)
        return self._threads[wanted]

    def _party(self, *wanted: str) -> int:
        normal, name, shown = wanted
        if (normal, name, shown) not in self._parties:
            if len(self._parties) > 200_000:  # mail to the world: remember the recent, look up the rest
                self._parties.clear()
            row = self.db.execute("SELECT n FROM party WHERE normal=? AND id=? AND name=?", wanted).fetchone()
            self._parties[normal, name, shown] = row[0] if row else self._insert("party", wanted)
        return self._parties[normal, name, shown]

    def _insert(self, table: str, values: Iterable[object]) -> int:
        row = (None, *values)
        cursor = self.db.execute(f"INSERT INTO {table} VALUES({','.join('?' * len(row))})", row)
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def _set(self, name: str, value: str) -> None:
        self.db.execute("INSERT OR REPLACE INTO meta VALUES(?,?)", (name, value))
