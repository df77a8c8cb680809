"""A sheet for a count over time: a row for each place, a column for each period, and a drawing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from xlsxwriter.utility import xl_range_abs

from annexes.base.errors import Problem
from annexes.base.texts import texts_in
from annexes.exports.xlsx.exact_sheet import ExactSheet
from annexes.exports.xlsx.sheets import Book, MarkedTable, begin
from annexes.package.labels import Labels
from annexes.package.opened import OpenedPackage
from annexes.package.printed_figures import PrintedFigures, printed_figures
from annexes.package.values import Value

LONGEST = 100_000
"""Rows of a table whose development is shown."""


@dataclass(frozen=True)
class SeriesSheet:
    """The sheet of one count; a gap is an empty cell, and nothing is added up."""

    name: str
    source: OpenedPackage
    facts: PrintedFigures
    count: str

    def marked(self, languages: Sequence[str], contents: str) -> MarkedTable:
        """Title, notes and headers: the key without the period, the line, then the periods."""
        words = [texts_in("exports", language) for language in languages]
        labels = [Labels(self.source, self.facts.table, language) for language in languages]
        places, periods = self.facts.places, self.facts.periods
        first = len(places) + 1
        return MarkedTable(
            name="series",
            titles=[
                f"{label.column(self.count)}: {word['over_time']}"
                for label, word in zip(labels, words, strict=True)
            ],
            notes=[word["series_note"].format(contents) for word in words],
            header=[*places, words[0]["line"], *periods],
            widths=[*[16] * len(places), 40, *[10] * len(periods)],
            length=len(self._rows()),
            figures=frozenset(range(first, first + len(periods))),
        )

    def write(self, book: Book, sheet: ExactSheet, marked: MarkedTable) -> list[Problem]:
        """Write title, notes and rows, each with its line; nothing stands there otherwise."""
        line = len(self.facts.places)
        last = line + len(self.facts.periods)
        for row, (place, counts) in enumerate(
            self._rows().items(), start=begin(book, sheet, marked)
        ):
            for column, text in enumerate(place):
                book.put(sheet, row, column, "" if text is None else str(text))
            area = xl_range_abs(row, line + 1, row, last)
            quoted = self.name.replace("'", "''")
            options = {"range": f"'{quoted}'!{area}", "type": "column", "empty_cells": "gaps"}
            sheet.add_sparkline(row, line, options)
            for column, period in enumerate(self.facts.periods, start=line + 1):
                if counts.get(period) is not None:
                    sheet.write_number(row, column, counts[period])
        return []

    def _rows(self) -> Mapping[tuple[Value, ...], dict[str, Value]]:
        rows: dict[tuple[Value, ...], dict[str, Value]] = {}
        for record in self.facts.table.records():
            place = tuple(record[name] for name in self.facts.places)
            rows.setdefault(place, {})[str(record[self.facts.series])] = record[self.count]
        return rows


def counts_over_time(source: OpenedPackage) -> Iterator[tuple[PrintedFigures, str]]:
    """Each count of each table with several editions that is not too long."""
    for facts in printed_figures(source):
        if facts.places and facts.table.length <= LONGEST:
            yield from ((facts, count) for count in facts.counts)
