"""Understood rows → the resources of the package, as the bytes of their CSV files.

Every resource is sorted by its primary key, in the order of Unicode code points.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from annexes.base.errors import Place, Problem, RecipeError, raise_if_any
from annexes.reading.codes.code_list import CodeList
from annexes.reading.model import Document, Extraction, Row
from annexes.recipe.edition import EditionRecipe
from annexes.recipe.metadata import Origin
from annexes.recipe.recipe import FOLDER, Recipe

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
        resource.name: _facts(recipe, read, resource.name)
        if resource.rows_from == "annexes"
        else made.get(resource.rows_from) or typed_in.get(resource.name, [])
        for resource in recipe.package.resources
    }
    typed = {r.name for r in recipe.package.resources if r.rows_from == "recipe"}
    problems = [
        problem
        for name, records in tables.items()
        for problem in _misfits(name, records, schemas[name], typed_in=name in typed)
    ]
    raise_if_any(RecipeError, problems)
    return {name: to_csv(records, schemas[name]) for name, records in tables.items()}


def to_csv(records: Sequence[Record], schema: Schema) -> bytes:
    """UTF-8, comma, LF, no byte-order mark; the columns of the schema, rows by primary key."""
    columns = [field["name"] for field in schema["fields"]]
    cells = [[record[name] for name in columns] for record in records]
    frame = pd.DataFrame(cells, columns=columns, dtype=object)  # no whole number becomes a float
    ordered = frame.sort_values(schema["primaryKey"], kind="stable")
    return ordered.to_csv(index=False, lineterminator="\n").encode()


# ── where records come from ─────────────────────────────────────────────────────────────────


def _facts(recipe: Recipe, read: Sequence[Extraction], resource: str) -> list[Record]:
    """The rows that fill this resource: the first one, where an annex names none."""
    main = recipe.package.names_by_origin()["annexes"]
    return [
        _fact(edition, row, number)
        for edition, row, number in _rows(recipe, read)
        if (edition.annexes[row.annex].resource or main) == resource
    ]


def _made(
    recipe: Recipe, read: Sequence[Extraction], codes: CodeList
) -> dict[Origin, list[Record]]:
    main = recipe.package.names_by_origin()["annexes"]
    return {
        "provenance": [_provenance(*own, main) for own in _rows(recipe, read)],
        "codes": [dataclasses.asdict(entry) for entry in codes.entries],
        "documents": [_document(recipe.edition(own.edition), own.document) for own in read],
        "findings": [dataclasses.asdict(finding) for own in read for finding in own.findings],
    }


def _rows(recipe: Recipe, read: Sequence[Extraction]) -> Iterator[tuple[EditionRecipe, Row, int]]:
    """Every row with its edition and its number within its annex, from 1."""
    for own in read:
        counts: Counter[int] = Counter()
        for row in own.rows:
            counts[row.annex] += 1
            yield recipe.edition(own.edition), row, counts[row.annex]


def _key(edition: EditionRecipe, row: Row, number: int) -> Record:
    annex = edition.annexes[row.annex].label
    return {
        "annex": annex,
        "row": number,
        **row.values,
        edition.layout(row.annex).label.name: row.key,
    }


def _fact(edition: EditionRecipe, row: Row, number: int) -> Record:
    marks = "; ".join(f"{column}: {mark or 'blank'}" for column, mark in row.marks.items())
    return {**_key(edition, row, number), "label": row.name, **row.figures, "marks": marks}


def _provenance(edition: EditionRecipe, row: Row, number: int, main: str) -> Record:
    x0, top, x1, bottom = row.place.box or (None, None, None, None)
    return {
        **_key(edition, row, number),
        "resource": edition.annexes[row.annex].resource or main,
        "document": edition.document.id,
        "annex": edition.annexes[row.annex].label,
        "page": row.place.page,
        "line": row.place.line,
        "code": row.key if edition.layout(row.annex).codes != "none" else "",
        "name_printed": row.name,
        "x0": x0,
        "top": top,
        "x1": x1,
        "bottom": bottom,
    }


def _document(edition: EditionRecipe, document: Document) -> Record:
    source = edition.document
    return {
        "document": source.id,
        "title": source.title,
        "question": source.question,
        "answered": source.answered,
        "publisher": source.publisher,
        "number": source.number,
        "kind": source.kind,
        "authors": "; ".join(source.authors),
        "ministry": source.ministry,
        "address": source.address,
        "received": source.received,
        "sha256": document.sha256,
    }


def _misfits(
    name: str, records: Sequence[Record], schema: Schema, *, typed_in: bool
) -> Iterator[Problem]:
    """Rows that lack a column of their schema, or, if a person typed them in, have another one."""
    columns = {field["name"] for field in schema["fields"]}
    for number, record in enumerate(records, start=1):
        lacking, excess = columns - set(record), set(record) - columns - {PLACE}
        lacking |= {"marks"} - columns if record.get("marks") else set()
        if odd := lacking | excess if typed_in else lacking:
            yield Problem(
                "recipe",
                Place(str(FOLDER)),
                f"row {number} of {name} does not fit its schema at: {', '.join(sorted(odd))}",
                f"make the rows and schema/{name}.json agree",
            )
