"""Does a table go on at the top of the next page? Does a row of it?"""

from __future__ import annotations

from collections.abc import Sequence

from annexes.reading.pages import Page, Word
from annexes.reading.tables.bands import Box, bands_of
from annexes.reading.tables.found import Found, words_inside
from annexes.reading.tables.frames import SNAP, frames_of
from annexes.reading.tables.lines import MARGIN, Line, pieces_of, text_of
from annexes.reading.tables.row_lines import EVEN
from annexes.reading.tables.titles import number_of
from annexes.reading.tables.word_kinds import goes_on, is_list_word, is_value, is_wordy

FEW, FIRST = 2, 3
"""So many lines below a table are the foot of its page; among so many of a page its head may be."""


def may_continue(before: Found, after: Found) -> bool:
    """True if the first table of a page may be the rest of the last one of the page before.

    It has as many columns, each below the same one, and no title and heading of its own or the
    same again; of a numbered title the number is the same.
    """
    if after.page != before.page + 1 or len(after.columns) != len(before.columns):
        return False
    again = number_of(after.title) and number_of(after.title) == number_of(before.title)
    if after.title not in ("", before.title) and not again:
        return False
    if any(after.header) and after.header != before.header:
        return False
    pairs = zip(before.columns, after.columns, strict=True)
    return all(one[0] < two[1] and two[0] < one[1] for one, two in pairs)


def rest_of_row(before: Found, page: Page) -> tuple[Word, ...]:
    """Words in the first row of a grid at the top of this page that may be the rest of the last row
    of the table on the page before, whose columns it has: the end of the page cut its cells.

    Such a row has words where the last one has words, and no figure where the table has figures.
    """
    edges = [before.columns[0][0], *(right for _, right in before.columns)]
    frames = (frame for frame in frames_of(page.rules) if len(frame.xs) > 2)  # no box of text
    frame = next(frames, None) if before.ruled else None
    if frame is None or len(edges) != len(frame.xs):
        return ()
    if any(abs(one - two) > SNAP for one, two in zip(edges, frame.xs, strict=True)):
        return ()
    counted = {
        n
        for n in range(before.labels, len(before.columns))
        if sum(is_value(row.texts[n]) for row in before.rows) * 2 > len(before.rows)
    }
    heading = {head.text for head in before.heads}
    for band in bands_of(frame, words_inside(page.words, frame.box)):
        boxes = [box for box in band if box.words]
        if not boxes or all(box.text in heading for box in boxes):
            continue
        whole = any(box.first in counted or box.last - box.first > 1 for box in boxes)
        if whole or not any(_goes_on(before, box) for box in boxes):
            return ()
        return tuple(word for box in boxes for word in box.words)
    return ()


def rest_of_words(before: Found, above: Sequence[Line], lines: Sequence[Line]) -> Line:
    """The first of the lines of a page, if it may be the rest of the last row of the table with
    which the page before ends, whose lines are those `above`: words that begin where the words of
    several of its cells begin.
    """
    if before.ruled or len(_behind(before, above)) > FEW:
        return ()
    first = next((line for line in lines if line[0].top > MARGIN), ())
    pieces = pieces_of(first) if first else []
    starts = [min(w.x0 for w in cell.words) for cell in before.rows[-1].cells if cell.words]
    under = all(any(abs(piece[0].x0 - x) < EVEN for x in starts) for piece in pieces)
    words = not any(is_value(text_of(piece)) for piece in pieces)
    return first if len(pieces) > 1 and under and words else ()


def _behind(table: Found, lines: Sequence[Line]) -> list[Line]:
    """Those of the lines of its page that stand below the last row of the table."""
    return [line for line in lines if line[0].middle > table.rows[-1].bottom]


def lone_row(before: Found, above: Sequence[Line], lines: Sequence[Line], top: float) -> Line:
    """One of the first lines of a page, over its `top`, that may be one more row of the table with
    which the page before ends, whose lines are those `above`: a name, and a figure below each of
    its columns.
    """
    figures = before.columns[before.labels :]
    if len(figures) < 2:
        return ()
    for line in [line for line in lines if line[0].middle < top][:FIRST]:
        name = [word for word in line if word.x1 <= figures[0][0]]
        cells = [[w for w in line if left < w.x1 and w.x0 < right] for left, right in figures]
        values = all(cell and is_value(text_of(cell)) for cell in cells)
        if values and name and is_wordy(text_of(name)):
            return line if len(_behind(before, above)) <= FEW else ()
    return ()


def _goes_on(before: Found, box: Box) -> bool:
    """True if the words of one column may go on from those of the last row there; a name does so
    only where its words say it.
    """
    cut = before.rows[-1].texts[box.first]
    named = box.first > 0 or goes_on(cut) or box.text[:1].islower()
    return is_wordy(cut) and named and not is_list_word(box.text)
