"""Finds the pictures, voice messages and documents that a chat names, and what their names tell of the time."""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from archive.records import Attachment
from parsers import Member, Source
from parsers._sniff import media_type

_TASTE = 4096
_REMEMBERED = 4096
_ELSEWHERE = "A file of this name lies at {path}. It was not taken for this one: it may belong to another chat."
_UNREADABLE = "The file is there, but its beginning could not be read."

_EXACT = re.compile(
    r"-(20\d\d)-(\d\d)-(\d\d)-(\d\d)-(\d\d)-(\d\d)(?!\d)|(20\d\d)-(\d\d)-(\d\d) at (\d\d)\.(\d\d)\.(\d\d)(?!\d)"
)
_DAY = re.compile(r"-(20\d\d)(\d\d)(\d\d)-WA\d")
_EXACT_WITHIN = timedelta(minutes=2)
_DAY_WITHIN = timedelta(days=1)


class Media:
    """The files around one chat, looked up by the names that its messages give."""

    def __init__(self, source: Source) -> None:
        self._tree = source.tree
        self._folder = source.name.rpartition("/")[0]
        self.find = lru_cache(_REMEMBERED)(self._find)

    def _find(self, name: str) -> Attachment:
        """The file beside the chat, else one in a folder below. Never another chat's file that has the same name."""
        if self._tree.sibling(name) is None:
            others = self._tree.all(name)
            if not others or not self._is_below(others[0]):
                note = _ELSEWHERE.format(path=others[0].name) if others else ""
                return Attachment(name=name, missing=True, note=note)
        member = self._tree.attach(name)
        return _present(name, member) if member is not None else Attachment(name=name, missing=True)

    def _is_below(self, member: Member) -> bool:
        return not self._folder or member.name.startswith(f"{self._folder}/")


def _present(name: str, member: Member) -> Attachment:
    try:
        with member.open() as stream:
            found, note = media_type(stream.read(_TASTE)), ""
    except OSError:
        found, note = "", _UNREADABLE
    return Attachment(name=name, found=found, size=member.size, sha256=member.sha256, note=note)


def name_disagrees(name: str, local: str | None) -> bool:
    """Whether the time in a file's name lies elsewhere than the message's.

    iPhones put the second of the message into the name (`00000005-PHOTO-2024-03-02-21-17-45.jpg`), Androids the day
    on which the file came to the phone (`IMG-20240215-WA0003.jpg`).
    """
    try:
        if local and (exact := _EXACT.search(name)):
            year, month, day, hour, minute, second = (part for part in exact.groups() if part)
            told = datetime.fromisoformat(f"{year}-{month}-{day}T{hour}:{minute}:{second}")
            return abs(datetime.fromisoformat(local) - told) > _EXACT_WITHIN
        if local and (dated := _DAY.search(name)):
            return abs(date.fromisoformat(local[:10]) - date.fromisoformat("-".join(dated.groups()))) > _DAY_WITHIN
    except ValueError:  # numbers that are no time: a name that only looks like WhatsApp's
        return False
    return False
