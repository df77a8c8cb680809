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
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annexes.base.errors import ExportError
from annexes.base.sql import identifier, quoted
from annexes.exports.form import Tables, file_per_table
from annexes.exports.machine_limits import check_names, machine_pieces
from annexes.package.compare import check_header, compare, different
from annexes.package.tables import Table
from annexes.package.values import Kind, Value, kinds_in

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from numpy.typing import NDArray

TYPES = kinds_in("parquet")
NUMBERS: Mapping[Kind, str] = {"integer": "int64", "number": "float64"}
LAYOUT = "FORMAT parquet, PARQUET_VERSION v1, COMPRESSION zstd, ROW_GROUP_SIZE 122880"
SETTINGS = (
    "SET threads = 1",
    "SET memory_limit = '512MB'",
    "SET pandas_analyze_sample = 0",  # what is no array of numbers comes as texts, not as guesses
    "SET autoinstall_known_extensions = false",
)
BATCH, PIECES = 10_000, 10
"""Rows that are read at once, and pieces of a table that are written at once."""


def write(tables: Tables) -> None:
    """Write all tables; ExportError where Parquet cannot hold one."""
    with _database(tables) as (connection, out):
        for path, table in tables.items():
            check_names(FORM.name, table)
            try:
                _fill(connection, table)
                connection.execute(_copy(table, out / path.name))
                connection.execute("DROP TABLE filled")
            except _errors() as error:
                raise _refused(table, error) from error


def read_back(tables: Tables) -> int:
    """Compare all tables with their resources; returns the number of cells."""
    cells = 0
    with _database(tables) as (connection, out):
        for path, table in tables.items():
            query = f"SELECT * FROM read_parquet({quoted(str(out / path.name))})"  # noqa: S608 – no user can write the path
            try:
                rows = connection.execute(query)
                check_header(table, [column[0] for column in rows.description or []], path)
                cells += compare(table, _batches(rows), path)
            except _errors() as error:
                raise different(path, None, f"it cannot be read: {error}") from error
    return cells


@contextlib.contextmanager
def _database(tables: Tables) -> Iterator[tuple[DuckDBPyConnection, Path]]:
    """A database in memory, and a link to the folder in which the files of the tables stand.

    DuckDB takes [ and * in a path for a pattern, and the folder that the user has named may hold
    them.
    """
    import duckdb

    with tempfile.TemporaryDirectory(prefix="annexes-") as work, duckdb.connect() as connection:
        out = Path(work, "out")
        for folder in {path.parent for path in tables}:
            out.symlink_to(folder.resolve())
        for setting in (*SETTINGS, f"SET temp_directory = {quoted(str(Path(work, 'spill')))}"):
            connection.execute(setting)
        yield connection, out


def _errors() -> type[Exception]:
    """What DuckDB raises."""
    import duckdb

    return duckdb.Error


def _fill(connection: DuckDBPyConnection, table: Table) -> None:
    """Put the rows into a table of DuckDB, some pieces at a time.

    The file of the package is never given to DuckDB: it drops spaces around a quoted cell, for one.
    """
    columns = ", ".join(f"c{n} {TYPES[c.kind]}" for n, c in enumerate(table.columns))
    connection.execute(f"CREATE TABLE filled ({columns})")
    pieces = machine_pieces(FORM.name, table)
    while some := list(islice(pieces, PIECES)):
        joined = (list(chain(*parts)) for parts in zip(*some, strict=True))
        kinds = (column.kind for column in table.columns)
        arrays = map(_array, kinds, joined)
        connection.register("piece", {f"c{n}": array for n, array in enumerate(arrays)})
        connection.execute("INSERT INTO filled SELECT * FROM piece")


def _array(kind: Kind, values: Sequence[Value]) -> NDArray[Any]:
    """The values of a column as numbers, else as the texts that say them exactly.

    DuckDB takes NaN in an array of numbers for a value that is missing.
    """
    import numpy as np

    if kind in NUMBERS and None not in values:
        numbers = np.array(values, dtype=NUMBERS[kind])
        if not np.isnan(numbers).any():
            return numbers
    texts = [value if value is None else str(value) for value in values]
    return np.array(texts, dtype=object)


def _copy(table: Table, path: Path) -> str:
    columns = ", ".join(f"c{n} AS {identifier(c.name)}" for n, c in enumerate(table.columns))
    described = {
        "resource": {key: v for key, v in table.resource.items() if key != "schema"},
        "schema": table.schema,
    }
    metadata = ", ".join(
        f"{key}: {quoted(json.dumps(value, ensure_ascii=False))}"
        for key, value in described.items()
    )
    return (
        f"COPY (SELECT {columns} FROM filled) "  # noqa: S608
        f"TO {quoted(str(path))} ({LAYOUT}, KV_METADATA {{{metadata}}})"
    )


def _batches(rows: DuckDBPyConnection) -> Iterator[tuple[object, ...]]:
    return chain.from_iterable(iter(partial(rows.fetchmany, BATCH), []))


def _refused(table: Table, error: Exception) -> ExportError:
    problem = f"Parquet cannot hold '{table.name}': {str(error).splitlines()[0]}"
    hint = "'annexes validate' lists what is wrong with the resource"
    return ExportError.of("form", table.path, problem, hint)


FORM = file_per_table(
    "parquet",
    "Parquet",
    "Parquet: one file for each resource, for R, pandas, DuckDB",
    "application/vnd.apache.parquet",
    write,
    read_back,
)
