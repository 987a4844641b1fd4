"""Reads a diary kept as a table (comma, semicolon or tab separated): every row below the header is an entry."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import NamedTuple

from msgspec.structs import replace

from archive.records import DiaryDetails, Item, Notice, Record, locate
from parsers import Source
from parsers._clock import unreadable
from parsers._diary.calendar import Calendar, Dated, Survey, put_down, with_clock
from parsers._diary.cells import Grid, Row, rows
from parsers._diary.dates import read_date
from parsers._diary.labels import OTHER, PLACE, TIME, WITNESSES, WRITTEN, people
from parsers._diary.lines import Line, lines_of

_DATE = frozenset(
    {
        "date", "day", "when", "date time", "date and time", "datetime", "date of incident", "incident date",
        "date of event", "event date", "date and time of incident", "date time of incident", "date happened",
        "when did it happen", "when did this happen", "date of the incident",
    }
)  # fmt: skip
_TIMES = TIME - {"at"} | {"time of day", "incident time", "approx time", "approximate time", "what time"}
_SAYS_DIARY = re.compile(
    r"what$|what happened|what (?:did|was|he|she|they)\b|diary|(?:incident|event).*(?:details|description)"
    r"|(?:details|description|nature) of (?:the )?(?:incident|event|behaviour)"
)
_COULD_BE = frozenset(
    {
        "description", "details", "notes", "note", "comments", "summary", "incident", "event", "entry", "account",
        "behaviour",
    }
)  # fmt: skip
_OTHER_TRADE = re.compile(
    r"(?:amount|balance|debit|credit|value|paid|money|cost|charge|price|total|quantity|invoice|duration|number|phone"
    r"|call|from|to|sender|recipient|message|body|subject|user|username|email|mail|chat|contact|thread|id|ip|url|link"
    r"|permalink|start|end|transaction|status|type)s?$"
)
_ABOUT = PLACE | WITNESSES | WRITTEN | _TIMES | OTHER
_HEADER_WITHIN = 5
_ROWS_TO_SEE = 20


class Table(NamedTuple):
    """What a header says: how the rows are cut, where in the bytes it stands, and what each column holds."""

    grid: Grid
    header: tuple[str, ...]
    starts: int  # the bytes of the header
    ends: int
    text: int
    time: int | None
    place: int | None
    witnesses: int | None
    written: int | None

    def own(self) -> set[int | None]:
        """The columns that have a field of their own. Witnesses stand in the fields too, as they were written."""
        return {self.grid.date_at, self.text, self.time, self.place, self.written}


def layout(seen: Sequence[Line]) -> Table | None:
    """The layout of the table that these first lines begin, or None when no header among the first rows says diary."""
    for delimiter in "\t;,":
        for row in islice(rows(seen, Grid(delimiter)), _HEADER_WITHIN):
            if len(row.cells) > 1 and (table := _table(row, delimiter)):
                return table
    return None


def _table(row: Row, delimiter: str) -> Table | None:
    names = [_plain(cell) for cell in row.cells]
    days = [at for at, name in enumerate(names) if name in _DATE]
    date_at, text = min(days, key=lambda at: names[at] == "day", default=None), _text_column(names)
    if date_at is None or text is None or not _says_diary(names, text):
        return None
    return Table(
        Grid(delimiter, len(names), date_at, _is_date),
        tuple(cell.strip() for cell in row.cells),
        row.lines[0].start,
        row.lines[-1].end,
        text,
        _find(names, _TIMES),
        _find(names, PLACE),
        _find(names, WITNESSES),
        _find(names, WRITTEN),
    )


def _plain(name: str) -> str:
    """`Witness(es) - if any` -> `witnesses if any`."""
    joined = re.sub(r"\((e?s)\)", r"\1", name.casefold())
    return " ".join(re.findall(r"[^\W_]+", joined))


def _find(names: Sequence[str], known: frozenset[str]) -> int | None:
    """The first column that is called so, or whose name begins so (`witnesses if any`)."""
    exact = (at for at, name in enumerate(names) if name in known)
    begins = (at for at, name in enumerate(names) if any(name.startswith(f"{word} ") for word in known))
    return next(chain(exact, begins), None)


def _text_column(names: Sequence[str]) -> int | None:
    strong = (at for at, name in enumerate(names) if _SAYS_DIARY.match(name))
    weak = (at for at, name in enumerate(names) if name in _COULD_BE)
    return next(chain(strong, weak), None)


def _says_diary(names: Sequence[str], text: int) -> bool:
    """`What happened` says it. `Description` says it only beside a place, witnesses and the like, or nothing else."""
    if _SAYS_DIARY.match(names[text]):
        return True
    if any(_OTHER_TRADE.match(word) for name in names for word in name.split() if name not in _ABOUT):
        return False
    others = [name for name in names if name and name not in _DATE | _COULD_BE | {"time"}]
    return not others or any(_find([name], _ABOUT - {"time"}) is not None for name in others)


def _is_date(cell: str) -> bool:
    return read_date(cell.strip()) is not None


def holds_days(seen: Sequence[Line], table: Table) -> bool:
    """Whether one of the first rows has a date where the header says that dates stand."""
    below = [line for line in seen if line.start >= table.ends]
    some = islice(rows(below, table.grid), _ROWS_TO_SEE)
    return any(_is_date(_cell(row, table.grid.date_at)) for row in some)


def read_rows(source: Source, table: Table) -> Iterator[Item]:
    """Every row as a record, and the lines above the header too. Rows without a word are counted, not kept."""
    calendar, utf8 = _survey(source, table)
    yield from calendar.notices()
    for line in lines_of(source):
        if line.start >= table.starts:
            break
        if not line.blank and not line.text.startswith("sep="):
            yield _above(line)
    empty = 0
    for row in _rows(source, table):
        empty += row.empty
        if not row.empty:
            yield _entry(row, table, calendar, utf8)
    if empty:
        yield Notice("empty-rows", f"Rows of this table with no words in them: {empty}. They are not listed.")


def _rows(source: Source, table: Table) -> Iterator[Row]:
    return rows((line for line in lines_of(source) if line.start >= table.ends), table.grid)


def _survey(source: Source, table: Table) -> tuple[Calendar, bool]:
    """What all the dates together tell, and whether the file holds UTF-8."""
    survey, utf8 = Survey(), False
    for row in _rows(source, table):
        utf8 = utf8 or any(not line.foreign and not line.text.isascii() for line in row.lines)
        if written := read_date(_cell(row, table.grid.date_at).strip()):
            survey.add(written)
    return survey.calendar(), utf8


def _above(line: Line) -> Record:
    """A line above the header: a title, a name, a case number."""
    place = locate(("bytes", f"{line.start}-{line.end}"))
    return Record(kind="diary", service="diary", locator=place, text=line.words, warnings=("no-date",))


def _entry(row: Row, table: Table, calendar: Calendar, utf8: bool) -> Record:
    dated = _dated(_cell(row, table.grid.date_at), _cell(row, table.time), calendar)
    written = _cell(row, table.written)
    return Record(
        kind="diary",
        service="diary",
        locator=locate(("bytes", f"{row.lines[0].start}-{row.lines[-1].end}")),
        time=dated.time,
        text=_cell(row, table.text) or None,
        details=DiaryDetails(
            place=_cell(row, table.place),
            witnesses=people(_cell(row, table.witnesses)),
            written=put_down(written, calendar) if written.strip() else None,
        ),
        fields=_fields(row, table),
        warnings=(*dated.warnings, *_warnings(row, table, utf8)),
    )


def _cell(row: Row, at: int | None) -> str:
    return row.cells[at] if at is not None and at < len(row.cells) else ""


def _dated(day: str, clock: str, calendar: Calendar) -> Dated:
    """The time of a row from its date cell and its time cell. `raw` is both cells as they stand."""
    raw = f"{day} {clock}" if clock.strip() else day
    written = read_date(day.strip())
    if written is None:
        return Dated(unreadable(raw), ("date-unreadable",) if day.strip() else ("no-date",))
    dated = calendar.read(with_clock(written, clock))
    return Dated(replace(dated.time, raw=raw), dated.warnings)


def _fields(row: Row, table: Table) -> dict[str, str]:
    """The cells that have no field of their own, by the name of their column as written, or by its number."""
    found: dict[str, str] = {}
    for at, cell in enumerate(row.cells):
        if at in table.own() or not cell.strip():
            continue
        name = table.header[at] if at < len(table.header) else ""
        found[name if name and name not in found else f"column {at + 1}"] = cell
    return found


def _warnings(row: Row, table: Table, utf8: bool) -> tuple[str, ...]:
    there = {
        "row-short": len(row.cells) < table.grid.width,
        "row-long": any(cell.strip() for cell in row.cells[table.grid.width :]),
        "quote-unclosed": row.unclosed,
        "mixed-encoding": utf8 and any(line.foreign for line in row.lines),
        "half-character": any(line.broken for line in row.lines),
    }
    return tuple(code for code, is_there in there.items() if is_there)
