"""Tables whose cells are enclosed by rules: what stands where is settled by the drawing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from annexes.reading.model import Page, Word
from annexes.reading.tables.bands import (
    Band,
    Box,
    bands_of,
    body_of,
    center_of,
    heading_or_row,
    over_edges,
    rows_of,
)
from annexes.reading.tables.found import Doubt, Found, FoundRow
from annexes.reading.tables.frames import Frame, frames_of
from annexes.reading.tables.lines import text_of
from annexes.reading.tables.word_kinds import is_value, is_wordy

NOTE = 12
"""More words than this, without a figure, are a remark and not the label of a row."""


def ruled_tables(page: Page) -> list[Found]:
    """The tables in frames, from top to bottom; not every frame is the frame of a whole table."""
    return [table for frame in frames_of(page.rules) for table in _tables(page, frame)]


def _tables(page: Page, frame: Frame) -> list[Found]:
    """The table in a frame; tables that stand side by side in one frame are told apart."""
    words = [word for word in page.words if frame.holds(word)]
    bands = bands_of(frame, words)
    body = body_of(frame, bands)
    walled = frame.with_walls_between(frame.ys[body], frame.ys[-1])
    if walled is not frame:
        frame, bands = walled, bands_of(walled, words)
    doubts = list(over_edges(frame, bands))
    if body < len(bands):
        doubts += heading_or_row(bands, body)
    rows: list[FoundRow] = []
    for number in range(body, len(bands)):
        rows += rows_of(frame, number, bands[number], doubts)
    found = []
    for part in _parts(rows):
        merged = [*_spanning(bands[body:], part), *_tall(frame, bands, body, part)]
        found.append(_part(page.number, frame, part, bands[:body], rows, [*doubts, *merged]))
    return [table for table in found if table.rows]


# ── cells that take several columns or rows ─────────────────────────────────────────────────


def _spanning(bands: Sequence[Band], part: tuple[int, int, int]) -> Iterator[Doubt]:
    """Figures in cells that span columns with figures of their own: which of them is meant?"""
    start, labels, end = part
    boxes = [b for band in bands for b in band if start + labels <= b.first < end and b.words]
    for box in boxes:
        others = (o for o in boxes if o is not box and box.first < o.first < box.last)
        if box.last - box.first > 1 and any(others):
            text = text_of(box.words)
            yield Doubt("merged-cell", f"'{text}' spans several columns", box.words)


def _tall(
    frame: Frame, bands: Sequence[Band], body: int, part: tuple[int, int, int]
) -> Iterator[Doubt]:
    """Cells that reach down beside rows of the same table that have words of their own."""
    start, _, end = part
    for number in range(body, len(bands) - 1):
        own = [box for box in bands[number] if start <= box.first < end and box.words]
        below = [box for box in bands[number + 1] if start <= box.first < end and box.words]
        for box in own:
            middle = (frame.xs[box.first] + frame.xs[box.last]) / 2
            if below and not frame.floor_below(number, middle):
                text = text_of(box.words)
                yield Doubt("merged-cell", f"'{text}' spans several rows", box.words)


# ── parts: tables side by side ──────────────────────────────────────────────────────────────


def _parts(rows: Sequence[FoundRow]) -> list[tuple[int, int, int]]:
    """First column, number of columns with words, and end of each table in the frame."""
    if not rows:
        return []
    width = len(rows[0].cells)
    wordy = [column == 0 or _is_wordy(rows, column) for column in range(width)]
    starts = [c for c in range(width) if wordy[c] and (c == 0 or not wordy[c - 1])]
    starts = [c for c in starts if c == 0 or not all(wordy[c:])]
    return [
        (start, next((c for c in range(start, end) if not wordy[c]), end) - start, end)
        for start, end in pairwise([*starts, width])
    ]


def _is_wordy(rows: Sequence[FoundRow], column: int) -> bool:
    texts = [row.cells[column].text for row in rows if row.cells[column].words]
    return sum(is_wordy(text) for text in texts) * 2 > len(texts)


def _part(
    page: int,
    frame: Frame,
    part: tuple[int, int, int],
    header: Sequence[Band],
    rows: Sequence[FoundRow],
    doubts: Sequence[Doubt],
) -> Found:
    """One of the tables in a frame, without columns that hold nothing but pictograms."""
    start, labels, end = part
    over = [box for band in header for box in band if box.first < end and box.last > start]
    titles = [box for box in over if box.first <= start and box.last >= end]
    heads = {column: _heading(frame, header, column, titles) for column in range(start, end)}
    kept = [
        column
        for column in range(start, end)
        if column < start + labels or _is_filled(rows, column) or _is_headed(heads, column)
    ]
    left, right = frame.xs[start], frame.xs[end]
    labels, rows = _joined_labels(rows, kept, labels)
    kept = kept[:labels] + [column for column in kept if column >= start + part[1]]
    return Found(
        page=page,
        columns=tuple((frame.xs[column], frame.xs[column + 1]) for column in kept),
        labels=labels,
        header=tuple(heads[column] for column in kept),
        title=text_of(word for box in titles for word in box.words),
        rows=tuple(_without_notes(rows)),
        header_words=tuple(w for box in over if box not in titles for w in box.words),
        ruled=True,
        doubts=tuple(d for d in doubts if all(left <= center_of(w) < right for w in d.words)),
    )


def _joined_labels(
    rows: Sequence[FoundRow], kept: Sequence[int], labels: int
) -> tuple[int, list[FoundRow]]:
    """The cells of the kept columns; columns of words that no row fills together become one.

    So an indented label, which stands in the second column of words, is a label like any other.
    """
    cut = [[row.cells[column] for column in kept] for row in rows]
    together = any(sum(bool(cell.words) for cell in cells[:labels]) > 1 for cells in cut)
    if not together:
        cut = [[next((c for c in cs[:labels] if c.words), cs[0]), *cs[labels:]] for cs in cut]
    joined = [FoundRow(cs, row.top, row.bottom) for row, cs in zip(rows, cut, strict=True)]
    return labels if together else 1, joined


def _is_filled(rows: Sequence[FoundRow], column: int) -> bool:
    texts = [row.cells[column].text for row in rows]
    return any(is_value(text) or any(map(str.isalnum, text)) for text in texts)


def _is_headed(heads: dict[int, str], column: int) -> bool:
    """True if the column has a heading of its own, not one that it shares with the last."""
    return bool(heads[column]) and heads[column] != heads.get(column - 1)


def _without_notes(rows: Sequence[FoundRow]) -> Sequence[FoundRow]:
    """The rows that say anything, without remarks that stand in the frame below the last."""
    said = [row for row in rows if row.words]
    while said and len(said[-1].words) > NOTE and not any(map(is_value, said[-1].texts)):
        said = said[:-1]
    return said


def _heading(frame: Frame, header: Sequence[Band], column: int, titles: Sequence[Box]) -> str:
    """The texts of the cells above a column; a cell may take several bands."""
    cells: list[list[Word]] = [[]]
    for number, band in enumerate(header):
        box = next(box for box in band if box.first <= column < box.last)
        if not any(box is title for title in titles):
            cells[-1] += box.words
        if frame.floor_below(number, (frame.xs[column] + frame.xs[column + 1]) / 2):
            cells.append([])
    return " ".join(text_of(cell) for cell in cells if cell)
