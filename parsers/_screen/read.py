"""Reads one screenshot: from an upright picture to a chat."""

import cv2

from parsers._image.ocr import NotRead
from parsers._screen.areas import Ground, find_areas
from parsers._screen.bubbles import read_bubbles
from parsers._screen.canvas import Canvas, Pixels, canvas, rescaled, type_height
from parsers._screen.drawings import emoji_in
from parsers._screen.engines import Engine
from parsers._screen.frames import screen_in
from parsers._screen.geometry import Box
from parsers._screen.layout import lay_out
from parsers._screen.likeness import likeness
from parsers._screen.lines import find_lines
from parsers._screen.loose import read_loose
from parsers._screen.phrases import MEMBERS
from parsers._screen.result import Chat
from parsers._screen.rows import is_list, read_rows
from parsers._screen.services import service_of
from parsers._screen.strokes import without_strokes
from parsers._screen.unplaced import unplaced
from parsers._screen.words import settle

cv2.setNumThreads(1)  # workers share the cores already

_OURS = (cv2.error, ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)
_SMALLEST, _LARGEST = 25.0, 37.0  # heights of type that need no other scale


def read_chat(upright: Pixels, engine: Engine) -> Chat:
    """The chat that an upright RGB picture shows.

    Raises NotRead when the engine failed, and with the code `reader-failed` when this reader did: a mistake of ours must
    not be taken for damage of the picture, nor for a picture without a chat.
    """
    try:
        return _read(upright, engine)
    except _OURS as error:
        raise NotRead("reader-failed") from error


def _read(upright: Pixels, engine: Engine) -> Chat:
    work, ground = _prepared(upright, None)
    lines = find_lines(work, ground)
    if screen := screen_in(upright, work, ground, lines):
        work, ground = _prepared(upright, screen)
        lines = find_lines(work, ground)
    notes = engine.read(work, lines)
    settle(lines)
    layout = lay_out(work, ground, lines)
    rows = is_list(layout)
    if rows:
        messages, stamps = read_rows(layout, work)
    else:
        messages, stamps = read_bubbles(layout)
        stamps += read_loose(layout, messages)
    messages.sort(key=lambda message: message.box.top)
    stamps.sort(key=lambda stamp: stamp.box.top)
    chat = Chat(messages, stamps, layout.title, layout.subtitle, layout.clock, engine=engine.description, notes=notes)
    for message in messages:
        message.emoji = message.emoji or (emoji_in(message.box, lines) if message.kind in ("text", "emoji") else 0)
    _say_who(chat, rows=rows)
    chat.service = service_of(chat, layout)
    chat.likely = likeness(chat, layout, rows=rows)
    chat.elsewhere = unplaced(chat, lines)
    _back(chat, work)
    return chat


def _prepared(upright: Pixels, screen: Box | None) -> tuple[Canvas, Ground]:
    """The work picture at the right scale, without pen strokes, and its areas."""
    work = canvas(upright, screen)
    height = type_height(work)
    if height is not None and not _SMALLEST <= height <= _LARGEST:
        work = rescaled(upright, work, height)
    work, _ = without_strokes(work)
    return work, find_areas(work)


def _say_who(chat: Chat, *, rows: bool) -> None:
    """Names of senders, carried down a run of bubbles; the stamp that each message stands under."""
    incoming = [message for message in chat.messages if message.side == "in"]
    chat.group = MEMBERS.search(chat.subtitle) is not None or any(
        message.sender and message.sender.casefold() != chat.title.casefold() for message in incoming
    )
    name = ""
    lists = rows and any(message.side == "unknown" for message in chat.messages)
    for message in chat.messages:
        above = [s.text for s in chat.stamps if not s.system and s.box.top < message.box.top]
        message.stamp = above[-1] if above else ""
        if lists or message.side == "unknown" or (message.side == "out" and message.sender):
            continue
        if message.side == "out":
            message.sender, name = "", ""
        elif chat.group:
            name = message.sender or name
            message.sender = name
        else:
            message.sender = chat.title


def _back(chat: Chat, work: Canvas) -> None:
    """Boxes from work pixels to pixels of the upright picture."""
    for message in chat.messages:
        message.box = _upright(message.box, work)
    for stamp in chat.stamps:
        stamp.box = _upright(stamp.box, work)


def _upright(box: Box, work: Canvas) -> Box:
    left, top, right, bottom = (round(side / work.scale) for side in box)
    return Box(max(0, left + work.left), max(0, top + work.top), right + work.left, bottom + work.top)
