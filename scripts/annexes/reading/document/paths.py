"""The objects of a PDF page → what is drawn on it: rules, other straight lines, texts.

A rule may be a stroked line, a filled rectangle of next to no width, the edge of a stroked
rectangle, or one of many segments of a long path; forms on the page are searched as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import addressof, c_byte, c_int, c_ulong, c_void_p
from dataclasses import dataclass, field
from itertools import pairwise
from struct import Struct

import pypdfium2.raw as pdfium

from annexes.reading.document.geometry import IDENTITY, Affine, Point, apply, times
from annexes.reading.document.plain_calls import Address, address_of, plain
from annexes.reading.model import Ruling

Ends = tuple[Point, Point]

THIN = 2.0
"""Points: no wider than this is a rule, not an area."""
SHORT = 3.0
"""Points: shorter than this is an ornament, not a rule."""
DASH = 1.5
"""Points: shorter than this is a dot, not even a dash."""
MAX_OBJECTS = 100_000
MAX_DEPTH = 8


class TooComplexError(Exception):
    """More drawing operations or nested forms than a page of tables needs."""


@dataclass(frozen=True)
class Drawing:
    """What is drawn on a page. `dashes` are horizontal lines too short for a rule, `slanted` the
    two ends of lines that are neither horizontal nor vertical, `texts` the objects of its text.
    """

    rules: list[Ruling] = field(default_factory=list)
    dashes: list[Ruling] = field(default_factory=list)
    slanted: list[Ends] = field(default_factory=list)
    texts: list[Address] = field(default_factory=list)


_object_of_page = plain(pdfium.FPDFPage_GetObject, c_void_p, c_void_p, c_int)
_object_of_form = plain(pdfium.FPDFFormObj_GetObject, c_void_p, c_void_p, c_ulong)
_objects_of_form = plain(pdfium.FPDFFormObj_CountObjects, c_int, c_void_p)
_kind_of = plain(pdfium.FPDFPageObj_GetType, c_int, c_void_p)
_bounds_of = plain(pdfium.FPDFPageObj_GetBounds, c_int, *[c_void_p] * 5)
_matrix_of = plain(pdfium.FPDFPageObj_GetMatrix, c_int, c_void_p, c_void_p)
_draw_mode_of = plain(pdfium.FPDFPath_GetDrawMode, c_int, *[c_void_p] * 3)
_segments_of = plain(pdfium.FPDFPath_CountSegments, c_int, c_void_p)
_segment_of = plain(pdfium.FPDFPath_GetPathSegment, c_void_p, c_void_p, c_int)
_point_of = plain(pdfium.FPDFPathSegment_GetPoint, c_int, *[c_void_p] * 3)
_kind_of_segment = plain(pdfium.FPDFPathSegment_GetType, c_int, c_void_p)
_closes = plain(pdfium.FPDFPathSegment_GetClose, c_int, c_void_p)


def drawing_of(page: pdfium.FPDF_PAGE, to_page: Affine) -> Drawing:
    """All of the page; raises TooComplexError beyond any limit."""
    pen = _Pen(to_page)
    address = address_of(page)
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        pen.follow(_object_of_page(address, index), IDENTITY, MAX_DEPTH)
    return pen.drawing


class _Pen:
    """Follows the objects of a page, so many and no more; numbers are handed over in a buffer."""

    def __init__(self, to_page: Affine) -> None:
        self.drawing = Drawing()
        self._to_page = to_page
        self._left = MAX_OBJECTS
        self._buffer = bytearray(24)
        start = addressof(c_byte.from_buffer(self._buffer))
        self._at = [start + 4 * n for n in range(6)]
        self._floats = Struct("6f").unpack
        self._integers = Struct("6i").unpack

    def follow(self, item: Address, matrix: Affine, depth: int) -> None:
        """Add what this object draws, given the matrix and the depth of the form around it."""
        self._left -= 1
        if self._left < 0 or depth < 0:
            raise TooComplexError
        kind = _kind_of(item)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            self._path(item, matrix)
        elif kind == pdfium.FPDF_PAGEOBJ_TEXT:
            self.drawing.texts.append(item)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM:
            inner = times(self._matrix(item), matrix)
            for index in range(_objects_of_form(item)):
                self.follow(_object_of_form(item, index), inner, depth - 1)

    def _path(self, item: Address, matrix: Affine) -> None:
        """A thin path is a line as it is; of any other path its straight segments are looked at."""
        _bounds_of(item, *self._at[:4])
        left, bottom, right, top, _, _ = self._floats(self._buffer)
        width, height = right - left, top - bottom
        if width < DASH and height < SHORT:
            return
        if min(width, height) <= THIN:
            self._add(apply(matrix, (left, bottom)), apply(matrix, (right, top)), width, height)
        elif width >= SHORT or height >= SHORT:
            inner = times(self._matrix(item), matrix)
            for subpath in self._subpaths(item):
                self._subpath(item, [apply(inner, point) for point in subpath])

    def _subpath(self, item: Address, points: list[Point]) -> None:
        """The rectangle around a thin subpath; of a wide one the segments, if they are stroked."""
        low = min(x for x, _ in points), min(y for _, y in points)
        high = max(x for x, _ in points), max(y for _, y in points)
        width, height = high[0] - low[0], high[1] - low[1]
        if min(width, height) <= THIN:
            self._add(low, high, width, height)
        elif self._is_stroked(item):
            for one, two in pairwise(points):
                width, height = abs(two[0] - one[0]), abs(two[1] - one[1])
                if len(points) == 2 or min(width, height) <= THIN:
                    self._add(one, two, width, height)

    def _add(self, one: Point, two: Point, width: float, height: float) -> None:
        """Add a line between two points in the space of the page, this wide and high."""
        (x0, y0), (x1, y1) = one, two = apply(self._to_page, one), apply(self._to_page, two)
        if min(width, height) > THIN:
            self.drawing.slanted.append((one, two))
            return
        left, right = (x0, x1) if x0 < x1 else (x1, x0)
        top, bottom = (y0, y1) if y0 < y1 else (y1, y0)
        line = Ruling(left, top, right, bottom)
        if max(width, height) >= SHORT:
            self.drawing.rules.append(line)
        elif width > height:
            self.drawing.dashes.append(line)

    def _subpaths(self, item: Address) -> Iterator[list[Point]]:
        """The points of each subpath, closed ones ending where they began."""
        points: list[Point] = []
        count = _segments_of(item)
        self._left -= count
        if self._left < 0:
            raise TooComplexError
        for index in range(count):
            segment = _segment_of(item, index)
            _point_of(segment, *self._at[:2])
            x, y, *_ = self._floats(self._buffer)
            if _kind_of_segment(segment) == pdfium.FPDF_SEGMENT_MOVETO and points:
                yield points
                points = []
            points.append((x, y))
            if _closes(segment) and points[-1] != points[0]:
                points.append(points[0])
        if points:
            yield points

    def _is_stroked(self, item: Address) -> bool:
        _draw_mode_of(item, *self._at[:2])
        return bool(self._integers(self._buffer)[1])

    def _matrix(self, item: Address) -> Affine:
        _matrix_of(item, self._at[0])
        a, b, c, d, e, f = self._floats(self._buffer)
        return a, b, c, d, e, f
