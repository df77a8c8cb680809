"""What each engine says of packages from the specification, and of what frictionless forgets."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import Result

from annexes.validation.report import Fault
from annexes.validation.report_formats import schema
from annexes.validation.validate import validate
from annexes.validation.validation_options import Options
from validation.cases import CASES, Case

Run = Callable[..., Result]


def write(folder: Path, case: Case, **descriptor: Any) -> Path:
    (folder / "data.csv").write_bytes(case.data)
    resource = {"name": "data", "path": "data.csv", "schema": case.schema, **case.resource}
    path = folder / "datapackage.json"
    path.write_text(json.dumps({"name": "p", "resources": [resource], **descriptor}), "utf-8")
    return path


@pytest.mark.parametrize("engine", ["columnar", "frictionless"])
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_specification(tmp_path: Path, case: Case, engine: Any) -> None:
    report = validate(write(tmp_path, case), Options(engine=engine, small=0))
    found = [(f.type, f.row, f.field) for f in report.findings]
    assert sorted(found, key=str) == sorted(case.expected, key=str)


def test_the_tables_are_read_in_columns(tmp_path: Path) -> None:
    """Or parity would prove nothing."""
    plain = CASES["keys compare values, not texts"]
    assert validate(write(tmp_path, plain), Options(small=0)).resources[0].engine == "columnar"


@pytest.mark.slow
def test_a_large_table_with_few_faults(tmp_path: Path) -> None:
    rows = [f"{n},name {n}" for n in range(60_000)]
    rows[41_000] = "x,bad"
    rows[52_000] = "7,again"
    schema = {
        "fields": [{"name": "f1", "type": "integer"}, {"name": "f2", "type": "string"}],
        "primaryKey": ["f1"],
    }
    data = "\n".join(["f1,f2", *rows]).encode()
    case = Case(schema, data, [])
    for options in (Options(), Options(memory="100MB", threads=1), Options("frictionless")):
        report = validate(write(tmp_path, case), options)
        assert report.resources[0].rows == 60_000
        found = [(f.type, f.row, f.address) for f in report.findings]
        assert found == [
            ("type-error", 41_002, "A41002"),
            ("primary-key", 41_002, "41002"),
            ("primary-key", 52_002, "52002"),
        ]


# ── beyond frictionless ─────────────────────────────────────────────────────────────────────


def beyond(folder: Path, schema: dict[str, Any], data: bytes, **descriptor: Any) -> list[Fault]:
    """The same from both engines."""
    path = write(folder, Case(schema, data, []), **descriptor)
    report, in_columns = validate(path), validate(path, Options(small=0))
    assert list(report.beyond) == list(in_columns.beyond)
    return [*report.beyond, *report.advice]


@pytest.mark.parametrize(
    ("schema", "data", "expected"),
    [
        (
            {"fields": [{"name": "a", "type": "integer"}], "uniqueKeys": [["a"]]},
            b"a\n1\n2\n01\n",
            [("unique-key", 4, None)],
        ),
        (
            {"fields": [{"name": "a", "type": "number"}], "uniqueKeys": [["a"]]},
            b"a\nsNaN\n1\nsNaN\n",
            [("unique-key", 4, None)],
        ),
        (
            {"fields": [{"name": "a", "type": "string"}, {"name": "b", "type": "string"}],
             "primaryKey": ["a", "b"]},
            b"a,b\nx,y\nx,\n",
            [("null-primary-key", 3, None)],
        ),
        (
            {"fields": [{"name": "a", "type": "string", "categories": ["x", {"value": "y"}]}]},
            b"a\nx\ny\nz\n",
            [("category", 4, 1)],
        ),
        (
            {"fields": [{"name": "a", "type": "string"}], "uniqueKeys": [["b"]]},
            b"a\nx\n",
            [("malformed-schema", None, None)],
        ),
        (
            {"fields": [{"name": "a", "type": "string", "constraint": {}}]},
            b"a\nx\n",
            [("unknown-property", None, None)],
        ),
    ],
    ids=["unique key", "unique key of odd numbers", "hole in a key", "category", "malformed key",
         "misspelt property"],
)  # fmt: skip
def test_what_frictionless_does_not_look_for(tmp_path, schema, data, expected) -> None:
    found = beyond(tmp_path, schema, data)
    assert [(f.type, f.row, f.field) for f in found] == expected


def test_versions_and_roles_are_advice(tmp_path: Path) -> None:
    people = [{"title": "x", "roles": ["publisher", "publishr"]}]
    found = beyond(tmp_path, {"fields": [{"name": "a", "type": "any"}]}, b"a\n1\n",
                   version="1.0", contributors=people)  # fmt: skip
    assert [f.type for f in found] == ["version", "role"]
    assert "is 'publisher' meant?" in found[1].message


@pytest.mark.parametrize(
    ("resource", "kind"),
    [
        ({"path": "../secret.csv"}, "unsafe-path"),
        ({"path": "/etc/passwd"}, "unsafe-path"),
        ({"path": "https://example.org/x.csv"}, "remote-reference"),
        ({"schema": "http://127.0.0.1:9/schema.json"}, "remote-reference"),
        ({"path": "link.csv"}, "unsafe-path"),
    ],
    ids=["up", "absolute", "network", "schema", "link"],
)
def test_nothing_outside_the_package_is_followed(tmp_path: Path, resource, kind) -> None:
    folder = tmp_path / "package"
    folder.mkdir()
    (tmp_path / "secret.csv").write_text("a\n1\n")
    (folder / "link.csv").symlink_to(tmp_path / "secret.csv")
    case = Case({"fields": [{"name": "a", "type": "any"}]}, b"a\n1\n", [], resource)
    report = validate(write(folder, case))
    assert [finding.type for finding in report.beyond] == [kind]
    assert not report.ok
    assert not report.resources


def test_a_clean_package_gives_no_advice(root: Path) -> None:
    report = validate(root)
    assert (report.ok, list(report.advice), list(report.beyond)) == (True, [], [])


# ── the command ─────────────────────────────────────────────────────────────────────────────


def test_a_zip_and_yaml(tmp_path: Path, annexes: Run) -> None:
    write(tmp_path, CASES["bounds are exact"])
    packed = tmp_path / "package.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(tmp_path / "datapackage.json", "package/datapackage.json")
        archive.write(tmp_path / "data.csv", "package/data.csv")
    report = json.loads(annexes("validate", packed, "--json", "--compare").stdout)
    assert [error["address"] for error in report["errors"]] == ["A4", "A5"]
    jsonschema.validate(report, json.loads(schema()))
    (tmp_path / "datapackage.yaml").write_bytes((tmp_path / "datapackage.json").read_bytes())
    (tmp_path / "datapackage.json").unlink()
    report = json.loads(annexes("validate", tmp_path, "--json").stdout)
    assert [advice["type"] for advice in report["advice"]] == ["yaml"]
    assert report["total"] == 2


def test_a_report_in_german(tmp_path: Path, annexes: Run) -> None:
    write(tmp_path, CASES["dates that are none"])
    result = annexes("validate", tmp_path, "--language", "de", "--compare")
    assert result.exit_code == 1
    assert "data.f1: Zelle anderen Typs [type-error], 2" in result.stdout
    assert "UNGÜLTIG: p, 2 Fehler." in result.stdout
    assert "Differences between the engines: 0" in result.stdout


@pytest.mark.parametrize("size", ["1", "GB", "1 PB", "-1GB"])
def test_a_size_that_is_none(annexes: Run, root: Path, size: str) -> None:
    result = annexes("validate", root, f"--memory={size}")
    assert result.exit_code == 2
    assert "write it as 1GB" in result.output


@pytest.mark.parametrize("content", ["", "{", "[1]", '{"resources": 5}', '{"name": "x"}'])
def test_a_descriptor_that_is_none(tmp_path: Path, annexes: Run, content: str) -> None:
    (tmp_path / "datapackage.json").write_text(content)
    result = annexes("validate", tmp_path)
    assert result.exit_code == 1
    assert "Traceback" not in result.output


@pytest.mark.parametrize("editions", [5, [1], [None], [{}], {"a": 1}])
def test_our_own_key_in_another_form(copy: Path, annexes: Run, editions: Any) -> None:
    path = copy / "datapackage.json"
    descriptor = json.loads(path.read_bytes())
    descriptor["annexes"]["editions"] = editions
    path.write_text(json.dumps(descriptor), "utf-8")
    report = json.loads(annexes("validate", copy, "--json").stdout)
    assert report["valid"]
    assert "annexes" in [problem["check"] for problem in report["rules"]]
