"""What is not certain about a table that has no rules around its cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from annexes.reading.tables.blocks import BlockLine, Piece
from annexes.reading.tables.found import EMPTY, Doubt, Found, FoundRow, Span
from annexes.reading.tables.heading_tree import Heading
from annexes.reading.tables.lines import Line, lines_of, pieces_of, set_alike, text_of
from annexes.reading.tables.row_ends import AS_ROWS
from annexes.reading.tables.row_lines import LineRow
from annexes.reading.tables.word_kinds import (
    all_like_years,
    are_column_numbers,
    are_units,
    are_years,
    is_figure,
    is_wordy,
    may_be_year,
    opens_note,
    opens_title,
)

LONG = 20
"""More words than this in one cell are no heading."""
FEW = 4
"""Words of a heading; more of them are a sentence."""
SET_APART = 1.5
"""A row with this many times the usual space above it may begin another table."""
AS_NEAR = 0.6
"""A line that is nearer to another than this share of the space between rows is no row."""


@dataclass(frozen=True)
class Neighbours:
    """What a table was made of and what stands around it: the lines of the page, the same cut
    into pieces, its own rows as lines, the usual space between them, its columns of figures, the
    heights at which rules run over its width.
    """

    lines: Sequence[Line]
    cut: Sequence[BlockLine]
    own: Sequence[LineRow]
    space: float
    values: frozenset[int]
    levels: Sequence[float]

    @property
    def rows(self) -> list[LineRow]:
        """The lines with figures."""
        return [line for line in self.own if line.is_row]


def doubts_about(found: Found, heading: Heading, around: Neighbours) -> Iterator[Doubt]:
    """All that is not certain about the table."""
    yield from _nameless(found, around)
    yield from _named_late(found)
    yield from _named_twice(found)
    yield from _signs_alone(found)
    yield from _in_one_band(found, around)
    yield from _heading_or_row(found, around)
    yield from _below_heading(found, around)
    yield from _two_above_one(heading)
    yield from _headed_groups(found)
    yield from _never_together(found, around)
    yield from _beside(found, around)
    yield from _below(found, around)
    yield from _in_its_columns(found, around)


def remarks_about(found: Found, heading: Heading, levels: Sequence[float]) -> Iterator[Doubt]:
    """What is not certain about its heading alone, and names that stand for several rows."""
    for row, _ in shared_names(found, levels):
        name = text_of([word for cell in row.cells[: found.labels] for word in cell.words])
        yield Doubt("merged-cell", f"'{name}' spans several rows", tuple(row.words))
    if heading.uncertain or (is_figure(found.header[0]) and not all_like_years(found.header[:1])):
        problem = "words of the heading may stand over other columns than is shown"
        yield Doubt("heading", problem, found.header_words)
    elif not any(found.header) or are_units(found.header[found.labels :]):
        problem = "no heading was found above the columns"
        yield Doubt("heading", problem, tuple(found.rows[0].words))
    else:
        for column in range(found.labels, len(found.columns)):
            if not found.header[column]:
                cell = next(row.cells[column] for row in found.rows if row.cells[column].words)
                problem = f"no heading was found above the column of '{cell.text}'"
                yield Doubt("heading", problem, tuple(cell.words))


def _nameless(found: Found, around: Neighbours) -> Iterator[Doubt]:
    """Figures in a row that has no name of its own, nor one that it shares with rows above it; but
    those in brackets, such as standard errors, belong to the row above them.
    """
    below = {id(row) for _, rows in shared_names(found, around.levels) for row in rows}
    below |= {id(row) for above, row in pairwise(found.rows) if _are_errors(above, row, found)}
    for row in found.rows:
        if not _is_named(row, found.labels) and id(row) not in below:
            problem = f"'{text_of(row.words)}' may be a row, or the rest of another"
            yield Doubt("row", problem, tuple(row.words))


def _are_errors(above: FoundRow, row: FoundRow, found: Found) -> bool:
    """True for figures in brackets right below those of a row with a name."""
    filled = [n for n, text in enumerate(row.texts) if text]
    brackets = all(row.texts[n][0] + row.texts[n][-1] in ("()", "[]") for n in filled)
    return brackets and _is_named(above, found.labels) and all(above.texts[n] for n in filled)


def _named_late(found: Found) -> Iterator[Doubt]:
    """Names of groups that stand further down than at the first row of the group, or that are
    wrapped over several of its rows. A number below a number is no rest of it.
    """
    if found.labels < 2:
        return
    first = next((row for row in found.rows if row.texts[0]), None)
    if first is not found.rows[0] and first and any(found.rows[0].texts[1 : found.labels]):
        problem = f"'{first.texts[0]}' may be the name of rows above it as well"
        yield Doubt("row", problem, tuple(first.cells[0].words))
    begun = [row.texts[1] for above, row in pairwise(found.rows) if not above.texts[0]]
    for above, row in pairwise(found.rows if begun else ()):
        begins = row.texts[1] in (found.rows[0].texts[1], *begun)
        begins |= above.texts[0].isdecimal() and row.texts[0].isdecimal()
        if above.texts[0] and row.texts[0] and not begins:
            problem = f"'{row.texts[0]}' may be a name, or the rest of the one above it"
            yield Doubt("row", problem, tuple(row.cells[0].words))


def _named_twice(found: Found) -> Iterator[Doubt]:
    """A column that says in every row what the first one says: tables stand side by side."""
    for column in range(found.labels, len(found.columns)):
        if all(row.texts[column] == row.texts[0] for row in found.rows):
            cell = found.rows[0].cells[column]
            problem = f"'{cell.text}' names the row as well: two tables may stand side by side"
            yield Doubt("columns", problem, tuple(cell.words))


def _signs_alone(found: Found) -> Iterator[Doubt]:
    """A column of signs without a heading: each belongs to the figure or the name beside it."""
    for column in range(1, len(found.columns)):
        cells = [row.cells[column] for row in found.rows if row.cells[column].words]
        alone = not any(map(str.isalnum, "".join(cell.text for cell in cells)))
        alone |= column < found.labels and all(len(cell.text) < 3 for cell in cells)
        if cells and alone and not found.header[column]:
            beside = "name" if column < found.labels else "figure"
            problem = f"'{cells[0].text}' may belong to the {beside} beside it"
            yield Doubt("columns", problem, tuple(cells[0].words))


def _in_one_band(found: Found, around: Neighbours) -> Iterator[Doubt]:
    """Two rows between rules that part all others, the second with few figures: it may be the rest
    of the first.
    """
    bands = [
        [row for row in found.rows if top < (row.top + row.bottom) / 2 < bottom]
        for top, bottom in pairwise(around.levels)
    ]
    pairs = [rows for rows in bands if len(rows) == 2]
    if len(pairs) < sum(len(rows) == 1 for rows in bands):
        for first, second in pairs:
            full, rest = (sum(map(bool, row.texts[1:])) for row in (first, second))
            if 0 < rest * 2 < full:
                problem = f"'{text_of(second.words)}' may be a row, or the rest of the one above"
                yield Doubt("row", problem, tuple(second.words))


def _is_named(row: FoundRow, labels: int) -> bool:
    return any(cell.words for cell in row.cells[:labels])


def shared_names(
    found: Found, levels: Sequence[float]
) -> Iterator[tuple[FoundRow, list[FoundRow]]]:
    """Rows with a name, each with the nameless ones below it that it names as well: rules run
    above and below them all, and none between them.
    """
    for top, bottom in pairwise(levels):
        rows = [row for row in found.rows if top < (row.top + row.bottom) / 2 < bottom]
        named = [_is_named(row, found.labels) for row in rows]
        if len(rows) > 1 and named[0] and not any(named[1:]):
            yield rows[0], rows[1:]


# ── the heading ─────────────────────────────────────────────────────────────────────────────


def _heading_or_row(found: Found, around: Neighbours) -> Iterator[Doubt]:
    """Rows that may be headings: with years alone, or words among the figures, first or set apart;
    and the other way round.
    """
    header = found.header
    headed = bool(header[0]) and any(header[1:])
    for before, line in zip([None, *around.rows], around.rows, strict=False):
        texts = [text_of(line.cells[n]) for n in sorted(around.values) if n in line.cells]
        if before is None:
            apart = not headed
            numbers = not any(header) and (are_years(texts) or are_column_numbers("", texts))
            words = [text for text in texts if is_wordy(text) and text.strip("().%-").isalpha()]
            numbers |= len(words) * 2 >= len(texts) > 1
        else:
            apart = line.top - before.bottom > SET_APART * max(around.space, 1.0)
            numbers = False
        if numbers or (apart and may_be_year(texts)):
            problem = f"'{text_of(line.words)}' may be a heading or a row"
            yield Doubt("heading", problem, line.words)
    for head in found.heads:
        if len(head.words) > LONG:
            problem = f"'{head.text[:60]} …' may be rows, not a heading"
            yield Doubt("heading", problem, tuple(head.words))


def _below_heading(found: Found, around: Neighbours) -> Iterator[Doubt]:
    """Words over the labels alone, as far below the rest of the heading as a row would be."""
    lines = lines_of(found.header_words)
    if len(lines) > 1 and lines[-1][-1].x1 < found.columns[found.labels][0]:
        gap = min(word.top for word in lines[-1]) - max(word.bottom for word in lines[-2])
        if gap > AS_NEAR * around.space:
            problem = f"'{text_of(lines[-1])}' may be a heading or a row without figures"
            yield Doubt("heading", problem, lines[-1])


def _headed_groups(found: Found) -> Iterator[Doubt]:
    """Groups of digits below words that stand apart: '574 943' is one figure, or one of each."""
    for head in found.heads:
        pieces = pieces_of(lines_of(head.words)[-1])
        if len(pieces) < 2 or head.last - head.first > 1 or head.first < found.labels:
            continue
        cell = next((r.cells[head.first] for r in found.rows if r.cells[head.first].words), EMPTY)
        groups = [w for w in cell.words if w.text[-1:].isdigit()]
        if len(groups) == len(pieces):
            problem = f"'{head.text}' may stand over several columns of '{cell.text}'"
            yield Doubt("columns", problem, tuple(head.words))


def _two_above_one(heading: Heading) -> Iterator[Doubt]:
    """Two headings beside each other over one column: a column without figures between?"""
    for line in heading.doubled:
        yield Doubt("columns", f"'{text_of(line)}': two headings over one column", line)


def _never_together(found: Found, around: Neighbours) -> Iterator[Doubt]:
    """Figures of neighbouring columns that no line has both of: they may stand in one column."""
    heads = {head.first for head in found.heads if head.last - head.first == 1}
    for left, right in pairwise(sorted(around.values)):
        both = (row for row in around.rows if left in row.cells and right in row.cells)
        if right == left + 1 and not {left, right} <= heads and not any(both):
            line = next(row for row in around.rows if right in row.cells)
            problem = f"'{text_of(line.cells[right])}' may stand in the column before it"
            yield Doubt("columns", problem, line.cells[right])


# ── the rows ────────────────────────────────────────────────────────────────────────────────


def _beside(found: Found, around: Neighbours) -> Iterator[Doubt]:
    """A line next to the table that looks like a row of it, but is not in it."""
    rows = around.rows
    reach = max((b.top - a.top for a, b in pairwise(rows)), default=0.0)
    first, last = rows[0], rows[-1]
    claimed = {id(w) for row in found.rows for w in row.words}
    claimed |= {id(w) for w in (*found.header_words, *found.title_words)}
    left, right = found.columns[0][0], found.columns[-1][1]
    for line in around.cut:
        own = [
            p for p in line.pieces if p.x1 > left and p.x0 < right and id(p.words[0]) not in claimed
        ]
        values = [piece for piece in own if piece.is_value]
        said = text_of([word for piece in own for word in piece.words])
        if not values or (own[0].is_value and len(own) == 1) or opens_note(said):
            continue
        years = all_like_years([p.text for p in values])
        headed = any(found.header[found.labels :]) and line.bottom <= found.box[1] + 1
        above = -reach < first.top - line.bottom < reach and not (years or headed)
        below = -reach < line.top - last.bottom < reach
        over = any(_overlap(p.span, found.columns[n]) for p in values for n in around.values)
        like = _overlap(own[0].span, found.columns[0]) and _is_like_a_row(own, found)
        unheaded = over and not any(found.header[found.labels :])
        if (above and (like or unheaded)) or (below and (over or like)):
            words = tuple(word for piece in own for word in piece.words)
            problem = f"'{text_of(words)}' looks like a row, but does not fit the columns"
            yield Doubt("row", problem, words)


def _in_its_columns(found: Found, around: Neighbours) -> Iterator[Doubt]:
    """Words in several of its columns, right above its heading or right below its rows: rows, or a
    heading, that were not understood.
    """
    claimed = {id(word) for row in found.rows for word in row.words}
    claimed |= {id(word) for word in (*found.header_words, *found.title_words, *found.aside)}
    box = found.box
    for line in around.cut:
        height = line.bottom - line.top
        reach = AS_ROWS * max(around.space, height)
        near = -1 < box[1] - line.bottom < reach or -1 < line.top - box[3] < reach
        own = [p for p in line.pieces if not any(id(word) in claimed for word in p.words)]
        over = {n for p in own for n, c in enumerate(found.columns) if _overlap(p.span, c)}
        within = [p for p in own if any(_overlap(p.span, c) for c in found.columns)]
        words = tuple(word for piece in within for word in piece.words)
        said = text_of(words) if near and len(within) > 1 and len(over) > 1 else ""
        if said and not (opens_note(said) or opens_title(said) or _is_ruled_off(line, around)):
            yield Doubt("row", f"'{said}' may be a row or a heading", words)


def _is_ruled_off(line: BlockLine, around: Neighbours) -> bool:
    """True for a line beyond a rule that runs below the last row or above the first one, which
    holds a sentence.
    """
    middle, first, last = line.words[0].middle, around.rows[0].top, around.rows[-1].bottom
    beyond = any(last - 1 < y < middle or middle < y < first for y in around.levels)
    return beyond and any(len(piece.words) > FEW for piece in line.pieces)


def _is_like_a_row(pieces: Sequence[Piece], found: Found) -> bool:
    """True unless it is a sentence with a number, which runs on over the first figures."""
    figures = [piece for piece in pieces[1:] if piece.is_value]
    first = found.columns[found.labels]
    return bool(figures) and (len(figures) > 1 or pieces[0].x1 < first[1])


def _below(found: Found, around: Neighbours) -> Iterator[Doubt]:
    """Figures right below the last row without words before them, and words without figures."""
    rows = around.rows
    last, bottom = rows[-1], found.rows[-1].bottom
    pitch = max((b.top - a.bottom for a, b in pairwise(rows)), default=0.0)
    reach = pitch + (last.bottom - last.top) / 2
    claimed = {id(word) for word in found.rows[-1].words}
    left, right = found.columns[0][0], found.columns[-1][1]
    for line in around.cut:
        middle = (line.top + line.bottom) / 2
        if not (last.bottom - 1 < middle and line.top < bottom + reach):
            continue
        own = [
            p for p in line.pieces if p.x1 > left and p.x0 < right and id(p.words[0]) not in claimed
        ]
        for piece in own:
            over = any(_overlap(piece.span, found.columns[n]) for n in around.values)
            if over and is_figure(piece.text):
                problem = f"'{piece.text}' stands below the last row, without a name"
                yield Doubt("row", problem, piece.words)
        if own and _is_blank_row(own[0], line.top - bottom, around):
            problem = f"'{own[0].text}' may be a row without figures, or no row"
            yield Doubt("row", problem, own[0].words)


def _is_blank_row(piece: Piece, gap: float, around: Neighbours) -> bool:
    """True if the words stand below the last row as a row or the rest of one does: as far, not
    further to the left than all names, and set as one of the rows is; notes are set smaller.
    """
    near = min(AS_ROWS * around.space, -1.0) < gap < AS_ROWS * max(around.space, 1.0)
    names = [line.cells[0] for line in around.own if 0 in line.cells]
    names = [name for name in names if set_alike(piece.words, name)]
    level = any(piece.x0 > name[0].x0 - 1 for name in names)
    return near and level and len(piece.words) <= FEW and not opens_note(piece.text)


def _overlap(one: Span, two: Span) -> bool:
    """True if the spans share more than an edge."""
    return one[0] < two[1] and two[0] < one[1]
