"""The account of a running import: what became of every file, and every problem in the log as well as on the screen."""

from collections.abc import Sequence

from archive import lines
from archive.batch import Taken
from archive.records import Notice, Problem
from importer.ledger import Outcome, Remark, Tally, Trouble
from importer.pace import Pace
from importer.tree import Entry, Skipped

NO_READER = "No reader knows this kind of file. It is kept unread, with its fingerprint."


class Account:
    """Collects what the ledger will say, and writes the same into the current batch."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self.tally = Tally()
        self.attached: set[str] = set()  # paths that a record names as its attachment
        self._outcomes: dict[str, tuple[Outcome, str]] = {}
        self._unread: dict[str, tuple[str, str]] = {}  # path -> code, reason

    def knows(self, entry: Entry) -> bool:
        """Whether it is settled already what became of this file."""
        return entry.name in self._outcomes

    def settle(self, entry: Entry, outcome: Outcome, why: str = "") -> None:
        self._outcomes[entry.name] = (outcome, why)

    def leave_unread(self, entry: Entry, tied: Sequence[str]) -> None:
        """Nobody read this file, or several could have: said at the end, unless it is an attachment of something."""
        reason = NO_READER
        if tied:
            reason = (
                f"Several readers could read this file ({', '.join(tied)}), so none was guessed. It is kept unread."
            )
        self._unread[entry.name] = ("tie" if tied else "unread", reason)
        self.settle(entry, "kept_unread", reason)

    def skip(self, item: Skipped) -> None:
        """What is not kept, or a remark on something that is."""
        self._pace.batch.add(lines.SkippedLine(item.name, item.code, item.reason))
        self.tally.files["not_kept"] += item.count
        if item.problem:
            self.trouble(Trouble(item.name, "", item.reason, item.code), "")
        else:
            self.tally.not_kept[item.reason] += item.count

    def trouble(self, trouble: Trouble, content: str, lost: int = 0) -> None:
        self.tally.problems.append(trouble)
        line = lines.ProblemLine(trouble.path, content, trouble.locator, trouble.code, trouble.reason, lost)
        self._pace.batch.add(line)

    def other(self, entry: Entry, item: Problem | Notice) -> None:
        """What a parser said beside records."""
        if isinstance(item, Problem):
            self.trouble(Trouble(entry.name, item.locator, item.reason, item.code), entry.sha256, item.lost)
        else:
            if not item.fact:
                self.tally.warnings.append(Remark(entry.name, item.text, item.code))
            line = lines.NoticeLine(entry.name, entry.sha256, item.locator, item.code, item.text, item.fact)
            self._pace.batch.add(line)

    def count(self, taken: Taken, parser: str) -> None:
        self.tally.records["new" if taken is Taken.NEW else "sighting"] += 1
        self.tally.kinds[parser] += 1

    def restart(self, entry: Entry) -> None:
        """The reading of a file begins once more: what was said about it comes again."""
        self.tally.problems[:] = [item for item in self.tally.problems if item.path != entry.name]
        self.tally.warnings[:] = [item for item in self.tally.warnings if item.path != entry.name]

    def close(self, entries: Sequence[Entry], held: set[str]) -> None:
        """Say of every file what became of it. `held` are contents that the archive had before this import."""
        for entry in entries:
            outcome, why = self._outcomes.get(entry.name, ("attachment", ""))
            if outcome in ("kept_unread", "attachment") and entry.name in self.attached:
                outcome, why = ("already_held" if entry.sha256 in held else "attachment"), ""
            elif entry.name in self._unread:
                code, reason = self._unread[entry.name]
                self.trouble(Trouble(entry.name, "", reason, code), entry.sha256)
            self.tally.files[outcome] += 1
            self._pace.batch.add(lines.OutcomeLine(entry.name, entry.sha256, outcome, why))
