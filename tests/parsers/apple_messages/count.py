"""Counts the rows of `message` that SQLite itself can still find, stepping over what it cannot; without parser code."""

import sqlite3
import tempfile
from contextlib import closing, suppress
from pathlib import Path

MOST_STEPS = 500
FAILURES = (sqlite3.Error, UnicodeDecodeError)


def count(data: bytes) -> int:
    """How many messages are surely there: rows whose number and id can be read, in a file cut to whole pages."""
    if not data.startswith(b"SQLite format 3\0") or len(data) < 100:
        return 0
    page = int.from_bytes(data[16:18], "big") or 4096
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x"
        path.write_bytes(data[: len(data) - len(data) % page])
        with closing(sqlite3.connect(path)) as database:
            return _rows(database)


def _rows(database: sqlite3.Connection) -> int:
    database.execute("PRAGMA writable_schema = ON")
    with suppress(*FAILURES):
        database.execute("SELECT 1 FROM sqlite_master").fetchone()
    found, last = 0, 0
    for _ in range(MOST_STEPS):
        try:
            for number, _ in database.execute(
                "SELECT rowid, guid FROM message WHERE rowid > ? ORDER BY rowid", (last,)
            ):
                if not isinstance(number, int) or number <= last:
                    return found
                found, last = found + 1, number
            return found
        except FAILURES:
            last += 1
    return found
