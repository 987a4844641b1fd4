"""Finds what people label inside a diary entry: `Place: the station`, `Witnesses: Jo and Kim`, `Written: 4 March`."""

import re

PLACE = frozenset({"where", "place", "location", "address", "venue"})
WITNESSES = frozenset({"witness", "witnesses", "witnessed by", "who saw", "seen by", "who else was there"})
WRITTEN = frozenset(
    {
        "written", "written on", "written at", "written up", "recorded", "recorded on", "date written", "date recorded",
        "entry written", "entry made", "date of entry", "noted", "noted on", "logged", "logged on", "timestamp",
    }
)  # fmt: skip
TIME = frozenset({"time", "time of incident", "time of event", "start time", "at"})
OTHER = frozenset(
    {
        "what", "what happened", "who", "officer", "police officer", "crime number", "crime ref", "crime reference",
        "reference", "reference number", "cad", "cad number", "log number", "incident number", "reported",
        "reported to", "date reported", "technology", "technology suspected", "technology used", "device", "impact",
        "effect", "how i felt", "how it made me feel", "action taken", "evidence", "how", "injuries",
    }
)  # fmt: skip
KNOWN = PLACE | WITNESSES | WRITTEN | TIME | OTHER

_NAMES = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in sorted(KNOWN, key=len, reverse=True))
_AT_LINE_START = re.compile(
    rf"^[ \t>*_•–-]*({_NAMES})(?:\(e?s\))?[ \t*_]*:[ \t*_]*([^\n]*)", re.IGNORECASE | re.MULTILINE
)
_SHORT = "|".join(sorted(PLACE | WITNESSES, key=len, reverse=True)).replace(" ", r"\s+")
_INSIDE = re.compile(
    rf"(?<=[.;!?)] )({_SHORT})(?:\(e?s\))?[ \t]*:[ \t]*([^\n.;]*(?:[.;](?! |$)[^\n.;]*)*)", re.IGNORECASE | re.MULTILINE
)
_APART = re.compile(r"\s*(?:[,;/&\n]|\band\b)\s*", re.IGNORECASE)
_NOBODY = frozenset({"", "none", "no", "no one", "noone", "nobody", "n/a", "na", "nil", "-", "–"})


def labels(text: str) -> dict[str, str]:
    """What stands behind each known label: whole lines, and places and witnesses named at the end of a line.

    The label comes back in small letters. The same label twice gives both values, a line each.
    """
    found: dict[str, str] = {}
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    for pattern in (_AT_LINE_START, _INSIDE):
        for match in pattern.finditer(lines):
            name, value = " ".join(match[1].lower().split()), match[2].strip()
            if value:
                found[name] = f"{found[name]}\n{value}" if name in found else value
    return found


def first(found: dict[str, str], names: frozenset[str]) -> str:
    """The value of the first label that is one of these, or nothing."""
    return next((value for name, value in found.items() if name in names), "")


def people(value: str) -> tuple[str, ...]:
    """The witnesses in a value such as `Jo, Kim and my sister`; nobody for `none`."""
    if value.strip(" .").lower() in _NOBODY:
        return ()
    return tuple(name for part in _APART.split(value) if (name := part.strip(" .")))
