"""A figure that was too wide for its cell, so that it goes on in the next line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from annexes.reading.tables.lines import Line, text_of

GROUPED = re.compile(r"[+\-−–]?\d{1,3}(?:[.,'’]\d{3})+(?:[.,]\d+)?|[+\-−–]?\d+[.,]\d+")
"""A number with thousands set apart by signs, or with decimals."""
OPEN = re.compile(r"[+\-−–]?(?:\d{1,3}[.,'’])*\d{1,3}[.,'’]\d{0,2}|[+\-−–]?\d+[.,]")
"""The beginning of such a number: its last group is not full, or it ends with the sign."""
PADDING = 6.0
"""Points left free beside the words of a cell on each side, at most."""


def joined_figure(lines: Sequence[Line], left: float, right: float) -> str | None:
    """The figure that these lines of a cell between `left` and `right` are, or None.

    All but the last must be the beginning of a number, and as wide as the cell allows: with one
    more digit the line would not have fitted.
    """
    texts = [text_of(line) for line in lines]
    whole = "".join(texts)
    if not GROUPED.fullmatch(whole) or not texts[-1].isdecimal():
        return None
    at = ""
    for line, text in zip(lines[:-1], texts[:-1], strict=True):
        at += text
        width = line[-1].x1 - line[0].x0
        digit = width / max(len(text), 1)
        if not OPEN.fullmatch(at) or width + digit + 2 * PADDING < right - left:
            return None
    return whole
