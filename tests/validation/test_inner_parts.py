"""The inner parts of frictionless that `by_frictionless` uses: a release may change them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import _duckdb
import duckdb
import frictionless
import frictionless.table
import frictionless.vendors.stringcase
from frictionless.resources import TableResource

ROOT = Path(__file__).parents[2]


def test_the_parts_are_there() -> None:
    assert callable(TableResource._TableResource__open_lookup)  # type: ignore[attr-defined]
    assert callable(frictionless.Dialect.read_enumerated_content_stream)
    assert callable(frictionless.table.create_cell_handlers)  # type: ignore[attr-defined]
    assert callable(frictionless.table.Row)  # type: ignore[attr-defined]
    assert callable(frictionless.vendors.stringcase.snakecase)
    with TableResource(data=[["a"], ["x"]]) as table:
        assert "_TableResource__lookup" in vars(table)
        assert "read_enumerated_content_stream" not in vars(table.dialect)


def test_duckdb_without_its_wrapper_is_the_same() -> None:
    assert _duckdb.OutOfMemoryException is duckdb.OutOfMemoryException
    assert issubclass(duckdb.DuckDBPyConnection, _duckdb.DuckDBPyConnection)


def test_a_release_that_was_not_looked_at_is_not_installed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    (pin,) = (own for own in project["dependencies"] if own.startswith("frictionless"))
    assert ",<" in pin
