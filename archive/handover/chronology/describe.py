"""What one volume says around its entries: header, footer, the pages in front, the fonts, and what could not be printed."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from archive.handover.chronology.fonts import Letters
from archive.handover.chronology.front import Front, Part
from archive.handover.chronology.ink import code
from archive.handover.chronology.volume import Volume
from archive.handover.entry import Summary

_BUILT_IN_ONLY = (
    "This computer had no fonts of its own to print with. Letters other than Latin, Greek and Cyrillic, and emoji, stand in this file "
    "as codes such as ⟨U+0623⟩. They are whole in the spreadsheet beside this file and in 3-records."
)
_CAUTION = (
    "A letter or a picture of this volume was refused by the program that makes the PDF. Letters beyond Latin therefore stand as codes, and "
    "pictures are not drawn. They are whole in the spreadsheet, in 3-records and in 2-originals."
)
_SHOWN = 200  # kinds of letters that could not be printed; more are only counted


class Named(NamedTuple):
    """A volume, the name of its file, which one it is of how many; the summary whose lists it prints, if it prints any, and the
    names of the files that do."""

    volume: Volume
    name: str
    number: int
    total: int
    listed: Summary | None
    lists: tuple[str, ...]

    @property
    def holds(self) -> str:
        """What is in it, in words."""
        if self.volume.entries:
            return f"entries {self.volume.first:,} to {self.volume.last:,}"
        return "lists of people, exhibits and problems" if self.number > 1 else "no entries"


def describe(item: Named, summary: Summary, letters: Letters, counted: str = "") -> None:
    """Write `meta.json` of a volume. `counted` is what to know about its totals."""
    volume, ink = item.volume, item.volume.ink
    front = Front(ink, summary, item.listed or summary)
    cover, lists = list(front.cover(_which(item))), list(_lists(item, front, counted))
    reading = list(front.reading(volume.legend.entries))
    back = list(_back(item, front))
    families = [face.family for face in letters.faces if face in ink.faces or face == letters.faces[0] or not face.path]
    meta: dict[str, Any] = {
        "title": " – ".join(filter(None, ("Chronology", summary.title, summary.reference))),
        "author": summary.actor,
        "date": [int(part) for part in summary.as_of[:10].split("-")],
        "header": ink.words(" · ".join(filter(None, (summary.reference, summary.title)))),
        "volume": ink.words(" · ".join(filter(None, ("Chronology", _label(item))))),
        "footer": ink.words(f"Custody log, entry {summary.head.seq:,}: {summary.head.sha256[:16]}…"),
        "words": ["Page", "of", "Entry", "continued"],
        "fonts": families,
        "front": [*cover, *reading, *_fonts(front, families, letters), *lists],
        "back": back,
        "caution": [front.part("p", _CAUTION)],
    }
    (volume.folder / "meta.json").write_bytes(msgspec.json.encode(meta))


def _label(item: Named) -> str:
    return f"volume {item.number} of {item.total}" if item.total > 1 else ""


def _which(item: Named) -> list[tuple[str, str]]:
    return [("This volume", f"{item.number} of {item.total}: {item.holds}")] if item.total > 1 else []


def _lists(item: Named, front: Front, counted: str) -> Iterator[Part]:
    """Totals in the first volume, and the lists in those that have them; where they are, in the others."""
    if item.number == 1:
        yield from front.totals(counted)
    if item.listed and item.name in item.lists:
        yield from front.lists(whole=len(item.lists) == 1)
    else:
        yield front.part("p", f"People, exhibits and problems: see {', '.join(item.lists)}.")
    if item.number == 1:
        yield from front.made()
    if item.volume.entries:
        yield ["break", []]
        yield front.part("h1", "Entries")


def _fonts(front: Front, families: list[str], letters: Letters) -> Iterator[Part]:
    yield front.part("h2", "Fonts")
    yield front.part("p", f"Printed with {', '.join(families)}.")
    if not letters.faces[0].path:
        yield front.part("p", _BUILT_IN_ONLY)


def _back(item: Named, front: Front) -> Iterator[Part]:
    """The last lines of a volume: which letters could not be printed, and that here is the end."""
    missing = item.volume.ink.missing
    if missing:
        shown = ", ".join(f"{code(char)} {_times(count)}" for char, count in sorted(missing.items())[:_SHOWN])
        more = f", and {len(missing) - _SHOWN:,} others" if len(missing) > _SHOWN else ""
        yield front.part("h2", "Letters that could not be printed")
        yield front.part(
            "p",
            f"No font of the computer that made this file has these. They stand in the text as codes: {shown}{more}. In the spreadsheet and in 3-records they are whole.",
        )
    label = f"volume {item.number} of {item.total}" if item.total > 1 else "the chronology"
    yield front.part("p", f"End of {label}: {item.holds}.")


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count:,} times"
