"""Titles and descriptions that follow the periods of a package.

`{periods}` in them stands for the first and the last period that the package covers, so that what
was written for one period does not become false with the next.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from annexes.building.draft.periods import period_in
from annexes.building.series.edition_periods import PeriodRow

PERIODS = "{periods}"
TEXTS = re.compile(r"(?ms)^\[(?:title|description)\]\n.*?(?=^\[|\Z)")


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


def with_periods(package: str, rows: Sequence[PeriodRow]) -> str:
    """The text of `package.toml` in which title and description follow the periods."""
    return TEXTS.sub(lambda match: following(match[0], rows), package)
