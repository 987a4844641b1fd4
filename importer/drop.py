"""Walks what a person handed over: every plain file becomes an entry, everything else is named with the reason.

Nothing is opened here, and no link is followed but one that the person named herself.
"""

import errno
import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from importer import litter
from importer.names import Names, visible
from importer.tree import Entry, Place, Skipped

_REASONS = {
    errno.EACCES: ("not-readable", "permission denied: this computer does not let us read it"),
    errno.EPERM: ("not-readable", "permission denied: this computer does not let us read it"),
    errno.ENOENT: ("vanished", "it is not there (any more)"),
    errno.ENOTDIR: ("vanished", "it is not there (any more)"),
    errno.ENAMETOOLONG: (
        "not-readable",
        "its path is too long for this computer; move it nearer to the top and add it again",
    ),
    errno.EIO: ("not-readable", "the disk gives an error when it is read"),
}
_CLOUD_ONLY_WINDOWS = 0x0040_0000 | 0x0000_1000  # FILE_ATTRIBUTE_RECALL_ON_DATA_ACCESS, FILE_ATTRIBUTE_OFFLINE
_CLOUD_ONLY_MAC = 0x4000_0000  # SF_DATALESS
_LINK_TAGS = {0xA000000C, 0xA0000003}  # Windows: symbolic link, mount point (junction)
_Met = dict[tuple[int, int], str]  # folders that are not to be walked (again), by device and number, and why


class _Pending(NamedTuple):
    """A path that still has to be looked at, the name it gets, and what is known from its folder."""

    path: str
    name: str
    trash: bool = False
    in_macosx: bool = False
    has_original: bool = False


def walk(paths: Sequence[Path], leave_out: Sequence[Path] = ()) -> Iterator[Entry | Skipped]:
    """Every file below the given paths, in the order of their names, as an entry; what is none, with the reason.

    Each path is a root, and its own name is the first step of the names below it. Roots that stand inside another
    one, or are given twice, are walked once. `leave_out` are folders to pass by: the archive itself.
    """
    names, met = Names(), {_identity(path): "this is the archive itself" for path in leave_out if path.exists()}
    for root in _outermost(paths):
        yield from _below(_Pending(_reachable(str(root)), names.unique(_root_name(root))), met)


def failed(name: str, error: OSError) -> Skipped:
    """What to say of a file of the drop that could not be looked at or read."""
    code, reason = _REASONS.get(error.errno or 0, ("not-readable", f"it cannot be read: {error.strerror or error}"))
    return Skipped(name, reason, code)


def _outermost(paths: Sequence[Path]) -> list[Path]:
    """The paths without those that are another one of them or stand below one."""
    real = {path: os.path.realpath(path) for path in paths}
    kept: dict[str, Path] = {}
    for path, place in real.items():
        kept.setdefault(place, path)
    return [path for place, path in kept.items() if not any(str(above) in kept for above in Path(place).parents)]


def _root_name(root: Path) -> str:
    absolute = Path(os.path.abspath(root))
    return visible(absolute.name or absolute.drive.rstrip(":").strip("\\/").replace("\\", "-") or "root")


def _reachable(path: str, system: str = os.name) -> str:
    r"""An absolute path that opens however long it is. Windows needs `\\?\` in front of paths over 260 characters."""
    absolute = os.path.abspath(path)
    if system != "nt" or absolute.startswith("\\\\?\\"):
        return absolute
    return "\\\\?\\UNC" + absolute[1:] if absolute.startswith("\\\\") else "\\\\?\\" + absolute


def _identity(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_dev, status.st_ino


def _below(root: _Pending, met: _Met) -> Iterator[Entry | Skipped]:
    """Walk one root without recursion: folders may be nested deeper than Python is."""
    pending = [root]
    while pending:
        item = pending.pop()
        try:
            status = os.stat(item.path, follow_symlinks=item is root)
        except OSError as error:
            yield failed(item.name, error)
            continue
        if not stat.S_ISDIR(status.st_mode) or _is_link(status):
            yield _file(item, status, named=item is root)
            continue
        remark, children = _folder(item, status, met)
        pending.extend(reversed(children))
        if remark is not None:
            yield remark


def _folder(item: _Pending, status: os.stat_result, met: _Met) -> tuple[Skipped | None, list[_Pending]]:
    """What stands in a folder; and why it is passed by, or what kept us from listing it to the end."""
    identity, name = (status.st_dev, status.st_ino), f"{item.name}/"
    if status.st_ino and identity in met:
        return Skipped(name, met[identity], "passed-by", False, 0), []
    met[identity] = "this folder was looked at already, under another name"
    above, _, own = item.name.rpartition("/")
    if above and own.casefold() in litter.FOLDERS:
        return Skipped(name, litter.REASONS["litter-folder"], "litter", False), []
    found: list[str] = []
    try:
        with os.scandir(item.path) as listing:
            found.extend(child.name for child in listing)
    except OSError as error:
        return failed(name, error), _children(item, found)
    return None, _children(item, found)


def _children(folder: _Pending, found: list[str]) -> list[_Pending]:
    names, everyone = Names(), set(found)
    in_macosx = folder.in_macosx or folder.name.rpartition("/")[2] == "__MACOSX"
    return [
        _Pending(
            os.path.join(folder.path, child),
            f"{folder.name}/{names.unique(visible(child))}",
            folder.trash or litter.is_bin(child),
            in_macosx,
            child.startswith("._") and child[2:] in everyone,
        )
        for child in sorted(found)
    ]


def _file(item: _Pending, status: os.stat_result, named: bool) -> Entry | Skipped:
    """A file as an entry, or why it is none. What the person `named` herself is no litter."""
    if _is_link(status):
        return Skipped(item.name, "a link to another place; add what it points to by itself, if it matters", "symlink")
    if not stat.S_ISREG(status.st_mode):
        return Skipped(item.name, "not a file with contents, but a connection or a device", "special-file", False)
    if item.trash:
        return Skipped(item.name, litter.REASONS["trash"], "trash", False)
    base = os.path.basename(item.path)
    if not named and litter.is_litter(base, item.in_macosx, item.has_original):
        return Skipped(item.name, litter.REASONS["litter"], "litter", False)
    if _is_elsewhere(base, status):
        reason = "it is in the cloud only and not on this computer; download it first, then add it again"
        return Skipped(item.name, reason, "in-the-cloud")
    return Entry(item.name, Place(item.path), status.st_size, status.st_mtime)


def _is_link(status: os.stat_result) -> bool:
    """A symbolic link; on Windows also a junction, which looks like a folder and may lead in circles."""
    return stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) in _LINK_TAGS


def _is_elsewhere(base: str, status: os.stat_result) -> bool:
    """Whether opening the file would make the computer fetch it: OneDrive on Windows, iCloud on a Mac."""
    if getattr(status, "st_file_attributes", 0) & _CLOUD_ONLY_WINDOWS:
        return True
    return bool(getattr(status, "st_flags", 0) & _CLOUD_ONLY_MAC) or (base.startswith(".") and base.endswith(".icloud"))
