"""What is made from the engine for people to look up is as the engine is."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import jsonschema
import msgspec
import pytest

from annexes.base.texts import toml_of
from annexes.recipe.folder import PACKAGE, recipe_files
from annexes.recipe.recipe_keys import EDITION_SCHEMA, PACKAGE_SCHEMA, recipe_schemas, schema_line
from house import ROOT
from reference import files

RECIPES = [
    path for root in (ROOT, ROOT / "tests/fixtures/ship-inspections") for path in recipe_files(root)
]


def test_nothing_that_is_made_is_stale() -> None:
    """`make reference` makes it anew."""
    stale = [name for name, made in files().items() if (ROOT / name).read_bytes() != made]
    assert stale == []


@pytest.mark.parametrize("path", RECIPES, ids=lambda path: path.name)
def test_a_recipe_follows_the_schema_that_it_names(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.startswith(schema_line(path.name))
    schema = json.loads((path.parent / text.split()[1]).read_bytes())
    jsonschema.validate(msgspec.to_builtins(tomllib.loads(text)), schema)


def test_the_schema_refuses_what_the_engine_refuses() -> None:
    schemas = {name: json.loads(schema) for name, schema in recipe_schemas().items()}
    for name, wrong in ((PACKAGE_SCHEMA, {"name": "A"}), (EDITION_SCHEMA, {"editions": "x"})):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, schemas[name])


def test_every_key_of_a_recipe_says_what_it_means_with_an_example_that_fits() -> None:
    schemas = [json.loads(schema) for schema in recipe_schemas().values()]
    tables = {name: own for schema in schemas for name, own in schema["$defs"].items()}
    tables |= {schema["title"]: schema for schema in schemas}
    told = toml_of("recipe", "recipe_keys.toml")
    assert {n: set(own["properties"]) for n, own in tables.items()} == {
        n: set(told[n]) for n in told
    }
    for table in tables.values():
        for key in table["properties"].values():
            for example in key.get("examples", ()):
                jsonschema.Draft202012Validator({**key, "$defs": tables}).validate(example)


def test_the_recipe_of_the_package_has_a_schema_of_its_own() -> None:
    assert schema_line(PACKAGE) != schema_line("2021-q1.toml")
