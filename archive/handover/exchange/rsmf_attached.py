"""The attachments of one RSMF file: copied flat into its rsmf.zip, each once, under a safe name of ours."""

import re
import shutil
from collections.abc import Callable
from typing import BinaryIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from archive.handover.entry import Enclosed, Exhibit

OpenObject = Callable[[str], BinaryIO | None]
"""Opens the bytes with a SHA-256 for reading, or returns None when they cannot be had."""

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST = 60
_PERHAPS_HUGE = 1 << 32


def zip_entry(name: str) -> ZipInfo:
    """An entry of a ZIP that is the same on every day and computer."""
    info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.create_system, info.external_attr = 3, 0o644 << 16
    return info


class Attached:
    """What of the enclosed bytes is in the ZIP: only what leaves the case in this hand-over anyhow, by itself or in its container.

    What is held back (private, somebody else's, a picture that says where it was taken) must not leave by this door.
    """

    def __init__(self, archive: ZipFile, exhibits: tuple[Exhibit, ...], open_object: OpenObject | None) -> None:
        self._archive, self._open = archive, open_object
        self._given = frozenset(one.exhibit for one in exhibits if one.path and not one.why_not)
        self._names: dict[str, str | None] = {}

    def name_of(self, thing: Enclosed) -> str | None:
        """The name in the ZIP, into which the bytes are copied if they are not there yet; None when they cannot be had."""
        leaves = (thing.path and not thing.why_not) or thing.inside in self._given
        if not thing.sha256 or not leaves or self._open is None:
            return None
        if thing.sha256 not in self._names:
            self._names[thing.sha256] = self._copy(thing, self._open)
        return self._names[thing.sha256]

    def _copy(self, thing: Enclosed, open_object: OpenObject) -> str | None:
        source = open_object(thing.sha256)
        if source is None:
            return None
        safe = _UNSAFE.sub("_", thing.name)[-_LONGEST:].lstrip("._-") or "unnamed"
        name = f"{len(self._names) + 1:05d}_{safe}"
        info = zip_entry(name)
        info.compress_type = ZIP_STORED  # pictures and films do not shrink
        info.file_size = (
            _PERHAPS_HUGE if thing.size is None else thing.size
        )  # old readers know no other size than small
        with source, self._archive.open(info, "w") as target:
            shutil.copyfileobj(source, target)
        return name
