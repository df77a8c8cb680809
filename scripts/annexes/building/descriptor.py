"""Recipe, schemas and measured resources → `datapackage.json`.

A Data Package v2 descriptor that readers of v1 take as well: `type` beside `profile`, keys as
arrays, categories beside an enum. German texts follow the languages recipe of the standard:
`languages` lists both, and `title@de` stands beside `title`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import msgspec

from annexes.base.storage import sha256_of
from annexes.base.texts import toml_of
from annexes.building.series.edition_periods import period_rows, with_period_names
from annexes.building.table_schemas import MARK, schema_path
from annexes.recipe.edition import EditionRecipe
from annexes.recipe.recipe import Recipe

Descriptor = dict[str, Any]
Schemas = Mapping[str, Mapping[str, Any]]

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
NAMESPACE = "annexes"
"""All that the standard has no property for stands under this one key."""


def describe(recipe: Recipe, schemas: Schemas, files: Mapping[str, bytes]) -> Descriptor:
    """The descriptor of a package whose resources have these names and bytes."""
    package, periods = recipe.package, period_rows(recipe)
    texts = {
        f"{name}{mark}": with_period_names(getattr(both, language), periods, language)
        for name, both in (("title", package.title), ("description", package.description))
        for language, mark in (("en", ""), ("de", "@de"))
    }
    described = {
        "$schema": PROFILE,
        "name": package.name,
        "id": package.id,
        "languages": ["en", "de"],
        **texts,
        "homepage": package.homepage,
        "version": package.version,
        "created": package.created.isoformat().replace("+00:00", "Z"),
        "licenses": msgspec.to_builtins(package.licenses),
        "keywords": package.keywords.en,
        "keywords@de": package.keywords.de,
        "contributors": [_filled(contributor) for contributor in package.contributors],
        "sources": [{"title": e.document.title, "path": e.document.file} for e in recipe.editions],
        "resources": [_resource(name, schemas[name], data) for name, data in files.items()],
        NAMESPACE: _beyond_the_standard(recipe, schemas),
    }
    return {key: value for key, value in described.items() if value}


def csv_path(name: str) -> str:
    """Where the data of this resource stands, relative to the root of the package."""
    return f"data/{name}.csv"


def to_json(descriptor: Mapping[str, Any]) -> bytes:
    """UTF-8, two spaces, keys in the order given, one newline at the end."""
    return (json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n").encode()


def _resource(name: str, schema: Mapping[str, Any], data: bytes) -> Descriptor:
    texts = ("title", "title@de", "description", "description@de")
    return {
        "name": name,
        "type": "table",
        "profile": "tabular-data-resource",
        **{key: schema[key] for key in texts},
        "path": csv_path(name),
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{sha256_of(data)}",
        "schema": schema_path(name),
    }


def _filled(entry: msgspec.Struct) -> Descriptor:
    """The entry without the keys that say nothing."""
    return {key: value for key, value in msgspec.to_builtins(entry).items() if value}


def _beyond_the_standard(recipe: Recipe, schemas: Schemas) -> Descriptor:
    """What tools right of the package need: which resource is which, how the source is laid out,
    the rules of the domain, and what portals ask for.
    """
    package = recipe.package
    said = msgspec.to_builtins(package.publication) or {}
    usual = toml_of("building", "usual_publication.toml") if said else {}
    publication = {**said, **{key: own for key, own in usual.items() if key not in said}}
    described = {
        "unconfirmed": recipe.unconfirmed(),
        "made": package.names_by_origin(),
        "also": {code.code: code.also for code in package.codes if code.also},
        "editions": [_edition(recipe, edition, schemas) for edition in recipe.standing],
        "rules": msgspec.to_builtins(package.rules),
        "publication": {**publication, "temporal": _temporal(recipe)},
    }
    return _without(described, "unconfirmed", "also")


def _without(described: Descriptor, *optional: str) -> Descriptor:
    """The same without those of the optional keys that say nothing."""
    return {key: value for key, value in described.items() if value or key not in optional}


def _edition(recipe: Recipe, edition: EditionRecipe, schemas: Schemas) -> Descriptor:
    """Enough to find a row in the source, to show the annexes as they were printed, and to say
    what a person has reviewed.
    """
    described = {
        "edition": edition.edition,
        "document": edition.document.id,
        "path": edition.document.file,
        "code": edition.layout(0).label.name,
        "columns": _columns(recipe, edition, 0, schemas),
        "annexes": [_annex(recipe, edition, n, schemas) for n in range(len(edition.annexes))],
        "aliases": [_filled(alias) for alias in edition.aliases],
    }
    return _without(described, "aliases")


def _annex(recipe: Recipe, edition: EditionRecipe, number: int, schemas: Schemas) -> Descriptor:
    """One annex as printed; its columns only where they are not those of the first."""
    annex, expected = edition.annexes[number], edition.expect.annexes[number]
    columns = _columns(recipe, edition, number, schemas)
    described = {
        "label": annex.label,
        "values": edition.values(number),
        "pages": annex.pages,
        "above": annex.above,
        "below": annex.below,
        "furniture": annex.furniture,
        "reviewed": {"rows": expected.rows, "sums": edition.expected_sums(number)},
        "totals": [total.label for total in annex.totals],
        "inside": annex.inside,
        "resource": annex.resource,
        "columns": columns if columns != _columns(recipe, edition, 0, schemas) else [],
    }
    return _without(described, "totals", "inside", "resource", "columns")


def _columns(
    recipe: Recipe, edition: EditionRecipe, annex: int, schemas: Schemas
) -> list[Descriptor]:
    """The columns as printed; `mark` names the column of the signs behind the figures of one."""
    fields = {field["name"] for field in schemas[recipe.filled_by(edition, annex)]["fields"]}
    described = []
    for column in edition.layout(annex).columns:
        mark = MARK.format(column.name)
        entry = {**msgspec.structs.asdict(column), "mark": mark if mark in fields else ""}
        described.append(_without(entry, "unit", "cell", "mark"))
    return described


def _temporal(recipe: Recipe) -> Descriptor:
    """From the first start to the last end of all periods."""
    if not (rows := period_rows(recipe)):
        return {}
    start, end = rows[0]["start"], max(row["end"] for row in rows)
    return {"start": start.isoformat(), "end": end.isoformat()}
