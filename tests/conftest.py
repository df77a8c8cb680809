"""Fixtures: a small package with its recipe and its document, and copies of it to damage.

The package is tests/fixtures/ship-inspections: a made-up answer of a made-up parliament, built by
`annexes build -C tests/fixtures/ship-inspections`. The engine's tests know no other; those of the
real one lie in tests/rrk_nrw/.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from annexes.base.errors import DocumentError, Problem
from annexes.cli import application
from annexes.exports.export import export
from annexes.package.disk import open_package
from annexes.reading.codes.code_list import CodeList, codes_of
from annexes.reading.extract import extract
from annexes.reading.understood_rows import Extraction
from annexes.recipe.recipe import Recipe, load_recipe

REPOSITORY = Path(__file__).parents[1]
PACKAGE = REPOSITORY / "tests" / "fixtures" / "ship-inspections"
SHARED = REPOSITORY.parent / "shared"


MACHINE = "ANNEXES_DEBUG COLUMNS FORCE_COLOR NO_COLOR GIT_DIR GIT_WORK_TREE LANGUAGE PYTHONHASHSEED"
"""What a machine may say in its environment, and no test may hear."""


@pytest.fixture(scope="session", autouse=True)
def as_on_every_machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Neither the language, the mask for new files, the git nor the journals of who runs this."""
    mask = os.umask(0o022)
    with pytest.MonkeyPatch.context() as environment:
        for name in (*MACHINE.split(), "SOURCE_DATE_EPOCH", "ZENODO_TOKEN", "CKAN_TOKEN"):
            environment.delenv(name, raising=False)
        environment.setenv("LC_ALL", "C.UTF-8")
        environment.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        environment.setenv("GIT_CONFIG_NOSYSTEM", "1")
        environment.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield
    os.umask(mask)


@pytest.fixture(scope="session")
def repository() -> Path:
    """The checkout, for tests of what lies in it beside the engine."""
    return REPOSITORY


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the small package; a test that changes it works on a copy."""
    return PACKAGE


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real documents beside the project; what needs it skips without it."""
    if not SHARED.is_dir():
        pytest.skip("../shared with the source documents is not here")
    return SHARED


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
def copy(root: Path, tmp_path: Path) -> Path:
    """A copy of the package with its recipe, to build in and to damage."""
    return Path(shutil.copytree(root, tmp_path / "copy"))


@pytest.fixture(scope="session")
def exported(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with all exports of the package; a test that changes it works on a copy."""
    out = tmp_path_factory.mktemp("exported")
    export(open_package(root), out)
    return out


@pytest.fixture
def annexes() -> Callable[..., Result]:
    """Run the command line in this process."""
    return lambda *args: CliRunner().invoke(application(), [str(arg) for arg in args])
