"""Foreign keys: which values surely lead somewhere, and where all of them lead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from annexes.package.tables import ForeignKey
from annexes.validation.by_frictionless import Lookup, cell_reader
from annexes.validation.grammar import NotColumnarError, SqlColumn, kind_of, valued
from annexes.validation.plain_table import PlainTable


class _Target(NamedTuple):
    """The columns to which a key leads, and a table of the database with all of their texts."""

    table: PlainTable
    columns: Sequence[SqlColumn]
    texts: str


class ForeignKeys:
    """The foreign keys of a table, and the tables that they lead to."""

    def __init__(self, table: PlainTable) -> None:
        self._table = table
        self._targets = {key: self._target(key) for key in table.table.foreign_keys}

    def accepted(self) -> Iterator[str]:
        """SQL for each foreign key: its values are among those that surely lead somewhere.

        Raises NotColumnarError where SQL cannot compare their values.
        """
        for key, target in self._targets.items():
            columns = self._table.columns_named(key.columns)
            if list(map(kind_of, columns)) != list(map(kind_of, target.columns)):
                raise NotColumnarError
            tests = [target.table.accepts(own, target.texts) for own in target.columns]
            tests += [f"NOT ({own.is_missing})" for own in target.columns]
            rows = valued(target.columns, target.texts)
            there = f"SELECT {_row(target.columns)} FROM {rows} WHERE {' AND '.join(tests)}"
            found = f"{_row(columns)} IN ({there})"
            missing = [own.is_missing for own in columns if not own.is_required]
            if missing:
                found = f"NOT ({' OR '.join(missing)}) AND {found}"
            if len(missing) == len(columns):
                found = f"({' AND '.join(missing)}) OR {found}"
            yield f"({found})"

    def lookup(self) -> Lookup:
        """All that the foreign keys lead to, as frictionless reads it; '' is the table itself."""
        lookup: Lookup = {}
        for key, target in self._targets.items():
            reads = [cell_reader(own.field, own.missing) for own in target.columns]
            rows = self._table.database.run(f"FROM {target.texts}").fetchall()
            values = {
                tuple(read(cell)[0] for read, cell in zip(reads, cells, strict=True))
                for cells in rows
            }
            there = {own for own in values if set(own) != {None}}
            for name in (key.table, "") if key.table == self._table.name else (key.table,):
                lookup.setdefault(name, {})[key.references] = there
        return lookup

    def _target(self, key: ForeignKey) -> _Target:
        """Raises NotColumnarError where the table cannot be read where it lies."""
        table = self._table.others[key.table]
        columns = table.columns_named(key.references)
        if table.relation is None:
            raise NotColumnarError
        # All columns are read, or DuckDB would not look at their number.
        read = " AND ".join(f"{name} IS NOT NULL" for name in table.relation.names)
        texts = ", ".join(column.name for column in columns)
        query = f"SELECT DISTINCT {texts} FROM {table.relation.source} WHERE {read}"
        return _Target(table, columns, self._table.database.kept(query))


def _row(columns: Sequence[SqlColumn]) -> str:
    return f"({', '.join(own.value for own in columns)})"
