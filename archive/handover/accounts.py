"""What a hand-over says about itself in sentences: what was chosen, what was left out and how many, what may be incomplete."""

from collections import Counter
from collections.abc import Iterator

from archive.case import Case
from archive.counting import counted
from archive.handover.exhibits import Original
from archive.handover.order import Part
from archive.handover.selection import Selection
from archive.handover.shelf import Spot
from archive.listing import Listing


def chosen(part: Part) -> tuple[str, ...]:
    """What was asked for; nothing when everything was."""
    said = []
    if part.persons:
        said.append(f"What these people wrote, and what the owner wrote to them: {_listed(part.persons)}.")
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
    case: Case, selection: Selection, places: list[tuple[Original, Spot]], undated: int, segments: tuple[int, int, int]
) -> Iterator[str]:
    """Each thing that is not in the hand-over, with its number. `segments` are how many lists go out, how many stay,
    and how many stay because they name who received earlier hand-overs."""
    if selection.others:
        yield f"{counted(selection.others, 'record')} that {_were(selection.others)} not chosen."
    if undated:
        yield f"Of these, {undated:,} {'has' if undated == 1 else 'have'} no time, and days were chosen."
    if lost := len(not_kept(case)) if selection.whole else 0:
        yield f"{counted(lost, 'file')} of what was handed in {_were(lost)} not kept at all; data/2-originals/sources.csv names {'it' if lost == 1 else 'them'}."
    if selection.private:
        yield f"{counted(len(selection.private), 'private note')}. Private notes are never handed over."
    reasons = Counter(
        spot.why_not for _, spot in places if not spot.path and not spot.why_not.startswith("The same bytes")
    )
    for reason, count in sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0])):
        yield f"{counted(count, 'original')} for this reason: “{reason}”"
    copies = sum(spot.copy for _, spot in places)
    if copies:
        yield f"{counted(copies, 'photo')} {_were(copies)} replaced by copies without their position."
    _, names_others, elsewhere = segments
    if names_others:
        yield f"{counted(names_others, 'list')} behind entries of the log, which also {'names' if names_others == 1 else 'name'} what is not handed over. The log has their fingerprints."
    if elsewhere:
        yield f"{counted(elsewhere, 'list')} behind entries of the log that say who received earlier hand-overs."


def undated_others(case: Case, selection: Selection) -> int:
    """How many records have no time and were not chosen."""
    rows = case.db.execute(
        "SELECT n FROM record WHERE sort IS NULL AND EXISTS (SELECT 1 FROM sighting WHERE record = n)"
    )
    return sum(n not in selection.rows and n not in selection.private for (n,) in rows)


_GAPS = (
    "declared-count", "deleted-messages", "empty-conversations", "end-missing", "export-limit", "files-without-message", "gone-from-conversation",
    "missing-page", "no-wal", "numbers-missing", "reactions-to-missing", "start-missing", "zero-bytes",
)  # fmt: skip
"""Remarks on what may be missing; they come first. The others are on how a source was read."""


def completeness(case: Case, contents: frozenset[int], clean: frozenset[int], *, whole: bool) -> tuple[str, ...]:
    """What is odd about the sources of what is handed over, what may be missing first. Remarks on a source that also holds what was
    not chosen may name others; that there are some is said."""
    query = "SELECT content, path, text, code FROM notice WHERE fact=0 ORDER BY n"
    found: dict[str, bool] = {}
    for content, path, text, code in case.db.execute(query):
        if whole or content in clean:
            found.setdefault(f"{path}: {text}", code not in _GAPS)
        elif content in contents:
            found.setdefault(f"{path}: there are remarks on this file, which may name others and stay here.", False)
    return tuple(sorted(found, key=found.__getitem__))


def problems(case: Case, contents: frozenset[int], *, whole: bool) -> tuple[tuple[str, str], ...]:
    """Place and reason of what could not be read in the sources of what is handed over."""
    if whole:
        found = (
            (f"{p['path']} ({p['locator']})" if p["locator"] else p["path"], p["reason"])
            for p in Listing(case).problems()
        )
        return tuple(dict.fromkeys(found))
    rows = case.db.execute("SELECT path, content FROM problem WHERE content IS NOT NULL ORDER BY n")
    said = "Some of this file could not be read. The file also holds what was not chosen, so it stays here."
    return tuple(dict.fromkeys((path, said) for path, content in rows if content in contents))


def not_kept(case: Case) -> list[tuple[str, str]]:
    """Path and reason of files of what was handed in that were not kept at all."""
    return list(dict.fromkeys(case.db.execute("SELECT path, reason FROM skipped ORDER BY n").fetchall()))


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(words)


def _were(number: int) -> str:
    return "was" if number == 1 else "were"
