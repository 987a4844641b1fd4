"""What one has without a reader of chats: the tesseract program, run over the whole picture."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.screens.matching import letters, words_of
from bench.screens.model import Truth
from bench.screens.reading import Answers


def page_wide(paths: Sequence[Path], jobs: int) -> Answers:
    """`tesseract PICTURE - tsv` for each, with one thread, which is what costs it least."""
    found = Answers("tesseract PICTURE - tsv", {}, {})
    with ThreadPoolExecutor(jobs) as pool:
        for path, (text, seconds) in zip(paths, pool.map(_run, paths), strict=True):
            found.guesses[path.name], found.seconds[path.name] = {"messages": [{"text": text}]}, seconds
    return found


def _run(path: Path) -> tuple[str, float]:
    """Its words in their order, and its processor time."""
    env = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    with subprocess.Popen(
        ["tesseract", str(path), "-", "tsv"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env
    ) as process:
        assert process.stdout is not None
        table = process.stdout.read().decode("utf-8", "replace")
        _, _, used = os.wait4(process.pid, 0)
        process.returncode = 0
    rows = csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE)
    return " ".join(row["text"] or "" for row in rows if row.get("text")), used.ru_utime + used.ru_stime


def found_whole(paths: Iterable[Path], answers: Answers) -> float:
    """The share of messages all of whose letters and digits stand in one piece in what was read. Says nothing of where
    a message begins and ends, whose it is, or when it was sent: page-wide reading has none of these."""
    asked = got = 0
    for path in paths:
        guess = answers.guesses[path.name]
        pieces = [letters(message["text"]) for message in guess["messages"]]
        for message in _asked(path):
            asked += 1
            got += any(message in piece for piece in pieces)
    return got / max(1, asked)


def _asked(path: Path) -> list[str]:
    truth: Truth = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    return [text for m in truth["messages"] if m.get("scored", True) and (text := letters(words_of(m)))]


def screens_a_minute(program: str, paths: Sequence[Path], engine: str, jobs: int) -> float:
    """By the clock on the wall, with everything that starting takes."""
    start = time.perf_counter()
    words = [program, "read-screenshot", "--json", "--jobs", str(jobs), "--ocr", engine, *map(str, paths)]
    subprocess.run(words, check=False, stdout=subprocess.DEVNULL)
    return 60 * len(paths) / (time.perf_counter() - start)
