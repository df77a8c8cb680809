"""The round trip must notice every figure and name that is not the one in the source."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from annexes.base.errors import Problem
from annexes.building.check_roundtrip import check_round_trip
from annexes.package.disk import open_package
from annexes.reading.model import Extraction
from annexes.recipe.recipe import Recipe

Table = list[dict[str, str]]


@pytest.fixture
def tables(root: Path) -> tuple[Table, Table]:
    package = open_package(root)
    return package.records("cases"), package.records("provenance")


@pytest.fixture
def problems(
    read: Callable[[str], Extraction], source: str, recipe: Recipe
) -> Callable[[Table, Table], list[Problem]]:
    extraction = read(source)
    return lambda facts, traces: list(
        check_round_trip(extraction, recipe.editions[0], facts, traces)
    )


def test_the_package_renders_its_source(problems, tables) -> None:
    assert problems(*tables) == []


def row(table: Table, area: str, code: str) -> dict[str, str]:
    return next(r for r in table if r["area"] == area and r["nationality"] == code)


def test_another_figure_is_noticed_at_its_line(problems, tables) -> None:
    row(tables[0], "municipal", "MAR")["accompanied"] = "110"
    (problem,) = problems(*tables)
    assert problem.place.line == 55
    assert problem.problem == "the source has '109' where the resources say '110'"


def test_figures_in_the_wrong_columns_are_noticed(problems, tables) -> None:
    fact = row(tables[0], "amit", "DZA")
    fact["accompanied"], fact["returned"] = fact["returned"], fact["accompanied"]
    assert problems(*tables)


def test_another_name_is_noticed(problems, tables) -> None:
    row(tables[1], "amit", "BIH")["name_printed"] = "Bosnien und Herzegowina"
    assert problems(*tables)[0].problem.startswith("the source has 'u.'")


def test_a_lost_row_is_noticed(problems, tables) -> None:
    tables[1].remove(row(tables[1], "state-facility", "XXX"))
    assert problems(*tables)[0].problem.startswith("the source has 'XXX'")
