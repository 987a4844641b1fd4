"""What a hand-over says about itself in sentences: what was chosen, what was left out and how many, what may be incomplete."""

from collections import Counter
from collections.abc import Iterator

from archive.case import Case
from archive.handover.exhibits import Original
from archive.handover.order import Part
from archive.handover.selection import Selection
from archive.handover.shelf import Spot
from archive.listing import Listing


def chosen(part: Part) -> tuple[str, ...]:
    """What was asked for; nothing when everything was."""
    said = []
    if part.persons:
        said.append(f"What these people and the owner wrote to each other: {_listed(part.persons)}.")
    if part.conversations:
        said.append(f"These conversations: {_listed(part.conversations)}.")
    if part.services:
        said.append(f"These services: {_listed(part.services)}.")
    if part.kinds:
        said.append(f"These kinds of records: {_listed(part.kinds)}.")
    if part.since or part.until:
        said.append(f"From {part.since or 'the beginning'} to {part.until or 'the end'}, both days included.")
    if part.persons and part.diary:
        said.append("The diary of that time.")
    return tuple(said)


def left_out(
    selection: Selection, places: list[tuple[Original, Spot]], undated: int, segments: tuple[int, int]
) -> Iterator[str]:
    """Each thing that is not in the hand-over, with its number. `segments` are how many there are and how many are handed over."""
    if selection.others:
        yield f"{_count(selection.others, 'record')} that {_were(selection.others)} not chosen."
    if undated:
        yield f"Of these, {undated:,} {'has' if undated == 1 else 'have'} no time, and days were chosen."
    if selection.private:
        yield f"{_count(len(selection.private), 'private note')}. Private notes are never handed over."
    reasons = Counter(
        spot.why_not for _, spot in places if not spot.path and not spot.why_not.startswith("It lies inside")
    )
    for reason, count in sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0])):
        yield f"{_count(count, 'original')}: {reason[0].lower()}{reason[1:]}"
    copies = sum(spot.copy for _, spot in places)
    if copies:
        yield f"{_count(copies, 'photo')} {_were(copies)} replaced by copies without their position."
    there, here = segments
    if there > here:
        yield f"{_count(there - here, 'list')} behind the log's entries that also name what was not chosen; the log keeps their fingerprints."


def undated_others(case: Case, selection: Selection) -> int:
    """How many records have no time and were not chosen."""
    rows = case.db.execute(
        "SELECT n FROM record WHERE sort IS NULL AND EXISTS (SELECT 1 FROM sighting WHERE record = n)"
    )
    return sum(n not in selection.rows and n not in selection.private for (n,) in rows)


def completeness(case: Case, contents: frozenset[int], *, whole: bool) -> tuple[str, ...]:
    """What is odd about the sources that are handed over, so that something may be missing in them."""
    return tuple(dict.fromkeys(f"{path}: {text}" for path, text in _of(case, "notice", "text", contents, whole=whole)))


def problems(case: Case, contents: frozenset[int], *, whole: bool) -> tuple[tuple[str, str], ...]:
    """Place and reason of what could not be read in the sources that are handed over."""
    if whole:
        found = (
            (f"{p['path']} ({p['locator']})" if p["locator"] else p["path"], p["reason"])
            for p in Listing(case).problems()
        )
    else:
        found = ((path, reason) for path, reason in _of(case, "problem", "reason", contents, whole=False))
    return tuple(dict.fromkeys(found))


def _of(case: Case, table: str, column: str, contents: frozenset[int], *, whole: bool) -> Iterator[tuple[str, str]]:
    extra = " WHERE fact=0" if table == "notice" else ""
    for content, path, text in case.db.execute(f"SELECT content, path, {column} FROM {table}{extra} ORDER BY n"):
        if whole or content in contents:
            yield path, text


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(words)


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _were(number: int) -> str:
    return "was" if number == 1 else "were"
