"""Pages of a workbook: rows of texts, written once from top to bottom, set up for reading and for A4 paper without colour.

The only place that knows XlsxWriter. Texts are never looked into: what begins with `=` or `http` stays a text.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from archive.errors import CannotWrite
from archive.handover import cell

ROWS = 1_048_576  # of one sheet, by the format's own limit
_A4 = 9


class Page:
    """One sheet. `rows` is how many rows it has so far."""

    def __init__(self, sheet: Any, heading: Any, columns: int, printed: int) -> None:
        self.rows = 0
        self._sheet, self._heading = sheet, heading
        self._last, self._printed = columns - 1, printed

    @property
    def full(self) -> bool:
        return self.rows >= ROWS

    def write(self, cells: Sequence[str], *, number: int | None = None, bold: bool = False) -> None:
        """One more row. A `number` stands in place of the first cell. Raises CannotWrite where anything would be lost."""
        put, row, failed = self._sheet.write_string, self.rows, 0
        self.rows += 1
        for column, text in enumerate(cells):
            if text and (column or number is None):
                failed |= put(row, column, text, self._heading) if bold else put(row, column, text)
        if number is not None:
            failed |= self._sheet.write_number(row, 0, number)
        if failed:
            raise CannotWrite("The spreadsheet has no room for a row of the chronology. Nothing was handed over.")

    def write_all(self, rows: Iterable[Sequence[str]]) -> None:
        """A heading and rows under it. A text that is too long goes on in the row below."""
        for place, row in enumerate(rows):
            split = [cell.parts(cell.shown_in_sheet(text.replace("\r\n", "\n"))) for text in row]
            for part in range(max(map(len, split))):
                self.write([one[part] if part < len(one) else "" for one in split], bold=not place)

    def finish(self, footer: str) -> None:
        """What can only be said when all rows are there."""
        sheet, last = self._sheet, max(self.rows - 1, 1)
        sheet.autofilter(0, 0, last, self._last)
        sheet.ignore_errors({"number_stored_as_text": f"A1:{xl_col_to_name(self._last)}{ROWS}"})
        sheet.print_area(0, 0, last, self._printed)
        rest = f", columns A to {xl_col_to_name(self._printed)}" if self._printed < self._last else ""
        sheet.set_footer(f"&L{footer.replace('&', '&&')}: &A{rest}&RPage &P of &N")


class Pages:
    """The workbook. It is complete when `close` has returned."""

    def __init__(self, path: Path) -> None:
        # What is not written yet lies beside the file, never in a folder of the whole computer.
        options = {"constant_memory": True, "tmpdir": str(path.parent), "use_zip64": True,
                   "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}  # fmt: skip
        self._book = xlsxwriter.Workbook(str(path), options)
        # Cells are of the format "text", so that a text stays one even when somebody edits the cell.
        look = {"num_format": "@", "text_wrap": True, "valign": "top"}
        self._text, self._number = self._book.add_format(look), self._book.add_format({"valign": "top"})
        self._heading = self._book.add_format({**look, "bold": True, "bg_color": "#E6E6E6", "bottom": 1})
        self._pages: list[Page] = []

    def add(self, name: str, wide: Sequence[int], *, printed: int | None = None) -> Page:
        """One more sheet, with the widths of its columns, of which those up to `printed` go on paper."""
        sheet = self._book.add_worksheet(name)
        for column, width in enumerate(wide):
            sheet.set_column(column, column, width, self._number if printed and not column else self._text)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.set_paper(_A4)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        page = Page(sheet, self._heading, len(wide), len(wide) - 1 if printed is None else printed)
        self._pages.append(page)
        return page

    def close(self, *, footer: str, created: datetime, **said: str) -> None:
        """Write the file. `said` are its title and author."""
        for page in self._pages:
            page.finish(footer)
        self._book.set_properties({**said, "created": created})
        self._book.close()
