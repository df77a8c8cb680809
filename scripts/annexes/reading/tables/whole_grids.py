"""Frames → whole grids: frames that are parts of one, and names of rows that stand beside one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from statistics import median

from annexes.reading.pages import Page
from annexes.reading.tables.bands import bands_of, body_of
from annexes.reading.tables.found import words_inside
from annexes.reading.tables.frames import LOW, Frame, frames_of
from annexes.reading.tables.lines import Line, lines_of, pieces_of, text_of
from annexes.reading.tables.titles import MANY
from annexes.reading.tables.word_kinds import is_wordy


def grids_of(page: Page) -> list[Frame]:
    """The grids of the page, from top to bottom."""
    grids: list[Frame] = []
    for frame in frames_of(page.rules):
        above = next((grid for grid in reversed(grids) if _goes_on(page, grid, frame)), None)
        if above:
            grids[grids.index(above)] = above.with_below(frame)
        else:
            grids.append(frame)
    return [_with_names(page, grid) for grid in grids]


def _goes_on(page: Page, grid: Frame, below: Frame) -> bool:
    """True if the frame below has the same columns, less than a row further down, no words stand
    between the two, and it begins with a row.
    """
    if len(grid.xs) != len(below.xs) or len(grid.xs) < 3:
        return False
    rows = [lower - upper for f in (grid, below) for upper, lower in pairwise(f.ys)]
    if not 0 <= below.ys[0] - grid.ys[-1] < max(median(rows), LOW):
        return False
    if any(abs(one - two) > LOW / 2 for one, two in zip(grid.xs, below.xs, strict=True)):
        return False
    between = words_inside(page.words, (grid.xs[0], grid.ys[-1], grid.xs[-1], below.ys[0]))
    bands = bands_of(below, words_inside(page.words, below.box))
    return not between and not body_of(bands, len(below.xs) - 1)


def _with_names(page: Page, grid: Frame) -> Frame:
    """The grid with a column more where its first one holds figures, and most lines of these have
    a name beside them, left of the grid.
    """
    if not words_inside(page.words, (0, grid.ys[0], grid.xs[0], grid.ys[-1])):
        return grid
    bands = bands_of(grid, words_inside(page.words, grid.box))
    body = bands[body_of(bands, len(grid.xs) - 1) :]
    first = [box for band in body for box in band if box.words and not box.first]
    if sum(box.is_figures for box in first) * 2 <= len(first):
        return grid
    rows = [line for box in first for line, _ in box.lines]
    names = list(names_beside(page, grid.xs[0], rows))
    if len(names) * 2 <= len(rows) or median(map(len, names)) > MANY:
        return grid
    return grid.with_column_before(min(name[0].x0 for name in names))


def names_beside(page: Page, left: float, rows: Iterable[Line]) -> Iterator[Line]:
    """The words left of this place on the line of each of these figures, next to it."""
    for row in rows:
        lines = lines_of(words_inside(page.words, (0, row[0].top, left, row[0].bottom)))
        name = pieces_of(lines[0])[-1] if len(lines) == 1 else ()
        if is_wordy(text_of(name)):
            yield name
