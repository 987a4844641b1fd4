"""Which fonts of this computer the chronology is printed with, and which letters they have.

typst prints a letter that no font has as nothing, and says nothing. So every letter is looked up first, in the very fonts that
typst is given. They are looked for by name in the well-known folders; without any of them, the fonts inside typst remain.
"""

import os
import struct
import sys
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import NamedTuple

from archive.handover.chronology.builtin import BUILTIN

MAIN = ("Noto Sans", "Segoe UI", "Helvetica Neue", "Arial", "DejaVu Sans", "Liberation Sans")
OTHERS = (
    "Noto Color Emoji", "Segoe UI Emoji", "Apple Color Emoji",
    "Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", "PingFang SC", "Hiragino Sans GB",
    "Yu Gothic", "Hiragino Sans", "Malgun Gothic", "Apple SD Gothic Neo",
    "Noto Sans *", "Noto Naskh Arabic", "Noto Music", "Noto Serif Tibetan", "Noto Serif Tangut", "Noto Traditional Nushu",
    "Geeza Pro", "Arial Hebrew", "Thonburi", "Kohinoor *", "Apple Symbols", "Arial Unicode MS",
    "Nirmala UI", "Leelawadee UI", "Myanmar Text", "Ebrima", "Gadugi", "Segoe UI Symbol", "Segoe UI Historic", "Arial", "Tahoma", "DejaVu Sans",
)  # fmt: skip
"""Families by preference; the first that has a letter prints it."""

FOLDERS = {
    "win32": (r"%WINDIR%\Fonts", r"%LOCALAPPDATA%\Microsoft\Windows\Fonts"),
    "darwin": ("/System/Library/Fonts", "/Library/Fonts", "~/Library/Fonts"),
    "linux": ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts"),
}


class Face(NamedTuple):
    """One font family: its file, the place in the file, and for the main one the file of its bold. Those inside typst have none."""

    family: str
    path: str = ""
    place: int = 0
    bold: str = ""


def folders() -> list[str]:
    """The font folders of this computer that exist."""
    named = FOLDERS.get(sys.platform, FOLDERS["linux"])
    found = [os.path.expandvars(os.path.expanduser(name)) for name in named]
    return [name for name in found if Path(name).is_dir()]


def faces(places: Sequence[str]) -> list[Face]:
    """The fonts to print with that lie in these folders, the main one first, those inside typst last."""
    import typst

    listed = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(places)).fonts()
    upright = [font for font in listed if font.style == "normal" and font.stretch == 1.0 and font.path]
    plain = {font.family: font for font in sorted(upright, key=lambda font: font.path or "") if font.weight == 400}
    bold = {font.family: font.path or "" for font in upright if font.weight == 700}
    main = [name for name in MAIN if name in plain][:1]
    rest = [name for pattern in OTHERS for name in sorted(plain) if fnmatchcase(name, pattern)]
    # The faces of one collection have the same letters.
    order: dict[str | None, str] = {}
    for name in main + rest:
        order.setdefault(plain[name].path, name)
    chosen = [Face(name, plain[name].path or "", plain[name].index) for name in order.values()]
    if chosen:  # our own words, and names, are set in bold too
        chosen[0] = chosen[0]._replace(bold=bold.get(chosen[0].family, ""))
    return chosen + [Face(name) for name in BUILTIN]


class Letters:
    """Says which font prints a letter. Fonts are opened only when a letter asks for them, and once."""

    def __init__(self, chosen: Sequence[Face]) -> None:
        self.faces = tuple(chosen)
        self._owners: dict[str, Face | None] = {}

    def owner(self, cluster: str) -> Face | None:
        """The first font that has all of a letter with its accents, or of an emoji with its parts; None if there is none."""
        if cluster not in self._owners:
            if len(self._owners) > 100_000:  # texts of stacked accents would fill the memory
                self._owners.clear()
            needed = {ord(char) for char in cluster if not _unprinted(char)}
            self._owners[cluster] = next((face for face in self.faces if needed <= coverage(face)), None)
        return self._owners[cluster]


def _unprinted(char: str) -> bool:
    """Joiners and variation selectors steer a font; it needs no shape for them."""
    return char in "\u200c\u200d\n" or "\ufe00" <= char <= "\ufe0f" or "\U000e0020" <= char <= "\U000e01ef"


@cache
def coverage(face: Face) -> frozenset[int]:
    """The code points that a font has a shape for; none, if its file cannot be read."""
    if not face.path:
        return frozenset(_spread(BUILTIN[face.family]))
    found = _letters(face.path, face.place)
    # What is printed in bold must be in the bold as well, where that is a file of its own.
    return found & _letters(face.bold, 0) if face.bold and face.bold != face.path else found


def _letters(path: str, place: int) -> frozenset[int]:
    from fontTools.ttLib import TTFont, TTLibError  # type: ignore[import-untyped]

    number = place if path.lower().endswith((".ttc", ".otc")) else -1
    try:
        with TTFont(path, fontNumber=number, lazy=True) as font:
            return frozenset(font.getBestCmap() or ())
    except (TTLibError, OSError, ValueError, KeyError, AssertionError, struct.error):
        return frozenset()


def _spread(ranges: str) -> Iterator[int]:
    for item in ranges.split():
        first, _, last = item.partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)
