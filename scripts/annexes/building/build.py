"""The whole pipeline: recipe and documents in, a checked package out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from annexes.base.errors import CheckError, Problem, raise_if_any
from annexes.building.built_by import built_by
from annexes.building.check_conformance import check_files
from annexes.building.check_editions import check_editions
from annexes.building.check_roundtrip import check_round_trip
from annexes.building.descriptor import NAMESPACE, csv_path, describe, to_json
from annexes.building.resources import resource_records, to_files
from annexes.building.table_schemas import key_of, schema_path, table_schemas
from annexes.package.disk import DESCRIPTOR, Files, differences, records, recover, write_package
from annexes.reading.check_expected import check_expected
from annexes.reading.codes.code_list import CodeList
from annexes.reading.extract import extract
from annexes.reading.model import Extraction
from annexes.recipe.edition import EditionRecipe
from annexes.recipe.recipe import Recipe, load_recipe
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
    raise_if_any(CheckError, check_editions(recipe))
    codes = CodeList(recipe.code_lists(), recipe.package.codes, recipe.language())
    read = [_reviewed(root, edition, recipe, codes) for edition in recipe.editions]

    found = resource_records(recipe, read, codes)
    schemas = table_schemas(recipe, found)
    tables = to_files(recipe, found, schemas)
    descriptor = describe(recipe, schemas, tables)
    descriptor[NAMESPACE]["built"] = built_by(root)
    files = {csv_path(name): data for name, data in tables.items()}
    files |= {schema_path(name): to_json(schema) for name, schema in schemas.items()}
    files[DESCRIPTOR] = to_json(descriptor)

    rows = {name: records(data) for name, data in tables.items()}
    standing = _standing(recipe, read)
    raise_if_any(CheckError, (p for own in standing for p in _round_trip(own, recipe, rows)))
    raise_if_any(CheckError, check_domain(descriptor, rows.__getitem__))
    raise_if_any(CheckError, check_files(files, again=again))
    return files, {name: len(own) for name, own in rows.items()}


def _standing(recipe: Recipe, read: list[Extraction]) -> list[Extraction]:
    """Those whose rows are in the package: no corrected document replaces them."""
    names = {edition.edition for edition in recipe.standing}
    return [own for own in read if own.edition in names]


def _reviewed(root: Path, edition: EditionRecipe, recipe: Recipe, codes: CodeList) -> Extraction:
    read = extract(root / edition.document.file, edition, recipe, codes)
    raise_if_any(CheckError, check_expected(read, edition))
    return read


def _round_trip(
    read: Extraction, recipe: Recipe, rows: dict[str, list[dict[str, str]]]
) -> list[Problem]:
    facts = [{"resource": r.name, **fact} for r in recipe.facts() for fact in rows[r.name]]
    provenance = rows[recipe.package.names_by_origin()["provenance"]]
    keys = {resource.name: key_of(resource, recipe) for resource in recipe.facts()}
    edition = recipe.edition(read.edition)
    found = list(check_round_trip(read, edition, facts, provenance, keys))
    more = f" (and {len(found) - 1} more rows)" * (len(found) > 1)
    return [replace(problem, problem=problem.problem + more) for problem in found[:1]]
