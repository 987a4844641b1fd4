"""Reads what links need: messages seen in pictures, and of the exported records only those that may match."""

import json
import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from itertools import chain
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from archive.case import Case
from archive.links import clocks, words
from archive.links.seen import Seen, family
from archive.listing import Listing, Shown
from archive.records import MessageDetails, ScreenDetails, Time

_KINDS = ("message", "call", "system")
_GONE = {"deleted", "unsent"}


class Held(Struct, frozen=True, dict=True, kw_only=True):
    """An exported record, as far as links look at it. `zoned`: its wall clock is known, not worked out by the case's zone."""

    row: int
    id: str
    kind: str
    direction: str
    sender: str
    text: str
    day: str
    clock: str
    zoned: bool
    gone: bool
    order: tuple[int, str, tuple[int | str, ...]]

    @cached_property
    def plain(self) -> str:
        return words.plain(self.text)

    @cached_property
    def minutes(self) -> frozenset[int]:
        return clocks.minutes(self.clock)


@dataclass
class Thread:
    """A conversation as exports hold it: its thread rows, the names it goes by, and its records in order of time."""

    service: str
    rows: list[int] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    title: str = ""
    sorts: "array[int]" = field(default_factory=lambda: array("q"))
    records: "array[int]" = field(default_factory=lambda: array("q"))

    def position(self, row: int, sort: int | None) -> int:
        """Where a record stands in the thread."""
        at = bisect_left(self.sorts, _LAST if sort is None else sort)
        while at < len(self.records) and self.records[at] != row:
            at += 1
        return at


_LAST = 1 << 62  # where records without a time stand


class Reader:
    """Reads one case for links."""

    def __init__(self, case: Case) -> None:
        self.db = case.db
        self._listing = Listing(case)
        self._zone = ZoneInfo(case.declared.zone) if case.declared.zone else None
        self._held: dict[int, Held] = {}
        self._boxes = self._listing.screens()
        self.boxes = frozenset(self._boxes)

    @cached_property
    def seen(self) -> list[Seen]:
        """Every message read in a picture."""
        shown = (one for _, one in self._listing.at(self._boxes))
        found = [_seen(one, d) for one in shown if isinstance(d := one.record.details, ScreenDetails)]
        first: dict[str, int] = {}
        last: dict[str, int] = {}
        for one in found:
            first[one.picture] = min(first.get(one.picture, one.order), one.order)
            last[one.picture] = max(last.get(one.picture, one.order), one.order)
        ends = {"top": first, "bottom": last}
        files = self._files(first)
        return [
            replace(
                one,
                file=files.get(one.picture, ""),
                ends=tuple(end for end in ends if ends[end][one.picture] == one.order),
            )
            for one in found
        ]

    def _files(self, contents: Iterable[str]) -> dict[str, str]:
        """The name of each file, with that of what encloses it. Of several the first, whichever was added first."""
        query = """SELECT c.sha256, min(s.path || s.members) FROM source s JOIN content c ON c.n = s.content
                   WHERE c.sha256 IN (SELECT value FROM json_each(?)) GROUP BY 1"""
        return dict(self.db.execute(query, (json.dumps(list(contents)),)))

    def photos(self) -> dict[str, str]:
        """The id of the record that each picture itself is, by the hash of its bytes."""
        query = """SELECT c.sha256, min(hex(r.key)) FROM record r JOIN sighting s ON s.record = r.n
                   JOIN content c ON c.n = s.content WHERE r.kind = 'photo' GROUP BY 1"""
        return {sha256: key.lower() for sha256, key in self.db.execute(query)}

    def held(self, rows: Iterable[int]) -> list[Held]:
        """Exported records by row number, in the order of time, and within a moment as their source has them."""
        wanted = list(rows)
        for row, shown in self._listing.at([row for row in wanted if row not in self._held]):
            self._held[row] = self._exported(row, shown)
        return sorted((self._held[row] for row in wanted if row in self._held), key=lambda one: one.order)

    def _exported(self, row: int, shown: Shown) -> Held:
        record, local = shown.record, self._local(shown.record.time)
        minute = local[11:16] if record.time.precision in ("ms", "s", "min") else ""
        took_back = isinstance(record.details, MessageDetails) and record.details.deleted is not None
        return Held(
            row=row, id=record.id, kind=record.kind, direction=record.direction, text=record.text or "",
            sender=(record.sender.name or record.sender.id) if record.sender else "", day=local[:10], clock=minute,
            zoned=record.time.local is not None, order=_order(shown),
            gone=bool(_GONE & set(record.status)) or took_back,
        )  # fmt: skip

    def _local(self, time: Time) -> str:
        if time.local or not time.utc:
            return time.local or ""
        utc = datetime.fromisoformat(time.utc.removesuffix("Z")).replace(tzinfo=UTC)
        try:
            return utc.astimezone(self._zone or UTC).replace(tzinfo=None).isoformat()
        except OverflowError:
            return time.utc

    @cached_property
    def threads(self) -> dict[tuple[str, str], Thread]:
        """Conversations that hold exported messages or calls, without their records."""
        found: dict[tuple[str, str], Thread] = {}
        kinds = ",".join(f"'{kind}'" for kind in _KINDS)
        held = f"""SELECT DISTINCT thread FROM record WHERE kind IN ({kinds})
                   AND n NOT IN (SELECT value FROM json_each(?))"""
        query = f"SELECT * FROM thread WHERE n IN ({held}) ORDER BY 2, 3, 4"
        for n, service, key, title in self.db.execute(query, (str(self._boxes),)):
            one = found.setdefault((family(service), key or title), Thread(service))
            one.rows.append(n)
            one.title = one.title or title
            one.names |= {title, *key.split(",")}
        return found

    @cached_property
    def of_row(self) -> dict[int, tuple[str, str]]:
        """The conversation of a thread row."""
        return {row: name for name, thread in self.threads.items() for row in thread.rows}

    def name_people(self, names: Iterable[tuple[str, str]]) -> None:
        """Add to conversations the names of who takes part in them."""
        rows = list(chain.from_iterable(self.threads[name].rows for name in names))
        query = """SELECT DISTINCT r.thread, p.normal, p.id, p.name FROM record r JOIN record_party rp ON rp.record = r.n
                   JOIN party p ON p.n = rp.party WHERE r.thread IN (SELECT value FROM json_each(?))"""
        for row, *found in self.db.execute(query, (str(rows),)):
            self.threads[self.of_row[row]].names.update(name for name in found if name)

    def fill(self, names: Iterable[tuple[str, str]]) -> None:
        """Read which records conversations hold, in order: row numbers and times alone."""
        rows = list(chain.from_iterable(self.threads[name].rows for name in names))
        kinds = ",".join(f"'{kind}'" for kind in _KINDS)
        query = f"""SELECT n, sort, thread FROM record WHERE thread IN (SELECT value FROM json_each(?))
                    AND kind IN ({kinds}) AND EXISTS (SELECT 1 FROM sighting WHERE sighting.record = record.n)
                    ORDER BY sort IS NULL, sort, n"""
        for n, sort, row in self.db.execute(query, (str(rows),)):
            if n not in self.boxes:
                thread = self.threads[self.of_row[row]]
                thread.records.append(n)
                thread.sorts.append(_LAST if sort is None else sort)


def _seen(shown: Shown, details: ScreenDetails) -> Seen:
    record, said = shown.corrected, {line.time for line in shown.corrections if line.time}
    local = record.time.local or ""
    clock = local[11:16] if said and record.time.precision == "min" else details.clock or record.time.raw
    return Seen(
        id=record.id, picture=record.content, locator=shown.record.locator, order=details.order, kind=record.kind,
        service="" if details.service_from else record.service, title=record.conversation.title, side=details.side, text=record.text or "",
        sender=(record.sender.name or record.sender.id) if record.sender else "", clock=clock,
        day=local[:10] if record.time.precision != "none" else "", stamp=details.stamp, reckoned=bool(details.day_from) and not said, box=details.box,
        cut=details.cut, confidence=details.confidence, uncertain="uncertain" in record.warnings,
        corrected=any(line.text is not None for line in shown.corrections),
        by_person=tuple(
            name for name in ("sender", "time") if any(getattr(line, name) is not None for line in shown.corrections)
        ),
    )  # fmt: skip


def _order(shown: Shown) -> tuple[int, str, tuple[int | str, ...]]:
    """Time, then the source's own order: so that neither the order of import nor row numbers matter."""
    time = shown.record.time.utc or shown.record.time.local
    try:
        moment = datetime.fromisoformat(time.removesuffix("Z")).replace(tzinfo=UTC) if time else None
    except ValueError:
        moment = None
    at = _LAST if moment is None else int(moment.timestamp() * 1000)
    return at, shown.record.content, tuple(_numbers(shown.record.locator))


def _numbers(locator: str) -> list[int | str]:
    """A locator in which numbers count as numbers: words and numbers take turns, a word first."""
    parts: list[str] = re.findall(r"[0-9]+|[^0-9]+", f"={locator}")
    return [int(part) if part.isdecimal() and part.isascii() else part for part in parts]
