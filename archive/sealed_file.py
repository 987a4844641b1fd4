"""The bytes of a sealed case: age, by the library pyrage, in a plain tar that anybody's tools can take apart.

    HOW-TO-OPEN.txt   the commands to open it without Fullpicture
    identity.age      a fresh key, wrapped with the password (age's scrypt)
    case.tar.age      a tar of the case folder, encrypted to that key, in a stream

pyrage wraps only small things with a password and streams only to keys, hence the key between. It lies in the same
file, so that a person has one thing to keep.
"""

import importlib
import io
import os
import tarfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, BinaryIO, cast

from archive.disk import blocks
from archive.sealed_tar import CannotOpen, CannotSeal, Survey, packed

INSTALL = "uv tool install '.[sealed]'"
HOW, KEY, BODY = "HOW-TO-OPEN.txt", "identity.age", "case.tar.age"
HOW_TO_OPEN = f"""\
This file holds a folder that was locked with a password. Without the password nobody can open it, also not its makers.

With the program Fullpicture:            fullpicture open THIS-FILE NEW-FOLDER
Without it, with the programs tar and age (https://age-encryption.org), in an empty folder:

    tar -xf THIS-FILE
    age -d -i {KEY} {BODY} | tar -x

age asks for the password. On Windows: age -d -i {KEY} -o case.tar {BODY}, then tar -xf case.tar.
"""


def pyrage() -> Any:
    """The library that encrypts. Raises CannotSeal, with the command that installs it, when it is not there."""
    try:
        return importlib.import_module("pyrage")  # by name: it publishes no types
    except ImportError as error:
        raise CannotSeal(f"Locking needs an extra. Install it with: {INSTALL}. Nothing was changed.") from error


def write_sealed(root: Path, found: Survey, out: BinaryIO, password: str) -> None:
    """Write the folder to `out`, encrypted. What goes wrong on the way the library raises as its EncryptError."""
    library = pyrage()
    identity = library.x25519.Identity.generate()
    _member(out, HOW, io.BytesIO(HOW_TO_OPEN.encode()))
    _member(out, KEY, io.BytesIO(library.passphrase.encrypt(f"{identity}\n".encode(), password)))
    start = out.tell()
    out.write(bytes(tarfile.BLOCKSIZE))  # the header comes when the size is known
    library.encrypt_io(packed(root, found), out, [identity.to_public()])
    end = out.tell()
    out.write(bytes(-end % tarfile.BLOCKSIZE + 2 * tarfile.BLOCKSIZE))
    out.seek(start)
    out.write(_header(BODY, end - start - tarfile.BLOCKSIZE))


def _member(out: BinaryIO, name: str, content: io.BytesIO) -> None:
    data = content.getvalue()
    out.write(_header(name, len(data)) + data + bytes(-len(data) % tarfile.BLOCKSIZE))


def _header(name: str, size: int) -> bytes:
    """A tar header of exactly one block, whatever the size: GNU's form writes large ones in binary."""
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info.tobuf(tarfile.GNU_FORMAT)


def decrypted(stream: BinaryIO, password: str, take: Callable[[BinaryIO], None]) -> None:
    """Decrypt a sealed file and give the tar inside, as a stream, to `take`."""
    library = pyrage()
    try:
        with tarfile.open(fileobj=stream, mode="r:") as outer:
            key = _content(outer, KEY)
            body = _content(outer, BODY)
            identity = _identity(key.read(1 << 16), password)
            _through(lambda out: _decrypt(body, out, identity), take)
    except (tarfile.TarError, library.DecryptError) as error:
        raise CannotOpen(
            f"The sealed file is damaged, or is another kind of file ({error}). Nothing was kept."
        ) from error


def _decrypt(body: BinaryIO, out: BinaryIO, identity: Any) -> None:
    try:
        pyrage().decrypt_io(body, out, [identity])
    except OSError as error:
        if error.errno is None:  # not the system's: the library found a changed or missing block
            raise CannotOpen("The sealed file is damaged. Nothing was kept. Use another copy of it.") from error
        raise


def _through(produce: Callable[[BinaryIO], None], take: Callable[[BinaryIO], None]) -> None:
    """Run a writer in a thread and give what it writes to a reader, so that neither holds the whole."""
    read_end, write_end = os.pipe()

    def written() -> None:
        with open(write_end, "wb") as out:
            produce(out)

    with ThreadPoolExecutor(1) as pool:
        writer = pool.submit(written)
        try:
            with open(read_end, "rb") as plain:
                take(plain)
                for _ in blocks(plain):  # to its end: only there does the writer know that nothing is missing
                    pass
        except tarfile.TarError:  # the stream broke off; why, the writer knows
            writer.result()
            raise
        writer.result()


def _content(outer: tarfile.TarFile, name: str) -> BinaryIO:
    try:
        member = outer.getmember(name)
    except KeyError as error:
        raise CannotOpen(f"This is no case that Fullpicture sealed: it holds no {name}.") from error
    if not member.isreg():
        raise CannotOpen(f"This is no case that Fullpicture sealed: its {name} is no file.")
    return cast("BinaryIO", outer.extractfile(member))


def _identity(wrapped: bytes, password: str) -> Any:
    library = pyrage()
    try:
        return library.x25519.Identity.from_str(library.passphrase.decrypt(wrapped, password).decode().strip())
    except (library.DecryptError, library.IdentityError, ValueError) as error:
        raise CannotOpen("The password is not the right one, or the file is damaged. Nothing was changed.") from error
