"""How the largest rows of each annex develop from period to period, gaps as gaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annexes.exports.charts.tally import Tally
from annexes.package.printed_figures import PrintedFigures
from annexes.package.roles import Annex


@dataclass(frozen=True, slots=True)
class Development:
    """A row of an annex over time: its first count by period, none where it is not listed.

    `values` are those that all its rows share; `breaks` the periods from which on the annex heads
    its figures otherwise.
    """

    annex: Annex
    row: str
    values: Mapping[str, str]
    periods: Sequence[str]
    counts: dict[str, int]
    breaks: set[str]


def development(facts: PrintedFigures, tallies: Sequence[Tally]) -> list[Development]:
    """The rows that are largest in the last edition, annex by annex, in all editions.

    An annex of another edition is the same one where all its values but the period are the same.
    """
    column, (first, *_) = facts.series, facts.counts
    lines = {
        (_place(one.annex.values, column), row): _begun(facts, one.annex, row)
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


def _begun(facts: PrintedFigures, annex: Annex, row: str) -> Development:
    values = {name: value for name, value in annex.values.items() if name != facts.series}
    place = _place(values, facts.series)
    own = [part for part in facts.parts if _place(part.annex.values, facts.series) == place]
    headed = [[(c.name, c.header) for c in part.columns if c.reads == "count"] for part in own]
    breaks = {
        part.annex.values[facts.series]
        for part, before, after in zip(own[1:], headed, headed[1:], strict=False)
        if before != after
    }
    return Development(annex, row, {**values, facts.label: row}, facts.periods, {}, breaks)


def _place(values: Mapping[str, str], column: str) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((name, value) for name, value in values.items() if name != column))
