"""One pass over the figures: what the charts need to know of each annex, in little memory."""

from __future__ import annotations

import heapq
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
