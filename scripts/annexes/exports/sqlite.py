"""SQLite: one database with types, keys and foreign keys, and views in which codes have names.

Page size and order of writing are fixed and the file is vacuumed, so the same rows give the same
bytes. What the columns mean stands in the tables `_package`, `_columns` and `_categories`.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import Any

from annexes.base.errors import ExportError, Place, Problem
from annexes.exports.codebook import CATEGORIES, COLUMNS, FACTS, categories, columns, facts
from annexes.package import places
from annexes.package.compare import Back, compare, different
from annexes.package.labels import LANGUAGES, label_column
from annexes.package.opened import OpenedPackage
from annexes.package.tables import Table
from annexes.package.values import Kind, Value

TYPES: Mapping[Kind, str] = {
    "text": "TEXT",
    "integer": "INTEGER",
    "number": "REAL",
    "boolean": "BOOLEAN",
    "date": "DATE",
}


def write(source: OpenedPackage, out: Path) -> list[Problem]:
    """Write the database; ExportError where a key of the schema does not hold."""
    with contextlib.closing(
        sqlite3.connect(out / places.database(source), isolation_level=None)
    ) as db:
        for statement in ("PRAGMA page_size = 4096", "PRAGMA journal_mode = OFF", "BEGIN"):
            db.execute(statement)
        try:
            for table in source.tables.values():
                db.execute(_create(source, table))
                _insert(db, table.name, len(table.columns), _stored(table))
            _describe(db, source)
            _check_foreign_keys(db, source)
            for table in source.tables.values():
                if view := _view(source, table):
                    db.execute(view)
        except sqlite3.Error as error:
            raise _refused(table, str(error)) from error
        db.execute("COMMIT")
        db.execute("VACUUM")
    return []


def read_back(source: OpenedPackage, out: Path) -> int:
    """Compare all tables with their resources; returns the number of cells."""
    file = out / places.database(source)
    uri = f"{file.resolve().as_uri()}?mode=ro"
    try:
        with contextlib.closing(sqlite3.connect(uri, uri=True)) as db:
            return sum(
                compare(table, db.execute(f"SELECT * FROM {_name(table.name)}"), file, BACK)  # noqa: S608
                for table in source.tables.values()
            )
    except sqlite3.Error as error:
        raise different(file, None, f"it cannot be read: {error}") from error


def _create(source: OpenedPackage, table: Table) -> str:
    parts = [
        f"{_name(c.name)} {TYPES[c.kind]}{' NOT NULL' if c.required else ''}" for c in table.columns
    ]
    if table.primary_key:
        parts.append(f"PRIMARY KEY ({_names(table.primary_key)})")
    parts += [f"UNIQUE ({_names(key)})" for key in table.unique_keys]
    for key in table.foreign_keys:
        target = source.tables.get(key.table)
        # SQL wants the other side to be a key; what the standard allows beyond that is left out.
        if target and key.references in (target.primary_key, *target.unique_keys):
            parts.append(
                f"FOREIGN KEY ({_names(key.columns)}) "
                f"REFERENCES {_name(key.table)} ({_names(key.references)})"
            )
    return f"CREATE TABLE {_name(table.name)} ({', '.join(parts)})"


def _insert(
    db: sqlite3.Connection, table: str, width: int, rows: Iterable[tuple[object, ...]]
) -> None:
    marks = ", ".join("?" * width)
    db.executemany(f"INSERT INTO {_name(table)} VALUES ({marks})", rows)  # noqa: S608


def _describe(db: sqlite3.Connection, source: OpenedPackage) -> None:
    described: list[tuple[str, tuple[str, ...], Iterable[tuple[str, ...]]]] = [
        ("_package", FACTS, facts(source)),
        ("_columns", COLUMNS, columns(source)),
        ("_categories", CATEGORIES, categories(source)),
    ]
    for table, header, rows in described:
        db.execute(f"CREATE TABLE {_name(table)} ({', '.join(f'{n} TEXT' for n in header)})")
        _insert(db, table, len(header), rows)


def _check_foreign_keys(db: sqlite3.Connection, source: OpenedPackage) -> None:
    broken = db.execute("PRAGMA foreign_key_check").fetchone()
    if broken:
        name, row, target, _ = broken
        raise _refused(source.tables[name], f"row {row} names nothing that is in '{target}'")


def _view(source: OpenedPackage, table: Table) -> str:
    """The table with the names of what its keys and categories stand for, '' if none has one."""
    taken = {column.name for column in table.columns}
    selected, joins = [], []
    for alias, join, labels in _joins(source, table):
        new = {label: column for column, label in labels if label not in taken}
        taken |= new.keys()
        selected += [f"{alias}.{_name(column)} AS {_name(label)}" for label, column in new.items()]
        joins.append(join)
    if not selected:
        return ""
    own = ", ".join(f"t.{_name(column.name)}" for column in table.columns)
    name = next(n for n in _free(f"{table.name}_labelled") if n not in source.tables)
    return (
        f"CREATE VIEW {_name(name)} AS SELECT {own}, {', '.join(selected)} "  # noqa: S608
        f"FROM {_name(table.name)} AS t {' '.join(joins)}"
    )


def _joins(source: OpenedPackage, table: Table) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """Alias and join; with them the columns that the join brings, and what they are called."""
    aliases = (f"j{number}" for number in count())
    for key in table.foreign_keys:
        target = source.tables.get(key.table)
        if target and len(key.columns) == 1 and key.references == target.primary_key:
            alias, own = next(aliases), key.columns[0]
            wanted = [label_column(target, language) for language in LANGUAGES]
            on = f"{alias}.{_name(key.references[0])} = t.{_name(own)}"
            labels = [(column, f"{own}_{column}") for column in wanted if column]
            if labels:
                yield alias, f"LEFT JOIN {_name(key.table)} AS {alias} ON {on}", labels
    for column in table.columns:
        if column.field.get("categories"):
            alias, own = next(aliases), column.name
            on = (
                f"{alias}.resource = {_text(table.name)} AND {alias}.column = {_text(own)} "
                f"AND {alias}.value = t.{_name(own)}"
            )
            labels = [(f"label_{lang}", f"{own}_label_{lang}") for lang in LANGUAGES]
            yield alias, f"LEFT JOIN _categories AS {alias} ON {on}", labels


def _free(name: str) -> Iterator[str]:
    while True:
        yield name
        name += "_"


def _stored(table: Table) -> Iterable[tuple[object, ...]]:
    """The rows as the database takes them, days as text."""
    if not any(column.kind == "date" for column in table.columns):
        return table.rows()
    return (
        tuple([value.isoformat() if isinstance(value, dt.date) else value for value in row])
        for row in table.rows()
    )


def _day(cell: Any) -> Value:
    return dt.date.fromisoformat(cell) if isinstance(cell, str) else cell


def _truth(cell: Any) -> Value:
    return bool(cell) if cell in (0, 1) else cell


BACK: Back = {"date": _day, "boolean": _truth}


def _names(names: Iterable[str]) -> str:
    return ", ".join(map(_name, names))


def _name(name: str) -> str:
    """An identifier of SQL."""
    return '"' + name.replace('"', '""') + '"'


def _text(text: str) -> str:
    """A string of SQL."""
    return "'" + text.replace("'", "''") + "'"


def _refused(table: Table, why: str) -> ExportError:
    problem = f"SQLite cannot hold '{table.name}': {why}"
    hint = "'annexes validate' lists what is wrong with the keys of the resource"
    return ExportError(Problem("sqlite", Place(str(table.path)), problem, hint))
