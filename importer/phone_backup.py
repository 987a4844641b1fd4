"""An iPhone backup as Finder and iTunes write it: its files get their real names, and evidence is told from the rest.

A backup is a folder of files that are named by the SHA-1 of their place on the phone, with `Manifest.db` as the list
of those places (older phones: `Manifest.mbdb`). Only what can be evidence is kept, unless everything is asked for:
the rest is a whole life (CPS guidance: no unnecessary intrusion).
"""

import re
import shutil
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from hashlib import sha1
from pathlib import Path
from posixpath import basename, dirname
from xml.parsers.expat import ExpatError

from importer.names import Names, contained
from importer.tree import Entry, Skipped

_WHATSAPP = ("ChatStorage.sqlite", "CallHistory.sqlite", "ContactsV2.sqlite", "Message/")
SCOPE: dict[str, tuple[str, ...]] = {
    "HomeDomain": (
        "Library/SMS/", "Library/CallHistoryDB/", "Library/CallHistory/", "Library/Voicemail/", "Library/AddressBook/",
    ),
    "WirelessDomain": ("Library/CallHistory/",),
    "MediaDomain": ("Library/SMS/Attachments/",),
    "AppDomainGroup-group.net.whatsapp.WhatsApp.shared": _WHATSAPP,
    "AppDomainGroup-group.net.whatsapp.WhatsAppSMB.shared": _WHATSAPP,
}  # fmt: skip
"""What is evidence: by domain, the beginnings of paths. A companion such as `sms.db-wal` begins like its database."""

_WELL_KNOWN = (
    ("HomeDomain", "Library/SMS/sms.db"),
    ("HomeDomain", "Library/CallHistoryDB/CallHistory.storedata"),
    ("HomeDomain", "Library/CallHistoryDB/CallHistoryTemp.storedata"),
    ("WirelessDomain", "Library/CallHistory/call_history.db"),
    ("HomeDomain", "Library/Voicemail/voicemail.db"),
    ("HomeDomain", "Library/AddressBook/AddressBook.sqlitedb"),
    *((domain, f"{name}.sqlite") for domain in SCOPE if "whatsapp" in domain for name in ("ChatStorage", "ContactsV2")),
)
_BLOB = re.compile(r"[0-9a-f]{40}")
_LISTS = frozenset({"manifest.db", "manifest.mbdb"})
_BESIDE = frozenset({"manifest.plist", "info.plist"})
_SQLITE = b"SQLite format 3\0"
_LARGEST_PLIST = 16 << 20
_STEPS, _MOST_STEPS = 1_000_000, 5_000  # of SQLite's machine: some minutes, for a list that never ends
_FILE = 1  # in the column `flags`; 2 is a folder, 4 a link

_OUTSIDE = "a file of the phone that is no message, call, voicemail or contact; add with --everything to keep it"
_LOCKED = (
    "this iPhone backup is locked with a password, and we cannot read it. Connect the phone to the computer, choose it "
    "in Finder or iTunes, take the tick from “Encrypt local backup”, make a new backup and add that one. It may lack "
    "the list of calls: take pictures of that on the phone"
)
_NO_LIST = (
    "the list of this iPhone backup cannot be read, so only its best-known files have their real names; "
    "all of its files are kept"
)
_ABSENT = (
    "{count} files of messages or calls that the list of this iPhone backup names are not in it, such as {example}"
)
_ABSENT_OTHERS = "{count} other files that the list of this iPhone backup names are not in it"

Places = dict[str, tuple[str, str]]  # SHA-1 -> domain, path on the phone


class _NoListError(Exception):
    """The list of the backup is missing, damaged, or not of a kind that we read."""


class _LockedError(Exception):
    """The backup is encrypted."""


@dataclass
class _Backup:
    """One backup folder: what stands in it beside the files of the phone, and the numbers of those among the entries."""

    folder: str
    beside: dict[str, Entry] = field(default_factory=dict)
    blobs: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class _Manner:
    """How a drop is scoped: where copies go, whether all is kept, and the names that are taken."""

    work: Path
    everything: bool
    names: Names


def scope(entries: Sequence[Entry], work: Path, everything: bool = False) -> tuple[list[Entry], list[Skipped]]:
    """Give the files of every iPhone backup among the entries their real names, and leave out what is no evidence.

    Takes all entries of a drop, or all members of one container; gives them back in their order, less those that are
    among the skipped. A renamed entry has its old name in `found_as`. `work` is for a private copy of the list.
    """
    kept: list[Entry | None] = list(entries)
    skipped: list[Skipped] = []
    backups, names = _backups(entries), Names()
    if backups:
        for entry in entries:
            names.unique(entry.name)
    for backup in backups:
        skipped.extend(_scoped(backup, kept, _Manner(work, everything, names)))
    return [entry for entry in kept if entry is not None], skipped


def in_scope(domain: str, path: str) -> bool:
    """Whether a file of the phone can be evidence."""
    return path.startswith(SCOPE.get(domain, ()))


def _backups(entries: Sequence[Entry]) -> list[_Backup]:
    """Every folder that is a backup, with its files, in one pass over the entries and one over the candidates."""
    beside: dict[str, dict[str, Entry]] = defaultdict(dict)
    blobs: dict[str, list[int]] = defaultdict(list)
    for number, entry in enumerate(entries):
        folder, name = dirname(entry.name), basename(entry.name)
        if _BLOB.fullmatch(name):
            blobs[dirname(folder) if basename(folder) == name[:2] else folder].append(number)
        elif name.casefold().startswith(("manifest.", "info.plist")):
            beside[folder][name.casefold()] = entry
    return [
        _Backup(folder, found, blobs[folder])
        for folder, found in beside.items()
        if found.keys() & _LISTS and found.keys() & _BESIDE
    ]


def _scoped(backup: _Backup, kept: list[Entry | None], manner: _Manner) -> Iterator[Skipped]:
    try:
        places = _places(backup, manner.work)
    except _LockedError:
        if not manner.everything:
            for number in backup.blobs:
                kept[number] = None
        yield Skipped(f"{backup.folder}/", _LOCKED, "locked", count=0 if manner.everything else len(backup.blobs))
        return
    except _NoListError:
        places, manner = {_id(*place): place for place in _WELL_KNOWN}, replace(manner, everything=True)
        yield Skipped(f"{backup.folder}/", _NO_LIST, "damaged", count=0)
    else:
        yield from _absent(backup, kept, places)
    yield from _named(backup, kept, places, manner)


def _named(backup: _Backup, kept: list[Entry | None], places: Places, manner: _Manner) -> Iterator[Skipped]:
    above = f"{backup.folder}/" if backup.folder else ""
    for number in backup.blobs:
        entry = kept[number]
        place = places.get(basename(entry.name)) if entry is not None else None
        if entry is None or place is None:
            continue
        domain, path = contained(place[0]), contained(place[1])
        name = manner.names.unique(f"{above}{domain}/{path}")
        if manner.everything or in_scope(domain, path):
            kept[number] = replace(entry, name=name, found_as=entry.name)
        else:
            kept[number] = None
            yield Skipped(name, _OUTSIDE, "outside-scope", problem=False)


def _absent(backup: _Backup, kept: list[Entry | None], places: Places) -> Iterator[Skipped]:
    """What the list names and the folder does not hold: a copy of the backup that is not complete."""
    here = {basename(entry.name) for number in backup.blobs if (entry := kept[number]) is not None}
    absent = [place for number, place in places.items() if number not in here]
    evidence = sorted(path for domain, path in absent if in_scope(domain, path))
    if evidence:
        reason = _ABSENT.format(count=f"{len(evidence):,}", example=contained(evidence[0]))
        yield Skipped(f"{backup.folder}/", reason, "absent", count=0)
    if len(absent) > len(evidence):
        reason = _ABSENT_OTHERS.format(count=f"{len(absent) - len(evidence):,}")
        yield Skipped(f"{backup.folder}/", reason, "absent", problem=False, count=0)


def _id(domain: str, path: str) -> str:
    return sha1(f"{domain}-{path}".encode(), usedforsecurity=False).hexdigest()


def _places(backup: _Backup, work: Path) -> Places:
    """The list of the backup. Raises _LockedError or _NoListError."""
    if _says_locked(backup.beside.get("manifest.plist")):
        raise _LockedError
    database = backup.beside.get("manifest.db")
    if database is None:
        raise _NoListError
    with tempfile.TemporaryDirectory(prefix="inside-", dir=work) as folder:
        try:
            with database.open() as stream:
                head = stream.read(len(_SQLITE))
            if len(head) == len(_SQLITE) and head != _SQLITE:
                raise _LockedError
            return _rows(_copy(database, backup.beside.get("manifest.db-wal"), Path(folder)))
        except (OSError, sqlite3.Error) as error:
            raise _NoListError from error


def _says_locked(manifest: Entry | None) -> bool:
    """Whether Manifest.plist says that the backup is encrypted. One that cannot be read says nothing."""
    import plistlib

    if manifest is None or manifest.size > _LARGEST_PLIST:
        return False
    try:
        with manifest.open() as stream:
            said = plistlib.load(stream)
    except (OSError, ValueError, ExpatError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError):
        return False
    return isinstance(said, dict) and said.get("IsEncrypted") is True


def _copy(database: Entry, log: Entry | None, folder: Path) -> Path:
    """A private copy with its write-ahead log: the original is never opened by SQLite."""
    target = folder / "list"
    for entry, ending in ((database, ""), (log, "-wal")):
        if entry is not None:
            with entry.open() as stream, open(f"{target}{ending}", "xb") as out:
                shutil.copyfileobj(stream, out, 1 << 20)
    return target


def _rows(database: Path) -> Places:
    with closing(sqlite3.connect(database)) as connection:
        connection.text_factory = lambda text: text.decode(errors="backslashreplace")
        left = iter(range(_MOST_STEPS))
        connection.set_progress_handler(lambda: next(left, None) is None, _STEPS)
        rows: Iterable[tuple[object, object, object, object]] = connection.execute(
            "SELECT fileID, domain, relativePath, flags FROM Files"
        )
        return {
            number: (domain, path)
            for number, domain, path, flags in rows
            if isinstance(number, str) and isinstance(domain, str) and isinstance(path, str) and flags == _FILE
        }
