"""What the documentation says is true: its commands exist, its links lead somewhere, its codes are those of the code."""

import json
import re
import shlex
from pathlib import Path

import pytest

from commands import run
from goldens import FIXTURES
from importer.cli import main
from parsers._registry import parsers

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^fullpicture (.+?)(?:\s+#.*)?$", README, re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8")):
        assert target.startswith("https://") or (page.parent / target).exists(), target


def test_every_command_is_in_the_readme() -> None:
    said = set(re.findall(r"`?fullpicture ([a-z-]+)|`([a-z-]+)(?: [^`]*)?`", README))
    named = {word for pair in said for word in pair}

    assert set(main.commands) <= named


def test_every_format_is_in_the_readme_with_its_page() -> None:
    for name in parsers():
        assert f"docs/parsers/{name}.md" in README


def test_the_readme_commands_run(tmp_path: Path) -> None:
    """Word for word, with a backup where the README has one of its reader's."""
    backup = tmp_path / "Downloads" / "sms.xml"
    backup.parent.mkdir()
    backup.write_text('<smses count="1"><sms address="+447700900123" date="1709300000000" type="1" body="please stop" '
                      'contact_name="Sam" /></smses>')  # fmt: skip
    assert len(COMMANDS) >= 5
    for command in COMMANDS:
        words = [word.replace("~", str(tmp_path)) for word in shlex.split(command)]
        done = run(*[str(tmp_path / "case") if word == "case" else word for word in words])
        assert done.returncode == 0, f"{command}: {done.stderr}"


@pytest.mark.parametrize("name", list(parsers()))
def test_every_code_that_a_parser_gives_is_on_its_page(name: str) -> None:
    page = (ROOT / "docs" / "parsers" / f"{name}.md").read_text(encoding="utf-8")
    for golden in (FIXTURES / name).glob("*.golden.jsonl"):
        for line in golden.read_text(encoding="utf-8").split("\n")[:-1]:
            item = json.loads(line)
            codes = [
                *item.get("record", {}).get("warnings", []),
                item.get("problem", {}).get("code"),
                item.get("notice", {}).get("code"),
            ]
            for code in filter(None, codes):
                assert f"`{code}`" in page, f"{code} of {golden.name} is not explained on docs/parsers/{name}.md"


LEFTOVER = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "X" * 3]) + r")\b")


def test_no_path_of_a_machine_and_no_leftovers() -> None:
    for path in ROOT.rglob("*"):
        if path.suffix in (".py", ".md", ".toml", ".sh") and not {".venv", ".git"} & set(path.parts):
            text = path.read_text(encoding="utf-8")
            assert not LEFTOVER.search(text), path
            assert not re.search(r"(?<![\w.])/(?:home|root|work)/\w", text), path
