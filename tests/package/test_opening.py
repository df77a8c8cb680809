"""Any package on disk: its tables as typed rows, and a plain word about what is none."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from annexes.base.errors import PackageError
from annexes.package.disk import open_package
from annexes.package.open_tables import open_tables
from annexes.package.tables import Table

Resource = dict[str, Any]


def package(folder: Path, files: dict[str, bytes], *resources: Resource) -> Path:
    folder.mkdir(exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    (folder / "datapackage.json").write_text(json.dumps({"resources": resources}))
    return folder


def only_table(folder: Path) -> Table:
    tables, left_out = open_tables(open_package(folder))
    assert left_out == []
    return tables[0]


def test_our_own_tables_are_typed(root: Path) -> None:
    tables, left_out = open_tables(open_package(root))
    assert left_out == []
    periods = next(table for table in tables if table.name == "periods")
    assert next(periods.rows())[:3] == ("2021-Q1", dt.date(2021, 1, 1), dt.date(2021, 3, 31))
    assert periods.primary_key == ("period",)
    assert [key.table for key in periods.foreign_keys] == ["documents"]


def test_a_dialect_an_encoding_and_missing_values_are_followed(tmp_path: Path) -> None:
    schema = {
        "missingValues": ["-"],
        "fields": [{"name": "ä"}, {"name": "n", "type": "number", "decimalChar": ","}],
    }
    resource = {
        "name": "x",
        "path": "x.csv",
        "encoding": "latin-1",
        "dialect": {"delimiter": ";", "quoteChar": "'"},
        "schema": schema,
    }
    data = "ä;n\r\n'a;b';1,5\r\n;-\r\n".encode("latin-1")
    assert list(only_table(package(tmp_path, {"x.csv": data}, resource)).rows()) == [
        ("a;b", 1.5),
        ("", None),
    ]


def test_a_byte_order_mark_is_no_part_of_the_first_name(tmp_path: Path) -> None:
    resource = {"name": "x", "path": "x.csv"}
    table = only_table(package(tmp_path, {"x.csv": "a,b\n1,\n".encode("utf-8-sig")}, resource))
    assert [column.name for column in table.columns] == ["a", "b"]
    assert list(table.rows()) == [("1", None)]


def test_an_empty_line_is_an_empty_cell_where_there_is_one_column(tmp_path: Path) -> None:
    table = only_table(package(tmp_path, {"x.csv": b"a\n\n1\n"}, {"name": "x", "path": "x.csv"}))
    assert list(table.rows()) == [(None,), ("1",)]


INTEGERS = {"fields": [{"name": "a", "type": "integer"}, {"name": "b", "type": "integer"}]}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"a,b\n1,2\n3,x\n", r"x\.csv, line 3, column 2: 'x' in 'b': no integer"),
        (b"a,b\n1,2,3\n", r"line 2: 3 cells where the header has 2"),
        (b"a,b\n1\n", r"line 2: 1 cells where the header has 2"),
        (b"b,a\n1,2\n", r"line 1: the header is not that of its schema: b, a"),
        (b"", r"line 1: the header is not that of its schema"),
        (b'a,b\n"1,2\n', r"is no CSV"),
        (b"a,b\n\xff,2\n", r"is not utf-8"),
    ],
)
def test_a_file_that_is_not_what_its_schema_says_is_refused_with_its_place(
    tmp_path: Path, data: bytes, said: str
) -> None:
    resource = {"name": "x", "path": "x.csv", "schema": INTEGERS}
    table = only_table(package(tmp_path, {"x.csv": data}, resource))
    with pytest.raises(PackageError, match=said):
        list(table.rows())


@pytest.mark.parametrize(
    ("resource", "said"),
    [
        ({"path": "https://example.org/x.csv"}, "on the network"),
        ({"data": [[1]]}, "not one file of its own"),
        ({"path": ["x.csv", "y.csv"]}, "not one file of its own"),
        ({"path": "x.xlsx"}, "its format is 'xlsx'"),
        ({"path": "x.csv", "encoding": "klingon"}, "its encoding 'klingon' is unknown"),
        ({"path": "x.csv", "dialect": {"commentChar": "#"}}, "its dialect says commentChar"),
        ({"path": "x.csv", "dialect": {"header": False}}, "it has no header"),
        ({"path": "x.csv", "schema": {"fields": "a"}}, "no list of fields"),
        ({"path": "x.csv", "schema": {"fields": [{"name": "a"}] * 2}}, "no name of its own"),
    ],
)
def test_what_is_no_table_is_left_out_and_said(
    tmp_path: Path, resource: Resource, said: str
) -> None:
    folder = package(
        tmp_path, {"y.csv": b"a\n1\n"}, {"name": "x", **resource}, {"name": "y", "path": "y.csv"}
    )
    tables, (problem,) = open_tables(open_package(folder))
    assert [table.name for table in tables] == ["y"]
    assert said in problem.problem
    assert "resource 'x' is left out" in problem.problem


def test_of_two_resources_with_one_name_the_second_is_left_out(tmp_path: Path) -> None:
    twice = [{"name": "x", "path": "x.csv"}] * 2
    tables, (problem,) = open_tables(open_package(package(tmp_path, {"x.csv": b"a\n"}, *twice)))
    assert len(tables) == 1
    assert "no name of its own" in problem.problem


@pytest.mark.parametrize(
    "claim",
    [
        {"bytes": 5},
        {"hash": "sha256:" + "0" * 64},
        {"hash": hashlib.md5(b"a\n2\n").hexdigest()},
        {"bytes": 4, "hash": "sha1:" + "0" * 40},
    ],
)
def test_a_file_that_is_not_the_described_one_is_refused(tmp_path: Path, claim: Resource) -> None:
    folder = package(tmp_path, {"x.csv": b"a\n1\n"}, {"name": "x", "path": "x.csv", **claim})
    with pytest.raises(PackageError, match="not the file whose size and checksum"):
        open_tables(open_package(folder))


@pytest.mark.parametrize("part", ["path", "schema", "dialect"])
def test_nothing_outside_the_package_is_read(tmp_path: Path, part: str) -> None:
    (tmp_path / "secret.csv").write_text("a\n1\n")
    resource = {"name": "x", "path": "x.csv", part: "../secret.csv"}
    folder = package(tmp_path / "package", {"x.csv": b"a\n1\n"}, resource)
    with pytest.raises(PackageError, match="does not stay inside the package"):
        open_tables(open_package(folder))
