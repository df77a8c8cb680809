"""Keys in columns: a value that is the same wherever frictionless reads the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from annexes.base.sql import listed
from annexes.validation.database import NotColumnarError
from annexes.validation.grammar import SqlColumn, accepts, plain_number
from annexes.validation.source import CheckedTable
from annexes.validation.stricter.row_faults import unique_keys

COMPARED = ("integer", "year", "boolean", "number", "string", "any", "date")
"""Types whose values can be compared in SQL."""


def whole(source: CheckedTable) -> Iterator[str]:
    """SQL: neither the row nor a part of its primary key is missing."""
    yield f"NOT ({' AND '.join(column.is_missing for column in source.columns)})"
    for name in source.primary_key:
        if name in source.by_name:
            yield f"NOT ({source.by_name[name].is_missing})"


def keys(source: CheckedTable, *, are_read: bool = False) -> list[str]:
    """SQL for each key that no two rows may share: a number that is the same wherever the key is,
    or NULL where it is missing.

    It may be the same for others as well: such rows are looked at again. Where cells `are_read`,
    they are texts of values, and NULL if they are missing. Raises NotColumnarError where the values
    of a field cannot be compared in SQL.
    """
    columns = {
        name: replace(column, missing=()) if are_read else column
        for name, column in source.by_name.items()
    }
    unique = [[field.name] for field in source.fields if field.constraints.get("unique")]
    groups = [source.primary_key, *unique_keys(source.schema), *unique]
    known = [group for group in groups if group and set(group) <= set(columns)]
    return [_hash_of([key_of(columns[name]) for name in group]) for group in known]


def _hash_of(values: Sequence[str]) -> str:
    missing = " AND ".join(f"({value}) IS NULL" for value in values)
    return f"CASE WHEN {missing} THEN NULL ELSE hash({', '.join(values)}) END"


def key_of(column: SqlColumn) -> str:
    """SQL for the value of a cell, NULL for a missing one; raises NotColumnarError."""
    kind, value = column.field.type, column.name
    if kind not in COMPARED or not _is_plain(column):
        raise NotColumnarError
    if kind in ("integer", "year"):
        value = f"TRY_CAST({value} AS BIGINT)"
    if kind == "number":
        value = f"TRY_CAST({plain_number(column)} AS DOUBLE)"
    if kind == "boolean":  # what is in both lists is false
        value = f"CAST({value} NOT IN ({listed(column.field.false_values)}) AS BIGINT)"
    return f"CASE WHEN {column.is_missing} THEN NULL ELSE {value} END"


def _is_plain(column: SqlColumn) -> bool:
    """True if equal values of the cells that are accepted have equal keys."""
    if column.field.type == "string":
        return bool(column.field.format != "binary")
    return column.field.type in ("any", "boolean") or accepts(column) is not None


def text_of(value: Any, field: Any) -> str | None:
    """A value that frictionless has read, as a cell whose key is that of the value."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        texts = field.true_values if value else field.false_values
        return str(next(own for own in texts if value != (own in field.false_values)))
    return str(value).replace(".", field.decimal_char) if field.type == "number" else str(value)
