"""A table as the columnar engine meets it, whoever has read what its descriptor says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any, TypeVar

from annexes.package.tables import ForeignKey, names
from annexes.validation.by_frictionless import cell_reader, open_table
from annexes.validation.database import Database, NotColumnarError, unread
from annexes.validation.grammar import SqlColumn, accepts, columns_of, form_of, key_of
from annexes.validation.relation import Relation, in_place, written_down
from annexes.validation.stricter.row_faults import unique_keys

T = TypeVar("T")


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
    def primary_key(self) -> Sequence[str]:
        """The fields of its primary key."""
        return names(self.schema.get("primaryKey") or ())

    @property
    def foreign_keys(self) -> list[ForeignKey]:
        """Its foreign keys; the table is '' where it is this one."""
        return [
            ForeignKey(names(own["fields"]), there.get("resource", ""), names(there["fields"]))
            for own in self.schema.get("foreignKeys", [])
            for there in [own["reference"]]
        ]

    @property
    def unique_fields(self) -> list[Sequence[str]]:
        """Fields of which no two rows may have the same values."""
        alone = [(own.field["name"],) for own in self.columns if own.constraints.get("unique")]
        groups: list[Sequence[str]] = [self.primary_key, *unique_keys(self.schema), *alone]
        return [group for group in groups if group and set(group) <= set(self.by_name)]

    def keys(self, *, are_read: bool = False) -> list[str]:
        """SQL for each key that no two rows may share: a number that is the same wherever the key
        is, or NULL where it is missing.

        It may be the same for others as well: such rows are looked at again. `are_read` says
        whether cells are texts of values, as `key_of` takes them.
        """
        keys = []
        for group in self.unique_fields:
            columns = self.columns_named(group)
            values = [key_of(column, is_read=are_read) for column in columns]
            is_missing = " AND ".join(f"({value}) IS NULL" for value in values)
            is_there = "TRUE" if any(own.is_required for own in columns) else f"NOT ({is_missing})"
            keys.append(f"CASE WHEN {is_there} THEN hash({', '.join(values)}) END")
        return keys

    def columns_named(self, given: Sequence[str]) -> list[SqlColumn]:
        """The columns of these fields; raises NotColumnarError where the file has not all."""
        if not set(given) <= set(self.by_name):
            raise NotColumnarError
        return [self.by_name[name] for name in given]

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
