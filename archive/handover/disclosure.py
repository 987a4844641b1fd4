"""What a hand-over would give away that may endanger the person: read out before anything is written.

A file that goes to the police may reach the other side by disclosure. So what that side may not know yet is named: numbers,
addresses and postcodes of the owner's, with who has them from these messages; positions in photos; other people's words.
That a friend knows an address says nothing about what anybody else knows, so it is kept for each person.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct

from archive.counting import counted
from archive.handover.contacts import Contact, contact_of, contacts
from archive.handover.entry import Entry
from archive.handover.knowing import Knowing, key_of
from archive.handover.plain import is_unsent, way
from archive.handover.quoting import quotes
from archive.names import form
from archive.records import DiaryDetails, MailDetails, MessageDetails, Party, PhotoDetails, Record

Risk = Literal["own-contact", "own-address", "position", "other-people", "private-note"]
_SHOWN, _CONTACTS = 6, 8


class Finding(Struct, frozen=True):
    """One thing to think about. `about` names it in a sentence, `where` are numbers of entries or exhibits."""

    risk: Risk
    about: str
    where: tuple[str, ...] = ()


class _Own(Struct):
    """A contact of the owner's: its own identifier, or something in its own words."""

    contact: Contact
    yours: bool = False
    where: dict[int, None] = {}


class Disclosure:
    """Give it every entry once; then ask for the findings."""

    def __init__(self) -> None:
        self._own: dict[str, _Own] = {}
        self._knowing = Knowing()
        self._me: set[Party] = set()
        self._writers: set[str] = set()
        self._written: Counter[str] = Counter()
        self._positions: list[int] = []
        self._quoting: list[int] = []

    def add(self, entry: Entry) -> None:
        record = entry.shown
        mine = record.direction == "outgoing" or record.kind == "diary" or bool(record.sender and record.sender.owner)
        said, owned = list(contacts(_words(record))), self._of_the_owner(record)
        for contact in owned:
            self._note(contact, entry.number, yours=True)
        for contact in said if mine else ():
            self._note(contact, entry.number, yours=False)
        others = self._others(record, mine=mine)
        if not is_unsent(way(record)) and "unsent" not in record.status:
            self._knowing.tell(others, (*said, *owned))
        if not mine and record.sender and (who := key_of(record.sender)):
            self._writers.add(who)
            self._written[who] += record.direction == "incoming"
        if _has_position(entry):
            self._positions.append(entry.number)
        if quotes(record):
            self._quoting.append(entry.number)

    def _of_the_owner(self, record: Record) -> list[Contact]:
        owner = [party for party in _parties(record) if party.owner]
        self._me.update(owner)
        return [contact_of(party) for party in owner if party.id]

    def _note(self, contact: Contact, number: int, *, yours: bool) -> None:
        own = self._own.setdefault(contact.key, _Own(contact))
        own.yours |= yours
        own.where[number] = None

    def _others(self, record: Record, *, mine: bool) -> set[str]:
        """Keys of those who wrote this or were sent it. A lone recipient of what came in is the owner, even where nobody says so."""
        receivers = _receivers(record)
        alone = record.direction == "incoming" and len(receivers) == 1
        writer = [record.sender] if record.sender and not mine else []
        return self._knowing.meet(party for party in (*writer, *(() if alone else receivers)) if not party.owner)

    def findings(self, private: int, placed: tuple[str, ...], wanted: frozenset[str]) -> tuple[Finding, ...]:
        """All there is to say. `private` notes are held back anyway; `placed` are exhibits whose photos say where; `wanted` are
        the keys of people who were chosen, empty when everybody was."""
        found = [*self._contacts()]
        if self._positions or placed:
            where = (*_entries(self._positions), *_some(placed))
            found.append(Finding("position", _positions(max(len(self._positions), len(placed))), where))
        found += self._other_people(frozenset(map(form, wanted)))
        if wanted and self._quoting:
            number = counted(len(self._quoting), "entry quotes", "entries quote")
            it = "it" if len(self._quoting) == 1 else "them"
            about = f"{number} what somebody else wrote. It goes along with {it}."
            found.append(Finding("other-people", about, _entries(self._quoting)))
        if private:
            said = counted(private, "private note stays", "private notes stay")
            found.append(Finding("private-note", f"{said} here. Private notes are never handed over."))
        return tuple(found)

    def _contacts(self) -> list[Finding]:
        """The owner's contacts that somebody who wrote does not have: places first, then what the fewest have."""
        mine = {form(name) for party in self._me for name in (party.normal, party.id, party.name) if name}
        me = mine - {key for key, count in self._written.items() if count}  # an owner and a writer may share a name
        writers = self._writers - me
        theirs = self._knowing.identifiers()
        owned = ((key, own) for key, own in self._own.items() if own.yours or key not in theirs)
        known_by = ((own, self._knowing.who_has(key) - me) for key, own in owned)
        risky = [(own, known) for own, known in known_by if not writers or not writers <= known]
        risky.sort(key=lambda pair: (not pair[0].contact.place, len(pair[1])))
        found = [self._contact(own, known) for own, known in risky[:_CONTACTS]]
        if more := risky[_CONTACTS:]:
            about = f"and {counted(len(more), 'more number or address', 'more numbers or addresses')}."
            where = sorted({number for own, _ in more for number in own.where})
            found.append(Finding("own-contact", about, _entries(where)))
        return found

    def _contact(self, own: _Own, known: set[str]) -> Finding:
        is_what = "where somebody lives" if own.contact.place else "yours" if own.yours else "in your own words"
        about = f"“{own.contact.shown}” is {is_what}. {self._knowing.sentence(known)}"
        return Finding("own-address" if own.contact.place else "own-contact", about, _entries(list(own.where)))

    def _other_people(self, wanted: frozenset[str]) -> list[Finding]:
        others = {key: count for key, count in self._written.items() if count and not wanted & self._forms(key)}
        if len(others) <= (0 if wanted else 1):
            return []
        named = zip(self._knowing.names(others), others.values(), strict=True)
        names = [name for name, _ in sorted(named, key=lambda pair: (-pair[1], pair[0]))]
        wrote = counted(sum(others.values()), "record was", "records were")
        people = counted(len(names), "other person", "other people")
        meant = "Is that meant?" if len(names) == 1 else "Are all of them meant?"
        return [Finding("other-people", f"{wrote} written by {people}. {meant}", _some(names))]

    def _forms(self, key: str) -> set[str]:
        person = self._knowing.people[key]
        return {key, form(person.id), form(person.name)}


def _words(record: Record) -> str:
    place = record.details.place if isinstance(record.details, DiaryDetails) else ""
    earlier = (version.text for version in record.versions)
    return "\n".join(part for part in (record.subject, record.text, place, *earlier) if part)


def _receivers(record: Record) -> tuple[Party, ...]:
    details = record.details
    return (*record.recipients, *details.cc, *details.bcc) if isinstance(details, MailDetails) else record.recipients


def _parties(record: Record) -> Iterable[Party]:
    return (*([record.sender] if record.sender else []), *_receivers(record))


def _has_position(entry: Entry) -> bool:
    details = entry.record.details
    return isinstance(details, PhotoDetails | MessageDetails) and details.latitude is not None


def _positions(count: int) -> str:
    said = counted(count, "photo or message says", "photos or messages say")
    return f"{said} where it was made: perhaps your home, or where you are safe."


def _entries(numbers: Sequence[int]) -> tuple[str, ...]:
    return _some([f"entry {number:,}" for number in numbers])


def _some(names: Sequence[str]) -> tuple[str, ...]:
    more = len(names) - _SHOWN
    return (*names[:_SHOWN], f"and {more:,} more") if more > 0 else tuple(names)
