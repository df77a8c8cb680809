"""Parquet: one file for each resource, written and read back by DuckDB in bounded memory.

Row group size, format version and compression are fixed and one thread writes, so the same rows
give the same bytes. The resource's entry of the descriptor and its schema travel in the file, as
the key-value metadata `resource` and `schema`.
"""

from __future__ import annotations

import contextlib
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from annexes.base.errors import ExportError, Place, Problem
from annexes.package import places
from annexes.package.compare import compare, different
from annexes.package.opened import OpenedPackage
from annexes.package.tables import Table
from annexes.package.values import Kind, Value, missing_values

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
PECULIAR = {"format", "groupChar", "decimalChar", "bareNumber"}
"""What makes a number or a date look other than SQL expects it."""


def write(source: OpenedPackage, out: Path) -> list[Problem]:
    """Write all tables; raises PackageError for a cell that is no value of its field."""
    (out / places.PARQUET).mkdir()
    with _database(out) as (connection, work):
        for name, path in places.parquet(source).items():
            table = source.tables[name]
            _plain_csv(table, work / "in.csv")
            try:
                connection.execute(_copy(table, work, work / "out" / path))
            except _errors() as error:
                raise _refused(table, error) from error
            (work / "in.csv").unlink()
    return []


def read_back(source: OpenedPackage, out: Path) -> int:
    """Compare all tables with their resources; returns the number of cells."""
    cells = 0
    with _database(out) as (connection, work):
        for name, path in places.parquet(source).items():
            query = f"SELECT * FROM read_parquet({_text(work / 'out' / path)})"  # noqa: S608 – no user can write the path
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
                f"SET temp_directory = {_text(work / 'spill')}; "
                "SET autoinstall_known_extensions = false"
            )
            yield connection, work


def _errors() -> type[Exception]:
    """What DuckDB raises."""
    import duckdb

    return duckdb.Error


def _plain_csv(table: Table, path: Path) -> None:
    """The resource as the one dialect that the query reads: the file itself, if it is in it."""
    if _is_plain(table):
        path.symlink_to(table.path.resolve())
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(_line([column.name for column in table.columns]))
        file.writelines(_line(row) for row in table.rows())


def _is_plain(table: Table) -> bool:
    return (
        table.encoding == "utf-8-sig"
        and table.csv_options == {"delimiter": ","}
        and all(missing_values(table.schema, c.field) == {""} for c in table.columns)
        and not any(c.kind == "boolean" for c in table.columns)
        and not any(PECULIAR & set(c.field) for c in table.columns if c.kind != "text")
    )


def _line(row: Sequence[Value]) -> str:
    """A record in which an empty text is quoted and a missing value is not."""
    quoted = ("" if v is None else '"' + str(v).replace('"', '""') + '"' for v in row)
    return ",".join(quoted) + "\n"


def _copy(table: Table, work: Path, path: Path) -> str:
    columns = ", ".join(f"{_text(column.name)}: 'VARCHAR'" for column in table.columns)
    casts = ", ".join(
        f"CAST({_name(column.name)} AS {TYPES[column.kind]}) AS {_name(column.name)}"
        for column in table.columns
    )
    described = {
        "resource": {key: v for key, v in table.resource.items() if key != "schema"},
        "schema": table.schema,
    }
    metadata = ", ".join(
        f"{key}: {_text(json.dumps(value, ensure_ascii=False))}" for key, value in described.items()
    )
    return (
        f"COPY (SELECT {casts} FROM read_csv({_text(work / 'in.csv')}, header = true, "  # noqa: S608
        f"auto_detect = false, delim = ',', quote = '\"', escape = '\"', nullstr = '', "
        f"allow_quoted_nulls = {str(_is_plain(table)).lower()}, columns = {{{columns}}})) "
        f"TO {_text(path)} ({LAYOUT}, KV_METADATA {{{metadata}}})"
    )


def _batches(rows: DuckDBPyConnection) -> Iterator[tuple[object, ...]]:
    while batch := rows.fetchmany(BATCH):
        yield from batch


def _text(value: object) -> str:
    """A string of SQL."""
    return "'" + str(value).replace("'", "''") + "'"


def _name(name: str) -> str:
    """An identifier of SQL."""
    return '"' + name.replace('"', '""') + '"'


def _refused(table: Table, error: Exception) -> ExportError:
    problem = f"Parquet cannot hold '{table.name}': {str(error).splitlines()[0]}"
    hint = "'annexes validate' lists what is wrong with the resource"
    return ExportError(Problem("parquet", Place(str(table.path)), problem, hint))
