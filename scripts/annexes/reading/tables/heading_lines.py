"""Which lines above the first row of a table without rules are its heading, and their pieces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise

from annexes.reading.pages import Page
from annexes.reading.tables.found import Span
from annexes.reading.tables.level_rules import wide_levels
from annexes.reading.tables.lines import FIGURE_APART, Line, pieces_of, text_of
from annexes.reading.tables.word_kinds import (
    all_like_years,
    are_column_numbers,
    is_figure,
    is_ordinal,
    opens_note,
)

NEAR = 0.9
"""A heading line stands no further above the next line than this many of its heights."""
SEVERAL = 1.8
"""The same for a line of headings over several columns, which can hardly be anything else."""
AS_ROWS = 1.3
"""The lowest line of a heading stands as far above the first row as rows do, give or take."""
MAX_WORDS = 12
"""A longer piece of a line is a sentence."""
TALLEST = 8
"""A band between two rules that is higher than this many lines is no heading."""


def heading_lines(
    page: Page,
    lines: Sequence[Line],
    columns: Sequence[Span],
    labels: int,
    top: float,
    space: float,
) -> list[list[Line]]:
    """The lines of the heading, from the lowest up, each cut into the pieces over the columns.

    The first `labels` columns name the rows, `top` is the upper edge of the first of these, `space`
    the usual space between two.
    """
    found = list(_lines_above(page, lines, columns, labels, top, space))
    gaps: list[Span] = []
    for _ in range(2):  # what is cut in one line shows where to cut another
        found = [[part for piece in line for part in _cut(piece, columns, gaps)] for line in found]
        gaps = [(a[-1].x1, b[0].x0) for line in found for a, b in pairwise(line)]
    return found


def _lines_above(
    page: Page,
    lines: Sequence[Line],
    columns: Sequence[Span],
    labels: int,
    top: float,
    space: float,
) -> Iterator[list[Line]]:
    """The pieces over the table of the lines above `top`, from the nearest one up.

    Between two rules as wide as the table, or as its figures, stands its heading, however large
    the space.
    """
    left, right = columns[0][0], columns[-1][1]
    ceiling = _ceiling(page, lines, (left, right), top)
    if ceiling is None:
        ceiling = _ceiling(page, lines, (columns[labels][0], right), top)
    reach = max(AS_ROWS * space, 0.0)
    for line in reversed([line for line in lines if _bottom(line) <= top + 2]):
        own = [p for p in pieces_of(line) if p[-1].x1 > left - 5 and p[0].x0 < right + 5]
        if not own:
            continue
        height = own[0][0].bottom - own[0][0].top
        bottom = max(_bottom(piece) for piece in own)
        if ceiling is None:
            near = SEVERAL if _are_heads(own, columns) else NEAR
            is_far = top - bottom > max(near * height, reach)
        else:
            is_far = min(piece[0].middle for piece in own) < ceiling
        if is_far or _is_no_heading(own, columns, bounded=ceiling is not None):
            return
        top, reach = min(_top(piece) for piece in own), 0.0
        left = min(left, *(piece[0].x0 for piece in own))
        right = max(right, *(piece[-1].x1 for piece in own))
        yield own


def _are_heads(pieces: Sequence[Line], columns: Sequence[Span]) -> bool:
    """True for short words or years that stand over several columns, each over its own."""
    over = [
        [n for n, (a, b) in enumerate(columns) if piece[0].x0 < b and a < piece[-1].x1]
        for piece in pieces
    ]
    hit = [n for own in over for n in own]
    return len(pieces) > 1 and len(set(hit)) == len(hit)


def _ceiling(page: Page, lines: Sequence[Line], table: Span, top: float) -> float | None:
    """The rule above the heading: the next one above words that stand above the first row."""
    levels = [level for level in wide_levels(page, table) if level <= top + 2]
    above = [line for line in lines if _bottom(line) <= top + 2 and _is_over(line, table)]
    if not levels or not above:
        return None
    nearest = max(above, key=_bottom)[0].middle
    ceiling = max((level for level in levels if level < nearest), default=None)
    height = max(line[0].bottom - line[0].top for line in lines)
    if ceiling is None or top - ceiling > TALLEST * height:
        return None
    return ceiling


def _is_over(line: Line, table: Span) -> bool:
    return line[-1].x1 > table[0] and line[0].x0 < table[1]


def _is_no_heading(pieces: Sequence[Line], columns: Sequence[Span], *, bounded: bool) -> bool:
    """True for rows, sentences, and a line of words that begins over the labels and goes on."""
    texts = [text_of(piece) for piece in pieces]
    behind = [text_of(p) for p in pieces if (p[0].x0 + p[-1].x1) / 2 > columns[0][1]]
    figures = [text for text in behind if is_figure(text) and not is_ordinal(text)]
    if figures and not all_like_years(figures) and not are_column_numbers(texts[0], figures):
        return True
    if any(len(piece) > MAX_WORDS for piece in pieces):
        return True
    if len(pieces) == 1 and opens_note(texts[0]):  # of the table above
        return True
    first = pieces[0]
    runs_on = len(pieces) == 1 and len(columns) > 1 and first[0].x0 < sum(columns[0]) / 2
    return not bounded and runs_on and first[-1].x1 > columns[1][0]


def _cut(piece: Line, columns: Sequence[Span], gaps: Sequence[Span]) -> Iterator[Line]:
    """The headings of neighbouring columns, where they stand so close that they look like one.

    They are cut between two columns where the space is wide, where there is a gap in another line
    of the heading, and where each of several columns has words of its own.
    """
    edges = [edge for edge in edges_of(columns)[1:-1] if piece[0].x0 < edge < piece[-1].x1]
    places = [_place_for(edge, piece) for edge in edges]
    in_each = len(edges) > 1 and all(map(partial(_is_between, piece), places, edges))
    narrow = {p for p in places if p and (in_each or _is_below_gap(piece, p, gaps))}
    if narrow and not _is_each_in_place(piece, sorted(narrow), columns):
        narrow = set()
    cuts = narrow | {place for place in places if place and _is_wide(piece, place)}
    for start, end in pairwise([0, *sorted(cuts), len(piece)]):
        yield piece[start:end]


def _place_for(edge: float, piece: Line) -> int:
    """The number of the word to cut before: at the widest space around the edge, 0 for none."""
    spaces = [
        (right.x0 - left.x1, at)
        for at, (left, right) in enumerate(pairwise(piece), start=1)
        if (left.x0 + left.x1) / 2 < edge < (right.x0 + right.x1) / 2 and not is_ordinal(left.text)
    ]
    return max(spaces, default=(0.0, 0))[1]


def _is_between(piece: Line, place: int, edge: float) -> bool:
    """True if no word crosses the edge."""
    return place > 0 and piece[place - 1].x1 - 1 < edge < piece[place].x0 + 1


def _is_wide(piece: Line, place: int) -> bool:
    """True if the space before this word is wider than between words."""
    left, right = piece[place - 1], piece[place]
    return right.x0 - left.x1 > FIGURE_APART * (right.bottom - right.top)


def _is_below_gap(piece: Line, place: int, gaps: Sequence[Span]) -> bool:
    """True if there is a gap in another line where this word begins."""
    left, right = piece[place - 1], piece[place]
    return any(start < right.x0 and left.x1 < end for start, end in gaps)


def _is_each_in_place(piece: Line, places: Sequence[int], columns: Sequence[Span]) -> bool:
    """True if each part, cut at these places, stands nearer to the middle of a column than the
    whole to the middle of all columns that it stands over.
    """
    middles = [sum(column) / 2 for column in columns]
    edges = edges_of(columns)
    offs, hits = [], []
    for start, end in pairwise([0, *places, len(piece)]):
        center = (piece[start].x0 + piece[end - 1].x1) / 2
        column = sum(edge <= center for edge in edges) - 1
        hits.append(column)
        offs.append(abs(center - middles[column]))
    center = (piece[0].x0 + piece[-1].x1) / 2
    off = min(
        abs(center - (columns[first][0] + columns[last][1]) / 2)
        for first in range(min(1, hits[0]), hits[0] + 1)
        for last in range(hits[-1], len(columns))
    )
    return len(set(hits)) == len(hits) and max(offs) < off


def edges_of(columns: Sequence[Span]) -> list[float]:
    """Where one column ends and the next begins: half way between them."""
    inner = ((a[1] + b[0]) / 2 for a, b in pairwise(columns))
    return [float("-inf"), *inner, float("inf")]


def _bottom(line: Line) -> float:
    return max(word.bottom for word in line)


def _top(line: Line) -> float:
    return min(word.top for word in line)
