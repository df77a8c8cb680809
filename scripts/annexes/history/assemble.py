"""A release from its recipes and documents alone: built, checked, exported, listed.

The same inputs give the same bytes, wherever and whenever: by this a release is made, and by this
a stranger proves it.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from annexes.base.engine import NAME, engine
from annexes.base.errors import AnnexesError, CheckError, Place, Problem, RecipeError, raise_if_any
from annexes.base.storage import sha256_of
from annexes.building.build import build
from annexes.exports import checksums
from annexes.exports.export import export
from annexes.history.bill_of_materials import bill_of_materials
from annexes.package.about import about
from annexes.package.disk import Package, open_package
from annexes.portals.prepare import prepare
from annexes.recipe.folder import recipe_files
from annexes.recipe.recipe import load_recipe
from annexes.validation.bounded import check_package

CHANGELOG, LOCK = "CHANGELOG.md", "requirements.lock"
CARRIED = (CHANGELOG, "LICENSE", LOCK)
"""What travels with a release beside recipes and documents, if it is there."""
PORTALS = "portals"
BILL = "bom.json"
MANIFEST = "release.json"

Said = Callable[[str], None]


def inputs_of(root: Path) -> list[str]:
    """The paths of all that a release is made from: recipes, documents, what is carried.

    Raises RecipeError where a document does not lie in the package.
    """
    recipe = load_recipe(root)
    documents = [edition.document.file for edition in recipe.editions]
    outside = [d for d in documents if not (root / d).resolve().is_relative_to(root.resolve())]
    problem = "this document lies outside the package: put it below data/raw/"
    raise_if_any(RecipeError, (Problem("release", Place(own), problem) for own in outside))
    recipes = [path.relative_to(root).as_posix() for path in recipe_files(root)]
    carried = [name for name in CARRIED if (root / name).is_file()]
    return sorted({*recipes, *documents, *carried})


@contextmanager
def told_as_in(root: Path, copy: Path) -> Iterator[None]:
    """Problems of the copy of a package are told as those of the package under `root`."""
    try:
        yield
    except AnnexesError as error:
        told = []
        for one in error.problems:
            inside = one.place.file.removeprefix(f"{copy}/")
            file = str(root / inside) if inside != one.place.file else inside
            told.append(replace(one, place=replace(one.place, file=file)))
        raise type(error)(told) from error


def copy_inputs(root: Path, target: Path) -> list[str]:
    """Copy what a release is made from; returns the paths."""
    paths = inputs_of(root)
    for path in paths:
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / path, target / path)
    return paths


@dataclass(frozen=True)
class Assembled:
    """A release in a folder: its name, version and day, what was checked, and what is left out."""

    name: str
    version: str
    day: dt.date
    checks: Mapping[str, str]
    left_out: list[Problem]


def assemble(root: Path, out: Path, progress: Said = lambda _: None) -> Assembled:
    """Make the release of the package whose recipes and documents are under `root`, in `out`.

    `root` must be a copy of its own: the package is built in it. Raises an AnnexesError if any
    check fails.
    """
    progress("building")
    built = build(root)
    package = open_package(root)
    raise_if_any(CheckError, check_package(package))
    exported = export(package, out, progress=progress)
    progress("making the files for portals")
    portals, left_out = _portals(package)
    facts = about(package)
    when = facts.day or dt.date.min
    carried = {path: (root / path).read_bytes() for path in inputs_of(root)}
    cells = sum(exported.compared.values())
    checks = {
        **_checks(root, built.rows),
        "read-back": f"{cells} cells of the exports read back and compared with the package",
        **({"portals": f"{len(portals)} files, none of which a portal refuses"} if portals else {}),
    }
    documents = {edition.document.file for edition in load_recipe(root).editions}
    bill = bill_of_materials(
        facts.name,
        facts.version,
        when,
        carried.get(LOCK, b"").decode(),
        {path: sha256_of(data) for path, data in carried.items() if path in documents},
    )
    manifest = {
        "name": facts.name,
        "version": facts.version,
        "date": when.isoformat(),
        "engine": {"name": NAME, **engine()._asdict()},
        "checks": checks,
        "made_from": {path: sha256_of(data) for path, data in carried.items()},
    }
    files = {**carried, **{f"{PORTALS}/{name}": data for name, data in portals.items()}}
    files |= {BILL: _json(bill), MANIFEST: _json(manifest)}
    for path, data in files.items():
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_bytes(data)
    (out / checksums.FILE).unlink()
    (out / checksums.FILE).write_bytes(checksums.text(checksums.measure(out)))
    left_out += exported.left_out
    return Assembled(facts.name, facts.version, when, checks, left_out)


def _checks(root: Path, rows: Mapping[str, int]) -> dict[str, str]:
    """What `build` has checked, with figures: any failure would have stopped it."""
    recipe = load_recipe(root)
    expected = [annex for edition in recipe.editions for annex in edition.expect.annexes]
    sums = sum(len(annex.sums) for annex in expected)
    read = sum(annex.rows for annex in expected)
    return {
        "documents": f"{len(recipe.editions)} documents have the SHA-256 that was reviewed",
        "reviewed": f"{read} rows and {sums} sums of {len(expected)} annexes are as reviewed",
        "round-trip": f"{read} rows rendered again equal the documents word by word",
        "standard": f"{sum(rows.values())} rows of {len(rows)} resources, valid by two engines",
        "rules": f"{len(recipe.package.rules)} rules of the package hold in every row",
    }


def _portals(package: Package) -> tuple[Mapping[str, bytes], list[Problem]]:
    if about(package).publication.publisher.name:
        return prepare(package).files, []
    problem = "package.toml has no [publication], so there are no files for portals"
    return {}, [Problem("missing", Place(PORTALS), problem)]


def _json(value: Any) -> bytes:
    return f"{json.dumps(value, ensure_ascii=False, indent=2)}\n".encode()
