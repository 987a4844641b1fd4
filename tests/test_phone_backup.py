"""iPhone backups: real names for the hashed files, evidence kept, the rest listed, a locked one explained."""

import plistlib
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from hashlib import sha1
from pathlib import Path

import pytest
from containers_made import contents, look, zipped

from importer.drop import walk
from importer.phone_backup import scope
from importer.tree import Entry, Skipped

SMS = ("HomeDomain", "Library/SMS/sms.db")
EVIDENCE = [
    SMS,
    ("HomeDomain", "Library/SMS/sms.db-wal"),
    ("HomeDomain", "Library/CallHistoryDB/CallHistory.storedata"),
    ("HomeDomain", "Library/Voicemail/1.amr"),
    ("HomeDomain", "Library/AddressBook/AddressBook.sqlitedb"),
    ("MediaDomain", "Library/SMS/Attachments/0a/10/IMG_1.jpg"),
    ("AppDomainGroup-group.net.whatsapp.WhatsApp.shared", "ChatStorage.sqlite"),
    ("AppDomainGroup-group.net.whatsapp.WhatsApp.shared", "Message/Media/44@s/1.jpg"),
]
PRIVATE = [
    ("HomeDomain", "Library/Safari/History.db"),
    ("CameraRollDomain", "Media/DCIM/100APPLE/IMG_0001.HEIC"),
    ("HealthDomain", "Health/healthdb.sqlite"),
]


def number(domain: str, path: str) -> str:
    return sha1(f"{domain}-{path}".encode()).hexdigest()


def backup(
    folder: Path, places: Iterable[tuple[str, str]], listed: Iterable[tuple[str, str]] | None = None, flat: bool = False
) -> Path:
    """A backup that holds `places`; its list names `listed`, else the same."""
    folder.mkdir(parents=True)
    places = list(places)
    with closing(sqlite3.connect(folder / "Manifest.db")) as made, made:
        made.execute(
            "CREATE TABLE Files (fileID TEXT PRIMARY KEY, domain TEXT, relativePath TEXT, flags INTEGER, file BLOB)"
        )
        rows = [(number(*place), *place, 1, b"") for place in (places if listed is None else listed)]
        made.executemany("INSERT INTO Files VALUES (?,?,?,?,?)", rows)
        made.execute(
            "INSERT INTO Files VALUES (?,?,?,?,?)", (number("HomeDomain", "Library"), "HomeDomain", "Library", 2, b"")
        )
    (folder / "Manifest.plist").write_bytes(plistlib.dumps({"IsEncrypted": False}, fmt=plistlib.FMT_BINARY))
    (folder / "Info.plist").write_bytes(plistlib.dumps({"Device Name": "phone"}))
    for place in places:
        name = number(*place)
        target = folder / name if flat else folder / name[:2] / name
        target.parent.mkdir(exist_ok=True)
        target.write_text("/".join(place))
    return folder


def scoped(root: Path, everything: bool = False) -> tuple[list[Entry], list[Skipped]]:
    work = root.parent / "work"
    work.mkdir(exist_ok=True)
    return scope([item for item in walk([root]) if isinstance(item, Entry)], work, everything)


def names(entries: Iterable[Entry]) -> set[str]:
    return {entry.name for entry in entries}


def as_names(places: Iterable[tuple[str, str]], root: str = "phone") -> set[str]:
    return {f"{root}/{domain}/{path}" for domain, path in places}


OWN = {"phone/Manifest.db", "phone/Manifest.plist", "phone/Info.plist"}


@pytest.mark.parametrize("flat", [False, True])
def test_evidence_is_kept_under_its_real_name_and_the_rest_is_listed(tmp_path: Path, flat: bool) -> None:
    entries, skipped = scoped(backup(tmp_path / "phone", EVIDENCE + PRIVATE, flat=flat))

    assert names(entries) == as_names(EVIDENCE) | OWN
    assert {item.name for item in skipped} == as_names(PRIVATE)
    assert {(item.code, item.problem, item.count) for item in skipped} == {("outside-scope", False, 1)}


def test_a_renamed_file_remembers_where_it_stood_and_opens(tmp_path: Path) -> None:
    entries, _ = scoped(backup(tmp_path / "phone", [SMS]))
    (sms,) = (entry for entry in entries if entry.name.endswith("sms.db"))

    assert sms.found_as == "phone/3d/3d0d7e5fb2ce288813306e4d4636395e047a3d28"
    with sms.open() as stream:
        assert stream.read() == b"HomeDomain/Library/SMS/sms.db"


def test_everything_keeps_everything_with_its_name(tmp_path: Path) -> None:
    entries, skipped = scoped(backup(tmp_path / "phone", EVIDENCE + PRIVATE), everything=True)

    assert names(entries) == as_names(EVIDENCE + PRIVATE) | OWN
    assert skipped == []


def test_files_that_the_list_does_not_name_stay_as_they_are(tmp_path: Path) -> None:
    folder = backup(tmp_path / "phone", [SMS])
    unlisted = folder / "ff" / ("ff" * 20)
    unlisted.parent.mkdir()
    unlisted.write_text("?")
    (folder / "note.txt").write_text("note")

    entries, skipped = scoped(folder)

    assert names(entries) == as_names([SMS]) | OWN | {"phone/note.txt", f"phone/ff/{'ff' * 20}"}
    assert skipped == []


def test_files_that_the_list_names_and_that_are_not_there(tmp_path: Path) -> None:
    folder = backup(tmp_path / "phone", [SMS], listed=EVIDENCE + PRIVATE)

    entries, skipped = scoped(folder)

    assert names(entries) == as_names([SMS]) | OWN
    assert [(item.name, item.code, item.problem, item.count) for item in skipped] == [
        ("phone/", "absent", True, 0),
        ("phone/", "absent", False, 0),
    ]
    assert skipped[0].reason.startswith("7 files of messages or calls")
    assert skipped[1].reason.startswith("3 other files")


@pytest.mark.parametrize("sign", ["plist", "list"])
def test_a_locked_backup_says_what_to_do(tmp_path: Path, sign: str) -> None:
    folder = backup(tmp_path / "phone", EVIDENCE + PRIVATE)
    if sign == "plist":
        (folder / "Manifest.plist").write_bytes(plistlib.dumps({"IsEncrypted": True}))
    else:
        (folder / "Manifest.db").write_bytes(bytes(range(256)) * 16)

    entries, (skipped,) = scoped(folder)

    assert names(entries) == OWN
    assert (skipped.name, skipped.code, skipped.problem, skipped.count) == ("phone/", "locked", True, 11)
    assert "Encrypt local backup" in skipped.reason


def test_a_locked_backup_is_kept_when_everything_is_asked_for(tmp_path: Path) -> None:
    folder = backup(tmp_path / "phone", EVIDENCE)
    (folder / "Manifest.plist").write_bytes(plistlib.dumps({"IsEncrypted": True}))

    entries, (skipped,) = scoped(folder, everything=True)

    assert len(entries) == len(EVIDENCE) + 3
    assert skipped.count == 0


@pytest.mark.parametrize("damage", ["cut", "no table", "empty", "older"])
def test_without_its_list_all_is_kept_and_the_best_known_files_are_named(tmp_path: Path, damage: str) -> None:
    folder = backup(tmp_path / "phone", EVIDENCE + PRIVATE)
    database = folder / "Manifest.db"
    if damage == "cut":
        database.write_bytes(database.read_bytes()[:5_000])
    elif damage == "no table":
        database.unlink()
        with closing(sqlite3.connect(database)) as made, made:
            made.execute("CREATE TABLE Other (a)")
    elif damage == "empty":
        database.write_bytes(b"")
    else:
        database.rename(folder / "Manifest.mbdb")

    entries, (skipped,) = scoped(folder)

    assert len(entries) == len(EVIDENCE + PRIVATE) + 3
    assert as_names([SMS, EVIDENCE[2], EVIDENCE[4], EVIDENCE[6]]) <= names(entries)
    assert (skipped.code, skipped.problem, skipped.count) == ("damaged", True, 0)


def test_a_list_that_never_ends_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importer.phone_backup._MOST_STEPS", 5)
    folder = backup(tmp_path / "phone", [SMS])
    with closing(sqlite3.connect(folder / "Manifest.db")) as made, made:
        made.execute("DROP TABLE Files")
        made.execute(
            "CREATE VIEW Files AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
            "SELECT i AS fileID, '' AS domain, '' AS relativePath, 1 AS flags FROM n"
        )

    _, (skipped,) = scoped(folder)

    assert skipped.code == "damaged"


def test_rows_that_are_only_in_the_log_of_the_list_count(tmp_path: Path) -> None:
    """The list is read with its write-ahead log, and neither is touched."""
    folder = backup(tmp_path / "phone", [SMS, PRIVATE[0]], listed=[])
    with closing(sqlite3.connect(folder / "Manifest.db")) as made:
        made.execute("PRAGMA journal_mode=WAL")
        made.execute("PRAGMA wal_autocheckpoint=0")
        made.execute("INSERT INTO Files VALUES (?,?,?,1,'')", (number(*PRIVATE[0]), *PRIVATE[0]))
        made.commit()
        log = (folder / "Manifest.db-wal").read_bytes()
        main = (folder / "Manifest.db").read_bytes()
    (folder / "Manifest.db").write_bytes(main)
    (folder / "Manifest.db-wal").write_bytes(log)

    _, skipped = scoped(folder)

    assert [item.name for item in skipped] == list(as_names([PRIVATE[0]]))
    assert (folder / "Manifest.db").read_bytes() == main
    assert (folder / "Manifest.db-wal").read_bytes() == log
    assert list((tmp_path / "work").iterdir()) == []


def test_a_hostile_place_on_the_phone_is_contained(tmp_path: Path) -> None:
    places = [("HomeDomain", "Library/SMS/../../../x\n"), ("MediaDomain", "../Library/SMS/Attachments/1.jpg")]

    entries, skipped = scoped(backup(tmp_path / "phone", places))

    assert names(entries) - OWN == {"phone/HomeDomain/Library/SMS/__/__/__/x\\x0a"}
    assert [item.name for item in skipped] == ["phone/MediaDomain/__/Library/SMS/Attachments/1.jpg"]


def test_two_backups_and_files_beside_them(tmp_path: Path) -> None:
    root = tmp_path / "drop"
    backup(root / "old" / "phone", [SMS])
    backup(root / "phone", [SMS, PRIVATE[0]])
    (root / "a.txt").write_text("a")
    (root / ("ab" * 20)).write_text("not of a backup")

    entries, skipped = scoped(root)

    assert as_names([SMS], "drop/old/phone") | as_names([SMS], "drop/phone") <= names(entries)
    assert {"drop/a.txt", f"drop/{'ab' * 20}"} <= names(entries)
    assert [item.name for item in skipped] == list(as_names([PRIVATE[0]], "drop/phone"))


def test_a_name_that_is_taken_already(tmp_path: Path) -> None:
    folder = backup(tmp_path / "phone", [SMS])
    taken = folder / "HomeDomain" / "Library" / "SMS" / "sms.db"
    taken.parent.mkdir(parents=True)
    taken.write_text("unpacked by another program")

    entries, _ = scoped(folder)

    assert {"phone/HomeDomain/Library/SMS/sms.db", "phone/HomeDomain/Library/SMS/sms (2).db"} <= names(entries)


def test_a_drop_without_a_backup_is_given_back_as_it_is(tmp_path: Path) -> None:
    root = tmp_path / "drop"
    root.mkdir()
    (root / "Info.plist").write_text("x")
    (root / ("ab" * 20)).write_text("x")
    given = [item for item in walk([root]) if isinstance(item, Entry)]

    assert scope(given, tmp_path) == (given, [])


def test_a_backup_in_a_zip(tmp_path: Path) -> None:
    folder = backup(tmp_path / "phone", [SMS, PRIVATE[0]])
    files = {path.relative_to(tmp_path).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    found = [item for item in look(zipped(files), tmp_path) if isinstance(item, Entry)]

    entries, skipped = scope(found, tmp_path / "work")

    assert contents(entries)["phone/HomeDomain/Library/SMS/sms.db"] == b"HomeDomain/Library/SMS/sms.db"
    assert [item.name for item in skipped] == ["drop.zip/phone/HomeDomain/Library/Safari/History.db"]


@pytest.mark.parametrize(
    "said", [b"", b"bplist00", b"<plist><dict><key>IsEncrypted</key></plist>", b"<plist>" * 5_000, b"[1]"]
)
def test_a_property_list_that_cannot_be_read_says_nothing(tmp_path: Path, said: bytes) -> None:
    folder = backup(tmp_path / "phone", [SMS])
    (folder / "Manifest.plist").write_bytes(said)

    entries, skipped = scoped(folder)

    assert as_names([SMS]) <= names(entries)
    assert skipped == []


def test_a_hundred_thousand_files_in_one_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every entry is asked for its folder a fixed number of times, however many there are."""
    from importer import phone_backup

    folder = backup(tmp_path / "phone", [SMS], listed=[("CameraRollDomain", f"Media/{n}.jpg") for n in range(20_000)])
    given = [item for item in walk([folder]) if isinstance(item, Entry)]
    for n in range(20_000):
        name = number("CameraRollDomain", f"Media/{n}.jpg")
        given.append(Entry(f"phone/{name[:2]}/{name}", given[0].place, 1))
    asked, real = 0, phone_backup.basename

    def counted(path: str) -> str:
        nonlocal asked
        asked += 1
        return real(path)

    monkeypatch.setattr(phone_backup, "basename", counted)
    entries, skipped = scope(given, tmp_path)

    assert (len(entries), len(skipped)) == (4, 20_000)
    assert asked < 5 * len(given)
