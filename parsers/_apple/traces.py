"""What a Messages database still tells of messages that are no longer in it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from archive.records import Notice
from parsers._apple.columns import moment, whole
from parsers._apple.database import Database, Gap, Row, Value
from parsers._apple.people import People
from parsers._apple.records import Around

_MOST_LISTED = 20
_USUALLY_DELETED = "A missing number is usually a message that was deleted."
_MAY_BE_UNREAD = "A missing number is usually a message that was deleted; here it may also be one lost by the damage."


class Gone:
    """Messages that a conversation lists and that are not there: how many, and the dates of the first and the last."""

    def __init__(self) -> None:
        self.count = 0
        self._dates: list[Value] = []

    def add(self, date: Value) -> None:
        self.count += 1
        if date:
            dates = sorted((*self._dates, date), key=whole)
            self._dates = [dates[0], dates[-1]]

    def when(self) -> str:
        """When they were sent, as far as it is told."""
        dates = [time.utc for time in map(moment, self._dates) if time and time.utc]
        return f", sent between {dates[0]} and {dates[-1]}" if dates else ""


class Traces:
    """Watches the messages go by, and says afterwards what is missing between them."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._missing: list[str] = []
        self._absent = 0
        self._holes = 0
        self._last = 0
        self._last_time = ""
        self._gone: dict[int, Gone] = defaultdict(Gone)
        self._used: set[int] = set()
        self._damaged = False

    def row(self, number: int, time: str, around: Around) -> None:
        """A message was read."""
        if number > self._last + 1:
            self._hole(self._last + 1, number - 1, time)
        self._last, self._last_time = max(number, self._last), time or self._last_time
        for join in around.chats:
            self._used.add(whole(join[1]))
        if around.deletion:
            self._used.add(whole(around.deletion.chat))

    def gap(self, gap: Gap) -> None:
        """Messages could not be read: they are problems, and not missing."""
        if gap.low > self._last + 1:
            self._hole(self._last + 1, gap.low - 1, "")
        self._last = max(self._last, gap.high)
        self._damaged = True

    def joined(self, joins: Iterable[Row]) -> None:
        """A conversation lists messages that are not there."""
        for _, chat, date in joins:
            self._gone[whole(chat)].add(date)

    def placed(self, joins: Sequence[Row]) -> str:
        """In which conversations messages that cannot be read stand, and when they were sent."""
        gone, chats = Gone(), dict.fromkeys(whole(chat) for _, chat, _ in joins)
        self._used |= chats.keys()
        for _, _, date in joins:
            gone.add(date)
        titles = [self._title(chat) for chat in [*chats][:_MOST_LISTED]]
        return f" (in the conversations with {', '.join(titles)}{gone.when()})" if titles else ""

    def notices(self, database: Database) -> Iterator[Notice]:
        last = database.last_number("message")
        if last > self._last:
            self._hole(self._last + 1, last, "")
        if self._absent:
            yield self._numbers()
        yield from _deleted(database)
        for chat in self._gone:
            yield self._from_conversation(chat)
        yield from self._empty()
        for names in self._people.same():
            yield Notice("same-person", f"As the phone has it, these belong to one person: {names}.", "table=handle")

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
            f"{_MAY_BE_UNREAD if self._damaged else _USUALLY_DELETED} The times are those of the messages beside it.",
            "table=message",
        )

    def _from_conversation(self, chat: int) -> Notice:
        gone = self._gone[chat]
        return Notice(
            "gone-from-conversation",
            f"Listed in the conversation {self._title(chat)} but no longer in this file: "
            f"{counted(gone.count, 'message')}{gone.when()}.",
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
