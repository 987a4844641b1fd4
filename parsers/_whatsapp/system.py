"""Reads the lines that WhatsApp itself wrote: what happened, who did it, and to whom."""

import re
from functools import cache, lru_cache

from archive.records import SystemDetails
from parsers._whatsapp.header import MARK_SIGNS
from parsers._whatsapp.people import party_of
from parsers._whatsapp.phrases import ENCRYPTED, SYSTEM, WEAK

_HOLES = {
    "{actor}": r"(?P<actor>.{1,120}?)",
    "{target}": r"(?P<target>.{1,500}?)",
    "{title}": r"[\"“”„«‘']\s?(?P<title>.*?)\s?[\"“”»’']",
    "{former}": r"[\"“”„«‘'].*?[\"“”»’']",
    "{number}": r"(?P<title>[+\d][\d\s()‑-]{5,25})",
}
_HOLE = re.compile(r"(\{\w+\}|…|['’])")
_SHORTEST_NOTICE = 40
_LONGEST = 1000  # a group's subject has 100 characters at most
_QUOTE = re.compile(r"[\"“„«‘']")
_EDGES = " \t\r\n\u00a0\u202f" + "".join(MARK_SIGNS)


@cache
def _grammar() -> list[tuple[str, re.Pattern[str]]]:
    """Every sentence as a regular expression, with the event it tells."""
    return [
        (event, re.compile(_pattern(sentence), re.IGNORECASE))
        for event, sentences in SYSTEM.items()
        for sentence in sentences
    ]


def _pattern(sentence: str) -> str:
    parts = (
        _HOLES.get(part) or {"…": ".*", "'": "['’]"}.get(part) or re.escape(part) for part in _HOLE.split(sentence)
    )
    return "".join(parts) + (r"$" if sentence.endswith("…") else r"\.?$")


@cache
def _chunks() -> tuple[str, ...]:
    """Of every sentence the longest piece without a hole: a quick way to see that a text is none of them."""
    return tuple({max(_HOLE.split(one)[::2], key=len).casefold() for sentences in SYSTEM.values() for one in sentences})


def system_details(text: str) -> SystemDetails | None:
    """What a line of WhatsApp tells, or None when it is none of the sentences that we know."""
    line = text.partition("\n")[0].strip(_EDGES)
    folded = line.casefold()
    if is_encryption_notice(folded):
        return SystemDetails(event="encrypted")
    if len(line) > _LONGEST or not any(chunk in folded for chunk in _chunks()):
        return None
    return _read(line)


@lru_cache(1024)
def _read(line: str) -> SystemDetails | None:
    for event, pattern in _grammar():
        if found := pattern.match(line):
            return _details(event, found.groupdict())
    return None


def is_encryption_notice(text: str) -> bool:
    """Whether a text is the notice that stands at the top of nearly every chat."""
    return len(text) > _SHORTEST_NOTICE and any(part in text.casefold() for part in ENCRYPTED)


def tells_system(text: str) -> bool:
    """Whether a text with `: ` in it is rather a sentence of WhatsApp, as in `Sam changed the subject to "us: final"`.

    The colon stands behind a quotation mark then. Whoever acts or is acted on has no `: ` in the name; otherwise it
    is somebody's message that reads like such a sentence.
    """
    if not _QUOTE.search(text.partition(": ")[0]):
        return False
    details = system_details(text)
    named = (details.actor, details.target) if details else ()
    return details is not None and not any(": " in (party.name or party.id) for party in named if party)


def is_typed_too(details: SystemDetails) -> bool:
    """Whether people might well type the same words."""
    return details.event in WEAK


def _details(event: str, found: dict[str, str | None]) -> SystemDetails:
    actor, target = found.get("actor"), found.get("target")
    return SystemDetails(
        event=event,
        actor=party_of(actor) if actor else None,
        target=party_of(target) if target else None,
        title=found.get("title") or "",
    )
