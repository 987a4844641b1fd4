"""One message of Facebook, Instagram or Messenger as a record.

Facebook and Instagram write `sender_name`, `timestamp_ms`, `content`; Messenger's end-to-end-encrypted download
`senderName`, `timestamp`, `text`; replies in a broadcast channel `reply_content` and no sender. All else is shared.
"""

import re
from typing import Literal, NamedTuple

from archive.records import (
    Attachment,
    CallDetails,
    Details,
    Kind,
    MessageDetails,
    Party,
    Reaction,
    Record,
    SystemDetails,
    locate,
)
from parsers._meta.decode import Doubled, Members
from parsers._meta.media import DECLARED, Media, names_file
from parsers._meta.thread import Roles, Thread
from parsers._meta.values import clock_ms, clock_s, leaves, shown, whole
from parsers._meta.words import Words

Outcome = Literal["missed", "answered", "unknown"]

_PSEUDO_REACTION = re.compile(r"(?:Reacted [^\x00-\x7f]{1,16} to your message|Liked a message) ?")
_MISSED = re.compile(r"\bmissed\b")
_VIDEO = re.compile(r"\bvideo\b")
_EVENTS = {"Subscribe": ("joined", "added"), "Unsubscribe": ("left", "removed")}
_FLAGS = {"is_unsent": "unsent", "isUnsent": "unsent", "is_taken_down": "taken-down"}


class _Names(NamedTuple):
    """What a dialect calls sender, time and text."""

    sender: str
    time: str
    text: str


_DOWNLOAD = _Names("sender_name", "timestamp_ms", "content")
_EARLY = _Names("sender_name", "timestamp", "content")  # Facebook, first half of 2018: seconds
_ENCRYPTED = _Names("senderName", "timestamp", "text")
_REPLY = _Names("sender_name", "timestamp_ms", "reply_content")


class _Parts(NamedTuple):
    """What is gathered from a message while its members go by."""

    attachments: list[Attachment]
    reactions: list[Reaction]
    status: list[str]
    fields: dict[str, str]
    warnings: list[str]


class Messages:
    """Turns the messages of one conversation into records."""

    def __init__(self, thread: Thread, media: Media, words: Words) -> None:
        self._thread, self._media, self._words = thread, media, words

    def record(self, pointer: str, value: object) -> Record:
        """Every element becomes a record, odd ones with warnings."""
        if not isinstance(value, dict):
            return self._stray(pointer, value)
        names = _dialect(value)
        roles = self._thread.roles(value.get(names.sender))
        clock = (clock_s if names is _EARLY else clock_ms)(value.get(names.time))
        parts = _Parts([], [], [], dict(self._thread.fields), [*roles.warnings, *clock.warnings])
        text = self._text(value.get(names.text), parts)
        if roles.sender is None:
            parts.fields.update(leaves(names.sender, value.get(names.sender), self._words))
        for key, inner in value.items():
            if key not in names and inner is not False and inner is not None:
                self._member(key, inner, parts)
        kind, details = self._kind(value, text, roles, parts)
        if kind == "call" and text:
            roles = self._caller(value, text, roles, parts)
        if type(value) is Doubled:
            self._doubled(value, parts)
        return Record(
            kind=kind, service=self._thread.service, locator=f"pointer={pointer}",
            conversation=self._thread.conversation, sender=roles.sender, recipients=roles.recipients,
            direction=roles.direction, time=clock.time, text=text,
            reactions=tuple(parts.reactions), status=tuple(parts.status), attachments=tuple(parts.attachments),
            details=details, fields=parts.fields, warnings=(*parts.warnings, *self._words.doubts()),
        )  # fmt: skip

    def _stray(self, pointer: str, value: object) -> Record:
        """An element of the list that is no object: kept as what it is."""
        text = self._words.read(shown(value))
        return Record(
            kind="message", service=self._thread.service, locator=locate(("pointer", pointer)),
            conversation=self._thread.conversation, text=text, fields=dict(self._thread.fields),
            warnings=("not-a-message", "no-sender", "no-time", *self._words.doubts()),
        )  # fmt: skip

    def _text(self, raw: object, parts: _Parts) -> str | None:
        if raw is None:
            return None
        if not isinstance(raw, str):
            parts.warnings.append("text-not-text")
        text = self._words.read(shown(raw))
        if text != raw and isinstance(raw, str) and self._words.repairs:
            parts.fields["raw_text"] = self._words.plain(raw)
        return text

    def _member(self, key: str, value: object, parts: _Parts) -> None:
        """A member that is neither sender, time nor text."""
        if key in DECLARED or names_file(value):
            parts.attachments.extend(self._media.attachments(key, value, parts.fields))
        elif key == "reactions" and isinstance(value, list):
            for number, entry in enumerate(value):
                self._reaction(number, entry, parts)
        elif key in _FLAGS and value is True:
            parts.status.append(_FLAGS[key])
        elif not (key == "share" and isinstance(value, dict)) and not (key == "missed" and value is True):
            parts.fields.update(leaves(self._words.read(key), value, self._words))

    def _reaction(self, number: int, entry: object, parts: _Parts) -> None:
        if not isinstance(entry, dict) or not isinstance(entry.get("reaction"), str):
            parts.fields.update(leaves(f"reactions.{number}", entry, self._words))
            return
        actor, when = entry.get("actor"), entry.get("timestamp")
        party = self._thread.party(actor) if isinstance(actor, str) and actor else Party()
        text = self._words.read(str(entry["reaction"]))
        parts.reactions.append(Reaction(text, party, clock_s(when).time) if when else Reaction(text, party))
        for key, value in entry.items():
            if key not in ("reaction", "actor", "timestamp"):
                parts.fields.update(leaves(f"reactions.{number}.{self._words.read(key)}", value, self._words))

    def _kind(self, value: Members, text: str | None, roles: Roles, parts: _Parts) -> tuple[Kind, Details | None]:
        """Calls and system lines by the marks of the download only: any sentence may be a person's own words."""
        type_ = value.get("type")
        share = self._share(value.get("share"), parts)
        is_call = type_ == "Call" or "call_duration" in value or value.get("missed") is True
        if share and (is_call or (isinstance(type_, str) and type_ in _EVENTS)):
            parts.fields["share.link"] = share
        if is_call:
            return "call", self._call(value, text or "", parts)
        if isinstance(type_, str) and type_ in _EVENTS:
            return "system", self._event(value, type_, roles)
        if text is not None and not parts.attachments and _PSEUDO_REACTION.fullmatch(text):
            parts.status.append("reaction")
        if type_ == "link" and text:
            share = text
        return "message", MessageDetails(link=share) if share else None

    def _share(self, value: object, parts: _Parts) -> str:
        """A shared post, reel, story or link: its address. What else is said of it goes into the fields."""
        if not isinstance(value, dict):
            return ""
        link = value.get("link")
        rest = {key: inner for key, inner in value.items() if key != "link" or not isinstance(link, str)}
        parts.fields.update(leaves("share", rest, self._words))
        return self._words.read(link) if isinstance(link, str) else ""

    def _call(self, value: Members, text: str, parts: _Parts) -> CallDetails:
        duration = whole(value.get("call_duration"))
        missed = value.get("missed") is True or (not duration and _MISSED.search(text) is not None)
        outcome: Outcome = "missed" if missed else "answered" if duration and duration > 0 else "unknown"
        if missed:
            parts.status.append("missed")
        if duration is not None:
            parts.fields.pop("call_duration", None)
        return CallDetails(outcome=outcome, duration_s=duration, video=_VIDEO.search(text) is not None)

    def _caller(self, value: Members, text: str, roles: Roles, parts: _Parts) -> Roles:
        """A call that its own sender is said to have missed came from somebody else. Who called is then not said."""
        if roles.sender is None or not text.startswith(f"{roles.sender.name} missed"):
            return roles
        parts.warnings.append("caller-unclear")
        parts.fields.update(leaves("sender_name", value.get("sender_name"), self._words))
        return Roles(None, (), "unknown")

    def _event(self, value: Members, type_: str, roles: Roles) -> SystemDetails:
        """Somebody joined or left, or was added or removed by the sender."""
        users = value.get("users")
        names = [entry.get("name") for entry in users if isinstance(entry, dict)] if isinstance(users, list) else []
        others = [
            party for name in names if isinstance(name, str) and (party := self._thread.party(name)) != roles.sender
        ]
        alone, together = _EVENTS[type_]
        target = others[0] if len(others) == 1 else None
        return SystemDetails(event=together if others else alone, actor=roles.sender, target=target)

    def _doubled(self, value: Doubled, parts: _Parts) -> None:
        """A key that is there twice: the earlier value must not vanish."""
        parts.warnings.append("key-twice")
        for number, (key, earlier) in enumerate(value.earlier):
            parts.fields.update(leaves(f"{self._words.read(key)} (before, {number + 1})", earlier, self._words))


def _dialect(value: Members) -> _Names:
    if "sender_name" in value:
        return _EARLY if "timestamp" in value and "timestamp_ms" not in value else _DOWNLOAD
    if "senderName" in value:
        return _ENCRYPTED
    if "reply_content" in value:
        return _REPLY
    return _ENCRYPTED if "timestamp" in value and "timestamp_ms" not in value else _DOWNLOAD
