"""A table as it was found on a page: cells as printed, nothing understood yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

from annexes.reading.pages import Word
from annexes.reading.tables.lines import lines_of, text_of
from annexes.reading.tables.word_kinds import is_wordy

Span = tuple[float, float]
"""From left to right, in points."""
Side = tuple[float, float, float, float]
"""x0, top, x1, bottom in points."""


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


class HeadCell(NamedTuple):
    """A cell above the rows: the columns it stands over (`last` is excluded), its line of the
    heading from the top, and its words.
    """

    first: int
    last: int
    level: int
    words: Sequence[Word]
    text: str


@dataclass(frozen=True)
class Doubt:
    """Why a part of a table cannot be read with certainty, and the words it is about.

    `bottom` is where the cell ends that spans several rows.
    """

    check: str
    problem: str
    words: tuple[Word, ...]
    bottom: float = 0.0


@dataclass(frozen=True)
class Found:
    """A table on a page.

    `heads` are the cells above the columns, `title` is what it is called. `labels` is the number of
    columns at the left that name the rows. `ruled` says that drawn lines separate its cells.
    `aside` are words inside the table that say nothing: arrows, rows of dots; `notes` say what it
    counts in and what is remarked below its rows. `doubts` are reasons to refuse it, `remarks` what
    a person should look at though the cells are certain: where a heading ends, what a merged cell
    means.
    """

    page: int
    columns: tuple[Span, ...]
    labels: int
    heads: tuple[HeadCell, ...]
    title: str
    rows: tuple[FoundRow, ...]
    ruled: bool
    title_words: tuple[Word, ...] = ()
    aside: tuple[Word, ...] = ()
    notes: tuple[Word, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    remarks: tuple[Doubt, ...] = ()

    def saying(self, **said: Any) -> Found:
        """The same cells with another title, other notes, doubts or remarks: what was found out
        about the cells stays known.
        """
        other = replace(self, **said)
        known = {"header_words", "row_words", "box"} & self.__dict__.keys()
        other.__dict__.update((name, self.__dict__[name]) for name in known)
        return other

    @cached_property
    def heading(self) -> list[list[str]]:
        """The heading as printed: lines of cells, a spanning one at its first column."""
        lines = [[""] * len(self.columns) for _ in range(self._levels)]
        for head in self.heads:
            lines[head.level][head.first] = head.text
        return [line for line in lines if any(line)] or [[""] * len(self.columns)]

    @cached_property
    def header(self) -> tuple[str, ...]:
        """What stands above each column, from the top down: 'Antragsteller / davon weiblich'."""
        own = sorted(self.heads, key=lambda head: (head.level, head.first))
        return tuple(
            " / ".join(head.text for head in own if head.first <= column < head.last and head.text)
            for column in range(len(self.columns))
        )

    @property
    def _levels(self) -> int:
        return max((head.level + 1 for head in self.heads), default=0)

    @cached_property
    def note_lines(self) -> list[str]:
        """The lines of its notes: what it counts in, remarks below its rows."""
        return [text_of(line) for line in lines_of(self.notes)]

    @cached_property
    def header_words(self) -> tuple[Word, ...]:
        """The words of its heading."""
        return tuple(word for head in self.heads for word in head.words)

    @cached_property
    def row_words(self) -> tuple[Word, ...]:
        """The words of its rows."""
        return tuple(word for row in self.rows for word in row.words)

    @property
    def has_words(self) -> bool:
        """True if a cell of its rows holds words, and not a figure alone."""
        return any(is_wordy(text) for row in self.rows for text in row.texts)

    @cached_property
    def box(self) -> Side:
        """The table with its header."""
        words = [*self.header_words, *self.row_words]
        return (
            min(self.columns[0][0], min([word.x0 for word in words])),
            min(self.rows[0].top, min([word.top for word in words])),
            max(self.columns[-1][1], max([word.x1 for word in words])),
            max(self.rows[-1].bottom, max([word.bottom for word in words])),
        )


def words_inside(words: Iterable[Word], box: Side) -> list[Word]:
    """Those of the words whose centre is inside the box."""
    left, top, right, bottom = box
    return [
        word
        for word in words
        if top <= (word.top + word.bottom) / 2 <= bottom
        and left <= (word.x0 + word.x1) / 2 <= right
    ]
