"""Walks the JSON of a Meta download element by element, and goes on behind damage.

Only one element is decoded at a time. What stands around a list of messages
(title, participants, thread path) partly follows it in the file; it is fetched from the end of the file first.
"""

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from parsers._meta.decode import Members, tail, value_at, value_near

LISTS = frozenset(
    (
        "messages", "conversation", "replies", "ig_reported_conversations",
        "armadillo_devices", "tincan_devices", "calls",
    )
)  # fmt: skip
"""Lists whose elements are happenings, or hold them."""
_WITHIN = frozenset(("ig_secret_conversations", "secret_conversations_v2", "secret_conversations"))

_BLACK = re.compile(r"[^ \t\n\r]")
_NOTHING = re.compile(r"[\s,\]}\x00]*+\Z")
_THREAD = ("participants", "thread_name", "threadName")
_ELEMENT = (
    "sender_name", "senderName", "sender", "isUnsent", "media", "reactions", "text", "timestamp", "type",
    "timestamp_ms", "created_at", "reply_content", "original_message_sender", "is_reporter", "device_type", "name",
)  # fmt: skip
_LANDMARK = re.compile(rf'\{{\s*"(?:({"|".join(_THREAD)})|{"|".join(_ELEMENT)})"\s*:')
_TELLING = frozenset(
    ("sender_name", "senderName", "sender", "timestamp_ms", "reply_content", "is_reporter", "device_type")
)
_WHEN = re.compile(r'"(?:timestamp_ms|created_at)"\s*:')
_WHO = re.compile(r'"(?:sender_name|senderName|sender|reply_content|is_reporter|device_type)"\s*:')
_WORD = re.compile(r"\w")
_PATIENCE = 20  # how many times its own length may be read over while looking for whole elements behind damage


class Found(NamedTuple):
    """One element of a list: its JSON pointer, its value, and the members of the object around the list."""

    pointer: str
    value: object
    around: Members


class Damage(NamedTuple):
    """A stretch of text that could not be read, and how many happenings it surely held. Empty: the end is missing."""

    start: int
    end: int
    lost: int


class _Broken(Exception):
    """What comes next is not JSON. `seen` is about how much was read to find out."""

    def __init__(self, seen: int = 0) -> None:
        super().__init__()
        self.seen = seen


class Walk:
    """Every element of a document's lists, in the order of the file, and every stretch that could not be read."""

    def __init__(self, text: str) -> None:
        self._text, self._at = text, 0
        self._counts: dict[str, int] = {}
        self._many = False  # the document is a list of threads
        self._around: Members = {}
        self._list = "/messages"
        self.lists = 0  # how many places for happenings there were
        self.damaged = False
        self._patience = _PATIENCE * len(text) + 100_000

    def __iter__(self) -> Iterator[Found | Damage]:
        reading = self._document()
        while True:
            whole = False
            try:
                yield from reading
                whole = True
            except _Broken as broken:
                self.damaged = True
                self._patience -= broken.seen
            if _NOTHING.match(self._text, self._at):
                if not whole:
                    yield Damage(len(self._text), len(self._text), 0)
                return
            start, self.damaged = self._at, True
            self._at, opens = self._next(start)
            yield self._damage(start)
            if self._at == len(self._text):
                return
            reading = self._go_on(opens)

    def _document(self) -> Iterator[Found | Damage]:
        self._around = tail(self._text)
        sign = self._sign()
        if sign not in ("{", "["):
            raise _Broken
        self._at += 1
        if sign == "[":
            self._around = {}
            self._many, self._list = True, "/0/conversation"
            self.lists = 1
            yield from self._threads()
        else:
            yield from self._members("", self._around)

    def _threads(self) -> Iterator[Found | Damage]:
        """The elements of the outermost list: each a thread with its messages inside (Instagram 2018-2020)."""
        while (sign := self._sign()) != "]":
            if sign != ",":
                yield from self._thread(f"/{self._number('')}")
            else:
                self._at += 1
        self._at += 1

    def _thread(self, pointer: str) -> Iterator[Found | Damage]:
        start = self._at
        try:
            value = self._value()
        except _Broken:
            if not self._text.startswith("{", start):
                raise
            self._at, self._around, self._list = start + 1, {}, f"{pointer}/conversation"
            yield from self._members(pointer, self._around)
            return
        self._around = value if isinstance(value, dict) else {}
        lists = [(key, inner) for key, inner in self._around.items() if key in LISTS and isinstance(inner, list)]
        if not lists:
            yield Found(pointer, value, {})
        self.lists += len(lists)
        for key, inner in lists:
            self._list = f"{pointer}/{key}"
            self._counts[self._list] = len(inner)
            for number, element in enumerate(inner):
                yield Found(f"{self._list}/{number}", element, self._around)

    def _members(self, pointer: str, around: Members) -> Iterator[Found | Damage]:
        """The members of an object, from behind its `{` to behind its `}`."""
        while (sign := self._sign()) != "}":
            if sign == ",":
                self._at += 1
                continue
            start, key = self._at, self._value()
            if not isinstance(key, str) or self._sign() != ":":
                self._at = start
                raise _Broken
            self._at += 1
            opening = self._sign()
            if opening == "[" and key in LISTS:
                self._at += 1
                yield from self._elements(f"{pointer}/{key}", around)
            elif opening == "{" and key in _WITHIN:
                self._at += 1
                self.lists += 1
                yield from self._members(f"{pointer}/{key}", around)
            else:
                around.setdefault(key, self._value())
        self._at += 1

    def _elements(self, pointer: str, around: Members) -> Iterator[Found | Damage]:
        """The elements of a list, from behind its `[` to behind its `]`."""
        self._list, self._around = pointer, around
        self.lists += 1
        while (sign := self._sign()) != "]":
            if sign == ",":
                self._at += 1
                continue
            start, value = self._at, self._value()
            if self._is_misplaced(value):
                self._at = start
                raise _Broken
            yield Found(f"{pointer}/{self._number(pointer)}", value, around)
        self._at += 1

    def _is_misplaced(self, value: object) -> bool:
        """Another thread, because the end of this list is lost; or the rest of an element that is broken."""
        if isinstance(value, dict):
            return "participants" in value and not _TELLING & value.keys()
        return self._following() not in (",", "]")

    def _number(self, pointer: str) -> int:
        """The next index in a list. A list that is there twice goes on counting, so that no two share a place."""
        number = self._counts.get(pointer, 0)
        self._counts[pointer] = number + 1
        return number

    def _sign(self) -> str:
        """The next character that is no space. Raises at the end of the text: everything here must still be closed."""
        sign = self._text[self._at : self._at + 1]
        if sign in " \t\n\r":  # the empty text, too
            found = _BLACK.search(self._text, self._at)
            if found is None:
                raise _Broken
            self._at, sign = found.start(), found[0]
        return sign

    def _following(self) -> str:
        """The next character that is no space, or "" at the end of the text, without going there."""
        found = _BLACK.search(self._text, self._at)
        return found[0] if found else ""

    def _value(self) -> object:
        try:
            value, self._at = (value_near if self.damaged else value_at)(self._text, self._at)
        except json.JSONDecodeError as error:
            raise _Broken(error.pos) from error
        except (ValueError, RecursionError) as error:
            raise _Broken(10_000) from error
        return value

    def _next(self, start: int) -> tuple[int, bool]:
        """Where reading can go on behind damage: a whole element, or (True) the beginning of another thread."""
        for mark in _LANDMARK.finditer(self._text, start):
            if self._patience < 0:
                break
            if mark[1]:
                return mark.start(), True
            self._at = mark.start()
            try:
                value = self._value()
            except _Broken as broken:
                self._patience -= broken.seen
                continue
            if isinstance(value, dict) and _TELLING & value.keys():
                return mark.start(), False
        return len(self._text), False

    def _damage(self, start: int) -> Damage:
        """What lies between the damage and where reading goes on. The indexes of what was lost stay free."""
        end = self._at
        lost = max(len(mark.findall(self._text, start, end)) for mark in (_WHO, _WHEN))
        lost = lost or int(bool(_WORD.search(self._text, start, end)))
        self._counts[self._list] = self._counts.get(self._list, 0) + lost
        return Damage(start, end, lost)

    def _go_on(self, opens: bool) -> Iterator[Found | Damage]:
        if opens:
            self._at += 1
            pointer = f"/{self._number('')}" if self._many else ""
            self._list, self._around = f"{pointer}/conversation" if self._many else "/messages", {}
            yield from self._members(pointer, self._around)
        else:
            yield from self._elements(self._list, self._around)
            parent = self._list.rpartition("/")[0]
            yield from self._members(parent, self._around)
        if self._many:
            yield from self._threads()
