"""Recipe → the Table Schemas of the package, one for each resource, as the machine writes them.

A column is told in the recipe once. What follows from that stands here: its type, the key of its
resource, the columns of `provenance` that name a row, the columns for signs behind figures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import msgspec

from annexes.base.texts import toml_of
from annexes.recipe.columns import LABELS, TYPES, ResourceColumn, merged
from annexes.recipe.metadata import Origin, ResourceRecipe
from annexes.recipe.recipe import Recipe
from annexes.recipe.types import Both

Schema = dict[str, Any]
Record = Mapping[str, Any]

PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"
TRAPS = "annexes:traps"
BOX = ("x0", "top", "x1", "bottom")
VALIDITY = ("valid_from", "valid_until")
ON_DEMAND = ("destatis", "eu", *VALIDITY)
"""Columns of codes that a recipe must name, or that its lists need."""
OF_ARRIVAL = ("number", "kind", "authors", "ministry", "address", "received")
"""Columns of documents that are there only if one of them is known."""
ROW = "row"
MARK = "{}_mark"
"""The column for the signs that are printed behind the figures of another, or in their place."""


def schema_path(name: str) -> str:
    """Where the schema of this resource stands, relative to the root of the package."""
    return f"schema/{name}.json"


@dataclass(frozen=True)
class Described:
    """A resource with all its columns, its key, and the keys of other resources in it."""

    title: Both
    description: Both
    columns: Sequence[ResourceColumn]
    key: Sequence[str]
    foreign: Sequence[tuple[Sequence[str], str, Sequence[str]]] = ()


def table_schemas(recipe: Recipe, records: Mapping[str, Sequence[Record]]) -> dict[str, Schema]:
    """The schema of each resource whose rows are these, by name.

    The rows say which optional columns there are: signs behind figures, places on a page, the
    kinds of findings.
    """
    resources = recipe.package.resources
    return {r.name: _schema(_described(r, recipe, records[r.name])) for r in resources}


def key_of(resource: ResourceRecipe, recipe: Recipe) -> list[str]:
    """The columns that tell the rows of a resource of figures apart."""
    if resource.key:
        return resource.key
    own = [
        (edition, number)
        for edition in recipe.editions
        for number in range(len(edition.annexes))
        if recipe.filled_by(edition, number) == resource.name
    ]
    declared = dict.fromkeys(name for edition, number in own for name in edition.values(number))
    repeats = any(edition.layout(number).repeats for edition, number in own)
    labels = [column.name for column in resource.columns if column.reads in LABELS]
    return [*declared, *([ROW] if repeats else labels[:1])]


def _described(resource: ResourceRecipe, recipe: Recipe, rows: Sequence[Record]) -> Described:
    if resource.rows_from == "annexes":
        return _facts(resource, recipe, rows)
    if resource.rows_from == "recipe":
        return Described(*_texts(resource), resource.columns, resource.key)
    standard = _standard(resource.rows_from)
    columns = merged(standard.columns, resource.columns)
    texts = resource.title or standard.title, resource.description or standard.description
    key = resource.key or standard.key
    if resource.rows_from == "provenance":
        return _provenance(texts, columns, recipe, rows)
    if resource.rows_from == "codes":
        named = {column.name for column in resource.columns}
        named |= {"destatis"} if "destatis" in recipe.code_lists() else set()
        named |= {*VALIDITY} if any(row["valid_until"] for row in rows) else set()
        columns = [c for c in columns if c.name not in ON_DEMAND or c.name in named]
    if resource.rows_from == "documents":
        known = {name for row in rows for name, value in row.items() if value}
        columns = [c for c in columns if c.name not in OF_ARRIVAL or c.name in known]
    if resource.rows_from in ("findings", "codes", "totals"):
        columns = [_used(column, rows) for column in columns]
    return Described(*_texts(resource, *texts), columns, key)


def _facts(resource: ResourceRecipe, recipe: Recipe, rows: Sequence[Record]) -> Described:
    """The declared columns that nothing describes come first, signs behind their figures."""
    key = key_of(resource, recipe)
    described = {column.name: column for column in resource.columns}
    standard = {column.name: column for column in _standard("annexes").columns}
    columns = [standard.get(n) or ResourceColumn(n) for n in key if n not in described]
    coded = {
        edition.layout(number).label.name
        for edition in recipe.editions
        for number in range(len(edition.annexes))
        if recipe.filled_by(edition, number) == resource.name
        and edition.layout(number).codes != "none"
    }
    codes = recipe.package.names_by_origin().get("codes", "")
    for column in (c for c in resource.columns if c.reads != "rank"):
        if column.name in coded and codes and not column.refers_to:
            column = msgspec.structs.replace(column, refers_to=f"{codes}.code")
        columns.append(column)
        mark = MARK.format(column.name)
        if any(mark in row for row in rows) and mark not in described:
            columns.append(_mark(column))
    return Described(*_texts(resource), columns, key)


def _mark(column: ResourceColumn) -> ResourceColumn:
    title = column.title or _both(column.header or column.name)
    return ResourceColumn(
        name=MARK.format(column.name),
        title=Both(f"{title.en}: sign", f"{title.de}: Zeichen"),
        description=Both(
            f"Sign printed behind the figure in {column.name}, or in its place.",
            f"Zeichen, das hinter der Zahl in {column.name} oder an ihrer Stelle gedruckt ist.",
        ),
    )


def _provenance(
    texts: tuple[Both | None, Both | None],
    columns: Sequence[ResourceColumn],
    recipe: Recipe,
    rows: Sequence[Record],
) -> Described:
    """The key of the figures and where each row of them stands.

    Where several resources hold figures, rows are named by their place, and the keys of all stand
    beside each other.
    """
    facts = recipe.facts()
    keys = {resource.name: key_of(resource, recipe) for resource in facts}
    known = {
        c.name: c for r in facts for c in _facts(r, recipe, ()).columns if c.name in keys[r.name]
    }
    one = facts[0].name if len(facts) == 1 else ""
    named = [
        msgspec.structs.replace(column, refers_to="", required=bool(one), header="", unique=False)
        for column in known.values()
    ]
    if not one:  # a column of this name may be read otherwise elsewhere
        plain = {"reads": None, "type": None, "pattern": ""}
        named = [msgspec.structs.replace(c, **plain) if c.name != ROW else c for c in named]
    drawn = any(row.get(BOX[0]) is not None for row in rows)
    standard = [
        column
        for column in columns
        if column.name not in known
        and (column.name != "resource" or not one)
        and (column.name not in BOX or drawn)
    ]
    behind_resource = 0 if one else 1
    every = [*standard[:behind_resource], *named, *standard[behind_resource:]]
    place = ["document", "annex", "page", "line"]
    foreign = [(keys[one], one, keys[one])] if one else []
    title, description = texts
    return Described(
        title or _both(""), description or _both(""), every, keys[one] if one else place, foreign
    )


def _used(column: ResourceColumn, rows: Sequence[Record]) -> ResourceColumn:
    """The column with those of its categories that its rows have."""
    values = {row[column.name] for row in rows}
    used = [category for category in column.categories if category.value in values]
    return msgspec.structs.replace(column, categories=used or column.categories)


@cache
def _standard(origin: Origin) -> ResourceRecipe:
    described = toml_of("building", "standard_columns.toml")["resource"]
    found = next(resource for resource in described if resource["rows_from"] == origin)
    return msgspec.convert(found, ResourceRecipe)


# ── as JSON ─────────────────────────────────────────────────────────────────────────────────


def _schema(described: Described) -> Schema:
    references = [
        ((column.name,), *_split(column.refers_to))
        for column in described.columns
        if column.refers_to
    ]
    foreign = [
        {"fields": list(fields), "reference": {"resource": resource, "fields": list(theirs)}}
        for fields, resource, theirs in [*described.foreign, *references]
    ]
    schema = {
        "$schema": PROFILE,
        **_said("title", described.title),
        **_said("description", described.description),
        "fields": [_field(column, described.key) for column in described.columns],
        "missingValues": [""],
        "primaryKey": list(described.key),
    }
    return schema | ({"foreignKeys": foreign} if foreign else {})


def _split(reference: str) -> tuple[str, tuple[str]]:
    resource, _, column = reference.partition(".")
    return resource, (column,)


def _field(column: ResourceColumn, key: Sequence[str]) -> Schema:
    kind = column.type or TYPES.get(column.reads or "text", "string")
    title = column.title or _both(column.header or column.name.replace("_", " ").capitalize())
    required = column.name in key if column.required is None else column.required
    minimum = 0 if column.reads == "count" and column.minimum is None else column.minimum
    constraints = {
        "required": required or None,
        "unique": column.unique or None,
        "minimum": minimum,
        "pattern": column.pattern or None,
        "enum": [category.value for category in column.categories] or None,
    }
    traps = column.traps or (["number"] if kind == "number" else [])
    categories = [
        {"value": c.value, "label": c.label.en, "label@de": c.label.de} for c in column.categories
    ]
    field = {
        "name": column.name,
        "type": kind,
        **_said("title", title),
        **_said("description", column.description or _both_sentences(title)),
        TRAPS: traps,
        "rdfType": column.rdf_type,
        "categories": categories,
        "constraints": {name: own for name, own in constraints.items() if own is not None},
    }
    return {name: own for name, own in field.items() if own}


def _said(key: str, text: Both) -> Schema:
    return {key: text.en, f"{key}@de": text.de}


def _texts(
    resource: ResourceRecipe, title: Both | None = None, description: Both | None = None
) -> tuple[Both, Both]:
    title = resource.title or title or _both(resource.name)
    return title, resource.description or description or _both_sentences(title)


def _both(text: str) -> Both:
    return Both(text, text)


def _both_sentences(title: Both) -> Both:
    return Both(f"{title.en}.", f"{title.de}.")
