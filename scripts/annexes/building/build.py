"""The whole pipeline: recipe and documents in, a checked package out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from annexes.base.errors import CheckError, Problem, raise_if_any
from annexes.building.check_conformance import check_files
from annexes.building.check_roundtrip import check_round_trip
from annexes.building.descriptor import csv_path, describe, to_json
from annexes.building.resources import resources
from annexes.package.disk import DESCRIPTOR, Files, differences, records, recover, write_package
from annexes.reading.check_expected import check_expected
from annexes.reading.codes.code_list import CodeList
from annexes.reading.extract import extract
from annexes.reading.model import Extraction
from annexes.recipe.edition import EditionRecipe
from annexes.recipe.recipe import Recipe, load_recipe
from annexes.recipe.schemas import load_schemas, schema_path
from annexes.validation.own_rules import check_domain


@dataclass(frozen=True, slots=True)
class Built:
    """What a build came to: rows per resource, and the paths that differ from those on disk."""

    rows: dict[str, int]
    changed: list[str]


def build(root: Path, *, check_only: bool = False) -> Built:
    """Build the package whose recipe is under `root`; with `check_only`, write nothing.

    Raises an AnnexesError, with the old package in place, if any check fails.
    """
    recover(root)
    files, rows = make(root, again=check_only)
    changed = differences(root, files)
    if changed and not check_only:
        write_package(root, files)
    return Built(rows, changed)


def make(root: Path, *, again: bool = False) -> tuple[Files, dict[str, int]]:
    """The checked package in memory, and the number of rows of each resource.

    With `again`, its conformance is proved also where the same engine has proved the same bytes.
    """
    recipe = load_recipe(root)
    schemas = load_schemas(root, [resource.name for resource in recipe.package.resources])
    codes = CodeList(recipe.code_lists(), recipe.package.codes)
    read = [_reviewed(root, edition, recipe, codes) for edition in recipe.editions]

    tables = resources(recipe, schemas, read, codes)
    descriptor = describe(recipe, schemas, tables)
    files = {csv_path(name): data for name, data in tables.items()}
    files[DESCRIPTOR] = to_json(descriptor)

    rows = {name: records(data) for name, data in tables.items()}
    contract = {schema_path(name): to_json(schema) for name, schema in schemas.items()}
    raise_if_any(CheckError, (p for own in read for p in _round_trip(own, recipe, rows)))
    raise_if_any(CheckError, check_domain(descriptor, rows.__getitem__))
    raise_if_any(CheckError, check_files(files | contract, again=again))
    return files, {name: len(own) for name, own in rows.items()}


def _reviewed(root: Path, edition: EditionRecipe, recipe: Recipe, codes: CodeList) -> Extraction:
    read = extract(root / edition.document.file, edition, recipe, codes)
    raise_if_any(CheckError, check_expected(read, edition))
    return read


def _round_trip(
    read: Extraction, recipe: Recipe, rows: dict[str, list[dict[str, str]]]
) -> list[Problem]:
    filled = [r.name for r in recipe.package.resources if r.rows_from == "annexes"]
    facts = [{"resource": name, **fact} for name in filled for fact in rows[name]]
    provenance = rows[recipe.package.names_by_origin()["provenance"]]
    return list(check_round_trip(read, recipe.edition(read.edition), facts, provenance))
