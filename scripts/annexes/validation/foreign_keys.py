"""Foreign keys: which values surely lead somewhere, and where all of them lead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from annexes.package.tables import ForeignKey
from annexes.validation.by_frictionless import Lookup, cell_reader
from annexes.validation.checked_table import CheckedTable
from annexes.validation.database import Database, NotColumnarError
from annexes.validation.grammar import SqlColumn, kind_of, value_of
from annexes.validation.relation import Relation


class _Target(NamedTuple):
    """The columns to which a key leads, and a table of the database with all of their texts."""

    table: CheckedTable
    columns: Sequence[SqlColumn]
    texts: str


class ForeignKeys:
    """The foreign keys of a table, and the tables that they lead to."""

    def __init__(self, table: CheckedTable, database: Database) -> None:
        self._table, self._database = table, database
        self._targets: dict[tuple[str, tuple[str, ...]], _Target] = {}

    def accepted(self) -> Iterator[str]:
        """SQL for each foreign key: its values are among those that surely lead somewhere.

        Raises NotColumnarError where a table has not all fields of a key (its target may not even
        be there), or where SQL cannot compare their values.
        """
        for key in self._table.foreign_keys:
            columns, target = self._table.columns_named(key.columns), self._target(key)
            if list(map(kind_of, columns)) != list(map(kind_of, target.columns)):
                raise NotColumnarError
            tests = [
                target.table.accepts(own, target.texts, self._database) for own in target.columns
            ]
            tests += [f"NOT ({own.is_missing})" for own in target.columns]
            there = f"SELECT {_row(target.columns)} FROM {target.texts} WHERE {' AND '.join(tests)}"
            found = f"{_row(columns)} IN ({there})"
            missing = [own.is_missing for own in columns if not own.is_required]
            if missing:
                found = f"NOT ({' OR '.join(missing)}) AND {found}"
            if len(missing) == len(columns):
                found = f"({' AND '.join(missing)}) OR {found}"
            yield f"({found})"

    def lookup(self) -> Lookup:
        """All that the foreign keys lead to, as frictionless reads it."""
        lookup: Lookup = {}
        for key in self._table.foreign_keys:
            target = self._target(key)
            reads = [cell_reader(own.field, own.missing) for own in target.columns]
            rows = self._database.run(f"FROM {target.texts}").fetchall()
            values = {
                tuple(read(cell)[0] for read, cell in zip(reads, cells, strict=True))
                for cells in rows
            }
            lookup.setdefault(key.table, {})[key.references] = {
                own for own in values if set(own) != {None}
            }
        return lookup

    def _target(self, key: ForeignKey) -> _Target:
        place = key.table, key.references
        if place not in self._targets:
            table = self._table.target(key.table)
            columns = table.columns_named(key.references)

            def distinct(relation: Relation) -> str:
                """All columns are read, or DuckDB would not decode them."""
                if relation.odd:
                    raise NotColumnarError
                read = " AND ".join(f"{name} IS NOT NULL" for name in relation.names)
                names = ", ".join(dict.fromkeys(column.name for column in columns))
                query = f"SELECT DISTINCT {names} FROM {relation.source} WHERE {read}"
                return self._database.kept(query)

            texts = table.read(self._database.folder, distinct)
            self._targets[place] = _Target(table, columns, texts)
        return self._targets[place]


def _row(columns: Sequence[SqlColumn]) -> str:
    return f"({', '.join(map(value_of, columns))})"
