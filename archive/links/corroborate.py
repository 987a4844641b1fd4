"""Compares sequences of messages from pictures with the conversations that exports hold."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from archive.links import words
from archive.links.align import Candidate, chained, laid_along, worth
from archive.links.finding import Finder
from archive.links.judge import Judge, Verdict, resting
from archive.links.matching import named_alike
from archive.links.reading import Held, Reader, Thread
from archive.links.seen import Sequence as Stitched
from archive.links.seen import compatible

_NAMED, _UNNAMED, _OTHERWISE_NAMED = 18.0, 28.0, 45.0  # bits that are enough, by what the title says
_CLOSER = 5  # conversations that are compared word by word
_AROUND = 8  # records looked at beyond both ends
Name = tuple[str, str]
Hint = tuple[int, int, int | None, int]  # place, row, time, how much points to it
Found = Mapping[Name, Sequence[Hint]]


def corroborate(reader: Reader, finder: Finder, sequences: Sequence[Stitched]) -> list[list[Verdict]]:
    """For each place of each sequence, what exports say about it."""
    found = [_found(reader, finder, sequence) for sequence in sequences]
    names = sorted({name for one in found for name in one})
    reader.name_people(names)
    reader.fill(names)
    named = [_by_title(reader, sequence) for sequence in sequences]
    return [
        _verdicts(reader, finder, sequence, (one, names))
        for sequence, one, names in zip(sequences, found, named, strict=True)
    ]


def _found(reader: Reader, finder: Finder, sequence: Stitched) -> Found:
    """Candidates for every place, in the conversations that are worth a closer look."""
    found: dict[Name, list[Hint]] = defaultdict(list)
    for n, place in enumerate(sequence.places):
        for row, sort, thread, points in finder.candidates(place):
            name = reader.of_row[thread]
            if compatible(sequence.service, reader.threads[name].service):
                found[name].append((n, row, sort, points))
    return {name: found[name] for name in _likeliest(found, _by_title(reader, sequence))}


def _by_title(reader: Reader, sequence: Stitched) -> list[Name]:
    """Conversations that go by a title of the pictures."""
    titles = [title for title in sequence.titles if title.strip()]
    return [
        name for name, thread in reader.threads.items()
        if compatible(sequence.service, thread.service) and any(is_named(thread.names, title) for title in titles)
    ]  # fmt: skip


def is_named(names: set[str], title: str) -> bool:
    """Whether a title as read is one of these names, a part of one (first names), or the same number."""
    wanted = words.plain(title)
    digits = "".join(char for char in wanted if char.isdigit())
    for name in names:
        held = words.plain(name)
        if not held:
            continue
        numbers = "".join(char for char in held if char.isdigit())
        if len(digits) >= 7 and len(numbers) >= 7 and digits[-9:] == numbers[-9:]:
            return True
        shapes = words.skeletons(wanted), words.skeletons(held)
        if named_alike(wanted, held) or (all(shapes) and (shapes[0] <= shapes[1] or shapes[1] <= shapes[0])):
            return True
    return False


def _verdicts(reader: Reader, finder: Finder, sequence: Stitched, known: tuple[Found, Sequence[Name]]) -> list[Verdict]:
    found, named = known
    best = max(
        (_tried(reader, sequence, (name, found[name]), named) for name in sorted(found)),
        key=lambda one: one[0], default=None,
    )  # fmt: skip
    if best is None or best[0] <= 0:
        return list(_without(reader, sequence, named))
    _, name, run = best
    thread = reader.threads[name]
    held = _window(reader, thread, run, len(sequence.places))
    at = {one.row: position for position, one in enumerate(held)}
    anchors = [Candidate(one.place, at[thread.records[one.position]], one.bits) for one in run]
    where = laid_along(sequence.places, held, anchors)
    return list(Judge(sequence.places, held, where, finder.own).verdicts())


def _likeliest(found: Found, named: Sequence[Name]) -> list[Name]:
    """The conversations worth a closer look: those to which most points, over all places; some for their name alone."""
    points: dict[Name, int] = {}
    for name, rows in found.items():
        best: dict[int, int] = {}
        for place, _, _, count in rows:
            best[place] = max(best.get(place, 0), count)
        points[name] = sum(best.values())
    ranked = sorted(found, key=lambda name: (-points[name], name))
    return sorted({*ranked[:_CLOSER], *[name for name in ranked if name in named][:_CLOSER]})


def _tried(
    reader: Reader, sequence: Stitched, found: tuple[Name, Sequence[Hint]], named: Sequence[Name]
) -> tuple[float, Name, list[Candidate]]:
    """How well a conversation fits: bits beyond what is enough, and the run of matches."""
    name, rows = found
    thread = reader.threads[name]
    held = {one.row: one for one in reader.held({row for _, row, *_ in rows})}
    candidates = []
    for n, row, sort, _ in rows:
        bits = worth(sequence.places[n], held[row]) if row in held else 0.0
        if bits:
            candidates.append(Candidate(n, thread.position(row, sort), bits))
    bits, run = chained(candidates)
    enough = _NAMED if name in named else _OTHERWISE_NAMED if sequence.titles else _UNNAMED
    if enough == _OTHERWISE_NAMED and len(run) < 2:
        bits = 0.0
    return bits - enough, name, run


def _window(reader: Reader, thread: Thread, run: Sequence[Candidate], count: int) -> list[Held]:
    """The part of a conversation in which a sequence stands, with some records around it, and no moment torn apart."""
    low = max(0, run[0].position - run[0].place - _AROUND)
    high = min(len(thread.records), run[-1].position + (count - run[-1].place) + _AROUND)
    while low > 0 and thread.sorts[low - 1] == thread.sorts[low]:
        low -= 1
    while high < len(thread.records) and thread.sorts[high] == thread.sorts[high - 1]:
        high += 1
    return reader.held(thread.records[low:high])


def _without(reader: Reader, sequence: Stitched, named: Sequence[Name]) -> Iterator[Verdict]:
    """What to say when no conversation fits."""
    said = sum(words.weight(place.best.plain) for place in sequence.places)
    title = next(iter(sequence.titles), "")
    held = reader.threads[named[0]].title if named else ""
    if named and said < _NAMED:
        few = f"The conversation “{held}” is held in an export, but so few words do not say where in it this stands."
        verdict = Verdict("unsure", None, 0.2, few)
    elif named:
        nothing = f"The conversation “{held}” is held in an export, but nothing like this stands in it."
        verdict = Verdict("only-in-screenshot", None, 0.7, nothing)
    else:
        what = f"with “{title}”" if title else "like this one"
        verdict = Verdict("only-in-screenshot", None, 0.9, f"No export holds a conversation {what}.")
    yield from (resting(verdict, place.best) for place in sequence.places)
