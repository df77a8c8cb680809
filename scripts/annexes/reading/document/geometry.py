"""Positions on a PDF page: from the space of the file to points from the top left corner."""

from __future__ import annotations

from ctypes import byref, c_int

import pypdfium2_raw as pdfium

from annexes.reading.pages import Box

Point = tuple[float, float]
Affine = tuple[float, float, float, float, float, float]

FINE = 1000
"""Device dots per point when a position is asked for: the answer is in whole dots."""


def to_page(page: pdfium.FPDF_PAGE, width: float, height: float) -> Affine:
    """The transformation to the page as it is shown (crop box and rotation taken into account)."""
    size = int(width * FINE), int(height * FINE)

    def shown(x: float, y: float) -> Point:
        across, down = c_int(), c_int()
        pdfium.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, byref(across), byref(down))
        return across.value / FINE, down.value / FINE

    (e, f), (x1, y1), (x2, y2) = shown(0, 0), shown(FINE, 0), shown(0, FINE)
    return (x1 - e) / FINE, (y1 - f) / FINE, (x2 - e) / FINE, (y2 - f) / FINE, e, f


def times(one: Affine, two: Affine) -> Affine:
    """First `one`, then `two`."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = two
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def apply(matrix: Affine, point: Point) -> Point:
    """Where the point comes to stand."""
    a, b, c, d, e, f = matrix
    x, y = point
    return a * x + c * y + e, b * x + d * y + f


def overlap(one: Box, two: Box, margin: float = 0.0) -> bool:
    """True if the boxes share a place, or are apart by less than the margin."""
    return (
        one[0] - margin < two[2]
        and two[0] - margin < one[2]
        and one[1] - margin < two[3]
        and two[1] - margin < one[3]
    )
