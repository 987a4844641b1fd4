"""Reads the chat in a source, once: what `confirm` found is kept for `parse`, which is asked right after it."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace as altered
from functools import lru_cache

from msgspec.structs import replace

from archive.records import Item, Notice, PhotoDetails, Problem, Record
from parsers import Source
from parsers._image.names import read_name
from parsers._image.ocr import NotRead, Page
from parsers._image.open import DECODING
from parsers._image.record import MOST_BYTES, read
from parsers._screen.engines import chosen
from parsers._screen.likeness import CHAT
from parsers._screen.picture import upright_pixels
from parsers._screen.read import read_chat
from parsers._screen.records import chat_records
from parsers._screen.result import Chat
from parsers._screen.services import by_name
from parsers._screen.witnesses import clocks_differ, known_day, shown_clock

DIFFER = "phone-clock-differs"
FAILED = "reader-failed"
_ELSEWHERE = "Read elsewhere in the picture:"


def chat_in(source: Source) -> Chat | None:
    """The chat that a source shows; None when it shows none, cannot be decoded, or nothing is there to read it with."""
    with source.open() as stream:
        data = stream.read(MOST_BYTES)
    return _chat_in(_Bytes(data))


class _Bytes:
    """Bytes that are remembered by their hash, so that the cache does not keep them."""

    def __init__(self, data: bytes) -> None:
        self.data: bytes | None = data
        self._digest = hashlib.sha256(data).digest()

    def __hash__(self) -> int:
        return hash(self._digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Bytes) and self._digest == other._digest


@lru_cache(1)
def _chat_in(data: _Bytes) -> Chat | None:
    given, data.data = data.data or b"", None
    try:
        pixels = upright_pixels(given)
        chat = read_chat(pixels, chosen()) if pixels is not None else None
    except NotRead as error:
        cause = error.__cause__
        return Chat(failed=f"{type(cause).__name__}: {cause}") if error.code == FAILED else None
    except DECODING:  # the reader for pictures, which is asked next, says what is wrong
        return None
    return chat if chat is not None and chat.likely >= CHAT else None


def items(source: Source) -> Iterator[Item]:
    """The picture's own record, with all that was read as its text; then the messages."""
    chat = chat_in(source)
    if chat is None:
        yield from read(source)
        return
    if chat.failed:
        yield from read(source)
        yield Problem(
            "", f"Whether this is a chat could not be looked at: the reader made a mistake ({chat.failed}).", FAILED
        )
        return
    chat = _named(chat, source)
    rest: list[Item] = []
    picture: Record | None = None
    for item in read(source, _page(chat)):
        if isinstance(item, Record) and picture is None:
            picture = item
        else:
            rest.append(item)
    if picture is not None:
        details = picture.details if isinstance(picture.details, PhotoDetails) else PhotoDetails()
        known = known_day(details.name_time, picture.time, source.modified)
        differ = clocks_differ(known, shown_clock(chat))
        codes = (*picture.warnings, *((DIFFER,) if differ else ()))
        yield replace(picture, fields={**picture.fields, **dict(_about(chat))}, warnings=codes)
        if differ:
            yield Notice(DIFFER, differ, picture.locator)
        yield from chat_records(chat, known)
    yield from (Notice("language-data-missing", note, again=True) for note in chat.notes)
    yield from rest


def _named(chat: Chat, source: Source) -> Chat:
    """A chat whose app the picture does not show, with the app that the name of the screenshot tells."""
    named = read_name(source.name)
    app = by_name(named.app) if named.screenshot and not chat.service else ""
    return altered(chat, service=app, service_from="the name of the picture") if app else chat


def _page(chat: Chat) -> Page:
    sure = [message.sure for message in chat.messages if message.text]
    return Page(as_text(chat), round(100 * sum(sure) / len(sure), 1) if sure else None, chat.engine)


def as_text(chat: Chat) -> str:
    """A chat as lines of text, from the top: who, what, when; then what else was read in the picture."""
    parts: list[tuple[int, str]] = [(stamp.box.top, f"— {stamp.text} —") for stamp in chat.stamps]
    for message in chat.messages:
        who = "(right)" if message.side == "out" else message.sender or "(left)"
        parts.append(
            (
                message.box.top,
                f"{who}: {message.text or f'[{message.kind}]'}" + (f"  {message.time}" if message.time else ""),
            )
        )
    rest = [_ELSEWHERE, *chat.elsewhere] if chat.elsewhere else []
    return "\n".join([chat.title, *(text for _, text in sorted(parts, key=lambda part: part[0])), *rest]).strip()


def _about(chat: Chat) -> Iterator[tuple[str, str]]:
    for name, value in (
        ("screen_title", chat.title), ("screen_subtitle", chat.subtitle), ("screen_service", chat.service), ("screen_service_from", chat.service_from),
        ("screen_clock", chat.clock),
    ):  # fmt: skip
        if value:
            yield name, value
    yield "screen_messages", str(len(chat.messages))
