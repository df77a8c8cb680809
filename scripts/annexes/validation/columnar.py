"""A table checked in columns: rows that are surely right are counted, all others read again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb

from annexes.errors import CheckError, Place, Problem
from annexes.validation.again import as_read
from annexes.validation.beyond.data import data_faults, is_needed, unique_keys
from annexes.validation.database import Database, NotColumnarError, insert
from annexes.validation.foreign import ForeignKeys
from annexes.validation.grammar import Column, accepts, missing_values
from annexes.validation.keys import KEY_TYPES, key_of, key_value
from annexes.validation.model import Finding
from annexes.validation.reference import (
    NumberedRow,
    errors_of,
    open_table,
    reader_of_rows,
)
from annexes.validation.table import Relation, file_of, in_place, written_down

MANY = 200_000
"""More rows than this that are not plainly right: frictionless reads the whole table."""


def check_table(resource: Any, database: Database) -> tuple[list[Any], int, list[Finding]]:
    """The errors of a table as frictionless gives them, the number of its rows, and faults that
    frictionless does not look for.

    Raises NotColumnarError where the table is nothing for this engine, FrictionlessException
    where it cannot be opened.
    """
    table = open_table(resource)
    with table:
        try:
            return _Check(table, resource, *database.open()).run()
        except duckdb.OutOfMemoryException as error:
            problem, hint = "it needs more memory than it may use", "give more with --memory"
            raise CheckError(Problem("memory", Place(str(resource.path)), problem, hint)) from error
        except (duckdb.Error, TypeError) as error:
            raise NotColumnarError from error


class _Check:
    """The steps for one open table."""

    def __init__(
        self, table: Any, resource: Any, connection: duckdb.DuckDBPyConnection, folder: Path
    ) -> None:
        self.table, self.resource = table, resource
        self.connection, self.folder = connection, folder
        self.fields = table.header.get_expected_fields()
        if not self.fields or not table.labels:
            raise NotColumnarError
        self.columns = [
            Column(f"c{number}", field, missing_values(field, table.schema))
            for number, field in enumerate(self.fields)
        ]
        self.by_name = {column.field.name: column for column in self.columns}
        self._need_plain_keys()
        self.has_holes = False
        self.foreign = ForeignKeys(resource, table.schema.foreign_keys, connection)

    def _need_plain_keys(self) -> None:
        """What is looked at beyond frictionless must be compared as values, too."""
        schema = self.table.schema.to_descriptor()
        names = {name for key in unique_keys(schema) for name in key}
        names |= {field.name for field in self.fields if "categories" in field.to_descriptor()}
        if any(key_of(self.by_name[name]) is None for name in names & set(self.by_name)):
            raise NotColumnarError

    def run(self) -> tuple[list[Any], int, list[Finding]]:
        """Errors, number of rows, and what is beyond."""
        relation = in_place(self.table, len(self.columns))
        try:
            if relation is None:
                raise duckdb.InvalidInputException("not in place")
            total, suspects = self._suspects(relation)
        except duckdb.InvalidInputException:
            fresh = open_table(self.resource)
            with fresh:
                relation = written_down(fresh, len(self.columns), self.folder)
            if relation is None:
                raise NotColumnarError from None
            total, suspects = self._suspects(relation)
        rows = sorted([*relation.odd, *suspects], key=lambda row: row[0])
        lookup = self.foreign.lookup() if rows else {}
        errors = list(errors_of(self.table, rows, total, lookup, file_of(self.table)))
        return errors, total, list(self._beyond(relation, rows))

    def _beyond(self, relation: Relation, again: Sequence[NumberedRow]) -> Iterator[Finding]:
        schema = self.table.schema.to_descriptor()
        if not self.has_holes:
            schema.pop("primaryKey", None)
        if is_needed(schema):
            self.connection.execute("SET preserve_insertion_order = true")
            numbered = as_read(self.connection, relation, self.fields, again)
            name = self.resource.name or ""
            yield from data_faults(self.connection.execute, numbered, self.by_name, schema, name)

    # ── which rows ──

    def _suspects(self, relation: Relation) -> tuple[int, list[NumberedRow]]:
        """The number of rows, and those that must be read again."""
        tests = [self._accepts(relation, column) for column in self.columns]
        accepted = " AND ".join([*tests, *self._keyed()])
        keys = self._keys()
        accepted = " AND ".join([accepted, *self.foreign.accepted(relation, self.by_name)])
        picked = ", ".join([f"({accepted}) AS ok", f"({self._hole()}) AS hole", *keys])
        run = self.connection.execute
        run("SET preserve_insertion_order = false")
        run(f"CREATE OR REPLACE TEMP TABLE seen AS SELECT {picked} FROM {relation.source}")
        names = [f"k{number}" for number in range(len(keys))]
        doubles = [f"count({key}) - count(DISTINCT {key})" for key in names]
        seen = ["count(*)", "count(*) FILTER (NOT ok)", "count(*) FILTER (hole)"]
        counts = ", ".join([*seen, *doubles])
        total, wrong, holes, *doubled = run(f"SELECT {counts} FROM seen").fetchone() or (0, 0, 0)
        self.has_holes = bool(holes or relation.odd)
        total += len(relation.odd)
        if not wrong and not any(doubled) and not relation.odd:
            return total, []
        return total, self._again(relation, picked, names, wrong)

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
        run("CREATE OR REPLACE TEMP TABLE suspects AS SELECT number FROM seen WHERE NOT ok")
        self._add_odd_keys(relation, numbered, keys)
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

    def _add_odd_keys(self, relation: Relation, numbered: str, keys: Sequence[str]) -> None:
        """Rows that are not accepted may have the keys of others: as frictionless reads them."""
        if not keys:
            return
        run, cells = self.connection.execute, ", ".join(relation.names)
        rows = run(
            f"SELECT number, {cells} FROM ({numbered}) "
            "WHERE number IN (SELECT number FROM suspects)"
        ).fetchall()
        read = reader_of_rows(self.fields)
        groups = self._key_groups()
        types = [[KEY_TYPES[self.by_name[name].field.type] for name in group] for group in groups]
        run("DELETE FROM seen WHERE NOT ok")
        made = ", ".join(_hash_of([f"CAST(? AS {t})" for t in own]) for own in types)
        for number, own in [*((n, list(c)) for n, *c in rows), *relation.odd]:
            row = read(number, own)
            values = [
                key_value(row[name], kind)
                for group, own_types in zip(groups, types, strict=True)
                for name, kind in zip(group, own_types, strict=True)
            ]
            run(f"INSERT INTO seen SELECT {number}, false, false, {made}", values)

    # ── what is accepted ──

    def _accepts(self, relation: Relation, column: Column) -> str:
        """SQL that accepts cells; where SQL cannot say, the values that frictionless accepts."""
        test = accepts(column)
        if test is not None:
            return test
        name = f"accepted_{column.name}"
        read = column.field.create_cell_reader()
        found = self.connection.execute(
            f"SELECT DISTINCT {column.name} FROM {relation.source}"
        ).fetchall()
        good = [(text,) for (text,) in found if not read(text)[1]]
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} (value VARCHAR)")
        insert(self.connection, name, good)
        return f"{column.name} IN (SELECT value FROM {name})"

    def _keyed(self) -> Iterator[str]:
        """Neither a row nor its primary key may be missing as a whole."""
        yield "NOT (" + " AND ".join(column.is_missing for column in self.columns) + ")"
        names = [name for name in self.table.schema.primary_key if name in self.by_name]
        if names:
            missing = " AND ".join(self.by_name[name].is_missing for name in names)
            yield f"NOT ({missing})"

    def _hole(self) -> str:
        """A part of the primary key is missing, which frictionless lets pass."""
        names = [name for name in self.table.schema.primary_key if name in self.by_name]
        return " OR ".join(self.by_name[name].is_missing for name in names) or "FALSE"

    def _key_groups(self) -> list[list[str]]:
        """The fields of each key that no two rows may share."""
        primary = list(self.table.schema.primary_key)
        groups = [primary] if primary and set(primary) <= set(self.by_name) else []
        unique = [f.name for f in self.fields if f.constraints.get("unique")]
        return [*groups, *([name] for name in unique)]

    def _keys(self) -> list[str]:
        """SQL for each key: a number that is the same wherever the key is."""
        made = []
        for number, group in enumerate(self._key_groups()):
            values = [key_of(self.by_name[name]) for name in group]
            if None in values:
                raise NotColumnarError
            made.append(f"{_hash_of([str(value) for value in values])} AS k{number}")
        return made


def _hash_of(values: Sequence[str]) -> str:
    """A number for a key; nothing for one that is missing as a whole."""
    missing = " AND ".join(f"({value}) IS NULL" for value in values)
    return f"CASE WHEN {missing} THEN NULL ELSE hash({', '.join(values)}) END"
