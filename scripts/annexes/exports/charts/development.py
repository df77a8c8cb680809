"""How the largest rows of each annex develop from period to period, gaps as gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annexes.exports.charts.tally import Tally
from annexes.package.printed_figures import PrintedFigures
from annexes.package.roles import Annex


@dataclass(frozen=True, slots=True)
class Development:
    """A row of an annex over time: its first count by period, none where it is not listed."""

    annex: Annex
    row: str
    periods: Sequence[str]
    counts: dict[str, int]


def development(facts: PrintedFigures, tallies: Sequence[Tally]) -> list[Development]:
    """The rows that are largest in the last edition, annex by annex, in all editions.

    An annex of another edition is the same one where all its values but the period are the same.
    """
    column, (first, *_) = facts.series, facts.counts
    periods = list(dict.fromkeys(part.annex.values[column] for part in facts.parts))
    lines = {
        (_place(one.annex.values, column), row): Development(one.annex, row, periods, {})
        for one in tallies
        for _, row in one.largest()
    }
    for record in facts.table.records():
        for part in facts.parts:
            if part.has(record):
                line = lines.get((_place(part.annex.values, column), str(record[facts.label])))
                count = record[first]
                if line and count is not None:
                    line.counts[part.annex.values[column]] = int(str(count))
                break
    return [line for line in lines.values() if line.counts]


def _place(values: dict[str, str], column: str) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((name, value) for name, value in values.items() if name != column))
