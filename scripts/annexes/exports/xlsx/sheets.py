"""A workbook under construction: its sheets, how text and numbers are put into cells.

No text can become a formula, a link or a number: texts are written as text and as nothing else.

A sheet has one table, as statistics offices want it: the title in the first cell and a note below
it, in each language of the package; then the table, from column A, with one row of headers and
marked as a table, so that a screen reader can say where a cell belongs. No cell is merged, no row
between is empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, zip_longest
from math import ceil
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range_abs

from annexes.base.errors import ExportError, Place, Problem
from annexes.base.texts import toml_of
from annexes.exports.xlsx.exact_sheet import ExactSheet
from annexes.package.compare import different
from annexes.package.opened import first_free
from annexes.package.values import Value

LONGEST_NAME = 31
FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
NO_CHARACTER = re.compile("[\ufffe\uffff]")
RESERVED = "history"
A4 = 9
LINE, LOOSE = 15.0, 1.1
"""The height of a line in points; how much room words leave unused at the end of a line."""
UPRIGHT = 90
"""Characters that fit on a page that stands upright."""
ALL_CELLS = "A1:XFD1048576"
OPTIONS = {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}


class Book:
    """A workbook, written when it is closed."""

    def __init__(self, file: Path, properties: dict[str, Any], *, large: bool) -> None:
        memory = {"constant_memory": large, "in_memory": not large}
        self.file = file
        self.workbook = xlsxwriter.Workbook(str(file), {**OPTIONS, **memory})
        self.workbook.set_properties(properties)
        looks = toml_of("exports.xlsx", "formats.toml")
        self.formats = {name: self.workbook.add_format(look) for name, look in looks.items()}

    def sheet(self, name: str) -> ExactSheet:
        """A new sheet for A4 in which a code made of digits is no cause for a warning."""
        sheet: ExactSheet = self.workbook.add_worksheet(name, ExactSheet)
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.ignore_errors({"number_stored_as_text": ALL_CELLS})
        return sheet

    def put(
        self, sheet: ExactSheet, row: int, column: int, text: str, look: Format | None = None
    ) -> None:
        """Put a text into a cell as `held_text`; ExportError where no cell can hold it."""
        text = held_text(text) or ""
        if NO_CHARACTER.search(text):
            raise self._unfit(sheet, row, column, "it has what is no character of Unicode")
        if sheet.write_string(row, column, text, look):
            raise self._unfit(sheet, row, column, f"it has {len(text)} characters")

    def link(self, sheet: ExactSheet, row: int, column: int, name: str) -> None:
        """Put a link to the sheet of this name into a cell."""
        inner = name.replace("'", "''")
        sheet.write_url(row, column, f"internal:'{inner}'!A1", self.formats["link"], name)

    def _unfit(self, sheet: ExactSheet, row: int, column: int, why: str) -> ExportError:
        where = f"{sheet.get_name()}, row {row + 1}, column {column + 1}"
        problem = f"a workbook cannot hold this cell: {why} ({where})"
        return ExportError(Problem("form", Place(self.file.name), problem))


def held_text(value: Any) -> Any:
    """A text as a cell holds it: ends of lines are one sign, control characters are none."""
    text = str(value).replace("\r\n", "\n").replace("\r", "\n")
    return CONTROLS.sub("\ufffd", text) or None


def height(texts: Iterable[tuple[str, float]]) -> float:
    """How high a row must be for its wrapped texts; each comes with the width of its column.

    Programs that do not fit rows by themselves would show the first line only.
    """
    lines = (
        sum(max(1, ceil(len(line) * LOOSE / width)) for line in text.split("\n"))
        for text, width in texts
    )
    return min(LINE * max([1, *lines]), 409)  # no row can be higher


def unique_names(wanted: Iterable[str]) -> list[str]:
    """A name that a sheet may have for each wanted one, no two alike."""
    names: list[str] = []
    for name in wanted:
        plain = FORBIDDEN.sub("-", name).strip("' ")[:LONGEST_NAME].strip("' ") or "-"
        numbered = (plain[: LONGEST_NAME - len(f" {n}")] + f" {n}" for n in count(2))
        names.append(first_free([plain], numbered, taken=[RESERVED, *names]))
    return names


# ── a sheet with one table ──────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class MarkedTable:
    """What stands on the sheet: `titles` and `notes` are one for each language.

    The `rows` are here but of a resource; those whose numbers are in `headings` look like headers.
    In the column `drawn` stands a drawing of all figures to its right. A table of prose `wraps` its
    texts; what stands first in a row of a `linked` one is a sheet, and leads to it.
    """

    name: str
    titles: Sequence[str]
    notes: Sequence[str]
    header: Sequence[str]
    widths: Sequence[float]
    length: int
    figures: frozenset[int] = frozenset()
    rows: Sequence[Sequence[Value]] = ()
    headings: frozenset[int] = frozenset()
    drawn: int | None = None
    wraps: bool = False
    linked: bool = False

    @property
    def header_row(self) -> int:
        """The number of the row of headers, from 0."""
        return len(self.titles) + len(self.notes)


def begin(book: Book, sheet: ExactSheet, table: MarkedTable) -> int:
    """Write title, notes and headers, mark the table; returns the number of its first row.

    The rows are written by the caller, in their order.
    """
    for number, width in enumerate(table.widths):
        sheet.set_column(number, number, width, book.formats["cell"])
    for row, text in enumerate([*table.titles, *table.notes]):
        book.put(sheet, row, 0, text, None if row >= len(table.titles) else book.formats["title"])
    title = CONTROLS.sub("", " ".join(table.titles[0].split()))
    sheet.mark_table(table.name, title, table.header, table.header_row, table.length)
    for number, text in enumerate(table.header):
        is_figure = number in table.figures
        look = book.formats["header_of_figures"] if is_figure else book.formats["header"]
        book.put(sheet, table.header_row, number, text, look)
    sheet.repeat_rows(table.header_row)
    if sum(table.widths) > UPRIGHT:
        sheet.set_landscape()
    return table.header_row + 1


def fill(book: Book, sheet: ExactSheet, table: MarkedTable) -> None:
    """Write the whole table, numbers as numbers and everything else as text."""
    for row, cells in enumerate(table.rows, start=begin(book, sheet, table)):
        look = book.formats["prose"] if table.wraps else None
        if row - table.header_row - 1 in table.headings:
            look = book.formats["header"]
        if table.wraps:
            sheet.set_row(row, height(zip(map(str, cells), table.widths, strict=True)))
        for column, value in enumerate(cells):
            if table.linked and column == 0:
                book.link(sheet, row, column, str(value))
            elif isinstance(value, int | float):
                sheet.write_number(row, column, value, look)
            elif value not in (None, ""):
                book.put(sheet, row, column, str(value), look)
        if table.drawn is not None:
            area = xl_range_abs(row, table.drawn + 1, row, len(table.header) - 1)
            name = sheet.get_name().replace("'", "''")
            options = {"range": f"'{name}'!{area}", "type": "column", "empty_cells": "gaps"}
            sheet.add_sparkline(row, table.drawn, options)


def compare_rows(
    table: MarkedTable, name: str, rows: Iterator[Sequence[object]], file: Path
) -> int:
    """Compare the rows of a filled sheet; returns the number of cells."""
    cells = 0
    for _ in range(table.header_row + 1):
        next(rows, None)
    pairs = zip_longest(table.rows, rows)
    for number, (row, found) in enumerate(pairs, start=table.header_row + 2):
        expected = [_shown(value) for value in row or ()]
        if expected != _trimmed(found or [], len(expected)):
            problem = f"'{name}' holds {found} where there should be {expected}"
            raise different(file, number, problem)
        cells += len(expected)
    return cells


def _shown(value: Value) -> object:
    if value is None:
        return ""
    return value if isinstance(value, int | float) else held_text(value) or ""


def _trimmed(cells: Sequence[object], width: int) -> list[object]:
    """The first cells, if the others are empty."""
    return [*cells[:width]] if not any(cell != "" for cell in cells[width:]) else [*cells]
