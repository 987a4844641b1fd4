"""Reads one picture of a document: a chat bubble by bubble, anything else as lines of text."""

from typing import NamedTuple

import numpy as np
from PIL import Image

from parsers._image import ocr
from parsers._image.open import DECODING
from parsers._image.prepare import is_plain, prepare
from parsers._screen.engines import chosen
from parsers._screen.likeness import CHAT
from parsers._screen.picture import LEAST
from parsers._screen.read import read_chat
from parsers._screen.reading import as_text
from parsers._screen.result import Chat

_SLIMMEST = 16  # as for screenshots that are files: no chat is longer than so many times its width


class Look(NamedTuple):
    """What was read in a picture.

    `failed` is a warning when its words could not be read; `mistaken` is set when our own reader of chats made a mistake, so
    that nobody knows whether the picture shows one.
    """

    text: str = ""
    confidence: float | None = None
    engine: str = ""
    chat: Chat | None = None
    failed: str = ""
    mistaken: bool = False


def look(picture: Image.Image) -> Look:
    """Read an upright picture in colours. Never raises for what a picture may hold."""
    try:
        chat = _chat(picture)
    except ocr.NotRead as failed:  # the reader of plain text, which is asked next, says what is wrong with the engine
        return _plain(picture)._replace(mistaken=failed.code == "reader-failed")
    if chat is None:
        return _plain(picture)
    sure = [message.sure for message in chat.messages if message.text]
    return Look(as_text(chat), round(100 * sum(sure) / len(sure), 1) if sure else None, chat.engine, chat)


def _plain(picture: Image.Image) -> Look:
    try:
        sheet = prepare(picture, 1)
    except DECODING:
        return Look(failed="ocr-failed")
    try:
        page = ocr.read_page(sheet) if sheet else ocr.Page()
    except ocr.NotRead as failed:
        return Look(failed=failed.code)
    return Look(page.text, page.confidence, page.engine)


def _chat(picture: Image.Image) -> Chat | None:
    """The chat in a picture, by the same test as for a screenshot that is a file of its own. Raises NotRead.

    What else may be raised is no damage of the picture, which is decoded already, and is not taken for any.
    """
    if min(picture.size) < LEAST or max(picture.size) > _SLIMMEST * min(picture.size) or is_plain(picture):
        return None
    chat = read_chat(np.ascontiguousarray(np.asarray(picture), np.uint8), chosen())
    return chat if chat.likely >= CHAT else None
