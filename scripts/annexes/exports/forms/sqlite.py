"""SQLite: one database with types, keys and foreign keys, and views in which codes have names.

Page size and order of writing are fixed and the file is vacuumed, so the same rows give the same
bytes. What the columns mean stands in the tables `_package`, `_columns` and `_categories`.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import math
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any

from annexes.base.errors import ExportError, Place, Problem
from annexes.base.sql import identifier, quoted
from annexes.exports.codebook import CATEGORIES, COLUMNS, FACTS, categories, columns, facts
from annexes.exports.form import whole_file
from annexes.exports.machine_limits import alike, check_names, machine_pieces
from annexes.exports.sqlite_known import known_view
from annexes.package.compare import Back, check_header, compare, different
from annexes.package.labels import LANGUAGES, label_column
from annexes.package.opened import OpenedPackage, first_free
from annexes.package.printed_figures import printed_figures
from annexes.package.tables import Table
from annexes.package.values import Kind, Value, kinds_in

TYPES = kinds_in("sqlite")
NAN = "NaN"
KEYS = "'annexes validate' lists what is wrong with the keys of the resource"
RENAME = "give the resource another name, or take another form"
SETTINGS = (
    "PRAGMA page_size = 4096",
    "PRAGMA journal_mode = OFF",
    "PRAGMA synchronous = OFF",
    "PRAGMA locking_mode = EXCLUSIVE",
    "BEGIN",
)
"""Nobody else sees the file before it is read back: nothing of it need be safe earlier."""


def write(source: OpenedPackage, file: Path) -> list[Problem]:
    """Write the database; ExportError where a name or a key of the schema does not hold."""
    _check_names(source)
    odd: list[Problem] = []
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as db:
        for statement in SETTINGS:
            db.execute(statement)
        try:
            for table in source.tables.values():
                db.execute(_create(source, table))
                for rows in _stored(table, odd):
                    _insert(db, table.name, len(table.columns), rows)
            _describe(db, source)
            _check_foreign_keys(db, source)
            for table in source.tables.values():
                if view := _view(source, table):
                    db.execute(view)
            for view in _over_time(source):
                db.execute(view)
            if known := known_view(source, _free(source, "known")):
                db.execute(known)
        except sqlite3.Error as error:
            raise _refused(table, str(error)) from error
        db.execute("COMMIT")
        db.execute("VACUUM")
    return odd


def read_back(source: OpenedPackage, file: Path) -> int:
    """Compare all tables with their resources; returns the number of cells."""
    uri = f"{file.resolve().as_uri()}?mode=ro"
    try:
        with contextlib.closing(sqlite3.connect(uri, uri=True)) as db:
            cells = 0
            for table in source.tables.values():
                rows = db.execute(f"SELECT * FROM {identifier(table.name)}")  # noqa: S608
                check_header(table, [column[0] for column in rows.description], file)
                cells += compare(table, rows, file, BACK)
            return cells
    except sqlite3.Error as error:
        raise different(file, None, f"it cannot be read: {error}") from error


def _check_names(source: OpenedPackage) -> None:
    """Raise ExportError for tables and columns that SQLite takes for others."""
    for table in source.tables.values():
        check_names("sqlite", table)
        if table.name.lower().startswith("sqlite_"):
            raise _refused(table, "names that begin with 'sqlite_' are its own", RENAME)
    if pair := alike(source.tables):
        why = f"its name differs in case only from '{pair[0]}'"
        raise _refused(source.tables[pair[1]], why, RENAME)


def _create(source: OpenedPackage, table: Table) -> str:
    parts = [
        f"{identifier(c.name)} {TYPES[c.kind]}{' NOT NULL' if c.required else ''}"
        for c in table.columns
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
                f"REFERENCES {identifier(key.table)} ({_names(key.references)})"
            )
    return f"CREATE TABLE {identifier(table.name)} ({', '.join(parts)})"


def _insert(
    db: sqlite3.Connection, table: str, width: int, rows: Iterable[tuple[object, ...]]
) -> None:
    marks = ", ".join("?" * width)
    db.executemany(f"INSERT INTO {identifier(table)} VALUES ({marks})", rows)  # noqa: S608


def _describe(db: sqlite3.Connection, source: OpenedPackage) -> None:
    described: list[tuple[str, tuple[str, ...], Iterable[tuple[str, ...]]]] = [
        ("_package", FACTS, facts(source)),
        ("_columns", COLUMNS, columns(source)),
        ("_categories", CATEGORIES, categories(source)),
    ]
    for wanted, header, rows in described:
        table = _free(source, wanted)
        db.execute(f"CREATE TABLE {identifier(table)} ({', '.join(f'{n} TEXT' for n in header)})")
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
        selected += [
            f"{alias}.{identifier(column)} AS {identifier(label)}" for label, column in new.items()
        ]
        joins.append(join)
    if not selected:
        return ""
    own = ", ".join(f"t.{identifier(column.name)}" for column in table.columns)
    name = _free(source, f"{table.name}_labelled")
    return (
        f"CREATE VIEW {identifier(name)} AS SELECT {own}, {', '.join(selected)} "  # noqa: S608
        f"FROM {identifier(table.name)} AS t {' '.join(joins)}"
    )


def _over_time(source: OpenedPackage) -> Iterator[str]:
    """For each count of a series a view with a column for each period.

    Nothing is added up: where the table has no row, or no figure, the view has none.
    """
    for own in printed_figures(source):
        if not own.places:
            continue
        places, period = _names(own.places), identifier(own.series)
        for figure in own.counts:
            columns = ", ".join(
                f"max({identifier(figure)}) FILTER (WHERE {period} = {quoted(one)}) "
                f"AS {identifier(one)}"
                for one in own.periods
            )
            name = _free(source, f"{own.table.name}_{figure}_by_{own.series}")
            yield (
                f"CREATE VIEW {identifier(name)} AS SELECT {places}, {columns} "  # noqa: S608
                f"FROM {identifier(own.table.name)} GROUP BY {places}"
            )


def _joins(source: OpenedPackage, table: Table) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """Alias and join; with them the columns that the join brings, and what they are called."""
    aliases = (f"j{number}" for number in count())
    for own, target in source.named_by(table):
        alias = next(aliases)
        wanted = [label_column(target, language) for language in LANGUAGES]
        on = f"{alias}.{identifier(target.primary_key[0])} = t.{identifier(own)}"
        if labels := [(column, f"{own}_{column}") for column in wanted if column]:
            yield alias, f"LEFT JOIN {identifier(target.name)} AS {alias} ON {on}", labels
    for column in table.columns:
        if column.field.get("categories"):
            alias, own = next(aliases), column.name
            on = (
                f"{alias}.resource = {quoted(table.name)} AND {alias}.column = {quoted(own)} "
                f"AND {alias}.value = t.{identifier(own)}"
            )
            labels = [(f"label_{lang}", f"{own}_label_{lang}") for lang in LANGUAGES]
            known = identifier(_free(source, "_categories"))
            yield alias, f"LEFT JOIN {known} AS {alias} ON {on}", labels


def _free(source: OpenedPackage, name: str) -> str:
    """The name, or with as many underscores behind it as no table of the package has."""
    return first_free((name + "_" * number for number in count()), taken=source.tables)


def _stored(table: Table, odd: list[Problem]) -> Iterator[Iterator[tuple[object, ...]]]:
    """The rows, some at a time, as the database takes them: days as text.

    What is no number is named in `odd`.
    """
    before = 0
    for piece in machine_pieces("sqlite", table):
        columns = []
        for column, values in zip(table.columns, piece, strict=True):
            columns.append(_as_stored(column.kind, values))
            if column.kind == "number" and NAN in columns[-1]:
                odd += _no_number(table, column.name, before + list(columns[-1]).index(NAN) + 1)
        before += len(piece[0])
        yield zip(*columns, strict=True)


def _as_stored(kind: Kind, values: Sequence[Value]) -> Sequence[object]:
    if kind == "date":
        return [value and value.isoformat() for value in values]  # type: ignore[union-attr]
    if kind == "number" and any(value != value for value in values):
        return [value if value == value else NAN for value in values]
    return values


def _no_number(table: Table, column: str, row: int) -> list[Problem]:
    problem = f"SQLite has no NaN: '{table.name}.{column}', row {row}, holds the text 'NaN'"
    return [Problem("as-text", Place(str(table.path)), problem)]


@lru_cache
def _day(cell: Any) -> Value:
    return dt.date.fromisoformat(cell) if isinstance(cell, str) else cell


def _truth(cell: Any) -> Value:
    return bool(cell) if cell in (0, 1) else cell


def _number(cell: Any) -> Value:
    return math.nan if cell == NAN else cell


BACK: Back = {"date": _day, "boolean": _truth, "number": _number}


def _names(names: Iterable[str]) -> str:
    return ", ".join(map(identifier, names))


def _refused(table: Table, why: str, hint: str = KEYS) -> ExportError:
    problem = f"SQLite cannot hold '{table.name}': {why}"
    return ExportError(Problem("form", Place(str(table.path)), problem, hint))


FORM = whole_file(
    "sqlite",
    "an SQLite database with types, keys, and views in which codes have names",
    "application/vnd.sqlite3",
    write,
    read_back,
)
