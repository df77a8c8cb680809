"""A report for people in two languages, and for programs."""

from __future__ import annotations

import json
import string
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import frictionless
import jsonschema
import pytest
from typer.testing import Result

from annexes.base.texts import toml_of
from annexes.validation.report_formats import as_frictionless, as_json, schema
from annexes.validation.validate import validate
from annexes.validation.validation_options import Options
from annexes.validation.wording import lines_of
from validation.case import one_table
from validation.corpus import packages
from validation.seeds import generate

Run = Callable[..., Result]
FIELDS: list[dict[str, Any]] = [{"name": "a", "type": "integer", "constraints": {"minimum": 0}},
          {"name": "b", "type": "string"}]  # fmt: skip
FAULTY = one_table("faulty", 'a,b\n1,"two\nlines"\nx,y\n-3,z\n', FIELDS)


def test_every_text_is_in_both_languages_with_the_same_facts() -> None:
    texts = toml_of("validation", "texts.toml")
    for name, own in {**texts["say"], **texts["words"]}.items():
        parsed = [string.Formatter().parse(own[language]) for language in ("en", "de")]
        english, german = ({part[1] for part in parts if part[1]} for parts in parsed)
        assert english == german, name
    for name, own in toml_of("base", "checks.toml").items():
        if "de" not in own:
            continue
        assert len(own["en"]) == len(own["de"]) == 2, name
        assert own["en"] != own["de"], name


def test_every_error_of_frictionless_has_a_title_and_a_hint() -> None:
    """Those of the future fall back to a general one; those of today must not."""
    kinds = {
        kind.type
        for kind in vars(frictionless.errors).values()
        if isinstance(kind, type) and issubclass(kind, frictionless.Error)
    }
    told = set(toml_of("base", "checks.toml"))
    never = {kind for kind in kinds if kind in NEVER_SEEN}
    assert kinds - told - never == set()


NEVER_SEEN = {
    "catalog-error", "dataset-error", "job-error", "detector-error", "inquiry-error",
    "inquiry-task-error", "pipeline-error", "step-error", "checklist-error", "report-error",
    "report-task-error", "stats-error", "file-error", "data-error", "table-error", "header-error",
    "label-error", "row-error", "cell-error", "content-error", "ascii-value", "deviated-cell",
    "deviated-value", "duplicate-row", "forbidden-value", "sequential-value", "truncated-value",
    "row-constraint", "required-value", "table-dimensions", "count-error",
}  # fmt: skip
"""Errors of other commands, of checks that nobody asked for, and classes of errors."""


@pytest.mark.slow
def test_both_languages_of_whole_corpora_say_all_facts(tmp_path: Path) -> None:
    made = (generate(seed).write(tmp_path / f"s{seed}") for seed in range(60))
    for path in [*packages(60, 7, tmp_path), *made]:
        report = validate(path, Options(small=0))
        record = as_json(report)
        jsonschema.validate(record, json.loads(schema()))
        for own in record["errors"]:
            for language in ("en", "de"):
                said = own["message"][language]
                assert said, own
                known = own["type"] not in ("unique-error", "primary-key")
                assert "'?'" not in said or not known or own["cell"] == "?", own
        read = frictionless.Report.from_descriptor(as_frictionless(report))
        kinds = [error["type"] for error in record["errors"]]
        assert sorted(own[0] for own in read.flatten(["type"])) == sorted(
            "error" if kind == "unreadable" else kind for kind in kinds
        )


def test_the_last_line_is_the_verdict(tmp_path: Path) -> None:
    report = validate(FAULTY.write(tmp_path))
    assert [*lines_of(report)][-1] == "INVALID: package, 2 errors."
    german = "\n".join(lines_of(report, "de"))
    assert "Zeile 3, „a“: „x“ ist nicht integer" in german
    assert "Zeile 4, „a“: „-3“ verstößt gegen minimum 0" in german


def test_annotations_point_to_file_line_and_column(tmp_path: Path, annexes: Run) -> None:
    FAULTY.write(tmp_path)
    result = annexes("validate", tmp_path, "--format", "github")
    first, second = result.stdout.splitlines()
    assert first.startswith(f"::error file={tmp_path}/table.csv,line=4,col=1,title=")
    assert "line=5,col=1" in second
    assert result.exit_code == 1


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ('"x",-1', "line=2,col=5"),
        ('"x, ""y""",-1', "line=2,col=12"),
        ('"x\n,\n",-1', "line=4,col=3"),
        ("Ä,-1", "line=2,col=3"),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_annotations_count_the_signs_before_the_cell(
    tmp_path: Path, annexes: Run, row: str, place: str, delimiter: str
) -> None:
    text = f"b,a\n{row}\nz,5\nz,5\n".replace(",", delimiter)
    dialect = {"dialect": {"delimiter": delimiter}}
    one_table("quoted", text, FIELDS[::-1], resource=dialect).write(tmp_path)
    (line,) = annexes("validate", tmp_path, "--format", "github").stdout.splitlines()
    assert f"table.csv,{place},title=" in line


def test_annotations_cannot_be_forged(tmp_path: Path, annexes: Run) -> None:
    case = one_table("forged", 'a\n"x\n::error file=y::z"\n', FIELDS[:1])
    case.write(tmp_path)
    lines = annexes("validate", tmp_path, "--format", "github").stdout.splitlines()
    assert len(lines) == 1


def test_junit_has_a_test_for_each_resource(tmp_path: Path, annexes: Run) -> None:
    FAULTY.write(tmp_path)
    suites = ET.fromstring(annexes("validate", tmp_path, "--format", "junit").stdout)
    cases = {case.get("name"): case.find("failure") for case in suites.iter("testcase")}
    assert set(cases) == {"table", "package"}
    failure = cases["table"]
    assert failure is not None
    assert "table.csv:4:1: row 3, 'a': 'x' is not integer" in (failure.text or "")


@pytest.mark.parametrize("shown", ["json", "frictionless", "github", "junit"])
def test_a_failed_run_has_the_same_shape(tmp_path: Path, annexes: Run, shown: str) -> None:
    result = annexes("validate", tmp_path / "nothing", "--format", shown)
    assert result.exit_code == 3
    if shown == "json":
        record = json.loads(result.stdout)
        jsonschema.validate(record, json.loads(schema()))
        assert record["problems"]
        assert not record["valid"]
    elif shown == "frictionless":
        assert not frictionless.Report.from_descriptor(json.loads(result.stdout)).valid
    elif shown == "github":
        assert result.stdout.startswith("::error file=")
    else:
        assert ET.fromstring(result.stdout).get("failures") == "1"


@pytest.mark.parametrize("memory", ["1X", "9" * 400 + "GB", "-1GB"])
def test_a_size_that_is_none_is_wrong_use_in_the_same_shape(
    tmp_path: Path, annexes: Run, memory: str
) -> None:
    result = annexes("validate", FAULTY.write(tmp_path), "--memory", memory, "--json")
    assert result.exit_code == 2
    jsonschema.validate(json.loads(result.stdout), json.loads(schema()))


@pytest.mark.slow
def test_more_memory_than_there_is_may_be_allowed(tmp_path: Path, annexes: Run) -> None:
    result = annexes("validate", FAULTY.write(tmp_path), "--memory", "999999999999TB", "--json")
    assert json.loads(result.stdout)["total"] == 2


@pytest.mark.parametrize(
    ("options", "types"),
    [
        ((), ["type-error", "constraint-error"]),
        (("--pick", "type-error"), ["type-error"]),
        (("--skip", "type-error"), ["constraint-error"]),
        (("--pick", "#header"), []),
        (("--limit", "1"), ["type-error"]),
        (("--resource", "table"), ["type-error", "constraint-error"]),
        (("--engine", "frictionless", "--skip", "#cell"), []),
    ],
)
def test_what_is_looked_for(tmp_path: Path, annexes: Run, options: Any, types: list[str]) -> None:
    FAULTY.write(tmp_path)
    record = json.loads(annexes("validate", tmp_path, "--json", *options).stdout)
    assert [error["type"] for error in record["errors"]] == types


def test_a_resource_that_is_not_there_is_no_verdict(tmp_path: Path, annexes: Run) -> None:
    FAULTY.write(tmp_path)
    result = annexes("validate", tmp_path, "--resource", "tabel")
    assert result.exit_code == 2
    assert "table" in result.output


def test_a_table_wants_its_package_or_its_schema(tmp_path: Path, annexes: Run) -> None:
    FAULTY.write(tmp_path)
    table = tmp_path / "table.csv"
    result = annexes("validate", table)
    assert result.exit_code == 2
    assert "--schema FILE" in result.output
    described = tmp_path / "schema.json"
    described.write_text(json.dumps({"fields": FIELDS}))
    record = json.loads(annexes("validate", table, "--schema", described, "--json").stdout)
    assert [error["address"] for error in record["errors"]] == ["A3", "A4"]


def test_an_address_is_not_fetched(annexes: Run) -> None:
    result = annexes("validate", "https://example.org/datapackage.json")
    assert result.exit_code == 2
    assert "only local packages are read" in result.output
