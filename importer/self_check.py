"""Knows which code is running: its version, its digest for the log, and whether somebody else's files took our place.

Our package names are common words, so another installed package could overwrite a file of ours silently. The
installation's own record of hashes shows that.
"""

import base64
import hashlib
from functools import cache
from importlib import metadata
from pathlib import Path

from archive.errors import FullpictureError

PACKAGES = ("archive", "importer", "parsers")


class DamagedInstallation(FullpictureError):
    """Files of the program are not those that were installed."""


def version() -> str:
    """The installed version."""
    return metadata.version("fullpicture")


@cache
def code_digest() -> str:
    """SHA-256 over names and hashes of all our source files: which code did this."""
    root = Path(__file__).parent.parent
    digest = hashlib.sha256()
    for path in sorted(path for name in PACKAGES for path in (root / name).rglob("*.py")):
        digest.update(f"{path.relative_to(root).as_posix()} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def tool() -> str:
    """What stands in the log as the tool: name, version and code digest. Raises DamagedInstallation."""
    if changed := changed_files():
        raise DamagedInstallation(
            f"Some files of Fullpicture were replaced by another program: {', '.join(changed)}. "
            "Nothing was done. Install it anew, alone: uv tool install --reinstall fullpicture"
        )
    return f"fullpicture {version()} code-sha256:{code_digest()}"


def changed_files() -> list[str]:
    """Our installed files whose bytes are not what was installed. Empty for a checkout, which has no such record."""
    files = metadata.distribution("fullpicture").files or []
    ours = [file for file in files if file.parts[0] in PACKAGES and file.hash]
    return [str(file) for file in ours if not _matches(file)]


def _matches(file: metadata.PackagePath) -> bool:
    assert file.hash is not None
    try:
        digest = hashlib.new(file.hash.mode, Path(str(file.locate())).read_bytes()).digest()
    except OSError:
        return False
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == file.hash.value
