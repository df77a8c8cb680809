"""The command line as its users meet it: results, errors, exit codes, help."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from typer.testing import Result

from annexes.cli import VERBS
from annexes.validation.report_formats import schema

RAW = "data/raw/2021-q1/antwort-ka7.txt"
Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def in_the_repository(monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
    monkeypatch.chdir(root)


def test_the_verbs_stand_in_pipeline_order(annexes: Run) -> None:
    """But for `publish`, which has verbs of its own: Typer lists such behind the others."""
    listed = re.findall("^│ ([a-z][a-z-]+) ", annexes("--help").output, re.MULTILINE)
    pipeline = [verb for verb in VERBS if verb != "publish"]
    assert listed == [*pipeline, "publish"]


@pytest.mark.parametrize("verb", [*VERBS, "publish zenodo", "publish ckan"])
def test_every_verb_has_help_with_an_example(annexes: Run, verb: str) -> None:
    help_text = annexes(*verb.split(), "--help").output
    assert f"Example: annexes {verb}" in " ".join(help_text.split())


@pytest.mark.parametrize(
    "command",
    [
        ["frobnicate"],
        ["extract", RAW],
        ["extract", RAW, "--edition", "1999-h1"],
        ["explain"],
        ["explain", "LBR", "--where", "area"],
        ["explain", "ZZZ"],
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


def test_a_failed_command_says_where_more_is_said_of_its_check(annexes: Run) -> None:
    failed = annexes("info", "-C", "tests")
    assert failed.stderr.splitlines()[-1] == "More on this check: annexes explain-check package"
    assert annexes("explain-check", "package").stdout.startswith("package: ")


def test_a_check_that_is_not_there_is_answered_with_those_like_it(annexes: Run) -> None:
    result = annexes("explain-check", "unknown-kode", "--json")
    assert result.exit_code == 2
    assert "perhaps unknown-code" in json.loads(result.stdout)["errors"][0]["hint"]
    listed = [told["check"] for told in json.loads(annexes("explain-check", "--json").stdout)]
    assert "unknown-code" in listed


def test_extract_prints_one_json_line_per_document(annexes: Run, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.txt"
    damaged.write_text(Path(RAW).read_text("utf-8").replace("BHS Bahamas 9 0", "BHS Bahamas 9", 1))
    result = annexes("extract", RAW, damaged, "--edition", "2021-q1", "--json")
    good, bad = map(json.loads, result.stdout.splitlines())
    assert result.exit_code == 1
    assert (good["file"], good["ok"], len(good["rows"])) == (RAW, True, 28)
    assert good["rows"][0] == {
        "area": "sea-ports",
        "flag": "ATG",
        "name_printed": "Antigua und Barbuda",
        "inspected": 12,
        "detained": 1,
        "page": 1,
        "line": 10,
    }
    assert (bad["file"], bad["ok"]) == (str(damaged), False)
    assert set(bad["errors"][0]) == {"check", "file", "page", "line", "column", "problem", "hint"}
    assert (bad["errors"][0]["check"], bad["errors"][0]["line"]) == ("cell-count", 11)


def test_extract_tells_people_rows_and_sums(annexes: Run) -> None:
    result = annexes("extract", RAW, "--edition", "2021-q1")
    assert "Anlage 1: 14 rows, inspected 163, detained 20" in result.stdout


def test_build_says_that_nothing_changed(annexes: Run, copy: Path) -> None:
    assert "Nothing changed" in annexes("build", "-C", copy).stdout


def test_build_check_compares_bytes_and_writes_nothing(annexes: Run, copy: Path) -> None:
    inspections = copy / "data/inspections.csv"
    inspections.write_bytes(inspections.read_bytes().replace(b"LBR,31,4", b"LBR,30,4"))
    result = annexes("build", "-C", copy, "--check", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["changed"] == ["data/inspections.csv"]
    assert b"LBR,30,4" in inspections.read_bytes()


def test_a_failed_build_tells_programs_why(annexes: Run, copy: Path) -> None:
    (copy / RAW).write_text("nothing")
    result = annexes("build", "-C", copy, "--json")
    errors = json.loads(result.stdout)["errors"]
    assert (result.exit_code, errors[0]["check"]) == (1, "heading")


def test_explain_shows_the_line_of_the_source(annexes: Run) -> None:
    lines = annexes("explain", "LBR", "--area", "sea-ports").stdout.splitlines()
    assert lines[2] == "2021-Q1, sea-ports, LBR: inspected 31, detained 4"
    assert lines[4:6] == [
        f"  place       Anlage 1, {RAW}, page 1, line 16",
        "  printed     LBR Liberia 31 4",
    ]


def test_explain_finds_every_figure_of_the_package(annexes: Run, root: Path) -> None:
    lines = Path(RAW).read_text("utf-8").split("\n")
    codes = {line[:3] for line in lines if line[:3].isupper() and line[-1:].isdigit()}
    found = 0
    for code in codes:
        for figure in json.loads(annexes("explain", code, "--json").stdout)["figures"]:
            trace = figure["trace"]
            figures = f"{trace['row']['inspected']} {trace['row']['detained']}"
            assert lines[trace["place"]["line"] - 1] == trace["text"]
            assert trace["text"].startswith(code)
            assert trace["text"].endswith(f" {figures}")
            found += 1
    assert found == 28


def test_explain_refuses_a_source_that_was_changed(annexes: Run, copy: Path) -> None:
    (copy / RAW).write_text("something else")
    result = annexes("explain", "LBR", "-C", copy)
    assert result.exit_code == 1
    assert "not the one that the package was built from" in result.stderr


def test_info_shows_sums_and_findings(annexes: Run) -> None:
    summary = json.loads(annexes("info", "--json").stdout)
    assert summary["resources"]["inspections"] == 28
    assert {s["area"]: (s["rows"], s["inspected"], s["detained"]) for s in summary["sums"]} == {
        "sea-ports": (14, 163, 20),
        "inland-ports": (7, 19, 1),
        "tankers": (7, 44, 12),
    }
    assert len(summary["findings"]) == 9
    assert "period 2021-Q1, area tankers, rows 7" in annexes("info").stdout


def test_validate_accepts_the_package(annexes: Run) -> None:
    result = annexes("validate", "datapackage.json")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1] == "VALID: ship-inspections, 8 resources, 324 rows."


@pytest.mark.parametrize(
    ("file", "old", "new", "check"),
    [
        ("data/inspections.csv", "LBR,31,4", "LBR,-9,4", "constraint-error"),
        ("data/inspections.csv", "LBR,31,4", "LBR,31,4\n2021-Q1,sea-ports,QQQ,1,0", "foreign-key"),
        ("data/inspections.csv", "LBR,31,4", "LBR,30,4", "hash-count"),
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
    """A package that the standard calls valid: more ships held than inspected."""
    descriptor = json.loads((copy / "datapackage.json").read_bytes())
    for resource in descriptor["resources"]:
        del resource["bytes"], resource["hash"]
    (copy / "datapackage.json").write_text(json.dumps(descriptor))
    inspections = copy / "data/inspections.csv"
    inspections.write_text(inspections.read_text("utf-8").replace("LBR,31,4", "LBR,31,32", 1))
    zipped = shutil.make_archive(str(tmp_path / "copy"), "zip", copy)
    for path in (copy, zipped):
        report = json.loads(annexes("validate", path, "--json").stdout)
        assert (report["ok"], report["valid"]) == (False, True)
        assert [(error["check"], error["line"]) for error in report["rules"]] == [("rule", 15)]
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
    assert done.stdout.startswith("ship-inspections 1.0.0")
    assert done.stderr == ""


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_closed_stream_is_no_error(root: Path, closed: str) -> None:
    command = f"{sys.executable} -m annexes info {closed}"
    ran = subprocess.run(["sh", "-c", command], cwd=root, capture_output=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, b"")


def test_it_runs_from_a_checkout_without_an_install(root: Path) -> None:
    command = [sys.executable, "scripts", "explain", "LBR", "--area", "tankers"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert "LBR Liberia 9 2" in done.stdout


def test_help_flows_to_the_width_of_the_terminal(root: Path) -> None:
    command = [sys.executable, "-m", "annexes", "validate", "--help"]
    environment = os.environ | {"COLUMNS": "400"}
    done = subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, check=True
    )
    (line,) = (line for line in done.stdout.splitlines() if "nothing is fetched" in line)
    assert line.strip().endswith("against their own rules as well.")


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


# ── one way to name a package ───────────────────────────────────────────────────────────────

WITH_PACKAGE = ["build", "validate", "info", "readers", "publish zenodo"]
"""Verbs whose only argument is the package; `serve` does not end, see below."""


@pytest.mark.parametrize("verb", WITH_PACKAGE)
def test_path_and_option_name_the_same_package(
    annexes: Run, copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    by_default = ["--sandbox"] if verb.startswith("publish") else []
    command = [*verb.split(), *by_default]
    monkeypatch.chdir(copy)
    here = annexes(*command)
    assert here.exit_code == 0, here.output
    monkeypatch.chdir(tmp_path)
    for package in (copy, copy / "datapackage.json"):
        assert annexes(*command, package).stdout == here.stdout
        assert annexes(*command, "-C", package).stdout == here.stdout


@pytest.mark.parametrize("verb", [*WITH_PACKAGE, "serve", "release 1.1.0"])
def test_two_packages_are_one_too_many(annexes: Run, copy: Path, tmp_path: Path, verb: str) -> None:
    result = annexes(*verb.split(), copy, "-C", tmp_path)
    assert result.exit_code == 2
    assert "two packages are named" in result.stderr


def test_every_verb_that_has_a_package_takes_it_as_an_option(annexes: Run) -> None:
    """A document, a zip and the name of a check have none."""
    without = [verb for verb in VERBS if "-C" not in annexes(verb, "--help").output]
    assert without == ["tables", "publish", "verify", "explain-check"]
    for portal in ("zenodo", "ckan"):
        assert "-C" in annexes("publish", portal, "--help").output


# ── where there is no POSIX ─────────────────────────────────────────────────────────────────

ELSEWHERE = """
import sys
sys.modules |= dict.fromkeys(("fcntl", "resource", "pwd", "grp", "termios"))
import annexes.cli as c
c.POSIX = False
c.main()
"""


@pytest.mark.parametrize("command", [[], ["build"], ["info"]], ids=" ".join)
def test_without_posix_the_door_says_so(root: Path, command: list[str]) -> None:
    """Help is there, of every verb: nothing dies on an import."""

    def ask(*arguments: str) -> subprocess.CompletedProcess[str]:
        process = [sys.executable, "-c", ELSEWHERE, *arguments]
        return subprocess.run(process, cwd=root, capture_output=True, text=True, check=False)

    helped = ask(*command, "--help")
    assert (helped.returncode, helped.stderr) == (0, "")
    assert "Usage: annexes" in helped.stdout
    if command:
        refused = ask(*command)
        assert refused.returncode == 2
        assert "it needs Linux or macOS" in refused.stderr
        assert "Subsystem for Linux" in refused.stderr
