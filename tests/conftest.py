"""Fixtures: the real recipe and the real document, and copies of the package to damage."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from annexes.base.errors import DocumentError, Problem
from annexes.cli import application
from annexes.exports.export import export
from annexes.package.disk import open_package
from annexes.reading.codes.code_list import CodeList
from annexes.reading.extract import extract
from annexes.reading.model import Extraction
from annexes.recipe.recipe import Recipe, load_recipe

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real documents beside the project; what needs it skips without it."""
    if not SHARED.is_dir():
        pytest.skip("../shared with the source documents is not here")
    return SHARED


@pytest.fixture(scope="session")
def recipe() -> Recipe:
    return load_recipe(ROOT)


@pytest.fixture(scope="session")
def codes(recipe: Recipe) -> CodeList:
    return CodeList(recipe.code_lists(), recipe.package.codes)


@pytest.fixture(scope="session")
def source(recipe: Recipe) -> str:
    """The text of the annexes."""
    return (ROOT / recipe.editions[0].document.file).read_text("utf-8")


@pytest.fixture
def read(tmp_path: Path, recipe: Recipe, codes: CodeList) -> Callable[[str | bytes], Extraction]:
    """Read a text as the document of the first edition."""

    def read_text(text: str | bytes) -> Extraction:
        path = tmp_path / "document.txt"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return extract(path, recipe.editions[0], recipe, codes)

    return read_text


@pytest.fixture
def refusal(read: Callable[[str | bytes], Extraction]) -> Callable[[str | bytes], list[Problem]]:
    """The problems for which a text is refused."""

    def problems(text: str | bytes) -> list[Problem]:
        with pytest.raises(DocumentError) as caught:
            read(text)
        return list(caught.value.problems)

    return problems


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the package with its recipe, to build in and to damage."""
    target = tmp_path / "copy"
    for folder in ("data", "schema", "scripts/recipes"):
        shutil.copytree(ROOT / folder, target / folder)
    shutil.copy(ROOT / "datapackage.json", target)
    return target


@pytest.fixture(scope="session")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with all exports of the package; a test that changes it works on a copy."""
    out = tmp_path_factory.mktemp("exported")
    export(open_package(ROOT), out)
    return out


@pytest.fixture
def annexes() -> Callable[..., Result]:
    """Run the command line in this process."""
    return lambda *args: CliRunner().invoke(application(), [str(arg) for arg in args])
