"""Containers made for the tests: honest ones by the standard library, hostile ones by changing bytes."""

import io
import struct
import tarfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

from importer.containers import Limits, look_inside
from importer.tree import Entry, Place, Skipped

Files = dict[str, bytes]


def zipped(files: Files, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 3, 2, 21, 17, 44)), data, method)
    return out.getvalue()


class OneWay(io.BytesIO):
    """A stream that cannot go back, so that sizes stand behind the bytes: how phones and web sites write zips."""

    def seekable(self) -> bool:
        return False

    def tell(self) -> int:
        raise io.UnsupportedOperation

    def seek(self, offset: int, whence: int = 0) -> int:
        raise io.UnsupportedOperation


def streamed_zip(files: Files, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = OneWay()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 3, 2, 21, 17, 44)), data, method)
    return out.getvalue()


def tarred(files: Files, mode: str = "w", form: int = tarfile.PAX_FORMAT) -> bytes:
    members = []
    for name, data in files.items():
        member = tarfile.TarInfo(name)
        member.size, member.mtime = len(data), 1_700_000_000
        members.append((member, data))
    return tar_of(members, mode, form)


def tar_of(members: Iterable[tuple[tarfile.TarInfo, bytes]], mode: str = "w", form: int = tarfile.PAX_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode, format=form) as archive:  # type: ignore[call-overload]
        for member, data in members:
            archive.addfile(member, io.BytesIO(data))
    return out.getvalue()


def stored(data: bytes, folder: Path, name: str = "drop.zip") -> Entry:
    """The bytes as an entry of which the archive has stored the object."""
    file = folder / "object"
    file.write_bytes(data)
    return Entry(name, Place(str(file)), len(data), None, "5ha", "5ha")


def look(data: bytes, folder: Path, limits: Limits | None = None, name: str = "drop.zip") -> list[Entry | Skipped]:
    work = folder / "work"
    work.mkdir(exist_ok=True)
    return list(look_inside(stored(data, folder, name), work, limits or Limits()))


def contents(found: Iterable[Entry | Skipped]) -> Files:
    """What the entries hold, by name without the name of the drop."""
    held = {}
    for item in found:
        if isinstance(item, Entry):
            with item.open() as stream:
                held[item.name.partition("/")[2]] = stream.read()
    return held


def remarks(found: Iterable[Entry | Skipped]) -> list[tuple[str, str, bool, int]]:
    return [
        (item.name.partition("/")[2], item.code, item.problem, item.count)
        for item in found
        if isinstance(item, Skipped)
    ]


def patch_lines(data: bytes, number: int, at: int, form: str, value: int) -> bytes:
    """Change a number in one line of a zip's directory: `at` counts from the beginning of the line."""
    out, line = bytearray(data), -1
    for _ in range(number + 1):
        line = data.index(b"PK\x01\x02", line + 1)
    struct.pack_into(form, out, line + at, value)
    return bytes(out)


def patch_headers(data: bytes, number: int, at: int, form: str, value: int) -> bytes:
    """Change a number in one of the headers that stand before the members of a zip."""
    out, header = bytearray(data), -1
    for _ in range(number + 1):
        header = data.index(b"PK\x03\x04", header + 1)
    struct.pack_into(form, out, header + at, value)
    return bytes(out)
