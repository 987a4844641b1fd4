"""Reads many pictures in processes of their own, and counts the processor time that each took."""

from __future__ import annotations

import multiprocessing
import os
import resource
import statistics
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bench.screens.model import Truth
from importer.reading_screens import read_screen
from parsers._screen.engines import WANTED

ENDINGS = (".png", ".jpg", ".jpeg")


@dataclass
class Answers:
    """What one engine read: by the name of the picture, and the seconds of processor time of each."""

    engine: str
    guesses: dict[str, Truth]
    seconds: dict[str, float]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds.values()) if self.seconds else 0.0


def pictures(folder: Path) -> list[Path]:
    """The pictures of a folder that have a truth beside them."""
    return sorted(p for p in folder.iterdir() if p.suffix in ENDINGS and p.with_suffix(".json").exists())


def spread(paths: Sequence[Path], most: int) -> list[Path]:
    """So many of them, from everywhere in the row."""
    return [paths[len(paths) * n // most] for n in range(most)] if len(paths) > most else list(paths)


def read_all(paths: Iterable[Path], engine: str, jobs: int) -> Answers:
    """Every picture as `read-screenshot` reads it."""
    found = Answers(engine, {}, {})
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, context, _prepare, (engine,)) as pool:
        for path, guess, seconds in pool.map(_one, map(str, paths)):
            found.guesses[Path(path).name], found.seconds[Path(path).name] = guess, seconds
    return found


def spent() -> float:
    """Processor time of this process and of the programs that it ran."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _prepare(engine: str) -> None:
    """What a worker does once is not counted to its first picture: libraries, language data, networks."""
    import parsers._screen.reading as reader

    os.environ[WANTED] = engine
    reader.chosen()


def _one(path: str) -> tuple[str, Truth, float]:
    before = spent()
    guess = read_screen(path)
    return path, guess, spent() - before
