"""One conversation of a Meta download: its key and title, its service, who is in it, and who of them is the owner."""

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from archive.records import Conversation, Direction, Notice, Party
from parsers import Source
from parsers._meta import places
from parsers._meta.decode import Members
from parsers._meta.owner import owner_beside, owner_by_threads, owner_of
from parsers._meta.profile import NOBODY, Owner
from parsers._meta.words import Words

_MOST_RECIPIENTS = 32
_FLAGS = ("is_pending", "is_still_participant", "thread_type")
_NUMBERED = re.compile(r"_\d+\Z")
Dialect = Literal["download", "encrypted", "direct"]
"""A thread of a download; of Messenger's end-to-end-encrypted download; of Instagram's downloads of 2018-2020."""


_FIXED = {"encrypted": "messenger", "direct": "instagram"}


class Roles(NamedTuple):
    """What the sender of a message decides: the parties, the direction, and warnings."""

    sender: Party | None
    recipients: tuple[Party, ...]
    direction: Direction
    warnings: tuple[str, ...] = ()


class Thread:
    """What all messages of a conversation share. `around` is the object they stand in, without them."""

    def __init__(self, source: Source, around: Members, words: Words, dialect: Dialect, service: str) -> None:
        self._words, self._dialect = words, dialect
        self.people = list(_people(around.get("participants"), words))
        self.conversation, folder = self._named(source, around)
        self.service = _FIXED.get(dialect, service)
        self.owner = self._find_owner(source)
        if self.service == "meta" and self.owner.service:
            self.service = self.owner.service
        self.fields = dict(self._flags(around, folder))
        self._deleted = places.is_placeholder_thread(folder.thread)
        self._mine, self._unsure = self._whose()
        self._roles: dict[str, Roles] = {}
        words.doubts()

    def roles(self, raw: object) -> Roles:
        """The parts that the people play in a message with this sender."""
        if not isinstance(raw, str):
            return Roles(None, (), "unknown", ("no-sender",))
        found = self._roles.get(raw)
        if found is None:
            found = self._roles[raw] = self._cast(self._words.read(raw))
        return found

    def party(self, raw: str) -> Party:
        """A person of this conversation."""
        return self._party(self._words.read(raw))

    def notices(self) -> Iterator[Notice]:
        """What is odd about the conversation as a whole."""
        if len(self.people) > _MOST_RECIPIENTS + 1:
            names = ", ".join(self.people)
            text = (
                f"The recipients are not repeated at every message; all {len(self.people)} in this group are: {names}"
            )
            yield Notice("large-group", text)
        if self._unsure:
            names = " and ".join(sorted(self._unsure))
            text = f"Several people here go by a name of the owner ({names}); who of them sent what cannot be told."
            yield Notice("owner-name-shared", text)
        if not self._mine and not self._unsure and (self.people or self.owner is NOBODY):
            yield Notice("owner-unknown", self._unknown())
        elif self.owner.basis in _ASSUMED:
            yield Notice(
                "owner-assumed",
                _ASSUMED[self.owner.basis].format(" or ".join(sorted(self.owner.current or self._mine))),
            )

    def _unknown(self) -> str:
        known = " or ".join(sorted(self.owner.current))
        why = (
            f"The profile in this download is that of {known}, who is not named in this conversation"
            if known
            else "Nothing in this download says which of the people in this conversation is its owner"
        )
        return f"{why}. So sent and received cannot be told apart; all was read. Say which name is you with --me."

    def _named(self, source: Source, around: Members) -> tuple[Conversation, places.Folder]:
        """The key is the thread's folder, which carries the service's id; else the people, who stay the same too.

        The number in an end-to-end-encrypted file's name counts the files of one download: it is no id.
        """
        folder = places.folder_of(source.name)
        path = self._text(around.get("thread_path"))
        section, _, last = path.rstrip("/").rpartition("/")
        folder = places.Folder(section.rpartition("/")[2] or folder.section, last or folder.thread)
        title = next(filter(None, (self._text(around.get(key)) for key in ("title", "threadName", "thread_name"))), "")
        if folder.thread:
            return Conversation(f"meta:{folder.thread}", title), folder
        if self._dialect != "download":
            return Conversation(self._key_by_people(title), title), folder
        return Conversation("", title), folder

    def _key_by_people(self, title: str) -> str:
        people = "+".join(sorted(self.people))
        if not people and not title:
            return ""
        if self._dialect == "direct":
            return f"meta:{people}"
        if len(self.people) < 2 or any(not name or places.is_placeholder(name) for name in self.people):
            return f"meta:e2ee:{title}"
        return f"meta:e2ee:{people}" + (f":{_NUMBERED.sub('', title)}" if len(self.people) > 2 else "")

    def _flags(self, around: Members, folder: places.Folder) -> Iterator[tuple[str, str]]:
        """What the file says of the thread and matters for every message: a request, a group that was left."""
        if folder.section not in ("", "inbox"):
            yield "folder", folder.section
        for name in _FLAGS:
            value = around.get(name)
            if isinstance(value, bool) and value is not (name == "is_still_participant"):
                yield name, "true" if value else "false"
            elif isinstance(value, str) and value != "Regular":
                yield name, self._words.read(value)

    def _find_owner(self, source: Source) -> Owner:
        if self._dialect == "direct":
            return owner_beside(source)
        owner = owner_of(source, self.service)
        if owner is NOBODY and self.service != "messenger":
            owner = owner_by_threads(source, self.people)
        return owner

    def _whose(self) -> tuple[frozenset[str], frozenset[str]]:
        """The names here that are the owner's, and those that are but that another person here uses as well."""
        owner, here = self.owner, set(self.people)
        if owner.guesses:
            meant = owner.guesses & here
            return (
                (meant, frozenset())
                if len(meant) == 1 and self.people.count(*meant) == 1
                else (frozenset(), frozenset())
            )
        names = owner.current | owner.earlier
        if not self.people:
            return names, frozenset()
        meant = names & here
        if len(meant) > 1 and len(owner.current & here) == 1:
            meant = owner.current & here
        if len(meant) == 1 and self.people.count(*meant) == 1:
            return (names - here) | meant, (names & here) - meant
        return frozenset(), meant

    def _cast(self, name: str) -> Roles:
        sender = self._party(name) if name else None
        others = [other for other in self.people if name not in self._mine or other not in self._mine]
        if name in others:
            others.remove(name)
        recipients = tuple(self._party(other) for other in others) if len(others) <= _MOST_RECIPIENTS else ()
        known = bool(self._mine or self._unsure)
        direction: Direction = "unknown"
        if name in self._mine:
            direction = "outgoing"
        elif known and name not in self._unsure and (name or "" in self.people):
            direction = "incoming"
        return Roles(sender, recipients, direction, (*self._words.doubts(), *self._odd(name, others)))

    def _odd(self, name: str, others: Sequence[str]) -> Iterator[str]:
        if not name:
            yield "no-sender"
        if name in self._unsure:
            yield "owner-name-shared"
        shared = places.is_placeholder(name) or any(map(places.is_placeholder, others))
        if shared or self._deleted:
            yield "shared-placeholder-name"

    def _party(self, name: str) -> Party:
        owner = name in self._mine
        return Party(id=name, owner=owner) if self._dialect == "direct" else Party(name=name, owner=owner)

    def _text(self, value: object) -> str:
        return self._words.read(value) if isinstance(value, str) else ""


_ASSUMED = {
    "another download": (
        "No profile came with this conversation; another download that was added has one, of {}, and it was taken "
        "for theirs. If that is wrong, tell us before you rely on who sent what."
    ),
    "threads": (
        "Nothing says whose download this is. {} is the only name in all its conversations and was taken for the "
        "owner. If that is wrong, tell us before you rely on who sent what."
    ),
}


def _people(value: object, words: Words) -> Iterator[str]:
    """The names of the participants: objects with a name (Facebook, Instagram), or plain names."""
    for entry in value if isinstance(value, list) else ():
        name = entry.get("name") if isinstance(entry, dict) else entry
        if isinstance(name, str):
            yield words.read(name)
