"""A table as the columnar engine meets it, whoever has read what its descriptor says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any, TypeVar

from annexes.validation.by_frictionless import cell_reader, open_table
from annexes.validation.database import Database, NotColumnarError, unread
from annexes.validation.grammar import SqlColumn, accepts, columns_of, form_of, names_of
from annexes.validation.relation import Relation, in_place, written_down

T = TypeVar("T")


@dataclass(frozen=True)
class CheckedKey:
    """Fields that lead to fields of the resource of this name; '' is the table itself."""

    fields: tuple[str, ...]
    resource: str
    targets: tuple[str, ...]


@dataclass(frozen=True)
class CheckedTable:
    """A table of a package.

    `fields` are descriptors of the columns that its file has; `schema` is its own. `relations`
    gives them to DuckDB, in the quickest way first, given a folder for a copy, and `rows` their
    cells, if they are few. `resource` gives the resource of frictionless, `target` the table to
    which a foreign key leads. Where `is_plain`, frictionless surely finds nothing wrong but in
    rows.
    """

    name: str
    path: str
    fields: Sequence[Mapping[str, Any]]
    schema: Mapping[str, Any]
    relations: Callable[[Path], Iterable[Relation]]
    resource: Callable[[], Any]
    target: Callable[[str], CheckedTable]
    rows: Callable[[], list[list[str]] | None] = lambda: None
    is_plain: bool = False

    @cached_property
    def columns(self) -> list[SqlColumn]:
        """Its fields with their names in SQL."""
        return columns_of(self.fields, self.schema)

    @cached_property
    def by_name(self) -> dict[str, SqlColumn]:
        """The same by the names of their fields."""
        return {column.field["name"]: column for column in self.columns}

    @property
    def primary_key(self) -> list[str]:
        """The fields of its primary key."""
        return list(names_of(self.schema.get("primaryKey") or []))

    @property
    def foreign_keys(self) -> list[CheckedKey]:
        """Its foreign keys."""
        return [
            CheckedKey(
                names_of(key["fields"]),
                key["reference"].get("resource", ""),
                names_of(key["reference"]["fields"]),
            )
            for key in self.schema.get("foreignKeys", [])
        ]

    def columns_named(self, names: Sequence[str]) -> list[SqlColumn]:
        """The columns of these fields; raises NotColumnarError where the file has not all."""
        if not set(names) <= set(self.by_name):
            raise NotColumnarError
        return [self.by_name[name] for name in names]

    def accepts(self, column: SqlColumn, rows: str, database: Database) -> str:
        """SQL that accepts cells; where SQL cannot say, those whose texts frictionless accepts."""
        if test := accepts(column):
            return test
        read = cell_reader(column.field, column.missing)
        texts = database.run(f"SELECT DISTINCT {column.name} FROM {rows}").fetchall()
        good = database.written(["text"], [own for own in texts if not read(own[0])[1]])
        form = f"({column.is_missing} OR {form_of(column) or 'TRUE'})"
        present = f"NOT ({column.is_missing})" if column.is_required else "TRUE"
        return f"({form} AND {present} AND {column.name} IN (FROM {good}))"

    def read(self, folder: Path, work: Callable[[Relation], T]) -> T:
        """What the work makes of the rows, in the first way in which DuckDB can read them.

        Raises NotColumnarError if there is none.
        """
        for relation in self.relations(folder):
            try:
                return work(relation)
            except unread():
                continue
        raise NotColumnarError


def source_of(resource: Any) -> CheckedTable:
    """A resource of frictionless; raises FrictionlessException where it cannot be opened."""

    def target(name: str) -> CheckedTable:
        same = not name or name == resource.name
        return source_of(resource if same else resource.package.get_resource(name))

    with open_table(resource) as table:
        expected = table.header.get_expected_fields() if table.labels else []
        return CheckedTable(
            name=resource.name or "",
            path=str(resource.path or ""),
            fields=[field.to_descriptor() for field in expected],
            schema=table.schema.to_descriptor(),
            relations=partial(_relations, resource, table, len(expected)),
            resource=lambda: resource,
            target=target,
        )


def _relations(resource: Any, table: Any, width: int, folder: Path) -> Iterator[Relation]:
    if relation := in_place(table, width):
        yield relation
    with open_table(resource) as again:
        if relation := written_down(again, width, folder):
            yield relation
