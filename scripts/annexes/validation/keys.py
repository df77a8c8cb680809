"""Keys in columns: a value that is the same wherever frictionless reads the same."""

from __future__ import annotations

from typing import Any

from annexes.base.sql import listed
from annexes.validation.grammar import SqlColumn, accepts, is_grouped, plain_number

KEY_TYPES = {
    "integer": "BIGINT",
    "year": "BIGINT",
    "boolean": "BIGINT",
    "number": "DOUBLE",
    "string": "VARCHAR",
    "any": "VARCHAR",
    "date": "VARCHAR",
}
"""In which type of SQL the values of a key are compared."""


def key_of(column: SqlColumn) -> str | None:
    """SQL for a value that is the same wherever frictionless reads the same; NULL for missing.

    It may be the same for others as well: such rows are looked at again.
    """
    kind, name = column.field.type, column.name
    if kind not in KEY_TYPES or not _is_plain(column):
        return None
    value = name
    if kind in ("integer", "year"):
        value = f"TRY_CAST({name} AS BIGINT)"
    if kind == "number":
        value = f"TRY_CAST({name} AS DOUBLE)"
    if kind == "boolean":  # what is in both lists is false
        value = f"CAST({name} NOT IN ({listed(column.field.false_values)}) AS BIGINT)"
    if kind == "number" and is_grouped(column.field):
        value = f"TRY_CAST({plain_number(column)} AS DOUBLE)"
    return f"CASE WHEN {column.is_missing} THEN NULL ELSE {value} END"


def _is_plain(column: SqlColumn) -> bool:
    """True if equal values of the cells that are accepted have equal keys."""
    if column.field.type == "string":
        return bool(column.field.format != "binary")
    return column.field.type in ("any", "boolean") or accepts(column) is not None


def text_of(value: Any, field: Any) -> str | None:
    """A value that frictionless has read as a cell that SQL reads as the same value."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str((field.true_values if value else field.false_values)[0])
    if field.type == "number":
        return str(value).replace(".", field.decimal_char or ".")
    return str(value)


def key_value(value: Any, kind: str) -> float | int | str | None:
    """The same for a value that frictionless has read, as a parameter of this type of SQL.

    A number that SQL cannot hold is nothing: no row that was accepted has it.
    """
    if value is None:
        return None
    if kind == "VARCHAR":
        return str(value)
    if kind == "BIGINT":
        return int(value) if abs(int(value)) < 2**63 else None
    try:
        return float(value)
    except OverflowError:
        return None
