"""The pages before the entries: cover, how to read, people, totals, exhibits, problems, how the archive was made.

Parts are `[kind, content]` for typst: title, lead, h1, h2, p, mono, li, kv, item, bars, break.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from archive.counting import counted
from archive.handover.chronology.ink import Ink, Piece
from archive.handover.entry import Exhibit, Person, Summary
from archive.handover.plain import OWNER

Part = list[Any]
_WHAT = (
    "This is a list, in order of time, of what was kept and handed in: each entry is one message, call, mail, picture or diary entry. "
    "Each names the original that it was read from (its exhibit) and the place in it. {originals} "
    "The texts are as the originals have them. What the program adds is set in small letters."
)
_PROVES = (
    "A fingerprint (SHA-256) is worked out from every byte of a file. The receipt, which travels by another way than these files, has a line "
    "“log inside the ZIP: entry {entry:,} …”. Its fingerprint must be the one above, and so must what the line above gives. (The receipt's other line "
    "is for a later entry, which notes this hand-over itself.) Then nothing in the log has been changed since the receipt was made{reach} "
    "It does not show that a message is true, who really wrote it, or what happened to it before it was handed in."
)
_ALL_HERE = ", nor in anything that the log names."
_NOT_ALL_HERE = ". The log names lists and files by their fingerprints. Not all of them are part of this hand-over: what is not here cannot be checked with it."
_MADE = (
    "Files were copied byte for byte and never changed. Each copy is named by its fingerprint. A reader for its format took the entries "
    "out of it; what could not be read is listed as a problem, not left out in silence. The same message seen in several places is one entry that "
    "names how often it was seen; the same text sent several times is several entries. Every step is a line in the custody log "
    "(4-custody/custody.jsonl), and each line holds the fingerprint of all lines before it. No file was sent anywhere, and nothing was "
    "fetched from the internet. The whole data of every entry is in 3-records."
)


class Front:
    """Makes the parts of one volume's front. `listed` are those of the lists that it prints."""

    def __init__(self, ink: Ink, summary: Summary, listed: Summary) -> None:
        self._ink, self._summary, self._listed = ink, summary, listed

    def part(self, kind: str, *words: str) -> Part:
        """A part whose content is one run of words, every second one bold."""
        return [kind, self._run(*words)]

    def cover(self, volume: Sequence[tuple[str, str]]) -> Iterator[Part]:
        """Title, what this is, for whom, what was chosen and left out, what may be missing, the fingerprint."""
        summary = self._summary
        yield self.part("title", "Chronology")
        yield self.part("lead", summary.title or "without a title")
        yield self._pairs([*_facts(summary), *volume])
        yield from self._said("What was chosen", summary.chosen, "Everything in the archive was chosen.")
        yield from self._said("What was left out", summary.left_out, "Nothing was left out.")
        none = "No sign of a gap was found. That is no proof that nothing is missing."
        yield from self._said("What may be missing in the originals", summary.completeness, none)
        yield from self._said("What this is", (), _WHAT.format(originals=_originals(summary.exhibits)))
        yield self.part("h2", "The fingerprint, and how to check it")
        yield self.part("p", f"Of the custody log up to its entry {summary.head.seq:,} (SHA-256):")
        yield self.part("mono", summary.head.sha256)
        yield self.part(
            "p", "It is checked with this line, in the folder that holds “data”; other ways are in READ-ME-FIRST.txt:"
        )
        yield self.part("mono", f"head -n {summary.head.seq} data/4-custody/custody.jsonl | sha256sum")
        yield self.part(
            "p", _PROVES.format(entry=summary.head.seq, reach=_ALL_HERE if _whole(summary) else _NOT_ALL_HERE)
        )

    def reading(self, words: Sequence[tuple[str, str]]) -> Iterator[Part]:
        """How to read an entry, with the words used for times."""
        yield ["break", []]
        yield self.part("h1", "How to read an entry")
        for line in _guide():
            yield self.part("li", *line)
        if words:
            yield self.part("h2", "Who vouches for the zone of a time, or its day")
            yield from (self.part("li", "", word, f": {sentence}") for word, sentence in words)

    def lists(self, *, whole: bool) -> Iterator[Part]:
        """People, exhibits, problems. If they are not the `whole` of them, a list that is empty here is not spoken of."""
        summary = self._listed
        if summary.people or whole:
            yield from self._people()
        if summary.exhibits or whole:
            yield self.part("h1", "Exhibits")
            yield self.part("p", "“Entries” counts those of this chronology that were read from an exhibit.")
            yield from (self._item(_exhibit(item)) for item in summary.exhibits)
        if summary.problems or whole:
            yield from self._problems()

    def made(self) -> Iterator[Part]:
        """How the archive was made."""
        yield from self._said("How the archive was made", (), _MADE, "h1")
        yield self.part("p", f"Made with {self._summary.tool}.")

    def _people(self) -> Iterator[Part]:
        yield self.part("h1", "People")
        yield self.part("p", "Every number, address and name that wrote or was written to, as the originals have it.")
        yield from (self._item(_person(person)) for person in self._listed.people)

    def totals(self, counted: str) -> Iterator[Part]:
        """Bars by kind, service, direction, week and hour; before them, what was `counted` as well."""
        tally = self._summary.tally
        yield self.part("h1", "Totals")
        if counted:
            yield self.part("p", counted)
        for title, counts in (
            ("By kind", tally.kinds),
            ("By service", tally.services),
            ("By direction", tally.directions),
        ):
            yield from self._bars(title, counts)
        title, spans = _spans(tally.weeks)
        yield from self._bars(title, spans)
        hours = {f"{hour:02d}:00 to {hour:02d}:59": count for hour, count in enumerate(tally.hours)}
        yield from self._bars("By hour of the day, of the entries with a clock", hours)

    def _problems(self) -> Iterator[Part]:
        yield self.part("h1", "What could not be read")
        if not self._listed.problems:
            yield self.part("p", "All that was handed in could be read, or is kept as it is.")
        yield from (self._item([("", place), (reason,)]) for place, reason in self._listed.problems)

    def _bars(self, title: str, counts: dict[str, int]) -> Iterator[Part]:
        if counts:
            yield self.part("h2", title)
            yield ["bars", [[self._run(name), count, self._run(f"{count:,}")] for name, count in counts.items()]]

    def _said(self, title: str, sentences: Sequence[str], otherwise: str, level: str = "h2") -> Iterator[Part]:
        yield self.part(level, title)
        yield from [self.part("li", sentence) for sentence in sentences] or [self.part("p", otherwise)]

    def _pairs(self, facts: Sequence[tuple[str, str]]) -> Part:
        return ["kv", [[self._run(name), self._run(said)] for name, said in facts if said]]

    def _item(self, lines: Sequence[Sequence[str]]) -> Part:
        return ["item", [self._run(*line) for line in lines if any(line)]]

    def _run(self, *words: str) -> list[Piece]:
        pieces: list[Piece] = []
        for at, word in enumerate(words):
            inked = self._ink.words(word)
            pieces += [["b", inked]] if at % 2 and inked else inked
        return pieces


def _facts(summary: Summary) -> list[tuple[str, str]]:
    span = f"{summary.first} to {summary.last}" if summary.first else "no entry has a date"
    undated = f", of them {summary.undated:,} without a known time" if summary.undated else ""
    return [
        ("Reference", summary.reference),
        ("Handed to", summary.recipient),
        ("Prepared by", summary.actor),
        ("Exhibits begin with", summary.initials),
        ("Period", span),
        ("Entries", f"{summary.entries:,}{undated}"),
        (
            "State of the archive",
            f"as of {summary.as_of.replace('T', ' ').replace('Z', ' UTC')}, log entry {summary.head.seq:,}",
        ),
        ("Times are shown in", summary.zone or "the zone that each original states"),
        ("Made with", summary.tool),
    ]


def _originals(exhibits: Sequence[Exhibit]) -> str:
    """Where the originals are, as far as they are here."""
    here = sum(1 for item in exhibits if item.path)
    if not here:
        return "No originals are part of this hand-over; the list of exhibits says why."
    if here == len(exhibits):
        return "The originals lie in the folder 2-originals of this hand-over, unchanged."
    return (
        f"Of {counted(len(exhibits), 'original', 'originals')}, {here:,} {'lies' if here == 1 else 'lie'} in the folder 2-originals of this "
        "hand-over, unchanged. The list of exhibits says which, and why the others are not here."
    )


def _whole(summary: Summary) -> bool:
    """Whether all that the log names is here."""
    return not (summary.chosen or summary.left_out) and all(item.path for item in summary.exhibits)


def _guide() -> Iterator[tuple[str, ...]]:
    yield "", "Number", ": the same in the spreadsheet and in all other files of this hand-over."
    yield (
        "",
        "← received, → sent",
        f": seen from the {OWNER}. A solid bar stands beside what was received, a dotted one beside what was sent.",
    )
    yield (
        "",
        "Not sent, sending failed, enclosed in another mail, direction not known",
        ": stand there where the originals do not say that it was sent or received. The names behind are those that stand in it.",
    )
    yield (
        "",
        "Exhibit and place",
        ": at the end of each entry, the original and the place in it. “Seen 3 times” means that three places have the same message.",
    )
    yield (
        "",
        "Marks on grey",
        ": ⟨U+202E⟩ stands for a character that cannot be seen or printed, with its Unicode number; ␣ and ↵ for spaces and line ends at the edge of a text. Other line ends are line ends.",
    )
    yield (
        "",
        "Zone and precision",
        ": behind each time stands who vouches for its zone, and how exact it is. “Other clocks” of an entry are shown on the same wall as its time, where their moment is known.",
    )


def _person(person: Person) -> list[tuple[str, ...]]:
    others = ", ".join(name for name in person.names if name != person.id)
    names = f" — {others}" if others else ""
    owner = f" ({OWNER})" if person.owner else ""
    span = f"from {person.first} to {person.last}" if person.first else ""
    counts = f"wrote {person.sent:,}, was written to {person.received:,}"
    return [
        ("", person.id or "no identifier", names + owner),
        (" · ".join(filter(None, (counts, span, ", ".join(person.services)))),),
    ]


def _exhibit(item: Exhibit) -> list[tuple[str, ...]]:
    read = f"read as {item.read_as}" if item.read_as else "not read"
    facts = f"{item.size:,} bytes · {read} · entries: {item.entries:,}"
    place = item.path or f"Not in this hand-over. {item.why_not}".strip()
    handed = [(f"Handed in as {source}",) for source in item.sources if source]
    return [("", item.exhibit, f"  {place}"), (facts,), (f"SHA-256 {item.sha256}",), *handed]


def _spans(weeks: dict[str, int]) -> tuple[str, dict[str, int]]:
    """Weeks; or months where there are too many weeks for a page, or years where there are too many months."""
    if len(weeks) <= 60:
        return "By week, named by its Monday", weeks
    months = _summed(weeks, 7)
    title = "A week counts where its Monday is"
    return (f"By month. {title}", months) if len(months) <= 60 else (f"By year. {title}", _summed(weeks, 4))


def _summed(weeks: dict[str, int], letters: int) -> dict[str, int]:
    sums: dict[str, int] = {}
    for week, count in weeks.items():
        sums[week[:letters]] = sums.get(week[:letters], 0) + count
    return sums
