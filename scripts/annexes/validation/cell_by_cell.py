"""A small table that is surely right, looked at without a database and without frictionless.

What is not surely right is not wrong: frictionless reads it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

from annexes.validation.grammar import SqlColumn, demands, grammar_of
from annexes.validation.plain_table import PlainTable

Row = tuple[Any, ...]


def right_rows(table: PlainTable) -> int | None:
    """The number of its rows, if all of them are surely right."""
    try:
        rows = _values(table)
        _check_keys(table, rows)
    except ValueError:
        return None
    return len(rows)


def _values(table: PlainTable) -> list[Row]:
    """The values of its rows; raises ValueError where one is not surely right."""
    rows, reads = table.rows(), [_reader(column) for column in table.columns]
    _need(rows is not None)
    values = [
        tuple(read(cell) for read, cell in zip(reads, row, strict=True)) for row in rows or ()
    ]
    _need(all({*row} != {None} for row in values))
    return values


def _check_keys(table: PlainTable, rows: Sequence[Row]) -> None:
    """Raises ValueError where two rows share a key, or a foreign key leads nowhere."""
    for key in table.unique_fields:
        found = [own for own in _picked(table, rows, key) if None not in own]
        _need(len(set(found)) == len(found))
    led = table.table.foreign_keys
    values = {
        name: rows if name == table.name else _values(table.others[name])
        for name in {key.table for key in led}
    }
    for own in led:
        there = {*_picked(table.others[own.table], values[own.table], own.references)}
        left = {*_picked(table, rows, own.columns)} - there
        _need(all({*values} == {None} for values in left))


def _picked(table: PlainTable, rows: Sequence[Row], names: Sequence[str]) -> Iterator[Row]:
    """Of each row the values of these fields."""
    places = [table.columns.index(column) for column in table.columns_named(names)]
    return (tuple(row[place] for place in places) for row in rows)


def _reader(column: SqlColumn) -> Callable[[str], Any]:
    """Reads a cell to its value, None if it is missing; raises ValueError where it is not right."""
    grammar = grammar_of(column)
    if grammar is None:
        raise ValueError
    tests, missing = [own for _, own in demands(column, grammar)], frozenset(column.missing)

    @cache
    def read(cell: str) -> Any:
        if cell in missing:
            _need(not column.is_required)
            return None
        value = grammar.read(column, cell)
        _need(all(test(value) for test in tests))
        return value

    return read


def _need(fact: object) -> None:
    if not fact:
        raise ValueError
