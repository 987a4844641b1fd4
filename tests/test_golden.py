"""Every fixture gives exactly what its golden file says.

A case is a file or a folder `tests/parsers/<parser>/<case>`; beside it stands `<case>.golden.jsonl`. Run
`pytest tests/test_golden.py --update-golden` to write golden files anew: it refuses where the invariant fails.
"""

import json
from pathlib import Path

import pytest

from drops import sources
from goldens import as_lines, cases, check_invariant, claimed, programs
from parsers import Confidence
from parsers._registry import identify, parsers


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.parent.name}/{case.name}")
def test_golden(case: Path, request: pytest.FixtureRequest) -> None:
    golden = case.parent / f"{case.name}.golden.jsonl"
    lines = []
    found = claimed(case)
    assert found, f"no file of this case is claimed by {case.parent.name} alone"
    for source in found:
        items = list(parsers()[case.parent.name].parse(source))
        with source.open() as stream:
            check_invariant(items, stream.read(), case.parent.name)
        lines += as_lines(items, source.name)

    if request.config.getoption("--update-golden"):
        golden.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    assert golden.exists(), f"no golden file yet: pytest {Path(__file__).name} --update-golden -k '{case.name}'"
    expected = golden.read_text(encoding="utf-8").split("\n")[:-1]
    if (then := programs(expected)) != (now := programs(lines)):
        pytest.skip(f"the golden file was written with {then or 'no program'} and {now or 'none'} reads words here")
    assert [json.loads(line) for line in expected] == [json.loads(line) for line in lines], (
        f"{case.name} is read otherwise than before; if that is right, raise VERSION and run "
        f"pytest tests/test_golden.py --update-golden -k '{case.name}'"
    )


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.parent.name}/{case.name}")
def test_identified_by_content_alone(case: Path, tmp_path: Path) -> None:
    """A lone file renamed to `x` is still claimed by the same parser."""
    if case.is_dir():
        pytest.skip("a tree is more than one file's content")
    (tmp_path / "x").write_bytes(case.read_bytes())
    (source,) = sources(tmp_path / "x")

    confidence, names = identify(source, parsers())

    assert names == [case.parent.name]
    assert confidence >= Confidence.POSSIBLE
