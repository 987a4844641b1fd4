"""What a golden case is, and the invariant that every reading of it must hold."""

import importlib.util
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import msgspec

from archive.records import Item, Notice, Problem, Record
from drops import sources
from importer.tree import DropSource
from parsers._registry import identify, parsers

FIXTURES = Path(__file__).parent / "parsers"
NOT_CASES = {".golden.jsonl", ".py", ".pyc", ".md", ".tsv", ".license"}


def cases() -> list[Path]:
    """Every fixture: what stands directly in a parser's folder and is not a golden file or a note."""
    found = sorted(path for folder in FIXTURES.iterdir() if folder.is_dir() for path in folder.iterdir())
    return [
        path for path in found if not any(path.name.endswith(end) for end in NOT_CASES) and path.name != "__pycache__"
    ]


def claimed(case: Path) -> list[DropSource]:
    """The sources of a case that the parser named by its folder reads, as the importer would decide."""
    return [source for source in sources(case) if identify(source, parsers())[1] == [case.parent.name]]


def counter(parser_name: str) -> Callable[[bytes], int] | None:
    """The independent count of a format, `count(data) -> int` in tests/parsers/<parser>/count.py, where there is one."""
    path = FIXTURES / parser_name / "count.py"
    if not path.exists():
        return None
    spec = importlib.util.spec_from_file_location(f"count_{parser_name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.count  # type: ignore[no-any-return]


def check_invariant(items: list[Item], data: bytes, parser_name: str) -> None:
    """Locators are unique, every item survives JSON, and records + problems account for what is there."""
    records = [item for item in items if isinstance(item, Record)]
    doubled = [place for place, times in Counter(record.locator for record in records).items() if times > 1]

    assert not doubled, f"two records of one source share a locator: {doubled[:3]}"
    for item in items:
        assert msgspec.json.decode(msgspec.json.encode(item), type=type(item)) == item
    if count := counter(parser_name):
        accounted = len(records) + sum(item.lost for item in items if isinstance(item, Problem))
        assert accounted >= count(data), f"{count(data)} happenings are there, {accounted} are accounted for"


def as_lines(items: list[Item], name: str) -> list[str]:
    def line(item: Item) -> str:
        kind = {Record: "record", Problem: "problem", Notice: "notice"}[type(item)]
        return json.dumps({"source": name, kind: msgspec.to_builtins(item)}, ensure_ascii=False)

    return [line(item) for item in items]


def programs(lines: list[str]) -> str:
    """The programs that read words in pictures, with their versions: another one reads a few letters otherwise."""
    engines = {json.loads(line).get("record", {}).get("details", {}).get("engine", "") for line in lines}
    return ", ".join(sorted({" ".join(engine.split()[:2]) for engine in engines if engine}))
