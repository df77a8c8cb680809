"""From the documents to the package: all checks first, then all files or none."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from annexes.base.errors import AnnexesError
from annexes.building.build import build
from annexes.package.disk import open_package
from golden import unlike
from programs import need_locale

RAW = "data/raw/2021-q1/antwort-ka7.txt"
EDITION = "scripts/recipes/2021-q1.toml"
Edit = Callable[[str, str, str], None]


@pytest.fixture
def edit(copy: Path) -> Edit:
    """Replace a text in a file of the copy."""

    def replace(file: str, old: str, new: str) -> None:
        text = (copy / file).read_text("utf-8")
        assert old in text
        (copy / file).write_text(text.replace(old, new, 1), "utf-8", newline="")

    return replace


def contents(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def test_the_package_on_disk_is_what_its_recipe_builds(root: Path) -> None:
    assert unlike(root) == []


def test_a_second_build_changes_no_byte_and_touches_no_file(copy: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in copy.rglob("*")}
    assert build(copy).changed == []
    assert {path: path.stat().st_mtime_ns for path in copy.rglob("*")} == before


def test_a_package_is_built_from_nothing_but_recipe_schemas_and_document(copy: Path) -> None:
    golden = contents(copy)
    for path in [*(copy / "data").glob("*.csv"), copy / "datapackage.json"]:
        path.unlink()
    assert len(build(copy).changed) == 9
    assert contents(copy) == golden


def test_a_resource_that_is_gone_from_the_recipe_is_gone_from_disk(copy: Path) -> None:
    (copy / "data" / "leftover.csv").write_text("a\n1\n")
    assert build(copy).changed == ["data/leftover.csv"]
    assert not (copy / "data" / "leftover.csv").exists()


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (RAW, "BHS Bahamas 9 0", "BHS Bahamas 8 0", "SHA-256 is"),
        (RAW, "BHS Bahamas 9 0", "BHS Bahamas 8 0", "sums to 162, expected 163"),
        (RAW, "DEU Deutschland 5 0\n", "", "missing-codes"),
        (EDITION, "rows = 14", "rows = 15", "has 14 rows, expected 15"),
        (EDITION, 'printed = "Großbritannien"', 'printed = "Britannien"', "add an alias"),
        (EDITION, 'kind = "overlap"', 'kind = "doubt"', "is against enum"),
        (EDITION, 'key = "area=tankers"', 'key = "aera=tankers"', "'aera=tankers' is no column"),
        (EDITION, "value = 23", "value = -23", "is against minimum 0"),
        (EDITION, "value = 23", 'value = "many"', "type-error"),
        (EDITION, "value = 23", "valeu = 183", "does not fit its schema at: valeu, value"),
    ],
)
def test_a_failed_check_leaves_everything_as_it_was(
    copy: Path, edit: Edit, file: str, old: str, new: str, said: str
) -> None:
    edit(file, old, new)
    before = contents(copy)
    with pytest.raises(AnnexesError) as caught:
        build(copy)
    assert said in str(caught.value)
    assert contents(copy) == before


def test_an_unused_alias_is_an_error(copy: Path, edit: Edit) -> None:
    entry = '[[alias]]\ncode = "DEU"\nprinted = "BRD"\nreason = "short form"\n\n[[alias]]'
    edit(EDITION, "[[alias]]", entry)
    with pytest.raises(AnnexesError, match="no row is printed 'DEU BRD'"):
        build(copy)


@pytest.mark.parametrize("damage", ["missing", "empty"])
def test_without_its_document_nothing_is_built(copy: Path, damage: str) -> None:
    raw = copy / RAW
    raw.unlink() if damage == "missing" else raw.write_bytes(b"")
    with pytest.raises(AnnexesError, match=Path(RAW).name):
        build(copy)
    assert len(open_package(copy).records("inspections")) == 28


@pytest.mark.parametrize("locale", ["C", "tr_TR.UTF-8"])
def test_the_same_bytes_under_another_clock_locale_hash_seed_and_folder(
    copy: Path, locale: str
) -> None:
    """In Turkish a capital I is no dotted i."""
    if locale != "C":
        need_locale(locale)
    golden = contents(copy)
    for path in [*(copy / "data").glob("*.csv"), copy / "datapackage.json"]:
        path.unlink()
    odd = {"TZ": "Asia/Kathmandu", "LC_ALL": locale, "PYTHONHASHSEED": "7"}
    command = [sys.executable, "-m", "annexes", "build", "-C", str(copy)]
    subprocess.run(command, env={**os.environ, **odd}, check=True, capture_output=True, cwd="/")
    assert contents(copy) == golden


def test_figures_of_the_text_are_in_the_package_as_stated(root: Path) -> None:
    rows = {
        (r["as_of"], r["measure"]): r["value"] for r in open_package(root).records("milestones")
    }
    assert rows == {
        ("2020-12-31", "ships-banned"): "4",
        ("2021-03-31", "ships-banned"): "7",
        ("2021-03-31", "inspectors"): "23",
        ("2021-03-31", "calls"): "1204",
    }


def test_the_descriptor_measures_what_is_on_disk(root: Path) -> None:
    import hashlib

    descriptor = json.loads((root / "datapackage.json").read_bytes())
    for resource in descriptor["resources"]:
        data = (root / resource["path"]).read_bytes()
        assert resource["bytes"] == len(data)
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"


def test_namibia_keeps_its_code(root: Path) -> None:
    flags = {row["code"]: row for row in open_package(root).records("flags")}
    assert (flags["NAM"]["alpha_2"], flags["AFG"]["numeric"]) == ("NA", "004")
    assert (flags["XZZ"]["alpha_2"], flags["XZZ"]["numeric"]) == ("", "")
