"""What stands above the columns of a table that has no rules to say so: a proposal, not a fact."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from annexes.reading.pages import Page, Word
from annexes.reading.tables.found import HeadCell, Span
from annexes.reading.tables.heading_lines import cut_at_columns, edges_of, lines_above
from annexes.reading.tables.heading_tree import Heading, HeadingTree
from annexes.reading.tables.lines import Line, text_of

LEVELS = 4
"""A heading of more lines of cells than this was not understood."""


def heading_above(
    page: Page,
    lines: Sequence[Line],
    columns: Sequence[Span],
    labels: int,
    top: float,
    space: float,
) -> Heading:
    """The heading of a table of these columns, the first `labels` of which name its rows.

    `top` is the upper edge of the first row, `space` the usual space between two rows.
    """
    above = list(lines_above(page, lines, columns, labels, top, space))
    tree = HeadingTree(page, columns, labels)
    found = cut_at_columns(above, columns, tree.is_ruled)
    heading = tree.read(found)
    if max((cell.level for cell in heading.cells), default=0) < LEVELS:
        return heading
    return _word_by_word(found, columns, heading)


def _word_by_word(
    lines: Sequence[Sequence[Line]], columns: Sequence[Span], heading: Heading
) -> Heading:
    """The heading with each word put above the column in which its middle stands: for headings
    so close to each other that their lines run together.
    """
    edges = edges_of(columns)
    over: list[list[Word]] = [[] for _ in columns]
    titled = {id(word) for word in heading.title_words}
    for word in (word for line in lines for piece in line for word in piece):
        if id(word) not in titled:
            over[sum(edge <= (word.x0 + word.x1) / 2 for edge in edges) - 1].append(word)
    cells = [HeadCell(n, n + 1, 0, own, text_of(own)) for n, own in enumerate(over) if own]
    return Heading(cells, heading.title, heading.title_words, uncertain=True)


def over_columns(pieces: Sequence[Line], columns: Sequence[Span]) -> tuple[tuple[str, ...], str]:
    """The text above each column, and the text above all of them."""
    edges = edges_of(columns)
    over: list[list[Word]] = [[] for _ in columns]
    title: list[Word] = []
    for piece in pieces:
        hits = _columns_of(piece, columns, edges)
        if len(hits) == len(columns) > 1:
            title += piece
        for column in hits if len(hits) < len(columns) or len(columns) == 1 else ():
            over[column] += piece
    return tuple(text_of(own) for own in over), text_of(title)


def _columns_of(piece: Line, columns: Sequence[Span], edges: Sequence[float]) -> list[int]:
    """The columns that the piece stands over: the one of its centre, and all that it covers."""
    start, end = piece[0].x0, piece[-1].x1
    center = (start + end) / 2
    covered = [n for n, (a, b) in enumerate(columns) if start <= (a + b) / 2 <= end]
    own = [n for n, (a, b) in enumerate(pairwise(edges)) if a <= center < b]
    return covered if len(covered) > 1 else own or covered
