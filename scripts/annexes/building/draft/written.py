"""A drafted recipe → TOML to read and correct."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
import tomli_w

from annexes.recipe.edition import EditionRecipe
from annexes.recipe.folder import PACKAGE
from annexes.recipe.metadata import PackageRecipe
from annexes.recipe.recipe_keys import schema_line
from annexes.recipe.types import said

HEAD = """\
# A draft, and the one file to touch. [confirm] lists what to look at: correct what is wrong below,
# and take each line away that is right. While a line is left, the package is built, but not
# published. A column is named and described once, in [[resource.column]].

"""
WIDTH = 100
FIRST = ("name", "version", "created", "title", "description", "keywords", "confirm")
"""What stands at the top of the recipe, in this order."""
APART = ("document",)
"""A table that people add lines to, however short it is."""


def to_toml(package: PackageRecipe) -> bytes:
    """TOML without entries that say nothing; short texts and lists stand on one line."""
    told = _said(package)
    ordered = {key: told.pop(key) for key in FIRST if key in told} | told
    return (schema_line(PACKAGE) + HEAD + "\n".join(_table("", ordered))).encode()


def edition_to_toml(edition: EditionRecipe, confirm: Sequence[str]) -> bytes:
    """The recipe of an edition below the list of what to look at, which stands in comments."""
    schema = schema_line(f"{edition.edition}.toml").rstrip()
    head = [schema, "# A draft: look at each of these, then take its line away.", "#"]
    lines = [f"# - {text}" for text in confirm]
    return ("\n".join([*head, *lines, "", *_table("", _said(edition))])).encode()


def _table(at: str, table: Mapping[str, Any]) -> Iterator[str]:
    """The entries of a table, then the tables in it, each below its header."""
    tables = [key for key, own in table.items() if _is_table(key, own) or _are_tables(own)]
    for key, value in table.items():
        if key not in tables:
            yield f"{_key(key)} = {_value(value)}"
    yield ""
    for key in tables:
        name = f"{at}{_key(key)}"
        for entry in table[key] if isinstance(table[key], list) else [table[key]]:
            yield f"[[{name}]]" if isinstance(table[key], list) else f"[{name}]"
            yield from _table(f"{name}.", entry)


def _is_table(key: str, value: object) -> bool:
    """False for a table of short texts, which stands on the line of its key."""
    if not isinstance(value, dict) or not value or key in APART:
        return isinstance(value, dict)
    return any(own and not isinstance(own, str) for own in value.values())


def _are_tables(value: object) -> bool:
    """A list of tables has a header for each, but for a list of single figures."""
    return isinstance(value, list) and bool(value) and all(isinstance(own, dict) for own in value)


def _value(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(k)} = {_value(own)}" for k, own in value.items()) + " }"
    if isinstance(value, list):
        line = "[" + ", ".join(map(_value, value)) + "]"
        rows = "".join(f"  {_value(own)},\n" for own in value)
        return line if len(line) <= WIDTH else f"[\n{rows}]"
    if isinstance(value, dt.datetime):
        return value.isoformat().replace("+00:00", "Z")
    return tomli_w.dumps({"x": value}).strip().removeprefix("x = ")


def _key(key: str) -> str:
    return tomli_w.dumps({key: ""}).strip().removesuffix(' = ""')


def _said(table: msgspec.Struct) -> dict[str, Any]:
    """The entries of a table that say something, as TOML has them."""
    return {entry.encode_name: _plain(own) for entry, own in said(table)}


def _plain(value: Any) -> Any:
    if isinstance(value, msgspec.Struct):
        return _said(value)
    if isinstance(value, list):
        return [_plain(entry) for entry in value]
    if isinstance(value, dict):
        return {key: _plain(entry) for key, entry in value.items()}
    return value
