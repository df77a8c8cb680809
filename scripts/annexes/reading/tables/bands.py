"""Frames → bands: the cells between two level rules, and the rows that they hold."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from annexes.reading.model import Word
from annexes.reading.tables.found import Cell, Doubt, FoundRow, cell_of
from annexes.reading.tables.frames import Frame
from annexes.reading.tables.lines import Line, lines_of, text_of
from annexes.reading.tables.word_kinds import (
    all_like_years,
    are_column_numbers,
    are_years,
    is_head_word,
    is_list_word,
    is_value,
    is_wordy,
    may_be_year,
)

OVER_EDGE = 2.5
"""Points by which a word may reach over the edge of its cell."""


@dataclass(frozen=True)
class Box:
    """A cell of one band: the columns it takes (last excluded) and its words."""

    first: int
    last: int
    words: tuple[Word, ...]


Band = tuple[Box, ...]


def bands_of(frame: Frame, words: Sequence[Word]) -> list[Band]:
    """The bands of the frame, from top to bottom."""
    inside: list[list[Word]] = [[] for _ in frame.ys]
    for word in words:
        inside[max(bisect_right(frame.ys, word.middle) - 1, 0)].append(word)
    return [_band(frame, number, inside[number]) for number in range(len(frame.ys) - 1)]


def _band(frame: Frame, number: int, words: Sequence[Word]) -> Band:
    """The cells of a band: columns between which no wall is drawn are one cell."""
    middle = (frame.ys[number] + frame.ys[number + 1]) / 2
    inner = range(len(frame.xs) - 2)
    walls = [column + 1 for column in inner if frame.wall_right_of(column, middle)]
    edges = [0, *walls, len(frame.xs) - 1]
    cells: list[list[Word]] = [[] for _ in edges]
    starts = [frame.xs[edge] for edge in edges]
    for word in words:
        cells[max(bisect_right(starts, center_of(word)) - 1, 0)].append(word)
    return tuple(
        Box(first, last, tuple(own))
        for (first, last), own in zip(pairwise(edges), cells, strict=False)
    )


def center_of(word: Word) -> float:
    """Where the middle of the word stands, from the left."""
    return (word.x0 + word.x1) / 2


def body_of(frame: Frame, bands: Sequence[Band]) -> int:
    """The number of the first band that is no heading; all of them, if there is none."""
    for number, band in enumerate(bands):
        if _has_figures(band) or (number and _is_blank_row(frame, bands, number)):
            rest = bands[number:]
            return number if any(map(_has_figures, rest)) else len(bands)
    return len(bands)


def _has_figures(band: Band) -> bool:
    """True if a cell behind the first holds figures that are not part of a heading.

    A single year among headings of words is a heading as well.
    """
    texts = _texts_behind(band)
    values = [text for text in texts if is_value(text)]
    label = text_of(band[0].words) if band[0].words else ""
    if are_years(values) or are_column_numbers(label, values):
        return False
    headed = any(map(is_wordy, texts)) or is_head_word(label)
    return bool(values) and not (all_like_years(values) and headed)


def _is_blank_row(frame: Frame, bands: Sequence[Band], number: int) -> bool:
    """True for a name with an empty cell of its own in each column, below a complete heading."""
    first, *others = bands[number]
    above = [box for box in bands[number - 1][1:] if box.words]
    closed = all(
        frame.floor_below(number - 1, (frame.xs[box.first] + frame.xs[box.last]) / 2)
        for box in bands[number]
    )
    alone = bool(first.words) and not any(box.words for box in others)
    return alone and closed and len(others) == len(above) == len(frame.xs) - 2


def heading_or_row(bands: Sequence[Band], body: int) -> Iterator[Doubt]:
    """The first row, if all it holds is one number that may be a year above the column."""
    first = bands[body]
    values = [text for text in _texts_behind(first) if is_value(text)]
    words = tuple(word for box in first for word in box.words)
    headed = all(any(band[at].words for band in bands[:body] if len(band) > at) for at in (0, -1))
    if may_be_year(values) and len(first) == 2 and not (headed and first[0].words):
        yield Doubt("heading", f"'{text_of(words)}' may be a heading or a row", words)


def _texts_behind(band: Band) -> list[str]:
    """The texts of the cells behind the first: their lines, where these are all figures."""
    texts: list[str] = []
    for box in band[1:]:
        lines = [text_of(line) for line in lines_of(box.words)]
        texts += lines if all(map(is_value, lines)) else [text_of(box.words)]
    return texts


def over_edges(frame: Frame, bands: Sequence[Band]) -> Iterator[Doubt]:
    """Words that reach into the next cell: it is not certain which of the two they belong to."""
    for box in (box for band in bands for box in band):
        left = frame.xs[box.first] - OVER_EDGE if box.first else float("-inf")
        right = frame.xs[box.last] + OVER_EDGE if box.last + 1 < len(frame.xs) else float("inf")
        for word in box.words:
            if word.x0 < left or word.x1 > right:
                yield Doubt(
                    "cell-edge", f"'{word.text}' reaches over the edge of its cell", (word,)
                )


# ── rows ────────────────────────────────────────────────────────────────────────────────────


def rows_of(frame: Frame, number: int, band: Band, doubts: list[Doubt]) -> Iterator[FoundRow]:
    """The rows of a band: one, or one for each line of figures where a band has several."""
    top, bottom = frame.ys[number], frame.ys[number + 1]
    if len({word.top for box in band for word in box.words}) == 1:
        yield FoundRow(_cells(frame, {box.first: box.words for box in band}), top, bottom)
        return
    lines = {box.first: lines_of(box.words) for box in band}
    figures = [own for first, own in lines.items() if first and _all_values(own)]
    anchors = max(figures, key=len, default=[])
    if len(anchors) <= 1:
        yield FoundRow(_cells(frame, {box.first: box.words for box in band}), top, bottom)
        return
    rows: list[dict[int, tuple[Word, ...]]] = [{} for _ in anchors]
    for first, own in lines.items():
        for line in own:
            at = [n for n, anchor in enumerate(anchors) if _face_each_other(line, anchor)]
            if len(at) == 1:
                rows[at[0]][first] = line
            elif not is_list_word(text_of(line)):
                text = text_of(line)
                doubts.append(Doubt("row", f"'{text}' stands beside no row, or beside two", line))
    for row, anchor in zip(rows, anchors, strict=True):
        if not row.get(0):
            text = text_of(anchor)
            doubts.append(Doubt("row", f"'{text}' may be a row, or the rest of another", anchor))
        yield FoundRow(_cells(frame, row), anchor[0].top, anchor[0].bottom)


def _all_values(lines: Sequence[Line]) -> bool:
    return bool(lines) and all(is_value(text_of(line)) for line in lines)


def _face_each_other(line: Line, anchor: Line) -> bool:
    height = min(line[0].bottom - line[0].top, anchor[0].bottom - anchor[0].top)
    return abs(line[0].middle - anchor[0].middle) < height / 2


def _cells(frame: Frame, words: dict[int, tuple[Word, ...]]) -> tuple[Cell, ...]:
    return tuple(cell_of(words.get(column, ())) for column in range(len(frame.xs) - 1))
