"""What a corrected document changed: the figures of the edition that it replaces, and its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from annexes.reading.understood_rows import Extraction
from annexes.recipe.edition import EditionRecipe
from annexes.recipe.recipe import Recipe

Record = dict[str, Any]
Figures = Mapping[str, Any]


def revision_records(recipe: Recipe, read: Sequence[Extraction]) -> Iterator[Record]:
    """One row for each figure that is not as it was; a row that is new or gone has no value then.

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
) -> Iterator[tuple[tuple[str, str], Figures]]:
    for row in read.rows:
        key = {**row.values, edition.layout(row.annex).label.name: row.key}
        named = ";".join(f"{column}={value}" for column, value in key.items())
        yield (recipe.filled_by(edition, row.annex), named), row.figures
