"""What validation finds, in a form that does not depend on the engine that found it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Fault:
    """One error of a package.

    `type` is an error type of frictionless, or one of ours. `row` and `field` count as frictionless
    counts: the header is row 1, the first column is field 1. `rule` is what was broken, `message`
    says it in full.
    """

    type: str
    message: str
    resource: str = ""
    row: int | None = None
    field: int | None = None
    label: str = ""
    cell: str | None = None
    rule: str = ""
    hint: str = ""

    @property
    def address(self) -> str:
        """Where a spreadsheet shows the cell, such as F129; the row, where it has no field."""
        if self.row is None:
            return ""
        letters, number = "", self.field or 0
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord("A") + rest) + letters
        return f"{letters}{self.row}"

    @property
    def place(self) -> tuple[str, str, int | None, int | None]:
        """Resource, type, row and field: what two engines must agree on."""
        return self.resource, self.type, self.row, self.field


@dataclass(frozen=True, slots=True)
class Checked:
    """One resource: its rows, and what was checked of it. `by` is the engine that read it."""

    name: str
    path: str
    rows: int | None
    checks: tuple[str, ...]
    by: str
    total: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """All resources, and all findings up to the limit; `total` counts those beyond it as well.

    `findings` are what frictionless finds. `beyond` are faults that it does not look for, `advice`
    is what may be meant otherwise, and no fault.
    """

    name: str
    resources: Sequence[Checked] = field(default_factory=tuple)
    findings: Sequence[Fault] = field(default_factory=tuple)
    warnings: Sequence[str] = field(default_factory=tuple)
    total: int = 0
    beyond: Sequence[Fault] = field(default_factory=tuple)
    advice: Sequence[Fault] = field(default_factory=tuple)

    @property
    def valid(self) -> bool:
        """True if frictionless finds nothing."""
        return not self.total

    @property
    def ok(self) -> bool:
        """True if nothing is wrong at all; advice is no fault."""
        return self.valid and not self.beyond
