"""Fixtures as drops: every file of a case as a source that sees the others in its tree."""

import hashlib
from pathlib import Path

from importer.tree import DropSource, Entry, Forest, Place


def entries(path: Path) -> list[Entry]:
    """Every plain file below a path (or the file itself) as an entry of a drop. Containers are not opened."""
    files = [path] if path.is_file() else sorted(found for found in path.rglob("*") if found.is_file())
    base = path.parent
    return [_entry(file, file.relative_to(base).as_posix()) for file in files]


def _entry(file: Path, name: str) -> Entry:
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    return Entry(name, Place(str(file)), file.stat().st_size, None, digest, digest)


def sources(path: Path) -> list[DropSource]:
    """Every file below a path as a source, each seeing all the others in its tree."""
    found = entries(path)
    forest = Forest(found)
    return [DropSource(entry, forest) for entry in found]


def source_of(data: bytes, folder: Path, name: str = "x") -> DropSource:
    """Bytes as a lone source called `x`: what a renamed file looks like."""
    file = folder / name
    file.write_bytes(data)
    return sources(file)[0]
