"""A finding that holds for several periods, said once with all of them in its key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from annexes.building.series.edition_periods import period_rows
from annexes.reading.understood_rows import Finding
from annexes.recipe.recipe import Recipe


def said_once(found: Iterable[Finding], recipe: Recipe) -> Iterator[Finding]:
    """The findings in their order; those that differ in their period only become one.

    It has the name of the first, and all periods in its key: `period=one,other;area=north`.
    """
    periods = {str(value) for row in period_rows(recipe) for value in row.values()}
    alike: dict[Finding, list[Finding]] = {}
    for finding in found:
        key = ";".join(
            column if value in periods else f"{column}={value}"
            for column, value in _parts(finding.key)
        )
        alike.setdefault(replace(finding, finding="", key=key), []).append(finding)
    for same in alike.values():
        columns = zip(*(_parts(finding.key) for finding in same), strict=True)
        told = (
            f"{own[0][0]}={','.join(dict.fromkeys(value for _, value in own))}" for own in columns
        )
        yield replace(same[0], key=";".join(told))


def _parts(key: str) -> list[tuple[str, str]]:
    """The columns of a key, each with what it says of them."""
    parts = (part.partition("=") for part in key.split(";") if part)
    return [(column, value) for column, _, value in parts]
