"""Signs that are drawn, not written: a figure as a picture or in outlines, a minus as a line.

A program sees an empty cell, or a figure without its minus; a person sees another one. Where such
a sign stands in a table, the table cannot be read from its text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from operator import itemgetter

from annexes.reading.document.geometry import overlap
from annexes.reading.document.ink import HasInk
from annexes.reading.document.paths import DOTTED, SPECK, THIN, Drawing
from annexes.reading.pages import Box

MINUS, ONE = 8.0, 9.5
"""Points: a line that is no longer, and far from others, may be a minus, or an upright one a 1."""
DOT = 2.5
"""Points: what is smaller, and not far from others, may be part of a broken line."""
MANY = 1500
"""So many short lines and dots are a pattern, or the strokes of a picture."""
ALONE = 6.0
"""Points: a line that goes on no further away makes both a part of a broken line …"""
TOUCHING = 1.0
"""… and one that crosses no further away a part of a frame."""
REACH = THIN + TOUCHING
"""Points by which a line may begin higher than another that it crosses."""
AROUND = 1.0
"""Points around a sign that are looked at: ink is what differs from its ground. Of a large one they
are left out: if it is of one colour, it is a ground itself."""
NEAR = 8.0
"""Points: of signs within a square of this size one is enough."""
IN_A_ROW = 6
"""So many marks of one thickness, close to each other in one line, are a dotted or dashed rule."""
GAP = 1.5
"""In thicknesses of such a rule: its dots and dashes stand no further apart …"""
UNEVEN = 0.3
"""Points: … save for this, by which also their levels and thicknesses may differ."""
TOP = itemgetter(1)


def signs_of(drawing: Drawing, laid_upon: Iterable[Box], has_ink: HasInk) -> tuple[Box, ...]:
    """The boxes of signs that are seen and of annotations; of those that stand close only one."""
    lines = [*drawing.rules, *drawing.marks]
    marks = _without_rows(drawing.marks)
    small = [line for line in (*drawing.rules, *marks) if _is_small(line)]
    large = [mark for mark in marks if not _is_small(mark)]
    lone = _lone(small, lines) if 0 < len(small) < MANY else ()
    seen = [box for box in (*large, *lone) if _is_seen(box, has_ink)]
    return tuple(_spread([*seen, *laid_upon]))


def _spread(boxes: Iterable[Box]) -> Iterable[Box]:
    """One box for each square of the page in which some have their middle."""
    found: dict[tuple[int, int], Box] = {}
    for box in boxes:
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        found.setdefault((int(x / NEAR), int(y / NEAR)), box)
    return found.values()


def _without_rows(marks: Sequence[Box]) -> list[Box]:
    """The marks that are no part of a dotted or dashed rule, nor a corner that touches one."""
    level, upright = _rows(marks), _rows(map(_turned, marks))
    return [m for m in marks if not (_is_part(m, level) or _is_part(_turned(m), upright))]


def _is_part(mark: Box, rows: Sequence[Box]) -> bool:
    """True if it is small and touches one of these level rows, given from top to bottom."""
    if max(_size(mark)) > SPECK:
        return False
    start = bisect_left(rows, mark[1] - SPECK - UNEVEN, key=TOP)
    end = bisect_right(rows, mark[3] + UNEVEN, key=TOP)
    return any(overlap(mark, row, UNEVEN) for row in rows[start:end])


def _rows(marks: Iterable[Box]) -> list[Box]:
    """The boxes of level rows, from top to bottom, of marks that are no higher than wide: digits
    in outlines are higher.
    """
    flat = [m for m in marks if m[3] - m[1] < m[2] - m[0] + UNEVEN and m[2] - m[0] <= SPECK]
    flat.sort(key=TOP)
    starts = [n for n, (a, b) in enumerate(pairwise(flat), start=1) if b[1] - a[1] > UNEVEN]
    rows: list[list[Box]] = []
    for start, end in pairwise([0, *starts, len(flat)]):
        for own in sorted(flat[start:end]):
            if not (rows and _goes_on(rows[-1][-1], own)):
                rows.append([])
            rows[-1].append(own)
    boxes = ((row[0][0], row[0][1], row[-1][2], row[0][3]) for row in rows if len(row) >= IN_A_ROW)
    return sorted([box for box in boxes if box[2] - box[0] > DOTTED], key=TOP)


def _goes_on(last: Box, own: Box) -> bool:
    """True if this mark stands right behind the last one of a level row and is as thick."""
    level = abs(own[1] - last[1]) <= UNEVEN and abs(own[3] - last[3]) <= UNEVEN
    return level and own[0] - last[2] <= GAP * (own[3] - own[1]) + UNEVEN


def _turned(box: Box) -> Box:
    return box[1], box[0], box[3], box[2]


def _is_seen(box: Box, has_ink: HasInk) -> bool:
    """True if it differs from what is around it; a large one must differ within itself."""
    x0, top, x1, bottom = box
    large = min(_size(box)) > THIN and max(_size(box)) >= SPECK
    out = -AROUND if large else AROUND
    return has_ink([(x0 - out, top - out, x1 + out, bottom + out)])


def _is_small(box: Box) -> bool:
    """True for dots, and for lines as short as a minus or a 1: they may be parts of longer ones."""
    width, height = _size(box)
    is_minus, is_one = height <= THIN < width <= MINUS, width <= THIN < height <= ONE
    return max(width, height) < DOT or is_minus or is_one


def _size(box: Box) -> tuple[float, float]:
    return box[2] - box[0], box[3] - box[1]


def _lone(small: Iterable[Box], lines: Iterable[Box]) -> Iterator[Box]:
    """Those that meet no other line that begins at their height, or stands in their column."""
    by_left, by_top = sorted(lines), sorted(lines, key=TOP)
    lefts, tops = [line[0] for line in by_left], [line[1] for line in by_top]
    for own in small:
        left, top, _, bottom = own
        column = by_left[bisect_left(lefts, left - TOUCHING) : bisect_right(lefts, left + TOUCHING)]
        level = by_top[bisect_left(tops, top - REACH) : bisect_right(tops, bottom + TOUCHING)]
        if not any(_meet(own, line) for line in (*column, *level)):
            yield own


def _meet(own: Box, other: Box) -> bool:
    """True for another line that touches this one, or goes on where it ends."""
    x0, top, x1, bottom = own
    left, upper, right, lower = other
    level, column = abs(top - upper) < TOUCHING, abs(x0 - left) < TOUCHING
    if level and column and abs(x1 - right) < TOUCHING and abs(bottom - lower) < TOUCHING:
        return False  # itself, perhaps drawn twice
    is_dot = max(x1 - x0, bottom - top) < DOT
    across = ALONE if level and (is_dot or x1 - x0 > bottom - top) else TOUCHING
    along = ALONE if column and (is_dot or x1 - x0 < bottom - top) else TOUCHING
    beside = left - across < x1 and x0 - across < right
    return beside and upper - along < bottom and top - along < lower
