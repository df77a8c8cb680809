"""A sheet for a resource: one header, codes as text, counts as numbers, days as days."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from annexes.base.errors import ExportError, Place, Problem
from annexes.exports.xlsx.sheets import Book, height
from annexes.package.compare import Back
from annexes.package.tables import Row, Table
from annexes.package.values import Value

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

ROWS = 1_048_576
EXACT = 10**15
"""Spreadsheets show fifteen digits: a longer integer is written as text."""
FIRST_DAY = dt.date(1900, 3, 1)
"""Before this day the calendars of spreadsheet programs do not agree."""
SAMPLE = 1000
NARROWEST, WIDEST, PAGE = 8, 60, 90
"""Widths in characters: of columns, and of what fits on a page that stands upright."""


def write_table(book: Book, name: str, table: Table) -> None:
    """Write the rows of a table; ExportError where a sheet has not rows enough for it."""
    sheet = book.sheet(name)
    header = [column.name for column in table.columns]
    rows = table.rows()
    first = list(islice(rows, SAMPLE))
    widths = list(_widths(header, first))
    for number, width in enumerate(widths):
        sheet.set_column(number, number, width, book.formats.cell)
    for number, column in enumerate(table.columns):
        figures = column.kind in ("integer", "number")
        look = book.formats.header_of_figures if figures else book.formats.header
        book.put(sheet, 0, number, column.name, look)
    last = 0
    for last, row in enumerate(chain(first, rows), start=1):
        if last >= ROWS:
            raise _too_long(table)
        if any(isinstance(value, str) and len(value) > WIDEST for value in row):
            sheet.set_row(last, height((str(v), w) for v, w in zip(row, widths, strict=True)))
        for number, value in enumerate(row):
            _write(book, sheet, last, number, value)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, len(header) - 1)
    sheet.repeat_rows(0)
    if sum(widths) > PAGE:
        sheet.set_landscape()


def _integer(cell: Any) -> Value:
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else cell
    return int(cell) if cell else None


def _day(cell: Any) -> Value:
    if isinstance(cell, dt.datetime):
        return cell.date()
    return dt.date.fromisoformat(cell) if isinstance(cell, str) and cell else cell or None


BACK: Back = {
    "text": lambda cell: cell or None,
    "integer": _integer,
    "number": lambda cell: None if cell == "" else float(cell),
    "boolean": lambda cell: None if cell == "" else cell,
    "date": _day,
}
HELD: Back = {"text": lambda value: value or None}
"""An empty text is no cell in a sheet; what a sheet cannot hold as a number is text there."""


def _write(book: Book, sheet: Worksheet, row: int, column: int, value: Value) -> None:
    match value:
        case None:
            pass
        case bool():
            sheet.write_boolean(row, column, value)
        case int() if abs(value) < EXACT:
            sheet.write_number(row, column, value)
        case float() if _survives(value):
            sheet.write_number(row, column, value)
        case dt.date() if value >= FIRST_DAY:
            sheet.write_datetime(row, column, value, book.formats.date)
        case _:
            text = str(value)
            book.put(sheet, row, column, text, book.formats.prose if len(text) > WIDEST else None)


def _survives(value: float) -> bool:
    """A workbook holds sixteen digits of a number; the few doubles with more are text."""
    return math.isfinite(value) and float(f"{value:.16G}") == value


def _widths(header: Sequence[str], rows: Sequence[Row]) -> Iterator[int]:
    for number, title in enumerate(header):
        longest = max((len(str(row[number])) for row in rows if row[number] is not None), default=0)
        # the header needs room for the arrow of the filter as well
        yield min(max(longest + 2, len(title) + 4, NARROWEST), WIDEST)


def _too_long(table: Table) -> ExportError:
    problem = f"a sheet cannot hold '{table.name}': it has more than {ROWS - 1:,} rows"
    hint = "use another form, such as sqlite or parquet"
    return ExportError(Problem("xlsx", Place(str(table.path)), problem, hint))
