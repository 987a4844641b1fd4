"""The ledger of an import: every file and every record accounted for, and the sums that prove it."""

from collections import Counter
from typing import Literal

from msgspec import Struct

Outcome = Literal["read", "attachment", "kept_unread", "already_held", "not_kept"]


class Trouble(Struct, frozen=True):
    """A listed problem: which file, where in it, and why, in a plain sentence."""

    path: str
    locator: str
    reason: str
    code: str = ""


class Remark(Struct, frozen=True):
    """A listed warning: what is odd about a file, though all of it was read."""

    path: str
    text: str
    code: str = ""


class FileCounts(Struct, frozen=True):
    """`seen` is the sum of the rest."""

    seen: int
    read: int
    attachment: int
    kept_unread: int
    already_held: int
    not_kept: int


class RecordCounts(Struct, frozen=True):
    """`seen` is the sum of the rest."""

    seen: int
    new: int
    sightings: int


class Ledger(Struct, frozen=True):
    """What an import did, printed after it and kept in the log."""

    receipt: str
    files: FileCounts
    records: RecordCounts
    problems: tuple[Trouble, ...]
    warnings: tuple[Remark, ...]
    not_kept: dict[str, int]  # reasons and how often, for files that were left out and are no problem
    kinds: dict[str, int]  # records seen, by the name of the parser

    @property
    def exit_code(self) -> int:
        """0 when there is nothing to report, 3 when some things could not be read."""
        return 3 if self.problems else 0


class Tally:
    """Counts while an import runs."""

    def __init__(self) -> None:
        self.files: Counter[Outcome] = Counter()
        self.records: Counter[str] = Counter()
        self.kinds: Counter[str] = Counter()
        self.not_kept: Counter[str] = Counter()
        self.problems: list[Trouble] = []
        self.warnings: list[Remark] = []

    def counts(self) -> dict[str, int]:
        """The figures that go into the log line."""
        numbers = {f"files_{name}": count for name, count in sorted(self.files.items())}
        numbers |= {f"records_{name}": self.records[name] for name in ("new", "sighting")}
        return {"files_seen": self.files.total(), **numbers, "problems": len(self.problems)}

    def ledger(self, receipt: str) -> Ledger:
        """The final account."""
        names = ("read", "attachment", "kept_unread", "already_held", "not_kept")
        files = FileCounts(self.files.total(), *(self.files[name] for name in names))  # type: ignore[index]
        new, seen = self.records["new"], self.records["sighting"]
        return Ledger(
            receipt, files, RecordCounts(new + seen, new, seen), tuple(self.problems), tuple(self.warnings),
            dict(self.not_kept), dict(self.kinds),
        )  # fmt: skip
