"""The drawn paths of a PDF page → its horizontal and vertical rules.

A rule may be a stroked line, a filled rectangle of next to no width, the edge of a stroked
rectangle, or one of many segments of a long path; forms on the page are searched as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import byref, c_float, c_int
from itertools import pairwise

import pypdfium2.raw as pdfium

from annexes.reading.document.geometry import IDENTITY, Affine, Point, apply, times
from annexes.reading.model import Ruling

Ends = tuple[Point, Point]

THIN = 2.0
"""Points: no wider than this is a rule, not an area."""
SHORT = 3.0
"""Points: shorter than this is an ornament, not a rule."""
MAX_OBJECTS = 100_000
MAX_DEPTH = 8


class TooComplexError(Exception):
    """More drawing operations or nested forms than a page of tables needs."""


def rules_of(page: pdfium.FPDF_PAGE, to_page: Affine) -> Iterator[Ruling]:
    """All rules of the page; raises TooComplexError beyond any limit."""
    budget = [MAX_OBJECTS]
    count = pdfium.FPDFPage_CountObjects(page)
    for index in range(count):
        item = pdfium.FPDFPage_GetObject(page, index)
        for one, two in _ends(item, IDENTITY, budget, MAX_DEPTH):
            yield _rule(apply(to_page, one), apply(to_page, two))


def _rule(one: Point, two: Point) -> Ruling:
    return Ruling(
        min(one[0], two[0]), min(one[1], two[1]), max(one[0], two[0]), max(one[1], two[1])
    )


def _ends(
    item: pdfium.FPDF_PAGEOBJECT, matrix: Affine, budget: list[int], depth: int
) -> Iterator[Ends]:
    """Opposite corners of every rule that this object draws, in the space of the page."""
    budget[0] -= 1
    if budget[0] < 0 or depth < 0:
        raise TooComplexError
    kind = pdfium.FPDFPageObj_GetType(item)
    if kind == pdfium.FPDF_PAGEOBJ_FORM:
        inner = times(_matrix(item), matrix)
        for index in range(pdfium.FPDFFormObj_CountObjects(item)):
            yield from _ends(pdfium.FPDFFormObj_GetObject(item, index), inner, budget, depth - 1)
    elif kind == pdfium.FPDF_PAGEOBJ_PATH:
        yield from _path(item, matrix, budget)


def _path(item: pdfium.FPDF_PAGEOBJECT, matrix: Affine, budget: list[int]) -> Iterator[Ends]:
    """A thin path is a rule as it is; of any other path its straight segments are looked at."""
    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    pdfium.FPDFPageObj_GetBounds(item, byref(left), byref(bottom), byref(right), byref(top))
    box = (left.value, bottom.value), (right.value, top.value)
    if _is_rule(*box):
        yield apply(matrix, box[0]), apply(matrix, box[1])
    elif max(box[1][0] - box[0][0], box[1][1] - box[0][1]) >= SHORT:
        inner = times(_matrix(item), matrix)
        for subpath in _subpaths(item, budget):
            yield from _subpath(item, [apply(inner, point) for point in subpath])


def _subpath(item: pdfium.FPDF_PAGEOBJECT, points: list[Point]) -> Iterator[Ends]:
    """The rectangle around a thin subpath; of a wide one the segments, if they are stroked."""
    low = min(x for x, _ in points), min(y for _, y in points)
    high = max(x for x, _ in points), max(y for _, y in points)
    if _is_rule(low, high):
        yield low, high
    elif _is_stroked(item):
        yield from (ends for ends in pairwise(points) if _is_rule(*_sorted(*ends)))


def _is_rule(low: Point, high: Point) -> bool:
    width, height = high[0] - low[0], high[1] - low[1]
    return min(width, height) <= THIN and max(width, height) >= SHORT


def _sorted(one: Point, two: Point) -> Ends:
    return (min(one[0], two[0]), min(one[1], two[1])), (max(one[0], two[0]), max(one[1], two[1]))


def _is_stroked(item: pdfium.FPDF_PAGEOBJECT) -> bool:
    fill, stroke = c_int(), c_int()
    pdfium.FPDFPath_GetDrawMode(item, byref(fill), byref(stroke))
    return bool(stroke.value)


def _subpaths(item: pdfium.FPDF_PAGEOBJECT, budget: list[int]) -> Iterator[list[Point]]:
    """The points of each subpath, closed ones ending where they began; curves are left out."""
    points: list[Point] = []
    x, y = c_float(), c_float()
    count = pdfium.FPDFPath_CountSegments(item)
    budget[0] -= count
    if budget[0] < 0:
        raise TooComplexError
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        pdfium.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        points.append((x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment) and points[-1] != points[0]:
            points.append(points[0])
    if points:
        yield points


def _matrix(item: pdfium.FPDF_PAGEOBJECT) -> Affine:
    found = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, byref(found))
    return found.a, found.b, found.c, found.d, found.e, found.f
