"""Reads what a message is made of: words, a file, a call, a place, a poll, or a sentence that WhatsApp put there."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from archive.records import Details, Direction, Kind, MessageDetails
from parsers._whatsapp.calls import CALL_BEGINS, read_call
from parsers._whatsapp.files import files_in, left_out
from parsers._whatsapp.header import MARK_SIGNS, MARKS
from parsers._whatsapp.phrases import (
    DELETED,
    DELETED_BY_OWNER,
    EDITED,
    LIVE_LOCATION,
    MISSED_CALLS,
    OMITTED,
    POLL,
    VIEW_ONCE,
    WAITING,
)
from parsers._whatsapp.system import is_typed_too, system_details

Sentence = Literal["deleted", "deleted by owner", "view once", "null", "live location", "waiting"]

VIEW_ONCE_NOTE = "It could be viewed once; WhatsApp leaves it out of exports."
NULL_NOTE = "WhatsApp wrote 'null' here: usually a picture or video that could be viewed once, or a call."

_MARK = re.compile(f"[{MARKS}]")
_MARKS = re.compile(f"[{MARKS}]+")
_LONGEST_SENTENCE = 80
_PLACE = re.compile(
    r"(?:[^\n:]{1,200}: )?(?P<link>https?://(?:maps\.google\.com/\?q=(?P<latitude>-?\d+\.\d+),(?P<longitude>-?\d+\.\d+)"
    r"|foursquare\.com/\S+))$"
)
_ONCE = re.compile(r"You (?P<how>received|sent) a view once (?:message|photo|video|voice)", re.IGNORECASE)
_BY_ADMIN = re.compile(r"This message was deleted by (?:group )?admin ", re.IGNORECASE)


@dataclass(slots=True)
class Body:
    """What a text turned out to be. `files` are names of files that came with it; `absent` says what is not here."""

    kind: Kind = "message"
    details: Details | None = None
    direction: Direction = "unknown"
    status: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    absent: list[tuple[str, str]] = field(default_factory=list)  # file name or "", and why
    fields: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


_WORDS_ALONE = Body()
_BEGINNINGS = (*CALL_BEGINS, "you received a view once", "you sent a view once", "this message was deleted by")
_ENDINGS = (")", *OMITTED)
_WHOLE_LINES = frozenset(
    {"null", *DELETED, *DELETED_BY_OWNER, *MISSED_CALLS, *LIVE_LOCATION, *WAITING, *(f"{word}:" for word in POLL)}
)


def read_body(text: str, *, bracket: bool, marked: bool) -> Body:
    """Read the text of somebody's message, as it stands behind the name.

    `bracket`: an iPhone's file, where WhatsApp's own sentences stand under somebody's name too. `marked`: they have
    direction marks in front of them, so that the same words without a mark were typed by a person.
    """
    if not text:
        return Body(warnings=["empty-text"])
    own = bracket and marked
    if _is_words_alone(text, own=own) and not (bracket and not own and system_details(text)):
        return _WORDS_ALONE
    body, mark = Body(), _MARK.match(text) is not None
    words = _without_edit(text, body)
    line = _MARKS.sub("", words).strip()
    typed = own and not mark
    known = not typed and (_sentence(body, line, bracket=bracket) or _call(body, line, certain=own))
    if not known and not _contents(body, words, line, own=own) and bracket:
        _system(body, line, mark=mark)
    return body


def _is_words_alone(text: str, *, own: bool) -> bool:
    """A quick look that sorts out most messages: nothing in them can be anything but words."""
    if text[0] in MARK_SIGNS or "<" in text or "://" in text:
        return False
    if own:
        return "\u200e" not in text
    first = text if "\n" not in text else text.partition("\n")[0]
    folded = first.rstrip(". ").casefold()
    return not (folded.endswith(_ENDINGS) or folded.startswith(_BEGINNINGS) or folded in _WHOLE_LINES)


def _without_edit(text: str, body: Body) -> str:
    """The text without `<This message was edited>`, which becomes a status."""
    if text.endswith((">", *_LAST_MARKS)) and (edited := _edited().search(text, max(0, len(text) - _LONGEST_SENTENCE))):
        body.status.append("edited")
        return text[: edited.start()]
    return text


_LAST_MARKS = ("\u200e", "\u200f")


def _sentence(body: Body, line: str, *, bracket: bool) -> bool:
    if len(line) > _LONGEST_SENTENCE and not _ONCE.match(line):
        return False
    found = _sentences().get(line.rstrip(".").casefold())
    if found == "null" and bracket:
        return False
    if once := _ONCE.match(line):
        found = "view once"
        body.direction = "incoming" if once["how"].casefold() == "received" else "outgoing"
    elif _BY_ADMIN.match(line):
        found = "deleted"
    if found is None:
        return False
    _tell(body, found)
    return True


def _tell(body: Body, found: Sentence) -> None:
    if found == "deleted by owner":
        body.direction = "outgoing"
    if found in ("deleted", "deleted by owner"):
        body.status.append("deleted")
    elif found == "view once":
        body.status.append("view-once")
        body.absent.append(("", VIEW_ONCE_NOTE))
    elif found == "null":
        body.warnings.append("null-text")
        body.absent.append(("", NULL_NOTE))
    elif found == "waiting":
        body.warnings.append("text-not-received")
    else:
        body.fields["location"] = "live"


def _call(body: Body, line: str, *, certain: bool) -> bool:
    call = read_call(line, certain=certain) if len(line) <= _LONGEST_SENTENCE else None
    if call is None:
        return False
    body.kind, body.details = "call", call
    if call.outcome == "missed":
        body.status.append("missed")
    return True


def _contents(body: Body, words: str, line: str, *, own: bool) -> bool:
    body.files = files_in(words, marked=own)
    if not body.files and (not own or _MARK.search(words)) and (gone := left_out(line)):
        body.absent.append(gone)
    elif place := _PLACE.match(line):
        latitude, longitude = place.group("latitude", "longitude")
        body.details = MessageDetails(
            link=place["link"],
            latitude=float(latitude) if latitude else None,
            longitude=float(longitude) if longitude else None,
        )
    elif line.partition(":")[0].casefold() in POLL:
        question, *options = line.split("\n")[1:] or [""]
        body.fields |= {"poll": question, "options": "\n".join(options)}
    return bool(body.files or body.absent or body.details or body.fields)


def _system(body: Body, line: str, *, mark: bool) -> None:
    """On iPhones WhatsApp's sentences stand under the name of the contact, the group, or whom they are about."""
    details = system_details(line)
    if details is not None and (mark or not is_typed_too(details)):
        body.kind, body.details = "system", details
    elif mark:
        body.warnings.append("perhaps-system-line")


@cache
def _edited() -> re.Pattern[str]:
    return re.compile(rf"\s?[{MARKS}]*<(?:{'|'.join(map(re.escape, EDITED))})\.?>[{MARKS}]*$", re.IGNORECASE)


@cache
def _sentences() -> dict[str, Sentence]:
    tables: tuple[tuple[Sentence, Iterable[str]], ...] = (
        ("null", ["null"]), ("waiting", WAITING), ("live location", LIVE_LOCATION), ("deleted", DELETED),
        ("deleted by owner", DELETED_BY_OWNER), ("view once", VIEW_ONCE),
    )  # fmt: skip
    return {words: found for found, table in tables for words in table}
