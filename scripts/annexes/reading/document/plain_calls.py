"""Functions of pdfium with plain addresses for arguments, which takes a third of the time.

Those that are called for each glyph take their text page as a reference instead, and need no types
of arguments: that takes half of the time again.
"""

from __future__ import annotations

from collections.abc import Callable
from ctypes import PYFUNCTYPE, byref, c_byte, c_uint32, c_void_p, cast
from typing import Any

import pypdfium2_raw as pdfium

Address = int
"""Where an object of pdfium stands in memory; 0 for none."""
Reference = Any
"""The same as an argument that says its type: it goes with numbers below 2**31 and other references
to a function without types of arguments.
"""


def plain(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """The same function; objects come and go as addresses (`c_void_p`), or all arguments have no
    types: references and small numbers.
    """
    return PYFUNCTYPE(result, *arguments)(cast(function, c_void_p).value or 0)


def address_of(item: Any) -> Address:
    """The address behind a pointer of pdfium."""
    return cast(item, c_void_p).value or 0


def reference_to(item: Any) -> Reference:
    """A reference to what a pointer of pdfium points to."""
    return byref(c_byte.from_address(address_of(item)))


object_of_glyph = plain(pdfium.FPDFText_GetTextObject, c_void_p)
"""The object of text that draws a glyph of a text page, by the index of the glyph."""
font_of = plain(pdfium.FPDFTextObj_GetFont, c_void_p, c_void_p)
"""The font of an object of text."""
unicode_of = plain(pdfium.FPDFText_GetUnicode, c_uint32)
"""The code point that a glyph of a text page says."""
