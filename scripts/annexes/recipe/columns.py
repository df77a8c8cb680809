"""The columns of a resource and of a printed table: one entry says name, texts, type, and source.

A column is described once, in the resource that it belongs to. Its schema, the columns of
`provenance` and `totals`, and the order of the figures under `expect` follow from there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Literal, get_args

from msgspec import field
from msgspec.structs import replace

from annexes.recipe.types import Both, Slug, Strict, Text, said

LabelKind = Literal["code-name", "name", "text"]
FigureKind = Literal["count", "decimal", "percent"]
Reads = Literal[LabelKind, FigureKind, "date", "code", "group", "section", "rank"]
LABELS: tuple[Reads, ...] = get_args(LabelKind)
FIGURES: tuple[Reads, ...] = get_args(FigureKind)
WORDS: tuple[Reads, ...] = ("text", "date", "code", "group")
"""What may stand beside the label and the figures."""
BEFORE: tuple[Reads, ...] = ("rank", "section", "code", "group")
"""What may stand before the label."""
WITHOUT_CELL: tuple[Reads, ...] = ("rank", "section")
"""What stands in the cell of the label, or in a line of its own."""
Type = Literal["string", "integer", "number", "boolean", "date", "datetime", "time", "year"]
TYPES: dict[Reads, Type] = {
    "count": "integer",
    "decimal": "number",
    "percent": "number",
    "date": "date",
}


class ColumnRecipe(Strict, frozen=True):
    """A printed column: its heading, and the column of the resource that it fills."""

    name: Slug
    header: str
    reads: Reads
    unit: str = ""
    cell: str = ""


def names_in(cell: str) -> list[str]:
    """The names of the columns whose figures a cell holds, in their order."""
    return re.findall(r"{([^{}]+)}", cell)


class Category(Strict, frozen=True):
    """A value that a column may have, and what it means."""

    value: Text
    label: Both


class ResourceColumn(Strict, frozen=True):
    """A column of a resource: its name, and its title and description in both languages.

    With `reads` it is printed; the printed columns stand in the order of the source.
    """

    name: Slug
    title: Both | None = None
    description: Both | None = None
    reads: Reads | None = None
    header: str = ""
    unit: str = ""
    cell: str = ""
    refers_to: str = ""
    type: Type | None = None
    required: bool | None = None
    unique: bool = False
    minimum: int | None = None
    pattern: str = ""
    traps: list[str] = field(default_factory=list)
    rdf_type: str = ""
    categories: list[Category] = field(name="category", default_factory=list)

    @property
    def printed(self) -> ColumnRecipe | None:
        """The printed column that fills it; None if its values are declared or made."""
        if self.reads is None:
            return None
        return ColumnRecipe(self.name, self.header, self.reads, self.unit, self.cell)


def merged(standard: Sequence[ResourceColumn], own: Sequence[ResourceColumn]) -> list[Any]:
    """The standard columns, each with what the recipe says of it instead; others stand behind."""
    told = {column.name: {entry.name: value for entry, value in said(column)} for column in own}
    names = {column.name for column in standard}
    return [
        *(replace(column, **told.get(column.name, {})) for column in standard),
        *(column for column in own if column.name not in names),
    ]
