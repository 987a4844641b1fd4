"""The writer of the chronology: sorts entries into volumes as they come, and at the end prints one after the other."""

import multiprocessing
import shutil
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from archive.handover.chronology.describe import Named, describe
from archive.handover.chronology.fonts import Letters, faces, folders
from archive.handover.chronology.lists import shared_out
from archive.handover.chronology.press import press
from archive.handover.chronology.volume import Volume
from archive.handover.entry import Entry, Summary
from archive.handover.plain import Counted

Span = Literal["week", "month", "quarter", "volume"]
FOLDER = "1-chronology"
_UNDATED = "undated"


class Chronology:
    """Writes `1-chronology/chronology.pdf`, or several volumes: `by` says whether a new one begins with each week, month or
    quarter, or only when one is full. `places` are folders with fonts; those of this computer, if not given."""

    def __init__(self, data: Path, by: Span = "volume", *, places: Sequence[str] | None = None) -> None:
        self._data, self._by = data, by
        self._letters = Letters(faces(folders() if places is None else places))
        self._scratch = TemporaryDirectory(prefix="chronology-", dir=data.parent, ignore_cleanup_errors=True)
        self._volumes: dict[str, list[Volume]] = {}
        self._made: list[Volume] = []
        self._counted = Counted()

    def add(self, entry: Entry) -> None:
        """Take the next entry."""
        self._counted.add(entry)
        volumes = self._volumes.setdefault(_period(entry.when.day, self._by), [])
        if not volumes or volumes[-1].full(entry):
            volumes.append(self._new())
        volumes[-1].add(entry)

    def finish(self, summary: Summary) -> None:
        """Print all volumes. The scratch files go away, whatever happens."""
        if not self._volumes:
            self._volumes[_period("", self._by)] = [self._new()]
        summary = self._counted.told(summary)
        with self._scratch as scratch:
            named = self._named(summary)
            for item in named:
                item.volume.close()
                describe(item, summary, self._letters, self._counted.sentence)
            fonts = self._fonts(Path(scratch, "fonts"))
            (self._data / FOLDER).mkdir(parents=True, exist_ok=True)
            # One child at a time: two would need twice the memory. Each volume gets a new one, whose memory ends with it.
            context = multiprocessing.get_context("spawn")
            with ProcessPoolExecutor(1, mp_context=context, max_tasks_per_child=1) as pool:
                for item in named:
                    target = self._data / FOLDER / item.name
                    pool.submit(press, str(item.volume.folder), str(fonts), str(target), summary.as_of).result()

    def _new(self) -> Volume:
        self._made.append(
            Volume(Path(self._scratch.name, f"volume-{len(self._made)}"), self._data.parent, self._letters)
        )
        return self._made[-1]

    def _named(self, summary: Summary) -> list[Named]:
        """All volumes in order, under the names of their files; last those that hold only lists."""
        periods = sorted(self._volumes, key=lambda period: (period == _UNDATED, period))
        found = [
            (_name(period, part, len(self._volumes[period])), volume)
            for period in periods
            for part, volume in enumerate(self._volumes[period], 1)
        ]
        listed = shared_out(summary)
        further = [(f"chronology-lists-{part:02d}.pdf", self._new()) for part in range(1, len(listed))]
        lists = tuple(name for name, _ in further) or (found[0][0],)
        by_name = dict(zip((found[0][0], *(name for name, _ in further)), listed, strict=True))
        total = len(found) + len(further)
        return [
            Named(volume, name, number, total, by_name.get(name), lists)
            for number, (name, volume) in enumerate([*found, *further], 1)
        ]

    def _fonts(self, folder: Path) -> Path:
        """A folder with the fonts that are needed, and no other: typst can use only what was looked into."""
        folder.mkdir()
        inked = {face for volume in self._made for face in volume.ink.faces}
        files = {self._letters.faces[0].path, self._letters.faces[0].bold, *(face.path for face in inked)}
        for number, path in enumerate(sorted(filter(None, files))):
            shutil.copyfile(path, folder / f"{number}{Path(path).suffix}")
        return folder


def _period(day: str, by: Span) -> str:
    """The period of a day, as it stands in the name of its file; "" where volumes only end when they are full."""
    if by == "volume":
        return ""
    try:
        at = date.fromisoformat(day)
    except ValueError:
        return _UNDATED
    if by == "week":
        return f"week-{at - timedelta(days=at.weekday())}"
    return f"{at:%Y-%m}" if by == "month" else f"{at.year:04d}-Q{(at.month + 2) // 3}"


def _name(period: str, part: int, parts: int) -> str:
    if not period:
        return f"chronology-volume-{part:02d}.pdf" if parts > 1 else "chronology.pdf"
    return f"chronology-{period}-part-{part:02d}.pdf" if parts > 1 else f"chronology-{period}.pdf"
