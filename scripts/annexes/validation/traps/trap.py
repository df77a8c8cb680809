"""A trap: a cell that a program changes by default."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from annexes.package.tables import Column, Table

TrapKind = Literal[
    "missing", "number", "logical", "date", "formula", "space", "precision", "name", "line-end"
]


@dataclass(frozen=True, slots=True)
class Change:
    """What a program makes of a cell: as what it reads it, and what it writes when asked again."""

    kind: TrapKind
    becomes: str


Reads = Callable[[Column, Sequence[str]], list[Change | None]]
"""A program: for each cell of a column what it makes of it, None where it keeps the text."""


@dataclass(frozen=True, slots=True)
class Trap:
    """A cell that `reader` changes; `declared` if the schema says so of its field."""

    table: Table
    line: int
    column: str
    cell: str
    reader: str
    change: Change
    declared: bool

    def as_json(self) -> dict[str, Any]:
        """Flat record with the keys of the `--json` output."""
        return {
            "resource": self.table.name,
            "file": str(self.table.path),
            "line": self.line,
            "field": self.column,
            "cell": self.cell,
            "reader": self.reader,
            "kind": self.change.kind,
            "becomes": self.change.becomes,
            "declared": self.declared,
        }
