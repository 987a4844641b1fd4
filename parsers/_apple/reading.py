"""One reading of a Messages database: the message table row by row, with the joining tables taken along."""

from collections.abc import Iterator, Sequence

import msgspec

from archive.records import Item, Notice, Problem, Record
from parsers import Source
from parsers._apple.columns import COLUMNS, whole
from parsers._apple.database import Database, Gap, Row, Torn
from parsers._apple.files import Files, unowned
from parsers._apple.joins import Joins
from parsers._apple.people import People
from parsers._apple.reactions import Reactions
from parsers._apple.records import Around, Deletion, Records
from parsers._apple.traces import Traces

TABLES = (
    "message", "handle", "chat", "chat_handle_join", "chat_message_join", "attachment", "message_attachment_join",
    "chat_recoverable_message_join", "recoverable_message_part", "deleted_messages", "sync_deleted_messages",
)  # fmt: skip
"""All that is read of a Messages database. Versions differ: what is not there is not missed."""


class Reading:
    """What is held while a database is read: people, joining rows, reactions, deletions. The messages pass through."""

    def __init__(self, database: Database, source: Source) -> None:
        self._database = database
        self._gaps: list[tuple[str, Gap]] = []  # what could not be read of tables other than `message`
        people = People(database)
        self._gaps += people.gaps
        self._deletions = self._read_deletions()
        self._chats = self._joins("chat_message_join", ("message_id", "chat_id", "message_date"))
        self._files = self._joins("message_attachment_join", ("message_id", "attachment_id", "attachment_id"))
        source.alive()
        self._reactions = Reactions(database, people)
        source.alive()
        self._records = Records(people, self._reactions, Files(database, source))
        self._traces = Traces(people)
        self._accounted = 0

    def items(self) -> Iterator[Item]:
        """Every message as a record or a problem, then what is odd about the whole."""
        if "message" not in self._database.tables:
            yield _no_table()
            return
        yield from (_side_problem(table, gap) for table, gap in self._gaps)
        self._database.texts.warning()  # of the small tables; from here on a warning is of the row at hand
        for found in self._database.rows("message", COLUMNS):
            item = self._unreadable(found) if isinstance(found, Gap) else self._record(found)
            self._accounted += item.lost if isinstance(item, Problem) else 1
            yield item
        yield from self._afterwards()

    def _record(self, found: Row | Torn) -> Record:
        row, warnings = (found.row, ("partly-unreadable",)) if isinstance(found, Torn) else (found, ())
        number = whole(row[0])
        around = Around(self._chats_of(number), _only(self._files.upto(number), number), self._deletions.get(number))
        record = self._records.record(row, around, warnings)
        self._traces.row(number, record.time.utc or "", around)
        if warning := self._database.texts.warning():
            record = msgspec.structs.replace(record, warnings=(*record.warnings, warning))
        return record

    def _chats_of(self, number: int) -> Sequence[Row]:
        """The chats of a message; rows that belong to messages passed over are traces of deletion."""
        joins = self._chats.upto(number)
        own = _only(joins, number)
        if len(own) != len(joins):
            self._traces.joined([join for join in joins if join[0] != number])
        return own

    def _unreadable(self, gap: Gap) -> Problem:
        """What to say of messages that cannot be read; the conversations still tell how many they are."""
        self._traces.joined(self._chats.upto(gap.low - 1))
        self._traces.gap(gap)
        joins = self._chats.upto(gap.high)
        lost = len({join[0] for join in joins}) or 1
        numbers = f"{gap.low}-{gap.high}" if gap.high >= gap.low else f"{gap.low}-"
        return Problem(
            f"table=message;rows={numbers}",
            f"The file is damaged where messages number {numbers} stand: at least {lost} of them cannot be read"
            f"{self._traces.placed(joins)}. What can be read was read. If the phone or computer still has its messages, "
            "make a new copy or backup.",
            "rows-unreadable",
            lost,
        )

    def _afterwards(self) -> Iterator[Item]:
        self._traces.joined(self._chats.rest())
        expected = whole(next(iter(self._database.one("SELECT count(*) FROM message")), 0))
        if expected > self._accounted:
            yield _not_found(expected, expected - self._accounted)
        yield from self._traces.notices(self._database)
        if lost := self._reactions.unanswered():
            yield Notice(
                "reactions-to-missing",
                f"Reactions to messages that are not in this file: {lost}. The text of a reaction often quotes its message.",
                "table=message",
            )
        if (files := unowned(self._database)) and files[0]:
            yield Notice(
                "files-without-message",
                f"Attachments that belong to no message any more: {files[0]!s}. They may be of deleted ones: {files[1]!s}.",
                "table=attachment",
            )

    def _read_deletions(self) -> dict[int, Deletion]:
        """What lies in Recently Deleted, by message: whole messages, and parts of messages that are still there."""
        found: dict[int, Deletion] = {}
        columns = ("message_id", "chat_id", "delete_date")
        for message, chat, date in self._side_rows("chat_recoverable_message_join", columns):
            found[whole(message)] = Deletion(chat, date)
        parts = ("message_id", "delete_date", "part_index", "part_text")
        for message, date, part, text in self._side_rows("recoverable_message_part", parts):
            before = found.get(whole(message)) or Deletion(None, date, whole=False)
            found[whole(message)] = before._replace(parts=(*before.parts, (part, text)))
        return found

    def _joins(self, table: str, columns: tuple[str, str, str]) -> Joins:
        joins = Joins(self._database, table, columns)
        self._gaps += [(table, gap) for gap in joins.gaps]
        return joins

    def _side_rows(self, table: str, columns: tuple[str, ...]) -> Iterator[Row]:
        for found in self._database.whole_rows(table, columns):
            if isinstance(found, Gap):
                self._gaps.append((table, found))
            else:
                yield found[1:]


def _only(joins: Sequence[Row], number: int) -> Sequence[Row]:
    return [join for join in joins if join[0] == number] if joins else joins


def _no_table() -> Problem:
    return Problem(
        "",
        "The table of messages is not in this database, or its place in the file is damaged. The file is kept.",
        "no-messages-table",
    )


def _side_problem(table: str, gap: Gap) -> Problem:
    return Problem(
        f"table={table};rows={gap.low}-{gap.high}",
        f"The file is damaged in the table {table}: its rows {gap.low} to {gap.high} cannot be read. No message is lost "
        "by this, but some may lack their sender, conversation or attachment.",
        "side-rows-unreadable",
        lost=0,
    )


def _not_found(expected: int, lost: int) -> Problem:
    return Problem(
        "table=message",
        f"The database's own index lists {expected} messages, but {lost} of them could not be found: the file is "
        "damaged. If the phone or computer still has its messages, make a new copy or backup.",
        "index-lists-more",
        lost,
    )
