"""What stands above the columns of a table that has no rules to say so: a proposal, not a fact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from annexes.model import Word
from annexes.tables.figures import are_column_numbers, are_years, is_figure
from annexes.tables.found import Span
from annexes.tables.lines import Line, pieces_of, text_of

NEAR = 0.9
"""A heading line stands no further above the next line than this many of its heights."""
MAX_WORDS = 12
"""A longer piece of a line is a sentence."""


def heading_above(
    lines: Sequence[Line], columns: Sequence[Span], top: float
) -> tuple[tuple[str, ...], str, tuple[Word, ...]]:
    """The text above each column, the text above all of them, and all words of both."""
    pieces = [piece for line in _heading_lines(lines, columns, top) for piece in line]
    texts, title = over_columns(pieces, columns)
    return texts, title, tuple(word for piece in pieces for word in piece)


def over_columns(pieces: Sequence[Line], columns: Sequence[Span]) -> tuple[tuple[str, ...], str]:
    """The text above each column, and the text above all of them."""
    inner = ((a[1] + b[0]) / 2 for a, b in pairwise(columns))
    edges = [float("-inf"), *inner, float("inf")]
    over: list[list[Word]] = [[] for _ in columns]
    title: list[Word] = []
    for piece in pieces:
        hits = _columns_of(piece, columns, edges)
        if len(hits) == len(columns) > 1:
            title += piece
        for column in hits if len(hits) < len(columns) or len(columns) == 1 else ():
            over[column] += piece
    return tuple(text_of(own) for own in over), text_of(title)


def _heading_lines(
    lines: Sequence[Line], columns: Sequence[Span], top: float
) -> Iterator[list[Line]]:
    """The pieces over the table of the lines above `top`, from the nearest one up."""
    left, right = columns[0][0], columns[-1][1]
    for line in reversed([line for line in lines if _bottom(line) <= top + 2]):
        own = [p for p in pieces_of(line) if p[-1].x1 > left - 5 and p[0].x0 < right + 5]
        if not own:
            continue
        height = own[0][0].bottom - own[0][0].top
        texts = [text_of(piece) for piece in own]
        figures = [text for text in texts if is_figure(text)]
        is_far = top - max(_bottom(piece) for piece in own) > NEAR * height
        numbers = are_years(figures) or are_column_numbers(texts[0], figures)
        is_row = bool(figures) and not numbers
        is_prose = any(len(piece) > MAX_WORDS for piece in own)
        if is_far or is_row or is_prose:
            return
        top = min(word.top for piece in own for word in piece)
        yield own


def _columns_of(piece: Line, columns: Sequence[Span], edges: Sequence[float]) -> list[int]:
    """The columns that the piece stands over: the one of its centre, and all that it covers."""
    start, end = piece[0].x0, piece[-1].x1
    center = (start + end) / 2
    covered = [n for n, (a, b) in enumerate(columns) if start <= (a + b) / 2 <= end]
    own = [n for n, (a, b) in enumerate(pairwise(edges)) if a <= center < b]
    return covered if len(covered) > 1 else own or covered


def _bottom(line: Line) -> float:
    return max(word.bottom for word in line)
