"""A sheet with one table, as statistics offices want it.

The title stands in the first cell and a note below it, in each language of the package; then the
table, from column A, with one row of headers and marked as a table, so that a screen reader can
say where a cell belongs. No cell is merged, no row between is empty.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from xlsxwriter.format import Format

from annexes.exports.xlsx.exact_sheet import ExactSheet
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


def begin(book: Book, sheet: ExactSheet, table: MarkedTable) -> int:
    """Write title, notes and headers, mark the table; returns the number of its first row.

    The rows are written by the caller, in their order.
    """
    for number, width in enumerate(table.widths):
        sheet.set_column(number, number, width, table.looks.get(number, book.formats.cell))
    for row, text in enumerate([*table.titles, *table.notes]):
        book.put(sheet, row, 0, text, None if row >= len(table.titles) else book.formats.title)
    title = CONTROLS.sub("", " ".join(table.titles[0].split()))
    sheet.mark_table(table.name, title, table.header, table.header_row, table.length)
    for number, text in enumerate(table.header):
        is_figure = number in table.figures
        look = book.formats.header_of_figures if is_figure else book.formats.header
        book.put(sheet, table.header_row, number, text, look)
    sheet.repeat_rows(table.header_row)
    if sum(table.widths) > PAGE:
        sheet.set_landscape()
    return table.header_row + 1
