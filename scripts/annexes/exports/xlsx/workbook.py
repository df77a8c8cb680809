"""The workbook as a whole: which sheets it has, in which order, and how it is read back.

It follows the guidance of the UK's Government Analysis Function: cover, contents with links,
notes, then one marked table on each sheet. XlsxWriter gives the same bytes for the same rows once
the moment of creation is fixed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

from annexes.base.errors import Problem
from annexes.base.texts import texts_in
from annexes.exports.citation import cited_authors
from annexes.exports.page.languages import pages
from annexes.exports.printed import printed_annexes
from annexes.exports.xlsx import front_sheets
from annexes.exports.xlsx.annex_sheets import AnnexSheet, lines
from annexes.exports.xlsx.resource_sheets import ResourceSheet
from annexes.exports.xlsx.series_sheets import SeriesSheet, counts_over_time
from annexes.exports.xlsx.sheets import Book, held_text, unique_names
from annexes.package.compare import different
from annexes.package.labels import said
from annexes.package.opened import OpenedPackage
from annexes.package.values import Value

LARGE = 1 << 24
"""Bytes of a resource from which the workbook is written row by row, with less in memory."""
DESCRIBED = ("contents", "notes", "columns", "values")


class SheetPlan:
    """The sheets of a package from left to right: covers, those that describe, tables, annexes.

    `names` are the names of all; `shown` are the sheets of rows: of tables, of what is shown period
    by period, and of annexes.
    """

    def __init__(self, source: OpenedPackage) -> None:
        self.source = source
        self.languages = list(pages(source))
        words = [texts_in("exports", language) for language in self.languages]
        series, printed = list(counts_over_time(source)), list(printed_annexes(source))
        several = len({one.edition.edition for one in printed}) > 1
        self.names = unique_names(
            [
                *(word["cover_sheet"] for word in words),
                *(words[0][f"{name}_sheet"] for name in DESCRIBED),
                *source.tables,
                *(f"{count} by {facts.series}" for facts, count in series),
                *(f"{one.edition.edition} " * several + one.annex.label for one in printed),
            ]
        )
        names = iter(self.names)
        self.covers = {language: next(names) for language in self.languages}
        self.described = {name: next(names) for name in DESCRIBED}
        self.tables = [ResourceSheet(source, one, next(names)) for one in source.tables.values()]
        over_time = [SeriesSheet(next(names), source, *one) for one in series]
        self.annexes = [AnnexSheet(next(names), one) for one in printed]
        self.shown: list[ResourceSheet | SeriesSheet | AnnexSheet] = [
            *self.tables,
            *over_time,
            *self.annexes,
        ]
        self.header_row = 2 * len(self.languages)


def write(source: OpenedPackage, file: Path) -> list[Problem]:
    """Write the workbook; returns which cells stand otherwise than in the package.

    Raises ExportError, before anything is written, where a table is too long for a sheet.
    """
    plan = SheetPlan(source)
    for one in plan.tables:
        one.check_length(len(plan.languages))
    large = any(table.file.size > LARGE for table in source.tables.values())
    with Book(file, _properties(source), large=large) as book:
        return _write(book, plan)


def _write(book: Book, plan: SheetPlan) -> list[Problem]:
    languages, source = plan.languages, plan.source
    sheets = {name: book.sheet(name) for name in plan.names}
    contents = plan.described["columns"]
    for language, name in plan.covers.items():
        front_sheets.write_cover(book, sheets[name], source, language)
    odd: list[Problem] = []
    listed = [
        (plan.described[name], [texts_in("exports", lang)[f"{name}_sheet"] for lang in languages])
        for name in DESCRIBED[1:]
    ]
    for one in plan.shown:
        marked = one.marked(languages, contents)
        odd += one.write(book, sheets[one.name], marked)
        listed.append((one.name, list(marked.titles)))
    described = {name: sheets[sheet] for name, sheet in plan.described.items()}
    front_sheets.write_contents(book, described["contents"], languages, listed)
    front_sheets.write_notes(book, described["notes"], source, languages, odd)
    for name in front_sheets.DESCRIBED:
        front_sheets.write_described(book, described[name], source, languages, name)
    return odd


def read_back(source: OpenedPackage, file: Path) -> int:
    """Compare all sheets of resources and of annexes; returns the number of cells."""
    from python_calamine import CalamineWorkbook

    plan, cells = SheetPlan(source), 0
    with CalamineWorkbook.from_path(file) as workbook:
        for table in plan.tables:
            rows = iter(workbook.get_sheet_by_name(table.name).iter_rows())
            cells += table.compare(rows, plan.header_row, file)
        for annex in plan.annexes:
            rows = iter(workbook.get_sheet_by_name(annex.name).iter_rows())
            cells += _compare_annex(annex, rows, plan.header_row, file)
    return cells


def _properties(source: OpenedPackage) -> dict[str, Any]:
    descriptor = source.descriptor
    return {
        "title": said(descriptor, "title", "en"),
        "author": cited_authors(source),
        "comments": f"{source.stem} {descriptor.get('version', '')}".strip(),
        "created": source.moment,
    }


def _compare_annex(
    sheet: AnnexSheet, rows: Iterator[Sequence[object]], header_row: int, file: Path
) -> int:
    cells = 0
    for _ in range(header_row + 1):
        next(rows, None)
    pairs = zip_longest(lines(sheet.annex), rows)
    for number, (row, found) in enumerate(pairs, start=header_row + 2):
        expected = [_shown(value) for value in row or ()]
        if expected != _trimmed(found or [], len(expected)):
            problem = f"'{sheet.name}' holds {found} where the annex has {expected}"
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
