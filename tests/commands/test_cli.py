"""The command line as its users meet it: results, errors, exit codes, help."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from typer.testing import Result

from annexes.validation.wording import schema

RAW = "data/raw/2022-h1/drucksache-ka42-anlagen.txt"
VERBS = ["extract", "build", "validate", "trace", "info"]
Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def in_the_repository(monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
    monkeypatch.chdir(root)


def test_the_verbs_stand_in_pipeline_order(annexes: Run) -> None:
    text = annexes("--help").output
    places = [text.index(f" {verb} ") for verb in VERBS]
    assert places == sorted(places)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_an_example(annexes: Run, verb: str) -> None:
    help_text = annexes(verb, "--help").output
    assert f"Example: annexes {verb}" in " ".join(help_text.split())


@pytest.mark.parametrize(
    "command",
    [
        ["frobnicate"],
        ["extract", RAW],
        ["extract", RAW, "--edition", "1999-h1"],
        ["trace"],
        ["trace", "MAR", "--where", "area"],
        ["trace", "ZZZ"],
        ["build", "-C", "tests"],
        ["build", "--frobnicate"],
    ],
    ids=" ".join,
)
def test_wrong_use_exits_2_with_a_sentence(annexes: Run, command: list[str]) -> None:
    result = annexes(*command)
    assert result.exit_code == 2
    assert result.stderr.strip()
    assert "Traceback" not in result.output


def test_extract_prints_one_json_line_per_document(annexes: Run, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.txt"
    damaged.write_text(Path(RAW).read_text("utf-8").replace("AGO Angola 4 0", "AGO Angola 4", 1))
    result = annexes("extract", RAW, damaged, "--edition", "2022-h1", "--json")
    good, bad = map(json.loads, result.stdout.splitlines())
    assert result.exit_code == 1
    assert (good["file"], good["ok"], len(good["rows"])) == (RAW, True, 175)
    assert good["rows"][0] == {
        "area": "municipal",
        "nationality": "AFG",
        "name_printed": "Afghanistan",
        "accompanied": 86,
        "returned": 0,
        "page": 1,
        "line": 10,
    }
    assert (bad["file"], bad["ok"]) == (str(damaged), False)
    assert set(bad["errors"][0]) == {"check", "file", "page", "line", "column", "problem", "hint"}
    assert (bad["errors"][0]["check"], bad["errors"][0]["line"]) == ("cell-count", 11)


def test_extract_tells_people_rows_and_sums(annexes: Run) -> None:
    result = annexes("extract", RAW, "--edition", "2022-h1")
    assert "Anlage 1: 79 rows, accompanied 1826, returned 65" in result.stdout


def test_build_says_that_nothing_changed(annexes: Run, copy: Path) -> None:
    assert "Nothing changed" in annexes("build", "-C", copy).stdout


def test_build_check_compares_bytes_and_writes_nothing(annexes: Run, copy: Path) -> None:
    cases = copy / "data/cases.csv"
    cases.write_bytes(cases.read_bytes().replace(b"MAR,109,0", b"MAR,108,0"))
    result = annexes("build", "-C", copy, "--check", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["changed"] == ["data/cases.csv"]
    assert b"MAR,108,0" in cases.read_bytes()


def test_a_failed_build_tells_programs_why(annexes: Run, copy: Path) -> None:
    (copy / RAW).write_text("nothing")
    result = annexes("build", "-C", copy, "--json")
    errors = json.loads(result.stdout)["errors"]
    assert (result.exit_code, errors[0]["check"]) == (1, "heading")


def test_trace_shows_the_line_of_the_source(annexes: Run) -> None:
    result = annexes("trace", "MAR", "--area", "municipal")
    assert result.stdout == (
        "period 2022-H1, area municipal, nationality MAR, accompanied 109, returned 0\n"
        f"  nrw-18-ka-42, Anlage 1: {RAW}, page 1, line 55\n"
        "  MAR Marokko 109 0\n"
    )


def test_trace_finds_every_figure_of_the_package(annexes: Run, root: Path) -> None:
    lines = Path(RAW).read_text("utf-8").split("\n")
    codes = {line[:3] for line in lines if line[:3].isupper() and line[-1:].isdigit()}
    found = 0
    for code in codes:
        for text in annexes("trace", code, "--json").stdout.splitlines():
            trace = json.loads(text)
            figures = f"{trace['row']['accompanied']} {trace['row']['returned']}"
            assert lines[trace["line"] - 1] == trace["text"]
            assert trace["text"].startswith(code)
            assert trace["text"].endswith(f" {figures}")
            found += 1
    assert found == 175


def test_trace_refuses_a_source_that_was_changed(annexes: Run, copy: Path) -> None:
    (copy / RAW).write_text("something else")
    result = annexes("trace", "MAR", "-C", copy)
    assert result.exit_code == 1
    assert "not the one that the package was built from" in result.stderr


def test_info_shows_sums_and_findings(annexes: Run) -> None:
    summary = json.loads(annexes("info", "--json").stdout)
    assert summary["resources"]["cases"] == 175
    assert {s["area"]: (s["rows"], s["accompanied"], s["returned"]) for s in summary["sums"]} == {
        "municipal": (79, 1826, 65),
        "state-facility": (48, 215, 40),
        "amit": (48, 810, 26),
    }
    assert len(summary["findings"]) == 11
    assert "period 2022-H1, area amit, rows 48" in annexes("info").stdout


def test_validate_accepts_the_package(annexes: Run) -> None:
    result = annexes("validate", "datapackage.json")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1] == "VALID: rrk-nrw, 8 resources, 622 rows."


@pytest.mark.parametrize(
    ("file", "old", "new", "check"),
    [
        ("data/cases.csv", "MAR,109,0", "MAR,-9,0", "constraint-error"),
        ("data/cases.csv", "MAR,109,0", "MAR,109,0\n2022-H1,municipal,QQQ,1,0", "foreign-key"),
        ("data/cases.csv", "MAR,109,0", "MAR,108,0", "hash-count"),
    ],
)
def test_validate_names_what_is_wrong(
    annexes: Run, copy: Path, file: str, old: str, new: str, check: str
) -> None:
    path = copy / file
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    result = annexes("validate", copy, "--json")
    assert result.exit_code == 1
    assert check in [error["type"] for error in json.loads(result.stdout)["errors"]]


def test_validate_knows_our_own_rules(annexes: Run, copy: Path, tmp_path: Path) -> None:
    """A package that the standard calls valid: more returned than accompanied."""
    descriptor = json.loads((copy / "datapackage.json").read_bytes())
    for resource in descriptor["resources"]:
        del resource["bytes"], resource["hash"]
    (copy / "datapackage.json").write_text(json.dumps(descriptor))
    cases = copy / "data/cases.csv"
    cases.write_text(cases.read_text("utf-8").replace("MAR,109,0", "MAR,109,110", 1))
    zipped = shutil.make_archive(str(tmp_path / "copy"), "zip", copy)
    for path in (copy, zipped):
        report = json.loads(annexes("validate", path, "--json").stdout)
        assert (report["ok"], report["valid"]) == (False, True)
        assert [(error["check"], error["line"]) for error in report["rules"]] == [("rule", 95)]
        jsonschema.validate(report, json.loads(schema()))


def test_the_reference_says_valid(root: Path) -> None:
    command = [sys.executable, "-m", "frictionless", "validate", "datapackage.json", "--json"]
    done = subprocess.run(command, cwd=root, capture_output=True, check=False)
    assert json.loads(done.stdout)["valid"] is True


def test_an_internal_fault_is_told_without_a_traceback() -> None:
    script = (
        "import annexes.cli as c, annexes.commands.info as i\n"
        "def info(): raise ZeroDivisionError('oops')\n"
        "i.info = info\n"
        "c.main()"
    )
    command = [sys.executable, "-c", script, "info"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 70
    assert "Internal error: ZeroDivisionError: oops" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_closed_pipe_is_no_error(root: Path) -> None:
    command = f"{sys.executable} -m annexes info | head -n 1"
    done = subprocess.run(
        command, shell=True, cwd=root, capture_output=True, text=True, env=os.environ, check=False
    )
    assert done.stdout.startswith("rrk-nrw 1.1.0")
    assert done.stderr == ""


def test_it_runs_from_a_checkout_without_an_install(root: Path) -> None:
    command = [sys.executable, "scripts", "trace", "MAR", "--area", "amit"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert "MAR Marokko 1 0" in done.stdout


def test_help_flows_to_the_width_of_the_terminal(root: Path) -> None:
    command = [sys.executable, "-m", "annexes", "validate", "--help"]
    environment = os.environ | {"COLUMNS": "400"}
    done = subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, check=True
    )
    (line,) = (line for line in done.stdout.splitlines() if "nothing is fetched" in line)
    assert line.strip().endswith("1 if something is.")


def test_a_verb_loads_no_other(root: Path) -> None:
    script = (
        "import os, sys, annexes.cli as c; sys.argv[1:] = ['info', '--help']\n"
        "os._exit = lambda code: None\n"
        "c.main()\n"
        "print([name for name in sys.modules if name.startswith('annexes.commands.')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True
    )
    assert "annexes.commands.info" in done.stdout
    assert "annexes.commands.publish" not in done.stdout
