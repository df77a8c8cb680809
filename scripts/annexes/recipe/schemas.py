"""The Table Schemas of a package: typed in by hand, one JSON file per resource."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from annexes.base.errors import Place, Problem, RecipeError, raise_if_any

TEXTS = ("title", "title@de", "description", "description@de")

Schema = dict[str, Any]


def schema_path(name: str) -> str:
    """Where the schema of this resource stands, relative to the root of the package."""
    return f"schema/{name}.json"


def load_schemas(root: Path, names: Iterable[str]) -> dict[str, Schema]:
    """The schema of each resource, by name; raises RecipeError with every fault at once."""
    paths = {name: root / schema_path(name) for name in names}
    schemas = {name: _load(path) for name, path in paths.items()}
    faults = ((paths[name], text) for name, schema in schemas.items() for text in _faults(schema))
    hint = "the schema is the contract of the resource: complete it"
    problems = [Problem("schema", Place(str(path)), text, hint) for path, text in faults]
    raise_if_any(RecipeError, problems)
    return schemas


def _load(path: Path) -> Schema:
    hint = "write the Table Schema of the resource there"
    try:
        schema = json.loads(path.read_bytes())
    except OSError as error:
        problem = Problem("schema", Place(str(path)), "there is no schema here", hint)
        raise RecipeError(problem) from error
    except ValueError as error:
        line = getattr(error, "lineno", None)
        problem = Problem("schema", Place(str(path), line=line), f"not JSON: {error}", hint)
        raise RecipeError(problem) from error
    return schema if isinstance(schema, dict) else {}


def _faults(schema: Schema) -> Iterator[str]:
    """What the engine relies on: texts in both languages, named fields, a primary key."""
    fields = schema.get("fields") or []
    if not fields or not all(isinstance(field, dict) and field.get("name") for field in fields):
        yield "there are no fields, or one has no name"
        return
    names = [field["name"] for field in fields]
    key = schema.get("primaryKey")
    if not isinstance(key, list) or not key or not set(key) <= set(names):
        yield "the primary key is not a list of fields"
    for part, what in [(schema, "the schema"), *((f, f"field '{f['name']}'") for f in fields)]:
        for text in TEXTS:
            if not part.get(text):
                yield f"{what} has no '{text}'"
