"""Lines → blocks: lines below each other whose pieces stand in the same columns.

A column is where pieces of several lines stand below each other; in no line two pieces of a row
stand in one column. A line with a figure behind its first piece may be a row; lines of words
between such rows are kept, since they may be the rest of a name or head the rows below them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest
from operator import attrgetter

from annexes.reading.pages import Page, Word
from annexes.reading.tables.found import Span
from annexes.reading.tables.leaders import LEADER, leaders_in
from annexes.reading.tables.lines import (
    APART,
    Line,
    bottom_of,
    gap_between,
    height_of,
    pieces_of,
    set_alike,
    text_of,
)
from annexes.reading.tables.word_kinds import (
    COMPARING,
    MARK,
    all_like_years,
    are_column_numbers,
    are_head_numbers,
    are_years,
    is_figure,
    is_head_word,
    is_ordinal,
    is_value,
    is_wordy,
    opens_note,
    opens_title,
)

FAR = 4.5
"""A row this many heights of a line below the last one belongs to another table."""
TOUCH = 1.0
"""Points that two spans must share to stand in one column."""
CURRENCIES = frozenset("$€£¥")
SIGNS = CURRENCIES | {"%"}
"""Signs that belong to the figure beside them, however large the space between."""
MARKS = frozenset("()&+*†‡§#")
"""Signs that say something by themselves: a note, a bracket; so does one '='."""
SIGN_APART = 4.0
"""A sign stands no further from its figure than this many times its height."""
MARK_NEAR = 1.5
"""A mark that is as large as its name stands no further from it than this many times its height:
further on, '1)' is a figure with a mark."""
MIDDLE = 0.04
"""Words stand in the middle of a table, give or take this share of its width."""
BULLET, LISTED = "•", 2.0
"""What opens an item of a list, and how many heights of a line before its words at most."""
EVEN = 0.3
"""Points by which equal spaces may differ."""
OVERLAP = 0.25
"""Lines that stand over each other by this share of their height are no rows below each other."""
BESIDE = 3
"""More words than this in a line beside a row with a name may be running text."""
SENTENCE = 12
"""More words than this in one piece are a sentence."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a line that stand together; `text` is without the dots that lead to the figures."""

    words: Line
    text: str
    x0: float
    x1: float
    is_value: bool

    @property
    def span(self) -> Span:
        """From left to right."""
        return self.x0, self.x1


@dataclass(frozen=True, slots=True)
class BlockLine:
    """The pieces of one line, from left to right; `aside` are rows of dots between them."""

    pieces: tuple[Piece, ...]
    top: float
    bottom: float
    aside: tuple[Word, ...] = ()

    @property
    def words(self) -> tuple[Word, ...]:
        """All its words that say something."""
        return tuple(word for piece in self.pieces for word in piece.words)

    @property
    def may_be_row(self) -> bool:
        """True if a figure stands behind the first piece."""
        return any(piece.is_value for piece in self.pieces[1:])


@dataclass
class BlockColumn:
    """A column of a block: where its pieces stand, and in which lines."""

    span: Span
    lines: set[int]
    values: int = 0

    @property
    def holds_figures(self) -> bool:
        """True if most of its pieces are figures."""
        return self.values * 2 > len(self.lines)


@dataclass
class Block:
    """Lines below each other; `rows` are the numbers of those that settled the columns, `tail` are
    lines of words below the last of them.
    """

    lines: list[BlockLine] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    columns: list[BlockColumn] = field(default_factory=list)
    tail: list[BlockLine] = field(default_factory=list)

    def add(self, line: BlockLine) -> bool:
        """Append the line as a row if its pieces fit the columns; widen the columns by them."""
        number = len(self.lines) + len(self.tail)
        own = [piece for piece in line.pieces if not self._names_several(piece)]
        pieces = [BlockColumn(piece.span, {number}, int(piece.is_value)) for piece in own]
        merged: list[BlockColumn] = []
        for column in sorted([*self.columns, *pieces], key=lambda column: column.span):
            last = merged[-1] if merged else None
            if last is None or column.span[0] >= last.span[1] - TOUCH:
                merged.append(BlockColumn(column.span, set(column.lines), column.values))
            elif last.lines & column.lines:
                return False
            else:
                last.span = last.span[0], max(last.span[1], column.span[1])
                last.lines |= column.lines
                last.values += column.values
        if self.columns and len(merged) == len(self.columns) + len(pieces):
            return False
        self.columns = merged
        self.rows.append(number)
        self.lines += [*self.tail, line]
        self.tail = []
        return True

    def _names_several(self, piece: Piece) -> bool:
        """True for words over two columns that name the rows, such as a number and a name."""
        hits = self.column_of(piece)
        if piece.is_value or len(hits) < 2 or len(self.rows) < 2:
            return False
        together = set.intersection(*(self.columns[n].lines for n in hits))
        wordy = not self.columns[hits[-1]].holds_figures
        return bool(together) and wordy and len(hits) == 2

    def column_of(self, piece: Piece) -> list[int]:
        """The columns in which this piece stands."""
        return [
            n
            for n, column in enumerate(self.columns)
            if min(piece.x1, column.span[1]) - max(piece.x0, column.span[0]) > TOUCH
        ]


def block_lines(page: Page, lines: Iterable[Line]) -> list[BlockLine]:
    """The lines cut into pieces, without ornaments."""
    walls = [rule for rule in page.rules if rule.x1 - rule.x0 < rule.bottom - rule.top]
    made = []
    for line in lines:
        dots = {id(word) for word in leaders_in(line)}
        leaders = tuple(word for word in line if id(word) in dots or not _says_something(word))
        words = tuple(word for word in line if word not in leaders) if leaders else line
        if words:
            pieces = tuple(
                map(piece_of, _with_signs(_glued(_with_currencies(pieces_of(words, walls)))))
            )
            top, bottom = min(w.top for w in words), max(w.bottom for w in words)
            made.append(BlockLine(pieces, top, bottom, leaders))
    return list(_with_centred(made))


def _with_centred(lines: Sequence[BlockLine]) -> Iterator[BlockLine]:
    """The lines, with three as one where the second stands half way between the other two, over
    both of them and beside their words: a row whose cells are set to the middle of its height.
    """
    at = 0
    while at < len(lines):
        own = lines[at : at + 3]
        if len(own) == 3 and _is_centred_row(*own):
            yield _as_one(own)
            at += 3
        else:
            yield lines[at]
            at += 1


def _is_centred_row(above: BlockLine, line: BlockLine, below: BlockLine) -> bool:
    height = line.bottom - line.top
    share = OVERLAP * height
    if above.bottom - line.top < share or line.bottom - below.top < share:
        return False
    off = (above.top + below.top) / 2 - line.top
    outer = [*above.pieces, *below.pieces]
    named = any(is_wordy(piece.text) for piece in line.pieces)
    if named and max(len(piece.words) for piece in outer) > BESIDE:  # running text beside rows
        return False
    return (
        abs(off) < share / 2
        and below.top > above.top + height / 2
        and any(piece.is_value for piece in line.pieces)
        and not any(piece.is_value for piece in outer)
        and not any(_share_width(piece, own) for piece in outer for own in line.pieces)
        and len(above.pieces) == len(below.pieces)
        and all(map(_share_width, above.pieces, below.pieces))
    )


def _share_width(one: Piece, two: Piece) -> bool:
    return min(one.x1, two.x1) - max(one.x0, two.x0) > TOUCH


def _as_one(lines: Sequence[BlockLine]) -> BlockLine:
    above, line, below = lines
    wrapped = []
    for upper, lower in zip(above.pieces, below.pieces, strict=True):
        words = (*upper.words, *lower.words)
        left, right = min(upper.x0, lower.x0), max(upper.x1, lower.x1)
        wrapped.append(Piece(words, text_of(words), left, right, is_value=False))
    pieces = sorted((*line.pieces, *wrapped), key=attrgetter("x0"))
    aside = tuple(word for own in lines for word in own.aside)
    return BlockLine(tuple(pieces), above.top, below.bottom, aside)


def _says_something(word: Word) -> bool:
    """False for arrows and ornaments, which are no part of a figure and no word."""
    text = word.text
    return (
        is_value(text)
        or any(map(str.isalnum, text))
        or text in SIGNS
        or text in COMPARING
        or text == "="
        or any(sign in MARKS for sign in text)
    )


def piece_of(words: Line) -> Piece:
    """The piece that these words of a line make up."""
    text = LEADER.sub(" ", text_of(words)).strip() or text_of(words)
    return Piece(words, text, words[0].x0, words[-1].x1, is_value(text))


def _glued(pieces: list[Line]) -> list[Line]:
    """The pieces, with those that are part of a sentence put together again: a number in a
    justified line stands further from the words beside it than these from each other.
    """
    glued: list[Line] = []
    for piece in pieces:
        if glued:
            before = glued[-1]
            near = gap_between(before, piece) < APART * height_of(piece)
            long = len(before) > 2 or _is_even(before, piece, pieces)
            wordy = is_wordy(text_of(before)) or len(piece) > 1
            equal = before[-1].text == "="  # 'n = 1,204'
            if near and (equal or (long and wordy and _goes_on(pieces, piece))):
                glued[-1] = (*before, *piece)
                continue
        glued.append(piece)
    return glued


def _is_even(before: Line, piece: Line, pieces: Sequence[Line]) -> bool:
    """True for the words that begin the line, and a piece as far from them as from those behind it,
    or as the words of one of the two: in a typeface in which all letters, and spaces, are as wide.
    """
    if before[0] is not pieces[0][0]:
        return False
    behind = [two for one, two in pairwise(pieces) if one is piece]
    words = [*pairwise(before), *pairwise(piece), *((piece[-1], own[0]) for own in behind)]
    gap = gap_between(before, piece)
    return any(abs(gap - (two.x0 - one.x1)) < EVEN for one, two in words)


def _goes_on(pieces: Sequence[Line], piece: Line) -> bool:
    """True if words follow this piece as near as words of a sentence do."""
    at = next(n for n, own in enumerate(pieces) if own is piece)
    if is_wordy(text_of(piece)):
        return True
    if at + 1 == len(pieces):
        return False
    behind = pieces[at + 1]
    near = gap_between(piece, behind) < APART * height_of(piece)
    return near and is_wordy(text_of(behind))


def _with_currencies(pieces: Sequence[Line]) -> list[Line]:
    """The pieces, with the sign of a currency joined to the figure behind it at any distance: it
    may stand at the left edge of its column, near the figure before it. It belongs to that only
    where it stands nearer to it, and no sign before leads a figure.
    """
    words = [word for piece in pieces for word in piece]
    if not any(word.text in CURRENCIES for word in words):
        return list(pieces)
    starts = {id(piece[0]) for piece in pieces}
    leads = False
    for number, (sign, figure) in enumerate(pairwise(words)):
        if sign.text not in CURRENCIES or not is_value(figure.text):
            continue
        before = words[number - 1] if number > 1 else None
        if not leads and before and is_figure(before.text):
            leads = figure.x0 - sign.x1 <= sign.x0 - before.x1
        else:
            leads = True
        if leads:
            starts = (starts | {id(sign)}) - {id(figure)}
    cut: list[Line] = []
    for word in words:
        if id(word) in starts or not cut:
            cut.append((word,))
        else:
            cut[-1] = (*cut[-1], word)
    return cut


def _with_signs(pieces: Sequence[Line]) -> list[Line]:
    """The pieces, with '%' joined to the figure before it, marks of footnotes to their name, and
    the items of a list to their bullet.
    """
    joined: list[Line] = []
    for piece in pieces:
        if joined and _belongs_to(piece, joined[-1], first=len(joined) == 1):
            joined[-1] = (*joined[-1], *piece)
        else:
            joined.append(piece)
    return joined


def _belongs_to(signs: Line, before: Line, *, first: bool) -> bool:
    heights = gap_between(before, signs) / height_of(signs)
    if text_of(before) == BULLET:
        return is_wordy(text_of(signs)) and heights < LISTED
    if text_of(signs) == "%":
        return is_value(text_of(before)) and heights < SIGN_APART
    if not (all(MARK.fullmatch(word.text) for word in signs) and is_wordy(text_of(before))):
        return False
    return heights < MARK_NEAR or (first and _is_raised(signs, before))


def _is_raised(marks: Line, name: Line) -> bool:
    """True for small marks above the foot of a name: they belong to it at any distance, as where
    they stand below each other in a column of their own.
    """
    return bottom_of(marks) < bottom_of(name)


# ── growing ─────────────────────────────────────────────────────────────────────────────────


def blocks_of(lines: Sequence[BlockLine]) -> list[Block]:
    """The blocks of two and more rows, and single lines that may be rows, from top to bottom."""
    blocks: list[Block] = []
    block: Block | None = None
    for line, following in zip_longest(lines, lines[1:]):
        if block is not None:
            if _is_far(block, line) or (_ends(block, line) and not _heads(block, line, following)):
                block = None
            elif not _fits_as_row(block, line):
                block.tail.append(line)
                continue
            elif block.add(line):
                continue
        if line.may_be_row:
            block = Block()
            block.add(line)
            blocks.append(block)
    return blocks


def _is_far(block: Block, line: BlockLine) -> bool:
    last = (block.tail or block.lines)[-1]
    return line.top - last.bottom > FAR * (line.bottom - line.top)


def _fits_as_row(block: Block, line: BlockLine) -> bool:
    """True for a line with a figure behind its first piece, and for a lone figure in a column, set
    as the rows are: the number of a page is not.
    """
    if line.may_be_row:
        return True
    if len(line.pieces) == 1 and line.pieces[0].is_value:
        hit = block.column_of(line.pieces[0])
        alike = any(set_alike(line.words, block.lines[n].words) for n in block.rows)
        return alike and len(hit) == 1 and hit[0] > 0 and block.columns[hit[0]].holds_figures
    return False


def _heads(block: Block, line: BlockLine, following: BlockLine | None) -> bool:
    """True for words alone over the figures, and a year alone above names, that head the next line:
    a row of the same columns, which is no further away than the last one. Words over the only
    figure of that row are the heading of its column.
    """
    if following is None or len(line.pieces) > 1 or not following.may_be_row:
        return False
    over, text = block.column_of(line.pieces[0]), line.pieces[0].text
    if not over or not (is_wordy(text) if over[0] else all_like_years([text])):
        return False
    last = (block.tail or block.lines)[-1]
    near = following.bottom - line.bottom <= line.bottom - last.bottom + 0.1 * (
        line.bottom - line.top
    )
    columns = [block.column_of(piece) for piece in following.pieces]
    fits = len(columns) > 1 and all(len(own) == 1 for own in columns)
    return near and fits and columns[1:] != [over]


def _ends(block: Block, line: BlockLine) -> bool:
    """True for a line that can stand neither between the rows nor above further ones: headings
    over the figures, a note, a sentence.
    """
    if line.may_be_row and (len(block.rows) < 2 or not is_heading(line)):
        return False
    opening = line.pieces[0].text
    if is_heading(line) or opens_note(opening) or opens_title(opening):
        return True
    if _fits_as_row(block, line):
        return False
    over = [hit for piece in line.pieces for hit in block.column_of(piece)]
    figures = {n for n in over if n and _heads_or_holds_figures(block, n)}
    if any(len(piece.words) > SENTENCE for piece in line.pieces):
        return bool(figures)
    if len(line.pieces) > 1:
        return bool(figures) or _is_over_figures(block, line)
    return bool(figures) and len(over) == 1


def _heads_or_holds_figures(block: Block, number: int) -> bool:
    """True for a column of figures, and for one of the words alone of a first line that heads."""
    column = block.columns[number]
    return column.holds_figures or (column.lines == {0} and is_heading(block.lines[0]))


def _is_over_figures(block: Block, line: BlockLine) -> bool:
    """True for words behind the names of rows that hold nothing but figures."""
    names, *others = block.columns
    behind = all(piece.x0 > names.span[1] for piece in line.pieces[1:])
    return behind and all(column.values == len(column.lines) for column in others)


def is_centred(span: Span, whole: Span) -> bool:
    """True if the words stand in the middle of a table, as the name of a section may."""
    off = (span[0] + span[1]) / 2 - (whole[0] + whole[1]) / 2
    return abs(off) <= MIDDLE * (whole[1] - whole[0])


def is_heading(line: BlockLine) -> bool:
    """True for years, numbers of columns, and words among which stand none but such figures."""
    if are_heads(line):
        return True
    values = [piece.text for piece in line.pieces[1:] if piece.is_value]
    words = [piece.text for piece in line.pieces[1:] if not piece.is_value]
    if len(line.pieces) == 1:
        return all_like_years([line.pieces[0].text])
    headed = any(map(is_wordy, words)) or all(map(is_ordinal, values))
    headed |= is_head_word(line.pieces[0].text) and len(values) > 1
    return bool(values) and headed and are_head_numbers(values)


def are_heads(line: BlockLine) -> bool:
    """True for years and for numbers of columns, as they stand above the figures of a table."""
    values = [piece.text for piece in line.pieces if piece.is_value]
    label = "" if line.pieces[0].is_value else line.pieces[0].text
    return are_years(values) or (len(values) > 1 and are_column_numbers(label, values))
