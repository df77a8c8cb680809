"""The figures of the three annexes, as they were counted by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from annexes.package.disk import open_package
from annexes.reading.codes.code_list import CodeList
from annexes.reading.understood_rows import Extraction, Row
from annexes.recipe.recipe import Recipe
from golden import unlike

Read = Callable[[str], Extraction]
RAW = "data/raw/2022-h1/drucksache-ka42-anlagen.txt"


def figures(extraction: Extraction) -> list[tuple[object, ...]]:
    return [(row.annex, row.key, row.name, *row.figures.values()) for row in extraction.rows]


# ── the document ────────────────────────────────────────────────────────────────────────────


def count(row: Row, column: str) -> int:
    figure = row.figures[column]
    assert isinstance(figure, int)
    return figure


def test_rows_and_sums_are_those_of_the_document(read: Read, source: str) -> None:
    """Kleine Anfrage 1093 (20.01.2023) quotes the returns independently: 65, 40, 26."""
    rows = read(source).rows
    sums = [
        (
            len(own),
            sum(count(row, "accompanied") for row in own),
            sum(count(row, "returned") for row in own),
        )
        for number in range(3)
        for own in [[row for row in rows if row.annex == number]]
    ]
    assert sums == [(79, 1826, 65), (48, 215, 40), (48, 810, 26)]


def test_pages_are_counted_from_the_first_annex_page(read: Read, source: str) -> None:
    pages = [row.place.page for row in read(source).rows]
    assert [pages.count(page) for page in (1, 2, 3, 4)] == [46, 33, 48, 48]


def test_the_whole_document_gives_the_same_rows(read: Read, source: str, shared: Path) -> None:
    whole = (shared / "source" / "drucksache-ka42.txt").read_text("utf-8")
    assert figures(read(whole)) == figures(read(source))


def test_the_annex_pages_are_kept_byte_for_byte(source: str, shared: Path) -> None:
    whole = (shared / "source" / "drucksache-ka42.txt").read_bytes()
    assert whole.endswith(source.encode())
    assert b"Anlage zu Frage" not in whole.removesuffix(source.encode())


def test_every_alias_of_the_recipe_is_needed(codes: CodeList, recipe: Recipe) -> None:
    aliases = recipe.editions[0].aliases
    assert len(aliases) == 9
    assert not [alias.code for alias in aliases if codes.agrees(alias.code, alias.printed, [])]


# ── the package ─────────────────────────────────────────────────────────────────────────────


def test_the_package_on_disk_is_what_its_recipe_builds(root: Path) -> None:
    assert unlike(root) == []


def test_every_figure_is_traced_to_its_line(
    annexes: Callable[..., Result], root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    lines = Path(RAW).read_text("utf-8").split("\n")
    codes = {line[:3] for line in lines if line[:3].isupper() and line[-1:].isdigit()}
    traces = [
        figure["trace"]
        for code in sorted(codes)
        for figure in json.loads(annexes("explain", code, "--json").stdout)["figures"]
    ]
    assert len(traces) == 175
    for trace in traces:
        assert lines[trace["place"]["line"] - 1] == trace["text"]
        words = trace["text"].split()
        row = trace["row"]
        figures = [row["accompanied"], row["returned"]]
        assert [words[0], *words[-2:]] == [row["nationality"], *figures]


def test_figures_of_the_text_are_in_the_package_as_stated(root: Path) -> None:
    rows = {
        (r["as_of"], r["measure"]): r["value"] for r in open_package(root).records("milestones")
    }
    assert rows == {
        ("2022-01-31", "conferences-held"): "183",
        ("2022-01-31", "returned"): "43",
        ("2022-06-30", "cases-recorded"): "1353",
        ("2022-06-30", "cases-with-conference"): "264",
        ("2022-06-30", "returned"): "77",
    }


def test_namibia_keeps_its_code_and_kosovo_has_no_number(root: Path) -> None:
    countries = {row["code"]: row for row in open_package(root).records("countries")}
    assert (countries["NAM"]["alpha_2"], countries["AFG"]["numeric"]) == ("NA", "004")
    assert (countries["XKX"]["alpha_2"], countries["XKX"]["numeric"]) == ("", "")


def test_the_package_is_valid_and_sums_up_as_counted(
    annexes: Callable[..., Result], root: Path
) -> None:
    validated = annexes("validate", root)
    assert validated.stdout.splitlines()[-1] == "VALID: rrk-nrw, 8 resources, 622 rows."
    summary = json.loads(annexes("info", "-C", root, "--json").stdout)
    assert {s["area"]: (s["rows"], s["accompanied"], s["returned"]) for s in summary["sums"]} == {
        "municipal": (79, 1826, 65),
        "state-facility": (48, 215, 40),
        "amit": (48, 810, 26),
    }
    assert len(summary["findings"]) == 11
