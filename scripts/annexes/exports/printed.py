"""The annexes as they were printed: rebuilt from the tables, page by page, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from annexes.base.errors import PackageError
from annexes.package.labels import Labels
from annexes.package.opened import OpenedPackage
from annexes.package.printed_figures import (
    Key,
    Part,
    PrintedFigures,
    Record,
    printed_figures,
    traced,
)
from annexes.package.roles import Annex, Edition
from annexes.package.values import Value

Cells = tuple[Value, ...]
KEPT = {"rank"}
"""Columns whose figures are not kept: the number of a row says nothing of it."""


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page of an annex: its number in the document, and its rows."""

    number: Value
    rows: Sequence[Cells]


@dataclass(frozen=True, slots=True)
class PrintedAnnex:
    """An annex of an edition: its columns, their heading as printed and, by page, its rows.

    A row is the code, the name as printed, and the figures, in the order of the document.
    """

    edition: Edition
    annex: Annex
    columns: Sequence[str]
    heading: Cells
    pages: Sequence[PrintedPage]


def printed_annexes(source: OpenedPackage) -> Iterator[PrintedAnnex]:
    """All annexes table by table; none where figures or provenance are missing.

    Raises PackageError where provenance names a row that is not there.
    """
    if not source.made("provenance"):
        return
    for facts in printed_figures(source):
        lines = sorted(traced(source, facts), key=lambda line: _place(line[1]))
        figures = _by_key(source, facts)
        for part in facts.parts:
            own = [line for line in lines if _is_in(line[1], part)]
            layout = list(_layout(source, facts, part))
            pages = [
                PrintedPage(
                    number, [_cells(layout, row, _found(facts, figures, key)) for key, row in rows]
                )
                for number, rows in groupby(own, key=lambda line: line[1]["page"])
            ]
            names, heading = [one.name for one in layout], tuple(one.heading for one in layout)
            yield PrintedAnnex(part.edition, part.annex, names, heading, pages)


def _by_key(source: OpenedPackage, facts: PrintedFigures) -> dict[Key, Record]:
    provenance = source.made("provenance")
    key = facts.key(provenance) if provenance else ()
    return {tuple(record[name] for name in key): record for record in facts.table.records()}


def _found(facts: PrintedFigures, figures: Mapping[Key, Record], key: Key) -> Record:
    if key in figures:
        return figures[key]
    named = ", ".join(map(str, key))
    problem = f"the provenance names a row that is not in '{facts.table.name}': {named}"
    raise PackageError.of("table", facts.table.path, problem)


def _is_in(record: Record, part: Part) -> bool:
    return record["document"] == part.edition.document and record["annex"] == part.annex.label


class _Cell(NamedTuple):
    """A cell of every row of an annex; `is_traced` where provenance has it, not the figures."""

    name: str
    heading: Value
    is_traced: bool = False


def _layout(source: OpenedPackage, facts: PrintedFigures, part: Part) -> Iterator[_Cell]:
    """The cells from left to right; a column of code and name is two, under one heading."""
    for column in part.columns:
        if column.reads == "code-name":
            yield _Cell(part.label, column.header)
            yield _Cell("name_printed", None, is_traced=True)
        elif column.name == part.label:
            yield _Cell("name_printed", column.header, is_traced=True)
        elif column.reads not in KEPT:
            yield _Cell(column.name, column.header)
    labels = Labels(source, facts.table, "en")
    yield from (_Cell(name, labels.column(name)) for name in facts.marked)


def _cells(layout: Sequence[_Cell], traced: Record, figures: Record) -> Cells:
    return tuple((traced if one.is_traced else figures)[one.name] for one in layout)


def _place(record: Record) -> tuple[int, int]:
    return int(str(record["page"] or 0)), int(str(record["line"] or 0))
