"""Tells what a picture shows as plain values, without records: for `read-screenshot`."""

import hashlib
from collections.abc import Iterator
from typing import Any

from PIL import Image

from parsers._image.ocr import NotRead
from parsers._image.open import DECODING, decoded, opened, why
from parsers._image.pages import damage_code
from parsers._image.record import ANIMATED
from parsers._screen.engines import chosen
from parsers._screen.likeness import CHAT
from parsers._screen.picture import upright_pixels
from parsers._screen.read import read_chat
from parsers._screen.result import Chat, Message

_NOT_READ = {
    "ocr-not-available": "Nothing is installed here that reads words in pictures: the program tesseract and its data for "
    "English, or for --ocr accurate the extra of that name.",
    "ocr-timed-out": "Reading the words took too long and was stopped.",
    "reader-failed": "The reader made a mistake on this picture. That is our fault: the picture is not damaged.",
    "ocr-failed": "The program that reads words gave up on this picture.",
}
_DAMAGE = {
    "picture-cut-off": "The file ends too early: the rest of the picture is not in it, only what is there was read",
    "picture-damaged": "Something in the file is wrong, and a part of the picture may be lost",
}
_NO_CHAT = "This does not look like a screenshot of a chat, so no messages were taken from it."


def told(data: bytes) -> dict[str, Any]:
    """The chat in a picture as JSON values; notes say why there is none. `problem` is a code where reading failed."""
    chat, notes, problem = Chat(), list[str](), ""
    try:
        notes = list(_file_notes(data))
        pixels = upright_pixels(data)
        chat = read_chat(pixels, chosen()) if pixels is not None else chat
    except NotRead as error:
        problem = error.code
        notes.append(_NOT_READ.get(problem, problem))
    except (Image.DecompressionBombError, MemoryError):
        problem = "picture-too-big"
        notes.append("The picture is too large to be unpacked safely.")
    except DECODING as error:
        problem = "picture-unreadable"
        notes.append(f"The picture could not be decoded: {why(error)}.")
    if not problem and chat.likely < CHAT:
        chat = Chat(likely=chat.likely, engine=chat.engine, notes=chat.notes)
        notes.append(_NO_CHAT)
    return {
        **_values(chat),
        "notes": [*notes, *chat.notes],
        "sha256": hashlib.sha256(data).hexdigest(),
        "problem": problem,
    }


def _file_notes(data: bytes) -> Iterator[str]:
    """What a file holds that was not read: what is cut off it, what is damaged in it, frames after the first."""
    header = opened(data)
    _, hurt = decoded(header, data, None)
    if hurt := header.hurt or hurt:
        yield _DAMAGE[damage_code(hurt)] + f" ({hurt})."
    if header.frames > 1:
        pictures = "pages" if header.format == "TIFF" else "pictures"
        lead = "The picture moves: it" if header.format in ANIMATED else "The file"
        yield f"{lead} has {header.frames} {pictures}, of which only the first was read."


def _values(chat: Chat) -> dict[str, Any]:
    return {
        "service": chat.service, "title": chat.title, "subtitle": chat.subtitle, "messages": [_message(message) for message in chat.messages],
        "separators": [stamp.text for stamp in chat.stamps if not stamp.system],
        "system": [stamp.text for stamp in chat.stamps if stamp.system],
        "elsewhere": chat.elsewhere, "likely": round(float(chat.likely), 2), "engine": chat.engine, "clock": chat.clock,
    }  # fmt: skip


def _message(message: Message) -> dict[str, Any]:
    return {
        "side": message.side, "sender": message.sender or ("me" if message.side == "out" else ""), "text": message.text,
        "time": message.time, "stamp": message.stamp, "quote": message.quote, "kind": message.kind,
        "box": [int(side) for side in message.box], "confidence": round(float(message.sure), 3), "cut": list(message.cut),
        "emoji": message.emoji,
    }  # fmt: skip
