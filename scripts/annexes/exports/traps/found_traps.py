"""All traps of a package: each cell that one of the programs changes, and whether that is said.

A field says so by the property `annexes:traps` of its schema, a list of kinds of traps; readers of
Data Packages ignore it, as they must any property that they do not know.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from operator import attrgetter

from annexes.exports.traps import pandas_defaults as pandas
from annexes.exports.traps import r_defaults as r
from annexes.exports.traps import spreadsheets
from annexes.exports.traps.trap import Change, Reads, Trap
from annexes.package.disk import Package
from annexes.package.open_tables import open_tables
from annexes.package.tables import Column, Table
from annexes.package.values import missing_values, reader

DECLARED = "annexes:traps"
PANDAS, BASE_R = "pandas read_csv", "R read.csv"
BY_COLUMN: Mapping[str, Reads] = {
    BASE_R: r.base,
    "R readr::read_csv": r.readr,
    "German spreadsheets": spreadsheets.german,
}


def traps(package: Package) -> list[Trap]:
    """Every cell that a default of pandas, R or a German spreadsheet changes.

    A number is not changed by another way of writing the same number where its field is a number,
    and so for days; an empty cell is missing for all programs and stays so. Raises PackageError
    for a row that has more or fewer cells than the header, as one has that a lone carriage
    return ends.
    """
    tables, _ = open_tables(package)
    return [trap for table in tables for trap in _of(table)]


def _of(table: Table) -> Iterator[Trap]:
    header, *records = table.lines()
    for line, row in records:
        if len(row) != len(header[1]):
            problem = f"{len(row)} cells where the header has {len(header[1])}"
            raise table.error(line, None, problem)
    lines = [line for line, _ in records]
    cells = list(zip(*(row for _, row in records), strict=True)) or [() for _ in table.columns]
    for column, change in zip(table.columns, r.header(header[1]), strict=True):
        yield from _traps(table, column, BASE_R, [(header[0], column.name, change)])
    by_pandas = pandas.columns(table, cells)
    for column, own, changes in zip(table.columns, cells, by_pandas, strict=True):
        yield from _traps(table, column, PANDAS, zip(lines, own, changes, strict=True))
        for program, reads in BY_COLUMN.items():
            found = zip(lines, own, reads(column, own), strict=True)
            yield from _traps(table, column, program, found)


def _traps(
    table: Table, column: Column, program: str, found: Iterable[tuple[int, str, Change | None]]
) -> Iterator[Trap]:
    said = set(column.field.get(DECLARED) or [])
    missing = missing_values(table.schema, column.field)
    for line, cell, change in found:
        if change and not _is_harmless(column, cell, change, missing):
            yield Trap(
                table.name, str(table.path), line, column.name, cell, program,
                change.kind, change.becomes, declared=change.kind in said,
            )  # fmt: skip


def _is_harmless(column: Column, cell: str, change: Change, missing: frozenset[str]) -> bool:
    """Whether the cell still says what its field means by it."""
    if cell in missing:
        return change.kind == "missing"
    with suppress(ValueError):
        value = reader(column.field, missing)(cell)
        if isinstance(value, bool):
            return change.becomes.lower() == str(value).lower()
        if isinstance(value, int | float):
            return float(change.becomes.replace(",", ".")) == value
        if isinstance(value, dt.date) and change.kind == "date":
            return cell in (value.isoformat(), f"{value:%d.%m.%Y}")
    return False


def grouped(found: Iterable[Trap]) -> Iterator[list[Trap]]:
    """The traps of one field and kind together, whoever falls into them."""
    group = attrgetter("resource", "field", "kind")
    for _, own in itertools.groupby(sorted(found, key=group), key=group):
        yield list(own)
