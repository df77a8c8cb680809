"""Odd values: a form holds each exactly, says how it stands there, or fails alone and by name."""

from __future__ import annotations

import json
import math
import random
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from typer.testing import Result

from annexes.exports.export import export
from annexes.package.disk import open_package

Run = Callable[..., Result]
ALL = ["csvw", "files", "flat", "jsonl", "page", "parquet", "sqlite", "xlsx", "zip"]


def package(folder: Path, text: str, *fields: dict[str, Any], **schema: object) -> Path:
    """A package with one table, `t`, whose file holds this text."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "t.csv").write_text(text, "utf-8", newline="")
    resource = {"name": "t", "path": "t.csv", "schema": {"fields": list(fields), **schema}}
    descriptor = {"name": "odd", "resources": [resource]}
    (folder / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")
    return folder


def field(kind: str, name: str = "v", **more: object) -> dict[str, Any]:
    return {"name": name, "type": kind, **more}


def column(values: Sequence[str]) -> str:
    """A table of a number and a value; the values are quoted where they need it."""
    return "n,v\n" + "".join(f"{number},{value}\n" for number, value in enumerate(values))


HELD: dict[str, tuple[str, list[dict[str, Any]], dict[str, object]]] = {
    "a quote after a space": (column([' "y"', 'a "b"']), [field("string")], {}),
    "a bar among the words for true": (
        column(["y|n", "no"]),
        [field("boolean", trueValues=["y|n"], falseValues=["no"])],
        {},
    ),
    "what a workbook would decode": (column(["_x005F_x0041_", "_x0041_"]), [field("string")], {}),
    "the least integer": (column(["-9223372036854775808", "5"]), [field("integer")], {}),
    "a last row of missing values": ("n,v\n1,x\n,\n", [field("string")], {}),
    "only missing values": ("n,v\n,\n,\n", [field("number")], {}),
    "fields by their names": ("v,n\nx,1\n", [field("string")], {"fieldsMatch": "equal"}),
    "more columns than fields": ("w,v,n\nq,x,1\n", [field("string")], {"fieldsMatch": "subset"}),
    "a column that is not there": ("n\n1\n", [field("string")], {"fieldsMatch": "superset"}),
    "some columns, and one more": (
        "w,n\nq,1\n",
        [field("string")],
        {"fieldsMatch": "partial"},
    ),
    "carriage returns": (column(['"a\rb"', '"\r"', '"\r\n"']), [field("string")], {}),
    "codes that are numbers, and have names": (
        "n,parent,name_en\n1,,One\n20,1,Twenty\n",
        [field("integer", "parent"), field("string", "name_en")],
        {
            "primaryKey": "n",
            "foreignKeys": [{"fields": "parent", "reference": {"resource": "", "fields": "n"}}],
        },
    ),
    "a list of one way to match": ("v,n\nx,1\n", [field("string")], {"fieldsMatch": ["equal"]}),
    "early days": (column(["1899-12-31", "0001-01-01", "2024-02-29"]), [field("date")], {}),
    "a semicolon in a date": (column(["30;06;2022"]), [field("date", format="%d;%m;%Y")], {}),
    "no end": (column(["INF", "-INF", "-0"]), [field("number")], {}),
    "letters beyond the basic plane": (column(["𝔘", "\u2028", "e\u0301"]), [field("string")], {}),
}


@pytest.mark.parametrize("story", HELD)
def test_every_form_holds_it(annexes: Run, tmp_path: Path, story: str) -> None:
    text, fields, schema = HELD[story]
    number = field("integer", "n")
    package(tmp_path / "package", text, number, *fields, **schema)
    result = annexes("export", "-C", tmp_path / "package", "--out", tmp_path / "out", "--json")
    answer = json.loads(result.stdout)
    assert answer["failed"] == {}
    assert (result.exit_code, sorted(answer["compared"])) == (0, ALL)


FAILS: dict[str, tuple[str, dict[str, Any], dict[str, str]]] = {
    "an integer of more than 64 bits": (
        column(["1", "9223372036854775808"]),
        field("integer"),
        dict.fromkeys(["parquet", "sqlite"], "9223372036854775808 exactly"),
    ),
    "a number of more digits than a double": (
        column(["0.5", "0.10000000000000000555"]),
        field("number"),
        dict.fromkeys(["parquet", "sqlite"], "0.10000000000000000555"),
    ),
    "a number of sixteen digits": (
        column(["0.5", "9007199254740993"]),
        field("number"),
        dict.fromkeys(["parquet", "sqlite"], "9007199254740993 exactly"),
    ),
}


@pytest.mark.parametrize("story", FAILS)
def test_a_form_that_cannot_hold_it_fails_alone_and_names_the_cell(
    annexes: Run, tmp_path: Path, story: str
) -> None:
    text, own, failing = FAILS[story]
    package(tmp_path / "package", text, field("integer", "n"), own)
    arguments = ("export", "-C", tmp_path / "package", "--out", tmp_path / "out")
    result = annexes(*arguments, "--json")
    answer = json.loads(result.stdout)
    assert (result.exit_code, answer["ok"]) == (1, False)
    assert sorted(answer["failed"]) == sorted(failing)
    for form, said in failing.items():
        assert said in answer["failed"][form][0]["problem"]
        assert "'t.v', row 2" in answer["failed"][form][0]["problem"]
    assert sorted([*answer["compared"], *failing]) == ALL
    assert (tmp_path / "out/SHA256SUMS").exists()
    assert "Not made: sqlite: " in annexes(*arguments).stderr


def test_names_that_differ_in_case_only_are_named(tmp_path: Path) -> None:
    fields = (field("integer", "n"), field("integer", "N"))
    failed = export(
        open_package(package(tmp_path / "package", "n,N\n1,2\n", *fields)), tmp_path / "out"
    ).failed
    assert sorted(failed) == ["parquet", "sqlite"]
    for (problem,) in failed.values():
        assert "cannot hold the columns 'n' and 'N' of 't'" in problem.problem


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["t", "T"], "'T': its name differs in case only from 't'"),
        (["sqlite_t"], "'sqlite_t': names that begin with 'sqlite_' are its own"),
        (["_columns", "_Package", "_columns_"], ""),
        (["t", "t_labelled"], ""),
    ],
)
def test_names_of_tables_that_a_database_may_not_have(
    tmp_path: Path, names: list[str], said: str
) -> None:
    own = field("integer", "n"), field("string", categories=[{"value": "x", "label": "ex"}])
    root = package(tmp_path / "package", column(["x"]), *own)
    descriptor = json.loads((root / "datapackage.json").read_text("utf-8"))
    descriptor["resources"] = [{**descriptor["resources"][0], "name": name} for name in names]
    (root / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")
    failed = export(open_package(root), tmp_path / "out").failed
    assert sorted(failed) == (["sqlite"] if said else [])
    if said:
        assert said in failed["sqlite"][0].problem
        return
    with sqlite3.connect(tmp_path / "out/odd.sqlite") as db:
        labelled = [
            name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type='view'")
        ]
        assert len(labelled) == len(names)
        for view in labelled:
            (row,) = db.execute(f'SELECT n, v, v_label_en FROM "{view}"')
            assert row == (0, "x", "ex")


def test_not_a_number_is_said_where_it_cannot_be_one(tmp_path: Path) -> None:
    root = package(
        tmp_path / "package", column(["1.5", "NaN"]), field("integer", "n"), field("number")
    )
    exported = export(open_package(root), tmp_path / "out")
    assert exported.failed == {}
    assert any("SQLite has no NaN: 't.v', row 2" in one.problem for one in exported.left_out)
    with sqlite3.connect(tmp_path / "out/odd.sqlite") as db:
        assert db.execute("SELECT v FROM t").fetchall() == [(1.5,), ("NaN",)]
    rows = duckdb.execute(f"SELECT v FROM '{tmp_path / 'out/parquet/t.parquet'}'").fetchall()
    assert [math.isnan(value) for (value,) in rows] == [False, True]


def test_json_lines_hold_numbers_as_numbers(tmp_path: Path) -> None:
    text = column(["0.1", "1e300", "12345678901234567890.5"])
    root = package(tmp_path / "package", text, field("integer", "n"), field("number"))
    export(open_package(root), tmp_path / "out", ["jsonl"])
    lines = (tmp_path / "out/jsonl/t.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["v"] for line in lines] == [0.1, 1e300, 12345678901234567890.5]
    assert lines[0] == '{"n": 0, "v": 0.1}'


@pytest.mark.parametrize(
    ("dialect", "said"),
    [
        ({"delimiter": "||"}, "its dialect cannot be read"),
        ({"quoteChar": "''"}, "its dialect cannot be read"),
        ({"commentChar": "#"}, "its dialect says commentChar"),
    ],
)
def test_a_dialect_that_is_none_leaves_its_table_out(
    tmp_path: Path, dialect: dict[str, str], said: str
) -> None:
    root = package(tmp_path / "package", column(["x"]), field("integer", "n"), field("string"))
    descriptor = json.loads((root / "datapackage.json").read_text("utf-8"))
    descriptor["resources"].append({"name": "u", "path": "t.csv", "dialect": dialect})
    (root / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")
    left_out = export(open_package(root), tmp_path / "out", ["jsonl"]).left_out
    assert any(said in problem.problem for problem in left_out)


def test_three_hundred_columns_of_odd_names_and_no_rows(annexes: Run, tmp_path: Path) -> None:
    names = ["a b", 'say "x"', "ß,;", "<b>", "=1+1", "Zeile\nzwei", *(f"c{n}" for n in range(294))]
    header = ",".join(f'"{name.replace(chr(34), chr(34) * 2)}"' for name in names)
    fields = [field("integer", name) for name in names]
    root = package(tmp_path / "package", f"{header}\n", *fields)
    result = annexes("export", "-C", root, "--out", tmp_path / "out", "--json")
    answer = json.loads(result.stdout)
    assert answer["failed"] == {}
    assert sorted(answer["compared"]) == ALL


def test_a_form_that_breaks_does_not_take_the_others_with_it(
    annexes: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:

    def broken(*_: object) -> None:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr("annexes.exports.forms.package_files.zipfile.ZipFile", broken)
    root = package(tmp_path / "package", column(["x"]), field("integer", "n"), field("string"))
    result = annexes("export", "csvw", "zip", "-C", root, "--out", tmp_path / "out", "--json")
    answer = json.loads(result.stdout)
    assert (result.exit_code, [*answer["compared"]], [*answer["failed"]]) == (1, ["csvw"], ["zip"])
    assert answer["failed"]["zip"][0]["problem"] == "ZeroDivisionError: by zero"


# ── no file overwrites another ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("flat/t.csv", "flat"),
        ("flat", "flat"),
        ("odd.xlsx", "xlsx"),
        ("Index.html", "page"),
        ("csv-metadata.json", "csvw"),
        ("SHA256SUMS", "the checksums"),
        ("parquet/t.parquet", "parquet"),
        (".annexes-export/t.csv", "the export"),
    ],
)
def test_a_form_never_overwrites_a_file_of_another(
    annexes: Run, tmp_path: Path, path: str, form: str
) -> None:
    root = package(tmp_path / "package", column(["x"]), field("integer", "n"), field("string"))
    (root / path).parent.mkdir(exist_ok=True)
    (root / path).write_text("n\n1\n")
    descriptor = json.loads((root / "datapackage.json").read_text("utf-8"))
    descriptor["resources"].append({"name": "other", "path": path, "format": "csv"})
    (root / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")
    result = annexes("export", "-C", root, "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert form in result.stderr
    assert "nothing was exported" in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_file_of_an_earlier_export_is_not_overwritten_by_another_form(tmp_path: Path) -> None:
    from annexes.base.errors import UsageError

    root = package(tmp_path / "package", column(["x"]), field("integer", "n"), field("string"))
    (root / "flat").mkdir()
    (root / "t.csv").rename(root / "flat/t.csv")
    text = (root / "datapackage.json").read_text("utf-8").replace('"t.csv"', '"flat/t.csv"')
    (root / "datapackage.json").write_text(text, "utf-8")
    for _ in range(2):
        export(open_package(root), tmp_path / "out", ["flat"])
    with pytest.raises(UsageError, match="files and flat would both write here"):
        export(open_package(root), tmp_path / "out", ["files"])
    for _ in range(2):
        export(open_package(root), tmp_path / "other", ["files"])


# ── the workbook ────────────────────────────────────────────────────────────────────────────


def test_numbers_of_seventeen_digits_are_numbers_in_the_workbook(tmp_path: Path) -> None:
    values = [random.Random(1).random() * 100 for _ in range(1000)]
    assert sum(float(f"{value:.16G}") != value for value in values) > 100
    root = package(
        tmp_path / "package", column([*map(repr, values)]), field("integer", "n"), field("number")
    )
    assert export(open_package(root), tmp_path / "out", ["xlsx"]).left_out[1:] == []
    book = openpyxl.load_workbook(tmp_path / "out/odd.xlsx")
    assert [row[1] for row in [*book["t"].values][3:]] == values


def test_what_no_cell_can_hold_is_marked_and_said(annexes: Run, tmp_path: Path) -> None:
    text = "n,v,d\n1000000000000000,a\rb\x01,1899-12-31\n5,x,2024-01-01\n"
    fields = [field("integer", "n"), field("string"), field("date", "d")]
    root = package(
        tmp_path / "package", text.replace("a\rb", '"a\rb').replace("\x01", '\x01"'), *fields
    )
    result = annexes("export", "xlsx", "-C", root, "--out", tmp_path / "out")
    assert result.exit_code == 0
    said = [
        "'t.n', row 1: a number that spreadsheets cannot hold exactly stands as text",
        "'t.v', row 1: other ends of lines, or � for control characters",
        "'t.d', row 1: a day before 1900-03-01 stands as text",
    ]
    book = openpyxl.load_workbook(tmp_path / "out/odd.xlsx")
    notes = " ".join(str(cell) for row in book["Notes"].values for cell in row)
    for sentence in said:
        assert sentence in result.stderr
        assert sentence in notes
    assert [*book["t"].values][3] == ("1000000000000000", "a\nb�", "1899-12-31")
    assert book["t"]["A4"].font.italic


def test_a_workbook_says_its_bound_before_it_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from annexes.exports.xlsx import resource_sheets

    monkeypatch.setattr(resource_sheets, "ROWS", 5)
    root = package(
        tmp_path / "package", column(list("abc")), field("integer", "n"), field("string")
    )
    failed = export(open_package(root), tmp_path / "out").failed
    assert [*failed] == ["xlsx"]
    assert "'t': it has 3 rows" in failed["xlsx"][0].problem
