"""The workbook as a whole: which sheets it has, in which order, and how it is read back.

It follows the guidance of the UK's Government Analysis Function: cover, contents with links,
notes, then one marked table on each sheet. XlsxWriter gives the same bytes for the same rows once
the moment of creation is fixed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
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
from annexes.exports.xlsx.series_sheets import SeriesSheet, series_sheets
from annexes.exports.xlsx.sheets import Book, held_text, unique_names
from annexes.package.compare import different
from annexes.package.labels import said
from annexes.package.opened import OpenedPackage
from annexes.package.values import Value

LARGE = 1 << 24
"""Bytes of a resource from which the workbook is written row by row, with less in memory."""
DESCRIBED = ("contents", "notes", "columns", "values")


@dataclass(frozen=True)
class SheetPlan:
    """The sheets of a package: covers, those that describe, tables, annexes."""

    source: OpenedPackage

    @cached_property
    def languages(self) -> list[str]:
        """The languages of the workbook."""
        return list(pages(self.source))

    @cached_property
    def names(self) -> list[str]:
        """The names of all sheets from left to right."""
        covers = [texts_in("exports", language)["cover_sheet"] for language in self.languages]
        first = texts_in("exports", self.languages[0])
        described = [first[f"{name}_sheet"] for name in DESCRIBED]
        editions = {annex.edition.edition for annex in self._printed}
        labels = [
            a.annex.label if len(editions) == 1 else f"{a.edition.edition} {a.annex.label}"
            for a in self._printed
        ]
        series = [one.wanted for one in self.series]
        return unique_names([*covers, *described, *self.source.tables, *series, *labels])

    @cached_property
    def _printed(self) -> list[Any]:
        return list(printed_annexes(self.source))

    @property
    def covers(self) -> list[str]:
        """The names of the covers, one for each language."""
        return self.names[: len(self.languages)]

    @property
    def described(self) -> dict[str, str]:
        """The names of the sheets that describe, by what they hold."""
        return dict(zip(DESCRIBED, self.names[len(self.languages) :], strict=False))

    @cached_property
    def tables(self) -> list[ResourceSheet]:
        """The sheets of the tables."""
        names = self.names[len(self.languages) + len(DESCRIBED) :]
        pairs = zip(names, self.source.tables.values(), strict=False)
        return [ResourceSheet(self.source, table, name) for name, table in pairs]

    @cached_property
    def series(self) -> list[SeriesSheet]:
        """What is shown period by period."""
        return list(series_sheets(self.source))

    @property
    def named_series(self) -> dict[str, SeriesSheet]:
        """The sheets of what is shown period by period, by their names."""
        names = self.names[len(self.languages) + len(DESCRIBED) + len(self.source.tables) :]
        return dict(zip(names, self.series, strict=False))

    @cached_property
    def annexes(self) -> list[AnnexSheet]:
        """The sheets of the annexes."""
        names = self.names[len(self.names) - len(self._printed) :]
        return [AnnexSheet(*pair) for pair in zip(names, self._printed, strict=True)]

    @property
    def header_row(self) -> int:
        """The number of the row of headers of every table, from 0."""
        return 2 * len(self.languages)


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
    for name, language in zip(plan.covers, languages, strict=True):
        front_sheets.write_cover(book, sheets[name], source, language)
    odd: list[Problem] = []
    listed = [
        (plan.described[name], [texts_in("exports", lang)[f"{name}_sheet"] for lang in languages])
        for name in DESCRIBED[1:]
    ]
    for table in plan.tables:
        marked = table.marked(languages, contents)
        odd += table.write(book, sheets[table.name], marked)
        listed.append((table.name, list(marked.titles)))
    for name, series in plan.named_series.items():
        marked = series.marked(languages, contents)
        series.write(book, sheets[name], name, marked)
        listed.append((name, list(marked.titles)))
    for annex in plan.annexes:
        marked = annex.marked(languages, contents)
        annex.write(book, sheets[annex.name], marked)
        listed.append((annex.name, list(marked.titles)))
    described = {name: sheets[sheet] for name, sheet in plan.described.items()}
    front_sheets.write_contents(book, described["contents"], languages, listed)
    front_sheets.write_notes(book, described["notes"], source, languages, odd)
    front_sheets.write_columns(book, described["columns"], source, languages)
    front_sheets.write_values(book, described["values"], source, languages)
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
