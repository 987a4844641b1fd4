"""Runs the command line as a person would: in a process of its own, from the installed program."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PROGRAM = str(Path(sys.executable).with_name("fullpicture"))


def run(*words: object, env: Mapping[str, str] | None = None, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run `fullpicture` with these words."""
    return subprocess.run(
        [PROGRAM, *map(str, words)],
        input=stdin, capture_output=True, text=True, timeout=240, env={**os.environ, **(env or {})}, check=False,
    )  # fmt: skip


def init(folder: Path) -> Path:
    done = run("init", folder)
    assert done.returncode == 0, done.stderr
    return folder


def add(case: Path, *words: object, env: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Import with --json and give the last event, which must be the ledger, and whose sums must add up."""
    done = run("add", case, *words, "--json", env=env)
    assert done.returncode in (0, 3), f"{done.returncode}: {done.stderr}\n{done.stdout[-500:]}"
    ledger: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    assert ledger["event"] == "imported"
    for part in ("files", "records"):
        assert ledger[part]["seen"] == sum(count for name, count in ledger[part].items() if name != "seen"), ledger
    assert (done.returncode == 3) == bool(ledger["problems"])
    return ledger


def records(case: Path, *words: object) -> list[dict[str, Any]]:
    done = run("records", case, "--json", *words)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.split("\n") if line]


def intact(case: Path) -> None:
    done = run("verify", case)
    assert done.returncode == 0, done.stdout + done.stderr
