"""Shares out long lists of people, exhibits and problems: what does not fit into the first volume gets volumes of its own."""

from collections.abc import Iterator
from typing import Any

import msgspec

from archive.handover.entry import Exhibit, Summary

MOST_LINES = 12_000
"""Lines of lists in one file: each takes about 25 KB while it is laid out."""

_LISTS = ("people", "exhibits", "problems")


def shared_out(summary: Summary) -> list[Summary]:
    """The summary itself if its lists are short; else one without lists, and after it those that hold them, part by part."""
    if sum(_lines(item) for name in _LISTS for item in getattr(summary, name)) <= MOST_LINES // 6:
        return [summary]
    empty = msgspec.structs.replace(summary, people=(), exhibits=(), problems=())
    return [empty, *(msgspec.structs.replace(empty, **part) for part in _parts(summary))]


def _parts(summary: Summary) -> Iterator[dict[str, Any]]:
    part: dict[str, tuple[Any, ...]] = {}
    lines = 0
    for name in _LISTS:
        found: list[Any] = []
        for item in getattr(summary, name):
            if lines and lines + _lines(item) > MOST_LINES:
                yield part | {name: tuple(found)}
                part, found, lines = {}, [], 0
            found.append(item)
            lines += _lines(item)
        part[name] = tuple(found)
    yield part


def _lines(item: object) -> int:
    return 3 + len(item.sources) if isinstance(item, Exhibit) else 2
