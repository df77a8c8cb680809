"""Facts that no portal should be told are refused before anything is written, with their line."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from annexes.base.errors import CheckError
from annexes.package.about import about
from annexes.package.disk import open_package
from annexes.package.opened import open_whole
from annexes.package.vocabularies import NUTS, nuts_codes
from annexes.portals.checks.all_checks import refusals
from annexes.portals.prepare import prepare
from annexes.portals.upload.plan import MOST_BYTES, MOST_FILES, Plan
from annexes.portals.upload.plan import prepare as plan_of
from portals.upload.conftest import write_package

Descriptor = dict[str, Any]
Run = Callable[..., Result]
RECIPE = """\
name = "small-package"
homepage = "https://example.org/data"  # where it will be

[keywords]
en = ["rows", " "]
de = ["Zeilen"]

[[contributor]]
title = "An office"
path = "https://www.office.de"

[publication]
spatial = ["http://data.europa.eu/nuts/code/DEQ"]

[publication.contact]
name = "An office"
email = "mailto:office@office.de"
"""


def at_home(descriptor: Descriptor) -> None:
    descriptor["homepage"] = "https://www.office.de/data"


def said(descriptor: Descriptor) -> Descriptor:
    found: Descriptor = descriptor["annexes"]["publication"]
    return found


ODD: dict[str, tuple[Callable[[Descriptor], Any], str]] = {
    "a password in the homepage": (
        lambda d: d.update(homepage="https://me:secret@office.de/data"),
        "the homepage on office.de has a user or a password in it",
    ),
    "a user in the address of a contributor": (
        lambda d: d["contributors"][0].update(path="https://me@office.de"),
        "the address of a contributor on office.de has a user",
    ),
    "an empty keyword": (
        lambda d: d.update(keywords=["rows", ""]),
        "'keywords' has a text without",
    ),
    "a title of spaces": (lambda d: d.update(title="  "), "'title' has a text without a word"),
    "a name of spaces": (
        lambda d: d["contributors"][0].update(title=" "),
        "'contributors[0].title' has a text without a word",
    ),
    "a contact that begins with mailto": (
        lambda d: said(d)["contact"].update(email="mailto:office@office.de"),
        "'mailto:office@office.de' is no e-mail address",
    ),
    "a homepage with a fragment": (
        lambda d: d.update(homepage="https://office.de/#data"),
        "no file can have an address below the homepage",
    ),
    "a homepage with a query": (
        lambda d: d.update(homepage="https://office.de/?id=7"),
        "no file can have an address below the homepage",
    ),
    "a region that is none": (
        lambda d: said(d).update(spatial=[f"{NUTS}DEQ"]),
        "is in no official list of spatial",
    ),
    "languages as a text": (lambda d: d.update(languages="de"), "is not a list of languages: 'de'"),
    "a language that is none": (
        lambda d: d.update(languages=["en", ""]),
        "is not a list of languages",
    ),
    "nobody to cite": (
        lambda d: (d.pop("contributors"), said(d).pop("publisher")),
        "there is no person or organisation to cite",
    ),
}


@pytest.fixture
def package(tmp_path: Path) -> Callable[[Callable[[Descriptor], Any]], Path]:
    """The folder of a small package, changed."""

    def write(change: Callable[[Descriptor], Any]) -> Path:
        def changed(descriptor: Descriptor) -> None:
            at_home(descriptor)
            change(descriptor)

        return write_package(tmp_path / "package", changed)

    return write


@pytest.mark.parametrize("name", ODD)
def test_an_odd_fact_is_refused(name: str, package: Callable[..., Path]) -> None:
    change, told = ODD[name]
    problems = refusals(about(open_package(package(change))))
    assert [told in problem.problem for problem in problems].count(True) == 1, problems
    assert all(problem.hint and "secret" not in str(problem) for problem in problems)


def test_the_package_is_fine_without_odd_facts(package: Callable[..., Path]) -> None:
    assert refusals(about(open_package(package(lambda d: None)))) == []


def test_the_regions_are_those_of_the_eu() -> None:
    assert {"DE", "DEA", "DEA1", "DEA1D", "FRY5", "UKN06", "NO020"} <= nuts_codes()
    assert not {"", "DEQ", "DE0", "XX", "dea", "DEA1Z9"} & nuts_codes()


def test_each_refusal_names_its_line_of_the_recipe(
    annexes: Run, package: Callable[..., Path], tmp_path: Path
) -> None:
    def change(descriptor: Descriptor) -> None:
        descriptor["keywords"] = ["rows", " "]
        said(descriptor)["spatial"] = [f"{NUTS}DEQ"]
        said(descriptor)["contact"]["email"] = "mailto:office@office.de"
        descriptor["contributors"][0]["path"] = "office"

    root = package(change)
    (root / "scripts" / "recipes").mkdir(parents=True)
    recipe = root / "scripts" / "recipes" / "package.toml"
    recipe.write_text(RECIPE, "utf-8")
    told = annexes("portals", "-C", root, "--out", tmp_path / "out", "--json")
    assert told.exit_code == 1
    errors = json.loads(told.stdout)["errors"]
    assert {error["file"] for error in errors} == {str(recipe)}
    assert {error["line"] for error in errors} == {5, 10, 13, 17}
    assert not (tmp_path / "out").exists()


def test_what_holds_a_place_is_one_list_with_lines(
    annexes: Run, package: Callable[..., Path], tmp_path: Path
) -> None:
    root = package(lambda d: d.update(homepage="https://example.org/data"))
    (root / "scripts" / "recipes").mkdir(parents=True)
    (root / "scripts" / "recipes" / "package.toml").write_text(RECIPE, "utf-8")
    made = annexes("portals", "-C", root, "--out", tmp_path / "out")
    listed = "package.toml, line 2: homepage: https://example.org/data only holds a place"
    assert made.stderr.count("only holds a place") == 1
    assert listed in made.stderr
    assert listed in annexes("publish", "zenodo", "--sandbox", root).stderr
    assert listed in annexes("publish", "zenodo", root).stderr
    for verb in (["portals", "-C", root, "--out", tmp_path / "out"], ["publish", "zenodo", root]):
        (held,) = json.loads(annexes(*verb, "--json").stdout)["placeholders"]
        assert (held["fact"], held["line"]) == ("homepage", 2)


def test_a_package_without_its_recipe_is_corrected_in_its_descriptor(
    annexes: Run, package: Callable[..., Path], tmp_path: Path
) -> None:
    root = package(lambda d: d.update(languages="de"))
    told = json.loads(annexes("portals", "-C", root, "--out", tmp_path, "--json").stdout)
    assert [error["file"] for error in told["errors"]] == [str(root / "datapackage.json")]


@pytest.mark.parametrize("created", ["2026-11-23T00:30:00+02:00", "2026-11-23T23:30:00-05:00"])
def test_the_day_is_the_same_everywhere_whatever_its_offset(
    created: str, package: Callable[..., Path]
) -> None:
    root = package(lambda d: d.update(created=created, version="1.0.0"))
    assert str(open_whole(open_package(root)).moment.date()) == "2026-11-23"
    files = prepare(open_package(root)).files
    for name, data in files.items():
        text = data.decode()
        assert "2026-11-23" in text, name
        assert "2026-11-22" not in text, name
        assert "2026-11-24" not in text, name


# ── how much Zenodo takes ───────────────────────────────────────────────────────────────────


@pytest.fixture
def plan(package: Callable[..., Path]) -> Any:
    with plan_of(open_package(package(lambda d: None))) as prepared:
        yield prepared


def test_zenodo_takes_a_hundred_files(plan: Plan) -> None:
    replace(plan, items=plan.items[:1] * MOST_FILES).refuse_unready("zenodo", practice=True)
    more = replace(plan, items=plan.items[:1] * (MOST_FILES + 1))
    with pytest.raises(CheckError, match="101 files; a record takes 100"):
        more.refuse_unready("zenodo", practice=True)
    more.refuse_unready("ckan", practice=True)


def test_zenodo_takes_fifty_gigabytes(plan: Plan) -> None:
    (first, *others) = plan.items
    rest = sum(item.size for item in others)
    full = replace(plan, items=(replace(first, size=MOST_BYTES - rest), *others))
    full.refuse_unready("zenodo", practice=True)
    over = replace(plan, items=(replace(first, size=MOST_BYTES - rest + 1), *others))
    with pytest.raises(CheckError, match="50000000001 bytes; a record takes 50000000000"):
        over.refuse_unready("zenodo", practice=True)
