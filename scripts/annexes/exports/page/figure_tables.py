"""The tables of the page: a row for each row of the figures, with its place in the source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise
from typing import Any

from annexes.package.labels import Labels, annex_label, number, said
from annexes.package.opened import OpenedPackage
from annexes.package.printed_figures import Key, PrintedFigures, printed_figures, traced
from annexes.package.values import Value

MOST = 600
"""Rows that a page has room for, in all its tables, written out."""
LONGEST = 12_000
"""Rows of a longer table that a page can carry for its script; without it the last ones stand."""


@dataclass(frozen=True, slots=True)
class ShownCell:
    """What a cell shows, and the value behind it, by which the table is sorted."""

    column: str
    text: str
    value: str
    is_count: bool = False


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """Where a row stands: the document, its annex, page and line."""

    document: str
    annex: str
    page: int
    line: int


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A row of the table; the place is None where the package does not say it."""

    cells: Sequence[ShownCell]
    place: ShownPlace | None
    printed: str


@dataclass(frozen=True, slots=True)
class FigureTable:
    """A table: its title, what its columns are called, the choices of its filters, its rows.

    Where a page has no room for all rows, `too_long` is their number, `rows` are those of the last
    edition, or none, and `packed` are all of them for the script of the page, unless even these
    are too many.
    """

    name: str
    title: str
    header: Sequence[tuple[str, str, bool]]
    filters: Mapping[str, Sequence[tuple[str, str]]]
    rows: Sequence[FigureRow]
    too_long: int = 0
    packed: Mapping[str, Any] | None = None


def figure_tables(source: OpenedPackage, language: str) -> list[FigureTable]:
    """The tables in this language, none for a package without figures."""
    left, tables = MOST, []
    for facts in printed_figures(source):
        table = _figure_table(source, facts, language, left)
        left -= len(table.rows)
        tables.append(table)
    return tables


def shown_columns(facts: PrintedFigures) -> list[str]:
    """The columns that the page shows: what a row is about, its annex, its words and figures."""
    return [facts.label, *facts.groups, *facts.words, *facts.figures, *facts.marked]


def shown_value(value: Value) -> str:
    """A value as it stands in the page for programs, '' where there is none."""
    return "" if value is None else str(value)


def _figure_table(
    source: OpenedPackage, facts: PrintedFigures, language: str, room: int
) -> FigureTable:
    labels, table = Labels(source, facts.table, language), facts.table
    columns = shown_columns(facts)
    header = [(name, labels.column(name), name in facts.figures) for name in columns]
    title = said(table.resource, "title", language) or table.name
    is_long = table.length > room
    if table.length > LONGEST:
        return FigureTable(table.name, title, header, {}, [], too_long=table.length)
    places = _places(source, facts, language)
    provenance = source.made("provenance")
    named = facts.key(provenance) if provenance else ()
    rows, last = [], []
    for record in table.records():
        key = tuple(record[name] for name in named)
        cells = [_cell(labels, name, record[name], name in facts.figures) for name in columns]
        place, printed = places.get(key, (None, ""))
        rows.append(FigureRow(cells, place, printed or cells[0].text))
        if is_long and any(part.has(record) for part in facts.latest):
            last.append(rows[-1])
    filters = {name: _choices(rows, name) for name in facts.groups}
    if not is_long:
        return FigureTable(table.name, title, header, filters, rows)
    shown, packed = (last if len(last) <= room else []), _packed(rows)
    return FigureTable(table.name, title, header, filters, shown, table.length, packed)


def _packed(rows: Sequence[FigureRow]) -> dict[str, Any]:
    """All rows, column by column: each text once, and for each row the number of its text.

    Places are runs of rows of one annex and document, and for each row its page and line.
    """
    columns = [
        _column([(cell.value, cell.text) for cell in cells])
        for cells in zip(*(row.cells for row in rows), strict=True)
    ]
    printed = ["" if row.printed == row.cells[0].text else row.printed for row in rows]
    places = [row.place for row in rows]
    stand = [(place.document, place.annex) if place else ("", "") for place in places]
    return {
        "columns": columns,
        "printed": _column([(text, text) for text in printed]),
        "runs": [[len(list(own)), *key] for key, own in groupby(stand)],
        "pages": _steps([place.page if place else 0 for place in places]),
        "lines": _steps([place.line if place else 0 for place in places]),
    }


def _column(cells: Sequence[tuple[str, str]]) -> list[Any]:
    """The values and texts of a column, each once, and which of them each row has."""
    known = {pair: at for at, pair in enumerate(dict.fromkeys(cells))}
    texts = [[value] if value == text else [value, text] for value, text in known]
    return [texts, _steps([known[cell] for cell in cells])]


def _steps(numbers: Sequence[int]) -> list[Any]:
    """Numbers as differences to the one before; one that comes again and again is [it, times]."""
    differences = (after - before for before, after in pairwise([0, *numbers]))
    runs = ((step, len(list(own))) for step, own in groupby(differences))
    return [step if times == 1 else [step, times] for step, times in runs]


def unpacked(packed: Mapping[str, Any]) -> list[list[str]]:
    """The values of all rows, as the script of the page unpacks them."""
    columns = [[texts[at][0] for at in _walked(steps)] for texts, steps in packed["columns"]]
    return [list(row) for row in zip(*columns, strict=True)]


def _walked(steps: Sequence[Any]) -> Iterator[int]:
    """The numbers that `_steps` has packed."""
    runs = (step if isinstance(step, list) else [step, 1] for step in steps)
    return accumulate(step for step, times in runs for _ in range(times))


def _places(
    source: OpenedPackage, facts: PrintedFigures, language: str
) -> dict[Key, tuple[ShownPlace, str]]:
    """By the key of a row: where it stands, and its name as printed there."""
    return {
        key: (
            ShownPlace(
                document=str(record["document"]),
                annex=annex_label(str(record["annex"]), language),
                page=int(str(record["page"] or 0)),
                line=int(str(record["line"] or 0)),
            ),
            str(record["name_printed"] or ""),
        )
        for key, record in traced(source, facts)
    }


def _cell(labels: Labels, name: str, value: Value, is_count: bool) -> ShownCell:
    shown = shown_value(value)
    if is_count:
        text = number(value, labels.language) if isinstance(value, int | float) else shown
        return ShownCell(name, text, shown, is_count=True)
    return ShownCell(name, labels.value(name, shown), shown)


def _choices(rows: Sequence[FigureRow], column: str) -> list[tuple[str, str]]:
    found = {cell.value: cell.text for row in rows for cell in row.cells if cell.column == column}
    return list(found.items())
