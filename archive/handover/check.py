"""Checks a hand-over, as a ZIP or unpacked, from its bytes up: every file against the lists, the lists against the receipt.

What can be proved from the ZIP alone is that it agrees with itself. That it was not replaced as a whole only the receipt shows, or
an earlier hand-over, whose log must be the beginning of this one's.
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

from archive import custody, receipts
from archive.custody import Head
from archive.disk import blocks, digest_of
from archive.errors import Damaged, NotACase
from archive.handover import bag, receipt
from archive.verify import Damage, Verdict

_DECLARED = re.compile(rb"BagIt-Version: 1\.0\nTag-File-Character-Encoding: UTF-8\n")
_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")
_LOG = "data/4-custody/custody.jsonl"
_SEGMENT = re.compile(r"data/4-custody/segments/entry-(\d+)\.jsonl")
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)
_LOCKED = "It is locked with a password, so only the ZIP as a whole could be compared. Unlock it with 7-Zip and check the ZIP inside."


class Files(Protocol):
    """The files of a bag, wherever they are."""

    def names(self) -> list[str]: ...

    def open(self, name: str) -> BinaryIO: ...


class _Folder:
    def __init__(self, root: Path) -> None:
        self._root = root

    def names(self) -> list[str]:
        return sorted(path.relative_to(self._root).as_posix() for path in self._root.rglob("*") if path.is_file())

    def open(self, name: str) -> BinaryIO:
        return open(self._root / name, "rb")


class _Zip:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._members = {info.filename.partition("/")[2]: info for info in archive.infolist() if not info.is_dir()}

    def names(self) -> list[str]:
        return sorted(self._members)

    def open(self, name: str) -> BinaryIO:
        return self._archive.open(self._members[name])  # type: ignore[return-value]


def check(path: Path, said: str = "") -> Verdict:
    """Check the hand-over at `path`. `said` is the text of a receipt, if there is one. Writes nothing. Raises NotACase."""
    if path.is_dir():
        return _verdict(_Folder(path), said, [], [])
    damage = _whole(path, said)
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            if any(info.flag_bits & 1 for info in infos):
                return Verdict(tuple(damage), (_LOCKED,), {"files": 0, "entries": 0}, "")
            if not any(info.filename.endswith(f"/{bag.BAGIT}") for info in infos) and not damage:
                raise NotACase(f"{path} is a ZIP, but no hand-over: it holds no {bag.BAGIT}.")
            return _verdict(_Zip(archive), said, [*damage, *_odd_members(infos)], [])
    except _UNREADABLE as error:
        return Verdict(
            (*damage, Damage(path.name, f"The ZIP cannot be read: {error}.")), (), {"files": 0, "entries": 0}, ""
        )


def _whole(path: Path, said: str) -> list[Damage]:
    """The ZIP as a whole against the receipt."""
    expected = receipt.read(said)["ZIP"]
    if not expected:
        return []
    with open(path, "rb") as stream:
        sha256, _ = digest_of(blocks(stream))
    return [] if sha256 in expected else [Damage(path.name, "The ZIP is not the one that the receipt names.")]


def _odd_members(infos: list[zipfile.ZipInfo]) -> Iterator[Damage]:
    """One folder, every name once, nothing that unpacks elsewhere."""
    seen: set[str] = set()
    folders = {info.filename.partition("/")[0] for info in infos}
    if len(folders) > 1:
        yield Damage("ZIP", "It holds more than one folder.")
    for info in infos:
        if info.filename in seen:
            yield Damage(info.filename, "The ZIP holds this name twice.")
        if not bag.SAFE.fullmatch(info.filename) and not info.is_dir():
            yield Damage(repr(info.filename), "This is not a name that a hand-over uses.")
        seen.add(info.filename)


def _verdict(files: Files, said: str, damage: list[Damage], notes: list[str]) -> Verdict:
    found = _Bag(files)
    damage = [*damage, *found.lists(), *found.fingerprint(receipt.read(said)["BAG"])]
    more, entries = found.custody(receipts.read(said), notes)
    damage += [*more, *found.originals()]
    if not receipt.read(said)["BAG"]:
        notes.append("No receipt was given. Only a receipt shows that the hand-over was not replaced as a whole.")
    return Verdict(tuple(dict.fromkeys(damage)), tuple(notes), {"files": len(found.hashes), "entries": entries}, "")


class _Bag:
    """One bag: all of its files are read once, and everything is judged by their hashes."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self.hashes: dict[str, str] = {}
        self._sizes: dict[str, int] = {}
        self._unread: list[Damage] = []
        for name in files.names():
            try:
                with files.open(name) as stream:
                    self.hashes[name], self._sizes[name] = digest_of(blocks(stream))
            except _UNREADABLE as error:
                self._unread.append(Damage(name, f"It cannot be read: {error}."))

    def _text(self, name: str) -> bytes:
        if name not in self.hashes:
            return b""
        with self._files.open(name) as stream:
            return stream.read()

    def lists(self) -> Iterator[Damage]:
        yield from self._unread
        if not _DECLARED.fullmatch(self._text(bag.BAGIT)):
            yield Damage(bag.BAGIT, "It is not what BagIt 1.0 asks for.")
        tags = {name for name in self.hashes if not name.startswith("data/")} - {bag.TAGMANIFEST}
        yield from self._listed(bag.TAGMANIFEST, tags)
        payload = {name for name in self.hashes if name.startswith("data/")}
        yield from self._listed(bag.MANIFEST, payload)
        oxum = f"Payload-Oxum: {sum(self._sizes[name] for name in payload)}.{len(payload)}\n".encode()
        if oxum not in self._text(bag.INFO):
            yield Damage(bag.INFO, "It does not name the size and number of the files that are here.")

    def _listed(self, name: str, there: set[str]) -> Iterator[Damage]:
        """A list names exactly the files that are there, each with its hash."""
        listed: dict[str, str] = {}
        for line in self._text(name).decode("utf-8", "replace").split("\n")[:-1]:
            match = _LINE.fullmatch(line)
            if not match or match[2] in listed:
                yield Damage(name, "A line of it is not as a list of fingerprints is written.")
                continue
            listed[match[2]] = match[1]
        for missing in sorted(listed.keys() - there):
            yield Damage(missing, f"It is named in {name}, but it is not here.")
        for extra in sorted(there - listed.keys()):
            yield Damage(extra, f"It is not named in {name}.")
        for same in sorted(listed.keys() & there):
            if self.hashes[same] != listed[same]:
                yield Damage(same, f"It was changed: its fingerprint is not the one in {name}.")

    def fingerprint(self, expected: frozenset[str]) -> Iterator[Damage]:
        if expected and self.hashes.get(bag.TAGMANIFEST) not in expected:
            yield Damage(bag.TAGMANIFEST, "Its fingerprint is not the one on the receipt.")

    def custody(self, heads: list[Head], notes: list[str]) -> tuple[list[Damage], int]:
        """The log follows from itself, agrees with receipts, and has the hashes of the segments that are here."""
        if _LOG not in self.hashes:
            return [], 0  # a further part; the lists say what belongs here
        try:
            entries = list(custody.events(self._text(_LOG)))
        except Damaged as error:
            return [Damage(_LOG, str(error))], 0
        known = {event.seq: event for event in entries}
        damage = []
        for head in heads:
            if head.seq > len(entries) + 1:
                notes.append(
                    f"The receipt names entry {head.seq} of the log; the log here was handed over at entry {len(entries)}."
                )
            elif head.seq in known and known[head.seq].head != head:
                damage.append(Damage(_LOG, f"Its first {head.seq} entries are not those of the receipt."))
        for name, sha256 in self.hashes.items():
            if (match := _SEGMENT.fullmatch(name)) and (
                int(match[1]) not in known or known[int(match[1])].fields.get("segment") != sha256
            ):
                damage.append(Damage(name, "It is not the segment that the log names."))
        return damage, len(entries)

    def originals(self) -> Iterator[Damage]:
        """sources.csv names the files that are here with their hashes."""
        rows = csv.DictReader(
            io.StringIO(self._text("data/2-originals/sources.csv").decode("utf-8-sig", "replace"), newline="")
        )
        for row in rows:
            path, sha256 = row.get("file in this hand-over") or "", row.get("sha256")
            if path in self.hashes and row.get("exact bytes") == "yes" and self.hashes[path] != sha256:
                yield Damage(path, "It is not the original that sources.csv names.")
