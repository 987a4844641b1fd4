"""Reads chronologies back: pieces as text, PDFs as text, and short ways to make them."""

import re
from pathlib import Path

import msgspec
import pytest
from pypdf import PdfReader

from archive.handover.chronology import Chronology, Span
from archive.handover.chronology.fonts import Letters, faces, folders
from archive.handover.chronology.ink import Piece
from archive.handover.entry import Entry, Summary
from entries_made import made_summary

BUILT_IN = Letters(faces([]))
ALL = Letters(faces(folders()))
needs_fonts = pytest.mark.skipif(
    not ALL.owner("أ") or not ALL.owner("\U0001f441"), reason="no fonts beyond Latin on this computer"
)


def flat(pieces: list[Piece]) -> str:
    """What pieces read, marks as they stand there."""
    parts = (
        piece if isinstance(piece, str) else "" if piece == 0 else piece[1] if piece[0] == "m" else flat(piece[1])
        for piece in pieces
    )
    return "".join(parts)


def meant(pieces: list[Piece]) -> str:
    """The text that pieces stand for: marks turned back into what they mark."""
    out = []
    for piece in pieces:
        if isinstance(piece, list) and piece[0] == "m":
            mark = re.sub(r"⟨U\+([0-9A-F]+)⟩", lambda found: chr(int(found[1], 16)), piece[1])
            out.append(mark.replace("␣", " ").replace("↵", "\n"))
        else:
            out.append(flat([piece]))
    return "".join(out)


def dense(text: str) -> str:
    return re.sub(r"\s+", "", text)


def write(
    data: Path,
    entries: list[Entry],
    *,
    by: Span = "volume",
    summary: Summary | None = None,
    places: list[str] | None = None,
) -> list[Path]:
    """The PDFs of some entries, in the order of their names."""
    data.mkdir(parents=True, exist_ok=True)
    chronology = Chronology(data, by, places=places)
    for entry in entries:
        chronology.add(entry)
    chronology.finish(summary or made_summary(len(entries)))
    return sorted((data / "1-chronology").iterdir())


def read(path: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


def changed(entry: Entry, **values: object) -> Entry:
    return msgspec.structs.replace(entry, **values)
