"""Links: which records are possibly the same. They join nothing, change nothing, and are worked out anew each time.

Screenshots that overlap are stitched into sequences (`stitch`), and each message of a sequence is compared with what
exports hold of the conversation (`corroborate`). docs/links.md says by which rules.
"""

from collections.abc import Iterator

from msgspec import Struct

from archive.case import Case
from archive.links.corroborate import corroborate
from archive.links.differences import Difference, Severity, compare
from archive.links.finding import Finder
from archive.links.judge import Verdict, runs_out
from archive.links.reading import Reader
from archive.links.seen import Link, Place, Seen, Sequence
from archive.links.stitch import stitch


class Links(Struct, frozen=True):
    """What was found in a case: the sequences, and the links in their order. A link names its sequence by a number
    that is the same however few of them are asked for."""

    sequences: tuple[Sequence, ...]
    links: tuple[Link, ...]


def links(case: Case, about: str = "") -> Links:
    """All links of a case, or those of the conversation in which record `about` was seen. The order of import makes no
    difference."""
    reader = Reader(case)
    finder = Finder(reader, case.declared.zone)
    try:
        every = list(enumerate(stitch(reader.seen), 1))
        wanted = [(number, sequence) for number, sequence in every if not about or about in sequence.records]
        verdicts = corroborate(reader, finder, [sequence for _, sequence in wanted])
        photos = reader.photos()
        found: list[Link] = []
        for (number, sequence), judged in zip(wanted, verdicts, strict=True):
            found += _same_screens(number, sequence, photos)
            for n, (place, verdict) in enumerate(zip(sequence.places, judged, strict=True), 1):
                found += [*_same_messages((number, n), place, finder), _link((number, n), place, verdict)]
        return Links(tuple(sequence for _, sequence in wanted), tuple(found))
    finally:
        finder.close()


def _same_screens(number: int, sequence: Sequence, photos: dict[str, str]) -> Iterator[Link]:
    """Pictures that show the same messages. They stay two pictures."""
    for one, other, score in sequence.same_screens:
        reason = "Both pictures show the same messages: the same screen, perhaps sent on, cropped or marked."
        ids = photos.get(one), photos.get(other)
        if all(ids):
            yield Link(link="same-screen", record=str(ids[0]), other=ids[1], score=round(score, 2), reason=reason,
                       sequence=number, place=0)  # fmt: skip


def _same_messages(at: tuple[int, int], place: Place, finder: Finder) -> Iterator[Link]:
    """One link for each further picture that shows a message."""
    best = place.best
    for other in place.sightings:
        if other is best:
            continue
        found = compare(other.plain, best.plain, finder.own)
        reason = "Pictures that overlap show this message at the same place between the same others."
        score, kind = 0.95, "same-message"
        if best.opened or other.opened or runs_out(other, best.plain) or runs_out(best, other.plain):
            reason += " In one of them it runs beyond the edge."
        elif best.corrected or other.corrected:
            reason += " A person has corrected one of them, so their words are not compared."
        elif found.severity == Severity.CHANGED and best.sure and other.sure and _whole_words(found):
            score, kind = 0.8, "contradicted"
            reason = f"Two pictures show other words at the same place: “{other.text}” and “{best.text}”. One may be changed."
        elif found.severity > Severity.NONE:
            score, reason = 0.85, f"{reason} They were read a little differently: {found.said}."
        by = tuple(dict.fromkeys((*best.corrections, *other.corrections)))
        yield _link(at, place, Verdict(kind, other.id, score, reason, by))  # type: ignore[arg-type]


def _whole_words(found: Difference) -> bool:
    """Whether word stands against word: what one picture has more or with other digits is mostly an emoji or a clock."""
    return all(len(words) > 1 and words.replace(" ", "").isalpha() for words in (found.read, found.held))


def _link(at: tuple[int, int], place: Place, verdict: Verdict) -> Link:
    seen = sorted(place.sightings, key=lambda one: (one is not place.best, one.picture, one.order))
    return Link(
        link=verdict.link, record=place.best.id, other=verdict.other, score=verdict.score, reason=verdict.reason,
        sequence=at[0], place=at[1], sightings=tuple(_sighting(one) for one in seen),
        day=place.day, day_from=place.day_from, corrected=verdict.corrected,
    )  # fmt: skip


def _sighting(seen: Seen) -> dict[str, str]:
    return {"record": seen.id, "object": seen.picture, "locator": seen.locator}
