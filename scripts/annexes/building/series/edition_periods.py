"""The typed-in rows that say from when to when a period is, and texts that follow the periods.

`{periods}` in a title or description stands for the first and the last period that the package
covers, so that what was written for one period does not become false with the next.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from annexes.building.draft.periods import period_in
from annexes.recipe.edition import EditionRecipe
from annexes.recipe.recipe import Recipe

PERIODS = "{periods}"
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


# ── texts that follow them ──────────────────────────────────────────────────────────────────


def with_period_names(text: str, rows: Sequence[PeriodRow], language: str) -> str:
    """The text with the names of the first and the last period in place of `{periods}`."""
    labels = [str(row.get(f"label_{language}") or row["start"]) for row in rows]
    return text.replace(PERIODS, " – ".join(dict.fromkeys([*labels[:1], *labels[-1:]])))


def following(text: str, rows: Sequence[PeriodRow]) -> str:
    """The text with `{periods}` in place of each name of a period, as a row or a caption has it."""
    labels = {str(v) for row in rows for c, v in row.items() if c.startswith("label_")}
    for label in sorted(labels, key=len, reverse=True):
        text = text.replace(label, PERIODS)
    spans = {(row["start"], row["end"]) for row in rows}
    while (named := period_in(text)) and (named.start, named.end) in spans:
        text = text.replace(named.printed, PERIODS)
    return text
