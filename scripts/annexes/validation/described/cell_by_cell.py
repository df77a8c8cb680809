"""A small table that is surely right, looked at without a database and without frictionless.

What is not surely right is not wrong: frictionless reads it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

from annexes.validation.checked_table import CheckedTable
from annexes.validation.grammar import BOUNDS, LENGTHS, CellGrammar, SqlColumn, grammar_of
from annexes.validation.stricter.descriptor_faults import category_values
from annexes.validation.stricter.row_faults import unique_keys

Row = tuple[Any, ...]


class UnsureError(Exception):
    """Something is not surely right."""


def right_rows(table: CheckedTable) -> int | None:
    """The number of its rows, if all of them are surely right."""
    try:
        rows = _values(table)
        _check_keys(table, rows)
        targets = {key.resource: table.target(key.resource) for key in table.foreign_keys}
        values = {name: rows if own is table else _values(own) for name, own in targets.items()}
        for key in table.foreign_keys:
            there = {*_picked(targets[key.resource], values[key.resource], key.targets)}
            if any(
                {*own} != {None} and own not in there for own in _picked(table, rows, key.fields)
            ):
                return None
    except (ValueError, UnsureError):
        return None
    return len(rows)


def _values(table: CheckedTable) -> list[Row]:
    """The values of its rows; raises ValueError or UnsureError."""
    rows, reads = table.rows(), [_reader(column) for column in table.columns]
    if rows is None:
        raise UnsureError
    values = [tuple(read(cell) for read, cell in zip(reads, row, strict=True)) for row in rows]
    if any({*row} == {None} for row in values):
        raise UnsureError
    return values


def _check_keys(table: CheckedTable, rows: Sequence[Row]) -> None:
    unique = [
        [column.field["name"]] for column in table.columns if column.constraints.get("unique")
    ]
    for key in filter(None, [table.primary_key, *unique, *unique_keys(table.schema)]):
        found = [own for own in _picked(table, rows, key) if None not in own]
        if len(set(found)) < len(found):
            raise UnsureError


def _picked(table: CheckedTable, rows: Sequence[Row], names: Sequence[str]) -> Iterator[Row]:
    """Of each row the values of these fields."""
    known = [column.field["name"] for column in table.columns]
    places = [known.index(name) for name in names]
    return (tuple(row[place] for place in places) for row in rows)


def _reader(column: SqlColumn) -> Callable[[str], Any]:
    """Reads a cell to its value, None if it is missing; raises ValueError or UnsureError."""
    grammar = grammar_of(column)
    if grammar is None:
        raise UnsureError
    tests, fits = list(_tests(column, grammar)), re.compile(grammar.pattern).fullmatch
    true, false = column.truths

    @cache
    def read(cell: str) -> Any:
        if cell in column.missing:
            return _needed(None, not column.is_required)
        for old, new in column.signs:
            cell = cell.replace(old, new)
        if column.type == "boolean":
            return _needed(cell not in false, cell in {*true, *false})
        value = grammar.read(_needed(cell, not grammar.pattern or fits(cell)))
        return _needed(value, all(test(value) for test in tests))

    return read


def _needed(value: Any, fact: object) -> Any:
    """The value; raises UnsureError where the fact is none."""
    if not fact:
        raise UnsureError
    return value


def _tests(column: SqlColumn, grammar: CellGrammar) -> Iterator[Callable[[Any], object]]:
    """What the constraints of a field ask of its values, and its categories."""
    for name, demand in column.constraints.items():
        if name == "pattern":
            yield re.compile(f"^{demand}$").match
        elif name == "enum":
            yield set(map(grammar.constant, demand)).__contains__
        elif name in LENGTHS:
            yield _bound(LENGTHS[name][1], demand, len)
        elif name in BOUNDS:
            yield _bound(BOUNDS[name][1], grammar.constant(demand))
    if categories := category_values(column.field):
        allowed = set(map(str, categories))
        yield lambda value: str(value) in allowed


def _bound(
    compare: Callable[[Any, Any], bool], bound: Any, measure: Callable[[Any], Any] = lambda own: own
) -> Callable[[Any], bool]:
    return lambda value: bound is not None and compare(measure(value), bound)
