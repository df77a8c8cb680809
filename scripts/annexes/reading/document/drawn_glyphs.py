"""The glyphs of a font, by their codes: what each says, and what it draws.

They are laid on a sheet of its own, which is read and drawn as pages are.
"""

from __future__ import annotations

from collections.abc import Container, Generator, Iterator, Sequence
from contextlib import contextmanager
from ctypes import (
    addressof,
    byref,
    c_byte,
    c_double,
    c_float,
    c_int,
    c_size_t,
    c_uint32,
    c_void_p,
)
from functools import cache
from operator import itemgetter
from typing import NamedTuple

import pypdfium2_raw as pdfium

from annexes.reading.document.ink import draw
from annexes.reading.document.plain_calls import (
    Address,
    Reference,
    address_of,
    object_of_glyph,
    plain,
    reference_to,
    unicode_of,
)

BLOCK, MAX_CODE = 256, 4096
"""Codes of a font that are looked at at once, and in all; digits and letters have low ones."""
ACROSS, DOWN = 16, 22
"""The squares into which the box around a glyph is cut, black or white."""
SIZE, CELL = 40.0, 60
"""Dots: the size of a font on the sheet on which its glyphs are drawn, and of the cell of each."""
LEFT, BELOW = 7, 15
"""Where a glyph begins in its cell."""
IN_A_ROW = 32
INK = bytes(b"0"[0] + (grey < 128) for grey in range(256))
"""Grey → 1 for ink, 0 for none."""
EMPTY = 0.05
"""Points: pdfium gives an empty glyph a height of a hundredth."""


class FontCode(NamedTuple):
    """A code of a font, the one character that it says, and the bottom and the top of its glyph as
    the font declares them, in sizes of the font.
    """

    code: int
    said: str
    bottom: float
    top: float


class Glyph(NamedTuple):
    """The squares of a glyph, a bit for each, and its place: shares of the size of its font.

    `proportions` are those of the box that its font declares.
    """

    squares: int
    width: float
    bottom: float
    top: float
    proportions: float


_text_in = plain(pdfium.FPDFPageObj_CreateTextObj, c_void_p, c_void_p, c_void_p, c_float)
_set_codes = plain(pdfium.FPDFText_SetCharcodes, c_int, c_void_p, c_void_p, c_size_t)
_move = plain(pdfium.FPDFPageObj_Transform, None, c_void_p, *[c_double] * 6)
_insert = plain(pdfium.FPDFPage_InsertObject, None, c_void_p, c_void_p)
_text_in_units = plain(pdfium.FPDFText_GetText, c_int)
_char_box = plain(pdfium.FPDFText_GetCharBox, c_int)
_box = (c_double * 4)()
_box_at = [byref(_box, 8 * n) for n in range(4)]


def codes_of(document: Address, font: Address, wanted: Container[str]) -> Iterator[FontCode]:
    """The codes of a font that say one of the wanted characters."""
    high = range(BLOCK, MAX_CODE)
    low = yield from _codes(document, font, range(BLOCK), wanted)
    if low != _said(document, font, high[:BLOCK]):
        for start in range(0, len(high), BLOCK):  # a font of one byte a code would begin anew
            yield from _codes(document, font, high[start : start + BLOCK], wanted)


def kept_in(document: Address, font: Address) -> Address:
    """An object on no page, which keeps the font, so that its address stays its own."""
    return int(_text_in(document, font, SIZE))


def _said(document: Address, font: Address, codes: Sequence[int]) -> str:
    with _laid(document, font, codes) as textpage:
        return text_of(textpage)


def _codes(
    document: Address, font: Address, codes: Sequence[int], wanted: Container[str]
) -> Generator[FontCode, None, str]:
    """The same of these codes; returns all that they say.

    Some codes say nothing, or several characters: they are parted from the others.
    """
    with _laid(document, font, codes) as textpage:
        text, handle = text_of(textpage), reference_to(textpage)
        if len(text) == len(codes):
            for index, (code, said) in enumerate(zip(codes, text, strict=True)):
                if said in wanted:
                    _char_box(handle, index, *_box_at)
                    _, _, bottom, top = _box
                    yield FontCode(code, said, (bottom - BELOW) / SIZE, (top - BELOW) / SIZE)
            return text
    if len(codes) > 1 and any(said in wanted for said in text):
        half = len(codes) // 2
        yield from _codes(document, font, codes[:half], wanted)
        yield from _codes(document, font, codes[half:], wanted)
    return text


def text_of(textpage: pdfium.FPDF_TEXTPAGE) -> str:
    """One character for each glyph index, also where a character needs two UTF-16 units."""
    count = pdfium.FPDFText_CountChars(textpage)
    handle, units = reference_to(textpage), bytearray(2 * (count + 1))
    _text_in_units(handle, 0, count, byref(c_byte.from_buffer(units)))
    text = units.decode("utf-16-le", "replace").rstrip("\x00")
    if len(text) == count:
        return text
    return "".join([chr(unicode_of(handle, index)) for index in range(count)])


def proportions_of(textpage: Reference, index: int) -> float:
    """The width of what a glyph draws in heights, as its font declares it; 0 if it is empty."""
    _char_box(textpage, index, *_box_at)
    left, right, bottom, top = _box
    return (right - left) / (top - bottom) if top - bottom > EMPTY else 0.0


def glyphs_of(
    document: Address, font: Address, codes: Sequence[int], em: float = 1.0
) -> Iterator[tuple[str, Glyph]]:
    """What these codes of a font say and draw, of those that draw something.

    `em` is the size of the font at which its letters are as large as those of others at 1.
    """
    if not codes:
        return
    rows = -(-len(codes) // IN_A_ROW)
    said, proportions = [""] * len(codes), [0.0] * len(codes)
    with _sheet(rows) as sheet:
        cells = {}
        for cell, code in enumerate(codes):
            row, column = divmod(cell, IN_A_ROW)
            place = column * CELL + LEFT, (rows - row - 1) * CELL + BELOW
            cells[_lay(sheet, document, font, [code], place, em)] = cell
        with _text_page(sheet) as textpage:
            handle = reference_to(textpage)
            for index in range(pdfium.FPDFText_CountChars(textpage)):
                own = cells.get(object_of_glyph(handle, index))
                if own is not None:
                    said[own] += chr(unicode_of(handle, index))
                    proportions[own] = proportions_of(handle, index)
        width, height = IN_A_ROW * CELL - 1, rows * CELL - 1
        picture = draw(sheet, width, height, 1, (0, 0, width, height))
    dots, stride = picture.dots.translate(INK), picture.stride
    for cell, char in enumerate(said):
        row, column = divmod(cell, IN_A_ROW)
        start = row * CELL * stride + column * CELL
        lines = [dots[at : at + CELL] for at in range(start, start + CELL * stride, stride)]
        if glyph := _glyph(lines, proportions[cell]):
            yield char, glyph


@cache
def _scratch() -> pdfium.FPDF_DOCUMENT:
    return pdfium.FPDF_CreateNewDocument()


@contextmanager
def _sheet(rows: int) -> Iterator[pdfium.FPDF_PAGE]:
    page = pdfium.FPDFPage_New(_scratch(), 0, IN_A_ROW * CELL, rows * CELL)
    try:
        yield page
    finally:
        pdfium.FPDF_ClosePage(page)
        pdfium.FPDFPage_Delete(_scratch(), 0)


@contextmanager
def _text_page(sheet: pdfium.FPDF_PAGE) -> Iterator[pdfium.FPDF_TEXTPAGE]:
    textpage = pdfium.FPDFText_LoadPage(sheet)
    try:
        yield textpage
    finally:
        pdfium.FPDFText_ClosePage(textpage)


@contextmanager
def _laid(document: Address, font: Address, codes: Sequence[int]) -> Iterator[pdfium.FPDF_TEXTPAGE]:
    """The text of a sheet with these codes in a row."""
    with _sheet(1) as sheet:
        _lay(sheet, document, font, codes)
        with _text_page(sheet) as textpage:
            yield textpage


def _lay(
    sheet: pdfium.FPDF_PAGE,
    document: Address,
    font: Address,
    codes: Sequence[int],
    place: tuple[int, int] = (LEFT, BELOW),
    em: float = 1.0,
) -> Address:
    """A text of these codes, laid on the sheet, to which it belongs."""
    item: Address = _text_in(document, font, SIZE * em)
    array = (c_uint32 * len(codes))(*codes)
    _set_codes(item, addressof(array), len(codes))
    _move(item, 1, 0, 0, 1, *place)
    _insert(address_of(sheet), item)
    return item


def _glyph(lines: Sequence[bytes], proportions: float) -> Glyph | None:
    """What is drawn in a cell; None if that is nothing, or reaches over the cell."""
    inked = [n for n, line in enumerate(lines) if b"1" in line]
    if not inked:
        return None
    top, bottom = inked[0], inked[-1] + 1
    flattened = 0
    for line in lines[top:bottom]:
        flattened |= int.from_bytes(line)
    columns = flattened.to_bytes(CELL)
    left, right = columns.find(b"1"), columns.rfind(b"1") + 1
    if not (left and top and right < CELL and bottom < CELL):
        return None
    width, height = right - left, bottom - top
    across = itemgetter(*(left + int((n + 0.5) * width / ACROSS) for n in range(ACROSS)))
    rows = [bytes(across(lines[top + int((n + 0.5) * height / DOWN)])) for n in range(DOWN)]
    squares, foot = int(b"".join(rows), 2), CELL - BELOW
    place = width / SIZE, (foot - bottom) / SIZE, (foot - top) / SIZE
    return Glyph(squares, *place, proportions)
