"""Signs that are drawn, not written: a figure as a picture or in outlines, a minus as a line.

A program sees an empty cell, or a figure without its minus; a person sees another one. Where such
a sign stands in a table, the table cannot be read from its text.
"""

from __future__ import annotations

from collections.abc import Iterable

from annexes.reading.document.ink import HasInk
from annexes.reading.document.paths import SPECK, THIN, Drawing
from annexes.reading.pages import Box

MINUS = 8.0
"""Points: a line that is no longer, and far from others, may be a minus."""
DOT = 2.5
"""Points: what is smaller, and not far from others, may be part of a broken line."""
MANY = 500_000
"""Where so many pairs of lines are to be compared, the short ones are a pattern or a picture."""
ALONE = 6.0
"""Points: a line that goes on no further away makes both a part of a broken line …"""
TOUCHING = 1.0
"""… and one that crosses no further away a part of a frame."""
AROUND = 1.0
"""Points around a sign that are looked at: ink is what differs from its ground. Of a large one they
are left out: if it is of one colour, it is a ground itself."""
NEAR = 8.0
"""Points: of signs within a square of this size one is enough."""


def signs_of(drawing: Drawing, laid_upon: Iterable[Box], has_ink: HasInk) -> tuple[Box, ...]:
    """The boxes of signs that are seen and of annotations; of those that stand close only one."""
    lines = [*drawing.rules, *drawing.marks]
    small = [line for line in lines if _is_small(line)]
    if len(small) * len(lines) > MANY:
        small = []
    drawn = [mark for mark in drawing.marks if not _is_small(mark)]
    drawn += [own for own in small if not any(_meet(own, line) for line in lines)]
    seen = [box for box in _spread(drawn) if _is_seen(box, has_ink)]
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
    large = min(x1 - x0, bottom - top) > THIN and max(x1 - x0, bottom - top) >= SPECK
    out = -AROUND if large else AROUND
    return has_ink(x0 - out, top - out, x1 + out, bottom + out)


def _is_small(box: Box) -> bool:
    """True for dots and for dashes as short as a minus: they may be parts of a broken line."""
    x0, top, x1, bottom = box
    width, height = x1 - x0, bottom - top
    return max(width, height) < DOT or height <= THIN < width <= MINUS


def _meet(dash: Box, other: Box) -> bool:
    """True for another line that touches this one, or goes on where it ends."""
    if max(abs(a - b) for a, b in zip(dash, other, strict=True)) < TOUCHING:
        return False  # itself, perhaps drawn twice
    apart = ALONE if abs(dash[1] - other[1]) < TOUCHING else TOUCHING
    across = other[0] - apart < dash[2] and dash[0] - apart < other[2]
    return across and other[1] - TOUCHING < dash[3] and dash[1] - TOUCHING < other[3]
