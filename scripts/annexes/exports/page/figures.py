"""The table of the page: a row for each row of the figures, with its place in the source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annexes.exports.labels import Labels, number
from annexes.exports.source import Source
from annexes.resources.roles import Edition
from annexes.resources.values import Value

MOST = 600
"""Rows that a page of 300 kB has room for."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows, and the value behind it, by which the table is sorted."""

    column: str
    text: str
    value: str | int
    is_count: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands: the document, its annex, page and line."""

    document: str
    annex: str
    page: int
    line: int


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A row of the table; the place is None where the package does not say it."""

    cells: Sequence[Cell]
    place: Place | None
    printed: str


@dataclass(frozen=True, slots=True)
class FigureTable:
    """The table: what its columns are called, the choices of its filters, its rows.

    `rows` is empty, and `too_long` the number of rows, where a page has no room for them.
    """

    header: Sequence[tuple[str, str, bool]]
    filters: Mapping[str, Sequence[tuple[str, str]]]
    rows: Sequence[FigureRow]
    too_long: int = 0


def figure_table(source: Source, labels: Labels) -> FigureTable | None:
    """The table in the language of the labels; None for a package without figures."""
    facts = source.made("annexes")
    if not facts or not source.roles or not source.roles.editions:
        return None
    code, groups, counts = layout(source.roles.editions)
    columns = [code, *groups, *counts]
    header = [(name, labels.column(name), name in counts) for name in columns]
    length = sum(1 for _ in facts.rows())
    if length > MOST:
        return FigureTable(header, {}, [], too_long=length)
    places, printed = _places(source)
    rows = []
    for record in facts.records():
        key = tuple(str(record[name]) for name in [*_key(source), code])
        cells = [_cell(labels, name, record[name], name in counts) for name in columns]
        rows.append(FigureRow(cells, places.get(key), printed.get(key, cells[0].text)))
    filters = {name: _choices(rows, name) for name in groups}
    return FigureTable(header, filters, rows)


def layout(editions: Sequence[Edition]) -> tuple[str, list[str], list[str]]:
    """The column of codes, the columns that tell annexes apart, the columns of counts."""
    values = [annex.values for edition in editions for annex in edition.annexes]
    names = list(dict.fromkeys(name for own in values for name in own))
    groups = [name for name in names if len({own.get(name) for own in values}) > 1]
    counts = list(dict.fromkeys(name for edition in editions for name in edition.counts))
    return editions[0].code, groups, counts


def _key(source: Source) -> list[str]:
    editions = source.roles.editions if source.roles else []
    return sorted({name for e in editions for annex in e.annexes for name in annex.values})


def _places(source: Source) -> tuple[dict[tuple[str, ...], Place], dict[tuple[str, ...], str]]:
    """By the key of a row: where it stands, and its name as printed there."""
    table, places, printed = source.made("provenance"), {}, {}
    code = source.roles.editions[0].code if source.roles else ""
    for record in table.records() if table else ():
        key = tuple(str(record[name]) for name in [*_key(source), code])
        page, line = int(str(record["page"] or 0)), int(str(record["line"] or 0))
        places[key] = Place(str(record["document"]), str(record["annex"]), page, line)
        printed[key] = str(record["name_printed"] or "")
    return places, printed


def _cell(labels: Labels, name: str, value: Value, is_count: bool) -> Cell:
    if is_count:
        count = int(str(value or 0))
        return Cell(name, number(count, labels.language), count, is_count=True)
    return Cell(name, labels.value(name, str(value)), str(value))


def _choices(rows: Sequence[FigureRow], column: str) -> list[tuple[str, str]]:
    found = {cell.value: cell.text for row in rows for cell in row.cells if cell.column == column}
    return [(str(value), text) for value, text in found.items()]
