"""All tables of a page, by their rules or by their alignment, and what only looks like a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import msgspec

from annexes.reading.pages import Page, Word, WordDoubt
from annexes.reading.tables.aligned import aligned_tables
from annexes.reading.tables.doubts_about_any import (
    doubts_about_any,
    remarks_about_any,
    stand_apart,
)
from annexes.reading.tables.found import Doubt, Found, words_inside
from annexes.reading.tables.gutters import EDGE, parts_of
from annexes.reading.tables.level_rules import level_rules
from annexes.reading.tables.lines import Line, lines_of, pieces_of, text_of, upright, usual_height
from annexes.reading.tables.ruled import ruled_tables
from annexes.reading.tables.titles import with_titles
from annexes.reading.tables.typed_rules import with_typed_rules
from annexes.reading.tables.word_kinds import MIN_FIGURES, is_value, is_wordy

WATERMARK = 40.0
"""Points: a slanted word that is larger, across and down, lies behind all that is read."""


@dataclass(frozen=True)
class PageTables:
    """The visual lines of a page and its tables, both from top to bottom; `stray` are words that
    look like rows of a table but are in none.
    """

    lines: list[Line]
    tables: tuple[Found, ...]
    stray: tuple[tuple[Word, ...], ...]


def tables_of(page: Page) -> PageTables:
    """Find the tables: by their rules where these enclose every cell, by alignment elsewhere."""
    page = with_typed_rules(_without_watermarks(page))
    lines = lines_of(word for word in page.words if word.doubt != WordDoubt.HIDDEN)
    framed = [t for t in ruled_tables(page) if _is_whole(t) and not _is_hidden(t)]
    framed = [t for t in framed if not _is_heading(t, lines)]
    levels = level_rules(page)
    parts = parts_of(_outside(lines, framed), levels)
    aligned: list[Found] = []
    stray: list[Line] = []
    for part in parts:
        own, rows = aligned_tables(_around(page, part, whole=len(parts) == 1), part)
        aligned += own
        stray += rows
    found = (*framed, *aligned)
    tables = [
        t.saying(
            doubts=(*t.doubts, *doubts_about_any(t, page, found, levels, lines)),
            remarks=(*t.remarks, *remarks_about_any(t)),
        )
        for t in found
    ]
    tables.sort(key=lambda table: (_part_of(table, parts), table.box[1], table.box[0]))
    tables = list(_once(with_titles(tables, page, lines)))
    return PageTables(lines, tuple(tables), (*stray, *_turned_rows(page)))


def _part_of(table: Found, parts: Sequence[Sequence[Line]]) -> int:
    """The last part of the page, in the order in which they are read, of which something stands
    above the table or in it.
    """
    left, _, right, bottom = table.box
    return max(
        (
            n
            for n, part in enumerate(parts)
            for line in part
            if line[0].x0 < right and line[-1].x1 > left and line[0].middle < bottom
        ),
        default=0,
    )


def _once(tables: Sequence[Found]) -> Iterator[Found]:
    """The tables, each with a doubt if a row of it is the title or the heading of another."""
    for table in tables:
        others = (own for own in tables if own is not table)
        heads = {id(w) for own in others for w in (*own.title_words, *own.header_words)}
        words = tuple(word for word in table.row_words if id(word) in heads)
        if words:
            problem = f"'{text_of(words)}' may be a row, or the title of another table"
            table = table.saying(doubts=(*table.doubts, Doubt("row", problem, words)))
        yield table


def _around(page: Page, lines: Sequence[Line], *, whole: bool) -> Page:
    """The page with the rules alone that run over or between these lines."""
    if whole:
        return page
    left, right = min(line[0].x0 for line in lines), max(line[-1].x1 for line in lines)
    rules = tuple(rule for rule in page.rules if rule.x1 > left and rule.x0 < right)
    return msgspec.structs.replace(page, rules=rules)


def _without_watermarks(page: Page) -> Page:
    """The page without large words set at a slant, such as 'DRAFT' across all of it."""
    if not any(word.angle % 90 for word in page.words):
        return page
    words = [w for w in page.words if not w.angle % 90 or not _is_large(w)]
    return msgspec.structs.replace(page, words=tuple(words))


def _is_large(word: Word) -> bool:
    return min(word.x1 - word.x0, word.bottom - word.top) > WATERMARK


def _turned_rows(page: Page) -> Iterator[tuple[Word, ...]]:
    """The lines with names and figures of a page of which most is turned: a table set sideways."""
    turned: dict[int, list[Word]] = {}
    for word in page.words:
        if word.angle and word.doubt != WordDoubt.HIDDEN:
            turned.setdefault(word.angle, []).append(word)
    for words in turned.values():
        if len(words) * 2 <= len(page.words):
            continue
        lines: dict[float, list[Word]] = {}
        for word in words:
            lines.setdefault(round(upright(word).middle), []).append(word)
        for line in lines.values():
            texts = [word.text for word in line]
            if any(map(is_wordy, texts)) and any(map(is_value, texts)):
                yield tuple(line)


def _outside(lines: list[Line], tables: Sequence[Found]) -> list[Line]:
    """The lines without the words that stand in these tables."""
    if not tables:
        return lines
    words = [word for line in lines for word in line]
    inside = {id(word) for table in tables for word in words_inside(words, table.box)}
    left = (tuple(word for word in line if id(word) not in inside) for line in lines)
    return [line for line in left if line]


def _is_whole(table: Found) -> bool:
    """True unless most cells of a column hold two pieces, or names stand behind names in some and
    alone at the same place in others, beside figures, as if a rule were missing.
    """
    columns = [[row.cells[n] for row in table.rows] for n in range(len(table.columns))]
    filled = [[cell.words for cell in column if cell.words] for column in columns]
    torn = any(sum(any(stand_apart(own)) for own in cells) * 2 > len(cells) for cells in filled)
    figures = sum(map(is_value, table.rows[0].texts[table.labels :]))
    parted = figures and any(map(_are_in_two_columns, filled[: table.labels]))
    return not torn and not parted


def _are_in_two_columns(cells: Sequence[Sequence[Word]]) -> bool:
    """True for words that begin at one place behind words in some cells, and alone in others."""
    apart = [b.x0 - a.x1 > b.bottom - b.top for own in cells for a, b in pairwise(own)]
    if sum(apart) < MIN_FIGURES:
        return False
    lines = [line for words in cells for line in lines_of(words)]
    pieces = [own for own in map(pieces_of, lines) if all(is_wordy(text_of(p)) for p in own)]
    behind = [own[1][0].x0 for own in pieces if len(own) == 2]
    alone = [own[0][0].x0 for own in pieces if len(own) == 1]
    even = len(behind) >= MIN_FIGURES and max(behind) - min(behind) < EDGE
    return even and any(abs(x - behind[0]) < EDGE for x in alone)


def _is_heading(table: Found, lines: Sequence[Line]) -> bool:
    """True for a frame of one row, or rows without names, with further figures right below it:
    the heading of a table whose rows no rules part.
    """
    bottom, words = table.box[3], [*table.header_words, *table.rows[0].words]
    height = usual_height(words)
    if len(table.rows) > 1 and any(row.texts[0] for row in table.rows):
        return False
    below = [line for line in lines if bottom - 1 < line[0].top < bottom + 4 * height]
    filled = [
        sum(any(a < w.x1 and w.x0 < b and is_value(w.text) for w in line) for a, b in table.columns)
        for line in below
    ]
    return len([n for n in filled if n * 2 >= len(table.columns)]) > 1


def _is_hidden(table: Found) -> bool:
    """True for a table of which most is not to be seen."""
    words = table.row_words
    return sum(word.doubt == WordDoubt.HIDDEN for word in words) * 2 > len(words)
