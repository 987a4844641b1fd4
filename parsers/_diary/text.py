"""Reads a diary kept as plain text: an entry begins with a line that starts with a date, and runs to the next one."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from archive.records import DiaryDetails, Item, Record, Time, locate
from parsers import Source
from parsers._diary.calendar import Calendar, Dated, Survey, put_down, with_clock
from parsers._diary.dates import MONTH, Written, month_number, read_date
from parsers._diary.labels import KNOWN, PLACE, TIME, WITNESSES, WRITTEN, first, labels, people
from parsers._diary.lines import Line, lines_of

_LEAD = re.compile(
    r"""[ \t]*(?:\#{1,6}[ \t]+|[-*+•–][ \t]+|>[ \t]?|\d{1,3}[.)][ \t]+(?=[^\W\d_]|\d))*(?:\*\*|__|\*|_)?
    (?:(?:date|when|day)(?:[ ](?:and[ ]time|of[ ](?:the[ ])?(?:incident|event|entry)))?[ \t]*(?::|[-–][ ])[*_ \t]*
      |(?:entry|incident|event|log)[ ]*(?:no\.?|number|\#)?[ ]*\d*[ ]*[:.–-][*_ \t]*)?""",
    re.IGNORECASE | re.VERBOSE,
)
_GAP = re.compile(r"[ \t]*(?:\*\*|__|\*|_)?[ \t]*(?:[-–—:;|]+|[,.](?!\d))?[ \t]*(?:\*\*|__)?[ \t]*")
_SECTION = re.compile(rf"[ \t]*(?:#{{1,6}}[ \t]+|\*\*)?(?:({MONTH})[ ,]+)?((?:19|20)\d\d)[ \t:*_]*$", re.IGNORECASE)
_RUNS_ON = re.compile(
    r"(?:\b(?:on|of|by|until|till|since|from|before|after|between|and|the|dated)|,)\s*$", re.IGNORECASE
)
_NAME = re.compile(r"([^:\r\n]{1,40}):\s")


class Heading(NamedTuple):
    """A line that begins an entry: the date on it, and where its own words begin."""

    written: Written
    words_at: int

    def chat(self, line: str) -> bool:
        """Whether the line has the form of an exported chat: date, time, a dash or comma, a name with a colon."""
        between = line[self.written.end : self.words_at].strip()
        name = _NAME.match(line, self.words_at)
        told = self.written.clock and between in ("-", "–", ",") and name
        return bool(told) and name is not None and name[1].strip().lower() not in KNOWN


def heading(line: str, before: str = "") -> Heading | None:
    """The heading that a line is, or None. `before` is the line above: a sentence may run on into a date."""
    written = read_date(line, _LEAD.match(line).end()) or read_date(line, len(line) - len(line.lstrip()))  # type: ignore[union-attr]
    if written is None:
        return None
    at = _GAP.match(line, written.end).end()  # type: ignore[union-attr]
    bare = not line[written.end : at].strip()
    if bare and line[at : at + 1].islower() and _RUNS_ON.search(before):
        return None
    return Heading(written, at)


@dataclass
class Entry:
    """The lines of one entry as they stand, the heading that began it, and the month or year it stands under."""

    lines: list[Line] = field(default_factory=list)
    heading: Heading | None = None
    section: str = ""
    ran_on: bool = False  # a line inside it starts with a date that belongs to the sentence above it

    @property
    def empty(self) -> bool:
        """Nothing but blank lines."""
        return all(line.blank for line in self.lines)

    @property
    def only_section(self) -> bool:
        """Nothing but the line that names a month or a year."""
        return self.heading is None and [line.words.strip() for line in self.lines if not line.blank] == [self.section]


def entries(lines: Iterable[Line]) -> Iterator[Entry]:
    """A diary cut into its entries. What stands before the first date is an entry without a heading.

    A line that only names a month or a year is kept with the entries under it, and by itself where none follows.
    """
    entry, before = Entry(), ""
    for line in lines:
        words = line.words
        found = heading(words, before)
        section = words.strip() if not found and _SECTION.match(words) else ""
        if found or section:
            if not (entry.empty or (found and entry.only_section)):
                yield entry
            entry = Entry([], found, section or entry.section)
        entry.ran_on |= not found and bool(entry.lines) and read_date(words.lstrip()) is not None
        entry.lines.append(line)
        before = words
    if not entry.empty:
        yield entry


class Reading(NamedTuple):
    """What the first pass told about the whole file: how to read its dates, and whether it holds UTF-8."""

    calendar: Calendar
    utf8: bool


def read(source: Source) -> Iterator[Item]:
    """Every entry of a text diary as a record."""
    reading = _survey(source)
    yield from reading.calendar.notices()
    section = ""
    for entry in entries(lines_of(source)):
        if entry.section != section:
            section = entry.section
            reading.calendar.turn_to(_day_of(section))
        yield _record(entry, reading)


def _survey(source: Source) -> Reading:
    survey, utf8 = Survey(), False
    for entry in entries(lines_of(source)):
        utf8 = utf8 or any(not line.foreign and not line.text.isascii() for line in entry.lines)
        if entry.heading:
            survey.add(entry.heading.written)
    return Reading(survey.calendar(), utf8)


def _day_of(section: str) -> date:
    """The middle of the month or year that a section names: the dates under it lie nearest to that."""
    match = _SECTION.match(section)
    assert match is not None
    return date(int(match[2]), month_number(match[1]), 15) if match[1] else date(int(match[2]), 7, 2)


def _record(entry: Entry, reading: Reading) -> Record:
    shown = _without_blank_ends(entry.lines)
    whole = "".join(line.text for line in shown).rstrip("\r\n")
    words_at = entry.heading.words_at if entry.heading else 0
    text = _without_blank_start(whole[words_at:])
    found = labels(text)
    dated = _dated(entry, found, reading.calendar)
    return Record(
        kind="diary",
        service="diary",
        locator=locate(("bytes", f"{shown[0].start}-{shown[-1].end}")),
        time=dated.time,
        text=text or None,
        details=_details(found, reading.calendar),
        fields=_fields(entry, whole[:words_at].strip(), found),
        warnings=(*dated.warnings, *_warnings(entry, reading)),
    )


def _dated(entry: Entry, found: dict[str, str], calendar: Calendar) -> Dated:
    if entry.heading is None:
        return Dated(Time(), ("no-date",))
    return calendar.read(with_clock(entry.heading.written, first(found, TIME)))


def _details(found: dict[str, str], calendar: Calendar) -> DiaryDetails:
    written = first(found, WRITTEN)
    return DiaryDetails(
        place=first(found, PLACE),
        witnesses=people(first(found, WITNESSES)),
        written=put_down(written, calendar) if written else None,
    )


def _fields(entry: Entry, heading: str, found: dict[str, str]) -> dict[str, str]:
    """The heading as written, the month or year it stands under, and every labelled line by its label."""
    own = {"heading": heading, "section": "" if entry.only_section else entry.section}
    return {name: value for name, value in own.items() if value} | found


def _warnings(entry: Entry, reading: Reading) -> tuple[str, ...]:
    there = {
        "date-inside-entry": entry.ran_on,
        "chat-line": entry.heading is not None and entry.heading.chat(entry.lines[0].words),
        "mixed-encoding": reading.utf8 and any(line.foreign for line in entry.lines),
        "half-character": any(line.broken for line in entry.lines),
    }
    return tuple(code for code, is_there in there.items() if is_there)


def _without_blank_ends(lines: list[Line]) -> list[Line]:
    filled = [at for at, line in enumerate(lines) if not line.blank]
    return lines[filled[0] : filled[-1] + 1]


def _without_blank_start(text: str) -> str:
    """Drop whole blank lines at the start; the first line that has words keeps its own spaces."""
    return re.sub(r"\A(?:[ \t]*[\r\n])+", "", text)
