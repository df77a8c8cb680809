"""A table checked in columns: rows that are surely right are counted, all others read again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import duckdb

from annexes.validation.by_frictionless import (
    NumberedRow,
    cell_reader,
    errors_of,
    open_table,
)
from annexes.validation.checked_table import CheckedTable, source_of
from annexes.validation.database import Database, NotColumnarError
from annexes.validation.foreign_keys import ForeignKeys
from annexes.validation.grammar import in_categories
from annexes.validation.relation import Relation
from annexes.validation.report import Fault
from annexes.validation.stricter.row_faults import RowFaults
from annexes.validation.validation_options import Options

MANY = 200_000
"""More rows than this that are not plainly right: frictionless reads the whole table."""


Outcome = tuple[list[Any], int, int, list[Fault]]
"""Errors of frictionless up to a limit, how many there are, the number of rows, and faults that
frictionless does not look for."""


def check_table(table: CheckedTable, database: Database, options: Options) -> Outcome:
    """What is found in a table.

    Raises NotColumnarError where the table is nothing for this engine, FrictionlessException
    where it cannot be opened.
    """
    try:
        database.forget()
        try:
            return _checked(table, database, options)
        except NotColumnarError:
            if not table.is_plain:
                raise
        return _checked(source_of(table.resource()), database, options)
    except duckdb.OutOfMemoryException as error:
        raise MemoryError from error
    except (duckdb.Error, TypeError) as error:
        raise NotColumnarError from error


def _checked(table: CheckedTable, database: Database, options: Options) -> Outcome:
    if not table.fields:
        raise NotColumnarError
    foreign = ForeignKeys(table, database)
    rows, total = table.read(database.folder, partial(_suspects, table, foreign, database))
    if not rows and table.is_plain:
        return [], 0, total, []
    beyond = RowFaults(table.schema)
    lookup = foreign.lookup() if rows else {}
    with open_table(table.resource()) as opened:
        found = errors_of(opened, rows, total, lookup, options, beyond.take)
    return *found, total, list(beyond.findings(table.name))


def _suspects(
    table: CheckedTable, foreign: ForeignKeys, database: Database, relation: Relation
) -> tuple[list[NumberedRow], int]:
    """The rows that must be read again, and the number of all."""
    tests = [table.accepts(column, relation.source, database) for column in table.columns]
    tests += [*map(in_categories, table.columns), *foreign.accepted()]
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
    rows = f"SELECT {relation.breaks} AS breaks, {seen} FROM {relation.source}"
    found = database.run(f"SELECT {', '.join(counts)} FROM ({rows})").fetchone()
    total, lines, wrong, *doubled = found or (0, 0, 0)
    if lines != relation.lines or wrong > MANY:
        raise NotColumnarError  # DuckDB has lost a row, or has seen two in one
    suspects = list(relation.odd)
    if wrong or any(doubled) or (suspects and names):
        twice = [k for k, number in zip(names, doubled, strict=True) if number]
        suspects += _again(table, relation, seen, twice, database)
    return sorted(suspects, key=lambda row: row[0]), total + len(relation.odd)


def _again(
    table: CheckedTable, relation: Relation, seen: str, twice: Sequence[str], database: Database
) -> Iterator[NumberedRow]:
    """Rows that are not accepted, and rows whose keys are not their own.

    `seen` is SQL for what is known of a row, `twice` are the keys that some rows share.
    """
    cells = ", ".join(relation.names)
    database.run("SET preserve_insertion_order = true")
    numbered = f"SELECT {relation.number} AS number, {cells} FROM {relation.source}"
    rows = database.kept(f"SELECT *, {seen} FROM ({numbered})")
    picked = f"SELECT number, {cells} FROM {rows} WHERE"
    wrong = [(number, own) for number, *own in database.run(f"{picked} NOT ok").fetchall()]
    yield from wrong
    read = database.written(
        ["number", *relation.names], list(_as_read(table, [*wrong, *relation.odd]))
    )
    shared = [
        f"k{number} IN (SELECT {key} FROM {read})"
        for number, key in enumerate(table.keys(are_read=True))
    ]
    shared += [
        f"{k} IN (SELECT {k} FROM {rows} WHERE ok GROUP BY {k} HAVING count(*) > 1)" for k in twice
    ]
    if shared:
        found = database.run(f"{picked} ok AND ({' OR '.join(shared)})").fetchmany(MANY + 1)
        if len(found) > MANY:
            raise NotColumnarError
        yield from ((number, own) for number, *own in found)


def _as_read(table: CheckedTable, rows: Sequence[NumberedRow]) -> Iterator[list[Any]]:
    """Each row with its number, and its cells as frictionless reads them, or NULL."""
    reads = [cell_reader(column.field, column.missing) for column in table.columns]
    for number, cells in rows:
        values = [read(cell)[0] for read, cell in zip(reads, cells, strict=False)]
        texts = [None if value is None else str(value) for value in values]
        yield [number, *texts, *[None] * (len(reads) - len(texts))]
