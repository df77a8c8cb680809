"""Keys in columns: a value that is the same wherever frictionless reads the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from annexes.validation.checked_table import CheckedTable
from annexes.validation.database import NotColumnarError
from annexes.validation.grammar import GRAMMARS, SqlColumn, value_of
from annexes.validation.stricter.row_faults import unique_keys


def keys(table: CheckedTable, *, are_read: bool = False) -> list[str]:
    """SQL for each key that no two rows may share: a number that is the same wherever the key is,
    or NULL where it is missing.

    It may be the same for others as well: such rows are looked at again. Where cells `are_read`,
    they are texts of values, and NULL if they are missing. Raises NotColumnarError where the values
    of a field cannot be compared in SQL.
    """
    unique = [[own.field["name"]] for own in table.columns if own.constraints.get("unique")]
    groups = [table.primary_key, *unique_keys(table.schema), *unique]
    known = [group for group in groups if group and set(group) <= set(table.by_name)]
    key = _key_as_read if are_read else key_of
    return [_hash_of([table.by_name[name] for name in group], key) for group in known]


def _hash_of(columns: Sequence[SqlColumn], key: Callable[[SqlColumn], str]) -> str:
    values = list(map(key, columns))
    missing = " AND ".join(f"({value}) IS NULL" for value in values)
    own = f"hash({', '.join(values)})"
    is_there = any(column.is_required for column in columns)
    return own if is_there else f"CASE WHEN {missing} THEN NULL ELSE {own} END"


def key_of(column: SqlColumn) -> str:
    """SQL for the value of a cell that is accepted, NULL for a missing one."""
    value = f"CAST({value_of(column)} AS {kind_of(column)})"
    return (
        value if column.is_required else f"CASE WHEN {column.is_missing} THEN NULL ELSE {value} END"
    )


def _key_as_read(column: SqlColumn) -> str:
    return f"TRY_CAST({column.name} AS {kind_of(column)})"


def kind_of(column: SqlColumn) -> str:
    """The type of its keys in SQL; raises NotColumnarError if there is none.

    Any number that frictionless reads is nearly a DOUBLE.
    """
    if column.type not in GRAMMARS:
        raise NotColumnarError
    return "DOUBLE" if column.type == "number" else GRAMMARS[column.type].kind
