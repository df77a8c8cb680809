"""An embedded database for the while of a validation."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb


class NotColumnarError(Exception):
    """The table is not for this engine."""


@dataclass(frozen=True)
class Limits:
    """What DuckDB may use: memory such as '1GB', and threads; None for its own choice."""

    memory: str | None = None
    threads: int | None = None


class Database:
    """An embedded database, started when it is first needed, that spills to a folder of its own."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._stack = ExitStack()
        self._open: tuple[duckdb.DuckDBPyConnection, Path] | None = None

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def open(self) -> tuple[duckdb.DuckDBPyConnection, Path]:
        """The connection, and a folder for files that are removed at the end."""
        if self._open is None:
            import duckdb

            folder = self._stack.enter_context(tempfile.TemporaryDirectory(prefix="annexes-"))
            config: dict[str, Any] = {
                "temp_directory": folder,
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            }
            if self.limits.memory:
                config["memory_limit"] = self.limits.memory
            if self.limits.threads:
                config["threads"] = self.limits.threads
            connection = self._stack.enter_context(duckdb.connect(config=config))
            connection.execute("SET enable_progress_bar = false")  # a notebook has it on
            self._open = connection, Path(folder)
        return self._open


def insert(
    connection: duckdb.DuckDBPyConnection, name: str, rows: Sequence[Sequence[str | None]]
) -> None:
    """Many rows at once: DuckDB unpacks a list faster than it takes rows one by one."""
    if rows:
        columns = [list(column) for column in zip(*rows, strict=True)]
        made = ", ".join(f"unnest(${n + 1})" for n in range(len(columns)))
        connection.execute(f"INSERT INTO {name} SELECT {made}", columns)
