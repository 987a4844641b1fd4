"""Facebook, Instagram and Messenger messages (JSON download).

Reads the thread files of "Download your information" (`message_1.json` …), Messenger's end-to-end-encrypted download,
Instagram's `messages.json` of 2018-2020, group chats of groups, replies in broadcast channels, reports of conversations
and the devices of secret conversations. docs/parsers/meta_messages.md
"""

import re
from collections.abc import Iterable, Iterator

from archive.records import Item, Notice, Problem, locate
from parsers import Confidence, Source
from parsers._meta.decode import Members
from parsers._meta.direct import DirectMessages
from parsers._meta.json import Damage, Found, Walk
from parsers._meta.media import Media
from parsers._meta.message import Messages
from parsers._meta.places import missing_pages
from parsers._meta.reports import device, quoted, report, secret_call
from parsers._meta.script import Script
from parsers._meta.service import service_of
from parsers._meta.thread import Dialect, Thread
from parsers._meta.words import Words
from parsers._text import decode

VERSION = 1

_OPENS = re.compile(rb"(?:\xef\xbb\xbf)?\s*+[{\[]")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_ONLY_META = re.compile(r'"(?:ig_reported_conversations|ig_secret_conversations|secret_conversations_v2)"\s*:\s*[\[{]')
_REPLY = re.compile(r'"reply_content"\s*:')
_REPLY_TO = re.compile(r'"original_message_sender"\s*:')
_LIST = re.compile(r'"messages"\s*:\s*\[\s*(?:[{\]]|\Z)')
_SENDER = re.compile(r'"sender_name"\s*:')
_TIME = re.compile(r'"timestamp(?:_ms)?"\s*:')
_PEOPLE = re.compile(r'"participants"\s*:\s*\[\s*(?:\{\s*"name"\s*:|\])')
_THREAD = re.compile(
    r'"(?:thread_path|magic_words|is_still_participant|joinable_mode|is_geoblocked_for_viewer|'
    r'is_unsent_image_by_messenger_kid_parent)"\s*:'
)
_ENCRYPTED = re.compile(r'"participants"\s*:\s*\[\s*["\]]')
_THREAD_NAME = re.compile(r'"threadName"\s*:\s*"')
_DIRECT = re.compile(r'\s*\[\s*\{\s*"(?:participants|conversation)"\s*:\s*\[')
_CREATED = re.compile(r'"created_at"\s*:\s*"\d{4}-\d\d-\d\dT')
_GARBLED = re.compile(r'"(?:sender_name|reply_content|ig_reported_conversations|ig_secret_conversations)"\s*:')
_CONVERSATIONS = ("messages", "conversation", "replies")
_DEVICES = ("armadillo_devices", "tincan_devices")


def identify(source: Source) -> Confidence:
    """By the names of members that only these files have; the head may end anywhere inside a message."""
    head = source.head
    if head.startswith(_UTF16):
        text = decode(head).text
    elif _OPENS.match(head):
        text = head.decode("latin-1")
    else:
        return Confidence.NO
    return max(_thread_file(text), _other_file(text))


def _thread_file(text: str) -> Confidence:
    if not _LIST.search(text):
        return Confidence.NO
    if _THREAD_NAME.search(text) and _ENCRYPTED.search(text):
        return Confidence.CERTAIN
    has_messages = bool(_SENDER.search(text) and _TIME.search(text))
    if _THREAD.search(text) and (has_messages or _PEOPLE.search(text)):
        return Confidence.CERTAIN
    return Confidence.PROBABLE if has_messages else Confidence.NO


def _other_file(text: str) -> Confidence:
    if _ONLY_META.search(text) or (_REPLY.search(text) and _REPLY_TO.search(text)):
        return Confidence.CERTAIN
    if _DIRECT.match(text):
        return Confidence.CERTAIN if _CREATED.search(text) else Confidence.PROBABLE
    return Confidence.NO


def parse(source: Source) -> Iterator[Item]:
    """Every message in the order of the file; then what is odd about the file as a whole."""
    with source.open() as stream:
        script = Script(stream.read())
    reading = _Reading(source, script)
    yield from reading.items()
    yield from reading.notices()


class _Reading:
    """Reads one file: which conversation each element belongs to, and what kind of element it is."""

    def __init__(self, source: Source, script: Script) -> None:
        self._source, self._script = source, script
        self._words = Words(script.text, usual=bool(_GARBLED.search(script.text)))
        self._media = Media(source, self._words)
        self._service = service_of(source.name, script.text)
        self._around: Members | None = None
        self._messages: Messages | DirectMessages
        self._said: set[Notice] = set()
        self._read = 0

    def items(self) -> Iterator[Item]:
        """Every element as a record, and every stretch that could not be read as a problem."""
        walk = Walk(self._script.text)
        for step in walk:
            if isinstance(step, Damage):
                yield self._damage(step)
            else:
                self._read += 1
                yield from self._element(step)
        if not self._read and not walk.damaged:
            yield self._nothing(walk)

    def notices(self) -> Iterator[Notice]:
        """What is odd about the whole file."""
        if self._words.repairs:
            yield Notice("mojibake-repaired", _REPAIRED)
        if self._script.guessed:
            yield Notice("encoding-guessed", _GUESSED)
        if gap := missing_pages(self._source):
            yield gap

    def _element(self, found: Found) -> Iterable[Item]:
        """One element, by the list that it stands in."""
        value, pointer = found.value, found.pointer
        name = pointer.rsplit("/", 2)[-2]
        if name in _CONVERSATIONS or (isinstance(value, dict) and "sender_name" in value and not name):
            noticed = self._enter(found) if found.around is not self._around else ()
            return (*noticed, self._messages.record(pointer, value))
        if name in _DEVICES:
            return (device(pointer, value, self._service, self._words),)
        if name == "calls":
            return (secret_call(pointer, value, self._service, self._words),)
        if name == "ig_reported_conversations":
            return self._reported(pointer, value)
        return (Problem(locate(("pointer", pointer)), _NO_THREAD, "not-a-conversation"),)

    def _reported(self, pointer: str, value: object) -> Iterable[Item]:
        if isinstance(value, dict) and "sender_name" not in value:
            return report(pointer, value, self._words)
        return (quoted(pointer, value, [], self._words),)  # the report around a message is damaged

    def _enter(self, found: Found) -> list[Notice]:
        """Begin a conversation. What is odd about several of them alike is said once."""
        self._around = found.around
        kind: Dialect = "download"
        if "/conversation/" in found.pointer:
            kind = "direct"
        elif "threadName" in found.around or (isinstance(found.value, dict) and "senderName" in found.value):
            kind = "encrypted"
        thread = Thread(self._source, found.around, self._words, kind, self._service)
        reader = DirectMessages if kind == "direct" else Messages
        self._messages = reader(thread, self._media, self._words)
        fresh = [notice for notice in thread.notices() if notice not in self._said]
        self._said.update(fresh)
        return fresh

    def _damage(self, damage: Damage) -> Problem | Notice:
        place = self._script.place(damage.start, damage.end)
        at_end = damage.end == len(self._script.text)
        if at_end and damage.start == damage.end:
            return Notice(
                "cut-short", f"The file ends in the middle: its closing brackets are not there. {_AGAIN}", place
            )
        what = "The file is cut off or damaged from here to its end" if at_end else "A part of the file is damaged"
        counted = f"{damage.lost} message{'s' if damage.lost != 1 else ''} or more"
        if not damage.lost:
            return Notice("damaged", f"{what}; no message seems to be lost by it.", place)
        return Problem(
            place,
            f"{what}; {counted} in it could not be read. {_AGAIN}",
            "cut-short" if at_end else "damaged",
            damage.lost,
        )

    def _nothing(self, walk: Walk) -> Problem | Notice:
        if walk.lists:
            return Notice("empty-conversation", _EMPTY)
        lost = len(_SENDER.findall(self._script.text)) or 1
        return Problem(self._script.place(0, len(self._script.text)), _NO_LIST, "no-messages", lost)


_AGAIN = "The rest was read. If you can, copy or download the file again."
_EMPTY = "This file belongs to the download, but it holds no message."
_NO_THREAD = "This part of the file is not a conversation; nothing of it could be read."
_NO_LIST = "This file has the names of a conversation but no list of messages, so none could be read. The file is kept."
_GUESSED = "The file is not in the encoding that Meta uses; letters beyond English were read as Windows wrote them."
_REPAIRED = (
    "Meta's download garbles letters beyond English and emoji. They were put right in this whole file; where that "
    "changed a message, the text as it stands in the file is kept beside it."
)
