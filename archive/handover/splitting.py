"""Several bags instead of one, each a ZIP below a limit that a portal or a stick sets. Each can be checked by itself."""

from collections.abc import Iterable, Sequence

from archive.errors import FullpictureError
from archive.handover.bag import Item
from archive.handover.shelf import FOLDER
from archive.handover.stored_zip import size_of

_LISTS = 65_536  # bytes for tag files that do not grow with the payload
_PER_FILE = 200  # bytes that one file adds to the lists


class CannotSplit(FullpictureError):
    """Something is larger than one ZIP may be."""


def split(items: Iterable[Item], name: str, limit: int) -> list[list[Item]]:
    """The payload in as few parts as go in order: the first holds all that was made, and originals follow. `limit` 0 means one part.

    Raises CannotSplit when the part that cannot be divided, or a single original, is larger than `limit`.
    """
    every = list(items)
    if not limit:
        return [every]
    first = [item for item in every if not _movable(item)]
    parts, room = [first], limit - _LISTS - sum(_cost(name, item) for item in first)
    if room < 0:
        raise CannotSplit(
            f"Chronology, records and log together need more than {limit:,} bytes. Choose a larger --split. Nothing was made."
        )
    for item in (item for item in every if _movable(item)):
        cost = _cost(name, item)
        if cost > limit - _LISTS:
            raise CannotSplit(f"{item.path} alone has {item.size:,} bytes, more than one ZIP may hold. Choose a larger --split, or --only-cited-members. Nothing was made.")  # fmt: skip
        if cost > room:
            parts.append([])
            room = limit - _LISTS
        parts[-1].append(item)
        room -= cost
    return parts


def file_names(out: str, count: int) -> Sequence[str]:
    """Names of the ZIPs: the one that was asked for, or `…-part-1-of-3.zip`."""
    if count == 1:
        return [out]
    stem, dot, ending = out.rpartition(".")
    stem, ending = (stem, dot + ending) if dot else (out, "")
    return [f"{stem}-part-{n}-of-{count}{ending}" for n in range(1, count + 1)]


def _movable(item: Item) -> bool:
    return item.path.startswith(f"{FOLDER}/") and not item.path.endswith("/sources.csv")


def _cost(name: str, item: Item) -> int:
    return size_of(name, item) + _PER_FILE
