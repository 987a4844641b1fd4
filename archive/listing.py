"""What a case holds, for reading: records in time order with every sighting, sources, problems, words found.

What is shown of a record is read from its segment. Where several sightings differ outside the record's identity, the
one with the lowest content hash and locator is shown, so that the order of import does not change what people see.
"""

import heapq
import json
from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from archive.case import Case
from archive.corrections import Corrections, corrected, plain_words
from archive.errors import NotFound
from archive.identity import sort_ms
from archive.lines import CorrectionLine, SightingLine
from archive.records import Conversation, Party, Record, Time, locate

_LIVE = "EXISTS (SELECT 1 FROM sighting WHERE sighting.record = record.n)"
_Row = tuple[int, int, int, int, int | None]
_FIRST, _LAST = -(1 << 62), 1 << 62
_ORDER = "ORDER BY sort IS NULL, sort, n"
_READ_OTHERWISE = (
    "The record {} stands in an earlier reading only: its file was read again since, and reads otherwise now. What it said "
    "is kept: `fullpicture show` of the message that stands at its place now, or else of the picture, tells it."
)


class Filter(Struct, frozen=True, kw_only=True):
    """Which records to show. `since` and `until` are days (YYYY-MM-DD), both included; undated records stay out of either.

    Where a person has corrected a sender or a time, a record is found by that and by what was read.
    """

    since: str = ""
    until: str = ""
    person: str = ""
    normal: str = ""  # the person as matching form, where one was made of it
    kind: str = ""
    service: str = ""
    zone: str = ""  # whose days `since` and `until` are; UTC when nobody said


EVERYTHING = Filter()


class Shown(Struct, frozen=True):
    """A record as it is shown: the record, every place where it was seen, and what a person said was misread in it."""

    record: Record
    sightings: tuple[dict[str, str], ...]
    corrections: tuple[CorrectionLine, ...] = ()

    @property
    def corrected(self) -> Record:
        """The record with the corrected values in place; the record itself when there are none."""
        return corrected(self.record, self.corrections)

    def as_json(self) -> dict[str, Any]:
        """All fields, also the empty ones, so that a reader need not know the defaults."""
        out = {**_complete(self.record), "sightings": list(self.sightings)}
        out["corrections"] = [msgspec.to_builtins(line) | {"line": "correction"} for line in self.corrections]
        if self.corrections:
            better = _complete(self.corrected)
            out["corrected"] = {name: better[name] for name in ("text", "sender", "time")}
        return out


class Listing:
    """Reads one case."""

    def __init__(self, case: Case) -> None:
        self._db = case.db
        self._segment = lru_cache(4)(case.segment)
        self._places = lru_cache(10_000)(self._look_up_places)
        self._corrections = Corrections(case, self._segment)

    def records(self, wanted: Filter = EVERYTHING) -> Iterator[Shown]:
        """Records in time order, undated last."""
        yield from self._in_order(*self._where(wanted))

    def _in_order(self, where: str, values: list[object]) -> Iterator[Shown]:
        """Records in the order of time, those whose time a person corrected at the time that this person stated."""
        return (self._shown(*row[:4]) for row in self._rows(where, values))

    def _rows(self, where: str, values: Sequence[object]) -> Iterable[_Row]:
        times = self._corrections.times()
        query, moved = f"SELECT n, seq, start, size, sort FROM record WHERE {where}", json.dumps(sorted(times))
        if not times:
            return self._db.execute(f"{query} {_ORDER}", values)
        listed = "(SELECT value FROM json_each(?))"
        read = self._db.execute(f"{query} AND n NOT IN {listed} {_ORDER}", (*values, moved))
        said = self._db.execute(f"{query} AND n IN {listed}", (*values, moved))
        stated = sorted(((*row[:4], sort_ms(times[row[0]])) for row in said), key=_place)
        return heapq.merge(read, stated, key=_place)

    def count(self, wanted: Filter = EVERYTHING) -> int:
        where, values = self._where(wanted)
        (found,) = self._db.execute(f"SELECT count(*) FROM record WHERE {where}", values).fetchone()
        return int(found)

    def search(self, words: str) -> Iterator[Shown]:
        """Records that hold all the words, in text, names, file names or corrections, in time order."""
        wanted = [word for word in words.split() if plain_words(word)]
        if not wanted:
            return
        found = "n IN (SELECT rowid FROM words WHERE words MATCH ?)"
        where, values = found, [" ".join(map(_quoted, wanted))]
        said = [sorted(set(self._corrections.saying(word))) for word in wanted]
        if any(said):
            where = " AND ".join(f"({found} OR n IN (SELECT value FROM json_each(?)))" for _ in wanted)
            values = [x for word, rows in zip(wanted, said, strict=True) for x in (_quoted(word), json.dumps(rows))]
        yield from self._in_order(f"{where} AND {_LIVE}", list(values))

    def show(self, name: str) -> Shown:
        """One record by its id, or by as many leading digits as only one record has. Raises NotFound."""
        digits, _, k = name.lower().partition(".")
        if not digits or set(digits) - set("0123456789abcdef") or not (k or "1").isdigit():
            raise NotFound(f"“{name}” is not a record id. Ids are in the first column of `fullpicture records`.")
        low, high = digits.ljust(40, "0"), digits.ljust(40, "f")
        query = f"SELECT n, seq, start, size FROM record WHERE key BETWEEN ? AND ? AND k=? AND {_LIVE} LIMIT 2"
        rows = self._db.execute(query, (bytes.fromhex(low), bytes.fromhex(high), int(k or 1))).fetchall()
        if not rows:
            held = self._db.execute(query.replace(_LIVE, "1"), (bytes.fromhex(low), bytes.fromhex(high), int(k or 1)))
            raise NotFound(_READ_OTHERWISE.format(name) if held.fetchone() else f"No record has the id {name}.")
        if len(rows) > 1:
            raise NotFound(f"More than one record id begins with {name}. Give more of it.")
        return self._shown(*rows[0])

    def screens(self) -> list[int]:
        """Row numbers of the records that stand in a box of a picture."""
        query = f"SELECT DISTINCT record FROM sighting, record WHERE instr(locator, 'box=') AND n = record AND {_LIVE} ORDER BY 1"
        return [n for (n,) in self._db.execute(query)]

    def at(self, rows: Iterable[int]) -> Iterator[tuple[int, Shown]]:
        """Records by their row numbers, those of one segment together."""
        query = f"""SELECT n, seq, start, size FROM record WHERE n IN (SELECT value FROM json_each(?)) AND {_LIVE}
                    ORDER BY seq, start"""
        for row in self._db.execute(query, (json.dumps(list(rows)),)):
            yield row[0], self._shown(*row)

    def in_order(self, wanted: Container[int]) -> Iterator[tuple[int, int, Shown]]:
        """Row number, log entry and record of those rows that are wanted, in the order of `records`."""
        for row in self._rows(_LIVE, []):
            if row[0] in wanted:
                yield row[0], row[1], self._shown(*row[:4])

    def corrected_rows(self) -> list[int]:
        """Row numbers of records that a person corrected."""
        return sorted(self._corrections.rows)

    def problems(self) -> Iterator[dict[str, Any]]:
        """Everything that could not be read, newest import last."""
        query = """SELECT path, locator, reason, code, lost, seq FROM problem
                   WHERE content IS NULL OR n IN (SELECT min(n) FROM problem GROUP BY content, locator, code, reason)
                   ORDER BY n"""
        names = ("path", "locator", "reason", "code", "lost", "entry")
        return (dict(zip(names, row, strict=True)) for row in self._db.execute(query))

    def notices(self) -> Iterator[dict[str, Any]]:
        """What was odd about sources that could be read."""
        names = ("path", "locator", "text", "code", "entry")
        query = "SELECT path, locator, text, code, seq FROM notice ORDER BY n"
        return (dict(zip(names, row, strict=True)) for row in self._db.execute(query))

    def sources(self) -> Iterator[dict[str, Any]]:
        """Every file that was ever added, and what became of it; then those that were not kept."""
        query = """SELECT s.path, c.sha256, c.size, o.sha256, s.members, s.modified, s.stamp, s.outcome, s.why, s.seq,
                     r.parser, r.version, r.found, r.magic,
                     (SELECT count(*) FROM sighting WHERE sighting.content = c.n)
                   FROM source s JOIN content c ON c.n = s.content JOIN content o ON o.n = s.object
                   LEFT JOIN reading r ON r.content = c.n ORDER BY s.n"""
        names = ("path", "sha256", "size", "object", "members", "modified", "stamp", "outcome", "why", "entry",
                 "parser", "version", "found", "magic", "records")  # fmt: skip
        for row in self._db.execute(query):
            item = dict(zip(names, row, strict=True))
            yield item | {"members": json.loads(item["members"])}
        skipped = self._db.execute("SELECT path, code, reason, seq FROM skipped ORDER BY n")
        for path, code, why, seq in skipped:
            yield {"path": path, "outcome": "not_kept", "code": code, "why": why, "entry": seq}

    def _shown(self, n: int, seq: int, start: int, size: int) -> Shown:
        body = _fields(self._segment(seq)[start : start + size])
        query = """SELECT c.sha256, s.locator, s.seq, s.start, s.parser, s.version, c.n FROM sighting s
                   JOIN content c ON c.n = s.content WHERE s.record=? ORDER BY 1, 2"""
        seen = self._db.execute(query, (n,)).fetchall()
        content, locator, said_in, said_at, parser, version, _ = seen[0]
        changed = self._differs(said_in, said_at) if said_at is not None else {}
        kept = {name: value for name, value in {**body, **changed}.items() if bytes(value) != b"null"}
        sightings = tuple(place for sighting in seen for place in self._seen_at(sighting[6], sighting[1]))
        record = msgspec.structs.replace(
            _record(msgspec.json.encode(kept)),
            content=content, locator=sightings[0]["locator"] if sightings else locator,
            object=sightings[0]["object"] if sightings else content, parser=parser, version=version,
        )  # fmt: skip
        return Shown(record, sightings, self._corrections.of(record))

    def _differs(self, seq: int, start: int) -> dict[str, msgspec.Raw]:
        """What a sighting says otherwise, read from its line."""
        segment = self._segment(seq)
        return _sighting(segment[start : segment.index(b"\n", start)]).differs

    def _seen_at(self, content: int, locator: str) -> list[dict[str, str]]:
        places = self._places(content)
        return [{"source": path, "object": sha, "locator": f"{lead}{locator}"} for path, sha, lead in places]

    def _look_up_places(self, content: int) -> list[tuple[str, str, str]]:
        """Where a content stood: path in the drop, stored object, and the locator steps into that object."""
        query = """SELECT DISTINCT s.path, o.sha256, s.members FROM source s JOIN content o ON o.n = s.object
                   WHERE s.content=? ORDER BY 1, 2, 3"""
        rows = self._db.execute(query, (content,)).fetchall()
        return [(path, sha256, _lead(json.loads(members))) for path, sha256, members in rows]

    def _where(self, wanted: Filter) -> tuple[str, list[object]]:
        terms: list[tuple[str, Iterable[object]]] = [(_LIVE, ())]
        if wanted.kind:
            terms.append(("kind=?", [wanted.kind]))
        if wanted.service:
            terms.append(("service=?", [wanted.service]))
        if wanted.since or wanted.until:
            terms.append(self._within(wanted))
        if wanted.person:
            party = "SELECT n FROM party WHERE normal=? OR lower(normal)=? OR lower(id)=? OR instr(lower(name), ?)"
            values = [wanted.normal or wanted.person, *[wanted.person.lower()] * 3]
            term = f"n IN (SELECT record FROM record_party WHERE party IN ({party}))"
            terms.append(_or_one_of(term, values, self._corrections.written_by(wanted.person, wanted.normal)))
        return " AND ".join(term for term, _ in terms), [value for _, values in terms for value in values]

    def _within(self, wanted: Filter) -> tuple[str, list[object]]:
        """Records from a day to another, by the time that was read or by the one that a person stated."""
        low = midnight(wanted.since, wanted.zone) if wanted.since else _FIRST
        high = midnight(wanted.until, wanted.zone, 1) if wanted.until else _LAST
        moments = {n: sort_ms(time) for n, time in self._corrections.times().items()}
        said = [n for n, moment in moments.items() if moment is not None and low <= moment < high]
        return _or_one_of("sort>=? AND sort<?", [low, high], said)


_fields = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_record = msgspec.json.Decoder(Record).decode
_sighting = msgspec.json.Decoder(SightingLine).decode


def _place(row: _Row) -> tuple[bool, int, int]:
    """Where a row stands in the order of time; what has no time comes last."""
    return row[4] is None, row[4] or 0, row[0]


def _or_one_of(term: str, values: Iterable[object], rows: list[int]) -> tuple[str, list[object]]:
    """A condition that also some rows fulfil, of which something else is known than stands in the index."""
    if not rows:
        return term, list(values)
    return f"({term} OR n IN (SELECT value FROM json_each(?)))", [*values, json.dumps(rows)]


def _quoted(word: str) -> str:
    return '"{}"'.format(word.replace('"', '""'))


def _lead(members: list[str]) -> str:
    return "".join(f"{locate(('member', member))};" for member in members)


def midnight(text: str, zone: str, later: int = 0) -> int:
    """Milliseconds since 1970 at the start of a day, or of one some days later. Raises ValueError when it is no day."""
    there = ZoneInfo(zone) if zone else UTC
    day = date.fromisoformat(text)
    later = min(later, (date.max - day).days)  # the calendar ends
    moment = datetime.combine(day + timedelta(days=later), datetime.min.time(), there)
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def _complete(record: Record) -> dict[str, Any]:
    shown = {name: getattr(record, name) for name in _names(Record)}
    out: dict[str, Any] = msgspec.to_builtins(shown)
    out["time"] = _whole(record.time)
    out["conversation"] = _whole(record.conversation)
    out["sender"] = _whole(record.sender) if record.sender else None
    out["recipients"] = [_whole(party) for party in record.recipients]
    return out


def _whole(part: Time | Party | Conversation) -> dict[str, Any]:
    return {name: getattr(part, name) for name in _names(type(part))}


@lru_cache
def _names(kind: type[Struct]) -> tuple[str, ...]:
    return tuple(field.name for field in msgspec.structs.fields(kind))
