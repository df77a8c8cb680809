"""Sheets that show the figures otherwise than their resource: over time, and as printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from annexes.base.texts import texts_in
from annexes.exports.printed import Cells, PrintedAnnex
from annexes.exports.xlsx.sheets import MarkedTable
from annexes.package.labels import Labels, annex_label
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


# ── as printed ──────────────────────────────────────────────────────────────────────────────

WIDTHS = (8, 14, 14, 36, 22, 22)
HEADING = "heading"


def annex_table(annex: PrintedAnnex, languages: Sequence[str], contents: str) -> MarkedTable:
    """The table of an annex: page, part, then its columns."""
    words = [texts_in("exports", language) for language in languages]
    header, rows = list(annex.columns), list(_lines(annex))
    for name in ("part", "page"):
        header.insert(0, f"{name}_" if name in header else name)
    return MarkedTable(
        name="printed",
        titles=[
            word["printed_title"].format(annex_label(annex.annex.label, language))
            for word, language in zip(words, languages, strict=True)
        ],
        notes=[word["printed_note"].format(contents) for word in words],
        header=header,
        widths=[WIDTHS[min(place, len(WIDTHS) - 1)] for place in range(len(header))],
        length=len(rows),
        rows=rows,
        headings=frozenset(at for at, cells in enumerate(rows) if cells[1] == HEADING),
    )


def _lines(annex: PrintedAnnex) -> Iterator[Cells]:
    """The rows of the sheet: the page, what part of the annex it is, and what is printed.

    `not-in-data` is printed among the rows, or below them, and is no row of the data.
    """
    for page in annex.pages:
        number = page.number
        yield from ((number, "above", text) for text in annex.annex.above)
        yield (number, HEADING, *annex.heading)
        yield from ((number, "row", *row) for row in page.rows)
        yield from ((number, "below", text) for text in annex.annex.below)
    yield from ((None, "furniture", text) for text in annex.annex.furniture)
    beside = [*annex.annex.totals, *annex.annex.inside]
    yield from ((None, "not-in-data", text) for text in beside)
