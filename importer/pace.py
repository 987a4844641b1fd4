"""Paces an import: one batch after the other, each committed when it is large or old enough.

So a killed import of 50 GB loses only what was not yet acknowledged, and running it again costs reading and hashing.
"""

import time
from collections.abc import Callable

from archive.batch import Batch
from archive.case import Case
from archive.custody import Head

SEGMENT_BYTES = 16 << 20
STAGED_FILES = 1000
STAGED_BYTES = 256 << 20
SECONDS = 5.0


class Pace:
    """Lends the current batch, and commits it when it is time."""

    def __init__(self, case: Case, committed: Callable[[Head], None]) -> None:
        self._case, self._committed = case, committed
        self._batch: Batch | None = None
        self._begun = 0.0
        self.number = 0  # batches of this import so far

    @property
    def batch(self) -> Batch:
        """The batch that is open now."""
        if self._batch is None:
            self._batch = self._case.begin()
            self._begun = time.monotonic()
        return self._batch

    def rest(self) -> None:
        """Commit if the batch is due. To be called where everything handed in so far belongs together."""
        batch = self._batch
        if batch is None:
            return
        files, size = batch.waiting
        late = time.monotonic() - self._begun > SECONDS
        if batch.size > SEGMENT_BYTES or files >= STAGED_FILES or size > STAGED_BYTES or (late and batch.size):
            self.commit("part")

    def settle(self) -> None:
        """Commit what was handed in so far, if there is anything: from now on it is on the medium."""
        if self._batch is not None and self._batch.size:
            self.commit("part")

    def commit(self, event: str, counts: dict[str, int] | None = None) -> Head:
        """Commit the batch, also when it is empty."""
        batch = self.batch
        self._batch = None
        self.number += 1
        head = batch.commit(event, {"records": batch.records, **(counts or {})})
        self._committed(head)
        return head
