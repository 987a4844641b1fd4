"""Small cases made without any parser: records by hand, taken in as an import would."""

from collections.abc import Sequence
from pathlib import Path

from archive import lines
from archive.batch import Taken
from archive.case import Case
from archive.records import Party, Record, Time
from importer.normalise import Declared, Origin, normalise

SAM = Party(id="07700 900123", name="Sam")
READER = ("by_hand", 1)


def text(words: str, minute: int = 0, *, place: int = 0, sender: Party = SAM) -> Record:
    """An incoming text at a minute of 1 May 2024, standing at some place of its source."""
    time = Time(
        raw=str(minute), utc=f"2024-05-01T{minute // 60:02d}:{minute % 60:02d}:00Z", basis="stated", precision="s"
    )
    where = f"bytes={place * 100}-{place * 100 + 99}"
    return Record(
        kind="message", service="sms", locator=where, sender=sender, direction="incoming", time=time, text=words
    )


def new_case(folder: Path, **declared: str) -> Case:
    return Case.create(folder, lines.CaseLine(zone="Europe/London", region="GB", **declared), "tester", "test")


def take(case: Case, name: str, records: Sequence[Record], declared: Declared = Declared()) -> list[Taken]:  # noqa: B008
    """Import a made-up file that holds these records. Says what became of each."""
    with case.batch() as batch:
        copy = case.objects.stage([f"the bytes of {name}".encode()])
        n = case.catalogue.content(copy.sha256)
        seen = case.db.execute("SELECT 1 FROM sighting WHERE content=? LIMIT 1", (n,)).fetchone()
        batch.hold(copy)
        batch.add(lines.SourceLine(name, copy.sha256, copy.size, copy.sha256))
        since = batch.seq
        origin = Origin(copy.sha256, *READER)
        taken = [batch.take(normalise(r, declared, origin), copy.sha256, READER, fresh=seen is None) for r in records]
        batch.add(lines.ReadingLine(copy.sha256, "read", since, *READER))
        batch.add(lines.OutcomeLine(name, copy.sha256, "read"))
        batch.commit("imported", {"records": batch.records})
    return taken
