"""A table as the columnar engine meets it, whoever has read what its descriptor says."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from annexes.validation.by_frictionless import open_table
from annexes.validation.grammar import SqlColumn
from annexes.validation.stricter.descriptor_faults import category_values
from annexes.validation.table import Relation, in_place

READING = ("type", "format", "bareNumber", "floatNumber", "groupChar", "decimalChar")
LISTS = ("trueValues", "falseValues", "arrayItem", "itemType", "delimiter")
"""Properties of a field that decide how it reads a text, beside its missing values."""


@dataclass(frozen=True)
class CheckedKey:
    """Fields that lead to fields of the resource of this name; '' is the table itself."""

    fields: tuple[str, ...]
    resource: str
    targets: tuple[str, ...]


@dataclass(frozen=True)
class CheckedTable:
    """A table of a package.

    `fields` are the columns that its file has, each with what `grammar` asks of a field of
    frictionless; `schema` is its descriptor. `in_place` gives the rows where they lie, or None if
    that is not safe; `resource` the resource of frictionless; `target` the table to which a
    foreign key leads. Where `is_plain`, frictionless surely finds nothing wrong but in rows.
    """

    name: str
    path: str
    fields: Sequence[Any]
    schema: Mapping[str, Any]
    in_place: Callable[[], Relation | None]
    resource: Callable[[], Any]
    target: Callable[[str], CheckedTable]
    is_plain: bool = False

    @cached_property
    def columns(self) -> list[SqlColumn]:
        """Its fields with their names in SQL, and what is missing in them."""
        described = {own.get("name"): own for own in self.schema.get("fields", [])}
        shared = self.schema.get("missingValues", [""])
        return [
            SqlColumn(
                f"c{number}",
                field,
                _values(described.get(field.name, {}).get("missingValues", shared)),
                category_values(described.get(field.name, {})),
            )
            for number, field in enumerate(self.fields)
        ]

    @cached_property
    def by_name(self) -> dict[str, SqlColumn]:
        """The same by the names of their fields."""
        return {column.field.name: column for column in self.columns}

    @property
    def primary_key(self) -> list[str]:
        """The fields of its primary key."""
        return list(_listed(self.schema.get("primaryKey") or []))

    @property
    def foreign_keys(self) -> list[CheckedKey]:
        """Its foreign keys."""
        return [
            CheckedKey(
                _listed(key["fields"]),
                key["reference"].get("resource", ""),
                _listed(key["reference"]["fields"]),
            )
            for key in self.schema.get("foreignKeys", [])
        ]

    @cached_property
    def read_fields(self) -> Sequence[Any]:
        """Its fields as frictionless has them."""
        return source_of(self.resource()).fields if self.is_plain else self.fields

    def reader(self, column: SqlColumn) -> Any:
        """How frictionless reads a cell of a column: to a value, and what is wrong with it."""
        if self.is_plain and column.field.type == "string":
            return column.field.text_reader(column.missing)
        fields = {field.name: field for field in self.read_fields}
        return fields[column.field.name].create_cell_reader()


def source_of(resource: Any) -> CheckedTable:
    """A resource of frictionless; raises FrictionlessException where it cannot be opened."""

    def target(name: str) -> CheckedTable:
        same = not name or name == resource.name
        return source_of(resource if same else resource.package.get_resource(name))

    with open_table(resource) as table:
        fields = table.header.get_expected_fields() if table.labels else []
        return CheckedTable(
            name=resource.name or "",
            path=str(resource.path or ""),
            fields=fields,
            schema=table.schema.to_descriptor(),
            in_place=cache(lambda: in_place(table, len(fields))),
            resource=lambda: resource,
            target=target,
        )


def reading_of(field: Any) -> list[Any]:
    """What decides how a field reads a text, without what it then demands."""
    return [getattr(field, _attribute(name), None) for name in (*READING, *LISTS)]


def _attribute(name: str) -> str:
    return re.sub("[A-Z]", lambda capital: f"_{capital[0].lower()}", name)


def _values(missing: Sequence[Any]) -> tuple[str, ...]:
    return tuple(own["value"] if isinstance(own, Mapping) else own for own in missing)


def _listed(names: str | Sequence[str]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)
