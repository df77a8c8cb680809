"""All tables of a page, by their rules or by their alignment, and what only looks like a row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from annexes.model import Page, Word
from annexes.tables.aligned import aligned_tables
from annexes.tables.figures import is_figure, is_value
from annexes.tables.found import Cell, Doubt, Found
from annexes.tables.lines import lines_of, pieces_of, text_of
from annexes.tables.ruled import ruled_tables

HIDDEN = "text without ink"
MIN_FIGURES = 2
"""Fewer figures at the end of a line are a sentence that ends with a number."""


@dataclass(frozen=True)
class PageTables:
    """The tables of a page from top to bottom; `stray` are words that look like rows of a table
    but are in none.
    """

    tables: tuple[Found, ...]
    stray: tuple[tuple[Word, ...], ...]


def tables_of(page: Page) -> PageTables:
    """Find the tables: by their rules where these enclose every cell, by alignment elsewhere."""
    framed = [table for table in ruled_tables(page) if _is_whole(table)]
    boxes = [table.box for table in framed]
    visible = [word for word in page.words if word.doubt != HIDDEN and not word.angle]
    loose = [word for word in visible if not any(_inside(word, box) for box in boxes)]
    aligned, stray = aligned_tables(page, loose)
    tables = [replace(t, doubts=(*t.doubts, *_doubtful_words(t))) for t in (*framed, *aligned)]
    tables.sort(key=lambda table: (table.box[1], table.box[0]))
    rows = (run.words for run in stray if len(run.figures) >= MIN_FIGURES)
    return PageTables(tuple(tables), tuple(rows))


def _is_whole(table: Found) -> bool:
    """True if each cell holds one thing: words in front, behind them one figure or none."""
    labels = [cell for row in table.rows for cell in row.cells[: table.labels]]
    figures = [cell for row in table.rows for cell in row.cells[table.labels :] if cell.words]
    return (
        bool(figures)
        and all(is_value(cell.text) or not any(map(str.isdigit, cell.text)) for cell in figures)
        and not any(map(_holds_figure_apart, labels))
    )


def _holds_figure_apart(cell: Cell) -> bool:
    """True if a figure stands behind the words of a cell as if it were in another one."""
    pieces = [pieces_of(line) for line in lines_of(cell.words)]
    return any(len(line) > 1 and is_figure(text_of(line[-1])) for line in pieces)


def _inside(word: Word, box: tuple[float, float, float, float]) -> bool:
    x = (word.x0 + word.x1) / 2
    return box[0] <= x <= box[2] and box[1] <= word.middle <= box[3]


def _doubtful_words(table: Found) -> Iterator[Doubt]:
    for word in (word for row in table.rows for word in row.words):
        if word.doubt:
            yield Doubt("glyphs", f"'{word.text}': {word.doubt}", (word,))
        elif word.angle:
            yield Doubt("glyphs", f"'{word.text}' is turned by {word.angle} degrees", (word,))
    yield from (
        Doubt("glyphs", f"'{word.text}': {word.doubt}", (word,))
        for word in table.header_words
        if word.doubt
    )
