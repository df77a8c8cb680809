"""A sheet for an annex as it was printed: a row for each line, what stands around the rows too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annexes.base.errors import Problem
from annexes.base.texts import texts_in
from annexes.exports.printed import Cells, PrintedAnnex
from annexes.exports.xlsx.exact_sheet import ExactSheet
from annexes.exports.xlsx.sheets import Book, MarkedTable, begin
from annexes.package.labels import annex_label

WIDTHS = (8, 14, 14, 36, 22, 22)


@dataclass(frozen=True)
class AnnexSheet:
    """The sheet of an annex."""

    name: str
    annex: PrintedAnnex

    def marked(self, languages: Sequence[str], contents: str) -> MarkedTable:
        """Title, notes and headers: page, part, then the columns of the annex."""
        label = self.annex.annex.label
        words = [texts_in("exports", language) for language in languages]
        titles = [
            word["printed_title"].format(annex_label(label, language))
            for word, language in zip(words, languages, strict=True)
        ]
        header = list(self.annex.columns)
        for name in ("part", "page"):
            header.insert(0, f"{name}_" if name in header else name)
        return MarkedTable(
            name="printed",
            titles=titles,
            notes=[word["printed_note"].format(contents) for word in words],
            header=header,
            widths=[WIDTHS[min(place, len(WIDTHS) - 1)] for place in range(len(header))],
            length=sum(1 for _ in lines(self.annex)),
        )

    def write(self, book: Book, sheet: ExactSheet, marked: MarkedTable) -> list[Problem]:
        """Write title, notes and lines; nothing stands there otherwise."""
        first = begin(book, sheet, marked)
        for row, cells in enumerate(lines(self.annex), start=first):
            look = book.formats.header if cells[1] == "heading" else None
            for column, value in enumerate(cells):
                if isinstance(value, int | float):
                    sheet.write_number(row, column, value, look)
                elif value is not None:
                    book.put(sheet, row, column, str(value), look)
        return []


def lines(annex: PrintedAnnex) -> Iterator[Cells]:
    """The rows of the sheet: the page, what part of the annex it is, and what is printed.

    `not-in-data` is printed among the rows, or below them, and is no row of the data.
    """
    for page in annex.pages:
        number = page.number
        yield from ((number, "above", text) for text in annex.annex.above)
        yield (number, "heading", *annex.heading)
        yield from ((number, "row", *row) for row in page.rows)
        yield from ((number, "below", text) for text in annex.annex.below)
    yield from ((None, "furniture", text) for text in annex.annex.furniture)
    beside = [*annex.annex.totals, *annex.annex.inside]
    yield from ((None, "not-in-data", text) for text in beside)
