"""The child process that reads PDFs.

A request is {"path": …, "pages": …} for pages, or {"path": …, "page": …, "box": …} for a picture of
a page with a place marked. The frames are ["page", page] for every page, then ["done", number of
pages]; or ["picture", PNG]; or ["refused", check, page, problem, hint].
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from ctypes import CDLL
from functools import partial
from itertools import chain, starmap
from typing import Any

import pypdfium2_raw as pdfium

from annexes.base.children import Frame, serve
from annexes.base.forks import in_turn, processors
from annexes.reading.document.covered import covered_texts
from annexes.reading.document.drawn_over import annotations_on, drawn_over, words_laid_upon
from annexes.reading.document.geometry import to_page
from annexes.reading.document.glyph_shapes import GlyphShapes
from annexes.reading.document.glyphs import Looks, words_of
from annexes.reading.document.ink import Ink, TooLargeError
from annexes.reading.document.other_texts import take_off_false, takes_other_texts
from annexes.reading.document.paths import TooComplexError, drawing_of, is_invisible
from annexes.reading.document.printed_twice import printed_once
from annexes.reading.document.raised_marks import with_raised_marks
from annexes.reading.document.signs import signs_of
from annexes.reading.document.walls import Walls
from annexes.reading.pages import Page, Ruling, WordDoubt

pdfium.FPDF_InitLibrary()  # all of it; `import pypdfium2` takes longer

M_TOP_PAD, KEPT = -2, 16_000_000
"""Bytes that the C library keeps of what a page gives back, as the next page needs as much."""
with suppress(AttributeError):  # where it is another one, it keeps what it likes
    CDLL(None).mallopt(M_TOP_PAD, KEPT)

MAX_PAGES, MAX_GLYPHS = 20_000, 100_000
"""Of a document, and of a page; a page of small print has 6,000 glyphs."""
PAGES_AT_ONCE = 200
"""After so many pages a document is opened anew, to let go of those before."""
PAGES_OF_A_READER = 4
"""A share of fewer pages is not worth a reader of its own."""


class PdfRefusedError(Exception):
    """check, page (or None), problem, and perhaps what to do."""


def answer(request: Mapping[str, Any]) -> Iterator[Frame]:
    """The frames for one request."""
    if "box" in request:
        return _or_refusal(_picture(**request))
    return _or_refusal(_pages(**request))


def _or_refusal(frames: Iterable[Frame]) -> Iterator[Frame]:
    """The frames, with one that refuses the document as the last if they cannot be made."""
    try:
        yield from frames
    except PdfRefusedError as refusal:
        yield ["refused", *refusal.args]
    except MemoryError:
        hint = "cut the annex pages out of the document"
        yield ["refused", "memory", None, "it needs too much memory", hint]


def _pages(path: str, pages: list[int] | None) -> Iterator[Frame]:
    """Each processor reads a share of the pages; they are given in their order."""
    numbers = _wanted(path, pages)
    readers = min(processors(), len(numbers) // PAGES_OF_A_READER) or 1
    shares = [partial(_share, path, numbers[start::readers]) for start in range(readers)]
    for frame in in_turn(shares) if readers > 1 else shares[0]():
        if frame[0] != "done":
            yield frame
        if frame[0] == "refused":
            return
    yield ["done", len(numbers)]


def _share(path: str, numbers: Sequence[int]) -> Iterator[Frame]:
    """The frames of these pages, and one that says that there are no more."""
    pages = (["page", page] for page in _read(path, numbers))
    return _or_refusal(chain(pages, [["done", len(numbers)]]))


def _picture(path: str, page: int, box: tuple[float, float, float, float]) -> Iterator[Frame]:
    from annexes.reading.document.picture import picture_of

    _check(page, len(_wanted(path, None)))
    yield ["picture", picture_of(path, page, box)]


def pages_of(path: str, pages: list[int] | None) -> Iterator[Page]:
    """The pages of the PDF, read here and now; raises PdfRefusedError."""
    return _read(path, _wanted(path, pages))


def _wanted(path: str, pages: list[int] | None) -> Sequence[int]:
    """The numbers of the pages to read; raises PdfRefusedError if they are none or too many."""
    with _opened(path) as document:
        count = pdfium.FPDF_GetPageCount(document)
    if not count:
        raise PdfRefusedError("no-pages", None, "the document has no pages")
    if count > MAX_PAGES:
        raise PdfRefusedError("page-count", None, f"it has {count} pages")
    return pages or range(1, count + 1)


def _read(path: str, numbers: Sequence[int]) -> Iterator[Page]:
    """These pages, one after the other; pdfium keeps what it has read of an open document."""
    for start in range(0, len(numbers), PAGES_AT_ONCE):
        with _opened(path) as document, closing(GlyphShapes(document)) as shapes:
            count = pdfium.FPDF_GetPageCount(document)
            for number in numbers[start : start + PAGES_AT_ONCE]:
                _check(number, count)
                yield _page(document, number, shapes)


def _check(number: int, count: int) -> None:
    """Raises PdfRefusedError if a document of so many pages has none of this number."""
    if not 1 <= number <= count:
        hint = f"choose pages from 1 to {count}"
        raise PdfRefusedError("page-range", number, f"there is no page {number}", hint)


@contextmanager
def _opened(path: str) -> Iterator[pdfium.FPDF_DOCUMENT]:
    document = pdfium.FPDF_LoadDocument(os.fsencode(path), None)
    if not document:
        if pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD:
            raise PdfRefusedError("encrypted", None, "the document needs a password")
        problem = "this is not a PDF, or it is damaged"
        raise PdfRefusedError("damaged", None, problem)
    try:
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


def _page(document: pdfium.FPDF_DOCUMENT, number: int, shapes: GlyphShapes) -> Page:
    page = pdfium.FPDF_LoadPage(document, number - 1)
    if not page:
        raise PdfRefusedError(
            "damaged", number, "the page cannot be read", "download the document again"
        )
    try:
        return _words_and_rules(document, page, number, shapes)
    except TooLargeError as error:
        problem = "the page is too large to be drawn"
        raise PdfRefusedError("page-size", number, problem) from error
    except TooComplexError as error:
        problem = "there is more on the page than tables need"
        raise PdfRefusedError("drawing", number, problem) from error
    finally:
        pdfium.FPDF_ClosePage(page)


def _words_and_rules(
    document: pdfium.FPDF_DOCUMENT, page: pdfium.FPDF_PAGE, number: int, shapes: GlyphShapes
) -> Page:
    """The words and rules of an open page."""
    width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    shown = to_page(page, width, height)
    turned = pdfium.FPDFPage_GetRotation(page) * 90
    drawing = drawing_of(page, shown)
    texts = [text.item for text in drawing.texts]
    lies = {text: said for text in texts if (said := shapes.lies_of(text))}
    doubtful = dict.fromkeys(filter(is_invisible, texts), WordDoubt.RECOGNISED)
    doubtful |= dict.fromkeys(covered_texts(drawing), WordDoubt.COVERED)
    if takes_other_texts(texts):
        with _second_copy(document, number) as copy:
            same = [text.item for text in drawing_of(copy, shown).texts]
            false = take_off_false(texts, same, copy)
        doubtful |= dict.fromkeys(false, WordDoubt.OTHER_TEXT)
    textpage = pdfium.FPDFText_LoadPage(page)
    try:
        if pdfium.FPDFText_CountChars(textpage) > MAX_GLYPHS:
            raise TooComplexError
        laid_upon = list(annotations_on(page, shown))
        has_ink = Ink(page, width, height).is_under
        over_word, walls = drawn_over(drawing, laid_upon), Walls(drawing.rules)
        looks = Looks(has_ink, over_word, doubtful, lies, walls)
        words = printed_once(words_of(textpage, shown, -turned, looks))
        words = with_raised_marks(words)
    finally:
        pdfium.FPDFText_ClosePage(textpage)
    words += words_laid_upon(laid_upon, words)
    signs = signs_of(drawing, [own.box for own in laid_upon], has_ink)
    return Page(number, tuple(words), tuple(starmap(Ruling, drawing.rules)), width, height, signs)


@contextmanager
def _second_copy(document: pdfium.FPDF_DOCUMENT, number: int) -> Iterator[pdfium.FPDF_PAGE]:
    """The page once more, to change and throw away."""
    page = pdfium.FPDF_LoadPage(document, number - 1)
    try:
        yield page
    finally:
        pdfium.FPDF_ClosePage(page)


if __name__ == "__main__":
    serve(answer)
