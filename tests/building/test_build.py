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

RAW = "data/raw/2022-h1/drucksache-ka42-anlagen.txt"
EDITION = "scripts/recipes/2022-h1.toml"
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
        (RAW, "AFG Afghanistan 86 0", "AFG Afghanistan 87 0", "SHA-256 is"),
        (RAW, "AFG Afghanistan 86 0", "AFG Afghanistan 87 0", "sums to 1827, expected 1826"),
        (RAW, "ALB Albanien 67 6\n", "", "missing-codes"),
        (EDITION, "rows = 79", "rows = 80", "has 79 rows, expected 80"),
        (EDITION, 'printed = "Tanzania"', 'printed = "Tansanien"', "add an alias"),
        (EDITION, 'kind = "overlap"', 'kind = "doubt"', "against enum"),
        (EDITION, 'key = "area=amit"', 'key = "aera=amit"', "'aera=amit' is no column"),
        (EDITION, "value = 183", "value = -183", "against minimum"),
        (EDITION, "value = 183", 'value = "many"', "type-error"),
        (EDITION, "value = 183", "valeu = 183", "does not fit its schema at: valeu, value"),
        ("schema/cases.json", '"title@de"', '"title@fr"', "has no 'title@de'"),
        ("schema/cases.json", '"fields": [', '"fields": [,', "not JSON"),
        ("schema/cases.json", '"resource": "countries"', '"resource": "areas"', "is not in"),
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
    assert len(open_package(copy).records("cases")) == 175


def test_the_same_bytes_under_another_clock_locale_hash_seed_and_folder(copy: Path) -> None:
    golden = contents(copy)
    for path in [*(copy / "data").glob("*.csv"), copy / "datapackage.json"]:
        path.unlink()
    odd = {"TZ": "Asia/Kathmandu", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR", "PYTHONHASHSEED": "7"}
    command = [sys.executable, "-m", "annexes", "build", "-C", str(copy)]
    subprocess.run(command, env={**os.environ, **odd}, check=True, capture_output=True, cwd="/")
    assert contents(copy) == golden


def test_figures_of_the_text_are_in_the_package_as_stated(root: Path) -> None:
    rows = {
        (r["as_of"], r["measure"]): r["value"] for r in open_package(root).records("milestones")
    }
    assert rows == {
        ("2022-01-31", "conferences-held"): "183",
        ("2022-01-31", "returned"): "43",
        ("2022-06-30", "cases-recorded"): "1353",
        ("2022-06-30", "cases-with-conference"): "264",
        ("2022-06-30", "returned"): "77",
    }


def test_the_descriptor_measures_what_is_on_disk(root: Path) -> None:
    import hashlib

    descriptor = json.loads((root / "datapackage.json").read_bytes())
    for resource in descriptor["resources"]:
        data = (root / resource["path"]).read_bytes()
        assert resource["bytes"] == len(data)
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"


def test_namibia_keeps_its_code(root: Path) -> None:
    countries = {row["code"]: row for row in open_package(root).records("countries")}
    assert (countries["NAM"]["alpha_2"], countries["AFG"]["numeric"]) == ("NA", "004")
    assert (countries["XKX"]["alpha_2"], countries["XKX"]["numeric"]) == ("", "")
