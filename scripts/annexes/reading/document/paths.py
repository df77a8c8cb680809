"""The objects of a PDF page → what is drawn on it: rules, other straight lines, texts.

A rule may be a stroked line, a filled rectangle of next to no width, the edge of a stroked
rectangle, or one of many segments of a long path; forms on the page are searched as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from ctypes import addressof, c_byte, c_int, c_ulong, c_void_p
from dataclasses import dataclass, field
from itertools import pairwise
from struct import Struct
from typing import NamedTuple

import pypdfium2_raw as pdfium

from annexes.reading.document.geometry import Affine, Point, apply, overlap, times
from annexes.reading.document.plain_calls import Address, plain, reference_to
from annexes.reading.pages import Box

THIN = 2.0
"""Points: no wider than this is a rule, not an area."""
SHORT = 3.0
"""Points: shorter than this is an ornament, not a rule."""
POINT = 0.7
"""Points: smaller than this is a corner of a rule, or of a dotted one, not even a dot."""
DOTTED = 10.0
"""Points: a row of dots that is longer is a rule."""
STRAIGHT = 1.0
"""Points: no wider than this is a line as good as straight."""
RECTANGLE = 5
"""Segments of a rectangle, or fewer."""
OPAQUE = 255
PICTURE = 300.0
"""Points: a picture that is wider and higher is a watermark, or a background of the page."""
SIGN = 24.0
"""Points: a shape that is no higher may be a sign or a figure; a larger one is a ground …"""
WIDE = 5
"""… and so is one this many times as wide."""
SLANTED = 0.3
"""Points: an edge that goes further, both across and down, is no edge of a rectangle."""
SPECK = 5.8
"""Points: a rectangle must be larger, one way or the other, to be the ground of a cell."""
MAX_CLIP = 1000
MAX_OBJECTS = 100_000
MAX_DEPTH = 8


class TooComplexError(Exception):
    """More drawing operations, nested forms or glyphs than a page of tables needs."""


class PlacedText(NamedTuple):
    """An object of text: its number in the order of drawing, and the matrix of its space."""

    item: Address
    order: int
    matrix: Affine


class Area(NamedTuple):
    """An opaque rectangle or a picture, and its number in the order of drawing."""

    order: int
    box: Box


@dataclass(frozen=True)
class Drawing:
    """What is drawn on a page. `rules` are the boxes of lines, `slanted` those of lines that are
    neither horizontal nor vertical, `marks` those of what else may be a sign: dots, dashes too
    short for a rule, outlines, pictures. `texts` are the objects of its text, `areas` what may
    cover some of them.
    """

    rules: list[Box] = field(default_factory=list)
    slanted: list[Box] = field(default_factory=list)
    marks: list[Box] = field(default_factory=list)
    texts: list[PlacedText] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)


PATH, TEXT = pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_TEXT
PICTURES = (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING)
FORM = pdfium.FPDF_PAGEOBJ_FORM

_object_of_page = plain(pdfium.FPDFPage_GetObject, c_void_p)
_object_of_form = plain(pdfium.FPDFFormObj_GetObject, c_void_p, c_void_p, c_ulong)
_objects_of_form = plain(pdfium.FPDFFormObj_CountObjects, c_int, c_void_p)
_kind_of = plain(pdfium.FPDFPageObj_GetType, c_int, c_void_p)
_bounds_of = plain(pdfium.FPDFPageObj_GetBounds, c_int, *[c_void_p] * 5)
_shines_through = plain(pdfium.FPDFPageObj_HasTransparency, c_int, c_void_p)
_colour_of = plain(pdfium.FPDFPageObj_GetFillColor, c_int, *[c_void_p] * 5)
_clip_of = plain(pdfium.FPDFPageObj_GetClipPath, c_void_p, c_void_p)
_paths_of_clip = plain(pdfium.FPDFClipPath_CountPaths, c_int, c_void_p)
_segments_of_clip = plain(pdfium.FPDFClipPath_CountPathSegments, c_int, c_void_p, c_int)
_segment_of_clip = plain(pdfium.FPDFClipPath_GetPathSegment, c_void_p, c_void_p, c_int, c_int)
_matrix_of = plain(pdfium.FPDFPageObj_GetMatrix, c_int, c_void_p, c_void_p)
_mode_of_text = plain(pdfium.FPDFTextObj_GetTextRenderMode, c_int, c_void_p)
_draw_mode_of = plain(pdfium.FPDFPath_GetDrawMode, c_int, *[c_void_p] * 3)
_segments_of = plain(pdfium.FPDFPath_CountSegments, c_int, c_void_p)
_segment_of = plain(pdfium.FPDFPath_GetPathSegment, c_void_p, c_void_p, c_int)
_point_of = plain(pdfium.FPDFPathSegment_GetPoint, c_int, *[c_void_p] * 3)
_kind_of_segment = plain(pdfium.FPDFPathSegment_GetType, c_int, c_void_p)
_closes = plain(pdfium.FPDFPathSegment_GetClose, c_int, c_void_p)


def is_invisible(text: Address) -> bool:
    """True for an object of text that is not drawn, as programs put it over a scanned page."""
    return bool(_mode_of_text(text) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE)


def drawing_of(page: pdfium.FPDF_PAGE, to_page: Affine) -> Drawing:
    """All of the page; raises TooComplexError beyond any limit."""
    pen = _Pen()
    handle = reference_to(page)
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        pen.follow(_object_of_page(handle, index), to_page, MAX_DEPTH)
    return pen.drawing


class _Pen:
    """Follows the objects of a page, so many and no more; numbers are handed over in a buffer."""

    def __init__(self) -> None:
        self.drawing = Drawing()
        self._left = MAX_OBJECTS
        self._last: Box = (0, 0, 0, 0)
        self._buffer = bytearray(24)
        start = addressof(c_byte.from_buffer(self._buffer))
        self._at = [start + 4 * n for n in range(6)]
        self._floats = Struct("6f").unpack
        self._integers = Struct("6i").unpack

    def follow(self, item: Address, matrix: Affine, depth: int) -> None:
        """Add what this object draws; the matrix leads from its space to the page."""
        self._left -= 1
        if self._left < 0 or depth < 0:
            raise TooComplexError
        kind = _kind_of(item)
        if kind == PATH:
            self._path(item, matrix)
        elif kind == TEXT:
            self.drawing.texts.append(PlacedText(item, -self._left, matrix))
        elif kind in PICTURES:
            box = self._seen_of(item, matrix)
            self.drawing.marks.append(box)
            if min(box[2] - box[0], box[3] - box[1]) <= PICTURE:
                self.drawing.areas.append(Area(-self._left, box))
        elif kind == FORM:
            inner = times(self._matrix(item), matrix)
            for index in range(_objects_of_form(item)):
                self.follow(_object_of_form(item, index), inner, depth - 1)

    def _path(self, item: Address, matrix: Affine) -> None:
        """A thin path is a line as it is; of any other path its straight segments are looked at."""
        box = box_of(item, matrix)
        width, height = box[2] - box[0], box[3] - box[1]
        if width < POINT and height < POINT:
            return
        low, high = (width, height) if width < height else (height, width)
        curve = STRAIGHT < low <= THIN and SHORT <= high < WIDE * SIGN and self._is_curved(item)
        if low <= THIN and not curve:
            self._line(box)
        else:
            if high >= SHORT and _segments_of(item) <= RECTANGLE and self._is_opaque(item):
                self.drawing.areas.append(Area(-self._left, self._seen_of(item, matrix)))
            inner = times(self._matrix(item), matrix)
            for subpath in self._subpaths(item):
                self._subpath(item, [apply(inner, point) for point in subpath])

    def _subpath(self, item: Address, points: list[Point]) -> None:
        """The rectangle around a thin subpath; of a wide one the segments, if they are stroked."""
        box = _around(points)
        width, height = box[2] - box[0], box[3] - box[1]
        if height <= SIGN and width <= WIDE * SIGN and _is_shape(points, width, height):
            if self._is_filled(item) or self._is_stroked(item):
                self.drawing.marks.append(box)
        elif min(width, height) <= THIN:
            self._line(box)
        elif self._is_stroked(item):
            for line in map(_around, pairwise(points)):
                if min(line[2] - line[0], line[3] - line[1]) <= THIN:
                    self._line(line)
                elif len(points) == 2:
                    self.drawing.slanted.append(line)

    def _line(self, box: Box) -> None:
        """Add a horizontal or vertical line: a rule, or a mark if it is short.

        Short ones that touch each other are one, or a dotted rule; one that touches a rule drawn
        right before or after it is a corner of that.
        """
        last, self._last = self._last, box
        marks = self.drawing.marks
        before = bool(marks) and marks[-1] is last
        if box[2] - box[0] >= SHORT or box[3] - box[1] >= SHORT:
            self.drawing.rules.append(box)
            if before and overlap(last, box, STRAIGHT):
                marks.pop()
            return
        joined = overlap(last, box, STRAIGHT)
        if before and joined:
            x0, top, x1, bottom = marks[-1] = self._last = _around(
                [last[:2], last[2:], box[:2], box[2:]]
            )
            if max(x1 - x0, bottom - top) > DOTTED:
                marks.pop()
        elif not joined:
            marks.append(box)

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

    def _seen_of(self, item: Address, matrix: Affine) -> Box:
        """The part of an object that is not clipped away."""
        left, top, right, bottom = box_of(item, matrix)
        clip = _clip_of(item)
        for path in range(_paths_of_clip(clip)):
            points = []
            for index in range(min(_segments_of_clip(clip, path), MAX_CLIP)):
                _point_of(_segment_of_clip(clip, path, index), *self._at[:2])
                points.append(apply(matrix, self._floats(self._buffer)[:2]))
            if points:
                x0, y0, x1, y1 = _around(points)
                left, top, right, bottom = (
                    max(left, x0),
                    max(top, y0),
                    min(right, x1),
                    min(bottom, y1),
                )
        return left, top, right, bottom

    def _is_opaque(self, item: Address) -> bool:
        """True for a filled path that nothing shines through."""
        if not self._is_filled(item) or _shines_through(item):
            return False
        return bool(_colour_of(item, *self._at[:4])) and self._integers(self._buffer)[3] == OPAQUE

    def _is_curved(self, item: Address) -> bool:
        """True if the second segment, behind the point where the path begins, is a curve."""
        curve = pdfium.FPDF_SEGMENT_BEZIERTO
        return _segments_of(item) > 1 and bool(_kind_of_segment(_segment_of(item, 1)) == curve)

    def _is_filled(self, item: Address) -> bool:
        _draw_mode_of(item, *self._at[:2])
        return bool(self._integers(self._buffer)[0])

    def _is_stroked(self, item: Address) -> bool:
        _draw_mode_of(item, *self._at[:2])
        return bool(self._integers(self._buffer)[1])

    def _matrix(self, item: Address) -> Affine:
        _matrix_of(item, self._at[0])
        a, b, c, d, e, f = self._floats(self._buffer)
        return a, b, c, d, e, f


def _around(points: Sequence[Point]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _is_shape(points: Sequence[Point], width: float, height: float) -> bool:
    """True if some edges are slanted or curved, or if it is too small for the ground of a cell."""
    if len(points) == 2:
        return False
    if any(min(abs(x1 - x0), abs(y1 - y0)) > SLANTED for (x0, y0), (x1, y1) in pairwise(points)):
        return True
    return min(width, height) > THIN and max(width, height) < SPECK


_bounds = bytearray(16)
_bounds_at = [addressof(c_byte.from_buffer(_bounds)) + 4 * n for n in range(4)]
_four_floats = Struct("4f").unpack


def box_of(item: Address, matrix: Affine) -> Box:
    """The box of an object on the page, given the way from its space to the page."""
    _bounds_of(item, *_bounds_at)
    left, bottom, right, top = _four_floats(_bounds)
    a, b, c, d, e, f = matrix
    if b == c == 0 and a > 0 > d:  # as nearly always
        return a * left + e, d * top + f, a * right + e, d * bottom + f
    return _around([apply(matrix, (left, bottom)), apply(matrix, (right, top))])
