"""Counts what is handed over: who, what, when, how much. One look at every entry, before anything is written."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from archive.handover.entry import Entry, Person, Tally
from archive.handover.plain import is_unsent, way
from archive.records import Party

OWNER = Party(name="the owner, whom the source does not name here", owner=True)
_TOLD = ("message", "email", "call", "voicemail")


class _Known(Struct):
    """What has been seen of one identifier so far."""

    id: str  # as written where it was seen first
    names: dict[str, None]
    services: dict[str, None]
    owner: bool = False
    sent: int = 0
    received: int = 0
    first: str = ""
    last: str = ""


class Survey:
    """Give it every entry once; then ask."""

    def __init__(self) -> None:
        self.entries = self.undated = 0
        self.first = self.last = ""
        self._kinds: Counter[str] = Counter()
        self._services: Counter[str] = Counter()
        self._directions: Counter[str] = Counter()
        self._days: Counter[str] = Counter()
        self._hours = [0] * 24
        self._people: dict[str, _Known] = {}
        self.exhibits: Counter[str] = Counter()

    def add(self, entry: Entry) -> None:
        record = entry.shown
        self.entries += 1
        self._kinds[record.kind] += 1
        self._services[record.service] += 1
        self._directions[record.direction] += 1
        self.exhibits.update({place.exhibit for place in entry.seen} | {part.exhibit for part in entry.enclosed})
        self._when(entry)
        day = entry.when.day
        for party, sent in _parties(entry):
            known = self._who(party, record.service, day, owner=party.owner)
            if not is_unsent(way(record)):  # what was never sent, nobody got
                known.sent += sent
                known.received += not sent

    def _when(self, entry: Entry) -> None:
        day = entry.when.day
        if not day:
            self.undated += 1
            return
        self._days[day] += 1
        if "file" in entry.when.counted_from:  # a day that copying changes does not stretch the period
            return
        self.first = min(self.first or day, day)
        self.last = max(self.last, day)
        if entry.when.clock:
            self._hours[int(entry.when.clock[:2])] += 1

    def _who(self, party: Party, service: str, day: str, *, owner: bool) -> _Known:
        key = party.normal or party.id or party.name
        known = self._people.setdefault(key, _Known(party.id or party.name, {}, {}))
        if party.name:
            known.names[party.name] = None
        known.services[service] = None
        known.owner = known.owner or owner
        if day:
            known.first = min(known.first or day, day)
            known.last = max(known.last, day)
        return known

    def people(self) -> tuple[Person, ...]:
        """Everybody who occurs, those who wrote most first."""
        found = [
            Person(id=key if key.startswith("+") else k.id, names=tuple(k.names), services=tuple(k.services), owner=k.owner, sent=k.sent, received=k.received, first=k.first, last=k.last)
            for key, k in self._people.items()
        ]  # fmt: skip
        return tuple(sorted(found, key=lambda one: (-one.sent, -one.received, one.id)))

    def tally(self) -> Tally:
        return Tally(
            kinds=_most_first(self._kinds), services=_most_first(self._services), weeks=self._weeks(),
            hours=tuple(self._hours), directions=_most_first(self._directions),
        )  # fmt: skip

    def _weeks(self) -> dict[str, int]:
        counts: Counter[date] = Counter()
        for day, count in self._days.items():
            monday = date.fromisoformat(day)
            counts[monday - timedelta(days=min(monday.weekday(), (monday - date.min).days))] += count
        if not counts:
            return {}
        week, last = min(counts), max(counts)
        if (last - week).days > 7 * 2_000:  # a clock from another age: only weeks that hold something
            return {str(monday): counts[monday] for monday in sorted(counts)}
        weeks = range(0, (last - week).days + 1, 7)
        return {str(week + timedelta(days=shift)): counts[week + timedelta(days=shift)] for shift in weeks}


def _parties(entry: Entry) -> Iterator[tuple[Party, bool]]:
    """Who wrote (True) and to whom (False). Where a source leaves the owner's side unsaid, as backups of texts do, it is the owner."""
    record = entry.shown
    writes, said = record.direction, entry.corrected is not None and entry.corrected.sender != entry.record.sender
    sender = record.sender or (OWNER if writes == "outgoing" else None)
    if sender:
        yield (replace(sender, owner=True) if writes == "outgoing" and not said else sender), True
    received = record.recipients or ((OWNER,) if writes == "incoming" and record.kind in _TOLD else ())
    yield from ((party, False) for party in received)


def _most_first(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
