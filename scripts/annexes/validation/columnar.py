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
from annexes.validation.keys import keys
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
    ok = " AND ".join(tests)
    keyed = keys(table)
    database.run("SET preserve_insertion_order = false")
    named = [f"{key} AS k{number}" for number, key in enumerate(keyed)]
    picked = ", ".join([f"({ok}) AS ok", f"{relation.breaks} AS breaks", *named])
    counts = [
        "count(*)",
        "count(*) + coalesce(sum(breaks), 0)",
        "count(*) FILTER (ok IS NOT TRUE)",
        *(f"count(k{n}) - count(DISTINCT k{n})" for n in range(len(keyed))),
    ]
    seen = f"SELECT {picked} FROM {relation.source}"
    found = database.run(f"SELECT {', '.join(counts)} FROM ({seen})").fetchone()
    total, lines, wrong, *doubled = found or (0, 0, 0)
    if lines != relation.lines or wrong > MANY:
        raise NotColumnarError  # DuckDB has lost a row, or has seen two in one
    rows = list(relation.odd)
    if wrong or any(doubled) or rows:
        rows += _again(table, relation, ok, database)
    return sorted(rows, key=lambda row: row[0]), total + len(relation.odd)


def _again(
    table: CheckedTable, relation: Relation, ok: str, database: Database
) -> Iterator[NumberedRow]:
    """Rows that are not accepted, and rows whose keys are not their own."""
    cells = ", ".join(relation.names)
    database.run("SET preserve_insertion_order = true")
    numbered = f"SELECT {relation.number} AS number, {cells} FROM {relation.source}"
    seen = database.kept(f"SELECT *, {ok} AS ok FROM ({numbered})")
    wrong = f"SELECT number, {cells} FROM {seen} WHERE ok IS NOT TRUE"
    shared = _shared(table, relation, seen, wrong, database) if keys(table) else "FALSE"
    found = database.run(f"{wrong} OR {shared} ORDER BY number").fetchmany(MANY + 1)
    if len(found) > MANY:
        raise NotColumnarError
    yield from ((number, list(own)) for number, *own in found)


def _shared(
    table: CheckedTable, relation: Relation, seen: str, wrong: str, database: Database
) -> str:
    """SQL: the row has a key that another has; those that are not accepted have theirs as
    frictionless reads them.
    """
    rows = [(number, own) for number, *own in database.run(wrong).fetchall()]
    read = list(_as_read(table, [*rows, *relation.odd]))
    again = database.written(["number", *relation.names], read)
    names = [f"k{number}" for number in range(len(keys(table)))]
    of_texts, of_values = (
        ", ".join(f"{key} AS {name}" for key, name in zip(own, names, strict=True))
        for own in (keys(table), keys(table, are_read=True))
    )
    keyed = database.kept(
        f"SELECT number, {of_texts} FROM {seen} WHERE ok "
        f"UNION ALL SELECT CAST(number AS BIGINT), {of_values} FROM {again}"
    )
    doubled = " OR ".join(
        f"{key} IN (SELECT {key} FROM {keyed} GROUP BY {key} HAVING count(*) > 1)" for key in names
    )
    return f"number IN (SELECT number FROM {keyed} WHERE {doubled})"


def _as_read(table: CheckedTable, rows: Sequence[NumberedRow]) -> Iterator[list[Any]]:
    """Each row with its number, and its cells as frictionless reads them, or NULL."""
    reads = [cell_reader(column.field, column.missing) for column in table.columns]
    for number, cells in rows:
        values = [read(cell)[0] for read, cell in zip(reads, cells, strict=False)]
        texts = [None if value is None else str(value) for value in values]
        yield [number, *texts, *[None] * (len(reads) - len(texts))]
