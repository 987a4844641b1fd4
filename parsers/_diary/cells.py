"""Splits comma, semicolon or tab separated text into rows and cells, and loses nothing when its quotes do not balance."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import NamedTuple

from parsers._diary.lines import Line

_LONGEST = 1000  # lines in one quoted cell; a longer one is a quote that was never closed


class Cells(NamedTuple):
    """The cells of one row. `open`: a quote is not closed yet. `stray`: a quoted cell holds a quote that is not doubled."""

    cells: list[str]
    open: bool = False
    stray: bool = False


class Row(NamedTuple):
    """A row and the lines it stands in. `unclosed`: its last quote was never closed."""

    lines: list[Line]
    cells: list[str]
    unclosed: bool = False

    @property
    def text(self) -> str:
        """The row as it stands, without its last line end."""
        return _text(self.lines)

    @property
    def empty(self) -> bool:
        return not any(cell.strip() for cell in self.cells)


class Grid(NamedTuple):
    """How rows are told: the delimiter, how many cells the header has, and which cell holds the date.

    `begins` tells whether that cell is the date of a row. Before the header is known there is none.
    """

    delimiter: str
    width: int = 0
    date_at: int = 0
    begins: Callable[[str], bool] = lambda cell: False  # noqa: ARG005


def rows(lines: Iterable[Line], grid: Grid) -> Iterator[Row]:
    """Every row that is not a blank line.

    A quoted cell may run over many lines. It ends where its quote is closed, and at the latest where a line looks
    like a row of its own.
    """
    held: list[Line] = []
    for line in lines:
        if held and (len(held) >= _LONGEST or _cuts_in(held, line, grid)):
            yield _unclosed(held, grid)
            held = []
        if not held and line.blank:
            continue
        held.append(line)
        if len(held) == 1 or '"' in line.text:
            found = split(_text(held), grid.delimiter)
            if not found.open:
                yield Row(held, found.cells)
                held = []
    if held:
        yield _unclosed(held, grid)


def split(text: str, delimiter: str) -> Cells:
    """The cells of a text that is one row, or the beginning of one."""
    cells, at, stray = [], 0, False
    while True:
        quoted = _quoted(delimiter).match(text, at)
        if quoted:
            stray |= '"' in quoted[1].replace('""', "")
            cells.append(quoted[1].replace('""', '"'))
            end = quoted.end()
        elif text[at:].lstrip(" ").startswith('"'):
            return Cells([*cells, text[at:].lstrip(" ")[1:].replace('""', '"')], open=True, stray=stray)
        else:
            end = text.find(delimiter, at)
            end = len(text) if end < 0 else end
            cells.append(text[at:end])
        if end >= len(text):
            return Cells(cells, stray=stray)
        at = end + 1


@cache
def _quoted(delimiter: str) -> re.Pattern[str]:
    """A quoted cell: doubled quotes inside, and single ones too where no cell can end behind them."""
    return re.compile(rf' *"((?:[^"]++|""|"(?! *(?:{delimiter}|\Z)))*+)" *(?={delimiter}|\Z)')


def _cuts_in(held: list[Line], line: Line, grid: Grid) -> bool:
    """Whether a line inside an open quote is a row of its own, and does not end that quote as it should."""
    own = split(line.words, grid.delimiter)
    if len(own.cells) <= grid.date_at or not grid.begins(own.cells[grid.date_at]):
        return False
    if not own.open and len(own.cells) < grid.width:
        return False
    whole = split(_text([*held, line]), grid.delimiter)
    return whole.open or whole.stray or len(whole.cells) != grid.width


def _unclosed(held: list[Line], grid: Grid) -> Row:
    """A row whose quote never closes: its quote marks are taken as they stand, if that gives the cells of a row."""
    text = _text(held)
    plain = text.split(grid.delimiter)
    return Row(held, plain if len(plain) == grid.width else split(text, grid.delimiter).cells, unclosed=True)


def _text(lines: list[Line]) -> str:
    return "".join(line.text for line in lines).rstrip("\r\n")
