"""What is drawn over a word, so that a person reads another one than its text says.

A word struck through is a correction, and an annotation (a note, a stamp, a filled field) can cover
a word with anything.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from ctypes import POINTER, byref, cast, create_string_buffer
from typing import NamedTuple

import pypdfium2_raw as pdfium

from annexes.reading.document.geometry import Affine, apply, overlap
from annexes.reading.document.paths import THIN, Drawing, TooComplexError
from annexes.reading.pages import Box, Word, WordDoubt

HIGH, LOW = 0.3, 0.7
"""Shares of the height of a word: between them a line runs through it, not under or over it."""
CROSSED = 2.0
"""Points of a word, or half of it, that a line must cross."""
UNSEEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
HARMLESS = (
    *(pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP),
    *(pdfium.FPDF_ANNOT_HIGHLIGHT, pdfium.FPDF_ANNOT_UNDERLINE),
)
SHOWS = {pdfium.FPDF_ANNOT_WIDGET: b"V", pdfium.FPDF_ANNOT_FREETEXT: b"Contents"}
"""Kinds of annotations that show a text, and the entry that holds it."""
GLYPH = 0.4
"""The width of a glyph of a field, as a share of the field's height, for want of better."""
MAX_ANNOTATIONS = 10_000


def drawn_over(
    drawing: Drawing, annotations: Sequence[Annotation]
) -> Callable[[Box], WordDoubt | None]:
    """A function that says what lies over an upright word in its box on this page, if anything."""
    lines = sorted(
        ((top + bottom) / 2, x0, x1)
        for x0, top, x1, bottom in (*drawing.rules, *drawing.marks)
        if bottom - top <= THIN and x1 - x0 > bottom - top
    )
    levels = [level for level, _, _ in lines]
    last = len(levels)
    slanted = drawing.slanted

    def over(box: Box) -> WordDoubt | None:
        x0, top, x1, bottom = box
        height = bottom - top
        high, low = top + HIGH * height, top + LOW * height
        at = bisect_left(levels, high)
        while at < last and levels[at] <= low:
            _, left, right = lines[at]
            if min(x1, right) - max(x0, left) >= min(CROSSED, (x1 - x0) / 2):
                return WordDoubt.STRUCK
            at += 1
        if slanted and any(overlap(line, (x0, high, x1, low)) for line in slanted):
            return WordDoubt.STRUCK
        return WordDoubt.ANNOTATED if annotations and _is_annotated(box, annotations) else None

    return over


def _is_annotated(box: Box, annotations: Iterable[Annotation]) -> bool:
    """True if an annotation lies over the middle line of the box."""
    x0, top, x1, bottom = box
    middle = (top + bottom) / 2
    return any(overlap(own.box, (x0, middle, x1, middle)) for own in annotations)


class Annotation(NamedTuple):
    """What is laid upon a page: where, and the text of a field or of a note that it shows."""

    box: Box
    text: str


def annotations_on(page: pdfium.FPDF_PAGE, to_page: Affine) -> Iterator[Annotation]:
    """All annotations that are shown; raises TooComplexError if they are too many."""
    count = pdfium.FPDFPage_GetAnnotCount(page)
    if count > MAX_ANNOTATIONS:
        raise TooComplexError
    for index in range(count):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        try:
            kind = pdfium.FPDFAnnot_GetSubtype(annotation)
            if kind in HARMLESS or pdfium.FPDFAnnot_GetFlags(annotation) & UNSEEN:
                continue
            rect = pdfium.FS_RECTF()
            if pdfium.FPDFAnnot_GetRect(annotation, byref(rect)):
                one = apply(to_page, (rect.left, rect.bottom))
                two = apply(to_page, (rect.right, rect.top))
                low, high = zip(*(sorted(pair) for pair in zip(one, two, strict=True)), strict=True)
                text = _entry(annotation, SHOWS[kind]) if kind in SHOWS else ""
                yield Annotation((*low, *high), text)
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)


def _entry(annotation: pdfium.FPDF_ANNOTATION, key: bytes) -> str:
    size = pdfium.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    buffer = create_string_buffer(size + 2)
    at = cast(buffer, POINTER(pdfium.FPDF_WCHAR))
    pdfium.FPDFAnnot_GetStringValue(annotation, key, at, size)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\x00")


def words_laid_upon(annotations: Iterable[Annotation], words: Sequence[Word]) -> Iterator[Word]:
    """The texts of the annotations that stand where the page has no words: those of a form.

    A word stands in the middle of its share of the field: how it is set is not known.
    """
    for own in annotations:
        if any(_is_annotated((w.x0, w.top, w.x1, w.bottom), [own]) for w in words):
            continue
        (x0, top, x1, bottom), text = own
        parts = text.split()
        for n, part in enumerate(parts):
            middle = x0 + (n + 0.5) * (x1 - x0) / len(parts)
            half = min((x1 - x0) / len(parts), GLYPH * (bottom - top) * len(part)) / 2
            yield Word(part, middle - half, top, middle + half, bottom, 0, WordDoubt.ANNOTATED)
