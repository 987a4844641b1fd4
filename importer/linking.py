"""Says in lines what links of a case were found: `fullpicture links`. What contradicts comes first."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from archive.case import Case
from archive.counting import counted
from archive.links import Links, links
from archive.links.seen import Kind, Link, Seen
from importer.wording import plain

_ONE_BY_ONE: tuple[Kind, ...] = ("contradicted", "unsure", "only-in-screenshot", "same-screen")
_COUNTED: dict[Kind, tuple[str, str]] = {
    "corroborated": ("message of a screenshot stands in an export too", "messages of screenshots stand in an export too"),
    "contradicted": ("stands otherwise in an export, or in another screenshot",
                     "stand otherwise in an export, or in another screenshot"),
    "only-in-screenshot": ("stands in no export", "stand in no export"),
    "unsure": ("could not be compared for sure", "could not be compared for sure"),
    "same-screen": ("pair of pictures shows the same screen", "pairs of pictures show the same screen"),
    "same-message": ("time a message is seen again in an overlapping picture",
                     "times a message is seen again in an overlapping picture"),
}  # fmt: skip
"""What is said of one, and of several."""

_MOST = 12


def link_lines(case: Path, *, as_json: bool) -> Iterator[str]:
    """All links of a case: as JSON one a line, else by conversation for people."""
    with Case.open(case) as opened:
        found = links(opened)
    if as_json:
        yield from (json.dumps(as_item(link), ensure_ascii=False) for link in found.links)
    elif found.links:
        yield from _told(found)
    else:
        yield "No messages were read out of pictures, so there is nothing to compare."


def as_item(link: Link) -> dict[str, Any]:
    """A link as JSON."""
    item: dict[str, Any] = msgspec.to_builtins(link)
    if not link.day:
        del item["day"], item["day_from"]
    return item


def _told(found: Links) -> Iterator[str]:
    by_id = {seen.id: seen for one in found.sequences for place in one.places for seen in place.sightings}
    for number, sequence in enumerate(found.sequences, 1):
        here = [link for link in found.links if link.sequence == number]
        title = plain(next(iter(sequence.titles), "")) or "no title in the picture"
        pictures = len(sequence.pictures)
        shown = f"{pictures} pictures that overlap" if pictures > 1 else "1 picture"
        yield f"Conversation “{title}”: {counted(len(sequence.places), 'message')} in {shown}"
        yield from _conversation(here, by_id)
        yield ""
    yield from _total(found.links)


def _conversation(here: Sequence[Link], by_id: dict[str, Seen]) -> Iterator[str]:
    """What contradicts, is unsure or stands alone, by reason; then how many agree."""
    counts = Counter(link.link for link in here)
    for kind in _ONE_BY_ONE:
        reasons: dict[str, list[Link]] = {}
        for link in here:
            if link.link == kind:
                reasons.setdefault(link.reason, []).append(link)
        for n, (reason, some) in enumerate(reasons.items()):
            if n == _MOST and kind != "contradicted":
                yield f"  … and more that are {kind}. See all with: fullpicture links CASE --json"
                break
            yield f"  {kind.upper().replace('-', ' ')}: {plain(reason)}"
            yield from _which(some, by_id)
    agree = counts["corroborated"]
    if agree:
        stand = "stands" if agree == 1 else "stand"
        yield f"  {agree:,} of its messages {stand} in an export too, at the same place and with the same words."


def _which(some: Sequence[Link], by_id: dict[str, Seen]) -> Iterator[str]:
    """The messages of which one thing is said."""
    for link in some[:_MOST]:
        words = plain(by_id[link.record].text, 70) if link.record in by_id else "picture"
        yield f"      {link.record[:16]}  “{words}”"
    if len(some) > _MOST:
        yield f"      … and {len(some) - _MOST} more"


def _total(found: Sequence[Link]) -> Iterator[str]:
    counts = Counter(link.link for link in found)
    yield "All together:"
    yield from (f"  {counts[kind]:>7,} {_COUNTED[kind][counts[kind] != 1]}" for kind in _COUNTED if counts[kind])
    yield "A link is a finding of a program. The pictures and the exports are the evidence: look at both."
