"""The hand-over: what police, a court or a lawyer receives, and can check without us.

selection → entries → writers (chronology, spreadsheets, records, viewer, other formats) → bag → one stored ZIP.
"""

import zipfile
from pathlib import Path


def is_one(path: Path) -> bool:
    """Whether this is to be checked as a hand-over, not as a case: a ZIP, or a folder that is a bag."""
    return zipfile.is_zipfile(path) if path.is_file() else (path / "bagit.txt").is_file()
