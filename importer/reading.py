"""Reads one source in a worker process: asks every parser, runs the one that knows, and sends on what it yields.

A worker only ever writes into the case's staging folder, where nothing counts until the parent commits it.
"""

import hashlib
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path

from msgspec import Struct

from archive.disk import Disk
from archive.identity import Indexed
from archive.objects import Objects, Staged
from archive.records import Item, Notice, Problem, Record
from importer.normalise import Declared, Origin, normalise
from importer.tree import DropSource, Entry, Forest
from parsers import Confidence, Kept, Parser
from parsers._registry import identify
from parsers._sniff import media_type

CHUNK = 500
PATIENCE_S = 0.5
_EXPORTS = ("text/plain", "text/xml", "application/zip", "application/gzip", "application/pdf")
_SCREEN = 20_000  # bytes: a screenshot of a chat has more
BROKEN_OFF = {
    "out-of-memory",
    "broke-off",
    "reader-failed",
}  # problems of `guarded`: the parser did not come to its end


class Setup(Struct, frozen=True):
    """What every worker is told once."""

    root: str
    entries: tuple[Entry, ...]
    declared: Declared
    outside: tuple[str, ...] = ()  # parser files that a person named
    only: tuple[str, ...] = ()  # the names of parsers that are asked; all when there are none
    memory: int = 4 << 30


class Chunk(Struct, frozen=True):
    """Some of what a source holds: records ready for the archive, problems, notices, and objects staged for them."""

    records: list[Indexed]
    others: list[Problem | Notice]
    staged: list[Staged]
    by: tuple[str, int] = ("", 0)  # parser and version


class Done(Struct, frozen=True):
    """A source was read to its end (or nobody can read it): what the ledger and the catalogue keep of that."""

    outcome: str  # read; again: read, and worth reading another day; unread: nobody knows it; tie: several do; failed: tried, and to be tried again
    found: str
    magic: str
    parser: str = ""
    version: int = 0
    asked: dict[str, str] = {}
    attached: tuple[str, ...] = ()
    tied: tuple[str, ...] = ()
    enclosed: tuple[tuple[str, str], ...] = ()  # sha256 and name of decoded parts that may be exports themselves


class Alive(Struct, frozen=True):
    """Work goes on, though nothing came out for a while."""


Message = Chunk | Done | Alive


class Staging:
    """The worker's sink: decoded bytes go into the case's staging folder, and are announced with the next chunk."""

    def __init__(self, root: Path, connection: Connection) -> None:
        self._objects = Objects(Disk(root))
        self._connection = connection
        self._said = time.monotonic()
        self.staged: list[Staged] = []
        self.work = Path(tempfile.mkdtemp(prefix=f"work-{os.getpid()}-", dir=root / "staging"))

    def keep(self, chunks: Iterable[bytes]) -> Kept:
        copy = self._objects.stage(self._ticking(chunks))
        self.staged.append(copy)
        return Kept(copy.sha256, copy.size)

    def _ticking(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            self.alive()
            yield chunk

    def alive(self) -> None:
        if time.monotonic() - self._said > 1:
            self._connection.send(Alive())
            self._said = time.monotonic()

    def take(self) -> list[Staged]:
        taken, self.staged = self.staged, []
        return taken


class Reader:
    """One worker's state: the tree of the drop, the parsers, and where to put what is decoded."""

    def __init__(self, setup: Setup, sink: Staging) -> None:
        self._setup = setup
        self._forest = Forest(setup.entries)
        self._sink = sink
        everyone = available(setup.outside)
        self._parsers = {name: parser for name, parser in everyone.items() if not setup.only or name in setup.only}

    def read(self, entry: Entry, *, careful: bool) -> Iterator[Message]:
        """Everything one entry gives, in chunks, ending with Done. `careful`: every item goes out by itself, because
        the reading of this entry came to a bad end before."""
        source = DropSource(entry, self._forest, self._sink)
        try:
            head = source.head
        except OSError as error:
            problem = Problem("", f"The file could not be read: {plain(error)}.", "not-readable")
            yield Chunk([], [problem], [])
            yield Done("failed", "", "")
            return
        confidence, names = identify(source, self._parsers)
        found, magic = media_type(head), second_opinion(head)
        if confidence is Confidence.NO or len(names) > 1:
            yield Done("tie" if names else "unread", found, magic, tied=tuple(names))
            return
        yield from self._parse(source, names[0], 1 if careful else CHUNK)
        yield self._done(source, names[0], found, magic)

    def _parse(self, source: DropSource, name: str, most: int) -> Iterator[Chunk]:
        parser = self._parsers[name]
        origin = Origin(source.entry.sha256, name, parser.VERSION)
        self._enclosed: list[tuple[str, str]] = []
        self._outcome = "read"
        items = guarded(parser, source)
        while True:
            chunk = self._gather(items, origin, most)
            if not chunk.records and not chunk.others and not chunk.staged:
                return
            yield chunk

    def _gather(self, items: Iterator[Item], origin: Origin, most: int) -> Chunk:
        """The next items, until there are enough of them or some time has gone by."""
        records: list[Indexed] = []
        others: list[Problem | Notice] = []
        until = time.monotonic() + PATIENCE_S
        for item in items:
            if isinstance(item, Record):
                records.append(normalise(item, self._setup.declared, origin))
                self._note_enclosed(item)
            else:
                others.append(item)
                self._note_end(item)
            if len(records) + len(others) >= most or time.monotonic() > until:
                break
        return Chunk(records, others, self._sink.take(), (origin.parser, origin.version))

    def _note_end(self, item: Problem | Notice) -> None:
        """Whether this reading is complete: then, and only then, it replaces what an earlier one said."""
        if isinstance(item, Problem) and item.code in BROKEN_OFF:
            self._outcome = "failed"
        elif isinstance(item, Notice) and item.again and self._outcome == "read":
            self._outcome = "again"

    def _note_enclosed(self, record: Record) -> None:
        """A chat or mailbox sent by mail, or within a document, is an export too, a letter is a document, and a picture may
        show a chat. Logos are too small for that; sound and film are left where they are."""
        for part in record.attachments if record.kind in ("email", "document") else ():
            may_be = part.found.startswith("image/") and (part.size or 0) >= _SCREEN
            if part.sha256 and (may_be or part.found.startswith(_EXPORTS)):
                self._enclosed.append((part.sha256, part.name))

    def _done(self, source: DropSource, name: str, found: str, magic: str) -> Done:
        asked = {f"{how}:{what}": answer for (how, what), answer in source.tree.asked.items()}
        attached = tuple(sorted(source.tree.attached))
        version = self._parsers[name].VERSION
        return Done(self._outcome, found, magic, name, version, asked, attached, (), tuple(self._enclosed))


def guarded(parser: Parser, source: DropSource) -> Iterator[Item]:
    """A parser's items; whatever it raises becomes a Problem, and what it yielded before still stands."""
    try:
        yield from parser.parse(source)
    except MemoryError:
        yield Problem(
            "", "Reading this file needs more memory than is allowed. The file itself is kept.", "out-of-memory"
        )
    except OSError as error:
        yield Problem("", f"The rest of the file could not be read: {plain(error)}.", "broke-off")
    except Exception as error:  # noqa: BLE001 - the one place where a parser's bug must not cost the import
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(place.filename).name} line {place.lineno}"
        reason = (
            f"The reader for this format failed ({type(error).__name__}: {error}; {where}). The file itself is kept."
        )
        yield Problem("", reason, "reader-failed")


def plain(error: OSError) -> str:
    """An error in words: the system's own, or ours for bytes that cannot be unpacked."""
    return error.strerror or str(error) or type(error).__name__


def available(outside: Sequence[str]) -> Mapping[str, Parser]:
    """Our parsers, and those in files that a person named with --parser."""
    from importer.outside import load
    from parsers._registry import parsers

    return {**parsers(), **{Path(path).stem: load(Path(path)) for path in outside}}


def fingerprint(readers: Mapping[str, Parser]) -> str:
    """Changes when a parser is added, removed or read with another version."""
    text = ",".join(f"{name}={parser.VERSION}" for name, parser in sorted(readers.items()))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def second_opinion(head: bytes) -> str:
    """What libmagic says the bytes are, or "" where libmagic is not installed. Recorded, never decisive."""
    ask = _libmagic()
    return ask(head) if ask else ""


@cache
def _libmagic() -> Callable[[bytes], str] | None:
    """libmagic, where it is installed. Without the library python-magic cannot even be imported."""
    try:
        import magic
    except (ImportError, OSError):
        return None
    found: Callable[[bytes], str] = magic.Magic(mime=True).from_buffer
    return found


def serve(orders: Connection, answers: Connection) -> None:
    """A worker's whole life: the setup, then one entry after the other until the parent is gone."""
    try:
        setup: Setup = orders.recv()
        limit_memory(setup.memory)
        sink = Staging(Path(setup.root), answers)
        tempfile.tempdir = os.environ["SQLITE_TMPDIR"] = os.environ["TMPDIR"] = str(sink.work)
        reader = Reader(setup, sink)
        while True:
            entry, careful = orders.recv()
            for message in reader.read(entry, careful=careful):
                answers.send(message)
    except (EOFError, BrokenPipeError, ConnectionResetError, KeyboardInterrupt):
        return


def limit_memory(allowed: int) -> None:
    """Where the system has such limits, a parser that asks for too much gets a MemoryError, not the whole machine."""
    if sys.platform == "win32":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    soft = allowed if hard == resource.RLIM_INFINITY else min(allowed, hard)
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
