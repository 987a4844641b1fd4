"""Hands over a big case of hard texts, measures it, and reads every text back from every form it was handed over in.

python -m bench.handover [--records 50000] [--keep FOLDER]
"""

import argparse
import csv
import io
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import quoteattr

PROGRAM = str(Path(sys.executable).with_name("fullpicture"))
HARD = [
    "I know where you are, café \U0001f441 \U0001f468‍\U0001f469‍\U0001f467", "أنا أعرف أين أنت الآن", "אני יודע איפה את, 12:30 (call me)", "我知道你在哪里",
    "あなたはどこですか", "나는 안다", "=cmd|'/c calc'!A1", "+44 call me", "@SUM(A1)", "-1+1", "#set text(red) *bold* $x^2$ @ref \\ = heading",
    "<script>alert(1)</script><img src=http://127.0.0.1:9/x>", "abc\u202egnp.exe", "two\nlines\n\nand more", "  spaces at both ends  ",
]  # fmt: skip
_PIECE = 300  # letters
PLAIN = [
    "where",
    "are",
    "you",
    "now",
    "answer",
    "me",
    "I",
    "saw",
    "you",
    "at",
    "the",
    "door",
    "again",
    "tonight",
    "and",
    "your",
    "friend",
    "too",
    "please",
    "do",
    "not",
]


def texts(count: int) -> Iterator[str]:
    """One text in five is a hard one; ten have 40,000 characters, half of them without a space."""
    r = random.Random(8)
    for n in range(count):
        if n % (count // 10) == 7:
            yield f"{n} " + ("x" * 40_000 if n % 2 else "again " * 6_667)
        else:
            words = r.choice(HARD) if n % 5 == 0 else " ".join(r.choices(PLAIN, k=r.randrange(3, 25)))
            yield f"{words} {n}"


def backup(path: Path, said: list[str]) -> None:
    """An Android backup of these texts, two minutes apart, from seven numbers."""
    with open(path, "w", encoding="utf-8") as out:
        out.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<smses count="{len(said)}">\n')
        for n, text in enumerate(said):
            body = quoteattr(text, {"\n": "&#10;"})
            out.write(
                f'<sms address="+4477009001{n % 7:02d}" date="{1_600_000_000_000 + n * 120_000}" type="{1 + (n % 4 == 3)}" body={body} contact_name="Sam {n % 7}" />\n'
            )
        out.write("</smses>\n")


class Memory(threading.Thread):
    """Watches the memory of a process and all its children together."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid, self.peak = pid, 0

    def run(self) -> None:
        while True:
            family, total = [self._pid], 0
            while family:
                pid = family.pop()
                try:
                    total += _share(pid)
                    family += [
                        int(child)
                        for task in Path(f"/proc/{pid}/task").iterdir()
                        for child in (task / "children").read_text().split()
                    ]
                except (OSError, IndexError):
                    if pid == self._pid:
                        return
            self.peak = max(self.peak, total)
            time.sleep(0.05)


def _share(pid: int) -> int:
    """Bytes of memory of a process, what it shares with others divided among them: a child that is just being started is a second
    picture of its parent, not a second parent."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def measured(words: list[object]) -> tuple[float, float, float]:
    """CPU seconds and wall seconds of a command with its children, and the most memory they had together, in MB."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    process = subprocess.Popen([PROGRAM, *map(str, words)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    watch = Memory(process.pid)
    watch.start()
    assert process.wait() == 0
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, time.monotonic() - began, watch.peak / 1e6


def compare(out: Path, said: list[str]) -> Iterator[str]:
    """What is missing in each form; nothing when all is well."""
    wanted = Counter(said)
    with zipfile.ZipFile(out) as archive:
        held = {name.partition("/")[2]: name for name in archive.namelist()}
        lines = archive.read(held["data/3-records/records.jsonl"]).decode().split("\n")[:-1]
        yield _told("JSON Lines", wanted - Counter(json.loads(line)["text"] for line in lines))
        table = archive.read(held["data/1-chronology/chronology.csv"]).decode("utf-8-sig")
        csv.field_size_limit(1 << 24)
        rows = csv.DictReader(io.StringIO(table, newline=""))
        found = Counter(
            row["text"].removeprefix("'") if "text" in (row["guarded cells"] or "") else row["text"] for row in rows
        )
        yield _told("CSV", wanted - found)
        yield _told("XLSX", wanted - _sheet(archive.read(held["data/1-chronology/chronology.xlsx"])))
        pdfs = [
            archive.read(held[name])
            for name in sorted(held)
            if name.startswith("data/1-chronology/") and name.endswith(".pdf")
        ]
        yield _told("PDF", _not_printed(pdfs, said))


def _sheet(data: bytes) -> Counter[str]:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    found: Counter[str] = Counter()
    rows = book.worksheets[0].iter_rows(values_only=True)
    column = [str(cell) for cell in next(rows)].index("text")
    long: dict[int, list[str]] = {}
    if "Long texts" in book.sheetnames:
        for row in list(book["Long texts"].iter_rows(values_only=True))[1:]:
            if "text" in row:
                long.setdefault(int(row[0]), []).append(str(row[-1]))
    for number, row in enumerate(rows, 1):
        found["".join(long[number]) if number in long else str(row[column] or "")] += 1
    return found


def _not_printed(pdfs: list[bytes], said: list[str]) -> Counter[str]:
    """Texts whose letters, without white space, do not stand in the PDFs. Right-to-left texts are looked for letter by letter, since
    programs differ in the order in which they give those back."""
    pages = [_printed(data) for data in pdfs]
    whole, place = _bare("".join(pages)), 0
    missing: Counter[str] = Counter()
    for text in (text for text in said if not _rtl(text)):
        bare = _bare(text)
        for start in range(
            0, len(bare), _PIECE
        ):  # a long text runs over pages, between the lines at their heads and feet
            found = whole.find(bare[start : start + _PIECE], place)
            if found < 0 and len(bare) <= _PIECE:
                missing[text] += 1
            place = max(place, found)
    letters = Counter(whole)
    missing.update(f"letter {char}" for char in "xz" if letters[char] < sum(text.count(char) for text in said))
    return missing


def _printed(data: bytes) -> str:
    """The words of a PDF, by poppler where it is installed (a hundred times faster), else by pypdf."""
    if shutil.which("pdftotext"):
        return subprocess.run(
            ["pdftotext", "-raw", "-", "-"], input=data, capture_output=True, check=True
        ).stdout.decode()
    import pypdf

    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def _bare(text: str) -> str:
    text = "".join(f"⟨U+{ord(char):04X}⟩" if char == "\u202e" else char for char in text)
    return "".join(
        char for char in unicodedata.normalize("NFKC", text) if not char.isspace() and char not in "\u200b\u00ad"
    )


def _rtl(text: str) -> bool:
    return any(unicodedata.bidirectional(char) in ("R", "AL") for char in text)


def _told(form: str, missing: Counter[str]) -> str:
    some = f": {[text[:40] for text in list(missing)[:3]]}" if missing else ""
    return f"{form}: {missing.total()} texts missing{some}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=50_000)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = asked.keep or Path(scratch)
        folder.mkdir(exist_ok=True)
        said = list(texts(asked.records))
        backup(folder / "sms.xml", said)
        for words in (["init", folder / "case"], ["add", folder / "case", folder / "sms.xml"]):
            subprocess.run([PROGRAM, *map(str, words)], check=True, stdout=subprocess.DEVNULL)
        cpu, wall, memory = measured(["handover", folder / "case", folder / "out.zip"])
        print(
            f"{asked.records:,} records: {cpu:.1f} s CPU, {wall:.1f} s wall, {memory:.0f} MB at most, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}",
            flush=True,
        )
        cpu, wall, memory = measured(["verify", folder / "out.zip"])
        print(f"verify: {cpu:.1f} s CPU, {memory:.0f} MB")
        for line in compare(folder / "out.zip", said):
            print(line, flush=True)


if __name__ == "__main__":
    main()
