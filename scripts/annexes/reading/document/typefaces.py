"""In which typeface and size a word is set: a name never changes them between its lines."""

from __future__ import annotations

import re
from collections.abc import Callable
from ctypes import addressof, c_byte, c_float, c_int, c_size_t, c_void_p, create_string_buffer
from struct import Struct

import pypdfium2_raw as pdfium

from annexes.reading.document.plain_calls import (
    Address,
    font_of,
    object_of_glyph,
    plain,
    reference_to,
)

LONGEST = 127
"""A longer name of a typeface is cut."""
NO_NAME = re.compile(r"^[A-Z]{6}\+|PS|MT|[^A-Za-z0-9]")
"""What differs between the names of one typeface: 'ABCDEF+Arial,Bold', 'Arial-BoldMT'."""
SAME_SIZE = 0.04
"""Share by which two sizes may differ that are meant to be one."""

_base_name = plain(pdfium.FPDFFont_GetBaseFontName, c_size_t, c_void_p, c_void_p, c_size_t)
_size_of = plain(pdfium.FPDFTextObj_GetFontSize, c_int, c_void_p, c_void_p)
_matrix_of = plain(pdfium.FPDFPageObj_GetMatrix, c_int, c_void_p, c_void_p)


def typefaces(textpage: pdfium.FPDF_TEXTPAGE) -> Callable[[int, int], int]:
    """The typeface and size of a word of this page, given the indexes of its first glyph and behind
    its last: a number, 0 if the typeface has no name, or if the word is set in several.
    """
    handle, object_of, before = reference_to(textpage), object_of_glyph, 0
    names: dict[Address, str] = {}
    of_size: dict[tuple[Address, float], int] = {}
    of_object: dict[Address, int] = {}
    face_of = of_object.get
    known = [("", 0.0)]

    def number_of(text: Address) -> int:
        font = font_of(text)
        size = _height_of(text)
        number = of_size.get((font, size))
        if number is None:
            name = names[font] if font in names else names.setdefault(font, _name_of(font))
            number = next(
                (n for n, own in enumerate(known) if _is_same(own, (name, size))), len(known)
            )
            if number == len(known):
                known.append((name, size))
            of_size[font, size] = number
        of_object[text] = number
        return number

    def of_word(start: int, end: int) -> int:
        nonlocal before
        text = object_of(handle, start)
        face = face_of(text) or number_of(text)
        if face == before:
            return face
        text = object_of(handle, end - 1)
        before = face if face == (face_of(text) or number_of(text)) else 0
        return before

    return of_word


def _is_same(one: tuple[str, float], two: tuple[str, float]) -> bool:
    """True for typefaces of one name and size, and for those without a name."""
    return one[0] == two[0] and (not one[0] or abs(one[1] - two[1]) <= SAME_SIZE * two[1])


_size = c_float()
_size_at = addressof(_size)
_matrix = bytearray(24)
_matrix_at = addressof(c_byte.from_buffer(_matrix))
_six_floats = Struct("6f").unpack


def _height_of(text: Address) -> float:
    """The size of the font as it is drawn on the page."""
    _size_of(text, _size_at)
    _matrix_of(text, _matrix_at)
    _, _, c, d, _, _ = _six_floats(_matrix)
    return float(_size.value * (abs(c) + abs(d)))


def _name_of(font: Address) -> str:
    buffer = create_string_buffer(LONGEST + 1)
    _base_name(font, addressof(buffer), LONGEST)
    return NO_NAME.sub("", buffer.value.decode("utf-8", "replace"))
