"""The glyphs with which those of a document are compared: those of the typefaces of pdfium.

`python tests/reading/document/known_glyphs.py` draws them anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_letters, digits

import pypdfium2_raw as pdfium

from annexes.reading.document.drawn_glyphs import glyphs_of
from annexes.reading.document.glyph_shapes import KNOWN
from annexes.reading.document.plain_calls import address_of

FACES = (
    b"Helvetica",
    b"Helvetica-Bold",
    b"Times-Roman",
    b"Times-Bold",
    b"Times-Italic",
    b"Courier",
    b"Courier-Bold",
)


def drawn() -> Iterator[tuple[str, int]]:
    """Each digit and letter in each typeface, and its squares."""
    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_CreateNewDocument()
    for face in FACES:
        font = pdfium.FPDFText_LoadStandardFont(document, face)
        codes = list(map(ord, digits + ascii_letters))
        for said, glyph in glyphs_of(address_of(document), address_of(font), codes):
            yield said, glyph.squares


if __name__ == "__main__":
    KNOWN.write_text("".join(f"{said} {squares:088x}\n" for said, squares in drawn()))
