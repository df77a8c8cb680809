"""The whole pipeline: recipe and documents in, a checked package out; nothing is written."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from annexes.base.engine import NAME, engine
from annexes.base.errors import CheckError, Place, Problem, raise_if_any
from annexes.base.storage import digest_of, sha256_of
from annexes.building.check_roundtrip import TracedFacts, check_round_trip
from annexes.building.descriptor import NAMESPACE, csv_path, describe, to_json
from annexes.building.proof import Proof, remember
from annexes.building.resources import resource_records, to_files
from annexes.building.series.check_editions import check_editions
from annexes.building.table_schemas import key_of, schema_path, table_schemas
from annexes.package.disk import DESCRIPTOR, Files, records
from annexes.reading.check_expected import check_expected
from annexes.reading.codes.code_list import CodeList, codes_of
from annexes.reading.extract import extract
from annexes.reading.understood_rows import Extraction
from annexes.recipe.edition import EditionRecipe
from annexes.recipe.folder import recipe_files
from annexes.recipe.recipe import Recipe, load_recipe
from annexes.validation.own_rules import check_domain
from annexes.validation.report import differences
from annexes.validation.validate import validate
from annexes.validation.validation_options import Options

Rows = Mapping[str, Sequence[Mapping[str, str]]]
"""The rows of each resource, every cell as the text it is."""


def checked_package(root: Path, proof: Proof | None) -> tuple[Files, Mapping[str, int]]:
    """The files of the package, and the number of rows of each resource.

    That the files conform to the standard is not checked again where they are those of the proof.
    Raises an AnnexesError if any check fails.
    """
    recipe = load_recipe(root)
    raise_if_any(CheckError, check_editions(recipe, root))
    codes = codes_of(recipe)
    read = [_reviewed(root, edition, recipe, codes) for edition in recipe.editions]

    found = resource_records(recipe, read, codes)
    schemas = table_schemas(recipe, found)
    tables = to_files(recipe, found, schemas)
    descriptor = describe(recipe, schemas, tables)
    descriptor[NAMESPACE]["built"] = _built_by(root)
    files = {csv_path(name): data for name, data in tables.items()}
    files |= {schema_path(name): to_json(schema) for name, schema in schemas.items()}
    files[DESCRIPTOR] = to_json(descriptor)

    rows = {name: records(data) for name, data in tables.items()}
    raise_if_any(CheckError, _round_trips(recipe, read, rows))
    raise_if_any(CheckError, check_domain(descriptor, rows.__getitem__))
    new = Proof(
        {recipe.edition(own.edition).document.file: own.document.sha256 for own in read},
        {path: sha256_of(data) for path, data in files.items()},
        {name: len(own) for name, own in rows.items()},
    )
    if new != proof:
        raise_if_any(CheckError, _conformance(files))
        remember(root, new)
    return files, new.rows


def _built_by(root: Path) -> dict[str, Any]:
    """What the build is made with, so that it can be repeated: the engine, and the recipes."""
    recipes = [
        {"path": path.relative_to(root).as_posix(), "sha256": digest_of(path)}
        for path in recipe_files(root)
    ]
    return {"engine": NAME, "version": engine().version, "recipes": recipes}


def _reviewed(root: Path, edition: EditionRecipe, recipe: Recipe, codes: CodeList) -> Extraction:
    read = extract(root / edition.document.file, edition, recipe, codes)
    raise_if_any(CheckError, check_expected(read, edition))
    return read


def _round_trips(recipe: Recipe, read: Sequence[Extraction], rows: Rows) -> Iterator[Problem]:
    """The first problem of each edition whose rows are in the package, and how many there are."""
    facts = TracedFacts(
        {resource.name: rows[resource.name] for resource in recipe.facts()},
        rows[recipe.package.names_by_origin()["provenance"]],
        {resource.name: key_of(resource, recipe) for resource in recipe.facts()},
    )
    extractions = {own.edition: own for own in read}
    for edition in recipe.standing:
        found = list(check_round_trip(extractions[edition.edition], edition, facts))
        more = f" (and {len(found) - 1} more rows)" * (len(found) > 1)
        yield from (replace(problem, problem=problem.problem + more) for problem in found[:1])


def _conformance(files: Mapping[str, bytes]) -> list[Problem]:
    """The problems of a package that is not on disk yet, with its schemas.

    Both engines read it, and one that sees what the other does not is a problem of its own.
    """
    with tempfile.TemporaryDirectory(prefix="annexes-") as folder:
        for path, data in files.items():
            target = Path(folder, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        report = validate(Path(folder, DESCRIPTOR), Options(small=0))
        reference = validate(Path(folder, DESCRIPTOR), Options(engine="frictionless"))
    problems = [
        Problem("engines", Place(DESCRIPTOR), f"the engines differ: {difference}")
        for difference in differences(report, reference)
    ]
    return problems + report.problems(Path(DESCRIPTOR))
