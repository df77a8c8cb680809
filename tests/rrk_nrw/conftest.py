"""Fixtures: the package of this repository, its recipe, its document, and copies to damage."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from annexes.reading.codes.code_list import CodeList, codes_of
from annexes.recipe.recipe import Recipe, load_recipe


@pytest.fixture(scope="session")
def root(repository: Path) -> Path:
    """The folder of the package is the repository."""
    return repository


@pytest.fixture(scope="session")
def recipe(root: Path) -> Recipe:
    return load_recipe(root)


@pytest.fixture(scope="session")
def codes(recipe: Recipe) -> CodeList:
    return codes_of(recipe)


@pytest.fixture(scope="session")
def source(root: Path, recipe: Recipe) -> str:
    """The text of the annexes."""
    return (root / recipe.editions[0].document.file).read_text("utf-8")


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    """A copy of what makes the package: its recipe, schemas, document and built files."""
    target = tmp_path / "copy"
    for folder in ("data", "schema", "scripts/recipes"):
        shutil.copytree(root / folder, target / folder)
    shutil.copy(root / "datapackage.json", target)
    return target
