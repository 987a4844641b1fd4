"""The flow of an import: walk the drop, store its bytes, ask every parser, take in what they read, account for all.

    walk -> keep -> look inside -> read -> account

One parent decides and writes; workers only read. Batches are committed as they fill, so stopping at any instant
leaves a whole archive, and running again finishes the job.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from msgspec import Struct

from archive import lines, receipts
from archive.batch import Taken
from archive.case import Case
from archive.objects import Objects
from importer import containers, drop, phone_backup
from importer.account import Account
from importer.held import Held
from importer.keep import Keeper
from importer.ledger import Ledger
from importer.normalise import Declared
from importer.pace import Pace
from importer.progress import Progress
from importer.reading import Chunk, Done, Setup, available, fingerprint
from importer.tree import DropSource, Entry, Forest, Place, Skipped
from importer.workers import SILENCE_S, Pool, Restarted
from parsers import Confidence
from parsers._registry import identify
from parsers._sniff import media_type

SCREENS = "screenshot"  # the parser that is asked about pictures in mails
DEPTH = 3  # an export inside a mail inside an export: far enough


class Options(Struct, frozen=True):
    """How to import: what a person declared, how many workers, and what they asked for beyond the usual."""

    declared: Declared
    jobs: int = 2
    everything: bool = False
    outside: tuple[str, ...] = ()
    silence_s: float = SILENCE_S


class Intake:
    """One import into one case, which must be open for writing."""

    def __init__(self, case: Case, options: Options, progress: Progress) -> None:
        self._case, self._options, self._progress = case, options, progress
        self._pace = Pace(case, progress.committed)
        self._keeper = Keeper(case, self._pace)
        self._account = Account(self._pace)
        self._readers = fingerprint(available(options.outside))
        self._held = Held(case, self._readers, options.declared)
        self._entries: list[Entry] = []
        self._since: dict[str, tuple[int, bool]] = {}  # content -> first batch of its reading, nothing seen before
        self._restarted: set[str] = set()

    def run(self, paths: Sequence[Path]) -> Ledger:
        """Import a drop. Raises OSError when the archive itself cannot be written."""
        work = self._case.disk.path("staging")
        try:
            self._keep(paths, work)
            self._look_inside(list(self._entries), work)
            self._read(list(self._entries))
            return self._close()
        finally:
            self._case.take_back()
            self._case.objects.clear_staging()

    def _keep(self, paths: Sequence[Path], work: Path) -> None:
        """Store every plain file of the drop that is in scope."""
        kept = self._in_scope(drop.walk(paths, leave_out=[self._case.root]), work)
        total = sum(entry.size for entry in kept)
        for entry in kept:
            self._progress.say("keeping", self._keeper.bytes, total, entry.name)
            self._join(self._keeper.keep(entry))
        self._pace.settle()

    def _in_scope(self, found: Iterable[Entry | Skipped], work: Path) -> list[Entry]:
        """The entries to keep, those of a phone backup under their real names; all else is accounted for."""
        items = list(found)
        entries = [item for item in items if isinstance(item, Entry)]
        kept, outside = phone_backup.scope(entries, work, self._options.everything)
        for item in (*(item for item in items if isinstance(item, Skipped)), *outside):
            self._account.skip(item)
        return kept

    def _join(self, found: Iterable[Entry | Skipped]) -> None:
        for item in found:
            if isinstance(item, Entry):
                self._entries.append(item)
            else:
                self._account.skip(item)

    def _look_inside(self, entries: Sequence[Entry], work: Path) -> None:
        """Containers open into their members, which join the drop."""
        for entry in entries:
            kind = containers.kind_of(entry)
            if kind is None:
                continue
            known, before = self._keeper.members_of(entry), len(self._entries)
            for member in self._in_scope(containers.look_inside(entry, work), work):
                self._progress.say("looking", len(self._entries) - before, 0, member.name)
                self._join(self._keeper.keep_member(member, known))
            for opened in (replace(entry, opened=kind), *self._entries[before:]):
                if opened.opened:
                    self._open(opened)
        self._pace.settle()

    def _open(self, container: Entry) -> None:
        """A container is accounted for by its members, which are files of the drop themselves."""
        if container.sha256 in self._keeper.held:
            self._account.settle(container, "already_held")
        elif container.opened == containers.Kind.FOREIGN:
            self._account.settle(container, "kept_unread")  # why is listed with the problems
        else:
            self._account.settle(container, "read", "opened")

    def _read(self, entries: Sequence[Entry], depth: int = 0) -> None:
        """Read entries, pictures last: many of them turn out to belong to a message. Then what mails enclosed."""
        due, enclosed = self._due(entry for entry in entries if not self._account.knows(entry))
        pictures = [entry for entry in due if _is_picture(entry)]
        others = [entry for entry in due if entry not in set(pictures)]
        setup = Setup(
            str(self._case.root.resolve()), tuple(self._entries), self._options.declared, self._options.outside
        )
        with Pool(setup, self._options.jobs, self._options.silence_s) as pool:
            enclosed += self._gather(pool, others)
            enclosed += self._gather(pool, [entry for entry in pictures if entry.name not in self._account.attached])
        self._pace.settle()
        if depth < DEPTH:
            self._read_enclosed(enclosed, depth)

    def _due(self, entries: Iterable[Entry]) -> tuple[list[Entry], list[Entry]]:
        """Entries that must be read: each content once, and not what was read before with the same answers. And the
        parts that what was read before encloses."""
        forest = Forest(self._entries)
        due: list[Entry] = []
        enclosed: list[Entry] = []
        met: dict[str, str] = {}
        for entry in entries:
            if entry.sha256 in met:
                self._account.settle(entry, "already_held", f"the same bytes as {met[entry.sha256]}")
                continue
            met[entry.sha256] = entry.name
            parts = self._held.take_over(entry, forest, self._account)
            if parts is None:
                due.append(entry)
            else:
                enclosed += self._parts(entry, parts)
        return due, enclosed

    def _gather(self, pool: Pool, entries: Sequence[Entry]) -> Iterator[Entry]:
        """Take in what the workers read, as it comes. Yields decoded parts that may be exports themselves."""
        done = 0
        for entry, message in pool.read(entries):
            match message:
                case Chunk():
                    self._take(entry, message)
                case Restarted():
                    self._restart(entry)
                case Done():
                    done += 1
                    self._finish(entry, message)
                    yield from self._parts(entry, message.enclosed)
            self._progress.say("reading", done, len(entries), entry.name)
            self._pace.rest()

    def _begin(self, entry: Entry) -> tuple[int, bool]:
        """When the reading of this content began, and whether nothing was ever seen in it before."""
        if entry.sha256 not in self._since:
            n = self._case.catalogue.content(entry.sha256)
            seen = self._case.db.execute("SELECT 1 FROM sighting WHERE content=? LIMIT 1", (n,)).fetchone()
            self._since[entry.sha256] = (self._pace.batch.seq, seen is None)
        return self._since[entry.sha256]

    def _take(self, entry: Entry, chunk: Chunk) -> None:
        batch, (_, fresh) = self._pace.batch, self._begin(entry)
        for copy in chunk.staged:
            batch.hold(copy)
        for found in chunk.records:
            taken = batch.take(found, entry.sha256, chunk.by, fresh=fresh)
            if taken is not Taken.AGAIN or entry.sha256 not in self._restarted:
                self._account.count(taken, chunk.by[0])
        for item in chunk.others:
            self._account.other(entry, item)
        self._progress.records(self._account.tally.records.total())

    def _restart(self, entry: Entry) -> None:
        """A worker died over this entry; it is read again. What the first attempt said is replaced by the second."""
        self._pace.settle()
        self._since.pop(entry.sha256, None)
        self._restarted.add(entry.sha256)
        self._account.restart(entry)

    def _finish(self, entry: Entry, done: Done) -> None:
        since, _ = self._begin(entry)
        self._account.attached |= set(done.attached)
        self._pace.batch.add(lines.ReadingLine(
            entry.sha256, done.outcome, since, parser=done.parser, version=done.version, readers=self._readers,
            options=self._held.options, asked=done.asked, found=done.found, magic=done.magic, tied=done.tied, enclosed=done.enclosed,
        ))  # fmt: skip
        if done.outcome in ("read", "again"):
            self._account.settle(entry, "read")
        elif done.outcome == "failed":  # why is listed already
            self._account.settle(entry, "read" if done.parser else "kept_unread")
        else:
            self._account.leave_unread(entry, done.tied)

    def _parts(self, entry: Entry, enclosed: Iterable[tuple[str, str]]) -> Iterator[Entry]:
        for number, (sha256, name) in enumerate(enclosed, 1):
            place = Place(str(self._case.disk.path(Objects.name(sha256))))
            shown = name.replace("/", "_") or f"attachment {number}"
            yield Entry(f"{entry.name}/{number}-{shown}", place, 0, sha256=sha256, object=sha256)

    def _read_enclosed(self, parts: Sequence[Entry], depth: int) -> None:
        """Chats, mailboxes and screenshots sent by mail are read as if they had been handed in; other parts stay
        attachments."""
        readers, before = available(self._options.outside), len(self._entries)
        self._pace.settle()
        pictures = {part for part in parts if _is_picture(part)}
        shown = self._showing_chats({part.sha256: part for part in parts if part in pictures})
        for part in dict.fromkeys(parts):
            if part in pictures:
                self._entries += self._keeper.note(part) if part.sha256 in shown else []
                continue
            confidence, names = identify(DropSource(part, Forest([])), readers)
            if containers.kind_of(part) or (confidence >= Confidence.PROBABLE and len(names) == 1):
                self._entries += self._keeper.note(part)
        found = self._entries[before:]
        if found:
            self._pace.settle()
            self._look_inside(found, self._case.disk.path("staging"))
            self._read(self._entries[before:], depth + 1)

    def _showing_chats(self, pictures: dict[str, Entry]) -> set[str]:
        """The hashes of pictures that show a chat. Workers look; what they decline is noted, so that it is asked once."""
        said = {sha256: self._held.reader_of(sha256) for sha256 in pictures}
        asked = [pictures[sha256] for sha256, reader in said.items() if reader is None]
        setup = Setup(str(self._case.root.resolve()), tuple(asked), self._options.declared, only=(SCREENS,))
        with Pool(setup, self._options.jobs, self._options.silence_s) as pool:
            for entry, message in pool.read(asked):
                if isinstance(message, Done):
                    said[entry.sha256] = message.parser
                    if not message.parser:
                        self._pace.batch.add(lines.ReadingLine(
                            entry.sha256, "failed", self._pace.batch.seq, readers=self._readers,
                            options=self._held.options,
                        ))  # fmt: skip
        return {sha256 for sha256, reader in said.items() if reader == SCREENS}

    def _close(self) -> Ledger:
        self._account.close(self._entries, self._keeper.held)
        head = self._pace.commit("imported", self._account.tally.counts())
        receipt = receipts.write(head)
        self._case.note_receipt(receipt)
        self._progress.end()
        return self._account.tally.ledger(receipt)


def _is_picture(entry: Entry) -> bool:
    with entry.open() as stream:
        return media_type(stream.read(64)).startswith("image/")
