"""Seals a case folder into one file with a password, and opens it again.

A plain folder is never removed here before the sealed file was written, synced, decrypted again and compared with the
folder byte for byte, and had its lasting name. Stopped at any instant, at least one whole copy exists.
"""

import os
import shutil
import tempfile
from pathlib import Path

from archive.case import Case
from archive.disk import Disk
from archive.errors import CannotWrite
from archive.sealed_file import decrypted, pyrage, write_sealed
from archive.sealed_tar import CannotOpen, CannotSeal, Survey, compare, extract, survey

_ASIDE = ".sealed-and-being-removed"  # the name of a folder whose removal has begun


class Sealed:
    """A sealed file that was written and proved, and the folder that may now be removed, still locked."""

    def __init__(self, file: Path, case: Case, found: Survey) -> None:
        self.file, self._case, self._found = file, case, found

    @property
    def files(self) -> int:
        return sum(size is not None for size, _ in self._found.values())

    def remove_folder(self) -> None:
        """Remove the plain folder. Raises CannotSeal when it is no longer what was sealed."""
        root = self._case.root
        if survey(root) != self._found:
            raise CannotSeal(
                f"The folder {root} was changed while it was being sealed. It was kept; so was {self.file}."
            )
        aside = root.with_name(f"{root.name}{_ASIDE}")
        try:  # under the lock, so that nobody comes in between; and what a stop leaves behind bears no name of a case
            os.replace(root, aside)
        except OSError:  # the top of a stick; and on Windows every folder in use
            aside = root
        self._case.close()
        try:
            _remove(aside)
        except OSError as error:
            raise CannotWrite(
                f"Not all of the open folder could be removed ({error}). What is left is in {aside}: remove it by hand. "
                f"The locked file {self.file} is whole."
            ) from error


def _remove(folder: Path) -> None:
    for path in folder.rglob("*"):
        os.chmod(path, 0o700)  # Windows removes nothing that is read-only
    shutil.rmtree(folder)


def left_behind(*folders: Path) -> list[Path]:
    """What a removal that was stopped half-way left in these folders: parts of cases that anybody can read."""
    return sorted({path for folder in folders if folder.is_dir() for path in folder.glob(f"*{_ASIDE}")})


def seal(case: Case, out: Path, password: str) -> Sealed:
    """Write the case, which is open for writing and so is locked, to `out`, and prove that it opens to the same.

    Raises CannotSeal or CannotWrite; under the name `out` there is then nothing, or a whole sealed file.
    """
    library = pyrage()
    if out.exists():
        raise CannotSeal(f"{out} is there already. Nothing was changed.")
    if case.root.resolve() in out.resolve().parents:
        raise CannotSeal("The sealed file must not lie in the folder that is sealed. Nothing was changed.")
    found, part = survey(case.root), out.with_name(f"{out.name}.unfinished")
    try:
        with open(part, "wb") as stream:
            write_sealed(case.root, found, stream, password)
        _prove(case.root, found, part, password)
        os.replace(part, out)
        Disk(out.resolve().parent).sync_folder("")
    except library.EncryptError as error:  # in which the library wraps what reading or writing says
        part.unlink(missing_ok=True)
        raise CannotWrite(f"The sealed file could not be written ({error}). The folder is as it was.") from error
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return Sealed(out, case, found)


def _prove(root: Path, found: Survey, part: Path, password: str) -> None:
    """Put the file on the medium, and show that the password opens it to what the folder holds."""
    Disk(part.parent).sync(part.name)
    with open(part, "rb") as stream:
        decrypted(stream, password, lambda plain: compare(plain, root, found))


def open_sealed(file: Path, folder: Path, password: str) -> None:
    """Decrypt a sealed file into a folder that is new or empty. Raises CannotOpen, and then leaves nothing behind."""
    pyrage()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CannotOpen(f"{folder} is not empty. Name a new folder. Nothing was changed.")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=f"{folder.name}.unfinished-", dir=folder.parent))
    except OSError as error:
        raise CannotWrite(f"The folder {folder} cannot be made: {error.strerror}.") from error
    try:
        with open(file, "rb") as stream:
            decrypted(stream, password, lambda plain: extract(plain, aside))
        if folder.exists():
            folder.rmdir()
        os.replace(aside, folder)
        Disk(folder.resolve().parent).sync_folder("")
    except BaseException:
        _remove(aside)
        raise
