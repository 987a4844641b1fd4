"""One volume while it grows: its rows go to a scratch file as they come, its pictures are copied beside them."""

import shutil
from datetime import date
from pathlib import Path

import msgspec

from archive.handover.chronology.fonts import Letters
from archive.handover.chronology.ink import Ink
from archive.handover.chronology.legend import Legend
from archive.handover.chronology.rows import Drawn, Row, Rows
from archive.handover.entry import Entry

MOST_ENTRIES = 3_000
MOST_WEIGHT = 3_500_000
"""What typst lays out in about 450 MB. Measured: 50 KB for a row, and 120 bytes for each byte of its data."""
_LONGEST = 480  # pixels of a picture that is printed
_TALL = 1.6  # times as high as wide: the screen of a phone, whose words are small
_WITHIN = {True: (75, 110), False: (66, 66)}  # millimetres of a tall picture, and of others
_FINEST = 0.27  # millimetres of a pixel at most: larger shows no more
_ROW = 400  # what a row weighs beside its data

_encode = msgspec.json.Encoder().encode


class Volume:
    """Takes entries, and knows when it is full. `folder` becomes the root that typst sees."""

    def __init__(self, folder: Path, bag: Path, letters: Letters) -> None:
        folder.mkdir()
        self.folder, self._bag = folder, bag
        self.ink, self.legend = Ink(letters), Legend()
        self._rows = Rows(self.ink, self.legend, self._picture)
        self._day: str | None = None
        self._weight = self._pictures = 0
        self.entries = self.first = self.last = 0

    def full(self, entry: Entry) -> bool:
        """Whether this entry must go into another volume. The first one never must, however long it is."""
        weight = self._weight + len(entry.shown.text or "")
        return self.entries >= MOST_ENTRIES or (self.entries > 0 and weight >= MOST_WEIGHT)

    def add(self, entry: Entry) -> None:
        """Write the row of an entry, and before it the heading of its day when that changes."""
        rows: list[Row] = []
        if entry.when.day != self._day:
            self._day = entry.when.day
            rows.append(["d", self.ink.words(_heading(self._day))])
        rows.append(self._rows.row(entry))
        self._write(rows)
        self.first, self.last = self.first or entry.number, entry.number
        self.entries += 1

    def _write(self, rows: list[Row]) -> None:
        with (self.folder / "rows.json").open("ab") as out:
            for row in rows:
                data = _encode(row)
                self._weight += len(data) + _ROW
                out.write((b",\n" if out.tell() else b"[") + data)

    def close(self) -> None:
        """Nothing comes any more."""
        with (self.folder / "rows.json").open("ab") as out:
            out.write(b"]" if out.tell() else b"[]")

    def _picture(self, thumbnail: str) -> Drawn | None:
        """Copy a small picture to where typst can see it, if it can be drawn."""
        self._pictures += 1
        target = self.folder / f"picture-{self._pictures}.jpg"
        width, height = _copied(self._bag / thumbnail, target)
        if width:
            self._weight += (4 * width * height + 3 * target.stat().st_size) // 120
        return Drawn(target.name, *_printed(width, height)) if width else None


def _printed(width: int, height: int) -> tuple[int, int]:
    """How wide and high a picture is printed, in millimetres."""
    widest, highest = _WITHIN[height >= _TALL * width]
    scale = min(widest / width, highest / height, _FINEST)
    return max(1, int(width * scale)), max(1, int(height * scale))


def _copied(source: Path, target: Path) -> tuple[int, int]:
    """Copy a small picture, smaller still if it must be; its width and height, 0 if it is no whole JPEG: that would stop typst."""
    from PIL import Image

    try:
        with Image.open(source, formats=("JPEG",)) as image:
            image.load()
            if image.mode not in ("RGB", "L"):
                return 0, 0
            if max(image.size) <= _LONGEST:
                shutil.copyfile(source, target)
            else:
                image.thumbnail((_LONGEST, _LONGEST))
                image.save(target, "JPEG", quality=85)
            return image.size
    except (OSError, Image.DecompressionBombError, ValueError, SyntaxError):
        return 0, 0


def _heading(day: str) -> str:
    try:
        at = date.fromisoformat(day)
    except ValueError:
        return day or "No time is known"
    return f"{_DAYS[at.weekday()]} {at.day} {_MONTHS[at.month - 1]} {at.year}"


# The computer's own language has no say.
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
