"""Reads pieces of SMS Backup & Restore files for the tests, and sorts what comes out."""

from collections.abc import Callable, Iterable
from pathlib import Path

from archive.records import Item, Notice, Problem, Record, steps
from drops import entries
from importer.tree import DropSource, Forest, Hasher
from parsers import Kept
from parsers import sms_backup_restore as parser

SMS = '<sms address="+447700900123" date="1711846740000" type="1" body="{}" />'
MMS = '<mms date="1711846740000" msg_box="1" address="+447700900123"><parts>{}</parts><addrs></addrs></mms>'

Read = Callable[[str | bytes], list[Item]]


class Keeping(Hasher):
    """A sink that remembers what it was given."""

    def __init__(self) -> None:
        self.kept: list[bytes] = []

    def keep(self, chunks: Iterable[bytes]) -> Kept:
        self.kept.append(b"".join(chunks))
        return super().keep(self.kept[-1:])


def reader(folder: Path, sink: Hasher | None = None) -> Read:
    """A function that parses text or bytes as a file in a folder."""

    def read(content: str | bytes) -> list[Item]:
        (folder / "x").write_bytes(content.encode() if isinstance(content, str) else content)
        (entry,) = entries(folder / "x")
        return list(parser.parse(DropSource(entry, Forest([entry]), sink)))

    return read


def one(items: list[Item]) -> Record:
    (record,) = records(items)
    return record


def records(items: list[Item]) -> list[Record]:
    return [item for item in items if isinstance(item, Record)]


def problems(items: list[Item]) -> list[Problem]:
    return [item for item in items if isinstance(item, Problem)]


def notices(items: list[Item]) -> list[str]:
    return [item.code for item in items if isinstance(item, Notice)]


def span(locator: str) -> slice:
    """The byte range that a locator names."""
    ((name, value),) = steps(locator)
    assert name == "bytes"
    start, end = map(int, value.split("-"))
    return slice(start, end)
