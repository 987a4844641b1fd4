"""Earlier readings of pictures: what another engine or version read at the same places. They stay in the segments.

A picture that is read again gives messages with other words, other boxes, or none. What was first read under a record's
id, and records that stand in no newest reading, are found from the catalogue; readings in between stand in the log's segments only.
"""

from collections.abc import Iterator
from functools import lru_cache

import msgspec
from msgspec import Struct

from archive.case import Case
from archive.corrections import nearest
from archive.listing import Listing, Shown
from archive.records import Record, ScreenDetails

_record = msgspec.json.Decoder(Record).decode
_GONE = "NOT EXISTS (SELECT 1 FROM sighting WHERE sighting.record = r.n)"


class Reread(Struct, frozen=True):
    """A picture that was read again: how many messages say something else now, are new, or were not found again."""

    path: str
    otherwise: int
    new: int
    gone: int


class Earlier:
    """Looks up what was read in pictures before their newest reading."""

    def __init__(self, case: Case) -> None:
        self._db = case.db
        self._segment = lru_cache(4)(case.segment)
        self._listing = Listing(case)

    def of(self, shown: Shown) -> list[Record]:
        """Earlier readings of a message that say something else, in the order in which they were made; of a picture
        itself, the messages that were not found again at their place."""
        is_message = isinstance(shown.record.details, ScreenDetails)
        if not is_message and shown.record.kind != "photo":
            return []
        live = {one.record.id: one.record.locator for _, one in self._live(shown.record.content)}
        wanted = shown.record.id if is_message else ""
        gone = [one for one in self._gone({shown.record.content}) if nearest(one.locator, live) == wanted]
        if not is_message:
            return gone
        return [one for one in (*self._first(shown.record), *gone) if _said(one) != _said(shown.record)]

    def changes(self, since: int) -> list[Reread]:
        """What reading pictures again has changed since a log entry."""
        query = """SELECT c.sha256, (SELECT max(path) FROM source WHERE content = c.n) FROM reading r
                   JOIN content c ON c.n = r.content WHERE r.seq > ? AND r.outcome IN ('read', 'again')
                   AND EXISTS (SELECT 1 FROM sighting s JOIN record x ON x.n = s.record
                               WHERE s.content = c.n AND x.seq <= ?) ORDER BY 1"""
        again = dict(self._db.execute(query, (since, since)))
        gone: dict[str, list[Record]] = {}
        for record in self._gone(set(again)) if again else ():
            gone.setdefault(record.content, []).append(record)
        found = (self._compared(sha256, path, gone.get(sha256, []), since) for sha256, path in again.items())
        return [one for one in found if one.otherwise or one.new or one.gone]

    def _compared(self, sha256: str, path: str, gone: list[Record], since: int) -> Reread:
        now = {one.record.id: (seq, one.record) for seq, one in self._live(sha256)}
        places = {name: record.locator for name, (_, record) in now.items()}
        before = {name: old for name, (seq, record) in now.items() if seq <= since for old in self._first(record)}
        lost = 0
        for old in gone:
            name = nearest(old.locator, places)
            lost += not name
            before |= {name: old} if name else {}
        otherwise = sum(_said(old) != _said(now[name][1]) for name, old in before.items())
        return Reread(path, otherwise, len(now.keys() - before.keys()), lost)

    def _live(self, sha256: str) -> list[tuple[int, Shown]]:
        """Messages that the newest reading of a picture has, each with the log entry in which its record is new."""
        query = """SELECT r.n, r.seq FROM sighting s JOIN record r ON r.n = s.record
                   WHERE s.content = (SELECT n FROM content WHERE sha256=?) AND instr(s.locator, 'box=')"""
        made = dict(self._db.execute(query, (sha256,)))
        return [(made[n], shown) for n, shown in self._listing.at(sorted(made))]

    def _first(self, record: Record) -> Iterator[Record]:
        """What was read when the record was new."""
        key, _, k = record.id.partition(".")
        query = "SELECT seq, start, size FROM record WHERE key=? AND k=?"
        for row in self._db.execute(query, (bytes.fromhex(key), int(k or 1))):
            yield self._at(*row)

    def _gone(self, contents: set[str]) -> Iterator[Record]:
        """Messages of these pictures that stand in no newest reading."""
        query = f"SELECT r.seq, r.start, r.size FROM record r WHERE {_GONE} ORDER BY r.seq, r.start"
        for row in self._db.execute(query):
            record = self._at(*row)
            if record.content in contents and isinstance(record.details, ScreenDetails):
                yield record

    def _at(self, seq: int, start: int, size: int) -> Record:
        return _record(self._segment(seq)[start : start + size])


def _said(record: Record) -> tuple[str, str, str]:
    """What people go by: words, sender, time."""
    sender = (record.sender.name or record.sender.id) if record.sender else ""
    return record.text or "", sender, record.time.local or record.time.raw
