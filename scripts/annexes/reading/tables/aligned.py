"""Tables without rules around their cells: columns are where figures stand below each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from annexes.reading.model import Page, Word
from annexes.reading.tables.blocks import FAR, Block, Run, blocks_of, overlap, span_of
from annexes.reading.tables.doubts import doubts_of_heading, doubts_of_rows, unclaimed
from annexes.reading.tables.found import (
    EMPTY,
    Cell,
    Doubt,
    Found,
    FoundRow,
    HeadCell,
    Span,
    cell_of,
)
from annexes.reading.tables.heading import heading_above
from annexes.reading.tables.lines import Line, text_of
from annexes.reading.tables.word_kinds import is_list_word

MIN_FIGURES = 2
"""A single line with fewer figures at its end is a sentence that ends with a number."""
WRAPPED = 0.25
"""The lines of one cell stand no further apart than this share of their height."""
NEARER = 0.6
"""Words between rows join one of them if they stand nearer to it than this share of the space
between rows, and nearer than this share of their distance to the other."""


def aligned_tables(page: Page, lines: Sequence[Line]) -> tuple[list[Found], list[Line]]:
    """The tables among these lines from top to bottom, and words that look like rows of one but
    are in none.
    """
    blocks, maybe, stray = blocks_of(page, lines)
    found = [_found(page, block, lines, stray) for block in blocks]
    found = [_parted(table, found, maybe) for table in found]
    rows = {run.words for block in maybe for run in block.runs}
    rows |= {run.words for run in stray if len(run.figures) >= MIN_FIGURES}
    unread = sorted(rows, key=lambda words: (words[0].top, words[0].x0))
    return sorted(found, key=lambda table: (table.rows[0].top, table.columns[0][0])), unread


def _found(page: Page, block: Block, lines: Sequence[Line], stray: Sequence[Run]) -> Found:
    columns = (block.label, *block.columns)
    space = _space(block)
    rows, unclear = _rows(block, page, space)
    header, title, words = heading_above(page, lines, columns, rows[0].top, space)
    doubts = [
        *unclear,
        *doubts_of_heading(block, lines, header, words, space),
        *doubts_of_rows(block, lines, stray, space, rows[-1].bottom),
        *unclaimed(page, rows),
    ]
    heads = tuple(HeadCell(n, n + 1, 0, words if n == 0 else (), t) for n, t in enumerate(header))
    return Found(page.number, columns, 1, heads, title, tuple(rows), False, doubts=tuple(doubts))


def _space(block: Block) -> float:
    """The usual space between two rows; between rows with words between them, if all have such."""
    gaps = [
        (any(a.bottom <= piece[0].middle <= b.top for piece in block.loose), b.top - a.bottom)
        for a, b in pairwise(block.runs)
    ]
    clean = [gap for wrapped, gap in gaps if not wrapped]
    return median(clean) if clean else min(gap for _, gap in gaps)


def _parted(table: Found, others: Sequence[Found], maybe: Sequence[Block]) -> Found:
    """The table with a doubt if it goes on in what may be another, with no heading between them."""
    neighbours: list[tuple[Span, FoundRow | Run, FoundRow | Run, bool]]
    neighbours = [(o.columns[0], o.rows[0], o.rows[-1], any(o.header[1:])) for o in others]
    neighbours += [(b.label, b.runs[0], b.runs[-1], False) for b in maybe]
    top, bottom = table.rows[0].top, table.rows[-1].bottom
    height = (table.rows[0].bottom - top) * FAR
    for label, first, last, headed in neighbours:
        above = not any(table.header[1:]) and 0 <= top - last.bottom < height
        below = not headed and 0 <= first.top - bottom < height
        if (above or below) and overlap(table.columns[0], label):
            words = tuple(table.rows[0].words) if above else tuple(first.words)
            problem = f"'{text_of(words)}' may be in the same table as what stands above it"
            return replace(table, doubts=(*table.doubts, Doubt("row", problem, words)))
    return table


# ── rows ────────────────────────────────────────────────────────────────────────────────────


def _rows(block: Block, page: Page, space: float) -> tuple[list[FoundRow], list[Doubt]]:
    """The rows in order; words between two rows join the one they belong to, or are a doubt."""
    labels: list[list[Word]] = [list(run.label) for run in block.runs]
    alone: list[FoundRow] = []
    doubts: list[Doubt] = []
    for piece in block.loose:
        at = sum(run.top < piece[0].top for run in block.runs) - 1
        last = at + 1 == len(block.runs)
        to_above = _distance(page, piece, max(w.bottom for w in labels[at]), piece[0].top)
        to_below = float("inf")
        if not last:
            to_below = _distance(page, piece, piece[0].bottom, block.runs[at + 1].top)
        owner = _owner(to_above, to_below, space)
        if owner is None and last:
            continue
        own = is_list_word(text_of(piece)) or _is_own_row(to_above, to_below, space, piece)
        if owner is None and own:
            alone.append(_blank_row(block, piece))
        elif owner is None:
            problem = f"'{text_of(piece)}' is no row, and it is not clear to which it belongs"
            doubts.append(Doubt("wrapped-name", problem, piece))
        else:
            labels[at + owner] += piece
    rows = [_row(block, run, label) for run, label in zip(block.runs, labels, strict=True)]
    return sorted([*rows, *alone], key=lambda row: row.top), doubts


def _owner(to_above: float, to_below: float, space: float) -> int | None:
    """0 for the row above, 1 for the row below, None if it is neither or not clear."""
    near = NEARER * max(space, 0.1)
    if to_above < near and to_above < NEARER * to_below:
        return 0
    if to_below < near and to_below < NEARER * to_above:
        return 1
    return None


def _is_own_row(to_above: float, to_below: float, space: float, piece: Line) -> bool:
    """True for words as far from both rows as rows are from each other, and further than the
    lines of a wrapped name are.
    """
    far = WRAPPED * (piece[0].bottom - piece[0].top)
    return all(max(far, 0.8 * space) < gap < 1.2 * space for gap in (to_above, to_below))


def _blank_row(block: Block, piece: Line) -> FoundRow:
    """A row of words, with no figure in any column."""
    empty = (EMPTY,) * len(block.columns)
    return FoundRow((cell_of(piece), *empty), piece[0].top, piece[0].bottom)


def _distance(page: Page, piece: Line, top: float, bottom: float) -> float:
    """From the lower edge of one line to the upper of the next; infinite across a drawn rule."""
    middle = (piece[0].x0 + piece[-1].x1) / 2
    ruled = any(
        min(top, bottom) - 2 <= rule.top <= max(top, bottom) + 2 and rule.x0 <= middle <= rule.x1
        for rule in page.rules
        if rule.x1 - rule.x0 > rule.bottom - rule.top
    )
    return float("inf") if ruled else bottom - top


def _row(block: Block, run: Run, label: Sequence[Word]) -> FoundRow:
    top, bottom = run.top, run.bottom
    if len(label) > len(run.label):
        top = min(top, *(word.top for word in label))
        bottom = max(bottom, *(word.bottom for word in label))
    cells = [cell_of(label), *(_cell(run, column) for column in block.columns)]
    return FoundRow(cells, top, bottom)


def _cell(run: Run, column: Span) -> Cell:
    for figure, text in zip(run.figures, run.texts, strict=True):
        if overlap(span_of(figure), column):
            return Cell(figure, text)
    return EMPTY
