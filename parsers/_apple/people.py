"""Who is in which conversation: the tables `handle`, `chat` and `chat_handle_join`, held in memory (they are small)."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from archive.records import Conversation, Party
from parsers._apple.columns import Message, whole, words
from parsers._apple.database import Database, Gap, Row

_ACCOUNT_KIND = re.compile(r"[A-Za-z]:")
_ONE_TO_ONE = 45  # chat.style; 43 is a group


class Chat(NamedTuple):
    """A conversation as the phone keeps it. `other` is the one other person, where there are only two."""

    conversation: Conversation
    service: str
    members: tuple[Party, ...]
    other: Party | None
    filtered: str


class Between(NamedTuple):
    """Who sent a row to whom, and warnings about how that was found."""

    sender: Party | None
    recipients: tuple[Party, ...]
    warnings: tuple[str, ...] = ()


class People:
    """Every handle and chat by row number. `gaps` are the rows that could not be read, with their table."""

    def __init__(self, database: Database) -> None:
        self.gaps: list[tuple[str, Gap]] = []
        self._owners: dict[str, Party] = {}
        self.handles: dict[int, Party] = {}
        self._persons: dict[str, list[str]] = defaultdict(list)
        for number, name, person in self._rows(database, "handle", ("id", "person_centric_id")):
            if identifier := words(name):
                self.handles[whole(number)] = Party(id=identifier)
                self._persons[words(person)].append(identifier)
        self._members: dict[int, list[Party]] = defaultdict(list)
        for _, chat, handle in self._rows(database, "chat_handle_join", ("chat_id", "handle_id")):
            if party := self.handles.get(whole(handle)):
                self._members[whole(chat)].append(party)
        columns = ("guid", "style", "chat_identifier", "service_name", "display_name", "is_filtered")
        self.chats = {whole(row[0]): self._chat(row) for row in self._rows(database, "chat", columns)}

    def same(self) -> list[str]:
        """Numbers and addresses that are one person's, as the phone has it: a line for each such person."""
        persons = [dict.fromkeys(names) for person, names in self._persons.items() if person]
        return [", ".join(names) for names in persons if len(names) > 1]

    def owner(self, caller: str, account: str) -> Party:
        """The phone's owner, by the number or address that the row names: `destination_caller_id`, else `account`.

        An account stands as `E:address` or `P:number`; the letter says which and is no part of the identifier.
        """
        name = caller or _ACCOUNT_KIND.sub("", account, count=1) if caller or account else ""
        if name not in self._owners:
            self._owners[name] = Party(id=name, owner=True)
        return self._owners[name]

    def between(self, row: Message, chat: Chat | None) -> Between:
        """Sender and recipients of a row; `is_from_me` says which of the two the owner is.

        The handle is the other person whichever way a message went. Outgoing rows often name nobody (`handle_id` 0):
        they went to everybody in the chat.
        """
        owner = self.owner(words(row.destination_caller_id), words(row.account))
        named = self.handles.get(whole(row.handle_id))
        members = chat.members if chat else ()
        if row.is_from_me:
            return Between(owner, members or ((named,) if named else ()))
        if row.is_from_me is None:
            return Between(None, members or ((named,) if named else ()))
        here = (owner,) if owner.id else ()
        if named:
            return Between(named, (*here, *(party for party in members if party is not named)) if members[1:] else here)
        if chat and chat.other:
            return Between(chat.other, here, ("sender-from-chat",))
        return Between(None, (*here, *members), () if row.item_type else ("sender-unknown",))

    def _chat(self, row: Row) -> Chat:
        number, guid, style, identifier, service, title, filtered = row
        key, name = words(guid), words(identifier)
        members = tuple(self._members.get(whole(number), ()))
        pair = style == _ONE_TO_ONE or ";-;" in key
        other = (members[0] if len(members) == 1 else Party(id=name) if name else None) if pair else None
        return Chat(
            Conversation(key=key, title=words(title) or name),
            words(service),
            members or ((other,) if other else ()),
            other,
            words(filtered) if filtered else "",
        )

    def _rows(self, database: Database, table: str, columns: tuple[str, ...]) -> Iterator[Row]:
        for found in database.whole_rows(table, columns):
            if isinstance(found, Gap):
                self.gaps.append((table, found))
            else:
                yield found
