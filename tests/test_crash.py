"""Killed at any instant, or the power cut: nothing acknowledged is lost, and every single sync is needed for that."""

import random
from collections.abc import Iterator

import pytest

from archive import custody, lines
from archive.case import Case
from archive.catalogue import Catalogue, connect
from archive.custody import Head
from archive.errors import Damaged
from archive.objects import FOLDERS, Objects
from simulated_disk import Crash, SimulatedDisk

RUNS = 400
SYNCS = ["file staging", "file custody.jsonl", "folder ", "folder objects", "folder objects/*",
         "file quarantine", "folder quarantine"]  # fmt: skip


class SimulatedCase(Case):
    """A case on a simulated disk. Its catalogue is lost at every crash, so each opening also proves the rebuild."""

    def _take_lock(self) -> None:
        for folder in FOLDERS:
            if not self.disk.exists(folder):
                self.disk.make_folder(folder)
        self.disk.sync_folder("")

    def _applied(self) -> int:
        return 0

    def _open_catalogue(self, *, fresh: bool) -> None:
        self._catalogue = Catalogue(connect(":memory:"))
        self.catalogue.create()


def opened(disk: SimulatedDisk) -> Case:
    case = SimulatedCase(disk, "tester", "test")
    case._open_to_write()
    return case


def import_something(case: Case, rng: random.Random) -> tuple[Head, list[str]]:
    """Commit a batch of a few small files, as an import would. Returns what was acknowledged."""
    with case.batch() as batch:
        for _ in range(rng.randrange(1, 5)):
            data = b"body %d" % rng.randrange(12) * rng.randrange(1, 5)
            copy = case.objects.stage([data])
            batch.hold(copy)
            batch.add(lines.SourceLine(f"f{rng.randrange(9)}.eml", copy.sha256, copy.size, copy.sha256))
        waiting = list(batch._staged)
        return batch.commit("kept", {}), waiting


def check(disk: SimulatedDisk, acknowledged: list[tuple[Head, list[str]]]) -> str:
    """What of the acknowledged is not there any more; "" when all of it is."""
    log = disk.read(custody.NAME) if disk.exists(custody.NAME) else b""
    try:
        entries = {event.seq: event.head for event in custody.events(log)}
    except Damaged as damage:
        return str(damage)
    for head, objects in acknowledged:
        if entries.get(head.seq) != head:
            return f"entry {head.seq} is gone"
        lost = [sha256 for sha256 in objects if not Objects(disk).whole(sha256)]
        if lost:
            return f"an object of entry {head.seq} is gone"
    return ""


def torn_end(disk: SimulatedDisk) -> bytes:
    """The bytes at the end of the log that the next opening will set aside."""
    data = disk.read(custody.NAME) if disk.exists(custody.NAME) else b""
    return data[custody._sound_end(data) :]


def life(seed: int, skip: frozenset[str], power: bool) -> str:
    """One random life of a case: imports, crashes, crashes while recovering. Returns what was lost, or ""."""
    rng = random.Random(seed)
    disk = SimulatedDisk(rng, skip)
    stop = disk.cut_power if power else disk.kill
    acknowledged: list[tuple[Head, list[str]]] = []
    set_aside: list[bytes] = []
    case = opened(disk)
    for _ in range(rng.randrange(1, 4)):
        disk.crash_at = disk.steps + rng.randrange(1, 90)
        try:
            for _ in range(rng.randrange(1, 4)):
                acknowledged += [import_something(case, rng)]
        except Crash:
            pass
        stop()
        while True:
            before = torn_end(disk)
            disk.crash_at = disk.steps + rng.randrange(1, 14) if rng.random() < 0.5 else None
            try:
                case = opened(disk)
            except Crash:
                stop()
            except Damaged as damage:
                return f"false alarm: {damage}"
            else:
                disk.crash_at = None
                set_aside += [before] if before else []
                break
        if lost := check(disk, acknowledged):
            return lost
        if any(torn not in disk.all_bytes() for torn in set_aside):
            return "a torn line was set aside and is gone"
    return ""


def losses(skip: frozenset[str], power: bool) -> Iterator[str]:
    return (lost for seed in range(RUNS) if (lost := life(seed, skip, power)))


@pytest.mark.parametrize("power", [True, False], ids=["power cut", "kill"])
def test_nothing_acknowledged_is_lost(power: bool) -> None:
    assert list(losses(frozenset(), power)) == []


@pytest.mark.parametrize("sync", SYNCS)
def test_every_sync_is_needed(sync: str) -> None:
    """Leaving out any one of them is caught by the same test."""
    assert next(losses(frozenset([sync]), True), ""), f"nothing was lost without the sync of {sync}"
