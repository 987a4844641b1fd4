"""Rows of joining tables in the order of their messages, taken along as the messages go by.

SQLite sorts them, on disk where they are many, so that memory stays flat. A damaged table is first saved, as far as
it can be read, into a temporary database.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing

from parsers._apple.database import FAILURES, Database, Gap, Row, Value

_NO_ROWS: Sequence[Row] = ()
_PAST_ALL = 2**63
_SORTED = "SELECT {1}, {2}, {3} FROM {0} WHERE typeof({1}) = 'integer' ORDER BY +{1}, {2}"
"""The `+` keeps SQLite from walking an index: all is read before the first row comes, and damage shows at once."""


class Joins:
    """(message, value, value) rows of one table, sorted by message. Ask with growing message numbers."""

    def __init__(self, database: Database, table: str, columns: tuple[str, str, str]) -> None:
        self.gaps: list[Gap] = []
        self._rows = self._read(database, table, columns)
        self._ahead: Row = ()
        self._next = 0
        self._step()

    def upto(self, message: int) -> Sequence[Row]:
        """The rows that belong to messages up to this one and were not asked for before."""
        if self._next > message:
            return _NO_ROWS
        found = []
        while self._next <= message:
            found.append(self._ahead)
            self._step()
        return found

    def rest(self) -> Iterator[Row]:
        """Whatever was not asked for."""
        while self._ahead:
            yield self._ahead
            self._step()

    def _step(self) -> None:
        self._ahead = next(self._rows, ())
        self._next = self._ahead[0] if self._ahead else _PAST_ALL  # type: ignore[assignment]

    def _read(self, database: Database, table: str, columns: tuple[str, str, str]) -> Iterator[Row]:
        there = database.tables.get(table, frozenset())
        if columns[0] not in there:
            return iter(())
        names = [f'"{column}"' if column in there else "NULL" for column in columns]
        try:
            return database.at_once(_SORTED.format(f'"{table}"', *names))
        except FAILURES:
            return self._save(database, table, columns)

    def _save(self, database: Database, table: str, columns: tuple[str, str, str]) -> Iterator[Row]:
        with closing(sqlite3.connect("", isolation_level=None)) as beside:
            beside.execute("CREATE TABLE saved (message, one, two)")
            beside.executemany("INSERT INTO saved VALUES (?, ?, ?)", self._readable(database, table, columns))
            yield from beside.execute(_SORTED.format("saved", "message", "one", "two"))

    def _readable(self, database: Database, table: str, columns: tuple[str, str, str]) -> Iterator[tuple[Value, ...]]:
        for found in database.whole_rows(table, columns):
            if isinstance(found, Gap):
                self.gaps.append(found)
            else:
                yield found[1:]
