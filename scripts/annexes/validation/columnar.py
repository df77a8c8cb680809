"""A table checked in columns: rows that are surely right are counted, all others read again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb

from annexes.validation.acceptance import Acceptance, hash_of
from annexes.validation.database import Database, NotColumnarError, insert, unread
from annexes.validation.foreign import ForeignKeys
from annexes.validation.grammar import SqlColumn, accepts
from annexes.validation.keys import key_of, key_value
from annexes.validation.reference import Checks, NumberedRow, errors_of, open_table
from annexes.validation.report import Fault
from annexes.validation.reread import as_read
from annexes.validation.source import CheckedTable, source_of
from annexes.validation.stricter.column_faults import data_faults, is_needed, unique_keys
from annexes.validation.table import Relation, written_down

MANY = 200_000
"""More rows than this that are not plainly right: frictionless reads the whole table."""


Outcome = tuple[list[Any], int, int, list[Fault]]
"""Errors of frictionless up to a limit, how many there are, the number of rows, and faults that
frictionless does not look for."""


def check_table(source: CheckedTable, database: Database, checks: Checks) -> Outcome:
    """What is found in a table.

    Raises NotColumnarError where the table is nothing for this engine, FrictionlessException
    where it cannot be opened.
    """
    try:
        connection, folder = database.open()
        try:
            return _Check(source, connection, folder).run(checks)
        except unread() + (NotColumnarError,):  # noqa: RUF005 – mypy knows only this form
            if not source.is_plain:
                raise
        return _Check(source_of(source.resource()), connection, folder).run(checks)
    except duckdb.OutOfMemoryException as error:
        raise MemoryError from error
    except (duckdb.Error, TypeError) as error:
        raise NotColumnarError from error


class _Check:
    """The steps for one table."""

    def __init__(
        self, source: CheckedTable, connection: duckdb.DuckDBPyConnection, folder: Path
    ) -> None:
        self.source, self.connection, self.folder = source, connection, folder
        self.acceptance = Acceptance(source)
        self.by_name = self.acceptance.by_name
        if not source.fields:
            raise NotColumnarError
        self._need_plain_keys()
        self.has_holes = False
        self.foreign = ForeignKeys(source, connection)

    def _need_plain_keys(self) -> None:
        """What is looked at beyond frictionless must be compared as values, too."""
        names = {name for key in unique_keys(self.source.schema) for name in key}
        fields = self.source.fields
        names |= {field.name for field in fields if "categories" in field.to_descriptor()}
        if any(key_of(self.by_name[name]) is None for name in names & set(self.by_name)):
            raise NotColumnarError

    def run(self, checks: Checks) -> Outcome:
        """All steps."""
        relation, total, suspects = self._rows()
        rows = sorted([*relation.odd, *suspects], key=lambda row: row[0])
        found: tuple[list[Any], int] = ([], 0)
        if rows or not self.source.is_plain:
            lookup = self.foreign.lookup() if rows else {}
            with open_table(self.source.resource()) as table:
                found = errors_of(table, rows, total, lookup, checks)
        return *found, total, list(self._beyond(relation, rows))

    def _rows(self) -> tuple[Relation, int, list[NumberedRow]]:
        """All rows, their number, and those that must be read again."""
        relation = self.source.in_place()
        try:
            if relation is not None:
                return relation, *self._suspects(relation)
        except unread():
            pass
        if self.source.is_plain:
            raise NotColumnarError
        with open_table(self.source.resource()) as fresh:
            relation = written_down(fresh, len(self.source.fields), self.folder)
        if relation is None:
            raise NotColumnarError
        return relation, *self._suspects(relation)

    def _beyond(self, relation: Relation, rows: Sequence[NumberedRow]) -> Iterator[Fault]:
        schema = dict(self.source.schema)
        if not self.has_holes:
            schema.pop("primaryKey", None)
        if is_needed(schema):
            self.connection.execute("SET preserve_insertion_order = true")
            numbered = as_read(self.connection, relation, self.source, rows)
            yield from data_faults(
                self.connection.execute, numbered, self.by_name, schema, self.source.name
            )

    # ── which rows ──

    def _suspects(self, relation: Relation) -> tuple[int, list[NumberedRow]]:
        """The number of rows, and those that must be read again."""
        tests = [self._accepts(relation, column) for column in self.source.columns]
        tests += [*self.acceptance.keyed(), *self.foreign.accepted(relation.source, self.by_name)]
        keys = [f"{key} AS k{n}" for n, key in enumerate(self.acceptance.keys())]
        picked = [
            f"({' AND '.join(tests)}) AS ok",
            f"({self.acceptance.hole()}) AS hole",
            f"{relation.breaks} AS breaks",
            *keys,
        ]
        names = [f"k{number}" for number in range(len(keys))]
        run = self.connection.execute
        run("SET preserve_insertion_order = false")
        made = f"SELECT {', '.join(picked)} FROM {relation.source}"
        run(f"CREATE OR REPLACE TEMP TABLE seen AS {made}")
        doubles = [f"count({key}) - count(DISTINCT {key})" for key in names]
        counts = [
            "count(*)",
            "count(*) + coalesce(sum(breaks), 0)",
            "count(*) FILTER (ok IS NOT TRUE)",
            "count(*) FILTER (hole)",
            *doubles,
        ]
        found = run(f"SELECT {', '.join(counts)} FROM seen").fetchone()
        total, lines, many, holes, *doubled = found or (0, 0, 0, 0)
        if lines != relation.lines:
            raise NotColumnarError  # DuckDB has lost a row, or has seen two in one
        self.has_holes = bool(holes or relation.odd)
        total += len(relation.odd)
        if not many and not any(doubled) and not relation.odd:
            return total, []
        return total, self._again(relation, ", ".join(picked), names, many)

    def _again(
        self, relation: Relation, picked: str, keys: Sequence[str], wrong: int
    ) -> list[NumberedRow]:
        """Rows that are not accepted, and rows whose keys are not their own."""
        if wrong > MANY:
            raise NotColumnarError
        run, cells = self.connection.execute, ", ".join(relation.names)
        run("SET preserve_insertion_order = true")
        numbered = f"SELECT {relation.number} AS number, * FROM {relation.source}"
        run(f"CREATE OR REPLACE TEMP TABLE seen AS SELECT number, {picked} FROM ({numbered})")
        run("CREATE OR REPLACE TEMP TABLE suspects AS SELECT number FROM seen WHERE ok IS NOT TRUE")
        self._add_odd_keys(relation, numbered)
        for key in keys:
            run(
                f"INSERT INTO suspects SELECT number FROM seen WHERE {key} IN "
                f"(SELECT {key} FROM seen GROUP BY {key} HAVING count(*) > 1)"
            )
        count = run("SELECT count(DISTINCT number) FROM suspects").fetchone()
        if count and count[0] > MANY:
            raise NotColumnarError
        found = run(
            f"SELECT number, {cells} FROM ({numbered}) "
            "WHERE number IN (SELECT number FROM suspects) ORDER BY number"
        ).fetchall()
        odd = {number for number, _ in relation.odd}
        return [(number, list(own)) for number, *own in found if number not in odd]

    def _add_odd_keys(self, relation: Relation, numbered: str) -> None:
        """Rows that are not accepted may have the keys of others: as frictionless reads them."""
        groups, types = self.acceptance.groups(), self.acceptance.key_types()
        if not groups:
            return
        run, cells = self.connection.execute, ", ".join(relation.names)
        rows = run(
            f"SELECT number, {cells} FROM ({numbered}) "
            "WHERE number IN (SELECT number FROM suspects)"
        ).fetchall()
        run("DELETE FROM seen WHERE ok IS NOT TRUE")
        kinds = [kind for own in types for kind in own]
        names = [name for group in groups for name in group]
        read = []
        for number, own in [*((n, list(c)) for n, *c in rows), *relation.odd]:
            row = self.source.read_row(number, own)
            values = (key_value(row[name], kind) for name, kind in zip(names, kinds, strict=True))
            read.append((number, *values))
        columns = [f"v{n}" for n in range(len(kinds))]
        made = ", ".join(f"{own} {kind}" for own, kind in zip(columns, kinds, strict=True))
        run(f"CREATE OR REPLACE TEMP TABLE odd_keys (number BIGINT, {made})")
        insert(self.connection, "odd_keys", read)
        left = iter(columns)
        hashes = ", ".join(hash_of([next(left) for _ in own]) for own in types)
        run(f"INSERT INTO seen SELECT number, false, false, 0, {hashes} FROM odd_keys")

    def _accepts(self, relation: Relation, column: SqlColumn) -> str:
        """SQL that accepts cells; where SQL cannot say, the values that frictionless accepts."""
        test = accepts(column)
        if test is not None:
            return test
        name = f"accepted_{column.name}"
        read = self.source.reader(column)
        found = self.connection.execute(
            f"SELECT DISTINCT {column.name} FROM {relation.source}"
        ).fetchall()
        good = [(text,) for (text,) in found if not read(text)[1]]
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} (value VARCHAR)")
        insert(self.connection, name, good)
        return f"{column.name} IN (SELECT value FROM {name})"
