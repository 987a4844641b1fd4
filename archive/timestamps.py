"""Time stamps from somebody else (RFC 3161): the answer to "could this log have been written yesterday?".

    timestamps/<entry>.tsq   the question: the fingerprint of the log up to that entry, and a random number
    timestamps/<entry>.tsr   the answer, signed by a time-stamp authority; a second one is <entry>-2.tsr

Nothing here opens a connection. The question is carried to another computer by a person, and the answer brought back.
Every answer that is kept has an entry `timestamped` in the log with its hash, so that it cannot vanish or be replaced.
"""

import itertools
import re
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from archive import custody
from archive.case import Case
from archive.custody import Event, Head
from archive.disk import Disk, digest_of
from archive.errors import FullpictureError
from archive.timestamp_signature import Judgement, Trust, judge
from archive.timestamp_token import SHA256, NotAnAnswer, Stamp, query, read

FOLDER = "timestamps"
_NAME = re.compile(r"([1-9]\d{0,9})(-[1-9]\d{0,3})?\.tsr")
MOST = 1 << 20  # bytes of an answer; they have a few thousand


class CannotStamp(FullpictureError):
    """An answer that cannot be kept, with the reason in words."""


class Kept(NamedTuple):
    """An answer in the folder of a case: the entry it names, the question if it is here, the answer and its SHA-256."""

    seq: int
    tsq: Path | None
    tsr: Path
    sha256: str

    @property
    def files(self) -> list[str]:
        """Their names below the case folder. The question goes with the first of its answers only."""
        asked = [f"{FOLDER}/{self.seq}.tsq"] if self.tsq and self.tsr.stem == str(self.seq) else []
        return [*asked, f"{FOLDER}/{self.tsr.name}"]


class Taken(NamedTuple):
    """An answer just taken in: the file, the entry that is stamped, when by the authority, and the log's new head."""

    file: Path
    seq: int
    time: str
    judged: Judgement
    head: Head


def request(case: Case) -> tuple[Path, int]:
    """Write the question for the log as it stands; the same question as before if it was asked. With its entry."""
    seq, sha256 = case.log.head
    name = f"{FOLDER}/{seq}.tsq"
    if not case.disk.exists(name):
        _write(case.disk, name, query(bytes.fromhex(sha256), 1 << 62 | secrets.randbits(62)))
    return case.disk.path(name), seq


def keep(case: Case, answer: bytes) -> Taken:
    """Keep an answer, whichever question it answers, and log it. Raises CannotStamp when it stamps nothing of this log."""
    stamp = granted(answer)
    judged = judge(answer, stamp)
    if judged.trust is Trust.BROKEN:
        raise CannotStamp(
            f"The signature of this answer does not hold: {judged.words}. It was not kept. Bring it again."
        )
    entries = list(custody.events(case.disk.read(custody.NAME)))
    seq = stamped(entries, stamp)
    sha256, size = digest_of([answer])
    if sha256 in logged(entries):
        raise CannotStamp("This answer is kept already. Nothing was changed.")
    name = _free(case.disk, seq, answer)
    _write(case.disk, name, answer)
    with case.batch() as batch:
        head = batch.commit("timestamped", {"stamped": seq, "reply": sha256, "reply_size": size})
    return Taken(case.disk.path(name), seq, stamp.time, judged, head)


def granted(answer: bytes) -> Stamp:
    """The stamp in an answer. Raises CannotStamp when it is a refusal, or no answer at all."""
    try:
        found = read(answer)
    except NotAnAnswer as error:
        raise CannotStamp(f"This file is no answer of a time-stamp authority ({error}). It was not kept.") from error
    if found.stamp is None:
        raise CannotStamp(
            f"The authority refused to stamp: {found.refusal}. Nothing was kept. Ask it again, or another one."
        )
    if found.stamp.algorithm != SHA256:
        raise CannotStamp("This answer stamps another kind of fingerprint than SHA-256. It was not kept.")
    return found.stamp


def stamped(entries: Sequence[Event], stamp: Stamp) -> int:
    """The entry whose fingerprint was stamped. Raises CannotStamp when it is none of these."""
    for event in entries:
        if event.head.sha256 == stamp.imprint.hex():
            return event.seq
    raise CannotStamp("This answer stamps something else: its fingerprint fits no entry of this case's log. It was not kept. "
                      "Is it the answer for another case?")  # fmt: skip


def logged(entries: Sequence[Event]) -> dict[str, Event]:
    """The answers that the log names, by their hash."""
    return {str(event.fields.get("reply")): event for event in entries if event.name == "timestamped"}


def _free(disk: Disk, seq: int, answer: bytes) -> str:
    """The name for an answer: the first that is free, or that a killed command gave to these very bytes."""
    names = (f"{FOLDER}/{seq}{f'-{n}' if n > 1 else ''}.tsr" for n in itertools.count(1))
    return next(name for name in names if not disk.exists(name) or disk.read(name) == answer)


def _write(disk: Disk, name: str, data: bytes) -> None:
    """Write a whole file or none. Returns when it is on the medium."""
    if not disk.exists(FOLDER):
        disk.make_folder(FOLDER)
        disk.sync_folder("")
    if disk.exists(name):
        return
    aside = f"staging/{name.rpartition('/')[2]}"
    disk.create(aside, [data])
    disk.sync(aside)
    disk.rename(aside, name)
    disk.sync_folder(FOLDER)


def kept(held: Case | Disk) -> list[Kept]:
    """Every answer in a case folder (or a hand-over's custody folder), in the order of entries."""
    disk = held.disk if isinstance(held, Case) else held
    if not disk.exists(FOLDER):
        return []
    found = []
    for name in disk.names(FOLDER):
        match = _NAME.fullmatch(name)
        if match and disk.path(f"{FOLDER}/{name}").is_file():
            asked = f"{FOLDER}/{match[1]}.tsq"
            tsq = disk.path(asked) if disk.exists(asked) else None
            tsr = disk.path(f"{FOLDER}/{name}")
            found.append(Kept(int(match[1]), tsq, tsr, digest_of([disk.read(f"{FOLDER}/{name}")])[0]))
    return sorted(found, key=lambda one: (one.seq, len(one.tsr.name), one.tsr.name))
