"""Fifty real `kill -9` of `fullpicture add`: nothing acknowledged is lost, and running again finishes the job."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from test_import import backup

from archive.custody import Head
from archive.verify import verify
from commands import add, init, intact, records

KILLS = 50


# The real command, with a batch for every few hundred records, so that most kills fall between or into commits.
COMMAND = "import importer.pace; importer.pace.SECONDS = 0.0; from importer.cli import main; main()"


def killed_add(case: Path, drop: Path, rng: random.Random, lasts_s: float) -> list[Head]:
    """Start an import and kill it at any time of the while that it takes: alone, or with its workers. Gives the batches
    that it acknowledged."""
    process = subprocess.Popen(
        [sys.executable, "-c", COMMAND, "add", str(case), str(drop), "--json"],
        stdout=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    time.sleep(rng.uniform(0.1, 1.0) * lasts_s)
    kill = rng.choice([os.kill, os.killpg])
    kill(process.pid, signal.SIGKILL)
    with process:
        assert process.stdout is not None
        said = process.stdout.read().split("\n")[:-1]
    events = [json.loads(line) for line in said if line.startswith("{") and line.endswith("}")]
    return [Head(event["entry"], event["sha256"]) for event in events if event["event"] == "committed"]


def test_fifty_kills(tmp_path: Path) -> None:
    drop = tmp_path / "drop"
    for n in range(40):
        backup(drop / f"{n:02d}.xml", *(f"file {n} text {i}" for i in range(300)))
    start = time.monotonic()
    add(init(tmp_path / "whole"), drop)
    lasts_s = time.monotonic() - start
    case, rng, acknowledged = init(tmp_path / "case"), random.Random(7), []
    for _ in range(KILLS):
        acknowledged += killed_add(case, drop, rng, lasts_s)

    assert acknowledged, "no import lived long enough to acknowledge anything"
    ledger = add(case, drop)
    assert verify(case, acknowledged).damage == ()
    assert ledger["records"]["seen"] == 40 * 300
    assert sorted(record["text"] for record in records(case)) == sorted(
        f"file {n} text {i}" for n in range(40) for i in range(300)
    )
    intact(case)
