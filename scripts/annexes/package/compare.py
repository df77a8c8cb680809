"""After writing: what an export holds is compared with the resource, cell by cell."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from annexes.base.errors import CheckError, Place, Problem
from annexes.package.tables import Table
from annexes.package.values import Kind, Value

Raw = Sequence[Any]
Back = Mapping[Kind, Callable[[Any], Value]]
"""By kind of column: what a cell of an export says, as its own library reads it.

A kind that is not named is read as the value it is.
"""


def compare(
    table: Table,
    found: Iterable[Raw],
    file: Path,
    back: Back | None = None,
    held: Back | None = None,
) -> int:
    """The number of cells compared; CheckError at the first that is not that of the resource.

    `held` says, by kind, what the form holds of a value that it cannot hold as it is.
    """
    told = [(back or {}).get(column.kind) for column in table.columns]
    kept = [(held or {}).get(column.kind) for column in table.columns]
    rows, number = iter(found), 0
    for piece in table.pieces():
        own = list(islice(rows, len(piece[0])))
        if len(own) < len(piece[0]):
            raise _only(table.path, table, file, number + len(own) + 1)
        cells = zip(*own, strict=True)
        for column, (values, raw) in enumerate(zip(piece, cells, strict=True)):
            expected = list(map(hold, values)) if (hold := kept[column]) else values
            read = list(map(say, raw)) if (say := told[column]) else raw
            _compare_column(table, column, expected, read, number, file)
        number += len(own)
    if next(rows, None) is not None:
        raise _only(file, table, file, number + 1)
    return number * len(told)


def check_header(table: Table, found: Sequence[str], file: Path) -> None:
    """Raise CheckError where an export calls the columns otherwise than the resource does."""
    if list(found) != [column.name for column in table.columns]:
        problem = f"its columns are not those of '{table.name}': {', '.join(found)[:200]}"
        raise different(file, 1, problem)


def different(file: Path, row: int | None, problem: str) -> CheckError:
    """The export is not what it was made from: a fault of ours, and nothing is kept of it."""
    return CheckError(Problem("read-back", Place(file.name, line=row), problem))


def _only(side: Path, table: Table, file: Path, row: int) -> CheckError:
    return different(file, row, f"only {side.name} has this row of '{table.name}'")


def _compare_column(
    table: Table,
    column: int,
    values: Sequence[Value],
    cells: Sequence[Value],
    before: int,
    file: Path,
) -> None:
    """Compare a piece of a column; `before` is the number of rows above it."""
    alike = list(map(type, values)) == list(map(type, cells))
    if alike and list(values) == list(cells):
        return
    for row, (value, cell) in enumerate(zip(values, cells, strict=True), start=before + 1):
        if not _same(value, cell):
            where = f"'{table.name}.{table.columns[column].name}'"
            problem = f"{where} holds {cell!r} where the resource has {value!r}"
            raise different(file, row, problem)


def _same(one: Value, other: Value) -> bool:
    if isinstance(one, float) and isinstance(other, float) and math.isnan(one):
        return math.isnan(other)
    return one == other and type(one) is type(other)
