"""Text that something else is drawn over: a corrected figure may stand there, or a picture of one.

The usual way to change a PDF is to draw a white rectangle over the old figure and the new one on
top of it. Both are text, and both have ink where they stand.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from annexes.reading.document.paths import Drawing, box_of
from annexes.reading.document.plain_calls import Address

COVERED = 2.0
"""Points of a text, or half of it, that must be covered."""


def covered_texts(drawing: Drawing) -> Iterator[Address]:
    """The objects of text whose middle line lies under an area that is drawn after them."""
    if not drawing.areas or not drawing.texts:
        return
    last = drawing.areas[-1].order
    under = [text for text in drawing.texts if text.order < last]
    boxes = [(box_of(text.item, text.matrix), text) for text in under]
    lines = sorted(
        ((box[1] + box[3]) / 2, box[0], box[2], text.order, text.item) for box, text in boxes
    )
    levels = [level for level, *_ in lines]
    for order, (left, top, right, bottom) in drawing.areas:
        for n in range(bisect_left(levels, top), bisect_right(levels, bottom)):
            _, x0, x1, own, item = lines[n]
            if own < order and min(x1, right) - max(x0, left) >= min(COVERED, (x1 - x0) / 2):
                yield item
