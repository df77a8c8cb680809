"""Is there ink where there is text? The page is drawn, and each word is looked for in the picture.

Hidden text (white on white, covered, outside the page, in invisible mode or in a font without
shapes) is text for a program and nothing for a person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from ctypes import string_at
from dataclasses import dataclass

import pypdfium2_raw as pdfium

from annexes.reading.pages import Box

HasInk = Callable[[Iterable[Box]], bool]
"""Tells whether there is ink in each of these boxes on the page: `Ink.is_under`."""
CONTRAST = 24
"""Grey levels (of 255) between the lightest and the darkest dot: less cannot be read."""
RIM = 0.2
"""Share of the height of a box, above and below, that is not looked at: rules run there."""
FINE = 4
"""Dots per point for a second look: fine print may vanish at one dot per point."""
SINGLE = 10
"""So many boxes of a page are drawn alone before all of it is drawn."""
MAX_DOTS = 25_000_000


class Ink:
    """The picture of a page: a coarse one, and a fine one for what seems not to be there."""

    def __init__(self, page: pdfium.FPDF_PAGE, width: float, height: float) -> None:
        self._page, self._size = page, (width, height)
        self._coarse = draw(page, width, height, 1, (0, 0, width, height))
        self._fine: Picture | None = None
        self._looked = 0

    def is_under(self, boxes: Iterable[Box]) -> bool:
        """True if none of these boxes on the page (points, from the top left) is of one colour."""
        coarse = self._coarse
        dots, stride, width = coarse.dots, coarse.stride, coarse.width
        for box in boxes:
            x0, top, x1, bottom = box
            left = int(x0)
            start = int(top * 0.45 + bottom * 0.55) * stride + left
            row = dots[start : start - left + int(x1) + 1]
            if row and left >= 0 and x1 < width and max(row) - min(row) >= CONTRAST:
                continue  # nearly always, one row of dots is enough
            if not coarse.has_ink(*box) and not self._look_again(*box):
                return False
        return True

    def _look_again(self, x0: float, top: float, x1: float, bottom: float) -> bool:
        """The same, drawn fine: the box alone, or the whole page where many boxes seem empty."""
        width, height = self._size
        left, upper = max(x0, 0.0), max(top, 0.0)
        box = (left, upper, min(x1, width), min(bottom, height))
        if box[2] <= left or box[3] <= upper:
            return False  # outside the page
        self._looked += 1
        if self._looked <= SINGLE:
            picture = draw(self._page, width, height, FINE, box)
        else:
            left, upper = 0.0, 0.0
            self._fine = self._fine or draw(self._page, width, height, FINE, (0, 0, width, height))
            picture = self._fine
        x, y = int(left * FINE), int(upper * FINE)
        return picture.has_ink(x0 * FINE - x, top * FINE - y, x1 * FINE - x, bottom * FINE - y)


class TooLargeError(Exception):
    """The page is too large to be drawn."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Grey dots, row by row."""

    width: int
    height: int
    stride: int
    dots: bytes

    def has_ink(self, x0: float, top: float, x1: float, bottom: float) -> bool:
        """True if this box of dots is not of one colour."""
        left, right = max(int(x0), 0), min(int(x1) + 1, self.width)
        rim = (bottom - top) * RIM
        low, high = max(int(top + rim), 0), min(int(bottom - rim) + 1, self.height)
        starts = range(low * self.stride, high * self.stride, self.stride)
        dots = b"".join(self.dots[start + left : start + right] for start in starts)
        return bool(dots) and max(dots) - min(dots) >= CONTRAST


def draw(page: pdfium.FPDF_PAGE, width: float, height: float, scale: int, box: Box) -> Picture:
    """The dots of a box on a page of this size, at `scale` dots a point."""
    left, top = int(box[0] * scale), int(box[1] * scale)
    across, down = int(box[2] * scale) + 1 - left, int(box[3] * scale) + 1 - top
    if across * down > MAX_DOTS:
        raise TooLargeError
    size = int(width * scale) + 1, int(height * scale) + 1
    blended = pdfium.FPDFPage_HasTransparency(page)  # what pdfium gets right only in colour
    kind = pdfium.FPDFBitmap_BGRA if blended else pdfium.FPDFBitmap_Gray
    bitmap = pdfium.FPDFBitmap_CreateEx(across, down, kind, None, 0)
    if not bitmap:
        raise MemoryError
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, across, down, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, -left, -top, *size, 0, 0)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        dots = string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * down)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    if blended:
        return Picture(across, down, stride // 4, _grey(dots))
    return Picture(across, down, stride, dots)


def _grey(dots: bytes) -> bytes:
    """Dots in colour → dots that are dark where one of their colours is."""
    blue, green, red = (int.from_bytes(dots[colour::4]) for colour in range(3))
    return (blue & green & red).to_bytes(len(dots) // 4)
