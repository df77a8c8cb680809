"""A trap: a cell that a program changes by default."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from annexes.package.tables import Column

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
    """A cell of a field, in a line of the file of a resource, that `reader` changes to what it
    `becomes`; `declared` if the schema says so of the field. The keys are those of `--json`.
    """

    resource: str
    file: str
    line: int
    field: str
    cell: str
    reader: str
    kind: TrapKind
    becomes: str
    declared: bool
