"""A small table that is surely right, looked at without a database and without frictionless.

What is not surely right is not wrong: frictionless reads it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

from annexes.validation.checked_table import CheckedTable
from annexes.validation.grammar import SqlColumn, demands, grammar_of
from annexes.validation.stricter.descriptor_faults import category_values

Row = tuple[Any, ...]


def right_rows(table: CheckedTable) -> int | None:
    """The number of its rows, if all of them are surely right."""
    try:
        rows = _values(table)
        _check_keys(table, rows)
    except ValueError:
        return None
    return len(rows)


def _values(table: CheckedTable) -> list[Row]:
    """The values of its rows; raises ValueError where one is not surely right."""
    rows, reads = table.rows(), [_reader(column) for column in table.columns]
    _need(rows is not None)
    values = [
        tuple(read(cell) for read, cell in zip(reads, row, strict=True)) for row in rows or ()
    ]
    _need(all({*row} != {None} for row in values))
    return values


def _check_keys(table: CheckedTable, rows: Sequence[Row]) -> None:
    """Raises ValueError where two rows share a key, or a foreign key leads nowhere."""
    for key in table.unique_fields:
        found = [own for own in _picked(table, rows, key) if None not in own]
        _need(len(set(found)) == len(found))
    targets = {key.table: table.target(key.table) for key in table.foreign_keys}
    values = {name: rows if own is table else _values(own) for name, own in targets.items()}
    for led in table.foreign_keys:
        there = {*_picked(targets[led.table], values[led.table], led.references)}
        own_values = _picked(table, rows, led.columns)
        _need(all(own in there or {*own} == {None} for own in own_values))


def _picked(table: CheckedTable, rows: Sequence[Row], names: Sequence[str]) -> Iterator[Row]:
    """Of each row the values of these fields."""
    known = [column.field["name"] for column in table.columns]
    places = [known.index(name) for name in names]
    return (tuple(row[place] for place in places) for row in rows)


def _reader(column: SqlColumn) -> Callable[[str], Any]:
    """Reads a cell to its value, None if it is missing; raises ValueError where it is not right."""
    grammar = grammar_of(column)
    if grammar is None:
        raise ValueError
    fits, tests = (
        re.compile(grammar.pattern).fullmatch,
        [own for _, own in demands(column, grammar)],
    )
    if categories := category_values(column.field):
        allowed = set(map(str, categories))
        tests.append(lambda value: str(value) in allowed)
    missing, (true, false) = frozenset(column.missing), column.truths

    @cache
    def read(cell: str) -> Any:
        if cell in missing:
            _need(not column.is_required)
            return None
        for old, new in column.signs:
            cell = cell.replace(old, new)
        is_truth = column.type == "boolean"
        _need(cell in {*true, *false} if is_truth else fits(cell))
        value = cell not in false if is_truth else grammar.read(cell)
        _need(all(test(value) for test in tests))
        return value

    return read


def _need(fact: object) -> None:
    if not fact:
        raise ValueError
