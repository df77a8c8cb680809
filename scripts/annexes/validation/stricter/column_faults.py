"""Faults of the data that frictionless passes over: unique keys, categories, holes in a key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from annexes.base.sql import listed
from annexes.validation.grammar import SqlColumn
from annexes.validation.keys import key_of
from annexes.validation.report import Fault
from annexes.validation.stricter.descriptor_faults import category_values

SHOWN = 100
"""Rows that are named for each fault of a table; the message counts all of them."""


def data_faults(
    run: Any, numbered: str, columns: Mapping[str, SqlColumn], schema: Mapping[str, Any], name: str
) -> Iterator[Fault]:
    """What is wrong in the relation `numbered`, whose rows have a `number`.

    `run` executes SQL; `columns` are the columns of the fields, by their names.
    """
    primary = schema.get("primaryKey") or []
    primary = [primary] if isinstance(primary, str) else list(primary)
    if len(primary) > 1 and set(primary) <= set(columns):
        yield from _holes(run, numbered, [columns[own] for own in primary], name)
    for names in unique_keys(schema):
        if set(names) <= set(columns):
            yield from _doubled(run, numbered, [columns[own] for own in names], name)
    for number, field in enumerate(schema.get("fields") or [], start=1):
        values = category_values(field) if field.get("categories") is not None else None
        if values and field.get("name") in columns:
            yield from _outside(run, numbered, columns[field["name"]], values, number, name)


def is_needed(schema: Mapping[str, Any]) -> bool:
    """True if a schema asks for anything that is looked at here."""
    primary = schema.get("primaryKey") or []
    fields = [field for field in schema.get("fields") or [] if isinstance(field, Mapping)]
    required = {f.get("name") for f in fields if (f.get("constraints") or {}).get("required")}
    holes = not isinstance(primary, str) and len(primary) > 1 and not set(primary) <= required
    return holes or bool(schema.get("uniqueKeys")) or any("categories" in field for field in fields)


def unique_keys(schema: Mapping[str, Any]) -> list[list[str]]:
    """The fields of each unique key that is well formed."""
    given = schema.get("uniqueKeys")
    keys = [[key] if isinstance(key, str) else key for key in given or [] if key]
    return [key for key in keys if isinstance(key, list) and all(isinstance(n, str) for n in key)]


def _holes(run: Any, numbered: str, columns: Sequence[SqlColumn], name: str) -> Iterator[Fault]:
    """The standard lets no part of a primary key be missing; frictionless asks for one of them."""
    for column in columns:
        if not column.field.constraints.get("required"):
            missing = f"{column.is_missing} OR {column.name} IS NULL"
            query = f"SELECT number FROM {numbered} WHERE {missing}"
            for row, count in _first(run, query):
                label, facts = column.field.name, {"count": count}
                yield Fault("null-primary-key", name, row, None, label, facts=facts)


def _doubled(run: Any, numbered: str, columns: Sequence[SqlColumn], name: str) -> Iterator[Fault]:
    keys = [str(key_of(column)) for column in columns]
    missing = " OR ".join(f"({key}) IS NULL" for key in keys)
    own = ", ".join(keys)
    earlier = f"row_number() OVER (PARTITION BY {own} ORDER BY number)"
    counted = f"SELECT number, {earlier} AS nth FROM {numbered} WHERE NOT ({missing})"
    query = f"SELECT number FROM ({counted}) WHERE nth > 1"
    label = ", ".join(column.field.name for column in columns)
    for row, count in _first(run, query):
        yield Fault("unique-key", name, row, None, label, facts={"count": count})


def _outside(
    run: Any, numbered: str, column: SqlColumn, values: Sequence[Any], field: int, name: str
) -> Iterator[Fault]:
    texts = listed(map(str, values))
    test = f"{column.name} NOT IN ({texts})"
    if column.field.type == "integer":
        test = f"CAST(TRY_CAST({column.name} AS BIGINT) AS VARCHAR) NOT IN ({texts})"
    query = (
        f"SELECT number, {column.name} FROM {numbered} WHERE NOT ({column.is_missing}) AND {test}"
    )
    for row, count, cell in _first(run, query, "column1"):
        label, facts = column.field.name, {"count": count}
        yield Fault("category", name, row, field, label, cell, facts=facts)


def _first(run: Any, query: str, *more: str) -> Iterator[tuple[Any, ...]]:
    """Number of row and how many rows there are in all, for the first rows."""
    alias = ", ".join(["number", *more])
    columns = "(number, column1)" if more else "(number)"
    found = run(
        f"SELECT {alias}, count(*) OVER () AS n FROM ({query}) AS t{columns} "
        f"ORDER BY number LIMIT {SHOWN}"
    ).fetchall()
    for number, *cells, count in found:
        yield number, count, *cells
