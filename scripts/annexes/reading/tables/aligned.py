"""Tables without rules around their cells: columns are where pieces stand below each other."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise
from statistics import median

from annexes.reading.pages import Page, Word
from annexes.reading.tables.blocks import (
    FAR,
    Block,
    BlockColumn,
    BlockLine,
    Piece,
    block_lines,
    blocks_of,
    is_centred,
    is_heading,
    piece_of,
)
from annexes.reading.tables.bonds import Bonds, rows_of_lines
from annexes.reading.tables.doubts import Neighbours, doubts_about, remarks_about
from annexes.reading.tables.found import Doubt, Found, Span
from annexes.reading.tables.group_names import with_names_first
from annexes.reading.tables.heading import heading_above
from annexes.reading.tables.heading_tree import Heading
from annexes.reading.tables.leaders import LEADER, row_without_leaders
from annexes.reading.tables.level_rules import SAME, level_rules, wide_levels
from annexes.reading.tables.lines import (
    APART,
    MARGIN,
    Line,
    bottom_of,
    height_of,
    middle_of,
    set_alike,
    text_of,
)
from annexes.reading.tables.loose_ends import loose_ends
from annexes.reading.tables.row_ends import cut_below, lines_before
from annexes.reading.tables.row_lines import (
    EVEN,
    LineRow,
    join_figures,
    name_sections,
    space_between,
)
from annexes.reading.tables.titles import is_numbered
from annexes.reading.tables.unread_rows import crowded, is_text, under_heads
from annexes.reading.tables.word_kinds import (
    MIN_FIGURES,
    RANGE,
    all_like_years,
    are_units,
    is_figure,
    is_head_word,
    is_value,
    is_wordy,
)

PROSE = 5
"""Words in the usual line of a column of running text."""
TITLE = 3
"""A title has no more lines than this."""
WIDEST = 1.2
"""Two tables stand this many times further apart than their columns."""


@dataclass
class _Part:
    """One table of a block: its lines by column, `spans` the columns; `values` hold figures."""

    spans: list[Span]
    values: frozenset[int]
    lines: list[LineRow]
    aside: list[Word] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    @property
    def labels(self) -> int:
        """How many columns at the left name the rows."""
        first = 1
        while first < len(self.spans) - 1 and first not in self.values:
            first += 1
        return first

    def insert(self, column: Span) -> None:
        """Make room for a column of figures that is empty in all lines."""
        at = sum(left < column[0] for left, _ in self.spans)
        self.spans.insert(at, column)
        self.values = frozenset(n + (n >= at) for n in self.values) | {at}
        for line in self.lines:
            line.cells = {n + (n >= at): cell for n, cell in line.cells.items()}


def aligned_tables(page: Page, lines: Sequence[Line]) -> tuple[list[Found], list[Line]]:
    """The tables among these lines from top to bottom, and words that look like rows of one but
    are in none.
    """
    own = block_lines(page, lines)
    found: list[Found] = []
    unread: list[BlockLine] = []
    for block in blocks_of(own):
        if _is_in_margin(page, block) or _is_contents(page, lines, block):
            continue
        parts = list(_parts(page, lines, block))
        if parts:
            found += [_found(page, lines, own, part) for part in parts]
            unread += (block.lines[n] for n in block.rows if not is_heading(block.lines[n]))
        else:
            unread += _like_rows(page, lines, block)
    taken = {
        id(word)
        for table in found
        for word in (*table.header_words, *table.title_words, *table.row_words)
    }
    unread += [*crowded(own), *under_heads(own, level_rules(page))]
    unread = [line for line in unread if not is_text(line)]
    looks = {id(line) for line in unread if not any(id(word) in taken for word in line.words)}
    stray = [line.words for line in own if id(line) in looks]
    found = [_parted(table, found) for table in found]
    return sorted(found, key=lambda table: (table.rows[0].top, table.columns[0][0])), stray


def _is_in_margin(page: Page, block: Block) -> bool:
    """True for a line or two at the top or the bottom of a page: running heads, page numbers."""
    lines = [*block.lines, *block.tail]
    top, bottom = lines[0].top, lines[-1].bottom
    outside = bottom < MARGIN or top > page.height - MARGIN
    return len(block.rows) < 3 and outside


def _like_rows(page: Page, lines: Sequence[Line], block: Block) -> Iterator[BlockLine]:
    """Lines of a block that is no table, but looks like rows of one: names, then figures that
    stand below each other, or several in one line; numbers name rows only below a heading.
    """
    rows = [block.lines[n] for n in block.rows if not is_heading(block.lines[n])]
    ended = [line for line in rows if line.may_be_row and line.pieces[-1].is_value]
    if rows:
        heads = _heads(page, lines, block)
        headed = len(ended) == len(rows) > 1 and any(heads[1:])
        if headed or (len(block.columns) > 2 and all(heads)):
            yield from rows
            return
    for line in ended:
        figures = (any(map(str.isdigit, p.text)) for p in line.pieces[1:] if p.is_value)
        if is_wordy(line.pieces[0].text) and sum(figures) > 1:
            yield line


# ── a block → the tables in it ──────────────────────────────────────────────────────────────


def _parts(page: Page, lines: Sequence[Line], block: Block) -> Iterator[_Part]:
    """The tables of a block: one, or several side by side; none if it is no table."""
    body = _body(page, block)
    whole = _rebuilt(body)
    if near := _near_columns(whole):
        over = _heads(page, lines, whole)
        near = {n for n in near if not (n and over[n] and over[n + 1])}
        whole = _rebuilt([(_with_joined(line, whole, near), is_row) for line, is_row in body])
    whole.tail = block.tail
    if len(whole.columns) < 2 or not whole.rows:
        return
    figures = [n for n, column in enumerate(whole.columns) if n and column.holds_figures]
    if not figures:
        return
    kept = list(range(len(whole.columns)))
    heads = cache(lambda: _heads(page, lines, whole))  # most tables are told without them
    is_headed = cache(
        lambda: all(heads()[1:]) and (_is_below_rule(page, whole) or _is_titled(page, lines, whole))
    )
    while kept[-1] > figures[-1] and _is_beside(whole, kept[-1], heads()):
        kept = kept[:-1]
    beside = [] if len(kept) == len(whole.columns) else list(_figures_beside(whole, kept[-1] + 1))
    for columns, doubts in _side_by_side(whole, kept, heads):
        part = _part(page, whole, columns)
        part.doubts += doubts + beside
        is_table = _is_table(part, is_headed)
        if not is_table and len(columns) < len(kept):
            words = part.lines[0].words
            problem = f"'{text_of(words)}' begins rows beside a table, with too few figures"
            part.doubts.append(Doubt("columns", problem, words))
            is_table = True
        if is_table:
            yield part


def _near_columns(block: Block) -> set[int]:
    """The columns that stand, in all rows that have both, no further from the next than words may,
    and make up one figure with it, as in '60 507', or hold the same word in each row, as in
    'FY' before each year: by itself it names none.
    """
    pairs: dict[int, list[tuple[Piece, Piece]]] = {}
    for number in block.rows:
        for left, right in pairwise(block.lines[number].pieces):
            hits = block.column_of(left), block.column_of(right)
            if len(hits[0]) == 1 and hits[1] == [hits[0][0] + 1]:
                pairs.setdefault(hits[0][0], []).append((left, right))
    near = {n: own for n, own in pairs.items() if all(_are_near(*pair) for pair in own)}
    names = [left.text for left, _ in near.get(0, ())]
    one = {0} if len(names) == len(block.rows) > 1 and len(set(names)) == 1 else set()
    return one | {
        n for n, own in near.items() if n and all(is_figure(f"{a.text} {b.text}") for a, b in own)
    }


def _are_near(left: Piece, right: Piece) -> bool:
    return right.x0 - left.x1 <= APART * height_of(right.words)


def _with_joined(line: BlockLine, block: Block, columns: Collection[int]) -> BlockLine:
    """The line with its pieces in these columns joined to what stands in the next one."""
    pieces: list[Piece] = []
    for piece in line.pieces:
        hit = block.column_of(piece)
        first = block.column_of(pieces[-1]) if pieces else []
        if len(first) == 1 and first[0] in columns and hit == [first[0] + 1]:
            piece = piece_of((*pieces.pop().words, *piece.words))
        pieces.append(piece)
    return replace(line, pieces=tuple(pieces))


def _is_titled(page: Page, lines: Sequence[Line], block: Block) -> bool:
    """True if the next lines above its heading are a title with a number."""
    spans, top = [column.span for column in block.columns], block.lines[block.rows[0]].top
    cells = heading_above(page, lines, spans, 1, top, 0.0).cells
    top = min([top, *(word.top for cell in cells for word in cell.words)])
    above = [line for line in lines if bottom_of(line) < top + 1][-TITLE:]
    return any(is_numbered(text_of(line)) for line in above)


def _body(page: Page, block: Block) -> list[tuple[BlockLine, bool]]:
    """The lines from the first row on, without headings of years or numbers above it, without
    lines of few pieces that other words part from it, and without words and years above a rule;
    with each, if it settles the columns.
    """
    rows = set(block.rows)
    levels = wide_levels(page, (block.columns[0].span[0], block.columns[-1].span[1]))
    lines = [(line, n in rows) for n, line in enumerate(block.lines)]
    usual = median(len(block.lines[n].pieces) for n in block.rows)
    while lines:
        line, is_row = lines[0]
        cut_off = len(lines) > 1 and not lines[1][1] and len(line.pieces) * 2 <= usual
        units = are_units([piece.text for piece in line.pieces])
        other = is_row and _is_of_another_kind(line, [own for own, is_row in lines[1:] if is_row])
        nameless = is_row and (
            units or _is_nameless(line, [own for own, is_row in lines[1:] if is_row])
        )
        ruled_off = is_row and _is_ruled_off([own for own, _ in lines], levels)
        if is_row and not (is_heading(line) or cut_off or other or nameless or ruled_off):
            break
        lines.pop(0)
    return lines


def _is_below_rule(page: Page, block: Block) -> bool:
    """True if a rule as wide as its columns runs right above the first row."""
    first = block.lines[block.rows[0]]
    levels = wide_levels(page, (block.columns[0].span[0], block.columns[-1].span[1]))
    return any(2 * first.top - first.bottom < y < first.top + SAME for y in levels)


def _is_ruled_off(lines: Sequence[BlockLine], levels: Sequence[float]) -> bool:
    """True for words or years above a rule, alone or above such lines, below which no rule runs
    between the lines.
    """
    level = next((y for y in levels if y > _middle(lines[0])), float("inf"))
    above = [line for line in lines if _middle(line) < level]
    below = [_middle(line) for line in lines[len(above) :][:2]]
    if len(below) < 2 or any(level < y < below[1] for y in levels):
        return False
    kinds = [[_kind(piece.text) for piece in line.pieces[1:]] for line in above if line.may_be_row]
    return all(sum(kind in ("words", "year") for kind in own) * 2 >= len(own) for own in kinds)


def _middle(line: BlockLine) -> float:
    return line.pieces[0].words[0].middle


def _is_of_another_kind(line: BlockLine, rows: Sequence[BlockLine]) -> bool:
    """True for years, ages and words, below which other figures stand; but not behind a number
    that names the line as others name the rows.
    """
    if rows and all(own.pieces[0].is_value for own in (line, *rows)):
        return False
    own = [_kind(piece.text) for piece in line.pieces[1:]]
    if "figure" in own:  # '<5' beside '794' is no class
        own = ["figure" if kind == "range" else kind for kind in own]
    odd = [kind for kind in own if kind != "figure"]
    headed = is_head_word(line.pieces[0].text) and "words" in own and len(odd) * 2 >= len(own)
    many = headed or len(odd) * 4 >= len(own) * 3
    below = [_kind(piece.text) for row in rows for piece in row.pieces[1:]]
    return len(own) > 1 and many and below.count("figure") * 2 >= len(below)


def _is_nameless(line: BlockLine, rows: Sequence[BlockLine]) -> bool:
    """True for words and figures above others, but not above the names of the rows; and for figures
    alone that are set unlike all rows.
    """
    names = [row.pieces[0].x1 for row in rows]
    below = [word for row in rows for word in row.words]
    wordy = any(is_wordy(piece.text) for piece in line.pieces) or not set_alike(line.words, below)
    return wordy and bool(names) and line.pieces[0].x0 > median(names)


def _kind(text: str) -> str:
    if all_like_years([text]):
        return "year"
    if RANGE.fullmatch(text):
        return "range"
    return "figure" if is_value(text) else "words"


def _rebuilt(lines: Sequence[tuple[BlockLine, bool]]) -> Block:
    """The block of these lines alone."""
    whole = Block()
    for line, is_row in lines:
        if not is_row or not whole.add(line):
            whole.lines.append(line)
    _join_names(whole)
    return whole


def _join_names(block: Block) -> None:
    """Make one column of two that name the rows, if no row has a name in both: names further in,
    and totals set to the other side.
    """
    at = 1
    while at < len(block.columns) - 1 and not block.columns[at].holds_figures:
        one, two = block.columns[at - 1 : at + 1]
        if one.lines & two.lines:
            at += 1
        else:
            span, values = (one.span[0], two.span[1]), one.values + two.values
            block.columns[at - 1 : at + 1] = [BlockColumn(span, one.lines | two.lines, values)]


def _is_beside(block: Block, column: int, heads: Sequence[str]) -> bool:
    """True for words beside the table: what stands under no heading of it, and lines of many words,
    below no heading or one that is as long.
    """
    if not heads[column] and any(heads[1:column]):
        return True
    words = [
        len(piece.words)
        for line in block.lines
        for piece in line.pieces
        if block.column_of(piece) == [column]
    ]
    short_head = 0 < len(heads[column].split()) < PROSE
    return bool(words) and median(words) >= PROSE and not short_head


def _figures_beside(block: Block, column: int) -> Iterator[Doubt]:
    """Words beside the table of which most begin with a figure: it may be one of the table."""
    pieces = [p for line in block.lines for p in line.pieces if block.column_of(p) == [column]]
    begun = [piece for piece in pieces if is_value(piece.words[0].text)]
    if len(begun) * 2 > len(pieces):
        problem = (
            f"'{begun[0].words[0].text}' may be a figure of the table or begin a text beside it"
        )
        yield Doubt("columns", problem, begun[0].words)


def _heads(page: Page, lines: Sequence[Line], block: Block) -> list[str]:
    """What stands right above each of the columns."""
    spans = [column.span for column in block.columns]
    rows = (block.lines[n] for n in block.rows)
    first = next((line for line in rows if not is_heading(line)), block.lines[block.rows[0]])
    gaps = [block.lines[b].top - block.lines[a].bottom for a, b in pairwise(block.rows)]
    cells = heading_above(page, lines, spans, 1, first.top, median(gaps or [0.0])).cells
    return [
        next((c.text for c in reversed(cells) if (c.first, c.last) == (at, at + 1)), "")
        for at in range(len(spans))
    ]


def _is_figures(block: Block, column: int) -> bool:
    return block.columns[column].holds_figures and not _is_rank(block, column)


def _side_by_side(
    block: Block, kept: Sequence[int], heads: Callable[[], Sequence[str]]
) -> Iterator[tuple[list[int], list[Doubt]]]:
    """The columns of each table, where one begins behind the figures of another."""
    figures = [_is_figures(block, n) for n in kept]
    figures[0] = False
    starts = [at for at in range(len(kept)) if not figures[at] and (at == 0 or figures[at - 1])]
    starts = [at for at in starts if any(figures[at:])]
    if len(starts) == 1:
        yield list(kept), []
        return
    parts = [list(kept[a:b]) for a, b in pairwise([*starts, len(kept)])]
    kinds = {tuple(figures[a:b]) for a, b in pairwise([*starts, len(kept)])}
    if not all(_is_list(block, part) for part in parts):
        yield list(kept), []
        return
    gutters = [block.columns[b].span[0] - block.columns[a].span[1] for a, b in pairwise(kept)]
    between = min(gutters[at - 1] for at in starts[1:])
    within = [g for at, g in enumerate(gutters, start=1) if at not in starts]
    apart = between > WIDEST * median(within)
    own = {
        tuple(heads()[kept[at]] for at in range(a, b) if figures[at])
        for a, b in pairwise([*starts, len(kept)])
    }
    alike = len(own) == 1 and all(own.pop())
    if len(kinds) == 1 and (apart or alike):
        for part in parts:
            yield part, []
        return
    may_be = apart or len(kinds) == 1
    if not may_be or not all(_are_names(block, part[0]) for part in parts[1:]):
        yield list(kept), []
        return
    words = block.lines[block.rows[0]].words
    problem = "it is not certain whether two tables stand side by side here, or one"
    yield list(kept), [Doubt("columns", problem, words)]


def _are_names(block: Block, column: int) -> bool:
    """True for words of which none come again: they may name the rows of a list."""
    texts = _texts(block, column)
    return len(set(texts)) == len(texts) and sum(map(is_wordy, texts)) * 2 > len(texts)


def _texts(block: Block, column: int) -> list[str]:
    """What the rows say in this column."""
    return [
        piece.text
        for number in block.rows
        for piece in block.lines[number].pieces
        if block.column_of(piece) == [column]
    ]


def _is_rank(block: Block, column: int) -> bool:
    """True for a column of 1, 2, 3 … before a column of words."""
    if column + 1 >= len(block.columns) or block.columns[column + 1].holds_figures:
        return False
    texts = [text.rstrip(".") for text in _texts(block, column)]
    return len(texts) > 1 and texts == [str(n) for n in range(1, len(texts) + 1)]


def _is_list(block: Block, part: Sequence[int]) -> bool:
    """True if these columns are filled row by row down to their last."""
    filled = [any(number in block.columns[n].lines for n in part) for number in block.rows]
    return all(filled[: sum(filled)])


def _part(page: Page, block: Block, columns: Sequence[int]) -> _Part:
    """The lines of these columns; words that reach over several are the name of a section."""
    at = {column: n for n, column in enumerate(columns)}
    values = frozenset(at[n] for n in columns if n in at and block.columns[n].holds_figures)
    part = _Part([block.columns[n].span for n in columns], values - {0}, [])
    part.spans[0] = min(part.spans[0][0], *_set_out(block, columns[0])), part.spans[0][1]
    left, right = part.spans[0][0], part.spans[-1][1]
    levels = wide_levels(page, (left, right))
    for line in (*block.lines, *block.tail):
        cells: dict[int, Line] = {}
        section = False
        for piece in (part for own in line.pieces for part in _at_columns(own, block)):
            hits = [at[n] for n in block.column_of(piece) if n in at]
            middle = (piece.x0 + piece.x1) / 2
            alone = len(line.pieces) == 1 and not set(hits) - part.values  # not over the names
            between = not hits and left < middle < right
            if alone and (between or is_centred(piece.span, (left, right))):
                hits, section = [0], True
            if not hits:
                continue
            column = 0 if len(hits) > 1 else hits[0]
            section |= len(hits) > 1
            if column in cells:
                problem = f"'{piece.text}' stands beside other words in one column"
                part.doubts.append(Doubt("columns", problem, piece.words))
            cells[column] = (*cells.get(column, ()), *piece.words)
        if not cells:
            continue
        dots = [word for word in line.aside if left <= word.x0 <= right]
        part.aside += dots
        has_figure = any(n in part.values and is_value(text_of(c)) for n, c in cells.items())
        row = LineRow(cells, has_figure, is_section=section)
        row.lead(dots)
        part.lines.append(row)
    name_sections(part.lines, _middles(part, right))
    join_figures(part.lines)
    cut_below(part.lines, part.values, levels)
    while part.lines and not part.lines[0].is_row:
        part.lines.pop(0)
    bottom = part.lines[-1].bottom if part.lines else 0.0
    part.doubts = [doubt for doubt in part.doubts if doubt.words[0].top < bottom]
    return part


def _set_out(block: Block, names: int) -> list[float]:
    """Where words begin that stand alone in at least two lines, and reach over the names of rows:
    shorter ones that begin there stand left of all names.
    """
    alone = [line.pieces[0] for line in block.lines if len(line.pieces) == 1]
    begun = [p.x0 for p in alone if is_wordy(p.text) and block.column_of(p) == [names]]
    return [x for x in begun if sum(abs(other - x) < 1 for other in begun) > 1] or [float("inf")]


def _middles(part: _Part, right: float) -> Span:
    """Where words in the middle of the figures have theirs: the figures begin somewhere between
    the names and the first of them.
    """
    names = max((line.cells[0][-1].x1 for line in part.lines if 0 in line.cells), default=right)
    first = part.spans[min(part.values, default=0)][0]
    return (min(names, first) + right) / 2, (first + right) / 2


def _at_columns(piece: Piece, block: Block) -> Iterator[Piece]:
    """The piece in two, where a word of it begins as the second of two columns of words does."""
    hits = block.column_of(piece)
    if len(hits) == 2 and not block.columns[hits[1]].holds_figures:
        edge = block.columns[hits[1]].span[0]
        at = next((n for n, w in enumerate(piece.words) if n and abs(w.x0 - edge) < EVEN), 0)
        if at:
            yield from map(piece_of, (piece.words[:at], piece.words[at:]))
            return
    yield piece


def _is_table(part: _Part, is_headed: Callable[[], bool]) -> bool:
    """True if enough figures stand below each other, set below each other at one side; fewer may be
    chance, but not below a heading of each column and a rule or a numbered title.
    """
    rows = [line for line in part.lines if line.is_row]
    figures = [c for r in rows for n, c in r.cells.items() if n in part.values]
    if len(rows) < 2 or len(figures) < MIN_FIGURES:
        return bool(figures) and is_headed()
    even = [n for n in part.values if _is_even([r.cells[n] for r in rows if n in r.cells])]
    return len(even) * 2 >= len(part.values)


def _is_even(cells: Sequence[Line]) -> bool:
    """True if most of the cells are set to the left, to the right, or centred."""
    if len(cells) < 2:
        return False
    sides = (
        [cell[0].x0 for cell in cells],
        [cell[-1].x1 for cell in cells],
        list(map(middle_of, cells)),
    )
    return any(
        sum(abs(x - median(side)) <= EVEN for x in side) * 3 >= 2 * len(side) for side in sides
    )


def _is_contents(page: Page, lines: Sequence[Line], block: Block) -> bool:
    """True for names led by dots to numbers of pages that never fall, below no heading."""
    rows = [block.lines[n] for n in block.rows]
    if not any(line.aside or LEADER.search(w.text) for line in rows for w in line.words):
        return False
    if any(sum(piece.is_value for piece in line.pieces[1:]) != 1 for line in rows):
        return False
    texts = [line.pieces[-1].words[-1].text for line in rows]
    named = all(any(is_wordy(piece.text) for piece in line.pieces) for line in rows)
    if not named or not all(map(str.isdecimal, texts)) or len(rows) < MIN_FIGURES:
        return False
    rising = all(int(a) <= int(b) for a, b in pairwise(texts))
    return rising and not any(_heads(page, lines, block)[1:])


# ── a table ─────────────────────────────────────────────────────────────────────────────────


def _found(page: Page, lines: Sequence[Line], own: Sequence[BlockLine], part: _Part) -> Found:
    def crosses(top: float, bottom: float, x: float) -> bool:
        low, high = min(top, bottom) - 2, max(top, bottom) + 2
        return any(
            low <= rule.top <= high and rule.x0 <= x <= rule.x1
            for rule in page.rules
            if rule.x1 - rule.x0 > rule.bottom - rule.top
        )

    def above() -> Heading:
        return heading_above(page, lines, part.spans, part.labels, part.lines[0].top, space)

    levels = wide_levels(page, (part.spans[0][0], part.spans[-1][1]))
    sections = list(Bonds(part.lines, crosses).alone())
    part.lines[:0] = lines_before(own, part.lines, part.spans, part.labels, levels, sections)
    space = space_between(part.lines)
    heading = above()
    if empty := list(_empty_columns(page, part, heading)):
        for column in empty:
            part.insert(column)
        heading = above()
    rows, unclear = rows_of_lines(part.lines, len(part.spans), crosses)
    rows = with_names_first([row_without_leaders(row) for row in rows], part.labels)
    found = Found(
        page.number,
        tuple(part.spans),
        part.labels,
        tuple(heading.cells),
        heading.title,
        tuple(rows),
        ruled=False,
        title_words=heading.title_words,
        aside=tuple(part.aside),
    )
    around = Neighbours(lines, own, part.lines, space, part.values, levels)
    loose = loose_ends(found, part.lines, space, part.values)
    doubts = (*part.doubts, *unclear, *doubts_about(found, heading, around), *loose)
    remarks = tuple(remarks_about(found, heading, around))
    return replace(found, doubts=doubts, remarks=remarks)


def _empty_columns(page: Page, part: _Part, heading: Heading) -> Iterator[Span]:
    """The columns of headings with nothing below them between the rows. Right of all figures, an
    upright rule must close them: where none does, what stands below may have been cut off.
    """
    top, bottom, names = part.lines[0].top, part.lines[-1].bottom, part.spans[part.labels - 1][1]
    words = [word for word in page.words if top < word.middle < bottom]
    walls = [own for own in page.rules if own.x1 - own.x0 < own.bottom - own.top]
    walls = [wall for wall in walls if wall.top < part.lines[0].bottom and wall.bottom > top]
    for left, right in {(piece[0].x0, piece[-1].x1): None for piece in heading.bare}:
        closed = right < max([part.spans[-1][1], *(wall.x0 for wall in walls)])
        filled = any(word.x0 < right and left < word.x1 for word in words)
        if names < left and closed and not filled:
            yield left, right


def _parted(table: Found, others: Sequence[Found]) -> Found:
    """The table with a doubt if it goes on in what may be another, with no heading between them."""
    top, bottom = table.rows[0].top, table.rows[-1].bottom
    height = (table.rows[0].bottom - top) * FAR
    for other in others:
        if other is table:
            continue
        first, last = other.rows[0], other.rows[-1]
        above = not all(table.header[table.labels :]) and 0 <= top - last.bottom < height
        below = not all(other.header[other.labels :]) and 0 <= first.top - bottom < height
        label, own = other.columns[0], table.columns[0]
        if (above or below) and label[0] < own[1] and own[0] < label[1]:
            words = tuple(table.rows[0].words) if above else tuple(first.words)
            problem = "these rows may be in the same table as what stands above them"
            return replace(table, doubts=(*table.doubts, Doubt("row", problem, words)))
    return table
