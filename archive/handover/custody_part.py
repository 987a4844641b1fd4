"""The custody log in a hand-over: always whole; of the segments behind its entries those that say nothing but what is handed over."""

from collections.abc import Iterator

from archive import custody, timestamps
from archive.case import Case
from archive.handover.bag import Item, held
from archive.handover.clean import Clean, clean_segments
from archive.handover.selection import Selection

FOLDER = "data/4-custody"


def log_item(case: Case) -> Item:
    """The log up to now. A later hand-over's log begins with these bytes."""
    return held(case.disk.read(custody.NAME), f"{FOLDER}/custody.jsonl")


def segment_items(
    case: Case, selection: Selection, clean: Clean, *, positions: bool, known: frozenset[str]
) -> Iterator[Item]:
    """Segments as files named by their log entry; the log holds their hashes, also of those that are not here."""
    for seq in clean_segments(case, selection, clean, positions=positions, known=known):
        yield held(case.segment(seq), f"{FOLDER}/segments/entry-{seq:06d}.jsonl")


def timestamp_items(case: Case) -> Iterator[Item]:
    """Answers of time-stamp authorities, and the questions they answer."""
    for kept in timestamps.kept(case.disk):
        for path in (kept.tsq, kept.tsr):
            if path is not None:
                yield held(path.read_bytes(), f"{FOLDER}/timestamps/{path.name}")


def last_time(case: Case) -> str:
    """When the last entry of the log was written: the state that is handed over."""
    entries = list(custody.events(case.disk.read(custody.NAME)))
    return str(entries[-1].fields["at"])


def earlier(case: Case) -> int:
    """How many hand-overs were made before."""
    return sum(event.name == "handed-over" for event in custody.events(case.disk.read(custody.NAME)))
