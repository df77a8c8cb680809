"""What databases cannot hold: numbers of more than 64 bits, names that differ in case only.

The first of them is refused by its place, and with it the form.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from types import NoneType

from annexes.base.errors import ExportError
from annexes.package.tables import Piece, Table
from annexes.package.values import Value

LEAST, MOST = -(2**63), 2**63 - 1


def check_names(form: str, table: Table) -> None:
    """Raise ExportError where the names of two columns differ in case only."""
    if pair := alike(column.name for column in table.columns):
        problem = f"{form} cannot hold the columns '{pair[0]}' and '{pair[1]}' of '{table.name}'"
        hint = "their names differ in case only: rename one, or take another form"
        raise ExportError.of("form", table.path, problem, hint)


def alike(names: Iterable[str]) -> tuple[str, str] | None:
    """The first two names that are the same for a database: letters of ASCII have no case there."""
    known: dict[bytes, str] = {}
    for name in names:
        key = name.encode().lower()
        if key in known:
            return known[key], name
        known[key] = name
    return None


def machine_pieces(form: str, table: Table) -> Iterator[Piece]:
    """The rows of a table in pieces; ExportError at a number that the form cannot hold exactly."""
    kinds, before = [column.kind for column in table.columns], 0
    for piece in table.pieces():
        for number, (kind, values) in enumerate(zip(kinds, piece, strict=True)):
            if kind in ("integer", "number") and not _fit(values):
                raise _refused(form, table, number, values, before)
        yield piece
        before += len(piece[0])


def _fit(values: Sequence[Value]) -> bool:
    types = set(map(type, values))
    if Decimal in types or int not in types:
        return Decimal not in types
    there = [value for value in values if value is not None] if NoneType in types else values
    return min(there) >= LEAST and max(there) <= MOST  # type: ignore[operator, type-var]


def _refused(
    form: str, table: Table, column: int, values: Sequence[Value], before: int
) -> ExportError:
    row, value = next(
        (row, value) for row, value in enumerate(values, start=before + 1) if not _fit([value])
    )
    where = f"'{table.name}.{table.columns[column].name}', row {row}"
    problem = f"{form} cannot hold {str(value)[:60]} exactly: it has more than 64 bits ({where})"
    hint = "declare the field as a string, or take a form that holds texts, such as xlsx"
    return ExportError.of("form", table.path, problem, hint)
