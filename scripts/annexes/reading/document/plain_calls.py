"""Functions of pdfium with plain addresses for arguments, which takes a third of the time."""

from __future__ import annotations

from collections.abc import Callable
from ctypes import PYFUNCTYPE, c_int, c_uint32, c_void_p, cast
from typing import Any

import pypdfium2_raw as pdfium

Address = int
"""Where an object of pdfium stands in memory; 0 for none."""


def plain(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """The same function; objects come and go as addresses (`c_void_p`)."""
    return PYFUNCTYPE(result, *arguments)(cast(function, c_void_p).value or 0)


def address_of(item: Any) -> Address:
    """The address behind a pointer of pdfium."""
    return cast(item, c_void_p).value or 0


object_of_glyph = plain(pdfium.FPDFText_GetTextObject, c_void_p, c_void_p, c_int)
"""The object of text that draws a glyph of a text page, by the index of the glyph."""
font_of = plain(pdfium.FPDFTextObj_GetFont, c_void_p, c_void_p)
"""The font of an object of text."""
unicode_of = plain(pdfium.FPDFText_GetUnicode, c_uint32, c_void_p, c_int)
"""The code point that a glyph of a text page says."""
