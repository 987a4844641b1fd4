"""Finds the names of files in a message, and the words that stand where a file was left out of the export."""

import re
from functools import cache

from parsers._whatsapp.header import MARKS
from parsers._whatsapp.phrases import ATTACHED_AFTER, ATTACHED_BEFORE, LEFT_OUT, OMITTED, THINGS

_MARKS = re.compile(f"[{MARKS}]+")
_BEFORE = re.compile(
    rf"(?P<mark>[{MARKS}])?<(?P<word>[^\W\d_][\w \u00a0\u202f]{{1,30}})[:：] ?(?P<name>[^<>\n]{{1,300}})>"
)
_LONGEST_LINE = 400
_NUMBERED = re.compile(r"\d{8}-")  # iPhone: 00000005-PHOTO-2024-03-02-21-17-45.jpg
_COUNTED = re.compile(r"-WA\d{4}\b")  # Android: IMG-20240215-WA0003.jpg


def files_in(text: str, *, marked: bool) -> list[str]:
    """The names of the files that a text says are attached to it, in any language.

    `marked`: the file has WhatsApp's direction marks, and the same words without one were typed by a person.
    """
    names = []
    if "<" in text:
        found = (one for one in _BEFORE.finditer(text) if one["mark"] or not marked)
        names = [
            _clean(one["name"])
            for one in found
            if one["word"].strip().casefold() in ATTACHED_BEFORE or _NUMBERED.match(one["name"])
        ]
    if not names and not marked and (name := _file_before(text.partition("\n")[0])):
        names.append(name)
    return names


def _file_before(first: str) -> str:
    """The name in a first line like `report.pdf • 3 pages (file attached)`, or ""."""
    first = _MARKS.sub("", first).strip()
    if len(first) > _LONGEST_LINE or not first.endswith(")"):
        return ""
    name, _, words = first[:-1].rpartition(" (")
    name = name.partition(" • ")[0].strip()
    known = words.casefold() in ATTACHED_AFTER or _COUNTED.search(name) is not None
    return name if known and "." in name else ""


def left_out(line: str) -> tuple[str, str] | None:
    """What is missing where an export was made without its files: the name, where it is told, and why; or None.

    `line` is a text without direction marks; a caption may follow in further lines.
    """
    first = line.partition("\n")[0].strip()
    if first.casefold() in LEFT_OUT:
        return "", "Left out of this export."
    if len(first) <= _LONGEST_LINE and (found := _omitted().match(first.strip("<>"))):
        return found["name"] or "", f"Left out of this export: {found['what']}."
    return None


def _clean(name: str) -> str:
    return _MARKS.sub("", name).strip()


@cache
def _omitted() -> re.Pattern[str]:
    things, verbs = ("|".join(sorted(map(re.escape, table), key=len, reverse=True)) for table in (THINGS, OMITTED))
    return re.compile(
        rf"(?:(?P<name>[^\n]+?\.\w{{1,8}})(?: • [^\n]*?)? )?(?P<what>{things}) (?:{verbs})$", re.IGNORECASE
    )
