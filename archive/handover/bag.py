"""A bag (BagIt 1.0, RFC 8493) as it goes into a ZIP: what it holds, and the lists of fingerprints that any BagIt tool checks.

Names are made by us from letters, digits, `.`, `_` and `-`, so that no encoding of names is ever needed and `sha256sum -c`, `shasum`,
7-Zip and every BagIt program agree. The root of trust is the fingerprint of tagmanifest-sha256.txt, on the receipt.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from archive.disk import blocks, digest_of

SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*")
BAGIT = "bagit.txt"
INFO = "bag-info.txt"
MANIFEST = "manifest-sha256.txt"
TAGMANIFEST = "tagmanifest-sha256.txt"
READ_ME = "READ-ME-FIRST.txt"
_DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


class Item(Struct, frozen=True):
    """One file of a bag: its path in it, its size and SHA-256, and how its bytes are had."""

    path: str
    size: int
    sha256: str
    open: Callable[[], BinaryIO]


class Bag(Struct, frozen=True):
    """A whole bag: `name` is its folder, `items` all its files in the order of the ZIP, `fingerprint` that of its tagmanifest."""

    name: str
    items: tuple[Item, ...]
    fingerprint: str


def held(data: bytes, path: str) -> Item:
    """A file whose bytes are at hand."""
    import io

    return Item(path, len(data), digest_of([data])[0], lambda: io.BytesIO(data))


def made(root: Path, folder: str) -> list[Item]:
    """Every file below a folder of `root`, as items with paths relative to `root`, in order of their paths."""
    found = []
    for path in sorted(p for p in (root / folder).rglob("*") if p.is_file()):
        with open(path, "rb") as stream:
            sha256, size = digest_of(blocks(stream))
        found.append(Item(path.relative_to(root).as_posix(), size, sha256, _opener(path)))
    return found


def plain_name(words: str) -> str:
    """Words as a part of a name in a bag."""
    return re.sub(r"[^A-Za-z0-9]+", "-", words).strip("-") or "case"


def _opener(path: Path) -> Callable[[], BinaryIO]:
    return lambda: open(path, "rb")


def bag(name: str, payload: Iterable[Item], read_me: str, info: Sequence[tuple[str, str]]) -> Bag:
    """Put the lists around a payload, whose paths begin with `data/`. `read_me` is plain text with LF line ends."""
    items = sorted(payload, key=lambda item: item.path)
    for item in items:
        assert SAFE.fullmatch(item.path), item.path
        assert item.path.startswith("data/"), item.path
    assert len({item.path for item in items}) == len(items), "a name twice"
    size = sum(item.size for item in items)
    tags = [
        held(_DECLARATION, BAGIT),
        held(read_me.replace("\n", "\r\n").encode(), READ_ME),
        held(_labels([*info, ("Payload-Oxum", f"{size}.{len(items)}")]), INFO),
        held(_list(items), MANIFEST),
    ]
    tagmanifest = held(_list(sorted(tags, key=lambda item: item.path)), TAGMANIFEST)
    return Bag(name, (*sorted([*tags, tagmanifest], key=lambda item: item.path), *items), tagmanifest.sha256)


def _labels(pairs: Sequence[tuple[str, str]]) -> bytes:
    """bag-info.txt: one label a line; what a person typed stays on its line."""
    return "".join(f"{label}: {' '.join(value.split())}\n" for label, value in pairs if value.strip()).encode()


def _list(items: Iterable[Item]) -> bytes:
    return "".join(f"{item.sha256}  {item.path}\n" for item in items).encode()
