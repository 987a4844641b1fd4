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
_SOURCES = "data/2-originals/sources.csv"
_COUNT = re.compile(r"([1-9]\d{0,5}) of ([1-9]\d{0,5})")
_COMPUTERS_OWN = re.compile(r"\.DS_Store|Thumbs\.db|desktop\.ini|\._.*", re.IGNORECASE)
_END = 22  # bytes of a ZIP's last record, when it has no comment
_HEADER = 30  # bytes before a file's name
_SEGMENT = re.compile(r"data/4-custody/segments/entry-(\d+)\.jsonl")
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)
_LOCKED = "It is locked with a password, so only the ZIP as a whole could be compared. Unlock it with 7-Zip and check the ZIP inside."


_NOTHING = {"files": 0, "entries": 0}


class NotAHandOver(Exception):
    """A ZIP of somebody else's. The message goes on after its name."""


class Files(Protocol):
    """The files of a bag, wherever they are."""

    def names(self) -> list[str]: ...

    def open(self, name: str) -> BinaryIO: ...


class _Folder:
    def __init__(self, root: Path) -> None:
        self._root = root

    def names(self) -> list[str]:
        return sorted(name for name in self._all() if not _COMPUTERS_OWN.fullmatch(name.rpartition("/")[2]))

    def notes(self) -> Iterator[str]:
        """What lies there that an operating system made when the folder was looked at."""
        if own := sorted(set(self._all()) - set(self.names())):
            yield f"This computer's own files lie in the folder; they are no part of the hand-over: {', '.join(own)}."

    def _all(self) -> Iterator[str]:
        return (path.relative_to(self._root).as_posix() for path in self._root.rglob("*") if path.is_file())

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
        folder = _Folder(path)
        return _verdict(folder, said, [], list(folder.notes()))
    if not path.is_file():
        raise NotACase(f"There is no file or folder {path}. Nothing was checked.")
    with open(path, "rb") as stream:
        damage: list[Damage] = []
        try:
            damage += _whole(stream, path.name, said)
            with zipfile.ZipFile(stream) as archive:
                return _opened(archive, stream, said, damage)
        except NotAHandOver as error:
            raise NotACase(f"{path} {error}") from error
        except _UNREADABLE as error:
            unreadable = Damage(path.name, f"The ZIP cannot be read: {str(error).rstrip('.')}.")
            return Verdict((*damage, unreadable), (), _NOTHING, "")


def _opened(archive: zipfile.ZipFile, stream: BinaryIO, said: str, damage: list[Damage]) -> Verdict:
    infos, named = archive.infolist(), receipt.read(said)
    framing = list(_framing(archive, stream))
    if any(info.flag_bits & 1 for info in infos):
        if not named["ZIP"]:
            raise NotAHandOver("is locked with a password. Without a receipt to compare it with, nothing of it can be checked. Unlock it with 7-Zip and check the ZIP inside.")  # fmt: skip
        return Verdict((*damage, *framing), (_LOCKED,), _NOTHING, "")
    lists = {bag.BAGIT, bag.MANIFEST, bag.TAGMANIFEST}
    if not any(named.values()) and not any(info.filename.rpartition("/")[2] in lists for info in infos):
        raise NotAHandOver(f"is a ZIP, but no hand-over: it holds no {bag.BAGIT}.")
    return _verdict(_Zip(archive), said, [*damage, *framing, *_odd_members(infos)], [])


def _whole(stream: BinaryIO, name: str, said: str) -> Iterator[Damage]:
    """The ZIP as a whole against the receipt."""
    expected = receipt.read(said)["ZIP"]
    if expected and digest_of(blocks(stream))[0] not in expected:
        yield Damage(name, "The ZIP is not the one that the receipt names.")


def _framing(archive: zipfile.ZipFile, stream: BinaryIO) -> Iterator[Damage]:
    """Bytes that belong to no file, which programs pass over without a word: before, between and after them, and comments."""
    stream.seek(max(0, stream.seek(0, io.SEEK_END) - _END))
    last = stream.read()
    if not (last.startswith(b"PK\5\6") and last.endswith(b"\0\0")):
        yield Damage("ZIP", "It has a comment, or bytes after its end.")
    at = 0
    for info in sorted(archive.infolist(), key=lambda info: info.header_offset):
        if info.header_offset != at or info.comment:
            yield Damage("ZIP", f"It holds bytes that belong to no file, at {info.filename!r}.")
            return
        stream.seek(at)
        header = stream.read(_HEADER)
        at += _HEADER + int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
        at += info.compress_size
    if at != archive.start_dir:
        yield Damage("ZIP", "It holds bytes that belong to no file, before its list of files.")


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
    damage += [*more, *found.originals(notes)]
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
        count = _COUNT.fullmatch(self._info().get("Bag-Count", ""))
        self.part, self.parts = (int(count[1]), int(count[2])) if count else (1, 1)

    def _text(self, name: str) -> bytes:
        if name not in self.hashes:
            return b""
        with self._files.open(name) as stream:
            return stream.read()

    def _info(self) -> dict[str, str]:
        lines = self._text(bag.INFO).decode("utf-8", "replace").split("\n")
        return {label: value for label, _, value in (line.partition(": ") for line in lines)}

    def _names(self, head: Head) -> bool:
        """Whether bag-info.txt names this as the state of the log."""
        info = self._info()
        return (info.get("Custody-Log-Entries"), info.get("Custody-Log-SHA256")) == (str(head.seq), head.sha256)

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
            if self.part > 1:
                notes.append(
                    f"This is part {self.part} of {self.parts}. Chronology, records and log are in part 1: check it too."
                )
                return [], 0
            return [Damage(_LOG, "The log is not here.")], 0
        try:
            entries = list(custody.events(self._text(_LOG)))
        except Damaged as error:
            return [Damage(_LOG, str(error))], 0
        known = {event.seq: event for event in entries}
        damage = [] if entries and self._names(entries[-1].head) else [Damage(_LOG, f"It is not the log that {bag.INFO} names.")]  # fmt: skip
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

    def originals(self, notes: list[str]) -> Iterator[Damage]:
        """sources.csv names the files that are here, all of them, with their hashes."""
        if _SOURCES not in self.hashes:
            if self.part == 1:
                yield Damage(_SOURCES, "The list of the originals is not here.")
            return
        rows = csv.DictReader(io.StringIO(self._text(_SOURCES).decode("utf-8-sig", "replace"), newline=""))
        named: set[tuple[str, str]] = set()
        try:
            for row in rows:
                path = row.get("file in this hand-over") or ""
                named.add((path, (row.get("sha256") or "-") if row.get("exact bytes") == "yes" else ""))
        except csv.Error as error:
            yield Damage(_SOURCES, f"It cannot be read: {error}.")
            return
        yield from self._compared(named, notes)

    def _compared(self, named: set[tuple[str, str]], notes: list[str]) -> Iterator[Damage]:
        """The originals here with what sources.csv says of them: path and, of exact bytes, SHA-256."""
        here = {name for name in self.hashes if name.startswith("data/2-originals/")} - {_SOURCES}
        paths = {path for path, _ in named}
        missing = sorted(paths - self.hashes.keys() - {""})
        if missing and self.parts > 1:
            notes.append(
                f"This is part {self.part} of {self.parts}. {len(missing)} originals are in other parts: check these too."
            )
        elif missing:
            yield from (Damage(path, "It is named in sources.csv, but it is not here.") for path in missing)
        yield from (Damage(path, "It is not named in sources.csv.") for path in sorted(here - paths))
        for path, sha256 in sorted(named):
            if sha256 and path in self.hashes and self.hashes[path] != sha256:
                yield Damage(path, "It is not the original that sources.csv names.")
