"""The hand-over: what police, a court or a lawyer receives, and can check without us.

selection → entries → writers (chronology, spreadsheets, records, viewer, other formats) → bag → one stored ZIP.
"""

from pathlib import Path

_LISTS = ("bagit.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt")


def is_one(path: Path) -> bool:
    """Whether this is to be checked as a hand-over, not as a case: whatever is no folder, also a ZIP too damaged to be read as one or
    nothing at all, and a folder with a list of a bag."""
    return not path.is_dir() or any((path / name).is_file() for name in _LISTS)
