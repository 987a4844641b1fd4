"""The `identify` command: says what files are, by their content alone, without a case and without keeping anything."""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from importer import containers, drop
from importer.reading import READ_ERRORS, available, plain
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
    yield item
    if isinstance(item, Entry) and _is_container(item):
        yield from containers.look_inside(item, work)


def _is_container(entry: Entry) -> bool:
    try:
        return containers.is_container(entry)
    except READ_ERRORS:
        return False


def _said(item: Skipped) -> dict[str, str]:
    return {"path": item.name, "format": "", "title": "", "confidence": "no", "why": item.reason, "media_type": ""}


def _asked(entry: Entry, forest: Forest) -> dict[str, str]:
    source = DropSource(entry, forest)
    try:
        head = source.head
    except READ_ERRORS as error:
        return _said(Skipped(entry.name, f"could not be read: {plain(error)}", "not-readable"))
    answer = {"path": entry.name, "format": "", "title": "", "why": "", "media_type": media_type(head)}
    if _is_container(entry):
        return answer | {"format": "container", "title": "a container, opened below", "confidence": "certain"}
    readers = available(())
    confidence, names = identify(source, readers)
    answer["confidence"] = confidence.name.lower()
    if len(names) == 1:
        return answer | {"format": names[0], "title": title(readers[names[0]])}
    if confidence is Confidence.NO:
        return answer | {"why": "no reader knows this kind of file"}
    return answer | {"format": "tie", "why": f"several readers could read this: {', '.join(names)}"}
