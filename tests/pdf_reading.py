"""Reads documents that are given as bytes, for tests: all items, or one kind of them."""

import tempfile
from pathlib import Path

from archive.records import Item, Problem, Record
from drops import source_of
from parsers import pdf


def parsed(data: bytes) -> list[Item]:
    with tempfile.TemporaryDirectory() as folder:
        return list(pdf.parse(source_of(data, Path(folder))))


def document(data: bytes) -> Record:
    """The record of the document itself, which comes first."""
    first = parsed(data)[0]
    assert isinstance(first, Record)
    assert first.kind == "document"
    return first


def messages(items: list[Item]) -> list[Record]:
    return [item for item in items if isinstance(item, Record) and item.kind == "message"]


def problems(items: list[Item]) -> dict[str, Problem]:
    return {item.code: item for item in items if isinstance(item, Problem)}
