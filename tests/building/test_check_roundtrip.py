"""The round trip must notice every figure and name that is not the one in the source."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from annexes.base.errors import Problem
from annexes.building.check_roundtrip import TracedFacts, check_round_trip
from annexes.package.disk import open_package
from annexes.reading.understood_rows import Extraction
from annexes.recipe.recipe import Recipe
from drawing import table_pdf

Table = list[dict[str, str]]


@pytest.fixture
def tables(root: Path) -> tuple[Table, Table]:
    package = open_package(root)
    return package.records("inspections"), package.records("provenance")


@pytest.fixture
def problems(
    read: Callable[[str], Extraction], source: str, recipe: Recipe
) -> Callable[[Table, Table], list[Problem]]:
    extraction = read(source)
    keys = {"inspections": ["period", "area", "flag"]}
    return lambda facts, traces: list(
        check_round_trip(
            extraction, recipe.editions[0], TracedFacts({"inspections": facts}, traces, keys)
        )
    )


def test_the_package_renders_its_source(problems, tables) -> None:
    assert problems(*tables) == []


def row(table: Table, area: str, code: str) -> dict[str, str]:
    return next(r for r in table if r["area"] == area and r["flag"] == code)


def test_another_figure_is_noticed_at_its_line(problems, tables) -> None:
    row(tables[0], "sea-ports", "LBR")["inspected"] = "32"
    (problem,) = problems(*tables)
    assert problem.place.line == 16
    assert problem.problem == "the source has '31' where the resources say '32'"


def test_figures_in_the_wrong_columns_are_noticed(problems, tables) -> None:
    fact = row(tables[0], "tankers", "PAN")
    fact["inspected"], fact["detained"] = fact["detained"], fact["inspected"]
    assert problems(*tables)


def test_another_name_is_noticed(problems, tables) -> None:
    row(tables[1], "sea-ports", "GBR")["name_printed"] = "Vereinigtes Königreich"
    assert problems(*tables)[0].problem.startswith("the source has 'Großbritannien'")


def test_a_lost_row_is_noticed(problems, tables) -> None:
    tables[1].remove(row(tables[1], "inland-ports", "XZZ"))
    assert problems(*tables)[0].problem.startswith("the source has 'XZZ'")


def test_a_dot_in_place_of_a_figure_is_not_one_of_those_that_lead_to_it(
    tmp_path: Path, annexes: Callable[..., Result]
) -> None:
    dots = " . . . . . . . . ."
    rows = [
        ["Land", "Fälle", "Anteil"],
        [f"Polen{dots}", "17", "8,5"],
        [f"Malta{dots}", ".", "1,5"],
    ]
    path = tmp_path / "document.pdf"
    path.write_bytes(table_pdf([*rows, [f"Irak{dots}", "2.808", "90,0"]], ruled=False))
    told = annexes("new", path, tmp_path / "package")
    assert told.exit_code == 0, told.stdout
    records = open_package(tmp_path / "package").records("figures")
    assert [row["faelle"] for row in records] == ["2808", "", "17"]
