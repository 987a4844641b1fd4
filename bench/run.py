"""Runs the measurements and prints a Markdown table of ratios: `make bench`, or `python -m bench.run --quick`.

Each figure is the median of a few runs that alternate with what they are compared with, because machines are noisy.
"""

import argparse
import hashlib
import json
import mailbox
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from email import policy
from email.parser import BytesParser
from importlib.util import find_spec
from pathlib import Path

from bench import made

PROGRAM = str(Path(sys.executable).with_name("fullpicture"))


class Bench:
    """One folder to work in, and the rows of the table."""

    def __init__(self, folder: Path, scale: float, rounds: int) -> None:
        self.folder, self.scale, self.rounds = folder, scale, rounds
        self.number = 0

    def count(self, whole: int) -> int:
        return max(1000, int(whole * self.scale))

    def fresh_case(self) -> Path:
        self.number += 1
        case = self.folder / f"case{self.number}"
        subprocess.run([PROGRAM, "init", str(case)], check=True, capture_output=True)
        return case

    def median(self, *runs: Callable[[], float]) -> list[float]:
        """Medians of several measurements taken in turn."""
        taken = [[run() for run in runs] for _ in range(self.rounds)]
        return [statistics.median(column) for column in zip(*taken, strict=True)]

    def timed(self, *words: object) -> float:
        start = time.perf_counter()
        done = subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True)
        assert done.returncode in (0, 3), done.stderr
        return time.perf_counter() - start

    def add(self, drop: Path, case: Path | None = None, *, jobs: int = 2) -> float:
        case = case or self.fresh_case()
        seconds = self.timed("add", case, drop, "--jobs", jobs)
        if case.name == f"case{self.number}":
            self.last = case
        return seconds

    def drop_cases(self) -> None:
        for case in self.folder.glob("case*"):
            shutil.rmtree(case)


def peak_rss(*words: object) -> float:
    """Largest resident memory in MB of the program and its workers together, sampled, with no page counted twice."""
    process = subprocess.Popen([PROGRAM, *map(str, words)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, sum(_proportional(pid) for pid in [process.pid, *_children(process.pid)]))
        time.sleep(0.05)
    return peak


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _proportional(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    anonymous = next((line for line in lines if line.startswith("Anonymous:")), "Anonymous: 0 kB")
    return int(anonymous.split()[1]) / 1024


def hash_only(path: Path) -> float:
    """Read and hash a file, as `sha256sum` would but with OpenSSL's speed."""
    start = time.perf_counter()
    with path.open("rb") as stream:
        hashlib.file_digest(stream, "sha256")
    return time.perf_counter() - start


def stdlib_mail_loop(path: Path) -> float:
    """What one would write with the standard library: mailbox, email (compat32), every part decoded and hashed."""
    start = time.perf_counter()
    parser = BytesParser(policy=policy.compat32)
    box = mailbox.mbox(path, factory=parser.parse, create=False)  # type: ignore[arg-type]
    for message in box:
        str(message["subject"]), str(message["from"]), str(message["date"])
        for part in message.walk():
            if not part.is_multipart():
                hashlib.sha256(part.get_payload(decode=True) or b"").hexdigest()
    return time.perf_counter() - start


def chat(bench: Bench) -> None:
    texts = bench.count(200_000)
    drop = made.sms_backup(bench.folder / "chat.xml", texts)
    first, hashed = bench.median(lambda: bench.add(drop), lambda: hash_only(drop))
    again = bench.median(lambda: bench.add(drop, bench.last))[0]
    row("chat messages, end to end", f"{texts / first:,.0f}/s", "≥ 20,000/s", f"{texts:,} texts, {first:.1f} s")
    row("the same backup again", f"{again:.2f} s", "start-up + hashing", f"reading and hashing alone {hashed:.2f} s")
    bench.drop_cases()


def again(bench: Bench) -> None:
    """Importing again what is held, on a file large enough that start-up does not matter."""
    size = bench.count(1_000_000_000)
    drop = made.sms_backup(bench.folder / "big.xml", 1000, media_bytes=size)
    case = bench.fresh_case()
    bench.add(drop, case)
    empty = bench.median(lambda: bench.timed("sources", case))[0]
    repeated, hashed = bench.median(lambda: bench.add(drop, case), lambda: hash_only(drop))
    share = (repeated - empty) / hashed
    row("unchanged re-import", f"{share:.2f}×", "≤ 1.5× reading and hashing", f"{size / 1e6:,.0f} MB; {repeated:.2f} s")
    bench.drop_cases()
    drop.unlink()


def mail(bench: Bench) -> None:
    for name, mails, share in (("plain mail", 20_000, 0.0), ("mail with attachments", 4_000, 0.2)):
        count = bench.count(mails)
        drop = made.mailbox(bench.folder / "mail.mbox", count, share)
        ours, loop = bench.median(lambda d=drop: bench.add(d), lambda d=drop: stdlib_mail_loop(d))  # type: ignore[misc]
        row(f"{name}, end to end", f"{count / ours:,.0f}/s", "≥ 2,000/s", f"{count:,} mails, {ours:.1f} s")
        row(f"{name}, against the stdlib loop", f"{loop / ours:.2f}×", "> 1×", f"mailbox + email: {loop:.1f} s")
        bench.drop_cases()


def memory(bench: Bench) -> None:
    sizes = {"SMS backup": bench.count(2_000_000_000), "mailbox": bench.count(1_000_000_000)}
    xml = made.sms_backup(bench.folder / "large.xml", 100_000, media_bytes=sizes["SMS backup"])
    row(
        "memory, SMS backup",
        f"{peak_rss('add', bench.fresh_case(), xml):,.0f} MB",
        "≤ 300 MB",
        f"{xml.stat().st_size / 1e9:.1f} GB",
    )
    xml.unlink()
    bench.drop_cases()
    box = made.mailbox(bench.folder / "large.mbox", int(sizes["mailbox"] / 60_000), 0.2)
    row(
        "memory, mailbox",
        f"{peak_rss('add', bench.fresh_case(), box):,.0f} MB",
        "≤ 300 MB",
        f"{box.stat().st_size / 1e9:.1f} GB",
    )
    box.unlink()
    bench.drop_cases()


def growth(bench: Bench) -> None:
    base = 0.0
    for texts in (10_000, 100_000, bench.count(1_000_000)):
        drop = made.sms_backup(bench.folder / "growth.xml", texts)
        case = bench.fresh_case()
        seconds = bench.add(drop, case)
        each = seconds / texts * 1e6
        base = base or each
        disk = sum(path.stat().st_size for path in case.rglob("*") if path.is_file())
        row(
            f"growth, {texts:,} texts",
            f"{each:.0f} µs each",
            "linear",
            f"{seconds:.1f} s; archive {disk / drop.stat().st_size:.1f}× the backup",
        )
        bench.drop_cases()


def start_up(bench: Bench) -> None:
    case = bench.fresh_case()
    bare = lambda: _spawned([sys.executable, "-c", "pass"])  # noqa: E731
    runs = {name: (lambda words=words: bench.timed(*words)) for name, words in
            {"--help": ["--help"], "records": ["records", case], "formats": ["formats"]}.items()}  # fmt: skip
    python, *found = bench.median(bare, *runs.values())
    for name, seconds in zip(runs, found, strict=True):
        row(f"start-up of `{name}`", f"{seconds:.2f} s", "< 0.5 s", f"python itself {python:.2f} s")
    bench.drop_cases()


def screens(bench: Bench) -> None:
    """Screenshots, against the bare program; bench.screens.measure has all the rest. Needs a browser to make them."""
    if find_spec("playwright") is None:
        row("screenshots", "not measured", "", "`pip install playwright` and a Chromium make the pictures")
        return
    from bench.screens.bare import page_wide, screens_a_minute
    from bench.screens.reading import pictures, read_all

    skins = "messenger_dark,telegram_ios_light,signal_dark,whatsapp_web_light,line_light,samsung_light"
    out, each = bench.folder / "screens", "1" if bench.scale < 1 else "5"
    subprocess.run([sys.executable, "-m", "bench.screens", "--out", str(out), "--seed", "7000", "--skins", skins,
                    "--per-skin", each], check=True, capture_output=True)  # fmt: skip
    paths = pictures(out)
    bare, ours = page_wide(paths, 2).median, read_all(paths, "tesseract", 2).median
    row(
        "screenshots, processor time",
        f"{ours / bare:.2f}×",
        "≤ 1× bare `tesseract`",
        f"{ours:.2f} s and {bare:.2f} s a screen",
    )
    speed = screens_a_minute(PROGRAM, paths, "tesseract", 2)
    row("screenshots, `--jobs 2`", f"{speed:.0f} a minute", "≥ 150 a minute", f"{len(paths)} screens")


def _spawned(words: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(words, check=True)
    return time.perf_counter() - start


def row(*cells: str) -> None:
    print("| " + " | ".join(cells) + " |", flush=True)


PARTS = {"start-up": start_up, "chat": chat, "mail": mail, "again": again, "growth": growth, "memory": memory,
         "screens": screens}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="which measurements; all by default")
    parser.add_argument("--quick", action="store_true", help="a tenth of the sizes, one round")
    said = parser.parse_args()
    print("| what | measured | wanted | details |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory(prefix="fullpicture-bench-") as folder:
        bench = Bench(Path(folder), 0.1 if said.quick else 1.0, 1 if said.quick else 3)
        for name in said.parts or PARTS:
            PARTS[name](bench)
    print(json.dumps({"cores": os.cpu_count(), "python": sys.version.split()[0], "load": os.getloadavg()[0]}))


if __name__ == "__main__":
    main()
