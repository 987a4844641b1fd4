"""Locks a hand-over with a password: an AES-256 ZIP that 7-Zip opens, for a mail or a stick that others may see.

The locked ZIP holds one member, the plain ZIP. So even the names inside, which a ZIP never encrypts, do not show.
"""

import importlib
import os
from pathlib import Path
from typing import Any

from archive.disk import Disk, blocks
from archive.errors import FullpictureError

INSTALL = "uv tool install '.[sealed]'"
_LARGE = 1 << 31  # from here on a ZIP needs its 64-bit form


class CannotLock(FullpictureError):
    """The ZIP was not locked. The plain one is as it was."""


def lock(plain_zip: Path, out: Path, password: str) -> None:
    """Write `out`, a ZIP that opens with the password and holds `plain_zip` under its own name.

    There is a whole `out` or none; an older one is replaced. Raises CannotLock when the library is missing or the
    password could not be typed everywhere, OSError when the disk is full.
    """
    usable(password)
    library, part = _pyzipper(), out.with_name(f"{out.name}.unfinished")
    try:
        _write(library, plain_zip, part, password)
        place = Disk(out.resolve().parent)
        place.sync(part.name)
        os.replace(part, out)
        place.sync_folder("")
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def usable(password: str) -> str:
    """The password, if a ZIP can be locked with it here. Raises CannotLock: better before the work than after it."""
    _pyzipper()
    if not password or not password.isascii() or not password.isprintable():
        raise CannotLock("Use letters, digits and signs of an English keyboard for this password: other letters are read in "
                         "another way by some programs, and the ZIP would not open there. Nothing was written.")  # fmt: skip
    return password


def _pyzipper() -> Any:
    try:
        return importlib.import_module("pyzipper")
    except ImportError as error:
        raise CannotLock(
            f"A ZIP with a password needs an extra. Install it with: {INSTALL}. Nothing was written."
        ) from error


def _write(library: Any, plain_zip: Path, part: Path, password: str) -> None:
    member = library.zipfile_aes.AESZipInfo(plain_zip.name, date_time=(1980, 1, 1, 0, 0, 0))  # says nothing of when
    large = plain_zip.stat().st_size >= _LARGE
    with library.AESZipFile(part, "w", compression=library.ZIP_STORED, encryption=library.WZ_AES) as locked:
        locked.setpassword(password.encode())
        locked.setencryption(library.WZ_AES, nbits=256)
        with open(plain_zip, "rb") as plain, locked.open(member, "w", force_zip64=large) as inside:
            for block in blocks(plain):
                inside.write(block)
