"""The facts of the package, and of packages that say something else."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annexes.package.about import About
from annexes.package.about import about as facts_of
from annexes.package.disk import open_package

Change = Callable[[dict[str, Any]], None]


@pytest.fixture(scope="session")
def facts(root: Path) -> About:
    """The facts of the package as it is."""
    return facts_of(open_package(root))


@pytest.fixture
def changed(root: Path, tmp_path: Path) -> Callable[[Change], About]:
    """The facts of a copy of the package with another descriptor."""

    def change(edit: Change) -> About:
        target = tmp_path / "changed"
        for folder in ("data", "schema"):
            shutil.copytree(root / folder, target / folder)
        descriptor = json.loads((root / "datapackage.json").read_bytes())
        edit(descriptor)
        text = json.dumps(descriptor, ensure_ascii=False, indent=2)
        (target / "datapackage.json").write_text(text, "utf-8")
        return facts_of(open_package(target))

    return change
