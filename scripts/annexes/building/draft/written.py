"""A drafted recipe → TOML to read and correct."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from annexes.recipe.edition import EditionRecipe
from annexes.recipe.folder import PACKAGE
from annexes.recipe.metadata import PackageRecipe
from annexes.recipe.recipe_keys import schema_line
from annexes.recipe.toml import in_toml, toml_key
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
            yield f"{toml_key(key)} = {_value(value)}"
    yield ""
    for key in tables:
        name = f"{at}{toml_key(key)}"
        listed = isinstance(table[key], list)
        for entry in table[key] if listed else [table[key]]:
            if listed or not all(map(_are_tables, entry.values())):
                yield f"[[{name}]]" if listed else f"[{name}]"
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
    """A list that is too long for a line has one for each entry."""
    line = in_toml(value)
    if isinstance(value, list) and len(line) > WIDTH:
        return "[\n" + "".join(f"  {in_toml(own)},\n" for own in value) + "]"
    return line


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
