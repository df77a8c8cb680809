"""The child process that reads whole documents: one request, one record.

A request is {"path": …, "edition": …, "recipe": …}, the recipe as JSON. The only frame is
["record", record]: {"ok": true, "rows": […], "annexes": […]} or {"ok": false, "errors": […]}.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from annexes.base.children import Frame, serve
from annexes.base.errors import DocumentError, Place, Problem
from annexes.reading.codes.code_list import CodeList, codes_of
from annexes.reading.document.read_document import read_document_here
from annexes.reading.extract import extract
from annexes.reading.sums import sum_of
from annexes.reading.understood_rows import CellValue, Extraction, Row
from annexes.recipe.edition import EditionRecipe
from annexes.recipe.recipe import Recipe

Record = dict[str, Any]


def answer(request: Mapping[str, Any]) -> Iterator[Frame]:
    """The record of one document."""
    recipe, codes = _recipe(request["recipe"])
    path = Path(request["path"])
    try:
        edition = recipe.edition(request["edition"])
        read = extract(path, edition, recipe, codes, read_document_here)
        rows = [_row(edition, row) for row in read.rows]
        record: Record = {"ok": True, "rows": rows, "annexes": list(_summary(edition, read))}
    except DocumentError as error:
        record = refusal(error)
    except MemoryError:
        problem = Problem("memory", Place(str(path)), "it needs too much memory")
        record = refusal(DocumentError(problem))
    yield ["record", record]


@lru_cache(maxsize=4)
def _recipe(text: str) -> tuple[Recipe, CodeList]:
    recipe = msgspec.json.decode(text, type=Recipe)
    return recipe, codes_of(recipe)


def refusal(error: DocumentError) -> Record:
    """The record of a document that was refused."""
    return {"ok": False, "errors": [problem.as_json() for problem in error.problems]}


def _summary(edition: EditionRecipe, read: Extraction) -> Iterator[str]:
    """For people: the rows of each annex and the sums of its counts."""
    for number, annex in enumerate(edition.annexes):
        rows = [row for row in read.rows if row.annex == number]
        counts = [c.name for c in edition.layout(number).figures if c.reads == "count"]
        sums = [f"{name} {sum_of(row.figures[name] for row in rows)}" for name in counts]
        yield ", ".join([f"{annex.label}: {len(rows)} rows", *sums])


def _row(edition: EditionRecipe, row: Row) -> Record:
    record: Record = {
        **edition.annexes[row.annex].values,
        edition.layout(row.annex).label.name: row.key,
        "name_printed": row.name,
        **{name: _plain(value) for name, value in row.figures.items()},
        "page": row.place.page,
        "line": row.place.line,
    }
    record |= {"box": row.place.box} if row.place.box else {}
    return record | ({"marks": dict(row.marks)} if row.marks else {})


def _plain(value: CellValue) -> int | float | str | None:
    """The value as JSON has it."""
    match value:
        case Decimal():
            return float(value)
        case date():
            return value.isoformat()
    return value


if __name__ == "__main__":
    serve(answer)
