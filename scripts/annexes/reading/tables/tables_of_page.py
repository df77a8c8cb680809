"""All tables of a page, by their rules or by their alignment, and what only looks like a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from annexes.reading.pages import Page, Word, WordDoubt
from annexes.reading.tables.aligned import aligned_tables
from annexes.reading.tables.found import Doubt, Found, Side
from annexes.reading.tables.lines import APART, Line, lines_of, text_of, upright
from annexes.reading.tables.ruled import ruled_tables
from annexes.reading.tables.word_kinds import is_value, is_wordy

SOME = 5
"""So many words are named in a doubt about more."""
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
    lines = lines_of(word for word in page.words if word.doubt != WordDoubt.HIDDEN)
    framed = [t for t in ruled_tables(page) if _is_whole(t) and not _is_hidden(t)]
    aligned, stray = aligned_tables(page, _outside(lines, framed))
    tables = [
        replace(
            t,
            doubts=(
                *t.doubts,
                *_numbered(t),
                *_headed_again(t),
                *_unclaimed(t, page),
                *_doubtful_words(t),
                *_overprinted(t),
                *_drawn(t, page),
                *_torn(t),
            ),
        )
        for t in (*framed, *aligned)
    ]
    tables.sort(key=lambda table: (table.box[1], table.box[0]))
    return PageTables(lines, tuple(tables), (*stray, *_turned_rows(page)))


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


def _unclaimed(table: Found, page: Page) -> Iterator[Doubt]:
    """Words that stand among the rows but in no cell: turned, hidden, or overlooked."""
    claimed = {id(word) for row in table.rows for word in row.words}
    claimed |= {id(word) for word in (*table.aside, *table.notes)}
    words = [word for row in table.rows for word in row.words]
    left, right = min([word.x0 for word in words]), max([word.x1 for word in words])
    body = left, table.rows[0].top, right, table.rows[-1].bottom
    odd = tuple(w for w in page.words if id(w) not in claimed and _inside(w, body))
    if odd:
        yield Doubt("unclaimed", f"{_some(odd)}: words among the rows, but in no cell", odd)


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
