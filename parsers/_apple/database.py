"""Reads tables of a private copy of an SQLite file so that damage in one place does not lose what stands elsewhere.

Rows come in the order of their numbers. Where SQLite cannot go on, the range of numbers that is left is halved
until what cannot be read is found: a Gap. A row whose own page is whole but whose long values are not comes as Torn.
"""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, suppress
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from parsers._apple.typedstream import loose_utf8

Value = int | float | str | bytes | None
Row = tuple[Value, ...]

FAILURES = (sqlite3.Error, UnicodeDecodeError)
"""What reading a damaged database raises; the second comes when SQLite's own message quotes a damaged name."""

_LAST = 2**63 - 1
_MOST_PROBES = 4_000  # of ranges that turned out unreadable; fewer where even the last row number is unknown
_BLIND_PROBES = 300
_BLIND_REACH = 1_000


class Gap(NamedTuple):
    """Row numbers, both included, that cannot be read. `high` below `low`: what follows the last known row."""

    low: int
    high: int


class Torn(NamedTuple):
    """A row of which only some values could be read; the others are None."""

    row: Row


class Texts:
    """Turns stored text into str, and remembers whether any bytes had to be replaced since it was last asked."""

    def __init__(self) -> None:
        self._warning = ""

    def __call__(self, raw: bytes) -> str:
        try:
            return raw.decode()
        except UnicodeDecodeError:
            text, self._warning = loose_utf8(raw)
            return text

    def warning(self) -> str:
        """What was wrong with a text read since the last call; "" when all was clean UTF-8."""
        was, self._warning = self._warning, ""
        return was


class Database:
    """A private copy, open for reading. `tables` are those asked for that are there, with their columns in lower case.

    `sound` says that SQLite understands all of the schema; where it does not, tables may not have been found.
    Two connections are held: a careful one, and a fast one that fails on text that is no clean UTF-8.
    """

    def __init__(self, path: Path, tables: Sequence[str]) -> None:
        """Raises FAILURES when the file cannot be opened as a database at all."""
        self.path = path
        self.texts = Texts()
        with ExitStack() as opened:
            self._careful = opened.enter_context(closing(sqlite3.connect(path, isolation_level=None)))
            self._careful.text_factory = self.texts
            self._fast = opened.enter_context(closing(sqlite3.connect(path, isolation_level=None)))
            self.sound = _understood(self._careful)
            for connection in (self._careful, self._fast):
                # SQLite then passes over what it cannot understand of the schema, and over missing pages at the end.
                connection.execute("PRAGMA writable_schema = ON")
                connection.execute("PRAGMA trusted_schema = OFF")
                if not _understood(connection):
                    connection.execute("SELECT 1 FROM sqlite_master").fetchone()
            self._opened = opened.pop_all()
        self.tables = {name: columns for name in tables if (columns := self._columns(name))}

    def close(self) -> None:
        self._opened.close()

    def one(self, sql: str, *values: Value) -> Row:
        """The first row of a question, () when there is none or the question cannot be answered."""
        try:
            row: Row | None = self._careful.execute(sql, values).fetchone()
        except (*FAILURES, OverflowError):
            return ()
        return row or ()

    def last_number(self, table: str) -> int:
        """The highest row number that the table ever gave out, as far as the database still tells; 0 if it does not."""
        told = self.one("SELECT max(seq) FROM sqlite_sequence WHERE name = ?", table)
        here = self.one(f'SELECT max(rowid) FROM "{table}"') if table in self.tables else ()
        return max((value for value in (*told, *here) if isinstance(value, int)), default=0)

    def at_once(self, sql: str) -> Iterator[Row]:
        """The rows of a question that SQLite answers only when it has read everything. Raises FAILURES."""
        answer = self._careful.execute(sql)
        first: Row | None = answer.fetchone()
        return iter(()) if first is None else chain([first], answer)

    def rows(self, table: str, columns: Sequence[str], where: str = "") -> Iterator[Row | Torn | Gap]:
        """(row number, *columns) of every row in the order of the numbers; a column that is not there is None."""
        if table not in self.tables:
            return
        question = Question(table, self._wanted(table, columns), where)
        yield from _Range((self._fast, self._careful), question).read(self.last_number(table))

    def whole_rows(self, table: str, columns: Sequence[str]) -> Iterator[Row | Gap]:
        """Like `rows`, but torn rows count as gaps: for tables whose rows mean nothing in part."""
        for found in self.rows(table, columns):
            yield Gap(_number(found.row), _number(found.row)) if isinstance(found, Torn) else found

    def _wanted(self, table: str, columns: Sequence[str]) -> list[str]:
        return [f'"{column}"' if column.lower() in self.tables[table] else "NULL" for column in columns]

    def _columns(self, table: str) -> frozenset[str]:
        """The columns of a plain table; none for a view or a virtual table, so that no code of the file is run."""
        try:
            kinds = self._careful.execute(f'PRAGMA table_list("{table}")').fetchall()
            found = self._careful.execute(f'PRAGMA table_info("{table}")').fetchall()
        except FAILURES:
            return frozenset()
        plain = all(kind[2] == "table" for kind in kinds if kind[0] == "main")
        return frozenset(row[1].lower() for row in found if isinstance(row[1], str)) if plain else frozenset()


class Question(NamedTuple):
    """What is read of a table: SQL for each value, and a condition ("" for none)."""

    table: str
    wanted: list[str]
    where: str


class Step(NamedTuple):
    """What was found where reading had stopped, and the ranges to go on with, the next one last."""

    found: Row | Torn | Gap | None
    further: list[tuple[int, int]]


class _Range:
    """One reading of one table, halving ranges of row numbers around what cannot be read."""

    def __init__(self, connections: tuple[sqlite3.Connection, sqlite3.Connection], question: Question) -> None:
        table, wanted, where = question
        condition = f" AND ({where})" if where else ""
        self._fast, self._careful = connections
        self._wanted = wanted
        self._whole = ", ".join(["rowid", *wanted])
        self._one = f'SELECT {{}} FROM "{table}" WHERE rowid = ?{condition}'
        between = f'FROM "{table}" WHERE rowid BETWEEN ? AND ?{condition} ORDER BY rowid'
        self._many = f"SELECT {self._whole} {between}"
        self._numbers = f"SELECT rowid {between}"
        self._probes = 0

    def read(self, last: int) -> Iterator[Row | Torn | Gap]:
        """All rows, and what cannot be read. `last` is the highest number that the table gave out, 0 if unknown."""
        pending: Gap | None = None
        ranges = [(-_LAST - 1, _LAST)]
        while ranges:
            low, high = ranges.pop()
            try:
                for row in self._between(low, high):
                    if pending:
                        yield pending
                        pending = None
                    yield row
                    low = _number(row) + 1
                continue
            except FAILURES:
                found, further = self._next(low, high, last if low <= last + 1 else 0)
                ranges += further
            if isinstance(found, Gap):
                pending = Gap(pending.low, max(pending.high, found.high)) if pending else found
            elif found:
                if pending:
                    yield pending
                    pending = None
                yield found
        if pending:
            yield pending

    def _between(self, low: int, high: int) -> Iterator[Row]:
        """The rows of a range. Raises FAILURES where they cannot be read, are out of order, or hold no clean UTF-8."""
        if low > high:
            return
        before = low - 1
        for row in self._fast.execute(self._many, (low, high)):
            if type(row[0]) is not int or row[0] <= before:
                raise sqlite3.DatabaseError("row numbers out of order")
            before = row[0]
            yield row

    def _next(self, low: int, high: int, last: int) -> Step:
        """Where a range could not be read on: its next row, or what cannot be read, and what is then to be tried.

        The next row may well be whole: it may only hold text that is no clean UTF-8, and Python asks SQLite for the
        row after it before it gives it. Or its number can be read, and its values cannot.
        """
        for question in (self._many, self._numbers):
            with suppress(*FAILURES):
                row: Row | None = self._careful.execute(f"{question} LIMIT 1", (low, high)).fetchone()
                if row is None:
                    return Step(None, [])
                if isinstance(row[0], int) and low <= row[0] <= high:
                    found = row if question is self._many else self._alone(row[0])
                    return Step(found, [(row[0] + 1, high)])
        return Step(self._alone(low), []) if low == high else self._halves(low, high, last)

    def _halves(self, low: int, high: int, last: int) -> Step:
        """Two smaller ranges, the lower one last; a gap when enough was tried.

        Row numbers cannot be higher than the last that was given out, as far as that is known: what lies beyond is
        tried once, for the counter may be damaged too. Where rows were read beyond it, it counts as unknown.
        """
        self._probes += 1
        low = max(low, 1) if low == -_LAST - 1 else low
        reach = last or low + _BLIND_REACH
        if low > reach:
            return Step(Gap(low, reach), [])
        if self._probes > (_MOST_PROBES if last else _BLIND_PROBES):
            return Step(Gap(low, min(high, reach)), [])
        if high > reach:
            return Step(None, [(reach + 1, high), (low, reach)])
        middle = (low + high) // 2
        return Step(None, [(middle + 1, high), (low, middle)])

    def _alone(self, number: int) -> Row | Torn | Gap | None:
        """One row by its number, all of it or value by value; None when there is no such row."""
        with suppress(*FAILURES):
            row: Row | None = self._careful.execute(self._one.format(self._whole), (number,)).fetchone()
            return row
        if self._single("rowid", number) is None:
            return Gap(number, number)
        values = [self._single(column, number) for column in self._wanted]
        return Torn((number, *values)) if any(value is not None for value in values) else Gap(number, number)

    def _single(self, column: str, number: int) -> Value:
        try:
            row = self._careful.execute(self._one.format(column), (number,)).fetchone()
        except FAILURES:
            return None
        value: Value = row[0] if row else None
        return value


def _understood(connection: sqlite3.Connection) -> bool:
    with suppress(*FAILURES):
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()
        return True
    return False


def _number(row: Row) -> int:
    return row[0] if isinstance(row[0], int) else 0


def even_out(path: Path) -> int:
    """Cut a torn last page off a private copy. Returns how many pages the file says it should still have."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        head = stream.read(100)
    page = page_size(head)
    if len(head) < 100 or not page:
        return 0
    os.truncate(path, size - size % page)
    trusted = head[24:28] == head[92:96]  # the page count is only kept up by SQLite 3.7 and later
    return max(0, int.from_bytes(head[28:32], "big") - size // page) if trusted else 0


def page_size(head: bytes) -> int:
    """The page size in a database's first 100 bytes, 0 when they are not such."""
    if not head.startswith(b"SQLite format 3\0"):
        return 0
    size = int.from_bytes(head[16:18], "big")
    return 65536 if size == 1 else size if size >= 512 and size & (size - 1) == 0 else 0


def keeps_a_log(head: bytes) -> bool:
    """Whether a database's first bytes say that it writes ahead to a companion file (`-wal`)."""
    return head[18:20] == b"\x02\x02"
