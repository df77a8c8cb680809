"""Parquet: one file for each resource, written and read back by DuckDB in bounded memory.

Row group size, format version and compression are fixed and one thread writes, so the same rows
give the same bytes. The resource's entry of the descriptor and its schema travel in the file, as
the key-value metadata `resource` and `schema`.
"""

from __future__ import annotations

import contextlib
import csv
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from annexes.base.errors import ExportError, Place, Problem
from annexes.base.sql import identifier, quoted
from annexes.exports.form import Beside, Form, table_files
from annexes.exports.machine_numbers import machine_pieces
from annexes.package.compare import compare, different
from annexes.package.labels import said
from annexes.package.opened import OpenedPackage
from annexes.package.tables import Table
from annexes.package.values import Kind, Value

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TYPES: Mapping[Kind, str] = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
}
LAYOUT = "FORMAT parquet, PARQUET_VERSION v1, COMPRESSION zstd, ROW_GROUP_SIZE 122880"
MEMORY = "512MB"
BATCH = 10_000
FOLDER, QUOTE = "parquet", '"'


def write(source: OpenedPackage, out: Path, _: Beside) -> list[Problem]:
    """Write all tables; ExportError where Parquet cannot hold one."""
    (out / FOLDER).mkdir()
    with _database(out) as (connection, work):
        for name, path in _paths(source).items():
            table, plain = source.tables[name], work / "in.csv"
            _write_plain(table, plain)
            try:
                connection.execute(_copy(table, work, work / "out" / path))
            except _errors() as error:
                raise _refused(table, error) from error
            plain.unlink()
    return []


def read_back(source: OpenedPackage, out: Path) -> int:
    """Compare all tables with their resources; returns the number of cells."""
    cells = 0
    with _database(out) as (connection, work):
        for name, path in _paths(source).items():
            query = f"SELECT * FROM read_parquet({quoted(str(work / 'out' / path))})"  # noqa: S608 – no user can write the path
            try:
                rows = connection.execute(query)
                cells += compare(source.tables[name], _batches(rows), out / path)
            except _errors() as error:
                raise different(out / path, None, f"it cannot be read: {error}") from error
    return cells


@contextlib.contextmanager
def _database(out: Path) -> Iterator[tuple[DuckDBPyConnection, Path]]:
    """A database in memory, and a folder for it to work in.

    In this folder `out` is a link to the export, because DuckDB takes [ and * in a path for a
    pattern, and the folder that the user has named may hold them.
    """
    import duckdb

    with tempfile.TemporaryDirectory(prefix="annexes-") as folder:
        work = Path(folder)
        (work / "out").symlink_to(out.resolve())
        with duckdb.connect() as connection:
            connection.execute(
                f"SET threads = 1; SET memory_limit = '{MEMORY}'; "
                f"SET temp_directory = {quoted(str(work / 'spill'))}; "
                "SET autoinstall_known_extensions = false"
            )
            yield connection, work


def _errors() -> type[Exception]:
    """What DuckDB raises."""
    import duckdb

    return duckdb.Error


def _write_plain(table: Table, path: Path) -> None:
    """The rows in the one dialect that the query reads: an empty cell is missing, `""` is empty.

    The file of the package is never given to DuckDB: it drops spaces around a quoted cell, for one.
    """
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([column.name for column in table.columns])
        for piece in machine_pieces("parquet", table):
            if len(piece) > 1 and not any("" in values for values in piece):
                writer.writerows(zip(*piece, strict=True))
            else:
                rows = zip(*map(_cells, piece), strict=True)
                file.writelines(f"{','.join(row)}\n" for row in rows)


def _cells(values: Sequence[Value]) -> list[str]:
    """How values stand in a record, so that an empty text and a missing value are told apart."""
    return [
        "" if value is None else f'"{str(value).replace(QUOTE, QUOTE * 2)}"' for value in values
    ]


def _copy(table: Table, work: Path, path: Path) -> str:
    columns = ", ".join(f"{quoted(column.name)}: 'VARCHAR'" for column in table.columns)
    casts = ", ".join(
        f"CAST({identifier(column.name)} AS {TYPES[column.kind]}) AS {identifier(column.name)}"
        for column in table.columns
    )
    described = {
        "resource": {key: v for key, v in table.resource.items() if key != "schema"},
        "schema": table.schema,
    }
    metadata = ", ".join(
        f"{key}: {quoted(json.dumps(value, ensure_ascii=False))}"
        for key, value in described.items()
    )
    return (
        f"COPY (SELECT {casts} FROM read_csv({quoted(str(work / 'in.csv'))}, header = true, "  # noqa: S608
        f"auto_detect = false, delim = ',', quote = '\"', escape = '\"', nullstr = '', "
        f"allow_quoted_nulls = false, columns = {{{columns}}})) "
        f"TO {quoted(str(path))} ({LAYOUT}, KV_METADATA {{{metadata}}})"
    )


def _batches(rows: DuckDBPyConnection) -> Iterator[tuple[object, ...]]:
    return chain.from_iterable(iter(partial(rows.fetchmany, BATCH), []))


def _refused(table: Table, error: Exception) -> ExportError:
    problem = f"Parquet cannot hold '{table.name}': {str(error).splitlines()[0]}"
    hint = "'annexes validate' lists what is wrong with the resource"
    return ExportError(Problem("form", Place(str(table.path)), problem, hint))


def _paths(source: OpenedPackage) -> dict[str, str]:
    return table_files(source, FOLDER, "parquet")


def _offers(source: OpenedPackage, language: str) -> dict[str, str]:
    return {
        path: f"{said(source.tables[name].resource, 'title', language) or name} – Parquet"
        for name, path in _paths(source).items()
    }


FORM = Form(
    name="parquet",
    holds="Parquet: one file for each resource, for R, pandas, DuckDB",
    paths=lambda source: _paths(source).values(),
    write=write,
    read_back=read_back,
    offers=_offers,
    media_types={"parquet": "application/vnd.apache.parquet"},
)
