"""Tells which conversation a chat file is of: a key that another export of it has too, and a title for people."""

import re
from collections import Counter
from collections.abc import Sequence

from archive.records import Conversation, SystemDetails
from parsers._whatsapp.header import MARKS
from parsers._whatsapp.phrases import FILE_NAMES

_OF_GROUPS = frozenset(
    {
        "group-created", "subject-changed", "icon-changed", "icon-removed", "description-changed", "settings-changed",
        "joined", "left", "added", "removed", "admin-added", "admin-removed", "group-deleted", "invite-link-reset",
    }
)  # fmt: skip
_ENDING = re.compile(r"(?:\.(?:txt|zip))?(?: ?\(\d+\))?(?:\.(?:txt|zip))?$", re.IGNORECASE)
_NAMES = re.compile(
    "|".join(re.escape(pattern).replace(r"\{name\}", "(.+)") for pattern in FILE_NAMES),
    re.IGNORECASE,
)
_MARKS = re.compile(f"[{MARKS}]")


class Thread:
    """What a file says about its conversation as a whole."""

    def __init__(self) -> None:
        self.is_group = False
        self.under: Counter[str] = Counter()  # names above sentences of WhatsApp: on iPhones the group's or contact's
        self._contact = ""  # iPhones write the notice of encryption under the name of the contact, or of the group
        self._created = ""  # the line that tells of the group's creation
        self._first_title = ""
        self._last_title = ""

    def note(self, details: SystemDetails, line: str, under: str = "") -> None:
        """Take in a sentence of WhatsApp, and the name it stands under on an iPhone."""
        self.under[under] += 1
        if details.event == "encrypted" and not self._contact:
            self._contact = under
        if details.event not in _OF_GROUPS:
            return
        self.is_group = True
        if details.event == "group-created" and not self._created:
            self._created, self._first_title = line, details.title
        elif details.event == "subject-changed":
            self._last_title = details.title

    def conversation(self, people: Sequence[str], senders: Sequence[str], name: str) -> Conversation:
        """The thread's key and title. `people` are all names, `senders` those who wrote, `name` the file's path.

        One or two senders: their names. A group: its subject (at its creation, else the latest, else the name that
        iPhones write above WhatsApp's sentences, else that of the file), else the line of its creation.
        """
        filed = title_from(name)
        if not self.is_group and len(senders) <= 2:
            title = (self._contact in senders and self._contact) or filed or ", ".join(senders)
            return Conversation("|".join(sorted(sender.casefold() for sender in senders)), title)
        headed = next((name for name, _ in self.under.most_common() if name in people and name not in senders), "")
        title = self._last_title or self._first_title or headed or filed
        everybody = "|".join(sorted(sender.casefold() for sender in senders))
        subject = self._first_title or self._last_title or headed or filed or self._created or everybody
        return Conversation(f"group:{subject.casefold()}", title or ", ".join(senders[:5]))


def title_from(name: str) -> str:
    """The name in `WhatsApp Chat with Sam.txt`, or in the zip or folder around `_chat.txt`; "" when there is none."""
    parts = [_ENDING.sub("", part) for part in name.split("/")]
    for part in reversed(parts[-2:]):
        if found := _NAMES.fullmatch(_MARKS.sub("", part)):
            return next(group for group in found.groups() if group).strip()
    return ""
