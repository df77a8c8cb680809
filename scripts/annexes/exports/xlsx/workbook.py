"""The workbook as a whole: which sheets it has, in which order, and how it is read back.

It follows the guidance of the UK's Government Analysis Function: cover, contents with links,
notes, then one marked table on each sheet. XlsxWriter gives the same bytes for the same rows once
the moment of creation is fixed.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from annexes.base.errors import Problem
from annexes.base.texts import texts_in
from annexes.exports.citation import cited_authors
from annexes.exports.forms.page import pages
from annexes.exports.printed import printed_annexes
from annexes.exports.xlsx import front_sheets
from annexes.exports.xlsx.figure_sheets import annex_table, counts_over_time, series_table
from annexes.exports.xlsx.resource_sheets import ResourceSheet
from annexes.exports.xlsx.sheets import Book, compare_rows, fill, unique_names
from annexes.package.labels import said
from annexes.package.opened import OpenedPackage

LARGE = 1 << 24
"""Bytes of a resource from which the workbook is written row by row, with less in memory."""
DESCRIBED = ("contents", "notes", "columns", "values")


class SheetPlan:
    """The sheets of a package from left to right: covers, those that describe, tables, annexes.

    `names` are the names of all; `filled` are, by name, the tables of what is shown period by
    period and of annexes.
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
        told = (self.languages, self.described["columns"])
        self.filled = {next(names): series_table(source, *one, *told) for one in series}
        self.filled |= {next(names): annex_table(one, *told) for one in printed}


def write(source: OpenedPackage, file: Path) -> list[Problem]:
    """Write the workbook; returns which cells stand otherwise than in the package.

    Raises ExportError, before anything is written, where a table is too long for a sheet.
    """
    plan = SheetPlan(source)
    for one in plan.tables:
        one.check_length(len(plan.languages))
    large = any(table.file.size > LARGE for table in source.tables.values())
    book = Book(file, _properties(source), large=large)
    odd = _write(book, plan)
    book.workbook.close()
    return odd


def _write(book: Book, plan: SheetPlan) -> list[Problem]:
    languages, source = plan.languages, plan.source
    sheets = {name: book.sheet(name) for name in plan.names}
    contents = plan.described["columns"]
    for language, name in plan.covers.items():
        front_sheets.write_cover(book, sheets[name], source, language)
    odd: list[Problem] = []
    listed: list[tuple[str, Sequence[str]]] = [
        (plan.described[name], [texts_in("exports", lang)[f"{name}_sheet"] for lang in languages])
        for name in DESCRIBED[1:]
    ]
    for one in plan.tables:
        marked = one.marked(languages, contents)
        odd += one.write(book, sheets[one.name], marked)
        listed.append((one.name, marked.titles))
    for name, marked in plan.filled.items():
        fill(book, sheets[name], marked)
        listed.append((name, marked.titles))
    described = {
        "contents": front_sheets.contents_table(languages, listed),
        "notes": front_sheets.notes_table(source, languages, odd),
        **{n: front_sheets.described_table(source, languages, n) for n in front_sheets.DESCRIBED},
    }
    for name, marked in described.items():
        fill(book, sheets[plan.described[name]], marked)
    return odd


def read_back(source: OpenedPackage, file: Path) -> int:
    """Compare the sheets of resources, series and annexes; returns the number of cells."""
    from python_calamine import CalamineWorkbook

    plan, cells = SheetPlan(source), 0
    with CalamineWorkbook.from_path(file) as workbook:
        for table in plan.tables:
            rows = iter(workbook.get_sheet_by_name(table.name).iter_rows())
            cells += table.compare(rows, 2 * len(plan.languages), file)
        for name, marked in plan.filled.items():
            rows = iter(workbook.get_sheet_by_name(name).iter_rows())
            cells += compare_rows(marked, name, rows, file)
    return cells


def _properties(source: OpenedPackage) -> dict[str, Any]:
    descriptor = source.descriptor
    return {
        "title": said(descriptor, "title", "en"),
        "author": cited_authors(source),
        "comments": f"{source.stem} {descriptor.get('version', '')}".strip(),
        "created": source.moment,
    }
