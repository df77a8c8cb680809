"""The only room that knows files: bytes of a document → pages of words, the same for all kinds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from annexes.base.storage import sha256_of
from annexes.reading.document.pdf import failure, pdf_pages, pdf_pages_here, pdf_picture
from annexes.reading.document.received import read_bytes
from annexes.reading.document.text_pages import text_pages
from annexes.reading.pages import Document, Page

__all__ = ["failure", "is_pdf", "pdf_picture", "read_document", "read_document_here"]

PDF_MARK = b"%PDF-"
PdfPages = Callable[[Path, Sequence[int] | None], Iterator[Page]]
MARK_WITHIN = 1024
"""Readers accept a PDF whose mark stands somewhere in its first kilobyte."""


def read_document(path: Path, pages: Sequence[int] | None = None) -> Document:
    """Open a text or a PDF; the pages of a PDF are read while they are used.

    `pages` are the numbers of the wanted pages, from 1; a text has no pages to choose from. Raises
    DocumentError, at once or while the pages are read, if the document is missing, empty, too
    large, damaged, protected, or holds what can deceive a reader.
    """
    return _document(path, pages, pdf_pages)


def read_document_here(path: Path, pages: Sequence[int] | None = None) -> Document:
    """The same, with a PDF read in this process: for one that is itself a child with limits."""
    return _document(path, pages, pdf_pages_here)


def _document(path: Path, pages: Sequence[int] | None, read_pdf: PdfPages) -> Document:
    data = read_bytes(path)
    drawn = is_pdf(data)
    own = read_pdf(path, pages) if drawn else text_pages(data, str(path))
    return Document(str(path), sha256_of(data), drawn, own)


def is_pdf(data: bytes) -> bool:
    """True if these bytes are meant to be a PDF, whole or damaged."""
    return PDF_MARK in data[:MARK_WITHIN]
