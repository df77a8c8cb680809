"""Signs that are drawn, not written: a figure as a picture or in outlines, a minus as a line.

A program sees an empty cell, or a figure without its minus; a person sees another one. Where such
a sign stands in a table, the table cannot be read from its text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from annexes.reading.document.paths import Drawing
from annexes.reading.model import Box, Ruling

HasInk = Callable[[float, float, float, float], bool]

MINUS = 8.0
"""Points: a horizontal line that is no longer, and far from others, may be a minus."""
MANY = 500
"""So many of them are the dots of broken lines, or the strokes of a picture."""
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
    shapes = _spread((*drawing.shapes, *_lone_dashes(drawing)))
    return tuple(_spread((*(box for box in shapes if _is_seen(box, has_ink)), *laid_upon)))


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


def _lone_dashes(drawing: Drawing) -> Iterator[Box]:
    """Short horizontal lines that neither continue another line nor touch one."""
    lines = (*drawing.rules, *drawing.dashes)
    dashes = [line for line in lines if _is_dash(line)]
    if len(dashes) > MANY:
        return
    for dash in dashes:
        if not any(_touch(dash, line) for line in lines if line is not dash):
            yield dash.x0, dash.top, dash.x1, dash.bottom


def _is_dash(line: Ruling) -> bool:
    return line.bottom - line.top < line.x1 - line.x0 <= MINUS


def _touch(one: Ruling, two: Ruling) -> bool:
    apart = ALONE if abs(one.top - two.top) < TOUCHING else TOUCHING
    across = two.x0 - apart < one.x1 and one.x0 - apart < two.x1
    return across and two.top - TOUCHING < one.bottom and one.top - TOUCHING < two.bottom
