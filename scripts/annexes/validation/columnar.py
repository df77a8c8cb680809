"""A table checked in columns: rows that are surely right are counted, all others read again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb

from annexes.validation.by_frictionless import Checks, NumberedRow, errors_of, open_table
from annexes.validation.database import Database, NotColumnarError, insert, unread
from annexes.validation.foreign_keys import ForeignKeys
from annexes.validation.grammar import SqlColumn, accepts, in_categories
from annexes.validation.keys import keys, text_of, whole
from annexes.validation.report import Fault
from annexes.validation.source import CheckedTable, source_of
from annexes.validation.stricter.row_faults import RowFaults
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
        if not source.fields:
            raise NotColumnarError
        self.source, self.connection, self.folder = source, connection, folder
        self.keys = keys(source)
        self.foreign = ForeignKeys(source, connection)

    def run(self, checks: Checks) -> Outcome:
        """All steps."""
        relation, total, suspects = self._rows()
        rows = sorted([*relation.odd, *suspects], key=lambda row: row[0])
        if not rows and self.source.is_plain:
            return [], 0, total, []
        beyond = RowFaults(self.source.schema)
        lookup = self.foreign.lookup() if rows else {}
        with open_table(self.source.resource()) as table:
            found = errors_of(table, rows, total, lookup, checks, beyond.take)
        return *found, total, list(beyond.findings(self.source.name))

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

    # ── which rows ──

    def _suspects(self, relation: Relation) -> tuple[int, list[NumberedRow]]:
        """The number of rows, and those that must be read again."""
        tests = [self._accepts(relation, column) for column in self.source.columns]
        tests += map(in_categories, self.source.columns)
        tests += [*whole(self.source), *self.foreign.accepted(relation.source)]
        ok = " AND ".join(tests)
        keyed = [f"{key} AS k{number}" for number, key in enumerate(self.keys)]
        run = self.connection.execute
        run("SET preserve_insertion_order = false")
        picked = ", ".join([f"({ok}) AS ok", f"{relation.breaks} AS breaks", *keyed])
        counts = [
            "count(*)",
            "count(*) + coalesce(sum(breaks), 0)",
            "count(*) FILTER (ok IS NOT TRUE)",
            *(f"count(k{n}) - count(DISTINCT k{n})" for n in range(len(keyed))),
        ]
        seen = f"SELECT {picked} FROM {relation.source}"
        found = run(f"SELECT {', '.join(counts)} FROM ({seen})").fetchone()
        total, lines, wrong, *doubled = found or (0, 0, 0)
        if lines != relation.lines or wrong > MANY:
            raise NotColumnarError  # DuckDB has lost a row, or has seen two in one
        total += len(relation.odd)
        if not wrong and not any(doubled) and not relation.odd:
            return total, []
        return total, self._again(relation, ok)

    def _again(self, relation: Relation, ok: str) -> list[NumberedRow]:
        """Rows that are not accepted, and rows whose keys are not their own."""
        run, cells = self.connection.execute, ", ".join(relation.names)
        run("SET preserve_insertion_order = true")
        numbered = f"SELECT {relation.number} AS number, {cells} FROM {relation.source}"
        run(f"CREATE OR REPLACE TEMP TABLE seen AS SELECT *, {ok} AS ok FROM ({numbered})")
        wrong = f"SELECT number, {cells} FROM seen WHERE ok IS NOT TRUE"
        shared = self._shared(relation, wrong) if self.keys else "FALSE"
        found = run(f"{wrong} OR {shared} ORDER BY number").fetchmany(MANY + 1)
        if len(found) > MANY:
            raise NotColumnarError
        return [(number, list(own)) for number, *own in found]

    def _shared(self, relation: Relation, wrong: str) -> str:
        """SQL: the row has a key that another has; those that are not accepted have theirs as
        frictionless reads them.
        """
        run, cells = self.connection.execute, ", ".join(relation.names)
        run(f"CREATE OR REPLACE TEMP TABLE again AS SELECT number, {cells} FROM seen LIMIT 0")
        rows = [(number, own) for number, *own in run(wrong).fetchall()]
        insert(self.connection, "again", list(self._as_read([*rows, *relation.odd])))
        names = [f"k{number}" for number in range(len(self.keys))]
        of_texts = ", ".join(f"{key} AS {name}" for key, name in zip(self.keys, names, strict=True))
        of_values = ", ".join(keys(self.source, are_read=True))
        run(
            f"CREATE OR REPLACE TEMP TABLE keyed AS SELECT number, {of_texts} FROM seen WHERE ok "
            f"UNION ALL SELECT number, {of_values} FROM again"
        )
        doubled = " OR ".join(
            f"{key} IN (SELECT {key} FROM keyed GROUP BY {key} HAVING count(*) > 1)"
            for key in names
        )
        return f"number IN (SELECT number FROM keyed WHERE {doubled})"

    def _as_read(self, rows: Sequence[NumberedRow]) -> Iterator[list[Any]]:
        """Each row with its number, and its cells as frictionless reads them, or NULL."""
        columns = self.source.columns
        reads = [(self.source.reader(column), column.field) for column in columns]
        for number, cells in rows:
            texts = [
                text_of(read(cell)[0], field)
                for (read, field), cell in zip(reads, cells, strict=False)
            ]
            yield [number, *texts, *[None] * (len(columns) - len(texts))]

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
