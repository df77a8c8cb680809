"""A sheet for an annex as it was printed: a row for each line, what stands around the rows too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from annexes.base.texts import texts_in
from annexes.exports.printed import Cells, PrintedAnnex
from annexes.exports.xlsx.sheets import MarkedTable
from annexes.package.labels import annex_label

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
