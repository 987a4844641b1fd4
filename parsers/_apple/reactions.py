"""Tapbacks, stickers and other rows that belong to another message, and the reactions that they leave on it.

`associated_message_type`: 1000 sticker; 2000-2005 love, like, dislike, laugh, emphasise, question; 2006 any emoji;
2007 a sticker as a reaction; 3000 and up: the same taken back. `associated_message_guid` is the target, after
`p:<part>/` or `bp:`.
"""

from collections import defaultdict
from typing import NamedTuple

from archive.records import Party, Reaction, Time
from parsers._apple.columns import moment, whole, words
from parsers._apple.database import Database, Gap, Torn, Value
from parsers._apple.people import People

STICKER = 1000
_GIVEN, _TAKEN_BACK, _BEYOND = 2000, 3000, 4000
_NAMES = ("love", "like", "dislike", "laugh", "emphasise", "question", "emoji", "sticker")
_COLUMNS = (
    "associated_message_guid", "associated_message_type", "associated_message_emoji", "handle_id", "is_from_me",
    "date", "destination_caller_id", "account",
)  # fmt: skip


class Tapback(NamedTuple):
    """What kind of reaction a row is."""

    text: str
    removed: bool


def tapback(kind: Value, emoji: Value) -> Tapback | None:
    """The reaction that a row of this type is, or None when it is no reaction."""
    number = whole(kind)
    if not _GIVEN <= number < _BEYOND:
        return None
    place = number % 1000
    name = _NAMES[place] if place < len(_NAMES) else f"reaction {place}"
    return Tapback(words(emoji) or name, number >= _TAKEN_BACK)


def target(guid: Value) -> str:
    """The id of the message that a row belongs to: `p:0/ABC`, `bp:ABC` and `ABC` all mean ABC."""
    name = words(guid).rpartition("/")[2]
    return name.removeprefix("bp:")


class Reactions:
    """All reactions of a database by the message they answer, given out once each."""

    def __init__(self, database: Database, people: People) -> None:
        self._people = people
        self._waiting: dict[str, list[tuple[Value, ...]]] = defaultdict(list)
        where = f"associated_message_type >= {_GIVEN} AND associated_message_type < {_BEYOND}"
        if "associated_message_type" in database.tables.get("message", ()):
            for found in database.rows("message", _COLUMNS, where):
                if not isinstance(found, Gap | Torn):  # gaps are reported where the messages themselves are read
                    self._waiting[target(found[1])].append(found[2:])

    def to(self, guid: str) -> tuple[Reaction, ...]:
        """The reactions to a message, in the order in which they came."""
        found = self._waiting.pop(guid, None) if self._waiting else None
        return tuple(self._reaction(row) for row in found) if found else ()

    def unanswered(self) -> int:
        """How many reactions are left whose message was not seen."""
        return sum(len(rows) for rows in self._waiting.values())

    def _reaction(self, row: tuple[Value, ...]) -> Reaction:
        kind, emoji, handle, mine, date, caller, account = row
        found = tapback(kind, emoji) or Tapback("", removed=False)
        actor = self._people.owner(words(caller), words(account)) if mine else self._people.handles.get(whole(handle))
        return Reaction(found.text, actor or Party(), moment(date) or Time(), found.removed)
