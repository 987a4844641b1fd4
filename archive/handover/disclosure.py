"""What a hand-over would give away that may endanger the person: read out before anything is written.

A file that goes to the police may reach the other side by disclosure. So what that side may not know yet is named: numbers,
addresses and postcodes of the owner's that nobody among the senders ever used, positions in photos, other people's words.
"""

import re
from collections import Counter
from typing import Literal

from msgspec import Struct

from archive.handover.entry import Entry
from archive.records import MessageDetails, Party, PhotoDetails

Risk = Literal["own-contact", "own-address", "position", "other-people", "private-note"]
_POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})\b")
_MAIL = re.compile(
    r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
)  # bounded: a text made to harm must not take hours
_PHONE = re.compile(r"(?<![\d+])(?:\+\d|0)[\d ()-]{8,16}\d(?!\d)")
_SHOWN = 6


class Finding(Struct, frozen=True):
    """One thing to think about. `about` names it in a sentence, `where` are numbers of entries or exhibits."""

    risk: Risk
    about: str
    where: tuple[str, ...] = ()


class Disclosure:
    """Give it every entry once; then ask for the findings."""

    def __init__(self) -> None:
        self._own: dict[str, list[int]] = {}
        self._told: set[str] = set()  # what the other side has itself used or been sent
        self._positions: list[int] = []
        self._others: Counter[str] = Counter()
        self._wrote_to: set[str] = set()

    def add(self, entry: Entry) -> None:
        record = entry.shown
        if record.direction == "outgoing" or record.kind == "diary":
            self._of_the_owner(entry)
        elif record.text:
            self._told |= set(_contacts(record.text))
        self._parties(entry)
        if _has_position(entry):
            self._positions.append(entry.number)

    def _of_the_owner(self, entry: Entry) -> None:
        """What the owner's own words hold. In a message to somebody the words reached that somebody only."""
        text = "\n".join(part for part in (entry.shown.subject, entry.shown.text) if part)
        for contact in _contacts(text):
            self._own.setdefault(contact, []).append(entry.number)

    def _parties(self, entry: Entry) -> None:
        record = entry.shown
        for party in (record.sender, *record.recipients):
            if party and party.owner and party.id:
                self._own.setdefault(_name(party), []).append(entry.number)
        if record.direction == "incoming" and record.sender:
            self._others[_key(record.sender)] += 1
            self._told |= {_name(party) for party in record.recipients if party.owner}

    def findings(self, private: int, placed: tuple[str, ...], wanted: frozenset[str]) -> tuple[Finding, ...]:
        """All there is to say. `private` notes are held back anyway; `placed` are exhibits whose photos say where; `wanted` are
        the keys of people who were chosen, empty when everybody was."""
        found = [self._contact(name, where) for name, where in self._own.items() if name not in self._told]
        if self._positions or placed:
            where = (*[f"entry {n}" for n in self._positions[:_SHOWN]], *placed[:_SHOWN])
            found.append(
                Finding(
                    "position",
                    _positions(max(len(self._positions), len(placed))),
                    where,
                )
            )
        others = {name: n for name, n in self._others.items() if name and name not in wanted}
        if len(others) > (0 if wanted else 1):
            names = sorted(others, key=lambda name: (-others[name], name))
            about = f"{sum(others.values()):,} records were written by {_count(len(names), 'other person', 'other people')}. Are all of them meant?"
            found.append(Finding("other-people", about, tuple(names[:_SHOWN])))
        if private:
            found.append(
                Finding(
                    "private-note",
                    f"{_count(private, 'private note stays', 'private notes stay')} here. Private notes are never handed over.",
                )
            )
        return tuple(found)

    @staticmethod
    def _contact(name: str, where: list[int]) -> Finding:
        address = bool(_POSTCODE.fullmatch(name))
        about = f"“{name}” is {'an address' if address else 'a number or address'} in your own words or of your own that nobody who wrote to you has used."
        return Finding(
            "own-address" if address else "own-contact",
            about,
            tuple(f"entry {n}" for n in dict.fromkeys(where[:_SHOWN])),
        )


def _positions(count: int) -> str:
    said = _count(count, "photo or message says", "photos or messages say")
    return f"{said} where it was made: perhaps your home, or where you are safe."


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _contacts(text: str) -> list[str]:
    """Postcodes, mail addresses and phone numbers in a text, each in one form."""
    codes = [f"{out} {rest}" for out, rest in _POSTCODE.findall(text.upper())]
    mails = [mail.lower() for mail in _MAIL.findall(text)] if "@" in text else []
    return [*codes, *mails, *(_phone(number) for number in _PHONE.findall(text))]


def _phone(written: str) -> str:
    """A number in one form, however it was written: its last nine digits tell it from others, with or without a country."""
    digits = re.sub(r"\D", "", written)
    return f"…{digits[-9:]}" if len(digits) > 9 else digits


def _name(party: Party) -> str:
    """The owner's identifier in the form in which contacts are compared."""
    name = party.normal or party.id
    return name.lower() if "@" in name else _phone(name) if _PHONE.fullmatch(name) else name


def _key(party: Party) -> str:
    return party.name or party.id


def _has_position(entry: Entry) -> bool:
    details = entry.record.details
    return isinstance(details, PhotoDetails | MessageDetails) and details.latitude is not None
