"""A sheet for a count over time: a row for each place, a column for each period, and a drawing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from annexes.base.texts import texts_in
from annexes.exports.xlsx.sheets import MarkedTable
from annexes.package.labels import Labels
from annexes.package.opened import OpenedPackage
from annexes.package.printed_figures import PrintedFigures, printed_figures
from annexes.package.values import Value

LONGEST = 100_000
"""Rows of a table whose development is shown."""


def counts_over_time(source: OpenedPackage) -> Iterator[tuple[PrintedFigures, str]]:
    """Each count of each table with several editions that is not too long."""
    for facts in printed_figures(source):
        if facts.places and facts.table.length <= LONGEST:
            yield from ((facts, count) for count in facts.counts)


def series_table(
    source: OpenedPackage,
    facts: PrintedFigures,
    count: str,
    languages: Sequence[str],
    contents: str,
) -> MarkedTable:
    """The table of one count: the key without the period, the line, then the periods.

    A gap is an empty cell, and nothing is added up.
    """
    words = [texts_in("exports", language) for language in languages]
    titles = [Labels(source, facts.table, language).column(count) for language in languages]
    places, periods = facts.places, facts.periods
    counts: dict[tuple[Value, ...], dict[str, Value]] = {}
    for record in facts.table.records():
        place = tuple(record[name] for name in places)
        counts.setdefault(place, {})[str(record[facts.series])] = record[count]
    first = len(places) + 1
    return MarkedTable(
        name="series",
        titles=[f"{t}: {word['over_time']}" for t, word in zip(titles, words, strict=True)],
        notes=[word["series_note"].format(contents) for word in words],
        header=[*places, words[0]["line"], *periods],
        widths=[*[16] * len(places), 40, *[10] * len(periods)],
        length=len(counts),
        rows=[
            [*(place and str(place) for place in key), None, *map(own.get, periods)]
            for key, own in counts.items()
        ],
        figures=frozenset(range(first, first + len(periods))),
        drawn=len(places),
    )
