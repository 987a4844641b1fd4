"""Reads the words out of `payload_data`: what an app, a payment or a link preview showed in the conversation.

A keyed archive (binary property list): `$objects` lists all values, and values stand for others by their number.
"""

import plistlib

from parsers._apple.edits import property_list

_WORDS = (
    "ldtext", "an", "caption", "subcaption", "secondary-subcaption", "tertiary-subcaption", "image-title",
    "image-subtitle", "title", "summary", "URL", "originalURL",
)  # fmt: skip


def app_words(payload: bytes) -> dict[str, str]:
    """The texts and addresses in an app's payload, by the app's own names for them after `app.`; {} when it cannot be read."""
    archive = property_list(payload) if payload.startswith(b"bplist") else None
    if not isinstance(archive, dict):
        return {}
    objects, top = archive.get("$objects"), archive.get("$top")
    if not isinstance(objects, list) or not isinstance(top, dict):
        return {}
    found: dict[str, str] = {}
    seen: set[int] = set()
    waiting = [*top.values()]
    while waiting:
        value = _resolved(waiting.pop(), objects)
        if isinstance(value, dict) and id(value) not in seen:
            seen.add(id(value))
            waiting += _take(value, objects, found)
    return found


def _take(archived: dict[object, object], objects: list[object], found: dict[str, str]) -> list[object]:
    """Take the words that stand in a dictionary, archived (`NS.keys`) or plain; returns the dictionaries inside it."""
    keys, values = _listed(archived.get("NS.keys"), objects), _listed(archived.get("NS.objects"), objects)
    inside: list[object] = []
    for name, value in zip(keys, values, strict=False) if keys else archived.items():
        name, value = _resolved(name, objects), _resolved(value, objects)
        words = _as_words(value, objects)
        if isinstance(name, str) and name in _WORDS and words:
            found.setdefault(f"app.{name}", words)
        elif name != "$class":
            inside.append(value)
    return inside


def _as_words(value: object, objects: list[object]) -> str:
    if isinstance(value, dict):  # an archived address: its text stands in `NS.relative`
        value = _resolved(value.get("NS.relative"), objects)
    return value if isinstance(value, str) and value != "$null" else ""


def _listed(value: object, objects: list[object]) -> list[object]:
    value = _resolved(value, objects)
    return value if isinstance(value, list) else []


def _resolved(value: object, objects: list[object]) -> object:
    if isinstance(value, plistlib.UID):
        return objects[value.data] if 0 <= value.data < len(objects) else None
    return value
