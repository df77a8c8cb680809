"""The typed-in rows that say from when to when a period is, and what they name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from annexes.recipe.edition import EditionRecipe
from annexes.recipe.recipe import Recipe

PeriodRow = Mapping[str, Any]


def is_period(row: PeriodRow) -> bool:
    """Does this typed-in row say from when to when a period is?"""
    return isinstance(row.get("start"), dt.date) and isinstance(row.get("end"), dt.date)


def period_rows(recipe: Recipe) -> list[PeriodRow]:
    """The rows of all periods, in the order of time."""
    rows = [row for own in recipe.typed_in().values() for row in own if is_period(row)]
    return sorted(rows, key=lambda row: (row["start"], row["end"]))


def periods_of(edition: EditionRecipe) -> list[tuple[str, PeriodRow]]:
    """The rows of the periods of an edition, each with its resource."""
    return [(name, row) for name, own in edition.rows.items() for row in own if is_period(row)]


def last_day(edition: EditionRecipe) -> dt.date:
    """The last day of its periods; of an edition without one, the first day there is."""
    return max((row["end"] for _, row in periods_of(edition)), default=dt.date.min)


def values_but_period(edition: EditionRecipe, annex: int) -> dict[str, str]:
    """The declared columns of an annex that say something else than its period."""
    named = {str(value) for _, row in periods_of(edition) for value in row.values()}
    return {c: value for c, value in edition.values(annex).items() if value not in named}
