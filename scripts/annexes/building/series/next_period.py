"""The period of an added document, and all that follows from it: name, row, values of columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from annexes.base.errors import DocumentError, RecipeError
from annexes.building.draft.periods import Period, period_in
from annexes.building.series.edition_periods import periods_of
from annexes.building.series.predecessor import AddedDocument, Predecessor
from annexes.recipe.edition import AnnexRecipe, DocumentRecipe, EditionRecipe, Layout
from annexes.recipe.recipe import Recipe
from annexes.recipe.types import TypedRows


def next_period(
    document: AddedDocument, recipe: Recipe, last: Predecessor, annexes: Sequence[AnnexRecipe]
) -> Period | None:
    """The period that the captions name; None where the last edition has none either.

    Raises DocumentError where they name none or several, RecipeError where the period is there
    already, or is not the one to be corrected.
    """
    if not periods_of(last.typed):
        return None
    texts = [text for annex in annexes for text in (*annex.below, *annex.above)]
    found = {period.code: period for period in map(period_in, texts) if period}
    if len(found) != 1:
        said = ", ".join(found) or "none"
        problem = f"the captions name no single period: {said}"
        raise DocumentError.of("period", document.path, problem)
    (period,) = found.values()
    _refuse_misfit(period, recipe, last, document.path)
    return period


def _refuse_misfit(period: Period, recipe: Recipe, last: Predecessor, path: Path) -> None:
    days = (period.start, period.end)
    corrected = last.replaces.edition if last.replaces else ""
    there = [
        edition.edition
        for edition in recipe.standing
        if days in [(row["start"], row["end"]) for _, row in periods_of(edition)]
    ]
    if others := [edition for edition in there if edition != corrected]:
        hint = f"a corrected document replaces it: --replaces {others[0]}"
        problem = f"its period {period.code} is there: edition '{others[0]}'"
        raise RecipeError.of("period", path, problem, hint)
    if corrected and corrected not in there:
        problem = f"its period is {period.code}, not that of '{corrected}'"
        raise RecipeError.of("period", path, problem, "leave out --replaces")


def edition_name(
    document: AddedDocument, period: Period | None, recipe: Recipe, last: Predecessor
) -> str:
    """The name of the edition: that of its period, or of its file, with a number if it is used."""
    base = period.code if period else document.path.stem
    name = re.sub(r"[^a-z0-9._-]+", "-", base.lower()).strip("-.")
    taken = {edition.edition for edition in recipe.editions}
    number, free = 2, name
    while free in taken and (last.replaces or not period):
        free, number = f"{name}-{number}", number + 1
    return free


def with_period(edition: EditionRecipe, period: Period | None, last: Predecessor) -> EditionRecipe:
    """The edition with the new period among its values, and with the typed-in row of the period."""
    if period is None:
        return replace(edition, rows={})
    named = {value for _, row in periods_of(last.typed) for value in row.values()}

    def renewed(values: dict[str, str]) -> dict[str, str]:
        return {column: period.code if v in named else v for column, v in values.items()}

    def laid_out(layout: Layout | None) -> Layout | None:
        return layout and replace(layout, values=renewed(layout.values))

    return replace(
        edition,
        table=laid_out(edition.table),
        annexes=[
            replace(annex, values=renewed(annex.values), layout=laid_out(annex.layout))
            for annex in edition.annexes
        ],
        rows=_period_row(period, edition.document, last),
    )


def _period_row(period: Period, document: DocumentRecipe, last: Predecessor) -> TypedRows:
    """The typed-in row of the period, in the resource that has them."""
    (name, before), *_ = periods_of(last.typed)
    used = {v for n in range(len(last.full.annexes)) for v in last.full.values(n).values()}
    row: dict[str, Any] = {}
    for column, value in before.items():
        if column in ("start", "end"):
            row[column] = getattr(period, column)
        elif value == last.typed.document.id:
            row[column] = document.id
        elif value in used:
            row[column] = period.code
        else:
            row[column] = period.label.get(column.rpartition("_")[2], value)
    return {name: [row]}
