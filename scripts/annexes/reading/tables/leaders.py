"""Rows of dots that lead the eye from a name to its figures: they say nothing.

A few dots that stand alone where a figure would are a sign of statistics.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from annexes.reading.pages import Word
from annexes.reading.tables.found import Cell, FoundRow
from annexes.reading.tables.lines import APART, Line, lines_of

DOTS = ".·…_"
"""What rows of dots are made of."""
LEADER = re.compile(r"(?:[.·…_]\s?){4,}")
"""Dots that lead from a name to its figures, in a text."""
FEW = 3
"""So many dots, set apart or right behind a name, are a leader as well."""
PITCH = 0.6
"""Two dots of a row begin no further from each other than this share of their height."""
SPACE = 0.35
"""A space between words, as a share of their height, at most."""


def leaders_in(line: Line) -> Iterator[Word]:
    """The words of a line that are rows of dots, or dots of a row."""
    run: list[Word] = []
    before: Word | None = None
    for word in (*line, None):
        dots = word is not None and not word.text.strip(DOTS)
        if dots and word and (not run or _gap(run[-1], word) < 1):
            run.append(word)
            continue
        if run:
            whole = len(run) >= FEW or _are_a_row(run) or _is_short(before, run)
            sign = len(run) == 1 and _is_sign(before, run[0], word)
            yield from (own for own in run if whole or (LEADER.fullmatch(own.text) and not sign))
        run, before = ([word], None) if dots and word else ([], word)


def _are_a_row(run: Sequence[Word]) -> bool:
    """True for two dots nearer to each other than columns can be."""
    single = len(run) == 2 and all(len(own.text) == 1 for own in run)
    return single and run[1].x0 - run[0].x0 < PITCH * (run[0].bottom - run[0].top)


def _is_short(before: Word | None, run: Sequence[Word]) -> bool:
    """True for three dots right behind a name."""
    three = len(run) == 1 and len(run[0].text) == FEW
    return three and before is not None and _gap(before, run[0]) < SPACE


def _is_sign(before: Word | None, dots: Word, behind: Word | None) -> bool:
    """True for four dots as far from the words on both sides as figures are."""
    gaps = [_gap(a, b) for a, b in ((before, dots), (dots, behind)) if a and b]
    return len(dots.text) == 4 and all(gap > APART for gap in gaps)


def without_leaders(words: list[Word], end: float) -> tuple[list[Word], list[Word]]:
    """The words that are no rows of dots, and those that are, which begin at a name left of `end`:
    further on dots stand for figures, and may be those of several cells.
    """
    if all(word.text.strip(DOTS) for word in words):
        return words, []
    dots: list[Word] = []
    for line in lines_of(words):
        for dot in leaders_in(line):
            if dot.x0 < end or (dots and dots[-1] in line and _gap(dots[-1], dot) < 1):
                dots.append(dot)
    led = set(map(id, dots))
    return [word for word in words if id(word) not in led], dots


def _gap(left: Word, right: Word) -> float:
    """The space between two words, as a share of their height."""
    return (right.x0 - left.x1) / max(right.bottom - right.top, 0.1)


def row_without_leaders(row: FoundRow) -> FoundRow:
    """The row without rows of dots that are part of a word."""
    if not any(LEADER.search(text) for text in row.texts):
        return row
    texts = [LEADER.sub(" ", text).strip() or text for text in row.texts]
    cells = [Cell(cell.words, text) for cell, text in zip(row.cells, texts, strict=True)]
    return FoundRow(cells, row.top, row.bottom)
