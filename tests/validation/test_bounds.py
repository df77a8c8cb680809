"""What a hostile table may cost."""

from __future__ import annotations

import json
import time
from collections import Counter
from pathlib import Path

import pytest

from annexes.validation.bounds import CELL, COLUMNS, may_be_costly
from annexes.validation.validate import Options, validate
from annexes.validation.wording import message_of
from validation.case import of_frictionless, one_table

ENGINES = [
    Options(small=0),
    Options(small=0, plain=False),
    Options("frictionless"),
]
NEVER = "a" * 90 + "!"
PATTERNS = [
    "(a+)+", "(?=a)(a+)+", "(a|a)*", "a*a*a*a*a*a*a*a*b", "(a|a)" * 40, "((a|a){9}){9}",
    "a?" * 40 + "a" * 40, "a*a*b",
]  # fmt: skip
COSTLY = {"name": "a", "type": "string", "constraints": {"pattern": "(a+)+"}}


@pytest.mark.parametrize("options", ENGINES, ids=["plain", "read", "frictionless"])
@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_that_never_ends_is_stopped(
    tmp_path: Path, options: Options, pattern: str
) -> None:
    field = COSTLY | {"constraints": {"pattern": pattern}}
    cell = {"(": NEVER, "a?": "a" * 39 + "!", "a*": "a" * 200}.get(pattern[:2], NEVER)
    cell = "a" * 100_000 if pattern == "a*a*b" else cell
    path = one_table("never", f"a\naaa\n{cell}\n", [field]).write(tmp_path)
    start = time.monotonic()
    report = validate(path, options)
    assert time.monotonic() - start < 20
    (found,) = report.beyond
    assert (found.type, found.resource, found.label) == ("too-costly", "table", "a")
    assert found.row in (3, None)
    assert not report.ok


@pytest.mark.parametrize("options", ENGINES, ids=["plain", "read", "frictionless"])
def test_the_same_pattern_is_checked_where_it_ends(tmp_path: Path, options: Options) -> None:
    path = one_table("ends", "a\naaa\nb\n", [COSTLY]).write(tmp_path)
    report = validate(path, options)
    assert [finding.place[1:] for finding in report.findings] == [("constraint-error", 3, 1)]
    assert not report.beyond


def test_the_key_of_a_row_is_not_read_with_a_costly_pattern(tmp_path: Path) -> None:
    case = one_table("key", f"a\naaa\n{NEVER}\n", [COSTLY], schema={"primaryKey": ["a"]})
    report = validate(case.write(tmp_path), Options(small=0))
    assert [finding.type for finding in report.beyond] == ["too-costly"]


@pytest.mark.parametrize(
    ("pattern", "costly"),
    [
        ("(a+)+", True),
        ("([A-Z]+-)*[A-Z]+", True),
        ("(a|b)*", True),
        ("(a{2,})+", True),
        (".*.*.*", True),
        ("[A-Z]{3}", False),
        (r"\d+(\.\d+)?", False),
        ("(a|b)", False),
        ("a*a*", False),
        ("(?:[A-Z]{2}){3}", False),
        ("((a|a){9}){9}", True),
        ("a?" * 20, True),
        ("(a|b)" * 20, True),
        ("[(+*]+", False),
        (r"\(+\)+", False),
        ("Ref-[0-9]+", False),
    ],
)
def test_patterns_that_are_tried_with_an_alarm(pattern: str, costly: bool) -> None:
    assert may_be_costly(pattern) == costly


@pytest.mark.parametrize("options", ENGINES, ids=["plain", "read", "frictionless"])
@pytest.mark.parametrize("row", [200, 2], ids=["deep", "at the beginning"])
def test_a_row_that_is_too_wide_is_not_read(tmp_path: Path, options: Options, row: int) -> None:
    lines = ["a", *["x"] * 250]
    lines[row - 1] = "," * (COLUMNS + 1)
    case = one_table("wide", "\n".join(lines) + "\n", [{"name": "a", "type": "string"}])
    (found,) = validate(case.write(tmp_path), options).beyond
    assert (found.type, found.row) == ("too-costly", row)


@pytest.mark.parametrize("options", ENGINES, ids=["plain", "read", "frictionless"])
@pytest.mark.parametrize("cell", ['"' + "1 2,\n" * COLUMNS + '"', '"' + "1 2," * COLUMNS + '"'])
def test_delimiters_within_a_cell_make_no_row_wide(
    tmp_path: Path, options: Options, cell: str
) -> None:
    field = {"name": "a", "type": "string"}
    case = one_table("cell", f"a,b\nx,{cell}\n", [field, {"name": "b", "type": "integer"}])
    report = validate(case.write(tmp_path), options)
    assert not report.beyond
    assert [finding.place[1:] for finding in report.findings] == [("type-error", 2, 2)]


@pytest.mark.parametrize("options", ENGINES, ids=["plain", "read", "frictionless"])
@pytest.mark.parametrize("missing", [[""], ["-"]], ids=["alike", "read otherwise"])
def test_the_pattern_of_a_table_that_a_key_leads_to(
    tmp_path: Path, options: Options, missing: list[str]
) -> None:
    key = {"fields": "a", "reference": {"resource": "codes", "fields": "a"}}
    own = {"foreignKeys": [key], "missingValues": missing}
    case = one_table("key", "a\naaa\n", [{"name": "a", "type": "string"}], schema=own)
    path = case.write(tmp_path)
    package = json.loads(path.read_bytes())
    package["resources"] += [{"name": "codes", "path": "codes.csv", "schema": {"fields": [COSTLY]}}]
    path.write_text(json.dumps(package), "utf-8")
    (tmp_path / "codes.csv").write_text(f"a\naaa\n{NEVER}\n")
    start = time.monotonic()
    report = validate(path, options)
    assert time.monotonic() - start < 20
    assert {finding.resource for finding in report.beyond} == {"codes"}


@pytest.mark.parametrize("options", ENGINES, ids=["plain", "read", "frictionless"])
def test_a_delimiter_that_is_never_found(tmp_path: Path, options: Options) -> None:
    data = "a,b\nx," + "'a " * 100_000 + "\n"
    field = {"name": "a", "type": "string"}
    path = one_table("quotes", data, [field, field | {"name": "b"}]).write(tmp_path)
    start = time.monotonic()
    (found,) = validate(path, options).beyond
    assert time.monotonic() - start < 20
    assert (found.type, found.resource) == ("too-costly", "table")
    assert message_of(found.message, "de") != found.message


def test_a_row_as_wide_as_may_be_is_read(tmp_path: Path) -> None:
    case = one_table("wide", "a\n" + "," * 100 + "\n", [{"name": "a", "type": "string"}])
    path = case.write(tmp_path)
    assert Counter(f.place for f in validate(path, Options(small=0)).findings) == of_frictionless(
        path
    )


@pytest.mark.parametrize("options", ENGINES, ids=["plain", "read", "frictionless"])
def test_a_quote_that_is_never_closed_does_not_fill_the_memory(
    tmp_path: Path, options: Options
) -> None:
    data = "a\nx\n" + "y\n" * 300 + '"' + "z\n" * (CELL // 2 + 10)
    case = one_table("quote", data, [{"name": "a", "type": "string"}])
    report = validate(case.write(tmp_path), options)
    assert [finding.type for finding in report.findings] == ["source-error"]
    assert "field larger than field limit" in report.findings[0].message


def test_trusted_lifts_the_bounds(tmp_path: Path) -> None:
    case = one_table("wide", "a\n" + "," * (COLUMNS + 1) + "\n", [{"name": "a", "type": "string"}])
    path = case.write(tmp_path)
    report = validate(path, Options(small=0, trusted=True, limit=5))
    assert not report.beyond
    assert {finding.type for finding in report.findings} == {"blank-row"}
