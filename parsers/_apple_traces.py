"""What a Messages database still tells of messages that are no longer in it."""

from collections.abc import Iterator, Sequence

from archive.records import Notice
from parsers._apple_columns import moment, whole
from parsers._apple_database import Database, Gap, Row, Value
from parsers._apple_people import People

_MOST_LISTED = 20


class Traces:
    """Watches the messages go by, and says afterwards what is missing between them."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._missing: list[str] = []
        self._absent = 0
        self._holes = 0
        self._last = 0
        self._last_time = ""
        self._gone: dict[int, list[Value]] = {}
        self._gone_count: dict[int, int] = {}
        self._used: set[int] = set()

    def row(self, number: int, time: str, chats: Sequence[Row]) -> None:
        """A message was read."""
        if number > self._last + 1:
            self._hole(self._last + 1, number - 1, time)
        self._last, self._last_time = max(number, self._last), time or self._last_time
        for join in chats:
            self._used.add(whole(join[1]))

    def gap(self, gap: Gap) -> None:
        """Messages could not be read: they are problems, and not missing."""
        if gap.low > self._last + 1:
            self._hole(self._last + 1, gap.low - 1, "")
        self._last = max(self._last, gap.high)

    def joined(self, joins: Sequence[Row]) -> None:
        """A conversation lists messages that are not there."""
        for _, chat, date in joins:
            number = whole(chat)
            self._gone_count[number] = self._gone_count.get(number, 0) + 1
            if date:
                dates = self._gone.setdefault(number, [date, date])
                dates[0] = min(dates[0], date, key=whole)
                dates[1] = max(dates[1], date, key=whole)

    def notices(self, database: Database) -> Iterator[Notice]:
        last = database.last_number("message")
        if last > self._last:
            self._hole(self._last + 1, last, "")
        if self._absent:
            yield self._numbers()
        yield from _deleted(database)
        for chat in self._gone_count:
            yield self._from_conversation(chat)
        yield from self._empty()

    def _hole(self, low: int, high: int, after: str) -> None:
        self._holes += 1
        self._absent += high - low + 1
        if len(self._missing) < _MOST_LISTED:
            span = str(low) if low == high else f"{low} to {high}"
            between = [f"after {self._last_time}"] if self._last_time else []
            between += [f"before {after}"] if after else []
            self._missing.append(f"{span} ({', '.join(between)})" if between else span)

    def _numbers(self) -> Notice:
        more = self._holes - len(self._missing)
        places = "; ".join(self._missing) + (f"; and {more} more places" if more else "")
        return Notice(
            "numbers-missing",
            f"Messages are numbered as they come in. Numbers that are missing here: {self._absent}, namely {places}. "
            "A missing number is usually a message that was deleted. The times are those of the messages beside it.",
            "table=message",
        )

    def _from_conversation(self, chat: int) -> Notice:
        dates = [time.utc for time in map(moment, self._gone.get(chat, ())) if time and time.utc]
        when = f", sent between {dates[0]} and {dates[-1]}" if dates else ""
        return Notice(
            "gone-from-conversation",
            f"Listed in the conversation {self._title(chat)} but no longer in this file: "
            f"{counted(self._gone_count[chat], 'message')}{when}.",
            f"table=chat_message_join;chat={chat}",
        )

    def _empty(self) -> Iterator[Notice]:
        empty = [number for number in self._people.chats if number not in self._used]
        if empty:
            titles = ", ".join(self._title(number) for number in empty[:_MOST_LISTED])
            more = f", and {len(empty) - _MOST_LISTED} more" if len(empty) > _MOST_LISTED else ""
            yield Notice(
                "empty-conversations",
                f"Conversations of which no message is left in this file: {len(empty)}, namely {titles}{more}. "
                "Their messages may have been deleted.",
                "table=chat",
            )

    def _title(self, chat: int) -> str:
        found = self._people.chats.get(chat)
        return (found.conversation.title or found.conversation.key) if found else f"number {chat}"


def counted(count: int, what: str) -> str:
    """`1 message`, `3 messages`."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _deleted(database: Database) -> Iterator[Notice]:
    """The lists of ids of deleted messages; without those that are still there."""
    lists = [name for name in ("deleted_messages", "sync_deleted_messages") if "guid" in database.tables.get(name, ())]
    if not lists:
        return
    union = " UNION ".join(f"SELECT guid FROM {name}" for name in lists)
    answer = database.one(
        f"SELECT count(*) FROM ({union}) AS gone LEFT JOIN message ON message.guid = gone.guid "
        "WHERE message.rowid IS NULL"
    )
    if answer and (count := whole(answer[0])):
        were = "was deleted at some time; its text is" if count == 1 else "were deleted at some time; their texts are"
        yield Notice("deleted-messages", f"{counted(count, 'message')} {were} not in this file.", f"table={lists[0]}")
