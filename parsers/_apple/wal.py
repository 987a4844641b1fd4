"""Tells whether SQLite could use a database's companion file (`-wal`), to the last page in it.

SQLite reads a write-ahead log up to its last complete transaction and passes over the rest in silence. This module
counts what is there and says what was passed over. Source: the "WAL File Format" in SQLite's file format description.
"""

import struct
from pathlib import Path
from typing import BinaryIO

from archive.records import Notice, Problem
from parsers._apple.database import Database

_HEADER, _FRAME = 32, 24
_ORDERS = {0x377F0682: "<", 0x377F0683: ">"}  # the byte order that the checksums are counted in
_MOST_CHECKED = 2000


def log_remarks(database: Database) -> list[Notice | Problem]:
    """What to say of the companion file beside an open copy; nothing when all of it was used."""
    log = Path(f"{database.path}-wal")
    if not log.exists() or not log.stat().st_size:
        return []
    answer = database.one("PRAGMA wal_checkpoint(PASSIVE)")
    used = answer[1] if len(answer) == 3 and isinstance(answer[1], int) else -1
    with log.open("rb") as stream:
        head = stream.read(_HEADER)
        order = _ORDERS.get(int.from_bytes(head[:4], "big"))
        if len(head) < _HEADER or order is None or used < 0:
            return [_unusable()]
        return _passed_over(stream, head, order, used)


def _passed_over(stream: BinaryIO, head: bytes, order: str, used: int) -> list[Notice | Problem]:
    page = int.from_bytes(head[8:12], "big")
    there = _frames(stream, page, head[16:24])
    if there <= used:
        return [] if used or there else [_unusable()]
    if _broken(stream, (page, order), head, (used, there)):
        return [_damaged(used, there)]
    return [
        Notice(
            "log-unfinished",
            f"The companion file ends with {there - used} page changes that the phone had not finished writing. "
            "Everything that was finished has been read.",
        )
    ]


def _frames(stream: BinaryIO, page: int, salts: bytes) -> int:
    """How many frames in a row, from the start, belong to the log's present round, complete or not."""
    count = 0
    while True:
        stream.seek(_HEADER + count * (_FRAME + page))
        frame = stream.read(_FRAME)
        if len(frame) < _FRAME or frame[8:16] != salts:
            return count
        count += 1


def _broken(stream: BinaryIO, form: tuple[int, str], head: bytes, span: tuple[int, int]) -> bool:
    """Whether a frame among those passed over fails its checksum, which goes on from that of the frame before it."""
    page, order = form
    before = head[24:32]
    if span[0]:
        stream.seek(_HEADER + (span[0] - 1) * (_FRAME + page))
        before = stream.read(_FRAME)[16:24]
    stream.seek(_HEADER + span[0] * (_FRAME + page))
    for _ in range(min(span[1] - span[0], _MOST_CHECKED)):
        frame = stream.read(_FRAME + page)
        if len(frame) < _FRAME + page or _checksum(frame[:8] + frame[_FRAME:], before, order) != frame[16:24]:
            return True
        before = frame[16:24]
    return False


def _checksum(data: bytes, before: bytes, order: str) -> bytes:
    first, second = struct.unpack(">II", before)
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for one, two in zip(words[::2], words[1::2], strict=True):
        first = (first + one + second) & 0xFFFFFFFF
        second = (second + two + first) & 0xFFFFFFFF
    return struct.pack(">II", first, second)


def _damaged(used: int, there: int) -> Problem:
    return Problem(
        "",
        f"The companion file (-wal) is damaged: of its {there} page changes, only the first {used} could be used. "
        "The newest messages may be missing. The file is kept; copy it from the phone or computer again if you can.",
        "log-damaged",
    )


def _unusable() -> Problem:
    return Problem(
        "",
        "The companion file (-wal) beside this database could not be used: it is damaged or belongs to another copy. "
        "The newest messages may be missing. The file is kept; copy both files together again if you can.",
        "log-unusable",
    )
