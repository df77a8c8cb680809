"""What stands above the columns of a table that has no rules to say so: a proposal, not a fact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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
    titled = {id(word) for word in heading.title_words}
    words = (word for line in lines for piece in line for word in piece if id(word) not in titled)
    over = words_over(words, columns)
    cells = [HeadCell(n, n + 1, 0, own, text_of(own)) for n, own in enumerate(over) if own]
    return Heading(cells, heading.title, heading.title_words, uncertain=True)


def words_over(words: Iterable[Word], columns: Sequence[Span]) -> list[list[Word]]:
    """The words above each column: those whose middle stands nearer to it than to the next."""
    edges = edges_of(columns)
    over: list[list[Word]] = [[] for _ in columns]
    for word in words:
        over[sum(edge <= (word.x0 + word.x1) / 2 for edge in edges) - 1].append(word)
    return over
