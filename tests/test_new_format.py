"""A new format is one module, one fixture and one golden file, and no existing file is edited."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

MODULE = '''"""Tally sheet (an invented format).

Lines of `TALLY` and then `who|what`.
"""

from collections.abc import Iterator

from archive.records import Item, Party, Record, locate
from parsers import Confidence, Source

VERSION = 1


def identify(source: Source) -> Confidence:
    return Confidence.CERTAIN if source.head.startswith(b"TALLY\\n") else Confidence.NO


def parse(source: Source) -> Iterator[Item]:
    at = 0
    with source.open() as stream:
        for line in stream:
            who, _, what = line.decode("utf-8", "replace").rstrip("\\n").partition("|")
            if what:
                place = locate(("bytes", f"{at}-{at + len(line)}"))
                yield Record(kind="message", service="tally", locator=place, sender=Party(name=who), text=what)
            at += len(line)
'''


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The three packages and the tests, linked, so that a parser can be added without touching the real folder."""
    for package in ("archive", "importer", "tests"):
        (tmp_path / package).symlink_to(ROOT / package)
    for name in ("pyproject.toml", "docs"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "parsers").mkdir()
    for file in (ROOT / "parsers").iterdir():
        if file.name != "__pycache__":
            (tmp_path / "parsers" / file.name).symlink_to(file)
    return tmp_path


def test_a_stranger_adds_a_format(checkout: Path, tmp_path: Path) -> None:
    (checkout / "parsers" / "tally_sheet.py").write_text(MODULE)
    (tmp_path / "x").write_text("TALLY\nSam|hello\nSam|again\n")
    code = "from importer.cli import main; import sys; sys.exit(main(sys.argv[1:], standalone_mode=True))"

    def fullpicture(*words: object) -> str:
        done = subprocess.run(
            [sys.executable, "-c", code, *map(str, words)], cwd=checkout, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert "Tally sheet (an invented format)" in fullpicture("formats")
    assert "Tally sheet" in fullpicture("identify", tmp_path / "x")
    fullpicture("init", tmp_path / "case")
    fullpicture("add", tmp_path / "case", tmp_path / "x")
    assert fullpicture("records", tmp_path / "case").count("Sam") == 2
