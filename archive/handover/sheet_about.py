"""What a workbook says beside the entries: the summary, people, exhibits, problems, totals, and what the columns mean."""

from collections.abc import Iterator, Mapping

from archive.handover.entry import Exhibit, Person, Summary, Tally

Row = tuple[str, ...]


def about(summary: Summary, columns: Mapping[str, str]) -> dict[str, list[Row]]:
    """The rows of each sheet by its name, a heading first."""
    return {
        "Summary": list(_summary(summary)),
        "People": [_PEOPLE, *map(_person, summary.people)],
        "Exhibits": [_EXHIBITS, *map(_exhibit, summary.exhibits)],
        "Problems": [("where", "what could not be read, and why"), *summary.problems],
        "Totals": [("of", "which", "entries"), *_totals(summary.tally)],
        "Columns": [("column", "what it holds"), *columns.items()],
    }


_PEOPLE = ("number or address", "names", "services", "owner", "wrote", "was sent", "first day", "last day")
_EXHIBITS = ("exhibit", "handed in as", "file in this hand-over", "SHA-256", "bytes", "why it is not here", "read by", "entries")  # fmt: skip


def _summary(summary: Summary) -> Iterator[Row]:
    yield "about", "what"
    yield "title", summary.title
    yield "reference", summary.reference
    yield "for", summary.recipient
    yield "made by", summary.actor
    yield "with", summary.tool
    yield "state of the archive", summary.as_of
    yield "entries of the custody log", str(summary.head.seq)
    yield "fingerprint of the custody log (SHA-256)", summary.head.sha256
    yield "time zone of the case", summary.zone or "none was said"
    yield "entries", f"{summary.entries:,}, {summary.undated:,} of them without a time"
    yield "first and last day", f"{summary.first} to {summary.last}" if summary.first else "none has a day"
    yield from _each("chosen", summary.chosen or ("Everything was chosen.",))
    yield from _each("left out", summary.left_out or ("Nothing was left out.",))
    yield from _each("completeness", summary.completeness or ("Nothing is known to be missing.",))
    yield "exact texts", "The sheet “Columns” says how. The same entries stand in full in 3-records/records.jsonl."


def _each(name: str, sentences: tuple[str, ...]) -> Iterator[Row]:
    return ((name if not place else "", sentence) for place, sentence in enumerate(sentences))


def _person(one: Person) -> Row:
    names, services = ", ".join(one.names), ", ".join(one.services)
    owner = "yes" if one.owner else ""
    return one.id, names, services, owner, str(one.sent), str(one.received), one.first, one.last


def _exhibit(one: Exhibit) -> Row:
    sources = "\n".join(one.sources)
    return one.exhibit, sources, one.path, one.sha256, str(one.size), one.why_not, one.read_as, str(one.entries)


def _totals(tally: Tally) -> Iterator[Row]:
    hours = {f"{hour:02d}:00 to {hour:02d}:59": count for hour, count in enumerate(tally.hours)}
    groups = {
        "kind": tally.kinds,
        "service": tally.services,
        "direction": tally.directions,
        "week from": tally.weeks,
        "hour": hours,
    }
    for name, counts in groups.items():
        yield from ((name, which, str(count)) for which, count in counts.items())
