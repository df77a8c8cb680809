"""All tables of a page, by their rules or by their alignment, and what only looks like a row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

import msgspec

from annexes.reading.pages import Page, Word, WordDoubt
from annexes.reading.tables.aligned import aligned_tables
from annexes.reading.tables.found import Doubt, Found, HeadCell, Side, Span
from annexes.reading.tables.level_rules import level_rules
from annexes.reading.tables.lines import APART, Line, lines_of, text_of, upright
from annexes.reading.tables.ruled import ruled_tables
from annexes.reading.tables.word_kinds import NIL_MARKS, is_value, is_wordy

SOME = 5
"""So many words are named in a doubt about more."""
DOTTED = re.compile(r"(?:^|\s)[.·…] ?[.·…][.·… ]*$|^\.\d+[.,]\d")
"""Two dots and more at the end of a cell, and one before a figure that has a point already."""
SIGN_BEHIND = re.compile(r"\d [-–−]$")
LONG = 20
"""More words than this are not named in full."""
WATERMARK = 40.0
"""Points: a slanted word that is larger, across and down, lies behind all that is read."""
OVER = 0.45
"""Share of the smaller of two words by which they may overlap; kerning stays far below."""


@dataclass(frozen=True)
class PageTables:
    """The visual lines of a page and its tables, both from top to bottom; `stray` are words that
    look like rows of a table but are in none.
    """

    lines: list[Line]
    tables: tuple[Found, ...]
    stray: tuple[tuple[Word, ...], ...]


def tables_of(page: Page) -> PageTables:
    """Find the tables: by their rules where these enclose every cell, by alignment elsewhere."""
    page = _without_watermarks(page)
    lines = lines_of(word for word in page.words if word.doubt != WordDoubt.HIDDEN)
    framed = [t for t in ruled_tables(page) if _is_whole(t) and not _is_hidden(t)]
    framed = [t for t in framed if not _is_heading(t, lines)]
    aligned, stray = aligned_tables(page, _outside(lines, framed))
    found = (*framed, *aligned)
    levels = level_rules(page) if found else {}
    tables = [
        replace(
            t,
            doubts=(
                *t.doubts,
                *_numbered(t),
                *_headed_again(t),
                *_rows_in_heading(t, levels),
                *_unclaimed(t, page, found, levels),
                *_doubtful_words(t),
                *_dotted(t),
                *_overprinted(t),
                *_drawn(t, page),
                *_torn(t),
                *_unwalled(t, page),
            ),
        )
        for t in found
    ]
    tables.sort(key=lambda table: (table.box[1], table.box[0]))
    return PageTables(lines, tuple(tables), (*stray, *_turned_rows(page)))


def _without_watermarks(page: Page) -> Page:
    """The page without large words set at a slant, such as 'DRAFT' across all of it."""
    if not any(word.angle % 90 for word in page.words):
        return page
    words = [w for w in page.words if not w.angle % 90 or not _is_large(w)]
    return msgspec.structs.replace(page, words=tuple(words))


def _is_large(word: Word) -> bool:
    return min(word.x1 - word.x0, word.bottom - word.top) > WATERMARK


def _turned_rows(page: Page) -> Iterator[tuple[Word, ...]]:
    """The lines with names and figures of a page of which most is turned: a table set sideways."""
    turned: dict[int, list[Word]] = {}
    for word in page.words:
        if word.angle and word.doubt != WordDoubt.HIDDEN:
            turned.setdefault(word.angle, []).append(word)
    for words in turned.values():
        if len(words) * 2 <= len(page.words):
            continue
        lines: dict[float, list[Word]] = {}
        for word in words:
            lines.setdefault(round(upright(word).middle), []).append(word)
        for line in lines.values():
            texts = [word.text for word in line]
            if any(map(is_wordy, texts)) and any(map(is_value, texts)):
                yield tuple(line)


def _outside(lines: list[Line], tables: Sequence[Found]) -> list[Line]:
    """The lines without the words that stand in these tables."""
    boxes = [table.box for table in tables]
    if not boxes:
        return lines
    left = (tuple(w for w in line if not any(_inside(w, box) for box in boxes)) for line in lines)
    return [line for line in left if line]


def _is_whole(table: Found) -> bool:
    """True unless most cells of a column hold two pieces, as if a rule were missing."""
    columns = [[row.cells[n] for row in table.rows] for n in range(len(table.columns))]
    filled = [[cell.words for cell in column if cell.words] for column in columns]
    return not any(sum(any(_apart(own)) for own in cells) * 2 > len(cells) for cells in filled)


def _is_heading(table: Found, lines: Sequence[Line]) -> bool:
    """True for a frame of one row, or rows without names, with further figures right below it:
    the heading of a table whose rows no rules part.
    """
    bottom, words = table.box[3], [*table.header_words, *table.rows[0].words]
    height = median(word.bottom - word.top for word in words)
    if len(table.rows) > 1 and any(row.texts[0] for row in table.rows):
        return False
    below = [line for line in lines if bottom - 1 < line[0].top < bottom + 4 * height]
    filled = [
        sum(any(a < w.x1 and w.x0 < b and is_value(w.text) for w in line) for a, b in table.columns)
        for line in below
    ]
    return len([n for n in filled if n * 2 >= len(table.columns)]) > 1


def _is_hidden(table: Found) -> bool:
    """True for a table of which most is not to be seen."""
    words = [word for row in table.rows for word in row.words]
    return sum(word.doubt == WordDoubt.HIDDEN for word in words) * 2 > len(words)


def _apart(words: Sequence[Word]) -> Iterator[tuple[Word, Word]]:
    """Neighbours in a line that stand apart, a figure and another figure or word; signs may."""
    for line in lines_of(words) if len(words) > 1 else ():
        for left, right in pairwise(line):
            if right.x0 - left.x1 > APART * (right.bottom - right.top):
                figure = is_value(left.text) or is_value(right.text)
                if figure and all(any(map(str.isalnum, word.text)) for word in (left, right)):
                    yield left, right


def _torn(table: Found) -> Iterator[Doubt]:
    """Two figures in a cell that stand apart, and rows that were taken for a title."""
    for cell in (cell for row in table.rows for cell in row.cells if table.ruled):
        for left, right in _apart(cell.words):
            if is_value(left.text) and is_value(right.text):
                problem = f"'{left.text}' and '{right.text}' stand apart in one cell"
                yield Doubt("columns", problem, (left, right))
    if any(_apart(table.title_words)):
        problem = f"'{text_of(table.title_words)}' may be rows, and no title"
        yield Doubt("row", problem, table.title_words)


def _unwalled(table: Found, page: Page) -> Iterator[Doubt]:
    """Columns, one of them without a heading, between which no rule runs as it does between all
    others: they may be one.
    """
    top, bottom = table.rows[0].bottom, table.rows[-1].top
    walls = [rule.x0 for rule in page.rules if rule.top < top and rule.bottom > bottom]
    gaps = [(a[1] - 2, b[0] + 2) for a, b in pairwise(table.columns)]
    bare = [n for n, (a, b) in enumerate(gaps) if not any(a < x < b for x in walls)]
    bare = [n for n in bare if n >= table.labels - 1] if len(bare) * 2 <= len(gaps) else []
    for n in bare:
        words = [
            word for row in table.rows[:1] for cell in row.cells[n : n + 2] for word in cell[0]
        ]
        if words and not all(table.header[n : n + 2]):
            problem = f"'{text_of(words)}' may be one cell: no rule parts it"
            yield Doubt("columns", problem, tuple(words))


def _inside(word: Word, box: tuple[float, float, float, float]) -> bool:
    x = (word.x0 + word.x1) / 2
    return box[0] <= x <= box[2] and box[1] <= word.middle <= box[3]


def _headed_again(table: Found) -> Iterator[Doubt]:
    """A row that says in its first column what the heading says: another table begins there."""
    own = {head.text for head in table.heads if not head.first and head.text}
    for row in table.rows:
        if row.texts[0] in own and is_wordy(row.texts[0]) and sum(map(bool, row.texts)) > 1:
            problem = f"'{text_of(row.words)}' may be a heading or a row"
            yield Doubt("heading", problem, tuple(row.words))


def _rows_in_heading(table: Found, levels: Mapping[float, Sequence[Span]]) -> Iterator[Doubt]:
    """What stands below the heading of its column, and lower than all other headings: the first
    line of a row, or the rest of one that a page has cut; but not above a rule of its own.
    """
    lowest = max(map(_top, table.heads), default=0.0)
    low = [head for head in table.heads if _top(head) > lowest - 1]
    others = [head for head in table.heads if head not in low]
    if sum(head.last - head.first for head in low) * 2 >= len(table.columns) or not others:
        return
    above = max(word.bottom for head in others for word in head.words)
    bottom = max(word.bottom for head in low for word in head.words)
    ruled = [y for y, rules in levels.items() if any(_covers_most(rule, table) for rule in rules)]
    between = [y for y in ruled if above - 1 < y < table.rows[0].top + 1]
    if not table.ruled and any(y > bottom - 1 for y in between) and min(between) < lowest + 1:
        return
    if above < lowest + 1 and all(_is_headed(head, others) for head in low):
        text = low[0].text if len(low[0].words) < LONG else f"{low[0].text[:60]} …"
        problem = f"'{text}' may be part of the heading, or of the first row"
        yield Doubt("heading", problem, tuple(word for head in low for word in head.words))


def _top(head: HeadCell) -> float:
    return min([word.top for word in head.words], default=0.0)


def _is_headed(head: HeadCell, others: Sequence[HeadCell]) -> bool:
    """True if another heading, no wider than this one, stands over each of its columns."""
    narrow = [own for own in others if own.last - own.first <= head.last - head.first]
    columns = range(head.first, head.last)
    return all(any(own.first <= column < own.last for own in narrow) for column in columns)


def _unclaimed(
    table: Found, page: Page, tables: Sequence[Found], levels: Mapping[float, Sequence[Span]]
) -> Iterator[Doubt]:
    """Words that stand among the rows but in no cell: turned, hidden, overlooked, or beside them
    and still within the width of the rules of the table.
    """
    claimed = {id(word) for own in tables for row in own.rows for word in row.words}
    claimed |= {id(word) for own in tables for word in (*own.aside, *own.notes)}
    heads = {id(word) for own in tables for word in (*own.header_words, *own.title_words)}
    left, right = _width(table, levels)
    top, bottom = table.rows[0].top, table.rows[-1].bottom
    below = min(top, max((word.middle for word in table.header_words), default=top))
    odd = [
        w for w in page.words if id(w) not in claimed and _inside(w, (left, below, right, bottom))
    ]
    odd = [w for w in odd if w.middle > top or id(w) not in heads]
    odd = [w for w in odd if any(map(str.isalnum, w.text)) or _inside(w, table.box)]
    if odd:
        problem = f"{_some(odd)}: words among the rows, but in no cell"
        yield Doubt("unclaimed", problem, tuple(odd))


def _width(table: Found, levels: Mapping[float, Sequence[Span]]) -> Span:
    """How far the words of the rows reach, and the rules over most columns from the top of the
    heading to right below the last row.
    """
    words = [word for row in table.rows for word in row.words]
    height = table.rows[-1].bottom - table.rows[-1].top
    spans = [(min([word.x0 for word in words]), max([word.x1 for word in words]))]
    for y, rules in levels.items():
        if table.box[1] - height < y < table.box[3] + height:
            spans += [(a, b) for a, b in rules if _covers_most((a, b), table)]
    return min(a for a, _ in spans), max(b for _, b in spans)


def _covers_most(rule: Span, table: Found) -> bool:
    over = [middle for a, b in table.columns if rule[0] < (middle := (a + b) / 2) < rule[1]]
    return len(over) * 2 > len(table.columns)


def _numbered(table: Found) -> Iterator[Doubt]:
    """'1' and '2' above rows that are named by numbers: the numbers of two columns, or a row?"""
    if len(table.columns) == 2 and is_value(table.rows[0].texts[0]):
        words = [head.words[-1] for head in table.heads if head.last - head.first == 1]
        if [word.text.strip("()") for word in words] == ["1", "2"]:
            yield Doubt("heading", "'1 2' may be a heading or a row", tuple(words))


def _doubtful_words(table: Found) -> Iterator[Doubt]:
    in_columns = (
        word
        for word in table.aside
        if any(left <= (word.x0 + word.x1) / 2 <= right for left, right in table.columns)
    )
    rows = [word for row in table.rows for word in row.words]
    why: dict[str, list[Word]] = {}
    for word in (*rows, *table.header_words, *in_columns):
        if word.doubt:
            why.setdefault(f": {word.doubt}", []).append(word)
    for word in rows:
        if word.angle and not word.doubt:
            why.setdefault(f" is turned by {word.angle} degrees", []).append(word)
    for reason, words in why.items():
        if len(words) > SOME:
            yield Doubt("glyphs", f"{_some(words)}{reason}", tuple(words))
        else:
            yield from (Doubt("glyphs", f"'{word.text}'{reason}", (word,)) for word in words)


def _some(words: Sequence[Word]) -> str:
    """The first of these words, and how many more there are."""
    more = f" and {len(words) - SOME} more" if len(words) > SOME else ""
    return ", ".join(f"'{word.text}'" for word in words[:SOME]) + more


def _dotted(table: Found) -> Iterator[Doubt]:
    """Dots that lead to a figure, or the sign of the next, that were taken for part of a cell."""
    for column, cell in (own for row in table.rows for own in enumerate(row.cells)):
        signed = column >= table.labels and SIGN_BEHIND.search(cell.text)
        if signed or (DOTTED.search(cell.text) and cell.text not in NIL_MARKS):
            problem = f"'{cell.text}' may hold dots or a sign that belong to a figure beside it"
            yield Doubt("glyphs", problem, tuple(cell.words))


def _overprinted(table: Found) -> Iterator[Doubt]:
    """Words that are drawn over each other."""
    words = [word for row in table.rows for word in row.words]
    for line in lines_of([*words, *table.header_words, *table.aside]):
        for one, two in pairwise(line):
            height = min(one.bottom - one.top, two.bottom - two.top)
            shared = min(one.bottom, two.bottom) - max(one.top, two.top)
            narrow = min(one.x1 - one.x0, two.x1 - two.x0)
            if one.x1 - two.x0 > OVER * narrow and shared > OVER * height:
                problem = f"'{one.text}' and '{two.text}' are drawn over each other"
                yield Doubt("glyphs", problem, (one, two))


def _drawn(table: Found, page: Page) -> Iterator[Doubt]:
    """Signs among the rows or in the heading; what lies around a whole word is a ground of it."""
    words = [*table.header_words, *(word for row in table.rows for word in row.words)]
    for sign in page.signs:
        x, y = (sign[0] + sign[2]) / 2, (sign[1] + sign[3]) / 2
        left, top, right, bottom = table.box
        if left <= x <= right and top <= y <= bottom and not any(_around(sign, w) for w in words):
            nearest = min(words, key=lambda word: (abs(word.middle - y), abs(word.x0 - x)))
            problem = f"something is drawn beside '{nearest.text}' that is no text"
            yield Doubt("drawn", problem, (Word("", *sign),))


def _around(sign: Side, word: Word) -> bool:
    inside = sign[0] <= (word.x0 + word.x1) / 2 <= sign[2]
    return inside and sign[1] <= word.top + 2 and sign[3] >= word.bottom - 2
