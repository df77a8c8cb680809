"""The annexes as they were printed: rebuilt from the tables, page by page, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from annexes.exports.source import Source
from annexes.resources.roles import Annex, Edition
from annexes.resources.values import Value

Record = Mapping[str, Value]
Cells = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class PrintedAnnex:
    """An annex of an edition: the heading of its columns and, for each page, its rows.

    A row is the code, the name as printed, and the figures, in the order of the document.
    """

    edition: Edition
    annex: Annex
    heading: Cells
    pages: Sequence[Sequence[Cells]]


def printed_annexes(source: Source) -> Iterator[PrintedAnnex]:
    """All annexes in the order of the descriptor; none where figures or provenance are missing."""
    facts, provenance = source.made("annexes"), source.made("provenance")
    if not source.roles or not facts or not provenance:
        return
    traced = sorted(provenance.records(), key=_place)
    key = [c.name for c in facts.columns if c.name in {own.name for own in provenance.columns}]
    figures = {tuple(record[name] for name in key): record for record in facts.records()}
    for edition in source.roles.editions:
        for annex in edition.annexes:
            own = (record for record in traced if _is_in(record, edition, annex))
            pages = [
                [_cells(edition, row, figures[tuple(row[name] for name in key)]) for row in rows]
                for _, rows in groupby(own, key=lambda record: record["page"])
            ]
            yield PrintedAnnex(edition, annex, _heading(edition), pages)


def _is_in(record: Record, edition: Edition, annex: Annex) -> bool:
    return record["document"] == edition.document and all(
        record[name] == value for name, value in annex.values.items()
    )


def _heading(edition: Edition) -> Cells:
    """The printed headings; a column that holds code and name is two cells wide."""
    cells: list[Value] = []
    for column in edition.columns:
        cells += [column.header, None] if column.reads == "code-name" else [column.header]
    return tuple(cells)


def _cells(edition: Edition, traced: Record, figures: Record) -> Cells:
    cells: list[Value] = []
    for column in edition.columns:
        if column.reads == "code-name":
            cells += [traced[edition.code], traced["name_printed"]]
        else:
            cells.append(figures[column.name])
    return tuple(cells)


def _place(record: Record) -> tuple[int, int]:
    return int(str(record["page"] or 0)), int(str(record["line"] or 0))
