"""A sheet with one table, as statistics offices want it.

The title stands in the first cell and a note below it, in each language of the package; then the
table, from column A, with one row of headers and marked as a table, so that a screen reader can
say where a cell belongs. No cell is merged, no row between is empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from annexes.exports.xlsx.sheets import CONTROLS, Book

PAGE = 90
"""Characters that fit on a page that stands upright."""


@dataclass(frozen=True)
class MarkedTable:
    """What stands on the sheet but its rows: `titles` and `notes` are one for each language."""

    name: str
    titles: Sequence[str]
    notes: Sequence[str]
    header: Sequence[str]
    widths: Sequence[float]
    length: int
    figures: frozenset[int] = frozenset()
    looks: Mapping[int, Format] = field(default_factory=dict)

    @property
    def header_row(self) -> int:
        """The number of the row of headers, from 0."""
        return len(self.titles) + len(self.notes)


def begin(book: Book, sheet: Worksheet, table: MarkedTable) -> int:
    """Write title, notes and headers, mark the table; returns the number of its first row.

    The rows are written by the caller, in their order.
    """
    for number, width in enumerate(table.widths):
        sheet.set_column(number, number, width, table.looks.get(number, book.formats.cell))
    for row, text in enumerate([*table.titles, *table.notes]):
        book.put(sheet, row, 0, text, None if row >= len(table.titles) else book.formats.title)
    _mark(sheet, table)
    for number, text in enumerate(table.header):
        is_figure = number in table.figures
        look = book.formats.header_of_figures if is_figure else book.formats.header
        book.put(sheet, table.header_row, number, text, look)
    sheet.repeat_rows(table.header_row)
    if sum(table.widths) > PAGE:
        sheet.set_landscape()
    return table.header_row + 1


def write_rows(
    book: Book, sheet: Worksheet, row: int, rows: Iterable[Sequence[tuple[str, Format | None]]]
) -> None:
    """Write rows of texts, each with its look, an empty text as no cell."""
    for number, cells in enumerate(rows, start=row):
        for column, (text, look) in enumerate(cells):
            if text:
                book.put(sheet, number, column, text, look)


def _mark(sheet: Worksheet, table: MarkedTable) -> None:
    """Mark the table; not where Excel forbids it: two headers that differ in case only, a control
    character in one.

    The library marks no table on a sheet that it writes row by row, because it would write its
    headers; here they are written again. It remembers each cell of a marked range: it is given the
    first row alone, and the range is corrected.
    """
    alike = len({name.lower() for name in table.header}) < len(table.header)
    if alike or not table.header or any(not name.isprintable() for name in table.header):
        return
    first, last = table.header_row, len(table.header) - 1
    options = {
        "name": f"T_{re.sub('[^A-Za-z0-9_]', '_', table.name)}_{sheet.index}",
        "columns": [{"header": name} for name in table.header],
        "style": None,
        "banded_rows": False,
        "title": CONTROLS.sub("", " ".join(table.titles[0].split())),
    }
    is_streamed, sheet.constant_memory = sheet.constant_memory, False
    sheet.add_table(first, 0, first + 1, last, options)
    sheet.constant_memory = is_streamed
    whole = xl_range(first, 0, first + max(1, table.length), last)
    sheet.tables[-1] |= {"range": whole, "a_range": whole, "autofilter": whole}
