"""Measures the chronology: `PYTHONPATH=tests python -m bench.chronology 50000` prints CPU seconds and the peak memory of both processes."""

import resource
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.handover.chronology import Chronology


def main(count: int) -> None:
    """Make and print so many invented entries, hard texts among them."""
    from entries_made import made_entries, made_summary

    with TemporaryDirectory() as folder:
        data = Path(folder, "bag", "data")
        data.mkdir(parents=True)
        chronology = Chronology(data)
        for entry in made_entries(count):
            chronology.add(entry)
        chronology.finish(made_summary(count))
        files = list((data / "1-chronology").iterdir())
        print(f"{count:,} entries, {len(files)} volumes, {sum(file.stat().st_size for file in files) / 1e6:.0f} MB")
    for name, who in (("this process", resource.RUSAGE_SELF), ("children, one at a time", resource.RUSAGE_CHILDREN)):
        used = resource.getrusage(who)
        print(f"{name}: {used.ru_utime + used.ru_stime:.1f} s of CPU, peak {used.ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]))
