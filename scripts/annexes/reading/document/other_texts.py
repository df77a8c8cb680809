"""Texts that a PDF gives in place of what it draws (`/ActualText`), compared with what it draws.

Programs use them for small capitals, ligatures, spaces and soft hyphens; a liar can use them for
figures. Those that say another text are taken off before the text of a page is read, so that none
can make a word vanish, and what they stood for is not believed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from ctypes import (
    Array,
    addressof,
    c_char,
    c_char_p,
    c_int,
    c_ulong,
    c_void_p,
    create_string_buffer,
)
from itertools import groupby

import pypdfium2_raw as pdfium

from annexes.reading.document.plain_calls import Address, address_of, plain

KEY = b"ActualText"
UNSEEN = re.compile("[\\s\u00ad\u200b-\u200f\u2010\u2011\u2060\ufeff\ufffe\\x00-\\x1f-]")
"""What may differ: spaces, hyphens, and what has no shape."""

_marks_of = plain(pdfium.FPDFPageObj_CountMarks, c_int, c_void_p)
_mark_of = plain(pdfium.FPDFPageObj_GetMark, c_void_p, c_void_p, c_ulong)
_kind_of_value = plain(pdfium.FPDFPageObjMark_GetParamValueType, c_int, c_void_p, c_char_p)
_value_of = plain(
    pdfium.FPDFPageObjMark_GetParamStringValue,
    *(c_int, c_void_p, c_char_p, c_void_p, c_ulong, c_void_p),
)
_remove = plain(pdfium.FPDFPageObj_RemoveMark, c_int, c_void_p, c_void_p)
_text_drawn = plain(pdfium.FPDFTextObj_GetText, c_ulong, c_void_p, c_void_p, c_void_p, c_ulong)


def takes_other_texts(texts: Iterable[Address]) -> bool:
    """True if another text is given for any of these objects of text."""
    return any(_marks_with_text(item) for item in texts)


def take_off_false(
    texts: Sequence[Address], same: Sequence[Address], page: pdfium.FPDF_PAGE
) -> list[Address]:
    """Take the other texts off that are not what is drawn; the objects they stood for.

    `same` are the same objects in another copy of the page, `page`, where all are taken off to see
    what is drawn.
    """
    given = [_given(item) for item in same]
    for item in same:
        _take_off(item)
    textpage = pdfium.FPDFText_LoadPage(page)
    try:
        drawn = [
            _drawn(item, textpage) if text is not None else ""
            for item, text in zip(same, given, strict=True)
        ]
    finally:
        pdfium.FPDFText_ClosePage(textpage)
    false = [texts[n] for n in _contradicted(given, drawn)]
    for item in false:
        _take_off(item)
    return false


def _contradicted(given: Sequence[str | None], drawn: Sequence[str]) -> Iterator[int]:
    """Where another text is given than is drawn; objects in a row may be the pieces of a text."""
    for text, group in groupby(range(len(given)), key=lambda n: given[n]):
        numbers = list(group)
        if text is not None:
            own = [_bare(drawn[n]) for n in numbers]
            if "".join(own) != _bare(text) and any(piece != _bare(text) for piece in own):
                yield from numbers


def _bare(text: str) -> str:
    """The text without what may differ; small capitals are drawn by the codes of other letters."""
    return UNSEEN.sub("", unicodedata.normalize("NFKC", text)).casefold()


def _marks_with_text(item: Address) -> list[Address]:
    marks = [_mark_of(item, index) for index in range(_marks_of(item))]
    return [mark for mark in marks if _kind_of_value(mark, KEY)]


def _given(item: Address) -> str | None:
    """The other text for this object: the innermost, as programs take it."""
    marks = _marks_with_text(item)
    return _text_of(marks[-1]) if marks else None


def _take_off(item: Address) -> None:
    for mark in _marks_with_text(item):
        _remove(item, mark)


def _text_of(mark: Address) -> str:
    size = c_ulong()
    _value_of(mark, KEY, None, 0, addressof(size))
    buffer = create_string_buffer(size.value + 2)
    _value_of(mark, KEY, buffer, size.value, addressof(size))
    return _decoded(buffer)


def _drawn(item: Address, textpage: pdfium.FPDF_TEXTPAGE) -> str:
    page = address_of(textpage)
    size = _text_drawn(item, page, None, 0)
    buffer = create_string_buffer(size + 2)
    _text_drawn(item, page, buffer, size)
    return _decoded(buffer)


def _decoded(buffer: Array[c_char]) -> str:
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\x00")
