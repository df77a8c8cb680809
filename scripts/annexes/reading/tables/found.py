"""A table as it was found on a page: cells as printed, nothing understood yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from annexes.reading.model import Word
from annexes.reading.tables.lines import text_of

Span = tuple[float, float]
"""From left to right, in points."""


class Cell(NamedTuple):
    """The words of a cell, in no particular order, and what they say; an empty cell has none."""

    words: Sequence[Word] = ()
    text: str = ""


def cell_of(words: Sequence[Word]) -> Cell:
    """The cell that holds these words."""
    return Cell(words, text_of(words)) if words else EMPTY


EMPTY = Cell()


class FoundRow:
    """One row: a cell for each column, and the space it takes from top to bottom."""

    __slots__ = ("bottom", "cells", "texts", "top", "words")

    def __init__(self, cells: Sequence[Cell], top: float, bottom: float) -> None:
        self.cells = tuple(cells)
        self.top, self.bottom = top, bottom
        self.texts = [cell.text for cell in cells]
        self.words = [word for cell in cells for word in cell.words]


@dataclass(frozen=True)
class Doubt:
    """Why a part of a table cannot be read with certainty, and the words it is about."""

    check: str
    problem: str
    words: tuple[Word, ...]


@dataclass(frozen=True)
class Found:
    """A table on a page.

    `header` is what seems to stand above each column, `title` what stands above all of them.
    `labels` is the number of columns at the left that hold words. `ruled` says that drawn lines
    separate its cells.
    """

    page: int
    columns: tuple[Span, ...]
    labels: int
    header: tuple[str, ...]
    title: str
    rows: tuple[FoundRow, ...]
    header_words: tuple[Word, ...]
    ruled: bool
    doubts: Sequence[Doubt] = field(default_factory=tuple)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """x0, top, x1, bottom of the table with its header."""
        words = [*self.header_words, *(word for row in self.rows for word in row.words)]
        return (
            min(self.columns[0][0], min([word.x0 for word in words])),
            min(self.rows[0].top, min([word.top for word in words])),
            max(self.columns[-1][1], max([word.x1 for word in words])),
            max(self.rows[-1].bottom, max([word.bottom for word in words])),
        )
