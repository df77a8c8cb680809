"""What is drawn over or beside a figure, so that a person reads another one than its text says.

A figure struck through is a correction, a short line before it may be a minus, and an annotation
(a note, a stamp, a filled field) can cover it with anything.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from ctypes import byref

import pypdfium2.raw as pdfium

from annexes.reading.document.geometry import Affine, apply
from annexes.reading.document.paths import Drawing, Ends, TooComplexError
from annexes.reading.model import Box, WordDoubt

HIGH, LOW = 0.3, 0.7
"""Shares of the height of a figure: between them a line runs through it, not under or over it."""
CROSSED = 2.0
"""Points of a figure, or half of it, that a line must cross."""
MINUS = 0.9
"""Shares of the height of a figure: a minus is no wider than this …"""
BEFORE = 0.4
"""… and no farther away."""
SIGNS = "+-−–"
UNSEEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
HARMLESS = (pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP)
MAX_ANNOTATIONS = 10_000


class OverFigures:
    """The horizontal and slanted lines of a page, and its annotations."""

    def __init__(self, drawing: Drawing, annotations: Sequence[Box]) -> None:
        flat = [r for r in drawing.rules if r.x1 - r.x0 > r.bottom - r.top]
        lines = sorted(((r.top + r.bottom) / 2, r.x0, r.x1) for r in (*flat, *drawing.dashes))
        self._levels = [level for level, _, _ in lines]
        self._lines = lines
        self._slanted = drawing.slanted
        self._annotations = annotations

    def doubt(self, text: str, box: Box) -> WordDoubt | None:
        """What lies over this upright figure, if anything does."""
        x0, top, x1, bottom = box
        height = bottom - top
        high, low = top + HIGH * height, top + LOW * height
        levels = self._levels
        at = bisect_left(levels, high)
        while at < len(levels) and levels[at] <= low:
            _, left, right = self._lines[at]
            if min(x1, right) - max(x0, left) >= min(CROSSED, (x1 - x0) / 2):
                return WordDoubt.STRUCK
            near = x0 - BEFORE * height <= right <= x0 + (x1 - x0) / 2
            if near and right - left <= MINUS * height and text[0] not in SIGNS:
                return WordDoubt.DRAWN_MINUS
            at += 1
        if any(_crosses(ends, (x0, high, x1, low)) for ends in self._slanted):
            return WordDoubt.STRUCK
        middle = (top + bottom) / 2
        for left, upper, right, lower in self._annotations:
            if left < x1 and right > x0 and upper < middle < lower:
                return WordDoubt.ANNOTATED
        return None


def _crosses(ends: Ends, box: Box) -> bool:
    """True if a slanted line runs through the box."""
    x0, top, x1, bottom = box
    (left, y), (right, to_y) = sorted(ends)
    start, end = max(left, x0), min(right, x1)
    if start >= end:
        return False
    slope = (to_y - y) / (right - left)
    levels = sorted((y + slope * (start - left), y + slope * (end - left)))
    return levels[0] < bottom and levels[1] > top


def annotations_on(page: pdfium.FPDF_PAGE, to_page: Affine) -> Iterator[Box]:
    """The boxes of all annotations that are shown; raises TooComplexError if they are too many."""
    count = pdfium.FPDFPage_GetAnnotCount(page)
    if count > MAX_ANNOTATIONS:
        raise TooComplexError
    for index in range(count):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        try:
            if pdfium.FPDFAnnot_GetSubtype(annotation) in HARMLESS:
                continue
            if pdfium.FPDFAnnot_GetFlags(annotation) & UNSEEN:
                continue
            rect = pdfium.FS_RECTF()
            if pdfium.FPDFAnnot_GetRect(annotation, byref(rect)):
                one = apply(to_page, (rect.left, rect.bottom))
                two = apply(to_page, (rect.right, rect.top))
                low, high = zip(*(sorted(pair) for pair in zip(one, two, strict=True)), strict=True)
                yield (*low, *high)
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)
