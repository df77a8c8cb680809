"""Signs that are drawn, not written: a figure as a picture or in outlines, a minus as a line.

A program sees an empty cell, or a figure without its minus; a person sees another one. Where such
a sign stands in a table, the table cannot be read from its text.
"""

from __future__ import annotations

from collections.abc import Iterable

from annexes.reading.document.ink import HasInk
from annexes.reading.document.paths import Drawing
from annexes.reading.pages import Box

MINUS = 8.0
"""Points: a line that is no longer, and far from others, may be a minus."""
POINT = 2.5
"""Points: what is smaller may be a dot of a broken line."""
MANY = 500
"""So many short lines are a pattern, or the strokes of a picture."""
ALONE = 4.0
"""Points: a line that goes on no further away makes both a part of a broken line …"""
TOUCHING = 1.0
"""… and one that crosses no further away a part of a frame."""
AROUND = 1.0
"""Points around a sign that are looked at: ink is what differs from its ground."""
NEAR = 8.0
"""Points: of signs within a square of this size one is enough."""


def signs_of(drawing: Drawing, laid_upon: Iterable[Box], has_ink: HasInk) -> tuple[Box, ...]:
    """The boxes of signs that are seen and of annotations; of those that stand close only one."""
    lines = [(r.x0, r.top, r.x1, r.bottom) for r in (*drawing.rules, *drawing.dashes)]
    dashes = [line for line in lines if _is_dash(line)]
    if len(dashes) > MANY:
        dashes = []
    lone = [own for own in dashes if not any(_meet(own, line) for line in lines)]
    drawn = [*(box for box in drawing.shapes if not _is_point(box)), *lone]
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
    x0, top, x1, bottom = box
    return has_ink(x0 - AROUND, top - AROUND, x1 + AROUND, bottom + AROUND)


def _is_dash(box: Box) -> bool:
    x0, top, x1, bottom = box
    return bottom - top < x1 - x0 <= MINUS and not _is_point(box)


def _is_point(box: Box) -> bool:
    """True for what may be a dot of a broken line."""
    x0, top, x1, bottom = box
    return max(x1 - x0, bottom - top) < POINT


def _meet(dash: Box, other: Box) -> bool:
    """True for another line that touches this one, or goes on where it ends."""
    if dash == other:
        return False
    apart = ALONE if abs(dash[1] - other[1]) < TOUCHING else TOUCHING
    across = other[0] - apart < dash[2] and dash[0] - apart < other[2]
    return across and other[1] - TOUCHING < dash[3] and dash[1] - TOUCHING < other[3]
