"""Lines that look like rows of a table, whatever becomes of them: none is passed over silently."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

from annexes.reading.pages import Word
from annexes.reading.tables.blocks import BULLET, Block, BlockLine, is_heading
from annexes.reading.tables.found import Span
from annexes.reading.tables.gutters import PROSE
from annexes.reading.tables.level_rules import SAME
from annexes.reading.tables.lines import is_running
from annexes.reading.tables.row_lines import EVEN
from annexes.reading.tables.word_kinds import MIN_FIGURES, is_value, is_wordy, opens_note

AS_HEADING = 2.5
"""The rows begin no further below their heading than this many heights of a line."""


def crowded(lines: Sequence[BlockLine]) -> list[BlockLine]:
    """Lines that end with three figures or more, as far to the right as others: rows, though their
    figures may stand too close to each other to be parted.
    """
    rows = [
        line for line in lines if len(_last_figures(line)) >= MIN_FIGURES and not is_heading(line)
    ]
    ends = [line.pieces[-1].x1 for line in rows]
    return [
        line
        for line, end in zip(rows, ends, strict=True)
        if sum(abs(other - end) <= EVEN for other in ends) >= MIN_FIGURES
    ]


def is_text(line: BlockLine) -> bool:
    """True for a line of running text, an item of a list and a formula: they are never rows."""
    item = line.words[0].text == BULLET and len(line.words) > 1
    return item or is_running(line.words) or any(word.text == "=" for word in line.words)


def _last_figures(line: BlockLine) -> list[Word]:
    """The words behind the last one that is no figure; the first word may be a name."""
    return list(takewhile(lambda word: is_value(word.text), reversed(line.words[1:])))


def under_heads(
    lines: Sequence[BlockLine], levels: Mapping[float, Sequence[Span]]
) -> Iterator[BlockLine]:
    """Lines in the columns of a heading that stands right above a rule.

    `levels` are the level rules of the page by their height, from top to bottom. Rules that lie
    between the same lines, as those of the cells of a row, are looked at once.
    """
    seen = set()
    for level, (left, right) in ((y, span) for y, spans in levels.items() for span in spans):
        over = (own for own in reversed(lines) if _is_over(own, left, right))
        head = next((own for own in over if own.bottom < level + SAME), None)
        if head and level - head.bottom < head.bottom - head.top:
            below = (own for own in lines if own.bottom > level + SAME)
            rows = [own for own in below if _is_over(own, left, right)]
            between = (id(head), *map(id, rows))
            if between not in seen:
                seen.add(between)
                unread = list(_in_columns(head, rows))
                if sum(map(_is_prose, unread)) * 2 <= len(unread):
                    yield from unread


def _is_prose(line: BlockLine) -> bool:
    """True for a line of running text in several columns, as above a rule and the footnotes."""
    pieces = [piece.words for piece in line.pieces]
    return all(len(words) >= PROSE and not is_value(words[-1].text) for words in pieces)


def _is_over(line: BlockLine, left: float, right: float) -> bool:
    return left < line.pieces[-1].x1 and line.pieces[0].x0 < right


def _in_columns(head: BlockLine, below: Sequence[BlockLine]) -> Iterator[BlockLine]:
    """The next lines that stand in the columns of this heading, up to one that does not."""
    block = Block()
    block.add(head)
    bottom = head.bottom
    named = any(is_wordy(piece.text) for piece in head.pieces)
    for line in below if named and len(head.pieces) > 1 else ():
        columns = [block.column_of(piece) for piece in line.pieces]
        single = [n for own in columns for n in own]
        apart = all(len(own) < 2 for own in columns) and len(set(single)) == len(single)
        noted = opens_note(line.pieces[0].text)
        if noted or not apart or line.top - bottom > AS_HEADING * (line.bottom - line.top):
            return
        if len(columns) > 1 and single:
            yield line
        bottom = line.bottom
