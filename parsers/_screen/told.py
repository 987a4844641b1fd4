"""Tells what a picture shows as plain values, without records: for `read-screenshot`."""

import hashlib
from typing import Any

from PIL import Image

from parsers._image.ocr import NotRead
from parsers._image.open import DECODING, why
from parsers._screen.engines import chosen
from parsers._screen.likeness import CHAT
from parsers._screen.picture import upright_pixels
from parsers._screen.read import read_chat
from parsers._screen.result import Chat, Message

_NOT_READ = {
    "ocr-not-available": "Nothing is installed here that reads words in pictures: the program tesseract and its data for "
    "English, or for --ocr accurate the extra of that name.",
    "ocr-timed-out": "Reading the words took too long and was stopped.",
    "ocr-failed": "The program that reads words gave up on this picture.",
}
_NO_CHAT = "This does not look like a screenshot of a chat, so no messages were taken from it."


def told(data: bytes) -> dict[str, Any]:
    """The chat in a picture as JSON values; notes say why there is none. `problem` is a code where reading failed."""
    chat, notes, problem = Chat(), [], ""
    try:
        pixels = upright_pixels(data)
        chat = read_chat(pixels, chosen()) if pixels is not None else chat
    except NotRead as error:
        notes, problem = [_NOT_READ.get(error.code, error.code)], error.code
    except (Image.DecompressionBombError, MemoryError):
        notes, problem = ["The picture is too large to be unpacked safely."], "picture-too-big"
    except DECODING as error:
        notes, problem = [f"The picture could not be decoded: {why(error)}."], "picture-unreadable"
    if not problem and chat.likely < CHAT:
        chat, notes = Chat(likely=chat.likely, engine=chat.engine, notes=chat.notes), [_NO_CHAT]
    return {
        **_values(chat),
        "notes": [*notes, *chat.notes],
        "sha256": hashlib.sha256(data).hexdigest(),
        "problem": problem,
    }


def _values(chat: Chat) -> dict[str, Any]:
    return {
        "service": chat.service, "title": chat.title, "messages": [_message(message) for message in chat.messages],
        "separators": [stamp.text for stamp in chat.stamps if not stamp.system],
        "system": [stamp.text for stamp in chat.stamps if stamp.system],
        "likely": round(float(chat.likely), 2), "engine": chat.engine, "clock": chat.clock,
    }  # fmt: skip


def _message(message: Message) -> dict[str, Any]:
    return {
        "side": message.side, "sender": "me" if message.side == "out" else message.sender, "text": message.text,
        "time": message.time, "stamp": message.stamp, "quote": message.quote, "kind": message.kind,
        "box": [int(side) for side in message.box], "confidence": round(float(message.sure), 3), "cut": list(message.cut),
        "emoji": message.emoji,
    }  # fmt: skip
