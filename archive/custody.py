"""The custody log: `custody.jsonl`, append-only, one line an event, each line holding the hash of all bytes before it.

`prev` of line N is the SHA-256 of every byte of the file before line N, exactly as written. So any prefix is checked
with `head -n N custody.jsonl | sha256sum`, and no canonical form is needed. Lines hold hashes and counts; names and
texts stand in segments, so that the log can be shown whole when only a part of the evidence is handed over.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from archive.disk import Disk
from archive.errors import Damaged

NAME = "custody.jsonl"
Fields = Mapping[str, str | int | Sequence[str] | Mapping[str, int]]
"""What an event says beside number, time and actor: counts and hashes."""


class Head(NamedTuple):
    """The state of the log: how many entries, and the SHA-256 of all its bytes."""

    seq: int
    sha256: str


class Event(NamedTuple):
    """One entry as read back."""

    seq: int
    name: str
    fields: dict[str, object]
    head: Head  # after this entry


def now() -> str:
    """The time of an event: this computer's clock, in UTC, as a witness of when something was done."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Log:
    """The log of one case, opened for reading and, by `append`, for writing."""

    def __init__(self, disk: Disk, clock: Callable[[], str] = now) -> None:
        self._disk, self._clock = disk, clock
        self._hash = hashlib.sha256()
        self.seq = 0

    @property
    def head(self) -> Head:
        return Head(self.seq, self._hash.hexdigest())

    def load(self) -> None:
        """Read and check the whole log. Raises Damaged at the first line that does not follow from those before."""
        self._hash, self.seq = hashlib.sha256(), 0
        data = self._disk.read(NAME) if self._disk.exists(NAME) else b""
        for event in events(data):
            self.seq = event.seq
        self._hash.update(data)

    def append(self, event: str, actor: str, tool: str, fields: Fields) -> Head:
        """Write one event and return when it is on the medium. This is the moment a commit happens."""
        entry: dict[str, object] = {
            "seq": self.seq + 1,
            "prev": self._hash.hexdigest(),
            "at": self._clock(),
            "event": event,
        }
        entry |= {"actor": actor, "tool": tool, **fields}
        line = json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        fresh = self.seq == 0
        self._disk.append(NAME, line)
        self._disk.sync(NAME)
        if fresh:
            self._disk.sync_folder("")
        self._hash.update(line)
        self.seq += 1
        return self.head

    def repair(self, applied: int) -> bytes:
        """Cut a torn last line, after copying it to quarantine. Returns the torn bytes (b"" if there were none).

        A last line can only be torn by a crash while it was written, before anybody was told of it. If the
        catalogue has applied that many entries, the line was whole once, and this is damage: raises Damaged.
        """
        data = self._disk.read(NAME) if self._disk.exists(NAME) else b""
        end = _sound_end(data)
        torn = data[end:]
        if not torn:
            return b""
        if data[:end].count(b"\n") < applied:
            raise Damaged(
                f"Entry {applied} of the custody log was whole once and is not now. Nothing was changed. "
                "Run `fullpicture verify` and compare with a receipt or an earlier copy."
            )
        aside = f"quarantine/torn-{hashlib.sha256(torn).hexdigest()[:16]}"
        if not self._disk.exists(aside):
            self._disk.create(aside, [torn])
            self._disk.sync(aside)
            self._disk.sync_folder("quarantine")
        self._disk.truncate(NAME, end)  # made to last by the sync of the next entry; until then it would be cut again
        return torn


def _sound_end(data: bytes) -> int:
    """Where the last line ends that a crash cannot have torn: whole, and JSON."""
    end = data.rfind(b"\n") + 1
    if end != len(data) or not data:
        return end
    start = data.rfind(b"\n", 0, end - 1) + 1
    try:
        json.loads(data[start:end])
    except ValueError:  # a write that kept its line end but lost what stands before it
        return start
    return end


def events(data: bytes) -> Iterator[Event]:
    """Every entry of a log, each checked against all bytes before it. Raises Damaged where the chain breaks."""
    digest = hashlib.sha256()
    lines = data.split(b"\n")
    if lines.pop():
        raise Damaged(f"The custody log's last line (entry {len(lines) + 1}) is incomplete.")
    for number, line in enumerate(lines, 1):
        try:
            fields = json.loads(line)
        except ValueError as error:
            raise Damaged(f"Entry {number} of the custody log cannot be read.") from error
        if not isinstance(fields, dict) or fields.get("seq") != number:
            raise Damaged(f"Entry {number} of the custody log does not carry its number.")
        if fields.get("prev") != digest.hexdigest():
            raise Damaged(f"The custody log was changed before entry {number}: its hash of all earlier bytes is wrong.")
        digest.update(line + b"\n")
        yield Event(number, str(fields.get("event")), fields, Head(number, digest.hexdigest()))
