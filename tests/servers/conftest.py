"""One portal for all tests of a module; what it said is shown with a test that fails."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from servers.ckan import Ckan, running_ckan
from servers.processes import Household


@pytest.fixture(scope="session")
def home() -> Iterator[Path]:
    """A folder that other users may enter: PostgreSQL runs as one. pytest's own are closed."""
    folder = Path(tempfile.mkdtemp(prefix="annexes-servers-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def ckan(root: Path, home: Path) -> Iterator[Ckan]:
    with running_ckan(root, _room(home, "ckan")) as portal:
        yield portal


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
