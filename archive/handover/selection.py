"""Which records go out, and which files hold nothing but those.

A part shows what was chosen people and the owner wrote to each other, never what others wrote. A file, or a segment of the
archive, goes out whole only if everything in it was chosen: else somebody else's words would go out with it.
"""

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from archive.case import Case
from archive.errors import FullpictureError
from archive.handover.order import Part
from archive.handover.persons import owner_parties, parties_of
from archive.identity import sort_ms
from archive.listing import Listing, Shown, midnight
from archive.names import form
from archive.records import SystemDetails, Time

_LIVE = "EXISTS (SELECT 1 FROM sighting WHERE sighting.record = record.n)"
_DAY = 86_400_000  # milliseconds


class NothingChosen(FullpictureError):
    """No record fits what was asked for."""


class Selection(Struct, frozen=True):
    """`rows` are row numbers of the chosen records; `private` those of private notes, which never go out; `others` how
    many records were left out because they were not chosen. `owners` and `wanted` are row numbers of parties."""

    rows: frozenset[int]
    private: frozenset[int]
    others: int
    whole: bool
    owners: frozenset[int]
    wanted: frozenset[int]


def select(case: Case, part: Part, normal: Callable[[str], str], private: frozenset[int]) -> Selection:
    """Choose records. `normal` makes the matching form of a number or address; `private` are rows of private notes.

    Raises WhoIsMeant and NothingChosen.
    """
    owners = owner_parties(case, normal)
    said = Corrected(case)
    wanted = parties_of(case, part.persons, normal, said.names)
    every = _rows(case, "1=1", [])
    chosen = every & _by_fields(case, part)
    if part.persons:
        among = _between(case, wanted, owners)
        chosen &= among | (_rows(case, "kind='diary'", []) if part.diary else frozenset())
    if said.rows and not part.whole:
        chosen = said.chosen(part, chosen, _by_fields(case, replace(part, since="", until="")), wanted)
    if not part.whole and (not part.kinds or "photo" in part.kinds):
        chosen |= every & _pictures(case, chosen)
    chosen -= private
    if not chosen:
        raise NothingChosen("No record fits what was asked for, so there is nothing to hand over. Nothing was made.")
    return Selection(chosen, private, len(every - chosen - private), part.whole, owners, wanted)


class Corrected:
    """Records that a person corrected are chosen by what this person says, not by what the machine read."""

    def __init__(self, case: Case) -> None:
        self._db, self._zone = case.db, case.declared.zone
        listing = Listing(case)
        corrected = frozenset(listing.corrected_rows())
        self.rows = {n: shown for n, _, shown in listing.in_order(corrected)} if corrected else {}
        senders = (shown.corrected.sender for shown in self.rows.values())
        self.names = frozenset(sender.name or sender.id for sender in senders if sender)

    def chosen(
        self, part: Part, chosen: frozenset[int], fitting: frozenset[int], wanted: frozenset[int]
    ) -> frozenset[int]:
        """`chosen` put right: `fitting` are the rows that fit in all but time and people, `wanted` the parties that are meant."""
        names = {form(name) for name in part.persons}
        for n, *texts in self._db.execute("SELECT n, normal, id, name FROM party"):
            names |= {form(text) for text in texts if text} if n in wanted else set()
        right = {n for n, shown in self.rows.items() if n in fitting and self._fits(part, shown, n in chosen, names)}
        return (chosen - self.rows.keys()) | right

    def _fits(self, part: Part, shown: Shown, chosen: bool, names: set[str]) -> bool:
        now, read = shown.corrected, shown.record
        if (
            now.sender != read.sender
            and part.persons
            and not (now.sender and {form(now.sender.id), form(now.sender.name)} & names)
        ):
            return False
        if now.time != read.time and not self._in_time(part, now.time):
            return False
        return chosen or now.sender != read.sender or now.time != read.time

    def _in_time(self, part: Part, time: Time) -> bool:
        at = sort_ms(time)
        if at is None:
            return not (part.since or part.until)
        after = not part.since or at >= midnight(part.since, self._zone)
        return after and (not part.until or at < midnight(part.until, self._zone, 1))


def seen_under(case: Case, selection: Selection) -> frozenset[str]:
    """Paths in drops under which chosen records were seen."""
    rows = case.db.execute("SELECT s.path, g.record FROM source s JOIN sighting g ON g.content = s.content")
    return frozenset(path for path, record in rows if record in selection.rows)


def _pictures(case: Case, chosen: frozenset[int]) -> frozenset[int]:
    """Records of pictures in which every message that was read was chosen: they are the evidence for these."""
    read: dict[int, bool] = {}
    for content, record in case.db.execute("SELECT content, record FROM sighting WHERE instr(locator, 'box=')"):
        read[content] = read.get(content, True) and record in chosen
    query = "SELECT content, record FROM sighting JOIN record ON n = record WHERE kind='photo'"
    return frozenset(record for content, record in case.db.execute(query) if read.get(content))


def _by_fields(case: Case, part: Part) -> frozenset[int]:
    terms: list[str] = []
    values: list[object] = []
    for column, wanted in (("kind", part.kinds), ("service", part.services)):
        if wanted:
            _refuse_unknown(case, column, wanted)
            terms.append(f"{column} IN ({','.join('?' * len(wanted))})")
            values += wanted
    if part.conversations:
        threads = _threads(case, part.conversations)
        terms.append(f"thread IN ({','.join('?' * len(threads))})")
        values += threads
    fitting = _rows(case, " AND ".join(terms) or "1=1", values)
    return fitting & _by_days(case, part) if part.since or part.until else fitting


def _by_days(case: Case, part: Part) -> frozenset[int]:
    """Records of the chosen days, on the wall of the case's zone. What has a day only belongs to that day in every zone."""
    low = midnight(part.since, case.declared.zone) if part.since else -(1 << 62)
    high = midnight(part.until, case.declared.zone, 1) if part.until else 1 << 62
    timed = _rows(case, "sort>=? AND sort<?", [low, high])
    maybe = _rows(case, "sort % 86400000 = 0 AND sort BETWEEN ? AND ?", [low - _DAY, high + _DAY])
    days = {n: shown.record.time for n, _, shown in Listing(case).in_order(maybe)} if maybe else {}
    dated = {n: (time.local or "")[:10] for n, time in days.items() if time.precision == "day"}
    right = {n for n, day in dated.items() if (part.since or day) <= day <= (part.until or day)}
    return (timed - dated.keys()) | right


def _refuse_unknown(case: Case, column: str, wanted: tuple[str, ...]) -> None:
    """A word that no record has is a slip of the pen: going on would leave out what was meant."""
    held = sorted(word for (word,) in case.db.execute(f"SELECT DISTINCT {column} FROM record"))
    if unknown := [word for word in wanted if word not in held]:
        raise NothingChosen(
            f"No record here has the {column} “{unknown[0]}”. There are: {', '.join(held)}. Nothing was made."
        )


def _threads(case: Case, names: tuple[str, ...]) -> list[int]:
    """Row numbers of the threads with these titles or keys, whatever the case of their letters. Raises NothingChosen."""
    found: list[int] = []
    every = case.db.execute("SELECT n, title, key FROM thread").fetchall()
    for name in names:
        rows = [n for n, *said in every if name.casefold() in [word.casefold() for word in said]]
        if not rows:
            raise NothingChosen(f"No conversation here is called “{name}”. Nothing was made.")
        found += rows
    return found


def _between(case: Case, wanted: frozenset[int], owners: frozenset[int]) -> frozenset[int]:
    """Records that the wanted people sent, those that the owner sent to them, and what stands in a thread of only these two."""
    sent: dict[int, int] = {}
    received: dict[int, set[int]] = {}
    for record, party, role in case.db.execute("SELECT record, party, role FROM record_party"):
        if role == "sender":
            sent[record] = party
        else:
            received.setdefault(record, set()).add(party)
    known = wanted | owners
    theirs = {record for record, party in sent.items() if party in wanted}
    to_them = {r for r, parties in received.items() if parties & wanted and (r not in sent or sent[r] in owners)}
    outgoing = _rows(case, "direction='outgoing'", [])
    to_them |= {r for r, parties in received.items() if r in outgoing and parties & wanted}
    incoming = _rows(case, "direction='incoming'", [])
    alone = _alone(case, wanted, known, (sent, received)) - {r for r in incoming if r not in sent}
    return frozenset(theirs | to_them | (alone - _of_others(case, alone, known)))


def _of_others(case: Case, rows: set[int], known: frozenset[int]) -> set[int]:
    """Of these, lines of the service that name somebody else: who joined, left, added whom."""
    system = frozenset(rows) & _rows(case, "kind='system'", [])
    if not system:
        return set()
    names = {
        form(text)
        for n, *texts in case.db.execute("SELECT n, normal, id, name FROM party")
        if n in known
        for text in texts
        if text
    }
    found = set()
    for n, _, shown in Listing(case).in_order(system):
        details = shown.record.details
        people = (details.actor, details.target) if isinstance(details, SystemDetails) else ()
        if any(one and not {form(one.normal), form(one.id), form(one.name)} & names for one in people):
            found.add(n)
    return found


def _alone(
    case: Case, wanted: frozenset[int], known: frozenset[int], told: tuple[dict[int, int], dict[int, set[int]]]
) -> set[int]:
    """Records of threads in which nobody has part but the wanted people and the owner: there the owner's unnamed messages, calls and
    system lines are between them too. `told` are sender and receivers by record."""
    sent, received = told
    rows: dict[int, list[int]] = {}
    for record, thread in case.db.execute(
        "SELECT record.n, thread FROM record JOIN thread t ON t.n=thread WHERE t.key != ''"
    ):
        rows.setdefault(thread, []).append(record)
    found: set[int] = set()
    for records in rows.values():
        senders = {sent[r] for r in records if r in sent}
        others = {party for r in records for party in received.get(r, ())} - known
        if senders & wanted and senders <= known and not others:
            found.update(records)
    return found


def _rows(case: Case, where: str, values: list[object]) -> frozenset[int]:
    return frozenset(n for (n,) in case.db.execute(f"SELECT n FROM record WHERE {_LIVE} AND {where}", values))
