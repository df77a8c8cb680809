"""Foreign keys: which texts surely lead somewhere, and where all of them lead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import duckdb

from annexes.validation.by_frictionless import Lookup, open_table
from annexes.validation.database import NotColumnarError, insert, unread
from annexes.validation.grammar import SqlColumn
from annexes.validation.source import CheckedKey, CheckedTable, reading_of
from annexes.validation.table import Relation


class ForeignKeys:
    """The foreign keys of a table, and the tables that they lead to."""

    def __init__(self, source: CheckedTable, connection: duckdb.DuckDBPyConnection) -> None:
        self.source, self.connection = source, connection
        self._made: Lookup | None = None

    def accepted(self, rows: str) -> Iterator[str]:
        """SQL for each foreign key: the texts are among those that surely lead somewhere.

        Raises NotColumnarError where the table has not all fields of a key. `rows` is SQL for the
        rows of the table.
        """
        by_name = self.source.by_name
        for number, key in enumerate(self.source.foreign_keys):
            if not set(key.fields) <= set(by_name):
                raise NotColumnarError  # its target may not even be there
            columns = [by_name[name] for name in key.fields]
            name, names = f"matched_{number}", [f"m{n}" for n in range(len(columns))]
            made = ", ".join(f"{own} VARCHAR" for own in names)
            self.connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} ({made})")
            if not self._copied(name, key, columns):
                insert(self.connection, name, self._matching_texts(rows, key, columns))
            given = ", ".join(column.name for column in columns)
            missing = " AND ".join(column.is_missing for column in columns)
            found = f"row({given}) IN (SELECT row({', '.join(names)}) FROM {name})"
            if len(names) == 1:
                found = f"{given} IN (SELECT m0 FROM {name})"
            yield f"(({missing}) OR {found})"

    def _copied(self, name: str, key: CheckedKey, columns: Sequence[SqlColumn]) -> bool:
        """The texts that the key leads to, if its fields read them as the target's fields do.

        A row that is accepted has values in its cells or nothing, so it has the target's values
        if it has the target's texts.
        """
        target = self.source.target(key.resource)
        if not set(key.targets) <= set(target.by_name):
            raise NotColumnarError
        others = [target.by_name[name] for name in key.targets]
        if any(map(_reads_otherwise, columns, others)):
            return False
        relation = target.in_place()
        if relation is None:
            return False
        texts = ", ".join(column.name for column in others)
        try:
            self.connection.execute(f"INSERT INTO {name} {_distinct(texts, relation)}")
        except unread():
            return False
        return True

    def _matching_texts(
        self, rows: str, key: CheckedKey, columns: Sequence[SqlColumn]
    ) -> list[tuple[str, ...]]:
        """The texts of the table that lead somewhere, as frictionless reads both sides."""
        names = ", ".join(column.name for column in columns)
        target = self.lookup()[key.resource][key.targets]
        texts = self.connection.execute(f"SELECT DISTINCT {names} FROM {rows}").fetchall()
        values = _read(self.source, columns, texts)
        return [
            own
            for own, read in zip(texts, values, strict=True)
            if set(read) == {None} or read in target
        ]

    def lookup(self) -> Lookup:
        """All that the foreign keys lead to, as frictionless reads it; made once."""
        if self._made is None:
            self._made = {}
            for key in self.source.foreign_keys:
                own = self._made.setdefault(key.resource, {})
                if key.targets not in own:
                    own[key.targets] = self._values(key)
        return self._made

    def _values(self, key: CheckedKey) -> set[tuple[Any, ...]]:
        target = self.source.target(key.resource)
        if not set(key.targets) <= set(target.by_name):
            raise NotColumnarError
        columns = [target.by_name[name] for name in key.targets]
        texts = self._texts(target, ", ".join(column.name for column in columns))
        if texts is None:
            with open_table(target.resource()) as again:
                rows = [tuple(row.get(name) for name in key.targets) for row in again.row_stream]
        else:
            rows = list(_read(target, columns, texts))
        return {values for values in rows if set(values) != {None}}

    def _texts(self, target: CheckedTable, names: str) -> list[tuple[str, ...]] | None:
        relation = target.in_place()
        if relation is None:
            return None
        try:
            return self.connection.execute(_distinct(names, relation)).fetchall()
        except unread():
            return None


def _read(
    source: CheckedTable, columns: Sequence[SqlColumn], rows: Sequence[Sequence[str]]
) -> Iterator[tuple[Any, ...]]:
    """The values of these cells."""
    reads = [source.reader(column) for column in columns]
    for cells in rows:
        yield tuple(read(cell)[0] for read, cell in zip(reads, cells, strict=True))


def _distinct(names: str, relation: Relation) -> str:
    """SQL for these columns; all others are read as well, or DuckDB would not decode them."""
    read = " AND ".join(f"{name} IS NOT NULL" for name in relation.names)
    return f"SELECT DISTINCT {names} FROM {relation.source} WHERE {read}"


def _reads_otherwise(one: SqlColumn, two: SqlColumn) -> bool:
    return reading_of(one.field) != reading_of(two.field) or one.missing != two.missing
