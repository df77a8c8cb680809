"""What is not certain about a table, whether rules enclose its cells or not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from annexes.base.texts import some_of
from annexes.reading.pages import Page, Word
from annexes.reading.tables.found import Doubt, Found, HeadCell, Side, Span, words_inside
from annexes.reading.tables.lines import APART, Line, lines_of, set_alike, text_of
from annexes.reading.tables.word_kinds import (
    NIL_MARKS,
    all_like_years,
    is_ordinal,
    is_value,
    is_wordy,
)

SOME = 5
"""So many words are named in a doubt about more."""
DOTTED = re.compile(r"(?:^|\s)[.·…] ?[.·…][.·… ]*$|^\.\d+[.,]\d")
"""Two dots and more at the end of a cell, and one before a figure that has a point already."""
SIGN_BEHIND = re.compile(r"\d(?: [-–−]|[:|])$")
"""The sign of the next column, and one of which walls are made, behind a figure."""
OVER = 0.45
"""Share of the smaller of two words by which they may overlap; kerning stays far below."""


def doubts_about_any(
    table: Found,
    page: Page,
    tables: Sequence[Found],
    levels: Mapping[float, Sequence[Span]],
    lines: Sequence[Line],
) -> Iterator[Doubt]:
    """All that is not certain about one of the tables of this page, on which level rules run at
    these heights, from left to right.
    """
    yield from _nameless(table)
    yield from _headed_again(table)
    yield from _headed_names(table)
    yield from _rows_in_heading(table, levels)
    yield from _unclaimed(table, page, tables, levels)
    yield from _doubtful_words(table)
    yield from _dotted(table)
    yield from _overprinted(table, lines)
    yield from _drawn(table, page)
    yield from _torn(table)
    yield from _unwalled(table, page)


def remarks_about_any(table: Found) -> Iterator[Doubt]:
    """What is not certain of its heading alone: none was found, or none above most columns."""
    heads = table.header[table.labels :]
    most = heads.count("") > max(1, len(heads) / 2)
    if not any(table.header) or (table.ruled and most):
        problem = "no heading was found above the columns"
        yield Doubt("heading", problem, tuple(table.rows[0].words))


def stand_apart(words: Sequence[Word]) -> Iterator[tuple[Word, Word]]:
    """Neighbours in a line that stand apart, a figure and another figure or word; signs may, and
    words behind their number.
    """
    for line in lines_of(words) if len(words) > 1 else ():
        for left, right in pairwise(line):
            if right.x0 - left.x1 > APART * (right.bottom - right.top):
                figure = is_value(right.text) or (is_value(left.text) and not is_ordinal(left.text))
                if figure and all(any(map(str.isalnum, word.text)) for word in (left, right)):
                    yield left, right


def _torn(table: Found) -> Iterator[Doubt]:
    """Two figures in a cell that stand apart."""
    cells = (cell.words for row in table.rows for cell in row.cells if table.ruled)
    for words in (words for words in cells if len(words) > 1):
        for left, right in stand_apart(words):
            if is_value(left.text) and is_value(right.text):
                problem = f"'{left.text}' and '{right.text}' stand apart in one cell"
                yield Doubt("columns", problem, (left, right))


def _unwalled(table: Found, page: Page) -> Iterator[Doubt]:
    """Columns, one of them of figures and without a heading, between which no rule runs as it does
    between all others: they may be one.
    """
    top, bottom = table.rows[0].bottom, table.rows[-1].top
    walls = [rule.x0 for rule in page.rules if rule.top < top and rule.bottom > bottom]
    gaps = [(a[1] - 2, b[0] + 2) for a, b in pairwise(table.columns)]
    bare = [n for n, (a, b) in enumerate(gaps) if not any(a < x < b for x in walls)]
    for n in bare if len(bare) * 2 <= len(gaps) else ():
        words = [
            word for row in table.rows[:1] for cell in row.cells[n : n + 2] for word in cell[0]
        ]
        if words and not all(table.header[max(n, table.labels) : n + 2]):
            problem = f"'{text_of(words)}' may be one cell: no rule parts it"
            yield Doubt("columns", problem, tuple(words))


def _nameless(table: Found) -> Iterator[Doubt]:
    """Figures alone in a grid of one column, or in one without a heading and without years: what
    they are of stands elsewhere.
    """
    years = all_like_years([row.texts[0] for row in table.rows if row.texts[0]])
    named = any(table.header) or years
    if table.ruled and not table.has_words and not (named and len(table.columns) > 1):
        first = table.rows[0].words
        problem = f"'{text_of(first)}' and the figures below it name no rows"
        yield Doubt("columns", problem, tuple(first))


def _headed_again(table: Found) -> Iterator[Doubt]:
    """A row that says in its first column what the heading says: another table begins there."""
    own = {head.text for head in table.heads if not head.first and head.text}
    for row in table.rows:
        if row.texts[0] in own and is_wordy(row.texts[0]) and sum(map(bool, row.texts)) > 1:
            problem = f"'{text_of(row.words)}' may be a heading or a row"
            yield Doubt("heading", problem, tuple(row.words))


def _headed_names(table: Found) -> Iterator[Doubt]:
    """Words above the names of the rows alone: a heading, or the first row? Below a title within
    the grid, words set unlike all rows are its heading, and so is a year if no row has one.
    """
    if not table.header[0] or any(table.header[1:]):
        return
    unlike = not set_alike(table.header_words, table.row_words)
    unlike |= _has_year(table.header_words) and not _has_year(table.row_words)
    if not (table.ruled and table.title and unlike):
        problem = f"'{table.header[0]}' may be a heading or a row without figures"
        yield Doubt("heading", problem, table.header_words)


def _has_year(words: Sequence[Word]) -> bool:
    return any(all_like_years([word.text]) for word in words)


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
    between = [y for y in levels if above - 1 < y < table.rows[0].top + 1]
    if not table.ruled and any(y > bottom - 1 for y in between) and min(between) < lowest + 1:
        return
    if above < lowest + 1 and all(_is_headed(head, others) for head in low):
        problem = f"'{low[0].text}' may be part of the heading, or of the first row"
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
    left, right = _width(table, levels)
    top, bottom = table.rows[0].top, table.rows[-1].bottom
    ruled = [y for y, own in levels.items() if y < top and any(_covers_most(r, table) for r in own)]
    below = min(top, max([word.middle for word in table.header_words] or ruled[-1:] or [top]))
    own = {id(word) for word in (*table.row_words, *table.aside, *table.notes)}
    odd = [w for w in words_inside(page.words, (left, below, right, bottom)) if id(w) not in own]
    if not odd:
        return
    claimed = {
        id(word) for other in tables for word in (*other.row_words, *other.aside, *other.notes)
    }
    heads = {id(word) for own in tables for word in (*own.header_words, *own.title_words)}
    odd = [w for w in odd if id(w) not in claimed or _is_amid(w, table)]
    odd = [w for w in odd if w.middle > top or id(w) not in heads]
    odd = [w for w in odd if any(map(str.isalnum, w.text)) or words_inside([w], table.box)]
    if odd:
        problem = f"{_some(odd)}: words among the rows, but in no cell"
        yield Doubt("unclaimed", problem, tuple(odd))


def _is_amid(word: Word, table: Found) -> bool:
    """True for a word between words of a row, whichever table it is in."""
    return any(
        row.top < word.middle < row.bottom
        and min(own.x0 for own in row.words) < word.x0
        and word.x1 < max(own.x1 for own in row.words)
        for row in table.rows
    )


def _width(table: Found, levels: Mapping[float, Sequence[Span]]) -> Span:
    """How far the words of the rows reach, and the rules over most columns from the top of the
    heading to right below the last row.
    """
    height = table.rows[-1].bottom - table.rows[-1].top
    spans = [(min([w.x0 for w in table.row_words]), max([w.x1 for w in table.row_words]))]
    for y, rules in levels.items():
        if table.box[1] - height < y < table.box[3] + height:
            spans += [(a, b) for a, b in rules if _covers_most((a, b), table)]
    return min(a for a, _ in spans), max(b for _, b in spans)


def _covers_most(rule: Span, table: Found) -> bool:
    over = [middle for a, b in table.columns if rule[0] < (middle := (a + b) / 2) < rule[1]]
    return len(over) * 2 > len(table.columns)


def _doubtful_words(table: Found) -> Iterator[Doubt]:
    in_columns = (
        word
        for word in table.aside
        if any(left <= (word.x0 + word.x1) / 2 <= right for left, right in table.columns)
    )
    why: dict[str, list[Word]] = {}
    for word in (*table.row_words, *table.header_words, *in_columns):
        if word.doubt:
            why.setdefault(f": {word.doubt}", []).append(word)
    for word in table.row_words:
        if word.angle:
            why.setdefault(f" is turned by {word.angle} degrees", []).append(word)
    for reason, words in why.items():
        if len(words) > SOME:
            yield Doubt("glyphs", f"{_some(words)}{reason}", tuple(words))
        else:
            yield from (Doubt("glyphs", f"'{word.text}'{reason}", (word,)) for word in words)


def _some(words: Sequence[Word]) -> str:
    return some_of([f"'{word.text}'" for word in words], SOME)


def _dotted(table: Found) -> Iterator[Doubt]:
    """Dots that lead to a figure, the sign of the next, or a colon in place of a rule between them,
    that were taken for part of a cell.
    """
    for column, cell in (own for row in table.rows for own in enumerate(row.cells)):
        signed = column and SIGN_BEHIND.search(cell.text)
        if signed or (DOTTED.search(cell.text) and cell.text not in NIL_MARKS):
            problem = f"'{cell.text}' may hold dots or a sign that belong to a figure beside it"
            yield Doubt("glyphs", problem, tuple(cell.words))


def _overprinted(table: Found, lines: Sequence[Line]) -> Iterator[Doubt]:
    """Words that are drawn over each other."""
    own = {id(word) for word in (*table.row_words, *table.header_words, *table.aside)}
    for line in lines:
        for one, two in pairwise([word for word in line if id(word) in own]):
            if one.x1 <= two.x0:
                continue
            height = min(one.bottom - one.top, two.bottom - two.top)
            shared = min(one.bottom, two.bottom) - max(one.top, two.top)
            narrow = min(one.x1 - one.x0, two.x1 - two.x0)
            if one.x1 - two.x0 > OVER * narrow and shared > OVER * height:
                problem = f"'{one.text}' and '{two.text}' are drawn over each other"
                yield Doubt("glyphs", problem, (one, two))


def _drawn(table: Found, page: Page) -> Iterator[Doubt]:
    """Signs among the rows or in the heading; what lies around a whole word is a ground of it."""
    words = [*table.header_words, *table.row_words]
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
