"""`validate --prove`: the form is right, and the figures are those of the document."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

Run = Callable[..., Result]

pytestmark = pytest.mark.slow


def change(package: Path, before: bytes, after: bytes) -> None:
    """Change a figure, and renew size and checksum so that the form stays right."""
    table = package / "data" / "inspections.csv"
    data = table.read_bytes()
    assert data.count(before) == 1
    table.write_bytes(data.replace(before, after))
    descriptor = json.loads((package / "datapackage.json").read_bytes())
    for resource in descriptor["resources"]:
        if resource["path"] == "data/inspections.csv":
            digest = hashlib.sha256(table.read_bytes()).hexdigest()
            resource |= {"bytes": table.stat().st_size, "hash": f"sha256:{digest}"}
    (package / "datapackage.json").write_text(json.dumps(descriptor, ensure_ascii=False, indent=2))


def test_the_figures_of_the_document_are_proved(root: Path, annexes: Run) -> None:
    result = annexes("validate", root, "--prove")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[-1] == "PROVED: the document gives these figures."


def test_a_changed_figure_is_valid_and_not_proved(copy: Path, annexes: Run) -> None:
    change(copy, b"inland-ports,DEU,4,0", b"inland-ports,DEU,5,0")
    unproved = annexes("validate", copy)
    assert unproved.exit_code == 0
    assert "--prove shows" in unproved.output
    result = annexes("validate", copy, "--prove")
    assert result.exit_code == 1
    assert "PROVED" not in result.output
    assert "the document gives other figures" in result.output
    report = json.loads(annexes("validate", copy, "--prove", "--json").stdout)
    assert not report["ok"]
    files = {problem["file"] for problem in report["problems"]}
    assert str(copy / "data" / "inspections.csv") in files


def test_what_is_invalid_is_not_proved(copy: Path, annexes: Run) -> None:
    change(copy, b"inland-ports,DEU,4,0", b"inland-ports,DEU,x,0")
    result = annexes("validate", copy, "--prove")
    assert result.exit_code == 1
    assert "PROVED" not in result.output


def test_without_a_recipe_there_is_nothing_to_prove(copy: Path, annexes: Run) -> None:
    (copy / "scripts").rename(copy / "elsewhere")
    result = annexes("validate", copy, "--prove")
    assert result.exit_code != 0
    assert "PROVED" not in result.output
