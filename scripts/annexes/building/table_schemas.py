"""Recipe → the Table Schemas of the package, one for each resource, as the machine writes them.

A column is told in the recipe once. What follows from that stands here: its type, the key of its
resource, the columns of `provenance` that name a row, the columns for signs behind figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import msgspec
from msgspec.structs import replace

from annexes.base.texts import toml_of
from annexes.recipe.columns import LABELS, TYPES, ResourceColumn, merged
from annexes.recipe.edition import EditionRecipe
from annexes.recipe.metadata import Origin, ResourceRecipe
from annexes.recipe.recipe import Recipe
from annexes.recipe.types import Both

Schema = dict[str, Any]
Record = Mapping[str, Any]

PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"
TRAPS = "annexes:traps"
BOX = ("x0", "top", "x1", "bottom")
ON_DEMAND = ("destatis", "eu")
"""Columns of codes that a recipe must name, or that its lists need."""
OPTIONAL: Mapping[Origin, Sequence[str]] = {
    "provenance": BOX,
    "codes": ("valid_from", "valid_until"),
    "documents": ("number", "kind", "authors", "ministry", "address", "received"),
}
"""Columns that stand behind all others, and only if a row has something in them."""
ROW = "row"
MARK = "{}_mark"
"""The column for the signs that are printed behind the figures of another, or in their place."""


def schema_path(name: str) -> str:
    """Where the schema of this resource stands, relative to the root of the package."""
    return f"schema/{name}.json"


def table_schemas(recipe: Recipe, records: Mapping[str, Sequence[Record]]) -> dict[str, Schema]:
    """The schema of each resource whose rows are these, by name.

    The rows say which optional columns there are: signs behind figures, places on a page, the
    kinds of findings.
    """
    resources = recipe.package.resources
    return {r.name: _schema(_described(r, recipe, records[r.name]), recipe) for r in resources}


def key_of(resource: ResourceRecipe, recipe: Recipe) -> list[str]:
    """The columns that tell the rows of a resource of figures apart."""
    if resource.key:
        return resource.key
    own = _filling(resource, recipe)
    declared = dict.fromkeys(name for edition, number in own for name in edition.values(number))
    repeats = any(edition.layout(number).repeats for edition, number in own)
    labels = [column.name for column in resource.columns if column.reads in LABELS]
    return [*declared, *([ROW] if repeats else labels[:1])]


def _filling(resource: ResourceRecipe, recipe: Recipe) -> list[tuple[EditionRecipe, int]]:
    """The annexes that fill a resource: the edition and the number of each."""
    return [
        (edition, number)
        for edition in recipe.editions
        for number in range(len(edition.annexes))
        if recipe.filled_by(edition, number) == resource.name
    ]


def _described(resource: ResourceRecipe, recipe: Recipe, rows: Sequence[Record]) -> ResourceRecipe:
    """The resource with all its columns and its key."""
    if resource.rows_from == "annexes":
        columns = list(_fact_columns(resource, recipe, rows))
        return replace(resource, columns=columns, key=key_of(resource, recipe))
    if resource.rows_from == "recipe":
        return resource
    standard = _standard(resource.rows_from)
    columns = merged(standard.columns, resource.columns)
    key = resource.key or standard.key
    told = {column.name for column in resource.columns} | set(recipe.code_lists())
    known = {name for row in rows for name, value in row.items() if value not in (None, "")}
    absent = {*OPTIONAL.get(resource.rows_from, ())} - known
    if resource.rows_from == "codes":
        successors = {"valid_from"} if "valid_until" in absent else set()  # of codes not used here
        absent |= {*ON_DEMAND, *successors}
    columns = [column for column in columns if column.name not in absent - told]
    if resource.rows_from == "provenance":
        columns, key = _provenance(columns, recipe)
    if resource.rows_from in ("findings", "codes", "totals"):
        columns = [_used(column, rows) for column in columns]
    return replace(
        resource,
        title=resource.title or standard.title,
        description=resource.description or standard.description,
        columns=columns,
        key=key,
    )


def _fact_columns(
    resource: ResourceRecipe, recipe: Recipe, rows: Sequence[Record]
) -> Iterator[ResourceColumn]:
    """The declared columns that nothing describes come first, signs behind their figures."""
    described = {column.name for column in resource.columns}
    standard = {column.name: column for column in _standard("annexes").columns}
    for name in key_of(resource, recipe):
        if name not in described:
            yield standard.get(name) or ResourceColumn(name)
    layouts = [edition.layout(number) for edition, number in _filling(resource, recipe)]
    coded = {layout.label.name for layout in layouts if layout.codes != "none"}
    notes = {mark: text for layout in layouts for mark, text in layout.marks.items()}
    codes = recipe.package.names_by_origin().get("codes", "")
    for column in resource.columns:
        if column.reads == "rank":
            continue
        refers_to = f"{codes}.code" if column.name in coded and codes else ""
        yield replace(column, refers_to=column.refers_to or refers_to)
        mark = MARK.format(column.name)
        used = {row[mark] for row in rows if mark in row}
        if used and mark not in described:
            yield _mark(column, {m: notes.get(m, "") for m in sorted(used)})


def _mark(column: ResourceColumn, signs: Mapping[str, str]) -> ResourceColumn:
    """The column for these signs at another, with what the notes of the source say of them."""
    title = column.title or _both(column.header or column.name)
    said = "".join(f" {sign}: {text}" for sign, text in signs.items() if text)
    return ResourceColumn(
        name=MARK.format(column.name),
        title=Both(f"{title.en}: sign", f"{title.de}: Zeichen"),
        description=Both(
            f"Sign printed behind what stands in {column.name}, or in its place.{said}",
            f"Zeichen, das hinter dem Inhalt von {column.name} oder an seiner Stelle gedruckt ist."
            f"{said}",
        ),
        traps=["number"] if any(map(str.isdecimal, signs)) else [],
    )


def _provenance(
    columns: Sequence[ResourceColumn], recipe: Recipe
) -> tuple[list[ResourceColumn], list[str]]:
    """The columns with the key of the figures among them, and what tells its rows apart.

    Where several resources hold figures, rows are named by their place, and the keys of all stand
    beside each other.
    """
    facts = recipe.facts()
    one = len(facts) == 1
    keys = {resource.name: key_of(resource, recipe) for resource in facts}
    known = {
        c.name: c for r in facts for c in _fact_columns(r, recipe, ()) if c.name in keys[r.name]
    }
    named = [
        replace(column, refers_to="", required=one, header="", unique=False)
        for column in known.values()
    ]
    if not one:  # a column of this name may be read otherwise elsewhere
        plain = {"reads": None, "type": None, "pattern": ""}
        named = [replace(c, **plain) if c.name != ROW else c for c in named]
    standard = [
        column
        for column in columns
        if column.name not in known and (column.name != "resource" or not one)
    ]
    behind_resource = 0 if one else 1
    every = [*standard[:behind_resource], *named, *standard[behind_resource:]]
    return every, keys[facts[0].name] if one else ["document", "annex", "page", "line"]


def _used(column: ResourceColumn, rows: Sequence[Record]) -> ResourceColumn:
    """The column with those of its categories that its rows have."""
    values = {row[column.name] for row in rows}
    used = [category for category in column.categories if category.value in values]
    return replace(column, categories=used or column.categories)


@cache
def _standard(origin: Origin) -> ResourceRecipe:
    described = toml_of("building", "standard_columns.toml")["resource"]
    found = next(resource for resource in described if resource["rows_from"] == origin)
    return msgspec.convert(found, ResourceRecipe)


# ── as JSON ─────────────────────────────────────────────────────────────────────────────────


def _schema(resource: ResourceRecipe, recipe: Recipe) -> Schema:
    title = resource.title or _both(resource.name)
    facts = recipe.facts()
    foreign = []
    if resource.rows_from == "provenance" and len(facts) == 1:
        foreign.append(_reference(resource.key, facts[0].name, resource.key))
    for column in resource.columns:
        if column.refers_to:
            other, _, name = column.refers_to.partition(".")
            foreign.append(_reference([column.name], other, [name]))
    schema = {
        "$schema": PROFILE,
        **_said("title", title),
        **_said("description", resource.description or _both_sentences(title)),
        "fields": [_field(column, resource.key) for column in resource.columns],
        "missingValues": [""],
        "primaryKey": resource.key,
    }
    return schema | ({"foreignKeys": foreign} if foreign else {})


def _reference(fields: Sequence[str], resource: str, theirs: Sequence[str]) -> Schema:
    return {"fields": fields, "reference": {"resource": resource, "fields": theirs}}


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


def _both(text: str) -> Both:
    return Both(text, text)


def _both_sentences(title: Both) -> Both:
    return Both(f"{title.en}.", f"{title.de}.")
