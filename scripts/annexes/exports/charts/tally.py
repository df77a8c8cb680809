"""What the charts need to know of each annex, in one pass over the figures and little memory.

First what the last edition lists, then how its largest rows develop from period to period.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from annexes.package.printed_figures import PrintedFigures
from annexes.package.roles import Annex
from annexes.package.values import Value

LARGEST = 8
"""How many rows of an annex a chart can show and still be read."""

Counts = tuple[int | None, ...]


@dataclass
class Tally:
    """What an annex lists: its labels, how many of them with 0, its sums, its largest rows.

    Counts stand in the order of `Facts.counts`, None where there is no figure; the annex is not
    `whole` then, and its sums are those of a part.
    """

    annex: Annex
    sums: list[int]
    codes: set[str] = field(default_factory=set)
    zero: int = 0
    whole: bool = True
    top: list[tuple[Counts, str]] = field(default_factory=list)

    def add(self, code: str, counts: Counts) -> None:
        """Count a row."""
        self.codes.add(code)
        self.whole &= None not in counts
        self.zero += not any(counts)
        self.sums = [total + (count or 0) for total, count in zip(self.sums, counts, strict=True)]
        if (counts[0] or 0) > 0:
            self.top = heapq.nsmallest(LARGEST + 1, [*self.top, (counts, code)], key=_order)

    def largest(self) -> list[tuple[Counts, str]]:
        """The rows with the highest first count; of those tied at the cut none is chosen."""
        shown = self.top[:LARGEST]
        if len(self.top) > LARGEST:
            shown = [row for row in shown if row[0][0] != self.top[LARGEST][0][0]]
        return shown


def tally(facts: PrintedFigures) -> list[Tally]:
    """The tallies of the annexes of the last edition that have rows, in their order."""
    parts = facts.latest
    tallies = [Tally(part.annex, [0] * len(facts.counts)) for part in parts]
    for record in facts.table.records():
        for part, one in zip(parts, tallies, strict=True):
            if part.has(record):
                one.add(str(record[facts.label]), tuple(_count(record[n]) for n in facts.counts))
                break
    return [one for one in tallies if one.codes]


def _count(value: Value) -> int | None:
    return None if value is None else int(str(value))


def _order(row: tuple[Counts, str]) -> tuple[Counts, str]:
    return tuple(-(count or 0) for count in row[0]), row[1]


# ── over time ───────────────────────────────────────────────────────────────────────────────


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
