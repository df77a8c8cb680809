"""Signs that are drawn, not written: a figure as a picture or in outlines, a minus as a line.

A program sees an empty cell, or a figure without its minus; a person sees another one. Where such
a sign stands in a table, the table cannot be read from its text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from operator import itemgetter

from annexes.reading.document.ink import HasInk
from annexes.reading.document.paths import SPECK, THIN, Drawing
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


def signs_of(drawing: Drawing, laid_upon: Iterable[Box], has_ink: HasInk) -> tuple[Box, ...]:
    """The boxes of signs that are seen and of annotations; of those that stand close only one."""
    lines = [*drawing.rules, *drawing.marks]
    small = [line for line in lines if _is_small(line)]
    large = [mark for mark in drawing.marks if not _is_small(mark)]
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
    by_left, by_top = sorted(lines), sorted(lines, key=itemgetter(1))
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
