"""Zips over 4 GiB as the Finder writes them: without zip64, so that every number over 4 GiB has lost its upper half.

The members stand in the order of the directory, so the lost halves can be found again: each member begins at the
first place behind the one before it that fits its number and holds the mark of a member.
"""

from typing import BinaryIO

from importer.places import STORED
from importer.zips import LOCAL, Line

_TURN = 1 << 32


def unwrap(stream: BinaryIO, lines: list[Line], length: int) -> list[Line]:
    """The lines with their real starts and packed lengths. Where none fits, a line stays as it is."""
    starts, at = [], 0
    for line in lines:
        start = _next(stream, line.start, at, length)
        starts.append(line.start if start is None else start)
        at = starts[-1] + 30 + len(line.raw) + line.length
    behind = [*starts[1:], length]
    return [_placed(line, start, end) for line, start, end in zip(lines, starts, behind, strict=True)]


def _next(stream: BinaryIO, start: int, at: int, length: int) -> int | None:
    """The first place from `at` on that is `start` plus a number of turns, and holds a member."""
    start += max(0, at - start + _TURN - 1) // _TURN * _TURN
    while start < length:
        stream.seek(start)
        if stream.read(len(LOCAL)) == LOCAL:
            return start
        start += _TURN
    return None


def _placed(line: Line, start: int, end: int) -> Line:
    lost = max(0, end - start - 30 - len(line.raw) - line.length) // _TURN * _TURN
    if not lost:
        return line._replace(start=start)
    length = line.length + lost
    return line._replace(start=start, length=length, size=length if line.method == STORED else -1)
