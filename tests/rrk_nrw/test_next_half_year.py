"""Whoever adds the next half-year as the README says needs no code and breaks no engine's test.

The second half-year is made up: the same three annexes, drawn as a PDF, with other figures.
"""

from __future__ import annotations

import dataclasses
import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from annexes.building.build import build
from annexes.history.explain import explain
from annexes.package.disk import open_package
from annexes.reading.codes.code_list import codes_of
from annexes.reading.extract import extract
from annexes.reading.understood_rows import Row
from annexes.recipe.edition import EditionRecipe
from annexes.recipe.recipe import load_recipe
from annexes.validation.validate import validate
from drawing import RULED, draw_annexes

FIRST, SECOND = "2022-h1", "2022-h2"
ADAPTED = {
    "2022-h1": "2022-h2",
    "2022-H1": "2022-H2",
    "nrw-18-ka-42": "nrw-18-ka-2000",
    "Kleine Anfrage 42": "Kleine Anfrage 2000",
    "18/97": "18/2345",
    "answered = 2022-08-18": "answered = 2023-02-20",
    "drucksache-ka42-anlagen.txt": "anlagen.pdf",
    "1. JH 2022 (01.01.2022 - 30.06.2022)": "2. JH 2022 (01.07.2022 - 31.12.2022)",
    "2022-01-01": "2022-07-01",
    "2022-01-31": "2022-07-31",
    "2022-06-30": "2022-12-31",
    "1. Halbjahr": "2. Halbjahr",
    "first half of": "second half of",
    "sums = [1826, ": "sums = [1905, ",
    "sums = [215, ": "sums = [263, ",
    "sums = [810, ": "sums = [858, ",
}
"""What a person adapts in the copied recipe, typed in and counted by hand."""


def test_no_other_test_knows_the_dataset(repository: Path) -> None:
    """Its names, all of them taken from its own recipe."""
    recipe = load_recipe(repository)
    edition = recipe.editions[0]
    areas = [annex.values["area"] for annex in edition.annexes]
    names = [recipe.package.name, edition.edition, edition.document.id, *areas]
    mention = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in names))
    tests = repository / "tests"
    own = {tests / "rrk_nrw", tests / "bench"}
    knowing = [
        f"{path.relative_to(tests)}: {found[0]}"
        for path in sorted(tests.rglob("*.py"))
        if not own & set(path.parents) and path.name != "test_house.py"
        for found in [mention.search(path.read_text("utf-8"))]
        if found
    ]
    assert knowing == []


@pytest.fixture(scope="module")
def grown(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository with the second half-year, added by the steps of the README."""
    root = tmp_path_factory.mktemp("grown") / "repository"
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=repository, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("this is no checkout of git, so what belongs to it is not known")
    for name in filter(None, listed.stdout.split("\0")):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(repository / name, root / name)
    add_second_half_year(root)
    return root


def add_second_half_year(root: Path) -> None:
    """Step by step as the README says: a recipe, a document, and the figures counted by hand."""
    path = root / "scripts" / "recipes" / f"{SECOND}.toml"
    text = (path.parent / f"{FIRST}.toml").read_text("utf-8")
    for old, new in ADAPTED.items():
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, "utf-8")
    first, second = load_recipe(root).editions
    document = root / second.document.file
    document.parent.mkdir()
    document.write_bytes(drawn(root, first, second))
    was = hashlib.sha256((root / first.document.file).read_bytes()).hexdigest()
    now = hashlib.sha256(document.read_bytes()).hexdigest()
    path.write_text(text.replace(was, now), "utf-8")


def drawn(root: Path, first: EditionRecipe, second: EditionRecipe) -> bytes:
    """The annexes of the second half-year: one case more in every row."""
    recipe = load_recipe(root)
    codes = codes_of(recipe)
    read = extract(root / first.document.file, first, recipe, codes)
    rows = tuple(map(one_case_more, read.rows))
    return draw_annexes(dataclasses.replace(read, rows=rows), second, RULED)


def one_case_more(row: Row) -> Row:
    was = row.figures["accompanied"]
    assert isinstance(was, int)
    return dataclasses.replace(row, figures={**row.figures, "accompanied": was + 1})


def test_the_second_half_year_is_read_traced_and_valid(grown: Path) -> None:
    assert "data/cases.csv" in build(grown).changed
    assert validate(grown).ok
    cases = open_package(grown).records("cases")
    sums = {
        (period, area): sum(
            int(row["accompanied"]) for row in cases if row_of(row) == (period, area)
        )
        for period, area in {row_of(row) for row in cases}
    }
    assert sums == {
        ("2022-H1", "municipal"): 1826,
        ("2022-H1", "state-facility"): 215,
        ("2022-H1", "amit"): 810,
        ("2022-H2", "municipal"): 1905,
        ("2022-H2", "state-facility"): 263,
        ("2022-H2", "amit"): 858,
    }
    found = explain(open_package(grown), "MAR", {"area": "municipal", "period": "2022-H2"})
    traces = [figure.trace for figure in found.figures]
    assert [(one.text, one.place.page) for one in traces] == [("MAR Marokko 110 0", 1)]


def row_of(row: dict[str, str]) -> tuple[str, str]:
    return row["period"], row["area"]


@pytest.mark.slow
def test_the_tests_of_the_engine_stay_green(grown: Path) -> None:
    build(grown)
    command = [sys.executable, "-m", "pytest", "--quiet", "--ignore=tests/rrk_nrw"]
    done = subprocess.run(
        [*command, "-p", "no:cacheprovider"],
        cwd=grown,
        env={name: value for name, value in os.environ.items() if "PYTEST" not in name},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-5000:]
