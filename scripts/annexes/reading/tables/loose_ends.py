"""Ends that no finished table has: cells that go on, two things in one, rows set elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from annexes.reading.tables.found import Doubt, Found
from annexes.reading.tables.lines import Line, middle_of, text_of
from annexes.reading.tables.row_lines import EVEN, SET_APART, LineRow
from annexes.reading.tables.word_kinds import (
    MIN_FIGURES,
    begins_none,
    is_figure,
    is_parted,
    is_value,
    is_whole_name,
)

WORD = re.compile(r"[^\W\d]{4}")


def loose_ends(
    found: Found, lines: Sequence[LineRow], space: float, values: frozenset[int]
) -> Iterator[Doubt]:
    """What no finished table has, if its rows are made of these lines with the usual space between
    them; `values` are its columns of figures.
    """
    yield from _unfinished(found)
    yield from _begun_elsewhere(found)
    yield from _mixed(found, values)
    yield from _set_elsewhere(lines, space, values)


def _unfinished(found: Found) -> Iterator[Doubt]:
    """Cells that end with a hyphen, figures with a comma, and names before a bracket is closed:
    what follows stands elsewhere.
    """
    for column, cell in (own for row in found.rows for own in enumerate(row.cells)):
        hyphen = is_parted(cell.text) and cell.text[-2].isalpha()
        comma = cell.text[-1:] == "," and is_figure(cell.text)
        name = column < found.labels
        if hyphen or comma or (name and cell.text.count("(") > cell.text.count(")")):
            problem = f"'{cell.text}' goes on, but not in its cell"
            yield Doubt("row", problem, tuple(cell.words))


def _begun_elsewhere(found: Found) -> Iterator[Doubt]:
    """Names without figures that begin with a small letter, as no name with figures does: they have
    begun in the row above.
    """
    alone = [row for row in found.rows[1:] if row.texts[0] and not any(row.texts[1:])]
    named = [row.texts[0] for row in found.rows if any(row.texts[1:])]
    for row in alone if not any(map(begins_none, named)) else ():
        if begins_none(row.texts[0]) and not is_whole_name(row.texts[0]):
            problem = f"'{row.texts[0]}' may be the rest of the row above it"
            yield Doubt("row", problem, tuple(row.words))


def _mixed(found: Found, values: frozenset[int]) -> Iterator[Doubt]:
    """A figure and a word in one cell of a column of figures, where the figure alone stands as all
    others do: the word belongs elsewhere. 'e', '(p)' and 'ca.' are no words.
    """
    for column in sorted(values):
        cells = [row.cells[column] for row in found.rows if row.cells[column].words]
        ends = [max(word.x1 for word in cell.words) for cell in cells if is_value(cell.text)]
        for cell in cells:
            figures = [word for word in cell.words if is_figure(word.text)]
            aligned = any(abs(word.x1 - median(ends)) <= EVEN for word in figures if ends)
            if aligned and not is_value(cell.text) and WORD.search(cell.text):
                problem = f"'{cell.text}' may be a figure and words of another cell"
                yield Doubt("columns", problem, tuple(cell.words))


def _set_elsewhere(
    lines: Sequence[LineRow], space: float, values: frozenset[int]
) -> Iterator[Doubt]:
    """Rows set apart whose figures stand at another place of their column than those above."""
    for at, (above, below) in enumerate(pairwise(lines), start=1):
        if below.top - above.bottom <= SET_APART * max(space, 1.0):
            continue
        for column in sorted(values):
            cells = [
                (n, own.cells[column])
                for n, own in enumerate(lines)
                if column in own.cells and is_figure(text_of(own.cells[column]))
            ]
            parts = [[c for n, c in cells if n < at], [c for n, c in cells if n >= at]]
            if min(map(len, parts)) >= MIN_FIGURES and not _at_one_side(*parts):
                words = next(own for own in lines[at:] if own.is_row).words
                problem = f"'{text_of(words)}' may begin another table"
                yield Doubt("row", problem, words)
                break


def _at_one_side(one: Sequence[Line], two: Sequence[Line]) -> bool:
    """True if these cells may be set to the same side or in the same middle: at one at which all
    of each stand below each other, or at any if those of one stand so nowhere.
    """
    places = [
        [(min(side), max(side)) for side in zip(*map(_sides, own), strict=True)]
        for own in (one, two)
    ]
    even = [{n for n, (low, high) in enumerate(own) if high - low <= EVEN} for own in places]
    if not all(even):
        return True
    return any(
        abs(places[0][side][0] - places[1][side][0]) <= 2 * EVEN for side in even[0] & even[1]
    )


def _sides(cell: Line) -> tuple[float, float, float]:
    return cell[0].x0, middle_of(cell), cell[-1].x1
