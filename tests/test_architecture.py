"""The shape of the house: who may import whom, and what every parser module must look like."""

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.records import Item
from parsers import Confidence, Source
from parsers._registry import parsers, title

ROOT = Path(__file__).parent.parent
MAY_IMPORT = {
    "parsers": ("parsers", "archive.records"),
    "archive": ("archive",),
    "importer": ("importer", "parsers", "archive"),
}


def imports(package: str) -> Iterator[tuple[Path, str]]:
    """Every import of our own packages below one of them, as (file, dotted name)."""
    for path in sorted((ROOT / package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from ((path, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{path} imports by dots"
                stem = node.module or ""
                yield from ((path, f"{stem}.{alias.name}" if stem in MAY_IMPORT else stem) for alias in node.names)


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_imports_run_one_way(package: str) -> None:
    for path, name in imports(package):
        if name.partition(".")[0] in MAY_IMPORT:
            allowed = any(f"{name}.".startswith(f"{ok}.") for ok in MAY_IMPORT[package])
            assert allowed, f"{path.relative_to(ROOT)} imports {name}"


@pytest.mark.parametrize("name", list(parsers()))
def test_every_parser_has_the_two_functions(name: str) -> None:
    parser = parsers()[name]
    identify, parse = inspect.signature(parser.identify), inspect.signature(parser.parse)

    assert [p.annotation for p in identify.parameters.values()] == [Source]
    assert identify.return_annotation is Confidence
    assert [p.annotation for p in parse.parameters.values()] == [Source]
    assert str(parse.return_annotation).endswith(f"Iterator[{Item}]")
    assert isinstance(parser.VERSION, int)
    assert title(parser)


@pytest.mark.parametrize("name", list(parsers()))
def test_every_parser_has_a_page(name: str) -> None:
    assert (ROOT / "docs" / "parsers" / f"{name}.md").exists()
