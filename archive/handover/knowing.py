"""Who knows which contact, as far as messages show: those who used it, and those it was written to."""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from archive.handover.contacts import Contact, contact_of
from archive.names import form
from archive.records import Party

_NAMES = 3


class Knowing:
    """People by their key, and for each contact the keys of those who have it."""

    def __init__(self) -> None:
        self.people: dict[str, Party] = {}
        self._known: dict[str, set[str]] = {}

    def meet(self, parties: Iterable[Party]) -> set[str]:
        """Take note of people. Returns their keys; who has neither identifier nor name has none."""
        found = {key_of(party): party for party in parties}
        found.pop("", None)
        for key, party in found.items():
            if key not in self.people or (party.name and not self.people[key].name):
                self.people[key] = party
        return set(found)

    def tell(self, people: set[str], contacts: Iterable[Contact]) -> None:
        """Note that these people have these contacts."""
        for contact in contacts if people else ():
            self._known.setdefault(contact.key, set()).update(people)

    def who_has(self, contact: str) -> set[str]:
        """Keys of the people who have the contact with this key."""
        return self._known.get(contact, set())

    def identifiers(self) -> set[str]:
        """Keys of the contacts by which the people themselves are reached."""
        return {contact_of(party).key for party in self.people.values() if party.id}

    def names(self, people: Iterable[str]) -> list[str]:
        """Names for keys, in their order, with the identifier beside a name that two people share."""
        alike = Counter(party.name for party in self.people.values())
        return [_name(self.people[key], shared=alike[self.people[key].name] > 1) for key in people]

    def sentence(self, people: set[str]) -> str:
        """Who has something, in plain words."""
        if not people:
            return "Nobody who wrote to you has used it."
        names = sorted(self.names(people))
        if len(names) > _NAMES:
            more = len(names) - _NAMES
            names = [*names[:_NAMES], f"{more:,} {'other' if more == 1 else 'others'}"]
        listed = " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)
        return f"Only {listed} {'has' if len(people) == 1 else 'have'} it from these messages."


@lru_cache(4096)  # the same few people write nearly everything
def key_of(party: Party) -> str:
    """What tells people apart: the identifier, else the name."""
    return form(party.normal or party.id or party.name)


def _name(party: Party, *, shared: bool) -> str:
    return f"{party.name} ({party.id})" if party.name and party.id and shared else party.name or party.id
