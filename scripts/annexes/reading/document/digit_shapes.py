"""Do the glyphs of a font show the digits that its text says? Each is drawn and compared.

The text of a PDF comes from a table in the font that nobody sees (ToUnicode): a font may draw 1
and say 2. So the glyph of every code that says a digit is drawn and compared with the digits of
well-known typefaces. A glyph that clearly is another digit than it says is a lie; a typeface that
looks like none of these proves nothing, and is believed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from ctypes import POINTER, c_int, c_ubyte, c_uint32, c_void_p, cast
from operator import itemgetter

import pypdfium2_raw as pdfium

from annexes.reading.document.plain_calls import Address, address_of, plain

DIGITS = frozenset("0123456789")
FACES = (
    b"Helvetica",
    b"Helvetica-Bold",
    b"Times-Roman",
    b"Times-Bold",
    b"Times-Italic",
    b"Courier",
    b"Courier-Bold",
)
"""Typefaces that every PDF reader brings."""
SIZE = 40.0
ACROSS, DOWN = 16, 22
"""The squares into which the box around a glyph is cut, black or white."""
ALIKE = 0.18
"""Share of squares by which a glyph may differ from a digit and still be taken for it."""
NEARER = 0.65
"""Another digit is meant if the glyph differs from it by this share of what it says, or less."""
BLOCK, MAX_CODE = 256, 4096
"""Codes of a font that are looked at at once, and in all; digits have low ones."""

HALF = 127
"""Half opaque, of 255."""

INKED = bytes(opaque > HALF for opaque in range(256))
"""How opaque a dot is → 1 for ink, 0 for none."""

Shape = int
"""The squares of a glyph, a byte for each: 1 or 0."""


_unicode_of = plain(pdfium.FPDFText_GetUnicode, c_uint32, c_void_p, c_int)
_font_of = plain(pdfium.FPDFTextObj_GetFont, c_void_p, c_void_p)


class DigitShapes:
    """The fonts of a document, each looked at once; fonts stay loaded until `close`."""

    def __init__(self, document: pdfium.FPDF_DOCUMENT) -> None:
        self._document = document
        self._lying: dict[Address, bool] = {}
        self._looked: list[pdfium.FPDF_PAGEOBJECT] = []
        self._scratch: pdfium.FPDF_DOCUMENT = pdfium.FPDF_CreateNewDocument()
        self._sheet: pdfium.FPDF_PAGE = pdfium.FPDFPage_New(self._scratch, 0, 100, 100)
        self._known: list[tuple[str, Shape]] = []

    def lie(self, text: Address) -> bool:
        """True if in the font of this object of text a digit is drawn that it does not say."""
        font = _font_of(text)
        if font not in self._lying:
            self._lying[font] = self._lie_in(cast(font, pdfium.FPDF_FONT))
        return self._lying[font]

    def close(self) -> None:
        """Let go of the fonts; to be called before the document is closed."""
        for item in self._looked:
            pdfium.FPDFPageObj_Destroy(item)
        pdfium.FPDF_ClosePage(self._sheet)
        pdfium.FPDF_CloseDocument(self._scratch)

    def _lie_in(self, font: pdfium.FPDF_FONT) -> bool:
        item = pdfium.FPDFPageObj_CreateTextObj(self._document, font, SIZE)
        self._looked.append(item)  # keeps the font, so that its address stays its own
        known = self._known = self._known or list(self._shapes_of_faces())
        shown = ((self._shape(item, code), said) for code, said in self._codes_of_digits(item))
        return any(shape is not None and _is_another(shape, said, known) for shape, said in shown)

    def _shapes_of_faces(self) -> Iterator[tuple[str, Shape]]:
        for face in FACES:
            font = pdfium.FPDFText_LoadStandardFont(self._scratch, face)
            item = pdfium.FPDFPageObj_CreateTextObj(self._scratch, font, SIZE)
            for digit in sorted(DIGITS):
                shape = self._shape(item, ord(digit))
                if shape is not None:
                    yield digit, shape
            pdfium.FPDFPageObj_Destroy(item)
            pdfium.FPDFFont_Close(font)

    # ── which codes say digits ──

    def _codes_of_digits(self, item: pdfium.FPDF_PAGEOBJECT) -> Iterator[tuple[int, str]]:
        first: list[str] = []
        for start in range(0, MAX_CODE, BLOCK):
            codes = range(start, start + BLOCK)
            said = self._said(item, codes)
            if said == first:
                return  # a font of one byte a code begins anew
            first = first or said
            if len(said) != BLOCK and not DIGITS.isdisjoint(said):
                said = ["".join(self._said(item, [code])) for code in codes]  # some say several
            yield from (pair for pair in zip(codes, said, strict=False) if pair[1] in DIGITS)

    def _said(self, item: pdfium.FPDF_PAGEOBJECT, codes: Sequence[int]) -> list[str]:
        """The characters that these codes stand for."""
        pdfium.FPDFText_SetCharcodes(item, (c_uint32 * len(codes))(*codes), len(codes))
        pdfium.FPDFPage_InsertObject(self._sheet, item)
        textpage = pdfium.FPDFText_LoadPage(self._sheet)
        handle = address_of(textpage)
        count = pdfium.FPDFText_CountChars(textpage)
        said = [chr(_unicode_of(handle, index)) for index in range(count)]
        pdfium.FPDFText_ClosePage(textpage)
        pdfium.FPDFPage_RemoveObject(self._sheet, item)
        return said

    # ── what they show ──

    def _shape(self, item: pdfium.FPDF_PAGEOBJECT, code: int) -> Shape | None:
        """The squares of one glyph; None if it shows nothing."""
        pdfium.FPDFText_SetCharcodes(item, (c_uint32 * 1)(code), 1)
        bitmap = pdfium.FPDFTextObj_GetRenderedBitmap(self._document, None, item, 1.0)
        if not bitmap:
            return None
        try:
            stride = pdfium.FPDFBitmap_GetStride(bitmap)
            width, height = pdfium.FPDFBitmap_GetWidth(bitmap), pdfium.FPDFBitmap_GetHeight(bitmap)
            dots = cast(pdfium.FPDFBitmap_GetBuffer(bitmap), POINTER(c_ubyte * (stride * height)))
            raw = bytes(dots.contents)
        finally:
            pdfium.FPDFBitmap_Destroy(bitmap)
        starts = range(0, stride * height, stride)
        return _squares([raw[at + 3 : at + 4 * width : 4] for at in starts])  # how opaque it is


def _squares(rows: Sequence[bytes]) -> Shape | None:
    """The box around the ink, cut into squares: each has ink or not."""
    inked = [row for row in (row.translate(INKED) for row in rows) if 1 in row]
    if not inked:
        return None
    width, all_rows = len(inked[0]), 0
    for row in inked:
        all_rows |= int.from_bytes(row)
    columns = [x for x, seen in enumerate(all_rows.to_bytes(width)) if seen]
    down = [inked[int((n + 0.5) * len(inked) / DOWN)] for n in range(DOWN)]
    across = itemgetter(*(columns[int((n + 0.5) * len(columns) / ACROSS)] for n in range(ACROSS)))
    return int.from_bytes(b"".join(bytes(across(row)) for row in down))


def _is_another(shape: Shape, said: str, known: Sequence[tuple[str, Shape]]) -> bool:
    """True if the glyph clearly is another digit than it says."""
    nearest = dict.fromkeys(DIGITS, ACROSS * DOWN)
    for digit, other in known:
        nearest[digit] = min(nearest[digit], (shape ^ other).bit_count())
    own = nearest.pop(said)
    best = min(nearest.values())
    return best <= ALIKE * ACROSS * DOWN and best <= NEARER * own
