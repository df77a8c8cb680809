"""What is not certain about a table that has no rules around its cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from annexes.reading.model import Page, Word
from annexes.reading.tables.blocks import Block, Run, overlap, span_of
from annexes.reading.tables.found import Doubt, FoundRow
from annexes.reading.tables.heading import edges_of
from annexes.reading.tables.lines import Line, lines_of, pieces_of, text_of
from annexes.reading.tables.word_kinds import (
    all_like_years,
    are_years,
    is_figure,
    is_value,
    may_be_year,
)

SOME = 5
FEW = 4
"""Words of a heading; more of them are a sentence."""
SET_APART = 1.5
"""A row with this many times the usual space above it may begin another table."""
AS_ROWS = 1.2
"""A line no further than this many times the usual space may be a row as well."""
AS_NEAR = 0.6
"""A line that is nearer to another than this share of the space between rows is no row."""


def doubts_of_heading(
    block: Block,
    lines: Sequence[Line],
    header: Sequence[str],
    words: Sequence[Word],
    space: float,
) -> Iterator[Doubt]:
    """What may be a row in the heading, or a heading in the rows."""
    yield from _heading_or_row(block, header, space)
    yield from _below_heading(block, words, space)
    yield from _beside_heading(block, lines, words)
    yield from _two_above_one(block, words)
    yield from _above(block, lines, words, space)


def doubts_of_rows(
    block: Block, lines: Sequence[Line], stray: Sequence[Run], space: float, bottom: float
) -> Iterator[Doubt]:
    """Cells that do not stay in their column, and what may be a row beside the rows.

    The rows stand `space` apart and end at `bottom`.
    """
    yield from _out_of_place(block)
    yield from _beside(block, stray)
    yield from _below(block, lines, space, bottom)


def _heading_or_row(block: Block, header: Sequence[str], space: float) -> Iterator[Doubt]:
    """Rows that may be headings: with years alone, first or set apart; and the other way round."""
    above = [None, *block.runs]
    for before, run in zip(above, block.runs, strict=False):
        apart = before is None or run.top - before.bottom > SET_APART * max(space, 1.0)
        apart = apart and not (before is None and header[0] and any(header[1:]))
        if before and are_years(run.texts):
            apart = True
        elif not may_be_year(run.texts) or (before and len(block.columns) > 1 < len(run.texts)):
            continue
        if apart or (before and len(block.columns) > 1):
            yield Doubt("heading", f"'{text_of(run.words)}' may be a heading or a row", run.words)
    if header[0] and not any(header[1:]):
        problem = f"'{header[0]}' may be a heading or a row without figures"
        yield Doubt("heading", problem, block.runs[0].words)


def _below_heading(block: Block, heading: Sequence[Word], space: float) -> Iterator[Doubt]:
    """Words over the labels alone, as far below the rest of the heading as a row would be."""
    lines = lines_of(heading)
    if len(lines) > 1 and span_of(lines[-1])[1] < block.columns[0][0]:
        gap = min(word.top for word in lines[-1]) - max(word.bottom for word in lines[-2])
        own = [word for word in lines[-2] if word.x0 < block.label[1]]
        if gap > AS_NEAR * space and not (own and own[-1].text.endswith("-")):
            problem = f"'{text_of(lines[-1])}' may be a heading or a row without figures"
            yield Doubt("heading", problem, lines[-1])


def _beside_heading(
    block: Block, lines: Sequence[Line], heading: Sequence[Word]
) -> Iterator[Doubt]:
    """Words right of the heading, where a next column would be: a column without figures?"""
    levels = [line[0].middle for line in lines_of(heading)] if len(heading) > 1 else []
    right = block.columns[-1][1]
    pitch = max(b[1] - a[1] for a, b in pairwise([block.label, *block.columns]))
    top, bottom = block.runs[0].top, block.runs[-1].bottom
    for line in lines:
        if any(abs(line[0].middle - level) < 1 for level in levels):
            for piece in pieces_of(line):
                span = span_of(piece)
                below = (w for own in lines for w in own if top < w.middle < bottom)
                empty = not any(overlap((w.x0, w.x1), span) for w in below)
                if empty and right < span[0] < right + pitch and len(piece) < FEW:
                    problem = f"'{text_of(piece)}' stands above no figures"
                    yield Doubt("columns", problem, piece)


def _two_above_one(block: Block, heading: Sequence[Word]) -> Iterator[Doubt]:
    """Two headings beside each other over one column: a column without figures between?"""
    edges = edges_of([block.label, *block.columns])
    for line in lines_of(heading):
        centers = [sum(span_of(piece)) / 2 for piece in pieces_of(line)]
        over = [sum(edge <= center for edge in edges) for center in centers]
        figures = [column for column in over if column > 1]
        if len(set(figures)) < len(figures):
            yield Doubt("columns", f"'{text_of(line)}': two headings over one column", line)


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
    first, last = block.runs[0], block.runs[-1]
    reach = max(b.top - a.top for a, b in pairwise(block.runs))
    for run in stray:
        above = -reach < first.top - run.bottom < reach and not all_like_years(run.texts)
        below = -reach < run.top - last.bottom < reach
        over = any(overlap(span_of(f), c) for f in run.figures for c in block.columns)
        like = overlap(span_of(run.label), block.label) and _is_like_a_row(run, block)
        if (above and like) or (below and (over or like)):
            problem = f"'{text_of(run.words)}' looks like a row, but does not fit the columns"
            yield Doubt("row", problem, run.words)


def _is_like_a_row(run: Run, block: Block) -> bool:
    """True unless it is a sentence with a number, which runs on over the first figures."""
    return len(run.figures) > 1 or span_of(run.label)[1] < block.columns[0][1]


def _above(
    block: Block, lines: Sequence[Line], heading: Sequence[Word], space: float
) -> Iterator[Doubt]:
    """A name with a figure glued to it, right above the first row, where a heading should be."""
    first = block.runs[0]
    known = {id(word) for word in heading}
    for line in lines:
        near = -1 < first.top - max(word.bottom for word in line) < AS_ROWS * max(space, 1.0)
        level = abs(line[0].x0 - first.label[0].x0) < 1
        ends = any(map(str.isdigit, line[-1].text))
        if near and level and ends and len(line) < FEW and id(line[0]) not in known:
            problem = f"'{text_of(line)}' may be a row, but has no figure of its own"
            yield Doubt("row", problem, line)


def _below(block: Block, lines: Sequence[Line], space: float, bottom: float) -> Iterator[Doubt]:
    """Figures right below the last row without words before them, and words without figures."""
    last = block.runs[-1]
    reach = max(b.top - a.bottom for a, b in pairwise(block.runs)) + (last.bottom - last.top) / 2
    for line in lines:
        if last.bottom - 1 < line[0].middle and line[0].top < bottom + reach:
            for piece in pieces_of(line):
                over = any(overlap(span_of(piece), column) for column in block.columns)
                if over and is_figure(text_of(piece)):
                    problem = f"'{text_of(piece)}' stands below the last row, without a name"
                    yield Doubt("row", problem, piece)
            if _is_blank_row(line, block, space, bottom):
                problem = f"'{text_of(line)}' may be a row without figures, or no row"
                yield Doubt("row", problem, line)


def _is_blank_row(line: Line, block: Block, space: float, bottom: float) -> bool:
    """True if the words stand below the last row as a row does: as far, and as far to the left."""
    gap = line[0].top - bottom
    near = AS_NEAR * space < gap < AS_ROWS * max(space, 1.0)
    level = any(abs(line[0].x0 - run.label[0].x0) < 1 for run in block.runs)
    is_note = not line[0].text[0].isalnum() or line[0].text.endswith(")")
    return near and level and len(line) <= FEW and not is_note


def unclaimed(page: Page, rows: Sequence[FoundRow]) -> Iterator[Doubt]:
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
