"""Lines → blocks: rows below each other whose figures stand in the same columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from annexes.reading.model import Page, Word
from annexes.reading.tables.found import Span
from annexes.reading.tables.lines import Line, pieces_of, text_of
from annexes.reading.tables.word_kinds import (
    are_column_numbers,
    are_head_numbers,
    are_years,
    is_head_word,
    is_value,
    is_wordy,
)

FAR = 4.5
"""A row this many heights of a line below the last one belongs to another table."""
MIN_FIGURES = 3
"""Fewer figures than this that stand below each other may be chance."""


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a line that may be a row: words, then figures; `texts` are the figures as
    printed, `top` and `bottom` the edges of the highest and the lowest of all its words. `beside`
    are words of the same line that stand behind it without figures of their own.
    """

    label: tuple[Word, ...]
    figures: tuple[Line, ...]
    texts: tuple[str, ...]
    words: tuple[Word, ...]
    top: float
    bottom: float
    beside: tuple[Line, ...] = ()


def _run(
    label: Line, figures: tuple[Line, ...], texts: tuple[str, ...], beside: tuple[Line, ...]
) -> Run:
    words = (*label, *(word for figure in figures for word in figure))
    top, bottom = min(word.top for word in words), max(word.bottom for word in words)
    return Run(label, figures, texts, words, top, bottom, beside)


@dataclass
class Block:
    """Runs below each other; `loose` are words that stand between or below them."""

    runs: list[Run] = field(default_factory=list)
    columns: list[Span] = field(default_factory=list)
    label: Span = (0.0, 0.0)
    loose: list[Line] = field(default_factory=list)

    def takes(self, run: Run) -> bool:
        """True if the run can be the next row: each figure in one column, no column twice."""
        height = run.words[0].bottom - run.words[0].top
        if run.top - self.runs[-1].bottom > FAR * height:
            return False
        if not overlap(span_of(run.label), self.label):
            return False
        spans = [span_of(figure) for figure in run.figures]
        hits = [[n for n, col in enumerate(self.columns) if overlap(s, col)] for s in spans]
        used = [hit[0] for hit in hits if len(hit) == 1]
        return all(len(hit) <= 1 for hit in hits) and len(set(used)) == len(used) > 0

    def add(self, run: Run) -> None:
        """Append the run and widen the columns by its figures."""
        self.label = union(self.label, span_of(run.label)) if self.runs else span_of(run.label)
        self.runs.append(run)
        for span in map(span_of, run.figures):
            hit = [col for col in self.columns if overlap(span, col)]
            rest = [col for col in self.columns if col not in hit]
            for col in hit:
                span = union(span, col)
            self.columns = sorted([*rest, span])

    @property
    def may_be_table(self) -> bool:
        """True if it is no table, but more than a line or two that end with a number."""
        wordy = all(any(is_wordy(word.text) for word in run.label) for run in self.runs)
        ends = [run.figures[-1][-1].x1 for run in self.runs]
        return len(self.runs) > 1 and wordy and max(ends) - min(ends) < 1

    @property
    def is_table(self) -> bool:
        """True if enough figures stand below each other, in rows that have words of their own."""
        figures = sum(len(run.figures) for run in self.runs)
        labelled = sum(any(is_wordy(word.text) for word in run.label) for run in self.runs)
        return len(self.runs) > 1 and figures >= MIN_FIGURES and labelled * 2 >= len(self.runs)


def blocks_of(page: Page, lines: Iterable[Line]) -> tuple[list[Block], list[Block], list[Run]]:
    """The blocks that are tables, those that may be, and the runs that are in no table."""
    walls = [rule for rule in page.rules if rule.x1 - rule.x0 < rule.bottom - rule.top]
    everything: list[Block] = []
    growing: list[Block] = []
    for line in lines:
        texts = [(piece, text_of(piece)) for piece in pieces_of(line, walls)]
        texts = [(piece, text) for piece, text in texts if _says_something(text)]
        pieces = [piece for piece, _ in texts]
        runs = list(_runs(pieces, [text for _, text in texts]))
        for run in runs:
            block = next((block for block in growing if block.takes(run)), None)
            if _is_heading(run) and (block is None or not are_years(run.texts)):
                continue
            if block is None:
                block = Block()
                growing.append(block)
                everything.append(block)
            block.add(run)
        _leave(growing, pieces, runs)
    tables = [block for block in everything if block.is_table]
    alone = [run for block in everything if not block.is_table for run in block.runs]
    return tables, [b for b in everything if not b.is_table and b.may_be_table], alone


def _says_something(text: str) -> bool:
    """False for arrows and ornaments, which are no part of a figure and no word."""
    return is_value(text) or any(map(str.isalnum, text))


def _runs(pieces: Sequence[Line], texts: Sequence[str]) -> Iterator[Run]:
    """The runs of a line: each begins with words, or with a number of order before them."""
    kinds = list(map(is_value, texts))
    starts = [n for n in range(len(pieces)) if not kinds[n] and (n == 0 or kinds[n - 1])]
    starts = [n - 1 if n and _is_rank(pieces, n, kinds) else n for n in starts]
    ends = [*starts, len(pieces)]
    for start, end in pairwise(ends):
        words_first = next(n for n in range(start, end) if not kinds[n])
        first = next((n for n in range(words_first, end) if kinds[n]), end)
        if first < end:
            label = tuple(word for piece in pieces[start:first] for word in piece)
            figures, said = tuple(pieces[first:end]), tuple(texts[first:end])
            yield _run(label, figures, said, tuple(pieces[end:] if end == starts[-1] else ()))


def _is_rank(pieces: Sequence[Line], at: int, kinds: Sequence[bool]) -> bool:
    """True if the figure before these words numbers the row: figures follow the words, and it
    stands nearer to them than to the figure before it.
    """
    before = pieces[at - 1]
    if not any(kinds[at:]):
        return False
    gap = pieces[at][0].x0 - before[-1].x1
    further = before[0].x0 - pieces[at - 2][-1].x1 if at > 1 else float("inf")
    return kinds[at - 1] and gap < further and before[-1].text.rstrip(".").isdecimal()


def _leave(blocks: list[Block], pieces: Sequence[Line], runs: Sequence[Run]) -> None:
    """Close the blocks that this line ends; remember words that stand between their rows."""
    taken = {id(word) for run in runs for word in run.words}
    for block in list(blocks):
        if any(run is block.runs[-1] for run in runs):
            continue
        for piece in pieces:
            span = span_of(piece)
            if any(overlap(span, column) for column in block.columns):
                blocks.remove(block)
                break
            if overlap(span, block.label) and id(piece[0]) not in taken:
                block.loose.append(piece)


def _is_heading(run: Run) -> bool:
    """True for years and for numbers of columns, as they stand above the figures of a table.

    A single year may be a figure as well, unless there are words beside it or before it that head
    a table.
    """
    label = text_of(run.label)
    if are_years(run.texts) or are_column_numbers(label, run.texts):
        return True
    headed = bool(run.beside) or len(pieces_of(run.label)) > 1 or is_head_word(label)
    return headed and are_head_numbers(run.texts)


def span_of(words: Sequence[Word]) -> Span:
    """From the left edge of the first word of a line to the right edge of its last."""
    return words[0].x0, words[-1].x1


def overlap(one: Span, two: Span) -> bool:
    """True if the spans share more than an edge."""
    return one[0] < two[1] and two[0] < one[1]


def union(one: Span, two: Span) -> Span:
    """The span over both."""
    return min(one[0], two[0]), max(one[1], two[1])
