"""A sheet for an annex as it was printed: what stands above and below its rows, page by page."""

from __future__ import annotations

from collections.abc import Iterator

from annexes.base.texts import texts_in
from annexes.exports.printed import Cells, PrintedAnnex
from annexes.exports.xlsx.sheets import Book
from annexes.package.labels import LANGUAGES

WIDTHS = (14, 36, 22, 22)


def write_annex(book: Book, name: str, annex: PrintedAnnex) -> None:
    """Write the annex; every page has its heading again, as in the document."""
    sheet = book.sheet(name)
    for column in range(len(annex.heading)):
        sheet.set_column(column, column, WIDTHS[min(column, len(WIDTHS) - 1)])
    headings = (book.formats.header, annex.heading)
    for row, cells in enumerate(lines(annex)):
        look = headings[0] if cells == headings[1] else None
        for column, value in enumerate(cells):
            if isinstance(value, int | float):
                sheet.write_number(row, column, value, look)
            elif value is not None:
                book.put(sheet, row, column, str(value), look)


def lines(annex: PrintedAnnex) -> Iterator[Cells]:
    """The rows of the sheet, an empty one after each page."""
    for page in annex.pages:
        yield from ((text,) for text in annex.annex.above)
        yield annex.heading
        yield from page
        yield from ((text,) for text in annex.annex.below)
        yield ()
    yield from ((text,) for text in annex.annex.furniture)
    if beside := [*annex.annex.totals, *annex.annex.inside]:
        for language in LANGUAGES:
            yield (texts_in("exports", language)["not_in_data"].format("; ".join(beside)),)
