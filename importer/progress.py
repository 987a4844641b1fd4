"""Says how far an import is: a line on a terminal, JSON events for programs, nothing when nobody watches."""

import json
import sys
import time
from typing import TextIO

from archive.custody import Head

STAGES = {"keeping": "Copying", "looking": "Looking inside", "reading": "Reading"}
EVERY_S = 0.2


class Progress:
    """The silent kind, and what the others share."""

    def __init__(self) -> None:
        self._records = 0
        self._last = 0.0

    def say(self, stage: str, done: int, total: int, name: str) -> None:
        """`done` of `total` (bytes while keeping, files otherwise; 0 when unknown), now at `name`."""
        if time.monotonic() - self._last > EVERY_S:
            self._last = time.monotonic()
            self._show(stage, done, total, name)

    def records(self, count: int) -> None:
        self._records = count

    def committed(self, head: Head) -> None:
        """A batch is on the medium: what was read so far survives whatever happens."""

    def end(self) -> None:
        """The import is over."""

    def _show(self, stage: str, done: int, total: int, name: str) -> None:
        """Nobody watches."""


class TerminalProgress(Progress):
    """One line that is written over and over, on a terminal's stderr."""

    def __init__(self, out: TextIO) -> None:
        super().__init__()
        self._out = out

    def _show(self, stage: str, done: int, total: int, name: str) -> None:
        share = f"{100 * done // total:3d} %" if total else f"{done} files"
        found = f", {self._records:,} records" if self._records else ""
        text = f"{STAGES[stage]}: {share}{found}  {_printable(name)}"
        self._out.write(f"\r{text[:78]:78}")
        self._out.flush()

    def end(self) -> None:
        self._out.write(f"\r{'':78}\r")
        self._out.flush()


class JsonProgress(Progress):
    """One JSON object a line on stdout."""

    def __init__(self, out: TextIO) -> None:
        super().__init__()
        self._out = out

    def _show(self, stage: str, done: int, total: int, name: str) -> None:
        event: dict[str, str | int] = {"event": "progress", "stage": stage, "done": done, "total": total, "path": name}
        self._write(event | {"records": self._records})

    def committed(self, head: Head) -> None:
        self._write({"event": "committed", "entry": head.seq, "sha256": head.sha256, "records": self._records})

    def _write(self, event: dict[str, str | int]) -> None:
        self._out.write(json.dumps(event, ensure_ascii=False) + "\n")
        self._out.flush()


def for_terminal() -> Progress:
    """Progress on stderr when a person watches there, else none."""
    return TerminalProgress(sys.stderr) if sys.stderr.isatty() else Progress()


def _printable(name: str) -> str:
    """A file name that cannot move the cursor or colour the screen."""
    return "".join(char if char.isprintable() else "?" for char in name)
