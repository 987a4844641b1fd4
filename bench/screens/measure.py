"""Measures the reader of screenshots on fresh pictures: `python -m bench.screens.measure [--quick] [--write PAGE]`.

Pictures are made by bench.screens with seeds that nobody tuned on, and `--also DIR` takes others with truth beside them. Prints
Markdown tables; `--write` puts them between the two marks of a page.
"""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path

from bench.screens import tables
from bench.screens.bare import found_whole, page_wide, screens_a_minute
from bench.screens.matching import Bins
from bench.screens.reading import Answers, pictures, read_all, spread
from bench.screens.score import score
from bench.screens.series import score_series, scrolled, stitched
from bench.screens.skins import SKINS

PROGRAM = str(Path(sys.executable).with_name("fullpicture"))


class Measuring:
    """One run: what was asked, and where the pictures are made."""

    def __init__(self, asked: argparse.Namespace, folder: Path) -> None:
        self.asked, self.folder = asked, folder
        self.engines: list[str] = asked.engines.split(",")
        self.bins: dict[str, list[Bins]] = {engine: [] for engine in self.engines}

    def parts(self) -> Iterator[str]:
        """The page, part by part, so that a run that is stopped has shown something."""
        asked = self.asked
        chats = self.make("chats", "--per-skin", asked.per_skin, "--degraded-per-skin", asked.degraded_per_skin)
        read = self.read(chats)
        yield from self.scores(f"Our generator, seeds from {asked.seed}", chats, read)
        for folder in asked.also:
            yield from self.scores(f"Pictures of `{folder.name}`", folder, self.read(folder))
        yield "### How sure it is\n\n" + tables.calibration({e: tables.merged(b) for e, b in self.bins.items()})
        yield from self.not_chats()
        yield from self.scrolled()
        yield "### What it costs\n\n" + self.costs(spread(pictures(chats), asked.sample), read)

    def make(self, name: str, *how: object) -> Path:
        """A collection of fresh pictures. The generator runs by itself: it starts a browser."""
        out = self.folder / name
        words = [
            sys.executable,
            "-m",
            "bench.screens",
            "--out",
            out,
            "--seed",
            self.asked.seed,
            "--skins",
            self.skins(),
        ]
        subprocess.run([str(word) for word in (*words, *how)], check=True, stdout=subprocess.DEVNULL)
        return out

    def skins(self, most: int = len(SKINS)) -> str:
        every = list(SKINS)
        most = min(most, self.asked.skins)
        return ",".join(every[len(every) * n // most] for n in range(most))

    def read(self, folder: Path) -> list[Answers]:
        return [read_all(pictures(folder), engine, self.asked.jobs) for engine in self.engines]

    def scores(self, title: str, folder: Path, read: Sequence[Answers]) -> Iterator[str]:
        groups = {}
        for answers in read:
            groups[answers.engine], bins = score(folder, answers.guesses, 0)
            self.bins[answers.engine].append(bins)
        count = len(pictures(folder))
        yield f"### {title}\n\n{count} pictures. F1, precision and recall from 0 to 1, the rest in percent.\n"
        yield tables.by_variant(groups)
        yield tables.folded("The same by app", tables.by_skin(groups))

    def not_chats(self) -> Iterator[str]:
        if not self.asked.nonchat:
            return
        folder = self.make("others", "--per-skin", 0, "--nonchat", self.asked.nonchat)
        rows = []
        for answers in self.read(folder):
            taken = [name for name, guess in answers.guesses.items() if guess["messages"]]
            rows.append([answers.engine, str(len(answers.guesses)), str(len(taken)), ", ".join(taken) or "–"])
        yield "### Pictures that are no chat\n\n" + tables.table(
            ("engine", "pictures", "taken for a chat", "which"), rows
        )

    def scrolled(self) -> Iterator[str]:
        """Scrolled threads of our own, and those in other folders."""
        others = [folder for folder in self.asked.also if scrolled(folder)]
        if self.asked.scrolls or others:
            yield "### Scrolled threads"
        if self.asked.scrolls:
            names = self.skins(self.asked.scrolls)
            folder = self.make("scrolled", "--skins", names, "--per-skin", 0, "--scrolls", self.asked.scrolls)
            yield self.series(f"Our generator ({names.replace(',', ', ')})", folder)
        for folder in others:
            yield self.series(f"Pictures of `{folder.name}`", folder)

    def series(self, title: str, folder: Path) -> str:
        """All threads of a folder go into one case, so that some could be mixed up."""
        found: dict[str, Counter[str]] = {}
        for engine in self.engines:
            how, case = ("--ocr", engine, "--jobs", str(self.asked.jobs)), self.folder / f"{folder.name}-{engine}"
            paths = scrolled(folder)
            found[engine] = score_series(paths, stitched(PROGRAM, case, paths, how))
        return f"{title}: all in one case.\n\n{tables.series(found)}"

    def costs(self, paths: list[Path], read: Sequence[Answers]) -> str:
        """Processor time for each screen, and screens a minute by the clock, against the bare program."""
        rows = []
        for answers in [page_wide(paths, self.asked.jobs), *read]:
            bare = answers.engine not in self.engines
            own = Answers(answers.engine, answers.guesses, {path.name: answers.seconds[path.name] for path in paths})
            speed = "–" if bare else f"{screens_a_minute(PROGRAM, paths, own.engine, self.asked.jobs):.0f}"
            name = f"`{own.engine}`" if bare else own.engine
            rows.append([name, f"{own.median:.2f}", speed, f"{100 * found_whole(paths, own):.1f}"])
        head = ("reader", "processor seconds a screen (median)", f"screens a minute, `--jobs {self.asked.jobs}`",
                "messages whose letters were all found, in one piece, %")  # fmt: skip
        return f"On {len(paths)} of the pictures, clean and worn.\n\n" + tables.table(head, rows)


def conditions() -> str:
    """With what the figures were made."""
    said = subprocess.run(["tesseract", "--version"], capture_output=True, text=True, check=False)
    tesseract = (said.stdout or said.stderr).split("\n")[0]
    have = {one.metadata["Name"].lower(): one.version for one in metadata.distributions()}
    networks = f", rapidocr {have['rapidocr']}" if "rapidocr" in have else ""
    cores, load = os.cpu_count(), os.getloadavg()[0]
    return f"{tesseract}{networks}, Python {sys.version.split()[0]}, {cores} cores, load {load:.1f} at the end."


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.screens.measure", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few pictures, Tesseract alone: less than a minute")
    parser.add_argument("--seed", type=int, default=7000)
    parser.add_argument("--skins", type=int, default=len(SKINS), help="how many apps")
    parser.add_argument("--per-skin", type=int, default=2, help="clean pictures of each app")
    parser.add_argument("--degraded-per-skin", type=int, default=2, help="worn pictures of each app")
    parser.add_argument("--scrolls", type=int, default=6, help="how many scrolled threads")
    parser.add_argument("--nonchat", type=int, default=60, help="how many pictures that are no chat")
    parser.add_argument("--sample", type=int, default=60, help="how many pictures for costs")
    parser.add_argument("--engines", default="tesseract,accurate", help="tesseract, accurate, both")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--also", type=Path, action="append", default=[], help="a folder of pictures with their truth")
    parser.add_argument("--write", type=Path, help="the page that gets the tables, between its two marks")
    asked = parser.parse_args()
    if asked.quick:
        asked.skins, asked.per_skin, asked.degraded_per_skin, asked.engines = 6, 1, 1, "tesseract"
        asked.scrolls, asked.nonchat, asked.sample = 1, 6, 8
    return asked


def main() -> None:
    asked = arguments()
    parts = [f"Made by `python -m bench.screens.measure {shlex.join(_shown(sys.argv[1:]))}`.".replace(" `.", "`.")]
    with tempfile.TemporaryDirectory(prefix="fullpicture-screens-") as folder:
        for part in tables.paragraphs(Measuring(asked, Path(folder)).parts()):
            parts.append(part)
            print(part, end="\n\n", flush=True)
    parts.insert(1, conditions())
    print(parts[1])
    if asked.write:
        tables.put_into(asked.write, "\n\n".join(parts))


def _shown(words: Sequence[str]) -> list[str]:
    """The command as others would give it: without the places of this computer."""
    return [Path(word).name if Path(word).is_absolute() else word for word in words]


if __name__ == "__main__":
    main()
