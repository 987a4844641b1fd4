"""What every writer of a hand-over is given: the numbered entries, one at a time, and at the end a summary of them.

An entry is one record as it is handed over: the record itself, and beside it in plain words what a reader needs (when, who,
where it was seen, under which exhibit). Writers print these words; they decide nothing, and look nothing up.
"""

from pathlib import Path
from typing import Protocol

from msgspec import Struct

from archive.custody import Head
from archive.lines import CorrectionLine
from archive.records import Record


class When(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The time of an entry, for people. `day` is YYYY-MM-DD and `clock` HH:MM[:SS] as shown: on the wall of the case's zone where
    the moment is known (`utc` is not ""), else as the source wrote it. Both are "" where nothing is known.

    `zone` is what to print behind the clock ("GMT", "BST", "UTC", "zone unknown"), `basis` a sentence on who vouches for the zone,
    `precision` one on how exact it is, `raw` what the source wrote. `local` is the record's own wall clock, ISO, or "".
    """

    day: str = ""
    clock: str = ""
    zone: str = ""
    basis: str = ""
    precision: str = ""
    raw: str = ""
    utc: str = ""
    local: str = ""
    offset: int | None = None  # minutes east of UTC of what is shown
    counted_from: str = ""  # a sentence on the day from which "Today" was counted; "" when the source says the day


class Seen(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One place where a record was seen. `exhibit` is its number ("JS/3"), `path` the file in the bag or "" when it is not in this
    hand-over, `source` its path in what was handed in, `locator` the place inside the object with the hash `object`."""

    exhibit: str
    source: str
    object: str
    locator: str
    path: str = ""


class Enclosed(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something that came with an entry: an attachment, or the picture that the entry is about.

    `path` is where its exact bytes lie in the bag ("data/2-originals/…"), "" when they do not; then `why_not` says why in a
    sentence. `inside` names the exhibit that contains it, where it is a part of another file. `thumbnail` is the path in the bag of a
    small JPEG that was drawn anew from it, "" when it is no picture or could not be drawn.
    """

    exhibit: str
    name: str
    media: str = ""
    size: int | None = None
    sha256: str = ""
    path: str = ""
    why_not: str = ""
    inside: str = ""
    thumbnail: str = ""


class Screen(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The screenshot that an entry was read from: which exhibit, where in it, how surely, and what exports say about it.

    `confidence` is 0 to 1. `link` is "corroborated", "only-in-screenshot", "contradicted", "unsure" or "", `reason` says why in a
    sentence, and `other` is the number of the entry that it was compared with, 0 when there is none in this hand-over.
    """

    picture: Enclosed
    box: tuple[int, int, int, int]
    confidence: float
    engine: str = ""
    link: str = ""
    reason: str = ""
    other: int = 0


class Entry(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One numbered line of the chronology. Numbers run from 1 in time order; what has no time comes last, and has a number too.

    `record` is what the source says, exactly; for what a machine read, `corrected` is the same record with what a person
    corrected, and `corrections` says who and when. `sender`, `recipients` and `thread` are for print: identifier and name together, as
    "+447700900123 (Sam)". `notes` are sentences on what is odd about this record. `log_entry` is the custody log entry that holds it.
    """

    number: int
    record: Record
    when: When
    sender: str = ""
    recipients: str = ""
    thread: str = ""
    seen: tuple[Seen, ...] = ()
    enclosed: tuple[Enclosed, ...] = ()
    screen: Screen | None = None
    corrected: Record | None = None
    corrections: tuple[CorrectionLine, ...] = ()
    notes: tuple[str, ...] = ()
    log_entry: int = 0

    @property
    def shown(self) -> Record:
        """The record as it reads now: corrected where a person corrected it."""
        return self.corrected or self.record


class Person(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One identifier that occurs in this hand-over: as written, the names beside it, and how often it wrote or was written to."""

    id: str
    names: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    owner: bool = False
    sent: int = 0
    received: int = 0
    first: str = ""  # day
    last: str = ""


class Exhibit(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One original. `path` is its file in the bag, or "" with `why_not`. `sources` are all paths under which it was handed in."""

    exhibit: str
    sha256: str
    size: int
    path: str = ""
    why_not: str = ""
    sources: tuple[str, ...] = ()
    read_as: str = ""  # the reader that read it, and its version; "" when nobody did
    entries: int = 0  # of this hand-over


class Tally(Struct, frozen=True, kw_only=True):
    """How many entries: by kind, service, week (its Monday, YYYY-MM-DD), hour of the day (24 numbers, only entries with a clock), and
    by direction. Weeks without entries between the first and the last are there, with 0."""

    kinds: dict[str, int]
    services: dict[str, int]
    weeks: dict[str, int]
    hours: tuple[int, ...]
    directions: dict[str, int]


class Summary(Struct, frozen=True, kw_only=True):
    """What a hand-over says about itself. `chosen` and `left_out` are sentences; `chosen` is empty when everything was chosen."""

    name: str  # of the bag: its folder in the ZIP
    title: str
    reference: str
    recipient: str
    initials: str
    actor: str
    as_of: str  # UTC time of the last log entry: the state of the archive that is handed over
    head: Head  # of the custody log, whose fingerprint this is
    tool: str
    zone: str
    entries: int
    undated: int
    first: str
    last: str
    chosen: tuple[str, ...]
    left_out: tuple[str, ...]
    completeness: tuple[str, ...]
    problems: tuple[tuple[str, str], ...]  # place, reason
    people: tuple[Person, ...]
    exhibits: tuple[Exhibit, ...]
    tally: Tally


class Writer(Protocol):
    """Makes one or more files of a hand-over. It is made with the folder of the bag's payload (`…/data`), in which it writes only
    below its own folder, and is given every entry once, in order, then the summary. The same entries and summary give the same bytes."""

    def add(self, entry: Entry) -> None:
        """Take the next entry."""

    def finish(self, summary: Summary) -> None:
        """Write what remains. After this all files are closed and complete."""


class Begin(Protocol):
    """How a writer is made."""

    def __call__(self, data: Path) -> Writer:
        """A writer into the payload folder `data`, which exists."""
