"""Verdicts that the columnar engine once gave and frictionless does not, each in its story."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from annexes.validation.bounded import validate_bounded
from annexes.validation.validate import validate
from annexes.validation.validation_options import Options
from validation.case import Case, of_frictionless, one_table

ENGINES = [Options(small=0), Options()]
ANY = {"name": "a", "type": "string"}
LATE = 150_000
"""Rows after which no sample looks."""


@pytest.fixture(params=ENGINES, ids=["columns", "cells"])
def options(request: pytest.FixtureRequest) -> Options:
    return request.param


def agree(path: Path, options: Options) -> Counter[Any]:
    """What both find, which must be the same."""
    expected = of_frictionless(path)
    report = validate(path, options)
    assert Counter(finding.place for finding in report.findings) == expected
    assert report.valid == (not expected)
    return expected


@pytest.mark.slow
@pytest.mark.parametrize("missing", [[], [""]], ids=["none", "empty"])
@pytest.mark.parametrize("odd", [b"\xff", b"\xc3", b"\xed\xa0\x80"], ids=["byte", "cut", "half"])
def test_a_byte_that_is_not_utf8_in_a_column_that_no_test_reads(
    tmp_path: Path, options: Options, missing: list[str], odd: bytes
) -> None:
    fields: list[dict[str, Any]] = [
        ANY,
        {"name": "b", "type": "string", "missingValues": missing},
    ]
    rows = b"a,b\n" + b"x,y\n" * LATE + b"x," + odd + b"\n" + b"x,y\n" * 9
    case = one_table("late", rows, fields, resource={"encoding": "utf-8"})
    assert agree(case.write(tmp_path), options)


@pytest.mark.slow
def test_the_same_where_the_whole_schema_has_no_missing_values(
    tmp_path: Path, options: Options
) -> None:
    rows = b"a,b\n" + b"x,y\n" * LATE + b"x,\xff\n"
    fields = [ANY, {"name": "b", "type": "string"}]
    schema: dict[str, Any] = {"missingValues": []}
    case = one_table("late", rows, fields, schema=schema, resource={"encoding": "utf-8"})
    assert agree(case.write(tmp_path), options)


@pytest.mark.parametrize("signs", [{"decimalChar": ""}, {"groupChar": "1"}, {"decimalChar": "1"},
                                   {"groupChar": "ab"}, {"groupChar": ".", "decimalChar": "."},
                                   {"decimalChar": "-"}, {"groupChar": "e"}])  # fmt: skip
def test_odd_signs_in_numbers(tmp_path: Path, options: Options, signs: dict[str, str]) -> None:
    cells = ["1", "1.5", "11", "-2", "2.", "1ab0", "1e5", "1-5", "3"]
    field = {"name": "a", "type": "number", **signs}
    agree(one_table("numbers", "\n".join(["a", *cells, ""]), [field]).write(tmp_path), options)


@pytest.mark.slow
@pytest.mark.parametrize("quote", ["", '"'], ids=["bare", "quoted"])
def test_a_last_row_longer_than_any_buffer(tmp_path: Path, options: Options, quote: str) -> None:
    length = (33 << 20) if not quote else (3 << 20)
    rows = "a,n\n" + "x,1\n" * 5 + quote + "y" * length + quote + ",none"
    case = one_table("long", rows, [ANY, {"name": "n", "type": "integer"}])
    assert agree(case.write(tmp_path), options)


@pytest.mark.parametrize("reference", ["gone", "nowhere", "codes", "other"])
def test_a_foreign_key_whose_field_or_target_is_missing(
    tmp_path: Path, options: Options, reference: str
) -> None:
    key = {"fields": ["b"], "reference": {"resource": reference, "fields": ["code"]}}
    fields = [ANY, {"name": "b", "type": "string"}]
    case = one_table("key", "a\nx\n", fields, schema={"foreignKeys": [key]})
    package = json.loads(case.files["datapackage.json"])
    codes = {"schema": {"fields": [{"name": "code", "type": "string"}]}}
    package["resources"] += [
        {"name": "gone", "path": "gone.csv", **codes},
        {"name": "codes", "path": "codes.csv", **codes},
        {"name": "other", "path": "other.csv", "schema": {"fields": [ANY]}},
    ]
    files = {"codes.csv": b"code\nx\n", "other.csv": b"a\nx\n"}
    whole = {**case.files, **files, "datapackage.json": json.dumps(package).encode()}
    assert agree(Case("key", whole).write(tmp_path), options)


@pytest.mark.slow
def test_a_file_of_many_lines_that_end_with_a_return(tmp_path: Path, options: Options) -> None:
    case = one_table("returns", b"a,b\r" + b"x,y\r" * 600_000, [ANY, ANY | {"name": "b"}])
    path = case.write(tmp_path)
    assert not agree(path, options)


@pytest.mark.slow
@pytest.mark.parametrize("rows", ["", "x\n"], ids=["no rows", "a row"])
def test_more_errors_in_the_header_than_are_kept(
    tmp_path: Path, options: Options, rows: str
) -> None:
    labels = ",".join(["a", *(f"x{n}" for n in range(1001))])
    agree(one_table("labels", f"{labels}\n{rows}", [ANY]).write(tmp_path), options)


def test_errors_at_the_end_come_beside_a_full_list(tmp_path: Path, options: Options) -> None:
    rows = "a\n" + "x\n" * 999
    field = {"name": "a", "type": "integer"}
    resource = {"hash": "0" * 32, "bytes": 5}
    agree(one_table("end", rows, [field], resource=resource).write(tmp_path), options)


@pytest.mark.slow
@pytest.mark.parametrize("length", [131_073, 2 << 20])
def test_a_label_that_is_long(tmp_path: Path, options: Options, length: int) -> None:
    agree(one_table("label", "a" * length + "\nx\n", [ANY]).write(tmp_path), options)


@pytest.mark.slow
def test_a_cell_that_is_long_is_read_as_any_other(tmp_path: Path, options: Options) -> None:
    rows = "a,b\n" + "x,y\n" * 200 + '"' + "z\n" * (9 << 20) + '",y\n'
    agree(one_table("cell", rows, [ANY, ANY | {"name": "b"}]).write(tmp_path), options)


@pytest.mark.parametrize("key", [{"primaryKey": ["a"]}, {"primaryKey": ["a", "b"]}, {}])
@pytest.mark.parametrize("rows", ["+1,x\n-,y\n+1,\n", "1e0,x\n1,y\nz,x\n1.0,\n1e0,x\n,\n"])
def test_a_value_that_is_written_as_a_missing_one_is_none(
    tmp_path: Path, options: Options, key: dict[str, Any], rows: str
) -> None:
    """The key of a row that is read again is that of its values, whatever texts are missing."""
    unique: dict[str, Any] = {"name": "a", "type": "number", "constraints": {"unique": True}}
    fields = [unique, ANY | {"name": "b"}]
    for missing in (["1"], ["", "1"], ["x"]):
        case = one_table(
            "missing", f"a,b\n{rows}", fields, schema={"missingValues": missing, **key}
        )
        agree(case.write(tmp_path), options)


@pytest.mark.parametrize("data", [[], [[]], [{}], [None], [[], []]], ids=str)
def test_data_in_the_descriptor_without_rows(
    tmp_path: Path, options: Options, data: list[Any]
) -> None:
    """Frictionless has no words for one of them, as it has none where memory is at its end."""
    case = one_table("inline", "", [ANY], resource={"path": None, "data": data})
    assert agree(case.write(tmp_path), options)


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        ("a", "+AGEAYg-\nab\n"),
        ("a", "# coding: cp037\n"),
        ("a", "<meta charset=cp037>\n"),
        ("a", "<?xml version='1.0' encoding='cp037'?>\n"),
        ("a\0", "\0x\0y\0z" * 40 + "\n"),
        ("a", "\x0e\x0f\x01\n"),
    ],
)
def test_an_encoding_that_is_found_in_plain_letters(
    tmp_path: Path, options: Options, head: str, rows: str
) -> None:
    """Where no encoding is said, frictionless looks for UTF-7 and for declarations."""
    field = ANY | {"name": head, "constraints": {"unique": True}}
    agree(one_table("found", f"{head}\n{rows}", [field]).write(tmp_path), options)


def test_a_loop_of_links(tmp_path: Path, options: Options) -> None:
    path = one_table("loop", "a\nx\n", [ANY]).write(tmp_path)
    (tmp_path / "table.csv").unlink()
    (tmp_path / "table.csv").symlink_to("table.csv")
    assert agree(path, options)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path, options: Options) -> None:
    path = one_table("locked", "a\nx\n", [ANY]).write(tmp_path)
    (tmp_path / "table.csv").chmod(0)
    assert agree(path, options)


@pytest.mark.parametrize("inner", ["package.json", "datapackage.json"])
def test_a_resource_that_is_a_package_has_all_of_its_resources(
    tmp_path: Path, options: Options, inner: str
) -> None:
    case = one_table("nested", "", [ANY], resource={"path": f"in/{inner}", "schema": None})
    schema = {"fields": [{"name": "a", "type": "integer"}]}
    for second in ("a\nx\n", "a\n1\n"):
        inside = {"name": "inner", "resources": [
            {"name": "one", "path": "one.csv", "schema": schema},
            {"name": "two", "path": "two.csv", "schema": schema},
        ]}  # fmt: skip
        files = {f"in/{inner}": json.dumps(inside).encode(), "in/one.csv": b"a\n1\n"}
        nested = Case("nested", {**case.files, **files, "in/two.csv": second.encode()})
        assert bool(agree(nested.write(tmp_path), options)) == ("x" in second)


def test_what_is_not_read_is_not_valid(tmp_path: Path) -> None:
    path = one_table("outside", "a\nx\n", [ANY], resource={"path": "../x.csv"}).write(tmp_path)
    report = validate_bounded(path)
    assert not report.valid
    assert not report.total


def test_an_interrupted_build_is_named(tmp_path: Path) -> None:
    path = one_table("interrupted", "a\nx\n", [ANY]).write(tmp_path)
    (tmp_path / "data" / ".commit").mkdir(parents=True)
    for own in (path, tmp_path):
        command = [sys.executable, "-m", "annexes", "validate", str(own)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert "run 'annexes build' again" in done.stdout
        assert (tmp_path / "data" / ".commit").exists()
