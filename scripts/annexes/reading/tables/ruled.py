"""Tables whose cells are enclosed by rules: what stands where is settled by the drawing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from annexes.reading.pages import OVER_EDGE, Page, Word
from annexes.reading.tables.bands import (
    Band,
    Box,
    bands_of,
    body_of,
    center_of,
    heading_or_row,
    over_edges,
)
from annexes.reading.tables.bonds import rows_of_lines
from annexes.reading.tables.found import (
    Cell,
    Doubt,
    Found,
    FoundRow,
    HeadCell,
    cell_of,
    words_inside,
)
from annexes.reading.tables.frames import LOW, SNAP, Frame, frames_of
from annexes.reading.tables.leaders import row_without_leaders, without_leaders
from annexes.reading.tables.lines import Line, bottom_of, height_of, lines_of, pieces_of, text_of
from annexes.reading.tables.row_lines import LineRow, name_sections
from annexes.reading.tables.word_kinds import (
    MIN_FIGURES,
    is_value,
    is_wordy,
    may_be_one_figure,
)

PADDING = 6.0
"""Points left free beside the words of a cell on each side, at most."""
NOTE = 12
"""More words than this, without a figure, are a remark and not the label of a row."""


@dataclass
class _Reading:
    """A frame, its cells by band, the number of the first band that is no heading, and what came
    of reading them so far. `values` are the columns that hold figures, `dots` lead to figures.
    """

    frame: Frame
    bands: Sequence[Band]
    body: int
    values: frozenset[int]
    rows: list[FoundRow] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    dots: list[Word] = field(default_factory=list)

    @property
    def width(self) -> int:
        return len(self.frame.xs) - 1


def ruled_tables(page: Page) -> list[Found]:
    """The tables in frames, from top to bottom; not every frame is the frame of a whole table."""
    tables = [table for frame in _grids(page) for table in _tables(page, frame)]
    if all(table.has_words for table in tables):
        return tables
    taken = {id(word) for table in tables for word in words_inside(page.words, table.box)}
    free = [word for word in page.words if id(word) not in taken and not word.angle]
    named = (table if table.has_words else _with_names(table, free) for table in tables)
    return [table for table in named if table]


def _grids(page: Page) -> Sequence[Frame]:
    """The frames of the page; those of the same columns that go on behind a gap are one."""
    grids: list[Frame] = []
    for frame in frames_of(page.rules):
        above = next((n for n, grid in enumerate(grids) if _goes_on(page, grid, frame)), None)
        if above is None:
            grids.append(frame)
        else:
            grids[above] = grids[above].with_below(frame)
    return grids


def _goes_on(page: Page, grid: Frame, below: Frame) -> bool:
    """True if the frame below has the same columns, less than a row further down, no words stand
    between the two, and it begins with a row.
    """
    if not 2 < len(grid.xs) == len(below.xs) or below.ys[0] < grid.ys[-1]:
        return False
    usual = median(low - high for own in (grid, below) for high, low in pairwise(own.ys))
    if below.ys[0] - grid.ys[-1] >= max(usual, LOW):
        return False
    if any(abs(one - two) > SNAP for one, two in zip(grid.xs, below.xs, strict=True)):
        return False
    left, *_, right = grid.xs
    if words_inside(page.words, (left, grid.ys[-1], right, below.ys[0])):
        return False
    return not body_of(bands_of(below, words_inside(page.words, below.box)), len(below.xs) - 1)


def _tables(page: Page, frame: Frame) -> list[Found]:
    """The table in a frame; tables that stand side by side in one frame are told apart."""
    words, dots = without_leaders(words_inside(page.words, frame.box), frame.xs[1])
    bands = bands_of(frame, words)
    body = body_of(bands, len(frame.xs) - 1)
    bands[:body] = [[own for box in band for own in _parted(frame, box)] for band in bands[:body]]
    reading = _Reading(frame, bands, body, _value_columns(bands[body:]), dots=dots)
    reading.doubts += over_edges(frame, bands)
    if body < len(bands):
        reading.doubts += heading_or_row(bands, body)
    reading.doubts += _spanning(reading)
    _read_rows(reading)
    if len(reading.rows) == 1 and not reading.values:
        _part_lines(reading)
    found = [_found(page, reading, *part) for part in _parts(reading)]
    return [table for table in found if table]


def _parted(frame: Frame, box: Box) -> Sequence[Box]:
    """A cell of the heading as one for each column, if its line has a piece over each of them, that
    of the names perhaps left out.
    """
    if box.last - box.first < MIN_FIGURES or len(box.lines) != 1:
        return [box]
    pieces = [list(piece) for piece in pieces_of(box.lines[0][0])]
    columns = range(max(box.first, box.last - len(pieces)), box.last)
    edges = [(frame.xs[n] - OVER_EDGE, frame.xs[n + 1] + OVER_EDGE) for n in columns]
    if (
        len(pieces) != len(columns)
        or columns[0] > (box.first or 1)
        or any(
            own[0].x0 < left or own[-1].x1 > right
            for own, (left, right) in zip(pieces, edges, strict=True)
        )
    ):
        return [box]
    apart = [
        Box(n, n + 1, box.top, box.bottom, own) for n, own in zip(columns, pieces, strict=True)
    ]
    return [Box(0, 1, box.top, box.bottom), *apart] if columns[0] > box.first else apart


def _value_columns(bands: Sequence[Band]) -> frozenset[int]:
    """The columns behind the first in which most cells hold figures alone, line by line."""
    cells: dict[int, list[bool]] = {}
    for box in (box for band in bands for box in band):
        if box.words and box.first and box.last - box.first == 1:
            cells.setdefault(box.first, []).append(box.is_figures)
    return frozenset(column for column, own in cells.items() if sum(own) * 2 > len(own))


# ── rows ────────────────────────────────────────────────────────────────────────────────────


def _read_rows(reading: _Reading) -> None:
    for number in range(reading.body, len(reading.bands)):
        band = [box for box in reading.bands[number] if box.words]
        if not band:
            continue
        row = _one_row(reading, number, band)
        if row is not None:
            reading.rows.append(row)
        else:
            reading.rows += _several_rows(reading, band)


def _part_lines(reading: _Reading) -> None:
    """Rows for the lines of the only one, if all its cells have as many, which face each other and
    begin as names do; it is not certain if other cells have several without that.
    """
    (row,) = reading.rows
    lines = [lines_of(cell.words) for cell in row.cells]
    names, *others = [own for own in lines if own]
    levels = list(zip(names, *others, strict=False))
    if len(names) < MIN_FIGURES or not any(len(own) >= MIN_FIGURES for own in others):
        return
    even = {len(own) for own in others} == {len(names)}
    begun = not any(line[0].text[0].islower() for level in levels for line in level)
    if even and begun and all(_face(level[0], line) for level in levels for line in level):
        parted = (_row_of([own[n] if own else () for own in lines]) for n in range(len(names)))
        reading.rows = list(parted)
    else:
        problem = f"'{text_of(names[0])}' may be the name of a row of its own"
        reading.doubts.append(Doubt("row", problem, names[0]))


def _row_of(lines: Sequence[Line]) -> FoundRow:
    words = [word for line in lines for word in line]
    top, bottom = min(word.top for word in words), max(word.bottom for word in words)
    return FoundRow([cell_of(line) for line in lines], top, bottom)


def _one_row(reading: _Reading, number: int, band: Sequence[Box]) -> FoundRow | None:
    """The row of a band; None if figures below each other show that it has several."""
    top, bottom = reading.frame.ys[number], reading.frame.ys[number + 1]
    texts: dict[int, Cell] = {}
    if len({word.top for box in band for word in box.words}) > 1:
        below = {
            box.first: [line for line, _ in box.lines]
            for box in band
            if box.first in reading.values and len(box.lines) > 1 and box.is_figures
        }
        for first, own in below.items():
            joined = _joined_figure(own, reading.frame.xs[first], reading.frame.xs[first + 1])
            if joined is None:
                return None
            words = tuple(word for line in own for word in line)
            texts[first] = Cell(words, joined)
        if _levels(reading, [box for box in band if box.first not in below]) > 1:
            return None
        reading.doubts += _names_apart(band)
    cells = {box.first: texts.get(box.first) or Cell(tuple(box.words), box.text) for box in band}
    return FoundRow([cells.get(n, Cell()) for n in range(reading.width)], top, bottom)


def _names_apart(band: Sequence[Box]) -> Iterator[Doubt]:
    """Several names in one cell, each with room for a line below it, beside as many lines in
    another cell, as if rules between them were missing.
    """
    names, *others = band
    pairs = pairwise(line for line, _ in names.lines)
    apart = [min([w.top for w in low]) - bottom_of(high) >= height_of(low) for high, low in pairs]
    beside = max((len(box.lines) for box in others), default=0)
    if not names.first and MIN_FIGURES <= len(names.lines) <= beside and all(apart):
        problem = f"'{names.text}' may be several rows: no rule parts them"
        yield Doubt("row", problem, tuple(names.words))


def _joined_figure(lines: Sequence[Line], left: float, right: float) -> str | None:
    """The figure, too wide for its cell, that these lines between `left` and `right` are, or None.

    All but the last must be the beginning of a number, and as wide as the cell allows: with one
    more digit the line would not have fitted.
    """
    texts = [text_of(line) for line in lines]
    if not may_be_one_figure(texts):
        return None
    for line, text in zip(lines[:-1], texts[:-1], strict=True):
        width = line[-1].x1 - line[0].x0
        digit = width / max(len(text), 1)
        if width + digit + 2 * PADDING < right - left:
            return None
    return "".join(texts)


def _levels(reading: _Reading, boxes: Sequence[Box]) -> int:
    """The number of heights at which figures stand, in cells that hold one each."""
    heights: list[Line] = []
    for box in boxes:
        for line, text in box.lines if box.first in reading.values else ():
            if is_value(text) and not any(_face(line, height) for height in heights):
                heights.append(line)
    return len(heights)


def _several_rows(reading: _Reading, band: Sequence[Box]) -> Iterator[FoundRow]:
    """The rows of a band that holds several, told apart by the heights of their figures."""
    lines = [(line, box.first) for box in band for line, _ in box.lines]
    levels: list[dict[int, Line]] = []
    for line, column in sorted(lines, key=lambda own: own[0][0].middle):
        same = (level for level in reversed(levels) if column not in level)
        at = next((lv for lv in same if any(_face(line, other) for other in lv.values())), None)
        if at is None:
            levels.append({column: line})
        else:
            at[column] = line
    made = [
        LineRow(cells, any(c in reading.values and is_value(text_of(v)) for c, v in cells.items()))
        for cells in levels
    ]
    middle = (reading.frame.xs[1] + reading.frame.xs[-1]) / 2
    name_sections(made, (middle, middle))
    rows, doubts = rows_of_lines(made, reading.width, lambda *_: False)
    reading.doubts += doubts
    for row in rows:
        if not row.cells[0].words and not _heads_numbered(row, rows):
            problem = f"'{text_of(row.words)}' may be a row, or the rest of another"
            reading.doubts.append(Doubt("row", problem, tuple(row.words)))
        yield row


def _heads_numbered(row: FoundRow, rows: Sequence[FoundRow]) -> bool:
    """True for a name alone in the second column, where numbers stand before all other names."""
    numbered = all(is_value(own.texts[0]) for own in rows if own.texts[0])
    return numbered and list(map(bool, row.texts)) == [n == 1 for n in range(len(row.texts))]


def _face(line: Line, other: Line) -> bool:
    """True if the two stand beside each other."""
    height = min(height_of(line), height_of(other))
    return abs(line[0].middle - other[0].middle) < height / 2


# ── cells that take several columns or rows ─────────────────────────────────────────────────


def _spanning(reading: _Reading) -> Iterator[Doubt]:
    """Figures in cells that span columns with figures of their own: which of them is meant?"""
    boxes = [b for band in reading.bands[reading.body :] for b in band if b.first and b.words]
    for box in boxes:
        if box.last - box.first > 1 and is_value(box.text):
            words = tuple(box.words)
            yield Doubt("merged-cell", f"'{box.text}' spans several columns", words)


def _tall(reading: _Reading, start: int, end: int) -> tuple[list[Doubt], list[Doubt]]:
    """Cells of these columns that reach down beside further rows, as doubts and as remarks.

    Where one names rows, they are its rows; of any other it is not certain which row is meant.
    """
    doubts: list[Doubt] = []
    remarks: list[Doubt] = []
    for band in reading.bands[reading.body :]:
        for box in band:
            below = reading.bands[box.top + 1 : box.bottom]
            rows = (o for own in below for o in own if start <= o.first < end and o.words)
            if box.words and start <= box.first < end and any(rows):
                names = box.first == start or box.first not in reading.values
                certain = names and (not _is_spread(reading, box) or _has_names(reading, box))
                problem = f"'{box.text}' spans several rows"
                bottom = reading.frame.ys[box.bottom]
                doubt = Doubt("merged-cell", problem, tuple(box.words), bottom)
                (remarks if certain else doubts).append(doubt)
    return doubts, remarks


def _is_spread(reading: _Reading, box: Box) -> bool:
    """True if each line of the cell stands in a band of its own, as if there were rules."""
    ys = reading.frame.ys
    bands = [sum(y <= line[0].middle for y in ys) for line, _ in box.lines]
    return len(bands) > 1 and len(set(bands)) == len(bands)


def _has_names(reading: _Reading, box: Box) -> bool:
    """True if another column of words has a cell in each of the bands that this cell takes."""
    beside = [
        {other.first for other in reading.bands[n] if is_wordy(other.text) and other is not box}
        for n in range(box.top, box.bottom)
    ]
    return bool(set.intersection(*beside) - reading.values)


# ── the table ───────────────────────────────────────────────────────────────────────────────


def _parts(reading: _Reading) -> list[tuple[int, int]]:
    """First and last column (excluded) of each table in the frame.

    Another begins with a column of words behind one of figures if it is headed as the first is,
    by a heading over all its columns or by the same words over its figures, and if neither leaves
    rows blank for what the other says of one.
    """
    wordy = [n == 0 or _is_wordy(reading.rows, n) for n in range(reading.width)]
    starts = [n for n in range(reading.width) if wordy[n] and (n == 0 or not wordy[n - 1])]
    parts = list(pairwise([*starts, reading.width]))
    kinds = {tuple(wordy[start:end]) for start, end in parts}
    boxes = [box for band in reading.bands[: reading.body] for box in band if box.words]
    heads = {
        tuple(_over(boxes, n) for n in range(start, end) if not wordy[n]) for start, end in parts
    }
    headed = all(any((b.first, b.last) == part for b in boxes) for part in parts)
    alike = len(kinds) == 1 and (headed or (len(heads) == 1 and any(heads.pop())))
    if alike and all(_is_list(reading.rows, *part) for part in parts):
        return parts
    return [(0, reading.width)]


def _is_list(rows: Sequence[FoundRow], start: int, end: int) -> bool:
    """True if these columns are filled row by row down to their last."""
    filled = [any(row.texts[start:end]) for row in rows]
    return all(filled[: sum(filled)])


def _over(boxes: Sequence[Box], column: int) -> str:
    """What stands right above the rows of this column."""
    own = [box for box in boxes if box.first <= column < box.last]
    return max(own, key=lambda box: box.bottom).text if own else ""


def _found(page: Page, reading: _Reading, start: int, end: int) -> Found | None:
    """What was read in these columns, without those that hold nothing but pictograms; without a
    heading it may be a piece of a table, in which a column is empty.
    """
    own = [row_without_leaders(row) for row in reading.rows if any(row.texts[start:end])]
    rows, notes = _without_notes(own)
    boxes = [box for band in reading.bands[: reading.body] for box in band if box.words]
    boxes = [box for box in boxes if box.first < end and box.last > start]
    titles = [box for box in boxes if box.first <= start and box.last >= end]
    heads = [box for box in boxes if box not in titles]
    xs = reading.frame.xs
    headed = [_is_headed(heads, n) if heads else xs[n + 1] - xs[n] > LOW for n in range(end)]
    kept = [n for n in range(start, end) if headed[n] or _is_filled(rows, n)]
    figures = len([row for row in rows if all(map(is_value, row.texts))])
    if not rows or (len(kept) < 2 and (len(headed) > 1 or figures < MIN_FIGURES)):
        return None
    labels = next((at for at, n in enumerate(kept) if at and not _is_wordy(rows, n)), 1)
    left, right = reading.frame.xs[start], reading.frame.xs[end]
    aside = [dot for dot in reading.dots if left < dot.x1 < right]
    aside += [
        w for row in rows for n in range(start, end) if n not in kept for w in row.cells[n].words
    ]
    joined = _labels_as_one(rows, kept[:labels])
    rows = [_with_columns(row, kept, labels if joined else 1) for row in rows]
    if joined:
        kept, labels = [kept[0], *kept[labels:]], 1
    doubts, remarks = _tall(reading, start, end)
    return Found(
        page=page.number,
        columns=tuple((reading.frame.xs[n], reading.frame.xs[n + 1]) for n in kept),
        labels=labels,
        heads=tuple(_heads(heads, kept)),
        title=text_of(word for box in titles for word in box.words),
        rows=tuple(rows),
        ruled=True,
        title_words=tuple(word for box in titles for word in box.words),
        aside=tuple(aside),
        notes=notes,
        doubts=tuple(
            doubt
            for doubt in (*reading.doubts, *doubts)
            if all(left <= center_of(word) < right for word in doubt.words)
        ),
        remarks=tuple(remarks),
    )


def _with_names(table: Found, free: Sequence[Word]) -> Found | None:
    """The table with the names that stand left of its rules, one beside each row; None if they
    stand beside some rows only, as where a part of a larger table is framed.

    They take less room than the rows: a text in the next column of the page is wider.
    """
    left, _, right, _ = table.box
    beside = [word for word in free if word.x1 < left + 1]
    names = [[w for w in beside if row.top < w.middle < row.bottom] for row in table.rows]
    start = min((word.x0 for own in names for word in own), default=left)
    named = [own for own in names if is_wordy(text_of(own))]
    if not named or left - start > right - left:
        return table
    if len(named) < len(names):
        return None
    rows = zip(names, table.rows, strict=True)
    return replace(
        table,
        columns=((start, left), *table.columns),
        labels=1,
        heads=tuple(own._replace(first=own.first + 1, last=own.last + 1) for own in table.heads),
        rows=tuple(FoundRow([cell_of(own), *row.cells], row.top, row.bottom) for own, row in rows),
    )


def _heads(boxes: Sequence[Box], kept: Sequence[int]) -> Iterator[HeadCell]:
    """The heading over the kept columns; bands without words are no line of it."""
    tops = sorted({box.top for box in boxes})
    for box in boxes:
        own = [at for at, n in enumerate(kept) if box.first <= n < box.last]
        if own:
            yield HeadCell(own[0], own[-1] + 1, tops.index(box.top), box.words, box.text)


def _with_columns(row: FoundRow, kept: Sequence[int], labels: int) -> FoundRow:
    """The row without other columns, its first ones joined."""
    cells = [row.cells[n] for n in kept]
    first = next((cell for cell in cells[:labels] if cell.words), cells[0])
    return FoundRow([first, *cells[labels:]], row.top, row.bottom)


def _labels_as_one(rows: Sequence[FoundRow], columns: Sequence[int]) -> bool:
    """True if no row fills two of these columns: an indented label, which stands in the second
    column of words, is a label like any other.
    """
    return not any(sum(bool(row.cells[n].words) for n in columns) > 1 for row in rows)


def _is_wordy(rows: Sequence[FoundRow], column: int) -> bool:
    texts = [row.cells[column].text for row in rows if row.cells[column].words]
    return sum(is_wordy(text) for text in texts) * 2 > len(texts)


def _is_filled(rows: Sequence[FoundRow], column: int) -> bool:
    texts = [row.cells[column].text for row in rows]
    return any(is_value(text) or any(map(str.isalnum, text)) for text in texts)


def _is_headed(heads: Sequence[Box], column: int) -> bool:
    """True if the column has a heading of its own, not one that it shares with the last."""
    return any(box.first == column for box in heads)


def _without_notes(rows: Sequence[FoundRow]) -> tuple[Sequence[FoundRow], tuple[Word, ...]]:
    """The rows without remarks that stand in the frame below the last, and these remarks."""
    said, notes = list(rows), []
    while said and len(said[-1].words) > NOTE and not any(map(is_value, said[-1].texts)):
        if sum(bool(cell.words) for cell in said[-1].cells) > 1:
            break
        notes += said.pop().words
    return said, tuple(notes)
