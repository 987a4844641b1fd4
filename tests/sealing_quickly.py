"""A pyrage whose password costs nothing, for tests of everything but the password; and a folder as names and bytes."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyrage

from archive import sealed_file, sealing


def _wrap(data: bytes, password: str) -> bytes:
    return f"{password}\n".encode() + data


def _unwrap(data: bytes, password: str) -> bytes:
    said, _, rest = data.partition(b"\n")
    if said != password.encode():
        raise pyrage.DecryptError("decryption error")
    return rest


QUICK = SimpleNamespace(
    passphrase=SimpleNamespace(encrypt=_wrap, decrypt=_unwrap),
    **{name: getattr(pyrage, name) for name in dir(pyrage) if name.endswith(("_io", "Error")) or name == "x25519"},
)


def make_quick() -> None:
    """For a process that does nothing else."""
    modules: list[Any] = [sealed_file, sealing]
    for module in modules:
        module.pyrage = lambda: QUICK


def content(folder: Path) -> dict[str, bytes | None]:
    """What a folder holds, without staging/."""
    inside = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*")}
    return {
        name: path.read_bytes() if path.is_file() else None
        for name, path in inside.items()
        if not name.startswith("staging/")
    }
