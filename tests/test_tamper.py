"""Any change to the archive is found and named; what only something outside it can prove, a receipt proves."""

import random
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive import receipts
from archive.case import Case
from archive.custody import Head
from archive.errors import Damaged, FullpictureError
from archive.verify import Damage, verify
from cases import new_case, take, text

CHANGES = [
    "UPDATE record SET service='email' WHERE n=2",
    "UPDATE record SET sort=sort+60000 WHERE n=1",
    "DELETE FROM record WHERE n=3",
    "UPDATE source SET path='other.xml'",
    "UPDATE source SET why='looks fine'",
    "DELETE FROM sighting",
    "UPDATE sighting SET start=0 WHERE record=1",
    "UPDATE party SET name='Alex'",
    "INSERT INTO problem VALUES(null, 2, 'x', null, '', '', 'invented', 1)",
    "UPDATE meta SET value='7' WHERE name='seq'",
    "CREATE TABLE evil(x)",
    "CREATE TRIGGER evil AFTER INSERT ON record BEGIN DELETE FROM record; END",
    "INSERT INTO words(words, rowid, text, people, files) VALUES('delete', 1, 'message number 0', 'Sam', '')",
    "INSERT INTO words(rowid, text, people, files) VALUES(1, 'I love you', 'Sam', '')",
    "PRAGMA user_version=3",
]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Head]]:
    """A small case of several entries, and the receipts it gave."""
    folder = tmp_path_factory.mktemp("tamper") / "case"
    heads = []
    with new_case(folder) as case:
        for n in range(3):
            take(case, f"{n}.xml", [text(f"message number {n}", n, place=i) for i in range(2)])
            heads.append(case.log.head)
    return folder, heads


@pytest.fixture
def case(whole: tuple[Path, list[Head]], tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole[0], tmp_path / "case"))


def check(folder: Path, expected: tuple[Head, ...] = ()) -> tuple[Damage, ...]:
    return verify(folder, expected).damage


def files(folder: Path, name: str) -> list[Path]:
    return sorted(path for path in folder.glob(name) if path.is_file())


def flipped(data: bytes, bit: int) -> bytes:
    return data[: bit // 8] + bytes([data[bit // 8] ^ (1 << bit % 8)]) + data[bit // 8 + 1 :]


def test_a_whole_case_is_intact(whole: tuple[Path, list[Head]]) -> None:
    assert check(whole[0], tuple(whole[1])) == ()


@pytest.mark.parametrize("pattern", ["custody.jsonl", "objects/*/*"])
def test_any_flipped_bit_is_found(case: Path, pattern: str) -> None:
    """One bit of every byte of log, segments and objects, in turn."""
    rng = random.Random(pattern)
    for path in files(case, pattern):
        data = path.read_bytes()
        path.chmod(0o600)
        for byte in range(len(data)):
            path.write_bytes(flipped(data, byte * 8 + rng.randrange(8)))
            found = check(case)
            assert found, f"byte {byte} of {path.name} was changed unseen"
            assert path.name in " ".join(f"{one.what} {one.why}" for one in found)
        path.write_bytes(data)


@pytest.mark.parametrize("sql", CHANGES)
def test_any_change_by_sql_is_found(case: Path, sql: str) -> None:
    db = sqlite3.connect(case / "catalogue.sqlite3")
    db.execute(sql)
    db.commit()
    db.close()

    assert any(one.what == "catalogue.sqlite3" for one in check(case))


def test_flipped_catalogue_bytes_are_found_or_change_no_row(case: Path) -> None:
    """A flip in unused space of the database changes nothing that anybody can see."""
    path = case / "catalogue.sqlite3"
    data, rng = path.read_bytes(), random.Random(1)
    before = dump(path)
    for _ in range(150):
        path.write_bytes(flipped(data, rng.randrange(len(data) * 8)))
        if not check(case):
            assert dump(path) == before
    path.write_bytes(data)


def dump(path: Path) -> list[str]:
    db = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    try:
        return [line for line in db.iterdump() if "words" not in line]
    finally:
        db.close()


def cut_logs(data: bytes) -> Iterator[bytes]:
    lines = data.splitlines(keepends=True)
    yield from (b"".join(lines[:n]) for n in range(1, len(lines)))
    yield data[:-9]
    yield data[: len(data) // 2]


def test_a_log_cut_anywhere_is_found_by_the_catalogue(case: Path) -> None:
    path = case / "custody.jsonl"
    for cut in cut_logs(path.read_bytes()):
        path.write_bytes(cut)
        assert check(case)
        with pytest.raises(Damaged):
            Case.open(case, write=True)


def test_a_deleted_log_is_found(case: Path) -> None:
    (case / "custody.jsonl").unlink()

    assert "missing" in check(case)[0].why


def test_cut_log_without_catalogue_is_found_by_a_receipt(case: Path, whole: tuple[Path, list[Head]]) -> None:
    path = case / "custody.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    (case / "catalogue.sqlite3").unlink()
    Case.open(case).close()  # builds the catalogue again: the folder now agrees with itself

    assert check(case) == ()
    assert verify(case).notes  # objects that nobody names give it away, but prove nothing
    assert check(case, (whole[1][-1],))


def test_a_forged_archive_is_found_by_an_older_receipt_only(tmp_path: Path, whole: tuple[Path, list[Head]]) -> None:
    with new_case(tmp_path / "forged") as forged:
        for n in range(4):
            take(forged, f"{n}.xml", [text("I love you", n)])

    assert check(tmp_path / "forged") == ()
    assert all(check(tmp_path / "forged", (head,)) for head in whole[1])


def test_receipts_in_the_folder_are_compared_too(case: Path, whole: tuple[Path, list[Head]]) -> None:
    (case / "receipts.txt").write_text(receipts.write(Head(2, "0" * 64)))

    assert "receipts.txt" in [one.what for one in check(case)]


def test_receipts_survive_being_copied_by_hand() -> None:
    head = Head(12, "0123456789abcdef" * 4)
    for form in (receipts.write(head), receipts.write(head).upper().replace("ENTRY", "Entry"), f"entry 12 {head.sha256}",
                 f"Receipt:\n> {receipts.write(head)[:50]}\n  {receipts.write(head)[50:]} thanks"):  # fmt: skip
        assert receipts.read(form) == [head] or ">" in form
    assert receipts.read("entry 12 0123") == []


def test_a_deleted_or_foreign_object_is_told_apart(case: Path) -> None:
    """A missing object is damage; one that nobody names is only a remark."""
    (case / "objects" / "00").mkdir(exist_ok=True)
    (case / "objects" / "00" / "note").write_text("x")

    assert check(case) == ()
    assert verify(case).notes

    victim = files(case, "objects/*/*")[-1]
    victim.unlink()

    assert any("missing" in one.why for one in check(case))


def test_a_deleted_catalogue_is_built_again_equal(case: Path) -> None:
    before = dump(case / "catalogue.sqlite3")
    (case / "catalogue.sqlite3").unlink()
    Case.open(case).close()

    assert dump(case / "catalogue.sqlite3") == before
    assert check(case) == ()


def test_verify_writes_nothing(case: Path) -> None:
    before = {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in case.rglob("*")}
    check(case)

    assert {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in case.rglob("*")} == before


def test_what_is_no_case_is_said(tmp_path: Path) -> None:
    with pytest.raises(FullpictureError, match="not a Fullpicture case"):
        verify(tmp_path)
