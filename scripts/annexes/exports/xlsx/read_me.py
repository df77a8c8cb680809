"""The two sheets of words: what to know before using the figures, and what each column means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from annexes.base.texts import texts_in
from annexes.exports.citation import citation
from annexes.exports.codebook import CATEGORIES, COLUMNS, categories, columns
from annexes.exports.finding_texts import findings
from annexes.exports.xlsx.sheets import Book, height
from annexes.package.labels import LANGUAGES, said
from annexes.package.opened import OpenedPackage

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

READ_ME, CODE_BOOK = "Read me", "Code book"
PROSE, TITLE = 70, 1.4
WIDTHS = (14, 16, 26, 26, 60, 60, 10, 30, 34)
"""Of the columns of the code book; those of the categories below them share them."""


def write_read_me(book: Book, source: OpenedPackage, sheets: Mapping[str, str]) -> None:
    """English on the left, German on the right; `sheets` names the sheet of each resource."""
    sheet = book.sheet(READ_ME)
    sheet.set_column(0, 1, PROSE)
    sheet.hide_gridlines(2)
    for row, (look, *texts) in enumerate(_read_me(book, source, sheets)):
        wide = TITLE if look is book.formats.title else 1
        sheet.set_row(row, wide * height((text, PROSE / wide) for text in texts))
        for column, text in enumerate(texts):
            book.put(sheet, row, column, text, look)


def _read_me(
    book: Book, source: OpenedPackage, sheets: Mapping[str, str]
) -> Iterator[tuple[Format, str, str]]:
    """The rows of the sheet: how they look, what they say in both languages."""
    formats, descriptor = book.formats, source.descriptor
    english, german = (texts_in("exports", language) for language in LANGUAGES)

    def heading(word: str) -> Iterator[tuple[Format, str, str]]:
        yield formats.prose, "", ""
        yield formats.heading, english[word], german[word]

    for look, text in ((formats.title, "title"), (formats.prose, "description")):
        yield look, said(descriptor, text, "en"), said(descriptor, text, "de")
    version = f"{descriptor.get('version', '')}, {source.moment:%Y-%m-%d}".strip(", ")
    yield formats.prose, f"Version {version}", f"Version {version}"
    if known := list(findings(source)):
        yield from heading("before_use")
        for finding in known:
            yield formats.prose, finding.note("en"), finding.note("de")
    yield from heading("sheets")
    for name, sheet in sheets.items():
        resource = source.tables[name].resource
        yield formats.prose, *(f"{sheet}: {said(resource, 'title', lang)}" for lang in LANGUAGES)
    yield from heading("how_to_cite")
    yield formats.prose, citation(source, "en"), citation(source, "de")
    yield from heading("licence")
    for licence in descriptor.get("licenses") or []:
        text = f"{licence.get('title') or licence.get('name')} – {licence.get('path', '')}"
        yield formats.prose, text, text


def write_code_book(book: Book, source: OpenedPackage) -> None:
    """All columns of all resources, then the values that have a name of their own."""
    sheet = book.sheet(CODE_BOOK)
    for number, width in enumerate(WIDTHS):
        sheet.set_column(number, number, width)
    sheet.set_landscape()
    row = _block(book, sheet, 0, COLUMNS, columns(source))
    _block(book, sheet, row + 1, CATEGORIES, categories(source))
    sheet.freeze_panes(1, 2)


def _block(
    book: Book, sheet: Worksheet, row: int, header: tuple[str, ...], rows: Iterator[tuple[str, ...]]
) -> int:
    """Write a header and rows; returns the number of the row below them."""
    block = [header, *rows]
    for number, cells in enumerate(block):
        look = book.formats.prose if number else book.formats.header
        sheet.set_row(row + number, height(zip(cells, WIDTHS, strict=False)))
        for column, text in enumerate(cells):
            book.put(sheet, row + number, column, text, look)
    return row + len(block)
