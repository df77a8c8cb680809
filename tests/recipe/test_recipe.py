"""A recipe is typed in by people: every slip is an error with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from annexes.base.errors import RecipeError, UsageError
from annexes.recipe.recipe import load_recipe

EDITION = "scripts/recipes/2021-q1.toml"
PACKAGE = "scripts/recipes/package.toml"


def slip(copy: Path, file: str, old: str, new: str) -> str:
    path = copy / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(RecipeError) as caught:
        load_recipe(copy)
    return str(caught.value)


def line_of(copy: Path, file: str, text: str) -> int:
    lines = (copy / file).read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if text in line)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (EDITION, 'label = "Anlage 2"', 'lable = "Anlage 2"', "annex 2: unknown key 'lable'"),
        (
            EDITION,
            "pages = 2",
            'pages = "2"',
            "annex 'Anlage 1', pages: it must be a whole number, and is a text",
        ),
        (EDITION, "pages = 2", "pages = 0", "annex 'Anlage 1', pages: "),
        (
            EDITION,
            'reason = "short form"',
            'reason = "why not"',
            "reason: 'why not' is none of its values",
        ),
        (EDITION, "rows = 14", "rows = -1", "expect, annex 'Anlage 1', rows: "),
        (PACKAGE, 'version = "1.0.0"', 'version = "1.0"', "version: "),
        (
            PACKAGE,
            'status = "user-assigned"',
            "status = 9303",
            "status: it must be a text, and is a whole number",
        ),
        (PACKAGE, 'name = "ship-inspections"', 'name = "ship-inspections', "Illegal character"),
    ],
)
def test_a_slip_is_named_with_its_line(
    copy: Path, file: str, old: str, new: str, said: str
) -> None:
    message = slip(copy, file, old, new)
    assert said in message
    assert f"{Path(file).name}, line {line_of(copy, file, new)}" in message


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (EDITION, 'edition = "2021-q1"', 'edition = "2021-q2"', "the file is 2021-q1.toml"),
        (
            EDITION,
            'label = "Anlage 3"',
            'label = "Anlage 2"',
            "two annexes have the label 'Anlage 2'",
        ),
        (EDITION, '"Anlage 3"]]', '"Anlage 4"]]', "'Anlage 4' is not the label"),
        (EDITION, "sums = [163, 20]", "sums = [20]", "every count column, in order: inspected"),
        (PACKAGE, 'reads = "code-name"', 'reads = "count"', "must begin with one of"),
    ],
)
def test_parts_that_contradict_each_other(
    copy: Path, file: str, old: str, new: str, said: str
) -> None:
    assert said in slip(copy, file, old, new)


def test_a_missing_table_is_named(copy: Path) -> None:
    path = copy / EDITION
    head = path.read_text("utf-8").partition("[expect]")[0]
    path.write_text(head, "utf-8")
    with pytest.raises(RecipeError, match="'expect' is missing"):
        load_recipe(copy)


def test_a_recipe_that_is_not_utf_8(copy: Path) -> None:
    (copy / PACKAGE).write_bytes("ä".encode("latin-1"))
    with pytest.raises(RecipeError, match="cannot read the recipe"):
        load_recipe(copy)


def test_no_recipe_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no recipe here"):
        load_recipe(tmp_path)
