"""The `identify` command: says what files are, by their content alone, without a case and without keeping anything."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from importer import containers, drop
from importer.reading import available, plain
from importer.tree import DropSource, Entry, Forest, Skipped
from parsers import Confidence
from parsers._registry import identify, title
from parsers._sniff import media_type


def identify_all(paths: Sequence[Path]) -> Iterator[dict[str, str]]:
    """Path, format, title and confidence of every file of a drop, with why where there is no answer."""
    with tempfile.TemporaryDirectory() as work:
        found = [inside for item in drop.walk(paths) for inside in _with_members(item, Path(work))]
        forest = Forest(item for item in found if isinstance(item, Entry))
        for item in found:
            yield _said(item) if isinstance(item, Skipped) else _asked(item, forest)


def _with_members(item: Entry | Skipped, work: Path) -> Iterator[Entry | Skipped]:
    if isinstance(item, Skipped):
        yield item
        return
    try:
        inside = list(containers.look_inside(item, work))
    except OSError:  # said when the file itself is asked
        inside = []
    yield replace(item, opened="container") if inside else item
    yield from inside


def _said(item: Skipped) -> dict[str, str]:
    return {"path": item.name, "format": "", "title": "", "confidence": "no", "why": item.reason, "media_type": ""}


def _asked(entry: Entry, forest: Forest) -> dict[str, str]:
    source = DropSource(entry, forest)
    try:
        head = source.head
    except OSError as error:
        return _said(Skipped(entry.name, f"could not be read: {plain(error)}", "not-readable"))
    answer = {"path": entry.name, "format": "", "title": "", "why": "", "media_type": media_type(head)}
    if entry.opened:
        return answer | {"format": "container", "title": "a container, opened below", "confidence": "certain"}
    readers = available(())
    confidence, names = identify(source, readers)
    answer["confidence"] = confidence.name.lower()
    if len(names) == 1:
        return answer | {"format": names[0], "title": title(readers[names[0]])}
    if confidence is Confidence.NO:
        return answer | {"why": "no reader knows this kind of file"}
    return answer | {"format": "tie", "why": f"several readers could read this: {', '.join(names)}"}
