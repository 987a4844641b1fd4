"""Worker processes that read sources, each alone with one source at a time, so that a crash has one culprit.

A parser that raises is caught in the worker. One that kills its process, or is silent past the limit, costs its own
source: it is tried once more, item by item (the system may have shot the wrong process, and so everything before the
bad place is saved), then given up. The rest goes on.
"""

import multiprocessing
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from typing import NamedTuple, Self

from archive.records import Problem
from importer import reading
from importer.reading import Alive, Chunk, Done, Setup
from importer.tree import Entry

SILENCE_S = 300.0


class Worker:
    """One process, its pipe, and the entry it is reading."""

    def __init__(self, setup: Setup) -> None:
        context = multiprocessing.get_context("spawn")
        theirs_in, self._orders = context.Pipe(duplex=False)  # plain pipes: a two-way one would be a socket
        self.answers, theirs_out = context.Pipe(duplex=False)
        self.process: BaseProcess = context.Process(target=reading.serve, args=(theirs_in, theirs_out), daemon=True)
        self.process.start()
        theirs_in.close()
        theirs_out.close()
        self.job: Job | None = None
        self.heard = time.monotonic()
        self._tell(setup)

    def give(self, job: "Job") -> None:
        self.job, self.heard = job, time.monotonic()
        self._tell((job.entry, job.tried > 0))

    def stop(self) -> None:
        self.process.kill()
        self.process.join()
        self._orders.close()
        self.answers.close()

    def _tell(self, order: Setup | tuple[Entry, bool]) -> None:
        with suppress(BrokenPipeError):  # a worker that died says so by the end of its answers
            self._orders.send(order)


class Job(NamedTuple):
    """An entry to read, and how often it was tried before."""

    entry: Entry
    tried: int = 0


class Restarted(NamedTuple):
    """The worker died, and the entry is read once more from its start. What came before comes again."""


Answer = tuple[Entry, Chunk | Done | Restarted]


class Pool:
    """A few workers. `read` yields what they find, as they find it; only one thread, the caller's, ever decides."""

    def __init__(self, setup: Setup, jobs: int, silence_s: float = SILENCE_S) -> None:
        self._setup, self._jobs, self._silence = setup, jobs, silence_s
        self._workers: list[Worker] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.stop()
        self._workers.clear()

    def read(self, entries: Sequence[Entry]) -> Iterator[Answer]:
        """Read every entry. Of each come its chunks in order, then one Done; the entries are interleaved."""
        waiting = deque(Job(entry) for entry in entries)
        while waiting or any(worker.job for worker in self._workers):
            self._hand_out(waiting)
            for worker in self._ready():
                yield from self._hear(worker, waiting)

    def _hand_out(self, waiting: deque[Job]) -> None:
        while len(self._workers) < min(self._jobs, len(waiting) + len(self._busy())):
            self._workers.append(Worker(self._setup))
        for worker in self._workers:
            if worker.job is None and waiting:
                worker.give(waiting.popleft())

    def _busy(self) -> list[Worker]:
        return [worker for worker in self._workers if worker.job]

    def _ready(self) -> list[Worker]:
        """Workers that have something to say, or have been silent for too long."""
        busy = self._busy()
        spoken = set(wait([worker.answers for worker in busy], timeout=min(1.0, self._silence / 4)))
        late = time.monotonic() - self._silence
        return [worker for worker in busy if worker.answers in spoken or worker.heard < late]

    def _hear(self, worker: Worker, waiting: deque[Job]) -> Iterator[Answer]:
        assert worker.job is not None
        if not worker.answers.poll():
            what = f"was silent for {self._silence:.0f} seconds, twice, and was stopped"
            yield from self._try_again(worker, waiting, "stuck", what)
            return
        try:
            message = worker.answers.recv()
        except (EOFError, ConnectionResetError):
            yield from self._try_again(worker, waiting, "reader-crashed", "crashed twice")
            return
        worker.heard = time.monotonic()
        if isinstance(message, Alive):
            return
        entry = worker.job.entry
        if isinstance(message, Done):
            worker.job = None
        yield entry, message

    def _try_again(self, worker: Worker, waiting: deque[Job], code: str, what: str) -> Iterator[Answer]:
        """Read an entry that came to a bad end once more, item by item; after the second time give it up."""
        assert worker.job is not None
        job = worker.job
        if job.tried:
            yield from self._give_up(worker, code, what)
            return
        self._drop(worker)
        waiting.appendleft(Job(job.entry, tried=job.tried + 1))
        yield job.entry, Restarted()

    def _give_up(self, worker: Worker, code: str, what: str) -> Iterator[Answer]:
        assert worker.job is not None
        entry = worker.job.entry
        self._drop(worker)
        reason = f"The reader for this file {what}. The file itself is kept; what was read of it before stands."
        yield entry, Chunk([], [Problem("", reason, code)], [])
        yield entry, Done("failed", "", "")

    def _drop(self, worker: Worker) -> None:
        worker.stop()
        self._workers.remove(worker)
