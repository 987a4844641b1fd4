"""Plain sentences about what could not be read in a backup, and about what is odd in it."""

import re

from archive.records import Notice, Problem
from parsers._smsbr.fields import place
from parsers._smsbr.markup import Aside, Junk, Tag
from parsers._smsbr.time import moment
from parsers._smsbr.units import Encoding
from parsers._smsbr.value import read_value
from parsers._text import scrub

_CLUES = {
    "number": re.compile(r"[\s](?:address|number)\s*=\s*[\"']([^\"']{1,80})"),
    "date": re.compile(r"\sdate\s*=\s*[\"'](\d{9,14})"),
    "name": re.compile(r"\scontact_name\s*=\s*[\"']([^\"']{1,80})"),
    "text": re.compile(r"\s(?:body|text)\s*=\s*[\"']([^\"']{1,80})"),
}
_SAFE = "What stands around it was read, and its bytes are kept in the original file."
_WHAT = {"call": "call", "sms": "message", "mms": "message"}


def cut_short(start: int, end: int, raw: str, lost: int, encoding: Encoding) -> Problem:
    """The file ends in the middle of something."""
    reason = (
        f"The file ends in the middle of {_what(raw)}{clues(raw, encoding)}: it was cut short. What stands before is "
        "read. If the phone still has this, make a new backup."
    )
    return Problem(place(start, end), reason, "cut-short", lost)


def broken(junk: Junk, encoding: Encoding, end: int | None = None) -> Problem:
    """An element, or a stretch of several, that makes no sense."""
    if junk.happenings:
        reason = f"Here {_what(junk.raw)} is damaged in the file{clues(junk.raw, encoding)}. {_SAFE}"
        return Problem(place(junk.start, end or junk.end), reason, "broken-element", junk.happenings)
    size = junk.end - junk.start
    reason = f"Here is something that is no message and no call ({size:,} bytes). {_SAFE}"
    return Problem(place(junk.start, junk.end), reason, "stray-text", 0)


def broken_part(junk: Junk, encoding: Encoding) -> Problem:
    """A piece inside an MMS, of which the rest was read."""
    reason = f"A part of this picture message is damaged in the file{clues(junk.raw, encoding)}. {_SAFE}"
    return Problem(place(junk.start, junk.end), reason, "broken-part", 0)


def unknown_element(tag: Tag, encoding: Encoding) -> Problem:
    """A whole element that this format does not have, or has elsewhere. One that carries a date may be a message."""
    name, dated = scrub(encoding.text(tag.shape.name)[0])[0], "date" in tag.values
    reason = f"Here stands “{name}”, which we do not know in this place{clues(tag.raw, encoding)}. {_SAFE}"
    return Problem(place(tag.start, tag.end), reason, "unknown-element", int(dated))


def commented_out(aside: Aside) -> Problem:
    """Messages inside a comment: no program shows them, and somebody may have put them there."""
    reason = (
        f"Inside a comment of the file, where no program reads them, stand messages or calls: {aside.happenings:,}. "
        "Somebody may have hidden them there. Look at the original file."
    )
    return Problem(place(aside.start, aside.end), reason, "commented-out", aside.happenings)


def dtd_ignored(aside: Aside) -> Notice:
    text = "The file defines abbreviations of its own. They are not used; where one stands in a text, it is kept as written."
    return Notice("dtd-ignored", text, place(aside.start, aside.end))


def unknown_encoding(name: str) -> Notice:
    text = f"The file says that it is written in “{name}”, which nobody knows. It was read as UTF-8."
    return Notice("unknown-encoding", text)


def no_end(start: int) -> Notice:
    text = "The file stops without its closing mark, between two entries. It may have been cut short; entries may be missing."
    return Notice("end-missing", text, place(start, start))


def no_start() -> Notice:
    return Notice("start-missing", "The file begins without its opening mark: it is a piece of a backup.")


def about(said: dict[str, str], made_by: str, start: int, end: int) -> Notice:
    """What the backup says of itself: which program, when, of what kind."""
    parts = [f"“{made_by}”"] if made_by else []
    made, _ = moment(said.get("backup_date", ""))
    if made.utc:
        parts.append(f"made at {made.utc}")
    parts += [f"{name} “{said[name]}”" for name in said if name != "backup_date"]
    return Notice("backup-header", f"The backup says of itself: {', '.join(parts)}.", place(start, end), fact=True)


def declared_count(declared: int, read: int, start: int) -> Notice:
    fewer = "Some may be lost: the file may be cut short or changed. If the phone still has them, make a new backup."
    more = "Entries may have been added after it was made, or the number was wrong from the start."
    told = f"The backup declares {declared:,} entries, and {read:,} could be read."
    text = f"{told} {fewer if read < declared else more}"
    return Notice("declared-count", text, place(start, start))


def clues(raw: str, encoding: Encoding) -> str:
    """What is left to recognise an entry by: number, time, name, the beginning of its text."""
    found = {what: _clue(pattern, raw, encoding) for what, pattern in _CLUES.items()}
    time, _ = moment(found["date"])
    when = f"{time.utc}" if time.utc else found["date"]
    parts = [found["number"], when, found["name"], f"“{found['text']}”" if found["text"] else ""]
    told = ", ".join(part for part in parts if part)
    return f" ({told})" if told else ""


def _clue(pattern: re.Pattern[str], raw: str, encoding: Encoding) -> str:
    found = pattern.search(raw)
    text = read_value(found[1], encoding)[0].strip() if found else ""
    return "" if text == "null" else " ".join(text.split())


def _what(raw: str) -> str:
    name = re.match(r"<?/?([a-z]{1,8})", raw)
    return f"a {_WHAT[name[1]]}" if name and name[1] in _WHAT else "an entry"
