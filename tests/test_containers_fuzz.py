"""Any bytes at all: only entries and named reasons come out, reading raises the typed error only, nothing gets out."""

import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from containers_made import look, streamed_zip, tarred, zipped

from importer.containers import Limits, Unreadable, rescue
from importer.tree import Entry, Skipped

COPIES = 500
LIMITS = Limits(depth=3, free_bytes=2_000_000, members=2_000)
TEXT = b"hello " * 200
MADE: dict[str, Callable[[], bytes]] = {
    "zip": lambda: zipped({"a.txt": TEXT, "b/c.jpg": bytes(range(256)), "../d": b"", "in.zip": zipped({"x": TEXT})}),
    "streamed": lambda: streamed_zip({"a.txt": TEXT, "b": b"b" * 50, "in.zip": zipped({"x": TEXT})}),
    "stored": lambda: zipped({"a.txt": TEXT, "in.zip": zipped({"x": TEXT})}, zipfile.ZIP_STORED),
    "lzma": lambda: zipped({"a.txt": TEXT, "b.txt": TEXT}, zipfile.ZIP_LZMA),
    "bzip2": lambda: zipped({"a.txt": TEXT, "b.txt": TEXT}, zipfile.ZIP_BZIP2),
    "tar": lambda: tarred({"a.txt": TEXT, "d" * 150: b"long", "in.zip": zipped({"x": TEXT})}),
    "tgz": lambda: tarred({"a.txt": TEXT, "b.txt": TEXT}, "w:gz"),
    "txz": lambda: tarred({"a.txt": TEXT, "b.txt": TEXT}, "w:xz"),
    "tbz": lambda: tarred({"a.txt": TEXT, "b.txt": TEXT}, "w:bz2"),
}


def mutate(data: bytes, rng: random.Random) -> bytes:
    """One to six small injuries; often to a number of a header, where they hurt most."""
    out = bytearray(data)
    marks = [at for at in range(len(data) - 4) if data[at : at + 2] == b"PK"] or [0]
    for _ in range(rng.randint(1, 6)):
        at = min(len(out), rng.choice(marks) + rng.randrange(46)) if rng.random() < 0.6 else rng.randrange(len(out) + 1)
        injury = rng.randrange(5)
        if injury == 0:
            out[at : at + 1] = bytes([rng.randrange(256)])
        elif injury == 1:
            del out[at : at + rng.randrange(1, 30)]
        elif injury == 2:
            out[at:at] = out[at : at + rng.randrange(1, 60)]
        elif injury == 3:
            out[at : at + 4] = rng.choice([b"\xff" * 4, bytes(4), b"\xff\xff\xff\x7f", b"\x01\0\0\0"])
        else:
            del out[at:]
    return bytes(out)


def read(item: Entry | Skipped) -> None:
    item.name.encode()
    if isinstance(item, Skipped):
        assert item.reason
        assert item.code
        return
    "".join(item.members).encode()
    try:
        with item.open() as stream:
            assert sum(len(block) for block in iter(lambda: stream.read(10_000), b"")) == item.size
    except Unreadable:
        rescued = rescue(item, LIMITS)
        with rescued.open() as stream:
            assert len(stream.read()) == rescued.size


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix().partition("/")[0] for path in folder.iterdir()}


@pytest.mark.parametrize("made", MADE)
@pytest.mark.timeout(120)
def test_changed_containers(tmp_path: Path, made: str) -> None:
    whole, rng = MADE[made](), random.Random(made)
    for _ in range(COPIES):
        for item in look(mutate(whole, rng), tmp_path, LIMITS):
            read(item)
        for copy in (tmp_path / "work").iterdir():
            assert copy.name.startswith("inside-")
            copy.unlink()
    assert files(tmp_path) == {"object", "work"}


@pytest.mark.parametrize(
    "head", [b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08", b"\x1f\x8b\x08", b"BZh91AY&SY", b"\xfd7zXZ\0", b"MZ"]
)
def test_noise_behind_a_mark(tmp_path: Path, head: bytes) -> None:
    rng = random.Random(head)
    for _ in range(60):
        for item in look(head + rng.randbytes(rng.randrange(2_000)), tmp_path, LIMITS):
            read(item)


@pytest.mark.parametrize("made", ["zip", "streamed", "tar", "tgz"])
def test_the_same_bytes_give_the_same_answers(tmp_path: Path, made: str) -> None:
    whole, rng = MADE[made](), random.Random(7)

    def answers(data: bytes) -> list[tuple[object, ...]]:
        found = look(data, tmp_path, LIMITS)
        return [
            (item.name, item.size, item.members) if isinstance(item, Entry) else (item.name, item.code)
            for item in found
        ]

    for _ in range(40):
        data = mutate(whole, rng)
        assert answers(data) == answers(data)
