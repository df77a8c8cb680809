"""The workbook as a whole: which sheets it has, in which order, and how it is read back.

XlsxWriter gives the same bytes for the same rows once the moment of creation is fixed. No text
can become a formula, a link or a number: texts are written as text and as nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from annexes.base.errors import Problem
from annexes.exports.citation import cited_authors
from annexes.exports.printed import PrintedAnnex, printed_annexes
from annexes.exports.xlsx.annex_sheets import lines, write_annex
from annexes.exports.xlsx.read_me import CODE_BOOK, READ_ME, write_code_book, write_read_me
from annexes.exports.xlsx.resource_sheets import BACK, HELD, write_table
from annexes.exports.xlsx.sheets import Book, unique_names
from annexes.package.compare import compare, different
from annexes.package.labels import said
from annexes.package.opened import OpenedPackage

LARGE = 1 << 24
"""Bytes of a resource from which the workbook is written row by row, with less in memory."""


@dataclass(frozen=True)
class SheetPlan:
    """The sheet of each table, and the annexes with theirs."""

    tables: dict[str, str]
    annexes: list[tuple[str, PrintedAnnex]]


def write(source: OpenedPackage, file: Path) -> list[Problem]:
    """Write the workbook; ExportError where a table is too long for a sheet."""
    large = any(table.path.stat().st_size > LARGE for table in source.tables.values())
    plan = _plan(source)
    with Book(file, _properties(source), large=large) as book:
        write_read_me(book, source, plan.tables)
        write_code_book(book, source)
        for name, sheet in plan.tables.items():
            write_table(book, sheet, source.tables[name])
        for sheet, annex in plan.annexes:
            write_annex(book, sheet, annex)
    return []


def read_back(source: OpenedPackage, file: Path) -> int:
    """Compare all sheets of resources and of annexes; returns the number of cells."""
    from python_calamine import CalamineWorkbook

    plan, cells = _plan(source), 0
    with CalamineWorkbook.from_path(file) as workbook:
        for name, sheet in plan.tables.items():
            table = source.tables[name]
            rows = _rows(workbook.get_sheet_by_name(sheet), len(table.columns))
            if next(rows, []) != [column.name for column in table.columns]:
                raise different(file, 1, f"the header of '{sheet}' is not that of the resource")
            cells += compare(table, rows, file, BACK, HELD)
        for sheet, annex in plan.annexes:
            found = _rows(workbook.get_sheet_by_name(sheet), len(annex.heading))
            cells += _compare_annex(annex, found, file)
    return cells


def _plan(source: OpenedPackage) -> SheetPlan:
    annexes = list(printed_annexes(source))
    editions = {annex.edition.edition for annex in annexes}
    labels = [
        annex.annex.label if len(editions) == 1 else f"{annex.edition.edition} {annex.annex.label}"
        for annex in annexes
    ]
    names = unique_names([READ_ME, CODE_BOOK, *source.tables, *labels])[2:]
    tables = dict(zip(source.tables, names, strict=False))
    return SheetPlan(tables, list(zip(names[len(tables) :], annexes, strict=True)))


def _properties(source: OpenedPackage) -> dict[str, Any]:
    descriptor = source.descriptor
    return {
        "title": said(descriptor, "title", "en"),
        "author": cited_authors(source),
        "comments": f"{source.stem} {descriptor.get('version', '')}".strip(),
        "created": source.moment,
    }


def _rows(sheet: Any, width: int) -> Iterator[list[object]]:
    """The rows of a sheet, each as wide as the header, whatever is empty at its end."""
    for row in sheet.iter_rows():
        yield [*row, *[""] * (width - len(row))]


def _compare_annex(annex: PrintedAnnex, found: Iterator[list[object]], file: Path) -> int:
    cells = 0
    for number, (row, cells_found) in enumerate(zip_longest(lines(annex), found), start=1):
        expected = [("" if value is None else value) for value in row or ()]
        if expected != _trimmed(cells_found or [], len(expected)):
            problem = f"'{annex.annex.label}' holds {cells_found} where the annex has {expected}"
            raise different(file, number, problem)
        cells += len(expected)
    return cells


def _trimmed(cells: Sequence[object], width: int) -> list[object]:
    """The first cells, if the others are empty."""
    return [*cells[:width]] if not any(cell != "" for cell in cells[width:]) else [*cells]
