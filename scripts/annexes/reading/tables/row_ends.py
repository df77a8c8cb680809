"""Where the rows of a table without rules begin and end: lines without figures at its edges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from annexes.reading.tables.blocks import BlockLine, is_centred
from annexes.reading.tables.bonds import is_continued, is_nearer
from annexes.reading.tables.found import Span
from annexes.reading.tables.lines import middle_of, set_alike, text_of
from annexes.reading.tables.row_lines import (
    DOUBLE,
    EVEN,
    INDENT,
    NOISE,
    LineRow,
    face_of_figures,
    limits_of,
    space_between,
)
from annexes.reading.tables.titles import is_unit
from annexes.reading.tables.word_kinds import (
    begins_none,
    goes_on,
    is_whole_name,
    is_wordy,
    opens_note,
)

AS_ROWS = 1.2
"""A line no further than this many times the usual space may be a row as well."""


# ── above the first row ─────────────────────────────────────────────────────────────────────


def lines_before(
    own: Sequence[BlockLine],
    lines: Sequence[LineRow],
    columns: Sequence[Span],
    labels: int,
    levels: Sequence[float],
    sections: Sequence[LineRow],
) -> list[LineRow]:
    """The lines between the heading and the first of these lines that are rows, or part of it.

    `own` are all lines of the page, `levels` the heights of rules over the width of the table;
    `sections` are lines of words further down that are rows by themselves.
    """
    table = columns[0][0], columns[-1][1]
    above = [line for line in own if _middle(line) < lines[0].top and _is_over(line, table)]
    first: list[LineRow] = []
    while section := _first_section(above, columns, labels, [*first, *lines], sections, levels):
        first.insert(0, section)
        above.pop()
    sectioned = bool(first) or any(line.is_section for line in lines)
    names: list[BlockLine] = []
    while above and _is_name(above[-1], table, columns[labels][0]):
        names.insert(0, above.pop())
    if not names or not above:
        return first
    heading = above[-1]
    rules = [y for y in levels if _middle(heading) < y < _middle([*first, *lines][0])]
    start = sum(_middle(name) < rules[-1] for name in names) if rules else len(names)
    end, space = columns[labels][0], space_between(lines)
    below_stub = not rules and _are_below_stub(names[0], above[-2:], end, space)
    if below_stub:
        start = 0
    if sectioned:
        return [*(_line_of(name, columns[:labels]) for name in names[start:]), *first]
    if not rules and not below_stub:
        start = _first_of(names, heading, lines)
        if len(heading.pieces) > 1:
            start = min(start, _first_unlike(names, heading, lines))
    if start == len(names) and sections and len(heading.pieces) > 1:
        start -= 1
    made = [_line_of(name, columns[:labels]) for name in names[start:]]
    return made or _parent(names[-1], lines)


def _line_of(name: BlockLine, labels: Sequence[Span]) -> LineRow:
    """The name in the last of the columns of names that begins no further right."""
    words = name.pieces[0].words
    column = sum(left - 1 < words[0].x0 for left, _ in labels[1:])
    return LineRow({column: words}, is_row=False)


def _is_over(line: BlockLine, table: Span) -> bool:
    return any(piece.x1 > table[0] and piece.x0 < table[1] for piece in line.pieces)


def _first_section(
    above: Sequence[BlockLine],
    columns: Sequence[Span],
    labels: int,
    rows: Sequence[LineRow],
    sections: Sequence[LineRow],
    levels: Sequence[float],
) -> LineRow | None:
    """The name of the first section, which stands right above the first of these rows, below a
    heading: set as the others are, in the middle or as far to the left as they, or unlike the rows,
    and not nearer to the heading. Words behind the names that stand nearer to it than to the row,
    figures there, and words that go on in the next line are the rest of something.
    """
    table, figures = (columns[0][0], columns[-1][1]), (columns[labels][0], columns[-1][1])
    own = above[-1] if above else None
    pieces = [p for p in own.pieces if p.x1 > table[0] and p.x0 < table[1]] if own else []
    if own is None or len(pieces) != 1 or (pieces[0].x0 > figures[0] and pieces[0].is_value):
        return None
    (piece,), found, usual = pieces, False, face_of_figures(rows)
    named = piece.x0 < sum(columns[0]) / 2
    placed = named or is_centred(piece.span, table) or is_centred(piece.span, figures)
    typed = usual and placed and all(word.face not in (0, usual) for word in piece.words)
    headed = any(p.x1 > figures[0] for line in above[:-1] for p in line.pieces)
    for section in sections:
        if section.is_section and abs(middle_of(section.words) - middle_of(piece.words)) <= EVEN:
            found = True
        elif headed and (typed or abs(piece.x0 - section.words[0].x0) < 1):
            found |= _is_off(above[-2], own, rows[0], levels, named=named)
    whole = found and not begins_none(piece.text) and not goes_on(piece.text)
    return LineRow({0: piece.words}, is_row=False, is_section=True) if whole else None


def _is_off(
    heading: BlockLine, line: BlockLine, first: LineRow, levels: Sequence[float], *, named: bool
) -> bool:
    """True if a rule parts the line from the heading above it; if none does, and none parts it from
    the first row, unless it stands nearer to the heading, or as near and is not over the names.
    """
    if any(_middle(heading) < y < _middle(line) for y in levels):
        return True
    if any(_middle(line) < y < _middle(first) for y in levels):
        return False
    noise = NOISE * (line.bottom - line.top)
    more = line.bottom - heading.bottom - (first.bottom - line.bottom)
    return more > (-noise if named else noise)


def _middle(line: BlockLine | LineRow) -> float:
    return (line.top + line.bottom) / 2


def _is_name(line: BlockLine, table: Span, end: float) -> bool:
    """True for words over the names of the rows alone."""
    over = [piece for piece in line.pieces if piece.x1 > table[0] and piece.x0 < table[1]]
    return len(over) == len(line.pieces) == 1 and over[0].x1 <= end and is_wordy(over[0].text)


def _are_below_stub(
    name: BlockLine, heading: Sequence[BlockLine], end: float, space: float
) -> bool:
    """True if the name stands as far below the heading of the names, which is complete, as rows do
    from each other, and further than the lines of one heading.
    """
    stub = [piece for line in heading for piece in line.pieces if piece.x0 < end]
    if not stub or len(heading[-1].pieces) < 2:
        return False
    gap = name.top - max(word.bottom for word in stub[-1].words)
    far = gap > max(DOUBLE * (name.bottom - name.top), space - 1)
    text = name.pieces[0].text
    return far and not goes_on(stub[-1].text) and not (text[:1].islower() or is_unit(text))


def _first_of(
    names: Sequence[BlockLine],
    heading: BlockLine,
    lines: Sequence[LineRow],
) -> int:
    """The number of the first of these names that is no heading: behind the widest gap, or where
    one goes on in the next.
    """
    own: list[BlockLine | LineRow] = [*names, lines[0]]
    edges = [(line.top, line.bottom) for line in (heading, *own)]
    gaps = [below[0] - above[1] for above, below in pairwise(edges)]
    widest = max(range(len(gaps)), key=gaps.__getitem__)
    height = heading.bottom - heading.top
    close = all(is_nearer(g, gaps[widest], height) for n, g in enumerate(gaps) if n != widest)
    if close:
        return widest
    start = len(names)
    limit = limits_of(lines).get(0, 0.0)
    texts = [*(name.pieces[0].words for name in names), lines[0].cells.get(0, ())]
    while start and texts[start] and is_continued(texts[start - 1], texts[start], limit):
        start -= 1
    return start


def _first_unlike(names: Sequence[BlockLine], heading: BlockLine, lines: Sequence[LineRow]) -> int:
    """The number of the first of these names from which on all are set unlike the heading, as rows
    are; or of one that is a whole name, such as 'Total', or ends with a colon.
    """
    rows = [line.cells[0] for line in lines if 0 in line.cells]
    start = len(names)
    for n, name in reversed(list(enumerate(names))):
        if set_alike(name.words, heading.words):
            break
        start = n if any(set_alike(name.words, row) for row in rows) else start
    texts = [text_of(name.words) for name in names]
    heads = (n for n, text in enumerate(texts) if text.endswith(":") or is_whole_name(text))
    return min(start, next(heads, start))


def _parent(name: BlockLine, lines: Sequence[LineRow]) -> list[LineRow]:
    """The name above an indented row, where others further down stand as far to the left."""
    first, own = lines[0].cells.get(0), name.words[0].x0
    level = [line.cells[0][0].x0 for line in lines[1:] if 0 in line.cells]
    if first and first[0].x0 > own + INDENT and any(abs(x - own) < 1 for x in level):
        return [LineRow({0: name.pieces[0].words}, is_row=False, is_section=True)]
    return []


# ── below the last row ──────────────────────────────────────────────────────────────────────


def cut_below(lines: list[LineRow], values: frozenset[int], levels: Sequence[float]) -> None:
    """Without the lines below the last row, but for the rest of its cells: close below it, above a
    rule that closes the table, or where its name goes on.
    """
    last = max((n for n, line in enumerate(lines) if line.is_row), default=-1)
    if last < 0:
        lines.clear()
        return
    space = space_between(lines[: last + 1])
    closing = next((y for y in levels if y > lines[last].words[0].middle), None)
    limits = limits_of(lines[: last + 1])
    end = last + 1
    while end < len(lines) and not lines[end].is_section and not values & set(lines[end].cells):
        line, before = lines[end], lines[end - 1]
        height, gap = line.bottom - line.top, line.top - before.bottom
        text = text_of(line.words)
        inside = closing is not None and line.words[0].middle < closing and not opens_note(text)
        if (closing is not None and not inside) or not set_alike(line.words, before.words):
            break
        near = gap <= max(AS_ROWS * space, height if inside else DOUBLE * height)
        if not near or not (inside or _goes_on(before, line, limits)):
            break
        end += 1
    del lines[end:]


def _goes_on(before: LineRow, line: LineRow, limits: Mapping[int, float]) -> bool:
    return all(
        column in before.cells and is_continued(before.cells[column], own, limits[column])
        for column, own in line.cells.items()
    )
