"""Odd packages: what is missing is done without, what is wrong is named, nothing is a traceback."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from annexes.exports.charts.questions import charts
from annexes.exports.export import export
from annexes.package.disk import open_package
from annexes.package.opened import open_whole
from exports.made_up import write_package

Descriptor = dict[str, Any]
Run = Callable[..., Result]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return write_package(tmp_path / "package", ["one", "two", "three"])


def change(package: Path, edit: Callable[[Descriptor], object]) -> None:
    path = package / "datapackage.json"
    descriptor = json.loads(path.read_bytes())
    edit(descriptor)
    path.write_text(json.dumps(descriptor), "utf-8")


MISSING: dict[str, Callable[[Descriptor], object]] = {
    "provenance": lambda d: d["annexes"]["made"].pop("provenance"),
    "codes": lambda d: d["annexes"]["made"].pop("codes"),
    "findings": lambda d: d["annexes"]["made"].pop("findings"),
    "documents": lambda d: d["annexes"]["made"].pop("documents"),
    "figures": lambda d: d["annexes"]["made"].pop("annexes"),
    "publication": lambda d: d["annexes"].pop("publication"),
    "editions": lambda d: d["annexes"].update(editions=[]),
    "annexes": lambda d: d["annexes"]["editions"][0].update(annexes=[]),
    "columns": lambda d: d["annexes"]["editions"][0].update(columns=[]),
    "name": lambda d: d.pop("name"),
    "a moment that has been": lambda d: d.update(created="0001-01-01T00:00:00+14:00"),
    "a language we speak": lambda d: d.update(languages=["fr"]),
    "schemas": lambda d: [resource.pop("schema") for resource in d["resources"]],
}


@pytest.mark.parametrize("part", MISSING)
def test_what_is_missing_is_done_without(package: Path, part: str) -> None:
    change(package, MISSING[part])
    export(open_package(package), package.parent / "out")
    assert (package.parent / "out/index.html").exists()


WRONG: dict[str, tuple[Callable[[Descriptor], object], str]] = {
    "licence": (lambda d: d.update(licenses=["MIT"]), "'licenses' is no list of objects"),
    "contributors": (lambda d: d.update(contributors="me"), "'contributors' is no list of objects"),
    "our key": (lambda d: d.update(annexes="x"), "'annexes' of the descriptor is not as"),
    "half a character": (lambda d: d.update(title="\ud800"), "no character of Unicode"),
    "path": (
        lambda d: d["annexes"]["editions"][0].update(path="../../secret"),
        "'../../secret' does not stay inside the package",
    ),
    "values": (
        lambda d: d["annexes"]["editions"][0]["annexes"][0].update(values={"nowhere": "x"}),
        "columns that 'counts' has not: nowhere",
    ),
    "resource": (
        lambda d: d["annexes"]["editions"][0]["annexes"][0].update(resource="nowhere"),
        "names resources that are not there: nowhere",
    ),
}


@pytest.mark.parametrize("part", WRONG)
def test_what_is_wrong_is_named(package: Path, annexes: Run, part: str) -> None:
    edit, said = WRONG[part]
    change(package, edit)
    result = annexes("export", "-C", package, "--out", package.parent / "out")
    assert result.exit_code == 1
    assert said in result.stderr
    assert not (package.parent / "out").exists() or not [*(package.parent / "out").iterdir()]


def test_provenance_of_a_row_that_is_not_there(package: Path, annexes: Run) -> None:
    counts = package / "counts.csv"
    counts.write_text("".join(counts.read_text("utf-8").splitlines(keepends=True)[:-1]), "utf-8")
    result = annexes("export", "-C", package)
    assert result.exit_code == 1
    assert "the provenance names a row that is not in 'counts': two, C02" in result.stderr


def test_no_rows_make_no_charts(package: Path) -> None:
    for name in ("counts", "places", "documents", "oddities"):
        path = package / f"{name}.csv"
        path.write_text(path.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    export(open_package(package), package.parent / "out")
    assert charts(open_whole(open_package(package)), "en") == []


def test_a_count_that_is_missing_is_not_0(package: Path) -> None:
    """With a gap no sum is true, and nobody knows what is listed with 0."""
    names = [chart.name for chart in charts(open_whole(open_package(package)), "en")]
    assert names == ["sums", "listed", "highest"]
    counts = package / "counts.csv"
    counts.write_text(counts.read_text("utf-8").replace('"11"', '""'), "utf-8")
    (highest,) = charts(open_whole(open_package(package)), "en")
    assert [len(panel.bars) for panel in highest.panels] == [2, 2]


@pytest.mark.slow
def test_a_huge_cell_leaves_out_the_workbook_only(package: Path) -> None:
    codes = package / "codes.csv"
    codes.write_text(codes.read_text("utf-8").replace('"one"', f'"{"x" * 200_000}"', 1), "utf-8")
    (problem,) = export(open_package(package), package.parent / "out").failed["xlsx"]
    assert "200000 characters" in problem.problem
