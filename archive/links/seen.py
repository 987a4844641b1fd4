"""What links are made of: a message seen in a picture, its place in a sequence, and the link itself."""

from functools import cached_property
from typing import Literal

from msgspec import Struct

from archive.links import clocks, words

Box = tuple[int, int, int, int]
Kind = Literal["same-message", "same-screen", "corroborated", "only-in-screenshot", "contradicted", "unsure"]
_FAMILY = {
    "facebook": "meta", "instagram": "meta", "messenger": "meta",
    "sms": "phone", "mms": "phone", "rcs": "phone", "imessage": "phone", "call": "phone", "phone": "phone",
    "voicemail": "phone", "facetime": "phone",
    "": "", "unknown-chat": "", "chat": "",
}  # fmt: skip
_SURE = 0.5  # below this confidence a reader's words prove nothing about other words


def family(service: str) -> str:
    """Services whose exports and screens may show one conversation; "" when the picture did not tell."""
    return _FAMILY.get(service, service)


def compatible(one: str, other: str) -> bool:
    """Whether two services can be the same."""
    a, b = family(one), family(other)
    return not a or not b or a == b


class Seen(Struct, frozen=True, dict=True, kw_only=True):
    """A message as one picture shows it, with a person's corrections in place. `day` is known only for some; `reckoned`
    says that it was counted from a day outside the picture (when a file was written), which may be another one.
    `ends` are the ends of the picture at which it stands: there words may be lost without a cut that shows."""

    id: str
    picture: str
    locator: str
    order: int
    kind: str
    service: str
    title: str
    side: str
    sender: str
    text: str
    clock: str
    day: str
    reckoned: bool = False
    stamp: str
    box: Box
    ends: tuple[str, ...] = ()
    cut: tuple[str, ...]
    confidence: float
    uncertain: bool
    corrected: bool
    file: str = ""  # the name under which the picture came
    by_person: tuple[str, ...] = ()  # what else a person corrected: "sender", "time"

    @property
    def corrections(self) -> tuple[str, ...]:
        """What of this message is as a person said, not as it was read."""
        return ("text", *self.by_person) if self.corrected else self.by_person

    @cached_property
    def plain(self) -> str:
        return words.plain(self.text)

    @cached_property
    def minutes(self) -> frozenset[int]:
        return clocks.minutes(self.clock)

    @property
    def sure(self) -> bool:
        """Whether the words are as good as read by a person: clearly enough read, or corrected by one."""
        return self.corrected or not (self.uncertain or self.confidence < _SURE)

    @cached_property
    def opened(self) -> tuple[str, ...]:
        """The ends at which words may be missing."""
        return (*self.cut, "bottom") if words.goes_on(self.plain) and "bottom" not in self.cut else self.cut


class Place(Struct, frozen=True, dict=True, kw_only=True):
    """One message of a sequence: every picture that shows it, and its day where that is known or can be told."""

    sightings: tuple[Seen, ...]
    day: str = ""
    derived: str = ""  # from which record the day was taken, when none of these pictures says it
    reckoned: bool = False  # no picture says the day itself: it was counted from a day outside

    @cached_property
    def best(self) -> Seen:
        """The sighting to go by: corrected, then whole, then surely read."""
        rank = [(not s.corrected, bool(s.opened), s.uncertain, -s.confidence, s.picture) for s in self.sightings]
        return self.sightings[rank.index(min(rank))]

    @property
    def day_from(self) -> str:
        """The record that tells the day, when the sighting to go by does not say it itself."""
        if not self.day or self.best.day:
            return ""
        return self.derived or next(seen.id for seen in self.sightings if seen.day == self.day)


class Sequence(Struct, frozen=True, dict=True, kw_only=True):
    """Messages of one conversation in order, put together from pictures that overlap, or the messages of one picture."""

    places: tuple[Place, ...]
    same_screens: tuple[tuple[str, str, float], ...] = ()  # pictures that show the same messages

    @property
    def pictures(self) -> list[str]:
        return list(dict.fromkeys(seen.picture for place in self.places for seen in place.sightings))

    @property
    def records(self) -> set[str]:
        return {seen.id for place in self.places for seen in place.sightings}

    @cached_property
    def titles(self) -> list[str]:
        """Titles that the pictures show, the most frequent first."""
        found = [seen.title for place in self.places for seen in place.sightings if seen.title]
        return sorted(set(found), key=lambda title: (-found.count(title), title))

    @cached_property
    def service(self) -> str:
        found = [seen.service for place in self.places for seen in place.sightings if family(seen.service)]
        return max(sorted(set(found)), key=found.count) if found else ""


class Link(Struct, frozen=True, kw_only=True):
    """Two records that are possibly the same, or one that has no counterpart, with the reason in a plain sentence."""

    link: Kind
    record: str
    other: str | None
    score: float
    reason: str
    sequence: int
    place: int
    sightings: tuple[dict[str, str], ...] = ()
    day: str = ""
    day_from: str = ""  # the record that tells the day, when the picture itself does not
    corrected: tuple[str, ...] = ()  # what of the pictures' messages was compared as a person corrected it
