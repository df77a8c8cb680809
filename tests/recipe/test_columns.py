"""Slips in an edited recipe: each is one error, in the recipe's words, with its line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from annexes.base.errors import AnnexesError, Problem
from annexes.building.build import build
from annexes.recipe.recipe import load_recipe

RECIPE = "scripts/recipes/package.toml"
EDITION = "scripts/recipes/2021-q1.toml"
Slip = Callable[[str, str, str], Problem]


@pytest.fixture
def slip(copy: Path) -> Slip:
    """The only problem of the package after a text of a recipe was replaced."""

    def edited(file: str, old: str, new: str) -> Problem:
        path = copy / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
        with pytest.raises(AnnexesError) as caught:
            build(copy)
        (problem,) = caught.value.problems
        return problem

    return edited


def line_of(copy: Path, file: str, text: str) -> int:
    lines = (copy / file).read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if text in line)


def test_a_column_named_twice(slip: Slip, copy: Path) -> None:
    problem = slip(RECIPE, 'name = "detained"', 'name = "inspected"')
    assert problem.problem == "two columns of 'inspections' are named 'inspected'"
    lines = (copy / RECIPE).read_text("utf-8").splitlines()
    assert lines[(problem.place.line or 0) - 1] == 'name = "inspected"'


def test_a_reference_to_a_column_that_is_not_there(slip: Slip, copy: Path) -> None:
    problem = slip(RECIPE, 'refers_to = "areas.area"', 'refers_to = "areas.aera"')
    assert problem.problem == "'area' refers to 'areas.aera', which is not there"
    assert problem.place.line == line_of(copy, RECIPE, "areas.aera")


def test_a_key_of_a_column_that_is_not_there(slip: Slip, copy: Path) -> None:
    problem = slip(RECIPE, 'key = ["area"]', 'key = ["aera"]')
    assert problem.problem == "the key of 'areas' names 'aera', which is no column of it"
    assert problem.place.line == line_of(copy, RECIPE, 'key = ["aera"]')


def test_a_table_that_is_not_there(slip: Slip, copy: Path) -> None:
    old = 'label = "Anlage 2"'
    problem = slip(EDITION, old, f'{old}\nresource = "harbours"')
    assert problem.problem == "'Anlage 2' fills 'harbours', which no annex can fill"
    assert problem.place.line == line_of(copy, EDITION, 'resource = "harbours"')


def test_a_heading_for_a_column_that_is_not_there(slip: Slip) -> None:
    old = 'label = "Anlage 2"'
    problem = slip(EDITION, old, f'{old}\nheadings = {{ ships = "Schiffe" }}')
    assert problem.problem == "'Anlage 2' has no column 'ships'"


def test_a_title_in_one_language_only(slip: Slip, copy: Path) -> None:
    old = 'title = { en = "Areas", de = "Bereiche" }'
    problem = slip(RECIPE, old, 'title = { en = "Areas" }')
    assert problem.problem == "resource 'areas', title: 'de' is missing"
    assert problem.place.line == line_of(copy, RECIPE, 'title = { en = "Areas" }')


def test_a_merge_of_tables_whose_columns_differ(slip: Slip, copy: Path) -> None:
    old = 'label = "Anlage 3"'
    columns = (
        '{ name = "flag", header = "Flagge", reads = "code-name" }, '
        '{ name = "tons", header = "Tonnen", reads = "count" }'
    )
    problem = slip(EDITION, old, f"{old}\nlayout = {{ column = [{columns}] }}")
    assert problem.problem == "'tons', a column of 'Anlage 3', is no column of 'inspections'"
    assert problem.place.line == line_of(copy, EDITION, "layout = {")


def test_annexes_that_nothing_tells_apart(slip: Slip) -> None:
    problem = slip(EDITION, 'values = { area = "tankers" }', 'values = { area = "inland-ports" }')
    assert problem.problem.startswith("7 rows of 'inspections' stand there more than once")
    assert "values = { … }" in problem.hint


def test_a_declared_column_needs_no_more_than_its_name(copy: Path) -> None:
    path = copy / EDITION
    text = path.read_text("utf-8")
    text = text.replace(
        'values = { period = "2021-Q1" }', 'values = { period = "2021-Q1", sea = "yes" }'
    )
    path.write_text(text, "utf-8")
    build(copy)
    header = (copy / "data/inspections.csv").read_text("utf-8").splitlines()[0]
    assert header == "sea,period,area,flag,inspected,detained"
    header = (copy / "data/provenance.csv").read_text("utf-8").splitlines()[0]
    assert header.startswith("sea,period,area,flag,document,annex")


def test_a_column_is_renamed_in_one_place(copy: Path) -> None:
    path = copy / RECIPE
    text = path.read_text("utf-8").replace('"detained"', '"held"')
    path.write_text(text, "utf-8")
    changed = build(copy).changed
    assert {"data/inspections.csv", "schema/inspections.json", "datapackage.json"} <= set(changed)
    assert [column.name for column in load_recipe(copy).editions[0].layout(0).counts] == [
        "inspected",
        "held",
    ]
