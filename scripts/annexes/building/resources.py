"""Understood rows → the resources of the package, as the bytes of their CSV files.

Every resource is sorted by its primary key, in the order of Unicode code points.
"""

from __future__ import annotations

import csv
import dataclasses
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from annexes.base.errors import Place, Problem, RecipeError, raise_if_any
from annexes.building.said_once import said_once
from annexes.building.table_schemas import BOX, MARK, ROW
from annexes.package.row_keys import key_text
from annexes.reading.codes.code_list import CodeList
from annexes.reading.pages import Document
from annexes.reading.sums import sum_of
from annexes.reading.understood_rows import Extraction, Row
from annexes.recipe.edition import EditionRecipe
from annexes.recipe.folder import FOLDER, PACKAGE
from annexes.recipe.metadata import Origin
from annexes.recipe.recipe import Recipe

Record = dict[str, Any]
Schema = Mapping[str, Any]


def resource_records(
    recipe: Recipe, read: Sequence[Extraction], codes: CodeList
) -> dict[str, list[Record]]:
    """The rows of each resource, by name, in the order of the recipe.

    Of editions that a corrected document replaces, only documents and revisions tell.
    """
    standing = {edition.edition for edition in recipe.standing}
    every, read = read, [own for own in read if own.edition in standing]
    rows, typed_in = list(_rows(recipe, read)), recipe.typed_in()
    used = codes.with_withdrawn(row.key for _, row, _ in rows)
    findings = said_once((f for own in read for f in own.findings), recipe)
    made: dict[Origin, list[Record]] = {
        "provenance": [_provenance(recipe, *own) for own in rows],
        "totals": [total for own in read for total in _totals(recipe, own)],
        "codes": [dataclasses.asdict(entry) for entry in used],
        "findings": [dataclasses.asdict(finding) for finding in findings],
        "documents": [_document(recipe.edition(own.edition), own.document) for own in every],
        "revisions": list(_revisions(recipe, every)),
    }
    tables: dict[str, list[Record]] = {}
    for resource in recipe.package.resources:
        own = made.get(resource.rows_from) or typed_in.get(resource.name, [])
        tables[resource.name] = [] if resource.rows_from == "annexes" else own
    for edition, row, number in rows:
        tables[recipe.filled_by(edition, row.annex)].append(_fact(edition, row, number))
    return tables


def to_files(
    recipe: Recipe, tables: Mapping[str, Sequence[Record]], schemas: Mapping[str, Schema]
) -> dict[str, bytes]:
    """The CSV of each resource, by name.

    Raises RecipeError where the columns of a typed-in row are not those of its resource, where a
    document lacks what is required of it, and where rows of figures cannot be told apart.
    """
    problems: list[Problem] = []
    for resource in recipe.package.resources:
        records, schema = tables[resource.name], schemas[resource.name]
        if resource.rows_from == "recipe":
            problems += _misfits(resource.name, records, schema)
        if resource.rows_from == "documents":
            problems += _unsaid(recipe, records, schema)
        if resource.rows_from == "annexes":
            problems += _alike(resource.name, records, schema)
    raise_if_any(RecipeError, problems)
    return {name: to_csv(records, schemas[name]) for name, records in tables.items()}


def to_csv(records: Sequence[Record], schema: Schema) -> bytes:
    """UTF-8, comma, LF, no byte-order mark; the columns of the schema, rows by primary key."""
    columns = [field["name"] for field in schema["fields"]]
    text = io.StringIO()
    write = csv.writer(text, lineterminator="\n").writerow
    write(columns)

    def order(record: Record) -> list[tuple[bool, Any]]:  # what has no value comes last
        return [(record.get(name) is None, record.get(name)) for name in schema["primaryKey"]]

    for record in sorted(records, key=order):
        write(record.get(name) for name in columns)
    return text.getvalue().encode()


# ── where records come from ─────────────────────────────────────────────────────────────────


def _rows(recipe: Recipe, read: Sequence[Extraction]) -> Iterator[tuple[EditionRecipe, Row, int]]:
    """Every row with its edition and its number within its annex, from 1."""
    for own in read:
        counts: Counter[int] = Counter()
        for row in own.rows:
            counts[row.annex] += 1
            yield recipe.edition(own.edition), row, counts[row.annex]


def _key(edition: EditionRecipe, row: Row) -> Record:
    """What a row is about: the declared columns of its annex, and its label."""
    return {**row.values, edition.layout(row.annex).label.name: row.key}


def _fact(edition: EditionRecipe, row: Row, number: int) -> Record:
    marks = {MARK.format(column): mark for column, mark in row.marks.items()}
    return {ROW: number, **_key(edition, row), **row.figures, **marks}


def _totals(recipe: Recipe, read: Extraction) -> Iterator[Record]:
    """The printed totals, each figure beside the sum of the rows of its annex."""
    edition = recipe.edition(read.edition)
    for total in read.totals:
        rows = [row for row in read.rows if row.annex == total.annex]
        covers = {own.label: own.adds for own in edition.annexes[total.annex].totals}
        for column in edition.layout(total.annex).figures:
            parts = [row.figures[column.name] for row in rows]
            yield {
                "document": edition.document.id,
                "annex": edition.annexes[total.annex].label,
                "total": total.name,
                "resource": recipe.filled_by(edition, total.annex),
                "column": column.name,
                "printed": total.figures[column.name],
                "covers": covers[total.name],
                "listed": sum_of(parts) if column.reads == "count" else None,
                "page": total.place.page,
                "line": total.place.line,
            }


def _provenance(recipe: Recipe, edition: EditionRecipe, row: Row, number: int) -> Record:
    return {
        **row.figures,
        ROW: number,
        **_key(edition, row),
        "resource": recipe.filled_by(edition, row.annex),
        "document": edition.document.id,
        "annex": edition.annexes[row.annex].label,
        "page": row.place.page,
        "line": row.place.line,
        "name_printed": row.name,
        **dict(zip(BOX, row.place.box or (), strict=False)),
    }


def _document(edition: EditionRecipe, document: Document) -> Record:
    """All that the recipe says of the document; its schema says which of it is written."""
    entry = msgspec.structs.asdict(edition.document)
    authors = "; ".join(edition.document.authors)
    return {**entry, "document": entry["id"], "authors": authors, "sha256": document.sha256}


def _revisions(recipe: Recipe, read: Sequence[Extraction]) -> Iterator[Record]:
    """What corrected documents changed: one row for each figure that is not as it was; a row that
    is new or gone has no value then.

    `read` are all editions, also those that are replaced.
    """
    extractions = {own.edition: own for own in read}
    for edition in recipe.editions:
        if edition.replaces is None:
            continue
        earlier = recipe.edition(edition.replaces.edition)
        before = dict(_figures(recipe, earlier, extractions[earlier.edition]))
        after = dict(_figures(recipe, edition, extractions[edition.edition]))
        for place in [*before, *(place for place in after if place not in before)]:
            resource, key = place
            old, new = before.get(place, {}), after.get(place, {})
            for measure in dict.fromkeys([*old, *new]):
                if old.get(measure) != new.get(measure):
                    yield {
                        "resource": resource,
                        "key": key,
                        "measure": measure,
                        "before": old.get(measure),
                        "after": new.get(measure),
                        "document_before": earlier.document.id,
                        "document": edition.document.id,
                        "published": edition.document.answered,
                        "reason": edition.replaces.reason,
                    }


def _figures(
    recipe: Recipe, edition: EditionRecipe, read: Extraction
) -> Iterator[tuple[tuple[str, str], Mapping[str, Any]]]:
    """The figures of each row, by its resource and its key."""
    for row in read.rows:
        yield (recipe.filled_by(edition, row.annex), key_text(_key(edition, row))), row.figures


def _misfits(name: str, records: Sequence[Record], schema: Schema) -> Iterator[Problem]:
    """Typed-in rows that lack a column of their resource or have another one; said once for all
    rows that are alike.
    """
    columns = {field["name"] for field in schema["fields"]}
    odd: dict[str, list[int]] = {}
    for number, record in enumerate(records, start=1):
        wrong = columns ^ set(record)
        if wrong:
            odd.setdefault(", ".join(sorted(wrong)), []).append(number)
    for names, numbers in odd.items():
        rows = f"row {numbers[0]}" + f" (and {len(numbers) - 1} more)" * (len(numbers) > 1)
        yield Problem(
            "recipe",
            Place(str(FOLDER)),
            f"{rows} of {name} does not fit its schema at: {names}",
            f"make the typed-in rows and the columns of '{name}' agree",
        )


def _unsaid(recipe: Recipe, records: Sequence[Record], schema: Schema) -> Iterator[Problem]:
    """What a schema requires of every document, and a recipe does not say."""
    required = [f["name"] for f in schema["fields"] if f.get("constraints", {}).get("required")]
    for edition, record in zip(recipe.editions, records, strict=True):
        for column in required:
            if record.get(column) in (None, ""):
                problem = f"the document of edition '{edition.edition}' has no {column}"
                hint = f"write it below [document]: {column} = …"
                place = Place(str(FOLDER / f"{edition.edition}.toml"))
                yield Problem("recipe", place, problem, hint)


def _alike(name: str, records: Sequence[Record], schema: Schema) -> Iterator[Problem]:
    """One problem where rows have the same key, most likely from annexes that were merged."""
    key = schema["primaryKey"]
    counts = Counter(tuple(record.get(column) for column in key) for record in records)
    if same := [own for own, count in counts.items() if count > 1]:
        shown = ", ".join(f"{c} {v}" for c, v in zip(key, same[0], strict=True))
        yield Problem(
            "recipe",
            Place(str(FOLDER / PACKAGE)),
            f"{len(same)} rows of '{name}' stand there more than once, such as {shown}",
            "give each annex that fills it a column that tells them apart: values = { … }",
        )
