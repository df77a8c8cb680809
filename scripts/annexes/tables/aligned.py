"""Tables without rules around their cells: columns are where figures stand below each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from annexes.model import Page, Word
from annexes.tables.blocks import Block, Run, blocks_of, overlap, span_of
from annexes.tables.figures import is_list_word, is_value, may_be_year
from annexes.tables.found import EMPTY, Cell, Doubt, Found, FoundRow, Span, cell_of
from annexes.tables.heading import heading_above
from annexes.tables.lines import Line, text_of

SOME = 5
NEARER = 0.6
"""Words between rows join one of them if they stand nearer to it than this share of the space
between rows, and nearer than this share of their distance to the other."""


def aligned_tables(page: Page, lines: Sequence[Line]) -> tuple[list[Found], list[Run]]:
    """The tables among these lines from top to bottom, and what only looks like a row."""
    blocks, stray = blocks_of(page, lines)
    found = [_found(page, block, lines, stray) for block in blocks]
    return sorted(found, key=lambda table: (table.rows[0].top, table.columns[0][0])), stray


def _found(page: Page, block: Block, lines: Sequence[Line], stray: Sequence[Run]) -> Found:
    columns = (block.label, *block.columns)
    rows, unclear = _rows(block, page)
    header, title, words = heading_above(lines, columns, rows[0].top)
    doubts = [
        *unclear,
        *_heading_or_row(block),
        *_out_of_place(block),
        *_beside(block, stray),
        *_unclaimed(page, rows),
    ]
    return Found(page.number, columns, 1, header, title, tuple(rows), words, False, doubts)


# ── doubts ──────────────────────────────────────────────────────────────────────────────────


def _heading_or_row(block: Block) -> Iterator[Doubt]:
    """The first row, if all it holds is one number that may be a year above the column."""
    first = block.runs[0]
    if len(block.columns) == 1 and may_be_year(first.texts):
        yield Doubt("heading", f"'{text_of(first.words)}' may be a heading or a row", first.words)


def _out_of_place(block: Block) -> Iterator[Doubt]:
    for run in block.runs:
        if span_of(run.label)[1] > block.columns[0][0]:
            problem = f"'{text_of(run.label)}' reaches into the first column of figures"
            yield Doubt("columns", problem, run.label)
        for figure, text in zip(run.figures, run.texts, strict=True):
            if not is_value(text):
                yield Doubt("columns", f"'{text}' stands among figures", figure)


def _beside(block: Block, stray: Sequence[Run]) -> Iterator[Doubt]:
    """A line next to the table that looks like a row of it, but does not fit its columns."""
    height = block.runs[0].bottom - block.runs[0].top
    reach = max((b.top - a.top for a, b in pairwise(block.runs)), default=height)
    for run in stray:
        near = -reach < run.top - block.runs[-1].bottom < reach
        near = near or -reach < block.runs[0].top - run.bottom < height / 2
        if near and any(overlap(span_of(f), c) for f in run.figures for c in block.columns):
            problem = f"'{text_of(run.words)}' looks like a row, but does not fit the columns"
            yield Doubt("row", problem, run.words)


def _unclaimed(page: Page, rows: Sequence[FoundRow]) -> Iterator[Doubt]:
    """Words that stand among the rows but in no cell: turned, hidden, or overlooked."""
    claimed = {id(word) for row in rows for word in row.words}
    words = [word for row in rows for word in row.words]
    left, right = min(word.x0 for word in words), max(word.x1 for word in words)
    top, bottom = min(row.top for row in rows), max(row.bottom for row in rows)
    odd = [
        word
        for word in page.words
        if left <= (word.x0 + word.x1) / 2 <= right and top <= word.middle <= bottom
        if id(word) not in claimed
    ]
    if odd:
        some = ", ".join(f"'{word.text}'" for word in odd[:SOME])
        more = f" and {len(odd) - SOME} more" if len(odd) > SOME else ""
        yield Doubt("unclaimed", f"{some}{more}: words among the rows, but in no cell", tuple(odd))


# ── rows ────────────────────────────────────────────────────────────────────────────────────


def _rows(block: Block, page: Page) -> tuple[list[FoundRow], list[Doubt]]:
    """The rows in order; words between two rows join the one they belong to, or are a doubt."""
    labels: list[list[Word]] = [list(run.label) for run in block.runs]
    alone: list[FoundRow] = []
    doubts: list[Doubt] = []
    space = median([b.top - a.bottom for a, b in pairwise(block.runs)])
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
        if owner is None and is_list_word(text_of(piece)):
            empty = (EMPTY,) * len(block.columns)
            alone.append(FoundRow((cell_of(piece), *empty), piece[0].top, piece[0].bottom))
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
