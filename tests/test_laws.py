"""General laws over every parser: whatever the bytes, no traceback, no hang, the same answer twice, all accounted for."""

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.records import Item, Problem, Record
from drops import source_of, sources
from goldens import FIXTURES, as_lines, cases, check_invariant, claimed
from parsers import Confidence
from parsers._registry import parsers

MUTATED_COPIES = 500
CUTS = 50
SLOW = {"screenshot": 10, "pdf": 10}
"""Parsers that take a second for a fixture, in which a whole screen is read: so many times fewer injuries."""


def by_parser() -> list[tuple[str, list[Path]]]:
    return [(name, [case for case in cases() if case.parent.name == name]) for name in parsers()]


def read_changed(case: Path, name: str, data: bytes, folder: Path) -> list[Item]:
    """Parse one file of a case after its bytes were changed, whoever would claim it now."""
    copy = folder / case.name
    if copy.exists():
        shutil.rmtree(copy) if copy.is_dir() else copy.unlink()
    shutil.copytree(case, copy) if case.is_dir() else shutil.copyfile(case, copy)
    target = folder / name
    target.chmod(0o644)
    target.write_bytes(data)
    source = next(source for source in sources(copy) if source.name == name)
    parser = parsers()[case.parent.name]
    assert isinstance(parser.identify(source), Confidence)
    return list(parser.parse(source))


def targets(case: Path) -> Iterator[tuple[str, bytes]]:
    for source in claimed(case):
        with source.open() as stream:
            yield source.name, stream.read()


def mutate(data: bytes, rng: random.Random) -> bytes:
    """One to eight small injuries: flipped, lost, doubled or foreign bytes."""
    out = bytearray(data)
    for _ in range(rng.randint(1, 8)):
        at = rng.randrange(len(out) + 1)
        injury = rng.randrange(4)
        if injury == 0 and at < len(out):
            out[at] ^= 1 << rng.randrange(8)
        elif injury == 1:
            del out[at : at + rng.randrange(1, 40)]
        elif injury == 2:
            out[at:at] = out[at : at + rng.randrange(1, 40)]
        else:
            out[at:at] = rng.randbytes(rng.randrange(1, 8))
    return bytes(out)


@pytest.mark.parametrize(("name", "found"), by_parser(), ids=lambda value: value if isinstance(value, str) else "")
def test_has_fixtures(name: str, found: list[Path]) -> None:
    assert found, f"put a fixture into {FIXTURES / name}"


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.parent.name}/{case.name}")
def test_cut_anywhere(case: Path, tmp_path: Path) -> None:
    """A file cut short gives the whole records before the cut; what was cut is told or was not there."""
    for name, data in targets(case):
        whole = {record.locator for record in parsed_records(read_changed(case, name, data, tmp_path))}
        cuts = CUTS // SLOW.get(case.parent.name, 1)
        for step in range(cuts):
            cut = data[: len(data) * step // cuts]
            items = read_changed(case, name, cut, tmp_path)
            check_invariant(items, cut, case.parent.name)
            assert len(parsed_records(items)) <= len(whole) + 1


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.parent.name}/{case.name}")
def test_mutated_copies(case: Path, tmp_path: Path) -> None:
    """500 injured copies, shared out over the fixtures of a parser."""
    family = [other for other in cases() if other.parent == case.parent]
    rng = random.Random(f"{case.parent.name}/{case.name}")
    found = list(targets(case))
    for _ in range(-(-MUTATED_COPIES // SLOW.get(case.parent.name, 1) // len(family))):
        name, data = rng.choice(found)
        check_invariant(read_changed(case, name, mutate(data, rng), tmp_path), b"", case.parent.name)


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.parent.name}/{case.name}")
def test_same_answer_twice(case: Path) -> None:
    for first, second in zip(claimed(case), claimed(case), strict=True):
        parser = parsers()[case.parent.name]
        assert as_lines(list(parser.parse(first)), "") == as_lines(list(parser.parse(second)), "")


@pytest.mark.parametrize("name", list(parsers()))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=3000))
def test_any_bytes_at_all(name: str, data: bytes, tmp_path: Path) -> None:
    source = source_of(data, tmp_path)
    parser = parsers()[name]

    assert isinstance(parser.identify(source), Confidence)
    check_invariant(list(parser.parse(source)), b"", name)


def parsed_records(items: list[Item]) -> list[Record]:
    assert all(item.reason for item in items if isinstance(item, Problem))
    return [item for item in items if isinstance(item, Record)]
