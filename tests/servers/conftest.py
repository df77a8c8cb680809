"""One portal for all tests of a module; what it said is shown with a test that fails."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from servers.ckan import Ckan, running_ckan
from servers.invenio import Invenio, running_invenio
from servers.packages import edition
from servers.processes import Household


@pytest.fixture(scope="session")
def home() -> Iterator[Path]:
    """A folder that other users may enter: PostgreSQL runs as one. pytest's own are closed."""
    folder = Path(tempfile.mkdtemp(prefix="annexes-servers-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def ckan(repository: Path, home: Path) -> Iterator[Ckan]:
    with running_ckan(repository, _room(home, "ckan")) as portal:
        yield portal


@pytest.fixture(scope="module")
def invenio(repository: Path, home: Path) -> Iterator[Invenio]:
    with running_invenio(repository, _room(home, "invenio")) as portal:
        yield portal


@pytest.fixture(scope="session")
def package(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package, version 1.0.0."""
    return edition(root, tmp_path_factory.mktemp("package") / "1.0.0", "1.0.0")


@pytest.fixture(scope="session")
def later(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, version 1.1.0, in which the findings are worded otherwise."""
    target = tmp_path_factory.mktemp("package") / "1.1.0"
    return edition(root, target, "1.1.0", "Nothing was corrected: ")


def _room(home: Path, name: str) -> Path:
    folder = home / name
    folder.mkdir()
    return folder


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: Any) -> Any:
    """Show the log of the portal with a failed test."""
    report = yield
    if report.when == "call" and report.failed:
        for value in item.funcargs.values():
            house = getattr(value, "house", None)
            if isinstance(house, Household):
                logs = sorted(house.folder.glob("*.log"))
                report.sections += [(log.name, house.said(log.stem)) for log in logs]
    return report
