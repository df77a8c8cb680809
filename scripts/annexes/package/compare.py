"""After writing: what an export holds is compared with the resource, cell by cell."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

from annexes.base.errors import CheckError, Place, Problem
from annexes.package.tables import Row, Table
from annexes.package.values import Kind, Value

Raw = Sequence[Any]
Back = Mapping[Kind, Callable[[Any], Value]]
"""By kind of column: what a cell of an export says, as its own library reads it.

A kind that is not named is read as the value it is.
"""


def compare(
    table: Table, found: Iterable[Raw], file: Path, back: Back | None = None, *, blank: bool = False
) -> int:
    """The number of cells compared; CheckError at the first that is not that of the resource.

    `blank` is for forms in which a missing value and an empty text are the same.
    """
    width, told = len(table.columns), [(back or {}).get(c.kind) for c in table.columns]
    rows: Iterable[Row] = map(_blanked, table.rows()) if blank else table.rows()
    number = 0
    for number, (row, raw) in enumerate(zip_longest(rows, found), start=1):
        if raw is None and blank:
            raw = [None] * width  # an empty row at the end is no row of a sheet
        if row is None or raw is None:
            side = file if row is None else table.path
            raise different(file, number, f"only {side.name} has this row of '{table.name}'")
        cells = tuple(raw)
        if back:
            pairs = zip(told, raw, strict=True)
            cells = tuple([say(cell) if say else cell for say, cell in pairs])
        if cells != row or [*map(type, cells)] != [*map(type, row)]:
            _find(table, row, cells, number, file)
    return number * width


def different(file: Path, row: int | None, problem: str) -> CheckError:
    """The export is not what it was made from: a fault of ours, and nothing is kept of it."""
    hint = "this is a fault of annexes: nothing was exported; please report it"
    return CheckError(Problem("read-back", Place(file.name, line=row), problem, hint))


def _blanked(row: Row) -> Row:
    return tuple([None if value == "" else value for value in row])


def _find(table: Table, row: Row, cells: Row, number: int, file: Path) -> None:
    for column, value, cell in zip(table.columns, row, cells, strict=True):
        if not _same(value, cell):
            where = f"'{table.name}.{column.name}'"
            problem = f"{where} holds {cell!r} where the resource has {value!r}"
            raise different(file, number, problem)


def _same(one: Value, other: Value) -> bool:
    if isinstance(one, float) and isinstance(other, float) and math.isnan(one):
        return math.isnan(other)
    return one == other and type(one) is type(other)
