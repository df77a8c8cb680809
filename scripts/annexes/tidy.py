"""Understood rows → the resources of the package, as the bytes of their CSV files.

Every resource is sorted by its primary key, in the order of Unicode code points.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from annexes.codes import CodeList
from annexes.errors import Place, Problem, RecipeError, raise_if_any
from annexes.model import Document, Extraction, Row
from annexes.recipe import FOLDER, Recipe
from annexes.recipe.edition import Edition
from annexes.recipe.package import Origin

Record = dict[str, Any]
Schema = Mapping[str, Any]

PLACE = "place"
"""The one key that a typed-in row may have beside its columns: where it stands in the document."""


def resources(
    recipe: Recipe, schemas: Mapping[str, Schema], read: Sequence[Extraction], codes: CodeList
) -> dict[str, bytes]:
    """The CSV of each resource, by name, in the order of the recipe.

    Raises RecipeError where the columns of a typed-in row are not those of its schema.
    """
    made, typed_in = _made(recipe, read, codes), recipe.typed_in()
    tables = {
        resource.name: made.get(resource.rows_from) or typed_in.get(resource.name, [])
        for resource in recipe.package.resources
    }
    typed = {r.name for r in recipe.package.resources if r.rows_from == "recipe"}
    problems = [p for name in typed for p in _misfits(name, tables[name], schemas[name])]
    raise_if_any(RecipeError, problems)
    return {name: to_csv(records, schemas[name]) for name, records in tables.items()}


def to_csv(records: Sequence[Record], schema: Schema) -> bytes:
    """UTF-8, comma, LF, no byte-order mark; the columns of the schema, rows by primary key."""
    columns = [field["name"] for field in schema["fields"]]
    frame = pd.DataFrame([{name: r[name] for name in columns} for r in records], columns=columns)
    ordered = frame.sort_values(schema["primaryKey"], kind="stable")
    return ordered.to_csv(index=False, lineterminator="\n").encode()


# ── where records come from ─────────────────────────────────────────────────────────────────


def _made(
    recipe: Recipe, read: Sequence[Extraction], codes: CodeList
) -> dict[Origin, list[Record]]:
    rows = [(recipe.edition(own.edition), row) for own in read for row in own.rows]
    return {
        "annexes": [_fact(edition, row) for edition, row in rows],
        "provenance": [_provenance(edition, row) for edition, row in rows],
        "codes": [dataclasses.asdict(entry) for entry in codes.entries],
        "documents": [_document(recipe.edition(own.edition), own.document) for own in read],
        "findings": [dataclasses.asdict(finding) for own in read for finding in own.findings],
    }


def _key(edition: Edition, row: Row) -> Record:
    return {**row.values, edition.table.code.name: row.code}


def _fact(edition: Edition, row: Row) -> Record:
    return {**_key(edition, row), **row.figures}


def _provenance(edition: Edition, row: Row) -> Record:
    return {
        **_key(edition, row),
        "document": edition.document.id,
        "annex": edition.annexes[row.annex].label,
        "page": row.place.page,
        "line": row.place.line,
        "name_printed": row.name,
    }


def _document(edition: Edition, document: Document) -> Record:
    source = edition.document
    return {
        "document": source.id,
        "title": source.title,
        "question": source.question,
        "answered": source.answered,
        "publisher": source.publisher,
        "sha256": document.sha256,
    }


def _misfits(name: str, records: Sequence[Record], schema: Schema) -> Iterator[Problem]:
    columns = {field["name"] for field in schema["fields"]}
    for number, record in enumerate(records, start=1):
        if odd := (set(record) - {PLACE}) ^ columns:
            yield Problem(
                "recipe",
                Place(str(FOLDER)),
                f"row {number} of rows.{name} does not fit its schema at: {', '.join(sorted(odd))}",
                f"give it exactly the columns of schema/{name}.json",
            )
