"""Warnings for people whose computer or account somebody else may watch."""

import os
from pathlib import Path

_CLOUDS = {
    "onedrive": "OneDrive", "dropbox": "Dropbox", "google drive": "Google Drive", "googledrive": "Google Drive",
    "icloud drive": "iCloud", "icloud~": "iCloud", "mobile documents": "iCloud", "com~apple~clouddocs": "iCloud",
    "nextcloud": "Nextcloud", "box sync": "Box",
}  # fmt: skip


def cloud_folder(path: Path) -> str:
    """The cloud service whose folder a path lies in, by the names of its parents; "" when there is none."""
    for part in reversed(Path(os.path.abspath(path)).parts):
        name = part.casefold()
        for mark, service in _CLOUDS.items():
            if name.startswith(mark):
                return service
    return ""
