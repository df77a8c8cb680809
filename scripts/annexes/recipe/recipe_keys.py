"""What a recipe may say, key by key: for editors a JSON Schema, for errors a sentence.

`recipe_keys.toml` says what each key means; types and defaults are those of the types.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import msgspec
from msgspec import inspect

from annexes.base.storage import replace_whole
from annexes.base.texts import toml_of
from annexes.recipe.edition import EditionRecipe
from annexes.recipe.folder import PACKAGE
from annexes.recipe.metadata import PackageRecipe
from annexes.recipe.toml import in_toml
from annexes.recipe.types import Both

PACKAGE_SCHEMA, EDITION_SCHEMA = "package.schema.json", "edition.schema.json"
TYPES = {PACKAGE_SCHEMA: PackageRecipe, EDITION_SCHEMA: EditionRecipe}
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_line(file: str) -> str:
    """The first line of the recipe of this name, by which editors find the schema beside it."""
    return f"#:schema {PACKAGE_SCHEMA if file == PACKAGE else EDITION_SCHEMA}\n"


def write_schemas(folder: Path) -> None:
    """Put the schemas into the folder of the recipes, where `schema_line` names them."""
    for name, schema in recipe_schemas().items():
        if not (folder / name).is_file() or (folder / name).read_bytes() != schema:
            replace_whole(folder / name, schema)


def recipe_schemas() -> dict[str, bytes]:
    """The JSON Schemas of `package.toml` and of the recipe of an edition, by file name."""
    return {file: _schema(kind) for file, kind in TYPES.items()}


def _schema(kind: type) -> bytes:
    _, tables = msgspec.json.schema_components((kind,), ref_template="#/$defs/{name}")
    for name, table in tables.items():
        table["description"] = " ".join(table["description"].split())
        table["properties"] = {
            key: {**_plain(value), **_told(name, key)} for key, value in table["properties"].items()
        }
    own = tables.pop(kind.__name__)
    schema = {"$schema": DIALECT, **own, "$defs": dict(sorted(tables.items()))}
    return (json.dumps(schema, ensure_ascii=False, indent=1) + "\n").encode()


def _plain(value: Mapping[str, Any]) -> dict[str, Any]:
    """A type without null, which TOML does not have, and without a default that says nothing."""
    kinds = [kind for kind in value.get("anyOf", ()) if kind != {"type": "null"}]
    own = {**value, **kinds[0]} if len(kinds) == 1 else dict(value)
    if len(kinds) == 1:
        del own["anyOf"]
    if own.get("default") in (None, "", [], {}):
        own.pop("default", None)
    return own


def _told(table: str, key: str) -> dict[str, Any]:
    meaning, *examples = toml_of("recipe", "recipe_keys.toml")[table][key]
    told = {"description": meaning}
    return {**told, "examples": msgspec.to_builtins(examples)} if examples else told


# ── errors ──────────────────────────────────────────────────────────────────────────────────


def advice_at(kind: type, path: str) -> str:
    """What may stand at a path such as `annex[0].pages` of a recipe; '' where nothing is known.

    An unknown key is answered with those that are like it, or with all of its table.
    """
    table, told = inspect.type_info(kind), ""
    for key in filter(None, re.split(r"\.|\[\d+\]", path)):
        if not isinstance(table, inspect.StructType):
            return told
        fields = {field.encode_name: field for field in table.fields}
        if key not in fields:
            near = get_close_matches(key, fields)
            known = f"perhaps {' or '.join(near)}" if near else f"choose from {', '.join(fields)}"
            return f"there is no '{key}' here: {known}"
        name, table = table.cls.__name__, _inner(fields[key].type)
        told = _sentence(name, key, table)
    return told


def _sentence(table: str, key: str, kind: inspect.Type) -> str:
    meaning, *examples = toml_of("recipe", "recipe_keys.toml")[table][key]
    if isinstance(kind, inspect.StructType) and kind.cls is Both:
        return f'\'{key}\' is {meaning}; it is written {{ en = "…", de = "…" }}'
    if isinstance(kind, inspect.LiteralType):
        return f"'{key}' is {meaning}; it is one of {', '.join(map(repr, kind.values))}"
    return f"'{key}' is {meaning}" + "".join(f", such as {in_toml(own)}" for own in examples)


def _inner(kind: inspect.Type) -> inspect.Type:
    """The type of an entry, without the list that it stands in and without None."""
    if isinstance(kind, inspect.Metadata):
        return _inner(kind.type)
    if isinstance(kind, inspect.ListType):
        return _inner(kind.item_type)
    if isinstance(kind, inspect.UnionType):
        return next(_inner(own) for own in kind.types if not isinstance(own, inspect.NoneType))
    return kind
