"""The sheets before the tables: a cover for each language, contents, notes, what columns mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from xlsxwriter.format import Format

from annexes.base.errors import Problem
from annexes.base.texts import texts_in
from annexes.exports.citation import citation
from annexes.exports.codebook import CATEGORIES, COLUMNS, categories, columns
from annexes.exports.finding_texts import findings, said_periods
from annexes.exports.xlsx.exact_sheet import ExactSheet
from annexes.exports.xlsx.sheets import Book, MarkedTable, height
from annexes.package.labels import said
from annexes.package.opened import OpenedPackage

PROSE = 80
"""The width of a cover in characters."""
TEXT = 60
DESCRIBED = {
    "columns": (COLUMNS, columns, (14, 18, 26, 26, TEXT, TEXT, 10, 30, 34)),
    "values": (CATEGORIES, categories, (14, 18, 26, 40, 40)),
}
"""By sheet: its header, where its rows come from, and the widths of its columns."""


def write_cover(book: Book, sheet: ExactSheet, source: OpenedPackage, language: str) -> None:
    """What the workbook is, how to cite it, under which licence: one column, no row empty."""
    sheet.set_column(0, 0, PROSE)
    sheet.hide_gridlines(2)
    for row, (look, text) in enumerate(_cover(book, source, language)):
        shown = " ".join(text.split())
        wide = 1.6 if look is book.formats["cover"] else 1
        sheet.set_row(row, wide * height([(shown, PROSE / wide)]))
        book.put(sheet, row, 0, shown, look)


def _cover(book: Book, source: OpenedPackage, language: str) -> Iterator[tuple[Format, str]]:
    formats, descriptor, word = book.formats, source.descriptor, texts_in("exports", language)
    name = str(descriptor.get("name") or "")
    yield formats["cover"], said(descriptor, "title", language) or name or "–"
    if text := said(descriptor, "description", language):
        yield formats["prose"], text
    version = f"{word['version']} {descriptor.get('version', '')}".strip()
    yield formats["prose"], f"{version}, {source.moment:%Y-%m-%d}"
    yield formats["heading"], word["before_use"]
    yield formats["prose"], word["cover_use"].format(word["contents_sheet"], word["notes_sheet"])
    yield formats["heading"], word["how_to_cite"]
    yield formats["prose"], citation(source, language)
    if licences := descriptor.get("licenses"):
        yield formats["heading"], word["licence"]
        for licence in licences:
            named = str(licence.get("title") or licence.get("name") or "")
            yield (
                formats["prose"],
                " – ".join(filter(None, [named, str(licence.get("path") or "")])),
            )
    contact = source.about.publication.contact
    if contact.name:
        yield formats["heading"], word["contact"]
        yield formats["prose"], ", ".join(filter(None, (contact.name, contact.email, contact.url)))


def contents_table(
    languages: Sequence[str], listed: Sequence[tuple[str, Sequence[str]]]
) -> MarkedTable:
    """The sheets, each with a link to it and its title in each language."""
    words = [texts_in("exports", language) for language in languages]
    return MarkedTable(
        name="contents",
        titles=[word["contents_sheet"] for word in words],
        notes=[word["contents_note"] for word in words],
        header=[words[0]["sheet"], *(_headed(word, "title") for word in words)],
        widths=[34, *[TEXT] * len(words)],
        length=len(listed),
        rows=[[name, *titles] for name, titles in listed],
        wraps=True,
        linked=True,
    )


def notes_table(
    source: OpenedPackage, languages: Sequence[str], said_of_cells: Iterable[Problem]
) -> MarkedTable:
    """What is odd in the source, and which cells stand otherwise than in the package."""
    words = [texts_in("exports", language) for language in languages]
    known = findings(source)
    plain, widths = ["note", "resource", "key"], [18, 14, 30]
    if several := any(one.periods for one in known):
        plain, widths = [*plain, "periods"], [*widths, 30]
    rows = [
        [
            *(one.finding, one.resource, one.key),
            *([said_periods(source, one.periods, languages[0])] if several else []),
            *(one.note(language) for language in languages),
        ]
        for one in known
    ]
    blank = [""] * (len(plain) - 1)
    rows += [[p.check, *blank, *[p.problem] * len(languages)] for p in said_of_cells]
    return MarkedTable(
        name="notes",
        titles=[word["notes_sheet"] for word in words],
        notes=[word["notes_note" if rows else "no_notes"] for word in words],
        header=[*plain, *(_headed(word, "text") for word in words)],
        widths=[*widths, *[TEXT] * len(words)],
        length=len(rows),
        rows=rows,
        wraps=True,
    )


def described_table(source: OpenedPackage, languages: Sequence[str], name: str) -> MarkedTable:
    """What all `columns` of all resources mean, or the `values` that have a name of their own."""
    header, records, widths = DESCRIBED[name]
    rows = list(records(source))
    words = [texts_in("exports", language) for language in languages]
    titles, notes = ([word[f"{name}_{part}"] for word in words] for part in ("sheet", "note"))
    return MarkedTable(name, titles, notes, header, widths, len(rows), rows=rows, wraps=True)


def _headed(word: dict[str, str], key: str) -> str:
    """A header that says its language."""
    return f"{word[key]} ({word['language']})"
