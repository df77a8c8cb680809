"""One pass over the figures: what the charts need to know of each annex, in little memory."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field

from annexes.exports.source import Source
from annexes.resources.roles import Annex, Edition

LARGEST = 8
"""How many rows of an annex a chart can show and still be read."""

Counts = tuple[int, ...]


@dataclass
class Tally:
    """What an annex lists: its codes, how many of them with 0, its sums, its largest rows.

    Counts stand in the order of `Edition.counts`.
    """

    annex: Annex
    sums: list[int]
    codes: set[str] = field(default_factory=set)
    zero: int = 0
    top: list[tuple[Counts, str]] = field(default_factory=list)

    def add(self, code: str, counts: Counts) -> None:
        """Count a row."""
        self.codes.add(code)
        self.zero += not any(counts)
        self.sums = [total + count for total, count in zip(self.sums, counts, strict=True)]
        self.top = heapq.nsmallest(LARGEST + 1, [*self.top, (counts, code)], key=_order)

    def largest(self) -> list[tuple[Counts, str]]:
        """The rows with the highest first count; of those tied at the cut none is chosen."""
        shown = [row for row in self.top[:LARGEST] if row[0][0] > 0]
        if len(self.top) > LARGEST:
            shown = [row for row in shown if row[0][0] > self.top[LARGEST][0][0]]
        return shown


def tally(source: Source, edition: Edition) -> list[Tally]:
    """The tallies of all annexes of an edition, in their order."""
    facts = source.made("annexes")
    tallies = [Tally(annex, [0] * len(edition.counts)) for annex in edition.annexes]
    for record in facts.records() if facts else ():
        for one in tallies:
            if all(record[name] == value for name, value in one.annex.values.items()):
                counts = tuple(int(str(record[name] or 0)) for name in edition.counts)
                one.add(str(record[edition.code]), counts)
    return tallies


def latest_edition(source: Source) -> Edition | None:
    """The edition that the charts show: the last that the descriptor names."""
    editions = source.roles.editions if source.roles else []
    return editions[-1] if editions and source.made("annexes") else None


def _order(row: tuple[Counts, str]) -> tuple[Counts, str]:
    return tuple(-count for count in row[0]), row[1]
