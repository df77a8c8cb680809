"""What is not certain about a table that has no rules around its cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from annexes.reading.pages import RAISED, Word
from annexes.reading.tables.blocks import SENTENCE, BlockLine, Piece, is_centred
from annexes.reading.tables.found import EMPTY, Doubt, Found, FoundRow, Span
from annexes.reading.tables.heading_lines import TALLEST
from annexes.reading.tables.heading_tree import Heading
from annexes.reading.tables.lines import (
    Line,
    bottom_of,
    height_of,
    lines_of,
    pieces_of,
    set_alike,
    text_of,
    usual_height,
)
from annexes.reading.tables.row_ends import AS_ROWS
from annexes.reading.tables.row_lines import DOUBLE, EVEN, INDENT, SET_APART, LineRow
from annexes.reading.tables.titles import LARGER, is_unit
from annexes.reading.tables.word_kinds import (
    all_like_years,
    are_column_numbers,
    are_units,
    are_years,
    begins_none,
    is_figure,
    is_wordy,
    may_be_year,
    opens_note,
    opens_title,
)

NEAR = 5.0
"""Words that may be part of a heading stand no further above it than this many heights."""
CLOSE = 2.5
"""Words above names no further off than this many heights may be a row."""
FEW = 4
"""Words of a heading; more of them are a sentence."""
MARKED = 3
"""So many characters behind a figure may be the mark of a note, such as '(p)'."""
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
    yield from _titled(found)
    yield from _named_twice(found)
    yield from _signs_alone(found)
    yield from _two_in_one(found)
    yield from _in_one_band(found, around)
    yield from _heading_or_row(found, around)
    yield from _below_heading(found, around)
    yield from _below_nothing(found, around)
    yield from _tall_heading(found)
    yield from _two_above_one(found, heading)
    yield from _headed_groups(found)
    yield from _never_together(found, around)
    yield from _near_lines(found, around)


def remarks_about(found: Found, heading: Heading, around: Neighbours) -> Iterator[Doubt]:
    """What is not certain about its heading alone, and names that stand for several rows."""
    for row, _ in shared_names(found, around.levels):
        name = text_of([word for cell in row.cells[: found.labels] for word in cell.words])
        yield Doubt("merged-cell", f"'{name}' spans several rows", tuple(row.words))
    if above := _above_heading(found, around):
        problem = f"'{text_of(above)}' may be part of the heading"
        yield Doubt("heading", problem, above)
    if heading.uncertain or (is_figure(found.header[0]) and not all_like_years(found.header[:1])):
        problem = "words of the heading may stand over other columns than is shown"
        yield Doubt("heading", problem, found.header_words)
    elif any(found.header):
        for column in range(found.labels, len(found.columns)):
            cell = next((row.cells[column] for row in found.rows if row.cells[column].words), EMPTY)
            if not cell.words:
                problem = f"nothing stands in the column below '{found.header[column]}'"
                yield Doubt("heading", problem, found.header_words)
            elif not found.header[column]:
                problem = f"no heading was found above the column of '{cell.text}'"
                yield Doubt("heading", problem, tuple(cell.words))


def _above_heading(found: Found, around: Neighbours) -> Line:
    """Short words over some of the figures, in the line next above the heading, however far."""
    claimed = {id(word) for word in (*found.header_words, *found.title_words)}
    left, top, right, _ = found.box
    whole = [line for line in around.cut if line.bottom < top + 1]
    lines = [[p for p in line.pieces if p.x0 < right and p.x1 > left] for line in whole]
    own = next((pieces for pieces in reversed(lines) if pieces), [])
    words = tuple(word for piece in own for word in piece.words)
    if not words or claimed & set(map(id, words)):
        return ()
    names, bottom = found.columns[found.labels - 1][1], max(word.bottom for word in words)
    height = bottom - words[0].top
    far = top - bottom > max(NEAR * height, AS_ROWS * around.space)
    short = all(p.x0 > names and p.x1 < right + height and len(p.words) <= FEW for p in own)
    centred = len(own) == 1 and is_centred(own[0].span, (left, right))
    ruled = any(bottom - 1 < level < top - 1 for level in around.levels)
    return () if far or not short or centred or ruled or is_unit(text_of(words)) else words


def _nameless(found: Found, around: Neighbours) -> Iterator[Doubt]:
    """Figures in a row that has no name of its own, nor one that it shares with rows above it; but
    those in brackets, such as standard errors, belong to the row above them.
    """
    if any(
        _names_itself(column, found, around) for column in range(found.labels, len(found.columns))
    ):
        return
    below = {id(row) for _, rows in shared_names(found, around.levels) for row in rows}
    below |= {id(row) for above, row in pairwise(found.rows) if _are_errors(above, row, found)}
    for row in found.rows:
        if not _is_named(row, found.labels) and id(row) not in below:
            problem = f"'{text_of(row.words)}' may be a row, or the rest of another"
            yield Doubt("row", problem, tuple(row.words))


def _names_itself(column: int, found: Found, around: Neighbours) -> bool:
    """True for words in each row, behind its first figures, and a figure behind them: they name
    parts of the rows that the first column names.
    """
    behind = [n for n in around.values if n > column]
    return column not in around.values and all(
        is_wordy(row.texts[column]) and any(row.texts[n] for n in behind) for row in found.rows
    )


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
    if first is not found.rows[0] and first:
        problem = f"'{first.texts[0]}' may be the name of rows above it as well"
        yield Doubt("row", problem, tuple(first.cells[0].words))
    begun = [row.texts[1] for above, row in pairwise(found.rows) if not above.texts[0]]
    for above, row in pairwise(found.rows if begun else ()):
        begins = row.texts[1] in (found.rows[0].texts[1], *begun)
        begins |= _is_code(above.texts[0]) and _is_code(row.texts[0])
        if above.texts[0] and row.texts[0] and not begins:
            problem = f"'{row.texts[0]}' may be a name, or the rest of the one above it"
            yield Doubt("row", problem, tuple(row.cells[0].words))


def _titled(found: Found) -> Iterator[Doubt]:
    """One name that begins as a title does: that of the table may stand beside its rows."""
    titles = [row for row in found.rows if opens_title(row.texts[0])]
    if len(titles) == 1:
        problem = f"'{titles[0].texts[0]}' may be a title beside the rows, and no name"
        yield Doubt("columns", problem, tuple(titles[0].cells[0].words))


def _is_code(text: str) -> bool:
    """True for one word with a figure in it: '17', '1.2', 'A107'."""
    return " " not in text and any(map(str.isdigit, text))


def _named_twice(found: Found) -> Iterator[Doubt]:
    """A column that says in every row what the first one says: tables stand side by side."""
    for column in range(found.labels, len(found.columns)):
        if all(row.texts[column] == row.texts[0] for row in found.rows):
            cell = found.rows[0].cells[column]
            problem = f"'{cell.text}' names the row as well: two tables may stand side by side"
            yield Doubt("columns", problem, tuple(cell.words))


def _two_in_one(found: Found) -> Iterator[Doubt]:
    """Words that differ, below each other behind figures that are not as wide: two columns."""
    for cells in zip(*(row.cells for row in found.rows), strict=True):
        lines = (lines_of(cell.words)[0] for cell in cells if len(cell.words) > 1)
        own = [line for line in lines if len(line) > 1 and is_figure(line[0].text)]
        own = [line for line in own if is_wordy(line[1].text) and len(line[1].text) > MARKED]
        starts, widths = [line[1].x0 for line in own], [line[0].x1 - line[0].x0 for line in own]
        if len({text_of(line[1:]) for line in own}) > 1 and _spread(starts) < EVEN < _spread(
            widths
        ):
            problem = f"'{text_of(own[0])}' may stand in two columns"
            yield Doubt("columns", problem, own[0])


def _spread(places: Sequence[float]) -> float:
    return max(places) - min(places)


def _signs_alone(found: Found) -> Iterator[Doubt]:
    """A column of signs without a heading, or beside one that is empty in all rows of these: each
    belongs to the figure or the name beside it, or stands in its place.
    """
    for column in range(1, len(found.columns)):
        rows = [row for row in found.rows if row.cells[column].words]
        cells = [row.cells[column] for row in rows]
        alone = not any(map(str.isalnum, "".join(cell.text for cell in cells)))
        alone |= column < found.labels and all(len(cell.text) < 3 for cell in cells)
        beside = {column - 1, column + 1} & set(range(1, len(found.columns)))
        instead = any(not any(row.cells[n].words for row in rows) for n in beside)
        if cells and alone and (instead or not found.header[column]):
            problem = f"'{cells[0].text}' may belong to what stands beside it"
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
            words = [text for text in texts if is_wordy(text) and not any(map(str.isdigit, text))]
            numbers |= len(words) * 2 >= len(texts) > 1
            said = [text.rstrip(RAISED) for text in found.rows[0].texts if text]
            numbers |= len(found.rows) == 1 and are_units(said)
            numbers |= begins_none(found.rows[0].texts[0]) and all_like_years(texts)
        else:
            apart = line.top - before.bottom > SET_APART * max(around.space, 1.0)
            numbers = False
        if numbers or (apart and may_be_year(texts)):
            problem = f"'{text_of(line.words)}' may be a heading or a row"
            yield Doubt("heading", problem, line.words)


def _below_heading(found: Found, around: Neighbours) -> Iterator[Doubt]:
    """Words over the labels alone, as far below the rest of the heading as a row would be, or with
    a colon as other rows without figures.
    """
    lines = lines_of(found.header_words)
    if len(lines) > 1 and lines[-1][-1].x1 < found.columns[found.labels][0]:
        gap = min(word.top for word in lines[-1]) - max(word.bottom for word in lines[-2])
        parts = lines[-1][-1].text[-1] == ":" and any(
            row.texts[0].endswith(":") for row in found.rows
        )
        if parts or gap > AS_NEAR * around.space:
            yield _row_in_heading(lines[-1])


def _row_in_heading(words: Sequence[Word]) -> Doubt:
    problem = f"'{text_of(words)}' may be a heading or a row without figures"
    return Doubt("heading", problem, tuple(words))


def _below_nothing(found: Found, around: Neighbours) -> Iterator[Doubt]:
    """Words over the names of the rows alone, right above a table without a heading, or its first
    rows: they may be its title.
    """
    if not any(found.header) and sum(map(bool, found.rows[0].texts)) == 1:
        yield _row_in_heading(found.rows[0].words)
    left, top, right, _ = found.box
    above = (line for line in reversed(around.cut) if line.bottom < top + 1)
    over = ([p for p in line.pieces if p.x0 < right and p.x1 > left] for line in above)
    own = next(filter(None, over), [])
    if any(found.header) or len(own) != 1 or own[0].x1 > found.columns[found.labels][1]:
        return
    words = own[0].words
    near = top - bottom_of(words) < CLOSE * height_of(words)
    near &= len(words) <= SENTENCE and not own[0].text.endswith(".")
    if near and is_wordy(own[0].text) and not set(map(id, words)) & set(map(id, found.title_words)):
        yield _row_in_heading(words)


def _tall_heading(found: Found) -> Iterator[Doubt]:
    """More lines in a cell of the heading than one has: rows of words."""
    for lines in (lines_of(head.words) for head in found.heads):
        if len(lines) > TALLEST:
            yield _row_in_heading(lines[-1])


def _headed_groups(found: Found) -> Iterator[Doubt]:
    """Groups of digits below words that stand apart: '574 943' is one figure, or one of each."""
    for head in found.heads:
        pieces = pieces_of(lines_of(head.words)[-1])
        if len(pieces) < 2 or head.last - head.first > 1:
            continue
        cell = next((r.cells[head.first] for r in found.rows if r.cells[head.first].words), EMPTY)
        groups = [w for w in cell.words if w.text[-1:].isdigit()]
        if len(groups) == len(pieces):
            problem = f"'{head.text}' may stand over several columns of '{cell.text}'"
            yield Doubt("columns", problem, tuple(head.words))


def _two_above_one(found: Found, heading: Heading) -> Iterator[Doubt]:
    """Two headings beside each other over one column: a column without figures between?"""
    for line in heading.doubled:
        if not _heads_sections(line, found):
            yield Doubt("columns", f"'{text_of(line)}': two headings over one column", line)


def _heads_sections(line: Line, found: Found) -> bool:
    """True for words over the names of sections, and others over the rows set further in below
    them.
    """
    edge, within = line[0].x0, line[-1].x1 < found.columns[found.labels][0]
    named = [(row, row.cells[0].words[0].x0) for row in found.rows if row.texts[0]]
    sections = [x for row, x in named if not any(row.texts[1:])]
    inner = all(x > edge + INDENT for row, x in named if any(row.texts[1:]))
    return within and inner and bool(sections) and all(abs(x - edge) < INDENT for x in sections)


def _never_together(found: Found, around: Neighbours) -> Iterator[Doubt]:
    """Figures of neighbouring columns that no line has both of: they may stand in one column."""
    heads = {head.first for head in found.heads if head.last - head.first == 1}
    for left, right in pairwise(sorted(around.values)):
        both = (row for row in around.rows if left in row.cells and right in row.cells)
        line = next((row for row in around.rows if right in row.cells), None)
        if line and not {left, right} <= heads and not any(both):
            problem = f"'{text_of(line.cells[right])}' may stand in the column before it"
            yield Doubt("columns", problem, line.cells[right])


# ── the rows ────────────────────────────────────────────────────────────────────────────────


def _near_lines(found: Found, around: Neighbours) -> Iterator[Doubt]:
    """Lines right above the table or right below it that may be rows or headings of it: they look
    like a row, stand in several of its columns, or hold a figure without a name below the last row,
    or words where a name would be.
    """
    rows, box = around.rows, found.box
    reach = max((b.top - a.top for a, b in pairwise(rows)), default=2 * (box[3] - rows[0].top))
    headed = any(found.header[found.labels :])
    headed_by = (*found.header_words, *found.title_words)
    claimed = {id(word) for word in (*found.row_words, *headed_by, *found.aside)}
    for line in around.cut:
        own = [p for p in line.pieces if p.x1 > box[0] and p.x0 < box[2]]
        own = [p for p in own if not any(id(word) in claimed for word in p.words)]
        if not own:
            continue
        words = tuple(word for piece in own for word in piece.words)
        said, height = text_of(words), line.bottom - line.top
        above = -reach < rows[0].top - line.bottom < reach
        above = above and not (headed and line.bottom <= box[1] + 1)
        below = -reach < line.top - rows[-1].bottom < reach
        if (above or below) and _is_like_a_row(own, found) and not opens_note(said):
            problem = f"'{said}' looks like a row, but does not fit the columns"
            yield Doubt("row", problem, words)
        close = AS_ROWS * max(around.space, height)
        near = -1 < box[1] - line.bottom < close or -1 < line.top - box[3] < close
        if near and _in_several_columns(own, found) and not _is_beyond(line, said, around):
            yield Doubt("row", f"'{said}' may be a row or a heading", words)
        yield from _below(own, line, found, around)


def _below(
    own: Sequence[Piece], line: BlockLine, found: Found, around: Neighbours
) -> Iterator[Doubt]:
    """Figures right below the last row without words before them, and words without figures."""
    last, bottom = around.rows[-1], found.rows[-1].bottom
    pitch = max((b.top - a.bottom for a, b in pairwise(around.rows)), default=around.space)
    reach = pitch + (last.bottom - last.top) / 2
    if not (last.bottom - 1 < (line.top + line.bottom) / 2 and line.top < bottom + reach):
        return
    for piece in own:
        over = any(_overlap(piece.span, found.columns[n]) for n in around.values)
        if over and is_figure(piece.text):
            problem = f"'{piece.text}' stands below the last row, without a name"
            yield Doubt("row", problem, piece.words)
    if _is_blank_row(own[0], line.top - bottom, around):
        problem = f"'{own[0].text}' may be a row without figures, or no row"
        yield Doubt("row", problem, own[0].words)


def _in_several_columns(pieces: Sequence[Piece], found: Found) -> bool:
    over = [[n for n, c in enumerate(found.columns) if _overlap(p.span, c)] for p in pieces]
    return sum(map(bool, over)) > 1 and len({n for own in over for n in own}) > 1


def _is_beyond(line: BlockLine, said: str, around: Neighbours) -> bool:
    """True for a title, a note, and a sentence beyond a rule that runs below the last row or above
    the first one; notes may be known by their type alone: it is smaller than that of the rows, or
    another, and a word with a colon opens them.
    """
    middle, first, last = line.words[0].middle, around.rows[0].top, around.rows[-1].bottom
    beyond = any(last - 1 < y < middle or middle < y < first for y in around.levels)
    sentence = any(len(piece.words) > FEW for piece in line.pieces)
    if line.top > last - 1 and not set_alike(
        line.words, [w for own in around.own for w in own.words]
    ):
        smaller = usual_height(line.words) * LARGER < usual_height(around.rows[-1].words)
        beyond |= smaller or any(word.text.endswith(":") for word in line.words[:FEW])
        sentence |= beyond
    return opens_note(said) or opens_title(said) or (beyond and sentence)


def _is_like_a_row(pieces: Sequence[Piece], found: Found) -> bool:
    """True for a name and figures, but not for a sentence that runs on over the first figures."""
    figures = [piece for piece in pieces[1:] if piece.is_value]
    first = found.columns[found.labels]
    named = _overlap(pieces[0].span, found.columns[0])
    return named and bool(figures) and (len(figures) > 1 or pieces[0].x1 < first[1])


def _is_blank_row(piece: Piece, gap: float, around: Neighbours) -> bool:
    """True if the words stand below the last row as a row or the rest of one does: as far, not
    further to the left than all names, and set as one of the rows is; notes are set smaller.
    """
    height = piece.words[0].bottom - piece.words[0].top
    near = gap < max(AS_ROWS * around.space, DOUBLE * height)
    names = [line.cells[0] for line in around.own if 0 in line.cells]
    names = [name for name in names if set_alike(piece.words, name)]
    level = any(piece.x0 > name[0].x0 - 1 for name in names)
    return near and level and len(piece.words) <= SENTENCE and not opens_note(piece.text)


def _overlap(one: Span, two: Span) -> bool:
    """True if the spans share more than an edge."""
    return one[0] < two[1] and two[0] < one[1]
