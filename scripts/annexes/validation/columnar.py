"""A table checked in columns: rows that are surely right are counted, all others read again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any

import _duckdb

from annexes.package.relation import Relation
from annexes.validation.by_frictionless import NumberedRow, cell_reader, errors_of
from annexes.validation.foreign_keys import ForeignKeys
from annexes.validation.grammar import NotColumnarError, valued
from annexes.validation.plain_table import PlainTable
from annexes.validation.report import Fault
from annexes.validation.row_faults import RowFaults
from annexes.validation.validation_options import Options

SUSPECTS = 200_000
"""More rows than this that are not plainly right: frictionless reads the whole table."""


Outcome = tuple[list[Any], int, int, list[Fault]]
"""Errors of frictionless up to a limit, how many there are, the number of rows, and faults that
frictionless does not look for."""


def check_table(table: PlainTable, options: Options, tell: Callable[[float], None]) -> Outcome:
    """What is found in a table; `tell` is told how many bytes of it are read.

    Raises NotColumnarError, or an error of DuckDB, where the table is nothing for this engine.
    """
    table.database.forget()
    try:
        foreign = ForeignKeys(table)
        rows, total = _suspects(table, foreign, tell)
        if not rows:
            return [], 0, total, []
        beyond, lookup = RowFaults(table.schema), foreign.lookup()
    except _duckdb.OutOfMemoryException as error:
        raise MemoryError from error
    found = errors_of(table.resource(), rows, lookup, options, beyond.take)
    return *found, total, list(beyond.findings(table.name))


def _suspects(
    table: PlainTable, foreign: ForeignKeys, tell: Callable[[float], None]
) -> tuple[list[NumberedRow], int]:
    """The rows that must be read again, and the number of all."""
    relation, database = table.relation, table.database
    if relation is None:
        raise NotColumnarError
    tests = [table.accepts(column, relation.source) for column in table.columns]
    tests += foreign.accepted()
    if not any(column.is_required for column in table.columns):
        tests.append(f"NOT ({' AND '.join(column.is_missing for column in table.columns)})")
    names = [f"k{number}" for number in range(len(table.keys()))]
    keyed = [f"{key} AS {name}" for key, name in zip(table.keys(), names, strict=True)]
    seen = ", ".join([f"({' AND '.join(tests)}) IS TRUE AS ok", *keyed])
    database.run("SET preserve_insertion_order = false")
    counts = [
        "count(*)",
        "count(*) + coalesce(sum(breaks), 0)",
        "count(*) FILTER (NOT ok)",
        *(f"count({k}) - count(DISTINCT {k})" for k in names),
    ]
    read = valued(table.columns, relation.source)
    rows = f"SELECT {relation.breaks} AS breaks, {seen} FROM {read}"

    def told(share: float) -> None:
        tell(share * table.file.size)

    found = database.row(f"SELECT {', '.join(counts)} FROM ({rows})", told)
    total, lines, wrong, *doubled = found or (0, 0, 0)
    if lines != relation.lines or wrong > SUSPECTS:
        raise NotColumnarError  # DuckDB has lost a row, or has seen two in one
    twice = [k for k, number in zip(names, doubled, strict=True) if number]
    suspects = _again(table, relation, seen, twice) if wrong or twice else []
    return sorted(suspects, key=lambda row: row[0]), total


def _again(
    table: PlainTable, relation: Relation, seen: str, twice: Sequence[str]
) -> Iterator[NumberedRow]:
    """Rows that are not accepted, and rows whose keys are not their own.

    `seen` is SQL for what is known of a row, `twice` are the keys that some rows share.
    """
    cells, database = ", ".join(relation.names), table.database
    database.run("SET preserve_insertion_order = true")
    numbered = f"SELECT row_number() OVER () + 1 AS number, {cells} FROM {relation.source}"
    read = valued(table.columns, f"({numbered})")
    rows = database.kept(f"SELECT number, {cells}, {seen} FROM {read}")
    picked = f"SELECT number, {cells} FROM {rows} WHERE"
    wrong = [(number, own) for number, *own in database.run(f"{picked} NOT ok").fetchall()]
    yield from wrong
    if not table.unique_fields:
        return
    keys = _read_keys(table, wrong)
    shared = [
        f"k{number} IN (SELECT {key} FROM {keys})"
        for number, key in enumerate(table.keys(are_read=True))
    ]
    shared += [
        f"{k} IN (SELECT {k} FROM {rows} WHERE ok GROUP BY {k} HAVING count(*) > 1)" for k in twice
    ]
    found = database.run(f"{picked} ok AND ({' OR '.join(shared)})").fetchmany(SUSPECTS + 1)
    if len(found) > SUSPECTS:
        raise NotColumnarError
    yield from ((number, own) for number, *own in found)


def _read_keys(table: PlainTable, rows: Sequence[NumberedRow]) -> str:
    """A table of the cells of keys as frictionless reads them, NULL where it reads no value."""
    columns = table.columns_named([*dict.fromkeys(chain.from_iterable(table.unique_fields))])
    texts = []
    for column in columns:
        read, place = cell_reader(column.field, column.missing), table.columns.index(column)
        values = [read(cells[place])[0] for _, cells in rows]
        texts.append([None if value is None else str(value) for value in values])
    return table.database.written([column.name for column in columns], texts)
