"""A sheet for a resource: codes as text with their names beside them, counts as numbers."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import islice, repeat
from pathlib import Path
from typing import Any

from annexes.base.errors import ExportError, Place, Problem
from annexes.base.texts import texts_in
from annexes.exports.xlsx.exact_sheet import ExactSheet
from annexes.exports.xlsx.sheets import Book, MarkedTable, begin, held_text
from annexes.package.compare import Back, compare, different
from annexes.package.labels import categories, row_label_columns, said
from annexes.package.opened import OpenedPackage
from annexes.package.tables import Table
from annexes.package.values import Value

ROWS = 1_048_576
EXACT = 10**15
"""Spreadsheets show fifteen digits: a longer integer is written as text."""
FIRST_DAY = dt.date(1900, 3, 1)
"""Before this day the calendars of spreadsheet programs do not agree."""
SAMPLE = 1000
NARROWEST, WIDEST = 8, 60
"""Widths of columns in characters."""
NO_NUMBERS = {"inf": "INF", "-inf": "-INF", "nan": "NaN"}


@dataclass(frozen=True)
class ShownColumn:
    """A column of a sheet: that of the table with the number `source`, or `names` of its codes."""

    header: str
    source: int
    names: Mapping[str, str] | None = None

    def shown(self, value: Value) -> Value:
        """What stands in it for a value of the table; None where a code has no name."""
        return value if self.names is None else self.names.get(str(value)) or None


@dataclass(frozen=True)
class ResourceSheet:
    """What the sheet of a table shows: its columns, beside each column of codes their names."""

    source: OpenedPackage
    table: Table
    name: str

    @cached_property
    def columns(self) -> list[ShownColumn]:
        """The columns from left to right."""
        taken = {column.name.lower() for column in self.table.columns}
        shown: list[ShownColumn] = []
        for number, column in enumerate(self.table.columns):
            shown.append(ShownColumn(held_text(column.name) or "", number))
            for header, names in _names(self.source, self.table, column.name):
                if header.lower() not in taken:
                    taken.add(header.lower())
                    shown.append(ShownColumn(held_text(header) or "", number, names))
        return shown

    @property
    def header(self) -> list[str]:
        """What the columns are called."""
        return [one.header for one in self.columns]

    def check_length(self, languages: int) -> None:
        """Raise ExportError where a sheet has not rows enough for the table."""
        above = 2 * languages + 1
        if self.table.length > ROWS - above:
            problem = f"a sheet cannot hold '{self.table.name}': it has {self.table.length:,} rows"
            hint = f"a sheet has room for {ROWS - above:,}: use another form, such as parquet"
            raise ExportError.of("form", self.table.path, problem, hint)

    def marked(self, languages: Sequence[str], contents: str) -> MarkedTable:
        """Title, notes and headers."""
        columns, resource, notes = self.table.columns, self.table.resource, []
        for language in languages:
            note = texts_in("exports", language)["table_note"].format(contents)
            notes.append(f"{said(resource, 'description', language)} {note}".strip())
        return MarkedTable(
            name=self.table.name,
            titles=[said(resource, "title", lang) or self.table.name for lang in languages],
            notes=[" ".join(note.split()) for note in notes],
            header=self.header,
            widths=list(self._widths()),
            length=self.table.length,
            figures=frozenset(
                place
                for place, one in enumerate(self.columns)
                if one.names is None and columns[one.source].kind in ("integer", "number")
            ),
        )

    def _widths(self) -> Iterator[float]:
        first = next(self.table.pieces(), [()] * len(self.table.columns))
        for one in self.columns:
            sample = (str(value) for value in first[one.source][:SAMPLE] if value is not None)
            longest = max(map(len, sample if one.names is None else one.names.values()), default=0)
            # the header needs room for the arrow of the filter as well
            yield min(max(longest + 2, len(one.header) + 4, NARROWEST), WIDEST)

    # ── writing ─────────────────────────────────────────────────────────────────────────────

    def write(self, book: Book, sheet: ExactSheet, marked: MarkedTable) -> list[Problem]:
        """Write title, notes and rows; what stands as text or otherwise is returned, said."""
        row = begin(book, sheet, marked)
        first, many = dict[tuple[str, str], int](), Counter[tuple[str, str]]()
        for piece in self.table.pieces():
            shown = [(place, one, piece[one.source]) for place, one in enumerate(self.columns)]
            for number in range(len(piece[0])):
                for place, one, values in shown:
                    value = one.shown(values[number])
                    if value is not None and (why := _write(book, sheet, row, place, value)):
                        odd = one.header, why
                        first.setdefault(odd, row - marked.header_row)
                        many[odd] += 1
                row += 1
        return list(_odd(self.table, first, many))

    # ── reading back ────────────────────────────────────────────────────────────────────────

    def compare(self, rows: Iterator[Sequence[Any]], header_row: int, file: Path) -> int:
        """Compare the sheet with the table; returns the number of cells."""
        for _ in range(header_row):
            next(rows, None)
        if list(next(rows, []))[: len(self.header)] != self.header:
            problem = f"the header of '{self.name}' is not that of the resource"
            raise different(file, header_row + 1, problem)
        own = [place for place, one in enumerate(self.columns) if one.names is None]
        width, left = len(self.header), self.table.length

        def found() -> Iterator[list[Any]]:
            named = self.table.rows() if len(own) < width else repeat(())
            for number, values in enumerate(islice(named, left), start=header_row + 2):
                row = [*next(rows, ()), *[""] * width][:width]  # at the end no row may be empty
                self._check_names(row, values, number, file)
                yield [row[place] for place in own]
            yield from (list(row) for row in rows if any(cell != "" for cell in row))

        return compare(self.table, found(), file, BACK, HELD)

    def _check_names(
        self, row: Sequence[Any], values: Sequence[Value], number: int, file: Path
    ) -> None:
        for place, one in enumerate(self.columns):
            if one.names is not None:
                code = values[one.source]
                if (held_text(one.shown(code) or "") or "") != row[place]:
                    problem = f"'{row[place]}' is not the name of '{code}' in '{self.name}'"
                    raise different(file, number, problem)


def _odd(
    table: Table, first: Mapping[tuple[str, str], int], many: Counter[tuple[str, str]]
) -> Iterator[Problem]:
    """A sentence for each column and reason: the first row, and how many more there are."""
    for (column, why), row in first.items():
        more = many[column, why] - 1
        cells = f"row {row}" + (f" and {more:,} more" if more else "")
        problem = f"in the workbook '{table.name}.{column}', {cells}: {why}"
        hint = "the other forms hold it as it is"
        yield Problem("as-text", Place(str(table.path)), problem, hint)


def _names(
    source: OpenedPackage, table: Table, column: str
) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Header and names for each language in which the values of the column have names."""
    for target in (target for own, target in source.named_by(table) if own == column):
        for label, names in row_label_columns(target, target.primary_key[0]):
            yield f"{column}_{label}", names
    field = next(one.field for one in table.columns if one.name == column)
    for language in ("en", "de"):
        if any((labels := categories(field, language)).values()):
            yield f"{column}_label_{language}", labels


def _write(book: Book, sheet: ExactSheet, row: int, column: int, value: Value) -> str:
    """Write a value; returns what must be said of it, '' if it stands there as it is."""
    match value:
        case bool():
            sheet.write_boolean(row, column, value)
        case int() if abs(value) < EXACT:
            sheet.write_number(row, column, value)
        case float() if math.isfinite(value):
            sheet.write_number(row, column, value)
        case dt.date() if value >= FIRST_DAY:
            sheet.write_datetime(row, column, value, book.formats["date"])
        case str():
            text = held_text(value) or ""
            book.put(
                sheet, row, column, text, book.formats["prose"] if len(text) > WIDEST else None
            )
            return "" if text == value else "other ends of lines, or � for control characters"
        case _:
            book.put(sheet, row, column, _digits(value), book.formats["as_text"])
            if isinstance(value, dt.date):
                return "a day before 1900-03-01 stands as text"
            return "a number that spreadsheets cannot hold exactly stands as text"
    return ""


def _digits(value: Value) -> str:
    text = str(value)
    return NO_NUMBERS.get(text, text)


def _integer(cell: Any) -> Value:
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else cell
    return int(cell) if cell else None


def _number(cell: Any) -> Value:
    if not isinstance(cell, str):
        return float(cell)
    if not cell:
        return None
    number = float(cell)
    return number if not math.isfinite(number) and cell[-1] in "FN" else Decimal(cell)


def _day(cell: Any) -> Value:
    if isinstance(cell, dt.datetime):
        return cell.date()
    return dt.date.fromisoformat(cell) if isinstance(cell, str) and cell else cell or None


BACK: Back = {
    "text": lambda cell: cell or None,
    "integer": _integer,
    "number": _number,
    "boolean": lambda cell: None if cell == "" else cell,
    "date": _day,
}
"""An empty text is no cell in a sheet; what a sheet cannot hold as a number is text there."""
HELD: Back = {"text": lambda value: None if value is None else held_text(value)}
