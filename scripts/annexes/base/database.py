"""An embedded database for the while of a task.

It is DuckDB without the wrapper that Python gives it, which takes four times as long to load.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb


PATIENCE = 0.2
"""Seconds after which it is told how far a query is."""


def unread() -> tuple[type[Exception], ...]:
    """What DuckDB raises where it does not read a file as it lies: ragged rows, or long texts in
    quotes with line breaks, which it cannot read in parallel.
    """
    import _duckdb

    return _duckdb.InvalidInputException, _duckdb.NotImplementedException


class Database(ExitStack):
    """An embedded database, started when it is first needed, that spills to a folder of its own.

    It may use memory such as '1GB', and so many threads; None is its own choice.
    """

    def __init__(self, memory: str | None = None, threads: int | None = None) -> None:
        super().__init__()
        self._limits = {"memory_limit": memory, "threads": threads}
        self._kept: list[str] = []

    @cached_property
    def folder(self) -> Path:
        """For files that are removed at the end."""
        return Path(self.enter_context(tempfile.TemporaryDirectory(prefix="annexes-")))

    @cached_property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """What queries are asked of."""
        import _duckdb

        config: dict[str, Any] = {
            "temp_directory": str(self.folder),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
        config |= {name: own for name, own in self._limits.items() if own}
        connection = self.enter_context(_duckdb.connect(config=config))
        connection.execute("SET enable_progress_bar = true")  # it counts, and shows nothing
        connection.execute("SET enable_progress_bar_print = false")
        return connection

    def run(self, query: str, parameters: Sequence[Any] = ()) -> duckdb.DuckDBPyConnection:
        """The answer to a query."""
        return self.connection.execute(query, parameters or None)

    def row(self, query: str, tell: Callable[[float], None]) -> tuple[Any, ...] | None:
        """The first row of an answer; `tell` is told now and then which share of it is done."""
        with ThreadPoolExecutor(1) as one:
            answer = one.submit(lambda: self.run(query).fetchone())
            while wait([answer], PATIENCE).not_done:
                if (percent := self.connection.query_progress()) > 0:
                    tell(percent / 100)
        return answer.result()

    def kept(self, query: str, parameters: Sequence[Any] = ()) -> str:
        """The name of a table that keeps the answer."""
        self._kept.append(f"kept_{len(self._kept)}")
        self.run(f"CREATE OR REPLACE TEMP TABLE {self._kept[-1]} AS {query}", parameters)
        return self._kept[-1]

    def forget(self) -> None:
        """Remove all tables that were kept."""
        while self._kept:
            self.run(f"DROP TABLE IF EXISTS {self._kept.pop()}")

    def written(self, names: Sequence[str], columns: Sequence[Sequence[str | None]]) -> str:
        """The name of a table with these columns; DuckDB unpacks a list faster than it takes rows
        one by one.
        """
        made = (f"unnest(${n}::VARCHAR[]) AS {name}" for n, name in enumerate(names, start=1))
        return self.kept(f"SELECT {', '.join(made)}", columns)
